"""Markdown (CommonMark with tables, strikethrough and footnotes) -> HTML that knows its source lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from decompose.domain.document import FRONT_MATTER, Span
from decompose.reading.page import unseen_in
from decompose.reading.rendered import Removed, Rendered, TooDeepError, TooTangledError, line_starts, mark_for

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(
    r"\s*?(?P<fence>---|\+\+\+)[ \t]*(?:\r\n?|\n)(?P<words>.*?)^(?P=fence)[ \t\r]*$", re.DOTALL | re.MULTILINE
)
_KEY = re.compile(r"^[\w\"'][\w .\"'-]*\s*[:=]|^\[[\w.]+\]\s*$", re.MULTILINE)
_NO_KEY = re.compile(r"^(?![\s#\-}\])]|[\w\"'][^\n]*[:=]|\[[\w.]+\])[^\n]+", re.MULTILINE)
_CODE = re.compile(r"(?<!`)(`+)(?!`)((?:(?!\r?\n\s*\n).){1,1000}?)(?<!`)\1(?!`)", re.DOTALL)
_TARGET = re.compile(r"(?<=\])\((?:[^()\n]|\([^()\n]*\))*\)|^ {0,3}\[(?!\^)[^\]\n]+\]:[^\n]*", re.MULTILINE)
_BOX = re.compile(r"^\[[ xX]\]\s+")
_ALERT = re.compile(r"\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*$", re.IGNORECASE)
_MODULE_LINE = re.compile(r"^(?:import\s[^\n]*?['\"][^'\"\n]+['\"];?|export\s[^\n]*)[ \t\r]*$", re.MULTILINE)
_MODULE_COMMENT = re.compile(r"\{/\*.*?\*/\}", re.DOTALL)
_NO_BREAK = re.compile(r"[^\r\n]")
# A quote is one level, a list two. The parser calls itself for each, and drops what is deeper than its own limit.
_NESTING = 160
# The parser looks from each bracket for its end, and pads the rows of a table: characters passed, and empty cells.
_LOOKED_THROUGH, _PADDED = 20_000_000, 20_000
_DELIMITERS = re.compile(r"[ \t>]*(?=[|: \t]*-)[|: \t\r-]+")
_MANY_COLUMNS = 20
_BRACKET = re.compile(r"[][]")


def render_markdown(source: str, *, is_module: bool = False) -> Rendered:
    """Render Markdown; `is_module` says that it is MDX, whose import lines and comments are not shown.

    Raises TooDeepError, and TooTangledError.
    """
    removed: list[Removed] = []
    blanked: list[Span] = []
    front = _front_matter(source)
    if front:
        removed.append(Removed(0, FRONT_MATTER, front["words"]))
        blanked.append(Span(0, front.end()))
    if is_module:
        comments = list(_MODULE_COMMENT.finditer(source))
        removed += [Removed(match.start(), "comment", match[0][3:-3]) for match in comments]
        blanked += [Span(*match.span()) for match in (*comments, *_MODULE_LINE.finditer(source))]
    shown = _blanked(source, blanked)
    environment: dict[str, Any] = {}
    tokens = _parsed(shown, environment)
    starts, mark = line_starts(source), mark_for(source)
    unseen = [*blanked, *_unseen(shown, tokens, starts)]
    removed += [Removed(starts[line], "comment", words) for line, words in _reference_comments(environment)]
    html = _parser().renderer.render(_marked(tokens, mark), _parser().options, environment)
    return Rendered(html, mark, tuple(sorted(unseen)), tuple(removed))


def to_html(words: str) -> str:
    """Markdown that stands in another document as HTML, without its places.

    Raises TooDeepError, and TooTangledError.
    """
    environment: dict[str, Any] = {}
    tokens = _parsed(words, environment)
    comments = "".join(f"<!-- {escape(comment, quote=False)} -->" for _, comment in _reference_comments(environment))
    return comments + str(_parser().renderer.render(_marked(tokens, mark_for(words)), _parser().options, environment))


def _parsed(source: str, environment: dict[str, Any]) -> list[Token]:
    if _padding(source) > _PADDED:
        raise TooTangledError
    return _parser().parse(source, environment)


def _padding(source: str) -> int:
    """How many cells the rows of wide tables leave empty."""
    empty = columns = 0
    for line in source.split("\n"):
        if not line.strip(" \t\r>"):
            columns = 0
        elif _DELIMITERS.fullmatch(line):
            columns = max(columns, line.count("|") + 1)
        elif columns > _MANY_COLUMNS:
            empty += max(0, columns - line.count("|") - 1)
    return empty


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _NESTING + 2})
    parser.block.ruler.before("table", "depth", _refuse_depth)
    parser.core.ruler.before("inline", "tangle", _refuse_tangle)
    parser.enable(["table", "strikethrough"]).use(footnote_plugin, inline=False)
    parser.add_render_rule("footnote_anchor", _no_way_back)
    # No address is followed or shown; one that is no link would stand in the text with its markup.
    parser.validateLink = _is_link  # type: ignore[method-assign]
    return parser


def _refuse_depth(state: StateBlock, _first: int, _last: int, _silent: bool) -> bool:  # noqa: FBT001 - a parser rule
    if state.level >= _NESTING:
        raise TooDeepError(_NESTING)
    return False


def _refuse_tangle(state: StateCore) -> None:
    looked = 0
    for token in state.tokens:
        if token.type == "inline" and "[" in token.content:
            looked += _looked_through(token.content)
    if looked > _LOOKED_THROUGH:
        raise TooTangledError


def _looked_through(words: str) -> int:
    """How many characters stand between the brackets and their ends; without one, it is the end of the words."""
    open_at: list[int] = []
    looked = 0
    for bracket in _BRACKET.finditer(words):
        if bracket[0] == "[":
            open_at.append(bracket.start())
        elif open_at:
            looked += bracket.start() - open_at.pop()
    return looked + sum(len(words) - at for at in open_at)


def _is_link(url: str) -> bool:  # noqa: ARG001 - as the parser calls it
    return True


def _no_way_back(*_: object) -> str:
    return ""


# -- what is taken out before the parse --------------------------------------------------------------------


def _front_matter(source: str) -> re.Match[str] | None:
    """The front matter with its fences; a rule above a paragraph is none."""
    found = _FRONT_MATTER.match(source)
    if not found or not _KEY.search(found["words"]):
        return None
    lines = [line for line in found["words"].splitlines() if line.strip()]
    return None if len(_NO_KEY.findall(found["words"])) * 2 > len(lines) else found


def _blanked(source: str, spans: Iterable[Span]) -> str:
    """The source with spaces for what stands in the spans, so that offsets and lines hold."""
    for span in spans:
        source = source[: span.start] + _NO_BREAK.sub(" ", source[span.start : span.end]) + source[span.end :]
    return source


def _reference_comments(environment: dict[str, Any]) -> Iterator[tuple[int, str]]:
    """`[//]: # (words)`: a link definition that nobody refers to, used as a comment."""
    references = [*environment.get("references", {}).values(), *environment.get("duplicate_refs", ())]
    for reference in references:
        if reference.get("title") and reference.get("href", "") in ("", "#"):
            yield reference["map"][0], reference["title"]


# -- the tokens ----------------------------------------------------------------------------------------------


def _marked(tokens: Sequence[Token], mark: str) -> list[Token]:
    """The tokens with their source lines as attributes, without task boxes, alerts with their name as a paragraph."""
    from markdown_it.token import Token

    made: list[Token] = []
    for token in tokens:
        if token.map and token.type == "html_block":
            lines = f'<template {mark}="{token.map[0]}-{token.map[1]}"></template>'
            made.append(Token("html_block", "", 0, content=lines))
        elif token.map and token.type not in ("th_open", "td_open", "inline"):
            token.attrSet(mark, f"{token.map[0]}-{token.map[1]}")
        if token.type == "inline" and token.children and len(made) > 1:
            _unmark(token.children, made[-2].type)
        made.append(token)
    return made


def _unmark(children: list[Token], around: str) -> None:
    """Take off what stands for a form at the beginning of a list item or quote: a task box, the name of an alert."""
    from markdown_it.token import Token

    first = children[0]
    if first.type == "text" and around == "list_item_open":
        first.content = _BOX.sub("", first.content)
    elif first.type == "text" and around == "blockquote_open":
        alert = _ALERT.match(first.content)
        if alert:
            children[0] = Token("html_inline", "", 0, content=f"{alert[1].capitalize()}</p>\n<p>")


def _unseen(source: str, tokens: Iterable[Token], starts: Sequence[int]) -> Iterator[Span]:
    """Tags, comments and link targets, but for those that stand in code and are read there."""
    lines = [token.map for token in tokens if token.map and token.type in ("fence", "code_block")]
    code = [(starts[first], starts[min(last, len(starts) - 1)]) for first, last in lines]
    at = 0
    for start, end in (*sorted(code), (len(source), len(source))):
        yield from _unseen_in_prose(source, at, start)
        at = max(at, end)


def _unseen_in_prose(source: str, start: int, end: int) -> Iterator[Span]:
    at = start
    for match in _CODE.finditer(source, start, end):
        yield from _unseen_in_words(source, at, match.start())
        at = match.end()
    yield from _unseen_in_words(source, at, end)


def _unseen_in_words(source: str, start: int, end: int) -> Iterator[Span]:
    if start < end:
        yield from unseen_in(source, start, end)
        yield from (Span(*match.span()) for match in _TARGET.finditer(source, start, end))
