"""What is known: artifacts, their records, their sources."""

from __future__ import annotations

from dataclasses import dataclass

from decompose.domain.artifact import Artifact
from decompose.domain.catalog import ArtifactSummary, Record, Source
from decompose.domain.comparison import Side
from decompose.domain.readership import published_capabilities, readable_facts
from decompose.domain.score import Weights, score_of
from decompose.errors import UnknownSubjectError
from decompose.store import artifacts, capabilities, comparisons, documents, scores
from decompose.store.database import Database, Session


@dataclass(frozen=True, slots=True)
class Catalog:
    """Answers questions about what is stored; writes nothing."""

    database: Database
    weights: Weights

    def artifacts(self) -> tuple[ArtifactSummary, ...]:
        """Every artifact, by slug."""
        with self.database.reading() as session:
            return tuple(self._summary(session, artifact) for artifact in artifacts.all_of(session))

    def record(self, slug: str, *, public: bool) -> Record:
        """All that is known of an artifact, or what readers may see of it.

        Raises:
            UnknownSubjectError: no artifact has that slug.
        """
        with self.database.reading() as session:
            side = side_of(session, slug, self.weights, public=public)
            return Record(side, documents.of_artifact(session, slug), public)

    def source(self, revision_id: str) -> Source:
        """A revision with the spans that published claims cite.

        Raises:
            UnknownSubjectError: no revision has that id.
        """
        with self.database.reading() as session:
            revision = documents.get(session, revision_id)
            if revision is None:
                raise UnknownSubjectError(
                    f"no revision {revision_id}; see: decompose show SLUG --json", subject=revision_id
                )
            slug = revision.document.slug
            artifact = artifacts.get(session, slug)
            return Source(
                revision=revision,
                artifact=artifact.name if artifact else slug,
                cited=capabilities.cited(session, slug, revision_id),
                is_current=documents.is_current(session, revision_id),
            )

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """The stored comparisons."""
        with self.database.reading() as session:
            return comparisons.pairs(session)

    def _summary(self, session: Session, artifact: Artifact) -> ArtifactSummary:
        side = side_of(session, artifact.slug, self.weights, public=True)
        count = len(side.capabilities) or artifact.declared_capabilities or 0
        return ArtifactSummary(artifact.slug, artifact.name, artifact.kind, side.score.rank, count)


def side_of(session: Session, slug: str, weights: Weights, *, public: bool) -> Side:
    """One artifact with its score, records and facts.

    Raises:
        UnknownSubjectError: no artifact has that slug.
    """
    artifact = artifacts.get(session, slug)
    if artifact is None:
        raise UnknownSubjectError(f"no artifact {slug}; see: decompose artifacts", subject=slug)
    records = capabilities.of_artifact(session, slug)
    facts = capabilities.facts_of(session, slug)
    if public:
        records, facts = published_capabilities(records), readable_facts(facts)
    standing = scores.standing(session, slug)
    breakdown = score_of(artifact.kind, standing.components, weights, standing.external)
    return Side(artifact, breakdown, records, facts)
