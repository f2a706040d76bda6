"""How far a claim goes: superlatives, words without exception, comparisons stand in the quote itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from decompose.domain.claim_check.denials import DENIAL
from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.figures import is_named, place_of_any
from decompose.domain.claim_check.words import GRADES, Sentence, is_light, stem, synonyms, whole_words
from decompose.domain.document import Span
from decompose.domain.evidence import folded
from decompose.domain.examination import ATTRIBUTED, Finding, Outcome
from decompose.domain.quantities import figures, in_figures

SUPERLATIVE = "superlative"
SCOPE = "scope"
COMPARISON = "comparison"

_SUPERLATIVE = re.compile(
    # "First this, then that" counts, and praises nothing.
    r"\b(?:(?<!\bis )(?<!\bare )best|best(?! (?:\w+ed|split|done|run|kept|read|left|put|set)\b)(?<=(?:is|re) best)"
    r"|worst|fastest|slowest|largest|biggest|smallest|cheapest|easiest|simplest|safest|newest|latest"
    r"|first(?!\b.{1,80}\b(?:then|next|afterwards|second|only then)\b)"
    r"(?! (?:version|release|edition|generation|step)\b)|"
    r"strongest|lightest|richest|broadest|widest|highest|lowest|earliest|oldest|"
    r"leading|unmatched|unrivalled|unique|sole|unparalleled|state[- ]of[- ]the[- ]art"
    # "The most tools" singles out, "most tools" counts them.
    r"|(?:(?<=\bthe )|(?<=\bits )|(?<=\bour )|(?<='s ))(?:most|least)\s+(?!of\b|cases\b|part\b)\w+"
    r"|(?<!at )(?:most|least)\s+\w{2,}(?:ly|ive|ful|[ai]ble|ant|ent|ic|ous|ed|ual|ular|ern|ure))\b",
    re.IGNORECASE,
)
# "The only one" singles out; "only on Linux" restricts, which is modest.
_ONLY = re.compile(r"\b(?:the|its|an) only\b(?!\s+(?:an?|sometimes|rarely|partly|about)\b)", re.IGNORECASE)
_RESTRICTS = whole_words(
    r"(?<!not )only(?! (?:one|once|when|if|after|where)\b)|alone|exclusively|solely|(?<!not )(?:confined|limited"
    r"|restricted|reserved) (?:to|for)|nothing (?:else|but)"
    r"|(?:nobody|no one|none) (?:else|but)"
)
_RESTRICTED = re.compile(
    r"\b(?:only|just|sole\w*|alone|exclusive\w*|solely|nothing|not|unless|except|limit\w*|without"
    r"|confin\w*|reserv\w*|dedicat\w*|specific\w*|stand-?alone|restrict\w*|must|require\w*|both|no)\b",
    re.IGNORECASE,
)
_RESTRICTED_ALONE = re.compile(
    r"\b(?:only|just|sole\w*|alone|exclusive\w*|nothing|unless|except|limit\w*)\b", re.IGNORECASE
)
_ONE_AND_OTHER = re.compile(r"\bboth\b[^.;]{1,60}?\band\b", re.IGNORECASE)
# Not every word that ends so is one: a request, a test; and the latest version is praised by nobody.
_ANY_SUPERLATIVE = whole_words(
    "|".join(grade for grade in GRADES if grade.endswith("est") and grade != "latest")
    + r"|best|worst|most|least|top|first(?!-)|leading|sole|last"
)
_SINGLES_OUT = re.compile(r"\b(?:sole\w*|alone|exclusive\w*|no other|unique|just)\b", re.IGNORECASE)
# Somebody's praise, quoted as such.
_TESTIMONY = re.compile(r'^\W{0,3}"[^"]{5,}"\W{0,3}$')


# What has no equal is the best, without such a word.
_PEERLESS = whole_words(
    r"no other (?:\w+ ){1,4}?(?:can|could|does|do|is|are|has|have|comes?|reach\w*|offers?|matche?s?|gives?)"
    r"|(?:nobody|no one|nothing) else (?:can|does|is|has|offers?)|second to none|without (?:equal|rival|peer)|peerless"
    r"|there (?:is|are) no (?:\w+er|better|more \w+)|(?:not|never|un)(?: \w+)? ?(?:surpassed|outdone|equalled"
    r"|matched|rivalled)"
)
_SETS_APART = re.compile(
    _ANY_SUPERLATIVE.pattern + r"|\b(?:only|unique\w*|no other|any other|alone|unlike|than|un\w+ed|exclusive\w*)\b",
    re.IGNORECASE,
)


def superlatives_are_quoted(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """First, most, the only ...: such a word stands in the quote itself, its headings do not count."""
    quoted = exhibit.quoted.casefold()
    is_praise = all(_TESTIMONY.match(folded(quote)) for quote in exhibit.quotes)
    for pattern in (_SUPERLATIVE, _ONLY):
        for match in pattern.finditer(claim.text):
            word = match.group().casefold().split()[0]
            if _ONLY.search(quoted) if pattern is _ONLY else re.search(rf"\b{re.escape(word)}", quoted):
                if is_praise:
                    detail = f"“{match.group()}” is praise that the source quotes"
                    yield Finding(SUPERLATIVE, Outcome.FAILED, detail, Span(*match.span()))
                continue
            if pattern is _SUPERLATIVE and (_is_said_otherwise(word, quoted) or _is_least_of(word, exhibit)):
                continue
            is_near = _SINGLES_OUT.search(quoted) if pattern is _ONLY else _may_be_read_off(word, exhibit)
            outcome = Outcome.UNKNOWN if is_near else Outcome.FAILED
            yield Finding(SUPERLATIVE, outcome, f"“{match.group()}” is not in the quote", Span(*match.span()))
    peerless = _PEERLESS.search(claim.text)
    if peerless and not _SETS_APART.search(exhibit.quoted):
        detail = f"“{peerless.group()}” is not in the quote"
        yield Finding(SUPERLATIVE, Outcome.FAILED, detail, Span(*peerless.span()))
    yield from _restrictions_are_kept(claim, exhibit)


# Of what is listed with figures a reader sees for himself which is the most.
_OF_FIGURES = whole_words(r"(?:small|large|bigg|low|high|old|new|lat|earli|long|short|heavi|light)est")
_LEAST = whole_words(r"oldest|earliest|lowest|smallest|first|least")
_FEWEST_FIGURES = 2
_BOUND = re.compile(r"\d ?\+|[<>]=?|\bor (?:newer|later|higher|above|more|earlier|older|less)\b|\b(?:at least|up to)\b")


def _is_least_of(word: str, exhibit: Exhibit) -> bool:
    """Whether a bound says it: of "3.9 or newer" 3.9 is the oldest."""
    return bool(_LEAST.fullmatch(word)) and bool(_BOUND.search(exhibit.quoted))


def _may_be_read_off(word: str, exhibit: Exhibit) -> bool:
    is_listed = len(figures(exhibit.quoted).quantities) >= _FEWEST_FIGURES or _BOUND.search(exhibit.quoted)
    return bool(_ANY_SUPERLATIVE.search(exhibit.quoted) or (_OF_FIGURES.fullmatch(word) and is_listed))


def _restrictions_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What holds of both is not said of one of them only."""
    quoted = exhibit.quoted.casefold()
    restricts = _RESTRICTS.search(claim.text)
    if not restricts or _ONLY.search(claim.text):
        return
    both = _ONE_AND_OTHER.search(quoted)
    if both and not _BOTH.search(claim.text) and not _RESTRICTED_ALONE.search(quoted):
        detail = f"“{restricts.group()}” where the quote says “{both.group()}”"
        yield Finding("restriction", Outcome.FAILED, detail, Span(*restricts.span()))
    elif not _RESTRICTED.search(quoted):
        detail = f"“{restricts.group()}” is not in the quote"
        yield Finding("restriction", Outcome.UNKNOWN, detail, Span(*restricts.span()))


_NEWEST = re.compile(r"\b(?:latest|newest|most recent|current)\b", re.IGNORECASE)
_TOP = re.compile(r"\bbest\b|\bstate|\bsota\b|\bmost (?:performant|accurate|effective|capable)\b", re.IGNORECASE)
_AHEAD = re.compile(r"\b(?:before|ahead of|prior to) (?:\w+ )?(?:other|rest)\w*|\bto the front\b", re.IGNORECASE)
_MOST = re.compile(r"\bmost\s+(\w+)", re.IGNORECASE)


def _is_said_otherwise(word: str, quoted: str) -> bool:
    """The newest is the most recent, and the biggest the largest."""
    if _NEWEST.search(word):
        return bool(_NEWEST.search(quoted))
    if _TOP.search(word):
        return bool(_TOP.search(quoted))
    if word == "first" and _AHEAD.search(quoted):
        return True
    same = synonyms(stem(word))
    return any(stem(other) in same for other in (*_MOST.findall(quoted), *_ANY_SUPERLATIVE.findall(quoted)))


@dataclass(frozen=True, slots=True)
class _Strong:
    """A word that leaves no exception, and the words of a quote that leave none either."""

    said: re.Pattern[str]
    quoted: re.Pattern[str]


_WHOLE = (
    r"all|every\w*|each|any\w*|always|entire\w*|whole|complete\w*|full\w*|universal\w*|regardless"
    r"|both|never|no|whatever|arbitrary|for \w+ in|per(?= \w)|100(?= ?%)"
)
_WITHOUT_EXCEPTION = whole_words(_WHOLE)
# "Fully managed" leaves nothing of the managing out; it does not speak of every tier.
_OF_A_QUALITY = re.compile(r"\b(?:full|fully|complete|completely) \w+", re.IGNORECASE)
_STRONG = (
    # "All", "any" and "always" rephrase one another, and "no ... not" as well.
    _Strong(
        whole_words(r"always|invariably"),
        whole_words(
            r"all|every\w*|each|any\w*|always|whenever|regardless|both|never|no|whatever|constant\w*|continuous\w*"
            r"|permanent\w*|forever"
        ),
    ),
    _Strong(
        whole_words(
            r"every(?:one)?|(?:(?<!\bin )|(?=all \w))(?<!\bnot )all(?! (?:but|told|in all|two|three|four|five|six)\b)"
            r"|no matter"
        ),
        _WITHOUT_EXCEPTION,
    ),
    # A duty is also said by what needs, requires or allows nothing else.
    _Strong(
        whole_words(r"must|(?<!not )mandatory|insists?"),
        whole_words(
            r"must|mandatory|requir\w+|need\w*|necessary|ha(?:s|ve) to|shall|only|not|make sure|ensure|please|should"
            r"|depend\w*|prerequisites?|minimum"
        ),
    ),
    _Strong(
        whole_words(
            r"whatever (?:the|its|their|they|it)|regardless of|irrespective of|independent(?:ly)? of|under all"
            r" circumstances|in all cases"
        ),
        whole_words(
            rf"{_WHOLE}|which\w*|irrespective|independent\w*|wherever|however|custom|without|not|various|different|or"
        ),
    ),
    _Strong(
        whole_words(r"whichever"),
        whole_words(rf"{_WHOLE}|which\w*|cho(?:ice|ose|sen)|select\w*|prefer\w*|want\w*|like|differen\w+|various"),
    ),
    _Strong(whole_words(r"never"), whole_words(r"never|not?|without|cannot|none|nothing|zero|always|only|\w+n't")),
    _Strong(
        whole_words(r"(?:certain|sure|bound) to|inevitabl[ey]|definitely|certainly|undoubtedly|without fail"),
        whole_words(
            r"certain\w*|sure|bound|inevitab\w+|definite\w*|undoubted\w*|guarantee\w*|ensur\w+|always|never|will|must"
        ),
    ),
    _Strong(whole_words(r"(?<!not )guarantee[sd]?"), whole_words(r"guarantee\w*|ensur\w+|certain\w*|may")),
    _Strong(
        whole_words(r"fully|completely"),
        whole_words(r"full\w*|complete\w*|entire\w*|whol\w+|all|total\w*|100(?= ?%)|pure\w*"),
    ),
)
# "A, B and C are all accepted": all of those that were just named.
_ALL_THESE = re.compile(r"\band [\w.+#-]+(?: \w+)? (?:(?:are|were|have|can) )?all\b", re.IGNORECASE)
_CERTAINLY = next(strong for strong in _STRONG if strong.said.search("bound to"))
_MAYBE = whole_words(r"may|might|could|possibly|perhaps")
_DUTIES = next(strong for strong in _STRONG if strong.said.search("must"))
# Weaker than those: a reader takes "any" and "everything" for a manner of speaking.
_LOOSE = whole_words(
    r"(?<!hardly )(?<!without )(?<!if )any(?!\w)(?! (?:of|more)\b)|everything|everywhere|anything|anywhere|anyone"
    r"|whatever"
)
_BOTH = whole_words(r"both")
_NOT_ONLY = whole_words(r"not (?:only|just|merely)")
_MORE = whole_words(
    r"not (?:only|just|merely)|also|other\w*|any|more|beyond|as well|both|too|further|plus|including|and"
)
# "May need to" obliges nobody.
_PERHAPS = whole_words(
    r"(?:may|might|could)(?: also| still| then)? (?:need|have|require|be (?:needed|required|necessary))"
)
_OBLIGES = whole_words(
    r"must|ha(?:s|ve) to|required|requires?|mandatory|needs? to|compulsory|necessary|needed|prerequisites?|depends on"
)
_LEAVES_OPEN = whole_words(
    r"optional(?:ly)?|may|might|could|can be|you can|recommended|alternatively|opt-in"
    r"|(?:not|n't)(?: \w+)? (?:required|necessary|needed|mandatory)|need not|needn't"
)
# What only those need who want something is no duty for everybody.
_FOR_WHOM = re.compile(r"\b(?:whoever|anyone who|those who|asked for)\b|^(?:in order )?to\b|^for\b", re.IGNORECASE)
_SOFTENS = re.compile(rf"\b(?:optional(?:ly)?|may|might|recommended|if|should)\b|{_FOR_WHOM.pattern}", re.IGNORECASE)
_LEAVES_OUT = whole_words(
    r"optional(?:ly)?|can be (?:left out|omitted|skipped|dropped)|need not|not (?:needed|required"
    r"|necessary)|voluntary|unnecessary"
)
# "Set the key" is an order, "sets the key" is none.
_FIRST_WORD = re.compile(r"\w+\b(?<![^s]s)")
_DUTY = re.compile(r"\bmust (?:be |first be )?(\w+)", re.IGNORECASE)


def strong_words_are_quoted(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Always, every, must, guaranteed ...: the quote itself has such a word of the same kind."""
    for strong in _STRONG:
        match = strong.said.search(_ALL_THESE.sub(lambda these: "·" * len(these[0]), claim.text))
        # "Both" and "no" make nothing whole where the claim has them too, or denies nothing.
        spent = {"both"} if _BOTH.search(claim.text) else set()
        spent |= set() if DENIAL.search(claim.text) or strong not in _STRONG[:2] else {"no", "never"}
        grounds = exhibit.quoted if strong is not _STRONG[1] else _OF_A_QUALITY.sub(" ", exhibit.quoted)
        quoted = {word.casefold() for word in strong.quoted.findall(grounds)} - spent
        is_doubted = strong is _CERTAINLY and _MAYBE.search(exhibit.quoted)
        is_told = strong is _DUTIES and (_is_ordered(claim.text, exhibit) or _FOR_WHOM.search(claim.text))
        if match and (not quoted or is_doubted) and not is_told:
            detail = f"“{match.group()}” goes further than the quote"
            yield Finding(SCOPE, Outcome.FAILED, detail, Span(*match.span()))
    yield from _duties_are_kept(claim, exhibit)
    yield from _numbered_are_not_all(claim, exhibit)
    more = _NOT_ONLY.search(claim.text)
    if more and not _MORE.search(exhibit.quoted):
        detail = f"“{more.group()}” goes further than the quote"
        yield Finding(SCOPE, Outcome.UNKNOWN, detail, Span(*more.span()))
    match = _LOOSE.search(claim.text)
    if match and not _WITHOUT_EXCEPTION.search(exhibit.quoted):
        detail = f"“{match.group()}” may go further than the quote"
        yield Finding(SCOPE, Outcome.UNKNOWN, detail, Span(*match.span()))


_ANY_OF = re.compile(r"\b(?:any|every|each|all)(?: of the)? (?:\w+ )??(\w{4,})\b", re.IGNORECASE)


def _numbered_are_not_all(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Eight languages are not every language."""
    if figures(claim.text).quantities:
        return
    for match in _ANY_OF.finditer(claim.text):
        noun = re.escape(match[1].casefold().removesuffix("s"))
        numbered = re.search(rf"(?<![\w.])\d+ (?:\w+ )?{noun}s\b", in_figures(exhibit.quoted), re.IGNORECASE)
        if numbered and not re.search(
            rf"\b(?:any|every|each|all)\b[^.,;\n]{{0,30}}\b{noun}", exhibit.quoted, re.IGNORECASE
        ):
            detail = f"“{match.group()}” where the quote says “{numbered.group()}”"
            yield Finding(SCOPE, Outcome.FAILED, detail, Span(*match.span()))
            return


def _duties_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What the quote leaves open is no duty in the claim; what it makes a duty is perhaps not left open there."""
    duty, leave = _OBLIGES.search(claim.text), _LEAVES_OPEN.search(exhibit.quoted)
    if duty and leave and not _OBLIGES.search(_PERHAPS.sub(" ", exhibit.quoted)) and not _SOFTENS.search(claim.text):
        detail = f"“{duty.group()}” where the quote says “{leave.group()}”"
        yield Finding(SCOPE, Outcome.FAILED, detail, Span(*duty.span()))
    leave, duty = _LEAVES_OUT.search(claim.text), _OBLIGES.search(exhibit.quoted)
    if leave and duty and not _LEAVES_OPEN.search(exhibit.quoted) and not _LEAVES_OUT.search(exhibit.quoted):
        detail = f"“{leave.group()}” where the quote says “{duty.group()}”"
        yield Finding("duty", Outcome.UNKNOWN, detail, Span(*leave.span()))


def _is_ordered(text: str, exhibit: Exhibit) -> bool:
    """A duty that the quote gives as an order: a clause of it begins with the verb of the duty."""
    duties = {stem(verb) for verb in _DUTY.findall(text)}
    firsts = (_FIRST_WORD.match(clause.text) for clause in exhibit.evidence.clauses)
    return any(stem(first.group()) in duties for first in firsts if first)


_GRADED = (
    r"faster|quicker|slower|better|worse|cheaper|costlier|easier|harder|simpler|safer|smarter"
    r"|stronger|weaker|smaller|larger"
    r"|bigger|lighter|heavier|lower|higher|superior|inferior|richer|poorer"
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
    r"|degrad\w+|minimal|optimi[sz]ed|little"
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
    if match and not _COMPARED.search(exhibit.quoted) and _is_graded(match.group(), claim, exhibit):
        detail = f"“{match.group()}” compares where the quote does not"
        yield Finding(COMPARISON, Outcome.UNKNOWN, detail, Span(*match.span()))
    elif match and not _COMPARED.search(exhibit.quoted):
        detail = f"“{match.group()}” compares where the quote does not"
        yield Finding(COMPARISON, Outcome.FAILED, detail, Span(*match.span()))
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
