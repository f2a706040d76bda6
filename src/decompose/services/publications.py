"""Import of comparison pages that were published elsewhere: artifacts, table facts, and records without a source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from decompose.domain.artifact import Artifact, Pricing, slug_for
from decompose.domain.capability import Capability, CapabilityStatus, Claim, ClaimStatus, Provenance, Reason
from decompose.domain.identity import content_hash, identify
from decompose.domain.published import PublishedPage, PublishedRecord, PublishedSide
from decompose.errors import UnreadableInputError
from decompose.reading.published_page import parse_page
from decompose.services.compare import RANK_LABEL
from decompose.store import artifacts, capabilities, remembered, scores
from decompose.store.database import Database
from decompose.store.scores import RANK

ORIGIN = "published page"
_NAME_LENGTH = 60
_NO_SOURCE = Reason("no_source", "taken from a published page; no source document stands behind it")


@dataclass(frozen=True, slots=True)
class ImportReport:
    """The pairs of slugs that the pages are about, in their order, and how many records were taken."""

    pairs: tuple[tuple[str, str], ...]
    records: int


@dataclass(frozen=True, slots=True)
class Publications:
    database: Database
    now: Callable[[], datetime]

    def import_pages(self, paths: Sequence[Path]) -> ImportReport:
        """Take the artifacts and records of pages: all of them, or none where one cannot be read.

        The components that a page prints are rounded to 0 or 1 and are not taken for measurements; its rank is.

        Raises:
            UnreadableInputError: a file is not there, or no text.
            PageFormatError: a page does not have the known shape.
        """
        pages = [(path, parse_page(_text(path), path.name)) for path in paths]
        taken: dict[str, tuple[Artifact, PublishedSide]] = {}
        for _, page in pages:
            for side in (page.a, page.b):
                artifact = _artifact(side)
                taken[artifact.slug] = (artifact, side)
        with self.database.writing() as session:
            for slug, (artifact, side) in taken.items():
                artifacts.save(session, artifact, self.now())
                capabilities.retire_imported(session, slug)
                for position, capability in enumerate(_records(slug, side.records)):
                    capabilities.save(session, slug, capability, position=position)
                scores.add(session, slug, {RANK: Decimal(side.rank)}, origin=ORIGIN, at=self.now(), pin=False)
            for _, page in pages:
                remembered.put(session, RANK_LABEL, page.rank_label)
        return ImportReport(
            tuple(_pair(page) for _, page in pages), sum(len(side.records) for _, side in taken.values())
        )


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise UnreadableInputError(
            f"{path} cannot be read ({exc}); give a published page as UTF-8 text", subject=str(path)
        ) from exc


def _pair(page: PublishedPage) -> tuple[str, str]:
    return _slug(page.a.name), _slug(page.b.name)


def _slug(name: str) -> str:
    return slug_for(name, content_hash(name.encode()))


def _artifact(side: PublishedSide) -> Artifact:
    return Artifact(
        slug=_slug(side.name),
        name=side.name,
        kind=side.kind,
        pricing=Pricing(side.pricing, as_published=side.starting_price),
        declared_capabilities=side.declared_capabilities,
    )


def _records(slug: str, records: Sequence[PublishedRecord]) -> Iterator[Capability]:
    for record in records:
        owner = identify("cap", slug, ORIGIN, record.description)
        yield Capability(
            id=owner,
            name=_name_of(record),
            status=CapabilityStatus.IMPORTED,
            claims=tuple(_claims(owner, record)),
            provenance=Provenance(None, None, ORIGIN),
        )


def _claims(owner: str, record: PublishedRecord) -> Iterator[Claim]:
    fields = (
        ("description", record.description),
        ("unique", record.unique),
        ("vs_alternatives", record.vs_alternatives),
    )
    for field, text in fields:
        if text:
            identity = identify("claim", owner, field, text)
            yield Claim(identity, field, text, ClaimStatus.UNSUPPORTED, reasons=(_NO_SOURCE,))


def _name_of(record: PublishedRecord) -> str:
    """Published records have no name: the first words of the description stand for it."""
    words = record.description.split()
    name = ""
    while words and len(name) + len(words[0]) < _NAME_LENGTH:
        name = f"{name} {words.pop(0)}".strip()
    return f"{name} …" if words else name
