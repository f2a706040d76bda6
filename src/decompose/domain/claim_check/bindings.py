"""What belongs to what: names keep their part, figures their things, and what a quote sets aside stays aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from decompose.domain.claim_check.denials import DENIAL, TURNING
from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.figures import COMMON_CAPITALS, is_named
from decompose.domain.claim_check.vocabulary import STOP
from decompose.domain.claim_check.words import Sentence, is_light, stem, synonyms, whole_words
from decompose.domain.document import Span
from decompose.domain.examination import Finding, Outcome
from decompose.domain.quantities import figures, in_figures, is_unit

PART = "part"
ASIDE = "aside"

_SENTENCE_END = re.compile(r"[.;!?](?=\s|$)|\n")
_PART_END = re.compile(
    r"[:,()](?=\s|$)|\s(?:and|or|but|while|whereas|although|though|which|that|who|because)\s", re.IGNORECASE
)
_PROPER = re.compile(r"[A-Z][\w+#-]*(?:[. /][A-Z][\w+#-]*)*")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_BOUND = 2
_LONGEST_NAME = 4
# What is said of another thing than the one that a sentence is about.
_BESIDE_ANOTHER = re.compile(r"^(?:unlike|in contrast (?:to|with)|as opposed to)\b", re.IGNORECASE)
_KNOWN_QUOTES = 256


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a sentence: its words, the names that they are said of, and those of its whole sentence."""

    words: Sentence
    names: frozenset[str]
    all_names: frozenset[str]


def names_keep_their_part(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What a quote says of one name, the sentence does not say of another name that the quote has too."""
    parts = _parts(exhibit.quoted)
    known = frozenset().union(*(part.names for part in parts))
    if len(known) < _FEWEST_BOUND:
        return
    stated = _parts(claim.text, known)
    for said in stated:
        if _BESIDE_ANOTHER.search(said.words.text):
            continue
        for name in sorted(said.names & known):
            told = _told(said)
            swapped = any(_is_swapped(name, told, other, parts) for other in stated if other is not said)
            if swapped or (not is_named(name, exhibit.own) and _is_of_another(name, told, claim, exhibit.own, parts)):
                detail = f"the quote says that of others than “{name}”"
                at = claim.text.find(name)
                yield Finding(PART, Outcome.FAILED if swapped else Outcome.UNKNOWN, detail, Span(at, at + len(name)))
                return


def _told(part: _Part) -> tuple[str, ...]:
    """The stems that a part says of its names."""
    named = {stem(word) for name in part.names for word in _WORD.findall(name)}
    return tuple(word.stem for word in part.words.words if not is_light(word.stem) and word.stem not in named)


def _is_swapped(name: str, told: Sequence[str], other: _Part, parts: Sequence[_Part]) -> bool:
    """Whether the words of the one are the other's in the quote, and those of the other the one's."""
    rivals = other.names - {name}
    return any(
        _share(told, rival, name, parts) and _share(_told(other), name, rival, parts)
        for rival in rivals
        if name not in other.names
    )


def _share(told: Sequence[str], name: str, rival: str, parts: Sequence[_Part]) -> bool:
    """Whether the quote says some of the words of the name, and none of its rival."""
    of = [part.names for word in told for part in parts if word in part.words.meanings]
    return any(name in names for names in of) and not any(rival in names for names in of)


def _is_of_another(name: str, told: Sequence[str], claim: Sentence, own: str, parts: Sequence[_Part]) -> bool:
    """Whether the quote says the words of names that the sentence leaves out, in the sentence in which it names it.

    The artifact's own names are never left out: it is what every sentence is about.
    """
    foreign = 0
    for word in told:
        of = [part for part in parts if word in part.words.meanings]
        if any(name in part.names or name not in part.all_names or not part.names for part in of):
            return False
        others = {other for part in of for other in part.names}
        foreign += bool(others) and not any(is_named(other, f"{claim.text}\n{own}") for other in others)
    return foreign >= _FEWEST_BOUND


@lru_cache(_KNOWN_QUOTES)
def _parts(text: str, known: frozenset[str] = frozenset()) -> tuple[_Part, ...]:
    """The parts of every sentence; one without a name of its own speaks of those before it, else of those behind.

    Args:
        known: names that count as such at the beginning of a sentence too.
    """
    found: list[_Part] = []
    for sentence in _SENTENCE_END.split(text):
        pieces = _pieces(sentence)
        named = [frozenset(_names(piece, known, is_first=number == 0)) for number, piece in enumerate(pieces)]
        every = frozenset().union(*named)
        for number, piece in enumerate(pieces):
            before = [names for names in named[: number + 1] if names]
            behind = [names for names in named[number:] if names]
            names = before[-1] if before else behind[0] if behind else frozenset()
            found.append(_Part(Sentence(piece), names.union(*_listed(pieces, named, number)), every))
    return tuple(found)


def _pieces(sentence: str) -> list[str]:
    """A single word goes with what follows it: "precise, event-driven control"."""
    found: list[str] = []
    for piece in filter(None, map(str.strip, _PART_END.split(sentence))):
        is_joined = bool(found) and " " not in found[-1] and found[-1].islower()
        found = [*found[:-1], f"{found[-1]}, {piece}"] if is_joined else [*found, piece]
    return found


def _names(piece: str, known: frozenset[str], *, is_first: bool) -> Iterator[str]:
    words = _WORD.findall(piece)
    if 2 * sum(word[0].isupper() for word in words) > len(words) > _LONGEST_NAME:
        return  # a title, all of whose words have capitals
    for match in _PROPER.finditer(piece):
        name = match.group()
        if name.casefold() in COMMON_CAPITALS:
            continue
        if is_first and match.start() == 0 and name not in known:
            # What begins a sentence has a capital anyway.
            first, _, rest = name.partition(" ")
            name = rest if first.casefold() in STOP else name if rest or not first[1:].islower() else ""
        if name:
            yield name


def _listed(pieces: Sequence[str], named: Sequence[frozenset[str]], number: int) -> Iterator[frozenset[str]]:
    """The names of the items beside it that are nothing but names: a list is spoken of as one."""
    for step in (1, -1):
        at = number + step
        while 0 <= at < len(pieces) and named[at] and len(pieces[at]) <= sum(map(len, named[at])) + len(named[at]):
            yield named[at]
            at += step


_SETS_ASIDE = re.compile(
    r"\b(?P<how>instead of|in place of|rather than|in addition to|besides|unlike|as opposed to|in contrast (?:to"
    r"|with))\s+"
    r"(?P<what>(?:(?!\b(?:it|you|we|they|this|is|are|the user)\b)[\w.+#-]+ ?){1,6})",
    re.IGNORECASE,
)
_PREFERS = frozenset({"instead of", "in place of", "rather than", "as opposed to"})
_LOOK = 40
_KEEPS_ASIDE = whole_words(
    r"than|also|too|other|another|both|while|whereas|unlike|instead|besides|addition|contrast|former\w*|previous\w*"
    r"|earlier|until|was|were|had|no longer|gives? up|gave up|given up|replac\w+|aside|apart|as well|alongside|more"
    r"|against|compar\w+|beyond|next to|avoid\w*|(?:takes?|taken|taking|in) (?:the |its |their )?(?:place|stead)"
    r"|swap\w*"
    r"|displac\w+|supplant\w+|supersed\w+|substitut\w+|alternativ\w+|obviat\w+|spar(?:es?|ing)"
)


def what_is_aside_stays_aside(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What a quote names to set it aside (instead of wrapping the core), the sentence does not tell as what is done."""
    if _KEEPS_ASIDE.search(claim.text) or DENIAL.search(claim.text) or TURNING.search(claim.text):
        return
    for match in _SETS_ASIDE.finditer(exhibit.quoted):
        aside = [word.stem for word in Sentence(match["what"]).words if not is_light(word.stem)]
        rest = Sentence(_SETS_ASIDE.sub(" ", exhibit.quoted)).stems
        own = [word for word in aside if word not in rest]
        said = [word for word in aside if word in claim.meanings]
        detail = f"the quote sets “{match['what'].strip()}” aside, the sentence does not"
        preferred = [word.stem for word in Sentence(exhibit.quoted[: match.start()][-_LOOK:]).words][-_FEWEST_BOUND:]
        # Of one word that is set aside for others, the claim has that one and none of the others.
        others = [word for word in preferred if word not in aside and not is_light(word)]
        is_exchanged = len(own) == 1 and own[0] in said and bool(others) and claim.meanings.isdisjoint(others)
        if is_exchanged and match["how"].casefold() in _PREFERS:
            yield Finding("part", Outcome.FAILED, detail, claim.place_of(said))
            return
        if own and len(said) >= _FEWEST_BOUND and len(said) * 3 >= len(aside) * 2 and set(own) & set(said):
            yield Finding(ASIDE, Outcome.UNKNOWN, detail, claim.place_of(said))
            return


_COUNTED_THING = re.compile(r"(?:[- ](?:of )?)(?:(?!\d)[\w-]+ ){0,1}?(?P<thing>[a-z]{3,}s)\b")
# The number of "Tide 3" counts nothing.
_NAMED = re.compile(r"\b(?!(?:Over|About|Around|Some|All|With|The|At|In|Of|Up|From|Its?)\b)[A-Z][\w.]*[ -]$")
_THINGS_BEHIND, _THINGS_BEFORE = 60, 40
_MASSES = re.compile(r"\b(?:dozens|hundreds|thousands|millions|billions|trillions)\b", re.IGNORECASE)


def _near(found: re.Match[str]) -> int:
    """From where to look for what stands before a number."""
    return max(found.start() - _THINGS_BEFORE, 0)


def figures_keep_their_things(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """200 evaluations of any model are not 200 models: the thing of another figure, or of none, in the same quote."""
    said, quoted = in_figures(claim.text), in_figures(exhibit.quoted)
    numbers = [quantity.words for quantity in figures(claim.text).quantities if not quantity.unit]
    for number in dict.fromkeys((*numbers, *_MASSES.findall(claim.text))):
        spelling = re.compile(rf"(?<![\w.]){re.escape(number)}(?![\w.])", re.IGNORECASE)
        ends = [found.end() for found in spelling.finditer(said) if not _NAMED.search(said[: found.start()])]
        thing = next((thing for end in ends if (thing := _COUNTED_THING.match(said, end))), None)
        places = [
            found for found in spelling.finditer(quoted) if not _NAMED.search(quoted, _near(found), found.start())
        ]
        if not thing or not places or is_unit(thing["thing"]) or is_light(stem(thing["thing"])):
            continue
        word = stem(thing["thing"])
        near = Sentence(
            "\n".join(
                _SENTENCE_END.split(quoted[place.end() : place.end() + _THINGS_BEHIND])[0]
                + "\n"
                + quoted[max(place.start() - _THINGS_BEFORE, 0) : place.start()]
                for place in places
            )
        )
        is_elsewhere = word in exhibit.evidence.stems
        direct = [_COUNTED_THING.match(quoted, place.end()) for place in places]
        others = {stem(found["thing"]) for found in direct if found}
        is_other = bool(others) and word not in others and synonyms(word).isdisjoint(others)
        if is_elsewhere and (word not in near.meanings or is_other):
            place_ = claim.text.find(thing["thing"])
            detail = f"“{number}” counts other things than “{thing['thing']}” in the quote"
            yield Finding("counted", Outcome.UNKNOWN, detail, Span(place_, place_ + len(thing["thing"])))
            return
