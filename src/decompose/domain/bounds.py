"""Bounds and roundings as sentences put them around a number: at least, over, 3.9+, or newer, about."""

from __future__ import annotations

import re
from functools import lru_cache

_BEFORE = tuple(
    (sign, re.compile(rf"(?:{phrase})\s*(?:[a-z]\S*\s+)?$", re.IGNORECASE))
    for sign, phrase in (
        (">=", r"\bnothing (?:older|earlier|lower|less|fewer|smaller|below|under|short of)(?: than)?"),
        ("<=", r"\bnothing (?:newer|later|higher|more|larger|bigger|longer|above|over|beyond)(?: than)?"),
        (
            "<=",
            (
                r"(?:\b(?:not|never|cannot)|n't)(?: \w+){0,3}? (?:exceed(?:s|ing)?|above|over|beyond|(?:more|longer"
                r"|larger"
                r"|higher|greater|further) than)"
            ),
        ),
        (
            ">=",
            (
                r"(?:\b(?:not|never|cannot)|n't)(?: \w+){0,6}? (?:below|under|short of|(?:less|fewer|shorter|smaller"
                r"|lower|older|earlier) than)"
            ),
        ),
        (
            ">=",
            (
                r"\bat least|\bminimum(?: of)?(?! to\b)|\bno(?:t| (?:less|fewer|older|earlier|lower)) than"
                r"|\bfrom version|\bno fewer than|\bnot (?:less|fewer|older|earlier|lower) than|\bupwards of"
                r"|\bstarting (?:from|at|with)|>="
            ),
        ),
        (
            "<=",
            (
                r"\bat most|\bup to|\bmax(?:imum)?(?: of)?|\b(?:no|not) (?:more|further|larger|longer|newer|later"
                r"|greater|higher) than"
                r"|\blimited to|\bas (?:much|many|large|long|high) as|\bcapped at"
                r"|\b(?:cap|ceiling|limit) of|\bwithin|<="
            ),
        ),
        (
            ">",
            (
                r"\b(?:more|greater|larger|higher|longer|older|better|newer|later) than"
                r"|\bover(?! (?:an?|the|all|its|these|those|your) )"
                r"|\babove|\bexceed(?:s|ing)?|\bbeyond"
                r"|\bsurpass(?:es|ing)?|\bin excess of|\bmore than|\bwell over|>"
            ),
        ),
        ("<", r"\b(?:less|fewer|smaller|lower|shorter|older|earlier|faster) than|\bunder|\bbelow|\bbefore version|<"),
    )
)
_BEHIND = (
    (">=", re.compile(r"\s+(?:[\w-]+\s+){0,2}?at (?:the )?(?:very )?least\b", re.IGNORECASE)),
    ("<=", re.compile(r"\s+(?:[\w-]+\s+){0,2}?(?:at (?:the )?(?:very )?most|max(?:imum)?|tops)\b", re.IGNORECASE)),
    ("+", re.compile(r"\+")),
    (">=", re.compile(r"\s+(?:onwards?\b|on(?=,))", re.IGNORECASE)),
    # "And older than 4" bounds the next number.
    (
        ">=",
        re.compile(
            r"\s*(?:or|and)\s+(?:any )?(?:more|later|newer|higher|above|greater|larger|up|upwards)\b(?! than\b)",
            re.IGNORECASE,
        ),
    ),
    (
        "<=",
        re.compile(
            r"\s*(?:or|and)\s+(?:any )?(?:less|fewer|below|lower|earlier|older|smaller)\b(?! than\b)", re.IGNORECASE
        ),
    ),
)
_ABOUT = re.compile(
    r"(?:\babout|\baround|\broughly|\bapprox(?:imately|\.)?|\bsome|\bnearly|\balmost|\bclose to"
    r"|\bjust (?:over|under|above|below)"
    r"|\bcirca|\bin the (?:region|order) of|[~≈])\s*(?:an?\s+|[a-z]\S*\s+)?$",
    re.IGNORECASE,
)
# A table or an option states its bound apart from the number: "MAX_RETRIES: maximum number of retries (default: 3)".
_LIMITS = (
    (
        ">=",
        re.compile(
            r"\bmin(?:imum)?\b|\bleast\b|\bor (?:more|higher|newer|later|larger|above)\b|\bstarts? (?:at|from)\b",
            re.IGNORECASE,
        ),
    ),
    ("<=", re.compile(r"\bmax(?:imum)?\b|\bmost\b|\blimit|\bonly\b", re.IGNORECASE)),
)
# What is old has a low version, and a high age.
_OF_AGE = re.compile(r"\b(?:older|earlier|newer|later) than\s*(?:[a-z]\S*\s+)?$", re.IGNORECASE)
_OPPOSITE = {">": "<", "<": ">", ">=": "<=", "<=": ">="}
_KNOWN_TEXTS = 1_024
_YOUNG = re.compile(r"newer|later", re.IGNORECASE)
# A search over a million pages is one of that many, not of more.
_ACROSS = re.compile(
    r"\b(?:search|engine|index|quer(?:y|ies)|lookups?|view|interface|layer|wrapper|abstraction|averag(?:e|ed|es|ing)"
    r"|mean|median|sum|comput(?:ed|es)|calculated|measured|evaluated|spread|distributed|split|sharded|iterat\w+|loops?"
    r"|stretch(?:es|ed)?|spans?) over\s*(?:an?\s+|[a-z]\S*\s+)?$",
    re.IGNORECASE,
)


def bound_of(before: str, behind: str, rest: str, *, is_measured: bool) -> str:
    """The bound of a number: ">=", "<=", ">", "<", or "+", which leaves open whether it is itself meant; else nothing.

    Args:
        before: what stands before it, with the signs that hang on it.
        behind: what stands behind the figure.
        rest: what stands behind its unit.
        is_measured: whether it has a unit; a version has none.
    """
    for sign, pattern in _BEHIND:
        if pattern.match(behind) or pattern.match(rest):
            return sign
    sign = _sign_before(before)
    age = _OF_AGE.search(before) if sign else None
    if not age:
        return sign
    # The patterns take "no older than" for a version, "older than" for an age, and the newer for the later in both.
    is_turned = is_measured if sign in {">=", "<="} else not is_measured
    return _OPPOSITE[sign] if is_turned and not _YOUNG.search(age[0]) else sign


@lru_cache(_KNOWN_TEXTS)
def _sign_before(before: str) -> str:
    """Kept: a number is read in the claim, in its quote, and in both beside their context."""
    before = before.replace("≥", ">=").replace("≤", "<=")
    if _ACROSS.search(before):
        return ""
    return next((sign for sign, pattern in _BEFORE if pattern.search(before)), "")


@lru_cache(_KNOWN_TEXTS)
def is_about(before: str) -> bool:
    """Whether what stands before a number says that it is rounded."""
    return bool(_ABOUT.search(before))


def limits_in(text: str) -> frozenset[str]:
    """The bounds that a text speaks of, beside whatever number."""
    return frozenset(sign for sign, pattern in _LIMITS if pattern.search(text))
