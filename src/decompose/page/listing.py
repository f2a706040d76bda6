"""Artifacts, records and scores as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decompose.domain.artifact import kind_label
from decompose.domain.capability import CLAIM_FIELDS, Capability, Claim
from decompose.domain.catalog import ArtifactSummary, Record
from decompose.domain.comparison import Side
from decompose.domain.score import printed
from decompose.page.wording import percent

_FIELD_LABELS = {"vs_alternatives": "vs alternatives", "best_for": "best for"}


def artifacts_text(summaries: Iterable[ArtifactSummary]) -> str:
    """One line an artifact: slug, name, kind, rank, capabilities."""
    lines = [
        f"{summary.slug:32} {summary.name:36} {kind_label(summary.kind):12} "
        f"{_rank(summary.rank):>12} {summary.capabilities:>4} capabilities"
        for summary in summaries
    ]
    return "\n".join(lines) if lines else "no artifacts yet; begin with: decompose ingest FOLDER"


def artifact_text(record: Record) -> str:
    """An artifact with its records; what is refused is shown with its reasons unless the record is public."""
    artifact = record.side.artifact
    lines = [f"{artifact.name} · {kind_label(artifact.kind)} · {_marked_rank(record.side)}", ""]
    lines += [
        f"stated by the operator: {said.fact} {said.value} ({said.source}, as of {said.day})"
        for said in artifact.stated
    ]
    for capability in record.side.capabilities:
        lines += [*_capability(capability), ""]
    if record.side.facts:
        lines.append("Facts")
        lines += [f"  {fact.kind.value}: {line}" for fact in record.side.facts for line in _claim(fact.claim)]
    lines += [f"source {document.id}  {document.origin}" for document in record.documents]
    return "\n".join(lines)


def score_text(side: Side) -> str:
    """How a rank adds up."""
    shown = printed(side.score)
    lines = [f"{side.artifact.slug}: {_rank(shown.rank)}, from {side.score.depth}"]
    for component, row in shown.components.items():
        value = "not measured" if row.value is None else f"{row.value:>6} x {percent(row.weight):>6} = {row.points:>6}"
        lines.append(f"  {component.label:12} {value}")
    if side.score.is_external:
        ours = "" if shown.rank_exact is None else f"; our components give {shown.rank_exact}"
        lines.append(f"  computed elsewhere{ours}")
    return "\n".join(lines)


def _rank(rank: int | None) -> str:
    return "not measured" if rank is None else f"{rank}/100"


def _marked_rank(side: Side) -> str:
    return _rank(side.score.rank) + (", computed elsewhere" if side.score.is_external else "")


def _capability(capability: Capability) -> Iterator[str]:
    yield f"{capability.name}  [{capability.status.value}] {capability.id}"
    for field in CLAIM_FIELDS:
        label = _FIELD_LABELS.get(field, field)
        for claim in capability.of(field):
            yield from (f"  {label}: {line}" for line in _claim(claim))


def _claim(claim: Claim) -> Iterator[str]:
    yield claim.text if claim.is_publishable else f"{claim.text} [{_refusal(claim)}]"


def _refusal(claim: Claim) -> str:
    """Why readers do not see a claim: an editor's word before those of the checks, which may object to nothing."""
    by = f"rejected by {claim.decided.by}" if claim.rejected and claim.decided else claim.status.value
    objections = "; ".join(reason.detail for reason in claim.reasons)
    return f"{by}: {objections}" if objections else by
