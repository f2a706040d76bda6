"""One revision, prepared once, for all claims that are held against it: locate the quotes, then run the checks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from decompose.domain import claim_check
from decompose.domain.capability import Claim
from decompose.domain.claim_check import FABRICATED, HIDDEN_TEXT, Exhibit
from decompose.domain.context import Surroundings, surroundings
from decompose.domain.document import Revision, Span
from decompose.domain.evidence import (
    Canonical,
    Evidence,
    canonical,
    is_in_front_matter,
    locate,
    near_miss,
    touches_hidden,
)
from decompose.domain.examination import CERTAIN, Examination, Finding, Outcome, Point, status_at
from decompose.domain.foreign import Foreign, foreign_parts
from decompose.domain.verification import Judgement, Question, judged, most_open, question

# In characters. What is longer is no sentence, and would only be slow to look at.
LONGEST_CLAIM = 1_000


_PRONOUN = re.compile(r"\W*(?:it|its|they|their|this|these|that|those|both|the same|as a|he|she|such)\b", re.IGNORECASE)
_BEFORE = 400
# How far a clause is followed beyond a quote, in characters, and where it ends.
_LOOK = 80
_CLAUSE_END = re.compile(r"[.!?;:,](?=\s|$)|[\n\t()]|\s(?:and|but|while|whereas|although|though)\s")

ClaimKey = tuple[str, tuple[str, ...]]


def key_of(claim: Claim) -> ClaimKey:
    """What a judge's answer is about: the sentence over these quotes."""
    return claim.text, claim.quotes


@dataclass(frozen=True, slots=True)
class Workbench:
    """What claims are held against. `names` are the artifact's own, which a claim may use without a quote of them.

    `point` is where the line is drawn; `judgements` are a judge's answers about claims that the rules left open;
    `foreign` are the parts of the revision that tell of other artifacts.
    """

    revision: Revision
    words: Canonical
    around: Surroundings
    names: tuple[str, ...]
    point: Point = Point.BALANCED
    judgements: Mapping[ClaimKey, Judgement] = field(default_factory=dict)
    foreign: tuple[Foreign, ...] = ()

    @classmethod
    def of(
        cls,
        revision: Revision,
        names: Iterable[str],
        *,
        point: Point = Point.BALANCED,
        judgements: Mapping[ClaimKey, Judgement] | None = None,
        words: Canonical | None = None,
    ) -> Workbench:
        """A bench for the revision; `words` is the canonical form of its text, where that is at hand."""
        words, around = words or canonical(revision.visible.text), surroundings(revision.visible)
        own = tuple(names)
        return cls(revision, words, around, own, point, judgements or {}, foreign_parts(revision.visible, own))

    def judge(self, claim: Claim, *, near: Iterable[Span] = ()) -> Claim:
        """The claim with the evidence that its quotes give it, and the status and reasons that the checks give it."""
        evidence, examination = self.examine(claim.text, claim.quotes, rival=claim.rival, near=near)
        examination = judged(examination, claim.text, self.judgements.get(key_of(claim)))
        status = status_at(examination, self.point, rival=claim.rival)
        return replace(claim, evidence=evidence, reasons=examination.reasons(self.point), status=status)

    def questions(self, claims: Iterable[Claim]) -> dict[ClaimKey, Question]:
        """What a judge is asked about claims that were held against this revision; none where the rules decide."""
        told = {key_of(claim): claim for claim in claims}
        examined = [
            self.examine(claim.text, claim.quotes, rival=claim.rival, near=tuple(item.span for item in claim.evidence))
            for claim in told.values()
        ]
        asked = most_open([examination for _, examination in examined])
        found = enumerate(zip(told.items(), examined, strict=True))
        return {
            key: question(claim.text, evidence, self.around)
            for number, ((key, claim), (evidence, _)) in found
            if number in asked
        }

    def examine(
        self, text: str, quotes: Sequence[str], *, rival: str | None = None, near: Iterable[Span] = ()
    ) -> tuple[tuple[Evidence, ...], Examination]:
        """Where the quotes stand, and what the checks find out about the sentence over them.

        Args:
            near: places of the record's other quotes; a quote that occurs twice is taken where it is closest to them.
        """
        evidence, findings = self._located(quotes, tuple(near))
        findings += tuple(self._of_others(evidence))
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
        rest = tuple(self._rest_of_clause(item.span) for item in located)
        antecedents = tuple(filter(None, (self._antecedent(item) for item in located)))
        return Exhibit(tuple(item.quote for item in located), tuple(context), self.names, rest, antecedents)

    def _antecedent(self, item: Evidence) -> str:
        """What stands before a quote in its own block, where the quote begins with a word for it."""
        if not _PRONOUN.match(item.quote):
            return ""
        start = self.around.start_of_block(item.start)
        hidden = any(
            start < range_.span.end and range_.span.start < item.start for range_ in self.revision.visible.unquotable
        )
        return "" if hidden else self.revision.visible.text[start : item.start][-_BEFORE:]

    def _rest_of_clause(self, span: Span) -> str:
        """What a quote leaves out of the clauses that it begins and ends in."""
        text = self.revision.visible.text
        before = _CLAUSE_END.split(text[max(0, span.start - _LOOK) : span.start])[-1]
        behind = _CLAUSE_END.split(text[span.end : span.end + _LOOK])[0]
        is_closed = span.end > span.start and _CLAUSE_END.search(text[span.end - 1 : span.end + 1])
        return f"{before} … {'' if is_closed else behind}".strip(" …")

    def _of_others(self, evidence: Iterable[Evidence]) -> Iterator[Finding]:
        """What is quoted from a part that tells of another artifact; an editor may know better."""
        spans = [item.span for item in evidence]
        for part in self.foreign:
            if any(part.span.overlaps(span) for span in spans):
                yield _failed(
                    "subject", f"the quote stands under a title of its own, and that part tells of “{part.name}”"
                )

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
            if span is None and is_in_front_matter(quote, visible.hidden):
                findings.append(_failed(HIDDEN_TEXT, "the quote stands in the front matter, which is not read as text"))
            elif span is None:
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
