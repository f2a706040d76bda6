"""The public site by its addresses: what stands there, under which tag, and how it is rendered when it is asked for.

The web serves these pages and the export writes them, so that both say the same. A tag follows from what a page reads
and from the code that renders it, and is known before anything is rendered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

from decompose.domain.artifact import Kind
from decompose.domain.catalog import ArtifactSummary, Compared, Front, KeptPair, Record, Source, Turned
from decompose.domain.identity import digest
from decompose.errors import UnknownSubjectError
from decompose.page import feeds
from decompose.page.json_views import artifact_json, as_json, browse_json, compare_json, front_json, source_json
from decompose.page.methodology import Methodology
from decompose.page.render import (
    Format,
    Site,
    render_artifact,
    render_browse,
    render_compare,
    render_front,
    render_kept,
    render_source,
    renderer_digest,
)

HTML = "text/html; charset=utf-8"
MARKDOWN = "text/markdown; charset=utf-8"
JSON = "application/json"
XML = "application/xml"
ATOM = "application/atom+xml; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
SUFFIXES = {".md": MARKDOWN, ".json": JSON}
ON_FRONT, ON_A_PAGE, IN_FEED = 20, 100, 50
# The format ends there; 50,000 addresses of 200 characters are 10 MB.
IN_SITEMAP = 50_000
_XML = ".xml"
_PART = re.compile(r"/sitemap-([1-9]\d{0,5})\.xml", re.ASCII)
_MOST_COMPARED, _AT_ONCE = 100, 500
EVERYTHING, COMPARISONS = "all", "comparisons"


class Catalog(Protocol):
    """What is stored. A slug or revision that is unknown raises UnknownSubjectError."""

    def record(self, slug: str, *, public: bool) -> Record: ...

    def source(self, revision_id: str, *, public: bool = False) -> Source: ...

    def front(self, artifacts_shown: int, pairs_shown: int) -> Front: ...

    def browse(self, kind: Kind | None, offset: int, limit: int) -> tuple[ArtifactSummary, ...]: ...

    def listed_sources(self, after: str, limit: int) -> Mapping[str, Sequence[str]]: ...

    def kept(self, offset: int, limit: int) -> tuple[tuple[KeptPair, ...], Mapping[str, str]]: ...

    def turned(
        self, limit: int, pair: tuple[str, str] | None = None
    ) -> tuple[tuple[Turned, ...], Mapping[str, str]]: ...

    def kept_of(self, slug: str, limit: int) -> tuple[ArtifactSummary, ...]: ...

    def moved_to(self, slug: str) -> str | None: ...


class Comparing(Protocol):
    """The comparison of two artifacts, kept or not; looking at one stores nothing."""

    def view(self, a: str, b: str) -> Compared: ...


@dataclass(frozen=True, slots=True)
class Page:
    """What stands at an address. `is_indexed`: search engines may list it."""

    tag: str
    media_type: str
    render: Callable[[], str]
    is_indexed: bool = True


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another address has it."""

    path: str


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The parts of an address without the suffix, and what the suffix asks for."""

    parts: tuple[str, ...]
    media_type: str
    suffix: str

    @property
    def form(self) -> Format:
        return Format.MARKDOWN if self.media_type == MARKDOWN else Format.HTML


def _wanted(path: str) -> _Wanted:
    for suffix, media_type in SUFFIXES.items():
        if path.endswith(suffix):
            return _Wanted(tuple(path.removesuffix(suffix).strip("/").split("/")), media_type, suffix)
    return _Wanted(tuple(path.strip("/").split("/")), HTML, "")


def whole_number(words: str) -> int | None:
    """The number that a part of an address or a field of a form is; None where it is none, or one of ten digits."""
    return int(words) if words.isascii() and words.isdigit() and len(words) < 10 else None


def artifacts_at(path: str) -> tuple[str, ...]:
    """The artifacts whose counters stand on the page at an address."""
    room, *names = _wanted(path).parts
    return tuple(names) if room in ("artifacts", "compare") else ()


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages over a catalogue; `methodology` says what ranks and verdicts are made by."""

    catalog: Catalog
    compare: Comparing
    site: Site
    methodology: Methodology

    def at(self, path: str, base: str = "") -> Page | Elsewhere:
        """What stands at an address of the site, with or without a twin's suffix.

        Args:
            base: where the site is, for the feeds of one that was not told its own address.

        Raises:
            UnknownSubjectError: nothing does.
        """
        if path in FEEDS or path.endswith(_XML):
            return self._feed(path, replace(self.site, url=self.site.url or base))
        return self._page_at(path, _wanted(path))

    def _page_at(self, path: str, wanted: _Wanted) -> Page | Elsewhere:
        match wanted.parts:
            case ("",) | ("index",):
                return self._front(wanted)
            case ("methodology",):
                return self._methodology(wanted)
            case ("browse", name, words) if (number := whole_number(words)) is not None and words == str(number):
                return (self._kept if name == COMPARISONS else self._browse)(wanted, name, number)
            case ("artifacts", slug):
                return self._artifact(wanted, slug)
            case ("compare", a, b):
                return self._comparison(wanted, a, b)
            case ("sources", revision):
                return self._source(wanted, revision)
            case _:
                raise UnknownSubjectError(f"nothing is at {path}", subject=path)

    def paths(self) -> Iterator[str]:
        """The address of every public page: the front page, lists, artifacts, their sources, kept comparisons."""
        front = self.catalog.front(0, 0)
        yield "/"
        yield METHODOLOGY
        for kind in (None, *(kind for kind in front.kinds if kind)):
            count = front.artifact_count if kind is None else front.kinds[kind]
            yield from (browse_path(kind, number) for number in range(1, _last(count) + 1))
        yield from (kept_path(number) for number in range(1, _last(front.comparison_count) + 1))
        after = ""
        while found := self.catalog.listed_sources(after, _AT_ONCE):
            for after, revisions in found.items():
                yield f"/artifacts/{after}"
                yield from (f"/sources/{revision}" for revision in revisions)
        for number in range(1, _last(front.comparison_count) + 1):
            pairs, _ = self.catalog.kept((number - 1) * ON_A_PAGE, ON_A_PAGE)
            yield from (f"/compare/{pair.a}/{pair.b}" for pair in pairs)

    # -- one page after the other --------------------------------------------------------------------------

    def _front(self, wanted: _Wanted) -> Page:
        front = self.catalog.front(ON_FRONT, ON_FRONT)
        return self._page(
            wanted,
            front_json(front),
            lambda: render_front(front, wanted.form, self.site),
        )

    def _methodology(self, wanted: _Wanted) -> Page:
        return self._page(wanted, self.methodology.as_json(), lambda: self.methodology.render(wanted.form, self.site))

    def _browse(self, wanted: _Wanted, name: str, number: int) -> Page:
        kinds = {EVERYTHING: None, **{kind.value: kind for kind in Kind}}
        if name not in kinds:
            raise UnknownSubjectError(f"{name} is no kind; see the front page", subject=name)
        kind, kinds_there = kinds[name], self.catalog.front(0, 0).kinds
        count = sum(kinds_there.values()) if kind is None else kinds_there.get(kind, 0)
        self._check(number, count, name)
        rows = self.catalog.browse(kind, (number - 1) * ON_A_PAGE, ON_A_PAGE)
        value = browse_json(rows, count, number, _last(count))
        return self._page(
            wanted, value, lambda: render_browse(rows, kind, count, number, _last(count), wanted.form, self.site)
        )

    def _kept(self, wanted: _Wanted, name: str, number: int) -> Page:
        count = self.catalog.front(0, 0).comparison_count
        self._check(number, count, name)
        pairs, names = self.catalog.kept((number - 1) * ON_A_PAGE, ON_A_PAGE)
        value = {
            "comparisons": [{"a": pair.a, "b": pair.b, "winner": pair.winner} for pair in pairs],
            "total": count,
            "page": number,
            "pages": _last(count),
            "names": dict(sorted(names.items())),
        }
        return self._page(
            wanted, value, lambda: render_kept(pairs, names, count, number, _last(count), wanted.form, self.site)
        )

    def _check(self, number: int, count: int, name: str) -> None:
        if not 1 <= number <= _last(count):
            raise UnknownSubjectError(f"the list of {name} has {_last(count)} pages", subject=name)

    def _artifact(self, wanted: _Wanted, slug: str) -> Page | Elsewhere:
        try:
            record = self.catalog.record(slug, public=True)
        except UnknownSubjectError:
            return self._moved(wanted, slug)
        others = self.catalog.kept_of(slug, _MOST_COMPARED)
        value = artifact_json(record)
        parts = [
            [document.id, document.origin, document.licence, document.publish.value, document.added.isoformat()]
            for document in record.documents
        ]
        return self._page(
            wanted,
            value,
            lambda: render_artifact(record, wanted.form, self.site, others=others),
            [
                parts,
                [[other.slug, other.name, other.kind] for other in others],
                [record.side.times_matched, record.side.searches, str(record.use)],
                [str(row) for row in record.side.score.components.values()],
                str(record.side.artifact),
                [[one.capability, one.slug, one.name] for one in record.neighbours],
                [[one.claim, one.slug, one.name] for one in record.rivals],
            ],
        )

    def _comparison(self, wanted: _Wanted, a: str, b: str) -> Page | Elsewhere:
        if a == b:
            raise UnknownSubjectError(f"{a} is not compared with itself: name two artifacts", subject=a)
        if a > b:
            return Elsewhere(f"/compare/{b}/{a}{wanted.suffix}")
        try:
            compared = self.compare.view(a, b)
        except UnknownSubjectError:
            return self._moved(wanted, a, b)
        sides = compared.comparison.a, compared.comparison.b
        return self._page(
            wanted,
            None,
            lambda: render_compare(compared, wanted.form, self.site),
            [
                compared.comparison.fingerprint,
                len(compared.moved),
                [[side.times_matched, side.searches] for side in sides],
                [[document.id, document.origin, document.publish.value] for document in compared.documents],
                [[one.capability, one.slug, one.name] for one in compared.neighbours],
                [[one.claim, one.slug, one.name] for one in compared.rivals],
                [[one.text, one.relations, one.claims, one.llm] for one in compared.write_up],
                [[pair.a, pair.b, pair.why] for pair in compared.comparison.alignment.both],
                [
                    [str(fact.claim.decided), fact.claim.edited, [str(item) for item in fact.claim.evidence]]
                    for side in sides
                    for fact in side.facts
                ],
                [
                    [str(claim.decided), claim.edited, [str(item) for item in claim.evidence]]
                    for side in sides
                    for record in side.capabilities
                    for claim in record.claims
                ],
            ],
            as_value=lambda: compare_json(compared),
            is_indexed=compared.is_stored,
        )

    def _source(self, wanted: _Wanted, revision: str) -> Page:
        source = self.catalog.source(revision, public=True)
        document = source.revision.document
        return self._page(
            wanted,
            None,
            lambda: render_source(source, wanted.form, self.site),
            [
                revision,
                [document.slug, document.origin, document.licence, document.publish.value, source.artifact],
                [[span.start, span.end] for span in source.cited],
            ],
            as_value=lambda: source_json(source, public=True),
            is_indexed=source.is_current,
        )

    def _feed(self, path: str, site: Site) -> Page | Elsewhere:
        if part := _PART.fullmatch(path):
            return self._part_of_sitemap(path, int(part[1]), site.url or "")
        if path not in FEEDS:
            return self._feed_of_pair(path, site)
        if path == SITEMAP:
            text = self._sitemap(site.url or "")
            return Page(digest(text, 32), XML, lambda: text)
        if path == CHANGES:
            text = feeds.turned_atom(*self.catalog.turned(IN_FEED), path, site)
            return Page(digest(text, 32), ATOM, lambda: text)
        if path == "/robots.txt":
            text = feeds.robots(site)
            return Page(digest(text, 32), TEXT, lambda: text)
        front = self.catalog.front(0, ON_FRONT)
        text = feeds.atom(front, site) if path == "/feed.xml" else feeds.llms_txt(front, site)
        return Page(digest(text, 32), ATOM if path == "/feed.xml" else TEXT, lambda: text)

    def _sitemap(self, base: str) -> str:
        """All addresses of the site, or, where they are too many for one map, the addresses of its parts."""
        parts = self.sitemap_parts()
        return feeds.sitemap_index(base, parts) if parts else feeds.sitemap(base, self.paths())

    def sitemap_parts(self) -> tuple[str, ...]:
        """The addresses of the parts of the site's map; none where one map holds it all."""
        count = -(-sum(1 for _ in self.paths()) // IN_SITEMAP)
        return tuple(f"/sitemap-{number}.xml" for number in range(1, count + 1)) if count > 1 else ()

    def _part_of_sitemap(self, path: str, number: int, base: str) -> Page:
        start = (number - 1) * IN_SITEMAP
        paths = tuple(islice(self.paths(), start, start + IN_SITEMAP))
        if not paths:
            raise UnknownSubjectError(f"nothing is at {path}", subject=path)
        text = feeds.sitemap(base, paths)
        return Page(digest(text, 32), XML, lambda: text)

    def _feed_of_pair(self, path: str, site: Site) -> Page | Elsewhere:
        """The verdicts of one pair that flipped."""
        wanted = _Wanted(tuple(path.removesuffix(_XML).strip("/").split("/")), ATOM, _XML)
        if len(wanted.parts) != 3 or wanted.parts[0] != "compare":
            raise UnknownSubjectError(f"nothing is at {path}", subject=path)
        _, a, b = wanted.parts
        found = self._comparison(wanted, a, b)
        if isinstance(found, Elsewhere):
            return found
        text = feeds.turned_atom(*self.catalog.turned(IN_FEED, (a, b)), path, site)
        return Page(digest(text, 32), ATOM, lambda: text, found.is_indexed)

    def _moved(self, wanted: _Wanted, *slugs: str) -> Elsewhere:
        """The address under which renamed artifacts are found.

        Raises:
            UnknownSubjectError: none of them was renamed.
        """
        now = moved(self.catalog, *slugs)
        if now is None:
            # As it was said first.
            for slug in slugs:
                self.catalog.record(slug, public=True)
            raise UnknownSubjectError(f"{' and '.join(slugs)} are not shown together", subject=slugs[0])
        return Elsewhere(f"/{wanted.parts[0]}/{'/'.join(now)}{wanted.suffix}")

    def _page(
        self,
        wanted: _Wanted,
        value: object,
        render: Callable[[], str],
        parts: object = None,
        *,
        as_value: Callable[[], object] | None = None,
        is_indexed: bool = True,
    ) -> Page:
        """A page whose tag follows from `value` and `parts`; the JSON twin is `value`, or what `as_value` gives."""
        read = [value, parts, is_indexed, wanted.media_type, self.site.name, self.site.url, renderer_digest()]
        if wanted.media_type == JSON:
            return Page(digest(read, 32), JSON, lambda: as_json(as_value() if as_value else value), is_indexed)
        return Page(digest(read, 32), wanted.media_type, render, is_indexed)


class _Moving(Protocol):
    def moved_to(self, slug: str) -> str | None: ...


def moved(catalog: _Moving, *slugs: str) -> tuple[str, ...] | None:
    """What answers for renamed or merged artifacts, by slug; None where none of them was, or two became one."""
    now = [catalog.moved_to(slug) or slug for slug in slugs]
    return None if now == list(slugs) or len(set(now)) < len(now) else tuple(sorted(now))


CHANGES, METHODOLOGY = "/changes.xml", "/methodology"
SITEMAP = "/sitemap.xml"
FEEDS = frozenset({SITEMAP, "/feed.xml", CHANGES, "/llms.txt", "/robots.txt"})


def _last(count: int) -> int:
    """How many pages a list has; an empty one has one."""
    return max(1, -(-count // ON_A_PAGE))


def browse_path(kind: Kind | None, number: int) -> str:
    return f"/browse/{kind.value if kind else EVERYTHING}/{number}"


def kept_path(number: int) -> str:
    return f"/browse/{COMPARISONS}/{number}"
