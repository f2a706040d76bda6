"""View values -> HTML and Markdown. The only file that knows the template engine.

HTML is escaped by the engine. In Markdown templates every value is escaped as well (`_markdown`); only what a macro
has already written is let through by name (`|safe`). An undefined name in a template is an error and never an empty
string.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from decompose.domain.artifact import Kind, kind_label
from decompose.domain.catalog import ArtifactSummary, Compared, Front, KeptPair, Record, Source
from decompose.domain.identity import content_hash, digest
from decompose.domain.language import ENGLISH, language_of
from decompose.domain.suggestion import LONGEST, Said
from decompose.page import linked_data
from decompose.page.artifact_view import artifact_view
from decompose.page.assets import assets
from decompose.page.cards import LinkView, Origins, claim_view
from decompose.page.comparison_view import compare_view
from decompose.page.lists import browse_view, front_view, kept_view
from decompose.page.search_page import SearchView
from decompose.page.source_view import marked_runs, source_view
from decompose.page.wording import inert, markdown_words

_TEMPLATES = Path(__file__).parent / "templates"


class Format(StrEnum):
    """A rendering for people."""

    HTML = "html"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Site:
    """What a page says of the site around it; `url` (no slash at the end) makes its own address canonical.

    A static site has no search, no form and no desk.
    """

    name: str = "decompose"
    url: str | None = None
    is_static: bool = False


def render_compare(compared: Compared, fmt: str = Format.HTML, site: Site | None = None) -> str:
    """The page of a comparison. Raises ValueError for an unknown format."""
    view = compare_view(compared)
    comparison = compared.comparison
    path = f"/compare/{comparison.a.artifact.slug}/{comparison.b.artifact.slug}"
    data = linked_data.of_comparison(compared, (site or Site()).url or "")
    return _render("compare", fmt, site, path=path, view=view, is_indexed=view.is_stored, linked=data)


def render_artifact(
    record: Record,
    fmt: str = Format.HTML,
    site: Site | None = None,
    *,
    others: Sequence[ArtifactSummary] = (),
) -> str:
    """The page of an artifact; `others` are the artifacts that it is compared with. Raises ValueError as above."""
    view = artifact_view(record)
    comparisons = tuple(_comparison_link(view.slug, other) for other in others)
    data = linked_data.of_artifact(record, (site or Site()).url or "")
    path = f"/artifacts/{view.slug}"
    return _render("artifact", fmt, site, path=path, view=view, comparisons=comparisons, linked=data)


def render_source(source: Source, fmt: str = Format.HTML, site: Site | None = None) -> str:
    """The page of a source, as much of it as readers may see. Raises ValueError as above."""
    view = source_view(source)
    return _render("source", fmt, site, path=f"/sources/{view.revision}", view=view, is_indexed=view.is_current)


def render_front(front: Front, fmt: str = Format.HTML, site: Site | None = None) -> str:
    """The front page: kinds, the newest artifacts, the comparisons that moved last. Raises ValueError as above."""
    known = site or Site()
    data = linked_data.of_front(front, known.name, known.url or "")
    return _render("front", fmt, site, path="/", view=front_view(front), linked=data)


def render_browse(
    rows: Sequence[ArtifactSummary],
    kind: Kind | None,
    count: int,
    number: int,
    last: int,
    fmt: str = Format.HTML,
    site: Site | None = None,
) -> str:
    """Page `number` of `last` of the list of all artifacts, or of those of one kind. Raises ValueError as above."""
    name = kind.value if kind else "all"
    view = browse_view(rows, kind_label(kind) if kind else "All artifacts", count, number, last, f"/browse/{name}")
    return _render("browse", fmt, site, path=f"/browse/{name}/{number}", view=view)


def render_kept(
    pairs: Sequence[KeptPair],
    names: Mapping[str, str],
    count: int,
    number: int,
    last: int,
    fmt: str = Format.HTML,
    site: Site | None = None,
) -> str:
    """Page `number` of `last` of the list of kept comparisons. Raises ValueError as above."""
    view = kept_view(pairs, names, count, number, last)
    return _render("kept", fmt, site, path=f"/browse/comparisons/{number}", view=view)


def render_search(view: SearchView, fmt: str = Format.HTML, site: Site | None = None) -> str:
    """The page of a search. Raises ValueError for an unknown format."""
    return _render("search", fmt, site, path="", is_indexed=False, view=view)


def render_page(name: str, fmt: str, site: Site | None, *, path: str, view: Any) -> str:
    """A page of a template's name that needs nothing but its view. Raises ValueError as above."""
    return _render(name, fmt, site, path=path, view=view)


def render_suggest(said: Said, site: Site | None = None, *, is_noted: bool = False) -> str:
    """Where a reader says what is wrong with a sentence, and afterwards what becomes of that."""
    quotes = claim_view(said.claim, Origins()).quotes
    return _render(
        "suggest",
        Format.HTML,
        site,
        path="",
        is_indexed=False,
        said=said,
        quotes=quotes,
        longest=LONGEST,
        is_noted=is_noted,
    )


def render_problem(status: int, title: str, sentence: str, site: Site | None = None) -> str:
    """The HTML page of an error, with ways on."""
    return _render(
        "problem", Format.HTML, site, path="", is_indexed=False, status=status, title=title, sentence=sentence
    )


def render_moved(path: str, site: Site | None = None) -> str:
    """The page at the old address of something that is elsewhere now."""
    return _render("moved", Format.HTML, site, path="", is_indexed=False, to=path)


@cache
def renderer_digest() -> str:
    """The digest of all that makes pages of facts: rules, views, templates, style and script."""
    package = Path(__file__).parents[1]
    files = [file for folder in ("domain", "page", "data") for file in sorted((package / folder).rglob("*"))]
    kept = [file for file in files if file.suffix not in {"", ".pyc"}]
    return digest([[file.name, content_hash(file.read_bytes())] for file in kept], 16)


def render_template(name: str, site: Site, **values: Any) -> str:
    """The HTML of a page that is no part of the public site."""
    return _render(name, Format.HTML, site, path="", is_indexed=False, **values)


def _comparison_link(slug: str, other: ArtifactSummary) -> LinkView:
    a, b = sorted((slug, other.slug))
    return LinkView(f"/compare/{a}/{b}", other.name, other.kind.label if other.kind else "")


def _render(
    name: str, fmt: str, site: Site | None, *, path: str, is_indexed: bool = True, linked: str = "", **values: Any
) -> str:
    """`path` is the page's address on the site, "" where it has none of its own; `linked` is its JSON-LD."""
    form = Format(fmt)
    environment, ending = (_html(), "html") if form is Format.HTML else (_markdown_environment(), "md")
    template = environment.get_template(f"{name}.{ending}.j2")
    return template.render(site=site or Site(), path=path, is_indexed=is_indexed, linked=linked, **values)


@cache
def _html() -> Environment:
    environment = _environment(finalize=_inert)
    environment.globals["assets"] = assets()
    return environment


@cache
def _markdown_environment() -> Environment:
    environment = _environment(finalize=_markdown)
    environment.globals["marked_runs"] = marked_runs
    return environment


def _environment(**options: Any) -> Environment:
    made = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )
    made.filters["lang"] = _lang
    return made


@lru_cache(16_384)
def _lang(words: str) -> Markup:
    """The attribute of an element whose words a document says in another language than the page's (WCAG 3.1.2)."""
    language = language_of(words)
    return Markup("") if language in (None, ENGLISH) else Markup(' lang="{}"').format(language)


def _inert(value: Any) -> Any:
    """A value as words of HTML; what is escaped already stays so."""
    return type(value)(inert(value)) if isinstance(value, str) else value


def _markdown(value: Any) -> Any:
    """A value as words of Markdown: on one line, with whatever would be markup behind a backslash."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return markdown_words(value)
