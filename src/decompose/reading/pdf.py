"""PDF -> HTML: its words line by line, put together to paragraphs, with headings where the letters are larger.

A PDF knows letters at places, and neither words nor paragraphs: pypdf finds the lines, what is near together is one
paragraph. Letters that nobody sees (`ink`) are kept apart.
"""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from typing import Any

from decompose.errors import DocumentRefusedError
from decompose.reading.drawn import TooMuchDrawnError
from decompose.reading.ink import Drawing, TooManyOperationsError, layers_off, without_unseen
from decompose.reading.rendered import Rendered

_PAGES = 2_000
_CHARACTERS = 20_000_000
_LARGER, _LONGEST_HEADING, _LEVELS = 1.15, 200, 3
_APART = 1.7
_BULLET = re.compile(r"[•◦▪‣●○■–*·-]\s+")
_WORD_PART = re.compile(r"([^\W\d_]+)-$")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ENDS = (".", "!", "?", ":", ";", ",")


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: its words, the size of most of its letters in points, its distance from the line before it."""

    words: str
    size: float
    is_bold: bool
    gap: float


def render_pdf(raw: bytes, name: str) -> Rendered:
    """Raises DocumentRefusedError `format` (broken, locked) or `too_large` (pages)."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        pages, unseen = _pages(raw, name)
    except DocumentRefusedError:
        raise
    except (TooManyOperationsError, TooMuchDrawnError) as error:
        raise _refused(
            name, "too_large", "is a PDF that draws more than is read: split it, or save it as text"
        ) from error
    except Exception as error:  # what pypdf raises for broken files is of every kind
        raise _refused(
            name, "format", f"is a PDF that cannot be read ({type(error).__name__}): save it anew, or as text"
        ) from error
    html = "\n".join(_html(pages))
    hidden = "\n".join(f"<p hidden>{escape(words, quote=False)}</p>" for words in unseen)
    return Rendered(f"{html}\n{hidden}")


def _refused(name: str, code: str, sentence: str) -> DocumentRefusedError:
    return DocumentRefusedError(code, f"{name or 'the document'} {sentence}", subject=name or None)


def _pages(raw: bytes, name: str) -> tuple[list[list[_Line]], list[str]]:
    """The lines of each page, and the words that nobody sees."""
    from pypdf import PdfReader

    reader = PdfReader(BytesIO(raw), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise _refused(name, "format", "is a PDF that a password locks: unlock it, and give that file")
    if len(reader.pages) > _PAGES:
        raise _refused(name, "too_large", f"has more than {_PAGES} pages: split it")
    pages: list[list[_Line]] = []
    unseen: list[str] = []
    characters = 0
    drawing = Drawing(reader, layers_off(reader))
    for page in reader.pages:
        hidden = without_unseen(page, drawing)
        lines = _lines(page)
        characters += sum(len(line.words) for line in lines)
        if characters > _CHARACTERS:
            raise _refused(name, "too_large", "holds more text than is read: split it")
        pages.append(lines)
        unseen += [hidden] if hidden else []
    return pages, unseen


# -- lines -------------------------------------------------------------------------------------------------


def _lines(page: Any) -> list[_Line]:
    chunks: list[tuple[str, float, bool, float]] = []

    def visit(text: str, around: Sequence[float], at: Sequence[float], font: Any, size: float | None) -> None:
        if text:
            scale = abs(at[3] * around[3] - at[2] * around[1]) or abs(at[1] * around[2]) or 1.0
            is_bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
            chunks.append((text, (size or 0) * scale, is_bold, at[4] * around[1] + at[5] * around[3] + around[5]))

    page.extract_text(visitor_text=visit)
    return list(_of_chunks(chunks))


def _of_chunks(chunks: Iterable[tuple[str, float, bool, float]]) -> Iterator[_Line]:
    parts: list[tuple[str, float, bool, float]] = []
    height: float | None = None
    for text, size, is_bold, y in (*chunks, ("\n", 0.0, False, 0.0)):
        first, *others = text.split("\n")
        parts.append((first, size, is_bold, y))
        for other in others:
            seen = [part for part in parts if part[0].strip()]
            if seen:
                sizes: Counter[float] = Counter()
                for words, points, _, _ in seen:
                    sizes[round(points, 1)] += len(words)
                now = seen[0][3]
                words = " ".join("".join(part[0] for part in parts).split())
                yield _Line(
                    words,
                    sizes.most_common(1)[0][0],
                    all(part[2] for part in seen),
                    0.0 if height is None else abs(height - now),
                )
                height = now
            parts = [(other, size, is_bold, y)]


# -- blocks ------------------------------------------------------------------------------------------------


def _html(pages: Sequence[Sequence[_Line]]) -> Iterator[str]:
    lines = [line for page in pages for line in page]
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.words)
    usual = sizes.most_common(1)[0][0] if sizes else 0.0
    larger = sorted({line.size for line in lines if _is_large(line, usual)}, reverse=True)
    levels = {size: min(at, _LEVELS) for at, size in enumerate(larger, start=1)}
    words = {word.casefold() for line in lines for word in _WORDS.findall(line.words)}
    for page in pages:
        yield from _blocks(page, usual, levels, words)


def _is_large(line: _Line, usual: float) -> bool:
    return line.size >= usual * _LARGER and len(line.words) <= _LONGEST_HEADING


def _level(line: _Line, usual: float, levels: dict[float, int]) -> int:
    """The level of a heading; 0 for a line that is none."""
    if _is_large(line, usual):
        return levels[line.size]
    is_short = len(line.words) <= _LONGEST_HEADING // 2 and not line.words.endswith(_ENDS)
    is_apart = line.gap > line.size * _APART
    return min(len(set(levels.values())) + 1, _LEVELS + 1) if line.is_bold and is_short and is_apart else 0


def _blocks(lines: Sequence[_Line], usual: float, levels: dict[float, int], known: set[str]) -> Iterator[str]:
    """Lines that belong together, as one element each."""
    tag, block = "", ""
    longest = max((len(line.words) for line in lines), default=0)
    before: _Line | None = None
    for line in lines:
        level = _level(line, usual, levels)
        bullet = _BULLET.match(line.words)
        new = f"h{level}" if level else "li" if bullet else "p"
        words = line.words[bullet.end() :] if bullet and not level else line.words
        if before is not None and not bullet and _goes_on(before, line, tag, new, longest):
            block = _joined(block, words, known)
        else:
            if block:
                yield _element(tag, block)
            tag, block = new, words
        before = line
    if block:
        yield _element(tag, block)


def _goes_on(before: _Line, line: _Line, tag: str, new: str, longest: int) -> bool:
    if tag == "li" and new == "p":
        tag = "p"
    if tag != new or before.size != line.size or line.gap > line.size * _APART:
        return False
    return tag != "p" or not (before.words.endswith(_ENDS[:3]) and len(before.words) < longest * 0.7)


def _joined(block: str, words: str, known: set[str]) -> str:
    """Two lines as one. A word that was parted is put together, unless the document writes it with a hyphen."""
    part = _WORD_PART.search(block)
    rest = _WORDS.match(words)
    if part and rest and rest[0][0].islower():
        is_hyphened = f"{part[1]}-{rest[0]}".casefold() in known
        return block + words if is_hyphened else block[:-1] + words
    return f"{block.rstrip(chr(0xAD))}{'' if block.endswith(chr(0xAD)) else ' '}{words}"


def _element(tag: str, words: str) -> str:
    words = escape(words, quote=False)
    return f"<ul><li>{words}</li></ul>" if tag == "li" else f"<{tag}>{words}</{tag}>"
