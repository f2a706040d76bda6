"""Who does a thing and by what: the agent of a verb, what stands behind its preposition, which side of a relation."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.domain.any_case import AnyCase
from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.figures import is_named
from decompose.domain.claim_check.vocabulary import STOP
from decompose.domain.claim_check.words import Sentence, is_light, stem, synonyms, whole_words
from decompose.domain.document import Span
from decompose.domain.examination import Finding, Outcome
from decompose.domain.quantities import is_unit

_NAME = r"[A-Z][\w+-]*(?:[ .][A-Z][\w+-]*){0,3}"
_DONE_BY = re.compile(r"\b(?P<verb>[a-z]{3,}) by (?=(?P<agents>[^.;()\n]{3,90}))", re.IGNORECASE)
_AGENTS_END = re.compile(
    r"\s(?:and|but|who|which) (?:is|was|are|were|has|have|[a-z]+ by)\b|,\s[a-z]+ by\b|\s(?:in|for|with|on|under|to) "
)
_DOES = re.compile(
    rf"(?:^|[,;] |\b(?:and|but|while|whereas) )(?P<agents>{_NAME}(?:(?:, | and |, and ){_NAME}){{0,4}})"
    r" (?:(?:still|now|also|has|have|itself|who) )?(?P<verb>[a-z]{3,})\b"
)
_ONE_NAME = re.compile(_NAME)


def agents_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What was made by the one is not told as made by another whom the quote names too."""
    quoted = [(stem(match["verb"]), _agents(match)) for match in _DONE_BY.finditer(exhibit.quoted)]
    for match in (*_DONE_BY.finditer(claim.text), *_DOES.finditer(claim.text)) if quoted else ():
        verb, names = stem(match["verb"]), [name for name in _ONE_NAME.findall(_agents(match)) if _is_name(name)]
        theirs = [agents for other, agents in quoted if other == verb or other in synonyms(verb)]
        is_theirs = any(is_named(name, agents) for name in names for agents in theirs)
        if names and theirs and not is_theirs and all(is_named(name, exhibit.quoted) for name in names):
            detail = f"the quote says that of others than “{', '.join(names)}”"
            yield Finding("part", Outcome.FAILED, detail, Span(*match.span("agents")))
            return


def _is_name(name: str) -> bool:
    """Whether it is one, and no word that begins a sentence."""
    first, _, rest = name.partition(" ")
    return bool(rest) or first.casefold() not in STOP


def _agents(match: re.Match[str]) -> str:
    return _AGENTS_END.split(match["agents"])[0]


_BEHIND = re.compile(
    r"\b(?P<verb>[a-z]{4,}(?:ed|en|s|ing)?) (?:in |on )?(?P<how>by|per|according to|based on|with|via"
    r"|through) (?:the |its |their |an? |each )?"
    r"(?P<what>[a-z][\w-]{2,}(?: [a-z][\w-]{2,}){0,1})",
    re.IGNORECASE,
)


def ways_of_verbs_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What is sorted by name is not sorted by date."""
    known = exhibit.evidence.meanings | exhibit.surroundings.meanings
    quoted = [
        (stem(match["verb"]), match["how"].casefold(), Sentence(match["what"]))
        for match in _BEHIND.finditer(exhibit.quoted)
    ]
    for match in _BEHIND.finditer(claim.text) if quoted else ():
        verb, what = stem(match["verb"]), Sentence(match["what"])
        is_measured = any(map(is_unit, what.text.split()))
        if is_light(verb) or is_measured or not what.stems or not what.stems.isdisjoint(known):
            continue
        for other, how, thing in quoted:
            is_same = how == match["how"].casefold() and (other == verb or other in synonyms(verb))
            if is_same and thing.stems and thing.meanings.isdisjoint(claim.stems):
                detail = f"the sentence says “{match.group()}” where the quote has “{how} {thing.text}”"
                yield Finding("exchange", Outcome.FAILED, detail, Span(*match.span("what")))
                return


_RELATIONS = tuple(
    whole_words(relation)
    for relation in (
        r"(?:built|based|rests?|builds|relies|depends|runs) (?:on top of|upon|on)",
        r"(?:falls?|falling) back (?:to|on)|is repeated as|gives? way to",
        r"(?:convert|translat|transform|turn|compil|pars|chang)\w* (?P<one>(?:[\w-]+ ){0,4}?)(?:in)?to",
        r"replaces|supersedes|succeeds",
        r"extends|subclasses|inherits from|derives? from|(?:is|are) derived from|forked from|(?:a )?fork of",
        r"wraps|wrapper (?:around|for|of)",
        r"calls|invokes",
        r"contains|consists of|is made up of",
        r"sends? (?:\w+ ){0,3}?to|passes (?:\w+ ){0,3}?to|writes? (?:\w+ ){0,3}?to",
        r"(?:is |are )?part of|belongs to",
        r"takes? precedence over|overrides?|wins over|beats",
    )
)
_SIDE, _LOOK = 3, 100
_SENTENCE_END = re.compile(r"[.;!?](?=\s|$)|\n|,\s")


def relations_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What is built on another thing is not what that one is built on."""
    for relation in _RELATIONS:
        said = next(_sides(relation, claim.text), None)
        if said is None:
            continue
        for quoted in _sides(relation, exhibit.quoted):
            straight = bool(said[0] & quoted[0]) + bool(said[1] & quoted[1])
            turned = bool(said[0] & quoted[1]) + bool(said[1] & quoted[0])
            if turned > straight + 1 or (turned and not straight and said[0] & quoted[1]):
                detail = "the sentence and the quote tell the two sides of it the other way round"
                yield Finding("roles", Outcome.FAILED, detail, claim.place_of(said[0] | said[1]))
                return


def _sides(relation: AnyCase, text: str) -> Iterator[tuple[frozenset[str], frozenset[str]]]:
    for match in relation.finditer(text):
        before = match.groupdict().get("one") or _SENTENCE_END.split(text[: match.start()])[-1][-_LOOK:]
        behind = _SENTENCE_END.split(text[match.end() :], maxsplit=1)[0][:_LOOK]
        one = frozenset(word.stem for word in Sentence(before).words[-_SIDE:])
        other = frozenset(word.stem for word in Sentence(behind).words[:_SIDE])
        yield one - other, other - one
