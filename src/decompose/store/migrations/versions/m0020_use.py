"""What use adds up to, kept beside the events that it follows from."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

# Of each search of a person that had to do with an artifact: its place, whether it was opened, its last judgement.
_KNOWN = """
    WITH each AS (
        SELECT slug, search_id,
            MIN(CASE WHEN act = 'shown' THEN COALESCE(place, 0) END) AS place,
            MAX(CASE WHEN act = 'opened' THEN 1 END) AS opened,
            MAX(CASE WHEN act = 'success' THEN id END) AS good,
            MAX(CASE WHEN act = 'failure' THEN id END) AS bad
        FROM match_event GROUP BY slug, search_id
    ), known AS (
        SELECT each.slug, each.place, each.opened, search.visitor, search.source, search.intent, search.at, search.id,
            CASE WHEN good > COALESCE(bad, 0) THEN 1 WHEN bad IS NOT NULL THEN 0 END AS is_good
        FROM each JOIN search ON search.id = each.search_id WHERE NOT search.is_bot
    )
"""
_WISHES = """
    , told AS (
        SELECT slug, visitor, intent, is_good, at, id,
            ROW_NUMBER() OVER (PARTITION BY slug, visitor, intent ORDER BY at DESC, id DESC) AS number
        FROM known WHERE is_good IS NOT NULL
    ), seen AS (
        SELECT slug, visitor, intent, MIN(place) AS place,
            MAX(CASE WHEN place IS NOT NULL AND (opened = 1 OR is_good = 1) THEN 1 ELSE 0 END) AS matched
        FROM known GROUP BY slug, visitor, intent
    )
    INSERT INTO wish_use (slug, visitor, intent, place, matched, good, told_at, told_in)
    SELECT seen.slug, seen.visitor, seen.intent, seen.place, seen.matched, told.is_good, told.at, told.id
    FROM seen LEFT JOIN told ON told.slug = seen.slug AND told.visitor = seen.visitor AND told.intent = seen.intent
        AND told.number = 1
    WHERE seen.place IS NOT NULL OR told.is_good IS NOT NULL
"""
_VOICES = """
    INSERT INTO use_voice (slug, source, visitor)
    SELECT DISTINCT slug, source, visitor FROM known WHERE place IS NOT NULL
"""


def upgrade() -> None:
    op.create_table(
        "wish_use",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("visitor", sa.String(), nullable=False),
        sa.Column("intent", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("matched", sa.Integer(), nullable=False),
        sa.Column("good", sa.Integer(), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_in", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("slug", "visitor", "intent"),
    )
    op.create_index("use_of_slug", "wish_use", ["slug", "place", "matched", "good"])
    op.create_index("use_of_visitor", "wish_use", ["visitor"])
    op.create_table(
        "use_voice",
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("visitor", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("slug", "source", "visitor"),
    )
    op.create_index("voices_of_visitor", "use_voice", ["visitor"])
    op.execute(_KNOWN + _WISHES)
    op.execute(_KNOWN + _VOICES)


def downgrade() -> None:
    op.drop_index("voices_of_visitor", table_name="use_voice")
    op.drop_table("use_voice")
    op.drop_index("use_of_visitor", table_name="wish_use")
    op.drop_index("use_of_slug", table_name="wish_use")
    op.drop_table("wish_use")
