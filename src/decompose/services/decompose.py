"""One revision in, one draft out: render the prompts, ask, keep every attempt in the ledger, read the answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property, partial

from decompose.domain.artifact import Artifact
from decompose.domain.capability import FactKind, Reason
from decompose.domain.decomposition import (
    Decomposition,
    Draft,
    DraftCapability,
    DraftClaim,
    DraftFact,
    substantiate,
)
from decompose.domain.document import Revision
from decompose.domain.evidence import Canonical, canonical, locate
from decompose.domain.examination import Point
from decompose.domain.plan import identity_of
from decompose.domain.rejection import Rejection, by_part
from decompose.domain.verification import Judgement
from decompose.domain.workbench import ClaimKey, Workbench
from decompose.errors import BadAnswerError
from decompose.llm.client import Llm, Passage, Request
from decompose.llm.passages import Part, estimated_tokens, parts
from decompose.llm.prompts import Prompts, delimiter
from decompose.llm.wire import (
    AnswerShapeError,
    ParsedAnswer,
    Refused,
    WireCapability,
    WireClaim,
    WireComparison,
    answer_schema,
    parse_answer,
)
from decompose.services.asking import Asker, Purse
from decompose.services.judge import Judge
from decompose.services.observing import NOBODY, Observer
from decompose.store import reviews
from decompose.store.database import Database

PROMPT = "decompose"
REPAIR = "repair"
# Answers are about as long as the visible text; twice that is the ceiling that was ever seen on dense documents.
_OUTPUT_PER_INPUT = 2
_OUTPUT_FLOOR = 4_000
_OUTPUT_STEP = 1_000
_REPAIRABLE = frozenset({"cut", "empty"})


@dataclass(frozen=True)
class _Words:
    """The words of a revision in canonical form, made when an answer has come, and once."""

    revision: Revision

    @cached_property
    def canonical(self) -> Canonical:
        return canonical(self.revision.visible.text)


@dataclass(frozen=True)
class Decomposer:
    """Asks one llm about documents. `now` gives the time of ledger rows."""

    database: Database
    llm: Llm
    prompts: Prompts
    now: Callable[[], datetime]
    language: str | None = None
    batch: str | None = None
    purse: Purse = field(default_factory=Purse)
    point: Point = Point.BALANCED
    is_judged: bool = False
    observer: Observer = NOBODY

    def decompose(
        self, artifact: Artifact, revision: Revision, answered: Callable[[], None] | None = None
    ) -> Decomposition:
        """Records and facts of a revision, each claim checked against it, and judged if the rules leave it open.

        Args:
            answered: is told when no further call follows.

        Raises:
            LlmError: no usable answer; whatever was paid is in the ledger.
        """
        words = _Words(revision)
        asked = self._asked(artifact, revision)
        drafts = (_told_by(self._draft(request, artifact, part, words), request) for part, request in asked)
        draft = sum(drafts, Draft())
        if answered and not self.is_judged:
            answered()
        template = self.prompts.digest(PROMPT) if self.llm.reads_prompts else None
        made = partial(
            substantiate,
            draft,
            revision,
            names=artifact.names,
            llm=self.llm.name,
            template=template,
            point=self.point,
            words=words.canonical,
        )
        decomposition = made()
        judgements = self._judgements(artifact, decomposition) if self.is_judged else {}
        return made(judgements=judgements) if judgements else decomposition

    def requests(self, artifact: Artifact, revision: Revision) -> Iterator[Request]:
        """The first calls that decomposing the revision makes: one for each part of it."""
        return (request for _, request in self._asked(artifact, revision))

    @property
    def _asker(self) -> Asker:
        return Asker(self.database, self.llm, self.now, self.batch, self.purse, self.observer)

    def _judgements(self, artifact: Artifact, decomposition: Decomposition) -> dict[ClaimKey, Judgement]:
        """What a judge says of the claims that the rules leave open."""
        bench = Workbench.of(decomposition.revision, artifact.names)
        claims = [claim for record in decomposition.capabilities for claim in record.claims]
        claims += [fact.claim for fact in decomposition.facts]
        asked = bench.questions(claims)
        judge = Judge(self._asker, self.prompts)
        answers = judge.judgements(artifact, decomposition.revision.visible, tuple(asked.values()))
        return {key: answer for key, answer in zip(asked, answers, strict=True) if answer}

    def _asked(self, artifact: Artifact, revision: Revision) -> Iterator[tuple[Part, Request]]:
        """The parts of a revision, each with its first call, which tells what editors rejected of that part."""
        found = parts(revision.visible)
        rejected = by_part(self._rejected(revision), [part.text for part in found])
        for part, sentences in zip(found, rejected, strict=True):
            yield part, self._request(artifact, revision, part, len(found), sentences)

    def _rejected(self, revision: Revision) -> tuple[Rejection, ...]:
        if not self.llm.reads_prompts:
            return ()
        with self.database.reading() as session:
            return reviews.rejections(session, identity_of(revision.document))

    def _request(
        self, artifact: Artifact, revision: Revision, part: Part, of: int, rejected: Sequence[Rejection]
    ) -> Request:
        messages = self.prompts.render(
            PROMPT,
            name=artifact.name,
            document=part.text,
            delimiter=delimiter(part.text),
            language=self.language,
            part=part.number,
            parts=of,
            path=" > ".join(part.path),
            rejections=rejected,
        )
        passage = Passage(revision.document.slug, artifact.name, part.sections, revision.visible)
        return Request(
            prompt=PROMPT,
            template=self.prompts.digest(PROMPT),
            llm=self.llm.name,
            messages=messages,
            schema=answer_schema(),
            parameters={"temperature": 0, "max_output_tokens": _output_limit(part.text)},
            passage=passage,
        )

    def _draft(self, request: Request, artifact: Artifact, part: Part, words: _Words) -> Draft:
        """The draft of one part, with at most one repair call."""
        try:
            text = self._asker.ask(request, artifact.slug)
            answer = parse_answer(text)
        except AnswerShapeError as exc:
            self._asker.note(request, exc.outcome)
            return _draft_of(self._repaired_whole(request, artifact, part, text, str(exc), exc.outcome))
        except BadAnswerError as exc:
            if exc.outcome not in _REPAIRABLE:
                raise
            return _draft_of(self._repaired_whole(request, artifact, part, "", str(exc), exc.outcome))
        return self._with_repairs(answer, words, artifact, part, request)

    def _with_repairs(
        self, answer: ParsedAnswer, words: _Words, artifact: Artifact, part: Part, request: Request
    ) -> Draft:
        """The answer, with the items that could not be used asked for once more; what stays unusable stays refused."""
        draft = _draft_of(answer)
        faults = (*answer.refused, *_without_quote(answer, words.canonical)) if self.llm.reads_prompts else ()
        if not faults:
            return draft
        repair = self._repair_request(request, artifact, part, faults)
        try:
            repaired = parse_answer(self._asker.ask(repair, artifact.slug))
        except AnswerShapeError as exc:
            self._asker.note(repair, exc.outcome)
            return draft
        except BadAnswerError:
            return draft
        return merged(draft, _draft_of(repaired), dropped=_texts(faults))

    def _repaired_whole(
        self, request: Request, artifact: Artifact, part: Part, text: str, why: str, outcome: str
    ) -> ParsedAnswer:
        """The whole answer once more."""
        repair = self._repair_request(request, artifact, part, [Refused("answer", why, text[:4_000])])
        try:
            return parse_answer(self._asker.ask(repair, artifact.slug))
        except AnswerShapeError as exc:
            self._asker.note(repair, exc.outcome)
            raise BadAnswerError(
                outcome, f"{why}; the repair call gave no usable answer either", subject=artifact.slug
            ) from exc

    def _repair_request(self, request: Request, artifact: Artifact, part: Part, refused: Sequence[Refused]) -> Request:
        shown = [{"path": fault.path, "why": fault.why, "item": _shown(fault.item)} for fault in refused]
        messages = self.prompts.render(
            REPAIR, name=artifact.name, refused=shown, document=part.text, delimiter=delimiter(part.text)
        )
        return replace(request, prompt=REPAIR, template=self.prompts.digest(REPAIR), messages=messages)


def _told_by(draft: Draft, request: Request) -> Draft:
    """A draft whose records name the first call about their part."""
    return replace(draft, capabilities=tuple(replace(record, call_key=request.key) for record in draft.capabilities))


def merged(draft: Draft, repair: Draft, *, dropped: frozenset[str]) -> Draft:
    """A draft with repaired items in the place of the faulty ones: claims join the record of their name."""
    corrected = {capability.name: capability for capability in repair.capabilities}
    capabilities = []
    for capability in draft.capabilities:
        kept = tuple(claim for claim in capability.claims if claim.text not in dropped)
        added = corrected.pop(capability.name, None)
        capabilities.append(replace(capability, claims=kept + (added.claims if added else ())))
    facts = tuple(fact for fact in draft.facts if fact.claim.text not in dropped)
    usable = tuple(capability for capability in (*capabilities, *corrected.values()) if capability.claims)
    return Draft(usable, facts + repair.facts, draft.refused)


def _without_quote(answer: ParsedAnswer, words: Canonical) -> Iterator[Refused]:
    """Claims of which no quote is in the document."""
    for capability in answer.capabilities:
        for field_name, claim in _claims_of(capability):
            if not _stands_in(words, claim.quotes):
                item = {"capability": capability.name, field_name: [claim.model_dump()]}
                yield Refused(f"{capability.name}: {field_name}", "no quote of it is in the document", item)
    for fact in answer.facts:
        if not _stands_in(words, fact.quotes):
            yield Refused(f"facts: {fact.kind}", "no quote of it is in the document", fact.model_dump())


def _stands_in(words: Canonical, quotes: Sequence[str]) -> bool:
    return any(locate(quote, words) for quote in quotes)


def _texts(faults: Sequence[Refused]) -> frozenset[str]:
    """The sentences of faulty items, which a repair replaces."""
    return frozenset(text for fault in faults for text in _sentences(fault.item))


def _sentences(item: object) -> Iterator[str]:
    """Every "text" that an item of an answer holds, at any depth."""
    if isinstance(item, dict):
        if isinstance(item.get("text"), str):
            yield item["text"]
        item = list(item.values())
    if isinstance(item, list):
        for inner in item:
            yield from _sentences(inner)


def _shown(item: object) -> str:
    return item if isinstance(item, str) else json.dumps(item, ensure_ascii=False)


def _output_limit(text: str) -> int:
    wanted = max(_OUTPUT_FLOOR, _OUTPUT_PER_INPUT * estimated_tokens(text))
    return -(-wanted // _OUTPUT_STEP) * _OUTPUT_STEP


# -- wire to domain ----------------------------------------------------------------------------------------


def _draft_of(answer: ParsedAnswer) -> Draft:
    return Draft(
        capabilities=tuple(_capability(capability) for capability in answer.capabilities),
        facts=tuple(
            DraftFact(FactKind(fact.kind), DraftClaim("fact", fact.text, tuple(fact.quotes))) for fact in answer.facts
        ),
        refused=tuple(Reason("shape", f"{refused.path}: {refused.why}") for refused in answer.refused),
    )


def _capability(wire: WireCapability) -> DraftCapability:
    claims = tuple(
        DraftClaim(field_name, claim.text, tuple(claim.quotes), getattr(claim, "rival", None))
        for field_name, claim in _claims_of(wire)
    )
    return DraftCapability(
        " ".join(wire.name.split()), claims, tuple(wire.intents), tuple(wire.inputs), tuple(wire.outputs)
    )


def _claims_of(wire: WireCapability) -> Iterator[tuple[str, WireClaim | WireComparison]]:
    groups: tuple[tuple[str, Sequence[WireClaim | WireComparison]], ...] = (
        ("description", wire.description),
        ("unique", wire.unique or ()),
        ("vs_alternatives", wire.vs_alternatives or ()),
        ("limitations", wire.limitations),
        ("best_for", wire.best_for),
        ("requires", wire.requires),
    )
    return ((name, claim) for name, claims in groups for claim in claims)
