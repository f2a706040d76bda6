"""What lists show is counted as it is written, and lies in the order in which it is shown."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

# What is counted, by table, and by which column of it.
_COUNTED = {"artifact": "coalesce({row}kind, '')", "comparison": "''"}
_COLUMNS = "watched_count (subject, kind, writer, number)"
# Text is ordered by code point: SQLite does so by itself.
_ORDERED = {
    "listed_by_slug": "artifact (slug{c})",
    "listed_by_kind": "artifact (kind, slug{c})",
    "listed_newest": "artifact (created_at DESC, slug{c})",
    "listed_pairs": "comparison (stored_at DESC, a{c}, b{c})",
    "listed_classified": "review_item (slug) WHERE field = 'kind' AND status = 'edited'",
    "listed_stated": "stated (fact, slug, id)",
}


def upgrade() -> None:
    op.create_table(
        "watched_count",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("writer", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject", "kind", "writer"),
    )
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    by_code_point = "" if is_sqlite else ' COLLATE "C"'
    for name, places in _ORDERED.items():
        op.execute(f"CREATE INDEX {name} ON {places.format(c=by_code_point)}")
    for table, kind in _COUNTED.items():
        (_count_on_sqlite if is_sqlite else _count_on_postgres)(table, kind)
        by_kind = kind.format(row="")
        op.execute(f"INSERT INTO {_COLUMNS} SELECT '{table}', {by_kind}, 0, count(*) FROM {table} GROUP BY 2")  # noqa: S608


def _count_on_sqlite(table: str, kind: str) -> None:
    """One writer at a time: the number itself goes up and down."""
    for event, rows in _events(table).items():
        steps = "".join(
            f"INSERT INTO {_COLUMNS} VALUES ('{table}', {kind.format(row=row)}, 0, {number}) "  # noqa: S608
            f"ON CONFLICT DO UPDATE SET number = number + excluded.number; "
            for row, number in rows.items()
        )
        of = " OF kind" if event == "UPDATE" else ""
        op.execute(f"CREATE TRIGGER {table}_{event.lower()}_listed AFTER {event}{of} ON {table} BEGIN {steps}END")


def _count_on_postgres(table: str, kind: str) -> None:
    """Writers run side by side and must not wait for one another: each keeps a number of its own, and they are added.

    Once for each statement, since a row that one transaction writes again and again takes longer each time.
    """
    for event, rows in _events(table).items():
        name = f"{table}_{event.lower()}_listed"
        sets = {"NEW.": "NEW TABLE AS new_rows", "OLD.": "OLD TABLE AS old_rows"}
        written = " UNION ALL ".join(
            f"SELECT {kind.format(row='')} AS kind, {number} AS number FROM {sets[row].split()[-1]}"  # noqa: S608
            for row, number in rows.items()
        )
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN "  # noqa: S608
            f"INSERT INTO {_COLUMNS} SELECT '{table}', kind, txid_current(), sum(number) FROM ({written}) AS written "
            "GROUP BY kind HAVING sum(number) <> 0 "
            "ON CONFLICT (subject, kind, writer) DO UPDATE SET number = watched_count.number + excluded.number; "
            "RETURN NULL; END $$ LANGUAGE plpgsql"
        )
        op.execute(
            f"CREATE TRIGGER {name} AFTER {event} ON {table} REFERENCING {' '.join(sets[row] for row in rows)} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )


def _events(table: str) -> dict[str, dict[str, int]]:
    """By which rows a number moves, and by how much; a comparison is of no kind, and none turns into another."""
    changes = {"UPDATE": {"OLD.": -1, "NEW.": 1}} if table == "artifact" else {}
    return {"INSERT": {"NEW.": 1}, "DELETE": {"OLD.": -1}, **changes}


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in _COUNTED:
        for event in _events(table):
            name = f"{table}_{event.lower()}_listed"
            op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON {table}")
            if not is_sqlite:
                op.execute(f"DROP FUNCTION {name}()")
    for name in _ORDERED:
        op.execute(f"DROP INDEX {name}")
    op.drop_table("watched_count")
