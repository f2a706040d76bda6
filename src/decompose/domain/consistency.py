"""Claims that are each true to their quotes, held against one another.

One sentence at a time is checked elsewhere. Here all that is told of an artifact is looked at together, and what is
told of it by others beside it: sentences that contradict each other, sentences of a comparison that the rival's own
records contradict, praise of what its source calls retired, hedges that no quote has, and records that tell one job
twice. Both sides of a contradiction are objected to, since the rules cannot know which one is right; what an editor
decided stands, and the other side gives way to it. Nothing depends on the order in which documents came.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

from decompose.domain.capability import (
    Capability,
    CapabilityStatus,
    Claim,
    ClaimStatus,
    Fact,
    FactKind,
    Reason,
)
from decompose.domain.contradiction import Statement, contradiction, marks, spelt_freely, telling
from decompose.domain.document import BlockKind, Span, VisibleText
from decompose.domain.evidence import folded

# The names of the checks in here.
CONTRADICTION = "contradiction"
RIVAL = "rival_contradiction"
RETIRED = "status_banner"
OWN_HEDGE = "own_hedge"
UNIQUE = "unique"
DUPLICATE = "duplicate"
DUPLICATE_ELSEWHERE = "duplicate_elsewhere"
_CONTRADICTING = frozenset({CONTRADICTION, RIVAL, RETIRED})
CHECKS = _CONTRADICTING | {OWN_HEDGE, UNIQUE}

Objections = Mapping[str, tuple[Reason, ...]]


@dataclass(frozen=True, slots=True)
class Told:
    """All that is told of one artifact: its names, its records and its facts, as editors left them."""

    names: tuple[str, ...]
    capabilities: tuple[Capability, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        """Every claim once, in an order that no document's place changes."""
        found = [claim for record in self.capabilities for claim in record.claims]
        found += [fact.claim for fact in self.facts]
        return tuple(sorted({claim.id: claim for claim in found}.values(), key=lambda claim: claim.id))


# What is told by records of these has no say: rejected, stale, taken from pages elsewhere, spoken by hidden text.
_SILENT = frozenset(
    {CapabilityStatus.REJECTED, CapabilityStatus.STALE, CapabilityStatus.IMPORTED, CapabilityStatus.QUARANTINED}
)


def having_a_say(records: Iterable[Capability]) -> tuple[Capability, ...]:
    """The records whose claims are held against those of others."""
    return tuple(record for record in records if record.status not in _SILENT)


def _nothing_beside(_: Claim) -> str:
    return ""


def objections(
    told: Told,
    rivals: Mapping[str, Told] | None = None,
    beside: Callable[[Claim], str] = _nothing_beside,
) -> Objections:
    """What speaks against claims of an artifact, by the id of the claim.

    Args:
        rivals: what is told of the rivals that its comparisons name, by the name that they are given there.
        beside: the headings that a claim's quotes stand under, which may tell two variants apart.
    """
    standing = [claim for claim in told.claims if stands(claim)]
    found: dict[str, list[Reason]] = {}
    for claim, reason in (
        *_contradictions(standing, told.names, beside),
        *_of_rivals(standing, rivals or {}),
        *_praise_of_the_retired(standing, told),
        *_own_hedges(standing),
        *_unique_without_grounds(told),
    ):
        if claim.decided is None:
            found.setdefault(claim.id, []).append(reason)
    return {identity: tuple(dict.fromkeys(reasons)) for identity, reasons in found.items()}


def stands(claim: Claim) -> bool:
    """Whether the claim has a say: the checks of the sentence itself let it pass, or an editor did."""
    if claim.rejected:
        return False
    return claim.is_publishable or is_objected(claim)


def is_objected(claim: Claim) -> bool:
    """Whether nothing but the checks in here speaks against the claim."""
    return bool(claim.reasons) and all(reason.check in CHECKS for reason in claim.reasons)


def objected(claim: Claim, reasons: Sequence[Reason]) -> Claim:
    """A standing claim with the objections to it; without any it is as it was."""
    if not reasons:
        return claim
    is_contradicted = any(reason.check in _CONTRADICTING for reason in reasons)
    status = ClaimStatus.CONTRADICTED if is_contradicted else ClaimStatus.UNSUPPORTED
    return replace(claim, status=status, reasons=tuple(reasons))


# -- one artifact ------------------------------------------------------------------------------------------


def _contradictions(
    claims: Sequence[Claim], names: Sequence[str], beside: Callable[[Claim], str]
) -> Iterator[tuple[Claim, Reason]]:
    """Comparisons tell of two artifacts and are left to the check of rivals."""
    own = [claim for claim in claims if claim.rival is None]
    statements = {claim.id: Statement.of(claim.text, names) for claim in own}
    for one, other in combinations(own, 2):
        if not contradiction(statements[one.id], statements[other.id]):
            continue
        why = contradiction(
            Statement.of(one.text, names, beside=beside(one)), Statement.of(other.text, names, beside=beside(other))
        )
        if why:
            yield one, Reason(CONTRADICTION, f"it cannot be true together with “{other.text}”: {why}")
            yield other, Reason(CONTRADICTION, f"it cannot be true together with “{one.text}”: {why}")


_HEDGES = re.compile(
    r"\b(?:likely|probably|presumably|perhaps|possibly|apparently|supposedly|or similar|it appears"
    r"|appears? to (?:be|have)|seems?|seemingly|most likely|i think|i believe|we assume|assumed to)\b",
    re.IGNORECASE,
)
_ANY_DOUBT = re.compile(
    r"\b(?:likely|prob\w+|presum\w+|perhaps|possib\w+|apparent\w*|suppos\w+|similar|appear\w*|seem\w*|assum\w+|may|might"
    r"|could|can|maybe|potential\w*|expect\w*|should|believ\w+|think|susceptible|prone|risk\w*|tend\w*|chance\w*)\b",
    re.IGNORECASE,
)


def _own_hedges(claims: Iterable[Claim]) -> Iterator[tuple[Claim, Reason]]:
    """A guess of the writer is no fact: the quote doubts, or the sentence must not."""
    for claim in claims:
        hedge = _HEDGES.search(claim.text)
        quoted = " ".join(item.quote for item in claim.evidence)
        is_likelihood = hedge and re.search(rf"\b{re.escape(hedge[0])} than\b", claim.text, re.IGNORECASE)
        if hedge and not is_likelihood and not _ANY_DOUBT.search(quoted):
            yield claim, Reason(OWN_HEDGE, f"“{hedge[0]}” is a guess that the quote does not make")


def _unique_without_grounds(told: Told) -> Iterator[tuple[Claim, Reason]]:
    """What sets a record apart stands on words of its own, or says no more than its description."""
    for record in told.capabilities:
        described = " ".join(claim.text for claim in record.of("description") if stands(claim))
        for claim in record.of("unique"):
            if claim.evidence or not claim.is_publishable:
                continue
            known = telling(f"{described} {' '.join(told.names)}") | marks(described)
            new = sorted(word for word in telling(claim.text) | marks(claim.text) if word not in known)
            if new:
                yield (
                    claim,
                    Reason(UNIQUE, f"neither the description nor a quote of its own speaks of {', '.join(new)}"),
                )


# -- retired artifacts -------------------------------------------------------------------------------------

_RETIREMENT = (
    r"deprecated|archived|retired|unmaintained|discontinued|obsolete|sunset(?:ted)?|end[- ]of[- ]life|abandoned"
    r"|no longer (?:actively )?(?:maintained|developed|supported|updated)|not (?:actively )?maintained"
    r"|(?:superseded|replaced) by|renamed to|(?:been |has )moved to"
    r"|development (?:for|of|on) this \w+ has (?:been )?\w+ed"
)
_BANNER = re.compile(rf"\b(?:{_RETIREMENT})\b", re.IGNORECASE)
_THING = (
    r"(?:project|repository|repo|package|server|library|tool|model|dataset|data set|extension|plug-?in|module|app"
    r"|service|framework|product|version|api|software|crate|gem|image|action|benchmark|prompt|agent)"
)
_OF_ITSELF = re.compile(
    rf"\b(?:this|the|our) (?:[\w-]+ )?{_THING}\b|^it\b|\bit (?:is|was|has)\b|\bNAME\b", re.IGNORECASE
)
_NOTICE = re.compile(
    rf"^\W*(?:(?:important|notice|warning|note|attention)\W+)?(?:deprecat(?:ed|ion)|archived|unmaintained|retired|sunset(?:ting)?"
    rf"|discontinued|obsolete|(?:this (?:{_THING}) is )?no longer maintained)(?:\s+(?:notice|warning))?\W*(?:NAME\W*)?$"
    rf"|^\W*deprecation notice\b|\bsunsett?(?:ing)?\W+NAME|NAME\W+\(?(?:deprecated|archived|retired|unmaintained)\b",
    re.IGNORECASE,
)
_WILL_NOT = re.compile(
    r"\b(?:not|never|isn't|n't) (?:be(?:en)? )?(?:deprecated|archived|retired|discontinued|obsolete)|\bif\b|\?",
    re.IGNORECASE,
)
_ALIVE = re.compile(
    r"\b(?:actively (?:maintained|developed|supported)|under active development|well[- ]maintained|maintained"
    r"|up[- ]to[- ]date|recommended|current(?:ly)?|latest|newest|state[- ]of[- ]the[- ]art|production[- ]ready"
    r"|long[- ]term|go-to|regularly updated|new projects?|future-proof|official)\b",
    re.IGNORECASE,
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
            is_banner = _is_notice(sentence, names) if is_heading else says_retired(sentence, names)
            if is_banner and len(sentence) <= _LONGEST_BANNER:
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
    words = _with_name(sentence, names)
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
    return bool(_NOTICE.search(_with_name(sentence, names)))


_TITLE_GOES_ON = re.compile(r"\s*[(:|]|\s+[-–—]\s")


def _with_name(sentence: str, names: Iterable[str]) -> str:
    words = folded(sentence)
    # A title may go on behind the name: "Tide (experimental)", "Tide: a store for readings".
    whole = {*names, *(_TITLE_GOES_ON.split(name)[0] for name in names)} - {""}
    for name in sorted(whole, key=len, reverse=True):
        words = spelt_freely(folded(name)).sub("NAME", words)
    return words


def _praise_of_the_retired(claims: Sequence[Claim], told: Told) -> Iterator[tuple[Claim, Reason]]:
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


# -- rivals ------------------------------------------------------------------------------------------------

_UNLIKE = re.compile(r"^(?:unlike|in contrast to)\s+NAME\s*,\s*", re.IGNORECASE)
_PARTS = re.compile(
    r"[,;]\s+(?:and |but |while |whereas )?|\s(?:while|whereas|but|against|versus|vs\.?)\s", re.IGNORECASE
)
_LACKS = re.compile(r"\s*\bwhich NAME (?:does not|cannot|lacks|can't|doesn't)\b.*$", re.IGNORECASE)


def _of_rivals(claims: Sequence[Claim], rivals: Mapping[str, Told]) -> Iterator[tuple[Claim, Reason]]:
    """What a comparison says of the rival, against what the rival's own records say that readers may see."""
    for claim in claims:
        told = rivals.get(claim.rival or "")
        if told is None:
            continue
        names = (*told.names, claim.rival or "")
        said = [Statement.of(words, ()) for words in about_rival(claim.text, names)]
        for own in published(told):
            statement = Statement.of(own.text, names)
            why = next((why for one in said if (why := contradiction(one, statement))), None)
            if why:
                yield claim, Reason(RIVAL, f"the records of {claim.rival} say “{own.text}”: {why}")
                break


def about_rival(text: str, names: Iterable[str]) -> Iterator[str]:
    """What a sentence of a comparison says of the rival, as sentences in which "it" stands for the rival."""
    words = _with_name(text, names)
    unlike = _UNLIKE.match(words)
    if unlike:
        yield _denied(words[unlike.end() :])
        return
    lacks = _LACKS.search(words)
    if lacks:
        yield _denied(words[: lacks.start()])
        return
    parts = _PARTS.split(words)
    for part in parts:
        if re.match(r"^(?:that )?(?:the )?NAME\b", part):
            yield part.replace("NAME", "it")
    yield from _number_of_rival(parts)


def _number_of_rival(parts: Sequence[str]) -> Iterator[str]:
    """The rival's number and what it measures, which stands before: "A answers in 20 ms against 35 ms for NAME"."""
    for part in parts[1:]:
        number = re.match(r"^(?:the )?(?:\S{1,20} ){1,4}(?:for|of|in|by|with) NAME\W*$", part)
        first = re.sub(r"[$€£]?\d[\w.,%]*(?: ?(?:%|[a-zA-Z]{1,4}\b))?", "", parts[0], count=1)
        if number and re.search(r"\d", part):
            yield f"{first} {part}".replace("NAME", "it")


def _denied(words: str) -> str:
    """The main clause turned round for the rival: its subject, the artifact itself, gives way to "it"."""
    verb = re.search(
        r"\b(supports|has|offers|includes|provides|uses|needs|requires|stores|accepts|reads|handles|generates)\b", words
    )
    if verb is None:
        return ""
    if re.match(r"\s+no\b", words[verb.end() :]):
        return f"it {verb[1]} {words[verb.end() :].strip().removeprefix('no ')}"
    return f"it does not {verb[1].removesuffix('s') if verb[1] != 'has' else 'have'} {words[verb.end() :].strip()}"


def published(told: Told) -> tuple[Claim, ...]:
    """The claims that readers see."""
    shown = [
        claim for record in told.capabilities if record.status is CapabilityStatus.PUBLISHED for claim in record.claims
    ]
    shown += [fact.claim for fact in told.facts]
    return tuple(sorted((claim for claim in shown if claim.is_publishable), key=lambda claim: claim.id))


# -- records that tell one job twice -----------------------------------------------------------------------

SAME_NAME = 0.8
SAME_EVIDENCE = 0.6
SAME_WORDS = 0.9
_FEWEST_WORDS = 4


def twins(records: Iterable[Capability]) -> dict[str, Reason]:
    """Which records tell the job of one of another source again, by id, whatever their order.

    Of two, the one with more decisions of editors and more to tell stays.
    """
    kept: list[Capability] = []
    found: dict[str, Reason] = {}
    for record in sorted(records, key=_worth):
        elsewhere = (other for other in kept if other.provenance.revision != record.provenance.revision)
        twin = next((other for other in elsewhere if same_job(record, other)), None)
        if twin is None:
            kept.append(record)
        else:
            found[record.id] = Reason(DUPLICATE_ELSEWHERE, f"looks like “{twin.name}” of another source")
    return found


def _worth(record: Capability) -> tuple[int, int, str]:
    decided = sum(claim.decided is not None for claim in record.claims)
    return -decided, -sum(claim.is_publishable for claim in record.claims), record.id


def same_job(record: Capability, other: Capability) -> bool:
    """Whether two records have the same name, describe by the same quotes, or in the same words."""
    return (
        _overlap(set(record.name.casefold().split()), set(other.name.casefold().split())) >= SAME_NAME
        or _overlap(_described_by(record), _described_by(other)) >= SAME_EVIDENCE
        or _say_the_same(record, other)
    )


def _say_the_same(record: Capability, other: Capability) -> bool:
    """The same telling words, and nothing that tells two cases apart on one side alone."""
    texts = [" ".join(claim.text for claim in one.of("description") if stands(claim)) for one in (record, other)]
    words = [telling(text) for text in texts]
    are_enough = min(map(len, words)) >= _FEWEST_WORDS
    return are_enough and _overlap(*words) >= SAME_WORDS and marks(texts[0]) == marks(texts[1])


def _described_by(record: Capability) -> set[tuple[str, Span]]:
    return {(item.revision, item.span) for claim in record.of("description") for item in claim.evidence}


def _overlap(one: AbstractSet[Any], other: AbstractSet[Any]) -> float:
    return len(one & other) / len(one | other) if one and other else 0.0
