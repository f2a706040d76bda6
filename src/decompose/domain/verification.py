"""A claim that somebody hands in with its quotes: whose words they are, who reads it, and what becomes of it.

The rules decide what they can. What they leave open may be put to a judge (a language model that sees the claim, the
quotes and what stands around them, nothing else); its answer is one more finding and never overrules what is certain.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from decompose.domain.capability import STANDING, ClaimStatus, Reason
from decompose.domain.claim_check import FABRICATED, HIDDEN_TEXT, NO_QUOTE
from decompose.domain.context import Surroundings
from decompose.domain.document import Span
from decompose.domain.evidence import Evidence
from decompose.domain.examination import CERTAIN, Examination, Finding, Outcome, Point, Standing, status_at

MISATTRIBUTED = "misattributed"
JUDGE = "judge"
_COMPARISON = "vs_alternatives"
# What no reading of the quotes can mend.
_NEVER_ASKED = frozenset({FABRICATED, MISATTRIBUTED, HIDDEN_TEXT, NO_QUOTE})
# A judge is asked about at most this share of the claims of an order, but about so many of a short one.
MOST_ASKED = 0.5
ASKED_ANYWAY = 30
# In nats: how much doubt a yes of the judge leaves. Little enough for every operating point.
_DOUBT_AFTER_YES = 0.5
# In characters: more of a claim is not shown back as "not in the quote".
_LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Submitted:
    """A claim as it was handed in. `id` is the sender's own; `line` is where it stands in the file, from 1."""

    id: str | int
    slug: str
    text: str
    quotes: tuple[str, ...]
    field: str | None = None
    line: int = 1


@dataclass(frozen=True, slots=True)
class Verification:
    """What becomes of a claim. `score` in 0..1 is how likely it is supported; `reasons` is empty where it is."""

    id: str | int
    is_supported: bool
    score: float
    status: ClaimStatus
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Exhibited:
    """One quote as a judge sees it: its words in the visible text, and what stands around it, outermost first."""

    words: str
    around: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What a judge is asked about: one claim over its quotes."""

    text: str
    quotes: tuple[Exhibited, ...]


@dataclass(frozen=True, slots=True)
class Judgement:
    """A judge's answer. `missing` are words of the claim that no quote carries; none where it is supported."""

    is_supported: bool
    missing: tuple[str, ...] = ()


def verification(claim: Submitted, examination: Examination, point: Point) -> Verification:
    """What the examination means for the claim at an operating point. A comparison that stands is the vendor's word."""
    rival = claim.field if claim.field == _COMPARISON else None
    status = status_at(examination, point, rival=rival)
    return Verification(claim.id, status in STANDING, examination.score, status, examination.reasons(point))


def traced(examination: Examination, missing: Iterable[str], origin: Callable[[str], str | None]) -> Examination:
    """The examination with every quote told apart that another document says.

    Args:
        missing: the quotes that the claim's own document does not say, in their order.
        origin: the name of another document that says a quote, None where none does.
    """
    return Examination(tuple(_told_apart(examination.findings, iter(missing), origin)))


def _told_apart(
    findings: Iterable[Finding], missing: Iterator[str], origin: Callable[[str], str | None]
) -> Iterator[Finding]:
    for finding in findings:
        quote = next(missing, None) if finding.check == FABRICATED else None
        other = origin(quote) if quote is not None else None
        if other is None:
            yield finding
        else:
            detail = f"the words “{quote}” are those of {other}, not of this source"
            yield Finding(MISATTRIBUTED, Outcome.FAILED, detail, doubt=CERTAIN)


def is_readable(examination: Examination) -> bool:
    """Whether there is something to read: the quotes are there, and they are the source's own."""
    return not any(finding.check in _NEVER_ASKED for finding in examination.failures)


def is_question(examination: Examination) -> bool:
    """Whether a judge is asked if there is time: the rules leave the claim open, and it can be read."""
    return examination.standing is Standing.OPEN and is_readable(examination)


def most_open(examinations: Sequence[Examination], share: float = MOST_ASKED) -> frozenset[int]:
    """Which of the claims that were handed in together a judge is asked about: those first that risk most unread.

    Args:
        share: the most that are asked, of all; of few claims every open one is.
    """
    waiting = [number for number, examination in enumerate(examinations) if is_question(examination)]
    waiting.sort(key=lambda number: examinations[number].risk, reverse=True)
    return frozenset(waiting[: max(int(share * len(examinations)), ASKED_ANYWAY)])


def question(text: str, evidence: Iterable[Evidence], around: Surroundings) -> Question:
    """The claim with its quotes as they stand in the source."""
    return Question(text, tuple(Exhibited(item.quote, _without(item.quote, around.of(item.span))) for item in evidence))


def _without(quote: str, around: Iterable[str]) -> tuple[str, ...]:
    """A whole row stands around a cell of it, but not around itself."""
    return tuple(words for words in around if words != quote)


def judged(examination: Examination, text: str, judgement: Judgement | None) -> Examination:
    """The examination with the judge's answer in it; unchanged where there is none, or none that agrees with itself."""
    if judgement is None or (judgement.is_supported and judgement.missing):
        return examination
    finding = _acceptance(examination) if judgement.is_supported else _objection(text, judgement)
    return Examination((*examination.findings, finding))


def _acceptance(examination: Examination) -> Finding:
    """Takes back what doubt the rules had, but for a rest."""
    doubt = min(_DOUBT_AFTER_YES - examination.doubt, 0.0)
    return Finding(JUDGE, Outcome.PASSED, "a reader finds the whole sentence in the quote", doubt=doubt)


def _objection(text: str, judgement: Judgement) -> Finding:
    """Names the words that are not carried, as far as they are the claim's: nobody publishes a judge's own words."""
    places = [place for words in judgement.missing if (place := _place(words, text))]
    named = ", ".join(f"“{text[place.start : place.end][:_LONGEST_WORDS]}”" for place in places)
    detail = f"a reader does not find {named or 'the sentence'} in the quote"
    return Finding(JUDGE, Outcome.FAILED, detail, places[0] if places else None, doubt=CERTAIN)


def _place(words: str, text: str) -> Span | None:
    """Where the words stand in the text, whatever their case and spacing."""
    spelling = r"\s+".join(re.escape(word) for word in words.strip(" .,;:“”\"'").split())
    found = re.search(spelling, text, re.IGNORECASE) if spelling else None
    return Span(*found.span()) if found else None
