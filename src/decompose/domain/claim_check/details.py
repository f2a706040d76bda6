"""Details that a claim adds: definite things of which no word is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from decompose.domain.claim_check.denials import COUNTED
from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.features import FEATURE_PHRASES, FEATURES, SINGLE_FEATURES
from decompose.domain.claim_check.words import Sentence, by_line, stem, whole_words
from decompose.domain.document import Span
from decompose.domain.examination import Finding, Outcome
from decompose.domain.quantities import is_unit

FEATURE = "feature"
_FEATURES = by_line(FEATURES) | {stem(word): frozenset[str]() for word in SINGLE_FEATURES.split()}
_PHRASES = {
    (stem(one), stem(other)): frozenset(map(stem, rest))
    for one, other, *rest in map(str.split, FEATURE_PHRASES.strip().split("\n"))
}
# Phrases that name no thing of their words: a false alarm sounds none.
_MANNERS = whole_words(
    r"false (?:alarms?|positives?|negatives?)|by hand|at hand|first-?hand|hand in hand|in the wake of|on the fly"
    r"|from scratch"
    r"|at a glance|side by side|step by step|piece by piece|in a row|on board|under the hood|out of the box"
    r"|on the house"
    r"|in the long run|at the heart of|in the end|on the go|on the spot|in place|up to date|from the ground up"
    r"|at the core"
)
# "The linter reads ..." names the artifact by its sort.
_SUBJECT = re.compile(r"^(?:(?:the|this|its|an?) )?(?:[\w-]+ )?$", re.IGNORECASE)
_THE_SUBJECT = re.compile(r"^(?:the|this) $", re.IGNORECASE)


def features_are_quoted(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """A password, an editor, a queue: a definite thing of the claim that neither the quotes nor what is around name."""
    known = exhibit.evidence.meanings | exhibit.surroundings.meanings | exhibit.undenied
    for word in claim.words:
        others = _FEATURES.get(word.stem)
        if others is None or word.stem in known or not others.isdisjoint(known):
            continue
        if any(found.start() < word.end <= found.end() for found in _MANNERS.finditer(claim.text)):
            continue
        is_counted = is_unit(claim.text[word.start : word.end]) and COUNTED.search(claim.text[: word.start])
        if is_counted or (_SUBJECT.match(claim.text[: word.start]) and word.start):
            continue
        said = claim.text[word.start : word.end]
        yield Finding(FEATURE, Outcome.FAILED, f"the quote names no “{said}”", Span(word.start, word.end))
        return
    for one, other in pairwise(claim.words):
        others = _PHRASES.get((one.stem, other.stem))
        if others is None or not known.isdisjoint({one.stem, other.stem, *others}):
            continue
        if _THE_SUBJECT.match(claim.text[: one.start]):
            continue
        said = claim.text[one.start : other.end]
        yield Finding(FEATURE, Outcome.FAILED, f"the quote names no “{said}”", Span(one.start, other.end))
        return
