"""What readers see is numbered: triggers count the writes that a public page may follow, and no others."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# What public pages read, by table: all of a row, or these columns of it.
READ: dict[str, tuple[str, ...]] = {
    "artifact": (),
    "source_document": (),
    "revision": (),
    "decomposition": (),
    "capability": (),
    "claim": (),
    "doubt": (),
    # Who has an item open is no part of it.
    "review_item": (
        "slug", "capability_id", "claim_id", "field", "reason", "status", "revision",
        "old", "new", "flags", "evidence", "edit", "pending", "decided",
    ),
    "score_value": (),
    "signal": (),
    "comparison": (),
    "comparison_change": (),
    "side": (),
    "side_part": (),
    "side_change": (),
    "overlap": (),
    "hold": (),
    "redirect": (),
    "setting": (),
}  # fmt: skip
_EVENTS = ("INSERT", "UPDATE", "DELETE")
# Counters of searches stand on the pages of one artifact: these writes are counted for that one.
_SHOWN = "SELECT DISTINCT slug FROM written_rows"
_OF_EVENTS = {
    "match_event_insert": ("INSERT", "match_event", "SELECT NEW.slug AS slug", _SHOWN),
    "match_event_delete": ("DELETE", "match_event", "SELECT OLD.slug AS slug", _SHOWN),
    "search_update": (
        "UPDATE", "search",
        "SELECT DISTINCT slug FROM match_event WHERE search_id = NEW.id AND OLD.root <> NEW.root",
        "SELECT DISTINCT e.slug FROM written_rows AS s JOIN match_event AS e ON e.search_id = s.id",
    ),
}  # fmt: skip


def upgrade() -> None:
    op.create_index("ix_review_item_capability_id", "review_item", ["capability_id"])
    op.create_table(
        "watched_edition",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject"),
    )
    op.execute("INSERT INTO watched_edition (subject, number) VALUES ('', 0)")
    if op.get_bind().dialect.name == "sqlite":
        _count_on_sqlite()
    else:
        _count_on_postgres()


def _count_on_sqlite() -> None:
    """One writer at a time: the number itself goes up."""
    for table, columns in READ.items():
        for event in _EVENTS:
            of = f" OF {', '.join(columns)}" if event == "UPDATE" and columns else ""
            op.execute(
                f"CREATE TRIGGER {table}_{event.lower()}_watched AFTER {event}{of} ON {table} BEGIN "  # noqa: S608
                "UPDATE watched_edition SET number = number + 1 WHERE subject = ''; END"
            )
    for name, (event, table, subjects, _) in _OF_EVENTS.items():
        op.execute(
            f"CREATE TRIGGER {name}_watched AFTER {event} ON {table} BEGIN "  # noqa: S608
            f"INSERT INTO watched_edition (subject, number) SELECT slug, 1 FROM ({subjects}) WHERE true "
            "ON CONFLICT (subject) DO UPDATE SET number = number + 1; END"
        )


def _count_on_postgres() -> None:
    """Writers run side by side and must not wait for one another: each leaves a row of its own, and rows are counted.

    A sequence would not do: it moves before the transaction ends, and a reader would keep an old page under the new
    number.
    """
    op.create_table(
        "watched_write",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("writer", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "writer"),
    )
    op.execute(_function("watched_all", "SELECT '' AS slug"))
    for table, columns in READ.items():
        of = f" OF {', '.join(columns)}" if columns else ""
        op.execute(
            f"CREATE TRIGGER {table}_watched AFTER INSERT OR UPDATE{of} OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION watched_all()"
        )
    for name, (event, table, _, subjects) in _OF_EVENTS.items():
        rows = "OLD" if event == "DELETE" else "NEW"
        op.execute(_function(f"{name}_watched", subjects))
        op.execute(
            f"CREATE TRIGGER {name}_watched AFTER {event} ON {table} REFERENCING {rows} TABLE AS written_rows "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}_watched()"
        )


def _function(name: str, subjects: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN "  # noqa: S608
        f"INSERT INTO watched_write (subject, writer) SELECT slug, txid_current() FROM ({subjects}) AS named "
        "ON CONFLICT DO NOTHING; RETURN NULL; END $$ LANGUAGE plpgsql"
    )


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in READ:
        for event in _EVENTS if is_sqlite else ():
            op.execute(f"DROP TRIGGER {table}_{event.lower()}_watched")
        if not is_sqlite:
            op.execute(f"DROP TRIGGER {table}_watched ON {table}")
    for name, (_, table, _, _) in _OF_EVENTS.items():
        op.execute(f"DROP TRIGGER {name}_watched" if is_sqlite else f"DROP TRIGGER {name}_watched ON {table}")
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}_watched()")
    if not is_sqlite:
        op.execute("DROP FUNCTION watched_all()")
        op.drop_table("watched_write")
    op.drop_table("watched_edition")
    op.drop_index("ix_review_item_capability_id", table_name="review_item")
