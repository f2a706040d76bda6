"""What may be written of two artifacts: relations between them, rows, and what their records state; figures apart.

A score moves a figure, and a figure is filled in when a page is rendered. So neither what a language model is shown nor
what a sentence is kept by holds one: only relations (`rank` is `a > b`), and the digest of each statement.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from slugify import slugify

from decompose.domain.artifact import Price, PricingModel
from decompose.domain.balance import figures, project
from decompose.domain.capability import Capability, Claim, ClaimStatus
from decompose.domain.comparison import Comparison, Policy, Side
from decompose.domain.identity import digest
from decompose.domain.score import PRINTED_PLACES, Component
from decompose.domain.verdict import standing

# What its makers alone vouch for, and what compares with outsiders, is no material.
_TOLD = frozenset({ClaimStatus.VERIFIED, ClaimStatus.DERIVED})
_FIELDS = frozenset({"description", "unique", "limitations", "best_for", "requires"})
_PRICING = {
    PricingModel.FREE: "free",
    PricingModel.PAID: "paid",
    PricingModel.FREEMIUM: "freemium",
    PricingModel.OPEN_SOURCE: "open source",
}
_RELATIONS = {"a": "a > b", "b": "a < b"}
ROW = "row."


@dataclass(frozen=True, slots=True)
class Statement:
    """A published claim that may be retold. `handle` is its name in a request, `row` that of its row, if it has one.

    `sort` is the field of its record, or the kind of the fact.
    """

    handle: str
    path: str
    side: str
    claim: Claim
    sort: str
    row: str | None


@dataclass(frozen=True, slots=True)
class Row:
    """A job that sources state: `relation` is "both", "only a" or "only b".

    `names` maps its slots (the handle; of a job with two names `r1.a` and `r1.b`) to what the records call it.
    """

    handle: str
    path: str
    names: Mapping[str, str]
    relation: str

    @property
    def name(self) -> str:
        return " / ".join(self.names.values())

    def slot_path(self, slot: str) -> str:
        """A slot by the path of the row instead of its handle, which is of one request alone."""
        return self.path + slot.removeprefix(self.handle)


@dataclass(frozen=True, slots=True)
class Material:
    """What may be written of a pair.

    `relations` are those between scores and prices by topic, `slots` the words that are filled in last (figures, names
    of the artifacts and of rows), `facts` all that a sentence can be kept by, by path.
    """

    names: Mapping[str, str]
    relations: Mapping[str, str]
    rows: tuple[Row, ...]
    statements: tuple[Statement, ...]
    slots: Mapping[str, str]
    facts: Mapping[str, str]

    @property
    def digest(self) -> str:
        """The name of these facts: another figure of a score leaves it as it is."""
        told = [[one.path, one.side, one.row, one.sort, one.claim.text] for one in self.statements]
        named = [[row.path, row.name] for row in self.rows]
        return digest([dict(self.names), dict(self.facts), told, named], 32)


def material_of(comparison: Comparison, policy: Policy) -> Material:
    """The material of a comparison of what readers may see."""
    rows = tuple(_rows(comparison))
    by_record = {path: row.handle for row in rows for path in _records_of(row, comparison)}
    statements = (*_statements("a", comparison.a, by_record), *_statements("b", comparison.b, by_record))
    relations, slots = dict(_score_relations(comparison, policy)), dict(_score_slots(comparison, policy))
    for topic, relation, filled in (*_prices(comparison), *_pricing(comparison)):
        relations[topic] = relation
        slots |= filled
    names = {"a": comparison.a.artifact.name, "b": comparison.b.artifact.name}
    facts = {
        **relations,
        **{row.path: row.relation for row in rows},
        **{one.path: digest([one.claim.text, [item.quote for item in one.claim.evidence]], 16) for one in statements},
    }
    slots |= {path: name for row in rows for path, name in _row_slots(row)}
    slots |= {f"{letter}.name": name for letter, name in names.items()}
    return Material(names, relations, rows, statements, slots, facts)


# -- what records state ------------------------------------------------------------------------------------


def _rows(comparison: Comparison) -> Iterator[Row]:
    names = {record.id: f"“{record.name}”" for side in (comparison.a, comparison.b) for record in side.capabilities}
    found = comparison.alignment
    jobs = [(pair.a, {".a": names[pair.a], ".b": names[pair.b]}, "both") for pair in found.both]
    jobs += [(record, {"": names[record]}, "only a") for record in found.only_a]
    jobs += [(record, {"": names[record]}, "only b") for record in found.only_b]
    for number, (record, called, relation) in enumerate(jobs, start=1):
        each = called if len(set(called.values())) == len(called) else {"": names[record]}
        yield Row(f"r{number}", f"{ROW}{record}", {f"r{number}{of}": name for of, name in each.items()}, relation)


def _row_slots(row: Row) -> Iterator[tuple[str, str]]:
    """All of a row, whether it has one name today or two: a sentence outlives that."""
    called = list(row.names.values())
    yield row.path, row.name
    if row.relation == "both":
        yield f"{row.path}.a", called[0]
        yield f"{row.path}.b", called[-1]


def _records_of(row: Row, comparison: Comparison) -> Iterator[str]:
    record = row.path.removeprefix(ROW)
    yield record
    yield from (pair.b for pair in comparison.alignment.both if pair.a == record)


def _statements(letter: str, side: Side, rows: Mapping[str, str]) -> Iterator[Statement]:
    for number, (claim, sort, record) in enumerate(_claims(side), start=1):
        row = rows.get(record.id) if record else None
        yield Statement(f"{letter}{number}", f"{letter}.claims.{claim.id}", letter, claim, sort, row)


def _claims(side: Side) -> Iterator[tuple[Claim, str, Capability | None]]:
    for record in side.capabilities:
        told = [claim for claim in record.claims if claim.field in _FIELDS and _is_told(claim)]
        yield from ((claim, claim.field, record) for claim in told)
    yield from ((fact.claim, fact.kind.value, None) for fact in side.facts if _is_told(fact.claim))


def _is_told(claim: Claim) -> bool:
    return claim.status in _TOLD and claim.is_publishable and not claim.rival and bool(claim.evidence)


# -- scores ------------------------------------------------------------------------------------------------


def _score_relations(comparison: Comparison, policy: Policy) -> Iterator[tuple[str, str]]:
    projection = project(standing(comparison.a), standing(comparison.b), policy, comparable=comparison.comparable.ok)
    if not projection["comparable"]:
        return
    if not str(projection["rank"]).startswith("missing"):
        yield "rank", _RELATIONS.get(str(projection["rank"]), str(projection["rank"]))
    for component in Component:
        relation = str(projection[component.value])
        is_spoken_of = component is not Component.MATCH_GRAPH or projection["matched"]
        if is_spoken_of and not relation.startswith("missing"):
            yield component.value, _RELATIONS.get(relation, relation)


def _score_slots(comparison: Comparison, policy: Policy) -> Iterator[tuple[str, str]]:
    a, b = standing(comparison.a), standing(comparison.b)
    if not comparison.comparable.ok:
        return
    words = figures(a, b, policy)
    if "gap" in words:
        yield "gap", words["gap"]
        yield from ((f"{letter}.rank", f"{words[f'{letter}.rank']} of 100") for letter in "ab")
    for letter, side in (("a", a), ("b", b)):
        for component, value in zip(Component, side.values, strict=True):
            if value is not None:
                yield f"{letter}.{component.value}", str(Decimal(value).scaleb(-PRINTED_PLACES))


# -- prices ------------------------------------------------------------------------------------------------

_Priced = tuple[str, str, dict[str, str]]


def _prices(comparison: Comparison) -> Iterator[_Priced]:
    """Prices of one unit, direction and currency that both sides have once."""
    if not comparison.comparable.ok:
        return
    sides = [_by_unit(side.artifact.pricing.prices) for side in (comparison.a, comparison.b)]
    for unit in sorted(sides[0].keys() & sides[1].keys()):
        a, b = (side[unit] for side in sides)
        if a is None or b is None:
            continue
        relation = "equal" if a.amount == b.amount else "a > b" if a.amount > b.amount else "a < b"
        topic = f"price.{unit}"
        yield topic, relation, {f"a.{topic}": _amount(a), f"b.{topic}": _amount(b)}


def _by_unit(prices: tuple[Price, ...]) -> dict[str, Price | None]:
    """By unit the price, or None where there are several."""
    found: dict[str, Price | None] = {}
    for price in prices:
        unit = slugify(f"{price.direction or ''} {price.currency} per {price.per}")
        found[unit] = None if unit in found else price
    return found


def _amount(price: Price) -> str:
    return f"{price.amount.normalize():f} {price.currency} per {price.per}"


def _pricing(comparison: Comparison) -> Iterator[_Priced]:
    a, b = (_PRICING.get(side.artifact.pricing.model) for side in (comparison.a, comparison.b))
    if a and b:
        yield "pricing", "same" if a == b else "different", {"a.pricing": a, "b.pricing": b}
