"""Artifacts that their source calls retired, and praise that does not go with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from decompose.domain.any_case import AnyCase
from decompose.domain.capability import Claim, FactKind, Reason
from decompose.domain.consistency.names import with_name
from decompose.domain.consistency.told import RETIRED, Told, stands
from decompose.domain.document import BlockKind, VisibleText
from decompose.domain.evidence import folded

_RETIREMENT = (
    r"deprecated|archived|retired|unmaintained|discontinued|obsolete|sunset(?:ted)?|end[- ]of[- ]life|abandoned"
    r"|no longer (?:actively )?(?:maintained|developed|supported|updated)|not (?:actively )?maintained"
    r"|(?:superseded|replaced) by|renamed to|(?:been |has )moved to"
    r"|development (?:for|of|on) this \w+ has (?:been )?\w+ed"
)
_BANNER = AnyCase(rf"\b(?:{_RETIREMENT})\b")
_THING = (
    r"(?:project|repository|repo|package|server|library|tool|model|dataset|data set|extension|plug-?in|module|app"
    r"|service|framework|product|version|api|software|crate|gem|image|action|benchmark|prompt|agent)"
)
_OF_ITSELF = AnyCase(rf"\b(?:this|the|our) (?:[\w-]+ )?{_THING}\b|^it\b|\bit (?:is|was|has)\b|\bNAME\b")
_NOTICE = AnyCase(
    rf"^\W*(?:(?:important|notice|warning|note|attention)\W+)?(?:deprecat(?:ed|ion)|archived|unmaintained|retired|sunset(?:ting)?"
    rf"|discontinued|obsolete|(?:this (?:{_THING}) is )?no longer maintained)(?:\s+(?:notice|warning))?\W*(?:NAME\W*)?$"
    rf"|^\W*deprecation notice\b|\bsunsett?(?:ing)?\W+NAME|NAME\W+\(?(?:deprecated|archived|retired|unmaintained)\b",
)
_WILL_NOT = AnyCase(
    r"\b(?:not|never|isn't|n't) (?:be(?:en)? )?(?:deprecated|archived|retired|discontinued|obsolete)|\bif\b|\?",
)
_ALIVE = AnyCase(
    r"\b(?:actively (?:maintained|developed|supported)|under active development|well[- ]maintained|maintained"
    r"|up[- ]to[- ]date|recommended|current(?:ly)?|latest|newest|state[- ]of[- ]the[- ]art|production[- ]ready"
    r"|long[- ]term|go-to|regularly updated|new projects?|future-proof|official)\b",
)
# A part of whatever says that something is retired; most sentences have none, and are looked at no closer.
_CUE = AnyCase(
    r"deprecat|archiv|retired|maintained|discontinu|obsolete|sunset|end[- ]of[- ]life|abandoned|no longer|ed by"
    r"|ed to|development",
)
_SUCCESSOR = re.compile(r"\b(?:by|to|use|favou?r of|in|on)\s+(?:the\s+)?((?:[A-Z][\w.-]+\s?){1,4})")
# In code points: a banner stands in the opening, before the document goes into detail.
_OPENING = 1_500
_LONGEST_BANNER = 500
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s|$)[^.!?\n]*)*[.!?]?")


def banner(visible: VisibleText, names: Iterable[str]) -> str | None:
    """The sentence by which a document says that its artifact is retired, as it stands there; None without one.

    It stands in the opening or in a heading, and speaks of the artifact itself, not of a part of it.
    """
    names = tuple(names)
    for block in visible.blocks:
        is_heading = block.kind is BlockKind.HEADING
        if block.kind in {BlockKind.CODE, BlockKind.ROW} or (block.span.start > _OPENING and not is_heading):
            continue
        if any(hidden.span.overlaps(block.span) for hidden in visible.unquotable):
            continue
        for sentence in _sentences(visible.words_of(block.span), is_whole=is_heading):
            if len(sentence) > _LONGEST_BANNER:
                continue
            if _is_notice(sentence, names) if is_heading else says_retired(sentence, names):
                return sentence
    return None


def _sentences(words: str, *, is_whole: bool) -> Iterator[str]:
    if is_whole:
        yield words
        return
    for found in _SENTENCE.finditer(words):
        if found[0].strip():
            yield found[0].strip()


def says_retired(sentence: str, names: Iterable[str]) -> bool:
    """Whether a sentence says of the artifact itself that it is retired, renamed or replaced."""
    if not _CUE.search(folded(sentence)):
        return False
    words = with_name(sentence, names)
    if _WILL_NOT.search(words):
        return False
    if _is_notice(sentence, names) or re.search(
        r"\bwe (?:have )?sunset\b[^.]{0,40}\b(?:NAME|this)\b", words, re.IGNORECASE
    ):
        return True
    found = _BANNER.search(words)
    subject = _OF_ITSELF.search(words[: found.end()]) if found else None
    if found is None or subject is None:
        return False
    # What stands between the subject and its state may be another subject: "this project keeps its archived options".
    between = words[subject.end() : found.start()]
    return not between.strip() or bool(_IS.match(between) and len(between.split()) <= _REACH)


_IS = re.compile(r"^\s*(?:\([^)]{0,40}\)\s*)?(?:is|was|has|have|are|will)\b", re.IGNORECASE)
_REACH = 7


def _is_notice(sentence: str, names: Iterable[str]) -> bool:
    return bool(_CUE.search(folded(sentence)) and _NOTICE.search(with_name(sentence, names)))


def praise_of_the_retired(claims: Sequence[Claim], told: Told) -> Iterator[tuple[Claim, Reason]]:
    """What the source calls retired is not presented as current."""
    states = sorted(fact.claim.text for fact in told.facts if fact.kind is FactKind.STATUS and stands(fact.claim))
    said = next((text for text in states if says_retired(text, told.names)), None)
    if said is None:
        return
    successors = {name.strip(" .").casefold() for name in _SUCCESSOR.findall(said)}
    own = {name.casefold() for name in told.names}
    for claim in claims:
        praise = _ALIVE.search(claim.text) if claim.field in {"best_for", "unique"} else None
        of_successor = any(name in claim.text.casefold() for name in successors - own)
        if praise and not of_successor and not _BANNER.search(claim.text):
            yield claim, Reason(RETIRED, f"“{praise[0]}” does not go with what the source says of it: “{said}”")
