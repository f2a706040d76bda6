"""What a quote permits, spares or leaves out, a claim does not forbid, demand or tell as done."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from decompose.domain.claim_check.denials import (
    DENIAL,
    KEEPS_DENIAL,
    MAY_KEEP_DENIAL,
    NEGATION,
    NO_DENIAL,
    clauses_of,
    turns,
)
from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.same_end import is_affirmed_to_the_same_end
from decompose.domain.claim_check.words import (
    Sentence,
    excludes_outright,
    exclusive,
    is_light,
    negated,
    stem,
    whole_words,
)
from decompose.domain.document import Span
from decompose.domain.examination import Finding, Outcome

_FEWEST_SHARED = 2
_WORDS_SPARED, _LOOK_BACK = 4, 60

_FORBIDS = whole_words(
    r"(?:may|can|could|must|should) not|cannot|can't|mustn't|(?:is|are) (?:not allowed|not permitted|forbidden"
    r"|barred)"
    r"|nobody (?:may|can)|no one (?:may|can)"
)
_PERMITS = whole_words(
    r"(?:you|users?|they|it|one|who) (?:can|may|could)(?: also)?|can (?:also )?be|may (?:also )?be|optionally"
    r"|lets? you|allows? (?:you|users?|to)|(?:are|is) free to|feel free|you want|permitted|allowed"
)
_PERMITTED = re.compile(rf"{_PERMITS.pattern}[^.;]*", re.IGNORECASE)
SPARES = whole_words(
    r"(?:eliminat|obviat|remov|avoid)\w* (?:the |any |all )?needs?|no need|without (?:the |any )?need(?:ing)?"
    r"|(?:do|does|did|need)(?: not|n't) (?:need|require|have to)|need not|needn't"
    r"|(?:not|n't) (?:\w+ )?(?:required|needed|necessary|mandatory|obliged|obligatory|compulsory)|unnecessary"
    r"|no (?:\w+ ){1,4}?(?:(?:is|are|was|were) )?(?:required|needed|necessary)|no obligation|optional(?:ly)?"
    r"|(?:nobody|no one|none|no \w+) (?:has|have|needs?|ought) to"
)
_DEMANDS = whole_words(
    r"must|ha(?:s|ve) to|required|requires?|mandatory|needs?|needed|necessary|obligatory|compulsory|obliged"
)
# A condition stays with what it is a condition of.
_THING_END = re.compile(r"[.;!?\n]|,\s|\s(?:and|but|while|whereas|though|although)\s", re.IGNORECASE)
# "A red one and a blue one": what has an article of its own is a thing of its own.
_PHRASE_END = re.compile(
    r"[.;!?\n]|,\s(?!and\b)|\s(?:and (?=an?\s|the\s|its\s)|but|while|whereas|though)\s?", re.IGNORECASE
)
_LEAVES_OUT = re.compile(
    r"\b(?:omitting|excluding|leaving (?:out|aside)|except(?: for)?|excepting|other than|apart from|aside from"
    r"|but not"
    r"|with the exception of|skipping|ignoring|dropping|discarding)\s+(?P<what>[^.;:()\n]{3,120})",
    re.IGNORECASE,
)


def permissions_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What the quote permits the sentence does not forbid, and what it spares the sentence does not demand."""
    forbids = _FORBIDS.search(claim.text)
    if forbids and not DENIAL.search(NO_DENIAL.sub(" ", exhibit.quoted)):
        own = _clause_at(claim, forbids.start())
        permits = (found.group() for line in exhibit.quoted.split("\n") for found in _PERMITTED.finditer(line))
        permitted = next((words for words in permits if own.stems & Sentence(words).meanings), None)
        if permitted:
            detail = f"the sentence forbids what the quote permits (“{permitted}”)"
            yield Finding(NEGATION, Outcome.FAILED, detail, Span(*forbids.span()))
            return
    demands = _DEMANDS.search(claim.text)
    if demands and not turns(claim.text) and not SPARES.search(claim.text):
        for clause in clauses_of(exhibit):
            spares = SPARES.search(clause.text)
            spared = _spared(clause, spares) if spares else frozenset()
            is_same = len(spared & claim.meanings) * 2 >= len(spared)
            if spared and is_same and not _DEMANDS.search(SPARES.sub(" ", exhibit.quoted)):
                detail = f"the sentence demands what the quote spares (“{clause.text}”)"
                yield Finding(NEGATION, Outcome.FAILED, detail, Span(*demands.span()))
                return


def _spared(clause: Sentence, spares: re.Match[str]) -> frozenset[str]:
    """What is not needed: the words behind, or those within ("no compiler required")."""
    return _telling(Sentence(clause.text[spares.end() :])) or _telling(Sentence(_DEMANDS.sub(" ", spares.group())))


_ONLY_WITH = re.compile(
    r"\bonly\b(?! not)[^.;,]{0,40}?\b(?:with|once|after|if|when|by|through|as long as|together with|in)"
    r"\s(?P<what>[^.;]+)"
    r"|\b(?:requires?|needs?|depends on|relies on|must have|calls for|demands?|presupposes?)\s(?P<need>[^.;]+)",
    re.IGNORECASE,
)
_WITHOUT = re.compile(r"\bwithout (?!need|having|exception)(?P<what>[^.;,()\n]{3,60})", re.IGNORECASE)


def what_is_done_without_is_not_needed(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What works without a thing is not told as working only with it."""
    demand = _ONLY_WITH.search(claim.text)
    if not demand or turns(claim.text):
        return
    needed = Sentence(demand["what"] or demand["need"]).meanings
    for match in _WITHOUT.finditer(exhibit.quoted):
        spared = [word.stem for word in Sentence(match["what"]).words if not is_light(word.stem)][:_WORDS_SPARED]
        before = _THING_END.split(exhibit.quoted[: match.start()][-_LOOK_BACK:])[-1]
        # "Boats without brass are refused": they need it.
        behind = _THING_END.split(exhibit.quoted[match.start("what") :][:_LOOK_BACK])[0]
        if turns(before) or turns(behind):
            continue
        if spared and 2 * len(needed.intersection(spared)) >= len(spared):
            detail = f"the quote does “{match.group().strip()}” what the sentence says needs it"
            yield Finding(NEGATION, Outcome.FAILED, detail, Span(*demand.span()))
            return


def _clause_at(claim: Sentence, at: int) -> Sentence:
    end = 0
    for clause in claim.clauses:
        begin = claim.text.find(clause.text, end)
        end = begin + len(clause.text)
        if begin <= at < end:
            return clause
    return claim


def exceptions_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What a quote leaves out ("omitting ...", "other than ...") the sentence does not tell as there."""
    if KEEPS_DENIAL.search(claim.text) or turns(claim.text):
        return
    for match in _LEAVES_OUT.finditer(exhibit.quoted):
        out = _telling(Sentence(match["what"]))
        rest = Sentence(exhibit.quoted[: match.start()] + " " + exhibit.quoted[match.end() :]).stems
        own = out - rest
        said = out & claim.meanings
        if len(said) >= _FEWEST_SHARED and len(said) * 2 > len(out) and own & claim.meanings:
            detail = f"the quote leaves “{match['what'].strip()}” out, the sentence does not"
            yield Finding(NEGATION, Outcome.FAILED, detail, claim.place_of(said))
            return


# Others than members are non-members.
_BESIDE = re.compile(r"\b(?:others?|the rest|next to|besides?|alongside|apart|but)\b", re.IGNORECASE)
_EXCEPTED = re.compile(r"(?<![\w-])non-?(\w{4,})", re.IGNORECASE)


def members_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What the quote says of members is not said of non-members, nor the other way, where neither side denies."""
    if DENIAL.search(claim.text) or DENIAL.search(exhibit.quoted):
        return
    for match in _EXCEPTED.finditer(claim.text):
        if stem(match[1]) in exhibit.evidence.stems and not _is_excepted(match[1], exhibit.quoted):
            yield _other_part(match.group(), match[1], Span(*match.span()))
            return
    if KEEPS_DENIAL.search(claim.text) or turns(claim.text) or _BESIDE.search(claim.text):
        return
    for match in _EXCEPTED.finditer(exhibit.quoted):
        rest = Sentence(_EXCEPTED.sub(" ", exhibit.quoted)).meanings
        at = claim.place_of({stem(match[1])})
        if at and stem(match[1]) not in rest:
            yield _other_part(match[1], match.group(), at)
            return


def _is_excepted(word: str, text: str) -> bool:
    return bool(re.search(rf"\bnon[- ]?{re.escape(word)}", text, re.IGNORECASE))


def _other_part(said: str, quoted: str, at: Span) -> Finding:
    detail = f"the sentence says “{said}” where the quote says “{quoted}”"
    return Finding(NEGATION, Outcome.FAILED, detail, at)


# Denials of what is done, and of what is there; those that spare, or deny but a part, are none.
_NOT_DONE = re.compile(
    r"(?:\b(?:not|never|cannot)|n't)\b(?! (?:\w+ )?(?:always|only|just|all|every|need|have to|strictly|limited"
    r"|mandatory"
    r"|required|necessary|needed))",
    re.IGNORECASE,
)
_NOT_THERE = re.compile(
    r"(?<![\w-])(?:no|without)\b(?! (?:\w+ )?(?:limit|need|restriction|cost|matter|longer|more|other|problem))",
    re.IGNORECASE,
)
# "On boats it is not tested" denies something of boats.
_ADJUNCT = re.compile(r"\W*(?:on|in|for|with|at|under|by|from|to|over|within|as)\b", re.IGNORECASE)
_SPARED = whole_words(r"need(?:s|ed)? not|without (?:the )?need|needn't|do(?:es)?(?: not|n't) (?:need|have)")


def denied_things_stay_denied(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What the quotes name nowhere but in a denial, the sentence does not tell as there."""
    is_denied = _NOT_DONE.search(exhibit.quoted) or _NOT_THERE.search(exhibit.quoted)
    is_kept = KEEPS_DENIAL.search(claim.text) or MAY_KEEP_DENIAL.search(claim.text) or turns(claim.text)
    if not is_denied or is_kept:
        return
    clauses = clauses_of(exhibit)
    told = Counter(word for clause in clauses for word in claim.stems & clause.meanings if not is_light(word))
    for clause in clauses if told else ():
        own = {word for word in claim.stems & _denied(clause) if told[word] == 1}
        if is_affirmed_to_the_same_end(claim.text, clause.text):
            continue
        if own and claim.stems.isdisjoint(negated(clause.text)):
            detail = f"the quote names it only to deny it (“{clause.text}”)"
            yield Finding(NEGATION, Outcome.FAILED, detail, claim.place_of(own))
            return


def _denied(clause: Sentence) -> frozenset[str]:
    """The words behind the denial of a clause, and the place or case before it; what it is said of is there."""
    if turns(clause.text) != 1 or _SPARED.search(clause.text):
        return frozenset()
    match = _NOT_DONE.search(clause.text)
    if match and _ADJUNCT.match(clause.text):
        return clause.meanings
    match = match or _NOT_THERE.search(clause.text)
    return Sentence(clause.text[match.end() :]).meanings if match else frozenset()


def opposites_keep_their_things(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Of what is required here and optional there, the sentence does not say that it is required there."""
    quoted, said = exhibit.evidence.all_stems, claim.all_stems
    opposed = {word: others for word in sorted(said & quoted) if (others := (exclusive(word) & quoted) - said)}
    if not opposed or turns(claim.text):
        return
    clauses = [Sentence(part) for part in _THING_END.split(exhibit.evidence.text) if part.strip()]
    for word, others in opposed.items():
        mine = [clause for clause in clauses if word in clause.all_stems]
        for clause in clauses if mine else ():
            opposite = sorted(others & clause.all_stems - claim.meanings)
            if not opposite or not excludes_outright(word, opposite) or word in clause.all_stems:
                continue
            own = _telling(clause) - frozenset().union(*(one.stems for one in mine)) - set(opposite)
            told = own & _part_with(word, claim).meanings
            if len(told) >= _FEWEST_SHARED and len(told) * 2 > len(own):
                detail = f"the quote says “{clause.text}”, the sentence “{word}” of the same"
                yield Finding("exchange", Outcome.FAILED, detail, claim.place_of({word}))
                return


def _part_with(word: str, claim: Sentence) -> Sentence:
    """The part of the claim that has the word."""
    parts = (Sentence(part) for part in _PHRASE_END.split(claim.text) if part.strip())
    return next((part for part in parts if word in part.all_stems), claim)


def _telling(sentence: Sentence) -> frozenset[str]:
    return frozenset(word for word in sentence.stems if not is_light(word))
