"""What the queue is asked by, word by word."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from decompose.domain.matching.words import name_words

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

_BYTEWISE = sa.String().with_variant(sa.String(collation="C"), "postgresql")
_TOGETHER = 500


def upgrade() -> None:
    op.create_table(
        "queue_term",
        sa.Column("term", _BYTEWISE, nullable=False),
        sa.Column("item_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["review_item.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("term", "item_id"),
    )
    op.create_index("terms_of_items", "queue_term", ["item_id", "term"])
    _fill()
    op.drop_column("review_item", "checks")


def downgrade() -> None:
    op.add_column("review_item", sa.Column("checks", sa.Text(), nullable=False, server_default=""))
    op.drop_index("terms_of_items", table_name="queue_term")
    op.drop_table("queue_term")


def _fill() -> None:
    """The terms of the items that are there, by the rules of this version."""
    connection = op.get_bind()
    names = ("id", "slug", "field", "reason", "new", "old")
    item = sa.table("review_item", *(sa.column(name, sa.String) for name in names), sa.column("flags", sa.JSON))
    term = sa.table("queue_term", sa.column("term", sa.String), sa.column("item_id", sa.String))
    last = ""
    while rows := connection.execute(
        sa.select(item).where(item.c.id > last).order_by(item.c.id).limit(_TOGETHER)
    ).fetchall():
        connection.execute(sa.insert(term), [{"term": one, "item_id": row.id} for row in rows for one in _terms(row)])
        last = rows[-1].id


def _terms(row: Any) -> set[str]:
    words = name_words(f"{row.new} {row.old or ''} {row.slug} {row.field}")
    return {*words, *(f"flag:{check}" for check, _ in row.flags), *([f"why:{row.reason}"] if row.reason else [])}
