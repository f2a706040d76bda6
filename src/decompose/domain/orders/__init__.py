"""The forms in which words give orders to a language model, for `addressed`.

Two ways lead to one. Some orders are told by a pattern: a name that is called with a directive behind it, words that
take back what a model was told or ask for it, the marks of a chat. All others are judged by weights, as free phrasings
want it (`judgement`): who is spoken to, and what he is told. Every repeat is bounded, so that a block costs what its
length is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from decompose.domain.orders.addresses import BEGIN, ELSEWHERE, NAMED_HELPER, NAMED_MODEL, NOTE_TO, YOU_ARE
from decompose.domain.orders.judgement import judged
from decompose.domain.orders.languages import (
    CHINESE,
    CUE_CHINESE,
    CUES_ELSEWHERE,
    FOREIGN,
    TAKE_BACK_CHINESE,
    TAKE_BACK_ELSEWHERE,
)
from decompose.domain.orders.late import Late
from decompose.domain.orders.parts import ASKED, ASKED_OF_US, START
from decompose.domain.orders.talk import ANSWERED, ANSWERING, ASKING, MARKS, NOTE, ON, SPEAKER, TOLD
from decompose.domain.orders.withdrawals import DISCLOSE, TAKE_BACK

__all__ = ["ANSWERED", "ANSWERING", "ASKING", "NOTE", "ON", "SPEAKER", "TOLD", "Order", "orders"]


def _any(patterns: Iterable[str]) -> str:
    return "|".join(patterns)


# A named group says that an order takes back another.
_ORDER = Late(
    rf"{START}(?:(?P<takes_back>{_any(TAKE_BACK)})|{_any((*DISCLOSE, *BEGIN))})|\b(?:{_any(ELSEWHERE)})|{_any(MARKS)}"
)
# The same in languages other than English, each where one of its words for a model or for orders occurs.
_FOREIGN = tuple((Late(cue), Late(rf"\b(?:{_any(patterns)})")) for cue, patterns in FOREIGN)
_TAKEN_BACK_ELSEWHERE = (Late(_any(CUES_ELSEWHERE)), Late(rf"\b(?P<takes_back>{_any(TAKE_BACK_ELSEWHERE)})"))
_IN_CHINESE = (Late(CUE_CHINESE), Late(rf"(?P<takes_back>{_any(TAKE_BACK_CHINESE)})|{_any(CHINESE)}"))
# Who is called, and what he has to be told.
_PAIRS = (
    (Late(rf"{START}(?:{_any(NAMED_MODEL)})|\b{NOTE_TO}"), Late(ASKED)),
    (Late(rf"{START}(?:{_any(NAMED_HELPER)})|\b(?:{_any(YOU_ARE)})"), Late(ASKED_OF_US)),
)
# How far behind a name its order may stand: in the same sentence or the next one.
_REACH = 280
# A part to play, and a place that a template fills: how far behind an order one is looked for.
_PART = re.compile(r"(?:as\s+|if\s+|when\s+)?(?:you|your)\b", re.IGNORECASE)
_PLACE = re.compile(r"\{\{?\s?\w{1,40}\s?\}|<\w{1,40}>|\$\w")
_PLACES_SEEN = 80
_SENTENCE_END = re.compile(r"[.!?。！？]+(?=\s|$)|\n")


@dataclass(frozen=True, slots=True)
class Order:
    """Offsets of who is spoken to and what he is told.

    `is_input` says that code may well hold it as a prompt, or as an attack to be tried: it takes back what a model was
    told, gives it a part to play, or has places to be filled.
    """

    start: int
    end: int
    is_input: bool = False


def orders(words: str) -> list[Order]:
    """The orders in some words, by their place; they may overlap."""
    if not _has_cue(words):
        return []
    found = [
        Order(order.end() - len(order[0].lstrip()), order.end(), order.lastgroup is not None)
        for pattern in _patterns(words)
        for order in pattern.finditer(words)
    ]
    found.extend(Order(start, end, _is_input(words, start, end)) for start, end in judged(words))
    for called, told in _PAIRS:
        if names := list(called.finditer(words)):
            found.extend(_paired(words, names, list(told.finditer(words))))
    return sorted(found, key=lambda order: (order.start, order.end))


def _paired(words: str, names: Sequence[re.Match[str]], told: Sequence[re.Match[str]]) -> Iterator[Order]:
    """The names with what they are told, in the sentence of a name or in the next one."""
    starts = [directive.start() for directive in told]
    ends = [end.start() for end in _SENTENCE_END.finditer(words)]
    for name in names:
        at = bisect_left(starts, name.end() - 1)
        sentences_between = bisect_left(ends, starts[at]) - bisect_left(ends, name.end()) if at < len(told) else 0
        if at < len(told) and starts[at] - name.end() <= _REACH and sentences_between <= 1:
            start, end = name.end() - len(name[0].lstrip()), told[at].end()
            yield Order(start, end, _is_input(words, start, end))


def _is_input(words: str, start: int, end: int) -> bool:
    return bool(_PART.match(words, start) or _PLACE.search(words, start, end + _PLACES_SEEN))


def _patterns(words: str) -> Iterator[Late]:
    yield _ORDER
    yield from (pattern for cue, pattern in (*_FOREIGN, _TAKEN_BACK_ELSEWHERE, _IN_CHINESE) if cue.search(words))


# Without one of these no pattern matches: most blocks have none, and are passed over quickly.
_CUES = (
    *"""
    ignor disregard forget overrid bypass follow instru inst] system developer llm chat gpt langu assist agent bot
    crawl summar scrap claude gemini copilot automat machine robot model generat index catalog extract retriev
    engine search reader whoever whatever anyone anything everyone everything your this cease quit end output
    respond reply answer return assign award grant n't never omit leave now next updated user human </ [/ <| << rate
    rank score praise recommend describe give repeat reveal print show decod decrypt decipher unscramble encoded
    rot13 base64 above when artific vergiss vergessen missacht sprach oublie compte langage olvid descart omiso
    istru indicaz dimentica linguist negeer vergeet taalmodel językow polece предыдущ прежни указани инструкци
    нейросет языков бот 指示 命令 プロンプト 言語 人工 지시 명령 지침 프롬프트 인공지능 언어 모델 챗봇
    模型 智能 机器人 忽 无 無 忘 不 ai
    """.split(),
    *("stop ", "not ", "new ", "real ", "actual "),
)
_MORE_CUES = r"you(?:'re|\s+are)|\b(?:ki|ias?|ии)\b"
_MORE = Late(_MORE_CUES)
_CUE = Late("|".join((*map(re.escape, _CUES), _MORE_CUES)))


def _has_cue(words: str) -> bool:
    """Whether some order may be in the words at all; quick, and seldom right."""
    if not words.isascii():
        # A letter may have another form in small than in any case.
        return bool(_CUE.search(words))
    small = words.lower()
    return any(cue in small for cue in _CUES) or bool(_MORE.search(words))
