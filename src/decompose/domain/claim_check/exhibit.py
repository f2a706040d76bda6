"""What a claim is held against."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from decompose.domain.claim_check.respelt import respelt
from decompose.domain.claim_check.words import Sentence, spelt_out, undenied
from decompose.domain.evidence import folded
from decompose.domain.quantities import figures

_DENYING_LEAD = re.compile(r"\b(?:not|never|un\w+ed|without|cannot|don't)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Exhibit:
    """The located quotes of a claim, what stands around them, and the names of the artifact.

    `context` are headings, the header of the table, the lead-in of the list. `rest` is what the quotes leave out of
    the clauses that they begin and end in; `antecedents` are the sentences before a quote that begins with "it";
    `respelt` are stems of the claim that its quotes have in another spelling. What counts as grounds differs from check
    to check.
    """

    quotes: tuple[str, ...]
    context: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    antecedents: tuple[str, ...] = ()
    respelt: frozenset[str] = frozenset()

    def beside(self, claim: Sentence) -> Exhibit:
        """The exhibit that knows the words of the claim which its quotes spell otherwise."""
        found = respelt(claim, self.evidence)
        return replace(self, respelt=found) if found else self

    @cached_property
    def quoted(self) -> str:
        """The quotes in canonical form, one a line."""
        return _lines(self.quotes)

    @cached_property
    def each(self) -> tuple[str, ...]:
        """The quotes in canonical form, each by itself."""
        return tuple(spelt_out(_lines([quote])) for quote in self.quotes)

    @cached_property
    def with_denials(self) -> str:
        """The quotes in canonical form, each item of a list denied whose lead-in denies it."""
        return "\n".join(_denied_items(_lines([quote])) for quote in self.quotes)

    @cached_property
    def above(self) -> str:
        """The context in canonical form, one a line."""
        return _lines(self.context)

    @cached_property
    def own(self) -> str:
        """The artifact's names in canonical form, one a line."""
        return _lines(self.names)

    @cached_property
    def grounds(self) -> str:
        """Quotes and context."""
        return f"{self.quoted}\n{self.above}"

    @cached_property
    def numbers(self) -> frozenset[Decimal]:
        """The numbers that stand in quotes and context, whatever they count."""
        return frozenset(quantity.number for quantity in figures(self.grounds).quantities)

    @cached_property
    def everything(self) -> str:
        """Quotes, context, names, and what a pronoun of the quote may stand for."""
        return f"{self.grounds}\n{self.own}\n{_lines(self.antecedents)}"

    @cached_property
    def evidence(self) -> Sentence:
        """The quotes as words and clauses."""
        return Sentence(spelt_out(self.with_denials), self.respelt)

    @cached_property
    def undenied(self) -> frozenset[str]:
        """The words that words of the quotes deny: secure where they say insecure."""
        return frozenset(undenied(self.quoted))

    @cached_property
    def surroundings(self) -> Sentence:
        """The context and the names as words."""
        return Sentence(spelt_out(f"{self.above}\n{self.own}"))


def _denied_items(quote: str) -> str:
    """A list whose lead-in denies ("Not for:") denies every item that the same quote holds."""
    lines, is_denied = [], False
    for line in quote.split("\n"):
        if line.endswith(":"):
            is_denied = bool(_DENYING_LEAD.search(line))
        lines.append(f"not {line}" if is_denied and not line.endswith(":") else line)
    return "\n".join(lines)


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(folded(line) for text in texts for line in text.split("\n"))
