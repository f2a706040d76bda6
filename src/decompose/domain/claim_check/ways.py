"""States and ways that exclude each other: on by default or opt-in, in parallel or one after another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from decompose.domain.claim_check.acts import ACTS
from decompose.domain.claim_check.denials import LOOK, turns
from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.states import STATES
from decompose.domain.claim_check.words import Sentence, is_light
from decompose.domain.document import Span
from decompose.domain.examination import Finding, Outcome

_PAIRS = (*STATES, *ACTS)
# As many are looked for at once: where none of them is, which is mostly so, none is looked for alone.
_TOGETHER = 10
_SENTENCE_END = re.compile(r"[.;!?](?=\s|$)|\n")
_CLAUSE_END = re.compile(r"[.!?;:,](?=\s|$)|\n|\s(?:and|but|while|whereas|although|though|because)\s", re.IGNORECASE)
_KNOWN_QUOTES = 256


def ways_agree(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """One after another is not in parallel, and what is opt-in is not on unless it is switched off."""
    small = _in_small_letters(claim.text)
    for number in _pairs_in(small):
        said, quoted = _found(number, claim.text), _found(number, exhibit.quoted)
        if all(quoted):
            found = _bound_otherwise(said, quoted, claim, exhibit)
            if found:
                yield found
                return
        for side, other in ((0, 1), (1, 0)):
            if said[side] and quoted[other] and not said[other] and not quoted[side]:
                found = _excluded(said[side], quoted[other], claim, exhibit)
                if found:
                    yield found
                    return


def _pairs_in(small: str) -> Iterator[int]:
    """The numbers of the pairs of which a text in small letters has a side."""
    for first in range(0, len(_PAIRS), _TOGETHER):
        last = min(first + _TOGETHER, len(_PAIRS))
        if _sides(first, last).search(small):
            yield from (number for number in range(first, last) if _sides(number, number + 1).search(small))


@cache
def _sides(first: int, last: int) -> re.Pattern[str]:
    """Both sides of pairs, in small letters: a pattern for any case takes three times as long."""
    return _whole_words("|".join(side for pair in _PAIRS[first:last] for side in pair))


@cache
def _whole_words(alternatives: str) -> re.Pattern[str]:
    """Compiled when a text may have one of them: few texts have, of few pairs."""
    return re.compile(rf"\b(?:{alternatives})\b")


_Spans = tuple[tuple[Span, ...], tuple[Span, ...]]


def _bound_otherwise(said: _Spans, quoted: _Spans, claim: Sentence, exhibit: Exhibit) -> Finding | None:
    """Of a quote that tells one state of one thing and the other of another, the claim does not exchange the two."""
    for side, other in ((0, 1), (1, 0)):
        mine, theirs = (_things(quoted[which], exhibit.quoted, _SENTENCE_END) for which in (side, other))
        for span in said[side]:
            own = _things([span], claim.text, _CLAUSE_END)
            if own & theirs - mine and not own & mine - theirs:
                words, thing = claim.text[span.start : span.end], min(own & theirs - mine)
                detail = f"the sentence says “{words}” of what the quote says otherwise of (“{thing} …”)"
                return Finding("exchange", Outcome.FAILED, detail, span)
    return None


def _things(spans: Sequence[Span], text: str, ends: re.Pattern[str]) -> frozenset[str]:
    """The words that are told of what stands at the places."""
    around = (Sentence(_without(text, span, ends)).stems for span in spans)
    return frozenset(word for stems in around for word in stems if not is_light(word))


@lru_cache(_KNOWN_QUOTES)
def _found(number: int, text: str) -> _Spans:
    """Where a text has the one side and where the other: "recommended" within "not recommended" counts for neither."""
    small = _in_small_letters(text)
    one, other = (
        [Span(*match.span()) for match in _whole_words(side).finditer(small) if not _is_in_a_name(text, *match.span())]
        for side in _PAIRS[number]
    )
    return _free_of(one, other), _free_of(other, one)


# Reef Standalone is called so.
_CAPITAL_BEFORE = re.compile(r"(?:^|[a-z,;(] )(?:[A-Z][\w.-]* )+$")


def _is_in_a_name(text: str, start: int, end: int) -> bool:
    is_one_word = text[start:end].isalpha() and text[start].isupper() and not text[start:end].isupper()
    return is_one_word and bool(_CAPITAL_BEFORE.search(text, max(start - LOOK, 0), start))


def _in_small_letters(text: str) -> str:
    """The text in small letters, each in its place."""
    small = text.lower()
    return small if len(small) == len(text) else text


def _free_of(spans: Sequence[Span], others: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(
        span
        for span in spans
        if not any(other.start <= span.start and span.end <= other.end and other != span for other in others)
    )


def _excluded(said: Sequence[Span], quoted: Sequence[Span], claim: Sentence, exhibit: Exhibit) -> Finding | None:
    """What is found where a sentence of the quote speaks of the same things as the claim; a denial turns it."""
    own = _parity(claim.text, said[0])
    shared = claim.meanings & frozenset(word for word in exhibit.evidence.stems if not is_light(word))
    for span in quoted:
        things = Sentence(_without(exhibit.quoted, span, _SENTENCE_END)).stems
        # With nothing else in common, what both speak of is the way.
        if shared and things.isdisjoint(shared) and any(not is_light(word) for word in things):
            continue
        words, other = claim.text[said[0].start : said[0].end], exhibit.quoted[span.start : span.end]
        if _UNDER_A_CONDITION.search(claim.text[: said[0].start]) and _AT_FIRST.match(exhibit.quoted, span.end):
            continue
        detail = f"the sentence says “{words}” where the quote has “{other}”"
        if own == _parity(exhibit.quoted, span):
            return Finding("exchange", Outcome.FAILED, detail, said[0])
    return None


# What is off by default has to be switched on: the other side is told as what may come.
_UNDER_A_CONDITION = re.compile(
    r"\b(?:unless|until|only (?:if|when|once|after)|(?:ha(?:s|ve)|needs?) to be|must be)(?: [\w-]+){0,3} $",
    re.IGNORECASE,
)
_AT_FIRST = re.compile(r" (?:by default|initially|at first)\b", re.IGNORECASE)


def _parity(text: str, span: Span) -> int:
    return turns(_without(text, span, _CLAUSE_END)) % 2


def _without(text: str, span: Span, ends: re.Pattern[str]) -> str:
    """What stands around a place up to the next ends, without what stands there."""
    before = max((match.end() for match in ends.finditer(text, 0, span.start)), default=0)
    behind = ends.search(text, span.end)
    return f"{text[before : span.start]} {text[span.end : behind.start() if behind else len(text)]}"
