"""How alike two texts are by what their words mean: stems, synonyms and numbers, the rarer the weightier."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import lru_cache

from decompose.domain.claim_check.words import Sentence, synonyms

_NUMBER = re.compile(r"\d[\d.,]{0,20}\d|\d")
_SYNONYM = 0.8  # of the weight of the word itself
Weights = Mapping[str, float]


@lru_cache(maxsize=8192)
def meanings(text: str) -> frozenset[str]:
    """The stems of the words that carry an assertion, and the numbers."""
    return Sentence.of(text).stems | frozenset(_NUMBER.findall(text))


def weights(texts: Iterable[str]) -> Weights:
    """What a word counts: the less, the more of the texts have it."""
    told = [meanings(text) for text in texts]
    return {word: math.log((len(told) + 1) / count) for word, count in Counter(w for t in told for w in t).items()}


def likeness(one: frozenset[str], other: frozenset[str], weighed: Weights) -> float:
    """From 0 to 1: the weight of the words of both that the other side has too, itself or by a synonym."""
    whole = sum(weighed[word] for word in one) + sum(weighed[word] for word in other)
    shared = sum(weighed[word] * _has(other, word) for word in one)
    shared += sum(weighed[word] * _has(one, word) for word in other)
    return shared / whole if whole else 0.0


def shared(one: frozenset[str], other: frozenset[str]) -> frozenset[str]:
    """The words of the first that the second says too, itself or by a synonym."""
    return frozenset(word for word in one if _has(other, word))


def _has(words: frozenset[str], word: str) -> float:
    if word in words:
        return 1.0
    return _SYNONYM if synonyms(word) & words else 0.0
