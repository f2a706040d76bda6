"""Numbers in sentences: what is one quantity in two spellings, and what only looks alike."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.domain.bounds import limits_in
from decompose.domain.quantities import figures, in_figures, is_unit


def stated(said: str, quoted: str) -> bool:
    others = figures(quoted).quantities
    return all(quantity.is_stated_by(others, limits_in(quoted)) for quantity in figures(said).quantities)


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("1,000,000 rows", "1M rows"),
        ("three trillion tokens", "3 trillion tokens"),
        ("twenty-five tables", "25 tables"),
        ("two hundred rows", "200 rows"),
        ("a dozen rows", "12 rows"),
        ("one million rows", "1M rows"),
        ("61 per cent", "61%"),
        ("4 dollars", "$4"),
        ("$4.50", "$4.5"),
        ("one week", "1 week"),
        ("100 Mbit/s", "100 Mbps"),
        ("2 percentage points", "2 points"),
        ("8 NVIDIA A100 GPUs", "8 GPUs"),
        ("1000 rows", "10³ rows"),
        ("version 18", "v18"),
        ("30 May 2024", "2024-05-30"),
        ("5 requests per minute", "5 requests/minute"),
        ("at least 18", "18 or newer"),
        ("more than 30 clients", "30+ clients"),
        ("at most 3 retries", "MAX_RETRIES: maximum number of retries (default: 3)"),
    ],
)
def test_one_quantity_in_two_spellings_is_stated(said: str, quoted: str) -> None:
    assert figures(said).quantities
    assert stated(said, quoted)


@pytest.mark.parametrize(
    ("said", "quoted"),
    [
        ("version 3.1", "version 3.10"),
        ("16 GB", "16 GiB"),
        ("5%", "5 points"),
        ("8 GPUs", "8 CPUs"),
        ("8 A100 GPUs", "8 fast CPUs"),
        ("3 weeks", "3 months"),
        ("5 Mbps", "5 Gbps"),
        ("5 requests per minute", "5 requests per day"),
        ("at least 5 rows", "at most 5 rows"),
        ("more than 5 rows", "at least 5 rows"),
        ("5 rows", "up to 5 rows"),
        ("at most 5 rows", "5 rows"),
        ("-5 degrees", "5 degrees"),
        ("102 rows", "10² rows"),
        ("three trillion tokens", "3 billion tokens"),
        ("8-byte units of 8 bytes", "8 bits"),
    ],
)
def test_what_only_looks_alike_is_not_stated(said: str, quoted: str) -> None:
    assert not stated(said, quoted)


def test_a_bare_number_stands_for_one_with_a_unit_unless_another_unit_contradicts() -> None:
    assert stated("8 GB", "memory: 8")
    assert not stated("8 GB", "memory: 8 TB")


def test_one_and_a_are_numbers_only_before_a_scale_or_a_time() -> None:
    assert figures("one of them, a model for one GPU").quantities == ()
    assert [quantity.number for quantity in figures("one hour, a hundred rows").quantities] == [
        Decimal(1),
        Decimal(100),
    ]


@pytest.mark.parametrize(
    ("words", "figures_"),
    [
        ("a fifth of a second", "0.2 second"),
        ("a quarter of the boats", "25% of the boats"),
        ("half a billion readings", "500 million readings"),
        ("no two readings", "no two readings"),
        ("from 15 GB up to 2 TB", "from 15 GB to 2 TB"),
    ],
)
def test_parts_are_figures_of_what_they_are_parts_of(words: str, figures_: str) -> None:
    assert in_figures(words) == figures_


def test_four_is_what_code_writes_as_4_0_and_3_1_is_not_3_10() -> None:
    [four, three] = figures("4 of 3.1").quantities
    assert four.is_stated_by(figures("factor: 4.0").quantities)
    assert not three.is_stated_by(figures("3.10").quantities)


def test_words_with_a_digit_inside_are_identifiers() -> None:
    assert figures("ViT-L/14 and 3.10.2 at 9:15").identifiers == ("ViT-L/14", "3.10.2", "9:15")


def test_a_long_row_of_digits_is_a_key_and_no_number() -> None:
    assert figures("9" * 60).quantities == ()


def test_units_and_scales_are_known_in_any_case() -> None:
    assert is_unit("GB")
    assert is_unit("million")
    assert not is_unit("Tide")


@settings(max_examples=150, derandomize=True)
@given(st.text(alphabet="0123456789.,-+%$ kMGB²⁻/:x toper", max_size=40))
def test_whatever_is_written_is_read_and_states_itself(text: str) -> None:
    read = figures(text).quantities
    assert all(quantity.is_stated_by(read) for quantity in read)
