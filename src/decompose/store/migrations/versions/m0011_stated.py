"""Facts that an operator states; comparisons and public pages read them, so their writes are noted and counted."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from decompose.store.migrations.noting import count_writes, count_writes_no_longer, note_writes, note_writes_no_longer

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "stated",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("fact", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("day", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["slug"], ["artifact.slug"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_stated_slug"), "stated", ["slug"], unique=False)
    op.create_index("stated_newest", "stated", ["slug", "fact", "id"], unique=False)
    note_writes("stated", "records", "{row}.slug")
    count_writes("stated")


def downgrade() -> None:
    count_writes_no_longer("stated")
    note_writes_no_longer("stated")
    op.drop_index("stated_newest", table_name="stated")
    op.drop_index(op.f("ix_stated_slug"), table_name="stated")
    op.drop_table("stated")
