"""The words of a quote that was copied with the markup of Markdown, HTML or reStructuredText."""

from __future__ import annotations

import html
import re

from decompose.domain.evidence.canonical import CELL

_ROLES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r":[a-z][a-z:+.-]{0,60}:`(?:([^`<]*[^`<\s])\s*<[^`>]*>|[~!.]?([^`]+))`"), r"\1\2"),
    (re.compile(r"`([^`<]*[^`<\s])\s*<[^`>]*>`__?"), r"\1"),
    # The name of a field, which the text sets before its words with one colon.
    (
        re.compile(
            r"^[ \t]{0,40}:((?:``[^`\n]{1,200}``|[^\s:`][^:`\n]{0,80})):(?=[ \t]*\n[ \t]+\S|[ \t]+\S)", re.MULTILINE
        ),
        r"\1:",
    ),
)
_FENCE = re.compile(r"^[ \t]{0,40}(?:`{3,}|~{3,})[\w+-]{0,40}[ \t]{0,40}$", re.MULTILINE)
# What an editor of documentation writes before a piece of code, and no reader sees.
_CODE_FOLLOWS = re.compile(
    r"^[ \t]*\.\. (?:code-block|code|sourcecode|parsed-literal|prompt)::[^\n]*(?:\n[ \t]+:[\w-]+:[^\n]*)*$",
    re.MULTILINE,
)
_TICKS = re.compile(r"`+")
_LINK_ENDS = "__"
# Stand-ins for code while the markup around it is taken off. They are of no script, and no text means them.
_FIRST_STAND_IN, _STAND_INS = 0xF0000, 0xFFFD
_STAND_IN = re.compile(f"[{chr(_FIRST_STAND_IN)}-{chr(_FIRST_STAND_IN + _STAND_INS)}]")
LINE_START = re.compile(
    r"^[ \t]*(?:>[ \t]?)*(?:[-*+][ \t]+|\d{1,3}[.)][ \t]+|#{1,6}[ \t]+)?(?:\[[ xX]\][ \t]+)?", re.MULTILINE
)
_MARKUP: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"<(https?://[^<>\s]+)>", re.IGNORECASE), r"\1"),
    (re.compile(r"^[ \t]*([=~^\"'#*+-])\1{3,}[ \t]*$", re.MULTILINE), ""),
    (re.compile(r"::[ \t]*$", re.MULTILINE), ":"),
    (re.compile(r"<br\s*/?>", re.IGNORECASE), " "),
    (re.compile(r"<sup>(?=\d)", re.IGNORECASE), "^"),
    (re.compile(r"</?[A-Za-z][^<>]*>"), ""),
    (re.compile(r"!\[[^\]]{0,500}\](\([^)]{0,500}\)|\[[^\]]{0,500}\])"), ""),
    (re.compile(r"\[([^\[\]]*)\](\([^()]{0,500}(\([^()]{0,500}\)[^()]{0,500})?\)|\[[^\]]{0,500}\])"), r"\1"),
    (LINE_START, ""),
    (re.compile(r"^(?=[ \t:|-]*-{3})[ \t:|-]+$", re.MULTILINE), ""),
)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")


# A mark of which the quote has one half only.
HALF_A_MARK = re.compile(r"\*\*|`+")
REFERENCE = re.compile(r"(?<=\w)_{1,2}(?!\w)")
# A link of which the quote has the words, and not the address; one that it has from the middle of its words on.
LINK_WITHOUT_START = re.compile(r"^([^\[\]]{0,200})\]\([^()\s]{0,500}\)")
LINK_WITHOUT_END = re.compile(r"\[([^\[\]]+)\]\W{0,3}$")
# A mark of a footnote, and what begins the note itself.
FOOTNOTE = re.compile(r"\[\^[^\]\s]{1,60}\]")
FOOTNOTE_LABEL = re.compile(rf"^[ \t]*(?:>[ \t]?)*{FOOTNOTE.pattern}:[ \t]*", re.MULTILINE)
SHORTCUT_LINK = re.compile(r"(?<!\w)\[([^\[\]]+)\]")


def without_markup(quote: str) -> str:
    """The words of a quote that was copied from the source's markup. What stands in code is no markup."""
    words = _CODE_FOLLOWS.sub("", _FENCE.sub("", _STAND_IN.sub("", quote)))
    for pattern, replacement in _ROLES:
        words = pattern.sub(replacement, words)
    words, code = _code_apart(words)
    words = _without_comments(words)
    for pattern, replacement in _MARKUP:
        words = pattern.sub(replacement, words)
    words = _ESCAPE.sub(r"\1", _without_emphasis(words).replace(CELL, " "))
    kept = {chr(number): words_of_code for number, words_of_code in enumerate(code, _FIRST_STAND_IN)}
    return _STAND_IN.sub(lambda found: kept.get(found[0], ""), html.unescape(words))


def with_code_kept(quote: str) -> tuple[str, ...]:
    """The words of a quote that has half a fence or more, what stands inside the fences as it is.

    The first fence may begin the code or end it, which only the whole text tells.
    """
    parts = _FENCE.split(quote)
    if len(parts) == 1:
        return ()
    return tuple(
        "\n".join(part if number % 2 == inside else without_markup(part) for number, part in enumerate(parts))
        for inside in (1, 0)
    )


def _without_comments(words: str) -> str:
    kept, at = "", 0
    while (start := words.find("<!--", at)) >= 0 and (end := words.find("-->", start + 4)) >= 0:
        kept, at = kept + words[at:start], end + 3
    return kept + words[at:]


_EMPHASIS = re.compile(r"(?<!\\)(?:(?<!\*)\*{1,3}(?!\*)|(?<!_)_{1,3}(?!_)|(?<!~)~~(?!~))")


def _without_emphasis(words: str) -> str:
    """The words without the marks in pairs around them; what stands alone, or between figures, is a sign of its own."""
    opened: dict[str, list[int]] = {}
    removed: set[int] = set()
    for mark in _EMPHASIS.finditer(words):
        before, after = words[mark.start() - 1 : mark.start()], words[mark.end() : mark.end() + 1]
        is_inside_word = before.isalpha() and after.isalpha() and mark[0][0] == "*"
        waiting = opened.setdefault(mark[0], [])
        if waiting and before and not before.isspace() and (is_inside_word or not _is_of_word(after)):
            removed.update(range(waiting[-1], waiting[-1] + len(mark[0])), range(*mark.span()))
            waiting.clear()
        elif after and not after.isspace() and (is_inside_word or not _is_of_word(before)):
            waiting.append(mark.start())
    return "".join(character for at, character in enumerate(words) if at not in removed) if removed else words


def _is_of_word(character: str) -> bool:
    return character.isalnum() or character == "_"


def _code_apart(words: str) -> tuple[str, list[str]]:
    """The words with a stand-in for each piece of code, and the code: it ends at as many backticks as it began."""
    ticks = [found.span() for found in _TICKS.finditer(words)]
    later: dict[int, list[int]] = {}
    for number in range(len(ticks) - 1, -1, -1):
        later.setdefault(ticks[number][1] - ticks[number][0], []).append(number)
    kept: list[str] = []
    code: list[str] = []
    at = 0
    for number, (start, end) in enumerate(ticks):
        same = later[end - start]
        while same and same[-1] <= number:
            same.pop()
        if start < at or not same or len(code) == _STAND_INS:
            continue
        closing = ticks[same[-1]]
        kept += [words[at:start], chr(_FIRST_STAND_IN + len(code))]
        inside = words[end : closing[0]].replace("\\|", "|")
        code.append(inside[1:-1] if inside.strip() and inside[0] == inside[-1] == " " else inside)
        at = closing[1] + next(len(ends) for ends in (_LINK_ENDS, "_", "") if words.startswith(ends, closing[1]))
    return "".join((*kept, words[at:])), code
