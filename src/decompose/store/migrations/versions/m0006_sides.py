"""Comparisons hold digests of their sides; triggers note whose scores or records were written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from decompose.store.migrations.noting import note_writes, note_writes_no_longer

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

# What a comparison reads of an artifact, by table: what was touched, and whose.
READ = {
    "artifact": ("records", "{row}.slug"),
    "capability": ("records", "{row}.slug"),
    "claim": ("records", "{row}.slug"),
    "doubt": ("records", "(SELECT slug FROM capability WHERE id = {row}.a)"),
    "review_item": ("records", "{row}.slug"),
    "score_value": ("scores", "{row}.slug"),
}
_PARTS = ("a_records", "a_scores", "b_records", "b_scores", "rules")


def upgrade() -> None:
    op.create_table(
        "side",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("records", sa.String(), nullable=False),
        sa.Column("scores", sa.String(), nullable=False),
        sa.Column("rulings", sa.String(), nullable=False),
        sa.Column("standing", sa.JSON(), nullable=False),
        sa.Column("is_settled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("slug"),
    )
    op.create_index(op.f("ix_side_is_settled"), "side", ["is_settled"], unique=False)
    op.create_table(
        "side_part",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("slug", "digest"),
    )
    op.create_table(
        "side_change",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(op.f("ix_side_change_slug"), "side_change", ["slug"], unique=False)
    op.create_table(
        "touched",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("writer", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("touched_slug", "touched", ["slug", "what"], unique=False)
    op.create_index("score_value_newest", "score_value", ["slug", "component", "is_pinned", "id"], unique=False)
    _change_comparisons()
    for table, (what, whose) in READ.items():
        note_writes(table, what, whose)


def _change_comparisons() -> None:
    """Pairs of before know no digests: the next regeneration makes them anew, and logs nothing of that."""
    with op.batch_alter_table("comparison") as comparison:
        comparison.drop_column("facts")
        for name in _PARTS:
            comparison.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
        comparison.add_column(sa.Column("shared", sa.JSON(), nullable=False, server_default="{}"))
        comparison.add_column(sa.Column("remarks", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("comparison") as comparison:
        for name in (*_PARTS, "shared", "remarks"):
            comparison.alter_column(name, server_default=None)
    with op.batch_alter_table("comparison_change") as change:
        change.add_column(sa.Column("a_change", sa.String(), nullable=True))
        change.add_column(sa.Column("b_change", sa.String(), nullable=True))
    for letter in ("a", "b"):
        op.execute(f"INSERT INTO touched (slug, what, writer) SELECT DISTINCT {letter}, 'records', 0 FROM comparison")  # noqa: S608


def downgrade() -> None:
    for table in READ:
        note_writes_no_longer(table)
    with op.batch_alter_table("comparison_change") as change:
        change.drop_column("a_change")
        change.drop_column("b_change")
    with op.batch_alter_table("comparison") as comparison:
        for name in (*_PARTS, "shared", "remarks"):
            comparison.drop_column(name)
        comparison.add_column(sa.Column("facts", sa.JSON(), nullable=False, server_default="{}"))
    op.drop_index("score_value_newest", table_name="score_value")
    op.drop_index("touched_slug", table_name="touched")
    op.drop_table("touched")
    op.drop_index(op.f("ix_side_change_slug"), table_name="side_change")
    op.drop_table("side_change")
    op.drop_table("side_part")
    op.drop_index(op.f("ix_side_is_settled"), table_name="side")
    op.drop_table("side")
