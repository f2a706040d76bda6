"""How well capabilities are paired, over the labelled set of fixtures/alignment: `make alignment`.

Precision: of the pairs that are made, those that both readers put in one row. Recall: of the rows that could be made at
most, those that are. A pair on which the readers disagree counts neither way. With a language model, its recorded
rulings on what the words leave open are taken in; they are there for `dev` and `test`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from decompose import packaged
from decompose.domain.alignment import NO_RULINGS, Pair, Rulings, align, uncertain
from decompose.domain.artifact import Artifact, parse_kind
from decompose.domain.capability import Capability, CapabilityStatus, Claim, ClaimStatus
from decompose.domain.comparison import Side
from decompose.domain.score import score_of, weights_from
from decompose.llm.client import Llm
from decompose.llm.prompts import Prompts
from decompose.llm.recorded import RecordedLlm
from decompose.services.aligning import Aligner
from decompose.services.asking import Asker
from decompose.services.recording import keep_answers, missed, write_requests
from decompose.store.database import Database

FOLDER = Path(__file__).parents[1] / "fixtures" / "alignment"
RECORDINGS = FOLDER / "llm"
PARTS, RULED = ("dev", "late", "more", "test", "unseen", "new"), ("dev", "test")
FIRST_LABELLED = ("dev", "late", "test", "unseen")
_SHARES = {"adoption": "0.25", "quality": "0.25", "ecosystem": "0.10", "match_graph": "0.25", "freshness": "0.15"}
_WEIGHTS = weights_from({"version": 1, "default": _SHARES})
Edges = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Labelled:
    """Two artifacts, which of their capabilities two readers put in one row, and on which they disagreed."""

    a: Side
    b: Side
    part: str
    same: Edges
    disputed: Edges


@dataclass(frozen=True)
class Figures:
    """Counts over a set."""

    right: int
    wrong: int
    possible: int

    @property
    def precision(self) -> float:
        return self.right / ((self.right + self.wrong) or 1)

    @property
    def recall(self) -> float:
        return self.right / (self.possible or 1)

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / ((self.precision + self.recall) or 1)

    def __str__(self) -> str:
        return f"F1 {self.f1:.3f}, precision {self.precision:.3f}, recall {self.recall:.3f} ({self.possible} rows)"


def labelled(*parts: str) -> list[Labelled]:
    """The labelled pairs of artifacts, of these parts or of all."""
    sides = {given["slug"]: _side(given) for given in json.loads((FOLDER / "records.json").read_text())}
    lines = [json.loads(line) for line in (FOLDER / "labels.jsonl").read_text().splitlines()]
    return [
        Labelled(sides[line["a"]], sides[line["b"]], line["part"], _edges(line["same"]), _edges(line["disputed"]))
        for line in lines
        if line["part"] in (parts or PARTS)
    ]


def _side(given: dict[str, object]) -> Side:
    kind = parse_kind(str(given["kind"]))
    records = tuple(_record(one) for one in given["capabilities"])  # type: ignore[attr-defined]
    return Side(Artifact(str(given["slug"]), str(given["name"]), kind), score_of(kind, {}, _WEIGHTS), records)


def _record(given: dict[str, object]) -> Capability:
    claim = Claim(f"{given['id']} claim", "description", str(given["description"]), ClaimStatus.VERIFIED)
    labels = (tuple(given[name]) for name in ("intents", "inputs", "outputs"))  # type: ignore[call-overload]
    return Capability(str(given["id"]), str(given["name"]), CapabilityStatus.PUBLISHED, (claim,), *labels)


def _edges(pairs: Iterable[list[str]]) -> Edges:
    return frozenset((a, b) for a, b in pairs)


def figures(pairs: Iterable[Labelled], rulings: Callable[[Labelled], Rulings] = lambda _: NO_RULINGS) -> Figures:
    """How the alignment does, with what was ruled beforehand."""
    right = wrong = possible = 0
    for one in pairs:
        found = align(one.a.capabilities, one.b.capabilities, rulings(one)).both
        made = {(pair.a, pair.b) for pair in found} - one.disputed
        right += len(made & one.same)
        wrong += len(made - one.same)
        possible += most_rows(one.same)
    return Figures(right, wrong, possible)


def most_rows(edges: Edges) -> int:
    """The most pairs that can be made of edges, each record in one of them."""
    taken: dict[str, str] = {}

    def placed(a: str, seen: set[str]) -> bool:
        for b in sorted(other for one, other in edges if one == a and other not in seen):
            seen.add(b)
            if b not in taken or placed(taken[b], seen):
                taken[b] = a
                return True
        return False

    return sum(placed(a, set()) for a in sorted({a for a, _ in edges}))


def ruled_by(llm: Llm) -> Callable[[Labelled], Rulings]:
    """The rulings of a language model on what is uncertain of a pair of artifacts."""
    database = Database("sqlite://")
    aligner = Aligner(Asker(database, llm, lambda: datetime.now(UTC)), Prompts(packaged.prompts()))

    def rule(one: Labelled) -> Rulings:
        open_pairs = uncertain(one.a.capabilities, one.b.capabilities)
        return _rulings(aligner.rule(one.a, one.b, open_pairs))

    return rule


def _rulings(answers: dict[Pair, bool]) -> Rulings:
    same = {frozenset({pair.a, pair.b}): is_same for pair, is_same in answers.items()}
    return Rulings(same, dict.fromkeys(same, "Matched by a language model"))


def _ask(database: Database, llm: Llm) -> None:
    aligner = Aligner(Asker(database, llm, lambda: datetime.now(UTC)), Prompts(packaged.prompts()))
    for one in labelled(*RULED):
        aligner.rule(one.a, one.b, uncertain(one.a.capabilities, one.b.capabilities))


def main() -> int:
    if "--requests" in sys.argv:
        return write_requests(missed(RECORDINGS, _ask), Path(sys.argv[sys.argv.index("--requests") + 1]), None) * 0
    if "--answers" in sys.argv:
        kept = keep_answers(missed(RECORDINGS, _ask), Path(sys.argv[sys.argv.index("--answers") + 1]), RECORDINGS)
        print(f"{len(kept)} answers recorded")
        return 0
    count = sum(len(one.a.capabilities) * len(one.b.capabilities) for one in labelled())
    print(f"{len(labelled())} pairs of artifacts, {count} pairs of capabilities")
    rulings = ruled_by(RecordedLlm([RECORDINGS]))
    for parts in (*((part,) for part in PARTS), ("test", "unseen"), FIRST_LABELLED, PARTS):
        print(f"by rule, {' and '.join(parts):41} {figures(labelled(*parts))}")
    for parts in (*((part,) for part in RULED), RULED):
        print(f"with an llm, {' and '.join(parts):37} {figures(labelled(*parts), rulings)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
