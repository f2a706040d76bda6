"""D11: sentences of one artifact that cannot both hold. What is told of rivals is left out on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from decompose.domain.audit.acts import acts, excludes
from decompose.domain.audit.contraries import contraries, sayings
from decompose.domain.audit.defect import Defect
from decompose.domain.audit.likeness import meanings, shared
from decompose.domain.audit.only import only_and_others
from decompose.domain.audit.sheet import DESCRIPTION, UNIQUE, VS_ALTERNATIVES, SheetSide, Statement
from decompose.domain.audit.words import DENIED, RIVALS, Word, blanked, clauses, words_of
from decompose.domain.claim_check.words import exclusive
from decompose.domain.contradiction import Statement as Told
from decompose.domain.contradiction import contradiction

_MOST_DENIALS = 200


def contradiction_defects(side: SheetSide) -> Iterator[Defect]:
    """What the records of one side say against each other."""
    yield from _denied_and_said(side)
    yield from _opposites(side)
    yield from _documented_and_not(side)
    yield from _removed_and_kept(side)
    yield from _less_and_wholly(side)
    yield from _done_and_not(side)
    yield from _exchanged(side)
    yield from _only_and_others(side)
    yield from _contrary(side)


# -- what one sentence denies and another says -------------------------------------------------------------

_PIECES = re.compile(r",? (?:or|and|nor) ")
_LEAD_VERB = re.compile(
    r"^\s*(?:(?:by|on|for|to|an?|the|any|its|using|requiring|require[sd]?|needing|needs?|relying on|"
    r"rely on|relies on|having|"
    r"introducing|adding|training|support(?:s|ing)?|use[sd]?|provide[sd]?|offers?|with|via|through|"
    # What is not there as a separate thing is not there: the word that says so says nothing of the thing itself.
    r"separate|separately|additional|explicit|extra|dedicated|complex|specific|external|own|"
    r"standalone|other|being|added) )+",
    re.IGNORECASE,
)
_PHRASE_ENDS = frozenset(
    "with in for to from that which by at between during through via as when while is are was on of than into using "
    "where who because if since per bolted added based".split()
)
_LONGEST_PHRASE = 4
_TIMES = re.compile(r"\s*(?:[\w-]+ )?times\b", re.IGNORECASE)
_SINGLE = re.compile(
    r"\b(?:requires|needs|requiring|needing|uses|supports|provides|offers|includes|relies on|"
    r"depends on)(?: (?:a|an|the|its))? $",
    re.IGNORECASE,
)
_SHORTEST_SINGLE = 5


@dataclass(frozen=True, slots=True)
class _Denied:
    statement: Statement
    quote: str
    stems: tuple[str, ...]
    head: str


def _denied_and_said(side: SheetSide) -> Iterator[Defect]:
    denials = [denied for statement in side.of(DESCRIPTION, UNIQUE) for denied in _denials(statement)][:_MOST_DENIALS]
    said = [(statement, _said_words(statement)) for statement in side.of(DESCRIPTION, UNIQUE)] if denials else []
    for denied in denials:
        for statement, words in said:
            is_far = len(denied.stems) == 1 and statement.record != denied.statement.record
            place = None if is_far else _place(denied, statement, words)
            if place:
                quote = statement.text[place[0] : place[1]]
                yield denied.statement.defect("D11", denied.quote, f"line {statement.line} says “{quote}”")
                yield statement.defect("D11", quote, f"line {denied.statement.line} says “{denied.quote}”")


_WHICH = re.compile(r"\b(?:that|which|who) (?:ha[sd]|have) $", re.IGNORECASE)
_REACH = 20


def _denials(statement: Statement) -> Iterator[_Denied]:
    for match in DENIED.finditer(statement.text):
        # "A machine that has no card" tells which machine.
        if _WHICH.search(statement.text[: match.start()][-_REACH:]):
            continue
        at = match.start("scope")
        for start, end in _pieces(match["scope"]):
            phrase = _phrase(match["scope"][start:end])
            if phrase:
                quote = statement.text[match.start() : at + end]
                yield _Denied(statement, quote, *phrase)


def _pieces(scope: str) -> Iterator[tuple[int, int]]:
    start = 0
    for cut in _PIECES.finditer(scope):
        yield start, cut.start()
        start = cut.end()
    yield start, len(scope)


def _phrase(piece: str) -> tuple[tuple[str, ...], str] | None:
    """The thing that is denied, as stems, and its last word; None where no thing can be told."""
    lead = _LEAD_VERB.match(piece)
    rest = piece[lead.end() :] if lead else piece
    found: list[str] = []
    last = ""
    for match in re.finditer(r"[\w-]+", rest):
        if match.group().casefold() in _PHRASE_ENDS:
            break
        found += [word.stem for word in words_of(match.group()) if word.stem]
        last = match.group()
    if _TIMES.match(rest):
        return None
    is_thing = 1 < len(found) <= _LONGEST_PHRASE or (len(found) == 1 and len(last) >= _SHORTEST_SINGLE)
    return (tuple(found), last.rsplit("-", 1)[-1]) if is_thing else None


def _said_words(statement: Statement) -> list[Word]:
    return words_of(blanked(statement.text, DENIED, RIVALS))


def _place(denied: _Denied, statement: Statement, words: Sequence[Word]) -> tuple[int, int] | None:
    """Where the denied words stand side by side; a single one only where it is said outright."""
    size = len(denied.stems)
    for index, word in enumerate(words):
        if word.stem != denied.stems[0]:
            continue
        window = words[index : index + size]
        text = statement.text[word.start : window[-1].end]
        if tuple(found.stem for found in window) != denied.stems or re.search(r"[.;,:()]", text):
            continue
        is_noun = _singular(statement.text[window[-1].start : window[-1].end]) == _singular(denied.head)
        behind = statement.text[window[-1].end : window[-1].end + 1]
        if is_noun and behind != "-" and (size > 1 or _SINGLE.search(statement.text[: word.start][-80:])):
            return word.start, window[-1].end
    return None


def _singular(word: str) -> str:
    return word.casefold().removesuffix("s")


# -- opposites ---------------------------------------------------------------------------------------------

_OPPOSITES = tuple(
    (re.compile(one, re.IGNORECASE), re.compile(other, re.IGNORECASE), only_here)
    for one, other, only_here in (
        (
            r"\b(?:frozen|freez(?:es?|ing))\b(?: [\w/-]+){0,3}|\bweights fixed\b",
            (
                r"\b(?:trained|training|learned|optimi[sz]ed|fine-tuned) end[- ]to[- ]end\b|"
                r"\bend[- ]to[- ]end (?:training|trained)\b"
                r"|\ball (?:parameters|weights) are (?:trained|updated)\b"
            ),
            True,
        ),
        (
            (
                r"\b(?:separate|independent|distinct) (?:[\w-]+ ){0,4}(?:pathways?|encoders?|models?|"
                r"pipelines?|networks?|branch(?:es)?|"
                r"towers?|process(?:es)?|services?|indexes|indices|databases?|stores?|queues?)\b"
            ),
            (
                r"\b(?:unified|single|one shared|common) (?:[\w.-]+ ){0,4}(?:pathway|encoder|backbone|"
                r"model|pipeline|network|branch|tower|"
                r"process|service|index|database|store|queue|architecture)\b"
            ),
            True,
        ),
        (
            r"\bstateless\b",
            r"\bstateful\b|\b(?:keeps|maintains|stores|remembers) (?:[\w-]+ ){0,3}(?:state|sessions?|history)\b",
            False,
        ),
        (
            (
                r"\b(?:fully |entirely |works |runs )?offline\b(?! (?:mode|use))"
                r"|\bno (?:network|internet)(?: connection| access)?\b"
                r"|\b(?:nothing|no [\w-]+|never) (?:[\w-]+ )?leaves? (?:the|your|its|a) [\w-]+"
                r"|\bwithout (?:an? |any )?(?:network|internet)(?: connection| access)?\b|\bair-gapped\b"
            ),
            (
                r"\b(?:requires|needs) (?:an? )?(?:[\w-]+ ){0,2}(?:internet|network|online) ?(?:connection|access)?\b"
                r"|\b(?:sends|uploads|transmits|posts|hands|sent|uploaded|transmitted|"
                r"posted) (?:[\w-]+ ){0,6}to (?:the|a|an|its|"
                r"our) (?:[\w-]+ ){0,2}(?:cloud|remote|servers?|services?|provider|vendor|makers?|APIs?)\b"
                r"|\b(?:calls|contacts|queries|asks) (?:the|a|an|its) (?:[\w-]+ ){0,2}(?:cloud|remote|hosted)\b"
            ),
            False,
        ),
        (r"\bread-only\b", r"\b(?:writes to|deletes|overwrites|inserts|updates) (?:the |its |any )?[\w-]+", True),
        (r"\bdeterministic(?:ally)?\b", r"\b(?:non-?deterministic|random(?:ly|ised|ized)?|stochastic)\b", True),
        (r"\bsynchronous(?:ly)?\b", r"\basynchronous(?:ly)?\b", True),
        (r"\bopen[- ]source\b", r"\bclosed[- ]source\b|\bproprietary (?:licen[sc]e|code)\b", False),
        (r"\bimmutable\b", r"\bmutable\b|\bedit(?:s|ed)? in place\b|\boverwritten in place\b", True),
        (r"\bexact(?:ly)? (?:search|neighbou?rs|match\w*)|\bexhaustive(?:ly)?\b", r"\bapproximat(?:e|ely|ion)\b", True),
        (r"\bstrong(?:ly)? consisten\w+", r"\beventual(?:ly)? consisten\w+", False),
        (
            r"\b(?:on|enabled|active|switched on|turned on) by default\b",
            r"\b(?:off|disabled|inactive|switched off|turned off) by default\b",
            True,
        ),
        (
            (
                r"\b(?:reproducible|repeatable|deterministic)\b|\balways [\w-]+ (?:[\w-]+ )?the same\b"
                r"|\b(?:exactly|always|byte[- ]for[- ]byte) (?:the same|identical)\b"
            ),
            (
                r"\b(?:var(?:y|ies)|differs?|chang(?:e|es)) (?:[\w-]+ )?(?:from|between) (?:one )?(?:run|call|time|"
                r"day|attempt|start)s?\b"
                r"|\bnon-?deterministic\b|\bat random\b"
            ),
            True,
        ),
        (
            (
                r"\b(?:written|collected|made|labelled|composed|answered) (?:entirely |only |all )?by (?:people|"
                r"humans|hand|experts)\b"
                r"|\bhuman-written\b|\bno (?:synthetic|generated) [\w-]+"
            ),
            (
                r"\b(?:generated|written|produced|made) (?:[\w-]+ )?by (?:an? |the )?(?:[\w-]+ )?models?\b"
                r"|\b(?:synthetic|machine-generated)\b"
            ),
            True,
        ),
        (r"\bautomatic(?:ally)?\b", r"\bby hand\b|\bmanually\b", True),
        (r"\bunlimited\b", r"\b(?:limited to|at most|up to|a maximum of) \d[\w,]*", True),
        (
            r"\bin memory only\b|\bnothing is (?:stored|kept|written)\b",
            r"\b(?:stores|writes|persists|saves) (?:[\w-]+ ){0,4}(?:to|on) disk\b",
            True,
        ),
    )
)


def _opposites(side: SheetSide) -> Iterator[Defect]:
    """Two things that exclude each other, said in one record (or anywhere, where they are of the whole artifact)."""
    fields = (DESCRIPTION, UNIQUE)
    bare = [(statement, blanked(statement.text, DENIED, RIVALS)) for statement in side.of(*fields)]
    for one, other, is_of_one_record in _OPPOSITES:
        ones = [(statement, match) for statement, text in bare for match in one.finditer(text)]
        others = [(statement, match) for statement, text in bare for match in other.finditer(text)]
        for here, first in ones[:_MOST_DENIALS]:
            for there, second in others[:_MOST_DENIALS]:
                if is_of_one_record and here.record != there.record:
                    continue
                yield there.defect("D11", second.group(), f"line {here.line} says “{first.group()}”")
                yield here.defect("D11", first.group(), f"line {there.line} says “{second.group()}”")


# -- documented, and not -----------------------------------------------------------------------------------

_DOCUMENTED = re.compile(
    r"\b(?:documented|published|reported|disclosed|detailed|listed)\b[^.;]{0,120}?\b(?:though|"
    r"although|but|however|yet)\b[^.;]{0,80}?"
    r"\b(?:not|never|n't) (?:[a-z]+ ){0,2}(?:documented|published|reported|disclosed|detailed|listed|"
    r"available|given|stated)\b",
    re.IGNORECASE,
)


def _documented_and_not(side: SheetSide) -> Iterator[Defect]:
    for statement in side.statements:
        for match in _DOCUMENTED.finditer(statement.text):
            yield statement.defect("D11", match.group(), "the sentence takes back what it says")


# -- removed, and kept -------------------------------------------------------------------------------------

_PERSONAL = (
    r"(?:e-?mail(?: address(?:es)?)?|author(?:s|ship)?(?: (?:info(?:rmation)?|names?|details|metadata))?|user ?names?|"
    r"personal(?:ly identifiable)? (?:data|information|details)|phone numbers?|contributor(?:s| names?| info\w*)|"
    r"(?:crew|customer|user|people's|person's|full|real) (?:names?|identit(?:y|ies))|identit(?:y|ies)|pii)"
)
_REMOVES = re.compile(
    r"\b(?:removes?|redacts?|strips?|masks?|deletes?|anonymi[sz]es?|scrubs?|scans?)\b[^.;]{0,160}\b"
    + _PERSONAL
    + r"\b",
    re.IGNORECASE,
)
_KEEPS = re.compile(
    r"\b(?:preserv|retain|keep|kept|stor|expos|publish|maintain|includ)\w*\b[^.;]{0,80}?\b" + _PERSONAL + r"\b",
    re.IGNORECASE,
)
_TAKES_AWAY = re.compile(r"\b(?:remov|redact|strip|mask|delet|anonymi|scrub)\w*", re.IGNORECASE)


def _removed_and_kept(side: SheetSide) -> Iterator[Defect]:
    """Personal data that one record takes out and another one keeps."""
    bare = [(statement, blanked(statement.text, DENIED, RIVALS)) for statement in side.of(DESCRIPTION, UNIQUE)]
    removed = [
        (statement, match) for statement, text in bare for match in _REMOVES.finditer(text) if _TAKES_AWAY.search(text)
    ]
    kept = [
        (statement, match)
        for statement, text in bare
        for match in _KEEPS.finditer(text)
        if not _TAKES_AWAY.search(match.group())
    ]
    for here, first in removed[:20]:
        for there, second in kept[:20]:
            if here.record != there.record:
                yield there.defect("D11", second.group(), f"line {here.line} takes such data out: “{first.group()}”")
                yield here.defect("D11", first.group(), f"line {there.line} keeps such data: “{second.group()}”")


# -- less so, and wholly so --------------------------------------------------------------------------------

_LESS = re.compile(r"\bless ([a-z]{5,20})\b(?=[^.;]{0,120})", re.IGNORECASE)


def _less_and_wholly(side: SheetSide) -> Iterator[Defect]:
    """A record that is wholly so in its description ("exactly equal") and less so against others ("less exact")."""
    for record in side.records:
        for statement in (found for found in record if found.field == VS_ALTERNATIVES):
            for match in _LESS.finditer(statement.text):
                wholly = re.compile(
                    rf"\b{re.escape(match[1])}(?:ally|ly) (?:identical|equal|equivalent|same|correct|"
                    rf"exact|complete|perfect)\w*"
                    r"(?: [\w-]+)?",
                    re.IGNORECASE,
                )
                for other in record:
                    found = wholly.search(other.text) if other is not statement else None
                    if found:
                        yield statement.defect("D11", match.group(), f"line {other.line} says “{found.group()}”")
                        yield other.defect("D11", found.group(), f"line {statement.line} says “{match.group()}”")


# -- done, and not done ------------------------------------------------------------------------------------


def _done_and_not(side: SheetSide) -> Iterator[Defect]:
    """What one clause says is not done to a thing, and another does to it."""
    told = [(statement, act) for statement in side.of(DESCRIPTION, UNIQUE) for act in acts(statement.text)]
    denials = [(statement, act) for statement, act in told if act.is_denied][:_MOST_DENIALS]
    for here, denied in denials:
        for there, done in told:
            is_same_clause = here.line == there.line and denied.start == done.start
            if not is_same_clause and excludes(denied, done, is_one_record=here.record == there.record):
                no, yes = here.text[denied.start : denied.end], there.text[done.start : done.end]
                yield here.defect("D11", no, f"line {there.line} says “{yes.strip()}”")
                yield there.defect("D11", yes, f"line {here.line} says “{no.strip()}”")


# -- one word for its opposite -----------------------------------------------------------------------------

_FEWEST_SHARED, _LEAST_SHARE = 3, 0.5
_MOST_CLAUSES = 60  # of a record


def _exchanged(side: SheetSide) -> Iterator[Defect]:
    """Two clauses of one record that say the same but for a word, where the words exclude each other."""
    names = (side.name, side.short_name)
    for record in side.records:
        placed = [
            (statement, clause.strip())
            for statement in record
            if statement.field in {DESCRIPTION, UNIQUE}
            for _, clause in clauses(blanked(statement.text, RIVALS))
        ][:_MOST_CLAUSES]
        for number, (here, one) in enumerate(placed):
            for there, other in placed[number + 1 :]:
                why = None if here is there else excluded(one, other, names)
                if why:
                    yield here.defect("D11", one, f"line {there.line} says “{other}”: {why}")
                    yield there.defect("D11", other, f"line {here.line} says “{one}”: {why}")


@lru_cache(maxsize=8192)
def _told(text: str, names: tuple[str, ...]) -> Told:
    return Told.of(text, names)


def excluded(one: str, other: str, names: tuple[str, ...]) -> str | None:
    """Why two clauses about one thing cannot both hold, in words for an editor; None where they can."""
    mine, its = meanings(one), meanings(other)
    near = min(len(shared(mine, its)), len(shared(its, mine)))
    if near < _FEWEST_SHARED - 1:
        return None
    if near >= _FEWEST_SHARED and near >= _LEAST_SHARE * max(len(mine), len(its)):
        for word in sorted(mine - its):
            for opposite in sorted(exclusive(word) & (its - mine)):
                if not exclusive(word) & mine and not exclusive(opposite) & its:
                    return f"“{word}” and “{opposite}” exclude each other"
    why = contradiction(_told(one, names), _told(other, names))
    # Numbers are another code's.
    return None if why is None or why.startswith("it says") else why


# -- only this, and others ---------------------------------------------------------------------------------


def _only_and_others(side: SheetSide) -> Iterator[Defect]:
    """Nothing but one licence (language, format) in one line, and those under another in another."""
    told = side.of(DESCRIPTION, UNIQUE)
    for here in told:
        for there in told:
            found = only_and_others(here.text, there.text) if here is not there else None
            if found:
                yield here.defect("D11", found[0], f"line {there.line} says “{found[1]}”")
                yield there.defect("D11", found[1], f"line {here.line} says “{found[0]}”")


# -- contrary phrases --------------------------------------------------------------------------------------


def _contrary(side: SheetSide) -> Iterator[Defect]:
    """One property of one thing, in phrases that exclude each other."""
    told = [(statement, sayings(statement.text)) for statement in side.of(DESCRIPTION, UNIQUE)]
    for (here, here_said), (there, there_said) in combinations(told, 2):
        for one, other in contraries(here_said, there_said):
            yield here.defect("D11", _said(here, one), f"line {there.line} says “{_said(there, other)}”")
            yield there.defect("D11", _said(there, other), f"line {here.line} says “{_said(here, one)}”")


def _said(statement: Statement, blanked_words: str) -> str:
    """The words of the line from which what is said of rivals was left out."""
    at = blanked(statement.text, RIVALS).find(blanked_words)
    return statement.text[at : at + len(blanked_words)]
