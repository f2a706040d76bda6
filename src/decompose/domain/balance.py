"""What two scores say of each other: who wins or why nobody does, who leads on what, and what is not measured.

A balance reads a projection of the scores (leaders, the bucket of the margin, ties, gaps in what is measured) and never
the scores themselves. Its sentences have slots for names and figures, which are filled in last: so that a score which
turns no relation changes figures and no words, and two pairs with the same relations share one balance.
"""

from __future__ import annotations

import math
import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from decompose.domain.comparison import Policy
from decompose.domain.score import EXACT_PLACES, PRINTED_PLACES, Component, Score, printed, round_half_up, round_once
from decompose.domain.tracked import Reads, Results


class VerdictReason(StrEnum):
    """Why there is a winner, or none."""

    HIGHER_RANK = "higher_rank"
    TOO_CLOSE = "too_close"
    NOT_COMPARABLE = "not_comparable"
    NOT_MEASURED = "not_measured"


class Rule(StrEnum):
    """What made a sentence."""

    DIFFERENT_JOBS = "different_jobs"
    RANK_MISSING = "rank_missing"
    TOO_CLOSE = "too_close"
    HIGHER_RANK = "higher_rank"
    EXTERNAL_RANK = "external_rank"
    LEADS = "leads"
    NO_LEAD = "no_lead"
    NOT_MEASURED = "not_measured"
    PRICE = "price"
    CAPABILITIES = "capabilities"


@dataclass(frozen=True, slots=True)
class Standing:
    """What a balance reads of one side, in the figures that pages print.

    `values` are the components in hundredths of a point, in their order; `exact` is the sum of our points, and `ours`
    how it is printed; `rank` is the whole number shown, `external` what was computed elsewhere, as it was given.
    """

    slug: str
    name: str
    rank: int | None
    exact: Decimal | None
    ours: str | None
    is_external: bool
    values: tuple[int | None, ...]
    was_matched: bool = False
    external: Decimal | None = None

    @property
    def deciding(self) -> Decimal:
        """The rank that a verdict is decided on, of one that has a rank."""
        exact = self.external if self.is_external else self.exact
        return Decimal(self.rank or 0) if exact is None else exact

    @property
    def has_match_graph(self) -> bool:
        return self.values[_MATCH_GRAPH] is not None

    def as_json(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "rank": self.rank,
            "exact": None if self.exact is None else str(self.exact),
            "ours": self.ours,
            "is_external": self.is_external,
            "values": list(self.values),
            "was_matched": self.was_matched,
            "external": None if self.external is None else str(self.external),
        }

    @classmethod
    def from_json(cls, slug: str, state: Mapping[str, Any]) -> Standing:
        # States of an older program have no external rank; they are made anew with the next regeneration.
        exact, external = (
            None if number is None else Decimal(number) for number in (state["exact"], state.get("external"))
        )
        return cls(slug, **{**state, "exact": exact, "external": external, "values": tuple(state["values"])})


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence with slots (`{a.name}`), the rule that made it, and the paths of the facts that it rests on."""

    text: str
    rule: Rule
    facts: tuple[str, ...]

    @classmethod
    def of(cls, text: str, rule: Rule, *facts: str) -> Line:
        return cls(_SLOT.sub(r"%(\1)s", text.replace("%", "%%")), rule, facts)

    def filled(self, figures: Mapping[str, str]) -> str:
        """The sentence with its slots filled in."""
        return self.text % figures


@dataclass(frozen=True, slots=True)
class Balance:
    """What follows from a projection; `winner` is "a", "b" or None."""

    winner: str | None
    reason: VerdictReason
    lines: tuple[Line, ...] = ()


Projection = Mapping[str, Hashable]

_SLOT = re.compile(r"\{([a-z.]+)\}")
_COMPONENTS = tuple(Component)
_NAMES = tuple(component.value for component in _COMPONENTS)
_MATCH_GRAPH = _COMPONENTS.index(Component.MATCH_GRAPH)
_UNIT = [Decimal(1).scaleb(-places) for places in range(EXACT_PLACES + 1)]
_MISSING = {(True, True): "missing both", (True, False): "missing a", (False, True): "missing b"}


def standing_of(slug: str, name: str, score: Score, *, was_matched: bool) -> Standing:
    """What balances read of an artifact with that score."""
    shown = printed(score)
    ours = shown.rank_exact
    values = [shown.components[name].value for name in _COMPONENTS]
    return Standing(
        slug,
        name,
        score.rank,
        score.rank_exact,
        None if ours is None else str(ours),
        score.is_external,
        tuple(None if value is None else int(value.scaleb(PRINTED_PLACES)) for value in values),
        was_matched,
        None if score.external is None else round_half_up(score.external, EXACT_PLACES),
    )


def project(a: Standing, b: Standing, policy: Policy, *, comparable: bool) -> Projection:
    """What a balance may read of two sides: relations, and no figure."""
    if not comparable:
        return {"comparable": False}
    is_shown = _is_shown(a, b)
    projection: dict[str, Hashable] = {
        "comparable": True,
        "rank": _rank(a, b, policy),
        "ranks": "shown" if is_shown else "exact",
        "a.external": a.is_external,
        "b.external": b.is_external,
        "a.ours": a.ours is not None,
        "b.ours": b.ours is not None,
        "matched": speaks_of_matches(a, b),
    }
    lead = math.ceil(policy.lead * 100)
    for name, x, y in zip(_NAMES, a.values, b.values, strict=True):
        if x is None or y is None:
            projection[name] = _MISSING[x is None, y is None]
        else:
            projection[name] = "a" if x - y >= lead else "b" if y - x >= lead else "even"
    return projection


def figures(a: Standing, b: Standing, policy: Policy) -> Mapping[str, str]:
    """The words for the slots of a balance about two sides."""
    filled = {
        "a.name": a.name,
        "b.name": b.name,
        "a.ours": a.ours or "",
        "b.ours": b.ours or "",
        "policy.band": _points(policy.noise_band),
        "policy.lead": _points(policy.lead),
    }
    ranks = _decisive(a, b)
    if ranks:
        is_close = _is_close(*ranks, policy)
        least = 0 if _is_shown(a, b) or not is_close else PRINTED_PLACES
        x, y = _as_decided(*ranks, least, policy)
        filled |= {"a.rank": str(x), "b.rank": str(y), "gap": _points(abs(x - y))}
    return filled


def speaks_of_matches(a: Standing, b: Standing) -> bool:
    """Whether the match graph may be named: a side has a value for it, and searches did match both.

    It reads whether there were matches, not how many, and only where a value is there to speak of: so that a live
    counter cannot make a comparison stale.
    """
    return (a.has_match_graph or b.has_match_graph) and a.was_matched and b.was_matched


# -- ranks ------------------------------------------------------------------------------------------------


def _is_shown(a: Standing, b: Standing) -> bool:
    """Whether the ranks are told as whole numbers, where those show what was decided: one was computed elsewhere."""
    return a.is_external or b.is_external


def _decisive(a: Standing, b: Standing) -> tuple[Decimal, Decimal] | None:
    if a.rank is None or b.rank is None:
        return None
    return a.deciding, b.deciding


def _rank(a: Standing, b: Standing, policy: Policy) -> str:
    ranks = _decisive(a, b)
    if ranks is None:
        return _MISSING[a.rank is None, b.rank is None]
    if not _is_close(*ranks, policy):
        return "a" if ranks[0] > ranks[1] else "b"
    x, y = _as_decided(*ranks, 0 if _is_shown(a, b) else PRINTED_PLACES, policy)
    return "equal" if x == y else "close"


def _is_close(x: Decimal, y: Decimal, policy: Policy) -> bool:
    return x == y or abs(x - y) < policy.noise_band


def _as_decided(x: Decimal, y: Decimal, places: int, policy: Policy) -> tuple[Decimal, Decimal]:
    """Both with at least so many places, and with as many more as it takes to show what the rule saw."""
    is_close = _is_close(x, y, policy)
    for unit in _UNIT[places:EXACT_PLACES]:
        a, b = round_once(x, unit), round_once(y, unit)
        if _is_close(a, b, policy) == is_close:
            return a, b
    return x, y


# -- the balance -------------------------------------------------------------------------------------------


def _rule(read: Reads) -> Balance:
    if not read["comparable"]:
        return Balance(None, VerdictReason.NOT_COMPARABLE)
    winner, reason, opening = _opening(read)
    spoken_of = [name for name in Component if name is not Component.MATCH_GRAPH or read["matched"]]
    lines = (opening, *_external_ranks(read), *_leads(read, spoken_of), *_not_measured(read, spoken_of))
    return Balance(winner, reason, lines)


def _opening(read: Reads) -> tuple[str | None, VerdictReason, Line]:
    match str(read["rank"]):
        case "missing both":
            text = "The ranks of {a.name} and {b.name} are not measured, so no winner is named."
            return None, VerdictReason.NOT_MEASURED, Line.of(text, Rule.RANK_MISSING, "a.rank", "b.rank")
        case "missing a" | "missing b" as missing:
            text = f"The rank of {{{missing[-1]}.name}} is not measured, so no winner is named."
            return None, VerdictReason.NOT_MEASURED, Line.of(text, Rule.RANK_MISSING, "a.rank", "b.rank")
        case "equal":
            text = "Too close to call: {a.name} and {b.name} both rank {a.rank} of 100."
            return None, VerdictReason.TOO_CLOSE, Line.of(text, Rule.TOO_CLOSE, *_rank_paths(read))
        case "close":
            # Exact figures always: two whole numbers can look further apart than the ranks are.
            text = (
                "Too close to call: {a.name} ranks {a.rank} of 100 and {b.name} {b.rank}; {gap} is inside the noise "
                "band of {policy.band}."
            )
            return None, VerdictReason.TOO_CLOSE, Line.of(text, Rule.TOO_CLOSE, *_rank_paths(read))
        case winner:
            w, o = ("a", "b") if winner == "a" else ("b", "a")
            text = f"{{{w}.name}} ranks higher: {{{w}.rank}} of 100 against {{{o}.rank}} for {{{o}.name}}."
            return w, VerdictReason.HIGHER_RANK, Line.of(text, Rule.HIGHER_RANK, *_rank_paths(read))


def _rank_paths(read: Reads) -> tuple[str, ...]:
    a, b = ("external_rank" if read[f"{side}.external"] else "rank_exact" for side in ("a", "b"))
    return f"a.{a}", f"b.{b}", "a.rank", "b.rank", "policy.noise_band"


def _external_ranks(read: Reads) -> Iterator[Line]:
    for side in ("a", "b"):
        if read[f"{side}.external"]:
            ending = f"; our components give {{{side}.ours}}" if read[f"{side}.ours"] else ""
            text = f"The rank of {{{side}.name}} is computed elsewhere{ending}."
            yield Line.of(text, Rule.EXTERNAL_RANK, f"{side}.external_rank", f"{side}.rank_exact")


def _leads(read: Reads, spoken_of: Sequence[Component]) -> Iterator[Line]:
    compared = [name for name in spoken_of if not str(read[name.value]).startswith("missing")]
    leads = {side: [name for name in compared if read[name.value] == side] for side in ("a", "b")}
    clauses = [f"{{{side}.name}} leads on {_list(names)}" for side, names in leads.items() if names]
    named = leads["a"] + leads["b"]
    if clauses:
        yield Line.of(f"{'; '.join(clauses)}.", Rule.LEADS, *_component_paths(named))
    elif compared:
        text = f"Neither leads by {{policy.lead}} or more on {_list(compared, 'or')}."
        yield Line.of(text, Rule.NO_LEAD, *_component_paths(compared))


def _component_paths(names: Sequence[Component]) -> tuple[str, ...]:
    return *_paths("a", names), *_paths("b", names), "policy.lead", *_match_paths(names)


def _not_measured(read: Reads, spoken_of: Sequence[Component]) -> Iterator[Line]:
    for case, whom, sides in (("both", "either", "ab"), ("a", "{a.name}", "a"), ("b", "{b.name}", "b")):
        missing = [name for name in spoken_of if read[name.value] == f"missing {case}"]
        if missing:
            words = _list(missing)
            text = f"{words[:1].upper()}{words[1:]} {'is' if len(missing) == 1 else 'are'} not measured for {whom}."
            facts = tuple(path for side in sides for path in _paths(side, missing))
            yield Line.of(text, Rule.NOT_MEASURED, *facts, *_match_paths(missing))


def _paths(side: str, names: Sequence[Component]) -> tuple[str, ...]:
    return tuple(f"{side}.components.{name}" for name in names)


def _match_paths(names: Sequence[Component]) -> tuple[str, ...]:
    return ("a.was_matched", "b.was_matched") if Component.MATCH_GRAPH in names else ()


def _list(names: Sequence[Component], joint: str = "and") -> str:
    """The labels as running text: "adoption, quality and freshness"."""
    words = [name.label.lower() for name in names]
    return f" {joint} ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _points(number: Decimal) -> str:
    return "1 point" if str(number) == "1" else f"{number} points"


BALANCES: Results[Balance] = Results(_rule)
