"""The syntax is told by what stands in a document, whatever its name says."""

from __future__ import annotations

import pytest

from decompose.reading import read
from decompose.reading.sniffing import sniff

RST = """.. image:: https://example.org/badge.svg
   :alt: build status

Tool
====

It reads `documents <https://example.org>`_ and checks them::

    tool check README

.. _documents: https://example.org
"""


@pytest.mark.parametrize(
    ("document", "name", "syntax"),
    [
        (RST, "tool.md", "rst"),
        (RST, "", "rst"),
        ("Tool\n====\n\nIt reads ``documents`` of all kinds.\n\n- One\n- Two\n", "tool.rst", "rst"),
        ("Tool\n====\n\nIt reads [documents](https://example.org) of all kinds.\n", "tool.md", "markdown"),
        ("# Tool\n\nIt reads documents.\n\n```rst\n.. note:: Words\n\n.. _a: b\n```\n", "", "markdown"),
        ("# Tool\n\nIt reads documents.\n", "tool.txt", "markdown"),
        ("<p align='center'>A tool that reads documents.</p>\n\n## Use\n\nRun it.\n", "README.md", "markdown"),
        ("\n<!-- made by hand -->\n<!DOCTYPE html><html><body>A tool that reads.</body></html>", "tool.md", "html"),
        ("<body><p>A tool that reads documents.</p></body>", "", "html"),
        ("<p>A tool that reads documents.</p>", "page.html", "html"),
        ("A tool that reads documents.\n\nIt is fast.\n", "", "text"),
    ],
)
def test_the_syntax_is_told_by_the_words(document: str, name: str, syntax: str) -> None:
    assert read(document.encode(), name=name).format == syntax


def test_text_without_markup_is_cut_at_blank_lines_only() -> None:
    visible = read(b"A tool that reads\n    documents of all kinds.\n \nAnd 2 < 3 is true.\n", name="a.txt")
    assert visible.text == "A tool that reads documents of all kinds.\n\nAnd 2 < 3 is true."


def test_a_title_with_a_line_above_and_below_it_is_restructured_text() -> None:
    assert sniff("===========\nSkua Linter\n===========\n\n* checks prompts\n* mends files\n", "skua.rst") == "rst"


def test_front_matter_is_no_title() -> None:
    assert sniff("---\nlicense: mit\n---\n\nIt reads words.\n", "card.md") == "markdown"
