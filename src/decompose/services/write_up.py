"""Write-ups of stored comparisons: which are missing or stale, and having a language model write just those.

What a run was killed in costs nothing twice: an answer is in the ledger before it is looked at, and what it came to is
written with the note that these facts were asked about, in one transaction a pair.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from decompose.domain.comparison import Comparison, Policy, compare, ordered
from decompose.domain.pricing import NOTHING
from decompose.domain.score import Weights
from decompose.domain.workbench import Workbench
from decompose.domain.write_up.checking import Bench, names_to_refuse
from decompose.domain.write_up.material import material_of
from decompose.domain.write_up.sentences import Told, stale_at, standing_at, told
from decompose.services import doubts
from decompose.services.catalog import sides_of
from decompose.services.writing import MOST, Answered, Wanted, Writer
from decompose.store import artifacts, comparisons, documents, publishing, write_ups
from decompose.store.database import Database, Session
from decompose.store.write_ups import Asked

# As many pairs are looked at in one transaction.
PAIRS_AT_ONCE = 200

Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class WroteUp:
    """What a run did or would do. `pairs` are those that needed sentences, `stale` sentences asked for anew.

    `sentences` were written (a dry run: are asked for, at the most), `silent` places are left without one,
    `refused` were not let through. `calls` go out, `reused` are answered already; `cost` is in USD, None where a price
    is not known.
    """

    pairs: int = 0
    stale: int = 0
    sentences: int = 0
    refused: int = 0
    calls: int = 0
    reused: int = 0
    cost: Decimal | None = NOTHING

    def as_json(self) -> dict[str, object]:
        cost = None if self.cost is None else float(self.cost)
        calls = {"paid": self.calls, "reused": self.reused}
        return {
            "pairs": self.pairs,
            "stale": self.stale,
            "sentences": self.sentences,
            "refused": self.refused,
            "calls": calls,
            "cost_usd": cost,
        }


def shown(session: Session, comparison: Comparison, policy: Policy) -> tuple[Told, ...]:
    """The sentences of a pair that stand today; what is stale or held against other facts is not among them."""
    kept = write_ups.sentences(session, comparison.a.artifact.slug, comparison.b.artifact.slug)
    return told(kept, material_of(comparison, policy)) if kept else ()


@dataclass(frozen=True, slots=True)
class WritingUp:
    """Finds what is to be written, and has it written. `now` gives the time of its notes."""

    database: Database
    weights: Weights
    policy: Policy
    now: Callable[[], datetime]

    def run(self, writer: Writer, pairs: Pairs | None = None, *, concurrency: int = 1) -> WroteUp:
        """Have written what is missing or stale of the stored pairs, or of these.

        Raises:
            ProviderDownError: no further call can succeed for now; what came is kept.
            BudgetReachedError: the next call could break the budget; what came is kept.
        """
        done = WroteUp()
        names = self._names()
        with ThreadPoolExecutor(concurrency, thread_name_prefix="write-up") as pool:
            for chunk in self._chunks(pairs):
                wanted = self._wanted(chunk)
                futures = [pool.submit(self._one, writer, one, fingerprint, names) for one, fingerprint in wanted]
                try:
                    for future in as_completed(futures):
                        done = _and_this(done, *future.result())
                except BaseException:
                    # No call goes out any more; those on the way end, and what they bring is kept.
                    writer.asker.purse.close("the order was interrupted; give it again to go on")
                    for future in futures:
                        future.cancel()
                    raise
        spent = writer.asker.spent
        return replace(done, calls=spent.paid, reused=spent.reused, cost=spent.cost_usd)

    def dry_run(self, writer: Writer, pairs: Pairs | None = None) -> WroteUp:
        """What a run would ask for, and the most that its first calls can cost; nothing is asked or noted."""
        done = WroteUp()
        with self.database.reading() as session:
            everything = pairs if pairs is not None else comparisons.pairs(session)
        for a, b in everything:
            with self.database.reading() as session:
                found = self._want(session, a, b)
            if isinstance(found, tuple):
                done = self._reckoned(done, writer, found[0])
        return done

    def rebuilding(self, session: Session, a: str, b: str, writer: Callable[[], Writer]) -> WroteUp:
        """What having the stale sentences of a pair written anew asks for, and the most that it can cost.

        Nothing, where none are kept or all of them stand; then nobody is asked for a `writer`.
        """
        found = self._want(session, a, b) if write_ups.sentences(session, a, b) else None
        return self._reckoned(WroteUp(), writer(), found[0]) if isinstance(found, tuple) else WroteUp()

    def wanted(self, pairs: Pairs) -> Iterator[tuple[Wanted, Bench]]:
        """What these pairs need, with what its answers are held against."""
        names = self._names()
        for a, b in pairs:
            with self.database.reading() as session:
                found = self._want(session, a, b)
            if isinstance(found, tuple):
                yield found[0], self._bench(found[0], names)

    def _names(self) -> frozenset[str]:
        with self.database.reading() as session:
            return names_to_refuse([artifact.name for artifact in artifacts.all_of(session)])

    # -- what is missing -----------------------------------------------------------------------------------

    def _chunks(self, pairs: Pairs | None) -> Iterator[Pairs]:
        if pairs is not None:
            for start in range(0, len(pairs), PAIRS_AT_ONCE):
                yield pairs[start : start + PAIRS_AT_ONCE]
            return
        last = ""
        while True:
            with self.database.reading() as session:
                found = write_ups.unseen(session, last, PAIRS_AT_ONCE)
            if found:
                yield [(a, b) for _, a, b in found]
                last = found[-1][0]
            if len(found) < PAIRS_AT_ONCE:
                return

    def _wanted(self, pairs: Pairs) -> list[tuple[Wanted, str]]:
        """What is to be asked for of some pairs, each with the fingerprint of its facts; of the rest that is noted."""
        with self.database.reading() as session:
            looked = [(pair, self._want(session, *pair)) for pair in pairs]
        nothing = [(pair, one) for pair, one in looked if isinstance(one, Asked)]
        if nothing:
            with self.database.writing() as session:
                for (a, b), one in nothing:
                    write_ups.save(session, a, b, one, (), self.now())
        return [one for _, one in looked if isinstance(one, tuple)]

    def _want(self, session: Session, a: str, b: str) -> tuple[Wanted, str] | Asked | None:
        """What to ask for of a pair; else the note that there is nothing; None of a pair that readers are not shown."""
        a, b = sorted((a, b))
        if comparisons.get(session, a, b) is None or publishing.is_held(session, a, b):
            return None
        comparison = self._compared(session, a, b)
        material = material_of(comparison, self.policy)
        nothing = Asked(material.digest, comparison.fingerprint)
        if write_ups.is_asked(session, a, b, material.digest):
            return nothing
        kept = write_ups.sentences(session, a, b)
        stale = stale_at(kept, material.facts)
        if kept and not stale:
            return nothing
        stands = tuple(standing_at(kept, material.facts).values())
        return Wanted(a, b, material, stands, stale), comparison.fingerprint

    def _compared(self, session: Session, a: str, b: str) -> Comparison:
        first, second = ordered(*sides_of(session, (a, b), self.weights, public=True))
        return compare(first, second, self.policy, doubts.rulings(session, first, second))

    def _reckoned(self, done: WroteUp, writer: Writer, wanted: Wanted) -> WroteUp:
        request, asker = writer.request(wanted), writer.asker
        cost = asker.most(request)
        is_call = asker.llm.is_paid and not asker.is_answered(request)
        return replace(
            done,
            pairs=done.pairs + 1,
            stale=done.stale + len(wanted.stale),
            sentences=done.sentences + (len(wanted.stale) or MOST),
            calls=done.calls + is_call,
            reused=done.reused + (not is_call),
            cost=None if done.cost is None or cost is None else done.cost + cost,
        )

    # -- one pair ------------------------------------------------------------------------------------------

    def _one(
        self, writer: Writer, wanted: Wanted, fingerprint: str, names: frozenset[str]
    ) -> tuple[Wanted, Answered | None]:
        answered = writer.write(wanted, self._bench(wanted, names))
        if answered is not None:
            asked = Asked(
                wanted.material.digest,
                fingerprint,
                writer.asker.llm.name,
                writer.template,
                answered.keys,
                len(answered.refused),
            )
            with self.database.writing() as session:
                write_ups.save(session, wanted.a, wanted.b, asked, answered.written, self.now())
        return wanted, answered

    def _bench(self, wanted: Wanted, names: frozenset[str]) -> Bench:
        quoted = sorted({item.revision for one in wanted.material.statements for item in one.claim.evidence})
        with self.database.reading() as session:
            found = {name: documents.get(session, name) for name in quoted}
        revisions = {name: Workbench.of(revision, ()) for name, revision in found.items() if revision is not None}
        own = names_to_refuse(list(wanted.material.names.values()))
        return Bench(wanted.material, revisions, names - own)


def _and_this(done: WroteUp, wanted: Wanted, answered: Answered | None) -> WroteUp:
    written = [one for one in answered.written if one.text] if answered else []
    return replace(
        done,
        pairs=done.pairs + 1,
        stale=done.stale + len(wanted.stale),
        sentences=done.sentences + len(written),
        refused=done.refused + (len(answered.refused) if answered else 0),
    )
