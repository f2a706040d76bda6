"""Messages to webhooks, and which changes of comparisons are flips of a verdict."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("said", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("message_due", "message", ["state", "due_at"], unique=False)
    # A table that is made anew, as SQLite changes columns, loses its triggers; one that is only added to keeps them.
    op.add_column("comparison_change", sa.Column("is_flip", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Of the past it is known where another side won.
    op.execute("UPDATE comparison_change SET is_flip = (COALESCE(was, '') <> COALESCE(now, ''))")
    op.create_index(
        "flips",
        "comparison_change",
        ["id"],
        unique=False,
        sqlite_where=sa.text("is_flip"),
        postgresql_where=sa.text("is_flip"),
    )


def downgrade() -> None:
    op.drop_index("flips", table_name="comparison_change")
    op.drop_column("comparison_change", "is_flip")
    op.drop_index("message_due", table_name="message")
    op.drop_table("message")
