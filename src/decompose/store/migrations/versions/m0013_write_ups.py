"""Write-ups of comparisons: sentences with slots, which public pages read, and for which facts they were asked."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from decompose.store.migrations.noting import count_writes, count_writes_no_longer

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "write_up",
        sa.Column("comparison_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("llm", sa.String(), nullable=True),
        sa.Column("template", sa.String(), nullable=True),
        sa.Column("keys", sa.JSON(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["comparison_id"], ["comparison.id"]),
        sa.PrimaryKeyConstraint("comparison_id", "digest"),
    )
    op.create_table(
        "write_up_sentence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("comparison_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("rests_on", sa.JSON(), nullable=False),
        sa.Column("llm", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["comparison_id"], ["comparison.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_write_up_sentence_comparison_id"), "write_up_sentence", ["comparison_id"], unique=False)
    count_writes("write_up_sentence")


def downgrade() -> None:
    count_writes_no_longer("write_up_sentence")
    op.drop_index(op.f("ix_write_up_sentence_comparison_id"), table_name="write_up_sentence")
    op.drop_table("write_up_sentence")
    op.drop_table("write_up")
