"""What a reader sees of Markdown and HTML, and in which blocks."""

from __future__ import annotations

from decompose.domain.document import BlockKind, VisibleText
from decompose.reading import read


def kinds(visible: VisibleText) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, visible.words_of(block.span)) for block in visible.blocks]


def cells(visible: VisibleText) -> list[list[str]]:
    return [[visible.words_of(cell) for cell in block.cells] for block in visible.blocks if block.cells]


def test_markup_leaves_its_words_and_nothing_else() -> None:
    visible = read(
        b"It *reads* **all** `kinds` of [documents](https://example.org 'x') _fast_\nand <b>well</b> &amp; so on."
    )
    assert visible.text == "It reads all kinds of documents fast and well & so on."


def test_headings_have_their_level_and_the_first_of_level_one_is_the_title() -> None:
    visible = read(b"## Before\n\n# The *Tool*\n\nIt reads words.\n\nOther\n=====\n\n<h3>Deep</h3>\n")
    assert visible.title == "The Tool"
    assert [each for each in kinds(visible) if each[0] == "heading"] == [
        ("heading", 2, "Before"),
        ("heading", 1, "The Tool"),
        ("heading", 1, "Other"),
        ("heading", 3, "Deep"),
    ]


def test_a_document_without_level_one_heading_has_no_title() -> None:
    assert read(b"## Use\n\nIt reads words.").title is None


def test_list_items_have_depth_and_group_and_no_bullets() -> None:
    visible = read(b"Lists of words:\n\n- one\n  - two\n    1. three\n- four\n\n  five\n\nThen another:\n\n* six\n")
    items = [block for block in visible.blocks if block.kind is BlockKind.ITEM]
    assert [block.level for block in items] == [1, 2, 3, 1, 1, 1]
    assert [block.group for block in items] == [1, 1, 1, 1, 1, 2]
    assert "one\ntwo\nthree\nfour\nfive\n\nThen another:\n\nsix" in visible.text


def test_terms_and_definitions_are_items() -> None:
    visible = read(b"<dl><dt>Licence</dt><dd>MIT, as the makers say.</dd></dl>")
    assert kinds(visible) == [("item", 1, "Licence"), ("item", 1, "MIT, as the makers say.")]


def test_task_boxes_are_dropped() -> None:
    assert read(b"- [x] reads words well\n- [ ] writes them\n- [link] stays here").text == (
        "reads words well\nwrites them\n[link] stays here"
    )


def test_rows_of_markdown_and_html_tables_have_cells() -> None:
    visible = read(
        b"| Tool for words | Price |\n|---|--:|\n| A \\| B | **4** USD |\n| C | |\n\n"
        b"<table><tr><th>X</th></tr><tr><td>Y</td></tr></table>"
    )
    assert visible.text == "Tool for words\tPrice\nA | B\t4 USD\nC\t\n\nX\nY"
    assert cells(visible) == [["Tool for words", "Price"], ["A | B", "4 USD"], ["C", ""], ["X"], ["Y"]]
    assert [block.is_head for block in visible.blocks] == [True, False, False, True, False]
    assert [block.group for block in visible.blocks] == [1, 1, 1, 2, 2]


def test_cells_stand_below_their_heading_where_others_are_wide_or_high() -> None:
    visible = read(
        b"<table><tr><th rowspan=2>Tool</th><th colspan=2>Price of it</th></tr><tr><th>month</th><th>year</th></tr>"
        b"<tr><td>A</td><td>1</td><td>10</td></tr></table>"
    )
    assert cells(visible) == [["Tool", "Price of it", ""], ["", "month", "year"], ["A", "1", "10"]]


def test_a_line_break_in_a_cell_keeps_the_row_on_one_line() -> None:
    assert read(b"|one two three|d|\n|-|-|\n|x<br>y|<p>z</p><p>w</p>|").text == "one two three\td\nx y\tz w"


def test_a_row_that_lays_out_code_is_no_row_of_figures() -> None:
    visible = read(b"<table><tr><th>With a key, say</th></tr><tr><td>\n\n```\n{\n  1\n}\n```\n\n</td></tr></table>")
    assert kinds(visible) == [("row", 0, "With a key, say"), ("code", 0, "{\n  1\n}")]


def test_code_keeps_lines_and_indentation() -> None:
    visible = read(b"Run this command now:\n\n```sh\n\n  tool \\\n    --fast  # *not* markup\n\n  next\n```\n")
    assert kinds(visible)[1] == ("code", 0, "  tool \\\n    --fast  # *not* markup\n\n  next")


def test_quotes_are_quotes_and_an_alert_says_its_name() -> None:
    visible = read(b"> [!WARNING]\n> It deletes files.\n\n> said somebody\n")
    assert kinds(visible) == [("quote", 0, "Warning"), ("quote", 0, "It deletes files."), ("quote", 0, "said somebody")]


def test_details_are_seen_with_their_summary() -> None:
    visible = read(b"<details><summary>More</summary>\n\nIt reads **words**.\n\n</details>")
    assert kinds(visible) == [("paragraph", 0, "More"), ("paragraph", 0, "It reads words.")]


def test_footnotes_stay() -> None:
    assert read(b"It is fast.[^1]\n\n[^1]: On one machine only.\n").text == "It is fast.[1]\n\nOn one machine only."


def test_no_space_is_left_before_punctuation_where_an_image_stood() -> None:
    visible = read(b"Runs on <a href='x'><img alt='logo' src='y'> Fly.io </a>, here ![b](c) . And a .env file.")
    assert visible.text == "Runs on Fly.io, here. And a .env file."


def test_raised_figures_do_not_join_the_number_before_them() -> None:
    assert read(b"It takes 10<sup>6</sup> steps, CO<sub>2</sub> and 1<sup>st</sup>.").text == (
        "It takes 10^6 steps, CO2 and 1st."
    )


def test_link_definitions_and_front_matter_are_not_shown() -> None:
    visible = read(b"---\nlicense: mit\ntags:\n- x\n---\nIt reads [words][1].\n\n[1]: https://example.org 'Title'\n")
    assert visible.text == "It reads words."
    assert [(each.why, each.words) for each in visible.hidden] == [("front matter", "license: mit tags: - x")]


def test_front_matter_is_found_whatever_the_line_endings() -> None:
    for ending in (b"\n", b"\r\n", b"\r"):
        visible = read(b"---\nlicense: mit\n---\nIt reads words.".replace(b"\n", ending))
        assert visible.text == "It reads words."


def test_a_rule_above_a_paragraph_is_no_front_matter() -> None:
    assert (
        read(b"---\nIt reads words, and more.\n\n---\nIt is fast.").text == "It reads words, and more.\n\nIt is fast."
    )


def test_mdx_shows_its_markdown_only() -> None:
    visible = read(
        b"import Card from './card'\n\n# Tool\n\n{/* to do */}\n\n<Card kind='x'>It reads words.</Card>\n", name="a.mdx"
    )
    assert visible.text == "Tool\n\nIt reads words."
    assert [each.words for each in visible.hidden] == ["to do"]


def test_heads_scripts_and_drawings_of_a_page_are_no_words() -> None:
    visible = read(
        b"<!doctype html><html><head><title>T</title><meta name=d content=e></head><body><script>a</script>"
        b"<nav>Home</nav><p>It reads<br>words.</p><svg><text>x</text></svg><iframe>y</iframe></body></html>"
    )
    assert kinds(visible) == [("paragraph", 0, "Home"), ("paragraph", 0, "It reads\nwords.")]
    assert visible.hidden == ()
