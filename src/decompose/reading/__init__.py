"""Bytes -> visible text: what a reader of the rendered document sees, in blocks, with a map back to the source.

One path decides what is visible: every other syntax and format is rendered to HTML, HTML is parsed as a browser parses
it, and one walk over the page emits text, blocks and what nobody sees. Judging the words (whom they address, whether
they are true) is done elsewhere. Offsets of the source map count the code points of the decoded document behind its
byte order mark, line endings as they are; what comes out of a PDF or DOCX has no such document, and no map.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from decompose.domain.document import Block, BlockKind, SourceMap, VisibleText
from decompose.errors import DocumentRefusedError

if TYPE_CHECKING:
    from decompose.reading.decoding import Decoded
    from decompose.reading.rendered import Rendered
    from decompose.reading.structured import Data
    from decompose.reading.visible import Seen

__all__ = ["read"]

BINARY = "binary"
"""The encoding of a document that is no text."""

_MEGABYTE = 1_000_000
_WORD = re.compile(r"[^\W\d_]{2,}")
# Scripts that are written without spaces between words.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_WORDS_WITH_END, _WORDS_WITHOUT_END = 2, 3
_ENDS = re.compile(r"[.!?…。！？।؟]")


def read(raw: bytes, *, name: str = "", max_bytes: int = 20 * _MEGABYTE) -> VisibleText:
    """The visible text of a document; `name` (a path or address) is used in messages and to break ties of syntax.

    Raises DocumentRefusedError with the code `empty`, `too_large`, `format`, `not_text`, `encoding` or `too_little`.
    """
    if len(raw) > max_bytes:
        raise _too_large(len(raw), max_bytes, name)
    from decompose.reading.unpacking import name_inside, unpacked

    raw, inside = unpacked(raw, name, max_bytes), name_inside(name)
    visible = _of_binary(raw, name, max_bytes) or _of_text(raw, name, inside)
    if not any(_is_sentence(visible, block) for block in visible.blocks):
        raise DocumentRefusedError(
            "too_little",
            f"{name or 'the document'} shows no sentence: give a document that says something",
            subject=name or None,
        )
    return visible


def _too_large(length: int, max_bytes: int, name: str) -> DocumentRefusedError:
    return DocumentRefusedError(
        "too_large",
        f"{name or 'the document'} has {length / _MEGABYTE:.1f} MB, more than {max_bytes / _MEGABYTE:g} MB: "
        "split it, or raise DECOMPOSE_MAX_BYTES",
        subject=name or None,
    )


def _of_binary(raw: bytes, name: str, max_bytes: int) -> VisibleText | None:
    """The visible text of a PDF or DOCX; None for what is neither."""
    from decompose.reading.invisible import carried
    from decompose.reading.rendered import Rendered
    from decompose.reading.sniffing import DOCX, PDF, sniff_bytes
    from decompose.reading.visible import see

    kind = sniff_bytes(raw)
    if kind == PDF:
        from decompose.reading.pdf import render_pdf

        rendered = render_pdf(raw, name)
    elif kind == DOCX:
        from decompose.reading.office import render_docx

        rendered = render_docx(raw, name, max_bytes)
    else:
        return None
    return _visible(see(Rendered(carried(rendered.html)), "", ""), kind, BINARY)


def _of_text(raw: bytes, name: str, inside: str) -> VisibleText:
    from decompose.reading.decoding import decode
    from decompose.reading.invisible import carried
    from decompose.reading.sniffing import sniff
    from decompose.reading.structured import parsed
    from decompose.reading.visible import see

    decoded = decode(raw, name)
    source = carried(decoded.text)
    data = parsed(source, inside)
    if data:
        return _of_data(data, source, decoded, name)
    syntax = sniff(source, inside)
    seen = see(_rendered(source, syntax, name), source, decoded.text)
    return _visible(seen, syntax, decoded.encoding)


def _of_data(data: Data, source: str, decoded: Decoded, name: str) -> VisibleText:
    from decompose.reading.keyed import render_data
    from decompose.reading.rendered import Rendered, TooDeepError, TooTangledError
    from decompose.reading.structured import JSON, findable
    from decompose.reading.visible import see

    try:
        html = render_data(data, name)
    except (TooDeepError, TooTangledError) as error:
        raise DocumentRefusedError(
            "format",
            f"{name or 'the document'} {error}: {error.remedy}",
            subject=name or None,
        ) from error
    source, unseen = findable(source) if data.syntax == JSON else (source, ())
    return _visible(see(Rendered(html, unseen=unseen), source, decoded.text), data.shape, decoded.encoding)


def _visible(seen: Seen, syntax: str, encoding: str) -> VisibleText:
    from decompose.reading.sniffing import RST

    return VisibleText(
        text=seen.text,
        blocks=seen.blocks,
        hidden=seen.hidden,
        source_map=SourceMap(seen.runs),
        format=syntax,
        encoding=encoding,
        title=_title(seen, must_be_alone=syntax == RST),
    )


def _rendered(source: str, syntax: str, name: str) -> Rendered:
    from decompose.reading import markup, page, plain, restructured, sniffing
    from decompose.reading.rendered import TooDeepError, TooTangledError

    if syntax == sniffing.HTML:
        return page.render_page(source)
    try:
        if syntax == sniffing.RST:
            return restructured.render_rst(source)
        if syntax == sniffing.MARKDOWN:
            return markup.render_markdown(source, is_module=name.lower().endswith(".mdx"))
    except (TooDeepError, TooTangledError) as error:
        raise DocumentRefusedError(
            "format",
            f"{name or 'the document'} {error}: {error.remedy}",
            subject=name or None,
        ) from error
    except Exception as error:  # whatever a parser stumbles over: shown unparsed, a document would show what it hides
        raise DocumentRefusedError(
            "format",
            f"{name or 'the document'} cannot be parsed as {syntax} ({type(error).__name__}): simplify it, or save it "
            "as HTML or plain text",
            subject=name or None,
        ) from error
    return plain.render_text(source)


def _title(seen: Seen, *, must_be_alone: bool) -> str | None:
    """The words of the first level-1 heading; in reStructuredText several of them are sections, and none the title."""
    titles = [block.span for block in seen.blocks if block.kind is BlockKind.HEADING and block.level == 1]
    if not titles or (must_be_alone and len(titles) > 1):
        return None
    return " ".join(seen.text[titles[0].start : titles[0].end].split())


def _is_sentence(visible: VisibleText, block: Block) -> bool:
    if block.kind is BlockKind.CODE:
        return False
    words = visible.words_of(block.span)
    count = len(_WORD.findall(words)) + len(_UNSPACED.findall(words)) // 2
    ends = bool(_ENDS.search(words))
    if ends:
        return count >= _WORDS_WITH_END
    return count >= _WORDS_WITHOUT_END and block.kind is not BlockKind.HEADING
