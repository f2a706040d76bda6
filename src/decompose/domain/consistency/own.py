"""Sentences about one artifact: those that contradict each other, guesses of the writer, uniqueness without grounds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from decompose.domain.any_case import AnyCase
from decompose.domain.capability import Claim, Reason
from decompose.domain.consistency.told import CONTRADICTION, OWN_HEDGE, UNIQUE, Told, stands
from decompose.domain.contradiction import Statement, contradiction, marks, telling


def contradictions(
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


_HEDGES = AnyCase(
    r"\b(?:likely|probably|presumably|perhaps|possibly|apparently|supposedly|or similar|it appears"
    r"|appears? to (?:be|have)|seems?|seemingly|most likely|i think|i believe|we assume|assumed to)\b",
)
_ANY_DOUBT = AnyCase(
    r"\b(?:likely|prob\w+|presum\w+|perhaps|possib\w+|apparent\w*|suppos\w+|similar|appear\w*|seem\w*|assum\w+|may|might"
    r"|could|can|maybe|potential\w*|expect\w*|should|believ\w+|think|susceptible|prone|risk\w*|tend\w*|chance\w*)\b",
)


def own_hedges(claims: Iterable[Claim]) -> Iterator[tuple[Claim, Reason]]:
    """A guess of the writer is no fact: the quote doubts, or the sentence must not."""
    for claim in claims:
        hedge = _HEDGES.search(claim.text)
        quoted = " ".join(item.quote for item in claim.evidence)
        is_likelihood = hedge and re.search(rf"\b{re.escape(hedge[0])} than\b", claim.text, re.IGNORECASE)
        if hedge and not is_likelihood and not _ANY_DOUBT.search(quoted):
            yield claim, Reason(OWN_HEDGE, f"“{hedge[0]}” is a guess that the quote does not make")


def unique_without_grounds(told: Told) -> Iterator[tuple[Claim, Reason]]:
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
