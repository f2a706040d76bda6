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


class StatedShape(TypedDict):
    """A fact that the operator states; `day` is when it was so, by `source`."""

    fact: str
    value: str
    source: str
    day: str


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


class ConfidenceShape(TypedDict):
    """How often an artifact was what was looked for when it was seen, 0..1; `low`..`high` is the interval of 95 %."""

    value: float
    low: float
    high: float


class UseShape(TypedDict):
    """What searches say of an artifact. `confidence` and `success_rate` (0..1, of `outcomes`) are null where too few
    searches, visitors or outcomes were counted.
    """

    times_matched: int
    searches: int
    confidence: ConfidenceShape | None
    success_rate: float | None
    outcomes: int


class ArtifactShape(TypedDict):
    """All that readers may see of an artifact. Components are in 0..1, null where not measured."""

    slug: str
    name: str
    kind: str | None
    pricing: PricingShape
    stated: list[StatedShape]
    rank: int | None
    components: dict[str, float | None]
    facts: list[FactShape]
    capabilities: list[CapabilityShape]
    use: UseShape


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


class ToldShape(TypedDict):
    """A sentence that an llm wrote and the checks proved: its relations, and ids of claims whose quotes carry it."""

    text: str
    relations: list[JsonObject]
    claims: list[str]
    llm: str


class ComparisonShape(TypedDict):
    """Two artifacts side by side; `a` and `b` are ordered by slug, whatever the order asked for."""

    a: str
    b: str
    comparable: ComparableShape
    facts: JsonObject
    alignment: AlignmentShape
    verdict: VerdictShape
    write_up: list[ToldShape]
    fingerprint: str
    moved: list[JsonObject]


class HitShape(TypedDict):
    """A capability that matched; `words` are those of the query that it has."""

    id: str | None
    name: str
    description: str
    score: float
    why: str
    words: list[str]
    times_matched: int


class ResultShape(TypedDict):
    """An artifact that matched, with its best capability (`capability_id` null: the artifact itself was found).

    `callback_token` proves to `feedback` that this search showed this artifact.
    """

    slug: str
    name: str
    kind: str | None
    capability_id: str | None
    capability: str
    score: float
    why: str
    times_matched: int
    callback_token: str
    capabilities: list[HitShape]


class SearchShape(TypedDict):
    """Results are the best first, one an artifact; none where nothing that was read says it can do this.

    `total` artifacts answer it, shown or not; `at_least` so many, where not all that answer were read. A note is there
    where a search went by words alone although it should not.
    """

    search_id: str
    query: str
    results: list[ResultShape]
    total: int
    at_least: bool
    note: NotRequired[str]


class ListedShape(TypedDict):
    id: str
    name: str
    description: str
    slug: str
    artifact: str
    kind: str | None
    times_matched: int


class CapabilitiesShape(TypedDict):
    """A page of a list: `next` is the cursor of the page after it, null on the last one."""

    items: list[ListedShape]
    total: int
    next: str | None


class FoundShape(TypedDict):
    id: str | None
    name: str
    description: str


class AlternativeShape(TypedDict):
    slug: str
    name: str
    why: str


class FreshnessShape(TypedDict):
    """When the words that the answer stands on were read, and from where."""

    read_at: str
    days: int
    revision: str
    origin: str


class ResolvedShape(TypedDict):
    """One answer to a wish. An empty list or null means that no source says anything of it."""

    slug: str
    name: str
    kind: str | None
    capability: FoundShape
    score: float
    why: str
    unique: str | None
    vs_alternatives: str | None
    best_for: list[str]
    limitations: list[str]
    requires: list[str]
    alternatives: list[AlternativeShape]
    freshness: FreshnessShape | None
    times_matched: int
    page_url: str
    feedback_url: str
    callback_token: str


class ResolutionShape(TypedDict):
    """The best answers to a wish; an empty list where nothing that was read says it can do this."""

    search_id: str
    intent: str
    resolved_at: str
    resolved: list[ResolvedShape]
    note: NotRequired[str]


class FeedbackShape(TypedDict):
    """What a search is known to have led to."""

    search_id: str
    shown: list[str]
    opened: list[str]
    outcome: dict[str, str]


class SavedSearchShape(TypedDict):
    """A search that is kept. Who has its `link` may read and forget it; `owner` null is nobody in particular."""

    id: str
    link: str
    owner: str | None
    query: str
    kind: str | None
    price: str | None
    licence: str | None
    verified: bool
    hook: str | None
    created_at: str
    feed_url: str


class SavedSearchesShape(TypedDict):
    """The searches that somebody keeps."""

    items: list[SavedSearchShape]


class GroundShape(TypedDict):
    path: str
    value: Any


class DiffersShape(TypedDict):
    path: str
    old: Any
    new: Any


class GroundsShape(TypedDict):
    """What a comparison rests on; `differs` is the first fact that moved since it was kept."""

    a: str
    b: str
    stale: bool
    rests_on: list[GroundShape]
    differs: DiffersShape | None
    llm_calls: int
    sentences: int
    cost_usd_max: float | None


class ProblemShape(TypedDict):
    """An error (RFC 9457): `detail` says what is wrong and what to do."""

    type: str
    title: str
    status: int
    detail: str
