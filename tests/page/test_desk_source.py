"""What an editor sees of words: every character, also those without a shape."""

from __future__ import annotations

import pytest

from decompose.page.desk_source import glyphs
from decompose.page.desk_view import Piece, difference


@pytest.mark.parametrize(
    ("character", "number"),
    [("\u200b", "U+200B"), ("\u202e", "U+202E"), ("\u00a0", "U+00A0"), ("\ue000", "U+E000"), ("\u3164", "U+3164")],
)
def test_what_has_no_shape_stands_as_its_number(character: str, number: str) -> None:
    runs = [(run.sort, run.words) for run in glyphs(f"a{character}b")]
    assert runs == [("text", "a"), ("glyph", number), ("text", "b")]
    _, new = difference("", f"a{character}b")
    assert new == (Piece("new", "a"), Piece("new glyph", number), Piece("new", "b"))


def test_words_and_white_space_stand_as_they_are() -> None:
    assert [(run.sort, run.words) for run in glyphs("Élan 8×7B\n\tпривет 模型")] == [
        ("text", "Élan 8×7B\n\tпривет 模型")
    ]
