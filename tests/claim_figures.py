"""How well labelled claims are told apart: by the rules alone, and with a judge for what they leave open.

    python tests/claim_figures.py FOLDER [--recordings DIR [--judged SHARE]]   # figures; the report has what went wrong
    python tests/claim_figures.py FOLDER --recordings DIR --requests FILE      # what no recording answers, as a batch
    python tests/claim_figures.py FOLDER --recordings DIR --answers FILE       # keep the answers, word for word

FOLDER holds `claims.jsonl` and `docs/` (or `documents/`), as `fixtures/claims` does. The judge is recorded for all that
can be read, so that its answers stay good when the rules change; of them only those count that the rules ask for.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from claims import all_readable
from decompose.bootstrap import Workspace
from decompose.domain.artifact import Artifact
from decompose.domain.document import VisibleText
from decompose.domain.examination import Examination, Point
from decompose.domain.verification import MOST_ASKED, Judgement, Question, Verification, most_open
from decompose.llm.client import Llm
from decompose.llm.recorded import RecordedLlm
from decompose.services.judge import Judge
from decompose.services.recording import Wanted, keep_answers, missed, write_requests
from decompose.services.verify import Shelf, Verifying, read_claims
from decompose.settings import Settings
from decompose.store.database import Database

SUPPORTED = "supported"
_RULES, _PAIR = "rules", "rules and judge"


@dataclass(frozen=True)
class Labelled:
    """Claims with their labels, and the documents that they are about."""

    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "claims.jsonl"

    @property
    def documents(self) -> Path:
        return next(path for name in ("docs", "documents") if (path := self.folder / name).is_dir())

    @cached_property
    def lines(self) -> tuple[dict[str, Any], ...]:
        return tuple(json.loads(line) for line in self.file.read_text(encoding="utf-8").split("\n") if line.strip())

    def verified(
        self,
        point: Point = Point.BALANCED,
        judge: Any = None,
        asked: Callable[[Sequence[Examination]], Collection[int]] = most_open,
    ) -> list[Verification]:
        verifying = Verifying(Shelf(self.documents), point, judge, asked)
        return list(verifying.verify(read_claims(self.file)))

    def judge_everything(self, database: Database, llm: Llm) -> Counted:
        """Every claim that can be read is put to the llm; its answers are kept."""
        counted = Counted(Workspace(Settings()).judge(llm, database))
        self.verified(judge=counted, asked=all_readable)
        return counted


@dataclass
class Counted:
    """A judge whose answers are remembered; `asked` are those that were asked for since they are."""

    judge: Judge
    answers: dict[tuple[str, Question], Judgement | None] = field(default_factory=dict)
    asked: int = 0

    def judgements(self, artifact: Artifact, visible: VisibleText, questions: Sequence[Question]) -> Sequence[Any]:
        self.asked += len(questions)
        keys = [(artifact.slug, one) for one in questions]
        if any(key not in self.answers for key in keys):
            given = self.judge.judgements(artifact, visible, questions)
            self.answers |= dict(zip(keys, given, strict=True))
        return [self.answers[key] for key in keys]


# -- figures -----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figures:
    """What became of labelled claims. `kept` are supported ones that stand, `caught` unsupported ones that do not."""

    lines: Sequence[dict[str, Any]]
    told: Sequence[Verification]

    def _share(self, label: str) -> float:
        found = [one for line, one in zip(self.lines, self.told, strict=True) if line["label"] == label]
        return sum(one.is_supported == (label == SUPPORTED) for one in found) / len(found)

    @property
    def kept(self) -> float:
        return self._share(SUPPORTED)

    @property
    def caught(self) -> float:
        return self._share("unsupported")

    @property
    def balanced(self) -> float:
        return (self.kept + self.caught) / 2

    @property
    def pairs(self) -> tuple[int, int]:
        """Minimal pairs of which both sides are right, and all."""
        right = {line["id"]: _is_right(line, one) for line, one in zip(self.lines, self.told, strict=True)}
        pairs = [(line["id"], line["pair_of"]) for line in self.lines if line.get("pair_of") in right]
        return sum(right[one] and right[other] for one, other in pairs), len(pairs)

    @property
    def types(self) -> dict[str, tuple[int, int]]:
        """Caught and all, by what is wrong."""
        wrong = [(line, one) for line, one in zip(self.lines, self.told, strict=True) if line["label"] != SUPPORTED]
        all_ = Counter(line["error_type"] for line, _ in wrong)
        caught = Counter(line["error_type"] for line, one in wrong if not one.is_supported)
        return {type_: (caught[type_], of) for type_, of in sorted(all_.items())}

    def summary(self) -> str:
        right, pairs = self.pairs
        told = f"balanced accuracy {self.balanced:.3f}  kept {self.kept:.3f}  caught {self.caught:.3f}"
        return told + (f"  pairs {right} of {pairs}" if pairs else "")

    def mistakes(self) -> Iterator[str]:
        for line, one in zip(self.lines, self.told, strict=True):
            if not _is_right(line, one):
                reasons = "; ".join(f"{reason.check}: {reason.detail}" for reason in one.reasons)
                yield f"- **{line['error_type'] or SUPPORTED}** {line['id']} ({one.score:.3f}): {line['claim']}"
                yield from (f"  - {quote!r}" for quote in line["quotes"])
                yield f"  - {reasons or 'nothing speaks against it'}"


def _is_right(line: dict[str, Any], one: Verification) -> bool:
    return one.is_supported == (line["label"] == SUPPORTED)


def by_length_alone(lines: Sequence[dict[str, Any]]) -> float:
    """The best balanced accuracy of a rule that looks at nothing but how long a claim is."""
    good = sorted(len(line["claim"]) for line in lines if line["label"] == SUPPORTED)
    bad = sorted(len(line["claim"]) for line in lines if line["label"] != SUPPORTED)
    shares = [
        (sum(length < limit for length in good) / len(good) + sum(length >= limit for length in bad) / len(bad)) / 2
        for limit in {*good, *bad}
    ]
    return max(max(share, 1 - share) for share in shares)


def print_figures(given: Labelled, judge: Counted | None, share: float, report: Path) -> None:
    lines = given.lines
    print(f"{len(lines)} claims; by length alone {by_length_alone(lines):.2f}")
    told = {}
    for point in Point:
        told[_RULES, point] = Figures(lines, given.verified(point))
    if judge:
        read = Figures(lines, given.verified(judge=judge, asked=all_readable))
        print(f"{'judge of all':<26} {read.summary()}")
        for point in Point:
            asked = judge.asked
            told[_PAIR, point] = Figures(lines, given.verified(point, judge, partial(most_open, share=share)))
        print(f"{judge.asked - asked} of {len(lines)} are judged")
    for (who, point), figures in told.items():
        print(f"{f'{who}, {point}':<26} {figures.summary()}")
    for type_, (caught, of) in told[_RULES, Point.BALANCED].types.items():
        pair = told.get((_PAIR, Point.BALANCED))
        print(f"  {type_:<26} {caught:>3} of {of:>3}" + (f"  {pair.types[type_][0]:>3} with the judge" if pair else ""))
    report.parent.mkdir(parents=True, exist_ok=True)
    texts = [f"## {who}, {point}\n\n" + "\n".join(one.mistakes()) for (who, point), one in told.items()]
    report.write_text("\n\n".join(texts) + "\n", encoding="utf-8")
    print(f"what went wrong stands in {report}")


def main(words: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--recordings", type=Path)
    parser.add_argument("--requests", type=Path)
    parser.add_argument("--answers", type=Path)
    parser.add_argument("--judged", type=float, default=MOST_ASKED)
    parser.add_argument("--report", type=Path, default=Path(".work/claims.md"))
    order = parser.parse_args(words)
    given = Labelled(order.folder)
    if order.requests or order.answers:
        wanted = missed(order.recordings, given.judge_everything)
        print(_carried_out(order, wanted))
        return 0
    judge = None
    if order.recordings:
        database = Database("sqlite://")
        judge = given.judge_everything(database, RecordedLlm([order.recordings]))
        if judge.judge.failures:
            print("\n".join(judge.judge.failures))
    print_figures(given, judge and replace(judge, asked=0), order.judged, order.report)
    return 0


def _carried_out(order: argparse.Namespace, wanted: Sequence[Wanted]) -> str:
    if order.requests:
        return f"{write_requests(wanted, order.requests, None)} requests in {order.requests}"
    return f"{len(keep_answers(wanted, order.answers, order.recordings))} of {len(wanted)} recorded"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
