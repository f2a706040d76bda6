"""Visible words that speak to a language model instead of to a reader.

They stay in the text, an editor sees them as such, and nothing that overlaps them can be quoted. The tables want an
order given to a reader that is a model; a sentence that merely says what a model does, writes or should do
is none. Two things are shown rather than said: code, but for its comments and strings; and an order inside quotation
marks, where the words around it report it as an example. Letters count in their plain form (full width, bold).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from decompose.domain.document import Block, BlockKind, Covered, Hidden, Span, VisibleText
from decompose.domain.orders import ANSWERED, ANSWERING, ASKING, NOTE, ON, SPEAKER, TOLD, Order, orders

WHY = "addressed to a model"

_SENTENCE = re.compile(r"(?:[^.!?。！？\n\t]|[.!?](?=[^\s.!?]))+(?:[.!?。！？]+|[\n\t]|$)|[.!?。！？]+")
# The mark that is open at the end of some words, and the next mark. An apostrophe in a word is none.
_QUOTE = re.compile(r"[\"`]|'(?!\w)")
_OPEN_QUOTE = re.compile(r"(?:\"|`|(?<!\w)')(?=[^\"`]*$)")
_NEW = re.compile(r"\s*[^a-z\s]|\s*$")
# How far around an order it is looked for what makes it an example.
_NEAR = 400
# The mark of a comment, or the frame of a box that is drawn around words.
_COMMENT = re.compile(r"(?:^|\s)(?:#+|//+|/\*+|\*|--|;+|%+|<!--|REM\b)(?=\s|\w|@)|^\s*[|│║┃]+\s")
# Not the dots of an abbreviation, behind which a sentence goes on in small letters.
_SENTENCE_END = re.compile(r"[.!?](?!\s*[a-z])(?=\s|$)|[。！？\t]")
_WORD = re.compile(r"\w+")
_REPORTING_WORDS = 3
# What may stand before an order that opens a block: marks, and the article of a note.
_NOTHING_YET = re.compile(
    r"\W*(?:(?:an?|the|one|some|this|short|quick|brief|special|important)\s+){0,4}", re.IGNORECASE
)
_FIELDS_OF_AN_ANSWER, _FIELDS_READ = 3, 100
_LONGEST_SPEAKER = 80
_TRIPLE = re.compile(r"\"\"\"|'''")
# Letters of other scripts that look like Latin ones, and small capitals.
_LOOKALIKES = str.maketrans(
    "абвгеёзіїјкмнорстухьѕԁԛԝһӏАВЕЅІЈКМНОРСТУХԌҺαβγεικνορτυχωϲϳΑΒΕΖΗΙΚΜΝΟΡΤΥΧᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ",
    "a6breeziijkmhopctyxbsdqwhlABESIJKMHOPCTYXGhabyeikvoptuxwcjABEZHIKMNOPTYXabcdefghijklmnoprstuvwyz",
)
_LATIN = re.compile(r"[a-zA-Z]")
_LETTER = re.compile(r"[^\W\d_]")
_MIXED = re.compile(r"(?<![^\W\d_])[^\W\d_]*[^\W\d_a-zA-Z][^\W\d_]*")


def addressed_to_a_model(visible: VisibleText) -> Iterator[Hidden]:
    """What of the visible text gives orders to a model, in order: sentences, lines of code, whole blocks.

    An order that opens a block takes the whole block with it, one that ends in a colon the block that it leads to, and
    a heading that is a note to a model its section.
    """
    reach = _Reach()
    for at, block in enumerate(visible.blocks):
        words = visible.words_of(block.span)
        plain = _plain(words)
        following = visible.blocks[at + 1] if at + 1 < len(visible.blocks) else None
        found: list[Span] = []
        if reach.takes(block) or _answers_instead(plain):
            found = [block.span]
        elif following and _is_turn(plain, block, _plain(visible.words_of(following.span)), following):
            found = [block.span]
            reach.is_led = True
        else:
            found = _in_block(block, plain)
        reach.widen(block, found, plain)
        yield from (Hidden(span, WHY, visible.words_of(span)) for span in found)


@dataclass(slots=True)
class _Reach:
    """How far what was found reaches beyond its block: into the section of a heading, into what a colon leads to."""

    section: int = 0
    is_led: bool = False
    group: int = 0

    def takes(self, block: Block) -> bool:
        """Whether a block is for a model because of what stands before it."""
        if block.kind is BlockKind.HEADING and block.level <= self.section:
            self.section = 0
        is_led, self.is_led = self.is_led, False
        if is_led and block.kind is not BlockKind.HEADING:
            self.group = block.group
            return True
        self.group = self.group if block.group == self.group else 0
        return bool(self.section or self.group)

    def widen(self, block: Block, found: Sequence[Span], plain: str) -> None:
        if not found or found[-1].end < block.span.end:
            return
        if block.kind is BlockKind.HEADING and NOTE.search(plain):
            self.section = self.section or block.level
        elif block.kind is not BlockKind.CODE and plain.rstrip().endswith((":", "：")):
            self.is_led = True


def _answers_instead(plain: str) -> bool:
    """Whether a block has the form of the answer that a model is asked for."""
    return len({field[0] for field in islice(ANSWERED.finditer(plain), _FIELDS_READ)}) >= _FIELDS_OF_AN_ANSWER


def _is_turn(plain: str, block: Block, following: str, after: Block) -> bool:
    """Whether a block and the next are turns of a talk with a model, or a speaker's name and what he tells it."""
    if BlockKind.CODE in (block.kind, after.kind):
        return False
    if ASKING.match(plain) and ANSWERING.match(following):
        return True
    return bool(SPEAKER.fullmatch(plain[:_LONGEST_SPEAKER]) and TOLD.match(following))


def _in_block(block: Block, words: str) -> list[Span]:
    """The sentences with orders in them; the whole block where one stands at its beginning, but for code.

    A sentence that goes on giving orders behind one goes with it.
    """
    is_code = block.kind is BlockKind.CODE
    is_order = _is_said if is_code else _is_meant
    meant = [order for order in orders(words) if is_order(words, order, _Around.of(words, order))]
    if meant and not is_code and _NOTHING_YET.fullmatch(words, 0, meant[0].start):
        return [block.span]
    under = Covered.by(Span(order.start, order.end) for order in meant)
    found: list[Span] = []
    for sentence in _SENTENCE.finditer(words) if meant else ():
        span = Span(sentence.start(), sentence.end())
        goes_on = bool(found) and not is_code and found[-1].end == block.span.start + span.start
        if any(under.under(span)) or (goes_on and ON.match(sentence[0].lstrip())):
            start = found.pop().start if goes_on else block.span.start + span.start
            found.append(Span(start, block.span.start + span.end))
    return found


@dataclass(frozen=True, slots=True)
class _Around:
    """The words of its line before and after an order, and whether quotation marks stand around it."""

    before: str
    after: str
    is_quoted: bool

    @classmethod
    def of(cls, words: str, order: Order) -> _Around:
        before = words[max(0, order.start - _NEAR) : order.start].rpartition("\n")[2]
        after = words[order.end : order.end + _NEAR].partition("\n")[0]
        opening, closing = _OPEN_QUOTE.search(before), _QUOTE.search(after)
        is_open = opening is not None and (opening[0] == "'" or before.count(opening[0]) % 2 == 1)
        if not (opening and closing and is_open and opening[0] == closing[0]):
            return cls(before, after, is_quoted=False)
        is_whole = after[closing.start() - 1 : closing.start()] in {".", "!", "?"}
        rest = after[closing.end() :]
        return cls(before[: opening.start()], "" if is_whole and _NEW.match(rest) else rest, is_quoted=True)


def _is_meant(_words: str, _order: Order, around: _Around) -> bool:
    """Whether an order in prose is more than an example: words in quotation marks that a sentence reports."""
    if not around.is_quoted:
        return True
    reporting = f"{_SENTENCE_END.split(around.before)[-1]} {_SENTENCE_END.split(around.after)[0]}"
    return len(_WORD.findall(reporting)) < _REPORTING_WORDS


def _is_said(words: str, order: Order, around: _Around) -> bool:
    """Whether an order in code is a comment or a string, but for an attack that the code takes as its input."""
    if _COMMENT.search(around.before) or _is_in_docstring(words, order):
        return True
    if (
        not order.is_input
        and not around.is_quoted
        and not _WORD.search(around.before)
        and NOTE.match(words, order.start)
    ):
        return True
    return around.is_quoted and not (order.is_input and _WORD.search(around.before + around.after))


def _is_in_docstring(words: str, order: Order) -> bool:
    """Whether an order stands in a string of several lines that explains the code, and is no value of it."""
    opened = list(_TRIPLE.finditer(words, 0, order.start))
    if len(opened) % 2 == 0:
        return False
    return not words[words.rfind("\n", 0, opened[-1].start()) + 1 : opened[-1].start()].strip()


def _plain(words: str) -> str:
    """The words with letters in their plain form and straight quotation marks; every offset holds."""
    if words.isascii():
        return words
    plain = "".join(map(_plain_letter, words))
    is_latin = 2 * len(_LATIN.findall(plain)) > len(_LETTER.findall(plain))
    return _MIXED.sub(lambda word: _latin(word[0], is_latin=is_latin), plain)


def _latin(word: str, *, is_latin: bool) -> str:
    """A word in Latin letters where it mixes them with others that look the same, or has only such among Latin ones."""
    folded = word.translate(_LOOKALIKES)
    return folded if _LATIN.search(word) or (is_latin and folded.isascii()) else word


@lru_cache(maxsize=4096)
def _plain_letter(letter: str) -> str:
    if letter in "‘’":
        return "'"
    if letter in "“”„«»「」":
        return '"'
    plain = unicodedata.normalize("NFKC", letter)
    return plain if len(plain) == 1 else letter
