"""What an operator states of an artifact: its kind, pricing, price and licence, above whatever its documents say.

Words that cannot be meant are refused with the reason; prices are brought to one form, so that a statement is read
back by the same rule that took it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal, InvalidOperation

from decompose.domain.artifact import (
    Artifact,
    Kind,
    Price,
    Pricing,
    PricingModel,
    Stated,
    StatedFact,
    parse_kind,
    parse_pricing_model,
)

_PRICE = re.compile(
    r"(?P<symbol>[$€£])?\s*(?P<amount>[^\s$€£]+)\s*(?P<currency>[A-Za-z]{3})?\s+per\s+(?P<per>.+?)"
    r"(?:\s+(?P<direction>input|output))?"
)
_SYMBOLS = {"$": "USD", "€": "EUR", "£": "GBP"}
# How many of a unit are a million tokens.
_TOKENS = {"token": 1_000_000, "1k tokens": 1000, "1m tokens": 1, "million tokens": 1}
PER_TOKENS = "1M tokens"
_UNIT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 /-]{0,39}")
_MOST_PRICE = Decimal(1_000_000)
_MOST_WORDS = 200


def read_stated(fact: str, value: str, source: str, day: str, today: date) -> Stated:
    """A statement from its words. Raises ValueError with the reason for what cannot be."""
    if fact not in set(StatedFact):
        raise ValueError(f"“{fact}” is no fact that is stated; use one of {', '.join(StatedFact)}")
    if not source.strip():
        raise ValueError(f"{fact} has no source; say where it is stated")
    try:
        since = date.fromisoformat(day)
    except ValueError:
        raise ValueError(f"day “{day}” is no day; write it as 2026-02-27") from None
    if since > today:
        raise ValueError(f"{fact} is stated for {day}, a day to come")
    return Stated(StatedFact(fact), canonical(StatedFact(fact), value), " ".join(source.split())[:_MOST_WORDS], since)


def canonical(fact: StatedFact, value: str) -> str:
    """The one form of a value. Raises ValueError."""
    words = " ".join(value.split())
    if not words:
        raise ValueError(f"{fact} has no value; to take a statement back: decompose facts withdraw")
    match fact:
        case StatedFact.KIND:
            kind = parse_kind(words)
            if kind is None:
                raise ValueError(f"“{words}” is no kind; use one of {', '.join(Kind)}")
            return kind.value
        case StatedFact.PRICING:
            model = parse_pricing_model(words)
            if model is None or model is PricingModel.UNKNOWN:
                raise ValueError(f"“{words}” is no pricing; use free, paid, freemium or open_source")
            return model.value
        case StatedFact.PRICE:
            return "; ".join(_words(price) for price in prices_of(words))
        case StatedFact.LICENCE:
            if len(words) > _MOST_WORDS or not any(letter.isalpha() for letter in words):
                raise ValueError(f"“{words[:40]}” is no name of a licence")
            return words


def prices_of(words: str) -> tuple[Price, ...]:
    """The prices of `0.15 USD per 1M tokens input; 0.60 USD per 1M tokens output`. Raises ValueError."""
    found = tuple(_price(each.strip()) for each in words.split(";") if each.strip())
    units = [(price.per, price.direction) for price in found]
    if len(set(units)) < len(units):
        raise ValueError(f"“{words}” has two prices of one unit")
    return found


def with_stated(artifact: Artifact, stated: Iterable[Stated]) -> Artifact:
    """The artifact as its operator states it; what he does not state stays as documents have it."""
    by_fact = {each.fact: each for each in stated}
    if not by_fact:
        return artifact
    kind = Kind(by_fact[StatedFact.KIND].value) if StatedFact.KIND in by_fact else artifact.kind
    ordered = tuple(by_fact[fact] for fact in StatedFact if fact in by_fact)
    return replace(artifact, kind=kind, pricing=_pricing(artifact.pricing, by_fact), stated=ordered)


def _pricing(pricing: Pricing, stated: Mapping[StatedFact, Stated]) -> Pricing:
    """A stated price goes before words that an imported page had; a free artifact has no prices of documents."""
    model, price = stated.get(StatedFact.PRICING), stated.get(StatedFact.PRICE)
    if model:
        kept = () if model.value == PricingModel.FREE else pricing.prices
        pricing = Pricing(PricingModel(model.value), kept, model.day)
    if price:
        prices = prices_of(price.value)
        costs = any(each.amount for each in prices)
        is_open = not model and pricing.model in {PricingModel.UNKNOWN, PricingModel.FREE}
        pricing = Pricing(PricingModel.PAID if costs and is_open else pricing.model, prices, price.day)
    return pricing


def contradiction(stated: Iterable[Stated]) -> str | None:
    """Why statements of one artifact cannot hold together, or None."""
    values = {each.fact: each.value for each in stated}
    price = values.get(StatedFact.PRICE)
    if price and values.get(StatedFact.PRICING) == PricingModel.FREE and any(each.amount for each in prices_of(price)):
        return f"pricing is stated as free and the price as {price}: withdraw one of both"
    return None


def _price(words: str) -> Price:
    match = _PRICE.fullmatch(words)
    if match is None:
        raise ValueError(f"“{words}” is no price; write it as 0.15 USD per 1M tokens input, or 20 EUR per month")
    currency = (match["currency"] or _SYMBOLS.get(match["symbol"] or "", "")).upper()
    if not currency:
        raise ValueError(f"“{words}” has no currency; write it as 0.15 USD per 1M tokens input")
    per, direction = match["per"], match["direction"]
    if not _UNIT.fullmatch(per):
        raise ValueError(f"“{per}” is no unit of a price")
    many = _TOKENS.get(per.casefold())
    if many and direction is None:
        raise ValueError(f"“{words}” does not say of which tokens; end it with input or output")
    return Price(_amount(match["amount"], many or 1), currency, PER_TOKENS if many else per, direction)


def _amount(words: str, times: int) -> Decimal:
    """So many times the amount: what the unit of prices costs."""
    try:
        amount = Decimal(words)
    except InvalidOperation:
        raise ValueError(f"price “{words}” is no number") from None
    if amount.is_finite() and amount == -1:
        raise ValueError("price -1 stands for “not known”: state nothing")
    if not amount.is_finite() or not 0 <= amount * times <= _MOST_PRICE:
        raise ValueError(f"price {words} is not between 0 and {_MOST_PRICE // times}")
    return amount * times


def _words(price: Price) -> str:
    amount = price.amount.normalize()
    return " ".join(filter(None, (f"{amount:f}", price.currency, "per", price.per, price.direction)))
