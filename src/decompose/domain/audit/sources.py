"""D14 and D15: claims against the source document of their artifact.

Silence of the source is no contradiction. A claim is set against the sentences of the source that speak of the same:
what they state otherwise, deny, or say of another version is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from decompose.domain.audit.against import against_source
from decompose.domain.audit.defect import Defect
from decompose.domain.audit.measures import rates
from decompose.domain.audit.numbers import TIMES, Figure, figures_in
from decompose.domain.audit.sheet import DESCRIPTION, UNIQUE, VS_ALTERNATIVES, SheetSide, Statement
from decompose.domain.audit.told import Told, told
from decompose.domain.audit.words import DENIED, RIVALS, blanked, names, sentences, stem, stems, words_of
from decompose.domain.claim_check import Exhibit, check

_SAME_SUBJECT = 0.6  # share of the words of a claim that a sentence of the source has too
_SAME_MATTER = 3  # shared words from which a number of the source is about the same
_SAME_CELL = 2
_AGAINST = frozenset({"negation", "hedge", "status", "exchange"})


# What stands before it is what the sentence is about.
_VERB = re.compile(r"\b(?:is|are|was|were|has|have|had|can|does|did|will)\b")


def source_defects(side: SheetSide, document: str) -> Iterator[Defect]:
    """What the records of a side say against their source, or out of the source of something else."""
    names = (side.name, side.short_name)
    source = told(document, names)
    own = _versions(side)
    of_itself = [said for said in source if not (own and _siblings(_VERB.split(said.text)[0], own))]
    for statement in side.statements:
        yield from against_source(statement, of_itself, names)
        for start, claim in sentences(statement.text):
            yield from _other_version(statement, claim, side, source)
            if statement.field in {DESCRIPTION, UNIQUE}:
                yield from _other_number(statement, start, source)
                yield from _turned(statement, claim, source, side)
                yield from _done_without(statement, claim, source)
                yield from _not_done(statement, claim, source)


# -- D14: numbers ------------------------------------------------------------------------------------------


def _other_number(statement: Statement, at: int, source: Sequence[Told]) -> Iterator[Defect]:
    """A number whose thing the source counts too, in other numbers only."""
    text = blanked(statement.text, RIVALS)
    claim = next(sentence for start, sentence in sentences(text) if start == at) if at in dict(sentences(text)) else ""
    about = stems(claim)
    for figure in figures_in(claim):
        thing = _thing(claim, figure)
        if not thing or figure.unit in TIMES - {"%", "percent"} or _is_in_a_name(claim, figure):
            continue
        same = [
            (len(about & said.stems), said, other)
            for said in source
            for other in said.figures
            if other.unit == figure.unit
            and rates(claim) == rates(said.text)
            and (_thing(said.text, other) == thing or (said.is_cell and other.unit == thing))
            and not _is_in_a_name(said.text, other)
        ]
        if not same or any(other.agrees(figure) for _, _, other in same) or _is_stated(figure, source):
            continue
        shared, said, _ = max(same, key=lambda found: found[0])
        # A cell is as short as can be: its label and its unit are all that it has.
        if shared >= min(_SAME_MATTER, len(about), _SAME_CELL if said.is_cell else _SAME_MATTER):
            quote = (
                claim[figure.start : figure.end + 30].rsplit(" ", 1)[0]
                if figure.end + 30 < len(claim)
                else claim[figure.start :]
            )
            why = f"the source says {_cut(said.text)}"
            yield statement.defect("D14", quote, why)


def _is_in_a_name(text: str, figure: Figure) -> bool:
    return any(start <= figure.start < start + len(name) for start, name in names(text))


def _is_stated(figure: Figure, source: Sequence[Told]) -> bool:
    return any(other.low == figure.low and other.high == figure.high for said in source for other in said.figures)


_BEFORE = re.compile(r"([A-Za-z]+) ([A-Za-z]+)(?: of| is|:) (?:about )?$")


def _thing(text: str, figure: Figure) -> str:
    """The stem of the noun behind the number, or of the phrase before it (“error rate of 4”), or its unit."""
    before = _BEFORE.search(text[: figure.start][-60:])
    behind = re.match(r"[ -]([A-Za-z]+)(?:[ -]([A-Za-z]+))?", text[figure.end :])
    found = [stem(word) for word in behind.groups() if word] if behind else []
    counted = next((word for word in reversed(found[: 2 if found and found[0] else 0]) if word), "")
    if before and not counted and stem(before[2]):
        return f"{stem(before[1])} {stem(before[2])} of"
    return counted or figure.unit


# -- D14: denials and hedges -------------------------------------------------------------------------------


def _turned(statement: Statement, claim: str, source: Sequence[Told], side: SheetSide) -> Iterator[Defect]:
    """The sentence of the source that says almost the same denies it, or hedges it, or the other way about."""
    about = stems(claim)
    numbers = {figure.low for figure in figures_in(claim)}
    near = [said for said in source if numbers <= {figure.low for figure in said.figures}]
    near = [said for said in near if len(about & said.stems) >= max(_SAME_MATTER, _SAME_SUBJECT * len(about))]
    for said in sorted(near, key=lambda said: -len(about & said.stems))[:1]:
        reasons = check(claim, Exhibit((said.text,), names=(side.name, side.short_name)))
        for reason in reasons:
            if reason.check in _AGAINST:
                yield statement.defect("D14", claim, f"the source says {_cut(said.text)}: {reason.detail}")
                return


def _done_without(statement: Statement, claim: str, source: Sequence[Told]) -> Iterator[Defect]:
    """The page says “without fine-tuning on maps”, and the source tells of fine-tuning on maps."""
    for match in _WITHOUT.finditer(claim):
        denied = frozenset(word.stem for word in words_of(_NO_MATTER.sub(" ", match["thing"])) if word.stem)
        for said in source if len(denied) > 1 else ():
            is_near = (
                denied <= said.stems and len(said.text) <= _LONGEST_SENTENCE and _stand_together(denied, said.text)
            )
            if is_near and len(stems(claim) & said.stems) >= _SAME_MATTER:
                yield statement.defect("D14", match.group(), f"the source says {_cut(said.text)}")
                break


_NOT_DONE = (
    re.compile(r"^\W*No (?P<thing>[a-z-]+(?: [a-z-]+){0,2})\W*$", re.IGNORECASE),
    re.compile(
        r"^\W*(?P<thing>\w[\w-]*(?: [\w-]+){0,2}) (?:is|are) not (?:offered|supported|available|"
        r"included|possible|provided)\b",
        re.IGNORECASE,
    ),
)


def _not_done(statement: Statement, claim: str, source: Sequence[Told]) -> Iterator[Defect]:
    """The source says “no streaming”, and the page “streams”."""
    asserted = stems(blanked(claim, DENIED, RIVALS))
    for said in source:
        for pattern in _NOT_DONE:
            denied = pattern.match(said.text)
            things = stems(denied["thing"]) if denied else frozenset[str]()
            if things and things <= asserted:
                yield statement.defect("D14", claim, f"the source says {_cut(said.text)}")
                return


_LONGEST_SENTENCE = 500
_WITHOUT = re.compile(
    r"\bwithout (?:an? |the |any )?(?:requiring |needing |using )?(?P<thing>[\w-]+(?: (?!or\b|and\b|"
    r"for\b|in\b|on\b|of\b)[\w-]+){0,3})"
)
_NO_MATTER = re.compile(r"\b(?:explicit|separate|additional|extra|any|dedicated|further)\b")


def _stand_together(wanted: frozenset[str], text: str) -> bool:
    """Whether the words stand in one stretch of the text that asserts them."""
    words = words_of(blanked(text, DENIED))
    reach = 2 * len(wanted) + 4
    return any(
        word.stem in wanted and wanted <= {near.stem for near in words[at : at + reach]}
        for at, word in enumerate(words)
    )


# -- D15 ---------------------------------------------------------------------------------------------------

_VERSIONED = re.compile(r"(?<![\w-])(?P<word>[A-Z][A-Za-z]{2,30})[ -]?v?(?P<number>\d[\w.]{0,8}(?<!\.))")


def _versions(side: SheetSide) -> set[tuple[str, str]]:
    return {(match["word"].casefold(), match["number"].casefold()) for match in _VERSIONED.finditer(side.short_name)}


def _other_version(statement: Statement, claim: str, side: SheetSide, source: Sequence[Told]) -> Iterator[Defect]:
    """Figures that the source gives for another version of the artifact only; or that version as the subject."""
    own = _versions(side)
    if not own:
        return
    for match in _siblings(claim[:60], own):
        if match.start() == 0 and statement.field != VS_ALTERNATIVES:
            yield statement.defect(
                "D15", match.group(), f"the sentence is about another version than {side.short_name}"
            )
    about = stems(claim)
    for figure in figures_in(blanked(claim, RIVALS)):
        same = [
            said
            for said in source
            if any(o.low == figure.low and o.high == figure.high and o.unit == figure.unit for o in said.figures)
            and len(about & said.stems) >= 2
        ]
        if same and all(_is_about_sibling(said.text, own) for said in same):
            quote = claim[figure.start : figure.end + 20].rsplit(" ", 1)[0]
            yield statement.defect("D15", quote, f"the source says this of another version: {_cut(same[0].text)}")


def _siblings(text: str, own: set[tuple[str, str]]) -> list[re.Match[str]]:
    words = {word for word, _ in own}
    return [
        match
        for match in _VERSIONED.finditer(text)
        if match["word"].casefold() in words and (match["word"].casefold(), match["number"].casefold()) not in own
    ]


def _is_about_sibling(text: str, own: set[tuple[str, str]]) -> bool:
    is_own = any((match["word"].casefold(), match["number"].casefold()) in own for match in _VERSIONED.finditer(text))
    return not is_own and bool(_siblings(text, own))


def _cut(text: str) -> str:
    return f"“{text[:200]}”"
