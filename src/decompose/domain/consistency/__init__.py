"""Claims that are each true to their quotes, held against one another.

One sentence at a time is checked elsewhere. Here all that is told of an artifact is looked at together, and what is
told of it by others beside it: sentences that contradict each other, sentences of a comparison that the rival's own
records contradict, praise of what its source calls retired, hedges that no quote has, and records that tell one job
twice. Both sides of a contradiction are objected to, since the rules cannot know which one is right; what an editor
decided stands, and the other side gives way to it. Nothing depends on the order in which documents came.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from decompose.domain.capability import Claim, Reason
from decompose.domain.consistency.own import contradictions, own_hedges, unique_without_grounds
from decompose.domain.consistency.retired import banner, praise_of_the_retired, says_retired
from decompose.domain.consistency.rivals import about_rival, of_rivals
from decompose.domain.consistency.told import (
    CHECKS,
    DUPLICATE,
    DUPLICATE_ELSEWHERE,
    Told,
    having_a_say,
    is_objected,
    objected,
    stands,
)
from decompose.domain.consistency.twins import same_job, twins

__all__ = [
    "CHECKS",
    "DUPLICATE",
    "DUPLICATE_ELSEWHERE",
    "Objections",
    "Told",
    "about_rival",
    "banner",
    "having_a_say",
    "is_objected",
    "objected",
    "objections",
    "same_job",
    "says_retired",
    "stands",
    "twins",
]

Objections = Mapping[str, tuple[Reason, ...]]


def _nothing_beside(_: Claim) -> str:
    return ""


def objections(
    told: Told,
    rivals: Mapping[str, Told] | None = None,
    beside: Callable[[Claim], str] = _nothing_beside,
) -> Objections:
    """What speaks against claims of an artifact, by the id of the claim.

    Args:
        rivals: what is told of the rivals that its comparisons name, by the slug of a name that they go by.
        beside: the headings that a claim's quotes stand under, which may tell two variants apart.
    """
    standing = [claim for claim in told.claims if stands(claim)]
    found: dict[str, list[Reason]] = {}
    for claim, reason in (
        *contradictions(standing, told.names, beside),
        *of_rivals(standing, rivals or {}, told.names),
        *praise_of_the_retired(standing, told),
        *own_hedges(standing),
        *unique_without_grounds(told),
    ):
        if claim.decided is None:
            found.setdefault(claim.id, []).append(reason)
    return {identity: tuple(dict.fromkeys(reasons)) for identity, reasons in found.items()}
