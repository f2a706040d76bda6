"""Measures recorded answers about documents: one row of figures each. `make trial DOCUMENTS=... RECORDINGS=...`

valid      the whole answer has the wire schema at first try (parts that have / parts)
quotes     located in the visible text / given
claims     of records, and for each record on average; facts apart
refused    claims and facts that the checks hold back
twins      pairs of records of one document whose words overlap by half or more
uncovered  prose sentences of the document that no located quote touches, of all
"""

from __future__ import annotations

import re
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from pydantic import ValidationError

from decompose import packaged
from decompose.bootstrap import current_time, new_id
from decompose.domain.capability import Capability
from decompose.domain.decomposition import Decomposition
from decompose.domain.document import BlockKind, Revision, Span
from decompose.llm.prompts import Prompts
from decompose.llm.recorded import RecordedLlm, load_recordings
from decompose.llm.wire import WireAnswer
from decompose.services.decompose import Decomposer
from decompose.services.ingest import Ingestion, Options
from decompose.services.inputs import Input, gather
from decompose.store.database import Database

_SENTENCE = re.compile(r"[^.!?。！？\n]{25,}[.!?。！？]?")
_PROSE = {BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUOTE}


@dataclass(frozen=True)
class Row:
    name: str
    valid: int
    parts: int
    quotes: int
    located: int
    records: int
    claims: int
    facts: int
    refused: int
    twins: int
    sentences: int
    uncovered: int

    def line(self) -> str:
        per_record = self.claims / self.records if self.records else 0
        return (
            f"| {self.name} | {self.valid}/{self.parts} | {self.located}/{self.quotes} | {self.records} "
            f"| {self.claims} | {per_record:.1f} | {self.facts} | {self.refused} | {self.twins} "
            f"| {self.uncovered}/{self.sentences} |"
        )


def main(folder: Path, documents: list[Path]) -> None:
    database = Database("sqlite://")
    recorded = RecordedLlm([folder])
    prompts = Prompts(packaged.prompts())
    ingestion = Ingestion(database, recorded, prompts, current_time, new_id, Options())
    answers = {recording.key: recording.reply.content for recording in load_recordings(folder)}
    rows = [row for given in gather(documents) if (row := measure(ingestion, given, answers, prompts))]
    print("| document | valid | quotes | records | claims | a record | facts | refused | twins | uncovered |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for row in rows:
        print(row.line())
    print(total(rows).line())
    print(f"median claims a record: {statistics.median(row.claims / row.records for row in rows if row.records):.1f}")


def measure(ingestion: Ingestion, given: Input, answers: dict[str, str], prompts: Prompts) -> Row | None:
    opened = ingestion._open(given)
    decomposer = Decomposer(ingestion.database, ingestion.llm, prompts, current_time)
    artifact, revision = opened.candidate.artifact, opened.revision
    keys = [request.key for request in decomposer.requests(artifact, revision)]
    if not all(key in answers for key in keys):
        return None
    decomposition = decomposer.decompose(artifact, revision)
    claims = [claim for record in decomposition.capabilities for claim in record.claims]
    everything = claims + [fact.claim for fact in decomposition.facts]
    missing = sum(reason.check == "fabricated" for claim in everything for reason in claim.reasons)
    quotes = sum(len(claim.quotes) for claim in everything)
    sentences = list(prose(revision))
    cited = [item.span for claim in everything for item in claim.evidence]
    return Row(
        name=given.stem_words,
        valid=sum(is_valid(answers[key]) for key in keys),
        parts=len(keys),
        quotes=quotes,
        located=quotes - missing,
        records=len(decomposition.capabilities),
        claims=len(claims),
        facts=len(decomposition.facts),
        refused=sum(not claim.is_publishable for claim in everything),
        twins=twins(decomposition),
        sentences=len(sentences),
        uncovered=sum(not any(span.overlaps(one) for one in cited) for span in sentences),
    )


def is_valid(answer: str) -> bool:
    try:
        WireAnswer.model_validate_json(answer)
    except ValidationError:
        return False
    return True


def prose(revision: Revision) -> Iterator[Span]:
    for block in revision.visible.blocks:
        if block.kind in _PROSE:
            for match in _SENTENCE.finditer(revision.visible.words_of(block.span)):
                yield Span(block.span.start + match.start(), block.span.start + match.end())


def twins(decomposition: Decomposition) -> int:
    told = [words(record) for record in decomposition.capabilities]
    return sum(len(one & other) >= 0.5 * min(len(one), len(other)) for one, other in combinations(told, 2))


def words(record: Capability) -> set[str]:
    text = " ".join([record.name, *(claim.text for claim in record.of("description"))])
    return {word[:6] for word in re.findall(r"\w{4,}", text.casefold())}


def total(rows: list[Row]) -> Row:
    sums = {name: sum(getattr(row, name) for row in rows) for name in Row.__dataclass_fields__ if name != "name"}
    return Row(name=f"**{len(rows)} documents**", **sums)


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(path) for path in sys.argv[2:]])
