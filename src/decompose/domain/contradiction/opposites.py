"""Words for states that exclude each other, and what each is said of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from decompose.domain.any_case import AnyCase
from decompose.domain.contradiction.words import CLAUSE, marks, telling


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two words for states that exclude each other. `is_of_the_whole`: said of the artifact, it holds for all of it."""

    one: AnyCase
    other: AnyCase
    is_of_the_whole: bool = False


def _pair(one: str, other: str, *, whole: bool = False) -> _Pair:
    return _Pair(
        AnyCase(rf"\b(?:{one})\b"),
        AnyCase(rf"\b(?:{other})\b"),
        is_of_the_whole=whole,
    )


_NET = r"(?:an? )?(?:active |working |permanent )?(?:internet|network|online)(?: connection| access)?"
_PAIRS = (
    _pair(r"frozen|kept fixed|fixed|not updated", r"(?:re)?trained|fine-?tuned|updated|learned|trainable|unfrozen"),
    _pair(
        rf"offline|without {_NET}|air-gapped|no (?:internet|network)(?: connection| access)?",
        rf"(?:requires?|needs?|depends on) {_NET}|online[- ]only|{_NET} (?:is )?(?:required|needed)",
        whole=True,
    ),
    _pair(r"open[- ]source|open[- ]sourced", r"proprietary|closed[- ]source", whole=True),
    _pair(r"stateless", r"stateful|keeps state between \w+", whole=True),
    _pair(r"synchronous(?:ly)?", r"asynchronous(?:ly)?"),
    _pair(r"single-threaded", r"multi-?threaded", whole=True),
    _pair(r"(?<!not )thread-safe", r"not thread-safe|thread-unsafe"),
    _pair(r"deterministic(?:ally)?", r"non-?deterministic(?:ally)?|random(?:ly|ised|ized)?"),
    _pair(r"immutable", r"mutable"),
    _pair(r"unencrypted|in plain text|as plain text", r"encrypted"),
    _pair(r"(?:en|switched |turned )(?:abled|on)|on by default", r"disabled|(?:switched|turned) off|off by default"),
    _pair(r"case-insensitive(?:ly)?|case insensitive", r"(?<!not )case-sensitive(?:ly)?|(?<!not )case sensitive"),
    _pair(r"lossless(?:ly)?", r"lossy"),
    _pair(r"gated", r"ungated|open to everyone|freely downloadable", whole=True),
    _pair(r"read-only", r"read-write|read and write|writable|writes to"),
    _pair(r"self-hosted only|only self-hosted", r"cloud[- ]only|only (?:as|in) (?:a|the) cloud\w*", whole=True),
    _pair(r"free (?:of charge|to use)|(?:complete|entire)ly free", r"paid[- ]only|no free (?:plan|tier)", whole=True),
    _pair(r"monolingual|english[- ]only|only english", r"multilingual", whole=True),
    _pair(r"commercial use is (?:allowed|permitted)|allows? commercial use|permits? commercial use",
          r"(?:forbids?|prohibits?) commercial use|commercial use is (?:forbidden|prohibited|not allowed)"
          r"|non-?commercial (?:use )?only|does not (?:allow|permit) commercial use", whole=True),
    _pair(r"mandatory|required|must be (?:set|given)", r"optional"),
    _pair(r"unsupported|not supported", r"(?<!not )(?<!un)supported"),
    _pair(
        r"deprecated|unmaintained|no longer maintained|not maintained",
        r"actively (?:maintained|developed)",
        whole=True,
    ),
    _pair(r"unlimited", r"limited to"),
    _pair(r"persistent(?:ly)?|persists?|on disk|to disk", r"in memory only|only in memory|not persisted"),
    _pair(r"locally", r"(?:only )?(?:in the cloud|on (?:our|its|remote) servers)"),
    _pair(r"batched|in batches", r"one (?:by one|at a time)"),
    _pair(r"statically typed", r"dynamically typed", whole=True),
    _pair(r"eager(?:ly)?", r"lazy|lazily"),
    _pair(r"blocking", r"non-?blocking"),
    _pair(r"ordered|in order", r"unordered|in any order|not ordered|out of order"),
    _pair(r"unsupervised", r"(?<!un)(?<!self-)supervised"),
)  # fmt: skip
_ANY_STATE = AnyCase("|".join(side.pattern for pair in _PAIRS for side in (pair.one, pair.other)))
_BOTH = re.compile(
    r"\b(?:both|either|or|optionally|also|switch\w*|if|unless|when|except|previous\w*|formerly|but)\b", re.IGNORECASE
)
_MOST_EXTRA = 2


@dataclass(frozen=True, slots=True)
class State:
    """A word of a pair in a sentence: which pair and which side of it, and what the rest of the sentence says."""

    pair: int
    is_first: bool
    words: str
    subject: frozenset[str]
    about: frozenset[str]
    marks: frozenset[str]


def states_of(flat: str) -> Iterator[State]:
    """The states that a sentence names, without those that it denies; none where it names a choice."""
    if not _ANY_STATE.search(flat) or _BOTH.search(flat):
        return
    for number, pair in enumerate(_PAIRS):
        found = [(side, side is pair.one, side.search(flat)) for side in (pair.one, pair.other)]
        if sum(bool(match) for _, _, match in found) != 1:
            continue
        for side, is_first, match in found:
            if match and not _is_denied(flat, match):
                rest = side.sub(" ", flat)
                subject = telling(CLAUSE.split(flat[: match.start()])[-1])
                yield State(number, is_first, match[0], subject, telling(rest), marks(rest))


def _is_denied(flat: str, found: re.Match[str]) -> bool:
    return bool(re.search(r"\b(?:not|never|no|n't|cannot)\s+(?:\w+\s+)?$", flat[: found.start()], re.IGNORECASE))


def opposites(these: Iterable[State], those: Iterable[State]) -> str | None:
    """Why the states of two sentences exclude each other; None where they do not."""
    for this, that in product(these, those):
        if this.pair == that.pair and this.is_first is not that.is_first and _of_the_same(this, that):
            return f"“{this.words}” and “{that.words}” exclude each other"
    return None


def _of_the_same(this: State, that: State) -> bool:
    if this.marks != that.marks:
        return False
    if _PAIRS[this.pair].is_of_the_whole and not this.subject and not that.subject:
        return True
    extra = this.about ^ that.about
    is_near = this.subject == that.subject and len(extra) <= _MOST_EXTRA
    return bool(this.about & that.about) and (not extra or is_near)
