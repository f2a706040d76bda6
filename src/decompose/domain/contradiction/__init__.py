"""Can two sentences about one thing both be true? Numbers of one property, things denied and claimed, opposites.

The rules read words, not meaning, and say "no" only where the two sentences speak of the same: whatever is named on one
side alone (a variant, a plan, a platform, a purpose) may be why they differ, and then they are left alone.
"""

from __future__ import annotations

import re

from decompose.domain.contradiction.denials import denied_and_said
from decompose.domain.contradiction.measures import Measure
from decompose.domain.contradiction.numbers import numbers_differ
from decompose.domain.contradiction.opposites import opposites
from decompose.domain.contradiction.statement import Statement, set_apart
from decompose.domain.contradiction.words import marks, spelt_freely, stem, telling

__all__ = ["Measure", "Statement", "contradiction", "marks", "spelt_freely", "stem", "telling"]

_HALF_DENIAL = re.compile(
    r"\b(?:un\w+|in\w+able|only|instead|rather|except|un\w+ed|lacks?|fails?|prevents?|avoids?|disab\w+|if|unless"
    r"|when|may|might|some|yet|both|either|longer)\b|-free\b|\bnot only\b",
    re.IGNORECASE,
)
_FEWEST_SHARED = 2


def contradiction(one: Statement, other: Statement) -> str | None:
    """Why both sentences cannot be true, in words for an editor; None where they can."""
    return (
        numbers_differ(one, other)
        or denied_and_said(one.denies, other.says)
        or denied_and_said(other.denies, one.says)
        or opposites(one.states, other.states)
        or _one_is_denied(one, other)
    )


def _one_is_denied(one: Statement, other: Statement) -> str | None:
    """The same words, denied once: only in a sentence that says nothing else can the denial bear on nothing else."""
    no, yes = (one, other) if one.denials else (other, one)
    is_flipped = (no.denials, yes.denials) == (1, 0) and len(one.about) >= _FEWEST_SHARED
    if not is_flipped or one.about != other.about or set_apart(no, yes) - {"without"}:
        return None
    if _HALF_DENIAL.search(one.words) or _HALF_DENIAL.search(other.words):
        return None
    alike = [sorted(measure.quantity.number for measure in statement.measures) for statement in (one, other)]
    return "one denies what the other says" if alike[0] == alike[1] else None
