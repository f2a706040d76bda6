"""Words of a claim that its quotes spell otherwise: by their first letters, in another form, as one word or two."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from decompose.domain.claim_check.vocabulary import ALIASES
from decompose.domain.claim_check.words import Sentence, stem, whole_words

_LETTERS = re.compile(r"[^\W\d_]+")
_ACRONYM = re.compile(r"(?<![A-Za-z])[A-Z]{2,6}(?=s?(?![A-Za-z]))")
_SHORTEST_ACRONYM = 3
_SHORTEST_JOINED, _SHORTEST_HALF = 6, 2
# What an ending makes of a word, and what the word was: usable of use, factual of fact. One that changes what is meant
# (harmless, authority) is none of them.
_ENDINGS = (
    ("ically", ("ic", "y")),
    ("ally", ("al", "")),
    ("ly", ("",)),
    ("able", ("", "e")),
    ("ability", ("", "e", "able")),
    ("ness", ("",)),
    ("ual", ("",)),
)
_SHORTEST_ROOT = 2
# "Is switched on" says what "is on" says.
_SWITCHED = re.compile(r"\b(?P<switched>switch(?:ed|es)?|turn(?:ed|s)?) (?P<side>on|off)\b", re.IGNORECASE)


def respelt(claim: Sentence, quotes: Sentence) -> frozenset[str]:
    """The stems of the claim that no word of the quotes has, and that they have in another spelling."""
    new = [word for word in claim.words if word.stem not in quotes.meanings]
    if not new:
        return frozenset()
    told = [match.group().casefold() for match in _LETTERS.finditer(claim.text)]
    quoted = [match.group().casefold() for match in _LETTERS.finditer(quotes.text)]
    found = {
        *_by_first_letters(told, set(_ACRONYM.findall(quotes.text))),
        *_by_another_name(claim.text, quotes.text),
        *_joined_or_parted(told, quoted),
        *_switched(claim.text, quotes.text),
        *_licensed(claim.text, quotes.text),
        *(_OF_A_FLAG if _FLAG.search(quotes.text) else ()),
        *_defined(claim.text, quotes.text),
    }
    forms = {form for said in set(quoted) for form in _roots(said)}
    return frozenset(
        word.stem
        for word in new
        if (said := claim.text[word.start : word.end]).casefold() in found
        or word.stem in forms
        or not quotes.stems.isdisjoint(_roots(said.casefold()))
        or _is_acronym(said, quoted)
    )


def _by_first_letters(told: Sequence[str], acronyms: Collection[str]) -> Iterator[str]:
    """The words that an acronym of the quotes stands for, with its last one ("unit", "rate") or without it."""
    initials = "".join(word[0] for word in told)
    for acronym in acronyms:
        whole = acronym.casefold()
        for letters in (whole, whole[:-1]) if len(whole) >= _SHORTEST_ACRONYM else (whole,):
            at = initials.find(letters)
            if at >= 0:
                yield from told[at : at + len(letters)]


def _is_acronym(said: str, quoted: Sequence[str]) -> bool:
    """Whether it is made of the first letters of words in a row."""
    return said.isupper() and len(said) >= _SHORTEST_ACRONYM and said.casefold() in "".join(w[0] for w in quoted)


def _spelling(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){'[ -]?'.join(map(re.escape, name.split('-')))}s?(?!\w)", re.IGNORECASE)


_NAMES = tuple(
    tuple((name, _spelling(name)) for name in line.split()) for line in ALIASES.strip().splitlines() if "-" in line
)


def _by_another_name(said: str, quoted: str) -> Iterator[str]:
    """The words of a name that the quotes have another name for."""
    for names in _NAMES:
        for name, spelling in names:
            if "-" in name and spelling.search(said) and any(other.search(quoted) for _, other in names):
                yield from name.split("-")


def _joined_or_parted(told: Sequence[str], quoted: Sequence[str]) -> Iterator[str]:
    """A fallback falls back, and what times out has a timeout."""
    known = set(map(stem, quoted))
    for one, other in pairwise(told):
        if _is_joint(one, other) and stem(one + other) in known:
            yield from (one, other)
    joined = {one + other for one, other in pairwise(quoted) if _is_joint(one, other)}
    yield from joined.intersection(told)


def _is_joint(one: str, other: str) -> bool:
    return min(len(one), len(other)) >= _SHORTEST_HALF and len(one) + len(other) >= _SHORTEST_JOINED


def _switched(said: str, quoted: str) -> Iterator[str]:
    for match in _SWITCHED.finditer(said):
        if re.search(
            rf"\b(?:is|are|be|always|stays?|by default|default) {match['side']}\b|\b{match['side']} by default\b",
            quoted,
            re.IGNORECASE,
        ):
            yield match["switched"].casefold()


# What begins with two dashes is an option of a command line, whatever a sentence calls it.
_FLAG = re.compile(r"(?<![\w-])--[a-z]")
_OF_A_FLAG = frozenset({"command", "line", "flag", "flags", "option", "options", "switch", "argument", "arguments"})
# What is licensed under terms is released under them.
_RELEASED = re.compile(r"\b(releas|distribut|publish|provid|shar)ed (?=under\b)", re.IGNORECASE)
_LICENSED = re.compile(r"\blicen[sc]", re.IGNORECASE)


def _licensed(said: str, quoted: str) -> Iterator[str]:
    if _LICENSED.search(quoted):
        yield from (match[0].strip().casefold() for match in _RELEASED.finditer(said))


# What a technical word comes to: of a quote that has the word the sentence may have these.
_DEFINED = tuple(
    (whole_words(quoted), whole_words(said))
    for quoted, said in (
        (r"headless\w*", r"(?:without|no|not)(?: \w+){0,3} (?:windows?|display|screen)"),
        (r"headed", r"visible|windows?"),
        (r"localhost|127\.0\.0\.1", r"local(?:ly)?|(?:own|same|local) (?:machine|computer)"),
        (r"recursive(?:ly)?", r"beneath|below|under|sub-?(?:director(?:y|ies)|folders?)|nested|levels?"),
        (r"cross-platform|platform-independent", r"(?:several|different|all) (?:operating systems?|systems|platforms)"),
        (r"multi-?lingual", r"(?:several|many|more than one|different) (?:languages?|tongues)"),
        (r"multi-?thread(?:ed|ing)", r"(?:several|many|more than one) threads?"),
        (
            r"(?:self|on-prem)-?host(?:ed|ing|able)?|on-prem(?:ises?)?",
            r"own (?:servers?|hardware|machines?|infrastructure)",
        ),
        (r"real-?time", r"(?:live|as (?:it|they) happens?|at once|immediately|happening)"),
        (r"end-to-end|e2e", r"from (?:start|beginning|one end) to (?:finish|end|the other)|whole|entire"),
        (r"drop-in", r"(?:takes?|in) the place|replac\w+|without chang\w+"),
        (r"case-insensitive(?:ly)?", r"(?:upper|lower|capitals?|case|small|letters?)"),
        (r"pre-?trained|pre-?built|pre-?installed|pre-?configured", r"already|ready-made|beforehand|in advance"),
        (r"third-party", r"others?|outside|external|somebody else"),
        (r"persist(?:s|ed|ent|ence|ently)?", r"surviv\w+|later|next|remember\w*|lasts?"),
        (r"idempotent(?:ly)?", r"repeat\w*|twice|again|same"),
        (r"deterministic(?:ally)?|reproducib\w+", r"same|every time|again"),
        (r"open[- ]sourced?", r"source|code|public|open"),
        (r"backwards?[- ]compatib\w+", r"old(?:er)?|earlier|previous"),
    )
)


def _defined(said: str, quoted: str) -> Iterator[str]:
    for term, words in _DEFINED:
        if term.search(quoted):
            for match in words.finditer(said):
                yield from match[0].casefold().replace("-", " ").split()


def _roots(word: str) -> Iterator[str]:
    """The stems of the words of which the word may be made."""
    for ending, others in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_ROOT:
            yield from (stem(word.removesuffix(ending) + other) for other in others)
