"""The seed format: a comparison page composed line by line as its readers know it from the site it came from.

The format is kept for compatibility, with its faults: it names a winner whatever the distance and the kinds, and it
always speaks of match evidence. Nothing of it is used by our own pages.

What published pages leave open is decided so: with equal ranks A counts as the winner and is named first; in the
sentence of leads A always comes first, any difference of the raw components is a lead, and three or more are joined
"x, y and z"; only the components that have a row can lead; "free tier" is said of a winner that is free where the
other side is not, and in no other case; a component that is not measured is printed as a dash and leads nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from decompose.domain.artifact import PricingModel, kind_label
from decompose.domain.published import (
    PUBLISHED_COMPONENTS,
    PUBLISHED_RECORDS,
    PublishedPage,
    PublishedRecord,
    PublishedSide,
)
from decompose.domain.score import Component, round_half_up

ABSENT = "—"
_EVIDENCE = "Capability-level comparison backed by match graph evidence from real search data."
_FOOTER = ("Need something different?", "Search the match graph →")


def compose(page: PublishedPage) -> str:
    """The page as text, without a newline at its end.

    Raw components (not only 0 and 1) decide the sentence of leads and are printed as whole numbers, half up. Records
    beyond the eighth are counted: the declared count decides what "more" says.
    """
    a, b = page.a, page.b
    winner, loser = (b, a) if b.rank > a.rank else (a, b)
    lines = [
        f"{a.name} vs {b.name}",
        f"{winner.name} ranks higher at {winner.rank}/100 vs {loser.name} at {loser.rank}/100. {_EVIDENCE}",
        *_table(page),
        *_records(a),
        *_records(b),
        "Verdict",
        " ".join(_verdict(a, b, winner, loser)),
        *_FOOTER,
    ]
    return "\n".join(lines)


def _table(page: PublishedPage) -> Iterator[str]:
    a, b = page.a, page.b
    yield _row("Feature", a.name, b.name)
    yield "|---|---|---|"
    yield _row("Type", kind_label(a.kind), kind_label(b.kind))
    yield _row(page.rank_label, f"{a.rank}/100", f"{b.rank}/100")
    for component in PUBLISHED_COMPONENTS:
        yield _row(component.label, _whole(a, component), _whole(b, component))
    yield _row("Pricing", a.pricing.label, b.pricing.label)
    if a.starting_price or b.starting_price:
        yield _row("Starting Price", a.starting_price or ABSENT, b.starting_price or ABSENT)
    yield _row("Capabilities", f"{a.declared_capabilities} decomposed", f"{b.declared_capabilities} decomposed")
    yield _row("Times Matched", str(a.times_matched), str(b.times_matched))


def _row(feature: str, a: str, b: str) -> str:
    return f"| {feature} | {a} | {b} |"


def _whole(side: PublishedSide, component: Component) -> str:
    value = side.components.get(component)
    return ABSENT if value is None else str(round_half_up(value))


def _records(side: PublishedSide) -> Iterator[str]:
    shown = side.records[:PUBLISHED_RECORDS]
    yield f"{side.name} Capabilities"
    for record in shown:
        yield from _record(record)
    more = max(side.declared_capabilities, len(side.records)) - len(shown)
    if more:
        yield f"+{more} more capabilities"


def _record(record: PublishedRecord) -> Iterator[str]:
    yield _one_line(record.description)
    if record.unique is not None:
        yield f"Unique: {_one_line(record.unique)}"
    if record.vs_alternatives is not None:
        yield f"vs alternatives: {_one_line(record.vs_alternatives)}"


def _one_line(text: str) -> str:
    """A line break inside a sentence would end the line of its record."""
    return re.sub(r"\s*[\r\n]+\s*", " ", text)


def _verdict(a: PublishedSide, b: PublishedSide, winner: PublishedSide, loser: PublishedSide) -> Iterator[str]:
    yield f"{winner.name} scores higher at {winner.rank}/100 vs {loser.name} at {loser.rank}/100."
    leads_a, leads_b = _leads(a, b), _leads(b, a)
    if leads_a and leads_b:
        yield f"{a.name} leads on {_list(leads_a)}, while {b.name} is stronger on {_list(leads_b)}."
    if winner.pricing is PricingModel.FREE and loser.pricing is not PricingModel.FREE:
        yield f"{winner.name} also has a free tier, making it more accessible."


def _leads(side: PublishedSide, other: PublishedSide) -> list[str]:
    pairs = ((name, side.components.get(name), other.components.get(name)) for name in PUBLISHED_COMPONENTS)
    return [name.label.lower() for name, x, y in pairs if _is_ahead(x, y)]


def _is_ahead(x: Decimal | None, y: Decimal | None) -> bool:
    return x is not None and y is not None and x > y


def _list(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
