"""Triggers that note whose scores or records were written, and count what readers see of it, in both databases."""

from __future__ import annotations

from alembic import op

_EVENTS = {"INSERT": "NEW", "UPDATE": "NEW", "DELETE": "OLD"}


def note_writes(table: str, what: str, whose: str) -> None:
    """From now on each write of a table notes what of an artifact it touched.

    Args:
        what: "records" or "scores".
        whose: SQL for the slug; `{row}` stands for the row written.
    """
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


def note_writes_no_longer(table: str) -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    names = [f"{table}_{event.lower()}_touches" for event in _EVENTS] if is_sqlite else [f"{table}_touches"]
    for name in names:
        op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON {table}")
    if not is_sqlite:
        op.execute(f"DROP FUNCTION {table}_touches()")


def count_writes(table: str) -> None:
    """From now on each write of a table that public pages read is counted (migration 0010)."""
    if op.get_bind().dialect.name == "sqlite":
        for event in _EVENTS:
            op.execute(
                f"CREATE TRIGGER {table}_{event.lower()}_watched AFTER {event} ON {table} BEGIN "  # noqa: S608
                "UPDATE watched_edition SET number = number + 1 WHERE subject = ''; END"
            )
        return
    op.execute(
        f"CREATE TRIGGER {table}_watched AFTER INSERT OR UPDATE OR DELETE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION watched_all()"
    )


def count_writes_no_longer(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for event in _EVENTS:
            op.execute(f"DROP TRIGGER {table}_{event.lower()}_watched")
        return
    op.execute(f"DROP TRIGGER {table}_watched ON {table}")
