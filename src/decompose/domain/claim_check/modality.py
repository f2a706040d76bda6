"""What a quote takes back - by a hedge, a bound, a tense - the claim takes back too."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from decompose.domain.any_case import AnyCase
from decompose.domain.claim_check.denials import clauses_of, rephrased
from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.words import Sentence, stem, whole_words
from decompose.domain.document import Span
from decompose.domain.examination import Finding, Outcome

HEDGE = "hedge"
STATUS = "status"


@dataclass(frozen=True, slots=True)
class _Hedge:
    """Words by which a quote takes something back, and the words by which a sentence may keep that."""

    quoted: AnyCase
    said: AnyCase
    reach: int


# How far a hedge reaches, in words that count; a word of degree bears on the next one.
_REACH = 4
_NEXT_WORD = 1
# Words that may keep a hedge, and mostly mean something else.
_WEAKLY = re.compile(
    r"\b(?:can|could|should|if|unless|when|where|otherwise|designed|some|many|much|able|allows?"
    r"|lets?|enables?|best|supports?"
    r"|allowed|permits?|permitted|recommend\w*|choose)\b",
    re.IGNORECASE,
)
# A future that nobody doubts.
_CERTAINLY = re.compile(r"\b(?:will|always|certainly|definitely)\b", re.IGNORECASE)
_DOUBT = (
    r"may|might|possib\w+|potential\w*|perhaps|likely|often|usually|typically|generally|mostly|sometimes"
    r"|tends?|optional\w*|encourag\w+|suggest\w*|advis\w+|expect\w*"
    r"|intend\w*|aim\w*|goals?|hop(?:e[ds]?|ing)|striv\w+|seek\w*|tr(?:y|ies)|meant|about|almost|nearly"
    r"|approximately|roughly|partly|risk\w*"
    r"|option\w*|wish|ask\w*|request|worth|prone|seldom|rare\w*|occasional\w*"
    r"|not guaranteed|apt|liable|probabl\w+|suscepti\w+|vulnerab\w+|at times|happen\w* to|in part"
)
# A hedge in a quote, and what keeps it where the rest of the sentence is the same.
DOUBTFUL = whole_words(
    r"may|might|could|possibly|potentially|perhaps|likely|sometimes|occasionally|tends? to"
    r"|generally|usually|typically|normally|often|by default"
    r"|almost|nearly|mostly|partly|partially|some|(?<!how )many|optional(?:ly)?|planned"
    r"|experimental(?:ly)?|(?:about|roughly|approximately)(?=\s\d)"
)
KEEPS_DOUBT = whole_words(
    _DOUBT
    + r"|default\w*|unless|otherwise|could|can|some|many|several|plan\w*|experiment\w*|most|part\w*|around|close to"
)
_KEEPS_EARLY = whole_words(
    r"plan\w*|experiment\w*|beta|alpha|upcoming|soon|future|will|un\w+ed|change\w*|preview|progress|early|\w*stable"
    r"|yet|later|eventual\w*"
    r"|lacks?|without|not|no|some point|road ?map|intend\w*|may|might|trial\w*|not \w+ (?:mature|final)"
)
_HEDGES = (
    # It may be so, or not. "Can" is left out: what a tool can do, it does.
    _Hedge(
        whole_words(
            r"(?:may|might|could)(?! (?:\w+ )?(?:wish|want|like|prefer|choose) to)|possibly|potentially|perhaps"
            r"|(?:will|would|is|are) (?:\w+ )?likely"
            r"|sometimes|occasionally|tends? to|expected to|aims? (?:to|for)|strives? to|intends? to|tries to|hopes? to"
        ),
        whole_words(rf"{_DOUBT}|(?:can|could)(?: \w+){{1,3}} up to"),
        _REACH,
    ),
    # Mostly so.
    _Hedge(
        whole_words(r"generally|usually|typically|normally|in most cases|in general"),
        whole_words(rf"{_DOUBT}|most|many|in general|as a rule|normal\w*|common\w*|regular\w*|hardly"),
        _REACH,
    ),
    # Nobody is bound to it.
    _Hedge(
        whole_words(r"(?<!, )optional(?:ly)?|(?<!not )(?:strongly )?recommended|if necessary|if needed"),
        whole_words(
            rf"{_DOUBT}|(?:can|may|could)(?! only)|if no|if not|unless|without"
            r"|no (?:obligation|need|duty)|nobody (?:has|needs)|choos\w+|choice"
            r"|not (?:\w+ )?(?:obliged|obligatory|required|mandatory|necessary|needed|compulsory)|need not|voluntar\w+"
            r"|if (?:you|they|one|users?) (?:like|want|wish|prefer)|up to (?:you|the|each|users?)"
        ),
        _REACH,
    ),
    # Part of it, or nearly.
    _Hedge(
        whole_words(r"almost|nearly|much of|most of|mostly|mainly|primarily|largely|some of|partially|partly"),
        whole_words(
            rf"{_DOUBT}|most|majority|bulk|predominant\w*|part|chief\w*|large\w*|main\w*|principal\w*"
            r"|primar\w+|above all|first and foremost|entirely but|virtually|practically|all but|exceptions?|except"
            r"|apart from|aside from"
        ),
        _NEXT_WORD,
    ),
    # Not yet, or not for good.
    _Hedge(
        whole_words(
            r"planned|experimental(?:ly)?|beta|alpha|upcoming|coming soon|in the future|work in progress"
            r"|preview|roadmap"
        ),
        _KEEPS_EARLY,
        _REACH,
    ),
    # Unless somebody sets it otherwise.
    _Hedge(
        whole_words(r"by default|defaults to|default(?! (?-i:[A-Z])\w+)"),
        whole_words(
            r"default\w*|unless|otherwise|can|may|(?:ha(?:s|ve)|needs?) to be|must be"
            r"|initial\w*|preset|preconfigured|configurable|standard"
            r"|out of the box|normal\w*|until|(?:if|when|where) (?:none|no|nothing|nobody)"
            r"|without (?:opting|asking|being|setting|switching|enabling|turning|further|any)"
            r"|(?:not|none|nothing) (?:\w+ )?(?:named|given|set|specified|configured|told|asked)"
        ),
        _REACH,
    ),
)
# What makes no difference is no hedge.
_WHETHER = re.compile(r"\b(?:regardless|irrespective|no matter|whether)\b", re.IGNORECASE)
# Not yet, or not for good, whatever clause of the quote says so.
_EARLY = whole_words(
    r"experimental(?:ly)?|beta|alpha|in preview|preview (?:mode|feature|release)s?"
    r"|work in progress|roadmap|coming soon|planned|(?<!you )(?<!users )(?<!they )plan(?:s|ning)? (?:on|to)"
    r"|in the future|not yet"
    r"|(?:in|under) (?:early |active |heavy )?development|early (?:stage|phase)|subject to change"
)
_FINISHED = whole_words(
    r"finished|complete(?:d|ly ready)?|ready|mature|stable|settled|production[- ](?:ready|grade)|released"
)
# What is on its way has not arrived.
_UNDER_WAY = whole_words(
    r"(?:is|are) (?:\w+ly |fast )?(?:becoming|growing (?:in)?to|turning into|moving to)|on (?:the|its|their) way to"
)
_ARRIVED = whole_words(
    r"(?:has|have) (?:now |already |long )?(?:become|grown|turned|moved)|(?:is|are) (?:now |already )?the"
)
_KEEPS_UNDER_WAY = whole_words(r"becoming|growing|turning|moving|on (?:the|its|their) way|more and more|increasingly")
# What somebody wants is not what came of it.
_HOPED = whole_words(r"(?:hopes?|aims?|intends?|wants?|strives?|seeks?|would like|tr(?:y|ies)|hoping|aiming|trying) to")
_CAME = whole_words(
    r"(?:has|have) (?:already |now )?(?:\w{2,}ed|brought|led|made|become|driven|given|grown|won|set|built|found|shown)"
)
_KEEPS_HOPE = whole_words(
    r"hop\w+|aim\w*|inten\w+|want\w*|striv\w+|seek\w*|would|tr(?:y|ies|ied|ying)|goal\w*|meant|supposed"
)
# What is told as coming.
_PLANNED = whole_words(r"planned|upcoming|forthcoming|on the roadmap|coming soon|not yet|will soon|still to come")
_KEEPS_PLANNED = whole_words(
    r"plan\w*|will|soon|later|future|next|road ?map|yet|to be|to-?do|upcoming|forthcoming|coming|come|going to"
    r"|intend\w*"
    r"|expect\w*|hop(?:e|es|ing)|progress|preview|aim\w*|working on|pending|eventual\w*|until|would"
    r"|un\w+(?:ed|able)|in(?:complete|active)|immature|early|pre-\w+|no|not|n/a|unsupported|missing|without|beta"
    r"|alpha|experimental|propos\w+|consider\w*"
)
_COMING = whole_words(r"to be \w+ed|will (?!be used|not)|going to|forthcoming")
_DONE = whole_words(
    r"already|(?:has|have|had) (?:already |now |since |long )?(?:been|\w{2,}ed|become|arrived)|was|were"
)
# What was done to a thing stands behind them.
_PASSIVE = ("was", "were", "been")
_KEEPS_COMING = whole_words(r"will|to be|going to|soon|planned?|future|shall|forthcoming|upcoming|expected|would|due")
# A signature or a file of settings gives each name its value: "retries = 3", "retries: 3".
_ASSIGNED = re.compile(r"\w\s?=\s?[\w\"'\[({.-]|^\s*[\w.-]+:\s*\S+\s*$", re.MULTILINE)
# A default is told as one only where the source calls something so.
_DEFAULT = whole_words(
    r"by default|default\w*|out of the box|unless (?:told|configured|set|specified|stated) otherwise"
)
_KNOWN_DEFAULT = whole_words(
    r"default\w*|optional|=|unless|otherwise|preset|preconfigured|automatic\w*|if not|standard"
    r"|initial\w*|already|recommended"
)
_SOME = whole_words(
    r"some|certain|several|selected|many|(?<!the )most|a (?:few|number of)|"
    r"supported(?= \w)(?! (?:by|in|on|with|for|as|from|until|via)\b)|limited"
)
_KEEPS_SOME = whole_words(
    r"some|certain|several|select\w*|many|most|few|number|support\w*|limit\w*|part\w*|not all"
    r"|various|multiple|numerous|often|"
    r"wherever|where|majority|range|other|variety|a lot|including|such as|can|may"
)


_PART_OF_IT = whole_words(
    r"some|several|(?<!how )many|most(?= of\b| \w+s\b)|much of|certain|selected|a few|part of|in (?:some|many|most"
    r"|certain) cases|sometimes"
)
_ALL_OF_IT = whole_words(
    r"each|every|(?:(?<!\bin )|(?=all \w))all(?! (?:told|in all)\b)"
    r"|(?:the|its) (?:whole|entire|full|complete)|without exception"
    r"|invariably|none of (?:the|its|these|those)|not (?:one|a single one) of|no single|any of the|whatever|whichever"
    r"|nobody|always"
)


# What holds in most cases does not hold in all; and a hedge is all the answer that a question gets.
_MOSTLY = (
    r"generally|usually|typically|normally|often|mostly|in most cases|in general|on (?:the )?average|sometimes"
    r"|tends? to|as a rule|frequently|occasionally|for the most part|may|might|should|probably|likely"
    r"|almost always|nearly always"
)
_IN_MOST_CASES = whole_words(_MOSTLY)
_IN_EVERY_CASE = whole_words(
    r"always|never|in (?:every|each|any|all) cases?|every (?:single )?time|without exception|invariably|guarante\w+"
    r"|certainly|definitely|under all circumstances|no matter what|in any event|bound to"
)
_ANSWER = re.compile(rf"\?[\s*_]*(?P<hedge>{_MOSTLY}|it depends|not always|not necessarily|partly)\b", re.IGNORECASE)


def _cases_are_kept(claim: Sentence, exhibit: Exhibit) -> Finding | None:
    """What holds as a rule is not told as what always holds, nor the question as if the answer were a plain yes."""
    always, mostly = _IN_EVERY_CASE.search(claim.text), _IN_MOST_CASES.search(exhibit.quoted)
    is_same = 2 * len(claim.stems & exhibit.evidence.meanings) >= len(claim.stems)
    if always and mostly and is_same and not _IN_EVERY_CASE.search(_IN_MOST_CASES.sub(" ", exhibit.quoted)):
        detail = f"the quote says “{mostly.group()}”, the sentence “{always.group()}”"
        return Finding(HEDGE, Outcome.FAILED, detail, Span(*always.span()))
    answer = _ANSWER.search(exhibit.quoted)
    if answer and is_same and not KEEPS_DOUBT.search(claim.text):
        detail = f"the quote answers “{answer['hedge']}”, the sentence does not"
        return Finding(HEDGE, Outcome.FAILED, detail, claim.place_of(exhibit.evidence.stems))
    return None


def hedges_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What the quote says with a hedge, the sentence says with one."""
    case = _cases_are_kept(claim, exhibit)
    if case:
        yield case
        return
    whole = _parts_are_not_all(claim, exhibit)
    if whole:
        yield whole
    for hedge in _HEDGES:
        if hedge.said.search(claim.text) or hedge.quoted.search(claim.text):
            continue
        if {stem(word) for word in hedge.quoted.findall(exhibit.quoted)} & claim.all_stems:
            continue
        hedged = rephrased(hedge.quoted, claim, exhibit, reach=hedge.reach, by_verb=True)
        if hedged and not _WHETHER.search(hedged.text):
            outcome = (
                Outcome.UNKNOWN if _WEAKLY.search(claim.text) and not _CERTAINLY.search(claim.text) else Outcome.FAILED
            )
            detail = f"the quote hedges (“{hedged.text}”), the sentence does not"
            yield Finding(HEDGE, outcome, detail, claim.place_of(hedged.stems))
            return
        loosely = _shares_a_clause(hedge.quoted, claim, exhibit)
        if loosely and not _WHETHER.search(loosely.text):
            detail = f"the quote hedges (“{loosely.text}”), the sentence perhaps does not"
            check = "weakened" if _WEAKLY.search(claim.text) else HEDGE
            yield Finding(check, Outcome.UNKNOWN, detail, claim.place_of(loosely.stems))
            return
    yield from _time_is_kept(claim, exhibit)
    if not whole and not _KEEPS_SOME.search(claim.text):
        partly = _shares_a_clause(_SOME, claim, exhibit)
        if partly:
            detail = f"the quote speaks of a part (“{partly.text}”), the sentence does not"
            yield Finding("quantifier", Outcome.UNKNOWN, detail, claim.place_of(partly.stems))


def _parts_are_not_all(claim: Sentence, exhibit: Exhibit) -> Finding | None:
    """What the quote says of a part, the sentence does not say of all."""
    whole = _ALL_OF_IT.search(claim.text)
    partly = _shares_a_clause(_PART_OF_IT, claim, exhibit) if whole else None
    if not whole or not partly or _PART_OF_IT.search(claim.text) or _ALL_OF_IT.search(partly.text):
        return None
    detail = f"the quote speaks of a part (“{partly.text}”), the sentence of “{whole.group()}”"
    return Finding("quantifier", Outcome.FAILED, detail, Span(*whole.span()))


def _time_is_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What is not ready yet is not told as ready, and a default is told as one only where the source calls it so."""
    early = _EARLY.search(exhibit.quoted)
    if early and not _KEEPS_EARLY.search(claim.text):
        detail = f"the quote says “{early.group()}”, the sentence does not"
        outcome = Outcome.FAILED if _FINISHED.search(claim.text) else Outcome.UNKNOWN
        yield Finding(HEDGE, outcome, detail, claim.place_of(exhibit.evidence.stems))
    way, arrived = _UNDER_WAY.search(exhibit.quoted), _ARRIVED.search(claim.text)
    if way and arrived and not _KEEPS_UNDER_WAY.search(claim.text):
        detail = f"the quote says “{way.group()}”, the sentence “{arrived.group()}”"
        yield Finding(HEDGE, Outcome.FAILED, detail, Span(*arrived.span()))
    hoped, came = _HOPED.search(exhibit.quoted), _CAME.search(claim.text)
    if hoped and came and not _KEEPS_HOPE.search(claim.text) and not _CAME.search(exhibit.quoted):
        detail = f"the quote says “{hoped.group()}”, the sentence “{came.group()}”"
        yield Finding(STATUS, Outcome.FAILED, detail, Span(*came.span()))
    coming, done = _COMING.search(exhibit.quoted), _DONE.search(claim.text)
    if coming and done and not _is_told_as_done(done, claim, exhibit) and not _KEEPS_COMING.search(claim.text):
        detail = f"the quote says “{coming.group()}”, the sentence “{done.group()}”"
        is_same = not Sentence(coming.group()).stems.isdisjoint(claim.stems)
        yield Finding(STATUS, Outcome.FAILED if is_same else Outcome.UNKNOWN, detail, Span(*done.span()))
    planned = _PLANNED.search(claim.text)
    if planned and not _KEEPS_PLANNED.search(exhibit.grounds):
        detail = f"“{planned.group()}” is not in the quote"
        yield Finding(STATUS, Outcome.FAILED, detail, Span(*planned.span()))
    default = _DEFAULT.search(claim.text)
    if default and not _KNOWN_DEFAULT.search(exhibit.grounds) and not _ASSIGNED.search(exhibit.grounds):
        detail = f"the quote does not say what holds “{default.group()}”"
        yield Finding("default", Outcome.UNKNOWN, detail, Span(*default.span()))


def _is_told_as_done(done: re.Match[str], claim: Sentence, exhibit: Exhibit) -> bool:
    """Whether the quote has what the claim tells as done before, or in another clause than, what is to come."""
    if not done.group().casefold().endswith(_PASSIVE):
        return False
    verb = next((word.stem for word in claim.words if word.start >= done.end()), None)
    told = ((clause, _COMING.search(clause.text)) for clause in exhibit.evidence.clauses)
    parts = (Sentence(clause.text[: coming.start()]) if coming else clause for clause, coming in told)
    return any(verb in part.meanings for part in parts)


def _shares_a_clause(words: AnyCase, claim: Sentence, exhibit: Exhibit) -> Sentence | None:
    """A clause of a quote that has one of the words and at least two words, or half of its words, with the claim."""
    for clause in clauses_of(exhibit):
        shared = len(clause.stems & claim.meanings)
        if shared and 2 * shared >= min(len(clause.stems), 4) and words.search(clause.text):
            return clause
    return None


# What was, and is no more; or what is not yet.
_PAST = whole_words(
    r"in the past|previously|formerly|used to|once|was|were|removed|deprecat\w+|archiv\w+"
    r"|sunset\w*|legacy|no longer|anymore"
    r"|migrat\w+|supersed\w+|obsolete|discontinu\w+|retired?|until|abandon\w+|unmaintained"
    r"|outdated|dropped|moved to|renamed|replaced"
)
_GONE = whole_words(
    r"in the past|previously|formerly|(?:it|which|that|they) used to|had to|(?:been|was"
    r"|is) removed (?:in|from|since|as of)"
    r"|taken down|has been removed|support \w* ?\w* ?(?:was|is) (?:removed|dropped)|deprecat\w+|archived"
    r"|archive this|sunset\w*|(?<!-)legacy(?!-)"
    r"|no longer|anymore|supersed\w+|obsolete|discontinu\w+|retired?|abandon\w+|unmaintained"
    r"|renamed|last (?:version|release)"
    r"|(?:has|have|is|are|being|been) (?:now )?(?:ended|stopped|halted|shelved|given up|phased out)|wound down"
    r"|end of life|come to an end|expired|migrat\w+ (?:to|from)|withdrawn|ceased?|(?<!the )former(?! (?:is|are|was"
    r"|were|has|have|can|does)\b)"
)
_KEEPS_GONE = whole_words(
    r"any (?:more|longer)|in the past|previous\w*|former\w*|used to|was|were|had|remov\w+|deprecat\w+|archiv\w+"
    r"|sunset\w*|legacy|no longer|not|anymore"
    r"|supersed\w+|obsolete|discontinu\w+|retire\w*|until|abandon\w+|unmaintained|outdated"
    r"|drop\w*|renam\w+|replac\w+|last|end\w*"
    r"|migrat\w+|withdr\w+|ceas\w+|mov\w+|switch\w*|earlier|older|prior|old|success\w+|succeed\w*"
    r"|once|known as|originally|began as|instead|stopp\w+|gone|unsupported|halt\w*|shelv\w+|phas\w+|wound|giv\w+ up"
)
_SENTENCE_END = re.compile(r"[.;!?](?=\s)|\n")
_REMAINS = whole_words(
    r"(?:remains?|stays?|still|continues? to be) (?:\w+ )?(?:available|supported|maintained|active|usable)"
)
# Words that say how things stand today.
_TODAY = whole_words(
    r"actively|(?<!may )(?<!might )still(?! (?:to|on|missing|lack\w*|in|not|need\w*|un\w+"
    r"|wait\w*)\b)|currently|(?<!from )now|today|nowadays"
    r"|at present|newly|ongoing|recommended|preferred|advises?|recommends?"
    r"|up[- ]to[- ]date|maintained"
)
_STANDS_TODAY = whole_words(
    r"check out|try|consider|active\w*|still|current\w*|now|new\w*|ongoing|recommend\w*|prefer\w*|advis\w*|suggest\w*"
    r"|latest|up[- ]to[- ]date|maintain\w*"
    r"|today|experiment\w*|alpha|beta|preview|in the future|later|may become|encourag\w+|yet|best|please|default"
    r"|available|continu\w+|remember\w*|persist\w*|retain\w*|remain\w*|ke(?:pt|eps?)|stays?"
)


# Of which of its versions something is said.
_VERSIONS = r"(?:\w+ )?(?:versions?|releases?|series|line|builds?)"
_NEWEST = whole_words(rf"(?:current|latest|newest|most recent|today's|new|recent|present|up[- ]to[- ]date) {_VERSIONS}")
_OLDER = whole_words(rf"(?:older|old|earlier|previous|legacy|former|outdated|past|ancient) {_VERSIONS}")


def status_is_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What the quote tells of the past, or as given up, the sentence does not tell as today's; and the other way."""
    gone = _GONE.search(exhibit.quoted)
    if gone and not _KEEPS_GONE.search(claim.text) and exhibit.evidence.meanings & claim.stems:
        detail = f"the quote says “{gone.group()}”, the sentence tells it as today's"
        told = [Sentence(part) for part in _SENTENCE_END.split(exhibit.quoted) if _GONE.search(part)]
        is_same = any(2 * len(claim.stems & part.meanings) >= len(claim.stems) for part in told)
        outcome = Outcome.FAILED if is_same else Outcome.UNKNOWN
        yield Finding(STATUS, outcome, detail, claim.place_of(exhibit.evidence.stems))
    said = _GONE.search(claim.text)
    if said and not _PAST.search(exhibit.grounds) and not _KEEPS_GONE.search(exhibit.grounds):
        detail = f"“{said.group()}” is not in the quote"
        yield Finding(STATUS, Outcome.FAILED, detail, Span(*said.span()))
    remains = _REMAINS.search(exhibit.quoted)
    if said and remains and not _REMAINS.search(claim.text):
        detail = f"“{said.group()}” where the quote says “{remains.group()}”"
        yield Finding(STATUS, Outcome.FAILED, detail, Span(*said.span()))
    newest = _NEWEST.search(claim.text)
    older = _OLDER.search(exhibit.grounds)
    if newest and older and not _NEWEST.search(exhibit.quoted) and not _OLDER.search(claim.text):
        detail = f"“{newest.group()}” where the quote speaks of what is “{older.group()}”"
        yield Finding(STATUS, Outcome.FAILED, detail, Span(*newest.span()))
        return
    today = _TODAY.search(claim.text)
    if today and not _STANDS_TODAY.search(exhibit.quoted):
        detail = f"“{today.group()}” is not in the quote"
        yield Finding(STATUS, Outcome.UNKNOWN, detail, Span(*today.span()))
