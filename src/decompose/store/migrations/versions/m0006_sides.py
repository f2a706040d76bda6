"""Comparisons hold digests of their sides; triggers note whose scores or records were written."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

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
_EVENTS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}
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
        _note_writes(table, what, whose)


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


def _note_writes(table: str, what: str, whose: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for event, row in _EVENTS.items():
            # One writer at a time: what is noted already need not be noted again.
            op.execute(
                f"CREATE TRIGGER {table}_{event.lower()}_touches AFTER {event} ON {table} BEGIN "  # noqa: S608
                f"INSERT INTO touched (slug, what, writer) SELECT slug, '{what}', 0 "
                f"FROM (SELECT {whose.format(row=row)} AS slug) AS moved WHERE slug IS NOT NULL AND NOT EXISTS "
                f"(SELECT 1 FROM touched WHERE touched.slug = moved.slug AND what = '{what}'); END"
            )
        return
    # Writers here run side by side and must neither wait for each other nor rely on a note that another takes away:
    # each looks only at its own.
    op.execute(
        f"CREATE OR REPLACE FUNCTION {table}_touches() RETURNS trigger AS $$ DECLARE moved text; BEGIN "  # noqa: S608
        f"IF TG_OP = 'DELETE' THEN moved := {whose.format(row='OLD')}; "
        f"ELSE moved := {whose.format(row='NEW')}; END IF; "
        f"INSERT INTO touched (slug, what, writer) SELECT moved, '{what}', txid_current() "
        "WHERE moved IS NOT NULL AND NOT EXISTS "
        f"(SELECT 1 FROM touched WHERE slug = moved AND what = '{what}' AND writer = txid_current()); "
        "RETURN NULL; END $$ LANGUAGE plpgsql"
    )
    op.execute(
        f"CREATE TRIGGER {table}_touches AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_touches()"
    )


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in READ:
        names = [f"{table}_{event.lower()}_touches" for event in _EVENTS] if is_sqlite else [f"{table}_touches"]
        for name in names:
            op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON {table}")
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {table}_touches()")
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
