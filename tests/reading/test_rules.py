"""What holds of every document, however broken: made of random bytes and of random pieces of markup."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from decompose.domain.document import VisibleText
from decompose.errors import DocumentRefusedError
from decompose.reading import read

PIECES = [
    *(
        "# Head\n",
        "It reads words. ",
        "\n",
        "\n\n",
        "- item\n",
        "  - nested\n",
        "1. one\n",
        "> quote ",
        "```\n",
        "    code\n",
    ),
    *(
        "<div style='display:none'>",
        "</div>",
        "<!-- ",
        "-->",
        "<table>",
        "<tr>",
        "<td>",
        "</td>",
        "<th colspan=3 rowspan=2>",
    ),
    *(
        "</tr>",
        "</table>",
        "<pre>",
        "</pre>",
        "![alt](x)",
        "[l](y)",
        "[^1]",
        "[^1]: note\n",
        "<details><summary>s</summary>",
    ),
    *(
        "</details>",
        "<textarea>",
        "<template>",
        "</template>",
        "<noscript>",
        "<script>",
        "</script>",
        "<style>p{color:red}",
    ),
    *(
        "</style>",
        "<svg>",
        "&lt;",
        "&nbsp;",
        "&#8203;",
        "\u200b",
        "\0",
        "\r\n",
        "\r",
        "\t",
        "<br>",
        "<sup>2</sup>",
        "10",
    ),
    *("**b**", "`c`", "``", "\u202e", "---\n", "a: b\n", "*", "_", "[", "](", "<p", '"', "'", ">", "::\n\n    x\n"),
    *(".. note:: x\n", ":role:`x`", "<li>", "<dl><dt>t<dd>d", "<select><option>o", "</body>", "<title>", "<plaintext>"),
    *("<!DOCTYPE html>", "\U000e0041", "漢字です。", "===\n", ".. ", "\n.. [1] x\n", "<h1>", "<p hidden>", "<button>b"),
    *("<font color=white>", "| a | b |\n|---|---|\n| 1 |\n"),
]
documents = st.one_of(
    st.lists(st.sampled_from(PIECES), max_size=40).map(lambda each: "".join(each).encode()),
    st.binary(max_size=200),
    st.text(max_size=200).map(lambda each: each.encode("utf-8", "surrogatepass")),
)
names = st.sampled_from(["a.md", "a.rst", "a.html", "a.mdx", "a.txt", ""])


def read_or_none(raw: bytes, name: str = "") -> VisibleText | None:
    try:
        return read(raw, name=name)
    except DocumentRefusedError:
        return None


@pytest.mark.slow
@settings(max_examples=300, derandomize=True, deadline=None)
@given(documents, names)
def test_whatever_is_given_is_read_or_refused_and_hangs_together(raw: bytes, name: str) -> None:
    visible = read_or_none(raw, name)
    if visible is None:
        return
    behind = 0
    for block in visible.blocks:
        assert behind <= block.span.start < block.span.end <= len(visible.text)
        assert visible.words_of(block.span).strip()
        assert not visible.text[behind : block.span.start].strip()
        assert all(block.span.covers(cell) for cell in block.cells)
        behind = block.span.end
    assert not visible.text[behind:].strip()
    assert all(0 <= each.span.start == each.span.end <= len(visible.text) for each in visible.hidden)
    assert list(visible.hidden) == sorted(visible.hidden, key=lambda each: each.span)
    behind = 0
    for start, end, _ in visible.source_map.runs:
        assert behind <= start < end <= len(visible.text)
        behind = end


@settings(max_examples=100, derandomize=True, deadline=None)
@given(documents, names)
def test_the_same_bytes_always_give_the_same_text(raw: bytes, name: str) -> None:
    assert read_or_none(raw, name) == read_or_none(raw, name)


words = st.text("abcdefg <>*_`[]()#|&;'\"=/\n\\!-", max_size=60)


@pytest.mark.slow
@settings(max_examples=200, derandomize=True, deadline=None)
@given(words, words)
def test_a_closed_comment_never_speaks(before: str, after: str) -> None:
    commented = f"It reads documents.\n\n<!-- zyxw -->\n\n{before}\n<!-- zyxw --> {after}\n"
    visible = read_or_none(commented.encode(), "a.md")
    page = "" if "<" in before else before
    html = read_or_none(f"<html><body>It reads documents.<p>{page}<!-- zyxw --></p></body></html>".encode())
    assert html is not None
    assert "zyxw" not in html.text
    if visible is not None and not set("<`") & set(before) and "    " not in before:
        assert "zyxw" not in visible.text


@pytest.mark.slow
@settings(max_examples=200, derandomize=True, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_every_run_of_the_map_is_equal_in_the_document(document: str) -> None:
    visible = read_or_none(f"It reads words.\n\n{document}".encode(), "a.md")
    source = f"It reads words.\n\n{document}"
    for start, end, origin in visible.source_map.runs if visible else ():
        assert visible is not None
        assert visible.text[start:end] == source[origin : origin + end - start]


deep_lines = st.lists(
    st.tuples(st.sampled_from(["> ", "- ", "1. ", "  ", "# ", "**", "_", "[", "\\", ""]), st.integers(0, 90)),
    max_size=12,
)


@pytest.mark.slow
@settings(max_examples=150, derandomize=True, deadline=None)
@given(deep_lines)
def test_every_word_of_markdown_that_hides_nothing_is_read_or_the_document_is_refused(
    lines: list[tuple[str, int]],
) -> None:
    document = "It reads words.\n\n" + "\n\n".join(f"{mark * depth}word{at}x" for at, (mark, depth) in enumerate(lines))
    visible = read_or_none(document.encode(), "a.md")
    for at in range(len(lines) if visible else 0):
        assert visible is not None
        assert f"word{at}x" in visible.text or any(f"word{at}x" in each.words for each in visible.hidden)


@pytest.mark.parametrize(
    "nested",
    [">" * 200 + " inner", "- " * 100 + "inner", "".join("  " * depth + "- inner\n" for depth in range(100))],
)
def test_markdown_nested_too_deep_is_refused_and_loses_nothing_silently(nested: str) -> None:
    with pytest.raises(DocumentRefusedError, match=r"deep\.md is nested deeper than 160 levels") as refused:
        read(f"It reads words.\n\n{nested}\n\nIt is fast.".encode(), name="deep.md")
    assert refused.value.code == "format"


@pytest.mark.slow
def test_deep_and_unclosed_markup_is_read_in_a_moment() -> None:
    sentence = "It reads words. "
    began = time.perf_counter()
    for document in (
        sentence + "<div>" * 20_000 + sentence,
        sentence + ">" * 5_000 + sentence,
        sentence + "[" * 5_000,
        sentence + '<a "' * 10_000,
        sentence + "<!--" * 10_000,
        "".join("  " * depth + "- " + sentence + "\n" for depth in range(75)),
    ):
        assert read(document.encode(), name="a.md").text.startswith("It reads words.")
    assert time.perf_counter() - began < 5
