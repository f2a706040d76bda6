"""The style sheet, the script and the icon of every page, each served under a name that changes with its content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "static"
_MEDIA_TYPES = {
    "app.css": "text/css; charset=utf-8",
    "app.js": "text/javascript; charset=utf-8",
    "desk.css": "text/css; charset=utf-8",
    "desk.js": "text/javascript; charset=utf-8",
    "search.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file that pages load; `name` holds the hash of its bytes, so that it may be kept for ever."""

    name: str
    media_type: str
    content: bytes

    @property
    def href(self) -> str:
        return f"/static/{self.name}"


@cache
def assets() -> dict[str, Asset]:
    """All assets by the name of their file."""
    return {name: _asset(name, media_type) for name, media_type in _MEDIA_TYPES.items()}


def _asset(name: str, media_type: str) -> Asset:
    content = (_FOLDER / name).read_bytes()
    stem, _, ending = name.partition(".")
    return Asset(f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}", media_type, content)
