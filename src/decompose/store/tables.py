"""The tables. They validate nothing and leave this room never: the modules beside map them to domain values."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    TypeDecorator,
    text,
)
from sqlmodel import Field, SQLModel

# Ordered by code point on every database, so that the beginning of a word is a range.
_BYTEWISE = String().with_variant(String(collation="C"), "postgresql")


def _json(*, nullable: bool = False) -> Any:
    return Field(sa_column=Column(JSON, nullable=nullable))


def _text(*, nullable: bool = False) -> Any:
    return Field(sa_column=Column(Text, nullable=nullable))


def _moment(*, nullable: bool = False) -> Any:
    return Field(sa_column=Column(_Moment, nullable=nullable))


class _Moment(TypeDecorator[datetime]):
    """A moment in UTC: SQLite forgets the time zone, Postgres answers in that of the session."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


class ArtifactRow(SQLModel, table=True):
    __tablename__ = "artifact"

    slug: str = Field(primary_key=True)
    name: str
    kind: str | None = None
    pricing: dict[str, Any] = _json()
    declared_capabilities: int | None = None
    created_at: datetime = _moment()


class SourceDocumentRow(SQLModel, table=True):
    __tablename__ = "source_document"

    id: str = Field(primary_key=True)
    slug: str = Field(foreign_key="artifact.slug", index=True)
    origin: str
    licence: str | None = None
    publish: str


class RevisionRow(SQLModel, table=True):
    __tablename__ = "revision"

    id: str = Field(primary_key=True)
    document_id: str = Field(foreign_key="source_document.id", index=True)
    content_hash: str = Field(index=True)
    format: str
    encoding: str
    title: str | None = None
    text: str = _text()
    blocks: list[Any] = _json()
    hidden: list[Any] = _json()
    source_map: list[Any] = _json()
    raw: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    is_current: bool = True
    created_at: datetime = _moment()


class DecompositionRow(SQLModel, table=True):
    __tablename__ = "decomposition"

    id: str = Field(primary_key=True)
    revision_id: str = Field(foreign_key="revision.id", index=True)
    llm: str
    template: str | None = None
    refused: list[Any] = _json()
    is_current: bool = True
    created_at: datetime = _moment()


class CapabilityRow(SQLModel, table=True):
    __tablename__ = "capability"

    id: str = Field(primary_key=True)
    slug: str = Field(foreign_key="artifact.slug", index=True)
    decomposition_id: str | None = Field(default=None, foreign_key="decomposition.id", index=True)
    position: int
    name: str
    status: str
    labels: dict[str, Any] = _json()
    provenance: dict[str, Any] = _json()
    is_current: bool = True


class ClaimRow(SQLModel, table=True):
    """A sentence of a capability, or of the artifact itself (then `fact_kind` says which sort of fact)."""

    __tablename__ = "claim"

    id: str = Field(primary_key=True)
    slug: str = Field(foreign_key="artifact.slug", index=True)
    capability_id: str | None = Field(default=None, foreign_key="capability.id", index=True)
    decomposition_id: str | None = Field(default=None, foreign_key="decomposition.id", index=True)
    fact_kind: str | None = None
    field: str
    position: int
    item_id: str = Field(index=True)
    text: str = _text()
    status: str
    reasons: list[Any] = _json()
    evidence: list[Any] = _json()
    quotes: list[Any] = _json()
    rival: str | None = None
    is_current: bool = True


class ReviewItemRow(SQLModel, table=True):
    """One thing that waits for an editor, or was decided by one; the editor's words lie over the claim's own.

    `place` and `is_acceptable` follow from the rest, for the queue to be asked by; the columns of the lease
    are no part of what a decision changes.
    """

    __tablename__ = "review_item"
    __table_args__ = (Index("queue_of_items", "status", "place"),)

    id: str = Field(primary_key=True)
    slug: str = Field(foreign_key="artifact.slug", index=True)
    capability_id: str | None = Field(default=None, foreign_key="capability.id", index=True)
    claim_id: str | None = Field(default=None, foreign_key="claim.id", index=True)
    field: str
    reason: str | None = None
    status: str = Field(index=True)
    revision: int
    risk: int
    blocked: str | None = None
    old: str | None = _text(nullable=True)
    new: str = _text()
    flags: list[Any] = _json()
    evidence: list[Any] = _json()
    edit: dict[str, Any] | None = _json(nullable=True)
    pending: dict[str, Any] | None = _json(nullable=True)
    decided: dict[str, Any] | None = _json(nullable=True)
    base: str | None = None
    referred_by: str | None = None
    place: str
    is_acceptable: bool
    readers: int = 0
    held_by: str | None = None
    held_in: str | None = None
    held_since: datetime | None = _moment(nullable=True)
    held_until: datetime | None = _moment(nullable=True)
    wanted_by: str | None = None
    created_at: datetime = _moment()


class QueueTermRow(SQLModel, table=True):
    """A word that an item holds, why it waits, or a check that objects to it; see `domain/queue.terms_of`."""

    __tablename__ = "queue_term"
    __table_args__ = (Index("terms_of_items", "item_id", "term"),)

    term: str = Field(sa_column=Column(_BYTEWISE, primary_key=True))
    item_id: str = Field(sa_column=Column(ForeignKey("review_item.id", ondelete="CASCADE"), primary_key=True))


class SavedFilterRow(SQLModel, table=True):
    """A way through the queue that an editor keeps under a name."""

    __tablename__ = "saved_filter"

    owner: str = Field(primary_key=True)
    name: str = Field(primary_key=True)
    wanted: dict[str, Any] = _json()


class AuditEventRow(SQLModel, table=True):
    """Append-only. `before` and `after` hold the whole state of the item, so that undo needs nothing else.

    `opened_at` is when the editor began to look at the item, `sitting` in which window. Events that stand or fall
    together have the id of the first of them as their `act`.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("events_of_editor", "who", "id"),
        Index("undone_events", "undoes"),
        Index("events_of_act", "act", sqlite_where=text("act IS NOT NULL"), postgresql_where=text("act IS NOT NULL")),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = _moment()
    who: str
    action: str
    item_id: str = Field(foreign_key="review_item.id", index=True)
    before: dict[str, Any] = _json()
    after: dict[str, Any] = _json()
    reason_code: str | None = None
    comment: str | None = _text(nullable=True)
    sitting: str | None = None
    opened_at: datetime | None = _moment(nullable=True)
    undoes: int | None = Field(default=None, foreign_key="audit_event.id")
    act: int | None = None


class SealedEventRow(SQLModel, table=True):
    """An event about what was removed: who, when and what, and of every word its digest. It keeps its number."""

    __tablename__ = "sealed_event"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = _moment()
    who: str
    action: str
    item_id: str = Field(index=True)
    before: dict[str, Any] = _json()
    after: dict[str, Any] = _json()
    reason_code: str | None = None
    comment: str | None = _text(nullable=True)
    undoes: int | None = None


class RemovedRow(SQLModel, table=True):
    """An artifact by its slug, or a revision by its id, that was removed for good."""

    __tablename__ = "removed"

    subject: str = Field(primary_key=True)
    what: str
    at: datetime = _moment()


class ScoreValueRow(SQLModel, table=True):
    """Append-only history: one value of one component ("rank" for a rank computed elsewhere); the newest wins.

    A row of the component "unpin" ends the pins of the rows before it.
    """

    __tablename__ = "score_value"
    __table_args__ = (Index("score_value_newest", "slug", "component", "is_pinned", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(foreign_key="artifact.slug", index=True)
    component: str
    value: str | None = None
    origin: str
    is_pinned: bool = False
    at: datetime = _moment()


class SignalRow(SQLModel, table=True):
    """Append-only: a figure measured elsewhere; `day` is when it was true, `at` when it was given."""

    __tablename__ = "signal"

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(foreign_key="artifact.slug", index=True)
    signal: str
    value: str
    source: str
    day: str
    at: datetime = _moment()


class StatedRow(SQLModel, table=True):
    """Append-only: what an operator states of an artifact, newest last; `value` None takes it back."""

    __tablename__ = "stated"
    __table_args__ = (Index("stated_newest", "slug", "fact", "id"),)

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(foreign_key="artifact.slug", index=True)
    fact: str
    value: str | None = _text(nullable=True)
    source: str = _text()
    day: str
    who: str
    at: datetime = _moment()


class ComparisonRow(SQLModel, table=True):
    """A pair that is kept. It holds the digests of the parts that it was made from, and no facts of its sides."""

    __tablename__ = "comparison"

    id: str = Field(primary_key=True)
    a: str = Field(foreign_key="artifact.slug", index=True)
    b: str = Field(foreign_key="artifact.slug", index=True)
    fingerprint: str
    winner: str | None = None
    reason: str
    a_records: str
    a_scores: str
    b_records: str
    b_scores: str
    rules: str
    shared: dict[str, Any] = _json()
    remarks: list[Any] = _json()
    sentences: list[Any] = _json()
    stored_at: datetime = _moment()


class ComparisonChangeRow(SQLModel, table=True):
    """Append-only: a fingerprint that moved. What moved of a side stands once for all its pairs (`side_change`)."""

    __tablename__ = "comparison_change"
    __table_args__ = (Index("flips", "id", sqlite_where=text("is_flip"), postgresql_where=text("is_flip")),)

    id: int | None = Field(default=None, primary_key=True)
    comparison_id: str = Field(foreign_key="comparison.id", index=True)
    at: datetime = _moment()
    was: str | None = None
    now: str | None = None
    because: list[Any] = _json()
    a_change: str | None = None
    b_change: str | None = None
    is_flip: bool = False


class MessageRow(SQLModel, table=True):
    """A signed message to a webhook: `due_at` is when it is sent (again), `leased_until` how long somebody has it."""

    __tablename__ = "message"
    __table_args__ = (Index("message_due", "state", "due_at"),)

    id: str = Field(primary_key=True)
    address: str = _text()
    kind: str
    body: str = _text()
    at: datetime = _moment()
    state: str
    attempts: int
    due_at: datetime | None = _moment(nullable=True)
    leased_until: datetime | None = _moment(nullable=True)
    ended_at: datetime | None = _moment(nullable=True)
    said: str = _text()


class WriteUpRow(SQLModel, table=True):
    """A pair was looked at under these facts: what was missing or stale is asked for once. `keys` are those calls."""

    __tablename__ = "write_up"

    comparison_id: str = Field(primary_key=True, foreign_key="comparison.id")
    digest: str = Field(primary_key=True)
    fingerprint: str
    llm: str | None = None
    template: str | None = None
    keys: list[Any] = _json()
    refused: int = 0
    at: datetime = _moment()


class WriteUpSentenceRow(SQLModel, table=True):
    """A sentence with slots, kept by the facts that it was checked against; "" where nothing is to be said."""

    __tablename__ = "write_up_sentence"

    id: int | None = Field(default=None, primary_key=True)
    comparison_id: str = Field(foreign_key="comparison.id", index=True)
    digest: str
    place: int
    text: str = _text()
    rests_on: dict[str, Any] = _json()
    llm: str


class SideRow(SQLModel, table=True):
    """An artifact as comparisons see it. Until it is settled, some of its pairs were made from an older state."""

    __tablename__ = "side"

    slug: str = Field(primary_key=True)
    records: str
    scores: str
    rulings: str
    standing: dict[str, Any] = _json()
    is_settled: bool = Field(default=False, index=True)


class SidePartRow(SQLModel, table=True):
    """The facts of one part of a side, by their digest."""

    __tablename__ = "side_part"

    slug: str = Field(primary_key=True)
    digest: str = Field(primary_key=True)
    facts: dict[str, Any] = _json()


class SideChangeRow(SQLModel, table=True):
    """What moved of a side from one state to another; its pairs refer to it."""

    __tablename__ = "side_change"

    id: str = Field(primary_key=True)
    slug: str = Field(index=True)
    changes: list[Any] = _json()


class TouchedRow(SQLModel, table=True):
    """Triggers write here whose scores or records were written, so that nothing that a comparison reads is missed."""

    __tablename__ = "touched"
    __table_args__ = (Index("touched_slug", "slug", "what"),)

    id: int | None = Field(default=None, primary_key=True)
    slug: str
    what: str
    writer: int = Field(sa_type=BigInteger)


class DoubtRow(SQLModel, table=True):
    """Two capabilities of which it is open whether they do the same job; `words` is the digest of both records' words.

    The review item of the same id, where there is one, holds an editor's ruling; `is_same` that of a language model.
    """

    __tablename__ = "doubt"

    id: str = Field(primary_key=True)
    a: str = Field(foreign_key="capability.id", index=True)
    b: str = Field(foreign_key="capability.id", index=True)
    words: str
    is_same: bool | None = None
    llm: str | None = None


class OverlapRow(SQLModel, table=True):
    """A published capability, and one of another artifact that does the same job; both ways round."""

    __tablename__ = "overlap"

    a: str = Field(primary_key=True, foreign_key="capability.id")
    b: str = Field(primary_key=True, foreign_key="capability.id", index=True)
    slug: str = Field(foreign_key="artifact.slug", index=True)
    other: str = Field(foreign_key="artifact.slug", index=True)
    similarity: float


class HoldRow(SQLModel, table=True):
    """What readers are not shown for now: an artifact, or (with `other`) the comparison of a pair."""

    __tablename__ = "hold"

    id: str = Field(primary_key=True)
    slug: str = Field(foreign_key="artifact.slug", index=True)
    other: str | None = Field(default=None, foreign_key="artifact.slug", index=True)
    why: str = _text()
    at: datetime = _moment()


class RedirectRow(SQLModel, table=True):
    """An address that an artifact had, and the artifact that answers there now."""

    __tablename__ = "redirect"

    old: str = Field(primary_key=True)
    slug: str = Field(foreign_key="artifact.slug", index=True)
    at: datetime = _moment()


class BatchRow(SQLModel, table=True):
    """One order. `order` says how it was given; `spent_usd` is kept where there is a budget, `owner` works on it."""

    __tablename__ = "batch"

    id: str = Field(primary_key=True)
    llm: str
    order: dict[str, Any] = _json()
    state: str = Field(index=True)
    stopped: str | None = _text(nullable=True)
    budget_usd: str | None = None
    spent_usd: str | None = None
    owner: int | None = None
    started_at: datetime = _moment()
    finished_at: datetime | None = _moment(nullable=True)


class JobRow(SQLModel, table=True):
    """A document of a batch, from the moment it is planned; only its `owner` may end it."""

    __tablename__ = "job"
    __table_args__ = (Index("job_of_batch", "batch_id", "state"),)

    id: int | None = Field(default=None, primary_key=True)
    batch_id: str = Field(foreign_key="batch.id")
    number: int
    origin: str
    slug: str | None = None
    state: str
    code: str | None = None
    why: str | None = _text(nullable=True)
    capabilities: int = 0
    masked: int = 0
    owner: int | None = None
    at: datetime = _moment()


class HeldRow(SQLModel, table=True):
    """The document of a job that has not ended well yet, with all that is needed to carry it out anywhere."""

    __tablename__ = "held_document"

    job_id: int = Field(primary_key=True, foreign_key="job.id")
    artifact: dict[str, Any] = _json()
    document: dict[str, Any] = _json()
    content_hash: str
    is_masked: bool
    has_given_slug: bool
    raw: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class WorkerRow(SQLModel, table=True):
    """A process that carries orders out. It is alive while it holds its lock; once fenced it may write no more."""

    __tablename__ = "worker"

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    place: str
    takes_any: bool
    started_at: datetime = _moment()
    seen_at: datetime = _moment()
    fenced_at: datetime | None = _moment(nullable=True)


class ReservationRow(SQLModel, table=True):
    """What a call on the way may cost its batch at the most: which call, since when."""

    __tablename__ = "reservation"

    id: int | None = Field(default=None, primary_key=True)
    batch_id: str = Field(foreign_key="batch.id", index=True)
    owner: int | None = None
    amount_usd: str
    call: dict[str, Any] | None = _json(nullable=True)
    at: datetime | None = _moment(nullable=True)


class PaceRow(SQLModel, table=True):
    """Limits that processes keep together, by llm: when the next request and the next token may start (epoch, s)."""

    __tablename__ = "pace"

    name: str = Field(primary_key=True)
    requests_from: float
    tokens_from: float
    blocked_until: float


class AttemptRow(SQLModel, table=True):
    """The ledger: one row an attempt, written before its answer is judged. `other` is the second artifact of a pair."""

    __tablename__ = "attempt"
    __table_args__ = (
        Index(
            "attempt_other",
            "other",
            sqlite_where=text("other IS NOT NULL"),
            postgresql_where=text("other IS NOT NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = _moment()
    batch_id: str | None = Field(default=None, foreign_key="batch.id", index=True)
    slug: str | None = Field(default=None, index=True)
    other: str | None = None
    key: str = Field(index=True)
    prompt: str
    template: str
    llm: str
    outcome: str
    input_tokens: int | None = None
    cached_tokens: int | None = None
    cache_write_tokens: int | None = None
    output_tokens: int | None = None
    reasoning_tokens: int | None = None
    cost_usd: str | None = None
    served: str | None = None
    tier: str | None = None
    rung: str | None = None
    request_id: str | None = None
    latency: float
    raw: str = _text()


class SubmissionRow(SQLModel, table=True):
    """A file of requests that are answered later; `stage` is ours, `status` the provider's word."""

    __tablename__ = "submission"

    id: str = Field(primary_key=True)
    number: int
    digest: str = Field(index=True)
    llm: str
    order: dict[str, Any] = _json()
    stage: str = Field(index=True)
    requests: int
    file_id: str | None = None
    batch_id: str | None = None
    status: str | None = None
    done: int
    failed: int
    output_file_id: str | None = None
    error_file_id: str | None = None
    created_at: datetime = _moment()
    changed_at: datetime = _moment()


class AskedRow(SQLModel, table=True):
    """A request that stands in the file of a submission, once for each call key."""

    __tablename__ = "asked"

    key: str = Field(primary_key=True)
    slug: str
    prompt: str
    template: str
    llm: str
    rung: str
    body: dict[str, Any] = _json()


class SubmissionLineRow(SQLModel, table=True):
    __tablename__ = "submission_line"

    submission_id: str = Field(primary_key=True, foreign_key="submission.id")
    position: int = Field(primary_key=True)
    key: str = Field(foreign_key="asked.key", index=True)


class SettingRow(SQLModel, table=True):
    """What the database itself must remember, such as the label of an imported rank."""

    __tablename__ = "setting"

    name: str = Field(primary_key=True)
    value: str = _text()


class TokenRow(SQLModel, table=True):
    """Who may come in; of the secret only its hash is kept."""

    __tablename__ = "token"

    id: str = Field(primary_key=True)
    name: str
    role: str
    secret_hash: str = Field(index=True, unique=True)
    created_at: datetime = _moment()
    revoked_at: datetime | None = _moment(nullable=True)


class EndedSessionRow(SQLModel, table=True):
    """A session that was ended before its cookie is too old, or a token all of whose sessions were."""

    __tablename__ = "ended_session"

    sid: str = Field(primary_key=True)
    until: datetime = _moment()


class SearchRow(SQLModel, table=True):
    """A question. `root` is the search that it repeats, or itself: what "once in 24 hours" counts."""

    __tablename__ = "search"
    __table_args__ = (Index("search_of_visitor", "visitor", "intent", "at"),)

    id: str = Field(primary_key=True)
    at: datetime = _moment()
    visitor: str
    source: str
    is_bot: bool
    query: str = _text()
    intent: str = _text()
    root: str


class SavedSearchRow(SQLModel, table=True):
    """A search that somebody keeps; `edition` is that of the index when it was last looked through."""

    __tablename__ = "saved_search"

    id: str = Field(primary_key=True)
    owner: str | None = Field(default=None, index=True)
    wanted: dict[str, Any] = _json()
    created_at: datetime = _moment()
    asked_at: datetime = _moment()
    edition: int | None = None
    hook: str | None = _text(nullable=True)


class SavedFindRow(SQLModel, table=True):
    """An artifact that answered a kept search, and since when; told unless it did so when the search was saved."""

    __tablename__ = "saved_find"

    saved_id: str = Field(primary_key=True, foreign_key="saved_search.id")
    slug: str = Field(primary_key=True, foreign_key="artifact.slug", index=True)
    at: datetime = _moment()
    is_news: bool


class WishUseRow(SQLModel, table=True):
    """What one wish of a visitor came to for an artifact: its best place, whether it was what was looked for, and how
    the last search that told an outcome judged it.
    """

    __tablename__ = "wish_use"
    __table_args__ = (
        Index("use_of_slug", "slug", "place", "matched", "good"),
        Index("use_of_visitor", "visitor"),
    )

    slug: str = Field(primary_key=True)
    visitor: str = Field(primary_key=True)
    intent: str = Field(sa_column=Column(Text, primary_key=True))
    place: int | None = None
    matched: int = 0
    good: int | None = None
    told_at: datetime | None = _moment(nullable=True)
    told_in: str | None = None


class UseVoiceRow(SQLModel, table=True):
    """Who was shown an artifact, and by which source."""

    __tablename__ = "use_voice"
    __table_args__ = (Index("voices_of_visitor", "visitor"),)

    slug: str = Field(primary_key=True)
    source: str = Field(primary_key=True)
    visitor: str = Field(primary_key=True)


class MatchEventRow(SQLModel, table=True):
    """Append-only: one artifact shown, opened, read or judged for a search."""

    __tablename__ = "match_event"
    __table_args__ = (Index("match_event_of_slug", "slug", "act"),)

    id: int | None = Field(default=None, primary_key=True)
    search_id: str = Field(foreign_key="search.id", index=True)
    at: datetime = _moment()
    slug: str
    capability_id: str | None = None
    act: str
    place: int | None = None
    seconds: float | None = None
