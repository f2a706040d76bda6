"""The queue: in which order items wait, and which of them an editor wants to see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from decompose.domain.document import Revision
from decompose.domain.evidence import Evidence
from decompose.domain.matching.words import name_words
from decompose.domain.review import AuditEvent, ItemStatus, ReviewItem, Why


@dataclass(frozen=True, slots=True)
class Wanted:
    """A filter; what is None filters nothing.

    `flag` is the name of a check that objects, `prompt` the digest of the template that a sentence was made with,
    `editor` who decided, holds or edited an item, `before` when it came into the queue at the latest, `words` what its
    sentence, its artifact or its field must hold, each as it begins.
    """

    status: ItemStatus | None = ItemStatus.OPEN
    reason: Why | None = None
    artifact: str | None = None
    flag: str | None = None
    prompt: str | None = None
    editor: str | None = None
    before: datetime | None = None
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some items of a filter in the order of the queue, and the cursor of what follows."""

    items: tuple[ReviewItem, ...]
    next: str | None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a sentence comes from: its record's name, the revision, who wrote it by which prompt, and its quotes.

    `cost_usd` is what the call was paid that told its part of the document, all attempts together; None where nothing
    is known of it.
    """

    record: str | None = None
    revision: str | None = None
    llm: str | None = None
    prompt: str | None = None
    call_key: str | None = None
    cost_usd: Decimal | None = None
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Background:
    """What an editor sees beside an item.

    `sources` are the revisions that it stands on, today's first, then the one that an earlier decision was made on;
    `trail` the newest events of it; `siblings` other sentences of its record as (item id, revision of the
    item, text).
    """

    artifact: str
    origin: Origin
    sources: tuple[Revision, ...]
    earlier: tuple[Evidence, ...]
    trail: tuple[AuditEvent, ...]
    siblings: tuple[tuple[str, int, str], ...]


# More than that a week are as good as that.
MOST_READERS = 0xFFFFFF


def place_of(item: ReviewItem) -> str:
    """Where an item stands: the riskiest first, then what most people read, then artifact by artifact.

    Hexadecimal, since databases differ in how they order text but not in how they order these sixteen characters.
    """
    unread = MOST_READERS - min(item.readers, MOST_READERS)
    return f"{item.risk:02}{unread:06x}{item.artifact.encode().hex()}00{item.id.encode().hex()}"


def terms_of(item: ReviewItem) -> frozenset[str]:
    """What an item is found by: its words, those of its artifact and field, why it waits, and what objects to it."""
    words = name_words(" ".join((item.new, item.old or "", item.artifact, item.field)))
    return frozenset(
        (*words, *(flag_term(flag.check) for flag in item.flags), *([why_term(item.reason)] if item.reason else []))
    )


def flag_term(check: str) -> str:
    """The term of a check that objects; no word has a colon."""
    return f"flag:{check}"


def why_term(why: Why) -> str:
    return f"why:{why.value}"


def words_sought(words: str) -> tuple[str, ...]:
    """The words that an item must hold, each as it begins."""
    return tuple(name_words(words))
