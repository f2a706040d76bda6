"""Whether an order goes on with what earlier ones left: then all of them together keep to one budget."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

# What is asked, and of what it is believed. How fast it is asked makes no other order of it.
_SAYS_WHAT = ("redo", "language", "point", "is_judged")


@dataclass(frozen=True, slots=True)
class Giving:
    """One time that an order was given, to one llm, with these options.

    `documents` are all that were written down of it, `left` those that wait. `is_over` says that nothing waits, and
    `continues` which earlier ones it went on with.
    """

    id: str
    options: Mapping[str, Any]
    documents: frozenset[str] = frozenset()
    left: frozenset[str] = frozenset()
    is_over: bool = False
    continues: tuple[str, ...] = ()


def continued(options: Mapping[str, Any], documents: Collection[str], earlier: Iterable[Giving]) -> tuple[str, ...]:
    """The earlier givings that an order with these options for these documents goes on with.

    Those are all that asked for the same, broke off, and left nothing that is not among its documents; a part of an
    order is another order. Once one of them has ended, whatever it went on with is complete.
    """
    known, wanted = tuple(earlier), frozenset(documents)
    complete = {one for giving in known if giving.is_over for one in (giving.id, *giving.continues)}
    return tuple(
        giving.id
        for giving in known
        if giving.id not in complete and _what(giving.options) == _what(options) and _is_among(giving, wanted)
    )


def _is_among(giving: Giving, documents: frozenset[str]) -> bool:
    # One that broke off while it was written down may have ended all that it had of its documents.
    left = giving.left or giving.documents
    return bool(left) and left <= documents


def _what(options: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(options.get(name) for name in _SAYS_WHAT)
