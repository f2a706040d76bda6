"""Words that exclude each other: of two sides of a thing a claim names the quoted one."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from decompose.domain.claim_check.denials import COUNTED, LOOK, TURNING, turns
from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.words import Sentence, excludes_outright, exclusive, stem, synonyms
from decompose.domain.document import Span
from decompose.domain.examination import Finding, Outcome
from decompose.domain.quantities import figures, is_unit

EXCHANGE = "exchange"

# What was before the one is what the other comes after.
_TURN_EASILY = frozenset({stem("before"), stem("after")})
_ORDERS_IN_TIME = re.compile(r"\b(?:before|after)\b", re.IGNORECASE)
_WORDS_BEHIND = 3


def _is_about_the_same(behind: str, quoted: str) -> bool:
    """Whether a quoted "before" or "after" speaks of what stands behind that of the claim."""
    said = {word.stem for word in Sentence(behind[:LOOK]).words[:_WORDS_BEHIND]}
    found = (Sentence(quoted[match.end() :][:LOOK]).words for match in _ORDERS_IN_TIME.finditer(quoted))
    return any(said & {word.stem for word in words[:_WORDS_BEHIND]} for words in found)


# Words that mean a side only where they stand alone: what is left to somebody is not on the left.
_OTHER_SENSES = {
    "left": r"left (?:to|out|over|as|for|alone|behind|in|open|un\w+)|(?:is|are|be|been|was|were) left",
    "right": r"rights|right (?:away|now|to|of|from|after|before|inside)",
    "get": r"get(?! requests?)",
    "post": r"post(?! requests?)",
    "put": r"put(?! requests?)",
    "key": r"key (?:\w+ )?(?:feature|point|idea|part|step)s?",
    "long": r"(?:as|so|no) long(?:er)?",
    "end": r"end users?|end-to-end",
    # What is done is nobody who does it: "built by users" has no developer in it.
    "build": r"build(?:s|ing|able)?|built",
    "develop": r"develop(?:s|ed|ing|ments?)?",
    "maintain": r"maintain(?:s|ed|ing)?|maintenance",
    "contribute": r"contribut(?:e|es|ed|ing|ions?)",
    "attack": r"attack(?:s|ed|ing)?",
    "defend": r"defend(?:s|ed|ing)?|defen[cs](?:e|es|ive)",
    "operate": r"operat(?:e|es|ed|ing|ions?|ional)",
    "employ": r"employ(?:s|ed|ing|ment)?",
}
_ANOTHER_SENSE = {stem(word): re.compile(rf"\b(?:{phrases})\b") for word, phrases in _OTHER_SENSES.items()}


def _has_another_sense(match: re.Match[str], text: str) -> bool:
    """Whether the word stands in a phrase that speaks of no side; what comes after the first is no time."""
    if match.group().casefold() == "second" and not _EACH.search(text, 0, match.start()):
        return True
    phrases = _ANOTHER_SENSE.get(stem(match.group()))
    return phrases is not None and any(
        found.start() <= match.start() and match.end() <= found.end() for found in phrases.finditer(text)
    )


def _is_elsewhere_meant(word: str, quoted: str) -> bool:
    """Whether a word of the quote speaks of no side wherever it stands there."""
    phrases = _ANOTHER_SENSE.get(word)
    return phrases is not None and word not in Sentence(phrases.sub(" ", quoted)).all_stems


def _is_turned(claim: Sentence, said: re.Match[str], exhibit: Exhibit, replaced: Sequence[str]) -> bool:
    """Whether of the claim where it has the one word, and the quote where it has the other, one denies."""
    own = _without({stem(said[0])}, _CLAUSE_END.split(claim.text[_begin(said) :], maxsplit=1)[0])
    of = [clause for clause in exhibit.evidence.clauses if not clause.all_stems.isdisjoint(replaced)]
    qualified = _qualified(said)
    if qualified and any(_qualified(other) == qualified for clause in of for other in _found(replaced, clause.text)):
        return False  # both tell which one is meant, whatever their clauses deny of it
    return any(turns(own) % 2 != turns(_without(replaced, clause.text)) % 2 for clause in of)


def _found(words: Collection[str], text: str) -> Iterator[re.Match[str]]:
    return (match for match in _WORD.finditer(text) if stem(match[0]) in words)


def _qualified(match: re.Match[str]) -> str | None:
    """What stands right behind a word, in a clause that denies nothing before it."""
    behind = _RIGHT_BEHIND.match(match.string, match.end())
    is_denied = TURNING.search(match.string[_begin(match) : match.start()])
    return stem(behind[1]) if behind and not is_denied else None


def _begin(match: re.Match[str]) -> int:
    """Where the clause begins that a word stands in."""
    return max((end for end in _ends(match.string) if end <= match.start()), default=0)


def _without(words: Collection[str], text: str) -> str:
    """The text without the words themselves, some of which deny: what is left tells what is denied of them."""
    return _WORD.sub(lambda match: "" if stem(match[0]) in words else match[0], text)


def _ends(text: str) -> Iterator[int]:
    return (match.end() for match in _CLAUSE_END.finditer(text))


_CLAUSE_END = re.compile(r"[.!?;:,](?=\s|$)|\s(?:and|but|while|whereas|although|though|because)\s", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{2,}")
_RIGHT_BEHIND = re.compile(r" ([^\W\d_]{3,})")
_OFFLINE = stem("offline")
# A day is as long as 24 hours.
_AS_LONG = {
    stem(span): re.compile(rf"(?<![\w.])(?:{same})\b", re.IGNORECASE)
    for span, same in (
        ("minute", "60[ -]?(?:seconds?|s)"),
        ("hour", "60[ -]?min(?:ute)?s?"),
        ("day", "24[ -]?(?:hours?|h)"),
        ("week", "(?:7|seven)[ -]days?"),
        ("month", "30[ -]days?"),
        ("year", "(?:12|twelve)[ -]months?|365[ -]days?"),
    )
}
_EACH = re.compile(r"\b(?:per|an?|each|every|one)[ -]$", re.IGNORECASE)


def sides_agree(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Of two things that exclude each other (client and server, minutes and hours), the claim names the quoted one."""
    is_computed = any(quantity.number not in exhibit.numbers for quantity in figures(claim.text).quantities)
    turning = {stem(match.group()) for match in TURNING.finditer(exhibit.quoted)}
    doubted: set[str] = set()
    for match in _WORD.finditer(claim.text):
        word = stem(match.group())
        if is_unit(match.group()) and (is_computed or COUNTED.search(claim.text[: match.start()])):
            continue  # its number says whether it is right: sixty a minute are one a second
        if _has_another_sense(match, claim.text):
            continue
        if word in _AS_LONG and _AS_LONG[word].search(exhibit.quoted):
            continue
        replaced = _replaced(word, claim, exhibit)
        if replaced and not doubted.issuperset(replaced):
            detail = f"the sentence says “{match.group()}” where the quote has “{replaced[0]}”"
            is_turned = _is_turned(claim, match, exhibit, replaced)
            # "Not enabled" is disabled, and "not fast" perhaps slow.
            denies = bool(TURNING.search(match.group())) or not turning.isdisjoint(replaced) or _OFFLINE in replaced
            if word in _TURN_EASILY and not _is_about_the_same(claim.text[match.end() :], exhibit.quoted):
                yield Finding(EXCHANGE, Outcome.UNKNOWN, detail, Span(*match.span()))
            elif not is_turned and excludes_outright(word, replaced):
                yield Finding(EXCHANGE, Outcome.FAILED, detail, Span(*match.span()))
            elif not is_turned or not denies:
                doubted.update(replaced)
                yield Finding(EXCHANGE, Outcome.UNKNOWN, detail, Span(*match.span()))


def _replaced(word: str, claim: Sentence, exhibit: Exhibit) -> list[str]:
    """The words of the quote in whose place the claim has this one; none where the quote has it too, or the like."""
    quoted, said = exhibit.evidence.all_stems, claim.all_stems
    others = exclusive(word)
    if others.isdisjoint(quoted) or not synonyms(word).isdisjoint(quoted):
        return []
    if any(word in known for known in (quoted, exhibit.surroundings.all_stems, exhibit.evidence.meanings)):
        return []
    return sorted(
        other
        for other in others
        if other in quoted
        and said.isdisjoint({other, *synonyms(other)} - {word})
        and not _is_elsewhere_meant(other, exhibit.quoted)
    )
