"""What is found: an entry for each published capability, and one for the artifact itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from decompose.domain.artifact import Artifact, Kind, kind_label
from decompose.domain.capability import Capability, Claim, ClaimStatus, Fact, FactKind, prose
from decompose.domain.identity import digest
from decompose.domain.matching.ranking import FIELDS
from decompose.domain.matching.words import grams_of, length_of, name_terms, name_words, terms_of

MOST_TERMS_IN_A_FIELD = 1_500
_WEAK = frozenset({ClaimStatus.ATTRIBUTED})


@dataclass(frozen=True, slots=True)
class Filters:
    """What results must be. `price` is a pricing model, `licence` is a part of the licence's name.

    `is_verified` asks that nothing in the description rests on the vendor's word alone.
    """

    kind: Kind | None = None
    price: str | None = None
    licence: str | None = None
    is_verified: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is found; `capability` None is the artifact itself.

    `terms` are by field, `text` is what readers are shown, `length` is in words.
    """

    slug: str
    artifact: str
    capability: str | None
    name: str
    text: str
    kind: str | None
    price: str
    licence: str
    is_verified: bool
    terms: Mapping[str, tuple[str, ...]]
    grams: tuple[str, ...]
    length: float

    @property
    def digest(self) -> str:
        """The same for the same entry, so that what did not change is not indexed again."""
        return digest({one.name: getattr(self, one.name) for one in fields(self)}, 32)


def entries_of(
    artifact: Artifact, records: Sequence[Capability], facts: Sequence[Fact], licences: Iterable[str]
) -> tuple[Entry, ...]:
    """The entries of an artifact from what readers may see of it.

    What it cannot do, and what others do, is left out: a search for it would find the wrong thing.
    """
    licence = " ".join(
        dict.fromkeys([*licences, *(fact.claim.text for fact in facts if fact.kind is FactKind.LICENCE)])
    ).casefold()
    of: dict[str, Any] = {
        "slug": artifact.slug,
        "artifact": artifact.name,
        "kind": artifact.kind.value if artifact.kind else None,
        "price": artifact.pricing.model.value,
        "licence": licence,
    }
    told = [fact.claim for fact in facts]
    itself = entry(
        **of,
        capability=None,
        name=artifact.name,
        labels=(kind_label(artifact.kind) if artifact.kind else "", *(record.name for record in records)),
        text="",
        details=[claim.text for claim in told],
        is_verified=not _is_weak(told),
    )
    return itself, *(entry_of(record, of) for record in records)


# What every entry of an artifact says of it.
OF_ARTIFACT = ("slug", "artifact", "kind", "price", "licence")


def entry_of(record: Capability, of: Mapping[str, Any]) -> Entry:
    """The entry of one record; `of` is what all entries of its artifact say, by OF_ARTIFACT."""
    return entry(
        **of,
        capability=record.id,
        name=record.name,
        labels=(*record.intents, *record.inputs, *record.outputs),
        text=prose(record.of("description")),
        details=[claim.text for field in ("best_for", "unique") for claim in record.of(field)],
        is_verified=not _is_weak(record.of("description")),
    )


def entry(
    *,
    slug: str,
    artifact: str,
    capability: str | None,
    name: str,
    labels: Iterable[str],
    text: str,
    details: Iterable[str],
    kind: str | None = None,
    price: str = "unknown",
    licence: str = "",
    is_verified: bool = True,
) -> Entry:
    """An entry of these words."""
    names = name if name == artifact else f"{artifact} {name}"
    found_in = (name_terms(names), terms_of(" ".join(labels)), terms_of(text), terms_of(" ".join(details)))
    terms = {field: tuple(found[:MOST_TERMS_IN_A_FIELD]) for field, found in zip(FIELDS, found_in, strict=True)}
    return Entry(
        slug=slug,
        artifact=artifact,
        capability=capability,
        name=name,
        text=text,
        kind=kind,
        price=price,
        licence=licence,
        is_verified=is_verified,
        terms=terms,
        grams=tuple(grams_of(name_words(names))),
        length=sum(length_of(found) for found in terms.values()),
    )


def _is_weak(claims: Iterable[Claim]) -> bool:
    return any(claim.status in _WEAK for claim in claims)
