"""What singles out - the first, the most, the only, without equal - stands in the quote itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.words import GRADES, Sentence, stem, synonyms, whole_words
from decompose.domain.document import Span
from decompose.domain.evidence import folded
from decompose.domain.examination import Finding, Outcome
from decompose.domain.quantities import figures

SUPERLATIVE = "superlative"

_SUPERLATIVE = re.compile(
    # "At best" and "at the latest" bound, and praise nothing.
    r"(?<!\bat )(?<!\bat the )(?<!\bat the very )"
    r"\b(?:(?<!\bis )(?<!\bare )best|best(?! (?:\w+ed|split|done|run|kept|read|left|put|set)\b)(?<=(?:is|re) best)"
    r"|worst|fastest|slowest|largest|biggest|smallest|cheapest|easiest|simplest|safest|newest|latest|strongest"
    r"|lightest|richest|broadest|widest|highest|lowest|earliest|oldest|"
    r"leading|unmatched|unrivalled|unique|sole|unparalleled|state[- ]of[- ]the[- ]art"
    # "The most tools" singles out, "most tools" counts them.
    r"|(?:(?<=\bthe )|(?<=\bits )|(?<=\bour )|(?<='s ))(?:most|least)\s+(?!of\b|cases\b|part\b)\w+"
    r"|(?<!at )(?:most|least)\s+\w{2,}(?:ly|ive|ful|[ai]ble|ant|ent|ic|ous|ed|ual|ular|ern|ure))\b",
    re.IGNORECASE,
)
# What is first in a row is no record, nor is what is done first: "the first argument", "is read first".
_PLACED = (
    r"(?:version|release|edition|generation|step|argument|parameter|operand|line|row|column|field|cell|item|element"
    r"|entry|character|letter|digit|word|token|byte|bit|page|chapter|section|paragraph|sentence|part|half|third|stage"
    r"|phase|round|pass|run|launch|start|use|call|attempt|try|request|response|reply|answer|match|hit|result|occurrence"
    r"|case|example|option|one|two|three|few|\d+|second|minute|hour|day|week|month|quarter|year|time|commit|message"
    r"|author|name|thing|place|of (?:all|the|these|those|them|two|three)|come|party|person|class|hand"
    r"|and (?:last|second))s?"
)
_FIRST = re.compile(
    rf"\b(?:(?<=\bthe )|(?<=\bits )|(?<=\bour )|(?<='s ))first\b(?![ -]{_PLACED}\b)"
    r"|\b(?:rank|com|place|finish|scor)(?:e|es|s|ed|ing) first\b|\bcame first\b"
    r"|\b(?:is|was|are|were|been) (?:among )?(?:the )?first (?:to|in|of)\b",
    re.IGNORECASE,
)
# "The only one" singles out; "only on Linux" restricts, which is modest.
_ONLY = re.compile(r"\b(?:the|its|an) only\b(?!\s+(?:an?|sometimes|rarely|partly|about)\b)", re.IGNORECASE)
_RESTRICTS = whole_words(
    r"(?<!not )only(?! (?:a (?:little|few|handful|small|minimal|tiny|bit)|one|once|when|if|after|where)\b)"
    r"|alone|exclusively|solely|(?<!not )(?:confined|limited"
    r"|restricted|reserved) (?:to|for)|nothing (?:else|but)"
    r"|(?:nobody|no one|none) (?:else|but)"
)
_RESTRICTED = re.compile(
    r"\b(?:only|just|sole\w*|alone|exclusive\w*|solely|nothing|not|unless|except|limit\w*|without"
    r"|confin\w*|reserv\w*|dedicat\w*|specific\w*|pure\w*|stand-?alone|restrict\w*|must|require\w*|both|no|optional\w*)\b",
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
_BOTH = whole_words(r"both")
_SINGLES_OUT = re.compile(r"\b(?:sole\w*|alone|exclusive\w*|no other|unique|just)\b", re.IGNORECASE)
# Somebody's praise, quoted as such.
_TESTIMONY = re.compile(r'^\W{0,3}"[^"]{5,}"\W{0,3}$')


_BETTER = "|".join(grade for grade in GRADES if grade.endswith("er") and grade != "longer")
# What has no equal is the best, without such a word.
_PEERLESS = whole_words(
    r"no other (?:\w+ ){1,4}?(?:can|could|does|do|is|are|has|have|comes?|reach\w*|offers?|matche?s?|gives?)"
    r"|(?:nobody|no one|nothing) else (?:can|does|is|has|offers?)|second to none|without (?:equal|rival|peer)|peerless"
    rf"|there (?:is|are) no (?:{_BETTER}|better|more \w+)|(?:not|never|un)(?: \w+)? ?(?:surpassed|outdone|equalled"
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
    for pattern in (_SUPERLATIVE, _FIRST, _ONLY):
        for match in pattern.finditer(claim.text):
            word = "first" if pattern is _FIRST else match.group().casefold().split()[0]
            if _ONLY.search(quoted) if pattern is _ONLY else re.search(rf"\b{re.escape(word)}", quoted):
                if is_praise:
                    detail = f"“{match.group()}” is praise that the source quotes"
                    yield Finding(SUPERLATIVE, Outcome.FAILED, detail, Span(*match.span()))
                continue
            if pattern in {_SUPERLATIVE, _FIRST} and _heads_an_order(match, claim, exhibit):
                continue
            if pattern is not _ONLY and (_is_said_otherwise(word, quoted) or _is_end_of_bound(word, exhibit)):
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
_FEWEST_FIGURES = 2
# What a bound says: of "3.9 or newer" 3.9 is the oldest, of "up to 5" 5 is the most.
_EXTREMES = (
    (
        whole_words(r"oldest|earliest|lowest|smallest|shortest|cheapest|lightest|first|fewest"),
        re.compile(
            r"\d ?\+|>=?|\bor (?:newer|later|higher|above|more|greater|larger|up|upwards)\b"
            r"|\b(?:at least|min(?:imum|imal)?|start(?:s|ing)? (?:at|from|with)|lower (?:bound|limit)"
            r"|no (?:less|fewer|older|earlier|lower) than|onwards?|since|down to|floor)\b",
            re.IGNORECASE,
        ),
    ),
    (
        whole_words(r"newest|latest|highest|largest|biggest|greatest|longest|last|heaviest"),
        re.compile(
            r"<=?|\bor (?:earlier|older|less|lower|below|fewer|smaller)\b"
            r"|\b(?:at most|max(?:imum|imal)?|up to|upper (?:bound|limit)|no (?:more|newer|later|higher) than|limit\w*"
            r"|cap|capped|ceiling|peak|tops?)\b",
            re.IGNORECASE,
        ),
    ),
)


# What is ordered by something has the most of it first.
_ORDERED = whole_words(r"(?:order|sort|rank|priorit|arrang)\w*\b[^.;\n]{0,40}\bby")
_IN_FRONT = whole_words(r"first|at the top|in front|on top|ahead|top")


def _heads_an_order(match: re.Match[str], claim: Sentence, exhibit: Exhibit) -> bool:
    """Whether it is what comes first of things that the quote orders so: the most relevant, by relevance."""
    most = _MOST.search(claim.text)
    graded = stem(most[1] if most else match.group())
    is_quoted = not exhibit.evidence.meanings.isdisjoint({graded, *synonyms(graded)})
    return bool(is_quoted and _ORDERED.search(exhibit.quoted) and _IN_FRONT.search(claim.text))


_FIGURE = re.compile(r"\d")
_BESIDE = 25  # characters


def _is_end_of_bound(word: str, exhibit: Exhibit) -> bool:
    """A bound has a figure beside it: "rate limits" bound nothing that could be the largest."""
    text = exhibit.quoted
    return any(
        _FIGURE.search(text, max(match.start() - _BESIDE, 0), match.end() + _BESIDE)
        for said, bound in _EXTREMES
        if said.fullmatch(word)
        for match in bound.finditer(text)
    )


def _is_bound(exhibit: Exhibit) -> bool:
    return any(bound.search(exhibit.quoted) for _, bound in _EXTREMES)


def _may_be_read_off(word: str, exhibit: Exhibit) -> bool:
    is_listed = len(figures(exhibit.quoted).quantities) >= _FEWEST_FIGURES or _is_bound(exhibit)
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
# Superlatives of one meaning.
_ALIKE = tuple(
    whole_words(line)
    for line in (
        r"lowest|smallest|least|fewest|minimum|minimal|tiniest",
        r"highest|largest|biggest|greatest|most|maximum|maximal|top|peak",
        r"oldest|earliest|first|original|initial\w*|inaugural|pioneer\w*",
        r"last|final|latest|newest|most recent",
        r"fastest|quickest|swiftest|most rapid",
        r"easiest|simplest|most straightforward",
        r"widest|broadest|most extensive|most comprehensive|richest",
        r"strongest|most powerful|most robust",
        r"sole|only|unique\w*|exclusive\w*|unparalleled|unmatched|unrivalled|no other",
        r"leading|foremost|best|top|number one|#1|sota|state[- ]of[- ]the[- ]art",
        r"best|most (?:suitable|effective|appropriate)|ideal\w*|optimal\w*|perfect\w*|recommended|preferred",
    )
)


def _is_said_otherwise(word: str, quoted: str) -> bool:
    """The newest is the most recent, and the biggest the largest."""
    if _NEWEST.search(word):
        return bool(_NEWEST.search(quoted))
    if _TOP.search(word) and _TOP.search(quoted):
        return True
    if word == "first" and _AHEAD.search(quoted):
        return True
    if any(alike.search(word) and alike.search(quoted) for alike in _ALIKE):
        return True
    same = synonyms(stem(word))
    return any(stem(other) in same for other in (*_MOST.findall(quoted), *_ANY_SUPERLATIVE.findall(quoted)))
