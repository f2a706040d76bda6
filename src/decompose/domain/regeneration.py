"""Regeneration: which stored comparisons a change touches, and what becomes of each. Pure values and rules.

A stored comparison holds the digests of the four parts that it was made from (records and scores of A, then of B). A
side that moved has other digests; whatever else of the pair is the same stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from decompose.domain.balance import Standing, VerdictReason
from decompose.domain.catalog import Change
from decompose.domain.comparison import LIVE, Comparison, JsonValue, Policy, fingerprint_from, matched, pair_facts
from decompose.domain.identity import identify
from decompose.domain.verdict import remarks, weigh

Parts = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class SideState:
    """An artifact as comparisons see it: the digests of its two parts, and what verdicts read of its scores.

    `rulings` is the digest of what was ruled of its capabilities beside others', "" where nothing was.
    """

    records: str
    scores: str
    standing: Standing
    rulings: str = ""

    @property
    def slug(self) -> str:
        return self.standing.slug


@dataclass(frozen=True, slots=True)
class Kept:
    """A stored comparison. `rules` names what it was made by (`made_by`); empty parts are those of an older program.

    `shared` are the facts that no side has by itself, `sentences` what scores say and `remarks` what records say.
    """

    id: str
    a: str
    b: str
    parts: Parts
    rules: str
    shared: Mapping[str, JsonValue]
    remarks: tuple[str, ...]
    fingerprint: str
    winner: str | None
    reason: str
    sentences: tuple[str, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return self.sentences + self.remarks


@dataclass(frozen=True, slots=True)
class Step:
    """What one stored comparison becomes."""

    before: Kept
    after: Kept

    @property
    def is_touched(self) -> bool:
        return self.before.fingerprint != self.after.fingerprint

    @property
    def is_other_verdict(self) -> bool:
        before, after = self.before, self.after
        return (before.winner, before.sentences, before.remarks) != (after.winner, after.sentences, after.remarks)

    @property
    def is_flip(self) -> bool:
        """Another winner, or into or out of too-close-to-call."""
        close = VerdictReason.TOO_CLOSE
        return self.before.winner != self.after.winner or (self.before.reason == close) != (self.after.reason == close)

    @property
    def sentences_changed(self) -> int:
        """Sentences that say something else, or are new, or are gone."""
        if not self.is_other_verdict:
            return 0
        before, after = set(self.before.texts), set(self.after.texts)
        return max(len(after - before), len(before - after))

    @property
    def is_of_older_program(self) -> bool:
        return not self.before.rules


def parts_of(a: SideState, b: SideState) -> Parts:
    return a.records, a.scores, b.records, b.scores


def made_by(a: SideState, b: SideState, rules: str) -> str:
    """What makes a pair of given facts: the program's rules, and what was ruled of capabilities."""
    return f"{rules}.{a.rulings}.{b.rulings}"


def needs_records(kept: Kept, a: SideState, b: SideState, rules: str) -> bool:
    """Whether alignment and remarks must be made anew: a score alone moves neither."""
    return kept.rules != made_by(a, b, rules) or (kept.parts[0], kept.parts[2]) != (a.records, b.records)


def is_current(kept: Kept, a: SideState, b: SideState, rules: str) -> bool:
    """Whether a pair was made from these states by these rules."""
    return (
        kept.parts == parts_of(a, b)
        and kept.rules == made_by(a, b, rules)
        and kept.shared.items() >= _match_facts(a, b).items()
    )


def renewed(
    kept: Kept, a: SideState, b: SideState, policy: Policy, rules: str, fresh: Comparison | None = None
) -> Kept:
    """The pair made from these states; `fresh` is its whole comparison where that is needed (`needs_records`)."""
    if fresh is None:
        shared = dict(kept.shared)
        for path in _MATCHED:
            shared.pop(path, None)
        said = kept.remarks
    else:
        shared = pair_facts(fresh.comparable, fresh.alignment, policy)
        said = tuple(sentence.text for sentence in remarks(fresh))
    shared |= _match_facts(a, b)
    balance, sentences = weigh(a.standing, b.standing, policy, comparable=bool(shared["comparable.ok"]))
    parts = parts_of(a, b)
    return Kept(
        id=kept.id,
        a=kept.a,
        b=kept.b,
        parts=parts,
        rules=made_by(a, b, rules),
        shared=shared,
        remarks=said,
        fingerprint=fingerprint_from(parts, shared),
        winner={"a": kept.a, "b": kept.b}.get(balance.winner or ""),
        reason=balance.reason.value,
        sentences=sentences,
    )


def pair_id(a: str, b: str) -> str:
    """The id of a pair in its one order."""
    return identify("cmp", a, b)


def new_pair(a: str, b: str) -> Kept:
    """A pair of which nothing is known yet."""
    return Kept(pair_id(a, b), a, b, ("", "", "", ""), "", {}, (), "", None, "", ())


def changes(old: Mapping[str, JsonValue], new: Mapping[str, JsonValue]) -> tuple[Change, ...]:
    """The lasting facts that differ, by path."""
    paths = sorted((old.keys() | new.keys()) - LIVE)
    return tuple(Change(path, old.get(path), new.get(path)) for path in paths if old.get(path) != new.get(path))


def may_stay(path: str, said: Mapping[str, JsonValue], *values: JsonValue) -> bool:
    """Whether values of a fact may be kept where words were removed: none are words, or all of them are said still."""
    is_of_records = path.startswith(("capabilities.", "facts."))
    return not is_of_records or all(value is None or said.get(path) == value for value in values)


def change_id(slug: str, before: tuple[str, str], after: tuple[str, str]) -> str:
    """The name of what moved of a side from one state to another."""
    return identify("moved", slug, before, after)


_MATCHED = ("a.was_matched", "b.was_matched")


def _match_facts(a: SideState, b: SideState) -> dict[str, JsonValue]:
    if a.standing.has_match_graph or b.standing.has_match_graph:
        return matched(was_matched_a=a.standing.was_matched, was_matched_b=b.standing.was_matched)
    return {}
