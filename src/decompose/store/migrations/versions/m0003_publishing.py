"""Doubtful pairs, overlaps, holds and redirects."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "doubt",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("a", sa.String(), nullable=False),
        sa.Column("b", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("is_same", sa.Boolean(), nullable=True),
        sa.Column("llm", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["a"], ["capability.id"]),
        sa.ForeignKeyConstraint(["b"], ["capability.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_doubt_a"), "doubt", ["a"], unique=False)
    op.create_index(op.f("ix_doubt_b"), "doubt", ["b"], unique=False)
    op.create_table(
        "overlap",
        sa.Column("a", sa.String(), nullable=False),
        sa.Column("b", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=False),
        sa.Column("similarity", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["a"], ["capability.id"]),
        sa.ForeignKeyConstraint(["b"], ["capability.id"]),
        sa.ForeignKeyConstraint(["slug"], ["artifact.slug"]),
        sa.ForeignKeyConstraint(["other"], ["artifact.slug"]),
        sa.PrimaryKeyConstraint("a", "b"),
    )
    for column in ("b", "slug", "other"):
        op.create_index(op.f(f"ix_overlap_{column}"), "overlap", [column], unique=False)
    op.create_table(
        "hold",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("other", sa.String(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["slug"], ["artifact.slug"]),
        sa.ForeignKeyConstraint(["other"], ["artifact.slug"]),
        sa.PrimaryKeyConstraint("id"),
    )
    for column in ("slug", "other"):
        op.create_index(op.f(f"ix_hold_{column}"), "hold", [column], unique=False)
    op.create_table(
        "redirect",
        sa.Column("old", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["slug"], ["artifact.slug"]),
        sa.PrimaryKeyConstraint("old"),
    )
    op.create_index(op.f("ix_redirect_slug"), "redirect", ["slug"], unique=False)


def downgrade() -> None:
    for table in ("redirect", "hold", "overlap", "doubt"):
        op.drop_table(table)
