"""A comparison -> what its page shows: frozen values that templates print as they are, worded, never yet escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

from decompose.domain.absence import stated_absent
from decompose.domain.artifact import Artifact, kind_label
from decompose.domain.capability import CapabilityStatus
from decompose.domain.catalog import Change, Compared, Moved
from decompose.domain.comparison import Comparison, Side
from decompose.domain.needs import Need, NeedRule, needs
from decompose.domain.readership import is_of_record, published_capabilities
from decompose.domain.verdict import Sentence, Verdict, VerdictReason
from decompose.domain.write_up.sentences import Told
from decompose.page.breakdown import RankCell, ScoreRow, rank_cell, score_rows
from decompose.page.cards import CardView, ClaimView, Evidenced, LinkView, card_view, claim_view
from decompose.page.facts_table import FactRow, Shown, fact_evidence, fact_rows, origins_of, shown
from decompose.page.reviewing import reviewed
from decompose.page.wording import (
    NOT_STATED,
    count,
    day,
    fact_name,
    fact_value,
    relation_words,
    topic_name,
)

_TOO_CLOSE = "Too close to call"


@dataclass(frozen=True, slots=True)
class SideView:
    """The head of one side: `mark` is "a" or "b"."""

    mark: str
    name: str
    href: str
    rank: RankCell
    meta: tuple[str, ...]
    fact_evidence: Evidenced
    has_sources: bool

    @property
    def silence(self) -> str:
        """Why a job has no card on this side."""
        if not self.has_sources:
            return f"No sentence about {self.name} stands on a source yet, so nothing is known of this."
        return f"Not stated in the sources of {self.name}. That does not mean that it is absent."


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence of the verdict with its rule and the facts that it rests on: (path, value)."""

    text: str
    rule: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ToldView:
    """A sentence of the write-up: the relations that it rests on (of, is), and its quotes on the same page."""

    text: str
    relations: tuple[tuple[str, str], ...]
    quotes: tuple[LinkView, ...]


@dataclass(frozen=True, slots=True)
class NeedView:
    """A reason or a caution; `href` leads to the words that it repeats, `note` says what sort of thing it is."""

    text: str
    href: str | None
    note: str


@dataclass(frozen=True, slots=True)
class SuitsView:
    """Whom one side suits."""

    mark: str
    name: str
    reasons: tuple[NeedView, ...]
    cautions: tuple[NeedView, ...]


@dataclass(frozen=True, slots=True)
class AlignedView:
    """One job: the card of A, of B or of both; `relation` is both, a or b and `tag` its wording.

    `absent` is the sentence by which the source of the side without a card denies the job.
    """

    anchor: str
    title: str
    relation: str
    tag: str
    why: str | None
    a: CardView | None
    b: CardView | None
    absent: ClaimView | None = None


@dataclass(frozen=True, slots=True)
class ChangeView:
    """A fact that moved, in words."""

    fact: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class MovedView:
    """An entry of the change log; `turned` says whether the winner changed from `was` to `now`."""

    at: str
    day: str
    changes: tuple[ChangeView, ...]
    turned: bool
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class CompareView:
    """All that a comparison page shows. `noise_band` is None where ranks are not set against each other."""

    a: SideView
    b: SideView
    kinds: str
    is_comparable: bool
    headline: str
    sentences: tuple[SentenceView, ...]
    scores: tuple[ScoreRow, ...]
    noise_band: Decimal | None
    lead: Decimal | None
    is_unmeasured: bool
    facts: tuple[FactRow, ...]
    aligned: tuple[AlignedView, ...]
    needs: tuple[SuitsView, ...]
    write_up: tuple[ToldView, ...]
    written_by: str
    moved: tuple[MovedView, ...]
    has_imported: bool
    is_stored: bool
    reviewed: str
    as_of: str | None
    not_reproduced: tuple[str, ...]

    @property
    def sides(self) -> tuple[SideView, SideView]:
        return self.a, self.b

    @property
    def title(self) -> str:
        return f"{self.a.name} vs {self.b.name}"

    @property
    def fact_count(self) -> int:
        return len({path for sentence in self.sentences for path, _ in sentence.facts})


def compare_view(compared: Compared) -> CompareView:
    """A comparison as a page shows it."""
    comparison = compared.comparison
    origins = origins_of(compared)
    a, b = shown(comparison.a, origins), shown(comparison.b, origins)
    facts = fact_rows((a, b))
    aligned = _aligned(comparison, a, b)
    names = {"a": a.artifact.name, "b": b.artifact.name}
    scores = score_rows(a.side.score, b.side.score)
    is_comparable = comparison.comparable.ok
    return CompareView(
        a=_side_view("a", a, fact_evidence(facts, 0)),
        b=_side_view("b", b, fact_evidence(facts, 1)),
        kinds=_kinds(a.artifact, b.artifact),
        is_comparable=is_comparable,
        headline=_headline(compared.verdict, comparison),
        sentences=tuple(_sentence(sentence, comparison) for sentence in compared.verdict.sentences),
        scores=scores,
        noise_band=_policy(comparison, "policy.noise_band") if is_comparable else None,
        lead=_policy(comparison, "policy.lead"),
        is_unmeasured=any(cell.value is None for row in scores for cell in (row.a, row.b)),
        facts=facts,
        aligned=aligned,
        needs=_needs(comparison, aligned),
        write_up=tuple(_told(one, (a, b)) for one in compared.write_up),
        written_by=", ".join(dict.fromkeys(one.llm for one in compared.write_up)),
        moved=tuple(_moved(entry, names, comparison) for entry in compared.moved),
        has_imported=any(card.is_imported for row in aligned for card in (row.a, row.b) if card),
        is_stored=compared.is_stored,
        reviewed=reviewed((*a.claims, *b.claims)),
        as_of=day(compared.as_of) if compared.as_of else None,
        not_reproduced=compared.not_reproduced,
    )


def _side_view(mark: str, side: Shown, evidence: Evidenced) -> SideView:
    artifact = side.artifact
    meta = (
        kind_label(artifact.kind) if artifact.kind else "type not stated",
        artifact.pricing.model.label if artifact.pricing.model.label != NOT_STATED else "pricing not stated",
        count(len(side.capabilities), "capability", "capabilities"),
    )
    href = f"/artifacts/{artifact.slug}"
    has_sources = bool(side.facts) or any(each.status is not CapabilityStatus.IMPORTED for each in side.capabilities)
    return SideView(mark, artifact.name, href, rank_cell(side.side.score), meta, evidence, has_sources)


def _kinds(a: Artifact, b: Artifact) -> str:
    labels = [kind_label(artifact.kind) if artifact.kind else "type not stated" for artifact in (a, b)]
    if labels[0] != labels[1]:
        return f"{labels[0]} and {labels[1]}"
    return f"two {labels[0]}s" if a.kind else labels[0]


def _headline(verdict: Verdict, comparison: Comparison) -> str:
    if verdict.winner:
        return f"{_name_of(verdict.winner, comparison)} ranks higher"
    if verdict.reason is VerdictReason.NOT_COMPARABLE:
        is_stated = all(side.artifact.kind for side in (comparison.a, comparison.b))
        return f"{'Different kinds' if is_stated else 'Kind not stated'}, so no winner"
    if verdict.reason is VerdictReason.TOO_CLOSE:
        return _TOO_CLOSE
    return "Not enough is measured to name a winner"


def _name_of(slug: str | None, comparison: Comparison) -> str:
    names = {side.artifact.slug: side.artifact.name for side in (comparison.a, comparison.b)}
    return names.get(slug, slug) if slug else "no winner"


def _sentence(sentence: Sentence, comparison: Comparison) -> SentenceView:
    """A sentence as it stands below the headline: that nobody wins is not said twice."""
    facts = tuple((path, fact_value(path, comparison.facts.get(path))) for path in sentence.facts)
    return SentenceView(sentence.text.removeprefix(f"{_TOO_CLOSE}: "), str(sentence.rule), facts)


def _told(one: Told, sides: Sequence[Shown]) -> ToldView:
    """The first quote of each claim; it leads to its place on the page, where the source is one step away."""
    claims = {
        claim.id: (side.artifact.name, claim)
        for side in sides
        for claim in chain(*(record.claims for record in side.capabilities), (fact.claim for fact in side.facts))
    }
    cited = [claims[name] for name in one.claims if name in claims]
    quotes = tuple(LinkView(f"#q-{claim.id}", claim.evidence[0].quote, name) for name, claim in cited if claim.evidence)
    names = {f"{mark}": side.artifact.name for mark, side in zip("ab", sides, strict=True)}
    return ToldView(
        one.text, tuple((topic_name(of), relation_words(value, names)) for of, value in one.relations), quotes
    )


def _policy(comparison: Comparison, path: str) -> Decimal | None:
    value = comparison.facts.get(path)
    return Decimal(f"{Decimal(str(value)).normalize():f}") if isinstance(value, int | float) else None


def _aligned(comparison: Comparison, a: Shown, b: Shown) -> tuple[AlignedView, ...]:
    left = {capability.id: card_view(capability, a.origins) for capability in a.capabilities}
    right = {capability.id: card_view(capability, b.origins) for capability in b.capabilities}
    alignment = comparison.alignment
    both = [
        _row("both", "Both", pair.why, left[pair.a], right[pair.b])
        for pair in alignment.both
        if pair.a in left and pair.b in right
    ]
    paired = {card.anchor for row in both for card in (row.a, row.b) if card}
    only_a = {key: card for key, card in left.items() if card.anchor not in paired}
    only_b = {key: card for key, card in right.items() if card.anchor not in paired}
    return (*both, *_all_alone("a", only_a, a, b), *_all_alone("b", only_b, b, a))


def _row(relation: str, tag: str, why: str | None, a: CardView | None, b: CardView | None) -> AlignedView:
    cards = [card for card in (a, b) if card]
    names = list(dict.fromkeys(card.name for card in cards))
    return AlignedView(cards[0].anchor, " / ".join(names), relation, tag, why, a, b)


def _all_alone(mark: str, cards: Mapping[str, CardView], side: Shown, other: Shown) -> Iterator[AlignedView]:
    """The rows of one side alone: what the other denies is told from what it does not speak of."""
    records = [record for record in side.capabilities if record.id in cards]
    absent = stated_absent(records, published_capabilities(other.capabilities))
    for key, card in cards.items():
        denied = claim_view(absent[key], other.origins) if key in absent else None
        yield _alone(mark, card, side.artifact.name, denied)


def _alone(mark: str, card: CardView, name: str, absent: ClaimView | None) -> AlignedView:
    tag = f"Only {name}" if absent else f"{'Published' if card.is_imported else 'Stated'} for {name} only"
    row = _row(mark, tag, None, card if mark == "a" else None, card if mark == "b" else None)
    return replace(row, absent=absent)


def _needs(comparison: Comparison, aligned: Iterable[AlignedView]) -> tuple[SuitsView, ...]:
    """For each side the reasons to choose it, and what to know before; each leads to its place on the page."""
    anchors = {card.anchor: row.anchor for row in aligned for card in (row.a, row.b) if card}
    found = needs(comparison)
    views = []
    for letter, side in (("a", comparison.a), ("b", comparison.b)):
        of_side = [(need, _need(need, anchors, side)) for need in found if need.side == letter]
        reasons = tuple(view for need, view in of_side if not need.is_caution)
        cautions = tuple(view for need, view in of_side if need.is_caution)
        if of_side:
            views.append(SuitsView(letter, side.artifact.name, reasons, cautions))
    return tuple(views)


def _need(need: Need, anchors: Mapping[str, str], side: Side) -> NeedView:
    if need.rule is NeedRule.STATED_ONLY:
        anchor = f"c-{need.subject}"
        return NeedView(need.text, f"#{anchors.get(anchor, anchor)}", "stated for it only")
    quoted = next((claim for record in side.capabilities for claim in record.claims if claim.id == need.subject), None)
    href = f"#q-{quoted.id}" if quoted and quoted.evidence else None
    return NeedView(
        need.text, href, {NeedRule.REQUIREMENT: "requires", NeedRule.LIMITATION: "limit"}.get(need.rule, "")
    )


def _moved(entry: Moved, names: dict[str, str], comparison: Comparison) -> MovedView:
    return MovedView(
        entry.at.isoformat(),
        day(entry.at),
        tuple(change_view(change, names) for change in entry.because),
        entry.was != entry.now,
        _name_of(entry.was, comparison),
        _name_of(entry.now, comparison),
    )


def change_view(change: Change, names: dict[str, str]) -> ChangeView:
    """Words of a record that changed are not repeated: they may have been withdrawn for good reason."""
    if is_of_record(change.fact):
        states = ["stated" if value else NOT_STATED for value in (change.old, change.new)]
        old, new = ("one wording", "another") if states[0] == states[1] else states
        return ChangeView(fact_name(change.fact, names), old, new)
    old, new = (fact_value(change.fact, value) for value in (change.old, change.new))
    return ChangeView(fact_name(change.fact, names), old, new)
