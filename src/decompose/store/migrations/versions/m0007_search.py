"""Searches and what came of them; and the index of what can be found, which the first change or search fills."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from decompose.store.search import schema

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("visitor", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("is_bot", sa.Boolean(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        sa.Column("intent", sa.Text(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("search_of_visitor", "search", ["visitor", "intent", "at"])
    op.create_table(
        "match_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("search_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("capability_id", sa.String(), nullable=True),
        sa.Column("act", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("seconds", sa.Float(), nullable=True),
        sa.ForeignKeyConstraint(["search_id"], ["search.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_match_event_search_id"), "match_event", ["search_id"])
    op.create_index("match_event_of_slug", "match_event", ["slug", "act"])
    connection = op.get_bind()
    schema.METADATA.create_all(connection)
    for statement in schema.SQLITE if connection.dialect.name == "sqlite" else schema.POSTGRES:
        op.execute(statement)


def downgrade() -> None:
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for name in ("index_vocabulary", "index_words", "index_grams"):
            op.execute(f"DROP TABLE {name}")
    schema.METADATA.drop_all(connection)
    op.drop_table("match_event")
    op.drop_table("search")
