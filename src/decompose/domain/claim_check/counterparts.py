"""Same frame, other filler: a member of a list, or what stands behind a preposition, where the quote has another.

A paraphrase says one thing in other words. What exchanges a thing leaves the words around it as they are: so words that
nobody quoted are held against the frame that they stand in, and that against the same frame in the quote.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise, permutations

from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.vocabulary import STOP
from decompose.domain.claim_check.words import Sentence, Word, is_light, stem, synonyms
from decompose.domain.document import Span
from decompose.domain.examination import Finding, Outcome

PART = "part"
MEMBER = "member"

_MEMBER_END = re.compile(r",\s*(?:and|or)\s+|,\s*|\s+(?:and|or|as well as)\s+|\n", re.IGNORECASE)
# Where a list ends at the latest.
_LIST_END = re.compile(
    r"[.;:!?](?=\s|$)|[()]|(?<=\S) - |,?\s(?:but|while|whereas|although|though|because)\s"
    r"|,\s(?=(?:and )?(?:as|since|if|when|which|who|that|where|so|with|by|for|in|on|to|from|at)\s)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"[.;!?](?=\s|$)|\n")
# What keeps the words of one thing together.
_JOINTS = frozenset({" ", "-", "/", " of ", " of the "})
_FEWEST_MEMBERS, _LONGEST_MEMBER = 2, 3
_FEWEST_MATCHED = 2
_KNOWN_QUOTES = 256

_Member = tuple[Word, ...]


def members_have_counterparts(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Of a list whose other members are quoted, no member is another than the quoted ones, or comes on top of them."""
    known = _known(exhibit)
    quoted = [members for quote in exhibit.each for members in _lists(quote)]
    for members in _lists(claim.text):
        new = (
            _exchanged(members, quoted, claim, known)
            or _unmatched(members, quoted, claim, known)
            or _added(members, exhibit, known)
        )
        if new:
            # Who words a list freely has no word of one member either: this alone refuses nothing.
            detail = f"the quote lists no “{claim.text[new[0].start : new[-1].end]}”"
            yield Finding(MEMBER, Outcome.UNKNOWN, detail, Span(new[0].start, new[-1].end))
            return


def _exchanged(
    members: Sequence[_Member], lists: Sequence[Sequence[_Member]], claim: Sentence, known: Collection[str]
) -> _Member | None:
    """The one member of which no word is quoted, where a quoted list has all the others, and one that is left out."""
    new = {at: words for at, member in enumerate(members) if (words := _new_words(member, known, is_first=at == 0))}
    if len(new) != 1:
        return None
    at, words = next(iter(new.items()))
    is_inner = 0 < at < len(members) - 1
    if len(words) > _LONGEST_MEMBER or (is_inner and len(words) < len(members[at])):
        return None
    others = [_stems(member) for number, member in enumerate(members) if number != at]
    has_many = len(others) >= _FEWEST_MATCHED
    is_last = at == len(members) - 1
    with_all = [quoted for quoted in lists if all(any(other & _stems(one) for one in quoted) for other in others)]
    # The last one may share its head with the others: the old, the north and the south gate.
    left_out = ((*quoted[:-1], quoted[-1][:1] if has_many else quoted[-1]) for quoted in with_all)
    is_exchanged = any(_is_left_out(member, claim) for quoted in left_out for member in quoted)
    is_on_top = is_last and any(_are_taken(quoted, claim) == len(others) for quoted in with_all)
    return words if is_exchanged or is_on_top else None


def _unmatched(
    members: Sequence[_Member], lists: Sequence[Sequence[_Member]], claim: Sentence, known: Collection[str]
) -> _Member | None:
    """The one member that a list of as many members has no counterpart for, though all others have one each.

    Its words may be common ones, and those that the counterparts have in common.
    """
    for quoted in lists if len(members) > _FEWEST_MATCHED else ():
        open_, rest = list(quoted), []
        for member in members:
            counterpart = next((one for one in open_ if one and _says(member, one)), None)
            if counterpart is None:
                rest.append(member)
            else:
                open_.remove(counterpart)
        is_one = len(rest) == len(open_) == 1 and _is_left_out(open_[0], claim)
        if is_one and any(word.stem not in known for word in rest[0]):
            return rest[0]
    return None


def _added(members: Sequence[_Member], exhibit: Exhibit, known: Collection[str]) -> _Member | None:
    """The last member, of which no word is quoted, where the quote ends with the one before it."""
    new, before = _new_words(members[-1], known, is_first=False), members[-2]
    if not new or not _stems(before) & exhibit.evidence.stems:
        return None
    ends = (Sentence(part).words for part in _SENTENCE_END.split(exhibit.evidence.text))
    if not any(words and words[-1].stem == before[-1].stem for words in ends):
        return None
    return new


def _known(exhibit: Exhibit) -> frozenset[str]:
    return exhibit.evidence.meanings | exhibit.surroundings.meanings | exhibit.undenied


def _stems(member: _Member) -> frozenset[str]:
    return frozenset(word.stem for word in member)


def _says(member: _Member, quoted: _Member) -> bool:
    """Whether the member has every word of the quoted one, or one that means the same."""
    stems = _stems(member)
    return all(word.stem in stems or not synonyms(word.stem).isdisjoint(stems) for word in quoted)


def _new_words(member: _Member, known: Collection[str], *, is_first: bool) -> _Member:
    """The words of a member that nobody quoted, up to one that somebody did: the end of a first member is its head."""
    found: list[Word] = []
    for word in reversed(member) if is_first else member:
        if word.stem in known or is_light(word.stem):
            break
        found.append(word)
    return tuple(reversed(found) if is_first else found)


def _are_taken(members: Sequence[_Member], claim: Sentence) -> int:
    """How many members there are, if the claim has a word of each; else none."""
    told = [member for member in members if member]
    return len(told) if all(_stems(member) & claim.stems for member in told) else 0


def _is_left_out(member: _Member, claim: Sentence) -> bool:
    """Whether the claim has no word for any word of the member."""
    return bool(member) and all(
        word.stem not in claim.meanings and synonyms(word.stem).isdisjoint(claim.stems) for word in member
    )


@lru_cache(_KNOWN_QUOTES)
def _lists(text: str) -> tuple[tuple[_Member, ...], ...]:
    """The members of every list of a text: of the first part its end, of the last one its beginning."""
    words = Sentence(text).words
    found, begin = [], 0
    for end in (*(match.span() for match in _LIST_END.finditer(text)), (len(text), len(text))):
        cuts = [begin, *(at for match in _MEMBER_END.finditer(text, begin, end[0]) for at in match.span()), end[0]]
        parts = [Span(*cuts[at : at + 2]) for at in range(0, len(cuts), 2)]
        parts = [part for part in parts if text[part.start : part.end].strip()]
        if len(parts) >= _FEWEST_MEMBERS:
            found.append(tuple(_core(words, parts, at, text) for at in range(len(parts))))
        begin = end[1]
    return tuple(found)


def _core(words: Sequence[Word], parts: Sequence[Span], at: int, text: str) -> _Member:
    """The words of a member; none of one that has a figure, since figures are looked at elsewhere."""
    begin, end = parts[at].start, parts[at].end
    inside = tuple(word for word in words if begin <= word.start < end)
    if inside and at == 0:
        inside = _joined(inside[::-1], text)[::-1]
        begin = inside[0].start
    elif inside and at == len(parts) - 1:
        inside = _joined(inside, text)
        end = inside[-1].end
    return () if any(map(str.isdigit, text[begin:end])) else inside


def _joined(words: Sequence[Word], text: str) -> _Member:
    """The words up to the first that does not belong to the same thing."""
    for at, (one, other) in enumerate(pairwise(words), start=1):
        first, second = (one, other) if one.start < other.start else (other, one)
        if text[first.end : second.start] not in _JOINTS:
            return tuple(words[:at])
    return tuple(words)


# -- behind a preposition ---------------------------------------------------------------------------------


_HOW = "for of by with in from to on as via through under per into at against using about".split()
_FRAME = re.compile(
    rf"\b(?P<head>[a-z]{{3,}}),? (?P<how>{'|'.join(_HOW)})"
    r" (?:(?:the|an?|its|their|your|any|all|each|every) )?(?P<thing>[a-z][\w-]*(?: [a-z][\w-]*){0,2})",
    re.IGNORECASE,
)
_AMOUNTS = frozenset(
    map(stem, "myriad variety number lot range plenty host great wide couple wealth handful few".split())
)
_WORDS_OF_A_THING = 2


def objects_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Tools for hikers are no tools for sailors: behind the same word and preposition stands the same thing."""
    known = _known(exhibit)
    for head, how, thing, at in _frames(claim.text):
        said = Sentence(thing).words[:_WORDS_OF_A_THING]
        # Whether names are quoted is looked at with the names.
        if (
            not said
            or not thing.islower()
            or is_light(said[0].stem)
            or any(word.stem in known or word.stem in _AMOUNTS for word in said)
        ):
            continue
        for other, other_how, quoted, _ in _frames(exhibit.evidence.text):
            words = Sentence(quoted).words[:_WORDS_OF_A_THING]
            if (head, how) == (other, other_how) and _is_left_out(words, claim) and _stems(words).isdisjoint(_AMOUNTS):
                detail = f"the sentence says “{how} {thing}” where the quote has “{how} {quoted}”"
                yield Finding("object", Outcome.FAILED, detail, Span(at, at + len(thing)))
                return


@lru_cache(_KNOWN_QUOTES)
def _frames(text: str) -> tuple[tuple[str, str, str, int], ...]:
    """The stem of a word, the preposition behind it, the thing behind that, and where it stands."""
    found, at = [], 0
    while match := _FRAME.search(text, at):
        thing = _up_to_a_small_word(match["thing"])
        if thing:
            found.append((stem(match["head"]), match["how"].casefold(), thing, match.start("thing")))
        at = match.start("how")
    return tuple(found)


def _up_to_a_small_word(thing: str) -> str:
    kept: list[str] = []
    for word in thing.split():
        if word.casefold() in STOP or word.casefold() in _HOW:
            break
        kept.append(word)
    return " ".join(kept)


# -- pairs ------------------------------------------------------------------------------------------------


_WORD_OR_TWO = r"[^\s,;:()]{2,}(?: [^\s,;:()]{2,})?"
_PAIR = re.compile(
    rf"(?P<one>{_WORD_OR_TWO}),? (?P<how>for|in|with|by|on|as|via|through|from|to|under|at|is|are|uses|supports)"
    rf" (?:(?:the|an?|its) )?(?P<other>{_WORD_OR_TWO})",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"^(?P<one>[^:\n]{2,60}?)(?::| -{1,2}) (?P<other>[^\n]{3,})$", re.MULTILINE)
_Pair = tuple[frozenset[str], frozenset[str]]


def pairs_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Of "one for these and another for those" the sentence does not tell the one for those."""
    for pairs in _pairs(exhibit.quoted):
        for (one, ones), (other, others) in permutations(pairs, 2):
            is_crossed = bool(one and others) and one <= claim.stems and others <= claim.stems
            if is_crossed and other and claim.meanings.isdisjoint(other | ones):
                detail = f"the quote ties “{' '.join(sorted(others))}” to “{' '.join(sorted(other))}”"
                yield Finding(PART, Outcome.FAILED, detail, claim.place_of(one | others))
                return


@lru_cache(_KNOWN_QUOTES)
def _pairs(text: str) -> tuple[tuple[_Pair, ...], ...]:
    """What a text tells of one thing and of another in the same way, by words that it has but once."""
    every = [word.stem for word in Sentence(text).words]
    alike: dict[tuple[int, str], list[_Pair]] = {}
    for number, sentence in enumerate(_SENTENCE_END.split(text)):
        for match in _PAIR.finditer(sentence):
            alike.setdefault((number, match["how"].casefold()), []).append(_pair(match, every))
    labelled = [_pair(match, every) for match in _LABELLED.finditer(text)]
    return tuple(tuple(pairs) for pairs in (*alike.values(), labelled) if len(pairs) > 1)


def _pair(match: re.Match[str], every: Sequence[str]) -> _Pair:
    one, other = (
        frozenset(word.stem for word in Sentence(match[side]).words if every.count(word.stem) == 1)
        for side in ("one", "other")
    )
    return one, other
