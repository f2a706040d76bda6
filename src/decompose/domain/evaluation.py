"""How good the answers about a folder of documents are: figures of one document, their sums, and two sums compared.

Everything kept here is a count, so that figures of documents add up and those of two trials can be compared. A share is
computed from two counts that are shown beside it and is never kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from itertools import combinations
from typing import Any

from decompose.domain.capability import STANDING, Capability, CapabilityStatus, Claim, ClaimStatus, FactKind
from decompose.domain.claim_check import FABRICATED, HIDDEN_TEXT
from decompose.domain.decomposition import Decomposition
from decompose.domain.document import BlockKind, Span, VisibleText
from decompose.domain.ledger import Entry, JobResult

Number = int | float | Decimal
# Headings, table rows and code are no prose: nobody expects a sentence about each of them.
PROSE_BLOCKS = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE})
# In columns of a fixed-width font, so that a Chinese sentence needs half as many characters.
SHORTEST_SENTENCE = 25
ALIKE = 0.5
_STEM = 6


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one document or of many; quotes, claims and objections are those of records and of facts alike.

    `answers` are first answers that came, `valid` those that have the wire schema whole. `calls` are the questions,
    `attempts` the rows of the ledger about them, whenever they were made; of these `untold` are without tokens, and
    `unpriced` without a cost; `timed` took a time that was measured. `paid` and `reused` are attempts and answers of
    this evaluation. `cost` is in USD, `seconds` in seconds. `unlocated` is by the reason why, `claims` and `records` by
    status, `objections` by check, `facts` by kind. `labels` are intents, inputs and outputs that were kept.
    """

    documents: int = 0
    failed: int = 0
    answers: int = 0
    valid: int = 0
    repairs: int = 0
    unusable: int = 0
    quotes: int = 0
    unlocated: Mapping[str, int] = field(default_factory=dict)
    claims: Mapping[str, int] = field(default_factory=dict)
    record_claims: int = 0
    objections: Mapping[str, int] = field(default_factory=dict)
    records: Mapping[str, int] = field(default_factory=dict)
    duplicates: int = 0
    alike: int = 0
    facts: Mapping[str, int] = field(default_factory=dict)
    labels: int = 0
    dropped: int = 0
    sentences: int = 0
    covered: int = 0
    calls: int = 0
    attempts: int = 0
    paid: int = 0
    reused: int = 0
    input: int = 0
    cached: int = 0
    output: int = 0
    untold: int = 0
    cost: Decimal = Decimal(0)
    unpriced: int = 0
    seconds: float = 0.0
    timed: int = 0

    def __add__(self, other: Figures) -> Figures:
        names = [one.name for one in fields(Figures)]
        return Figures(**{name: _sum(getattr(self, name), getattr(other, name)) for name in names})

    @property
    def standing(self) -> int:
        """Claims that readers may see."""
        return sum(self.claims.get(status, 0) for status in STANDING)


@dataclass(frozen=True, slots=True)
class Asked:
    """The calls about one document: which of the `keys` are repairs, and what became of them.

    `valid` says of each first answer that came whether it has the wire schema.
    """

    keys: tuple[str, ...] = ()
    repairs: int = 0
    valid: tuple[bool, ...] = ()
    attempts: tuple[Entry, ...] = ()
    paid: int = 0
    reused: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """One document of a trial: its figures, and what they were taken from, or how it failed.

    `uncovered` are the prose sentences that no located quote touches.
    """

    path: str
    slug: str | None
    figures: Figures
    decomposition: Decomposition | None = None
    uncovered: tuple[Span, ...] = ()
    failure: JobResult | None = None


@dataclass(frozen=True, slots=True)
class Trial:
    """What one version of the prompts made of the documents. `prompts` says where they lie; the digests are theirs."""

    prompts: str
    decompose: str
    repair: str
    documents: tuple[Measured, ...]

    @property
    def figures(self) -> Figures:
        return total(document.figures for document in self.documents)

    @property
    def failures(self) -> tuple[JobResult, ...]:
        return tuple(document.failure for document in self.documents if document.failure)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One llm, the same documents, and one or two versions of the prompts."""

    llm: str
    trials: tuple[Trial, ...]

    @property
    def has_failures(self) -> bool:
        return any(trial.failures for trial in self.trials)

    @property
    def uneven(self) -> tuple[str, ...]:
        """Paths of documents that failed by one version alone: the sums are of different documents then."""
        failed = Counter(job.origin for trial in self.trials for job in trial.failures)
        return tuple(sorted(path for path, times in failed.items() if times < len(self.trials)))


# -- measuring ---------------------------------------------------------------------------------------------


def prose(visible: VisibleText, split: Callable[[str], Iterable[Span]]) -> Iterator[Span]:
    """The prose sentences of a document.

    Prose is what stands in paragraphs, list items and block quotes, cut by `split` into sentences of at least
    SHORTEST_SENTENCE columns, without the words that may not be quoted.
    """
    for block in visible.blocks:
        if block.kind not in PROSE_BLOCKS:
            continue
        words = visible.words_of(block.span)
        for found in split(words):
            span = Span(block.span.start + found.start, block.span.start + found.end)
            is_quotable = not any(hidden.span.overlaps(span) for hidden in visible.unquotable)
            if is_quotable and _width(words[found.start : found.end]) >= SHORTEST_SENTENCE:
                yield span


def uncovered(decomposition: Decomposition, sentences: Iterable[Span]) -> tuple[Span, ...]:
    """The sentences that no located quote touches."""
    cited = [item.span for claim in claims_of(decomposition) for item in claim.evidence]
    return tuple(sentence for sentence in sentences if not any(sentence.overlaps(span) for span in cited))


def measured(decomposition: Decomposition, sentences: Sequence[Span]) -> Figures:
    """What a decomposition came to, its calls apart."""
    claims = claims_of(decomposition)
    records = decomposition.capabilities
    objections = Counter(reason.check for claim in claims for reason in claim.reasons)
    return Figures(
        documents=1,
        unusable=len(decomposition.refused),
        quotes=sum(len(claim.quotes) for claim in claims),
        unlocated={check: objections[check] for check in (FABRICATED, HIDDEN_TEXT) if objections[check]},
        claims=Counter(claim.status.value for claim in claims),
        record_claims=sum(len(record.claims) for record in records),
        objections=objections,
        records=Counter(record.status.value for record in records),
        duplicates=sum(record.held is not None for record in records),
        alike=_alike(records),
        facts=Counter(fact.kind.value for fact in decomposition.facts),
        labels=sum(len(record.intents) + len(record.inputs) + len(record.outputs) for record in records),
        dropped=sum(len(record.dropped_labels) for record in records),
        sentences=len(sentences),
        covered=len(sentences) - len(uncovered(decomposition, sentences)),
    )


def with_calls(figures: Figures, asked: Asked) -> Figures:
    """The same figures with those of the calls, as the ledger has them."""
    attempts = asked.attempts
    return replace(
        figures,
        answers=len(asked.valid),
        valid=sum(asked.valid),
        repairs=asked.repairs,
        calls=len(asked.keys),
        attempts=len(attempts),
        paid=asked.paid,
        reused=asked.reused,
        input=sum(entry.input or 0 for entry in attempts),
        cached=sum(entry.cached or 0 for entry in attempts),
        output=sum(entry.output or 0 for entry in attempts),
        untold=sum(entry.input is None and entry.output is None for entry in attempts),
        cost=sum((entry.cost for entry in attempts if entry.cost is not None), Decimal(0)),
        unpriced=sum(entry.cost is None for entry in attempts),
        seconds=sum(entry.latency for entry in attempts),
        timed=sum(entry.latency > 0 for entry in attempts),
    )


def total(figures: Iterable[Figures]) -> Figures:
    return sum(figures, Figures())


def claims_of(decomposition: Decomposition) -> tuple[Claim, ...]:
    """Every claim of the records, then of the facts."""
    of_records = tuple(claim for record in decomposition.capabilities for claim in record.claims)
    return of_records + tuple(fact.claim for fact in decomposition.facts)


def _sum(one: Any, other: Any) -> Any:
    return Counter(one) + Counter(other) if isinstance(one, Mapping) else one + other


def _alike(records: Sequence[Capability]) -> int:
    """Pairs of records of one document of which the smaller shares half of its words, or more, with the other."""
    told = [_words(record) for record in records]
    return sum(len(one & other) >= ALIKE * min(len(one), len(other)) > 0 for one, other in combinations(told, 2))


def _words(record: Capability) -> frozenset[str]:
    """The longer words of a record's name and description, without their endings."""
    text = " ".join([record.name, *(claim.text for claim in record.of("description"))])
    return frozenset(word[:_STEM] for word in re.findall(r"\w{4,}", text.casefold()))


def _width(words: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1 for character in words)


# -- the table ---------------------------------------------------------------------------------------------

# A share: the row whose count it is, and the row that it is a share of.
SHARES: Mapping[str, tuple[str, str]] = {
    "valid": ("answers.valid", "answers.first"),
    "located": ("quotes.located", "quotes.given"),
    "standing": ("claims.standing", "claims.all"),
    "published": ("records.published", "records.all"),
    "dropped": ("labels.dropped", "labels.given"),
    "covered": ("sentences.covered", "sentences.all"),
}
CLAIMS_A_RECORD = "claims_a_record"


def table(figures: Figures) -> dict[str, Number | None]:
    """Every figure by its name `group.name`, in the order in which it is read; None is what nobody told.

    Statuses and reasons why a quote is not located are always there; checks and kinds of facts where there are any,
    the most frequent first.
    """
    unlocated, is_told = figures.unlocated, figures.untold < figures.attempts or not figures.attempts
    rows: dict[str, Number | None] = {
        "documents.decomposed": figures.documents,
        "documents.failed": figures.failed,
        "answers.first": figures.answers,
        "answers.valid": figures.valid,
        "answers.repairs": figures.repairs,
        "answers.unusable_items": figures.unusable,
        "quotes.given": figures.quotes,
        "quotes.located": figures.quotes - sum(unlocated.values()),
        **{f"quotes.{check}": unlocated.get(check, 0) for check in (FABRICATED, HIDDEN_TEXT)},
        "claims.all": sum(figures.claims.values()),
        "claims.standing": figures.standing,
        **{f"claims.{status}": figures.claims.get(status, 0) for status in ClaimStatus},
        "claims.of_records": figures.record_claims,
        **_by_size("objections", figures.objections),
        "records.all": sum(figures.records.values()),
        **{f"records.{status}": figures.records.get(status, 0) for status in _STATUSES_OF_NEW_RECORDS},
        "records.duplicates_held": figures.duplicates,
        "records.pairs_alike": figures.alike,
        "facts.all": sum(figures.facts.values()),
        **{f"facts.{kind}": figures.facts.get(kind, 0) for kind in FactKind},
        "labels.given": figures.labels + figures.dropped,
        "labels.dropped": figures.dropped,
        "sentences.all": figures.sentences,
        "sentences.covered": figures.covered,
        "calls.all": figures.calls,
        "calls.paid_now": figures.paid,
        "calls.reused": figures.reused,
        "calls.attempts": figures.attempts,
        "tokens.input": figures.input if is_told else None,
        "tokens.cached": figures.cached if is_told else None,
        "tokens.output": figures.output if is_told else None,
        "cost_usd": None if figures.unpriced else figures.cost,
        "latency_s": figures.seconds if figures.timed or not figures.attempts else None,
    }
    return rows


def shares(rows: Mapping[str, Number | None]) -> dict[str, float | None]:
    """Shares in 0..1 and the mean of claims a record, from the rows of a table; None is a share of nothing."""
    found = {name: _share(rows[part], rows[whole]) for name, (part, whole) in SHARES.items()}
    return {**found, CLAIMS_A_RECORD: _share(rows["claims.of_records"], rows["records.all"])}


def differences(first: Mapping[str, Number | None], second: Mapping[str, Number | None]) -> dict[str, Number | None]:
    """The second less the first, row by row; a check that only one of them has counts 0 in the other."""
    return {name: _less(second.get(name, 0), first.get(name, 0)) for name in merged_names(first, second)}


def merged_names(first: Iterable[str], second: Iterable[str]) -> list[str]:
    """The names of both in the order of the first; what only the second has comes at the end of its group."""
    names = list(first)
    for name in second:
        if name not in names:
            group = name.partition(".")[0]
            after = max((at for at, known in enumerate(names) if known.partition(".")[0] == group), default=None)
            before = names.index("records.all") if "records.all" in names else len(names)
            names.insert(before if after is None else after + 1, name)
    return names


_STATUSES_OF_NEW_RECORDS = (CapabilityStatus.PUBLISHED, CapabilityStatus.REVIEW, CapabilityStatus.QUARANTINED)


def _by_size(group: str, counts: Mapping[str, int]) -> dict[str, int]:
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return {f"{group}.{name}": count for name, count in ordered}


def _share(part: Number | None, whole: Number | None) -> float | None:
    return float(part) / float(whole) if part is not None and whole else None


def _less(one: Number | None, other: Number | None) -> Number | None:
    if one is None or other is None:
        return None
    if isinstance(one, Decimal) or isinstance(other, Decimal):
        return Decimal(one) - Decimal(other)
    return one - other
