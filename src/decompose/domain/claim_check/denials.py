"""Denials and opposites: a claim denies what its quote denies, and names the same side of a pair."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.words import (
    Sentence,
    excludes_outright,
    exclusive,
    is_light,
    stem,
    synonyms,
    whole_words,
)
from decompose.domain.document import Span
from decompose.domain.examination import Finding, Outcome
from decompose.domain.quantities import is_unit

NEGATION = "negation"
EXCHANGE = "exchange"

DENIAL = re.compile(
    # "no-cache" and "--no-header" are names.
    r"\b(?:not|never|none|nobody|no one|nothing|without|lacks?|lacking|fail(?:s|ed)? to|cannot"
    r"|unable|unsupported|neither|nor|zero)\b"
    r"|(?<![\w-])no(?![\w-])|n't\b",
    re.IGNORECASE,
)
# Denials in form alone: they add, set aside, ask, or bound a number.
NO_DENIAL = re.compile(
    r"\b(?:not (?:only|just|merely|limited to|least)|no matter|(?:do|does) not matter"
    r"|whether or not|if not|why not|nothing but|not to mention|no\."
    r"|nothing (?:more|other) than|no (?:less|fewer|more|older|newer|earlier|later|longer than"
    r"|sooner|higher|lower) (?:than\b)?"
    r"|with(?:out)? or with(?:out)?|with or without|not necessarily)(?!\w)",
    re.IGNORECASE,
)
# What amounts to a denial without a word of denial.
_DENYING = re.compile(
    r"\b(?:lack|fail|exclu|prevent|disab|avoid|remov|prohibit|block|unsafe|instead|rather|unlike"
    r"|except|otherwise|outside"
    r"|out of scope|read-only|stateless|skip|ignor|omit|drop|reject|retire|sunset|discontinu|bypass|eliminat|obviat"
    r"|redundan|superfluous|dispens|spar(?:e|es|ing)\b|poor(?:ly)?\b"
    r"|in(?:adequate|sufficient|complete|correct|valid|compatible|capable|accurate|active|visible|accessible)"
    r"|im(?:possible|mutable)|irrelevant"
    r"|un\w+ed\b|inf\b|infinit|unlimited"
    r"|hidden|offline|air-gapped|pre-)|\w-free\b",
    re.IGNORECASE,
)
# How a sentence may keep the denial of its quote without repeating it.
_KEEPS_DENIAL = re.compile(
    _DENYING.pattern + r"|\b(?:closed|private|off\b|offline|seldom|rarely|hardly|scarcely|barely"
    r"|in\w+(?:able|ible)\b|im\w+(?:able|ible)\b|non-?\w+|alone|independent|beyond|apart|yet to|unlimited|irrelevant"
    r"|refus|outgrow|outgrew|exceed|forbid|forbidden|missing|absent|pure\w*|self-|\w+less\b"
    r"|un\w+able\b|unnecessary|free of|free from)",
    re.IGNORECASE,
)
# Words that may do so, and often do not.
_MAY_KEEP_DENIAL = re.compile(
    r"\b(?:only|just|free|limit\w*|optional\w*|unless|against|but|different\w*|whereas|contrast"
    r"|stays?|remains?|still|yet)\b",
    re.IGNORECASE,
)
# A heading that turns what stands below it into a denial.
_DENYING_HEADING = re.compile(
    # "Limits" alone; rate limits deny nothing.
    r"^\W{0,20}(?:known )?limits\W{0,20}$|limitation|out[- ]of[- ]scope|unsupported|prohibited|misuse|caveat"
    r"|known issue|not (?:recommended|suitable|supported)",
    re.IGNORECASE | re.MULTILINE,
)
# Every word that turns a clause into its opposite; two of them turn it back.
TURNING = re.compile(
    DENIAL.pattern + r"|\b(?:lack(?:s|ed|ing)?|fail(?:s|ed)?|refus\w+|disabl\w+|exclud\w+|ignor\w+|skip\w*"
    r"|disregard\w*|omit\w*|reject\w*|false(?! positive| negative| alarm)"
    r"|(?:switch\w*|turn\w*|is|are|be|set to|stays?) off|off by default|ke(?:pt|eps?) (?:out|away)"
    r"|forbid\w*|prohibit\w*|disallow\w*|prevent\w*|unlike|except|deprecated|discourag\w+"
    r"|out of (?:\w+ )?(?:reach|scope|range)|un\w{3,}(?:ed|able)|unrelated"
    r"|outside(?= (?:of|an?|the|its|their|your|this|that)\b)"
    r"|le(?:ft|av\w+) out|(?:bypass|eliminat|obviat|remov)\w* (?:the |any )?needs?"
    r"|impossible|rather than|instead of|absent|missing|opt-in|deactivat\w*|free of|beyond|stops? short"
    r"|(?!regardless|unless|nonetheless|headless|serverless|seamless|wireless)\w{3,}less)\b",
    re.IGNORECASE,
)
# What stands before a unit that belongs to a number.
COUNTED = re.compile(
    r"(?:\d|\b(?:half|one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|sixty))[ -]*(?:an? )?$",
    re.IGNORECASE,
)
_FEWEST_SHARED = 2
_FEWEST_DENIED = 3
_SAME = 0.75
_DEFAULT = re.compile(r"\bby default\b", re.IGNORECASE)
_REACH = 4  # how far a denial reaches, in words that count
_LOOK = 200  # characters in which these words are looked for
_KNOWN_QUOTES = 256
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
        is_denied = (
            DENIAL.search(exhibit.grounds)
            or _DENYING.search(exhibit.grounds)
            or _DENYING_HEADING.search(exhibit.above)
            or TURNING.search(exhibit.grounds)
        )
        if not is_denied:
            detail = "the sentence denies something that the quote does not deny"
            yield Finding(NEGATION, Outcome.FAILED, detail, Span(*denial.span()))
            return
        affirmed = _affirmed(claim, exhibit, denial.end())
        if affirmed:
            detail = f"the sentence denies what the quote says (“{affirmed.text}”)"
            yield Finding(NEGATION, Outcome.FAILED, detail, Span(*denial.span()))
            return
    elif not _KEEPS_DENIAL.search(claim.text):
        denied = rephrased(DENIAL, claim, exhibit, reach=_REACH, by_verb=False)
        if denied:
            outcome = Outcome.UNKNOWN if _MAY_KEEP_DENIAL.search(claim.text) else Outcome.FAILED
            detail = f"the quote denies (“{denied.text}”), the sentence does not"
            yield Finding(NEGATION, outcome, detail, claim.place_of(denied.stems))
            return
    yield from _excepted_are_kept(claim, exhibit)
    yield from _turned_clauses(claim, exhibit)


_EXCEPTED = re.compile(r"(?<![\w-])non-?(\w{4,})", re.IGNORECASE)


def _excepted_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What the quote says of members is not said of non-members, where neither side denies."""
    if DENIAL.search(claim.text) or DENIAL.search(exhibit.quoted):
        return
    for match in _EXCEPTED.finditer(claim.text):
        is_told = stem(match[1]) in exhibit.evidence.stems and not is_light(stem(match[1]))
        if is_told and not re.search(rf"\bnon[- ]?{re.escape(match[1])}", exhibit.quoted, re.IGNORECASE):
            detail = f"the sentence says “{match.group()}” where the quote says “{match[1]}”"
            yield Finding(NEGATION, Outcome.FAILED, detail, Span(*match.span()))
            return


def _affirmed(claim: Sentence, exhibit: Exhibit, end: int) -> Sentence | None:
    """The clause of a quote that says just what the claim denies, where none denies a word of it."""
    denied = {word.stem for word in Sentence(claim.text[end:][:_LOOK]).words[:_REACH]}
    if len(denied) < _FEWEST_DENIED:
        return None
    clauses = clauses_of(exhibit)
    if any(_turns(clause.text) and denied & clause.meanings for clause in clauses):
        return None
    return next((clause for clause in clauses if denied <= clause.meanings), None)


_TAKES_BACK = re.compile(
    DENIAL.pattern
    + r"|\b(?:may|might|could|planned|plans? to|experimental|hope to|aims? to|would|unlikely|if|unless)\b",
    re.IGNORECASE,
)


def quotes_are_whole(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """A quote that was cut out of a denial ("is not ...") or of a hedge ("may ...") proves nothing without it."""
    if _TAKES_BACK.search(claim.text) or _KEEPS_DENIAL.search(claim.text):
        return
    for rest in exhibit.rest:
        left_out = _TAKES_BACK.search(NO_DENIAL.sub(" ", rest))
        if left_out:
            detail = f"the quote leaves out “{left_out.group()}” of its sentence (“{rest}”)"
            yield Finding("cut", Outcome.UNKNOWN, detail, claim.place_of(exhibit.evidence.stems))
            return


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def rephrased(
    words: re.Pattern[str], claim: Sentence, exhibit: Exhibit, *, reach: int, by_verb: bool
) -> Sentence | None:
    """The clause of a quote in which one of the words bears on what the sentence says; None where there is none.

    A word bears on what follows it in its clause, one at the end on what goes before. The sentence says that where it
    has half of these words; `by_verb`: and the first, which mostly is the verb.
    """
    said = claim.meanings
    for clause in clauses_of(exhibit):
        for match in words.finditer(clause.text):
            behind = words.sub(" ", clause.text[match.end() :][:_LOOK])
            before = words.sub(" ", clause.text[: match.start()][-_LOOK:])
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
    for clause in claim.clauses:
        best = max(quoted, key=lambda other: len(clause.stems & other.meanings), default=None)
        telling = frozenset(word for word in clause.stems if not is_light(word)) or clause.stems
        shared = len(telling & best.meanings) if best else 0
        fewest = 1 if _DEFAULT.search(clause.text) and best and _DEFAULT.search(best.text) else _FEWEST_SHARED
        if best is None or shared < fewest or 2 * shared < len(telling):
            continue
        if _is_said_elsewhere(telling - best.meanings, clause, quoted, best):
            continue
        if clause.text not in exhibit.quoted and _turns(clause.text) % 2 != _turns(best.text) % 2:
            at = claim.text.find(clause.text)
            detail = f"“{clause.text}” and “{best.text}” differ in what they deny"
            outcome = Outcome.FAILED if _is_plainly_denied(clause, best) else Outcome.UNKNOWN
            yield Finding(NEGATION, outcome, detail, Span(at, at + len(clause.text)))
            return


def _is_said_elsewhere(rest: frozenset[str], clause: Sentence, quoted: Sequence[Sentence], best: Sentence) -> bool:
    """Whether all that a clause adds to the quoted one most like it stands in another, which denies as it does."""
    return bool(rest) and any(
        rest <= other.meanings and _turns(other.text) % 2 == _turns(clause.text) % 2
        for other in quoted
        if other is not best
    )


def _is_plainly_denied(clause: Sentence, quoted: Sentence) -> bool:
    """Whether hardly a word differs but for a word of denial on one side, and none on the other amounts to one."""
    shared = len(clause.stems & quoted.meanings)
    denials = [len(DENIAL.findall(_NO_OTHER.sub(" ", NO_DENIAL.sub(" ", one.text)))) for one in (clause, quoted)]
    # "Not removed" denies "removes": a word that both have makes up for no denial.
    others = " ".join(quoted.text[word.start : word.end] for word in quoted.words if word.stem not in clause.stems)
    if _DENYING.search(others) if denials[0] else _KEEPS_DENIAL.search(clause.text):
        return False
    is_same = len(clause.stems) >= _FEWEST_DENIED and shared >= _SAME * len(clause.stems)
    return is_same and sum(denials) % 2 == 1 and not _CONDITION.search(clause.text)


def _turns(text: str) -> int:
    return len(TURNING.findall(_NO_OTHER.sub(" ", NO_DENIAL.sub(" ", text))))


# What was before the one is what the other comes after.
_TURN_EASILY = frozenset({stem("before"), stem("after")})
_ORDERS_IN_TIME = re.compile(r"\b(?:before|after)\b", re.IGNORECASE)
_WORDS_BEHIND = 3
# "No other" is what "the only" says.
_UNSET = re.compile(
    r"\b(?:with no|without|if no|when no) (?:any |an? )?(?:\w+ )?(?:flag|option|argument|parameter|setting|value)s?\b",
    re.IGNORECASE,
)
# "Costs nothing" is what "free" says.
_FREE_OF_CHARGE = re.compile(
    r"\b(?:costs? nothing|for nothing|(?:at|of|with) no (?:extra |additional )?(?:cost|charge|fee)s?"
    r"|without (?:any |a )?(?:charge|fee|payment|paying|cost)s?)\b",
    re.IGNORECASE,
)
_FREE = re.compile(r"\b(?:free|gratis|complimentary)\b", re.IGNORECASE)
_NO_OTHER = re.compile(r"\b(?:no other|no one else|nobody else|nothing else|none but)\b", re.IGNORECASE)
_ONLY = re.compile(r"\b(?:only|sole(?:ly)?|alone|exclusive(?:ly)?)\b", re.IGNORECASE)


def _is_about_the_same(behind: str, quoted: str) -> bool:
    """Whether a quoted "before" or "after" speaks of what stands behind that of the claim."""
    said = {word.stem for word in Sentence(behind[:_LOOK]).words[:_WORDS_BEHIND]}
    found = (Sentence(quoted[match.end() :][:_LOOK]).words for match in _ORDERS_IN_TIME.finditer(quoted))
    return any(said & {word.stem for word in words[:_WORDS_BEHIND]} for words in found)


# Ways of doing things that exclude each other, in more than one word.
_WAYS = (
    (
        whole_words(
            r"one (?:after|by) (?:another|one|the other)|one at a time|in (?:turn|sequence|series)|sequential\w*"
        ),
        whole_words(r"(?:in )?parallel|concurrent\w*|simultaneous\w*|at the same time|at once"),
    ),
    (
        whole_words(r"shar(?:e|es|ed|ing) (?:one|a|an|the same|a single)|in common"),
        whole_words(r"(?:its|their) own|isolat\w+|separate\w*|each .{1,40} a (?:fresh|new)"),
    ),
    (
        whole_words(r"from (?:the )?(?:beginning|scratch)|(?:start|begin)s? (?:over|again|anew)"),
        whole_words(r"resum\w+|from (?:the|its|their) last|checkpoint\w*|left off|incremental\w*"),
    ),
    (whole_words(r"at least once"), whole_words(r"(?:exactly|at most)[- ]once")),
    (whole_words(r"at most once"), whole_words(r"(?:exactly|at least)[- ]once")),
    (whole_words(r"roughly|approximately|vaguely"), whole_words(r"exact\w*|precise\w*")),
)


def ways_agree(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """One after another is not in parallel, and what each has for itself they do not share."""
    for ways in _WAYS:
        for way, other in (ways, ways[::-1]):
            said, quoted = way.search(claim.text), other.search(exhibit.quoted)
            if said and quoted and not way.search(exhibit.quoted) and not other.search(claim.text):
                is_turned = _turns(claim.text) % 2 != _turns(exhibit.quoted) % 2
                detail = f"the sentence says “{said.group()}” where the quote has “{quoted.group()}”"
                yield Finding(EXCHANGE, Outcome.UNKNOWN if is_turned else Outcome.FAILED, detail, Span(*said.span()))


def sides_agree(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Of two things that exclude each other (client and server, minutes and hours), the claim names the quoted one."""
    quoted, around = exhibit.evidence.all_stems, exhibit.surroundings.all_stems
    said = claim.all_stems
    is_turned = _turns(claim.text) % 2 != _turns(exhibit.quoted) % 2
    for match in re.finditer(r"[^\W\d_]{2,}", claim.text):
        word = stem(match.group())
        if word in quoted or word in around or synonyms(word) & quoted:
            continue
        if is_unit(match.group()) and COUNTED.search(claim.text[: match.start()]):
            continue  # its number says whether it is right
        replaced = sorted(other for other in exclusive(word) if other in quoted and other not in said)
        if replaced:
            detail = f"the sentence says “{match.group()}” where the quote has “{replaced[0]}”"
            # "Disabled" denies by itself what "enabled" affirms: there a denial on one side must make up for it.
            denies = bool(TURNING.search(match.group()) or any(TURNING.search(other) for other in replaced))
            if word in _TURN_EASILY and not _is_about_the_same(claim.text[match.end() :], exhibit.quoted):
                yield Finding(EXCHANGE, Outcome.UNKNOWN, detail, Span(*match.span()))
            elif is_turned == denies and excludes_outright(word, replaced):
                yield Finding(EXCHANGE, Outcome.FAILED, detail, Span(*match.span()))
            elif is_turned == denies or not denies:
                yield Finding(EXCHANGE, Outcome.UNKNOWN, detail, Span(*match.span()))
