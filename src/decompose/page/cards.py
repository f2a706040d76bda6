"""Sentences, their quotes and the records that they make up, as a page shows them.

One claim has one place on a page, and each of its quotes an anchor there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain

from decompose.domain.capability import Capability, CapabilityStatus, Claim, ClaimStatus
from decompose.domain.catalog import Neighbour
from decompose.domain.evidence import Evidence
from decompose.domain.rivals import Rival
from decompose.page.wording import count, day, heading, sum_up

REPORTED = "reported by the makers"
_FIELD_LABELS = {
    "unique": "Unique",
    "vs_alternatives": "vs alternatives",
    "best_for": "Best for",
    "limitations": "Limitations",
    "requires": "Requires",
}
# What users may ask for stands in their words.
_LABEL_LABELS = {"intents": ("Asked as", "“{}”"), "inputs": ("Takes", "{}"), "outputs": ("Gives", "{}")}
_NEIGHBOURS_NAMED = 3


@dataclass(frozen=True, slots=True)
class QuoteView:
    """Quoted words with the address of their place in the source; `anchor` is the quote's id in the page.

    `doubt` is where a reader says that the sentence is wrong, once for each claim.
    """

    anchor: str
    words: str
    where: str
    href: str
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A sentence; `tone` ("", "vendor", "editor") is what it is marked as and `tag` the word for it."""

    text: str
    tone: str
    tag: str | None
    quotes: tuple[QuoteView, ...]

    @property
    def first_quote(self) -> str | None:
        return self.quotes[0].anchor if self.quotes else None


@dataclass(frozen=True, slots=True)
class Evidenced:
    """The quotes behind a group of claims, and a line that counts both."""

    quotes: tuple[QuoteView, ...]
    summary: str


@dataclass(frozen=True, slots=True)
class FieldView:
    """A labelled field of a card; `note` and `links` say what the rest of the catalogue says to it."""

    label: str
    claims: tuple[ClaimView, ...]
    note: str = ""
    links: tuple[LinkView, ...] = ()


@dataclass(frozen=True, slots=True)
class CardView:
    """A capability record. An imported one has no sentence, only the notice that it has no source."""

    anchor: str
    name: str
    is_imported: bool
    description: tuple[ClaimView, ...]
    fields: tuple[FieldView, ...]
    labels: tuple[tuple[str, str], ...]
    evidence: Evidenced

    @property
    def stated(self) -> str:
        return "No source" if self.is_imported else "Stated"


@dataclass(frozen=True, slots=True)
class LinkView:
    """A link with its words and what stands beside it."""

    href: str
    words: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Origins:
    """What a card refers to besides its own record.

    Documents by revision, who has the same jobs by capability, and who is named by claim.
    """

    documents: Mapping[str, str] = field(default_factory=dict)
    neighbours: Mapping[str, tuple[Neighbour, ...]] = field(default_factory=dict)
    rivals: Mapping[str, tuple[Rival, ...]] = field(default_factory=dict)


def source_anchor(evidence: Evidence) -> str:
    """The fragment of the source page that marks these words."""
    return f"s-{evidence.start}-{evidence.end}"


def _quote(claim: Claim, number: int, evidence: Evidence, origins: Origins) -> QuoteView:
    anchor = f"q-{claim.id}" if number == 0 else f"q-{claim.id}-{number + 1}"
    document = origins.documents.get(evidence.revision, f"Revision {evidence.revision}")
    where = f"{document}, characters {evidence.start} to {evidence.end}"
    place = f"/sources/{evidence.revision}#{source_anchor(evidence)}"
    return QuoteView(anchor, evidence.quote, where, place, "" if number else f"/suggest/{claim.id}")


def claim_view(claim: Claim, origins: Origins) -> ClaimView:
    """A publishable claim as a page shows it."""
    quotes = tuple(_quote(claim, at, evidence, origins) for at, evidence in enumerate(claim.evidence))
    if claim.status is ClaimStatus.ATTRIBUTED:
        return ClaimView(claim.text, "vendor", REPORTED, quotes)
    if claim.edited or claim.decided:
        by = f"by {claim.decided.by}, {day(claim.decided.at)}" if claim.decided else "by an editor"
        return ClaimView(claim.text, "editor", f"{'worded' if claim.edited else 'confirmed'} {by}", quotes)
    return ClaimView(claim.text, "", None, quotes)


def evidenced(claims: Iterable[ClaimView]) -> Evidenced:
    """The quotes of those claims, in the order of reading."""
    claims = tuple(claims)
    quotes = tuple(chain.from_iterable(claim.quotes for claim in claims))
    tones = [claim.tone for claim in claims]
    states = sum_up(tones.count(""), tones.count("vendor"), tones.count("editor"))
    return Evidenced(quotes, f"{count(len(quotes), 'quote')} for {count(len(claims), 'sentence')}{states}")


def card_view(capability: Capability, origins: Origins) -> CardView:
    """A capability record as a card."""
    views = {name: tuple(claim_view(claim, origins) for claim in capability.of(name)) for name in _FIELD_LABELS}
    description = tuple(claim_view(claim, origins) for claim in capability.of("description"))
    fields = tuple(
        _field(label, views[name], *_beside(name, capability, origins))
        for name, label in _FIELD_LABELS.items()
        if views[name]
    )
    is_imported = capability.status is CapabilityStatus.IMPORTED
    labels = tuple(
        (label, ", ".join(map(form.format, getattr(capability, name))))
        for name, (label, form) in _LABEL_LABELS.items()
        if getattr(capability, name) and not is_imported
    )
    everything = chain(description, *(each.claims for each in fields))
    return CardView(
        f"c-{capability.id}", heading(capability.name), is_imported, description, fields, labels, evidenced(everything)
    )


def _field(
    label: str, claims: tuple[ClaimView, ...], note: str = "", others: Mapping[str, str] | None = None
) -> FieldView:
    links = [LinkView(f"/artifacts/{slug}", words) for slug, words in (others or {}).items()]
    return FieldView(label, claims, note, tuple(links))


def _beside(name: str, capability: Capability, origins: Origins) -> tuple[str, Mapping[str, str]]:
    """What the catalogue says to a field, and the names of those it speaks of by slug.

    A claim to be the only one stands beside whoever states the same job, a comparison beside whom it names.
    """
    if name == "vs_alternatives":
        named = {one.slug: one.name for claim in capability.of(name) for one in origins.rivals.get(claim.id, ())}
        return ("In this catalogue:" if named else ""), named
    others = {one.slug: one.name for one in origins.neighbours.get(capability.id, ())} if name == "unique" else {}
    if not others:
        return "", {}
    shown_here = dict(list(others.items())[:_NEIGHBOURS_NAMED])
    rest = len(others) - len(shown_here)
    note = f"{count(len(others), 'other')} in the catalogue {'states' if len(others) == 1 else 'state'} the same job"
    return f"{note}{f', {rest} not named here' if rest else ''}:", shown_here
