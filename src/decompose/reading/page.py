"""HTML documents, and HTML as the other syntaxes are rendered to it: made safe to parse, with what it leaves unseen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.domain.document import Span
from decompose.reading.rendered import Rendered

# Nothing here looks past the next "<" but for an end that it then consumes: the cost is that of the length of the text.
TAG = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(?P<raw>script|style|title|noscript|svg|iframe)\b[^<>]*+>.*?(?:</(?P=raw)\s*>|\Z)"
    r"|<(?:[!?]|/?[a-zA-Z][\w-]*+(?:[:.][\w-]++)?+(?=[\s/>]))(?:[^<>\"']|\"[^\"<]*+\"|'[^'<]*+')*+>",
    re.DOTALL | re.IGNORECASE,
)
_TAG_NAME = re.compile(r"<(/?)([a-zA-Z][^\s/<>]*+)[^<>]*+>")
_NO_DEPTH = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
        "p",
        "li",
        "dt",
        "dd",
        "td",
        "th",
        "tr",
        "thead",
        "tbody",
        "tfoot",
        "option",
        "optgroup",
    ]
)
_NOSCRIPT = re.compile(r"(</?)noscript(?=[\s/>])", re.IGNORECASE)
# Beyond this depth browsers put elements side by side; parsing costs the square of the depth.
_DEPTH = 500


def render_page(source: str) -> Rendered:
    return Rendered(source, unseen=tuple(unseen_in(source)))


def unseen_in(source: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """The tags, comments and scripts of a stretch of HTML."""
    for match in TAG.finditer(source, start, len(source) if end is None else end):
        yield Span(*match.span())


def parsable(html: str) -> str:
    """The HTML with what a browser that runs scripts does not show made inert, and nesting limited."""
    return _flattened(_NOSCRIPT.sub(r"\1template", html))


def _flattened(html: str) -> str:
    if html.count("<") <= _DEPTH:
        return html
    depth = 0

    def limited(match: re.Match[str]) -> str:
        nonlocal depth
        if match[2].lower() in _NO_DEPTH:
            return match[0]
        if match[1]:
            depth = max(0, depth - 1)
            return match[0] if depth < _DEPTH else ""
        depth += 1
        return match[0] if depth <= _DEPTH else ""

    return _TAG_NAME.sub(limited, html)
