"""Characters that nobody sees: which they are, which of them writing needs, and what is said about the others."""

from __future__ import annotations

import re
import unicodedata
from itertools import groupby

# Control characters are carried through the parsers as these 32 noncharacters, one for one, so that offsets hold.
_CARRIER = 0xFDD0
_BREAKS = "\x0b\x0c\x85\u2028\u2029"
_CARRIED = {code: _CARRIER + code for code in range(0x20) if chr(code) not in "\t\n\r\x0b\x0c"}
_CARRIED |= dict.fromkeys(map(ord, _BREAKS), ord(" "))

INVISIBLE = (
    "\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_LONE_RETURN = re.compile(r"\r(?!\n)")
_SELECTORS = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_JOINERS = ("\u200c", "\u200d")
# Scripts whose letters take another shape beside a joiner, and pictures that a joiner makes one.
_JOINABLE = re.compile("[\u0600-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u2190-\u2bff\U0001f000-\U0001faff]")


def carried(text: str) -> str:
    """`text` with control characters replaced one for one by characters that every parser lets pass."""
    return _LONE_RETURN.sub("\n", text.translate(_CARRIED))


def kept(run: str, before: str, after: str) -> str:
    """What stays of a run of invisible characters between two others: a joiner that the writing needs, or nothing."""
    joiner = _SELECTORS.sub("", run)
    return joiner if joiner in _JOINERS and _JOINABLE.match(before) and _JOINABLE.match(after) else ""


def is_harmless(run: str) -> bool:
    """True for what says nothing: one variation selector, which only chooses the look of the character before it."""
    return len(run) == 1 and bool(_SELECTORS.match(run))


def named(run: str) -> str:
    """A readable account of a run: the names of the characters; words written in tag characters, decoded."""
    smuggled = "".join(chr(ord(each) - 0xE0000) for each in run if "\U000e0020" <= each <= "\U000e007e")
    others = [each for each in run if not "\U000e0001" <= each <= "\U000e007f"]
    names = [_name(each, sum(1 for _ in same)) for each, same in groupby(others)]
    return ", ".join(([f"tag characters: {smuggled}"] if smuggled else []) + names) or "tag characters"


def _name(character: str, times: int) -> str:
    code = ord(character) - _CARRIER if "\ufdd0" <= character <= "\ufdef" else ord(character)
    label = unicodedata.name(
        chr(code), "CONTROL CHARACTER" if unicodedata.category(chr(code)) == "Cc" else "UNASSIGNED"
    )
    return f"U+{code:04X} {label}" + (f" x {times}" if times > 1 else "")
