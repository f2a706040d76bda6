"""How far a claim goes: superlatives, words without exception, comparisons stand in the quote itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from decompose.domain.claim_check.denials import DENIAL
from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.figures import is_named
from decompose.domain.claim_check.words import Sentence, stem
from decompose.domain.document import Span
from decompose.domain.evidence import canonical
from decompose.domain.examination import ATTRIBUTED, Finding, Outcome

SUPERLATIVE = "superlative"
SCOPE = "scope"
COMPARISON = "comparison"

_SUPERLATIVE = re.compile(
    r"\b(?:best|worst|fastest|slowest|largest|biggest|smallest|cheapest|easiest|simplest|safest|newest|latest|first|"
    r"strongest|lightest|richest|broadest|widest|highest|lowest|earliest|oldest|"
    r"leading|unmatched|unrivalled|unique|sole|unparalleled|(?<!at )(?:most|least)\s+(?!of\b"
    r"|cases\b)\w+|state[- ]of[- ]the[- ]art)\b",
    re.IGNORECASE,
)
# "The only one" singles out; "only on Linux" restricts, which is modest.
_ONLY = re.compile(r"\b(?:the|its|is|are|as|an) only\b(?!\s+(?:an?|sometimes|rarely|partly|about)\b)", re.IGNORECASE)
_RESTRICTS = re.compile(r"\bonly\b", re.IGNORECASE)
_RESTRICTED = re.compile(
    r"\b(?:only|just|sole\w*|alone|exclusive\w*|solely|nothing|not|unless|except|limit\w*|without"
    r"|restrict\w*|must|require\w*|both|no)\b",
    re.IGNORECASE,
)
_ANY_SUPERLATIVE = re.compile(
    r"\b(?:\w{2,}est|best|worst|most|least|top|first|only|leading|sole|last)\b", re.IGNORECASE
)
# Somebody's praise, quoted as such.
_TESTIMONY = re.compile(r'^\W{0,3}"[^"]{5,}"\W{0,3}$')


def superlatives_are_quoted(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """First, most, the only ...: such a word stands in the quote itself, its headings do not count."""
    quoted = exhibit.quoted.casefold()
    is_praise = all(_TESTIMONY.match(canonical(quote).words) for quote in exhibit.quotes)
    for pattern in (_SUPERLATIVE, _ONLY):
        for match in pattern.finditer(claim.text):
            word = re.sub(r"^(?:the|its|is|are|as|an) ", "", match.group().casefold()).split()[0]
            if re.search(rf"\b{re.escape(word)}", quoted):
                if is_praise:
                    detail = f"“{match.group()}” is praise that the source quotes"
                    yield Finding(SUPERLATIVE, Outcome.FAILED, detail, Span(*match.span()))
                continue
            outcome = Outcome.UNKNOWN if _ANY_SUPERLATIVE.search(quoted) else Outcome.FAILED
            yield Finding(SUPERLATIVE, outcome, f"“{match.group()}” is not in the quote", Span(*match.span()))
    restricts = _RESTRICTS.search(claim.text)
    if restricts and not _ONLY.search(claim.text) and not _RESTRICTED.search(quoted):
        yield Finding("restriction", Outcome.UNKNOWN, "“only” is not in the quote", Span(*restricts.span()))


@dataclass(frozen=True, slots=True)
class _Strong:
    """A word that leaves no exception, and the words of a quote that leave none either."""

    said: re.Pattern[str]
    quoted: re.Pattern[str]


def _words(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE)


_WHOLE = (
    r"all|every\w*|each|any\w*|always|entire\w*|whole|complete\w*|full\w*|universal\w*|regardless"
    r"|both|never|no|whatever"
)
_STRONG = (
    # "All", "any" and "always" rephrase one another, and "no ... not" as well.
    _Strong(
        _words(
            r"always|every(?:one)?|all(?! (?:but|two|three|four|five|six)\b)|whichever|whatever|no matter|invariably"
        ),
        _words(_WHOLE),
    ),
    # A duty is also said by what needs, requires or allows nothing else.
    _Strong(
        _words(r"must|mandatory|insists?"),
        _words(
            r"must|mandatory|requir\w+|need\w*|necessary|ha(?:s|ve) to|shall|only|not|make sure|ensure|please|should"
        ),
    ),
    _Strong(_words(r"never"), _words(r"never|not?|without|cannot|none|nothing|zero|always|only|\w+n't")),
    _Strong(_words(r"(?<!not )guarantee[sd]?"), _words(r"guarantee\w*|ensur\w+|certain\w*|may")),
    _Strong(_words(r"fully|completely"), _words(r"full\w*|complete\w*|entire\w*|whol\w+|all|total\w*|100 ?%|pure\w*")),
)
# Weaker than those: a reader takes "any" and "everything" for a manner of speaking.
_LOOSE = _words(
    r"(?<!hardly )(?<!without )(?<!if )any(?!\w)(?! (?:of|more)\b)|everything|everywhere|anything|anywhere|anyone"
)
_WIDE = _words(_WHOLE + r"|an?|unlimited|arbitrary|general\w*|wide\w*|compatible|multiple|various|\w+s")
_BOTH = _words(r"both")
_OBLIGES = _words(
    r"must|ha(?:s|ve) to|required|requires?|mandatory|needs? to|compulsory|necessary|needed|prerequisites?|depends on"
)
_LEAVES_OPEN = _words(
    r"optional(?:ly)?|may|can be|recommended|if you (?:want|like|prefer)|alternatively|opt-in|not required"
)
_SOFTENS = _words(r"optional(?:ly)?|may|might|recommended|if|should")
_LEAVES_OUT = _words(
    r"optional(?:ly)?|can be (?:left out|omitted|skipped|dropped)|need not|not (?:needed|required"
    r"|necessary)|voluntary|unnecessary"
)
_DUTY = re.compile(r"\bmust (?:be |first be )?(\w+)", re.IGNORECASE)


def strong_words_are_quoted(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Always, every, must, guaranteed ...: the quote itself has such a word of the same kind."""
    for strong in _STRONG:
        match = strong.said.search(claim.text)
        # "Both" and "no" make nothing whole where the claim has them too, or denies nothing.
        spent = {"both"} if _BOTH.search(claim.text) else set()
        spent |= set() if DENIAL.search(claim.text) or strong is not _STRONG[0] else {"no", "never"}
        quoted = {word.casefold() for word in strong.quoted.findall(exhibit.quoted)} - spent
        if match and not quoted and not _is_ordered(claim.text, exhibit):
            detail = f"“{match.group()}” goes further than the quote"
            yield Finding(SCOPE, Outcome.FAILED, detail, Span(*match.span()))
    duty, leave = _OBLIGES.search(claim.text), _LEAVES_OPEN.search(exhibit.quoted)
    if duty and leave and not _OBLIGES.search(exhibit.quoted) and not _SOFTENS.search(claim.text):
        detail = f"“{duty.group()}” where the quote says “{leave.group()}”"
        yield Finding(SCOPE, Outcome.FAILED, detail, Span(*duty.span()))
    leave, duty = _LEAVES_OUT.search(claim.text), _OBLIGES.search(exhibit.quoted)
    if leave and duty and not _LEAVES_OPEN.search(exhibit.quoted) and not _LEAVES_OUT.search(exhibit.quoted):
        detail = f"“{leave.group()}” where the quote says “{duty.group()}”"
        yield Finding("duty", Outcome.UNKNOWN, detail, Span(*leave.span()))
    match = _LOOSE.search(claim.text)
    if match and not _words(_WHOLE).search(exhibit.quoted):
        detail = f"“{match.group()}” may go further than the quote"
        yield Finding(SCOPE, Outcome.UNKNOWN, detail, Span(*match.span()))


def _is_ordered(text: str, exhibit: Exhibit) -> bool:
    """A duty that the quote gives as an order: a clause of it begins with the verb of the duty."""
    duties = {stem(verb) for verb in _DUTY.findall(text)}
    orders = {stem(word) for clause in exhibit.evidence.clauses for word in re.findall(r"^\w+", clause.text)}
    return bool(duties & orders)


_GRADED = (
    r"faster|quicker|slower|better|worse|cheaper|costlier|easier|harder|simpler|safer|smarter"
    r"|stronger|weaker|smaller|larger"
    r"|bigger|lighter|heavier|lower|higher|superior|inferior|richer|poorer"
)
_COMPARES = _words(
    rf"{_GRADED}|(?:more|less|fewer)\s+(?!than\b)(?:\S+\s+){{1,6}}?than|outperform\w*|beats"
    rf"|surpass\w*|outdoes|overtak\w+"
)
# Words that compare without such a word: what grows, shrinks or wins is set against something.
_COMPARED = _words(
    rf"{_GRADED}|longer|shorter|newer|older|greater|wider|deeper|more|less|fewer|than|improv\w+"
    rf"|increas\w+|reduc\w+|rais\w+"
    r"|boost\w*|decreas\w+|outperform\w*|beats?|exceed\w*|surpass\w*|compared|unlike"
    r"|\d+(?:\.\d+)?x|times|cuts?|speeds? up|below|above"
    r"|(?:b|fast|slow|cheap|eas[iy]|simpl|saf|small|larg|bigg|low|high)est|worst|most|least"
    r"|degrad\w+|minimal|optimi[sz]ed|little"
)
_BEATS = _words(r"outperform\w*|beats?|surpass\w*|better than|faster than|superior|ahead|wins?|exceeds?")
_EQUALS = _words(r"the same (?:\w+ ){0,3}(?:as|but)|equals?|on par|comparable|match(?:es|ing)|identical")
# How a vendor sets one product against another.
_SETS_AGAINST = _words(
    rf"{_GRADED}|longer|shorter|newer|older|greater|more|less|fewer|unlike|instead of|rather than|compar\w+"
    r"|alternatives?|vs|versus|than|against|outperform\w*|beats?|exceed\w*|surpass\w*|equals?|match(?:es|ing)?"
    r"|as \w+ as|differen\w+|replac\w+|successor|similar\w*|compatib\w+|whereas|drop-in|on par|rivals?|competit\w+"
    r"|ahead of|extends|built on"
)
_RIVALS_APART = re.compile(r",?\s+(?:and|or)\s+|,\s*")


def comparisons_are_quoted(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Faster, smaller, more than ...: the quote itself compares, and to the same end."""
    match = _COMPARES.search(claim.text)
    if match and not _COMPARED.search(exhibit.quoted):
        detail = f"“{match.group()}” compares where the quote does not"
        yield Finding(COMPARISON, Outcome.FAILED, detail, Span(*match.span()))
        return
    beats = _BEATS.search(claim.text)
    if beats and _EQUALS.search(exhibit.quoted) and not _BEATS.search(exhibit.quoted):
        detail = f"“{beats.group()}” where the quote sees a tie"
        yield Finding(COMPARISON, Outcome.FAILED, detail, Span(*beats.span()))


# What a vendor says of itself, or has others say: no source of its own can show it.
_PRAISE = _words(
    r"best|fastest|easiest|simplest|smartest|safest|world[- ]class|best[- ]in[- ]class"
    r"|industry[- ]leading|market[- ]leading|award-winning"
    r"|state[- ]of[- ]the[- ]art|cutting[- ]edge|unmatched|unrivalled|unparalleled|revolutionary"
    r"|ground-?breaking|second to none"
    r"|(?:the|our) (?:leading|only|ultimate)|the first (?:\w+ ){1,4}(?:to|that|with)|(?:the"
    r"|its) most (?:popular|advanced|powerful|reliable|accurate|trusted|loved|used)"
    r"|(?:trusted|loved|endorsed|recommended|certified|verified|approved|relied on|chosen) by"
    r"|used by (?:over|more than|\d|thousands|millions)"
    r"|in the world|ranks? (?:#|number |first|highest|top)?\s?\d*|ranked|rated|(?:quality|trust"
    r"|safety|overall|popularity) (?:score|rating)"
    r"|\d[\d,.]*[kKmM]?\+? (?:happy )?(?:teams|companies|customers|organi[sz]ations|enterprises)"
)
_OUTDOES = re.compile(
    rf"\b(?:{_GRADED})\b(?:\s\S+){{0,4}}?\sthan\s(?:\w+\s)?[A-Z]"
    r"|\b(?:outperforms?|beats|surpasses|exceeds)\s(?:\w+\s){0,2}?[A-Z]",
    re.ASCII,
)


def praise_is_the_vendors(claim: Sentence, _: Exhibit) -> Iterator[Finding]:
    """Praise, endorsement and victory over a rival are told as what the vendor says, however well they are quoted."""
    match = _PRAISE.search(claim.text) or _OUTDOES.search(claim.text)
    if match:
        yield Finding(ATTRIBUTED, Outcome.PASSED, f"“{match.group()}” is the vendor's word", Span(*match.span()))


def rival_is_compared(rival: str | None, exhibit: Exhibit) -> Iterator[Finding]:
    """A quote that names the rival, as a whole word, sets something against it."""
    if not rival:
        return
    rivals = [name for name in _RIVALS_APART.split(canonical(rival).words) if name]
    quotes = exhibit.quoted.split("\n")
    if not all(is_named(name, exhibit.quoted) for name in rivals):
        yield Finding(COMPARISON, Outcome.FAILED, f"the rival “{rival}” is not named in the quote")
    elif not any(is_named(name, quote) and _SETS_AGAINST.search(quote) for name in rivals for quote in quotes):
        yield Finding(COMPARISON, Outcome.FAILED, f"the quote names “{rival}” but does not compare with it")
