"""Searches that people keep, and what has answered them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "saved_search",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=True),
        sa.Column("hook", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_saved_search_owner"), "saved_search", ["owner"])
    op.create_table(
        "saved_find",
        sa.Column("saved_id", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("is_news", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["saved_id"], ["saved_search.id"]),
        sa.ForeignKeyConstraint(["slug"], ["artifact.slug"]),
        sa.PrimaryKeyConstraint("saved_id", "slug"),
    )
    op.create_index(op.f("ix_saved_find_slug"), "saved_find", ["slug"])


def downgrade() -> None:
    op.drop_table("saved_find")
    op.drop_table("saved_search")
