"""An artifact: a thing that is compared, with its kind and its price."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from slugify import slugify

from decompose.domain.identity import digest


class Kind(StrEnum):
    """The sort of an artifact, shown on pages as "Type"."""

    AGENT = "agent"
    API = "api"
    APP = "app"
    BENCHMARK = "benchmark"
    CLI = "cli"
    DATASET = "dataset"
    EXTENSION = "extension"
    FINETUNE = "finetune"
    FRAMEWORK = "framework"
    MCP = "mcp"
    MODEL = "model"
    PLATFORM = "platform"
    PRODUCT = "product"
    PROMPT = "prompt"
    REPO = "repo"
    SKILL = "skill"
    TEMPLATE = "template"
    WEBAPP = "webapp"
    WORKFLOW = "workflow"

    @property
    def label(self) -> str:
        """How a page spells it."""
        return _LABELS.get(self, self.value.capitalize())


_LABELS = {
    Kind.API: "API",
    Kind.CLI: "CLI",
    Kind.FINETUNE: "Fine-tune",
    Kind.MCP: "MCP server",
    Kind.REPO: "Repository",
    Kind.WEBAPP: "Web app",
}
_ALIASES = {"library": Kind.FRAMEWORK, "database": Kind.PLATFORM, "site": Kind.WEBAPP}
NO_KIND_LABEL = "not stated"


def parse_kind(words: str) -> Kind | None:
    """A kind from its value, a page's label or a known alias; None where it is none of them."""
    wanted = words.strip().casefold()
    by_label = {kind.label.casefold(): kind for kind in Kind}
    by_value = {kind.value: kind for kind in Kind}
    return by_value.get(wanted) or by_label.get(wanted) or _ALIASES.get(wanted)


def kind_label(kind: Kind | None) -> str:
    return kind.label if kind else NO_KIND_LABEL


class PricingModel(StrEnum):
    FREE = "free"
    PAID = "paid"
    FREEMIUM = "freemium"
    OPEN_SOURCE = "open_source"
    UNKNOWN = "unknown"

    @property
    def label(self) -> str:
        return {"open_source": "Open source", "unknown": "not stated"}.get(self.value, self.value.capitalize())


def parse_pricing_model(words: str) -> PricingModel | None:
    wanted = re.sub(r"[\s-]+", "_", words.strip().casefold())
    return next((model for model in PricingModel if model.value == wanted), None)


@dataclass(frozen=True, slots=True)
class Price:
    """`amount` of `currency` per `per` ("1M tokens", "month"); `direction` is input, output or None."""

    amount: Decimal
    currency: str
    per: str
    direction: str | None = None


@dataclass(frozen=True, slots=True)
class Pricing:
    """What an artifact costs. `as_published` keeps the words of an imported page untouched."""

    model: PricingModel = PricingModel.UNKNOWN
    prices: tuple[Price, ...] = ()
    as_of: date | None = None
    as_published: str | None = None


class StatedFact(StrEnum):
    """What an operator may state of an artifact, in the order in which pages show it."""

    KIND = "kind"
    PRICING = "pricing"
    PRICE = "price"
    LICENCE = "licence"


@dataclass(frozen=True, slots=True)
class Stated:
    """A fact that an operator states, in its one form (`domain/stated`); `day` is when it was so, by `source`."""

    fact: StatedFact
    value: str
    source: str
    day: date


@dataclass(frozen=True, slots=True)
class Artifact:
    """`declared_capabilities` is the count that an imported page states, which may exceed the records shown.

    `stated` is what an operator states; kind and pricing are those already.
    """

    slug: str
    name: str
    kind: Kind | None = None
    pricing: Pricing = field(default_factory=Pricing)
    declared_capabilities: int | None = None
    stated: tuple[Stated, ...] = ()

    def statement(self, fact: StatedFact) -> Stated | None:
        """What an operator states of it in this respect."""
        return next((each for each in self.stated if each.fact is fact), None)

    @property
    def names(self) -> tuple[str, str]:
        """What a sentence may call it, whether its quote does or not."""
        return self.name, self.slug.replace("-", " ")


# A page's file is named by the slug, with a suffix; the narrowest file systems take names of 143 bytes.
LONGEST_SLUG = 120
_SLUG = re.compile(r"[a-z0-9][a-z0-9-]*")


def is_slug(words: str) -> bool:
    return why_no_slug(words) is None


def why_no_slug(words: str) -> str | None:
    """What is wrong with a slug that was given, with the remedy; None where it can be used."""
    if not _SLUG.fullmatch(words):
        return f"“{_shown(words)}” is no slug; use lower-case letters, digits and dashes"
    if len(words) > LONGEST_SLUG:
        return f"“{_shown(words)}” has {len(words)} letters; a slug has at most {LONGEST_SLUG}"
    return None


def _shown(words: str) -> str:
    return words if len(words) <= LONGEST_SLUG else f"{words[:40]}..."


def slug_for(words: str, content_hash: str) -> str:
    """The slug of a name or file stem: transliterated, lower case, dashes; `a-` + 8 hex digits if nothing is left.

    One that is too long ends with 8 hex digits of the whole, so that two that begin alike are two.
    """
    slug = slugify(words) or f"a-{content_hash[:8]}"
    if len(slug) <= LONGEST_SLUG:
        return slug
    end = f"-{digest(slug, 8)}"
    return slug[: LONGEST_SLUG - len(end)].rstrip("-") + end
