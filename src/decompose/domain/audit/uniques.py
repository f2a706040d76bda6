"""D19: what the line of the unique adds to the description without saying where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from decompose.domain.audit.defect import Defect
from decompose.domain.audit.likeness import meanings, shared
from decompose.domain.audit.numbers import Figure, figures_in, is_derived
from decompose.domain.audit.sheet import DESCRIPTION, UNIQUE, SheetSide, Statement
from decompose.domain.audit.words import DENIED, RIVALS, blanked, folded_name, names, stem, stems
from decompose.domain.quantities import in_figures

# Ways of doing something that can be checked, each with its noun: a fact, if it is one.
_CARE = (
    r"reviews?|reviewed|annotation|annotated|curation|curated|audits?|checks?|inspection|"
    r"labell?ing|labell?ed|verification|verified|evaluation|approval|moderation|corrections?|tagging"
)
_MANNER = re.compile(
    rf"\b(?:(?:manual|manually|human|expert|experts?|independent|independently|third-party|formal|"
    rf"formally|hand)[ -](?:{_CARE})"
    r"|semantic (?:versioning|search|ranking|caching)|(?:signed|encrypted|certified|patented|"
    r"peer-reviewed|audited) [a-z]{4,}"
    r"|(?:nightly|daily|weekly|hourly|monthly|real-time|incremental|hardware-accelerated|"
    r"cryptographic|role-based|zero-knowledge) [a-z]{4,}"
    r"|(?:reviewed|checked|read|marked|labelled) by hand)\b",
    re.IGNORECASE,
)
_LONGEST_LIST = 30


def unique_defects(side: SheetSide) -> Iterator[Defect]:
    """Numbers, names and ways of working in a line of the unique that no description of the artifact has."""
    descriptions = side.of(DESCRIPTION)
    told = " ".join(statement.text for statement in descriptions)
    kind = side.side.kind.label if side.side.kind else ""
    known_names = folded_name(told) + folded_name(side.name) + folded_name(kind)
    for statement in side.of(UNIQUE):
        own = next(found.text for found in descriptions if found.record == statement.record)
        text = blanked(statement.text, RIVALS, DENIED, _ASIDE)
        found = [
            *_manners(text, own),
            *_assurances(text, told),
            *_new_matters(text, told),
            *_new_names(text, known_names),
            *_new_figures(text, descriptions),
        ]
        for start, end in sorted(set(found)):
            why = "the description says nothing of it, and no source is named"
            yield statement.defect("D19", statement.text[start:end], why)


# Behind a dash a line of the unique turns to others.
_ASIDE = re.compile(r" — (?:more|less|unlike|avoids|shifts|no other)\b[^.]{0,300}", re.IGNORECASE)


def _manners(text: str, description: str) -> Iterator[tuple[int, int]]:
    told = stems(description)
    for match in _MANNER.finditer(text):
        if stem(re.split(r"[ -]", match.group())[0]) not in told:
            yield match.span()


# What can be looked up, whatever the artifact is: how often, by whom, under which assurance, of how many.
_PERSON = (
    r"annotators?|assessors?|auditors?|reviewers?|experts?|lawyers?|editors?|linguists?|doctors?|physicians?|"
    r"clinicians?|"
    r"engineers?|specialists?|professionals?|inspectors?|testers?|researchers?|scientists?|translators?|"
    r"moderators?|raters?|"
    r"third part(?:y|ies)|volunteers?|notar(?:y|ies)|authorit(?:y|ies)|laborator(?:y|ies)|labs?|compan(?:y|ies)|"
    r"firms?|universit(?:y|ies)"
)
_CARED = (
    r"(?:re-?)?read|check|review|certif|audit|approv|verif|inspect|label|annotat|grad|scor|rat|sign|confirm|"
    r"test|assess|"
    r"evaluat|supervis|curat|proofread|examin|vett"
)
_ASSURED = re.compile(
    r"\b(?P<often>(?:every|each|once an?|twice an?|per) (?:[a-z]+ )?(?:seconds?|minutes?|hours?|days?|nights?|"
    r"weeks?|months?|quarters?|years?)"
    r"|(?:once|twice|(?:two|three|four|five|six|eight|ten|twelve|\d{1,3}) times) (?:an?|per|each|every) "
    r"(?:seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?)"
    r"|hourly|nightly|daily|weekly|monthly|quarterly|yearly|annually)\b"
    r"|\b(?P<assurance>certif(?:y|ies|ied|icates?|ication)|accredited|audited|notari[sz]ed|patented|insured|"
    r"guaranteed?|"
    r"warrant(?:y|ies|ed)|compliant|compliance|peer-reviewed|tamper-proof|end-to-end encrypt\w+)\b"
    rf"|\b(?P<person>{_PERSON})\b(?=[^.;:]{{0,40}}\b(?:{_CARED})\w*)"
    rf"|\b(?:{_CARED})\w*\b[^.;:,]{{0,30}}\bby (?:[a-z-]+ ){{0,2}}(?P<carer>{_PERSON})\b"
    r"|\b(?P<share>every (?:second|third|fourth|fifth|tenth|hundredth)|an? (?:third|quarter|fifth|sixth|"
    r"tenth) of|two thirds of|"
    r"three quarters of|one in (?:two|three|four|five|ten))\b",
    re.IGNORECASE,
)
_SMALL_WORDS = frozenset(
    "every each once twice times a an per of in one by two three four five six eight ten twelve".split()
)


def _assurances(text: str, told: str) -> Iterator[tuple[int, int]]:
    """How often, by whom, under which assurance or for which share something is done, where no description says so."""
    known = frozenset().union(*(meanings(found) for found in (told, in_figures(told))))
    for match in _ASSURED.finditer(text):
        said = next(word for word in match.groupdict().values() if word)
        words = [word for word in re.findall(r"[a-z]+", said.casefold()) if word not in _SMALL_WORDS]
        if match["share"] and _divides(words, told):
            continue
        if not any(shared(meanings(word), known) for word in words):
            yield match.span()


_PARTS = {"third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "tenth": 10, "second": 2, "hundredth": 100}


def _divides(words: Sequence[str], told: str) -> bool:
    """Whether two numbers of one unit that the descriptions give make the fraction."""
    part = next((_PARTS[word] for word in words if word in _PARTS), 0)
    known = [figure for figure in figures_in(told) if figure.low > 0][:100]
    return any(x.unit == y.unit and abs(y.low / x.low - part) < _STEP for x in known for y in known)


_STEP = 0.05

# A part of the sentence that tells another thing that is done, not what follows from it.
_PART = re.compile(r"(?:; |, and |, with | and (?=[a-z]+s )|, under )(?P<part>[^.;,—]{20,240})")
_CONSEQUENCE = re.compile(
    r"\b(?:so|so that|thus|therefore|hence|because|since|as|for which|which|who|that|without|rather than|"
    r"instead of|unlike|if|when|"
    r"before|until|whose|where|need not|can|may|does not|cannot|never|not|no)\b",
    re.IGNORECASE,
)
_FEWEST_NEW, _MOST_KNOWN = 5, 0.2


def _new_matters(text: str, told: str) -> Iterator[tuple[int, int]]:
    """A part of the line of which next to no word is in any description: another matter altogether."""
    known = meanings(told)
    ends = _CONSEQUENCE.search(text)
    for match in _PART.finditer(text, 0, ends.start() if ends else len(text)):
        words = frozenset(word for word in meanings(match["part"]) if not word[0].isdigit())
        if len(words) >= _FEWEST_NEW and len(shared(words, known)) <= _MOST_KNOWN * len(words):
            yield match.span("part")


def _new_names(text: str, known: str) -> Iterator[tuple[int, int]]:
    for start, name in names(text):
        parts = [part for part in re.split(r"[ /-]", name) if part]
        is_new = all(folded_name(part).removesuffix("s") not in known for part in parts if folded_name(part))
        if is_new and len(folded_name(name)) > 2:
            yield start, start + len(name)


def _new_figures(text: str, descriptions: Sequence[Statement]) -> Iterator[tuple[int, int]]:
    known = [figure for statement in descriptions for figure in figures_in(statement.text)]
    for figure in figures_in(text):
        is_known = any(figure.low == other.low and figure.high == other.high for other in known) or _is_product(
            figure.low, known
        )
        if not is_known and not is_derived(figure, known) and not _is_counted(figure.low, descriptions):
            behind = re.match(r"(?:[ -][A-Za-z][\w-]*){0,2}", text[figure.end :])
            if not any(start <= figure.start < start + len(name) for start, name in names(text)):
                yield figure.start, figure.end + (behind.end() if behind else 0)


def _is_product(value: float, known: Sequence[Figure]) -> bool:
    """Whether two numbers of one description make it: so many of so many each."""
    numbers = sorted({figure.low for figure in known if figure.low > 1})[:60]
    return any(x * y == value for x, y in combinations(numbers, 2))


def _is_counted(number: float, descriptions: Sequence[Statement]) -> bool:
    """Whether a description lists as many things."""
    return number <= _LONGEST_LIST and any(
        len(re.findall(r",(?: and| or)? ", listed)) + 1 == number
        for statement in descriptions
        for listed in re.findall(r"[^.;:]{1,600}", statement.text)
    )
