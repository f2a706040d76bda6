"""What grows with the number of artifacts, and how: a seeded database of each size, and what is done with it.

python tests/scale.py 1000 3000 10000 --report .work/scale.md     (make scale SIZES="1000 3000 10000")
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from decompose.bootstrap import Workspace
from decompose.domain.artifact import Artifact, Kind
from decompose.domain.capability import Capability, CapabilityStatus, Claim, ClaimStatus, Provenance, Reason
from decompose.domain.decomposition import Decomposition, Draft, DraftCapability, DraftClaim, substantiate
from decompose.domain.document import Block, BlockKind, Revision, SourceDocument, Span, VisibleText
from decompose.domain.evidence import Evidence
from decompose.domain.examination import Point
from decompose.domain.overlap import overlaps
from decompose.domain.review import items_of
from decompose.services import reingest
from decompose.settings import Settings
from decompose.store import artifacts, capabilities, documents, reviews
from decompose.store.database import Session

NOW = datetime(2026, 3, 1, tzinfo=UTC)
RECORDS, CLAIMS = 4, 3
# Shares of artifacts that compare themselves with a rival, and that have a sentence in the queue.
COMPARING, DOUBTFUL = 0.1, 0.3
WORDS = "buoy tide ebb reading harbour station wave file depth wind line coast channel message storm".split()
TIMES = 5
LONG = 1.0  # seconds
# What begins so is no time.
PLAIN = "plain:"


def sentence(draw: random.Random) -> str:
    return f"It {draw.choice(WORDS)}s the {draw.choice(WORDS)} of {draw.randint(2, 900)} {draw.choice(WORDS)}s."


def decomposition(number: int, size: int, draw: random.Random) -> Decomposition:
    """What an ingestion leaves of one document: records whose claims quote it, some refused, some against a rival."""
    said = [[sentence(draw) for _ in range(CLAIMS)] for _ in range(RECORDS)]
    text = "\n\n".join(" ".join(sentences) for sentences in said)
    document = SourceDocument(f"tool-{number}", f"tool-{number}.md")
    revision = Revision(f"rev-{number}", document, f"{number:064x}", VisibleText(text, ()))
    records = []
    for place, sentences in enumerate(said):
        claims = []
        for at, words in enumerate(sentences):
            start = text.find(words)
            evidence = (Evidence(revision.id, start, start + len(words), words),)
            claim = Claim(f"claim-{number}-{place}-{at}", "description", words, ClaimStatus.VERIFIED, (), evidence)
            claims.append(claim)
        if place == 0 and draw.random() < DOUBTFUL:
            claims[0] = replace(claims[0], status=ClaimStatus.UNSUPPORTED, reasons=(Reason("numbers", "not quoted"),))
        if place == 1 and draw.random() < COMPARING:
            claims[0] = replace(claims[0], field="vs_alternatives", rival=f"Tool {draw.randrange(size)}")
        provenance = Provenance(revision.id, "0", "any")
        name, status = f"{sentences[0][:40]} {place}", CapabilityStatus.PUBLISHED
        records.append(Capability(f"cap-{number}-{place}", name, status, tuple(claims), provenance=provenance))
    return Decomposition(f"dec-{number}", revision, "any", "0", tuple(records), ())


def fill(session: Session, size: int, seed: int = 1) -> None:
    draw = random.Random(seed)
    for number in range(size):
        made = decomposition(number, size, draw)
        artifacts.save(session, Artifact(f"tool-{number}", f"Tool {number}", Kind.CLI), NOW)
        documents.save(session, made.revision, made.revision.visible.text.encode(), NOW)
        capabilities.save_decomposition(session, made, NOW)
        reviews.enqueue(session, items_of(made), NOW)
        session.expunge_all()


def write_one(session: Session, number: int) -> None:
    """A new document of a new artifact, as an order writes it."""
    words = f"Newcomer {number} reads the depth of a channel."
    visible = VisibleText(words, (Block(BlockKind.PARAGRAPH, Span(0, len(words))),))
    artifact = Artifact(f"newcomer-{number}", f"Newcomer {number}", Kind.CLI)
    revision = Revision(f"new-{number}", SourceDocument(artifact.slug, "new.md"), f"new-{number}", visible)
    draft = Draft((DraftCapability("reading of depths", (DraftClaim("description", words, (words,)),)),))
    made = substantiate(draft, revision, names=artifact.names, llm="any", template="0")
    reingest.write(session, artifact, words.encode(), made, NOW, point=Point.BALANCED)


def seconds(work: Callable[[int], object]) -> float:
    """The median of several times, on the clock of the processor."""
    found = []
    for number in range(TIMES):
        begun = time.process_time()
        work(number)
        found.append(time.process_time() - begun)
    return statistics.median(found)


def measured(size: int, folder: Path) -> dict[str, float]:
    """Seconds of the processor of each operation at this size, and what else each artifact brings."""
    file = folder / f"scale-{size}.db"
    with Workspace(Settings(database_url=f"sqlite:///{file}")) as workspace:
        database = workspace.database
        with database.writing() as session:
            fill(session, size)

        def writing(number: int) -> None:
            with database.writing() as session:
                write_one(session, number)

        def reading(look: Callable[[Session], object]) -> Callable[[int], None]:
            def run(_number: int) -> None:
                with database.reading() as session:
                    look(session)

            return run

        with database.reading() as session:
            told = {slug: capabilities.of_artifact(session, slug) for slug in (f"tool-{at}" for at in range(size))}
        begun = time.process_time()
        shared = sum(1 for _ in overlaps(told))
        looked = time.process_time() - begun
        return {
            "write a new document": seconds(writing),
            "begin an order (what is known)": seconds(reading(documents.known)),
            "list the whole queue": seconds(reading(reviews.queue)),
            "show one artifact": seconds(lambda number: workspace.catalog.record(f"tool-{number}", public=True)),
            "compare and store one pair": seconds(
                lambda number: workspace.compare.store(f"tool-{2 * number}", f"tool-{2 * number + 1}")
            ),
            "find who else does its jobs, an artifact": looked / size,
            f"{PLAIN} jobs that others do too, an artifact": shared / size,
            f"{PLAIN} bytes an artifact": file.stat().st_size / size,
        }


def line_through(sizes: Sequence[int], figures: Sequence[float]) -> tuple[float, float]:
    """What a figure is at nothing, and what each artifact adds, between the smallest and the largest size."""
    if len(sizes) < 2:
        return figures[0], 0.0
    each = max(0.0, (figures[-1] - figures[0]) / (sizes[-1] - sizes[0]))
    return figures[0] - each * sizes[0], each


def table(sizes: Sequence[int], found: Sequence[dict[str, float]]) -> list[str]:
    lines = [f"| operation | {' | '.join(f'{size:,}' for size in sizes)} | each artifact adds | takes a second at |"]
    lines.append(f"|---|{'---|' * (len(sizes) + 2)}")
    for name in found[0]:
        figures = [each[name] for each in found]
        fixed, each = line_through(sizes, figures)
        if name.startswith(PLAIN):
            lines.append(
                f"| {name.removeprefix(PLAIN).strip()} | {' | '.join(f'{figure:,.0f}' for figure in figures)} | – | – |"
            )
            continue
        at = (LONG - fixed) / each if each * sizes[-1] > fixed / 4 else None
        shown = " | ".join(f"{figure * 1000:,.1f} ms" for figure in figures)
        lines.append(f"| {name} | {shown} | {each * 1e6:.2f} us | {f'{at:,.0f}' if at else 'no size seen'} |")
    return lines


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("sizes", nargs="*", type=int, default=[500, 2_000])
    options.add_argument("--report", type=Path)
    given = options.parse_args()
    sizes = sorted(given.sizes or [500, 2_000])
    with TemporaryDirectory(prefix="scale-") as folder:
        lines = table(sizes, [measured(size, Path(folder)) for size in sizes])
    print("\n".join(lines))
    if given.report:
        given.report.parent.mkdir(parents=True, exist_ok=True)
        given.report.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
