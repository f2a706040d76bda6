"""What a page says to search engines, in the words of schema.org. Only what the page itself shows."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from decompose.domain.artifact import Artifact, Kind, PricingModel
from decompose.domain.capability import prose
from decompose.domain.catalog import Compared, Front, Record
from decompose.domain.readership import published_capabilities

Json = dict[str, Any]
_TYPES = {Kind.DATASET: "Dataset", Kind.BENCHMARK: "Dataset", Kind.API: "WebAPI", Kind.WEBAPP: "WebApplication"}
_SOFTWARE = "SoftwareApplication"
_CONTEXT = "https://schema.org"
_MOST_JOBS = 12


def of_front(front: Front, name: str, url: str) -> Markup:
    """The site, with the comparisons that its front page lists."""
    names = front.names
    listed = [
        {
            "@type": "ListItem",
            "position": position,
            "name": f"{names.get(pair.a, pair.a)} vs {names.get(pair.b, pair.b)}",
            "url": f"{url}/compare/{pair.a}/{pair.b}",
        }
        for position, pair in enumerate(front.comparisons, start=1)
    ]
    site: Json = {"@context": _CONTEXT, "@type": "WebSite", "name": name, "url": f"{url}/"}
    return _script(site | ({"mainEntity": {"@type": "ItemList", "itemListElement": listed}} if listed else {}))


def of_artifact(record: Record, url: str) -> Markup:
    """An artifact with the jobs that its published records name."""
    artifact = record.side.artifact
    jobs = published_capabilities(record.side.capabilities)
    value = {"@context": _CONTEXT, **_artifact(artifact, url)}
    if jobs:
        value["description"] = prose(jobs[0].of("description"))
        value["featureList" if value["@type"] != "Dataset" else "keywords"] = [job.name for job in jobs[:_MOST_JOBS]]
    return _script(value)


def of_comparison(compared: Compared, url: str) -> Markup:
    """A comparison: the page, what it is about, and the documents that it rests on."""
    a, b = compared.comparison.a.artifact, compared.comparison.b.artifact
    value: Json = {
        "@context": _CONTEXT,
        "@type": "WebPage",
        "name": f"{a.name} vs {b.name}",
        "url": f"{url}/compare/{a.slug}/{b.slug}",
        "about": [_artifact(a, url), _artifact(b, url)],
        "isBasedOn": [f"{url}/sources/{document.id}" for document in compared.documents],
    }
    if compared.moved:
        value["dateModified"] = compared.moved[0].at.isoformat()
    return _script(value)


def _artifact(artifact: Artifact, url: str) -> Json:
    kind = artifact.kind
    value: Json = {
        "@type": _TYPES.get(kind, _SOFTWARE) if kind else "Thing",
        "name": artifact.name,
        "url": f"{url}/artifacts/{artifact.slug}",
    }
    if kind and value["@type"] == _SOFTWARE:
        value["applicationCategory"] = kind.label
    if artifact.pricing.model is PricingModel.FREE:
        value["isAccessibleForFree"] = True
    offers = [
        {
            "@type": "Offer",
            "price": f"{price.amount:f}",
            "priceCurrency": price.currency,
            "description": " ".join(filter(None, (price.direction, f"per {price.per}"))),
        }
        for price in artifact.pricing.prices
    ]
    return value | ({"offers": offers} if offers and value["@type"] == _SOFTWARE else {})


def _script(value: Json) -> Markup:
    """JSON that can stand inside a script element, whatever words are in it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)  # noqa: S704 - no sign is left that HTML would take for its own
