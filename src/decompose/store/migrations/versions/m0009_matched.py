"""The first match of an artifact, and one that is forgotten, are noted: comparisons read whether there was any."""

from __future__ import annotations

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_IS_MATCH = "{row}.act IN ('opened', 'success')"
_OF_PEOPLE = "EXISTS (SELECT 1 FROM search WHERE search.id = {row}.search_id AND NOT search.is_bot)"
# Later matches say nothing new, and a page that is opened often is not noted each time.
_IS_FIRST = (
    "NOT EXISTS (SELECT 1 FROM match_event AS other JOIN search ON search.id = other.search_id "
    "WHERE other.slug = NEW.slug AND other.act IN ('opened', 'success') AND other.id < NEW.id AND NOT search.is_bot)"
)
_WHEN = {
    "INSERT": ("NEW", f"{_IS_MATCH.format(row='NEW')} AND {_OF_PEOPLE.format(row='NEW')} AND {_IS_FIRST}"),
    "DELETE": ("OLD", _IS_MATCH.format(row="OLD")),
}


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for event, (row, when) in _WHEN.items():
        name = f"match_event_{event.lower()}_touches"
        writer = "0" if is_sqlite else "txid_current()"
        note = (
            f"INSERT INTO touched (slug, what, writer) SELECT {row}.slug, 'scores', {writer} "  # noqa: S608
            f"WHERE {when} AND NOT EXISTS (SELECT 1 FROM touched WHERE touched.slug = {row}.slug "
            f"AND what = 'scores' AND writer = {writer});"
        )
        if is_sqlite:
            op.execute(f"CREATE TRIGGER {name} AFTER {event} ON match_event BEGIN {note} END")
            continue
        op.execute(f"CREATE FUNCTION {name}() RETURNS trigger AS $$ BEGIN {note} RETURN NULL; END $$ LANGUAGE plpgsql")
        op.execute(f"CREATE TRIGGER {name} AFTER {event} ON match_event FOR EACH ROW EXECUTE FUNCTION {name}()")


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for event in _WHEN:
        name = f"match_event_{event.lower()}_touches"
        op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON match_event")
        if not is_sqlite:
            op.execute(f"DROP FUNCTION {name}()")
