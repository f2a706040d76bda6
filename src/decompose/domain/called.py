"""What an artifact is called of which nobody said so: told by its document and by the name of its file.

A level-1 heading is a name only where it says of what it is one: it stands before every other heading, and it shares
a word with the file's stem or with what the text calls itself. Anything else that is written so large is a section, an
announcement or another product; then the stem is the name, spelled as the document spells its words.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from decompose.domain.document import Block, BlockKind, VisibleText
from decompose.domain.language import language_of

_WORD = re.compile(r"[^\W_]+")
_SHORTCODE = re.compile(r":[a-z0-9_+-]+:")
# What stands behind a name in a heading: an explanation, or what the document adds in brackets.
_TAGLINE = re.compile(r"\s*[:：|]\s+|\s+[-\u2013\u2014]+\s+|\s*[\u2013\u2014]\s*")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]\s*$")
_QUOTES = "\"'`“”„«»‘’ "
# What a heading does with a name: it brings news of it.
_NEWS_BEFORE = re.compile(
    r"(?i)^(?:announcing|introducing|welcome to|sunsetting|deprecat(?:ed|ing|ion of)|archived|meet|presenting)\b:?\s+"
)
_NEWS_BEHIND = re.compile(
    r"(?i)\s+(?:v?\d+(?:\.\d+)*\s+)?(?:is|are|has|have)\s+(?:now\s+|been\s+|moved\s+)*"
    r"(?:out|here|live|available|released|archived|deprecated|sunset|retired|moved)\b.*$"
)
_VERSION = re.compile(r"(?i)\s+(?:v\d+(?:\.\d+)*|\d+\.\d+\.\d+)\S*$")
# What a heading or a file says of the sort of text that it is.
_SORT_BEFORE = re.compile(r"(?i)^(?:(?:data ?set|model|system) card|documentation|docs|read ?me)\s+(?:for|of)\s+")
_SORT_BEHIND = re.compile(
    r"(?i)\s+(?:(?:data ?set|model|system) card|(?:usage|user|users'|user's) (?:guide|manual)|read ?me|documentation"
    r"|docs)$"
)
_SORTS = frozenset("blog card docs documentation guide manual model_card notes paper readme release".split())
# What a file is named so for: the document alone does not say it, and two of one name are told apart by it.
_STANDINGS = frozenset("archived deprecated legacy".split())
_LEAST_SHARED, _LEAST_WORDS_OF_INITIALS = 4, 2
_MOST_OF_A_NAME = 80


def called(visible: VisibleText, stem: str) -> str:
    """What the artifact is called that a document of that file stem is about; always on one line."""
    title = visible.quotable_title
    if not _is_prose(visible):
        return _one_line(title or _readable(stem))
    words, standing = _stem(stem, visible)
    own = next((core for core in _cores(visible, words) if _joined(core) == "".join(words)), None)
    core = name_in(title or "", words)
    if own and own != stem:
        name = own
    elif core and _is_first(visible, title) and _is_about(core, words, visible) and not _is_part(core, words):
        name = core
    else:
        name = _spelled(words, visible)
    return _with_standing(name, standing)


def _is_prose(visible: VisibleText) -> bool:
    """Whether headings were written by hand: those of data are made of the field that holds its name."""
    return visible.format not in {"openapi", "tools", "manifest", "json", "yaml"}


# -- the name of the file ----------------------------------------------------------------------------------


def _stem(stem: str, visible: VisibleText) -> tuple[list[str], str | None]:
    """The words of a stem that name the artifact, not sort or language of the text; and the standing that it tells."""
    words = _WORD.findall(stem)
    standing = words.pop() if len(words) > 1 and words[-1].casefold() in _STANDINGS else None
    if len(words) > 1 and words[-1].casefold() == language_of(visible.text):
        words.pop()
    while len(words) > 1 and words[-1].casefold() in _SORTS:
        words.pop()
    return [word.casefold() for word in words], standing


def _spelled(words: Sequence[str], visible: VisibleText) -> str:
    """The words of a stem as the document spells them: together where it has them so, else one by one."""
    prose = "\n".join(visible.words_of(block.span) for block in visible.blocks if block.kind is not BlockKind.CODE)
    return _most_often(words, prose) or " ".join(_most_often([word], prose) or word for word in words)


def _most_often(words: Sequence[str], prose: str) -> str | None:
    """How a text spells some words in a row; not as parts of addresses, paths, commands or longer names."""
    run = "[-_. ]?".join(map(re.escape, words))
    pattern = re.compile(rf"(?<![\w/.@#-]){run}(?![\w/@-]|\.\w)", re.IGNORECASE)
    found = Counter(match[0] for match in pattern.finditer(prose))
    return max(found, key=lambda spelling: (found[spelling], spelling != spelling.lower())) if found else None


def _readable(stem: str) -> str:
    return stem.replace("-", " ").replace("_", " ")


def _with_standing(name: str, standing: str | None) -> str:
    if standing is None or standing.casefold() in name.casefold():
        return name
    return f"{name} ({standing.casefold()})"


# -- the heading -------------------------------------------------------------------------------------------


def _headings(visible: VisibleText) -> list[Block]:
    return [block for block in visible.blocks if block.kind is BlockKind.HEADING]


def _cores(visible: VisibleText, stem: Sequence[str]) -> Iterator[str]:
    """The names in the level-1 headings that may be quoted, in order."""
    for block in _headings(visible):
        if block.level == 1 and not any(hidden.span.overlaps(block.span) for hidden in visible.unquotable):
            yield name_in(visible.words_of(block.span), stem)


def name_in(title: str, stem: Sequence[str]) -> str:
    """The name in a heading: without ornament, news, what explains it, and the sort of text that it stands over.

    A version stays that is among the words of `stem`.
    """
    core = _one_line(_without_ornament(title))
    core = _NEWS_BEHIND.sub("", _NEWS_BEFORE.sub("", core))
    core = _SORT_BEFORE.sub("", _TAGLINE.split(core, maxsplit=1)[0])
    core = _BRACKETS.sub("", _SORT_BEHIND.sub("", core))
    version = _VERSION.search(core)
    if version and set(_WORD.findall(version[0].casefold())).isdisjoint(stem):
        core = core[: version.start()]
    return core.strip(_QUOTES + "!.,:;-")


def _without_ornament(title: str) -> str:
    """A heading without pictures: signs that are neither letters nor in use between them."""
    plain = _SHORTCODE.sub(" ", title)
    kept = (" " if unicodedata.category(sign) in {"So", "Sk", "Cs", "Co", "Cn"} else sign for sign in plain)
    return "".join(sign for sign in kept if unicodedata.category(sign) != "Cf" and sign not in "\ufe0e\ufe0f")


def _is_first(visible: VisibleText, title: str | None) -> bool:
    """Whether the title stands before every other heading."""
    first = next(iter(_headings(visible)), None)
    return first is not None and first.level == 1 and _one_line(visible.words_of(first.span)) == title


def _is_about(core: str, stem: Sequence[str], visible: VisibleText) -> bool:
    """Whether a heading shares a word with the stem, or the text calls itself so."""
    if len(core) > _MOST_OF_A_NAME:
        return False
    return shares_a_word(words_of(core), stem) or is_said_of_itself(core, _paragraphs(visible))


def shares_a_word(words: Sequence[str], stem: Sequence[str]) -> bool:
    """Whether two names, given as their words, have one in common, or one is the initials of the other."""
    initials = "".join(word[0] for word in words)
    if len(words) >= _LEAST_WORDS_OF_INITIALS and initials in stem:
        return True
    return any(_is_same(word, other) for word in (*words, "".join(words)) for other in (*stem, "".join(stem)))


def _is_same(word: str, other: str) -> bool:
    """Whether two words are one, or one is told in the other ("postgres", "postgresql")."""
    if word == other:
        return not word.isdigit()
    shorter, longer = sorted((word, other), key=len)
    return len(shorter) >= _LEAST_SHARED and shorter in longer


def is_said_of_itself(name: str, paragraphs: Iterable[str]) -> bool:
    """Whether a sentence begins with the name and goes on to say something of it."""
    goes_on = re.compile(rf"(?:^|[.!?]\s+)(?:The\s+)?{re.escape(name)}(?:\s+[a-z]|[^\W\d_a-zA-Z]|\s+\()")
    return any(goes_on.search(words) for words in paragraphs)


def _paragraphs(visible: VisibleText) -> Iterator[str]:
    return (visible.words_of(block.span) for block in visible.blocks if block.kind is BlockKind.PARAGRAPH)


def _is_part(core: str, stem: Sequence[str]) -> bool:
    """Whether a heading says only a part of what the stem does: "Reader" of `jina-reader`."""
    whole = "".join(stem)
    words = words_of(core)
    return _joined(core) != whole and all(
        any(word == each or _is_same(word, each) for each in (*stem, whole)) for word in words
    )


def words_of(name: str) -> list[str]:
    """The words of a name, without case."""
    return _WORD.findall(name.casefold())


def _joined(name: str) -> str:
    return "".join(words_of(name))


def _one_line(words: str) -> str:
    return " ".join(words.split())
