"""What a text is about, and what sets its case apart from another: stems, names, numbered stages."""

from __future__ import annotations

import re
from functools import lru_cache

_WORD = re.compile(r"[^\W\d_]+(?:'[a-z]+)?")
# fmt: off
# Words that tell nothing apart: those of the language, and what any sentence about an artifact may say.
_NEUTRAL = frozenset({
    "a", "about", "above", "across", "all", "allow", "allows", "almost", "also", "an", "and", "any",
    "approximately", "are", "around", "as", "at", "available", "be", "been", "below", "between", "by", "can",
    "come", "comes", "cost", "costs", "could", "do", "does", "each", "ever", "every", "exactly", "feature",
    "features", "for", "from", "full", "fully", "get", "gets", "give", "gives", "had", "has", "have", "having",
    "high", "higher", "hold", "holds", "if", "in", "included", "includes", "including", "into", "is", "it",
    "its", "itself", "later", "least", "less", "lets", "library", "like", "makes", "many", "may", "model",
    "more", "most", "must", "need", "needed", "needs", "newer", "no", "not", "of", "offer", "offers", "on",
    "one", "only", "or", "over", "own", "package", "per", "plus", "project", "provide", "provides", "require",
    "required", "requires", "roughly", "run", "running", "runs", "server", "should", "size", "some", "such",
    "support", "supported", "supports", "system", "than", "that", "the", "their", "them", "there", "these",
    "they", "this", "those", "to", "tool", "total", "under", "up", "use", "used", "user", "users", "uses",
    "using", "via", "was", "well", "were", "when", "where", "which", "will", "with", "work", "works", "you",
    "your",
})
# Words that set one case apart from another wherever they stand on one side alone.
_TELLS_APART = frozenset({
    "activated", "active", "actual", "additional", "after", "annual", "annually", "another", "audio", "average",
    "base", "basic", "batch", "before", "beginning", "build", "business", "chat", "client", "cloud",
    "commercial", "community", "compressed", "cpu", "daily", "decoder", "default", "desktop", "developer",
    "development", "download", "earlier", "early", "edition", "embedding", "encoder", "enterprise",
    "experimental", "extended", "extra", "family", "fast", "first", "former", "formerly", "free", "full",
    "future", "global", "gpu", "guest", "hosted", "image", "individual", "inference", "initial", "initially",
    "input", "installed", "instruct", "internal", "large", "larger", "largest", "last", "legacy", "light",
    "lite", "local", "long", "max", "maximum", "mean", "median", "medium", "min", "mini", "minimal", "minimum",
    "mobile", "monthly", "multi", "multilingual", "multiple", "nano", "new", "next", "nightly", "non",
    "official", "old", "older", "optional", "original", "originally", "other", "output", "paid", "peak",
    "personal", "plan", "planned", "planning", "plugin", "premium", "preview", "previous", "previously", "pro",
    "production", "quantised", "quantized", "read", "recommended", "remote", "sample", "second", "secondary",
    "self", "short", "single", "small", "smaller", "smallest", "some", "standard", "starter", "still",
    "student", "subset", "successor", "team", "teams", "test", "testing", "text", "third", "tier", "tiny",
    "train", "training", "trial", "until", "upload", "validation", "variant", "vector", "video", "vision",
    "weekly", "without", "write", "yearly",
})
# fmt: on
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ers", "er", "ies", "ied", "ed", "es", "s", "e", "y")
_KNOWN_NAMES = 4_096
_KNOWN_STEMS = 16_384
_SHORTEST_STEM = 3
_CAPITAL = re.compile(r"(?<![\w.-])[A-Z][\w+#.-]*\w|(?<![\w.-])[A-Z]\b|\b[a-z]+[A-Z]\w*")
_WITH_DIGIT = re.compile(r"\b(?=[\w.-]{0,20}\d)(?=[\w.-]{0,20}[A-Za-z])[A-Za-z0-9][\w.-]*\w")
NUMBERING = r"\b(?:version|release|stage|step|level|phase|part|tier|chapter|round|epoch|it v|it|v)[ -]?"
_NUMBERED = re.compile(rf"{NUMBERING}(\d[\d.]*)", re.IGNORECASE)
# What a list says of each of its items: "en: 305 GB".
_LABEL = re.compile(r"^\W{0,3}([\w./-]{1,40}): ")
_COMMON_CAPITALS = frozenset("ai api apis cli i id llm llms ml ok sdk ui url".split())
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]\s+)['\"(\[]*$")
_PIECE = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+")
CLAUSE = re.compile(r"[,;:()]\s|\s-\s|\s(?:and|but|while|whereas|although|of which|against|versus|vs|compared)\s")


@lru_cache(_KNOWN_STEMS)
def stem(word: str) -> str:
    """A word in lower case without its ending; short words stay whole."""
    low = word.casefold().removesuffix("'s")
    for ending in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= _SHORTEST_STEM and not low.endswith("ss"):
            return low.removesuffix(ending)
    return low


_NEUTRAL_STEMS = frozenset(stem(word) for word in _NEUTRAL) | _NEUTRAL
_APART_STEMS = frozenset(stem(word) for word in _TELLS_APART) | _TELLS_APART


def telling(text: str) -> frozenset[str]:
    """The stems of the words that say what a text is about."""
    return frozenset(
        stem(word)
        for word in _WORD.findall(text)
        if len(word) > 1 and word.casefold() not in _NEUTRAL and stem(word) not in _NEUTRAL_STEMS
    )


def marks(text: str) -> frozenset[str]:
    """What sets a case apart: names, identifiers, numbered stages, and words such as "free" or "training"."""
    words = {
        stem(word) for word in _WORD.findall(text) if word.casefold() in _TELLS_APART or stem(word) in _APART_STEMS
    }
    names = (found for found in _CAPITAL.finditer(text) if not _begins_sentence(text, found))
    named = {found[0].casefold().rstrip("s.") for found in names} - _COMMON_CAPITALS
    with_digits = {found.casefold() for found in _WITH_DIGIT.findall(text)}
    label = _LABEL.match(text)
    named |= {label[1].casefold()} if label else set()
    return frozenset(words | named | with_digits | {f"#{number}" for number in _NUMBERED.findall(text)})


def _begins_sentence(text: str, found: re.Match[str]) -> bool:
    """One capital at the beginning of a sentence names nothing."""
    is_plain = sum(character.isupper() for character in found[0]) == 1 and found[0][0].isupper()
    return is_plain and bool(_SENTENCE_START.search(text[: found.start()]))


def spelt_freely(name: str) -> re.Pattern[str]:
    """A name whole, whatever stands between its pieces."""
    return _spelt_freely(_pieces(name))


@lru_cache(_KNOWN_NAMES)
def _pieces(name: str) -> tuple[str, ...]:
    return tuple(_PIECE.findall(name.lower() if name.isascii() else name))


@lru_cache(_KNOWN_NAMES)
def _spelt_freely(pieces: tuple[str, ...]) -> re.Pattern[str]:
    """Kept, since compiling takes longer than looking: a name and its slug have the same pieces."""
    spelling = r"(?-i:[-\s_/.:+]{0,2})".join(map(re.escape, pieces)) or r"(?!)"
    # Where case makes no difference the pattern says so: compiling it takes half the time then.
    return re.compile(rf"(?-i:(?<![A-Za-z0-9])){spelling}(?:'s)?(?-i:(?![A-Za-z0-9])(?![.,-]\w))", re.IGNORECASE)
