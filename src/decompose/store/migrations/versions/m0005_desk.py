"""What the review desk asks the queue by, leases, saved filters, and the window of a decision."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_MOMENT = sa.DateTime(timezone=True)


def _new_in_item() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("referred_by", sa.String(), nullable=True),
        sa.Column("held_by", sa.String(), nullable=True),
        sa.Column("held_in", sa.String(), nullable=True),
        sa.Column("held_since", _MOMENT, nullable=True),
        sa.Column("held_until", _MOMENT, nullable=True),
        sa.Column("wanted_by", sa.String(), nullable=True),
        sa.Column("place", sa.String(), nullable=False, server_default=""),
        sa.Column("checks", sa.Text(), nullable=False, server_default=""),
        sa.Column("is_acceptable", sa.Boolean(), nullable=False, server_default=sa.false()),
    )


def upgrade() -> None:
    op.create_table(
        "saved_filter",
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("owner", "name"),
    )
    op.add_column("audit_event", sa.Column("sitting", sa.String(), nullable=True))
    op.add_column("audit_event", sa.Column("opened_at", _MOMENT, nullable=True))
    op.create_index("events_of_editor", "audit_event", ["who", "id"])
    op.create_index("undone_events", "audit_event", ["undoes"])
    # Defaults stay: to take one away, SQLite would have to make the table anew, which the rows of others refer to.
    op.add_column("claim", sa.Column("item_id", sa.String(), nullable=False, server_default=""))
    for column in _new_in_item():
        op.add_column("review_item", column)
    _fill()
    op.create_index(op.f("ix_claim_item_id"), "claim", ["item_id"])
    op.create_index("queue_of_items", "review_item", ["status", "place"])


def downgrade() -> None:
    op.drop_index("queue_of_items", table_name="review_item")
    op.drop_index(op.f("ix_claim_item_id"), table_name="claim")
    for column in _new_in_item():
        op.drop_column("review_item", column.name)
    op.drop_column("claim", "item_id")
    op.drop_index("undone_events", table_name="audit_event")
    op.drop_index("events_of_editor", table_name="audit_event")
    op.drop_column("audit_event", "opened_at")
    op.drop_column("audit_event", "sitting")
    op.drop_table("saved_filter")


def _fill() -> None:
    """What follows from the rest of a row, by the rules of this version."""
    connection = op.get_bind()
    claim = sa.table("claim", sa.column("id", sa.String), sa.column("item_id", sa.String))
    for (identity,) in connection.execute(sa.select(claim.c.id)).fetchall():
        connection.execute(claim.update().where(claim.c.id == identity).values(item_id=_item_id(identity)))
    names = ("id", "slug", "claim_id", "field", "status", "blocked", "place", "checks")
    item = sa.table(
        "review_item",
        *(sa.column(name, sa.String) for name in names),
        sa.column("risk", sa.Integer),
        sa.column("flags", sa.JSON),
        sa.column("pending", sa.JSON),
        sa.column("is_acceptable", sa.Boolean),
    )
    for row in connection.execute(sa.select(item)).fetchall():
        checks = dict.fromkeys(check for check, _ in row.flags)
        is_free = row.status == "open" and not row.blocked and not row.pending
        connection.execute(
            item.update()
            .where(item.c.id == row.id)
            .values(
                place=f"{row.risk:02}{row.slug.encode().hex()}00{row.id.encode().hex()}",
                checks=f" {' '.join(checks)} ",
                is_acceptable=is_free and (row.claim_id is not None or row.field == "record"),
            )
        )


def _item_id(claim_id: str) -> str:
    parts = json.dumps([claim_id], separators=(",", ":"), ensure_ascii=False)
    return f"item-{hashlib.sha256(parts.encode()).hexdigest()[:16]}"
