"""Puts the facts of a pair to a language model, and keeps of its answer what the checks prove."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from decompose.domain.write_up.checking import Bench, Refused
from decompose.domain.write_up.material import Material, Row, Statement
from decompose.domain.write_up.sentences import Draft, Written, silence
from decompose.errors import BadAnswerError, LlmError, ProviderDownError
from decompose.llm.client import Request
from decompose.llm.prompts import Prompts, delimiter
from decompose.llm.write_up_wire import draft_json, parse_sentences, sentences_schema
from decompose.services.asking import Asker
from decompose.services.insisting import COMPLAINTS, parsed

PROMPT = "compare"
LEAST, MOST = 3, 5
_MOST_OUTPUT = 3_000
_ROW_SLOT = re.compile(r"\{(row\.[^{}]+)\}")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for of a pair: the whole write-up, or where one is there, the sentences that are stale."""

    a: str
    b: str
    material: Material
    standing: tuple[Written, ...] = ()
    stale: tuple[Written, ...] = ()

    @property
    def places(self) -> tuple[int, ...]:
        return tuple(one.place for one in self.stale) or tuple(range(1, MOST + 1))


@dataclass(frozen=True, slots=True)
class Answered:
    """What an llm wrote of a pair: what stands, what was refused in the end, and the keys of its calls."""

    written: tuple[Written, ...]
    refused: tuple[Refused, ...]
    keys: tuple[str, ...]


@dataclass(frozen=True)
class Writer:
    """Asks one llm. `failures` are sentences about calls that gave no usable answer, for whoever reports them."""

    asker: Asker
    prompts: Prompts
    failures: list[str] = field(default_factory=list)

    @property
    def template(self) -> str:
        return self.prompts.digest(PROMPT)

    def write(self, wanted: Wanted, bench: Bench) -> Answered | None:
        """One call, and at most one more: for another shape, or for the sentences that were refused. None: no answer.

        Raises:
            ProviderDownError: no further call can succeed for now.
            BudgetReachedError: the call could break the budget.
        """
        try:
            return self._written(wanted, bench)
        except ProviderDownError:
            raise
        except LlmError as exc:
            self.failures.append(f"{wanted.a} {wanted.b}: nothing is written ({exc})")
            return None

    def request(
        self,
        wanted: Wanted,
        *,
        complaint: str | None = None,
        stand: Iterable[Written] = (),
        refused: Sequence[Refused] = (),
    ) -> Request:
        """The question about a pair; with `refused` only about those sentences, beside the others that stand."""
        material = wanted.material
        facts = facts_in_words(material)
        return self.prompts.request(
            PROMPT,
            self.asker.llm.name,
            schema=sentences_schema(),
            most_output=_MOST_OUTPUT,
            least=LEAST,
            most=MOST,
            facts=facts,
            delimiter=delimiter(facts),
            standing=[_by_handles(one.text, material) for one in (*wanted.standing, *stand) if one.text],
            stale=[] if refused else [_stale(one, material) for one in wanted.stale],
            refused=[{"draft": draft_json(one.draft), "why": "; ".join(one.why)} for one in refused],
            complaint=complaint,
        )

    def _written(self, wanted: Wanted, bench: Bench) -> Answered:
        first = self.request(wanted)
        keys = [first.key]
        try:
            drafts = self._drafts(first, wanted)
            stands, refused = _sorted_out(drafts, wanted.places, bench)
            again = self.request(wanted, stand=stands, refused=refused) if refused else None
        except BadAnswerError as exc:
            if exc.outcome not in COMPLAINTS:
                raise
            stands, refused = [], []
            again = self.request(wanted, complaint=COMPLAINTS[exc.outcome])
        if again is not None:
            keys.append(again.key)
            places = [one.draft.place for one in refused] or wanted.places
            repaired, refused = _sorted_out(self._repairs(again, wanted, refused), places, bench)
            stands += repaired
        return Answered(self._kept(stands, wanted), tuple(refused), tuple(keys))

    def _repairs(self, request: Request, wanted: Wanted, refused: Sequence[Refused]) -> tuple[Draft, ...]:
        """A repair that fails costs what stands nothing; a whole answer that fails is none."""
        try:
            return self._drafts(request, wanted)
        except ProviderDownError:
            raise
        except LlmError as exc:
            if not refused:
                raise
            if not isinstance(exc, BadAnswerError):
                self.failures.append(f"{wanted.a} {wanted.b}: {len(refused)} refused are not written anew ({exc})")
            return tuple(one.draft for one in refused)

    def _drafts(self, request: Request, wanted: Wanted) -> tuple[Draft, ...]:
        return parsed(self.asker, request, parse_sentences, wanted.a, wanted.b)

    def _kept(self, stands: Iterable[Written], wanted: Wanted) -> tuple[Written, ...]:
        """By place, each text once; a stale place for which nothing stands is silent from now on."""
        llm = self.asker.llm.name
        told = {one.text for one in wanted.standing}
        by_place: dict[int, Written] = {}
        for one in sorted(stands, key=lambda one: one.place):
            if one.text not in told:
                told.add(one.text)
                by_place[one.place] = replace(one, llm=llm)
        for one in wanted.stale:
            by_place.setdefault(one.place, replace(silence(one, wanted.material.facts), llm=llm))
        return tuple(by_place[place] for place in sorted(by_place))


def _sorted_out(drafts: Iterable[Draft], places: Sequence[int], bench: Bench) -> tuple[list[Written], list[Refused]]:
    """What stands and what is refused of the drafts at these places; a draft without clauses says nothing."""
    checked = [bench.check(draft) for draft in drafts if draft.place in places and draft.clauses]
    return [one for one in checked if isinstance(one, Written)], [one for one in checked if isinstance(one, Refused)]


# -- words for a request -----------------------------------------------------------------------------------


def facts_in_words(material: Material) -> str:
    """The facts of a pair, a line each: nothing that a score moves without turning a relation is in them."""
    lines = [f"{letter.upper()} is {{{letter}.name}}: {name}" for letter, name in material.names.items()]
    lines += ["", "Relations, each with its slots:"]
    lines += [_relation(topic, value, material) for topic, value in material.relations.items()] or ["(none)"]
    lines += ["", "Rows, each with its slot:"]
    lines += [_row(row) for row in material.rows] or ["(none)"]
    for letter in material.names:
        lines += ["", f"Statements of {letter.upper()}, one JSON object a line:"]
        lines += [_statement(one) for one in material.statements if one.side == letter] or ["(none)"]
    return "\n".join(lines)


def _relation(topic: str, value: str, material: Material) -> str:
    slots = [slot for slot in (f"a.{topic}", f"b.{topic}") if slot in material.slots]
    slots += ["gap"] if topic == "rank" and "gap" in material.slots else []
    return f"{topic}: {value}   {' '.join(f'{{{slot}}}' for slot in slots)}".rstrip()


def _row(row: Row) -> str:
    called = ", ".join(f"{{{slot}}} is {name}" for slot, name in row.names.items())
    return f"{row.handle}: {row.relation}   {called}"


def _statement(one: Statement) -> str:
    said = {"id": one.handle, "row": one.row, "of": one.sort, "text": one.claim.text}
    return json.dumps({key: value for key, value in said.items() if value}, ensure_ascii=False)


def _by_handles(text: str, material: Material) -> str:
    handles = {row.slot_path(slot): slot for row in material.rows for slot in row.names}
    return _ROW_SLOT.sub(lambda slot: f"{{{handles.get(slot[1], 'row')}}}", text)


def _stale(one: Written, material: Material) -> dict[str, object]:
    """Why a sentence is stale. Where a statement of it is gone or another, its words are not repeated."""
    moved = [(path, value) for path, value in one.rests_on.items() if material.facts.get(path) != value]
    if not one.text or any(".claims." in path for path, _ in moved):
        return {"place": one.place, "why": "a statement that it retold is another now, or is not made any more"}
    handles = {row.path: row.handle for row in material.rows}
    turned = [f"{handles.get(path, path)} was “{value}”, is “{material.facts.get(path)}”" for path, value in moved]
    said = _by_handles(one.text, material)
    return {"place": one.place, "why": f"{'; '.join(turned)}. It said: {said}"}
