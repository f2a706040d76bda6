"""Alembic's entry: migrations run on the connection, and in the transaction, that `store.database` hands over."""

from __future__ import annotations

from alembic import context
from sqlmodel import SQLModel

from decompose.store import tables

# Naming the module keeps the import, which fills the metadata.
assert tables.ArtifactRow.metadata is SQLModel.metadata

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=SQLModel.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    transactional_ddl=False,
)
context.run_migrations()
