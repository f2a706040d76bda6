"""Compressed bytes -> bytes, with an end to what a few of them may unfold to."""

from __future__ import annotations

import zlib

from decompose.errors import DocumentRefusedError

_GZIP = b"\x1f\x8b"
_GZIP_HEADER = zlib.MAX_WBITS | 16
_STEP = 65_536


def unpacked(raw: bytes, name: str, max_bytes: int) -> bytes:
    """What a gzip file holds, its parts one after the other; other bytes as they are.

    Raises DocumentRefusedError `too_large` (unfolds beyond `max_bytes`) or `format` (broken, or cut off).
    """
    if not raw.startswith(_GZIP):
        return raw
    parts: list[bytes] = []
    length = 0
    while raw.startswith(_GZIP):
        part, raw = _one(raw, name, max_bytes - length)
        parts.append(part)
        length += len(part)
    return b"".join(parts)


def name_inside(name: str) -> str:
    """The name of what a compressed file holds: the suffix breaks ties of syntax."""
    return name[: -len(".gz")] if name.lower().endswith(".gz") else name


def _one(raw: bytes, name: str, left: int) -> tuple[bytes, bytes]:
    """One part and what stands behind it; padding behind the last part is dropped."""
    inflater = zlib.decompressobj(_GZIP_HEADER)
    made = bytearray()
    rest = raw
    try:
        while rest and not inflater.eof:
            made += inflater.decompress(rest, min(_STEP, left - len(made) + 1))
            rest = inflater.unconsumed_tail
            if len(made) > left:
                raise _refused(name, "too_large", "unfolds to more than DECOMPOSE_MAX_BYTES: split it, or raise that")
    except zlib.error as error:
        raise _refused(name, "format", "is broken gzip data: compress the document again") from error
    if not inflater.eof:
        raise _refused(name, "format", "is gzip data that is cut off: fetch or compress the document again")
    return bytes(made), inflater.unused_data.lstrip(b"\0")


def _refused(name: str, code: str, sentence: str) -> DocumentRefusedError:
    return DocumentRefusedError(code, f"{name or 'the document'} {sentence}", subject=name or None)
