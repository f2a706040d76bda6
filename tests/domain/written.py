"""A pair to write about: two programs with a document each, scores, prices, and a job that both sources state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from decompose.domain.artifact import Artifact, Kind, Price, Pricing, PricingModel
from decompose.domain.capability import Capability, CapabilityStatus, Claim, ClaimStatus, Fact, FactKind
from decompose.domain.comparison import Comparison, Policy, Side, compare
from decompose.domain.document import Revision, SourceDocument
from decompose.domain.evidence import Evidence
from decompose.domain.score import Component, Measured, score_of, weights_from
from decompose.domain.workbench import Workbench
from decompose.domain.write_up.checking import Bench
from decompose.domain.write_up.material import Material, material_of
from decompose.domain.write_up.sentences import Clause, Draft
from domain.documents import visible

SHARES = {"adoption": "0.25", "quality": "0.25", "ecosystem": "0.10", "match_graph": "0.25", "freshness": "0.15"}
WEIGHTS = weights_from({"version": 1, "default": SHARES})
POLICY = Policy()
AHEAD = {"adoption": "0.8", "quality": "0.5", "ecosystem": "0.6", "freshness": "0.3"}
BEHIND = {"adoption": "0.2", "quality": "0.51", "ecosystem": "0.3", "freshness": "0.9"}
# By side: each line of its document is a claim; the name before the bar is its record, "" that it is a fact.
HARBOUR = (
    "storing readings | Harbour stores readings of up to 40 gauges.",
    "storing readings | It can keep readings on disk.",
    "drawing charts | Harbour draws charts of each week.",
    " | Harbour is under the MIT licence.",
    " | Quayside serves the charts to browsers.",
)
PILOT = (
    "storing readings | Pilot stores readings in memory by default.",
    "sending mail | Pilot may send mail when a gauge is silent.",
    " | Access to Pilot must be obtained first.",
)


def side(
    slug: str, lines: Sequence[str], values: Mapping[str, str | None], price: str = "4", external: str | None = None
) -> Side:
    """An artifact whose document says just what its records state."""
    records: dict[str, list[Claim]] = {}
    facts = []
    for number, line in enumerate(lines):
        name, _, words = line.partition(" | ")
        claim = Claim(f"{slug}{number}", "description", words, ClaimStatus.VERIFIED, (), _quoted(slug, lines, words))
        if name:
            records.setdefault(name, []).append(claim)
        else:
            facts.append(Fact(FactKind.ACCESS, claim))
    published = CapabilityStatus.PUBLISHED
    made = tuple(
        Capability(f"{slug}-{name.split()[0]}", name, published, tuple(claims), intents=(name,))
        for name, claims in records.items()
    )
    prices = (Price(Decimal(price), "USD", "month"),)
    artifact = Artifact(slug, slug.title(), Kind.CLI, Pricing(PricingModel.PAID, prices))
    measured = {Component(name): Measured(Decimal(value), "s") for name, value in values.items() if value is not None}
    score = score_of(Kind.CLI, measured, WEIGHTS, None if external is None else Decimal(external))
    return Side(artifact, score, made, tuple(facts))


def document(slug: str, lines: Sequence[str]) -> Revision:
    words = [line.partition(" | ")[2] for line in lines]
    return Revision(f"rev-{slug}", SourceDocument(slug, f"{slug}.md"), "hash", visible(f"# {slug.title()}", *words))


def _quoted(slug: str, lines: Sequence[str], words: str) -> tuple[Evidence, ...]:
    revision = document(slug, lines)
    start = revision.visible.text.index(words)
    return (Evidence(revision.id, start, start + len(words), words),)


def pair(
    a: Mapping[str, str | None] = AHEAD,
    b: Mapping[str, str | None] = BEHIND,
    *,
    harbour: Sequence[str] = HARBOUR,
    pilot: Sequence[str] = PILOT,
    prices: tuple[str, str] = ("4", "9"),
) -> Comparison:
    """Harbour (A) and Pilot (B), with these components."""
    return compare(side("harbour", harbour, a, prices[0]), side("pilot", pilot, b, prices[1]), POLICY)


def material(*args: Mapping[str, str | None], **more: Sequence[str]) -> Material:
    return material_of(pair(*args, **more), POLICY)  # type: ignore[arg-type]


def bench(about: Material | None = None, *, others: frozenset[str] = frozenset()) -> Bench:
    """What drafts about the pair are held against."""
    revisions = [document("harbour", HARBOUR), document("pilot", PILOT)]
    return Bench(about or material(), {one.id: Workbench.of(one, ()) for one in revisions}, others)


def about_a(text: str, *handles: str) -> Clause:
    return Clause("a", text, handles or ("a1",))


def about_b(text: str, *handles: str) -> Clause:
    return Clause("b", text, handles or ("b1",))


def relation(topic: str, value: str, text: str) -> Clause:
    return Clause("relation", text, (f"{topic}: {value}",))


def draft(*clauses: Clause, joint: str = "", place: int = 1) -> Draft:
    return Draft(place, clauses, joint or ("while" if len(clauses) > 1 else ""))
