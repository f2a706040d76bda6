"""The front page and the lists behind it, as they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from decompose.domain.artifact import kind_label
from decompose.domain.catalog import ArtifactSummary, Front, KeptPair
from decompose.page.cards import LinkView
from decompose.page.wording import count, day


@dataclass(frozen=True, slots=True)
class ArtifactRowView:
    """An artifact in a list."""

    href: str
    name: str
    kind: str
    rank: int | None
    capabilities: int


@dataclass(frozen=True, slots=True)
class PairView:
    """A kept comparison in a list: who ranks higher, and since when the page says so."""

    href: str
    words: str
    result: str
    at: str
    day: str


@dataclass(frozen=True, slots=True)
class FrontView:
    """The front page."""

    kinds: tuple[LinkView, ...]
    artifacts: tuple[ArtifactRowView, ...]
    comparisons: tuple[PairView, ...]
    artifact_count: int
    comparison_count: int


@dataclass(frozen=True, slots=True)
class Turning:
    """Where a list goes on and where it came from."""

    number: int
    last: int
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class BrowseView:
    """A page of the list of artifacts."""

    title: str
    count: str
    rows: tuple[ArtifactRowView, ...]
    turning: Turning


@dataclass(frozen=True, slots=True)
class KeptView:
    """A page of the list of comparisons."""

    count: str
    rows: tuple[PairView, ...]
    turning: Turning


def front_view(front: Front) -> FrontView:
    """The front page as it is shown; kinds by their labels."""
    kinds = sorted((kind_label(kind), kind, number) for kind, number in front.kinds.items() if kind)
    return FrontView(
        kinds=tuple(LinkView(f"/browse/{kind.value}/1", label, str(number)) for label, kind, number in kinds),
        artifacts=tuple(_rows(front.artifacts)),
        comparisons=tuple(_pairs(front.comparisons, front.names)),
        artifact_count=front.artifact_count,
        comparison_count=front.comparison_count,
    )


def browse_view(
    rows: Sequence[ArtifactSummary], title: str, total: int, number: int, last: int, path: str
) -> BrowseView:
    """A page of the list of artifacts as it is shown; `path` is that of the list."""
    return BrowseView(title, count(total, "artifact"), tuple(_rows(rows)), _turning(path, number, last))


def kept_view(pairs: Sequence[KeptPair], names: Mapping[str, str], total: int, number: int, last: int) -> KeptView:
    """A page of the list of comparisons as it is shown."""
    turning = _turning("/browse/comparisons", number, last)
    return KeptView(count(total, "comparison"), tuple(_pairs(pairs, names)), turning)


def _rows(summaries: Iterable[ArtifactSummary]) -> Iterable[ArtifactRowView]:
    for one in summaries:
        yield ArtifactRowView(f"/artifacts/{one.slug}", one.name, kind_label(one.kind), one.rank, one.capabilities)


def _pairs(pairs: Iterable[KeptPair], names: Mapping[str, str]) -> Iterable[PairView]:
    for pair in pairs:
        words = " vs ".join(names.get(slug, slug) for slug in (pair.a, pair.b))
        result = f"{names.get(pair.winner, pair.winner)} ranks higher" if pair.winner else "no winner named"
        yield PairView(f"/compare/{pair.a}/{pair.b}", words, result, pair.at.isoformat(), day(pair.at))


def _turning(path: str, number: int, last: int) -> Turning:
    before = f"{path}/{number - 1}" if number > 1 else None
    return Turning(number, last, before, f"{path}/{number + 1}" if number < last else None)
