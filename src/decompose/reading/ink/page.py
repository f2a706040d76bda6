"""A page without the letters that nobody sees."""

from __future__ import annotations

from typing import Any

from decompose.reading.drawn import AS_IT_IS, Paper
from decompose.reading.ink.document import Drawing
from decompose.reading.ink.state import State, Work
from decompose.reading.ink.walk import Walk, sheet


def without_unseen(page: Any, drawing: Drawing) -> str:
    """Take the letters that nobody sees off a page; they are returned.

    Raises TooManyOperationsError, and TooMuchDrawnError.
    """
    from pypdf.generic import ContentStream

    content = page.get_contents()
    if content is None:
        return ""
    shown = sheet(page)
    walk = Walk(Work(drawing, Paper(shown.box[1], drawing.steps), State(AS_IT_IS, (shown,))))
    walk.over(ContentStream(content, drawing.reader, "bytes").operations, _resources(page), ())
    unseen = any(operation.letters and not operation.letters.is_seen for operation in walk.made)
    if not unseen and not walk.has_forms:
        return ""
    hidden = _words(page, drawing, walk, [each.kept(is_seen=False) for each in walk.made]) if unseen else ""
    _put(page, drawing, walk, [each.kept(is_seen=True) for each in walk.made])
    return hidden


def _words(page: Any, drawing: Drawing, walk: Walk, operations: list[Any]) -> str:
    _put(page, drawing, walk, operations)
    words: list[str] = []
    page.extract_text(visitor_text=lambda text, *_: words.append(text))
    return " ".join("".join(words).split())


def _put(page: Any, drawing: Drawing, walk: Walk, operations: list[Any]) -> None:
    from pypdf.generic import ContentStream, DictionaryObject, NameObject

    stream = ContentStream(None, drawing.reader)
    stream.operations = [operation for operation in operations if operation]
    page[NameObject("/Contents")] = stream
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): walk.fonts})


def _resources(page: Any) -> Any:
    found = page.get_inherited("/Resources")
    return found.get_object() if found is not None else {}
