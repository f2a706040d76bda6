"""What is known: artifacts, their records, their sources."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from decompose.domain.artifact import Artifact, Kind
from decompose.domain.catalog import ArtifactSummary, Front, KeptPair, Readable, Record, RevisionSummary, Source, Turned
from decompose.domain.comparison import Side
from decompose.domain.readership import published_capabilities, readable_facts
from decompose.domain.score import Weights, score_of
from decompose.errors import GoneError, UnknownSubjectError
from decompose.services.rivals import named_by
from decompose.store import (
    artifacts,
    capabilities,
    comparisons,
    documents,
    listing,
    matches,
    overlaps,
    publishing,
    removing,
    scores,
    usage,
)
from decompose.store.database import Database, Session

_REMEDY = "see: decompose artifacts"


@dataclass(frozen=True, slots=True)
class Catalog:
    """Answers questions about what is stored; writes nothing."""

    database: Database
    weights: Weights

    def artifacts(self) -> tuple[ArtifactSummary, ...]:
        """Every artifact, by slug."""
        with self.database.reading() as session:
            return tuple(self._summary(session, artifact) for artifact in artifacts.all_of(session))

    def listed(self, after: str, limit: int) -> tuple[tuple[ArtifactSummary, ...], int, bool]:
        """Artifacts that readers may see behind a slug, by slug; how many there are in all, and whether more follow."""
        with self.database.reading() as session:
            found = listing.slugs_after(session, after, limit + 1)
            return self._summaries(session, found[:limit]), listing.count(session), len(found) > limit

    def listed_sources(self, after: str, limit: int) -> Mapping[str, Sequence[str]]:
        """The artifacts that readers may see behind a slug, by slug, with the revisions that they stand on."""
        with self.database.reading() as session:
            slugs = listing.slugs_after(session, after, limit)
            revisions = documents.current_of(session, slugs)
            return {slug: revisions.get(slug, ()) for slug in slugs}

    def record(self, slug: str, *, public: bool) -> Record:
        """All that is known of an artifact, or what readers may see of it.

        Raises:
            UnknownSubjectError: no artifact has that slug, or readers are not shown it.
        """
        with self.database.reading() as session:
            if public:
                require_in_sight(session, slug)
            side = side_of(session, slug, self.weights, public=public)
            return Record(
                side=side,
                documents=documents.of_artifact(session, slug),
                is_public=public,
                neighbours=overlaps.of_artifact(session, slug),
                rivals=named_by(session, side),
                use=usage.use_of(session, slug),
            )

    def readable(self, slugs: Sequence[str]) -> dict[str, Readable]:
        """Those of these artifacts that readers may see, in the order given, read together in few questions."""
        with self.database.reading() as session:
            held, known = publishing.held_among(session, slugs), artifacts.some(session, slugs)
            shown = [slug for slug in slugs if slug in known and slug not in held]
            sides = sides_of(session, shown, self.weights, public=True)
            read: dict[str, list[RevisionSummary]] = {slug: [] for slug in shown}
            for document in documents.of_artifact(session, *shown):
                read[document.slug].append(document)
            return {slug: Readable(side, tuple(read[slug])) for slug, side in zip(shown, sides, strict=True)}

    def source(self, revision_id: str, *, public: bool = False) -> Source:
        """A revision with the spans that published claims cite.

        Raises:
            UnknownSubjectError: no revision has that id, or readers are not shown its artifact.
        """
        with self.database.reading() as session:
            revision = documents.get(session, revision_id)
            if revision is None and removing.is_removed(session, revision_id):
                raise GoneError(f"the revision {revision_id} was removed", subject=revision_id)
            if revision is None or (public and publishing.is_held(session, revision.document.slug)):
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

    def front(self, artifacts_shown: int, pairs_shown: int) -> Front:
        """What the front page shows, whatever else there is."""
        with self.database.reading() as session:
            kept = listing.pairs(session, 0, pairs_shown)
            return Front(
                kinds=listing.count_by_kind(session),
                artifacts=self._summaries(session, listing.newest(session, artifacts_shown)),
                comparisons=kept,
                names=listing.names(session, [slug for pair in kept for slug in (pair.a, pair.b)]),
                comparison_count=listing.count_pairs(session),
            )

    def browse(self, kind: Kind | None, offset: int, limit: int) -> tuple[ArtifactSummary, ...]:
        """Artifacts that readers may see, by slug, of one kind or of all."""
        with self.database.reading() as session:
            return self._summaries(session, listing.slugs(session, kind, offset, limit))

    def kept(self, offset: int, limit: int) -> tuple[tuple[KeptPair, ...], Mapping[str, str]]:
        """Stored comparisons that readers may see, the newest first, and the names of their artifacts."""
        with self.database.reading() as session:
            found = listing.pairs(session, offset, limit)
            return found, listing.names(session, [slug for pair in found for slug in (pair.a, pair.b)])

    def turned(self, limit: int, pair: tuple[str, str] | None = None) -> tuple[tuple[Turned, ...], Mapping[str, str]]:
        """The verdicts that flipped last, of all pairs or of one, and the names of their artifacts."""
        with self.database.reading() as session:
            found = listing.turned(session, limit, pair)
            return found, listing.names(session, [slug for each in found for slug in (each.a, each.b)])

    def kept_of(self, slug: str, limit: int) -> tuple[ArtifactSummary, ...]:
        """The artifacts that a stored comparison sets beside this one."""
        with self.database.reading() as session:
            others = [pair.b if pair.a == slug else pair.a for pair in listing.pairs_of(session, slug, limit)]
            return self._summaries(session, others)

    def moved_to(self, slug: str) -> str | None:
        """The artifact that answers for one that was renamed or merged; None where there is none."""
        with self.database.reading() as session:
            return publishing.redirected(session, slug)

    def redirects(self) -> tuple[tuple[str, str], ...]:
        """Every old slug with the one that answers for it."""
        with self.database.reading() as session:
            return publishing.redirects(session)

    def removed_paths(self) -> tuple[str, ...]:
        """The addresses of artifacts and sources that were removed for good."""
        rooms = {"artifact": "artifacts", "revision": "sources"}
        with self.database.reading() as session:
            return tuple(sorted(f"/{rooms[what]}/{subject}" for subject, what in removing.removed(session)))

    def state(self, slugs: Collection[str] = ()) -> str:
        """A word that is another one after every change of what readers see; of counters, those of these artifacts."""
        return self.database.state(slugs)

    def _summaries(self, session: Session, slugs: Sequence[str]) -> tuple[ArtifactSummary, ...]:
        """Artifacts in the order given, read together."""
        counts, known = listing.published(session, slugs), artifacts.some(session, slugs)
        standing = scores.standings(session, slugs)
        return tuple(self._listed(known[slug], standing[slug], counts.get(slug, 0)) for slug in slugs)

    def _listed(self, artifact: Artifact, standing: scores.Standing, count: int) -> ArtifactSummary:
        rank = score_of(artifact.kind, standing.components, self.weights, standing.external).rank
        count = count or artifact.declared_capabilities or 0
        return ArtifactSummary(artifact.slug, artifact.name, artifact.kind, rank, count)

    def _summary(self, session: Session, artifact: Artifact) -> ArtifactSummary:
        side = side_of(session, artifact.slug, self.weights, public=True)
        count = len(side.capabilities) or artifact.declared_capabilities or 0
        return ArtifactSummary(artifact.slug, artifact.name, artifact.kind, side.score.rank, count)


def require_in_sight(session: Session, *slugs: str) -> None:
    """Refuse an artifact that is held back, or a pair of which that is so, in the words for what is not there.

    Raises:
        UnknownSubjectError: readers are not shown it.
    """
    if not publishing.is_held(session, *sorted(slugs)):
        return
    for slug in slugs:
        if publishing.is_held(session, slug):
            raise _unknown(slug)
    raise UnknownSubjectError(f"{' and '.join(slugs)} are not shown together", subject=slugs[0])


def require_known(session: Session, *slugs: str | None) -> None:
    """Refuse a slug that no artifact has, in the words for whoever may know also what is held back; None is none.

    Raises:
        UnknownSubjectError: under which slug it is found today, where it was given up.
    """
    for slug in slugs:
        if slug is not None and artifacts.get(session, slug) is None:
            raise UnknownSubjectError(publishing.absent(session, slug, _REMEDY), subject=slug)


def _absent(session: Session, slug: str, *, public: bool) -> UnknownSubjectError:
    told = publishing.absent_from_sight if public else publishing.absent
    return UnknownSubjectError(told(session, slug, _REMEDY), subject=slug)


def _unknown(slug: str) -> UnknownSubjectError:
    return UnknownSubjectError(f"no artifact {slug}; {_REMEDY}", subject=slug)


def side_of(session: Session, slug: str, weights: Weights, *, public: bool) -> Side:
    """One artifact with its score, records and facts.

    Raises:
        UnknownSubjectError: no artifact has that slug; GoneError, where one had it and was removed.
    """
    return sides_of(session, [slug], weights, public=public)[0]


def sides_of(session: Session, slugs: Sequence[str], weights: Weights, *, public: bool) -> tuple[Side, ...]:
    """Artifacts in the order of their slugs, read together: a question costs more than its answer. Raises as above."""
    known = artifacts.some(session, slugs)
    for slug in slugs:
        if slug not in known:
            raise _gone(slug) if removing.is_removed(session, slug) else _absent(session, slug, public=public)
    told, standing = capabilities.told_of(session, slugs), scores.standings(session, slugs)
    counters = matches.counters(session, slugs)
    sides = []
    for slug in slugs:
        records, facts = told[slug]
        if public:
            records, facts = published_capabilities(records), readable_facts(facts)
        breakdown = score_of(known[slug].kind, standing[slug].components, weights, standing[slug].external)
        sides.append(Side(known[slug], breakdown, records, facts, *counters.get(slug, (0, 0))))
    return tuple(sides)


def _gone(slug: str) -> GoneError:
    return GoneError(f"{slug} was removed", subject=slug)
