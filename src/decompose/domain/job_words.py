"""The words that name a job: what is left of a text when its grammar is gone, and which words name one thing.

Stems are English; words of other languages stay whole. The words themselves are in `job_lexicon`, the jobs that several
of them tell together in `job_families`.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from itertools import takewhile

import snowballstemmer

from decompose.domain import job_families, job_lexicon
from decompose.domain.job_lexicon import STOP

_stemmer = snowballstemmer.stemmer("english")
_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")
_BRITISH = re.compile(r"(?<=\w{4})is(?=(?:e[ds]?|ing|ations?|ers?)$)")
_LINES = job_lexicon.ACTS + job_lexicon.THINGS


def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds a phrase in lower-case words, and the one word that each becomes."""
    found = {word.replace("-", " "): word.replace("-", "") for word in _LINES.split() if "-" in word}
    longest_first = sorted(found, key=lambda phrase: (-len(phrase), phrase))
    alternatives = "|".join(phrase.replace(" ", r"[\s-]+") + "s?" for phrase in longest_first)
    return re.compile(rf"\b(?:{alternatives})\b"), found


_PHRASE, _AS_ONE_WORD = _phrases()


@lru_cache(65_536)
def root(word: str) -> str:
    """The word without its ending, in one spelling of the two; the rules are English, other scripts stay whole."""
    if not word.isascii():
        return word
    return str(_stemmer.stemWord(_BRITISH.sub("iz", word)))


def _meanings() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _LINES.strip().splitlines():
        roots = [root(word.replace("-", "")) for word in line.split()]
        for one in roots:
            found.setdefault(one, roots[0])
    return found


_MEANING = _meanings()
# What somebody does, as against what he does it to.
ACTS = frozenset(root(line.split()[0].replace("-", "")) for line in job_lexicon.ACTS.strip().splitlines())


def words_of(text: str) -> list[tuple[str, str]]:
    """The words of a text that may tell a job: what each means, and how it was spelt, in lower case."""
    joined = _PHRASE.sub(lambda found: _one_word(found.group()), text.casefold())
    spelt = [word for word in _WORD.findall(joined) if word not in STOP and not word.isdecimal() and len(word) > 1]
    roots = [(root(word), word) for word in spelt]
    return [(_MEANING.get(one, one), word) for one, word in roots if one]


_JOINS = frozenset({"and", "or"})
_DEEDS = {root(word): "reads" for word in job_lexicon.READS.split()}
_DEEDS |= {root(word): "changes" for word in job_lexicon.CHANGES.split()}
_TOPIC = re.compile(r"^[^:]*:\s+")


def deed_of(heading: str) -> str:
    """Whether a heading begins with what "reads" a thing or "changes" it; "" where it begins with neither, or both."""
    words = (word.strip(",;") for word in _TOPIC.sub("", heading.casefold()).split())
    begun = takewhile(lambda word: word in _JOINS or root(word) in _DEEDS, words)
    found = {_DEEDS[root(word)] for word in begun if word not in _JOINS}
    return found.pop() if len(found) == 1 else ""


_TRAINS = re.compile(r"\b(?:pre-?|fine-?)?(?:train|tun|distil)(?:s|e|es|ed|ing|led|ling|ation)?\b", re.IGNORECASE)
_WHAT_IT_WILL_DO = re.compile(
    r"(\b(?:models?|networks?|assistants?|agents?|classifiers?))\s+(?:that|which|who|to|for)\b[^.;]*", re.IGNORECASE
)


def is_training(text: str) -> bool:
    """Whether a heading or sentence tells that something is trained."""
    return _TRAINS.search(text) is not None


def own_job(text: str, *, trains: bool) -> str:
    """What a text tells of its record: "data to train models that write code" tells of training, not of writing.

    Args:
        trains: whether the record's name tells that it trains something.
    """
    return _WHAT_IT_WILL_DO.sub(r"\1", text) if trains or is_training(text) else text


def _one_word(phrase: str) -> str:
    plain = re.sub(r"[\s-]+", " ", phrase)
    return _AS_ONE_WORD.get(plain) or _AS_ONE_WORD[plain.removesuffix("s")]


def _phrasings() -> dict[str, list[tuple[frozenset[str], str]]]:
    """What each phrasing says and its family, by one of its words that stands in the fewest others."""
    found: list[tuple[frozenset[str], str]] = []
    for line in job_families.FAMILIES.replace("\n    ", " ").strip().splitlines():
        family, _, phrasings = line.partition(": ")
        found += [(frozenset(meaning for meaning, _ in words_of(one)), family) for one in phrasings.split("; ")]
    times = Counter(meaning for words, _ in found for meaning in words)
    by_word: dict[str, list[tuple[frozenset[str], str]]] = {}
    for words, family in found:
        by_word.setdefault(min(words, key=lambda meaning: (times[meaning], meaning)), []).append((words, family))
    return by_word


_PHRASINGS = _phrasings()


def families_of(text: str) -> frozenset[str]:
    """The jobs of the trade that a heading or sentence tells: those of which it has every word of one phrasing."""
    words = frozenset(meaning for meaning, _ in words_of(text))
    told = (phrasing for meaning in words for phrasing in _PHRASINGS.get(meaning, ()))
    return frozenset(family for phrasing, family in told if phrasing <= words)
