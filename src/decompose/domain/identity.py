"""Names of things, derived from their content: the same content gets the same name on every machine.

Canonical form: JSON with sorted keys, no spaces, UTF-8, non-ASCII unescaped; decimals as strings. It is part of
the contract: a change here changes every stored identity, so the tag in front would have to change with it.
"""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any


def canonical_json(value: Any) -> str:
    """The one spelling of a JSON value that hashes are taken over."""
    return _ENCODER.encode(value)


def digest(value: Any, length: int = 64) -> str:
    """Hexadecimal SHA-256 of the canonical form, cut to `length` digits."""
    return hashlib.sha256(canonical_json(value).encode("utf-8", "surrogatepass")).hexdigest()[:length]


def content_hash(raw: bytes) -> str:
    """Hexadecimal SHA-256 of the bytes as they came."""
    return hashlib.sha256(raw).hexdigest()


def identify(tag: str, *parts: Any) -> str:
    """`tag-` and 16 hexadecimal digits that follow from the parts alone."""
    return f"{tag}-{digest(list(parts), 16)}"


def _plain(value: Any) -> str:
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} has no canonical form")


_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)
