"""Does a claim say what its quotes say? Typed, explainable checks of one sentence against its evidence.

Each check answers with findings: what failed, or what it cannot tell, in words for an editor; without one it passes.
Each names its grounds: what counts in the quotes alone, what may also stand in their context (the headings above, the
header of the table, the lead-in of the list), and what the names of the artifact allow. The checks read words, not
meaning: what they let pass is not yet proved, and how far to trust it is a matter of the score.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from decompose.domain.capability import Reason
from decompose.domain.claim_check.bindings import (
    figures_keep_their_things,
    names_keep_their_part,
    what_is_aside_stays_aside,
)
from decompose.domain.claim_check.comparisons import (
    comparisons_are_quoted,
    praise_is_the_vendors,
    rival_is_compared,
    rivals_are_quoted,
)
from decompose.domain.claim_check.counterparts import members_have_counterparts, objects_are_kept, pairs_are_kept
from decompose.domain.claim_check.counts import counts_are_kept, units_are_quoted
from decompose.domain.claim_check.coverage import (
    LANGUAGE,
    additions_are_short,
    contrasts_are_kept,
    identifiers_are_quoted,
    items_are_quoted,
    language_is_known,
    modifiers_are_kept,
    new_words,
    order_is_kept,
    roles_are_kept,
    subject_is_kept,
    words_are_shared,
)
from decompose.domain.claim_check.denials import denials_agree, quotes_are_whole
from decompose.domain.claim_check.details import features_are_quoted
from decompose.domain.claim_check.doubts import DOUBTS
from decompose.domain.claim_check.exceptions import (
    denied_things_stay_denied,
    exceptions_are_kept,
    members_are_kept,
    opposites_keep_their_things,
    permissions_are_kept,
    what_is_done_without_is_not_needed,
)
from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.figures import given_names_are_quoted, names_are_quoted, numbers_are_quoted
from decompose.domain.claim_check.frames import agents_are_kept, relations_are_kept, ways_of_verbs_are_kept
from decompose.domain.claim_check.heads import things_are_of_their_sort
from decompose.domain.claim_check.modality import hedges_are_kept, status_is_kept
from decompose.domain.claim_check.rewording import changes_are_harmless
from decompose.domain.claim_check.sides import sides_agree
from decompose.domain.claim_check.strength import strong_words_are_quoted
from decompose.domain.claim_check.superlatives import superlatives_are_quoted
from decompose.domain.claim_check.tables import answers_are_kept, cells_are_kept
from decompose.domain.claim_check.ways import ways_agree
from decompose.domain.claim_check.words import Sentence, places_in
from decompose.domain.document import Span
from decompose.domain.examination import CERTAIN, Examination, Finding, Outcome

__all__ = ["FABRICATED", "HIDDEN_TEXT", "LANGUAGE", "NO_QUOTE", "Exhibit", "check", "examine", "unsupported_label"]

FABRICATED = "fabricated"
HIDDEN_TEXT = "hidden_text"
NO_QUOTE = "no_quote"

_CHECKS: tuple[Callable[[Sentence, Exhibit], Iterator[Finding]], ...] = (
    numbers_are_quoted,
    counts_are_kept,
    units_are_quoted,
    cells_are_kept,
    answers_are_kept,
    names_are_quoted,
    given_names_are_quoted,
    identifiers_are_quoted,
    superlatives_are_quoted,
    strong_words_are_quoted,
    comparisons_are_quoted,
    rivals_are_quoted,
    praise_is_the_vendors,
    denials_agree,
    permissions_are_kept,
    what_is_done_without_is_not_needed,
    denied_things_stay_denied,
    exceptions_are_kept,
    members_are_kept,
    opposites_keep_their_things,
    quotes_are_whole,
    sides_agree,
    things_are_of_their_sort,
    ways_agree,
    hedges_are_kept,
    status_is_kept,
    subject_is_kept,
    changes_are_harmless,
    words_are_shared,
    items_are_quoted,
    features_are_quoted,
    members_have_counterparts,
    objects_are_kept,
    pairs_are_kept,
    modifiers_are_kept,
    contrasts_are_kept,
    roles_are_kept,
    names_keep_their_part,
    agents_are_kept,
    ways_of_verbs_are_kept,
    relations_are_kept,
    what_is_aside_stays_aside,
    figures_keep_their_things,
    order_is_kept,
    additions_are_short,
    new_words,
    language_is_known,
)


def examine(text: str, exhibit: Exhibit, *, rival: str | None = None) -> tuple[Finding, ...]:
    """What every check finds out about the sentence, in a fixed order, each with its weight and its place."""
    if not exhibit.quotes:
        return (Finding(NO_QUOTE, Outcome.FAILED, "no quote of this sentence was found in the source", doubt=CERTAIN),)
    claim = Sentence.of(text)
    exhibit = exhibit.beside(claim)
    found = [finding for find in _CHECKS for finding in find(claim, exhibit)]
    found += rival_is_compared(rival, claim, exhibit)
    places = places_in(text) if any(finding.said for finding in found) else ()
    return tuple(_weighed(finding, places) for finding in found)


def _weighed(finding: Finding, places: Sequence[Span]) -> Finding:
    """The finding with its doubt, and with the place of its words in the claim as it was written."""
    said = finding.said
    if said:
        said = Span(places[said.start].start, places[said.end - 1].end)
    return replace(finding, said=said, doubt=DOUBTS.get((finding.check, finding.outcome.value), 0.0))


def check(text: str, exhibit: Exhibit, *, rival: str | None = None) -> tuple[Reason, ...]:
    """Why the sentence may not be published, in a fixed order; empty where it may."""
    return Examination(examine(text, exhibit, rival=rival)).reasons()


def unsupported_label(label: str, exhibit: Exhibit) -> Reason | None:
    """Why a label (intent, input, output) must be dropped: a number, name or superlative that no quote holds."""
    claim = Sentence.of(label)
    found = (*numbers_are_quoted(claim, exhibit), *superlatives_are_quoted(claim, exhibit))
    failed = next((finding for finding in found if finding.outcome is Outcome.FAILED), None)
    return Reason(failed.check, f"“{label}”: {failed.detail}") if failed else None
