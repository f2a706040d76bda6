"""Capability records, facts and their claims, with the decisions of editors laid over them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import or_
from sqlalchemy import select as select_columns
from sqlmodel import Session, col, select

from decompose.domain.capability import Capability, CapabilityStatus, Claim, Fact, FactKind, Reason
from decompose.domain.decomposition import Decomposition
from decompose.domain.document import Span
from decompose.domain.overlay import overlaid, overlaid_record
from decompose.domain.plan import identity_of
from decompose.domain.queue import Origin
from decompose.domain.readership import cited_spans, published_capabilities
from decompose.domain.review import ReviewItem, item_id_of
from decompose.domain.rivals import FIELD as COMPARING
from decompose.domain.rivals import may_name
from decompose.store import ledger, reviews
from decompose.store.chunks import among, chunks
from decompose.store.mapping import (
    Json,
    claim_from,
    evidence_to_json,
    provenance_from_json,
    provenance_to_json,
    reasons_from_json,
    reasons_to_json,
)
from decompose.store.tables import ArtifactRow, CapabilityRow, ClaimRow, DecompositionRow, RevisionRow


def save_decomposition(session: Session, decomposition: Decomposition, now: datetime) -> None:
    """Make these the records of their source document; what an earlier revision or answer said is kept, not current."""
    made = {row.id: row for row in _retired(session, identity_of(decomposition.revision.document))}
    row = made.get(decomposition.id) or DecompositionRow(**decomposition_row(decomposition, now))
    row.refused, row.is_current = reasons_to_json(decomposition.refused), True
    session.add(row)
    session.flush()
    save_all(
        session,
        decomposition.revision.document.slug,
        decomposition.capabilities,
        decomposition.facts,
        decomposition_id=decomposition.id,
    )


def decomposition_row(decomposition: Decomposition, now: datetime) -> Json:
    """Its row, by column."""
    return {
        "id": decomposition.id,
        "revision_id": decomposition.revision.id,
        "llm": decomposition.llm,
        "template": decomposition.template,
        "refused": reasons_to_json(decomposition.refused),
        "is_current": True,
        "created_at": now,
    }


def newest_decomposition(session: Session, document_id: str) -> str | None:
    """Whose records a document has or had last, by id."""
    made = sorted(_decompositions(session, document_id), key=lambda row: (row.is_current, row.created_at, row.id))
    return made[-1].id if made else None


def save_all(
    session: Session,
    slug: str,
    capabilities: Iterable[Capability],
    facts: Iterable[Fact],
    *,
    decomposition_id: str | None,
) -> None:
    """Make these records and facts current, in this order."""
    records, claims = rows_of(slug, tuple(capabilities), tuple(facts), decomposition_id)
    _put(session, CapabilityRow, records)
    _put(session, ClaimRow, claims)


def rows_of(
    slug: str, records: Sequence[Capability], facts: Sequence[Fact], decomposition_id: str | None
) -> tuple[list[Json], list[Json]]:
    """The rows of records and of claims, in this order, by column."""
    claims = [row for record in records for row in _claim_rows(slug, record, decomposition_id)]
    claims += [
        _claim_row(slug, fact.claim, place, decomposition_id=decomposition_id, fact_kind=fact.kind)
        for place, fact in enumerate(facts)
    ]
    return [_capability_row(slug, record, place, decomposition_id) for place, record in enumerate(records)], claims


def save(
    session: Session, slug: str, capability: Capability, *, position: int, decomposition_id: str | None = None
) -> None:
    """Insert a record, or bring the row of the same id up to date."""
    _put(session, CapabilityRow, [_capability_row(slug, capability, position, decomposition_id)])
    _put(session, ClaimRow, _claim_rows(slug, capability, decomposition_id))


def _put(session: Session, table: type[CapabilityRow | ClaimRow], rows: Iterable[Json]) -> None:
    """Insert rows, or bring those of the same ids up to date; of two with one id the last counts."""
    wanted = {row["id"]: table(**row) for row in rows}
    known = set(session.exec(select(table.id).where(col(table.id).in_(wanted))).all()) if wanted else set()
    for identity, row in wanted.items():
        if identity in known:
            session.merge(row)
        else:
            session.add(row)
    session.flush()


def retire_imported(session: Session, slug: str) -> None:
    """Take the records that an earlier import of a page left out of sight."""
    for row in session.exec(
        select(CapabilityRow).where(CapabilityRow.slug == slug, CapabilityRow.status == CapabilityStatus.IMPORTED.value)
    ).all():
        row.is_current = False
        for claim in session.exec(select(ClaimRow).where(ClaimRow.capability_id == row.id)).all():
            claim.is_current = False
    session.flush()


Told = tuple[tuple[Capability, ...], tuple[Fact, ...]]
_CLAIMS = select(ClaimRow).where(among(col(ClaimRow.slug), "slugs"), col(ClaimRow.is_current))
_RECORDS_NAMED = select(CapabilityRow).where(among(col(CapabilityRow.id), "ids"), col(CapabilityRow.is_current))
_CLAIMS_OF_RECORDS = select(ClaimRow).where(among(col(ClaimRow.capability_id), "ids"), col(ClaimRow.is_current))
_RECORDS = select(CapabilityRow).where(among(col(CapabilityRow.slug), "slugs"), col(CapabilityRow.is_current))


def told(session: Session, slug: str) -> Told:
    """The current records of an artifact, in the order of their documents, and its facts, as editors left them."""
    return told_of(session, [slug])[slug]


def told_of(session: Session, slugs: Collection[str]) -> dict[str, Told]:
    """The same of several artifacts, by slug; as many as fit in one question."""
    items = reviews.by_subject(session, *slugs)
    rows = session.exec(_CLAIMS, params={"slugs": slugs}).all()
    records = session.exec(_RECORDS, params={"slugs": slugs}).all()
    return {
        slug: _told([row for row in records if row.slug == slug], [row for row in rows if row.slug == slug], items)
        for slug in slugs
    }


def _told(records: Iterable[CapabilityRow], claims: Sequence[ClaimRow], items: Mapping[str, ReviewItem]) -> Told:
    facts = tuple(
        Fact(FactKind(row.fact_kind), overlaid(claim_from(row), items.get(row.id)))
        for row in sorted(claims, key=_place)
        if row.fact_kind
    )
    return _overlaid(records, claims, items), facts


def some(session: Session, slug: str, wanted: Collection[str]) -> tuple[Capability, ...]:
    """Those of the current records of an artifact, as editors left them; nothing else of it is read."""
    records = session.exec(
        select(CapabilityRow).where(
            col(CapabilityRow.id).in_(wanted), CapabilityRow.slug == slug, col(CapabilityRow.is_current)
        )
    ).all()
    rows = session.exec(
        select(ClaimRow).where(col(ClaimRow.capability_id).in_(wanted), ClaimRow.slug == slug, col(ClaimRow.is_current))
    ).all()
    return _overlaid(records, rows, reviews.of_records(session, wanted, [row.id for row in rows]))


def published_among(session: Session, wanted: Collection[str]) -> frozenset[str]:
    """Those of these current records, of whatever artifacts, that readers see as editors left them."""
    found: set[str] = set()
    for ids in chunks(sorted(wanted)):
        records = session.exec(_RECORDS_NAMED, params={"ids": ids}).all()
        rows = session.exec(_CLAIMS_OF_RECORDS, params={"ids": ids}).all()
        items = reviews.of_records(session, ids, [row.id for row in rows])
        found |= {record.id for record in published_capabilities(_overlaid(records, rows, items))}
    return frozenset(found)


def _overlaid(
    records: Iterable[CapabilityRow], claims: Iterable[ClaimRow], items: Mapping[str, ReviewItem]
) -> tuple[Capability, ...]:
    """Records with their claims, and the decisions on both."""
    of_record: dict[str, list[Claim]] = {}
    for row in sorted(claims, key=_place):
        if row.capability_id and not row.fact_kind:
            of_record.setdefault(row.capability_id, []).append(overlaid(claim_from(row), items.get(row.id)))
    return tuple(
        overlaid_record(_capability(row), tuple(of_record.get(row.id, ())), items.get(row.id))
        for row in sorted(records, key=_place)
    )


def kept_records(session: Session, slug: str) -> tuple[str, ...]:
    """The ids of every record of an artifact that is kept, current or not, in their order."""
    rows = session.exec(select(CapabilityRow).where(CapabilityRow.slug == slug)).all()
    return tuple(row.id for row in sorted(rows, key=_place))


def kept_claims(session: Session, slug: str) -> dict[str, Claim]:
    """Every claim of an artifact that is kept, current or not, as editors left it, by id."""
    items = reviews.by_subject(session, slug)
    rows = session.exec(select(ClaimRow).where(ClaimRow.slug == slug)).all()
    return {row.id: overlaid(claim_from(row), items.get(row.id)) for row in rows}


def of_artifact(session: Session, slug: str) -> tuple[Capability, ...]:
    """The current records of an artifact, in the order of their documents, as editors left them."""
    return told(session, slug)[0]


def facts_of(session: Session, slug: str) -> tuple[Fact, ...]:
    """The current facts of an artifact, as editors left them."""
    return told(session, slug)[1]


def claim(session: Session, claim_id: str) -> Claim | None:
    """A claim as it was decomposed, without decisions."""
    row = session.get(ClaimRow, claim_id)
    return claim_from(row) if row else None


def origin_of(session: Session, claim_id: str | None, capability_id: str | None) -> Origin:
    """Where a sentence or a record comes from; of what came from no document, nothing is known."""
    claim = session.get(ClaimRow, claim_id) if claim_id else None
    record = session.get(CapabilityRow, capability_id) if capability_id else None
    made_by = (claim and claim.decomposition_id) or (record and record.decomposition_id)
    made = session.get(DecompositionRow, made_by) if made_by else None
    call_key = provenance_from_json(record.provenance).call_key if record else None
    return Origin(
        record=record.name if record else None,
        revision=made.revision_id if made else None,
        llm=made.llm if made else None,
        prompt=made.template if made else None,
        call_key=call_key,
        cost_usd=ledger.cost(session, call_key) if call_key else None,
        quotes=tuple(claim.quotes) if claim else (),
    )


def beside(session: Session, capability_id: str, claim_id: str | None) -> tuple[Claim, ...]:
    """The other current claims of a record."""
    query = select(ClaimRow).where(ClaimRow.capability_id == capability_id, col(ClaimRow.is_current))
    rows = [row for row in session.exec(query).all() if row.id != claim_id]
    return tuple(claim_from(row) for row in sorted(rows, key=_place))


def in_sight(session: Session, slug: str) -> frozenset[str]:
    """The ids of the current claims of an artifact, and of the records that hold them."""
    query = select(ClaimRow.id, ClaimRow.capability_id).where(ClaimRow.slug == slug, col(ClaimRow.is_current))
    return frozenset(identity for row in session.exec(query).all() for identity in row if identity)


def claim_of_item(session: Session, item_id: str) -> tuple[str, str | None, Claim] | None:
    """The current claim that an item is about, as (slug, capability id, claim)."""
    row = session.exec(select(ClaimRow).where(ClaimRow.item_id == item_id, col(ClaimRow.is_current))).first()
    return (row.slug, row.capability_id, claim_from(row)) if row else None


def claims_of(session: Session, slug: str | None = None) -> tuple[tuple[str, str | None, Claim], ...]:
    """Every current claim as (slug, capability id, claim), of one artifact or of all."""
    query = select(ClaimRow).where(col(ClaimRow.is_current))
    if slug is not None:
        query = query.where(ClaimRow.slug == slug)
    rows = sorted(session.exec(query).all(), key=lambda row: (row.slug, row.id))
    return tuple((row.slug, row.capability_id, claim_from(row)) for row in rows)


def cited(session: Session, slug: str, revision_id: str) -> tuple[Span, ...]:
    """The spans of a revision that claims in sight of readers stand on."""
    return cited_spans(*told(session, slug), revision_id)


def add_beside(session: Session, claim_id: str, claim: Claim) -> None:
    """Put another sentence into the place of a stored one: into the same field of the same record."""
    row = session.get_one(ClaimRow, claim_id)
    beside = _claim_row(
        row.slug,
        claim,
        row.position,
        decomposition_id=row.decomposition_id,
        capability_id=row.capability_id,
        fact_kind=FactKind(row.fact_kind) if row.fact_kind else None,
    )
    _put(session, ClaimRow, [beside])


def take_away(session: Session, claim_id: str) -> None:
    """Nobody tells a stored sentence any more; it is kept."""
    session.get_one(ClaimRow, claim_id).is_current = False
    session.flush()


def settle_claim(session: Session, claim: Claim) -> None:
    """Give a stored claim the status and reasons that it has beside the others."""
    row = session.get_one(ClaimRow, claim.id)
    row.status, row.reasons = claim.status.value, reasons_to_json(claim.reasons)
    session.flush()


def hold(session: Session, capability_id: str, held: Reason | None) -> None:
    """Hold a record back as a whole, or no longer."""
    row = session.get_one(CapabilityRow, capability_id)
    row.labels = row.labels | {"held": reasons_to_json([held] if held else [])}
    row.status = (CapabilityStatus.REVIEW if held else CapabilityStatus.PUBLISHED).value
    session.flush()


def compared(session: Session) -> tuple[tuple[str, frozenset[str]], ...]:
    """Whose current claims compare it with others, as (slug, the slugs of the names that one claim may be about)."""
    rows = session.execute(
        select_columns(col(ClaimRow.slug), col(ClaimRow.field), col(ClaimRow.text), col(ClaimRow.rival)).where(
            col(ClaimRow.is_current), or_(col(ClaimRow.rival).is_not(None), col(ClaimRow.field) == COMPARING)
        )
    ).all()
    return tuple((slug, may_name(field, text, rival)) for slug, field, text, rival in rows)


def names(session: Session) -> tuple[tuple[str, str], ...]:
    """Every artifact as (slug, name), by slug."""
    return tuple(sorted((slug, name) for slug, name in session.exec(select(ArtifactRow.slug, ArtifactRow.name)).all()))


def retire(session: Session, document_id: str) -> None:
    """No record of the document is current any more."""
    _retired(session, document_id)


def _retired(session: Session, document_id: str) -> Sequence[DecompositionRow]:
    """The decompositions of a document, none of whose records is current any more."""
    made = _decompositions(session, document_id)
    for row in made:
        row.is_current = False
    identities = [row.id for row in made]
    for table in (CapabilityRow, ClaimRow) if made else ():
        for dependent in session.exec(
            select(table).where(col(table.decomposition_id).in_(identities), col(table.is_current))
        ).all():
            dependent.is_current = False
    session.flush()
    return made


def drafted(session: Session, document_id: str) -> tuple[tuple[Capability, ...], tuple[Fact, ...]]:
    """The current records and facts of a document as they were decomposed, without decisions."""
    made = session.exec(
        select(DecompositionRow.id)
        .join(RevisionRow, col(RevisionRow.id) == DecompositionRow.revision_id)
        .where(RevisionRow.document_id == document_id)
    ).all()
    if not made:
        return (), ()
    claims: dict[str, list[Claim]] = {}
    facts: list[Fact] = []
    rows = session.exec(select(ClaimRow).where(col(ClaimRow.decomposition_id).in_(made), col(ClaimRow.is_current)))
    for row in sorted(rows.all(), key=_place):
        if row.fact_kind:
            facts.append(Fact(FactKind(row.fact_kind), claim_from(row)))
        else:
            claims.setdefault(row.capability_id or "", []).append(claim_from(row))
    records = session.exec(
        select(CapabilityRow).where(col(CapabilityRow.decomposition_id).in_(made), col(CapabilityRow.is_current))
    ).all()
    return tuple(
        replace(_capability(row), claims=tuple(claims.get(row.id, ()))) for row in sorted(records, key=_place)
    ), tuple(facts)


def _decompositions(session: Session, document_id: str) -> Sequence[DecompositionRow]:
    return session.exec(
        select(DecompositionRow)
        .join(RevisionRow, col(RevisionRow.id) == DecompositionRow.revision_id)
        .where(RevisionRow.document_id == document_id)
        .order_by(DecompositionRow.id)
    ).all()


def _capability_row(slug: str, capability: Capability, position: int, decomposition_id: str | None) -> Json:
    return {
        "id": capability.id,
        "slug": slug,
        "decomposition_id": decomposition_id,
        "position": position,
        "name": capability.name,
        "status": capability.status.value,
        "labels": {
            "intents": list(capability.intents),
            "inputs": list(capability.inputs),
            "outputs": list(capability.outputs),
            "dropped": reasons_to_json(capability.dropped_labels),
            "held": reasons_to_json([capability.held] if capability.held else []),
        },
        "provenance": provenance_to_json(capability.provenance),
        "is_current": True,
    }


def _claim_rows(slug: str, capability: Capability, decomposition_id: str | None) -> list[Json]:
    return [
        _claim_row(slug, claim, place, decomposition_id=decomposition_id, capability_id=capability.id)
        for place, claim in enumerate(capability.claims)
    ]


def _claim_row(
    slug: str,
    claim: Claim,
    position: int,
    *,
    decomposition_id: str | None,
    capability_id: str | None = None,
    fact_kind: FactKind | None = None,
) -> Json:
    return {
        "id": claim.id,
        "slug": slug,
        "capability_id": capability_id,
        "decomposition_id": decomposition_id,
        "fact_kind": fact_kind.value if fact_kind else None,
        "field": claim.field,
        "position": position,
        "item_id": item_id_of(claim.id),
        "text": claim.text,
        "status": claim.status.value,
        "reasons": reasons_to_json(claim.reasons),
        "evidence": evidence_to_json(claim.evidence),
        "quotes": list(claim.quotes),
        "rival": claim.rival,
        "is_current": True,
    }


def _place(row: CapabilityRow | ClaimRow) -> tuple[str, int, str]:
    """Databases differ in how they order text, and what is not there."""
    return row.decomposition_id or "", row.position, row.id


def _capability(row: CapabilityRow) -> Capability:
    held = reasons_from_json(row.labels["held"])
    return Capability(
        id=row.id,
        name=row.name,
        status=CapabilityStatus(row.status),
        claims=(),
        intents=tuple(row.labels["intents"]),
        inputs=tuple(row.labels["inputs"]),
        outputs=tuple(row.labels["outputs"]),
        dropped_labels=reasons_from_json(row.labels["dropped"]),
        held=held[0] if held else None,
        provenance=provenance_from_json(row.provenance),
    )
