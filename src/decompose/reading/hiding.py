"""Which elements of a page nobody sees: what their style, their attributes and the style sheets of the page say.

Only what is certain without laying the page out: a declaration that hides, and colours that are the same. A rule that
holds on some screen holds. Words that are struck out are seen, but not as said: they are told apart from the hidden.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

Declarations = Mapping[str, str]
# How strong a declaration is (importance, then how exact its selector, then how late it stands), its name and value.
_Weighed = tuple[tuple[int, ...], str, str]

# A state that a page asks for only while something happens or for what is no element, and media other than a screen.
_STEADY = re.compile(r":(?:not|is|where|has|root|empty|(?:first|last|only|nth|nth-last)-(?:child|of-type))\b|\\.")
# Conditions that many screens fulfil. A greatest width or height, a direction or a preference is one screen's own.
_SCREEN = re.compile(
    r"\s*(?:(?:only\s+)?(?:all|screen)\b)?\s*(?:(?:and\s*)?\(\s*(?:min-(?:device-)?(?:width|height)\s*:[^()]*"
    r"|(?:min-)?(?:color|resolution)\b[^()]*|scripting\s*:\s*enabled|(?:width|height)\s*>=?[^()<]*)\)\s*)*"
)
_NESTING_RULES = ("media", "supports", "layer", "container")
_RULES = 4000
_READ = frozenset(
    [
        "display",
        "visibility",
        "opacity",
        "font-size",
        "font",
        "color",
        "background",
        "background-color",
        "background-image",
        "text-indent",
        "clip",
        "clip-path",
        "content-visibility",
        "width",
        "height",
        "max-width",
        "max-height",
        "overflow",
        "overflow-x",
        "overflow-y",
        "position",
        "left",
        "right",
        "top",
        "bottom",
        "margin",
        "margin-left",
        "margin-top",
        "margin-inline-start",
        "margin-block-start",
        "padding",
        "padding-left",
        "padding-top",
        "translate",
        "rotate",
        "transform",
        "scale",
        "zoom",
        "filter",
        "text-decoration",
        "text-decoration-line",
        "-webkit-text-fill-color",
        "inset",
        "letter-spacing",
    ]
)
_NUMBER = re.compile(r"(-?(?:\d+\.?\d*|\.\d+)(?:e-?\d+)?)\s*(px|pt|em|rem|ex|ch|vw|vh|cm|mm|in|pc|%)?")
_FAR = {"px": 400, "pt": 300, "em": 40, "rem": 40, "%": 99, "vw": 99, "vh": 99, None: 400}
_FAR |= {"in": 5, "cm": 12, "mm": 120, "pc": 25, "ex": 80, "ch": 80}
# Further to the right or down than any page that is looked at from its beginning.
_BEYOND = 9
_WHITE = (255, 255, 255)
_UNKNOWN = None
_INLINE = 1_000_000
# How near two colours are (0-255 in each of red, green, blue) for words not to be told from their ground.
_SAME = 12
_FAINT = 0.05
_MARGINS = ("margin", "margin-left", "margin-top", "margin-inline-start", "margin-block-start")
# Columns are put in their place by margins of up to a page's width, and by percentages of any size.
_FAR_MARGIN = {"px": 999, "pt": 750, "em": 62, "rem": 62, "in": 11, "cm": 28, "mm": 280, "pc": 62}
_PADDINGS = ("padding", "padding-left", "padding-top")
_DECORATIONS = ("text-decoration-line", "text-decoration")
_STRUCK = frozenset(["del", "s", "strike"])
_HIDDEN_BY_STYLE, _STRUCK_OUT = "hidden by style", "struck out"
_REFERENCES_READ = 8
# Those that can be told in red, green and blue.
_COLOUR_SPACES = frozenset(["srgb", "hsl", "hwb"])
# Those that begin with a lightness, and what its whole is: at both ends of it there is one colour.
_LIGHTNESS = {"lab": 100, "lch": 100, "oklab": 1, "oklch": 1}
_FULL = 0.99
# A sum of one number is that number, and a number between bounds is at most the last.
_SUM = re.compile(r"calc\(\s*([^()\s,]+)\s*\)|clamp\([^(),]*,[^(),]*,\s*([^()\s,]+)\s*\)")
_NOTHING = re.compile(r"calc\([^()]*\*\s*0(?:\.0*)?\s*\)|min\(\s*(?:[^(),]*,\s*)?0[a-z%]*\s*(?:,[^(),]*)?\)")
_PUSHED = re.compile(r"translate[xy3d]*\((?:[^()]*,)?\s*-(?:\d{4,}|\d{3,}(?:\.\d+)?v[wh])")
_EDGE_ON = re.compile(
    r"(?:rotate[xy]|rotate3d)\((?:[^()]*,)?\s*-?(?:90|270)deg\s*\)|matrix\(\s*0\s*,\s*0\s*,\s*0\s*,\s*0\s*,"
)
_TURNED = re.compile(r"(?:[xy]|[01] [01] 0)\s+-?(?:90|270)deg")
_DRAWN_TOGETHER = 0.5
# Filters that leave nothing to read: no cover, no contrast, ten pixels of blur or more.
_FILTERED = re.compile(
    r"opacity\(\s*(?:0*\.0[0-4]\d*|0+(?:\.0*)?|[0-4](?:\.\d+)?%)\s*%?\s*\)|contrast\(\s*0+(?:\.0+)?%?\s*\)"
    r"|blur\(\s*\d{2,}(?:\.\d+)?px\s*\)"
)
# A reference to a custom property with its fallback, which holds where nothing sets the property. Their names alone are
# written in capitals or not.
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,((?:[^()]|\([^()]*\))*))?\)")
_CAPITALS = re.compile(r"--[\w-]+|[A-Z]+")
# A value that becomes longer by what its references stand for says nothing.
_LONGEST_VALUE = 1_000
_ZERO_SCALE = re.compile(r"(?:scale|scalex|scaley|scale3d)\([^()]*(?<![\d.])[-+]?(?:0*\.0[0-4]\d*|0*\.?0+)%?\s*[,)]")
_NO_SHAPE = re.compile(r"inset\((?:[^()]*\s)?(?:[5-9]\d|\d{3,})(?:\.\d+)?%|(?:circle|ellipse)\(\s*0(?![.\d]*[1-9])")
_POINTS = re.compile(r"polygon\(\s*(?:(?:nonzero|evenodd)\s*,)?([^()]*)\)")


@dataclass(frozen=True, slots=True)
class Look:
    """How words look inside an element. `gone` and `struck` hold for all inside; the rest can be taken back there.

    `properties` are the custom ones that are set, by name.
    """

    gone: bool = False
    struck: bool = False
    invisible: bool = False
    tiny: bool = False
    colour: tuple[int, int, int] | str | None = (0, 0, 0)
    ground: tuple[int, int, int] | None = _WHITE
    opacity: float = 1.0
    properties: Declarations = field(default_factory=dict)

    @property
    def why(self) -> str:
        """Why words that look like this are not said, or "" where they are."""
        if self.gone or self.invisible or self.tiny or self.colour == "transparent" or self._is_same():
            return _HIDDEN_BY_STYLE
        return _STRUCK_OUT if self.struck else ""

    def _is_same(self) -> bool:
        if not isinstance(self.colour, tuple) or self.ground is None:
            return False
        return all(abs(one - other) <= _SAME for one, other in zip(self.colour, self.ground, strict=True))


def seen_from(look: Look, declared: Declarations) -> Look:
    """The look inside an element that stands in `look` and has these declarations."""
    if not declared:
        return look
    own = {name: value[:_LONGEST_VALUE] for name, value in declared.items() if name.startswith("--")}
    if own:
        look = replace(look, properties={**look.properties, **own})
    declared = {name: _settled(value, look.properties) for name, value in declared.items() if name not in own}
    if _is_gone(declared):
        return replace(look, gone=True)
    look = replace(
        look,
        struck=look.struck or any("line-through" in declared.get(name, "") for name in _DECORATIONS),
        invisible=_is_invisible(declared, inherited=look.invisible),
        tiny=_is_tiny(declared, inherited=look.tiny),
        opacity=look.opacity * _opacity(declared.get("opacity", "")),
    )
    if look.opacity <= _FAINT:
        return replace(look, gone=True)
    return _coloured(look, declared)


def _is_gone(declared: Declarations) -> bool:
    return (
        declared.get("display") == "none"
        or declared.get("content-visibility") == "hidden"
        or bool(_FILTERED.search(declared.get("filter", "")))
        or _is_clipped(declared)
        or _is_far_off(declared)
        or bool(_ZERO_SCALE.search(declared.get("transform", "")) or _EDGE_ON.search(declared.get("transform", "")))
        or bool(_TURNED.fullmatch(declared.get("rotate", "")))
        or _is_drawn_together(declared.get("letter-spacing", ""))
        or any(_is_at_most(part, 0, percent=0) for part in declared.get("scale", "").split())
        or _is_at_most(declared.get("zoom", ""), _FAINT, percent=100 * _FAINT)
    )


def _opacity(value: str) -> float:
    """How much of an element covers, from 0 to 1."""
    found = _NUMBER.fullmatch(value)
    if not found:
        return 1.0
    return min(max(float(found[1]) / (100 if found[2] == "%" else 1), 0.0), 1.0)


def _is_invisible(declared: Declarations, *, inherited: bool) -> bool:
    visibility = declared.get("visibility", "inherit")
    return inherited if visibility in ("inherit", "unset") else visibility in ("hidden", "collapse")


def _is_tiny(declared: Declarations, *, inherited: bool) -> bool:
    size = declared.get("font-size")
    if size is None:
        size = next((part.split("/")[0] for part in declared.get("font", "").split() if _NUMBER.match(part)), None)
    if size is None or size in ("inherit", "unset"):
        return inherited
    found = _NUMBER.match(size)
    if not found:
        return False
    limit = 1.0 if found[2] in ("px", "pt", None) else 2.0 if found[2] == "%" else 0.05
    is_relative = found[2] in ("em", "%", "ex")
    return float(found[1]) <= limit or (inherited and is_relative)


def _is_at_most(value: str, limit: float, *, percent: float) -> bool:
    found = _NUMBER.fullmatch(value)
    return found is not None and float(found[1]) <= (percent if found[2] == "%" else limit)


def _is_drawn_together(spacing: str) -> bool:
    """Whether letters stand on top of one another."""
    found = _NUMBER.fullmatch(spacing)
    return found is not None and found[2] in ("em", "rem", "ch") and -float(found[1]) >= _DRAWN_TOGETHER


def _is_clipped(declared: Declarations) -> bool:
    clip = declared.get("clip", "").replace(" ", "").replace(",", "")
    if re.fullmatch(r"rect\((?:[01]?(?:px)?){4}\)", clip) or _is_no_shape(declared.get("clip-path", "")):
        return True
    is_cut = any(declared.get(name, "") in ("hidden", "clip") for name in ("overflow", "overflow-x", "overflow-y"))
    sizes = (declared.get(name, "") for name in ("width", "height", "max-width", "max-height"))
    return is_cut and any(_is_at_most(size, 1, percent=0) for size in sizes)


def _is_no_shape(path: str) -> bool:
    """Whether a clipping path leaves nothing: half or more cut off a side, no radius, all points on a line."""
    if _NO_SHAPE.match(path):
        return True
    polygon = _POINTS.match(path)
    points = [point.split() for point in polygon[1].split(",")] if polygon else []
    return bool(points) and any(len({_length(point[axis : axis + 1]) for point in points}) == 1 for axis in (0, 1))


def _length(words: list[str]) -> str:
    """A length as written; zero is the same in all units."""
    found = _NUMBER.fullmatch(words[0]) if words else None
    return "0" if found and float(found[1]) == 0 else "".join(words)


def _is_far_off(declared: Declarations) -> bool:
    if _reaches(declared.get("text-indent", ""), both_ways=True):
        return True
    if _is_pushed_off(declared):
        return True
    if _PUSHED.search(declared.get("transform", "")):
        return True
    if re.search(r"(?:^|\s)-\d{4,}", declared.get("translate", "")):
        return True
    if declared.get("position") not in ("absolute", "fixed", "relative"):
        return False
    sides = [declared.get(side, "") for side in ("left", "right", "top", "bottom")] + declared.get("inset", "").split()
    is_beyond = declared["position"] != "relative" and any(
        _reaches(declared.get(side, ""), both_ways=True, times=_BEYOND) for side in ("left", "top")
    )
    return is_beyond or any(_reaches(side, both_ways=False) for side in sides)


def _is_pushed_off(declared: Declarations) -> bool:
    """Whether a margin leads off the page, and no padding leads back."""
    if any(_reaches(part, both_ways=True) for name in _PADDINGS for part in declared.get(name, "").split()):
        return False
    found = [_NUMBER.fullmatch(part) for name in _MARGINS for part in declared.get(name, "").split()]
    return any(each and -float(each[1]) >= _FAR_MARGIN.get(each[2], 1e9) for each in found)


def _reaches(value: str, *, both_ways: bool, times: int = 1) -> bool:
    found = _NUMBER.fullmatch(value)
    if not found:
        return False
    amount = abs(float(found[1])) if both_ways else -float(found[1])
    return amount >= times * _FAR.get(found[2], 400)


def _coloured(look: Look, declared: Declarations) -> Look:
    colour = written = look.colour
    for name in ("color", "-webkit-text-fill-color"):
        if name in declared and declared[name] not in ("inherit", "unset", "currentcolor"):
            colour = _colour(declared[name])
            written = colour if name == "color" else written
    ground = look.ground
    for name in ("background", "background-color"):
        if declared.get(name) == "currentcolor":
            ground = written if isinstance(written, tuple) else _UNKNOWN
        elif name in declared:
            ground = _ground(declared[name], ground)
    if declared.get("background-image", "none") not in ("none", "initial"):
        ground = _UNKNOWN
    return replace(look, colour=colour, ground=ground)


def _ground(value: str, inherited: tuple[int, int, int] | None) -> tuple[int, int, int] | None:
    if value in ("none", "transparent", "inherit", "initial", "unset"):
        return inherited
    colour = _colour(value)
    if colour == "transparent":
        return inherited
    return colour if isinstance(colour, tuple) else _UNKNOWN


def _colour(value: str) -> tuple[int, int, int] | str | None:
    """Red, green, blue; "transparent"; None for what is not a plain colour."""
    from tinycss2.color4 import parse_color

    parsed = parse_color(value)
    if parsed is None or isinstance(parsed, str):
        return None
    if parsed.alpha <= _FAINT:
        return "transparent"
    if parsed.alpha < 1:
        return None
    if parsed.space in _LIGHTNESS:
        lightness = (parsed.coordinates[0] or 0) / _LIGHTNESS[parsed.space]
        return _WHITE if lightness >= _FULL else (0, 0, 0) if lightness <= 1 - _FULL else None
    if parsed.space not in _COLOUR_SPACES:
        return None
    red, green, blue = (round((part or 0) * 255) for part in parsed.to("srgb").coordinates)
    return (red, green, blue)


# -- what is declared for an element ---------------------------------------------------------------------------


@dataclass(slots=True)
class Cascade:
    """What the page declares for each of its elements; the last of the strongest declarations holds."""

    first: Look = Look()
    _rules: dict[int, list[_Weighed]] = field(default_factory=dict)

    def add(self, node: LexborNode, declarations: Iterable[_Weighed]) -> None:
        self._rules.setdefault(node.mem_id, []).extend(declarations)

    def declared(self, node: LexborNode, attributes: Mapping[str, str | None]) -> Declarations:
        found: list[_Weighed] = [((0, -1), name, value) for name, value in _hints(node.tag or "", attributes)]
        found += self._rules.get(node.mem_id, ())
        style = attributes.get("style")
        if style:
            found += [((*strength, _INLINE), name, value) for strength, name, value in _declarations(style)]
        if len(found) > 1:
            found.sort(key=lambda each: each[0])
        return {name: value for _, name, value in found}


def cascade(page: LexborHTMLParser) -> Cascade:
    """Read the style sheets of the page. Words on a page with sheets that are elsewhere have an unknown ground."""
    is_elsewhere = any("stylesheet" in (link.attributes.get("rel") or "").lower() for link in page.css("link"))
    sheet = "\n".join(style.text() for style in page.css("style"))
    made = Cascade(Look(ground=_UNKNOWN if is_elsewhere else _WHITE, properties=_registered(sheet)))
    for order, (selector, declarations) in zip(range(_RULES), _rules(sheet), strict=False):
        weight = _specificity(selector)
        weighed = [((*strength, weight, order), name, value) for strength, name, value in declarations]
        for node in _matching(page, selector):
            made.add(node, weighed)
    return made


def _hints(tag: str, attributes: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    if tag in _STRUCK:
        yield "text-decoration", "line-through"
    if "hidden" in attributes or "popover" in attributes:
        yield "display", "none"
    for attribute, name in (("color", "color"), ("bgcolor", "background-color"), ("text", "color")):
        value = attributes.get(attribute)
        if value:
            yield name, value.strip().lower()


def _declarations(style: str | list[Any]) -> list[_Weighed]:
    import tinycss2

    parsed = tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True)
    return [
        ((int(each.important),), _name(each), _value(tinycss2.serialize(each.value)))
        for each in parsed
        if each.type == "declaration" and (each.lower_name in _READ or each.name.startswith("--"))
    ]


def _name(declaration: Any) -> str:
    """The name of a property; custom ones are told apart by capitals."""
    name: str = declaration.name
    return name if name.startswith("--") else name.lower()


def _value(written: str) -> str:
    """A value as it is compared, but for what it refers to."""
    return _CAPITALS.sub(lambda part: part[0] if part[0].startswith("--") else part[0].lower(), written).strip()


def _settled(value: str, properties: Declarations) -> str:
    """A value with what custom properties stand for, one in the other, or else the last fallback; "" for no value."""
    for _ in range(_REFERENCES_READ):
        if "var(" not in value:
            break
        value = _VARIABLE.sub(lambda variable: properties.get(variable[1], variable[2] or ""), value)
        if len(value) > _LONGEST_VALUE:
            return ""
    value = _NOTHING.sub("0px", value)
    return _SUM.sub(lambda total: total[1] or total[2], value).strip()


def _registered(sheet: str) -> Declarations:
    """What the custom properties that a sheet registers stand for where nothing sets them."""
    import tinycss2

    found: dict[str, str] = {}
    for rule in tinycss2.parse_rule_list(sheet, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.lower_at_keyword == "property" and rule.content is not None:
            for each in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
                if each.type == "declaration" and each.lower_name == "initial-value":
                    found[tinycss2.serialize(rule.prelude).strip()] = _value(tinycss2.serialize(each.value))
    return found


def _rules(sheet: str | list[Any]) -> Iterator[tuple[str, list[_Weighed]]]:
    """The selectors of a sheet, each with its declarations that can hide."""
    import tinycss2

    for rule in tinycss2.parse_rule_list(sheet, skip_comments=True, skip_whitespace=True):
        if rule.type == "at-rule" and rule.content is not None and rule.lower_at_keyword in _NESTING_RULES:
            condition = tinycss2.serialize(rule.prelude).lower()
            if rule.lower_at_keyword != "media" or any(map(_SCREEN.fullmatch, condition.split(","))):
                yield from _rules(rule.content)
        elif rule.type == "qualified-rule":
            declarations = _declarations(rule.content)
            if declarations:
                for selector in _selectors(rule.prelude):
                    yield selector, declarations


def _selectors(prelude: Iterable[Any]) -> Iterator[str]:
    import tinycss2

    part: list[Any] = []
    for each in (*prelude, None):
        if each is not None and each != ",":
            part.append(each)
            continue
        selector = tinycss2.serialize(part).strip()
        if selector and ":" not in _STEADY.sub("", selector):
            yield selector
        part = []


def _specificity(selector: str) -> int:
    ids = len(re.findall(r"#[\w-]", selector))
    classes = len(re.findall(r"\.[\w-]|\[|:(?!not|is|where)", selector))
    names = len(re.findall(r"(?:^|[\s>+~])[a-zA-Z]", selector))
    return ids * 10_000 + classes * 100 + names


def _matching(page: LexborHTMLParser, selector: str) -> list[LexborNode]:
    from selectolax.lexbor import SelectolaxError

    try:
        return page.css(selector)
    except (SelectolaxError, ValueError):
        return []
