"""What a source itself denies: that a job which another artifact does is done by its own.

Silence is no denial. A denial counts only in a limitation that readers may see, and only where the clause that denies
names the whole job (all words of the record's name or of one intent, two at least) or says that an input is not
accepted without which the job cannot be done. The page repeats the limitation, so that a reader can judge.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from decompose.domain.capability import Capability, Claim
from decompose.domain.claim_check.denials import DENIAL, NO_DENIAL
from decompose.domain.job_words import words_of

_CLAUSE = re.compile(r"[;:.!?]\s|,\s(?=but\b|and\b|yet\b)|\bbut\b")
_TAKES = re.compile(r"\b(?:accept|support|take|read|handle|process|understand|input|see)\w*", re.IGNORECASE)
_FEWEST = 2


def stated_absent(alone: Sequence[Capability], others: Sequence[Capability]) -> Mapping[str, Claim]:
    """The limitation of the other side that denies a job, by the id of the record that names it.

    Args:
        alone: records that have no partner on the other side.
        others: the records of the other side, with what readers may see.
    """
    denials = [(claim, clause) for record in others for claim in record.of("limitations") for clause in _denying(claim)]
    found = {}
    for record in alone:
        denied = next((claim for claim, clause in denials if claim.is_publishable and _denies(clause, record)), None)
        if denied:
            found[record.id] = denied
    return found


def _denying(claim: Claim) -> Iterator[str]:
    """The clauses of a sentence that deny something."""
    for clause in _CLAUSE.split(claim.text):
        if DENIAL.search(NO_DENIAL.sub("", clause)):
            yield clause


def _denies(clause: str, record: Capability) -> bool:
    said = _meanings(clause)
    headings = [_meanings(text) for text in (record.name, *record.intents)]
    if any(len(heading) >= _FEWEST and heading <= said for heading in headings):
        return True
    if not _TAKES.search(clause):
        return False
    named = frozenset().union(*headings)
    return any(thing and thing <= said and thing <= named for thing in map(_meanings, record.inputs))


def _meanings(text: str) -> frozenset[str]:
    return frozenset(meaning for meaning, _ in words_of(text))
