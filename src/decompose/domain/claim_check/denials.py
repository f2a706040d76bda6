"""Denials and opposites: a claim denies what its quote denies, and names the same side of a pair."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from decompose.domain.any_case import AnyCase
from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.same_end import is_affirmed_to_the_same_end, is_said_to_the_same_end
from decompose.domain.claim_check.words import (
    Sentence,
    is_light,
    negated,
    stem,
    undenied,
    whole_words,
)
from decompose.domain.document import Span
from decompose.domain.examination import Finding, Outcome

NEGATION = "negation"

DENIAL = AnyCase(
    # "no-cache" and "--no-header" are names.
    r"\b(?:not|never|none|nobody|no one|nothing|without|lacks?|lacking|fail(?:s|ed)? to|cannot"
    r"|unable|unsupported|neither|nor|zero)\b"
    r"|(?<![\w-])no(?![\w-])|n't\b",
)
# Denials in form alone: they add, set aside, ask, or bound a number.
NO_DENIAL = AnyCase(
    r"\b(?:(?:plays?|played|playing|takes?|has|have) no (?:part|role|bearing|influence|effect)|makes? no difference"
    r"|of no (?:importance|consequence)|not (?:only|just|merely|limited to|least)|no matter|(?:do|does) not matter"
    r"|without (?:(?:an? |any )?exceptions?|fail|(?:a |any )?doubt|question|(?:any )?delay|further ado)"
    r"|no (?:exceptions?|doubt)"
    r"|nothing (?:less|lower|below|older|earlier|smaller|under|short of|higher|above|newer|later|larger|bigger)"
    r"(?: than)?"
    r"|(?:nobody|no one|none) (?:but|except|other than|apart from|save)"
    r"|no(?: \w+){1,3} (?:other than|except(?: for)?|but|apart from|beyond|besides)"
    r"|whether or not|if not|why not|nothing but|not to mention|no\."
    r"|nothing (?:more|other) than|no (?:less|fewer|more|older|newer|earlier|later|longer than"
    r"|sooner|higher|lower) (?:than\b)?"
    r"|with(?:out)? (?:or|and) with(?:out)?|not necessarily"
    # Why, and where: neither denies what it is said of.
    r"|(?:for|from|due to|because of|owing to) (?:an? |the )?(?:lack|want|absence) of"
    r"|where \w+(?: \w+)?(?: ha[sd]| have| was| were)? (?:stopped|ended|left off|bro(?:ke|ken) off|interrupted)"
    # What bounds a number, and what denies a denial.
    r"|(?:not|never|cannot|\w+n't)(?: \w+){0,6}? (?:older|earlier|lower|newer|later|higher|less|fewer|more|longer"
    r"|larger|smaller) than(?= (?:[a-z]\S* )?v?\d)"
    r"|(?:not|never|cannot|\w+n't)(?: \w+){0,6}? (?:below|under|above)(?= (?:[a-z]\S* )?v?\d)"
    r"|not (?:afraid|shy|scared|averse|opposed|hesitant|reluctant|uncommon|unusual|unlikely|bad|unlike)"
    r"|stops? with(?= (?:\w+ ){0,2}(?:exit|status|error|code|message))"
    # Of two ways both.
    r"|(?P<either>\w{3,}?)(?:e?s|ed)? or (?:(?:do|does|did|is|are|was|were|can|may) not|\w{2,5}n't) (?P=either)"
    r")(?!\w)",
)
# What amounts to a denial without a word of denial.
_DENYING = AnyCase(
    r"\b(?:lack|fail|exclu|prevent|disab|avoid|remov|prohibit|block|unsafe|instead|rather|unlike"
    r"|except|otherwise|outside"
    r"|out of scope|read-only|stateless|skip|ignor|omit|drop|reject|retire|sunset|discontinu|bypass|eliminat|obviat"
    r"|redundan|superfluous|dispens|spar(?:e|es|ing)\b|poor(?:ly)?\b"
    r"|in(?:adequate|sufficient|complete|correct|valid|compatible|capable|accurate|active|visible|accessible)"
    r"|im(?:possible|mutable)|irrelevant"
    r"|un(?!ified|ited)\w+ed\b|inf\b|infinit|unlimited"
    r"|hidden|offline|air-gapped|pre-)|\w-free\b",
)
# How a sentence may keep the denial of its quote without repeating it.
KEEPS_DENIAL = AnyCase(
    _DENYING.pattern + r"|\b(?:closed|private|off\b|offline|seldom|rarely|hardly|scarcely|barely"
    r"|in\w+(?:able|ible)\b|im\w+(?:able|ible)\b|non-?\w+|alone|independent|beyond|apart|yet to|unlimited|irrelevant"
    r"|discourag|silenc|mute|suppress|against|gone\b|vanish|disappear|abolish|scrapp|given up|refus|outgrow"
    r"|outgrew|exceed|forbid"
    r"|forbidden|missing|absent|pure\w*|self-|\w+less\b"
    r"|un\w+able\b|unnecessary|free of|free from)",
)
# Words that may do so, and often do not.
MAY_KEEP_DENIAL = AnyCase(
    r"\b(?:only|just|free|limit\w*|optional\w*|unless|against|but|different\w*|whereas|contrast"
    r"|stays?|remains?|still|yet)\b",
)
# A heading that turns what stands below it into a denial.
_DENYING_HEADING = AnyCase(
    # "Limits" alone; rate limits deny nothing.
    r"^\W{0,20}(?:known )?limits\W{0,20}$|limitation|out[- ]of[- ]scope|unsupported|prohibited|misuse|caveat"
    r"|known (?:issue|problem)|weak (?:point|spot|ness)|weakness|not (?:yet|there|recommended|suitable|supported"
    r"|covered)"
    r"|(?:does|do|can|will|is|are)(?: not\b|n't\b)|cannot|won't|missing",
    re.MULTILINE,
)
# Every word that turns a clause into its opposite; two of them turn it back.
TURNING = AnyCase(
    DENIAL.pattern
    + r"|\b(?:lack(?:s|ed|ing)?|fails?|failed (?:to|at|in)|refus\w+|disabl\w+|exclud\w+|(?<!-)ignor\w+|skip\w*"
    r"|disregard\w*|avoid\w*|omit\w*|reject\w*|false(?![ -](?:positive|negative|alarm))"
    r"|(?:switch\w*|turn\w*|is|are|be|set to|stays?) off|off by default|stopped"
    r"|ke(?:pt|eps?|eping)(?: [\w-]+){0,4}? (?:out|away|off)"
    r"|stops(?! short)|(?:been|was|were) dropped|closed to"
    r"|(?:throw|rais|report|giv|return|end)\w* (?:with |in )?an? (?:error|exception)"
    r"|forbid\w*|prohibit\w*|disallow\w*|prevent\w*|unlike|in contrast (?:to|with)|contrary to"
    r"|as opposed to|except|deprecated|discourag\w+"
    r"|out of (?:\w+ )?(?:reach|scope|range)|un(?!ified|ited|derst)\w{2,}(?:ed|able)|unrelated"
    r"|outside(?= (?:of|an?|the|its|their|your|this|that)\b)"
    r"|le(?:ft|av\w+)(?: [\w-]+){0,9}? (?:out|aside)|(?:bypass|eliminat|obviat|remov)\w* (?:the |any )?needs?"
    r"|impossible|rather than|instead of|in place of|gives? up|gave up|given up|absent|missing|opt-in|deactivat\w*"
    r"|free of|(?!(?:hassle|pain|worry|trouble|stress|cost|royalty)-)\w+-free"
    r"|beyond(?= (?:the|its|our|their|your)? ?(?:\w+ )?(?:scope|reach|range|remit))"
    r"|stops? short"
    r"|(?!regardless|unless|nonetheless|nevertheless|headless|serverless|seamless|wireless|harmless|effortless"
    r"|painless"
    r"|countless|flawless|relentless|limitless|doubtless)\w{3,}less)\b",
)
# What stands before a unit that belongs to a number.
COUNTED = AnyCase(
    r"(?:\d|\b(?:half|once|twice|one|two|three|five|ten|eleven|twelve|(?:four|six|seven|eight|nine)(?:teen)?"
    r"|(?:thir|fif)teen|eighteen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand|dozen))"
    r"[ -]*(?:an? |per |every |each )?$",
)
_FEWEST_SHARED = 2
_FEWEST_DENIED = 3
_SAME = 0.9
_DEFAULT = AnyCase(r"\bby default\b")
_REACH = 4  # how far a denial reaches, in words that count
LOOK = 200  # characters in which these words are looked for
_KNOWN_QUOTES = 256
_KNOWN_CLAUSES = 1_024
_BRACKETED_WORD = re.compile(r"\((\w+)\)")
# What stands under a condition is not said of the artifact.
_CONDITION = re.compile(r"^\W*(?:if|when|whenever|unless|in case)\b", re.IGNORECASE)


def denials_agree(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """A sentence denies where its evidence denies: by a word of denial or by one that amounts to it."""
    said = NO_DENIAL.sub(_blank, claim.text)
    said = _NO_OTHER.sub(_blank, said) if _ONLY.search(exhibit.grounds) else said
    said = _FREE_OF_CHARGE.sub(_blank, said) if _FREE.search(exhibit.grounds) else said
    denial = DENIAL.search(_UNSET.sub(_blank, said) if "default" in exhibit.grounds.casefold() else said)
    if denial:
        if not _denies(exhibit) and not is_said_to_the_same_end(claim.text, exhibit.grounds):
            detail = "the sentence denies something that the quote does not deny"
            yield Finding(NEGATION, Outcome.FAILED, detail, Span(*denial.span()))
            return
        affirmed = _affirmed(claim, exhibit, denial.end()) or _omission_affirmed(claim, exhibit, denial.end())
        if affirmed and not _CANNOT_WITHOUT.search(claim.text):
            detail = f"the sentence denies what the quote says (“{affirmed.text}”)"
            yield Finding(NEGATION, Outcome.FAILED, detail, Span(*denial.span()))
            return
    elif (omission := _OMITS.search(claim.text)) and not (
        _denies(exhibit) or is_said_to_the_same_end(claim.text, exhibit.grounds)
    ):
        detail = f"“{omission.group()}” denies something that the quote does not deny"
        yield Finding("omission", Outcome.UNKNOWN, detail, Span(*omission.span()))
    elif not _keeps_denial(claim, exhibit) and not _OMITS.search(claim.text):
        denied = rephrased(DENIAL, claim, exhibit, reach=_REACH, by_verb=False)
        if denied and not is_affirmed_to_the_same_end(claim.text, denied.text):
            outcome = Outcome.UNKNOWN if MAY_KEEP_DENIAL.search(claim.text) else Outcome.FAILED
            detail = f"the quote denies (“{denied.text}”), the sentence does not"
            yield Finding(NEGATION, outcome, detail, claim.place_of(denied.stems))
            return
    yield from _turned_clauses(claim, exhibit)


# Denials in a verb: what is left out, ruled out or turned away is not there.
_OMITS = whole_words(
    r"le(?:aves?|ft|aving) (?:\w+ ){0,5}?(?:out|aside|alone|untouched|unchanged|to (?:the )?(?:caller|user|reader"
    r"|client|developer)s?)"
    r"|(?:turn|send)s? (?:\w+ ){0,3}?(?:away|down)|turned (?:away|down)|rul(?:es|ed|ing) out|do(?:es)? (?:away with"
    r"|without)"
    r"|dispens\w+ with|confin\w+|barred|banned|declin\w+|refus\w+|omit\w*|exclud\w*|forgo\w*|stops? short|ceas\w+"
    r"|has ended|have ended|withheld|withh?old\w*|forbid\w*|prohibit\w*|prevent\w*|disabl\w+|lacks?|incapable"
    r"|impossible"
)


def _keeps_denial(claim: Sentence, exhibit: Exhibit) -> bool:
    """Whether a word of the claim may keep a denial; one that its quotes have too says there what it says here."""
    found = (match for match in KEEPS_DENIAL.finditer(claim.text) if match.group())
    words = (_WORD_AT.match(claim.text, match.start()) for match in found)
    return any(word is None or stem(word.group()) not in exhibit.evidence.all_stems for word in words)


# What cannot be without it needs it.
_CANNOT_WITHOUT = AnyCase(r"(?:\b(?:not|cannot|never|nothing|nobody|none|no)|n't)\b[^.;:]{0,80}?\bwithout\b")


def _denies(exhibit: Exhibit) -> bool:
    grounds = exhibit.grounds
    return bool(
        DENIAL.search(grounds)
        or _DENYING.search(grounds)
        or _DENYING_HEADING.search(exhibit.above)
        or TURNING.search(grounds)
    )


_VERB_DENIED = re.compile(r"(?:(?<=not)|(?<=never)|(?<=n.t)) \w", re.IGNORECASE)
_WORD_AT = re.compile(r"[\w'-]+")


def _affirmed(claim: Sentence, exhibit: Exhibit, end: int) -> Sentence | None:
    """The clause of a quote that says just what the claim denies, where none denies a word of it."""
    behind = Sentence(claim.text[end:][:LOOK])
    words = (behind.clauses or (behind,))[0].words
    denied = {word.stem for word in words[:_REACH]}
    # Two words are enough where the denial bears on no others.
    is_short = len(words) == _FEWEST_SHARED and bool(_VERB_DENIED.match(claim.text, end))
    if is_short and (_DENYING_HEADING.search(exhibit.above) or is_said_to_the_same_end(claim.text, exhibit.grounds)):
        return None
    if len(denied) < (_FEWEST_SHARED if is_short else _FEWEST_DENIED):
        return None
    clauses = clauses_of(exhibit)
    if any(turns(clause.text) and denied & clause.meanings for clause in clauses):
        return None
    return next((clause for clause in clauses if denied <= clause.meanings), None)


_OMITTING_VERB = re.compile(
    r"\s(?:\w+ly )?(?P<verb>skip|ignor|exclud|omit|drop|disabl|reject|refus|prevent|remov|forbid|discard|strip|hid)\w*",
    re.IGNORECASE,
)


def _omission_affirmed(claim: Sentence, exhibit: Exhibit, end: int) -> Sentence | None:
    """The clause of a quote that says without a denial that what the claim "does not skip" is skipped."""
    verb = _OMITTING_VERB.match(claim.text, end)
    if not verb:
        return None
    behind = Sentence(claim.text[verb.end() :][:LOOK]).words
    said = {word.stem for word in behind[:_REACH]}
    same = re.compile(rf"\b{verb['verb']}", re.IGNORECASE)
    clauses = [clause for clause in clauses_of(exhibit) if same.search(clause.text)]
    if any(DENIAL.search(clause.text) for clause in clauses):
        return None
    return next((clause for clause in clauses if said & clause.meanings), None)


_TAKES_BACK = AnyCase(
    DENIAL.pattern
    + r"|\b(?:may|might|could|planned|plans? to|experimental|hope to|aims? to|would|unlikely|if|unless)\b",
)


def quotes_are_whole(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """A quote that was cut out of a denial ("is not ...") or of a hedge ("may ...") proves nothing without it."""
    if _TAKES_BACK.search(claim.text) or KEEPS_DENIAL.search(claim.text):
        return
    for rest in exhibit.rest:
        left_out = _TAKES_BACK.search(NO_DENIAL.sub(" ", rest))
        if left_out:
            detail = f"the quote leaves out “{left_out.group()}” of its sentence (“{rest}”)"
            yield Finding("cut", Outcome.UNKNOWN, detail, claim.place_of(exhibit.evidence.stems))
            return


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def rephrased(words: AnyCase, claim: Sentence, exhibit: Exhibit, *, reach: int, by_verb: bool) -> Sentence | None:
    """The clause of a quote in which one of the words bears on what the sentence says; None where there is none.

    A word bears on what follows it in its clause, one at the end on what goes before. The sentence says that where it
    has half of these words; `by_verb`: and the first, which mostly is the verb.
    """
    said = claim.meanings
    for clause in clauses_of(exhibit):
        for match in words.finditer(clause.text):
            behind = words.sub(" ", clause.text[match.end() :][:LOOK])
            before = words.sub(" ", clause.text[: match.start()][-LOOK:])
            reached = [word.stem for word in Sentence(behind).words][:reach]
            reached = reached or [word.stem for word in Sentence(before).words][-reach:]
            is_half_said = 2 * len(said.intersection(reached)) >= len(reached)
            if reached and is_half_said and (reached[0] in said or not by_verb):
                return clause
    return None


def clauses_of(exhibit: Exhibit) -> tuple[Sentence, ...]:
    """The clauses of the quotes that say something of the artifact, without denials in form alone."""
    return _clauses(exhibit.with_denials)


@lru_cache(_KNOWN_QUOTES)
def _clauses(quotes: str) -> tuple[Sentence, ...]:
    """Kept, with what is found out about each: many checks go through the same ones."""
    clauses = Sentence(_BRACKETED_WORD.sub(r"\1", NO_DENIAL.sub(" ", quotes))).clauses
    return tuple(clause for clause in clauses if not _CONDITION.search(clause.text))


def _turned_clauses(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Clauses that are denied on one side only: a clause of the claim and the quoted one most like it."""
    quoted = clauses_of(exhibit)
    for clause in (one for one in claim.clauses if not _NAMES_ANOTHER.search(one.text)):
        best = max(quoted, key=lambda other: len(clause.stems & other.meanings), default=None)
        telling = frozenset(word for word in clause.stems if not is_light(word)) or clause.stems
        shared = len(telling & best.meanings) if best else 0
        fewest = 1 if _DEFAULT.search(clause.text) and best and _DEFAULT.search(best.text) else _FEWEST_SHARED
        if best is None or shared < fewest or 2 * shared < len(telling):
            continue
        if _is_said_elsewhere(telling - best.meanings, clause, quoted, best):
            continue
        if not clause.all_stems.isdisjoint(negated(best.text)):
            continue  # it denies by a word what the quote denies by "not"
        if turns(clause.text) % 2 and not clause.stems.isdisjoint(undenied(best.text)):
            continue  # and the other way round
        if turns(clause.text) % 2 and is_said_to_the_same_end(clause.text, exhibit.grounds):
            continue
        if turns(best.text) % 2 and is_affirmed_to_the_same_end(claim.text, best.text):
            continue
        if _is_denied_elsewhere(clause, claim, best, quoted):
            continue
        if clause.text not in exhibit.quoted and turns(clause.text) % 2 != turns(best.text) % 2:
            yield _turned(clause, claim, best)
            return


def _turned(clause: Sentence, claim: Sentence, best: Sentence) -> Finding:
    at = claim.text.find(clause.text)
    place = Span(at, at + len(clause.text))
    detail = f"“{clause.text}” and “{best.text}” differ in what they deny"
    is_moved = turns(claim.text) % 2 == turns(best.text) % 2
    if _is_plainly_denied(clause, best, is_moved=is_moved):
        return Finding(NEGATION, Outcome.FAILED, detail, place)
    # Who words a clause freely may deny in it what the quote denies in another way.
    return Finding("turned", Outcome.UNKNOWN, detail, place)


# What stands beside another thing says nothing of its own.
_NAMES_ANOTHER = re.compile(r"^\W*(?:unlike|in contrast (?:to|with)|contrary to|as opposed to)\b", re.IGNORECASE)


def _is_said_elsewhere(rest: frozenset[str], clause: Sentence, quoted: Sequence[Sentence], best: Sentence) -> bool:
    """Whether all that a clause adds to the quoted one most like it stands in another, which denies as it does."""
    return bool(rest) and any(
        rest <= other.meanings and turns(other.text) % 2 == turns(clause.text) % 2
        for other in quoted
        if other is not best
    )


def _is_denied_elsewhere(clause: Sentence, claim: Sentence, best: Sentence, quoted: Sequence[Sentence]) -> bool:
    """Whether the claim denies in another of its clauses, which speaks of the same or has but one quoted clause."""
    others = [other for other in claim.clauses if other is not clause]
    if len(quoted) == 1:
        return bool(others) and turns(claim.text) % 2 == turns(best.text) % 2
    return turns(best.text) % 2 == 1 and any(turns(one.text) % 2 and one.stems & best.meanings for one in others)


def _is_plainly_denied(clause: Sentence, quoted: Sentence, *, is_moved: bool) -> bool:
    """Whether hardly a word differs but for a word of denial on one side, and none on the other amounts to one.

    Where the denial may have moved to another clause, two words in common are too few.
    """
    shared = len(clause.stems & quoted.meanings)
    denials = [len(DENIAL.findall(_NO_OTHER.sub(" ", NO_DENIAL.sub(" ", one.text)))) for one in (clause, quoted)]
    # "Not removed" denies "removes": a word that both have makes up for no denial.
    others = " ".join(quoted.text[word.start : word.end] for word in quoted.words if word.stem not in clause.stems)
    own = " ".join(clause.text[word.start : word.end] for word in clause.words if word.stem not in quoted.stems)
    if _DENYING.search(others) if denials[0] else KEEPS_DENIAL.search(own):
        return False
    # A claim may say more than the clause that it denies, which then stands in it whole.
    like = min(_SAME * len(clause.stems), max(len(quoted.stems), _FEWEST_DENIED))
    is_same = shared >= max(like, _FEWEST_DENIED if is_moved else _FEWEST_SHARED)
    return is_same and sum(denials) % 2 == 1 and not _CONDITION.search(clause.text)


@lru_cache(_KNOWN_CLAUSES)
def turns(text: str) -> int:
    """How often a text turns into its opposite; kept, since many checks ask it of the same clauses."""
    return len(TURNING.findall(_FREE_OF_CHARGE.sub(" ", _NO_OTHER.sub(" ", NO_DENIAL.sub(" ", text)))))


# "No other" is what "the only" says.
_UNSET = AnyCase(
    r"\b(?:with no|without|if no|when no) (?:any |an? )?(?:\w+ )?(?:flag|option|argument|parameter|setting"
    r"|value)s?\b",
)
# "Costs nothing" is what "free" says.
_FREE_OF_CHARGE = AnyCase(
    r"\b(?:costs? nothing|for nothing|(?:(?:at|of|with|is|are) )?no (?:extra |additional )?(?:cost|charge|fee)s?"
    r"|without (?:any |a )?(?:charge|fee|payment|paying|cost)s?|free of charge)\b",
)
_FREE = AnyCase(r"\b(?:free|gratis|complimentary)\b")
_NO_OTHER = AnyCase(r"\b(?:no other|no one else|nobody else|nothing else|none but)\b")
_ONLY = AnyCase(r"\b(?:only|sole(?:ly)?|alone|exclusive(?:ly)?)\b")
