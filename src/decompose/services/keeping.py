"""Stored comparisons brought up to date: what `compare` does for one pair, and `regenerate` for all that moved."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain
from typing import Any

from decompose.domain.balance import standing_of
from decompose.domain.catalog import Change
from decompose.domain.comparison import Comparison, JsonValue, Policy, Side, compare, digest_of, facts_of, score_facts
from decompose.domain.flip import Flipped, item_of_flip, reopened
from decompose.domain.regeneration import (
    Kept,
    SideState,
    Step,
    change_id,
    changes,
    is_current,
    needs_records,
    new_pair,
    renewed,
)
from decompose.domain.review import Action, ItemStatus
from decompose.domain.score import Weights, score_of
from decompose.domain.verdict import standing
from decompose.domain.write_up.material import material_of
from decompose.services import doubts
from decompose.services.catalog import side_of, sides_of
from decompose.store import artifacts, comparisons, matches, publishing, reviews, scores, sides, write_ups
from decompose.store.database import Session

Tell = Callable[[Session, Flipped], None]
Facts = Mapping[str, JsonValue]
Moved = tuple[SideState, Facts, Facts]


@dataclass(frozen=True, slots=True)
class Keeping:
    """How stored comparisons are made. `rules` names the program's rules: others make every pair stale.

    `tell` hears of each verdict that flipped and that readers see, in the transaction of the change.
    """

    weights: Weights
    policy: Policy
    rules: str
    reviews_flips: bool = False
    tell: Tell | None = None

    def look(self, session: Session, slugs: Sequence[str]) -> None:
        """Bring the states of touched artifacts up to date; where a digest moves, their pairs are behind."""
        touched = sides.take_touched(session, slugs)
        taking_part = sides.compared(session, slugs)
        known = sides.states(session, taking_part)
        sides.drop(session, [slug for slug in slugs if slug not in taking_part])
        only_scores = [slug for slug in taking_part if touched.get(slug) == frozenset({sides.SCORES}) and slug in known]
        moved = [*self._rescored(session, [known[slug] for slug in sorted(only_scores)])]
        moved += [self._seen(session, slug) for slug in sorted(taking_part.difference(only_scores))]
        sides.put(session, [each for each in moved if known.get(each[0].slug) != each[0]])

    def steps(self, session: Session, kept: Iterable[Kept], now: datetime) -> list[Step]:
        """Make those of these pairs anew that are behind, and write them with their log."""
        pairs = list(kept)
        states = sides.states(session, {slug for pair in pairs for slug in (pair.a, pair.b)})
        whole: dict[str, Side] = {}
        steps = []
        for pair in pairs:
            a, b = states[pair.a], states[pair.b]
            if is_current(pair, a, b, self.rules):
                continue
            fresh = None
            if needs_records(pair, a, b, self.rules):
                first, second = (self._side(session, slug, whole) for slug in (pair.a, pair.b))
                fresh = compare(first, second, self.policy, doubts.rulings(session, first, second))
                doubts.enqueue(session, fresh, now)
            steps.append(Step(pair, renewed(pair, a, b, self.policy, self.rules, fresh)))
        comparisons.change(session, steps, now)
        self._log(session, [step for step in steps if not step.is_of_older_program], states, now)
        return steps

    def forget_words(self, session: Session, slug: str, now: datetime) -> None:
        """Keep no words of an artifact but those that its records say still: not in its pairs, nor in what moved."""
        _, said, _ = self._seen(session, slug)
        sides.keep_words(session, slug, said)
        comparisons.keep_words(session, slug, said)
        pairs = comparisons.of_artifact(session, slug)
        others = {other for pair in pairs for other in (pair.a, pair.b)}
        self.look(session, sorted({slug, *(others - sides.states(session, others).keys())}))
        self.steps(session, pairs, now)
        for pair in pairs:
            self._forget_prose(session, pair)

    def _forget_prose(self, session: Session, pair: Kept) -> None:
        """Of a write-up keep no sentence that retells what the records say no more."""
        if write_ups.sentences(session, pair.a, pair.b):
            a, b = sides_of(session, (pair.a, pair.b), self.weights, public=True)
            material = material_of(compare(a, b, self.policy, doubts.rulings(session, a, b)), self.policy)
            write_ups.keep_words(session, pair.a, pair.b, material.facts)

    def _log(self, session: Session, steps: Iterable[Step], states: Mapping[str, SideState], now: datetime) -> None:
        """Write what moved: of a side once for all its pairs, and of each pair."""
        touched = [step for step in steps if step.is_touched]
        moves = [_sides_of(step) for step in touched]
        moved = _Moves.of(session, {move for both in moves for move in both if move[1] != move[2]})
        sides.log_changes(session, moved.changes)
        entries = [moved.entry(step, both, now) for step, both in zip(touched, moves, strict=True)]
        comparisons.log(session, entries)
        if not (self.reviews_flips or self.tell):
            return
        for step, entry in zip(touched, entries, strict=True):
            if step.is_flip and self.reviews_flips:
                _ask(session, step, states, now)
            if step.is_flip and self.tell and not publishing.is_held(session, step.after.a, step.after.b):
                names = (states[step.after.a].standing.name, states[step.after.b].standing.name)
                self.tell(session, Flipped.of(step, names, moved.because(entry), now))

    def keep(self, session: Session, comparison: Comparison, now: datetime) -> None:
        """Keep a pair that was just compared; where a side moved, its other pairs are behind from now on."""
        moved = [_state(side, doubts.ruled(session, side)) for side in (comparison.a, comparison.b)]
        a, b = (state for state, _, _ in moved)
        known = sides.states(session, (a.slug, b.slug))
        sides.put(session, [each for each in moved if known.get(each[0].slug) != each[0]])
        stored = comparisons.get(session, a.slug, b.slug)
        if stored and is_current(stored, a, b, self.rules):
            return
        before = stored or new_pair(a.slug, b.slug)
        step = Step(before, renewed(before, a, b, self.policy, self.rules, comparison))
        if stored is None:
            comparisons.save(session, step.after, now)
            return
        comparisons.change(session, [step], now)
        if not step.is_of_older_program:
            self._log(session, [step], {a.slug: a, b.slug: b}, now)

    def _side(self, session: Session, slug: str, cache: dict[str, Side]) -> Side:
        if slug not in cache:
            cache[slug] = side_of(session, slug, self.weights, public=True)
        return cache[slug]

    def _seen(self, session: Session, slug: str) -> Moved:
        side = side_of(session, slug, self.weights, public=True)
        return _state(side, doubts.ruled(session, side))

    def _rescored(self, session: Session, known: Sequence[SideState]) -> Iterable[Moved]:
        """New states of artifacts of which nothing but scores was written."""
        slugs = [state.slug for state in known]
        of_artifact, of_scores = artifacts.some(session, slugs), scores.standings(session, slugs)
        chosen = matches.times_matched(session, slugs)
        for state in known:
            counted = of_scores[state.slug]
            score = score_of(of_artifact[state.slug].kind, counted.components, self.weights, counted.external)
            before = state.standing
            facts = score_facts(score)
            after = standing_of(before.slug, before.name, score, was_matched=before.slug in chosen)
            yield replace(state, scores=digest_of(facts), standing=after), {}, facts


_SideMove = tuple[str, tuple[str, str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Moves:
    """What moved of sides, for the log of many pairs: by state before and after the change's id, and by id the rest."""

    ids: Mapping[_SideMove, str]
    changes: Mapping[str, tuple[str, tuple[Change, ...]]]

    @classmethod
    def of(cls, session: Session, moves: Collection[_SideMove]) -> _Moves:
        ids = {move: change_id(*move) for move in moves}
        parts = {(slug, *pair) for slug, old, new in moves for pair in zip(old, new, strict=True) if pair[0] != pair[1]}
        facts = sides.facts(session, {(slug, digest) for slug, *pair in parts for digest in pair})
        moved = {
            (slug, before, after): changes(facts.get((slug, before), {}), facts.get((slug, after), {}))
            for slug, before, after in parts
        }
        of_sides = {
            ids[slug, old, new]: (
                slug,
                tuple(chain.from_iterable(moved.get((slug, *pair), ()) for pair in zip(old, new, strict=True))),
            )
            for slug, old, new in moves
        }
        return cls(ids, of_sides)

    def because(self, entry: Mapping[str, Any]) -> tuple[Change, ...]:
        """What moved of the pair and of its sides, for an entry of the log."""
        found = [Change(each["fact"], each["old"], each["new"]) for each in entry["because"]]
        for letter, name in (("a", entry["a_change"]), ("b", entry["b_change"])):
            moved = self.changes[name][1] if name else ()
            found += [Change(f"{letter}.{change.fact}", change.old, change.new) for change in moved]
        return tuple(found)

    def entry(self, step: Step, moves: tuple[_SideMove, _SideMove], now: datetime) -> dict[str, Any]:
        before, after = step.before, step.after
        because = changes(before.shared, after.shared) if before.shared != after.shared else ()
        return {
            "comparison_id": after.id,
            "at": now,
            "was": before.winner,
            "now": after.winner,
            "because": [{"fact": each.fact, "old": each.old, "new": each.new} for each in because],
            "a_change": self.ids.get(moves[0]),
            "b_change": self.ids.get(moves[1]),
            "is_flip": step.is_flip,
        }


def _sides_of(step: Step) -> tuple[_SideMove, _SideMove]:
    old, new = step.before.parts, step.after.parts
    return (step.after.a, old[:2], new[:2]), (step.after.b, old[2:], new[2:])


def _state(side: Side, rulings: str = "") -> Moved:
    facts = facts_of(side)
    return SideState(*facts.digests, standing(side), rulings), facts.records, facts.scores


def _ask(session: Session, step: Step, states: Mapping[str, SideState], now: datetime) -> None:
    """Put a flip into the queue; one that waits is told the newest verdict, and goes where all is as it was."""
    names = states[step.after.a].standing.name, states[step.after.b].standing.name
    item = item_of_flip(step, names)
    before = reviews.get(session, item.id)
    if before is None:
        reviews.enqueue(session, [item], now)
        return
    after = reopened(before, item)
    action = {ItemStatus.NONE: Action.WITHDRAW}.get(after.status, Action.REOPEN)
    if before.status is ItemStatus.OPEN and after.status is ItemStatus.OPEN:
        action = Action.RENEW
    reviews.move(session, before, after, who=reviews.PROGRAM, action=action, at=now)
