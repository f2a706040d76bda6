"""One revision, prepared once, for all claims that are held against it: locate the quotes, then run the checks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from decompose.domain import claim_check
from decompose.domain.capability import Claim
from decompose.domain.claim_check import FABRICATED, HIDDEN_TEXT, Exhibit
from decompose.domain.context import Surroundings, surroundings
from decompose.domain.document import Revision, Span
from decompose.domain.evidence import Canonical, Evidence, canonical, locate, near_miss, touches_hidden
from decompose.domain.examination import CERTAIN, Examination, Finding, Outcome, Point, status_at

# In characters. What is longer is no sentence, and would only be slow to look at.
LONGEST_CLAIM = 1_000


@dataclass(frozen=True, slots=True)
class Workbench:
    """What claims are held against. `names` are the artifact's own, which a claim may use without a quote of them."""

    revision: Revision
    words: Canonical
    around: Surroundings
    names: tuple[str, ...]

    @classmethod
    def of(cls, revision: Revision, names: Iterable[str]) -> Workbench:
        return cls(revision, canonical(revision.visible.text), surroundings(revision.visible), tuple(names))

    def judge(self, claim: Claim, *, near: Iterable[Span] = (), point: Point = Point.BALANCED) -> Claim:
        """The claim with the evidence that its quotes give it, and the status and reasons that the checks give it."""
        evidence, examination = self.examine(claim.text, claim.quotes, rival=claim.rival, near=near)
        status = status_at(examination, point, rival=claim.rival)
        return replace(claim, evidence=evidence, reasons=examination.reasons(point), status=status)

    def examine(
        self, text: str, quotes: Sequence[str], *, rival: str | None = None, near: Iterable[Span] = ()
    ) -> tuple[tuple[Evidence, ...], Examination]:
        """Where the quotes stand, and what the checks find out about the sentence over them.

        Args:
            near: places of the record's other quotes; a quote that occurs twice is taken where it is closest to them.
        """
        evidence, findings = self._located(quotes, tuple(near))
        exhibit = self.exhibit(evidence)
        if len(text) > LONGEST_CLAIM:
            findings += (_failed("length", f"a sentence has at most {LONGEST_CLAIM} characters, not {len(text)}"),)
        elif exhibit.quotes or not findings:
            findings += claim_check.examine(text, exhibit, rival=rival)
        return evidence, Examination(findings)

    def exhibit(self, evidence: Iterable[Evidence]) -> Exhibit:
        """What stands around located quotes, beside the quotes themselves."""
        located = tuple(evidence)
        context = dict.fromkeys(words for item in located for words in self.around.of(item.span))
        return Exhibit(tuple(item.quote for item in located), tuple(context), self.names)

    def _located(
        self, quotes: Iterable[str], near: tuple[Span, ...]
    ) -> tuple[tuple[Evidence, ...], tuple[Finding, ...]]:
        """Where the quotes stand, and what is wrong with those that may not be used."""
        visible = self.revision.visible
        evidence: dict[Evidence, None] = {}
        findings: list[Finding] = []
        for quote in quotes:
            span = locate(quote, self.words, near=near)
            hidden = touches_hidden(span, visible.hidden) if span else None
            if span is None:
                detail = near_miss(quote, self.words) or f"the source does not say “{quote}”"
                findings.append(_failed(FABRICATED, detail))
            elif hidden:
                findings.append(
                    _failed(HIDDEN_TEXT, f"the quote stands in text that is not for readers ({hidden.why})")
                )
            else:
                evidence[Evidence(self.revision.id, span.start, span.end, visible.words_of(span))] = None
        return tuple(evidence), tuple(findings)


def _failed(check: str, detail: str) -> Finding:
    return Finding(check, Outcome.FAILED, detail, doubt=CERTAIN)
