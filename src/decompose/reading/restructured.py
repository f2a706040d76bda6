"""reStructuredText -> HTML by docutils, with roles and directives of other systems (Sphinx) read for their words.

What a document brings in from elsewhere (`include`) or writes for one output only (`raw`) is not rendered: no file is
read, and the words are kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import Any

from decompose.domain.document import Span
from decompose.reading.rendered import Removed, Rendered, line_starts

_DIRECTIVE = re.compile(r"^ *\.\. +(?:\|[^|\n]+\| +)?([A-Za-z][\w:.+-]*?) ?::", re.MULTILINE)
_ROLE = re.compile(r":([A-Za-z][\w:.+-]*?):`|`:([A-Za-z][\w:.+-]*?):")
_TITLED = re.compile(r"(?P<title>.+?)\s*<(?P<target>[^<>]+)>", re.DOTALL)
_UNSEEN = re.compile(
    r"(?<=[^`\s])\s*<[^<>`]*>(?=`__?)|^ *\.\. +_[^\n]*"
    r"|^ *\.\. +(?:\|[^|\n]+\| +)?(?:image|figure)::[^\n]*(?:\n +:[^\n]*)*"
    r"|(?<![\w:]):[A-Za-z][\w:.+-]*:(?=`)",
    re.MULTILINE,
)
# Directives whose content is no text of the document: lists of other documents, drawings, what is taken from code.
_WITHOUT_WORDS = re.compile(
    r"toctree|mermaid|graphviz|plantuml|uml|digraph|graph|auto\w+|highlight|currentmodule|module|index|literalinclude"
)
# Directives whose argument is a title or a remark, not a name.
_WITH_TITLE = re.compile(r"version\w+|deprecated|seealso|tab|tab-item|dropdown|details|card|grid-item-card")
# Of the editions that `only` names, the one that is read.
_EDITION = re.compile(r"\bhtml\b", re.IGNORECASE)
# What is left open in a line costs docutils the square of its length.
_LONG_LINE = re.compile(r"^(?P<margin> {0,40})(?P<explicit>\.\. )?(?P<words>[^\n]{4000,})$", re.MULTILINE)
_PIECE_OF_A_LINE = re.compile(r"[^\n]{500,800}?\s(?=\S)|[^\s]{800}(?=\S)")
# And the square of the length of a paragraph.
_BLANK_LINE = re.compile(r"(\n[ \t]*\n)")
_OPENS, _CLOSES = (
    re.compile(r"(?<!\S)(?:`{1,2}|\*{1,2}|_`|\|)(?=\w)"),
    re.compile(r"(?<=\w)(?:`{1,2}|\*{1,2}|\|)(?!\w)"),
)
_LONGEST_PARAGRAPH, _LONGEST_PIECE, _MOST_OPEN = 4_000, 800, 200
_SETTINGS = {
    "_disable_config": True,
    "cloak_email_addresses": False,
    "doctitle_xform": False,
    "docinfo_xform": False,
    "embed_stylesheet": False,
    "file_insertion_enabled": False,
    "halt_level": 6,
    "initial_header_level": 1,
    "input_encoding": "unicode",
    "line_length_limit": 100_000_000,
    "math_output": "LaTeX",
    "raw_enabled": False,
    "report_level": 5,
    "sectnum_xform": False,
    "sectsubtitle_xform": False,
    "smart_quotes": False,
    "stylesheet_path": None,
    "syntax_highlight": "none",
    "toc_backlinks": False,
    "warning_stream": False,
}
# docutils keeps its roles and directives in module globals.
_ONE_AT_A_TIME = Lock()


def render_rst(source: str) -> Rendered:
    """Render; raises whatever docutils raises on text that it cannot cope with."""
    from docutils.core import publish_parts

    source = _in_short_paragraphs(_LONG_LINE.sub(_broken, source))
    with _ONE_AT_A_TIME:
        _register_unknown(source)
        left_out = _register_left_out()
        parts = publish_parts(source, writer="html5", settings_overrides=_SETTINGS)
    starts = line_starts(source)
    removed = [Removed(starts[min(line, len(starts) - 1)], "not rendered", words) for line, _, words in left_out]
    unseen = [Span(*match.span()) for match in _UNSEEN.finditer(source)]
    unseen += [Span(*(starts[min(line, len(starts) - 1)] for line in lines)) for *lines, _ in left_out]
    return Rendered(parts["body"], unseen=tuple(sorted(unseen)), removed=tuple(removed))


def _in_short_paragraphs(source: str) -> str:
    """The source with what opens far more marks than it closes in pieces, each a paragraph."""
    return "".join(_in_pieces(part) if _is_left_open(part) else part for part in _BLANK_LINE.split(source))


def _is_left_open(part: str) -> bool:
    if len(part) <= _LONGEST_PARAGRAPH:
        return False
    opened = sum(1 for _ in _OPENS.finditer(part))
    return opened > _MOST_OPEN and 2 * sum(1 for _ in _CLOSES.finditer(part)) < opened


def _in_pieces(part: str) -> str:
    pieces, length = [""], 0
    for line in part.splitlines(keepends=True):
        if length > _LONGEST_PIECE:
            pieces.append("\n")
            length = 0
        pieces.append(line)
        length += len(line)
    return "".join(pieces)


def _broken(line: re.Match[str]) -> str:
    """A line in pieces, each a paragraph where the line stands; of a comment, inside the comment."""
    margin = " " * (len(line["margin"]) + (len("..") + 1) * bool(line["explicit"]))
    words = f"{line['margin']}{line['explicit'] or ''}{line['words']}"
    return _PIECE_OF_A_LINE.sub(lambda piece: f"{piece[0]}\n\n{margin}", words)


def _register_unknown(source: str) -> None:
    from docutils.parsers.rst import directives, roles

    for name in {match[1].lower() for match in _DIRECTIVE.finditer(source)} - _known_directives():
        directives.register_directive(name, _generic_directive())
    for name in {(match[1] or match[2]).lower() for match in _ROLE.finditer(source)} - _known_roles():
        roles.register_local_role(name, _generic_role)


def _register_left_out() -> list[tuple[int, int, str]]:
    """The list to which the next rendering adds its directives that are not rendered: first line, last + 1, words."""
    from docutils import nodes
    from docutils.parsers.rst import Directive, directives, roles

    found: list[tuple[int, int, str]] = []

    class LeftOut(Directive):
        """Shows nothing; the words of `raw` are its content, those of `include` the name of the file."""

        optional_arguments = 1
        final_argument_whitespace = True
        option_spec = _AnyOption(name=str)
        has_content = True

        def run(self) -> list[nodes.Node]:
            first = self.lineno - 1
            words = "\n".join(self.content) or " ".join(self.arguments)
            found.append((first, first + len(self.block_text.splitlines()), words))
            return []

    class Only(LeftOut):
        """Shows its content if that is for HTML."""

        def run(self) -> list[nodes.Node]:
            if not _EDITION.search(" ".join(self.arguments)):
                return super().run()
            container = nodes.container()
            self.state.nested_parse(self.content, self.content_offset, container)
            return list(container.children)

    for name in ("raw", "include", "ifconfig"):
        directives.register_directive(name, LeftOut)
    directives.register_directive("only", Only)
    roles.register_local_role("raw", _no_role)
    # As docutils asks of a role from which others derive.
    setattr(_no_role, "options", {"format": str})  # noqa: B010
    return found


@cache
def _known_directives() -> frozenset[str]:
    from docutils.parsers.rst.languages import en

    return frozenset(en.directives)


@cache
def _known_roles() -> frozenset[str]:
    from docutils.parsers.rst.languages import en

    return frozenset(en.roles)


def _no_role(*_: object, **__: object) -> tuple[list[Any], list[Any]]:
    """Markup of another format, which is no text."""
    return [], []


def _generic_role(
    _name: str, rawtext: str, text: str, _line: int, _inliner: object, _options: object = None, _content: object = None
) -> tuple[list[Any], list[Any]]:
    """The words that a reference shows: its title, or its target as Sphinx shortens it."""
    from docutils import nodes
    from docutils.utils import unescape

    words = unescape(text)
    titled = _TITLED.fullmatch(words)
    if titled:
        words = titled["title"]
    elif words.startswith("~"):
        words = words[1:].rpartition(".")[2]
    return [nodes.inline(rawtext, words.lstrip("!"))], []


class _AnyOption(dict[str, Callable[[str], Any]]):
    """Accepts every option of a directive."""

    def __missing__(self, key: str) -> Callable[[str], Any]:
        return str


@cache
def _generic_directive() -> type:
    from docutils import nodes
    from docutils.parsers.rst import Directive

    class Unknown(Directive):
        """Shows the content of a directive that docutils does not have, as text of the document."""

        optional_arguments = 1
        final_argument_whitespace = True
        option_spec = _AnyOption(name=str)
        has_content = True

        def run(self) -> list[nodes.Node]:
            name = self.name.lower().rpartition(":")[2]
            if _WITHOUT_WORDS.fullmatch(name):
                return []
            container = nodes.container()
            if self.arguments and _WITH_TITLE.fullmatch(name):
                title, messages = self.state.inline_text(self.arguments[0], self.lineno)
                container += [nodes.paragraph(self.arguments[0], "", *title), *messages]
            self.state.nested_parse(self.content, self.content_offset, container)
            return list(container.children)

    return Unknown
