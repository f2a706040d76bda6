"""Bytes -> characters: which codec a document is in, and which bytes are no text at all.

What the characters mean (markup, invisible characters) is not decided here.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from decompose.errors import DocumentRefusedError

_CONVERT = "save it as HTML, Markdown or plain text and give that file"
_FORMATS = (
    (b"\xd0\xcf\x11\xe0", f"is an old office document, which is not read: {_CONVERT}"),
    (b"{\\rtf", f"is RTF, which is not read: {_CONVERT}"),
    (b"\x1f\x8b", "is compressed with gzip more than once: unpack it first"),
    (b"BZh", "is compressed with bzip2: unpack it first"),
    (b"\xfd7zXZ\x00", "is compressed with xz: unpack it first"),
    (b"(\xb5/\xfd", "is compressed with zstd: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "is a 7z archive: unpack it first"),
    (b"Rar!\x1a\x07", "is a RAR archive: unpack it first"),
    (b"\x89PNG\r\n\x1a\n", "is an image, and only words are read: give the text that describes it"),
    (b"\xff\xd8\xff", "is an image, and only words are read: give the text that describes it"),
    (b"GIF8", "is an image, and only words are read: give the text that describes it"),
    (b"II*\x00", "is an image, and only words are read: give the text that describes it"),
    (b"MM\x00*", "is an image, and only words are read: give the text that describes it"),
)
# UTF-32 before UTF-16: the mark of the second begins the mark of the first.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL_BYTES = bytes(set(range(0x20)) - set(b"\t\n\r\f\v\x1b"))
_CONTROL_SHARE = 0.05
_WIDE_SHARE = 0.2
_SAMPLE = 65_536
# Letters of Western European words and the typographic marks around them, as windows-1252 has them.
_HIGH = re.compile(rb"[\x80-\xff]")
_WESTERN = re.compile(rb"[\x80\x82\x84\x85\x8a\x8c\x8e\x91-\x97\x99\x9a\x9c\x9e-\xff]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The characters of a document, without its byte order mark, and the codec that gave them."""

    text: str
    encoding: str


def decode(raw: bytes, name: str = "") -> Decoded:
    """The text of `raw`; raises DocumentRefusedError `empty`, `format`, `not_text` or `encoding`."""
    if len(raw) <= 1 or not raw.strip():
        raise DocumentRefusedError(
            "empty", f"{_called(name)} has no content: give a document with words", subject=name or None
        )
    _refuse_other_formats(raw, name)
    decoded = _by_mark(raw, name) or _wide_without_mark(raw) or _by_content(raw, name)
    if not decoded.text.strip():
        raise DocumentRefusedError("empty", f"{_called(name)} has only white space: give words", subject=name or None)
    return decoded


def _called(name: str) -> str:
    return name or "the document"


def _refuse_other_formats(raw: bytes, name: str) -> None:
    for magic, sentence in _FORMATS:
        if raw.startswith(magic):
            raise DocumentRefusedError("format", f"{_called(name)} {sentence}", subject=name or None)
    if raw.startswith(b"RIFF") and raw[8:12] == b"WEBP":
        raise DocumentRefusedError(
            "format", f"{_called(name)} is an image, and only words are read", subject=name or None
        )


def _by_mark(raw: bytes, name: str) -> Decoded | None:
    for mark, codec in _MARKS:
        if raw.startswith(mark):
            try:
                return Decoded(raw[len(mark) :].decode(codec), codec)
            except UnicodeDecodeError as error:
                raise DocumentRefusedError(
                    "encoding",
                    f"{_called(name)} says that it is {codec}, but byte {error.start} is not: save it as UTF-8",
                    subject=name or None,
                ) from error
    return None


def _wide_without_mark(raw: bytes) -> Decoded | None:
    """UTF-16 that lacks its mark: every other byte of Latin text is NUL; in any script, spaces are wide."""
    sample = raw[: _SAMPLE & ~1]
    if len(raw) % 2 or 0 not in sample:
        return None
    pairs = Counter(sample[at : at + 2] for at in range(0, len(sample), 2))
    little, big = pairs[b" \0"] + pairs[b"\n\0"], pairs[b"\0 "] + pairs[b"\0\n"]
    nuls_little, nuls_big = sample[1::2].count(0), sample[0::2].count(0)
    is_latin = max(nuls_little, nuls_big) > len(sample) * _WIDE_SHARE
    if not is_latin and (little == big or _is_utf8(raw)):
        return None
    is_little = nuls_little > nuls_big if is_latin else little > big
    return _wide(raw, "utf-16-le" if is_little else "utf-16-be")


def _wide(raw: bytes, codec: str) -> Decoded | None:
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError:
        return None
    seen = sum(character.isprintable() or character.isspace() for character in text)
    return Decoded(text, codec) if seen >= len(text) * (1 - _CONTROL_SHARE) else None


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _controls(raw: bytes) -> float:
    """The share of control characters that no text editor writes."""
    sample = raw[:_SAMPLE]
    return 1 - len(sample.translate(None, _CONTROL_BYTES)) / max(1, len(sample))


def _by_content(raw: bytes, name: str) -> Decoded:
    if _controls(raw) > _CONTROL_SHARE:
        raise DocumentRefusedError(
            "not_text", f"{_called(name)} holds binary data under its name: give a text document", subject=name or None
        )
    if _is_utf8(raw):
        return Decoded(raw.decode("utf-8"), "utf-8")
    return _almost_utf8(raw) or _western(raw) or _guessed(raw, name)


def _almost_utf8(raw: bytes) -> Decoded | None:
    """UTF-8 with a few broken bytes, as where a download was cut: shown as a browser shows it."""
    text = raw.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    multibyte = sum(character > "\x7f" for character in text) - broken
    return Decoded(text, "utf-8") if multibyte > broken * 10 else None


def _western(raw: bytes) -> Decoded | None:
    """Latin text with a few accents or typographic quotes: too little to guess from, and nearly always windows-1252."""
    high = len(_HIGH.findall(raw))
    if high > len(raw) * 0.15 or high != len(_WESTERN.findall(raw)):
        return None
    try:
        return Decoded(raw.decode("cp1252"), "cp1252")
    except UnicodeDecodeError:
        return None


def _guessed(raw: bytes, name: str) -> Decoded:
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:_SAMPLE]).best()
    for codec in (best.encoding if best else "latin-1", "latin-1"):
        try:
            text = raw.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
        if sum("\x7f" <= character <= "\x9f" for character in text) <= len(text) * _CONTROL_SHARE:
            return Decoded(text, codec)
    raise DocumentRefusedError(
        "encoding", f"{_called(name)} is in no known encoding: save it as UTF-8 and give it again", subject=name or None
    )
