"""The check of a claim: what it costs beside a fuzzy comparison of the same words, and how the cost grows."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from rapidfuzz.fuzz import partial_ratio

from claims import DOCUMENTS, labelled
from decompose.domain.claim_check import Exhibit, examine
from decompose.domain.document import Block, BlockKind, Revision, SourceDocument, Span, VisibleText
from decompose.domain.workbench import Workbench
from decompose.services.verify import Shelf

MOST_PER_CLAIM = 0.002 * 20  # seconds of the processor: 2 ms are usual
TWICE = 2.5
_ROUNDS = 5
_CLAUSE = "the gantry moves 4,800 parcels an hour, and Ropeway 2 may wait up to 12 ms"


def spent(work: Callable[[], object], rounds: int = _ROUNDS) -> float:
    """Seconds of the processor, the least of several runs."""
    found = []
    for _ in range(rounds):
        started = time.process_time()
        work()
        found.append(time.process_time() - started)
    return min(found)


def per_claim() -> bool:
    """Every labelled claim, and the same words compared by rapidfuzz; whether one claim costs too much."""
    shelf = Shelf(DOCUMENTS)
    claims = [(shelf.desk(line["slug"]).bench, line["claim"], line["quotes"]) for line in labelled()]
    ours = spent(lambda: [bench.examine(text, quotes) for bench, text, quotes in claims]) / len(claims)
    fuzzy = spent(
        lambda: [
            partial_ratio(quote, bench.revision.visible.text) + partial_ratio(text, quote)
            for bench, text, quotes in claims
            for quote in quotes
        ]
    ) / len(claims)
    is_over = ours > MOST_PER_CLAIM
    print(f"a claim: {ours * 1e6:.0f} us, rapidfuzz partial_ratio of the same words {fuzzy * 1e6:.0f} us", end="")
    print(f", {ours / fuzzy:.1f} times  (limit {MOST_PER_CLAIM * 1e6:.0f} us){'  OVER' if is_over else ''}")
    return is_over


def _bench_of(words: Sequence[str], kind: BlockKind = BlockKind.PARAGRAPH) -> Workbench:
    blocks, text = [], ""
    for line in words:
        start = len(text) + 2 if text else 0
        text = f"{text}\n\n{line}" if text else line
        blocks.append(Block(kind, Span(start, len(text)), group=int(kind is BlockKind.ROW), is_head=not start))
    made = Revision("rev-1", SourceDocument("gantry", "gantry.md"), "hash", VisibleText(text, tuple(blocks)))
    return Workbench.of(made, ("Gantry",))


def _long_claim(size: int) -> Callable[[], object]:
    text, exhibit = "; ".join([_CLAUSE] * size), Exhibit((f"{_CLAUSE}.",), (), ("Gantry",))
    return lambda: examine(text, exhibit)


def _long_quote(size: int) -> Callable[[], object]:
    quote = ". ".join([_CLAUSE] * size)
    return lambda: examine(_CLAUSE, Exhibit((quote,), (), ("Gantry",)))


def _many_quotes(size: int) -> Callable[[], object]:
    quotes = [f"{_CLAUSE} at gate {number}" for number in range(size)]
    bench = _bench_of(quotes)
    return lambda: bench.examine(_CLAUSE, quotes)


def _long_document(size: int) -> Callable[[], object]:
    lines = [f"At gate {number} {_CLAUSE}." for number in range(size)]
    return lambda: _bench_of(lines).examine(_CLAUSE, [lines[-1], f"{lines[0]} and more"])


def _many_rows(size: int) -> Callable[[], object]:
    rows = ["Gate\tParcels\tWait", *(f"Gate {number}\t{number + 7}00\t{number} ms" for number in range(size))]
    exhibit = Exhibit(tuple(rows), (rows[0],), ("Gantry",))
    return lambda: examine("Gate 3 handles 1000 parcels with a wait of 3 ms.", exhibit)


def _many_commas(size: int) -> Callable[[], object]:
    quote = ", ".join(["belts"] * size)
    return lambda: examine("Gantry has 12 belts.", Exhibit((quote,), (), ("Gantry",)))


def _many_clauses(size: int) -> Callable[[], object]:
    quote = ", and ".join([f"gate {number} is not open" for number in range(size)])
    return lambda: examine("Gate 3 is open, while gate 4 may be shut.", Exhibit((quote,), (), ("Gantry",)))


GROWING: tuple[tuple[str, Callable[[int], Callable[[], object]], tuple[int, int]], ...] = (
    ("clauses of a claim", _long_claim, (4, 8)),
    ("sentences of a quote", _long_quote, (12, 48)),
    ("quotes", _many_quotes, (8, 32)),
    ("lines of a document", _long_document, (400, 1_600)),
    ("rows", _many_rows, (25, 100)),
    ("commas", _many_commas, (100, 400)),
    ("clauses of a quote", _many_clauses, (25, 100)),
)


def growth() -> int:
    """How many sorts of input cost more than in proportion."""
    failed = 0
    for what, work_of, sizes in GROWING:
        ratios = [spent(work_of(2 * size)) / spent(work_of(size)) for size in sizes]
        is_over = max(ratios) > TWICE
        failed += is_over
        told = ", ".join(f"{size} to {2 * size}: {ratio:.2f}" for size, ratio in zip(sizes, ratios, strict=True))
        print(f"twice the {what:32} {told}  (limit {TWICE}){'  OVER' if is_over else ''}")
    return failed


def main() -> int:
    return per_claim() + growth()
