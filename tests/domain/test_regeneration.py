"""Whatever changes in whatever order: what regeneration keeps is what the rules would make from nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.domain.artifact import Artifact, Kind, Pricing, PricingModel
from decompose.domain.capability import Capability, CapabilityStatus, Claim, ClaimStatus
from decompose.domain.comparison import Policy, Side, compare, facts_of
from decompose.domain.identity import canonical_json
from decompose.domain.regeneration import Kept, SideState, Step, is_current, needs_records, new_pair, renewed
from decompose.domain.score import Component, Measured, score_of, weights_from
from decompose.domain.tracked import Reads, Results
from decompose.domain.verdict import judge, standing

SHARES = {"adoption": "0.25", "quality": "0.25", "ecosystem": "0.10", "match_graph": "0.25", "freshness": "0.15"}
WEIGHTS = weights_from({"version": 1, "default": SHARES})
OTHER_WEIGHTS = weights_from({"version": 2, "default": {**SHARES, "adoption": "0.35", "quality": "0.15"}})
SLUGS = ("alder", "birch", "cedar", "elder")
PAIRS = tuple(combinations(SLUGS, 2))
JOBS = ("read charts", "write code", "sort mail")
VALUES = (None, "0", "0.41", "0.44", "0.459999", "0.46", "0.9", "1")


@dataclass(frozen=True)
class Thing:
    """All that an artifact of these tests has."""

    values: Mapping[str, str | None] = field(default_factory=lambda: dict.fromkeys(SHARES, "0.44"))
    jobs: tuple[str, ...] = ("read charts",)
    kind: Kind | None = Kind.CLI
    pricing: PricingModel = PricingModel.FREE
    external: str | None = None
    times_matched: int = 0


@dataclass(frozen=True)
class Everything:
    """The world at one moment."""

    things: Mapping[str, Thing]
    policy: Policy = Policy()  # noqa: RUF009  it is frozen
    weights: int = 1

    @property
    def rules(self) -> str:
        return f"rules {self.policy.noise_band} {self.policy.lead}"

    def side(self, slug: str) -> Side:
        thing = self.things[slug]
        weights = WEIGHTS if self.weights == 1 else OTHER_WEIGHTS
        measured = {Component(name): Measured(Decimal(value), "s") for name, value in thing.values.items() if value}
        external = None if thing.external is None else Decimal(thing.external)
        records = tuple(
            Capability(
                f"{slug}-{job}",
                job,
                CapabilityStatus.PUBLISHED,
                (Claim(f"{slug}-{job}-claim", "description", f"It can {job}.", ClaimStatus.VERIFIED),),
            )
            for job in thing.jobs
        )
        artifact = Artifact(slug, slug.title(), thing.kind, Pricing(thing.pricing))
        score = score_of(thing.kind, measured, weights, external)
        return Side(artifact, score, records, times_matched=thing.times_matched)

    def state(self, slug: str) -> SideState:
        side = self.side(slug)
        return SideState(*facts_of(side).digests, standing(side))

    def from_nothing(self) -> dict[tuple[str, str], Kept]:
        made = {}
        for a, b in PAIRS:
            fresh = compare(self.side(a), self.side(b), self.policy)
            made[a, b] = renewed(new_pair(a, b), self.state(a), self.state(b), self.policy, self.rules, fresh)
            assert made[a, b].fingerprint == fresh.fingerprint
            verdict = judge(fresh, self.policy)
            assert made[a, b].winner == verdict.winner
            assert made[a, b].texts == tuple(sentence.text for sentence in verdict.sentences)
        return made


def regenerated(kept: dict[tuple[str, str], Kept], now: Everything) -> tuple[dict[tuple[str, str], Kept], list[Step]]:
    """As the service does it: pairs whose states moved, and whole comparisons only where records moved."""
    states = {slug: now.state(slug) for slug in SLUGS}
    after, steps = dict(kept), []
    for (a, b), pair in kept.items():
        if not is_current(pair, states[a], states[b], now.rules):
            is_whole = needs_records(pair, states[a], states[b], now.rules)
            fresh = compare(now.side(a), now.side(b), now.policy) if is_whole else None
            after[a, b] = renewed(pair, states[a], states[b], now.policy, now.rules, fresh)
            steps.append(Step(pair, after[a, b]))
    return after, steps


things = st.builds(
    Thing,
    st.fixed_dictionaries({name: st.sampled_from(VALUES) for name in SHARES}),
    st.lists(st.sampled_from(JOBS), unique=True, max_size=3).map(tuple),
    st.sampled_from([Kind.CLI, Kind.CLI, Kind.CLI, Kind.DATASET, None]),
    st.sampled_from(PricingModel),
    st.sampled_from([None, None, None, "44.5", "46.4999"]),
    st.sampled_from([0, 0, 1, 9]),
)
START = Everything({slug: Thing() for slug in SLUGS})


@st.composite
def changes(draw: st.DrawFn) -> tuple[str, str, object]:
    slug = draw(st.sampled_from(SLUGS))
    what = draw(
        st.sampled_from(["score", "score", "score", "jobs", "kind", "matches", "all", "band", "weights", "back"])
    )
    drawn = {
        "score": st.tuples(st.sampled_from(sorted(SHARES)), st.sampled_from(VALUES)),
        "jobs": st.lists(st.sampled_from(JOBS), unique=True, max_size=3).map(tuple),
        "kind": st.sampled_from([Kind.CLI, Kind.DATASET, None]),
        "matches": st.sampled_from([0, 1, 2]),
        "all": things,
        "band": st.sampled_from(["3", "5"]),
        "weights": st.sampled_from([1, 2]),
        "back": st.none(),
    }[what]
    return slug, what, draw(drawn)


def changed(before: Everything, change: tuple[str, str, object], history: list[Everything]) -> Everything:
    """The world after a change; "back" is a revert to what it was first."""
    slug, what, value = change
    thing = before.things[slug]
    match what:
        case "score":
            thing = replace(thing, values={**thing.values, value[0]: value[1]})  # type: ignore[index]
        case "jobs":
            thing = replace(thing, jobs=value)  # type: ignore[arg-type]
        case "kind":
            thing = replace(thing, kind=value)  # type: ignore[arg-type]
        case "matches":
            thing = replace(thing, times_matched=value)  # type: ignore[arg-type]
        case "all":
            thing = value  # type: ignore[assignment]
        case "band":
            return replace(before, policy=Policy(noise_band=Decimal(value)))  # type: ignore[arg-type]
        case "weights":
            return replace(before, weights=value)  # type: ignore[arg-type]
        case "back":
            return history[0]
    return replace(before, things={**before.things, slug: thing})


def written(kept: dict[tuple[str, str], Kept]) -> str:
    return canonical_json(
        [
            [p.id, p.parts, p.rules, p.shared, p.remarks, p.fingerprint, p.winner, p.reason, p.sentences]
            for p in kept.values()
        ]
    )


BEGINNING = START.from_nothing()


def check(sequence: list[tuple[str, str, object]]) -> None:
    """After every change the kept pairs are those made from nothing, and only those that differ were touched."""
    now, kept, history = START, BEGINNING, [START]
    for change in sequence:
        now = changed(now, change, history)
        history.append(now)
        before, expected = kept, now.from_nothing()
        kept, steps = regenerated(kept, now)
        assert written(kept) == written(expected)
        touched = {(step.after.a, step.after.b) for step in steps if step.is_touched}
        assert touched == {pair for pair in PAIRS if before[pair].fingerprint != expected[pair].fingerprint}
        others = {(step.after.a, step.after.b) for step in steps if step.is_touched and step.is_other_verdict}
        assert others == {
            pair
            for pair in PAIRS
            if (before[pair].winner, before[pair].texts) != (expected[pair].winner, expected[pair].texts)
        }


@pytest.mark.slow
def test_any_sequence_of_changes_ends_where_one_from_nothing_does() -> None:
    settings(max_examples=100, derandomize=True, deadline=None)(given(st.lists(changes(), max_size=5))(check))()


@pytest.mark.slow
def test_ten_thousand_sequences_of_changes_end_where_those_from_nothing_do() -> None:
    settings(max_examples=10_000, derandomize=True, deadline=None)(given(st.lists(changes(), max_size=4))(check))()


@pytest.mark.slow
@settings(max_examples=200, derandomize=True, deadline=None)
@given(things, things)
def test_swapped_sides_have_the_same_verdict(one: Thing, other: Thing) -> None:
    world = Everything({"alder": one, "birch": other})
    sides = [world.side("alder"), world.side("birch")]
    verdicts = [judge(compare(*pair, world.policy), world.policy) for pair in (sides, sides[::-1])]
    assert verdicts[0].winner == verdicts[1].winner
    assert verdicts[0].reason == verdicts[1].reason


# -- tracked reads ----------------------------------------------------------------------------------------


def test_a_result_is_kept_by_what_was_read_and_by_nothing_else() -> None:
    made = Results(lambda read: read["b"] if read["a"] else "nothing")
    assert made.of({"a": True, "b": 1, "c": 1}) == 1
    assert made.of({"a": True, "b": 1, "c": 2}) == 1
    assert made.made == 1
    assert made.of({"a": False, "b": 1}) == "nothing"
    assert made.of({"a": False, "b": 2}) == "nothing"
    assert made.made == 2


def test_a_value_that_is_back_brings_its_result_back() -> None:
    made = Results(lambda read: f"<{read['a']}>")
    assert [made.of({"a": value}) for value in (1, 2, 1, 2)] == ["<1>", "<2>", "<1>", "<2>"]
    assert made.made == 2


def test_what_was_read_is_told_once_and_in_order() -> None:
    read = Reads({"a": 1, "b": 2, "c": 3})
    assert [read["b"], read["a"], read["b"]] == [2, 1, 2]
    assert read.pairs == {"b": 2, "a": 1}


def test_more_results_than_may_be_kept_are_made_again() -> None:
    made = Results(lambda read: read["a"], most=2)
    assert [made.of({"a": value}) for value in (1, 2, 3, 1)] == [1, 2, 3, 1]
    assert made.made == 4


def test_a_score_that_turns_no_relation_reuses_the_balance() -> None:
    from decompose.domain.balance import BALANCES

    world = Everything({"alder": Thing(), "birch": Thing(dict.fromkeys(SHARES, "0.9"))})
    judge(compare(world.side("alder"), world.side("birch"), world.policy), world.policy)
    made = BALANCES.made
    nearly = Everything({"alder": Thing(dict.fromkeys(SHARES, "0.441")), "birch": Thing(dict.fromkeys(SHARES, "0.93"))})
    verdict = judge(compare(nearly.side("alder"), nearly.side("birch"), world.policy), world.policy)
    assert BALANCES.made == made
    assert verdict.sentences[0].text == "Birch ranks higher: 93 of 100 against 44 for Alder."
