"""The closed language of relations: which words may say that one side is ahead, level or alone, and in which order.

A relation has no quote to be held against. So a clause about one uses listed words and slots alone, begins with the
side that it speaks of, and says the direction that holds: what is not provably the relation is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

_SLOT = re.compile(r"\{([a-z0-9_.-]+)\}")
_WORD = re.compile(r"\{[^{}]*\}|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NAMES = ("a.name", "b.name")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_COMMON = _words("the a an of on in by with at for to and its their is are has have it against while as than from")
_MEASURED = _COMMON | _words("rank ranks ranked score scores scored point points component components overall")
_COSTS = _COMMON | _words("price prices priced cost costs charge charges expensive per token tokens input output")
_UP = _words("higher ahead above leads lead more")
_DOWN = _words("lower behind below trails trail less")
_DEARER, _CHEAPER = _words("higher more dearer above"), _words("lower less cheaper below")
_CLOSE = _words(
    "close near both neither nor lead leads no clear apart call too narrow within noise band only differ each"
)
_EQUAL = _words("same equal level tie ties tied both neither nor leads lead no")
_NAMED = {
    "rank": _words("rank ranks overall"),
    "adoption": _words("adoption"),
    "quality": _words("quality"),
    "ecosystem": _words("ecosystem"),
    "match_graph": _words("match graph"),
    "freshness": _words("freshness"),
}
_DIRECTIONS = _words("input output")
_STATED = _COMMON | _words(
    "source sources document documents state states stated name names named describe describes described cover covers"
    " covered call calls called job jobs task tasks record records share shares shared same common capability"
    " capabilities"
)


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a clause about a relation may be made of. `up` and `down` are the words of direction, one of which it needs.

    `figures` are the slots with the value of A and of B; `one_of` words of which it needs one; `named` those that say
    what is measured or priced, which it needs all of.
    """

    words: frozenset[str]
    slots: frozenset[str]
    figures: tuple[str, ...] = ()
    up: frozenset[str] = frozenset()
    down: frozenset[str] = frozenset()
    one_of: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()


def objections(text: str, topic: str, relation: str) -> Iterator[str]:
    """What keeps a clause from saying just this relation; nothing where it says it."""
    allowed = _allowed(topic, relation)
    words = [word.casefold() for word in _WORD.findall(text) if not word.startswith("{")]
    slots = _SLOT.findall(text)
    known = allowed.words | allowed.up | allowed.down | allowed.one_of
    if strange := [word for word in words if word not in known]:
        yield f"“{'”, “'.join(dict.fromkeys(strange))}” is no word for this relation"
    if foreign := [slot for slot in slots if slot not in allowed.slots]:
        yield f"{{{foreign[0]}}} has no place in a clause about {topic}: {relation}"
    if not strange and not foreign:
        yield from _misdirected(text, words, slots, relation, allowed)


def _misdirected(text: str, words: list[str], slots: list[str], relation: str, allowed: Allowed) -> Iterator[str]:
    named = [slot for slot in slots if slot in _NAMES]
    figures = [slot for slot in slots if slot in allowed.figures]
    if figures and [_letter(slot) for slot in figures] != [slot[0] for slot in named]:
        yield "what is told of each side comes with the name of each, in the same order, or not at all"
    if len(set(named)) != len(named):
        yield "a side is named twice"
    if missing := sorted(allowed.named - set(words)):
        yield f"it does not say that it is about “{' '.join(missing)}”"
    if allowed.one_of and not allowed.one_of & set(words):
        yield f"it does not say that the relation is “{relation}”"
    if allowed.up:
        yield from _against_direction(text, words, named, relation, allowed)


def _letter(slot: str) -> str:
    """Whose slot it is: a.rank, row.7f.a."""
    return slot[-1] if slot.startswith("row.") else slot[0]


def _against_direction(text: str, words: list[str], named: list[str], relation: str, allowed: Allowed) -> Iterator[str]:
    ups, downs = allowed.up & set(words), allowed.down & set(words)
    if bool(ups) == bool(downs):
        yield "it needs one direction, such as “higher” or “lower”"
    elif not named or not text.lstrip().startswith(f"{{{named[0]}}}"):
        yield "it begins with the name of the side that it speaks of"
    elif (named[0] == "a.name") != ((relation == "a > b") == bool(ups)):
        yield f"it says the opposite of “{relation}”"


def _allowed(topic: str, relation: str) -> Allowed:
    if topic.startswith("row."):
        return _of_row(topic, relation)
    figures = (f"a.{topic}", f"b.{topic}")
    slots = frozenset((*_NAMES, *figures))
    if topic == "pricing":
        words = _COMMON | _words("pricing priced price")
        return Allowed(words | {"both"}, slots) if relation == "same" else Allowed(words, slots, figures)
    if topic.startswith("price."):
        unit = frozenset(topic.removeprefix("price.").split("-"))
        costs, direction = _COSTS - _DIRECTIONS | unit, _DIRECTIONS & unit
        known = Allowed(costs, slots, figures, _DEARER, _CHEAPER, named=direction)
    elif topic == "rank":
        known = Allowed(_MEASURED | _NAMED[topic], slots | {"gap"}, figures, _UP, _DOWN)
    else:
        measured = _NAMED.get(topic, _words(topic))
        known = Allowed(_MEASURED - _NAMED["rank"] | measured, slots, figures, _UP, _DOWN, named=measured)
    if relation in {"a > b", "a < b"}:
        return known
    one_of = _EQUAL if relation == "equal" else _CLOSE
    return replace(known, up=frozenset(), down=frozenset(), one_of=one_of)


def _of_row(path: str, relation: str) -> Allowed:
    if relation == "both":
        names = (f"{path}.a", f"{path}.b")
        one_of = _words("both share shares shared same common")
        return Allowed(_STATED, frozenset((*_NAMES, path, *names)), names, one_of=one_of)
    side = "a.name" if relation == "only a" else "b.name"
    return Allowed(_STATED, frozenset({side, path}), one_of=_words("only alone"))
