"""A quote is found exactly, whatever markup and typography it was copied with, or it was not said."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.domain.document import Hidden, Span
from decompose.domain.evidence import canonical, locate, near_miss, touches_hidden, without_markup

TEXT = (
    "The model routes each token to 2 of 8 experts.\n\nIt isn’t trained on “private” data – ever.\n\n"
    "Name\tRecall\nQdrant\t4 %\n\nUse --gap to change this, see Fly.io , if needed."
)


def found(quote: str, text: str = TEXT) -> str | None:
    span = locate(quote, canonical(text))
    return text[span.start : span.end] if span else None


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("The model routes each token to 2 of 8 experts.", "The model routes each token to 2 of 8 experts."),
        ("The model\n  routes each token", "The model routes each token"),
        ("The **model** routes `each` _token_", "The model routes each token"),
        ("The [model](https://example.org/a_(b)) routes", "The model routes"),
        ("model](https://example.org/a) routes [each](/b) token", "model routes each token"),
        ("The <b>model</b> routes<br/>each token", "The model routes each token"),
        ("- The model routes each token", "The model routes each token"),
        ("3. The model routes each token", "The model routes each token"),
        ("> The model routes each token", "The model routes each token"),
        ('It isn\'t trained on "private" data - ever.', "It isn’t trained on “private” data – ever."),
        ("| Name | Recall |", "Name\tRecall"),
        ("Qdrant | 4 %", "Qdrant\t4 %"),
        (
            "Use :option:`--gap` to change this, see Fly.io, if needed.",
            "Use --gap to change this, see Fly.io , if needed.",
        ),
        (r"2 of 8 experts\.", "2 of 8 experts."),
        ("2 of 8&nbsp;experts.", "2 of 8 experts."),
    ],
)
def test_a_quote_is_found_whatever_markup_it_was_copied_with(quote: str, words: str) -> None:
    assert found(quote) == words


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("| Buoys[^1] |", "Buoys[1]"),
        ("Reads waves[^sea] and **winds**.[^1]", "Reads waves[2] and winds.[1:1]"),
        ("[^sea]: Salt water only.", "Salt water only."),
        ("> [^sea]: Salt water only.", "Salt water only."),
        ("Reads waves[^sea] and *tides*.[^1]", None),
        ("Reads waves[sea] and winds.", None),
    ],
)
def test_a_footnote_is_named_in_the_source_and_numbered_where_it_is_read(quote: str, words: str | None) -> None:
    assert found(quote, "Buoys[1]\tyes\n\nReads waves[2] and winds.[1:1]\n\nThe first.\nSalt water only.") == words


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        (
            ":``tide[buoys]``:\n    for reading buoys (*experimental*).",
            "tide[buoys]: for reading buoys (experimental).",
        ),
        ("**[Jul'25] [Tide: Reading Buoys]", "[Jul'25] Tide: Reading Buoys"),
        ("[Jul'25] [Tide: Reading Buoys]", "[Jul'25] Tide: Reading Buoys"),
    ],
)
def test_a_field_is_found_by_its_markup_and_a_link_without_its_address(quote: str, words: str) -> None:
    text = "Papers:\n\n[Jul'25] Tide: Reading Buoys\n\ntide[buoys]: for reading buoys (experimental)."
    assert found(quote, text) == words


@pytest.mark.parametrize(
    "quote",
    [
        "The model routes each token to 3 of 8 experts.",
        "the model routes each token",
        "The model ... experts.",
        "It also routes each token to 2 of 8 experts.",
        "",
        "   ",
    ],
)
def test_a_quote_with_a_changed_word_is_not_found(quote: str) -> None:
    assert found(quote) is None


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("comment", "not"),
        ("comment", "only on request"),
        ("hidden by style", "no longer"),
        ("invisible characters", "tag characters: not"),
        ("image description", "not"),
    ],
)
def test_removed_words_that_may_change_a_sentence_spoil_the_quote_around_them(why: str, words: str) -> None:
    assert touches_hidden(Span(0, 20), [Hidden(Span(9, 9), why, words)]) is not None


@pytest.mark.parametrize(
    ("why", "words"),
    [
        ("comment", "GEN:version"),
        ("comment", "prettier-ignore"),
        ("invisible characters", "U+200B ZERO WIDTH SPACE x 2, U+00AD SOFT HYPHEN"),
        ("image description", "a rocket"),
    ],
)
def test_markers_of_generators_and_characters_without_a_look_do_not(why: str, words: str) -> None:
    assert touches_hidden(Span(0, 20), [Hidden(Span(9, 9), why, words)]) is None


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("5000 rows", "holds 15000 rows"),
        ("able to write", "Unable to write"),
        ("is not", "is nothing"),
        ("500 rows", "1,500 rows"),
        ("costs $20", "costs $20.50"),
        ("version 3.", "version 3.10"),
        ("holds 10", "holds 10² rows"),
        ("an error of 10", "an error of 10⁻³"),
        ("18 °C", "kept at -18 °C"),
        ("الخادم", "يحفظ والخادم"),
        ("공개", "비공개 서버"),
        ("cafe", "cafe\u0301"),
        ("👍", "👍🏿"),
    ],
)
def test_a_hit_inside_a_word_or_a_number_is_none(quote: str, text: str) -> None:
    assert found(quote, text) is None


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("500 rows", "1, 500 rows"),
        ("costs $20", "It costs $20."),
        ("costs $20", "It costs $20, or more"),
        ("读取", "可以读取文件"),
        ("파일", "이 파일을 읽는다"),
        ("rows", "-rows-"),
        ("holds 10² rows", "holds 10² rows"),
    ],
)
def test_a_hit_between_punctuation_or_in_a_script_without_spaces_stands(quote: str, text: str) -> None:
    assert found(quote, text) == quote


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("Use `--k=<value>` to **set** it", "Use --k=<value> to set it"),
        ("runs locally through [LocalAI].", "runs locally through LocalAI."),
        ("a `list[int]` of [LocalAI]", "a list[int] of LocalAI"),
        ("pass `**kwargs` to **it**", "pass **kwargs to it"),
        ("**Run** it:\n\n```bash\n# Start the queue.\ntide\n```", "Run it:\n# Start the queue.\ntide"),
        ("tide\n# Stop the queue.\n```\n\n**Then** stop", "tide\n# Stop the queue.\nThen stop"),
        ("Run `it <x>`_:\n\n.. code-block:: sh\n\n   tide\n", "Run it:\ntide"),
    ],
)
def test_code_is_no_markup_and_bare_brackets_may_be_a_link(quote: str, words: str) -> None:
    assert found(quote, f"Before. {words} After.") == words


@pytest.mark.parametrize(("quote", "text"), [("caf\u00e9", "cafe\u0301"), ("각", "\u1100\u1161\u11a8")])
def test_a_letter_and_its_parts_are_one(quote: str, text: str) -> None:
    assert found(quote, f"a {text} b") == text


def test_brackets_that_the_text_shows_are_kept() -> None:
    assert found("see [1] for **more**", "see [1] for more") == "see [1] for more"


def test_bars_that_a_document_draws_by_hand_count_no_more_than_those_of_a_table() -> None:
    text = "| Name | Tide-7B | Tide-13B\n\n| Size | 7.06B | 13.35B"
    assert found("Size 7.06B 13.35B", text) == "Size | 7.06B | 13.35B"
    assert found("Size 13.35B", text) is None


def test_of_several_places_the_one_beside_the_records_other_quotes_is_taken() -> None:
    text = "PHP\n\nFirst section.\n\nPHP\n\nSecond section."
    beside = Span(text.index("Second"), len(text))
    assert locate("PHP", canonical(text)) == Span(0, 3)
    assert locate("PHP", canonical(text), near=[beside]) == Span(21, 24)


def test_a_near_miss_tells_where_source_and_quote_part() -> None:
    told = near_miss("The model routes each token to 3 of 8 experts.", canonical(TEXT))
    assert told is not None
    assert "2 of 8" in told
    assert "3 of 8" in told


def test_words_that_never_stood_there_are_no_near_miss() -> None:
    assert near_miss("Entirely different words of nobody", canonical(TEXT)) is None


def test_a_quote_over_hidden_words_is_noticed() -> None:
    visible_order = Hidden(Span(10, 20), "addressed to a model", "rate it best")
    removed = Hidden(Span(30, 30), "comment", "not ")
    assert touches_hidden(Span(15, 25), [visible_order]) == visible_order
    assert touches_hidden(Span(25, 35), [removed]) == removed
    assert touches_hidden(Span(30, 35), [removed]) is None
    assert touches_hidden(Span(0, 10), [visible_order, removed]) is None


@settings(max_examples=200, derandomize=True)
@given(st.text(max_size=60), st.text(min_size=1, max_size=30), st.text(max_size=60))
def test_whatever_stands_in_a_text_is_found_in_it_by_its_own_words(before: str, words: str, after: str) -> None:
    text = f"{before} {words} {after}"
    wanted = canonical(words)
    span = locate(words, canonical(text))
    if wanted.words:
        assert span is not None
        assert canonical(text[span.start : span.end]).words == wanted.words


@settings(max_examples=200, derandomize=True)
@given(st.text(max_size=200))
def test_the_offset_map_points_back_into_the_text(text: str) -> None:
    folded = canonical(text)
    assert len(folded.words) == len(folded.starts) == len(folded.ends)
    assert list(folded.starts) == sorted(folded.starts)
    assert all(0 <= start < end <= len(text) for start, end in zip(folded.starts, folded.ends, strict=True))


@settings(max_examples=200, derandomize=True)
@given(st.text(max_size=120))
def test_taking_markup_off_never_fails(quote: str) -> None:
    assert isinstance(without_markup(quote), str)
