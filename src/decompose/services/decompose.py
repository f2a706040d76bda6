"""One revision in, one draft out: render the prompts, ask, keep every attempt in the ledger, read the answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from decompose.domain.artifact import Artifact
from decompose.domain.decomposition import Draft
from decompose.domain.document import Revision
from decompose.domain.examination import Point
from decompose.domain.plan import identity_of
from decompose.domain.rejection import Rejection, by_part
from decompose.domain.workbench import Workbench
from decompose.errors import BadAnswerError
from decompose.llm.client import Llm, Passage, Request
from decompose.llm.passages import Part, estimated_tokens, parts
from decompose.llm.prompts import Prompts, delimiter
from decompose.llm.wire import AnswerShapeError, Refused, answer_schema, parse_answer
from decompose.services.asking import Asker, Purse
from decompose.services.computing import Computing, Here
from decompose.services.examining import Case, Examined, Found, draft_of, examine, look, look_and_examine, told_by
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


class Line(Protocol):
    """A line to the language model, which others may use while nothing is asked."""

    def asks(self) -> None:
        """A call follows: wait for a line, unless it is held."""

    def answered(self) -> None:
        """No call follows for now."""


@dataclass(frozen=True)
class Alone:
    """A line that nobody else waits for."""

    def asks(self) -> None:
        """It is there."""

    def answered(self) -> None:
        """It stays."""


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
    computing: Computing = field(default_factory=Here)

    def decompose(self, artifact: Artifact, revision: Revision, line: Line = Alone()) -> Examined:
        """Records and facts of a revision, each claim checked against it, and judged if the rules leave it open.

        Args:
            line: given back while nothing is asked.

        Raises:
            LlmError: no usable answer; whatever was paid is in the ledger.
            ComputingDiedError: the document is what processes die of.
        """
        template = self.prompts.digest(PROMPT) if self.llm.reads_prompts else None
        case = Case(artifact, revision, self.llm.name, template, self.point)
        draft, examined = Draft(), None
        asked = tuple(self._asked(artifact, revision))
        for part, request in asked:
            added, examined = self._added(request, part, case, draft if part is asked[-1][0] else None, line)
            draft += added
        examined = examined or self.computing.run(examine, draft, case)
        return self._judged(draft, case, examined, line) if self.is_judged else examined

    def requests(self, artifact: Artifact, revision: Revision) -> Iterator[Request]:
        """The first calls that decomposing the revision makes: one for each part of it."""
        return (request for _, request in self._asked(artifact, revision))

    @property
    def _asker(self) -> Asker:
        return Asker(self.database, self.llm, self.now, self.batch, self.purse, self.observer)

    def _judged(self, draft: Draft, case: Case, examined: Examined, line: Line) -> Examined:
        """The same with what a judge says of the claims that the rules leave open."""
        decomposition = examined.decomposition
        bench = Workbench.of(decomposition.revision, case.artifact.names)
        claims = [claim for record in decomposition.capabilities for claim in record.claims]
        claims += [fact.claim for fact in decomposition.facts]
        asked = bench.questions(claims)
        line.asks()
        judge = Judge(self._asker, self.prompts)
        answers = judge.judgements(case.artifact, decomposition.revision.visible, tuple(asked.values()))
        line.answered()
        judgements = {key: answer for key, answer in zip(asked, answers, strict=True) if answer}
        return self.computing.run(examine, draft, case, judgements) if judgements else examined

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
        passage = Passage(revision.document.slug, artifact.name, part.sections, revision.visible)
        return self.prompts.request(
            PROMPT,
            self.llm.name,
            schema=answer_schema(),
            most_output=_output_limit(part.text),
            passage=passage,
            name=artifact.name,
            document=part.text,
            delimiter=delimiter(part.text),
            language=self.language,
            part=part.number,
            parts=of,
            path=" > ".join(part.path),
            rejections=rejected,
        )

    def _added(
        self, request: Request, part: Part, case: Case, before: Draft | None, line: Line
    ) -> tuple[Draft, Examined | None]:
        """The draft of one part, with at most one repair call; of the last part also what all of them give.

        Args:
            before: the draft of the parts before the last one; None for those.
        """
        artifact, is_repairable = case.artifact, self.llm.reads_prompts
        line.asks()
        try:
            text = self._asker.ask(request, artifact.slug)
        except BadAnswerError as exc:
            if exc.outcome not in _REPAIRABLE:
                raise
            repaired = self._repaired_whole(request, artifact, part, "", str(exc), exc.outcome)
            line.answered()
            return told_by(repaired, request.key), None
        line.answered()
        if before is None:
            found = self.computing.run(look, text, request.key, case.revision, is_repairable=is_repairable)
        else:
            found = self.computing.run(look_and_examine, text, request.key, before, case, is_repairable=is_repairable)
        if found.outcome:
            self._asker.note(request, found.outcome)
        if not found.outcome and not found.faults:
            return found.draft, found.examined
        line.asks()
        draft = (
            self._repaired_whole(request, artifact, part, text, found.why, found.outcome)
            if found.outcome
            else self._repaired(request, artifact, part, found)
        )
        line.answered()
        return told_by(draft, request.key), None

    def _repaired(self, request: Request, artifact: Artifact, part: Part, found: Found) -> Draft:
        """The items that could not be used, asked for once more; what stays unusable stays refused."""
        repair = self._repair_request(request, artifact, part, found.faults)
        try:
            repaired = parse_answer(self._asker.ask(repair, artifact.slug))
        except AnswerShapeError as exc:
            self._asker.note(repair, exc.outcome)
            return found.draft
        except BadAnswerError:
            return found.draft
        return merged(found.draft, draft_of(repaired), dropped=_texts(found.faults))

    def _repaired_whole(
        self, request: Request, artifact: Artifact, part: Part, text: str, why: str, outcome: str
    ) -> Draft:
        """The whole answer once more."""
        repair = self._repair_request(request, artifact, part, [Refused("answer", why, text[:4_000])])
        try:
            return draft_of(parse_answer(self._asker.ask(repair, artifact.slug)))
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
