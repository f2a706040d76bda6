"""What a reader sees of reStructuredText, with what Sphinx adds to it."""

from __future__ import annotations

from decompose.domain.document import BlockKind
from decompose.reading import read

DOCUMENT = """
Tool
====

.. This is a comment
   of two lines

:Version: 5.6 (recovery)
:Licence: MIT

It reads |what| by the `guide <https://example.org/guide>`_, see
:ref:`the index <index>` and :class:`~tool.core.Reader`::

    tool read  README

Use
---

.. versionadded:: 2.0
   Reads pages too.

.. toctree::
   :maxdepth: 2

   intro
   reference

.. tip:: Begin with one document.

.. raw:: html

   <p>Raw words</p>

.. include:: /etc/hostname

term
  What it means [1]_.

.. [1] On one machine.

.. |what| replace:: documents

=====  =====
Tool   Price
=====  =====
A      4 USD
=====  =====
"""


def test_a_document_is_read_block_by_block() -> None:
    visible = read(DOCUMENT.encode(), name="README.md")
    assert visible.format == "rst"
    assert visible.title == "Tool"
    assert [(block.kind.value, block.level, visible.words_of(block.span)) for block in visible.blocks] == [
        ("heading", 1, "Tool"),
        ("item", 1, "Version: 5.6 (recovery)"),
        ("item", 1, "Licence: MIT"),
        ("paragraph", 0, "It reads documents by the guide, see the index and Reader:"),
        ("code", 0, "tool read  README"),
        ("heading", 2, "Use"),
        ("paragraph", 0, "2.0 Reads pages too."),
        ("paragraph", 0, "Tip"),
        ("paragraph", 0, "Begin with one document."),
        ("item", 1, "term"),
        ("item", 1, "What it means [1]."),
        ("paragraph", 0, "[1] On one machine."),
        ("row", 0, "Tool\tPrice"),
        ("row", 0, "A\t4 USD"),
    ]
    assert [(each.why, each.words) for each in visible.hidden] == [
        ("comment", "This is a comment of two lines"),
        ("not rendered", "<p>Raw words</p>"),
        ("not rendered", "/etc/hostname"),
    ]


def test_what_is_not_rendered_is_kept_at_its_place_and_lends_no_words_to_the_map() -> None:
    source = "It reads `words <x>`_.\n\n- item\n\n  .. raw:: html\n\n     <b>It is fast</b>\n\nIt is fast.\n"
    visible = read(source.encode(), name="a.rst")
    assert visible.text == "It reads words.\n\nitem\n\nIt is fast."
    [removed] = visible.hidden
    assert (removed.why, removed.words) == ("not rendered", "<b>It is fast</b>")
    assert removed.span.start == visible.text.index("item") + len("item")
    assert visible.source_map.original(visible.text.index("It is fast")) == source.rindex("It is fast")


def test_several_top_sections_are_no_title() -> None:
    visible = read(b"One\n===\n\nIt reads `words <x>`_.\n\nTwo\n===\n\n.. note:: It is fast.\n")
    assert visible.title is None
    assert [block.level for block in visible.blocks if block.kind is BlockKind.HEADING] == [1, 1]


def test_a_role_defined_in_one_document_is_not_known_in_the_next() -> None:
    defining = b".. role:: loud(strong)\n\nIt reads :loud:`words` of `all <x>`_ kinds.\n"
    using = b".. note:: x\n\nIt reads :loud:`words` of `all <x>`_ kinds.\n"
    alone = read(using).text
    read(defining)
    assert read(using).text == alone
