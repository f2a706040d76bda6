"""What a source document tells of its artifact and of its relatives: sentences under headings, and cells of tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice

from decompose.domain.audit.likeness import meanings
from decompose.domain.audit.numbers import Figure, figures_in
from decompose.domain.audit.relatives import Family, family
from decompose.domain.audit.words import sentences, stems
from decompose.domain.document import Block, BlockKind, Section, VisibleText, sections
from decompose.domain.quantities import in_figures

_MOST_SENTENCES, _LONGEST_BLOCK = 3000, 4000
NONE = frozenset({"no", "none", "-", "–", "—", "✗", "✘", "❌", "not supported", "not available", "n/a"})


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence of the source with the stems it speaks of, its numbers, and what it means together with its heading.

    The numbers stand in `flat`, the text with number words in figures.

    `of` names the relatives that it is about, as the document does; it is empty where it is about the artifact.
    `is_cell`: it was put together from the label of a row and a cell. `is_limit`, `is_planned`, `is_past`: its heading
    says that the artifact does not do it, is to do it, or how it came to be. `is_theirs_alone`: nobody else has it.
    """

    text: str
    flat: str
    stems: frozenset[str]
    figures: tuple[Figure, ...]
    meanings: frozenset[str]
    of: tuple[str, ...] = ()
    is_cell: bool = False
    is_limit: bool = False
    is_planned: bool = False
    is_past: bool = False
    is_theirs_alone: bool = False


def told(document: VisibleText, names: Sequence[str]) -> tuple[Family, list[Told]]:
    """How a document calls what has these names and its relatives, and its sentences and cells in their order."""
    kin = family(names, document.text, document.title)
    for table in _tables(document):
        kin = kin.joined_by(_heads_of_relatives(document, table, kin))
    found = (one for section in sections(document) for one in _section(document, section, kin))
    return kin, list(islice((one for one in found if one.stems), _MOST_SENTENCES))


_LIMITS = re.compile(
    r"\b(?:does not|do not|doesn't|don't|cannot|can't|not (?:supported|included|covered|handled|possible)|"
    r"unsupported|out of scope|non-goals?|limitations)\b",
    re.IGNORECASE,
)
_PLANNED = re.compile(
    r"^\W*(?:planned|plans?|roadmap|(?:coming|to come)(?: soon)?|not yet(?: \w+)*|future(?: work| plans)?|upcoming|"
    r"on the (?:list|roadmap)|what (?:is|comes) next|next)\W*$",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:history|changes?|changelog|release notes|releases|what(?:'s| is) new|versions so far|migrat\w+|upgrading)\b",
    re.IGNORECASE,
)
_ALONE = re.compile(r"\b(?:alone|only|exclusive(?:ly)?|solely)\b", re.IGNORECASE)
_LED_BY_VERSION = re.compile(r"^\W*v?(?P<number>\d{1,4}(?:\.\d{1,3}){1,2}|\d{1,2})(?=\s*[:\t–—-])")
_PART = re.compile(r"(?<=[;])\s+")


_PRONOUN = re.compile(r"^(?:It|Its|They|Their|This)\b")


@dataclass(frozen=True, slots=True)
class _Under:
    """What the headings above say of everything below."""

    heading: str
    of: tuple[str, ...]
    is_past: bool


def _section(document: VisibleText, section: Section, kin: Family) -> Iterator[Told]:
    heading = section.path[-1] if section.path else ""
    title = document.title or ""
    above = [words for words in section.path if words != title]
    of = next((tuple(kin.relatives_in(words)) for words in above if _is_of_relatives(words, kin)), ())
    under = _Under(heading, of, any(_PAST.search(words) for words in above))
    blocks = ([section.heading] if section.heading else []) + list(section.blocks)
    for group, run in groupby(blocks, key=lambda block: block.group if block.kind is BlockKind.ROW else 0):
        if group:
            yield from _table(document, list(run), under, kin)
            continue
        for block in run:
            if block.kind is not BlockKind.CODE:
                yield from _spoken(document.words_of(block.span)[:_LONGEST_BLOCK], under, kin)


def _is_of_relatives(words: str, kin: Family) -> bool:
    return bool(kin.relatives_in(words)) and not kin.is_named_in(words)


def _spoken(text: str, under: _Under, kin: Family) -> Iterator[Told]:
    before: tuple[str, ...] = ()
    for _, sentence in sentences(text.replace("\n", " ")):
        for part in _PART.split(sentence):
            # "It" is what the sentence before was about.
            before = before if before and _PRONOUN.match(part) else _of(part, under, kin)
            yield _told(part, under, before)


def _of(text: str, under: _Under, kin: Family) -> tuple[str, ...]:
    """The relatives that a sentence is about: those that it names but for the artifact, else its heading's."""
    led = _LED_BY_VERSION.match(text) if under.is_past else None
    if led:
        return () if kin.version is None or kin.is_version(led["number"]) else (led["number"],)
    named = tuple(name for name in kin.relatives_in(text) if not _is_set_beside(text, name))
    if named and (_is_alone(text, named) or not kin.is_named_in(text)):
        return named
    return () if kin.is_named_in(text) else under.of


def _is_set_beside(text: str, name: str) -> bool:
    """“The same as in version 2”, “faster than version 2”: it is the artifact that is spoken of."""
    beside = r"(?:same as|as in|than|unlike|compared (?:to|with)|replaces|replaced|successor (?:to|of)|differs? from)"
    return re.search(rf"\b{beside}\b[^.;,]{{0,20}}{re.escape(name)}", text, re.IGNORECASE) is not None


def _is_alone(text: str, named: Sequence[str]) -> bool:
    """“In Plus alone”, “only Plus”."""
    for name in named:
        said = re.escape(name)
        if re.search(
            rf"\b(?:only|solely|exclusively)\b(?: \w+){{0,2}} {said}\b|\b{said}(?: \w+)? (?:alone|only)\b", text
        ):
            return True
    return False


def _told(text: str, under: _Under, of: tuple[str, ...], *, is_cell: bool = False) -> Told:
    return Told(
        text,
        in_figures(text),
        stems(text),
        tuple(figures_in(in_figures(text))),
        meanings(f"{under.heading}. {text}"),
        of,
        is_cell,
        bool(_LIMITS.search(under.heading)),
        bool(_PLANNED.match(under.heading)),
        under.is_past,
        bool(of) and bool(_ALONE.search(text)) and _is_alone(text, of),
    )


# -- tables ------------------------------------------------------------------------------------------------


def _tables(document: VisibleText) -> list[list[Block]]:
    rows = [block for block in document.blocks if block.kind is BlockKind.ROW and block.group]
    return [list(run) for _, run in groupby(rows, key=lambda block: block.group)]


def _cells(document: VisibleText, row: Block) -> list[str]:
    return [" ".join(document.words_of(cell).split()) for cell in row.cells]


def _heads_of_relatives(document: VisibleText, table: Sequence[Block], kin: Family) -> list[str]:
    """The labels of the columns beside the artifact's, or of the rows above and below its."""
    head = _cells(document, table[0])
    if any(kin.is_own(label) for label in head[1:]):
        return [label for label in head[1:] if not kin.is_own(label)]
    body = [_cells(document, row) for row in table[1:]]
    return [row[0] for row in body if row and not kin.is_own(row[0])] if _has_own_row(head, body, kin) else []


_NAMES_KIN = re.compile(
    r"^(?:\W*|.*\b(?:versions?|releases?|editions?|variants?|models?|sizes?|names?|plans?|products?)\b.*)$",
    re.IGNORECASE,
)


def _has_own_row(head: Sequence[str], body: Sequence[Sequence[str]], kin: Family) -> bool:
    """Whether a row is the artifact's; a bare number is a version only in a column that says so."""
    own = [row[0] for row in body if row and kin.is_own(row[0])]
    return bool(own) and (any(not label[:1].isdigit() for label in own) or bool(_NAMES_KIN.match(head[0])))


def _table(document: VisibleText, table: Sequence[Block], under: _Under, kin: Family) -> Iterator[Told]:
    rows = [_cells(document, row) for row in table]
    head, body = rows[0], rows[1:]
    columns = [at for at, label in enumerate(head) if at and kin.is_own(label)]
    if len(columns) == 1:
        yield from _by_columns(head, body, columns[0], under)
    elif _has_own_row(head, body, kin) and not under.is_past:
        yield from _by_rows(head, body, under, kin)
    else:
        for row in rows:
            text = ": ".join((row[0], "; ".join(row[1:]))) if under.is_past and len(row) > 1 else "\t".join(row)
            yield from _spoken(text, under, kin)


def _by_columns(head: Sequence[str], body: Sequence[Sequence[str]], own: int, under: _Under) -> Iterator[Told]:
    for row in body:
        has_own = own < len(row) and row[own].casefold() not in NONE
        for at, value in enumerate(row[1:], 1):
            is_none = value.casefold() in NONE
            if at == own:
                yield _told(_cell(row[0], value), under, (), is_cell=True)
            elif at < len(head) and not is_none:
                found = _told(_cell(row[0], value), under, (head[at],), is_cell=True)
                yield found if has_own else replace(found, is_theirs_alone=True)


def _by_rows(head: Sequence[str], body: Sequence[Sequence[str]], under: _Under, kin: Family) -> Iterator[Told]:
    for row in body:
        of = () if kin.is_own(row[0]) else (row[0],)
        for label, value in zip(head[1:], row[1:], strict=False):
            if not of or value.casefold() not in NONE:
                yield _told(_cell(label, value), under, of, is_cell=True)


def _cell(label: str, value: str) -> str:
    return f"No {label.casefold()}" if value.casefold() in NONE else f"{label}: {value}"
