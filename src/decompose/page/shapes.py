"""The shapes of the JSON in `json_views`, for whoever must tell them to others: OpenAPI, and the tools of agents.

A shape names the keys that are promised; an answer may have more.
"""

from __future__ import annotations

from typing import Any, NotRequired

# Pydantic reads the typing module's own TypedDict only from Python 3.12 on.
from typing_extensions import TypedDict

JsonObject = dict[str, Any]


class EvidenceShape(TypedDict):
    """Words of a source: `[start, end)` counts code points of the revision's visible text."""

    revision: str
    start: int
    end: int
    quote: str


class ReasonShape(TypedDict):
    check: str
    detail: str


class ClaimShape(TypedDict):
    """One sentence with the words that carry it."""

    id: str
    text: str
    status: str
    reasons: list[ReasonShape]
    evidence: list[EvidenceShape]
    edited: NotRequired[bool]


class FactShape(ClaimShape):
    """A claim about the artifact itself; `kind` is licence, price, requirement ..."""

    kind: str


class ProseShape(TypedDict):
    text: str
    claims: list[ClaimShape]


class CapabilityShape(TypedDict):
    """One job that a user gets done. A prose field about which the source says nothing is null."""

    id: str
    name: str
    status: str
    description: ProseShape | None
    unique: ProseShape | None
    vs_alternatives: ProseShape | None
    limitations: list[ClaimShape]
    best_for: list[ClaimShape]
    requires: list[ClaimShape]
    intents: list[str]
    inputs: list[str]
    outputs: list[str]


class PriceShape(TypedDict):
    amount: float
    currency: str
    per: str
    direction: str | None


class PricingShape(TypedDict):
    model: str
    prices: list[PriceShape]
    as_of: str | None
    as_published: str | None


class SummaryShape(TypedDict):
    """An artifact in a list; `rank` is of 100, null where nothing was measured."""

    slug: str
    name: str
    kind: str | None
    rank: int | None
    capabilities: int


class SummariesShape(TypedDict):
    """A page of a list: `next` is the cursor of the page after it, null on the last one."""

    items: list[SummaryShape]
    total: int
    next: str | None


class ArtifactShape(TypedDict):
    """All that readers may see of an artifact. Components are in 0..1, null where not measured."""

    slug: str
    name: str
    kind: str | None
    pricing: PricingShape
    rank: int | None
    components: dict[str, float | None]
    facts: list[FactShape]
    capabilities: list[CapabilityShape]


class ComparableShape(TypedDict):
    ok: bool
    reason: str


class PairShape(TypedDict):
    a: str
    b: str
    why: str


class AlignmentShape(TypedDict):
    """Ids of capabilities that do the same job, and of those only one side has."""

    both: list[PairShape]
    only_a: list[str]
    only_b: list[str]


class SentenceShape(TypedDict):
    """A sentence of a verdict with the rule and the paths of the facts behind it."""

    text: str
    rule: str
    facts: list[str]


class VerdictShape(TypedDict):
    winner: str | None
    reason: str
    sentences: list[SentenceShape]


class ComparisonShape(TypedDict):
    """Two artifacts side by side; `a` and `b` are ordered by slug, whatever the order asked for."""

    a: str
    b: str
    comparable: ComparableShape
    facts: JsonObject
    alignment: AlignmentShape
    verdict: VerdictShape
    fingerprint: str
    moved: list[JsonObject]


class ProblemShape(TypedDict):
    """An error (RFC 9457): `detail` says what is wrong and what to do."""

    type: str
    title: str
    status: int
    detail: str
