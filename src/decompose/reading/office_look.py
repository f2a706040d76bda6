"""How words of a DOCX look, as CSS: their own properties, else those of their styles, else those of the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_OFF = frozenset(["0", "false", "none", "off"])
_COLOUR = re.compile("[0-9A-Fa-f]{6}")
_PAPER = frozenset(["background1", "light1", "bg1", "lt1"])
_TRANSPARENT = 95_000
# In percent of the usual width, in twentieths of a point, in twips (1/20 pt): letters and lines that nobody reads.
_NARROW, _FLAT, _FAR = 5, 40, 14_400
_UNKNOWN_GROUND = "background-image:url(style);"


def is_on(found: Any) -> bool:
    return found is not None and str(found.get(f"{W}val") or "1").lower() not in _OFF


def named(reference: Any) -> str:
    """The name that a reference to a style gives, or ""."""
    return str(reference.get(f"{W}val") or "") if reference is not None else ""


class Looks:
    """The styles of a document: what they say of words, each by itself or by a style that it is based on."""

    def __init__(self, document: Any) -> None:
        root = document.styles.element
        self._styles = {str(style.get(f"{W}styleId")): style for style in root.iterchildren(f"{W}style")}
        self._usual = {
            str(style.get(f"{W}type")): name
            for name, style in self._styles.items()
            if str(style.get(f"{W}default") or "0").lower() not in _OFF
        }
        defaults = root.find(f"{W}docDefaults")
        self._defaults = [defaults] if defaults is not None else []
        self._chains: dict[str, list[Any]] = {}

    def of_run(self, properties: Any, paragraph: str, table: str) -> str:
        """The look of a run; `gone` words have `display:none`."""
        groups = self._of_words(properties, paragraph, table)
        holders = [holder for group in groups for holder in group]
        gone = "display:none;" if any(_vanishes(groups, name) for name in ("vanish", "specVanish")) else ""
        return "".join([gone, *_inked(holders), *_sized(holders)])

    def of_paragraph(self, properties: Any, style: str) -> str:
        """The ground of a paragraph, and whether it lies off the page or is too low for its letters."""
        holders = [
            *([properties] if properties is not None else []),
            *self._paragraphs(style, "pPr"),
            *self._defaults_of("pPr"),
        ]
        return "".join([*ground(_first(holders, "shd")), *_flat_or_far(holders)])

    def of_table(self, properties: Any) -> str:
        """The ground of a table; where its style draws one, it is not known which of its cells have it."""
        if properties is None:
            return ""
        style = named(properties.find(f"{W}tblStyle"))
        if any(next(holder.iter(f"{W}shd"), None) is not None for holder in self._chain(style)):
            return _UNKNOWN_GROUND
        return "".join(ground(properties.find(f"{W}shd")))

    # -- where it is said ---------------------------------------------------------------------------------

    def _chain(self, style: str) -> list[Any]:
        """A style and what it is based on, the nearest first; a style that is based on itself ends it."""
        if style not in self._chains:
            found: list[Any] = []
            name = style
            while name in self._styles and self._styles[name] not in found:
                found.append(self._styles[name])
                name = named(found[-1].find(f"{W}basedOn"))
            self._chains[style] = found
        return self._chains[style]

    def _paragraphs(self, style: str, part: str) -> list[Any]:
        return _parts(self._chain(style if style in self._styles else self._usual.get("paragraph", "")), part)

    def _defaults_of(self, part: str) -> list[Any]:
        return _parts(self._defaults, f"{part}Default/{W}{part}")

    def _of_words(self, properties: Any, paragraph: str, table: str) -> list[list[Any]]:
        """What the run says, its style, that of its paragraph, that of its table, and the document."""
        own = [properties] if properties is not None else []
        chosen = named(properties.find(f"{W}rStyle")) if properties is not None else ""
        character = self._chain(chosen if chosen in self._styles else self._usual.get("character", ""))
        tables = self._chain(table)
        styles = [_parts(character, "rPr"), self._paragraphs(paragraph, "rPr"), _parts(tables, "rPr")]
        return [own, *styles, self._defaults_of("rPr")]


# -- what it says ------------------------------------------------------------------------------------------


def _vanishes(groups: Sequence[Sequence[Any]], name: str) -> bool:
    """Whether words are hidden: by what the run says itself, else by any of its styles."""
    said = [_first(group, name) for group in groups]
    return is_on(said[0]) if said[0] is not None else any(map(is_on, said))


def _inked(holders: Sequence[Any]) -> Iterator[str]:
    colour = _colour(_first(holders, "color"))
    fill = next((each for each in (holder.find(f"{_W14}textFill") for holder in holders) if each is not None), None)
    colour = _filled(fill) or colour if fill is not None else colour
    highlight = named(_first(holders, "highlight")).lower()
    grounds = [*ground(_first(holders, "shd"))]
    grounds += [f"background-color:{highlight};"] if highlight not in ("", "none") else []
    yield from grounds
    if colour or grounds:
        yield f"color:{colour or 'auto'};"
    if is_on(_first(holders, "strike")) or is_on(_first(holders, "dstrike")):
        yield "text-decoration:line-through;"


def _sized(holders: Sequence[Any]) -> Iterator[str]:
    size = named(_first(holders, "sz"))
    points = int(size) / 2 if size.isdigit() else 10.0
    if size.isdigit():
        yield f"font-size:{points}pt;"
    width = named(_first(holders, "w")).rstrip("%")
    if width.isdigit() and int(width) <= _NARROW:
        yield "display:none;"
    spacing = _number(_first(holders, "spacing"), "val")
    if spacing < 0 and points:
        yield f"letter-spacing:{spacing / 20 / points}em;"


def ground(shading: Any) -> Iterator[str]:
    """The ground that a shading draws. Letters without a colour of their own are made to be read on it."""
    if shading is None:
        return
    kind, fill = named(shading), str(shading.get(f"{W}fill") or "")
    if kind == "solid":
        fill = str(shading.get(f"{W}color") or "")
    if kind not in ("", "clear", "nil", "solid"):
        yield _UNKNOWN_GROUND
    elif _COLOUR.fullmatch(fill):
        yield f"background-color:#{fill};color:auto;"


def _flat_or_far(holders: Sequence[Any]) -> Iterator[str]:
    spacing, indent, frame = (_first(holders, name) for name in ("spacing", "ind", "framePr"))
    is_exact = spacing is not None and spacing.get(f"{W}lineRule") == "exact"
    is_flat = is_exact and _number(spacing, "line") <= _FLAT
    aside = [_number(indent, name) for name in ("left", "start", "right", "end", "firstLine")]
    aside += [_number(frame, name) for name in ("x", "y")]
    if is_flat or any(abs(each) >= _FAR for each in aside):
        yield "display:none;"


def _colour(found: Any) -> str:
    """A colour as CSS; "auto" for one that is made to be read; "" where none is said."""
    if found is None:
        return ""
    is_shaded = found.get(f"{W}themeShade") or found.get(f"{W}themeTint")
    if found.get(f"{W}themeColor") in _PAPER and not is_shaded:
        return "#ffffff"
    value = named(found)
    return f"#{value}" if _COLOUR.fullmatch(value) else "auto"


def _filled(fill: Any) -> str:
    """The colour that letters are filled with, which stands above their colour; "" where it is not known."""
    if fill.find(f"{_W14}noFill") is not None:
        return "transparent"
    alpha = next(fill.iter(f"{_W14}alpha"), None)
    if alpha is not None and str(alpha.get(f"{_W14}val")).isdigit() and int(alpha.get(f"{_W14}val")) >= _TRANSPARENT:
        return "transparent"
    for each in fill.iterfind(f"{_W14}solidFill/*"):
        value = str(each.get(f"{_W14}val") or "")
        is_changed = any(not str(child.tag).endswith("}alpha") for child in each)
        if value in _PAPER and not is_changed:
            return "#ffffff"
        if _COLOUR.fullmatch(value):
            return f"#{value}"
    return "auto"


def _parts(holders: Sequence[Any], path: str) -> list[Any]:
    found = (holder.find(f"{W}{path}") for holder in holders)
    return [each for each in found if each is not None]


def _first(holders: Sequence[Any], name: str) -> Any:
    found = (holder.find(f"{W}{name}") for holder in holders)
    return next((each for each in found if each is not None), None)


def _number(holder: Any, name: str) -> int:
    value = str(holder.get(f"{W}{name}") or "") if holder is not None else ""
    return int(value) if re.fullmatch(r"-?\d{1,9}", value) else 0
