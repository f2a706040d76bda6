"""How artifacts are named, and how the words for their kind and price are read."""

from __future__ import annotations

import pytest

from decompose.domain.artifact import (
    LONGEST_SLUG,
    Kind,
    PricingModel,
    is_slug,
    kind_label,
    parse_kind,
    parse_pricing_model,
    slug_for,
    why_no_slug,
)


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("Meta: Llama 4 Maverick", "meta-llama-4-maverick"),
        ("LLaVA 1.6", "llava-1-6"),
        ("x.card-notes", "x-card-notes"),
        ("Größe", "grosse"),
        ("数据", "shu-ju"),
        ("🎉", "a-01234567"),
        ("", "a-01234567"),
    ],
)
def test_a_slug_follows_from_the_name(words: str, slug: str) -> None:
    assert slug_for(words, "0123456789abcdef") == slug
    assert is_slug(slug)


def test_a_slug_that_is_too_long_is_cut_and_stays_its_own() -> None:
    stem = "y" * 130
    slugs = [slug_for(words, "0123456789abcdef") for words in (stem, stem + "z", "tide-" * 40, "y" * LONGEST_SLUG)]
    assert [len(slug) <= LONGEST_SLUG and is_slug(slug) for slug in slugs] == [True] * 4
    assert len(set(slugs)) == 4
    assert slug_for(stem, "another text") == slugs[0]
    assert slugs[3] == "y" * LONGEST_SLUG


def test_a_slug_that_is_given_too_long_is_told_in_a_short_sentence() -> None:
    why = why_no_slug("y" * 4000)
    assert why == f"“{'y' * 40}...” has 4000 letters; a slug has at most {LONGEST_SLUG}"
    assert why_no_slug("y" * LONGEST_SLUG) is None


@pytest.mark.parametrize("words", ["Tide", "tide\n", "-tide", "tide_3", "", "tide 3"])
def test_what_is_no_slug(words: str) -> None:
    assert not is_slug(words)


def test_every_kind_is_read_back_from_its_label() -> None:
    assert [parse_kind(kind.label) for kind in Kind] == list(Kind)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("library", Kind.FRAMEWORK),
        ("database", Kind.PLATFORM),
        ("site", Kind.WEBAPP),
        (" MCP ", Kind.MCP),
        ("gadget", None),
    ],
)
def test_other_words_for_kinds(words: str, kind: Kind | None) -> None:
    assert parse_kind(words) == kind


def test_a_missing_kind_is_not_stated() -> None:
    assert kind_label(None) == "not stated"


@pytest.mark.parametrize(("words", "model"), [("Open source", "open_source"), ("FREE", "free"), ("cheap", None)])
def test_pricing_models_are_read(words: str, model: str | None) -> None:
    assert parse_pricing_model(words) == (PricingModel(model) if model else None)
