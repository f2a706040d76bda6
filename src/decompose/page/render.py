"""View values -> HTML and Markdown. The only file that knows the template engine.

HTML is escaped by the engine. In Markdown templates every value is escaped as well (`_markdown`); only what a macro
has already written is let through by name (`|safe`). An undefined name in a template is an error and never an empty
string.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from decompose.domain.catalog import ArtifactSummary, Compared, Record, Source
from decompose.page.assets import assets
from decompose.page.source_view import marked_runs, source_view
from decompose.page.view import LinkView, artifact_view, compare_view, home_view, pair_link

_TEMPLATES = Path(__file__).parent / "templates"


class Format(StrEnum):
    """A rendering for people."""

    HTML = "html"
    MARKDOWN = "markdown"


@dataclass(frozen=True, slots=True)
class Site:
    """What a page says of the site around it; `url` (no slash at the end) makes its own address canonical."""

    name: str = "decompose"
    url: str | None = None


def render_compare(compared: Compared, fmt: str = Format.HTML, site: Site | None = None) -> str:
    """The page of a comparison. Raises ValueError for an unknown format."""
    view = compare_view(compared)
    comparison = compared.comparison
    path = f"/compare/{comparison.a.artifact.slug}/{comparison.b.artifact.slug}"
    return _render("compare", fmt, site, path=path, view=view, is_indexed=view.is_stored)


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
    return _render("artifact", fmt, site, path=f"/artifacts/{view.slug}", view=view, comparisons=comparisons)


def render_source(source: Source, fmt: str = Format.HTML, site: Site | None = None) -> str:
    """The page of a source, as much of it as readers may see. Raises ValueError as above."""
    view = source_view(source)
    return _render("source", fmt, site, path=f"/sources/{view.revision}", view=view, is_indexed=view.is_current)


def render_home(
    summaries: Iterable[ArtifactSummary],
    pairs: Iterable[tuple[str, str]],
    fmt: str = Format.HTML,
    site: Site | None = None,
) -> str:
    """The front page: stored comparisons (pairs of slugs) and artifacts. Raises ValueError as above."""
    return _render("home", fmt, site, path="/", view=home_view(summaries, pairs))


def render_problem(status: int, title: str, sentence: str, site: Site | None = None) -> str:
    """The HTML page of an error, with ways on."""
    return _render(
        "problem", Format.HTML, site, path="", is_indexed=False, status=status, title=title, sentence=sentence
    )


def _comparison_link(slug: str, other: ArtifactSummary) -> LinkView:
    a, b = sorted((slug, other.slug))
    link = pair_link(a, b, {})
    return LinkView(link.href, other.name, other.kind.label if other.kind else "")


def _render(name: str, fmt: str, site: Site | None, *, path: str, is_indexed: bool = True, **values: Any) -> str:
    """`path` is the page's address on the site, "" where it has none of its own."""
    form = Format(fmt)
    environment, ending = (_html(), "html") if form is Format.HTML else (_markdown_environment(), "md")
    template = environment.get_template(f"{name}.{ending}.j2")
    return template.render(site=site or Site(), path=path, is_indexed=is_indexed, **values)


@cache
def _html() -> Environment:
    environment = _environment()
    environment.globals["assets"] = assets()
    return environment


@cache
def _markdown_environment() -> Environment:
    environment = _environment(finalize=_markdown)
    environment.globals["marked_runs"] = marked_runs
    return environment


def _environment(**options: Any) -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(("html.j2",)),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        **options,
    )


_SPECIAL = re.compile(r"[\\`*\[\]<>|~]|(?<!\w)_|_(?!\w)|&(?=#?\w+;)|!(?=\[)")


def _markdown(value: Any) -> Any:
    """A value as words of Markdown: on one line, with whatever would be markup behind a backslash."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return _SPECIAL.sub(r"\\\g<0>", re.sub(r"\s+", " ", value))
