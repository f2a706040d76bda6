"""Every visible word leads back to the place in the document where it is written."""

from __future__ import annotations

import pytest

from decompose.domain.document import VisibleText
from decompose.reading import read


def origin(visible: VisibleText, words: str, nth: int = 0) -> int | None:
    at = -1
    for _ in range(nth + 1):
        at = visible.text.index(words, at + 1)
    return visible.source_map.original(at)


def mapped(visible: VisibleText) -> float:
    seen = [at for at, character in enumerate(visible.text) if not character.isspace()]
    return sum(visible.source_map.original(at) is not None for at in seen) / len(seen)


MARKDOWN = """---
title: fast tool
---
# Fast *tool*

<!-- fast tool -->
A [fast tool](https://example.org/fast/tool "fast tool") for **fast** words &mdash; `fast` &amp; small.

| Tool | Price |
|------|-------|
| fast | 4 USD |
| fast | 5 USD |

- fast
  - fast `tool --fast`

```
fast    tool
```
"""


def test_each_word_leads_to_itself_and_not_to_its_namesake() -> None:
    visible = read(MARKDOWN.encode())
    starts = [MARKDOWN.index(around) + len(around) - len("fast") for around in ("A [fast", "**fast", "`fast")]
    assert [origin(visible, "fast", nth) for nth in range(3)] == starts
    assert origin(visible, "fast\t5 USD") == MARKDOWN.index("fast | 5")
    assert origin(visible, "tool --fast") == MARKDOWN.index("tool --fast")
    assert origin(visible, "fast    tool") == MARKDOWN.index("fast    tool")
    assert origin(visible, "—") is None
    assert mapped(visible) > 0.95


def test_what_the_map_says_is_equal() -> None:
    visible = read(MARKDOWN.encode())
    for start, end, source in visible.source_map.runs:
        assert visible.text[start:end] == MARKDOWN[source : source + end - start]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_offsets_count_the_characters_of_the_document_as_it_is(ending: str) -> None:
    document = ending.join(["# Tool", "", "It re\0ads", "words.", "", "It is *fast*."])
    visible = read(b"\xef\xbb\xbf" + document.encode())
    assert origin(visible, "fast") == document.index("fast")
    assert origin(visible, "ads") == document.index("ads")


def test_a_footnote_leads_to_where_it_was_written() -> None:
    document = "Fast.[^1]\n\n[^1]: On one machine.\n\nIt reads words on one machine.\n"
    visible = read(document.encode())
    assert origin(visible, "On one machine") == document.index("On one")
    assert origin(visible, "on one machine") == document.index("on one")


def test_words_of_a_page_are_not_looked_for_in_tags_and_scripts() -> None:
    document = (
        "<html><head><title>Fast tool</title><script>fast()</script></head><body class='fast tool'>"
        "<a href='fast'>Fast <b title='tool'>tool</b></a> reads words.</body></html>"
    )
    visible = read(document.encode())
    assert origin(visible, "Fast") == document.index("Fast <b")
    assert origin(visible, "tool") == document.index("tool</b>")
    assert mapped(visible) == 1


def test_words_that_are_not_in_the_document_do_not_lead_astray() -> None:
    filler = " ".join(f"word{number} and" for number in range(400))
    document = (
        f".. |x| replace:: and word399 and\n\nIt reads |x| as `it <y>`_ stands.\n\n{filler}.\n\n.. note:: Done.\n"
    )
    visible = read(document.encode())
    assert origin(visible, "stands") == document.index("stands")
    assert origin(visible, "word7 ") == document.index("word7 ")
    assert mapped(visible) > 0.98
