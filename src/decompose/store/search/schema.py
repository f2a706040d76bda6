"""The tables of the index. They hold nothing that the records do not say, so they are neither copied nor compared."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text

METADATA = MetaData()
PREFIX = "index_"

ENTRY = Table(
    "index_entry",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("slug", String, nullable=False),
    Column("capability", String),
    Column("artifact", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("kind", String),
    Column("price", String, nullable=False),
    Column("licence", Text, nullable=False),
    Column("is_verified", Boolean, nullable=False),
    Column("length", Float, nullable=False),
    Column("digest", String, nullable=False),
    # Terms by field, with spaces between: what was handed to the full text index, and what ranking reads.
    Column("name", Text, nullable=False),
    Column("labels", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("details", Text, nullable=False),
    Column("grams", Text, nullable=False),
    Index("index_entry_of_slug", "slug"),
)
# One row: which analysis made the entries, how many they are, and their length in all.
STATE = Table(
    "index_state",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("analysis", Integer),
    Column("edition", Integer, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("length", Float, nullable=False),
)
_TERMS = "content='', tokenize='unicode61 remove_diacritics 0'"
SQLITE = (
    f"CREATE VIRTUAL TABLE index_words USING fts5(name, labels, description, details, {_TERMS})",
    f"CREATE VIRTUAL TABLE index_grams USING fts5(grams, {_TERMS})",
    "CREATE VIRTUAL TABLE index_vocabulary USING fts5vocab(index_words, row)",
)
POSTGRES = (
    "ALTER TABLE index_entry ADD COLUMN words_vector tsvector, ADD COLUMN grams_vector tsvector",
    "CREATE INDEX index_entry_words ON index_entry USING gin (words_vector)",
    "CREATE INDEX index_entry_grams ON index_entry USING gin (grams_vector)",
)
