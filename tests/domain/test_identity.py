"""The same content has the same name everywhere, and another content another."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.domain.identity import canonical_json, content_hash, digest, identify


def test_the_canonical_form_is_written_down() -> None:
    """A change here changes every stored identity."""
    assert canonical_json({"b": [1, "ü"], "a": Decimal("0.50")}) == '{"a":"0.50","b":[1,"ü"]}'
    assert identify("cap", "tide", 3) == "cap-174dbdab75b87d7e"
    assert content_hash(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_parts_do_not_run_into_each_other() -> None:
    assert identify("cap", "ab", "c") != identify("cap", "a", "bc")


def test_a_value_without_a_canonical_form_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        canonical_json({"a": object()})


@settings(max_examples=100, derandomize=True)
@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=4))
def test_the_order_of_keys_does_not_count(value: dict) -> None:
    assert digest(value) == digest(dict(reversed(value.items())))
