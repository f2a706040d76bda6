"""Where the text boxes of a DOCX stand: those that lie off the page, have no room or are hidden are seen by nobody.

Only what is certain without laying the document out: a box that is placed from its paragraph or from a margin may begin
anywhere on the page.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from decompose.reading.office_look import W

_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_WP14 = "{http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing}"
_VML = "{urn:schemas-microsoft-com:vml}"
# All lengths are in twentieths of a point; a sheet where the document says nothing of its own is a letter.
_LETTER = (12_240.0, 15_840.0)
_EMU = 635.0
_PERCENT = 100_000
# A box of less room shows no letter.
_ROOM = 40.0
_UNITS = {"pt": 20.0, "in": 1440.0, "cm": 567.0, "mm": 56.7, "pc": 240.0, "px": 15.0, "": 15.0}
_LENGTH = re.compile(r"(-?(?:\d{1,9}\.?\d{0,9}|\.\d{1,9}))(pt|in|cm|mm|pc|px)?")
_SHOWN = frozenset(["", "0", "false", "f", "off"])


@dataclass(frozen=True, slots=True)
class Side:
    """A box along one side of the sheet: from where it is placed how far, and how long it is; None where not known."""

    is_from_edge: bool
    offset: float | None
    length: float | None

    def is_off(self, sheet: float) -> bool:
        """Whether no part of it lies on the sheet, wherever it is placed from."""
        if self.length is not None and self.length <= _ROOM:
            return True
        if self.offset is None:
            return False
        last = 0.0 if self.is_from_edge else sheet
        return self.offset >= sheet or (self.length is not None and last + self.offset + self.length <= 0)


def sheet_of(body: Any) -> tuple[float, float]:
    """The width and height of the largest sheet of a document."""
    sizes = list(body.iter(f"{W}pgSz"))
    wide, high = ([number for each in sizes if (number := _number(each.get(f"{W}{name}")))] for name in "wh")
    return max(wide, default=_LETTER[0]), max(high, default=_LETTER[1])


def is_unseen(box: Any, sheet: tuple[float, float]) -> bool:
    """Whether nobody sees what is written in a text box."""
    for above in box.iterancestors():
        if above.tag in (f"{_WP}anchor", f"{_WP}inline"):
            return _is_hidden(above) or _is_off(_drawn(above, sheet), sheet)
        style = above.get("style") if str(above.tag).startswith(_VML) else None
        if style:
            declared = _declared(style)
            if "hidden" in (declared.get("visibility"), declared.get("mso-hide")) or declared.get("display") == "none":
                return True
            if "position" in declared and _is_off(_written(declared), sheet):
                return True
    return False


def _is_off(sides: tuple[Side, Side], sheet: tuple[float, float]) -> bool:
    return any(side.is_off(length) for side, length in zip(sides, sheet, strict=True))


# -- as drawings say it ------------------------------------------------------------------------------------


def _is_hidden(anchor: Any) -> bool:
    named = anchor.find(f"{_WP}docPr")
    return named is not None and str(named.get("hidden") or "").lower() not in _SHOWN


def _drawn(anchor: Any, sheet: tuple[float, float]) -> tuple[Side, Side]:
    extent = anchor.find(f"{_WP}extent")
    lengths = [_emu(extent.get(name)) if extent is not None else None for name in ("cx", "cy")]
    if anchor.tag == f"{_WP}inline":
        return Side(False, None, lengths[0]), Side(False, None, lengths[1])
    simple = anchor.find(f"{_WP}simplePos")
    if simple is not None and str(anchor.get("simplePos") or "").lower() not in _SHOWN:
        return Side(True, _emu(simple.get("x")), lengths[0]), Side(True, _emu(simple.get("y")), lengths[1])
    across, down = (
        _placed(anchor.find(f"{_WP}position{letter}"), letter, edge) for letter, edge in zip("HV", sheet, strict=True)
    )
    return Side(*across, lengths[0]), Side(*down, lengths[1])


def _placed(position: Any, letter: str, edge: float) -> tuple[bool, float | None]:
    """Whether a place is counted from the edge of the sheet, and how far from there it is."""
    if position is None:
        return False, None
    is_from_edge = position.get("relativeFrom") == "page"
    offset = position.find(f"{_WP}posOffset")
    if offset is not None:
        return is_from_edge, _emu((offset.text or "").strip())
    share = position.find(f"{_WP14}pctPos{letter}Offset")
    of_sheet = _number((share.text or "").strip()) if share is not None else None
    return is_from_edge, None if of_sheet is None else of_sheet / _PERCENT * edge


def _emu(value: Any) -> float | None:
    number = _number(value)
    return None if number is None else number / _EMU


def _number(value: Any) -> float | None:
    return float(value) if value is not None and re.fullmatch(r"-?\d{1,15}", str(value)) else None


# -- as older documents say it -----------------------------------------------------------------------------


def _declared(style: str) -> Mapping[str, str]:
    pairs = (part.partition(":") for part in style.lower().split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def _written(declared: Mapping[str, str]) -> tuple[Side, Side]:
    across, down = (
        Side(
            declared.get(f"mso-position-{way}-relative") == "page",
            _sum(_length(declared.get(edge)), _length(declared.get(f"margin-{edge}"))),
            None if f"mso-{size}-percent" in declared else _length(declared.get(size)),
        )
        for way, edge, size in (("horizontal", "left", "width"), ("vertical", "top", "height"))
    )
    return across, down


def _length(written: str | None) -> float | None:
    found = _LENGTH.fullmatch(written or "")
    return float(found[1]) * _UNITS[found[2] or ""] if found else None


def _sum(*lengths: float | None) -> float | None:
    known = [length for length in lengths if length is not None]
    return sum(known) if known else None
