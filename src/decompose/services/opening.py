"""A document as everybody here sees it: what a reader sees of it, what speaks to a machine, and what it is called."""

from __future__ import annotations

from dataclasses import replace

from decompose.domain.addressed import addressed_to_a_model
from decompose.domain.document import VisibleText
from decompose.reading import read


def visible_text(raw: bytes, *, path: str, max_bytes: int) -> VisibleText:
    """The visible text, with what is addressed to a model among the hidden.

    Raises:
        DocumentRefusedError: the bytes are no document that can be used.
    """
    visible = read(raw, name=path, max_bytes=max_bytes)
    hidden = (*visible.hidden, *addressed_to_a_model(visible))
    return replace(visible, hidden=tuple(sorted(hidden, key=lambda range_: range_.span)))


def name_of(visible: VisibleText, stem_words: str) -> str:
    """What an artifact is called of which nobody said so: its document's title, else the words of the file's name."""
    name = visible.quotable_title or stem_words.replace("-", " ").replace("_", " ")
    return " ".join(name.split())
