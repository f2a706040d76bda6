"""D19: what the line of the unique adds to the description without saying where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from decompose.domain.audit.defect import Defect
from decompose.domain.audit.numbers import figures_in, is_derived
from decompose.domain.audit.sheet import DESCRIPTION, UNIQUE, SheetSide, Statement
from decompose.domain.audit.words import DENIED, RIVALS, blanked, folded_name, names, stem, stems

# Ways of doing something that can be checked, each with its noun: a fact, if it is one.
_CARE = (
    r"reviews?|reviewed|annotation|annotated|curation|curated|audits?|checks?|inspection|"
    r"labell?ing|labell?ed|verification|verified|evaluation|approval|moderation|corrections?|tagging"
)
_MANNER = re.compile(
    rf"\b(?:(?:manual|manually|human|expert|experts?|independent|independently|third-party|formal|"
    rf"formally|hand)[ -](?:{_CARE})"
    r"|semantic (?:versioning|search|ranking|caching)|(?:signed|encrypted|certified|patented|"
    r"peer-reviewed|audited) [a-z]{4,}"
    r"|(?:nightly|daily|weekly|hourly|monthly|real-time|incremental|hardware-accelerated|"
    r"cryptographic|role-based|zero-knowledge) [a-z]{4,}"
    r"|(?:reviewed|checked|read|marked|labelled) by hand)\b",
    re.IGNORECASE,
)
_LONGEST_LIST = 30


def unique_defects(side: SheetSide) -> Iterator[Defect]:
    """Numbers, names and ways of working in a line of the unique that no description of the artifact has."""
    descriptions = side.of(DESCRIPTION)
    told = " ".join(statement.text for statement in descriptions)
    known_names = folded_name(told) + folded_name(side.name)
    for statement in side.of(UNIQUE):
        own = next(found.text for found in descriptions if found.record == statement.record)
        text = blanked(statement.text, RIVALS, DENIED, _ASIDE)
        found = [*_manners(text, own), *_new_names(text, known_names), *_new_figures(text, descriptions)]
        for start, end in sorted(set(found)):
            why = "the description says nothing of it, and no source is named"
            yield statement.defect("D19", statement.text[start:end], why)


# Behind a dash a line of the unique turns to others.
_ASIDE = re.compile(r" — (?:more|less|unlike|avoids|shifts|no other)\b[^.]{0,300}", re.IGNORECASE)


def _manners(text: str, description: str) -> Iterator[tuple[int, int]]:
    told = stems(description)
    for match in _MANNER.finditer(text):
        if stem(re.split(r"[ -]", match.group())[0]) not in told:
            yield match.span()


def _new_names(text: str, known: str) -> Iterator[tuple[int, int]]:
    for start, name in names(text):
        parts = [part for part in re.split(r"[ /-]", name) if part]
        is_new = all(folded_name(part).removesuffix("s") not in known for part in parts if folded_name(part))
        if is_new and len(folded_name(name)) > 2:
            yield start, start + len(name)


def _new_figures(text: str, descriptions: Sequence[Statement]) -> Iterator[tuple[int, int]]:
    known = [figure for statement in descriptions for figure in figures_in(statement.text)]
    for figure in figures_in(text):
        is_known = any(figure.low == other.low and figure.high == other.high for other in known)
        if not is_known and not is_derived(figure, known) and not _is_counted(figure.low, descriptions):
            behind = re.match(r"(?:[ -][A-Za-z][\w-]*){0,2}", text[figure.end :])
            if not any(start <= figure.start < start + len(name) for start, name in names(text)):
                yield figure.start, figure.end + (behind.end() if behind else 0)


def _is_counted(number: float, descriptions: Sequence[Statement]) -> bool:
    """Whether a description lists as many things."""
    return number <= _LONGEST_LIST and any(
        len(re.findall(r",(?: and| or)? ", listed)) + 1 == number
        for statement in descriptions
        for listed in re.findall(r"[^.;:]{1,600}", statement.text)
    )
