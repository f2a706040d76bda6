"""Checks of the table, and of summary and verdict against it: D1 to D7."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.domain.artifact import PricingModel
from decompose.domain.audit.defect import Defect
from decompose.domain.audit.sheet import Sheet, SheetSide, kind_words
from decompose.domain.comparison import Policy
from decompose.domain.published import PUBLISHED_COMPONENTS
from decompose.domain.score import Component

_PRICE = "Starting Price"


def table_defects(sheet: Sheet, policy: Policy) -> Iterator[Defect]:
    """What is wrong with the table and with the sentences composed from it."""
    yield from _leads(sheet)
    yield from _evidence(sheet)
    yield from _winner(sheet, policy)
    yield from _kinds(sheet, policy)
    yield from _free_tier(sheet)
    yield from _prices(sheet)


# -- leads -------------------------------------------------------------------------------------------------

_LEAD = re.compile(
    r"\b(?:leads?|leading|(?:is )?(?:stronger|ahead|better)|has (?:the|an?) (?:lead|edge|advantage)|wins|excels)"
    r" (?:on|in|for|at)\b",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"(?<=[a-z)\d])\.(?=\s|$)|[,;] (?=while|whereas|but|and )| (?=while |whereas |but )")


def _leads(sheet: Sheet) -> Iterator[Defect]:
    """D1, D2: who leads in the verdict against who leads in the table."""
    number, text = sheet.layout.verdict, sheet.line(sheet.layout.verdict)
    named: set[Component] = set()
    for clause in _clauses(text):
        lead = _LEAD.search(clause)
        side = _subject(sheet, clause[: lead.start()]) if lead else None
        if not lead or side is None:
            continue
        other = sheet.sides[1] if side is sheet.sides[0] else sheet.sides[0]
        for component in PUBLISHED_COMPONENTS:
            if re.search(rf"\b{component.label}\b", clause[lead.end() :], re.IGNORECASE):
                ours, theirs = side.side.components[component], other.side.components[component]
                if ours is None or theirs is None or ours <= theirs:
                    why = f"the table shows {component.label} {_cell(ours)} for it and {_cell(theirs)} for {other.name}"
                    yield sheet.defect("D1", number, clause, why)
                else:
                    named.add(component)
    missing = [component for component in PUBLISHED_COMPONENTS if component not in named and _differs(sheet, component)]
    if missing:
        shown = ", ".join(f"{component.label} {_values(sheet, component)}" for component in missing)
        yield sheet.defect("D2", number, text, f"the table shows {shown}; no sentence of the verdict says so")


def _clauses(text: str) -> Iterator[str]:
    start = 0
    for end in _CLAUSE_END.finditer(text):
        yield text[start : end.start()].strip()
        start = end.end()
    yield text[start:].strip()


def _subject(sheet: Sheet, words: str) -> SheetSide | None:
    found = [
        (words.rfind(name), side) for side in sheet.sides for name in {side.name, side.short_name} if name in words
    ]
    return max(found, key=lambda item: item[0])[1] if found else None


def _differs(sheet: Sheet, component: Component) -> bool:
    a, b = (side.side.components[component] for side in sheet.sides)
    return a is not None and b is not None and a != b


def _values(sheet: Sheet, component: Component) -> str:
    return "/".join(_cell(side.side.components[component]) for side in sheet.sides)


def _cell(value: object) -> str:
    return "—" if value is None else str(value)


# -- evidence and winner -----------------------------------------------------------------------------------

_EVIDENCE = re.compile(
    r"[^.;]{0,40}\b(?:match(?:es)?[ -](?:graph|events?|data|evidence)|(?:real|actual|user) (?:search|usage|match)\w*"
    r"|search (?:data|logs?|evidence|events?|results?))\b[^.;]{0,80}",
    re.IGNORECASE,
)
_DENIES = re.compile(r"\b(?:no|not|without|none|never|lacks?)\b", re.IGNORECASE)
_NAMES_WINNER = re.compile(
    r"\b(?:ranks? (?:higher|above|ahead)|scores? (?:higher|more|better)|wins|beats|leads overall|is (?:the )?"
    r"(?:better|winner|ahead)|comes out (?:ahead|on top)|outranks|outscores)\b",
    re.IGNORECASE,
)


def _evidence(sheet: Sheet) -> Iterator[Defect]:
    """D3: matches are spoken of, and there were none."""
    if any(side.side.times_matched for side in sheet.sides):
        return
    for number, text in sheet.derived_lines:
        for match in _EVIDENCE.finditer(text):
            if not _DENIES.search(match.group()):
                yield sheet.defect(
                    "D3", number, match.group(), "Times Matched is 0 for both: there is no such evidence"
                )


def _winner(sheet: Sheet, policy: Policy) -> Iterator[Defect]:
    """D4: ranks inside the noise band, and a winner all the same."""
    a, b = (side.side.rank for side in sheet.sides)
    if abs(a - b) >= policy.noise_band:
        return
    for number, text in sheet.derived_lines:
        for sentence in re.split(r"(?<=[a-z\d])\. ", text):
            if _NAMES_WINNER.search(sentence):
                why = f"{a} and {b} of 100 lie within {policy.noise_band} points: too close to name a winner"
                yield sheet.defect("D4", number, sentence, why)


# -- kinds and prices --------------------------------------------------------------------------------------

_FREE_TIER = re.compile(r"[^.;]{0,160}\bfree (?:tier|plan|version|edition|trial)\b[^.;]{0,80}", re.IGNORECASE)
_SCIENTIFIC = re.compile(r"\d[eE][+-]?\d")
_NEGATIVE = re.compile(r"(?:^|[$€£\s])[-−]\s?[$€£]?\d|[-−][$€£]\d")
_TINY = re.compile(r"\b0\.000\d")
_TOKENS = re.compile(r"\btokens?\b", re.IGNORECASE)
_INPUT = re.compile(r"\b(?:prompt|input)\b|\bin\b", re.IGNORECASE)
_OUTPUT = re.compile(r"\b(?:completion|output|generated)\b|\bout\b", re.IGNORECASE)
_AMOUNT = re.compile(r"\d")
_UNIT = re.compile(r"[$€£¥]|\b(?:usd|eur|gbp)\b", re.IGNORECASE)


def _kinds(sheet: Sheet, policy: Policy) -> Iterator[Defect]:
    """D5: kinds that no family joins."""
    a, b = (side.side.kind for side in sheet.sides)
    if a is not None and b is not None and not policy.families.share(a, b):
        quote = f"{kind_words(sheet.page.a)} | {kind_words(sheet.page.b)}"
        row = sheet.row("Type")
        yield sheet.row_defect("D5", "Type", quote if quote in row else row, "these kinds do different jobs")


def _free_tier(sheet: Sheet) -> Iterator[Defect]:
    """D6: a tier is a part of what is offered; what is free has none, and what is paid for has none that is free."""
    for number, text in sheet.derived_lines:
        for match in _FREE_TIER.finditer(text):
            at = re.search(r"\bfree (?:tier|plan|version|edition|trial)\b", match.group(), re.IGNORECASE)
            before = match.group()[: at.start()] if at else ""
            side = _subject(sheet, before) or _subject(sheet, match.group())
            if side and side.side.pricing in {PricingModel.FREE, PricingModel.OPEN_SOURCE, PricingModel.PAID}:
                why = f"Pricing of {side.name} is {side.side.pricing.label}: that is no tier"
                yield sheet.defect("D6", number, match.group(), why)


def _prices(sheet: Sheet) -> Iterator[Defect]:
    """D7: a price that nobody can read, or half of one."""
    for side in sheet.sides:
        price = side.side.starting_price
        faults = list(_faults(price[:500])) if price else []
        if price and faults:
            yield sheet.row_defect("D7", _PRICE, price, "; ".join(faults))


def _faults(price: str) -> Iterator[str]:
    if _SCIENTIFIC.search(price):
        yield "written in powers of ten"
    if _NEGATIVE.search(price):
        yield "below zero: a mark for “not known” that was printed as a price"
    if _TINY.search(price):
        yield "too small a unit to be read; give it per million"
    if _TOKENS.search(price) and bool(_INPUT.search(price)) != bool(_OUTPUT.search(price)):
        yield f"the price of the {'completion' if _INPUT.search(price) else 'prompt'} is missing"
    if _AMOUNT.search(price) and not _UNIT.search(price):
        yield "no currency"
