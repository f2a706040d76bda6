"""Which of its sort a thing is: the home directory is not the server directory. Data, and the check that needs it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.words import Sentence, stem
from decompose.domain.document import Span
from decompose.domain.examination import Finding, Outcome

# One line: a thing in all its words, and which of its sort it may be; of two in one line a thing is only one.
_SORTS = """
    directory folder path: home root current=working server project temporary parent cache output build install data
    file: configuration config log lock output input temporary temp source manifest dump
    key: public private primary foreign secret session encryption master
    branch: main default current feature release development base
    backend broker transport store: message result results cache session
    mode: batch streaming interactive debug production development read write safe strict
    version edition release: stable beta alpha nightly community enterprise professional preview original current
    level scope setting configuration: user project workspace system global local machine repository organisation
    argument parameter option: positional keyword required optional
    variable: environment local global instance class
    code status: exit http error
    set split data examples subset: training train test validation evaluation development
    window: context time sliding
    access permission permissions: read write execute admin
    message prompt role: system user assistant tool developer
    request: get post put patch delete
    server host machine: local remote web database proxy mail build staging production
    model: base instruct chat reasoning embedding reward draft reranking
    licence license: commercial permissive copyleft proprietary academic
    memory: short-term long-term shared working episodic semantic
    search index: keyword vector semantic full-text lexical
    error errors: syntax type runtime network import
    matching match: exact fuzzy prefix regular partial
    account plan tier: free paid personal team enterprise business trial
    hook: pre-commit post-commit pre-push post-merge
    test tests: unit integration regression end-to-end performance
    column field: first second third last
    thread process: main worker background child parent
    table page view: summary detail overview index
    node: leader follower parent child root leaf worker master
    loop: inner outer event training
    layer: hidden input output embedding attention
"""


_LINES = tuple(
    (frozenset(map(stem, heads.split())), frozenset(map(stem, re.split("[ =-]+", kinds.strip()))))
    for heads, _, kinds in (line.partition(":") for line in _SORTS.split("\n") if line.strip())
)


# Two kinds of one meaning.
_SAME_KIND = {stem(other): stem(one) for one, other in re.findall(r"(\w+)=(\w+)", _SORTS)}


def things_are_of_their_sort(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Of two things of one name (home directory, server directory) the claim names the quoted one."""
    said = _named(claim)
    known = exhibit.evidence.all_stems | exhibit.surroundings.all_stems | exhibit.evidence.meanings
    quoted = _named(exhibit.evidence) if said else {}
    for (number, kind), place in said.items():
        others = [other for line, other in quoted if line == number and other not in claim.meanings | {kind}]
        if kind in _SAME_KIND.values() and (number, kind) in quoted:
            continue
        if kind not in known and others:
            words = claim.text[place.start : place.end]
            detail = f"the sentence says “{words}” where the quote has “{others[0]} …”"
            yield Finding("exchange", Outcome.FAILED, detail, place)
            return


def _named(sentence: Sentence) -> dict[tuple[int, str], Span]:
    """Of which sort things are told to be, by the line of the thing; and where."""
    found: dict[tuple[int, str], Span] = {}
    for one, other in pairwise(sentence.words):
        if sentence.text[one.end : other.start] not in {" ", "-"}:
            continue
        for number, (heads, kinds) in enumerate(_LINES):
            if other.stem in heads and one.stem in kinds:
                found.setdefault((number, _SAME_KIND.get(one.stem, one.stem)), Span(one.start, other.end))
    return found
