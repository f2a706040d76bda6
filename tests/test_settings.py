"""Settings are read once from the environment, and what is wrong there is said with the remedy."""

from __future__ import annotations

from decimal import Decimal

import pytest

from decompose.domain.examination import Point
from decompose.errors import ConfigurationError
from decompose.settings import POINTS, Settings, read_settings


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read_settings({}) == Settings()
    assert read_settings({"DECOMPOSE_MODEL": " ", "OPENAI_API_KEY": ""}) == Settings()


def test_every_setting_is_read() -> None:
    environment = {
        "DECOMPOSE_DATABASE_URL": "sqlite:///x.db",
        "OPENAI_BASE_URL": "http://localhost:1/v1",
        "OPENAI_API_KEY": "key",
        "DECOMPOSE_MODEL": "some-llm",
        "DECOMPOSE_MAX_BYTES": "1000",
        "DECOMPOSE_NOISE_BAND": "2.5",
        "DECOMPOSE_LEAD": "4",
        "DECOMPOSE_LOCK_TIMEOUT": "0.5",
        "DECOMPOSE_LLM_TIMEOUT": "9",
        "DECOMPOSE_RECORDINGS": "llm",
        "DECOMPOSE_SITE_URL": "https://example.org",
        "DECOMPOSE_SITE_NAME": "Quay",
        "DECOMPOSE_POINT": "publish",
        "DECOMPOSE_PRICES": "prices.toml",
    }
    assert read_settings(environment) == Settings(
        "sqlite:///x.db",
        "http://localhost:1/v1",
        "key",
        "some-llm",
        1000,
        Decimal("2.5"),
        Decimal(4),
        0.5,
        9.0,
        "llm",
        "https://example.org",
        "Quay",
        "publish",
        "prices.toml",
    )


@pytest.mark.parametrize(
    ("environment", "has"), [({"OPENAI_API_KEY": "k"}, True), ({"OPENAI_BASE_URL": "u"}, True), ({}, False)]
)
def test_a_key_or_an_address_makes_an_endpoint(environment, has) -> None:
    assert read_settings(environment).has_endpoint is has


@pytest.mark.parametrize("name", ["MAX_BYTES", "NOISE_BAND", "LEAD", "LOCK_TIMEOUT", "LLM_TIMEOUT", "DAY_GOAL"])
@pytest.mark.parametrize("words", ["many", "-1", "NaN", "Infinity"])
def test_a_figure_that_is_none_is_refused_by_its_name(name: str, words: str) -> None:
    with pytest.raises(ConfigurationError, match=f"DECOMPOSE_{name} is .*; give a number"):
        read_settings({f"DECOMPOSE_{name}": words})


def test_roles_are_read_as_pairs_whose_values_may_hold_an_equals_sign() -> None:
    said = {"DECOMPOSE_OIDC_ROLES": " cn=desk,ou=x=editor ; * = reader;"}
    with pytest.raises(ConfigurationError, match="give pairs such as"):
        read_settings({"DECOMPOSE_OIDC_ROLES": "desk; ops=operator"})
    assert read_settings(said).oidc_roles == (("cn=desk,ou=x", "editor"), ("*", "reader"))


def test_a_point_that_there_is_not_is_told_with_those_that_there_are() -> None:
    with pytest.raises(ConfigurationError, match="DECOMPOSE_POINT is “strict”; give one of balanced, publish"):
        read_settings({"DECOMPOSE_POINT": "strict"})


def test_the_points_are_those_of_the_claim_check() -> None:
    assert tuple(Point) == POINTS


def test_searches_by_meaning_are_off_unless_a_model_is_named() -> None:
    assert read_settings({}).embeddings_model is None
    said = read_settings(
        {
            "DECOMPOSE_EMBEDDINGS_MODEL": "vectors-1",
            "DECOMPOSE_EMBEDDINGS_BASE_URL": "http://localhost:1/v1",
            "DECOMPOSE_EMBEDDINGS_API_KEY": "key",
            "DECOMPOSE_EMBEDDINGS_DIMENSIONS": "256",
            "DECOMPOSE_EMBEDDINGS_LEAST": "0.5",
        }
    )
    assert (said.embeddings_model, said.embeddings_base_url) == ("vectors-1", "http://localhost:1/v1")
    assert (said.embeddings_api_key, said.embeddings_dimensions, said.embeddings_least) == ("key", 256, 0.5)
