"""D14 and D15: claims against the source document of their artifact.

Silence of the source is no contradiction. A claim is set against the sentences of the source that speak of the same:
what they state otherwise, deny, or say of another version is reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from decompose.domain.audit.against import against_source, tells_of_an_end
from decompose.domain.audit.defect import Defect
from decompose.domain.audit.likeness import meanings, shared
from decompose.domain.audit.measures import rates
from decompose.domain.audit.numbers import TIMES, Figure, figures_in, is_computed, is_in_a_name
from decompose.domain.audit.sheet import DESCRIPTION, UNIQUE, VS_ALTERNATIVES, SheetSide, Statement
from decompose.domain.audit.sisters import of_relatives
from decompose.domain.audit.told import Told, told
from decompose.domain.audit.words import (
    DENIED,
    RIVALS,
    blanked,
    clauses,
    folded_name,
    names,
    sentences,
    stand_together,
    stem,
    stems,
    words_of,
)
from decompose.domain.claim_check import Exhibit, check
from decompose.domain.document import VisibleText
from decompose.domain.quantities import in_figures

_SAME_SUBJECT = 0.6  # share of the words of a claim that a sentence of the source has too
_SAME_MATTER = 3  # shared words from which a number of the source is about the same
_SAME_CELL = 2
_BEHIND = 30  # characters that are quoted behind a number
_AGAINST = frozenset({"negation", "hedge", "status", "exchange"})


def source_defects(side: SheetSide, document: VisibleText) -> Iterator[Defect]:
    """What the records of a side say against their source, or out of the source of something else."""
    names = (side.name, side.short_name)
    kin, source = told(document, names)
    of_itself = [said for said in source if not said.of or tells_of_an_end(said)]
    now = [said for said in of_itself if not (said.is_past or said.is_planned or said.of)]
    for statement in side.statements:
        of_others = list(of_relatives(statement, source, kin))
        yield from of_others
        against = [*against_source(statement, of_itself, names)]
        for start, claim in sentences(statement.text):
            if not kin.relatives_in(claim):
                against += _against(statement, start, claim, now, side)
        yield from (one for one in against if not any(_is_of(one, other) for other in of_others))


def _is_of(one: Defect, other: Defect) -> bool:
    """What is said of another version is no contradiction besides."""
    return one.quote in other.quote or other.quote in one.quote


def _against(statement: Statement, start: int, claim: str, source: Sequence[Told], side: SheetSide) -> Iterator[Defect]:
    if statement.field in {DESCRIPTION, UNIQUE}:
        yield from _other_number(statement, start, source)
        yield from _turned(statement, claim, source, side)
    yield from _done_without(statement, claim, source)
    yield from _not_done(statement, claim, source)


# -- D14: numbers ------------------------------------------------------------------------------------------


def _other_number(statement: Statement, at: int, source: Sequence[Told]) -> Iterator[Defect]:
    """A number whose thing the source counts too, in other numbers only."""
    written = dict(sentences(blanked(statement.text, RIVALS))).get(at, "")
    claim = in_figures(written)
    about = stems(claim)
    for figure in figures_in(claim):
        same = _of_one_thing(claim, figure, source)
        if not same or _is_borne_out(claim, figure, same, source):
            continue
        common, said = max(((len(about & said.stems), said) for said, _ in same), key=lambda found: found[0])
        # A cell is as short as can be: its label and its unit are all that it has.
        if common >= min(_SAME_MATTER, len(about), _SAME_CELL if said.is_cell else _SAME_MATTER):
            quote = _around(claim, figure) if claim == written else statement.text[at : at + len(written)]
            yield statement.defect("D14", quote, f"the source says {_cut(said.text)}")


def _of_one_thing(claim: str, figure: Figure, source: Sequence[Told]) -> list[tuple[Told, Figure]]:
    """The numbers of the source of the same unit and the same thing."""
    thing = _thing(claim, figure)
    if not thing or figure.unit in TIMES - {"%", "percent"} or is_in_a_name(claim, figure):
        return []
    return [
        (said, other)
        for said in source
        for other in said.figures
        if other.unit == figure.unit
        and (said.is_cell or rates(claim) == rates(said.text))
        and (_thing(said.flat, other) == thing or (said.is_cell and _is_labelled(said, other, thing)))
        and not is_in_a_name(said.flat, other)
    ]


def _is_borne_out(claim: str, figure: Figure, same: Sequence[tuple[Told, Figure]], source: Sequence[Told]) -> bool:
    """Whether the number is the source's, is computed from its numbers, or stands beside one of them."""
    if any(other.agrees(figure) for _, other in same) or _is_stated(figure, source):
        return True
    mine = [one.low for one in figures_in(claim)]
    theirs = [one.low for said, _ in same for one in said.figures]
    return any(other.low in mine for _, other in same) or is_computed(figure.low, [*mine, *theirs])


def _around(claim: str, figure: Figure) -> str:
    """The number with the next few words."""
    end = figure.end + _BEHIND
    return claim[figure.start :] if end >= len(claim) else claim[figure.start : end].rsplit(" ", 1)[0]


def _is_stated(figure: Figure, source: Sequence[Told]) -> bool:
    return any(other.low == figure.low and other.high == figure.high for said in source for other in said.figures)


def _is_labelled(said: Told, figure: Figure, thing: str) -> bool:
    """A cell is of what its unit says, or its label first of all: “Attempts per job: 12”."""
    label = next((word.stem for word in words_of(said.text.partition(":")[0]) if word.stem), "")
    return figure.unit == thing or (not figure.unit and label == thing)


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
        reasons = check(_CONSEQUENCE.split(claim)[0], Exhibit((said.text,), names=(side.name, side.short_name)))
        for reason in reasons:
            if reason.check in _AGAINST and (reason.check != "negation" or _is_denied_there(claim, said.text)):
                yield statement.defect("D14", claim, f"the source says {_cut(said.text)}: {reason.detail}")
                return


# What follows from a claim is the writer's own.
_CONSEQUENCE = re.compile(r",? so (?:that )?\b")
_OF_A_PART = re.compile(r"\b(?:that|which|who|whose)\b[^.;,]{0,40}?\b(?:not|no|never|without|n't)\b", re.IGNORECASE)


def _is_denied_there(claim: str, said: str) -> bool:
    """Whether what the one denies is spoken of by the other: to be silent of it is no contradiction.

    A denial that only tells which part is meant ("a field that does not occur") denies nothing of the whole.
    """
    for one, other in ((claim, said), (said, claim)):
        for denial in DENIED.finditer(_OF_A_PART.sub(lambda match: " " * len(match.group()), one)):
            scope = stems(denial["scope"])
            if scope and len(scope & stems(blanked(other, DENIED))) >= min(2, len(scope)):
                return True
    return False


def _done_without(statement: Statement, claim: str, source: Sequence[Told]) -> Iterator[Defect]:
    """The page says “without fine-tuning on maps”, and the source tells of fine-tuning on maps, or requires it."""
    for match in _WITHOUT.finditer(claim):
        denied = frozenset(word.stem for word in words_of(_NO_MATTER.sub(" ", match["thing"])) if word.stem)
        for said in source if len(denied) > 1 else ():
            is_near = (
                denied <= said.stems
                and len(said.text) <= _LONGEST_SENTENCE
                and stand_together(denied, blanked(said.text, DENIED), slack=len(denied) + 4)
            )
            rest = meanings(blanked(claim, DENIED))
            is_required = bool(_REQUIRES.search(said.text)) and bool(shared(rest, said.meanings))
            is_same = statement.field != VS_ALTERNATIVES and len(stems(claim) & said.stems) >= _SAME_MATTER
            if is_near and (is_required or is_same) and not _LEFT_OUT.search(said.text):
                yield statement.defect("D14", match.group(), f"the source says {_cut(said.text)}")
                break


def _asserts(text: str, words: frozenset[str]) -> bool:
    return stand_together(words, blanked(text, DENIED), slack=len(words) + 4)


_REQUIRES = re.compile(r"\b(?:requires?|needs?|needed|required|mandatory|must|has to have)\b", re.IGNORECASE)


# What the source says that there is not, in the forms in which it is said.
_NO_MORE = r"(?!(?:and|or|nor|in|for|of|on|to|that|which|with|yet)\b)"
_NOT_DONE = (
    re.compile(r"^\W*No (?P<thing>[\w-]+(?: [\w-]+){0,2})(?: guarantees?)?\W*$", re.IGNORECASE),
    re.compile(
        r"(?:^|[;:,] |\band )(?:[Tt]here (?:is|are)|(?:[Ii]t|[A-Z][\w-]+)(?: \d[\w.]*)? (?:has|have|offers|provides)) "
        rf"(?:neither|no) (?P<thing>{_NO_MORE}[\w-]+(?: {_NO_MORE}[\w-]+){{0,2}})"
    ),
    re.compile(
        rf"^\W*(?P<thing>(?!(?:Its|Their|This|These)\b)[\w-]+(?: {_NO_MORE}[\w-]+){{0,2}}"
        r"(?: (?:of|in|for|with) [\w-]+(?: [\w-]+)?)?)"
        r"(?: (?:and|or) [^.;,]{1,60}| \([^)]{1,40}\))? "
        r"(?:(?:is|are) not (?:offered|supported|available|included|possible|provided|found|detected|recogni[sz]ed|"
        r"handled|covered|implemented|read|kept|stored|there)|do(?:es)? not exist)\b",
        re.IGNORECASE,
    ),
)


def _not_done(statement: Statement, claim: str, source: Sequence[Told]) -> Iterator[Defect]:
    """The source says “no streaming”, and a clause of the page “streams”."""
    told = blanked(claim, RIVALS)
    asserted = [part for _, part in clauses(told) if not DENIED.search(part) and not _LEFT_OUT.search(part)]
    if statement.field == VS_ALTERNATIVES:
        own = folded_name(statement.artifact)
        asserted = [part for part in asserted if not _is_of_others(part, own)]
    for said in source if asserted else ():
        for pattern in _NOT_DONE:
            denied = pattern.search(said.text)
            if denied and any(_is_had(denied["thing"], part) for part in asserted):
                yield statement.defect("D14", claim, f"the source says {_cut(said.text)}")
                return


_LEFT_OUT = re.compile(
    r"\b(?:left (?:out|alone|untouched)|leaves? out|refus(?:es|ed)|reject(?:s|ed)|skip(?:s|ped)?|omit(?:s|ted)?|"
    r"ignor(?:es|ed)|exclud(?:es|ed))\b"
)
# A comparison that begins with a name is about its bearer.
_BEARER = re.compile(r"^\W*(?P<name>[A-Z][\w-]+) (?:is|has|does|can|offers|goes|keeps|gives|needs|takes)\b")


def _is_of_others(part: str, own: str) -> bool:
    bearer = _BEARER.match(part)
    named = [name for _, name in names(part)] + ([bearer["name"]] if bearer else [])
    return bool(_OF_OTHERS.search(part)) or any(folded_name(name) not in own for name in named)


_OF_OTHERS = re.compile(r"\b(?:others?|alternatives|competitors|rivals|most)\b", re.IGNORECASE)


def _is_had(thing: str, part: str) -> bool:
    """Whether a clause has all of the thing; a single word in the same form or as a verb, or it may be another word."""
    words = stems(thing)
    if not words or not words <= stems(part) or not set(_CODED.findall(thing)) <= set(_CODED.findall(part)):
        return False
    if len(words) > 1:
        return stand_together(words, part)
    return thing.casefold().endswith("ing") or bool(_surfaces(thing) & _surfaces(part))


_CODED = re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])\w+")


def _surfaces(text: str) -> frozenset[str]:
    return frozenset(text[word.start : word.end].casefold() for word in words_of(text) if word.stem)


_LONGEST_SENTENCE = 500
_WITHOUT = re.compile(
    r"\bwithout (?:an? |the |any )?(?:requiring |needing |using )?(?P<thing>[\w-]+(?: (?!or\b|and\b|"
    r"for\b|in\b|on\b|of\b|that\b|which\b|to\b|as\b|when\b|where\b|so\b)[\w-]+){0,3})"
)
_NO_MATTER = re.compile(r"\b(?:explicit|separate|additional|extra|any|dedicated|further)\b")


def _cut(text: str) -> str:
    return f"“{text[:200]}”"
