"""Text without markup -> HTML: paragraphs are what blank lines part."""

from __future__ import annotations

import re
from html import escape

from decompose.reading.rendered import Rendered, mark_for

_LINES = re.compile(r"\r\n?|\n")


def render_text(source: str) -> Rendered:
    mark = mark_for(source)
    parts: list[str] = []
    first, lines = 0, [*_LINES.split(source), ""]
    for at, line in enumerate(lines):
        if line.strip():
            continue
        if at > first:
            paragraph = "\n".join(lines[first:at])
            parts.append(f'<p {mark}="{first}-{at}">{escape(paragraph, quote=False)}</p>')
        first = at + 1
    return Rendered("\n".join(parts), mark)
