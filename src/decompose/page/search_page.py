"""The page of a search: what its template is told."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from decompose.domain.artifact import Kind, PricingModel, kind_label
from decompose.domain.matching.entries import Filters
from decompose.domain.matching.findings import Answer, Hit, Result
from decompose.domain.matching.words import terms_of
from decompose.page.search_views import artifacts_of
from decompose.page.wording import heading

NO_FILTERS = Filters()
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Choice:
    """An option of a filter."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class HitView:
    """A capability that matched; `runs` is its description as (words, whether they were asked for)."""

    name: str
    runs: tuple[tuple[str, bool], ...]
    score: str
    why: str
    matched: str


@dataclass(frozen=True, slots=True)
class GroupView:
    """An artifact that matched; `href` notes that it was opened and leads to its page."""

    slug: str
    name: str
    kind: str
    href: str
    summary: str
    matched: str
    hits: tuple[HitView, ...]
    token: str


@dataclass(frozen=True, slots=True)
class SearchView:
    """`groups` is None before a search. `wider` is the address of the same search without filters, if it has any."""

    query: str
    search_id: str
    kinds: tuple[Choice, ...]
    prices: tuple[Choice, ...]
    is_verified: bool
    licence: str
    summary: str
    groups: tuple[GroupView, ...] | None
    wider: str | None
    noted: str | None
    note: str | None
    compare: str | None
    feed: str
    kept: tuple[tuple[str, str], ...]
    markdown: str
    json: str


def search_view(
    answer: Answer | None,
    filters: Filters = NO_FILTERS,
    *,
    kinds: Iterable[str] = (),
    noted: str | None = None,
    is_again: bool = False,
) -> SearchView:
    """The page of an answer, or of nothing asked yet; `noted` is the slug that was judged a moment ago, or before."""
    kind, price = filters.kind, filters.price
    groups = tuple(_group(result) for result in answer.results) if answer else None
    query = answer.query if answer else ""
    asked = asked_for(query, filters)
    names = sorted(group.slug for group in (groups or ())[:2])
    return SearchView(
        query=query,
        search_id=answer.search_id if answer else "",
        kinds=(Choice("", "any", kind is None), *(_kind_choice(name, kind) for name in kinds)),
        prices=(Choice("", "any", price is None), *(_price_choice(model, price) for model in _priced())),
        is_verified=filters.is_verified,
        licence=filters.licence or "",
        summary=_summary(answer) if answer else "",
        groups=groups,
        wider=f"/search?{urlencode({'q': query})}" if asked.keys() - {"q"} else None,
        note=answer.note if answer else None,
        noted=next((_noted(group.name, is_again=is_again) for group in groups or () if group.slug == noted), None),
        feed=f"/search.atom?{urlencode(asked)}",
        kept=tuple(asked.items()),
        markdown=f"/search.md?{urlencode(asked)}",
        json=f"/search.json?{urlencode(asked)}",
        compare=f"/compare/{names[0]}/{names[1]}" if len(names) > 1 else None,
    )


def _noted(name: str, *, is_again: bool) -> str:
    return f"You judged {name} for this search before." if is_again else f"Your judgement of {name} is noted."


def asked_for(query: str, filters: Filters) -> dict[str, str]:
    """A search as the fields of its address; those that are not asked for are left out."""
    given = {
        "q": query,
        "kind": filters.kind.value if filters.kind else "",
        "price": filters.price or "",
        "licence": filters.licence or "",
        "verified": "1" if filters.is_verified else "",
    }
    return {name: value for name, value in given.items() if value}


def _priced() -> Iterator[PricingModel]:
    yield from (model for model in PricingModel if model is not PricingModel.UNKNOWN)


def _kind_choice(name: str, chosen: Kind | None) -> Choice:
    return Choice(name, kind_label(Kind(name)), name == chosen)


def _price_choice(model: PricingModel, chosen: str | None) -> Choice:
    return Choice(model.value, model.label, model.value == chosen)


def _summary(answer: Answer) -> str:
    hits = sum(len(result.hits) for result in answer.results)
    shown = len(answer.results)
    best = f"the best {shown} of {artifacts_of(answer)}" if answer.is_cut else artifacts_of(answer)
    found = f"{_many(hits, 'match', 'matches')} in {best}"
    return f"{found} · the search was counted without your address"


def _group(result: Result) -> GroupView:
    best = f"{_many(len(result.hits), 'match', 'matches')}, best {result.best.score:.2f}"
    return GroupView(
        slug=result.slug,
        name=result.name,
        kind=kind_label(Kind(result.kind)) if result.kind else "Type not stated",
        href=f"/search/open/{result.token}",
        summary=best,
        matched=f"Times matched: {result.times_matched}",
        hits=tuple(_hit(hit) for hit in result.hits),
        token=result.token,
    )


def _hit(hit: Hit) -> HitView:
    asked = set(terms_of(" ".join(hit.words)))
    matched = f"Matched {_many(hit.times_matched, 'time', 'times')}" if hit.times_matched else "Not matched before"
    return HitView(heading(hit.name), tuple(_runs(hit.text, asked)), f"{hit.score:.2f}", hit.why, matched)


def _runs(text: str, asked: Collection[str]) -> Iterator[tuple[str, bool]]:
    """A text with the words marked that were asked for."""
    end = 0
    for word in _WORD.finditer(text):
        if not set(terms_of(word.group())).isdisjoint(asked):
            if end < word.start():
                yield text[end : word.start()], False
            yield word.group(), True
            end = word.end()
    if end < len(text):
        yield text[end:], False


def _many(count: int, one: str, many: str) -> str:
    return f"{count} {one if count == 1 else many}"
