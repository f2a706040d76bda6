"""What a language model says is wrong with a page, held against the words that it names: only then it is a defect."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from decompose.domain.audit.defect import Defect
from decompose.domain.audit.sheet import VS_ALTERNATIVES, SheetSide, Statement
from decompose.domain.document import Span, VisibleText
from decompose.domain.evidence import Canonical, canonical, locate, touches_hidden

# What is asked of a side alone, and what of a side beside a source document.
OF_RECORDS, OF_SOURCE = ("D11", "D18"), ("D14", "D15")
_LONGEST_WHY = 300


@dataclass(frozen=True, slots=True)
class Suspicion:
    """A defect as an llm tells it. `statement` and `against` count the statements of the side from 1.

    `words` stand in the statement; `against_words` in the other one, or where `against` is None, in the source.
    """

    code: str
    statement: int
    words: str
    against: int | None
    against_words: str
    why: str


@dataclass(frozen=True, slots=True)
class Source:
    """A source document in which quotes are looked for."""

    visible: VisibleText
    words: Canonical

    @classmethod
    def of(cls, visible: VisibleText) -> Source:
        return cls(visible, canonical(visible.text))

    def quote(self, words: str) -> str | None:
        """The words as they stand there; None where they do not, or where no reader sees them."""
        span = locate(words, self.words)
        if span is None or touches_hidden(span, self.visible.hidden):
            return None
        return self.visible.words_of(span)


def proven(suspicions: Iterable[Suspicion], side: SheetSide, source: Source | None, llm: str) -> Iterator[Defect]:
    """The defects among what an llm said of a side: those whose every word stands where it says.

    Args:
        source: the document that it saw; None where it saw the records alone. Codes of the other question are none.
        llm: who said so, for the editor who reads why.
    """
    asked = OF_RECORDS if source is None else OF_SOURCE
    for told in suspicions:
        here = _place(side.statements, told.statement, told.words)
        if told.code not in asked or here is None:
            continue
        statement, span = here
        why = f"{llm}: {' '.join(told.why.split())[:_LONGEST_WHY]}"
        if source is not None:
            quote = source.quote(told.against_words)
            if quote:
                yield statement.defect(told.code, _words(here), f"the source says “{quote[:200]}”; {why}")
        elif told.code == "D18":
            if statement.field != VS_ALTERNATIVES:
                yield statement.defect(told.code, _words(here), why)
        else:
            there = _place(side.statements, told.against or 0, told.against_words)
            if there and not (there[0] is statement and there[1].overlaps(span)):
                yield statement.defect(told.code, _words(here), f"line {there[0].line} says “{_words(there)}”; {why}")
                yield there[0].defect(told.code, _words(there), f"line {statement.line} says “{_words(here)}”; {why}")


def added(known: Iterable[Defect], found: Iterable[Defect]) -> tuple[Defect, ...]:
    """The known defects, and what is found besides: the same code at the same words of a line is one defect."""
    kept = list(known)
    for one in found:
        if not any(_is_told_by(one, other) for other in kept):
            kept.append(one)
    return tuple(kept)


def _is_told_by(one: Defect, other: Defect) -> bool:
    is_same_place = (one.page, one.line, one.code) == (other.page, other.line, other.code)
    return is_same_place and (one.quote in other.quote or other.quote in one.quote)


def _place(statements: Sequence[Statement], number: int, words: str) -> tuple[Statement, Span] | None:
    """The statement of this number and where the words stand in it; None where there is none, or they do not."""
    if not 1 <= number <= len(statements):
        return None
    statement = statements[number - 1]
    span = locate(words, canonical(statement.text))
    return (statement, span) if span else None


def _words(place: tuple[Statement, Span]) -> str:
    return place[0].text[place[1].start : place[1].end]
