"""Words that nobody quoted: how much of a claim has no counterpart in its quotes, and who does what to whom."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise

from decompose.domain.claim_check.denials import COUNTED
from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.figures import is_known, is_named, place_of_any
from decompose.domain.claim_check.vocabulary import KNOWN_NAMES
from decompose.domain.claim_check.words import Sentence, Word, is_light, stem, synonyms
from decompose.domain.document import Span
from decompose.domain.examination import Finding, Outcome
from decompose.domain.language import ENGLISH, language_of
from decompose.domain.quantities import figures, is_number_word, is_unit

COVERAGE = "coverage"
ROLES = "roles"
LANGUAGE = "language"
# What `new_words` finds.
WORDS_NOT_QUOTED = frozenset({"light_word", "context_word", "new_word"})
_MIN_SHARED_WORDS = 0.25
_TOLD_BY_LIGHT = 0.25
# So many words in a row that count, within a sentence and at its end.
_LONG_ROW, _LONG_END = 4, 3
_ITEM_END = re.compile(r",\s*(?:and|or)\s+|,\s*|\s+(?:and|or|as well as)\s+", re.IGNORECASE)
# What comes after these words is said to be there too.
_ADDED = re.compile(r"\b(?:as well as|along with|in addition to)\s", re.IGNORECASE)
_LONGEST_PHRASE = 16
_LISTED_END = re.compile(rf"{_ITEM_END.pattern}|\n\s*(?:[-*+]|\d+[.)])\s", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"\s?\([^()]*\)")
_FEWEST_ITEMS = 2
# H2, int8: names, and no words.
_WITH_A_DIGIT = re.compile(r"(?<![\w.])[A-Za-z][A-Za-z_-]{0,40}\d\w*")
# A list that is told item by item.
_FEWEST_LISTED, _LONGEST_ITEM = 3, 3
_ASIDE = re.compile(
    r"\W*(?:per|for|in|on|with|at|by|from|after|when|if|to|as|unless|although|though|whereas|while|because|since"
    r"|which|who|so)\b",
    re.IGNORECASE,
)
# Frames that say whose words they are, or that things may be set otherwise.
_FRAME = re.compile(
    r"\W*(?:unless (?:told|configured|set|specified|stated|asked|named) otherwise|by its own account|by default"
    r"|in the words of (?:its|the) \w+|according to (?:its|the) \w+|(?:so )?(?:its|the) (?:makers|authors) say"
    r"|as configured"
    r"|for (?:instance|example)|in (?:short|all|other words))\W*",
    re.IGNORECASE,
)
_CONTRAST = re.compile(
    r"[, -]{1,2}(?:rather than|instead of|in place of|as opposed to)\b|, (?:but )?not ", re.IGNORECASE
)
# The sides of a contrast: so many words that count, looked for in so many characters.
_WORDS_OF_A_SIDE, _LOOK = 3, 120
_FEWEST_ORDERED = 3
_PASSIVE = re.compile(r"\b(?:is|are|was|were|be|been|being)\s+(?:\w+ly\s+)?\w+(?:ed|en|t)\b|\bby\b", re.IGNORECASE)
# The name with which a quote begins.
_PROPER = re.compile(r"^(?:The |An? )?([A-Z][\w+.]*(?:[ -][A-Z][\w+.]*){0,2})(?=\s(?:[a-z]|$))")
# Names that are made of pieces: pkg-one, --dry-run.
_SHORTEST_ROOT = 5
_COMPOUND = re.compile(r"(?<![\w/.-])(?:-{0,2}|\.{1,2}/|\.)[A-Za-z][A-Za-z0-9]*(?:[-_./][A-Za-z0-9]+)+")

# "Model-written" is no name, nor is "browser-based".
_OF_WORDS = re.compile(
    r"[a-z]+(?:-[a-z]+)*-(?:[a-z]+(?:ed|ing|less|ful|able|ible|ive|ous|al)|made|built|run|(?:gr|sh|thr|kn)own|drawn"
    r"|written|driven|given|hidden|broken|chosen|spoken|frozen|woven|taken|sent|kept|held|sold|told|paid|bought|brought"
    r"|caught|taught|cut|set|fed|led|read|born|won|free|based|like|wide|level|friendly|ready|only|specific|aware|wise"
    r"|bound|style|grade|class|scale|side|size|length|time|term|party|source|world|end|first|up|to|in|out|by|off|on"
    r"|quality|purpose|language|year|day|page|line|user|agent)"
)


def words_are_shared(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """A sentence that shares almost no word with its quotes and their context rephrases something else."""
    known = exhibit.evidence.meanings | exhibit.surroundings.meanings | exhibit.undenied
    # A figure that is quoted is as good as a word.
    figured = sum(quantity.number in exhibit.numbers for quantity in figures(claim.text).quantities)
    words = {word.stem for word in claim.words if word.stem in known or not _is_of_figure(word, claim)}
    shared = sum(word in known for word in words) + figured
    told = len(words) + figured
    # Where some of it is quoted, what any sentence may say tells a quarter.
    light = sum(word not in known and is_light(word) for word in words)
    weighed = told - (1 - _TOLD_BY_LIGHT) * light
    is_telling = any(not is_light(word) for word in words)
    if is_telling and shared < _MIN_SHARED_WORDS * told:
        yield Finding(COVERAGE, Outcome.FAILED, "hardly a word of the sentence is in the quote")
    elif 2 * shared <= weighed:
        yield Finding(COVERAGE, Outcome.UNKNOWN, "at least half of the words of the sentence are not in the quote")
    elif 3 * shared <= 2 * weighed:
        yield Finding("thin", Outcome.UNKNOWN, "at least a third of the words of the sentence are not in the quote")


def new_words(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Words without a counterpart in the quotes, each a doubt; one that stands in the context alone a smaller one."""
    quoted = exhibit.evidence.meanings | exhibit.undenied
    around = exhibit.surroundings.meanings
    seen: set[str] = set()
    for word in claim.words:
        said = claim.text[word.start : word.end]
        if word.stem in quoted or word.stem in seen or _is_of_figure(word, claim):
            continue
        seen.add(word.stem)
        if is_light(word.stem):
            yield _new("light_word", f"“{said}” is not in the quote", word)
        elif word.stem in around:
            yield _new("context_word", f"“{said}” stands beside the quote only", word)
        else:
            yield _new("new_word", f"“{said}” is not in the quote", word)


def _is_of_figure(word: Word, claim: Sentence) -> bool:
    """Whether it is a number, or the unit of one: whether these are quoted is looked at with the figures."""
    said = claim.text[word.start : word.end]
    if any(bound.start() <= word.start < bound.end() for bound in _OF_BOUND.finditer(claim.text)):
        return True
    before = claim.text[max(word.start - _LOOK_BACK, 0) : word.start]
    return is_number_word(said) or (is_unit(said) and bool(COUNTED.search(before)))


# What stands around the number of a version: "from version 3 onwards", "3 or a newer version".
_OF_BOUND = re.compile(
    r"(?:(?:from|since|at least|minimum)\s)?(?:(?:version|release)s?\s)?v?\d[\w.]*"
    r"(?:,?\s(?:or|and)\s(?:an?\s)?(?:newer|later|above|higher|up|upwards|greater|older|earlier|below)"
    r"(?:\s(?:version|release)s?)?|\s(?:onwards?|upwards?))?",
    re.IGNORECASE,
)


def additions_are_short(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Many words in a row that nobody quoted, more so at the end, say something of their own."""
    known = exhibit.evidence.meanings | exhibit.surroundings.meanings
    row: list[Word] = []
    for word in claim.words:
        row = [] if word.stem in known or _is_of_figure(word, claim) else [*row, word]
        told = sum(not is_light(other.stem) for other in row)
        if told >= (_LONG_ROW if word is not claim.words[-1] else _LONG_END):
            said = claim.text[row[0].start : word.end]
            yield _new("addition", f"nothing of “{said}” is in the quote", replace(row[0], end=word.end))
            return


def _new(check: str, detail: str, word: Word) -> Finding:
    return Finding(check, Outcome.UNKNOWN, detail, Span(word.start, word.end))


def items_are_quoted(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """An item of a list of which no word is quoted, among others that are."""
    known = exhibit.evidence.meanings | exhibit.surroundings.meanings
    items = [Sentence(part) for part in _ITEM_END.split(claim.text)]
    items = [item for item in items if item.words]
    if len(items) < _FEWEST_ITEMS:
        return
    for item in items:
        telling = [word for word in item.words if not is_light(word.stem) and not _is_of_figure(word, item)]
        if any(quantity.number in exhibit.numbers for quantity in figures(item.text).quantities):
            continue  # a figure is as good as a word
        if any(is_known(name, exhibit.quoted) for name in _WITH_A_DIGIT.findall(item.text)):
            continue  # so is a name that is none
        if telling and not _FRAME.fullmatch(item.text) and not any(word.stem in known for word in item.words):
            at = claim.text.find(item.text)
            detail = f"nothing of “{item.text}” is in the quote"
            is_added = _ADDED.search(claim.text, max(at - _LONGEST_PHRASE, 0), at + _LONGEST_PHRASE)
            is_item = len(item.words) <= _LONGEST_ITEM and not _ASIDE.match(item.text)
            is_new = is_item and _has_no_counterpart(claim, items, exhibit)
            outcome = Outcome.FAILED if is_added or is_new else Outcome.UNKNOWN
            yield Finding("item", outcome, detail, Span(at, at + len(item.text)))


def _has_no_counterpart(claim: Sentence, items: Sequence[Sentence], exhibit: Exhibit) -> bool:
    """Whether the claim has every item of the quoted list already, so that another one rephrases none of them."""
    text = _IN_BRACKETS.sub(" ", exhibit.evidence.text)
    for line in (*text.split("\n"), text):
        parts = (part for part in _LISTED_END.split(line) if not part.rstrip().endswith(":"))
        listed = [one for part in parts if (one := Sentence(part)).words or _WITH_A_DIGIT.search(part)]
        taken = [one for one in listed if _is_taken_over(one, claim)]
        if len(listed) >= _FEWEST_LISTED and len(taken) == len(listed) < len(items):
            return True
    return False


def _is_taken_over(item: Sentence, claim: Sentence) -> bool:
    """Whether the claim has a word of the item, or a name with a digit in it that no word is."""
    if not claim.meanings.isdisjoint(item.stems):
        return True
    return any(is_known(name, claim.text) for name in _WITH_A_DIGIT.findall(item.text))


def roles_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What a quote says of one thing and of another, the sentence does not say the other way round.

    The sign of an exchange: of two words that the quote ties to different things, each is tied to the other's thing.
    """
    quoted, said = _clauses_of_words(exhibit.evidence), _clauses_of_words(claim)
    pairs = [(word, _counterpart(word, quoted.keys())) for word in said]
    anchors = [(word, other) for word, other in pairs if other]
    joined, parted = set(), set()
    for (one, first), (other, second) in combinations(anchors, 2):
        is_together = bool(said[one] & said[other])
        was_together = bool(quoted[first] & quoted[second])
        if is_together and not was_together:
            joined.add(frozenset((one, other)))
        elif was_together and not is_together:
            parted.add(frozenset((one, other)))
    pivots = [
        word for word, _ in anchors if any(word in pair for pair in joined) and any(word in pair for pair in parted)
    ]
    swapped = [(one, other) for one, other in combinations(pivots, 2) if _is_swapped(one, other, joined, parted)]
    if swapped:
        one, other = swapped[0]
        detail = f"the sentence and the quote tie “{one}” and “{other}” to each other's things"
        yield Finding(ROLES, Outcome.UNKNOWN, detail, claim.place_of(swapped[0]))


def _clauses_of_words(sentence: Sentence) -> dict[str, set[int]]:
    """The numbers of the clauses in which each word stands, in the order of the words."""
    places: dict[str, set[int]] = {word.stem: set() for word in sentence.words}
    for number, clause in enumerate(sentence.clauses):
        for word in clause.words:
            places.setdefault(word.stem, set()).add(number)
    return places


def _counterpart(word: str, quoted: Collection[str]) -> str | None:
    """The word itself where it is quoted, else the first of its synonyms that is."""
    if word in quoted:
        return word
    return min((other for other in synonyms(word) if other in quoted), default=None)


def _is_swapped(one: str, other: str, joined: set[frozenset[str]], parted: set[frozenset[str]]) -> bool:
    """Whether what was tied to the one is tied to the other now, and the other way round."""

    def partners(word: str, pairs: set[frozenset[str]]) -> set[str]:
        return {next(iter(pair - {word})) for pair in pairs if word in pair}

    return (
        bool(partners(one, joined) & partners(other, parted) and partners(other, joined) & partners(one, parted))
        and frozenset((one, other)) not in joined | parted
    )


def contrasts_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """One thing rather than another is not the other rather than the one."""
    for said in _contrasts(claim.text):
        for quoted in _contrasts(exhibit.quoted):
            straight = bool(said[0] & quoted[0]) + bool(said[1] & quoted[1])
            turned = bool(said[0] & quoted[1]) + bool(said[1] & quoted[0])
            if turned > straight:
                detail = "the sentence and the quote prefer different sides"
                yield Finding(ROLES, Outcome.FAILED, detail, claim.place_of(said[0] | said[1]))
                return


def _contrasts(text: str) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    for match in _CONTRAST.finditer(text):
        before = Sentence(text[: match.start()][-_LOOK:]).words[-_WORDS_OF_A_SIDE:]
        behind = Sentence(text[match.end() :][:_LOOK]).words[:_WORDS_OF_A_SIDE]
        yield frozenset(word.stem for word in before), frozenset(word.stem for word in behind)


def modifiers_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """The home directory is not the quoted server directory: another word before the same one."""
    known = exhibit.evidence.meanings | exhibit.surroundings.meanings
    before: dict[str, set[str]] = {}
    names = {word.stem for word in exhibit.evidence.words if _is_name(word, exhibit.evidence.text)}
    for one, other in pairwise(exhibit.evidence.words):
        if "\n" not in exhibit.evidence.text[one.end : other.start]:
            before.setdefault(other.stem, set()).add(one.stem)
    for one, other in pairwise(claim.words):
        is_joined = claim.text[one.end : other.start] in {" ", "-"}
        quoted = before.get(other.stem, set())
        replaced = [word for word in sorted(quoted) if word not in claim.stems and not is_light(word)]
        if is_joined and replaced and one.stem not in known and not is_light(one.stem):
            said = claim.text[one.start : other.end]
            # A name at the beginning of a sentence is told from a word by what the quote has in its place.
            is_name = said[0].isupper() and replaced[0] in names and one.start == 0
            outcome = Outcome.FAILED if is_name else Outcome.UNKNOWN
            detail = f"the quote has “{replaced[0]} …”, not “{said}”"
            yield Finding("modifier", outcome, detail, Span(one.start, other.end))
            return


# What stands before the first word of a sentence, an item, a label or a cell.
_LOOK_BACK = 12
_BEGINS = re.compile(r"(?:[\n\t|.:;!?•]|(?:^|\s)[-*+]|\d[.)])[\s\"'(\[*_`]*$")


def _is_name(word: Word, text: str) -> bool:
    """Whether the word has a capital where none is due: what begins a line has one anyway."""
    begins = word.start == 0 or bool(_BEGINS.search(text, max(word.start - _LOOK_BACK, 0), word.start))
    said = text[word.start : word.end]
    return said[0].isupper() and (not begins or said.casefold() in KNOWN_NAMES)


def order_is_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Two words around the same verb that have changed places, without a passive that turns the verb as well."""
    if bool(_PASSIVE.search(claim.text)) != bool(_PASSIVE.search(exhibit.quoted)):
        return
    said = [word.stem for word in claim.words]
    for clause in exhibit.evidence.clauses:
        quoted = [word.stem for word in clause.words]
        shared = [word for word in dict.fromkeys(said) if word in quoted]
        if len(shared) >= _FEWEST_ORDERED:
            places = [quoted.index(word) for word in shared]
            turned = sum(one > other for one, other in combinations(places, 2))
            if turned * 2 > len(shared) * (len(shared) - 1) / 2:
                detail = f"the words of “{clause.text}” stand in another order"
                yield Finding("order", Outcome.UNKNOWN, detail, claim.place_of(shared))
                return


# What is like a thing is of its style.
_LIKENED = re.compile(r"(\w+-)(?:like|style|styled|type|ish|esque)", re.IGNORECASE)


def identifiers_are_quoted(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Of names that are made alike (pkg-one, pkg-two; --dry-run, --dry-add), the claim has the quoted one."""
    grounds = exhibit.everything
    quoted = set(_COMPOUND.findall(exhibit.quoted))
    for match in _COMPOUND.finditer(claim.text):
        name = match.group()
        likened = _LIKENED.fullmatch(name)
        if likened and any(other.casefold().startswith(likened[1].casefold()) for other in quoted):
            continue
        if is_named(name.strip("-./"), grounds) or name in quoted:
            continue
        stems = _pieces(name)
        alike = [other for other in sorted(quoted) if other not in claim.text and _is_alike(stems, other)]
        if _OF_WORDS.fullmatch(name) and all(map(_OF_WORDS.fullmatch, alike)):
            continue
        if alike:
            detail = f"the sentence says “{name}” where the quote has “{alike[0]}”"
            yield Finding("names", Outcome.FAILED, detail, Span(*match.span()))


def _pieces(name: str) -> list[str]:
    return [stem(part) for part in re.split(r"[-_./]+", name.strip("-./"))]


def _is_alike(stems: list[str], other: str) -> bool:
    others = _pieces(other)
    if len(stems) != len(others) or set(stems).isdisjoint(others):
        return False
    return not all(map(_is_one_word, stems, others))


def _is_one_word(one: str, other: str) -> bool:
    """A checker checks."""
    short, long = sorted((one, other), key=len)
    return one == other or (len(short) >= _SHORTEST_ROOT and long.isalpha() and long.startswith(short))


def subject_is_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """A quote about something else that it names first is none about the artifact."""
    own = place_of_any(exhibit.own.split("\n"), claim)
    if own is None:
        return
    for line in exhibit.quoted.split("\n"):
        match = _PROPER.match(line)
        name = match.group(1).strip() if match else ""
        if name and sum(map(str.isupper, name)) > 1 and not is_named(name, f"{claim.text}\n{exhibit.own}"):
            yield Finding("subject", Outcome.UNKNOWN, f"the quote speaks of “{name}”, the sentence does not", own)
            return


def language_is_known(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What is rephrased in, or from, a language without rules is never verified by rule; its own words need none."""
    if claim.text in exhibit.quoted.replace("\n", " "):
        return
    language, quoted = language_of(claim.text), language_of(" ".join(exhibit.quotes))
    if language and quoted and language != quoted:
        detail = f"the sentence is in “{language}”, its quote in “{quoted}”"
        yield Finding(LANGUAGE, Outcome.FAILED, detail)
    elif (language or quoted) not in {None, ENGLISH}:
        detail = f"no rules ship for “{language or quoted}”: an editor must read it"
        yield Finding(LANGUAGE, Outcome.FAILED, detail)
