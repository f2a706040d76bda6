"""D14: clauses of a page held against the sentences of its source that are most like them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from heapq import nlargest
from itertools import islice

from decompose.domain.audit.acts import Act, acts, excludes
from decompose.domain.audit.contradictions import excluded
from decompose.domain.audit.defect import Defect
from decompose.domain.audit.likeness import meanings, shared
from decompose.domain.audit.measures import Counted, counted, measured_twice, two_limits
from decompose.domain.audit.only import one_of_a_list, only_and_others
from decompose.domain.audit.sheet import VS_ALTERNATIVES, Statement
from decompose.domain.audit.told import Told
from decompose.domain.audit.words import RIVALS, blanked, clauses, sentences, stand_together, stems
from decompose.domain.claim_check.words import Sentence, is_light

_MOST_ALIKE = 8
_MOST_PARTS = 40  # of a line
_FEWEST_SHARED = 2
# The clause is about others than the artifact.
_OF_OTHERS = re.compile(
    r"^\W*(?:which|where|whose|who|whereas|others?|unlike|so that)\b|\b(?:others?|alternatives|competitors|rivals)\b",
    re.IGNORECASE,
)


def against_source(statement: Statement, source: Sequence[Told], names: tuple[str, ...]) -> Iterator[Defect]:
    """The clauses of a line that a sentence of the source excludes, each once."""
    is_compared = statement.field == VS_ALTERNATIVES
    told = blanked(statement.text, RIVALS)
    for start, sentence in islice(sentences(told), 0 if is_compared else _MOST_PARTS):
        yield from _measured_otherwise(statement, start, sentence, source, names)
        yield from _told_of_plans(statement, start, sentence, source)
    for start, clause in islice(clauses(told), _MOST_PARTS):
        if is_compared and _OF_OTHERS.search(clause):
            continue
        about = meanings(clause)
        near = [(len(about & one.meanings), -at) for at, one in enumerate(source)]
        for common, at in nlargest(_MOST_ALIKE, near):
            one = source[-at]
            why = _excludes(clause, one, names) if common >= _FEWEST_SHARED else common and _exception(clause, one)
            if why:
                quote = statement.text[start : start + len(clause)]
                yield statement.defect("D14", quote, f"the source says “{one.text[:200]}”: {why}")
                break


def _excludes(clause: str, one: Told, names: tuple[str, ...]) -> str | None:
    if one.is_past or one.of or one.is_planned:
        return _status(clause, one)
    return (
        _is_a_limit(clause, one)
        or _status(clause, one)
        or _done_and_not(clause, one.text)
        or _exception(clause, one)
        or _all_and_some(clause, one.text)
        or _only(clause, one.text)
        or _other_number(clause, one.text, names)
        or next((why for _, part in clauses(one.text) if (why := excluded(clause, part, names))), None)
    )


# -- what stands under "what it does not do" ---------------------------------------------------------------

_MOST_OF = 0.75
_LONGEST_ITEM = 14
_DENIED = re.compile(r"\b(?:not|no|never|nor|cannot|without|fails?|unless|except|only)\b|n't\b", re.IGNORECASE)


def _is_a_limit(clause: str, one: Told) -> str | None:
    """An item of what the artifact does not do, asserted."""
    words = meanings(one.text)
    if not one.is_limit or len(one.text.split()) > _LONGEST_ITEM or _DENIED.search(clause + one.text):
        return None
    common = shared(words, meanings(clause))
    return "it stands there as what is not done" if len(common) >= max(_FEWEST_SHARED, _MOST_OF * len(words)) else None


# -- planned, or gone --------------------------------------------------------------------------------------

_NOT_NOW = re.compile(
    r"\b(?:planned|not yet|upcoming|removed|taken out|dropped|discontinued|deprecated|retired|no longer|"
    r"abandoned|experimental|"
    r"(?:in|still) (?:alpha|beta|preview)|untested|not been tested|under development|obsolete|withdrawn|shut down)\b",
    re.IGNORECASE,
)
_ENDED = re.compile(r"\b(?:removed|taken out|dropped|discontinued|no longer|abandoned|withdrawn)\b", re.IGNORECASE)


def tells_of_an_end(one: Told) -> bool:
    """Whether it tells that something is no longer there, of whatever version it had been."""
    return _ENDED.search(one.text) is not None


_OTHER_TIME = re.compile(
    r"\b(?:gone|to come|coming|will|once|used to|formerly|previous(?:ly)?|older|earlier|soon|later)\b", re.IGNORECASE
)
_MUCH = 0.6


_QUALITY = re.compile(r"(?:removed|dropped|abandoned|discontinued|retired|withdrawn) [a-z]", re.IGNORECASE)
_STATED = re.compile(r"\b(?:is|are|was|were|been|be|gets?|got|now) $", re.IGNORECASE)
_GOES_ON = re.compile(r" (?:in|from|with|since|for|by|as|and|at|on|until|before|after|again|to)\b", re.IGNORECASE)


def _is_said_of_it(text: str, state: re.Match[str]) -> bool:
    """“Dropped streams” are no streams that were given up: before a noun the word only tells which are meant."""
    behind = text[state.end() :]
    is_before_noun = bool(_QUALITY.match(state.group() + behind[:2])) and not _GOES_ON.match(behind)
    return not is_before_noun or bool(_STATED.search(text[: state.start()]))


def _status(clause: str, one: Told) -> str | None:
    """What the source has only planned, or has taken away, told as if it were there."""
    state = next((found for found in _NOT_NOW.finditer(one.text) if _is_said_of_it(one.text, found)), None)
    is_row = "\t" in one.text
    if one.is_planned and not _DENIED.search(clause) and not _OTHER_TIME.search(clause):
        return _planned(clause, one)
    if state is None or is_row or _NOT_NOW.search(clause) or _DENIED.search(clause) or _OTHER_TIME.search(clause):
        return None
    mine = frozenset(word for word in meanings(clause) if not is_light(word))
    mine = mine if len(mine) >= _FEWEST_SHARED else meanings(clause)
    near = [part for _, part in clauses(one.text) if _NOT_NOW.search(part)]
    common = max(len(shared(mine, meanings(part))) for part in (*near, one.text if len(near) == 1 else ""))
    gone = _GONE.match(one.text)
    thing = meanings(gone["thing"]) if gone else frozenset[str]()
    if len(thing) >= _FEWEST_SHARED and len(shared(thing, mine)) == len(thing):
        return f"there it is “{state.group()}”"
    return f"there it is “{state.group()}”" if common >= max(_FEWEST_SHARED, _MUCH * len(mine)) else None


_GONE = re.compile(
    r"^\W*(?:(?:The|Our|An?) )?(?:(?:former|old|previous|built-in) )?(?P<thing>[\w-]+(?: [\w-]+){1,3}) "
    r"(?:has|have|was|were|is|are)(?: been)? (?:removed|dropped|taken out|discontinued|retired|withdrawn|abandoned)\b",
    re.IGNORECASE,
)
_LONGEST_PLAN = 10  # words


def _planned(clause: str, one: Told) -> str | None:
    """An item of what is planned, told as if it were there: all of its words, or of a long one most."""
    words = frozenset(word for word in meanings(one.text) if not is_light(word) and not word[0].isdigit())
    common = len(shared(words, meanings(clause)))
    is_told = common >= max(_FEWEST_SHARED, _MOST_OF * len(words)) and len(one.text.split()) <= _LONGEST_PLAN
    is_told = is_told and stand_together(stems(one.text) & stems(clause), clause)
    return "there it is only planned" if is_told else None


def _told_of_plans(statement: Statement, start: int, sentence: str, source: Sequence[Told]) -> Iterator[Defect]:
    """Whole sentences: what is planned may be told over a comma."""
    if _DENIED.search(sentence) or _OTHER_TIME.search(sentence) or _NOT_NOW.search(sentence):
        return
    for one in source:
        why = _planned(sentence, one) if one.is_planned else None
        if why:
            quote = statement.text[start : start + len(sentence)]
            yield statement.defect("D14", quote, f"the source says “{one.text[:200]}”: {why}")
            return


# -- done, and not done ------------------------------------------------------------------------------------


_OF_A_PART = re.compile(r"\b(?:its|their)\b", re.IGNORECASE)


def _done_and_not(clause: str, said: str) -> str | None:
    # What is not done to a thing's own parts may be done to those of others.
    if _OF_A_PART.search(said):
        return None
    for mine in acts(clause):
        for its in acts(said):
            if _is_excluded(mine, its):
                return "one denies what the other says is done"
    return None


def _is_excluded(mine: Act, its: Act) -> bool:
    # A document describes many things: what is denied without an object there is denied of one of them.
    has_objects = bool(mine.objects) and bool(its.objects)
    return has_objects and (excludes(mine, its, is_one_record=True) or excludes(its, mine, is_one_record=True))


# -- without exception, and with one -----------------------------------------------------------------------

_EXCEPTION = re.compile(
    r"\b(?:apart from|except(?:ing)?(?: for)?|with the exception of|other than|save for|aside from|but not|"
    r"excluding|with (?:one|two|three|a few|some) exceptions?|not all|"
    r"not every)\b",
    re.IGNORECASE,
)
_WHOLLY = re.compile(
    r"\b(?:all|every|each|any|always|(?:the )?same|identical|unchanged|without (?:any )?(?:changes?|exceptions?|"
    r"limits?|restrictions?)|"
    r"no changes?|whole|entire(?:ly)?|complete(?:ly)?|full(?:y)?|everything|nothing)\b",
    re.IGNORECASE,
)


def _exception(clause: str, one: Told) -> str | None:
    """The source makes an exception, and the page none."""
    if _EXCEPTION.search(clause) or not _WHOLLY.search(clause):
        return None
    exception = _EXCEPTION.search(one.text)
    if exception is None:
        return None
    mine, rule = meanings(clause), meanings(one.text[: exception.start()])
    wholly = [{word.casefold() for word in _WHOLLY.findall(text)} for text in (clause, one.text[: exception.start()])]
    common = len(shared(mine, one.meanings)) + len(wholly[0] & wholly[1])
    is_same = common >= _FEWEST_SHARED and bool(shared(rule, mine) or wholly[0] & wholly[1])
    return "the source makes an exception" if is_same else None


_ALL = re.compile(
    r"\b(?:all|every|each|any|always|everything|100 ?(?:%|per ?cent) of)\b(?: of)?(?: (?:the|its|their))?",
    re.IGNORECASE,
)
_SOME = re.compile(
    r"\b(?:some|most|many|half|part|a (?:few|third|quarter|fifth|tenth|part|subset|sample|selection) of|"
    r"not (?:all|every|always)|"
    r"only (?:some|a few|part)|(?:[1-9]?\d(?:\.\d+)?) ?(?:%|per ?cent) of|sometimes|usually|"
    r"often)\b(?: of)?(?: (?:the|its|their))?",
    re.IGNORECASE,
)
_NOUNS = re.compile(r"^(?: [a-z][\w-]*){1,3}")


def _all_and_some(clause: str, said: str) -> str | None:
    """Every one of a thing, and some of it."""
    for one, other in ((clause, said), (said, clause)):
        for whole in _ALL.finditer(one):
            for part in _SOME.finditer(other):
                nouns = [_NOUNS.match(text[found.end() :]) for text, found in ((one, whole), (other, part))]
                if all(nouns):
                    first, second = (meanings(noun.group()) for noun in nouns if noun)
                    rest = meanings(one) & meanings(other)
                    if shared(first, second) and len(rest) > _FEWEST_SHARED:
                        return f"“{whole.group()}” and “{part.group()}” exclude each other"
    return None


def _only(clause: str, said: str) -> str | None:
    found = only_and_others(clause, said) or only_and_others(said, clause) or one_of_a_list(said, clause)
    return f"“{found[0]}” and “{found[1]}” exclude each other" if found else None


# -- numbers -----------------------------------------------------------------------------------------------


def _other_number(clause: str, said: str, names: tuple[str, ...]) -> str | None:
    mine = counted(clause, names)
    for _, part in clauses(said) if mine and _is_of_its_subject(mine.about, said) else ():
        its = counted(part, names)
        is_open = mine and its and not _shares_a_number(mine, its)
        if mine and its and is_open and (two_limits(mine, its) or measured_twice(mine, its, is_one_record=True)):
            return "another number for the same"
    return None


def _measured_otherwise(
    statement: Statement, start: int, sentence: str, source: Sequence[Told], names: tuple[str, ...]
) -> Iterator[Defect]:
    """Whole sentences: what is measured may stand in another clause than the number."""
    mine = counted(sentence, names)
    if mine is None or any(_agrees(mine, its) for one in source if (its := counted(one.text, names))):
        return
    for one in source:
        is_near = len(mine.about & one.meanings) > _FEWEST_SHARED and not one.is_past and not one.of
        its = counted(one.text, names) if is_near and _is_of_its_subject(mine.about, one.text) else None
        if its and not _shares_a_number(mine, its) and measured_twice(mine, its):
            quote = statement.text[start : start + len(sentence)]
            yield statement.defect("D14", quote, f"the source says “{one.text[:200]}”: another number for the same")
            return


def _shares_a_number(mine: Counted, its: Counted) -> bool:
    """Whether one of the source's numbers is in the line too: the others are then of other things."""
    return bool({m.quantity.number for m in mine.measures} & {m.quantity.number for m in its.measures})


def _is_of_its_subject(about: frozenset[str], said: str) -> bool:
    """Whether a sentence of the source is about what the line speaks of: its first word that carries anything tells."""
    first = next((word.stem for word in Sentence.of(said).words if not is_light(word.stem)), "")
    return bool(shared(frozenset({first}), about)) or not first


def _agrees(mine: Counted, its: Counted) -> bool:
    """Whether the source states every number of the sentence somewhere."""
    stated = {(m.quantity.number, m.quantity.unit) for m in its.measures}
    return bool(mine.measures) and all((m.quantity.number, m.quantity.unit) in stated for m in mine.measures)
