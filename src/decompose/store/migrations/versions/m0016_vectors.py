"""What capabilities say as vectors, for searches by meaning; both tables stay empty where that is not wanted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "index_wording",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("index_wording_of_content", "index_wording", ["content"])
    op.create_table(
        "index_vector",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("llm", sa.String(), nullable=False),
        sa.Column("dimension", sa.Integer(), nullable=False),
        sa.Column("value", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("content", "llm", "dimension", name="index_vector_of_content"),
        # A number is never given twice: what is kept in memory is known by it.
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("index_vector")
    op.drop_index("index_wording_of_content", table_name="index_wording")
    op.drop_table("index_wording")
