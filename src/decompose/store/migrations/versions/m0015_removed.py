"""What was removed is remembered by name and digest; readers are a key of the queue; leases touch no comparison."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)
# Nobody was counted yet: see `domain/queue.place_of`.
_UNCOUNTED = "ffffff"
# What of an item a comparison reads: all but what the queue is asked by, and who has it open.
_READ = (
    "slug", "capability_id", "claim_id", "field", "reason", "status", "revision",
    "old", "new", "flags", "evidence", "edit", "pending", "decided",
)  # fmt: skip


def upgrade() -> None:
    op.create_table(
        "removed",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("subject"),
    )
    op.create_table(
        "sealed_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason_code", sa.String(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_sealed_event_item_id", "sealed_event", ["item_id"])
    _touch_on_update(f" OF {', '.join(_READ)}")
    op.add_column("review_item", sa.Column("readers", sa.Integer(), nullable=False, server_default="0"))
    op.execute(f"UPDATE review_item SET place = substr(place, 1, 2) || '{_UNCOUNTED}' || substr(place, 3)")  # noqa: S608


def downgrade() -> None:
    op.execute("UPDATE review_item SET place = substr(place, 1, 2) || substr(place, 9)")
    op.drop_column("review_item", "readers")
    _touch_on_update("")
    op.drop_index("ix_sealed_event_item_id", table_name="sealed_event")
    op.drop_table("sealed_event")
    op.drop_table("removed")


def _touch_on_update(of: str) -> None:
    """Note changes of items again as migration 0006 does, but only those of these columns."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP TRIGGER review_item_touches ON review_item")
        op.execute(
            f"CREATE TRIGGER review_item_touches AFTER INSERT OR UPDATE{of} OR DELETE ON review_item "
            "FOR EACH ROW EXECUTE FUNCTION review_item_touches()"
        )
        return
    op.execute("DROP TRIGGER review_item_update_touches")
    op.execute(
        f"CREATE TRIGGER review_item_update_touches AFTER UPDATE{of} ON review_item BEGIN "  # noqa: S608
        "INSERT INTO touched (slug, what, writer) SELECT slug, 'records', 0 "
        "FROM (SELECT NEW.slug AS slug) AS moved WHERE slug IS NOT NULL AND NOT EXISTS "
        "(SELECT 1 FROM touched WHERE touched.slug = moved.slug AND what = 'records'); END"
    )
