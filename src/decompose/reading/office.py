"""DOCX -> HTML: what a reader of the printed pages sees; deleted, hidden and commented words are kept apart."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from html import escape
from io import BytesIO
from typing import Any

from decompose.errors import DocumentRefusedError
from decompose.reading.office_boxes import is_unseen, sheet_of
from decompose.reading.office_look import Looks, ground, named
from decompose.reading.rendered import Rendered

_PARTS = 5_000
_UNFOLDED = 10
_MAIN = "word/document.xml"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HEADING = re.compile(r"heading ([1-6])", re.IGNORECASE)
_DEPTH = 60
# What holds runs and paragraphs without being one: links, accepted insertions, content controls, moved-in words.
_THROUGH = frozenset(
    f"{_W}{name}" for name in "hyperlink ins moveTo smartTag sdt sdtContent fldSimple customXml dir bdo".split()
)
_GONE = frozenset([f"{_W}del", f"{_W}moveFrom"])
_BREAKS = {f"{_W}tab": " ", f"{_W}br": "<br>", f"{_W}cr": "<br>", f"{_W}noBreakHyphen": "-"}


def render_docx(raw: bytes, name: str, max_bytes: int) -> Rendered:
    """Raises DocumentRefusedError `format` (broken, or no DOCX) or `too_large` (unfolds to more than is read)."""
    try:
        _look_inside(raw, name, max_bytes)
        from docx import Document

        document = Document(BytesIO(raw))
        return Rendered("\n".join([*_Pages(document).html(), *_comments(document)]))
    except DocumentRefusedError:
        raise
    except Exception as error:  # broken archives and broken XML end in errors of every kind
        raise _refused(
            name, "format", f"is a DOCX that cannot be read ({type(error).__name__}): save it anew, or as HTML or text"
        ) from error


def _refused(name: str, code: str, sentence: str) -> DocumentRefusedError:
    return DocumentRefusedError(code, f"{name or 'the document'} {sentence}", subject=name or None)


def _look_inside(raw: bytes, name: str, max_bytes: int) -> None:
    try:
        parts = zipfile.ZipFile(BytesIO(raw)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, EOFError) as error:
        raise _refused(
            name, "format", "is a ZIP archive or an office document that is broken: save it anew, or as HTML or text"
        ) from error
    if all(part.filename != _MAIN for part in parts):
        raise _refused(
            name,
            "format",
            "is a ZIP archive, but no DOCX: unpack it, or save the document as DOCX, HTML, Markdown or plain text",
        )
    # No part can unfold to more than it says: zipfile stops there.
    if len(parts) > _PARTS or sum(part.file_size for part in parts) > _UNFOLDED * max_bytes:
        raise _refused(name, "too_large", "unfolds to more than is read: split it, or raise DECOMPOSE_MAX_BYTES")


def _comments(document: Any) -> Iterator[str]:
    for part in document.part.package.iter_parts():
        if str(part.partname) == "/word/comments.xml":
            root = part.element if hasattr(part, "element") else None
            words = " ".join(text.text or "" for text in root.iter(f"{_W}t")) if root is not None else ""
            if words.strip():
                yield f"<!-- {_in_comment(words)} -->"


def _in_comment(words: str) -> str:
    return escape(words, quote=False).replace("--", "-\u200b-")


def _styled(look: str) -> str:
    return f' style="{escape(look)}"' if look else ""


class _Pages:
    """The body of a document as HTML, element by element."""

    def __init__(self, document: Any) -> None:
        self._body = document.element.body
        self._styles = {style.style_id: style for style in document.styles}
        self._looks = Looks(document)
        self._sheet = sheet_of(self._body)
        self._table_style = ""

    def html(self) -> Iterator[str]:
        yield from self._blocks(self._body, 0)

    def _blocks(self, parent: Any, depth: int) -> Iterator[str]:
        if depth > _DEPTH:
            raise ValueError("nested too deep")
        for child in parent.iterchildren(tag=None):
            if child.tag == f"{_W}p":
                yield self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield self._table(child, depth)
            elif child.tag in _THROUGH:
                yield from self._blocks(child, depth + 1)

    def _table(self, table: Any, depth: int) -> str:
        rows, around = [], self._table_style
        properties = table.find(f"{_W}tblPr")
        self._table_style = named(properties.find(f"{_W}tblStyle")) if properties is not None else ""
        for row in table.iterchildren(f"{_W}tr"):
            cells = "".join(self._cell(cell, depth) for cell in row.iterchildren(f"{_W}tc"))
            is_gone = row.find(f"{_W}trPr/{_W}del") is not None
            rows.append(f"<tr{' hidden' if is_gone else ''}>{cells}</tr>")
        self._table_style = around
        return f"<table{_styled(self._looks.of_table(properties))}>{''.join(rows)}</table>"

    def _cell(self, cell: Any, depth: int) -> str:
        look = "".join(ground(cell.find(f"{_W}tcPr/{_W}shd")))
        return f"<td{self._span(cell)}{_styled(look)}>{' '.join(self._blocks(cell, depth + 1))}</td>"

    def _span(self, cell: Any) -> str:
        found = cell.find(f"{_W}tcPr/{_W}gridSpan")
        value = found.get(f"{_W}val") if found is not None else None
        return f' colspan="{value}"' if value and value.isdigit() else ""

    def _paragraph(self, paragraph: Any) -> str:
        properties = paragraph.find(f"{_W}pPr")
        style = named(properties.find(f"{_W}pStyle")) if properties is not None else ""
        look = _styled(self._looks.of_paragraph(properties, style))
        inside = "".join(self._inline(paragraph, style, 0))
        level = self._level(paragraph, style)
        if level:
            return f"<h{level}{look}>{inside}</h{level}>"
        is_item = paragraph.find(f"{_W}pPr/{_W}numPr") is not None or self._style_name(style).startswith("list ")
        return f"<ul><li{look}>{inside}</li></ul>" if is_item else f"<p{look}>{inside}</p>"

    def _style_name(self, style: str) -> str:
        found = self._styles.get(style)
        return str(found.name or "").lower() if found is not None else ""

    def _level(self, paragraph: Any, style: str) -> int:
        name = self._style_name(style)
        found = _HEADING.fullmatch(name)
        if found:
            return int(found[1])
        outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        value = outline.get(f"{_W}val") if outline is not None else ""
        if value and value.isdigit() and int(value) < 6:
            return int(value) + 1
        return 1 if name == "title" else 0

    # -- words --------------------------------------------------------------------------------------------

    def _inline(self, parent: Any, style: str, depth: int) -> Iterator[str]:
        if depth > _DEPTH:
            raise ValueError("nested too deep")
        for child in parent.iterchildren(tag=None):
            if child.tag == f"{_W}r":
                yield self._run(child, style, depth)
            elif child.tag in _THROUGH:
                yield from self._inline(child, style, depth + 1)
            elif child.tag in _GONE:
                words = "".join(each.text or "" for each in child.iter(f"{_W}delText", f"{_W}t"))
                yield f"<del>{escape(words, quote=False)}</del>"

    def _run(self, run: Any, style: str, depth: int) -> str:
        words = "".join(self._words(run, depth))
        if not words:
            return ""
        look = self._looks.of_run(run.find(f"{_W}rPr"), style, self._table_style)
        return f"<span{_styled(look)}>{words}</span>" if look else words

    def _words(self, run: Any, depth: int) -> Iterator[str]:
        for child in run.iterchildren(tag=None):
            if child.tag == f"{_W}t":
                yield escape(child.text or "", quote=False)
            elif child.tag == f"{_W}delText":
                yield f"<del>{escape(child.text or '', quote=False)}</del>"
            elif child.tag in _BREAKS:
                yield _BREAKS[child.tag]
            else:
                # A text box stands in a run; its second writing, for old readers, says the same again.
                for box in child.iter(f"{_W}txbxContent"):
                    if not any(str(above.tag).endswith("}Fallback") for above in box.iterancestors()):
                        words = " ".join(self._blocks(box, depth + 1))
                        yield f"<div hidden>{words}</div>" if is_unseen(box, self._sheet) else words
