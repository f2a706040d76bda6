"""A side of a comparison as it was: today's facts, taken back along the log of what moved since.

Facts of records are flat (`capabilities.cap-1.claims.clm-2`); `rebuilt` makes records of them again. The words of a
claim that is kept still come with their quotes; of one whose words were removed for good nothing is left to rebuild.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from decompose.domain.capability import Capability, CapabilityStatus, Claim, ClaimStatus, Fact, FactKind
from decompose.domain.catalog import Change
from decompose.domain.comparison import JsonValue

Facts = Mapping[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Records:
    """What records say of an artifact: public capabilities and facts, in their order."""

    capabilities: tuple[Capability, ...]
    facts: tuple[Fact, ...]


def taken_back(now: Facts, changes: Iterable[Change]) -> dict[str, JsonValue]:
    """The facts before these changes, given the newest first."""
    facts = dict(now)
    for change in changes:
        if change.old is None:
            facts.pop(change.fact, None)
        else:
            facts[change.fact] = change.old
    return facts


def rebuilt(then: Facts, today: Records, kept: Mapping[str, Claim], order: Sequence[str]) -> tuple[Records, int]:
    """The records that these facts tell, and how many of their claims are kept no longer.

    Args:
        today: for what a fact does not tell of a record.
        kept: every claim of the artifact that is kept, current or not, by id.
        order: the ids of every record that is kept, as they follow one another.
    """
    by_capability, told = _grouped(then)
    known = {record.id: record for record in today.capabilities}
    named = [name for name in order if name in by_capability]
    named += sorted(by_capability.keys() - set(named))
    missing = 0
    records = []
    for name in named:
        record = _record(name, by_capability[name], known.get(name))
        claims = []
        for identity, said in by_capability[name].get("claims", {}).items():
            claim, is_kept = _claim(identity, str(said["field"]), said, kept)
            missing += not is_kept
            claims.append(claim)
        records.append(replace(record, claims=_in_order(claims, known.get(name))))
    facts = []
    for identity, said in told.items():
        claim, is_kept = _claim(identity, "fact", said, kept)
        missing += not is_kept
        facts.append(Fact(FactKind(said["kind"]), claim))
    places = {fact.claim.id: place for place, fact in enumerate(today.facts)}
    facts.sort(key=lambda fact: (places.get(fact.claim.id, len(places)), fact.claim.id))
    return Records(tuple(records), tuple(facts)), missing


def _grouped(then: Facts) -> tuple[dict[str, dict[str, Any]], dict[str, Any]]:
    """By capability what is told of it (its claims by id), and the artifact's own facts by id."""
    by_capability: dict[str, dict[str, Any]] = {}
    told: dict[str, Any] = {}
    for path, value in then.items():
        match path.split(".", 3):
            case ["capabilities", name, "claims", identity]:
                by_capability.setdefault(name, {}).setdefault("claims", {})[identity] = value
            case ["capabilities", name, field]:
                by_capability.setdefault(name, {})[field] = value
            case ["facts", identity]:
                told[identity] = value
            case _:
                continue
    return by_capability, told


def _record(name: str, told: Mapping[str, Any], today: Capability | None) -> Capability:
    record = today or Capability(name, "", CapabilityStatus.PUBLISHED, ())
    return replace(
        record,
        name=str(told.get("name") or record.name),
        intents=_labels(told.get("intents"), record.intents),
        inputs=_labels(told.get("inputs"), record.inputs),
        outputs=_labels(told.get("outputs"), record.outputs),
    )


def _labels(told: Any, today: Sequence[str]) -> tuple[str, ...]:
    """Facts hold labels sorted: where they are today's, so is their order."""
    words = tuple(told or ())
    return tuple(today) if sorted(today) == list(words) else words


def _claim(identity: str, field: str, said: Mapping[str, Any], kept: Mapping[str, Claim]) -> tuple[Claim, bool]:
    text, status = str(said["text"]), ClaimStatus(said["status"])
    known = kept.get(identity)
    if known is None or known.text != text:
        # Other words than those that stand with the quotes now: an editor's, or a later text's.
        return Claim(identity, field, text, status), False
    # What was rejected since stood then.
    return replace(known, status=status, rejected=False, decided=None if known.rejected else known.decided), True


def _in_order(claims: Iterable[Claim], today: Capability | None) -> tuple[Claim, ...]:
    places = {claim.id: place for place, claim in enumerate(today.claims)} if today else {}
    return tuple(sorted(claims, key=lambda claim: (places.get(claim.id, len(places)), claim.id)))
