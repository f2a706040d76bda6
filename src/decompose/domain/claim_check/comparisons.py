"""What is set against something else: comparisons and rivals stand in the quote, praise is the vendor's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.figures import is_named, place_of_any
from decompose.domain.claim_check.words import Sentence, is_light, stem, whole_words
from decompose.domain.document import Span
from decompose.domain.evidence import folded
from decompose.domain.examination import ATTRIBUTED, Finding, Outcome

COMPARISON = "comparison"

_GRADED = (
    r"(?<!upper or )(?<!upper and )lower(?![- ](?:case|bound|limit|level|left|right|half|part|end|layer)s?\b)"
    r"|higher(?![- ](?:level|order|education)\b)|faster|quicker|slower|better|worse|cheaper|costlier|easier|harder"
    r"|simpler|safer|smarter"
    r"|stronger|weaker|smaller|larger"
    r"|bigger|lighter|heavier|superior|inferior|richer|poorer"
)
_COMPARES = whole_words(
    rf"{_GRADED}|(?:more|less|fewer)\s+(?!than\b)(?:\S+\s+){{1,6}}?than|outperform\w*|beats"
    rf"|surpass\w*|outdoes|overtak\w+"
)
# Words that compare without such a word: what grows, shrinks or wins is set against something.
_COMPARED = whole_words(
    rf"{_GRADED}|longer|shorter|newer|older|greater|wider|deeper|more|less|fewer|than|improv\w+"
    rf"|increas\w+|reduc\w+|rais\w+"
    r"|boost\w*|decreas\w+|outperform\w*|beats?|exceed\w*|surpass\w*|compared|unlike"
    r"|\d+(?:\.\d+)?x|times|twice|half as|cuts?|speeds? up|below|above"
    r"|(?:b|fast|slow|cheap|eas[iy]|simpl|saf|small|larg|bigg|low|high)est|worst|most|least"
    r"|degrad\w+|minimal|optimi[sz]ed|little|prefer\w*|recommended over"
)
_BEATS = whole_words(r"outperform\w*|beats?|surpass\w*|better than|faster than|superior|ahead|wins?|exceeds?")
_EQUALS = whole_words(r"the same (?:\w+ ){0,3}(?:as|but)|equals?|on par|comparable|match(?:es|ing)|identical")
# How a vendor sets one product against another.
_SETS_AGAINST = whole_words(
    rf"{_GRADED}|longer|shorter|newer|older|greater|more|less|fewer|unlike|instead of|rather than|compar\w+"
    r"|alternatives?|vs|versus|than|against|outperform\w*|beats?|exceed\w*|surpass\w*|equals?|match(?:es|ing)?"
    r"|as \w+ as|differen\w+|replac\w+|successor|similar\w*|compatib\w+|whereas|drop-in|on par|rivals?|competit\w+"
    r"|ahead of|extends|built on"
)
_RIVALS_APART = re.compile(r",?\s+(?:and|or)\s+|,\s*")


# What something is compared with stands behind "than", what is compared before the verb.
_THAN = r"\b(?:than|as \w+ as) (?:the |that of |those of )?"
_BESIDE = re.compile(r"\b(?:\w+ than|as \w+ as) (?:the |that of |those of )?([A-Z][\w.+-]*\w)", re.ASCII)


def _is_ahead(match: re.Match[str], exhibit: Exhibit) -> bool:
    """Whether the quote says the same of the name ahead of others, and compares nothing with it."""
    spelling, quoted = re.escape(match[1]), exhibit.quoted
    words = match[0].split()
    how = words[1] if words[0].casefold() == "as" else words[0]
    is_same = stem(how) in exhibit.evidence.all_stems
    ahead = rf"\b{spelling}\b(?:\s\w+){{0,4}}?\s(?:{_GRADED}|more|less|as \w+|twice|\w+ times)\b"
    return (
        is_same
        and bool(re.search(ahead, quoted, re.IGNORECASE))
        and not re.search(rf"(?:{_THAN}|\bas |\bagainst |\bto |\bwith ){spelling}\b", quoted, re.IGNORECASE)
    )


def _is_graded(word: str, claim: Sentence, exhibit: Exhibit) -> bool:
    """Whether the quote has the word that is graded, and names what the sentence compares with, if anything."""
    root = stem(word)
    beside = [name for name in _BESIDE.findall(claim.text) if not is_named(name, exhibit.quoted)]
    has_root = any(other.startswith(root) for other in exhibit.evidence.stems)
    return has_root and not beside and ("than" not in claim.text or bool(_BESIDE.search(claim.text)))


def comparisons_are_quoted(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Faster, smaller, more than ...: the quote itself compares, and to the same end."""
    match = _COMPARES.search(claim.text)
    if match and not _COMPARED.search(exhibit.quoted):
        outcome = Outcome.UNKNOWN if _is_graded(match.group(), claim, exhibit) else Outcome.FAILED
        detail = f"“{match.group()}” compares where the quote does not"
        yield Finding(COMPARISON, outcome, detail, Span(*match.span()))
        if outcome is Outcome.FAILED:
            return
    found = (match for match in _BESIDE.finditer(claim.text) if _is_ahead(match, exhibit))
    beside = next((match[1] for match in found), None)
    if beside:
        detail = f"the quote sets “{beside}” above the other, the sentence below it"
        yield Finding(COMPARISON, Outcome.FAILED, detail, place_of_any([beside], claim))
    beats = _BEATS.search(claim.text)
    if beats and _EQUALS.search(exhibit.quoted) and not _BEATS.search(exhibit.quoted):
        detail = f"“{beats.group()}” where the quote sees a tie"
        yield Finding(COMPARISON, Outcome.FAILED, detail, Span(*beats.span()))


_RIVAL = r"(?P<rival>(?:(?!(?:on|in|at|for|with|by|when|if|from|during|under|over|across)\b)[\w.+#'-]+ ?){1,4})"
_SET_AGAINST = (
    re.compile(
        r"\b(?:unlike|outperform\w*|beats|surpass\w*|in contrast (?:to|with)|compared (?:to|with)|versus|vs\.?) "
        + _RIVAL,
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:{_GRADED}) than {_RIVAL}", re.IGNORECASE),
    re.compile(
        rf"\bwhich {_RIVAL}(?<= )(?:(?:does|do|did|can|could|is|are|has|have|will)(?: not\b|n't)|cannot|lacks?)",
        re.IGNORECASE,
    ),
)


def rivals_are_quoted(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What the artifact is set against is named in the evidence: not a word of it is new."""
    known = exhibit.evidence.meanings | exhibit.surroundings.meanings | Sentence.of(exhibit.everything).stems
    for pattern in _SET_AGAINST:
        for match in pattern.finditer(claim.text):
            rival = [word.stem for word in Sentence(match["rival"]).words]
            if rival and known.isdisjoint(rival) and not all(map(is_light, rival)):
                detail = f"the quote names no “{match['rival'].strip()}” to compare with"
                yield Finding("rival", Outcome.UNKNOWN, detail, Span(*match.span()))
                return


# What a vendor says of itself, or has others say: no source of its own can show it.
_PRAISE = whole_words(
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


def rival_is_compared(rival: str | None, claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """A quote that names the rival, as a whole word, sets something against it."""
    if not rival:
        return
    rivals = [name for name in _RIVALS_APART.split(folded(rival)) if name]
    quotes = exhibit.quoted.split("\n")
    if not all(is_named(name, exhibit.quoted) for name in rivals):
        detail = f"the rival “{rival}” is not named in the quote"
        yield Finding(COMPARISON, Outcome.FAILED, detail, place_of_any(rivals, claim))
    elif not any(is_named(name, quote) and _SETS_AGAINST.search(quote) for name in rivals for quote in quotes):
        detail = f"the quote names “{rival}” but does not compare with it"
        yield Finding(COMPARISON, Outcome.FAILED, detail, place_of_any(rivals, claim))
