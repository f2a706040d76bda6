"""Which letters of a PDF page a reader sees: they are followed from operation to operation, into the forms it draws.

Letters are not seen without ink, in the colour of what they stand on, too small, outside of the page or of what cuts
it out, under what is painted later, and on layers that are switched off. Forms are written out into the page, so that
their letters stand where they are drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from decompose.reading.drawn import AS_IT_IS, Area, Letters, Matrix, Paper, Point, corners, moved, stroked, times
from decompose.reading.inks import Ink, initial, ink_of, named_ink

_SHOWING = frozenset([b"Tj", b"TJ", b"'", b'"'])
_TINY = 1.0
_DEPTH = 12
# What forms may draw in all, and what it costs to enter one.
_OPERATIONS, _ENTERING = 2_000_000, 20
_STROKES, _FILLS = frozenset([1, 2, 5, 6]), frozenset([0, 2, 4, 6])
_CUTTING = 4
_BLACK_INK = Ink()
_TEXT_STATE = {
    b"Tr": ("mode", 1), b"TL": ("leading", 1), b"Ts": ("rise", 1), b"Tc": ("spacing", 1),
    b"Tw": ("word_spacing", 1), b"Tz": ("stretch", 0.01),
}  # fmt: skip
_PLACING = frozenset([b"q", b"Q", b"cm", b"BT", b"ET", b"Tm", b"Td", b"TD", b"T*", b"Tf", *_TEXT_STATE])
_PLACES = (1 / 6, 1 / 2, 5 / 6)
_MIDDLE = 0.3
_USUAL_WIDTH = 0.5
_PAINTED = {
    b"f": "fill", b"F": "fill", b"f*": "fill*", b"B": "fill stroke", b"B*": "fill* stroke",
    b"b": "fill stroke", b"b*": "fill* stroke", b"S": "stroke", b"s": "stroke", b"n": "",
}  # fmt: skip


class TooManyOperationsError(Exception):
    """The forms of a document draw more than is read."""


@dataclass(frozen=True, slots=True)
class _State:
    """What `q` keeps and `Q` brings back. `within` cuts out what is drawn."""

    matrix: Matrix
    within: tuple[Area, ...]
    fill: Ink = _BLACK_INK
    stroke: Ink = _BLACK_INK
    mixes: bool = False
    width: float = 1.0
    font: Any = None
    size: float = 0.0
    mode: int = 0
    leading: float = 0.0
    rise: float = 0.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    stretch: float = 1.0


@dataclass(slots=True)
class Drawing:
    """What the pages of one document share: layers that are off, how much was looked at, the fonts that were read."""

    reader: Any
    off: frozenset[int] = frozenset()
    steps: list[int] = field(default_factory=lambda: [0])
    in_forms: int = 0
    _fonts: dict[int, Any] = field(default_factory=dict)
    _forms: dict[int, Any] = field(default_factory=dict)

    def font(self, resource: Any) -> Any:
        from pypdf.generic._font import Font

        if id(resource) not in self._fonts:
            try:
                made = Font.from_font_resource(resource)
            except (AttributeError, TypeError, ValueError, KeyError):
                made = None
            # The resource is kept as well: its id is its own as long as it lives.
            self._fonts[id(resource)] = (resource, made)
        return self._fonts[id(resource)][1]

    def operations(self, form: Any) -> Sequence[Any]:
        """What a form draws. Raises TooManyOperationsError."""
        from pypdf.generic import ContentStream

        if id(form) not in self._forms:
            self._forms[id(form)] = (form, ContentStream(form, self.reader, "bytes").operations)
        found: Sequence[Any] = self._forms[id(form)][1]
        self.in_forms += len(found) + _ENTERING
        if self.in_forms > _OPERATIONS:
            raise TooManyOperationsError
        return found


def layers_off(reader: Any) -> frozenset[int]:
    """The numbers of the layers that are not shown when the document is opened."""
    layers = _value(reader.trailer.get("/Root"), "/OCProperties")
    usual = _value(layers, "/D")
    if not _is_dictionary(usual):
        return frozenset()
    on, off = ({_number(each) for each in _value(usual, key) or ()} for key in ("/ON", "/OFF"))
    every = {_number(each) for each in _value(layers, "/OCGs") or ()}
    return frozenset((every - on if usual.get("/BaseState") == "/OFF" else set()) | off)


def _is_off(layer: Any, off: frozenset[int]) -> bool:
    """Whether a layer, or a membership in several, is switched off."""
    if _number(layer) in off:
        return True
    content = layer.get_object()
    if not _is_dictionary(content) or content.get("/Type") != "/OCMD":
        return False
    members = content.raw_get("/OCGs") if "/OCGs" in content else None
    listed = members.get_object() if members is not None else []
    states = [_number(each) in off for each in (listed if isinstance(listed, list) else [members])]
    policy = str(content.get("/P", "/AnyOn"))
    shown = {"/AllOn": not any(states), "/AnyOff": any(states), "/AllOff": all(states)}.get(policy, not all(states))
    return bool(states) and not shown


def _number(reference: Any) -> int:
    found = reference if hasattr(reference, "idnum") else getattr(reference, "indirect_reference", None)
    return int(found.idnum) if found is not None else -1


def _value(holder: Any, key: str) -> Any:
    holder = holder.get_object() if holder is not None else None
    found = holder.get(key) if _is_dictionary(holder) else None
    return found.get_object() if found is not None else None


def _is_dictionary(value: Any) -> bool:
    return isinstance(value, dict)


# -- a page ------------------------------------------------------------------------------------------------


def without_unseen(page: Any, drawing: Drawing) -> str:
    """Take the letters that nobody sees off a page; they are returned.

    Raises TooManyOperationsError, and TooMuchDrawnError.
    """
    from pypdf.generic import ContentStream

    content = page.get_contents()
    if content is None:
        return ""
    walk = _Walk(page, drawing)
    walk.over(ContentStream(content, drawing.reader, "bytes").operations, walk.resources, ())
    unseen = any(operation.letters and not operation.letters.is_seen for operation in walk.made)
    if not unseen and not walk.has_forms:
        return ""
    hidden = _words(page, walk, [each.kept(is_seen=False) for each in walk.made]) if unseen else ""
    _put(page, walk, [each.kept(is_seen=True) for each in walk.made])
    return hidden


def _words(page: Any, walk: _Walk, operations: list[Any]) -> str:
    _put(page, walk, operations)
    words: list[str] = []
    page.extract_text(visitor_text=lambda text, *_: words.append(text))
    return " ".join("".join(words).split())


def _put(page: Any, walk: _Walk, operations: list[Any]) -> None:
    from pypdf.generic import ContentStream, DictionaryObject, NameObject

    stream = ContentStream(None, walk.drawing.reader)
    stream.operations = [operation for operation in operations if operation]
    page[NameObject("/Contents")] = stream
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): walk.fonts})


@dataclass(slots=True, eq=False)
class _Operation:
    operands: Any
    operator: bytes
    letters: Letters | None = None

    def kept(self, *, is_seen: bool) -> Any:
        """The operation; of letters that are left out, the step to the next line, or None."""
        if self.letters is None or self.letters.is_seen == is_seen:
            return (self.operands, self.operator)
        return ([], b"T*") if self.operator in (b"'", b'"') else None


class _Walk:
    """Goes over the operations of a page and of its forms; `made` are those that matter for its words, in one row."""

    def __init__(self, page: Any, drawing: Drawing) -> None:
        from pypdf.generic import DictionaryObject

        self.drawing = drawing
        self.made: list[_Operation] = []
        self.fonts = DictionaryObject()
        self.has_forms = False
        self.resources = _resources(page)
        left, bottom, right, top = _sheet(page)
        self._paper = Paper(bottom, drawing.steps)
        sheet = Area([corners(left, bottom, right - left, top - bottom, AS_IT_IS)])
        self._state = _State(AS_IT_IS, (sheet,))
        self._stack: list[_State] = []
        self._line = self._at = AS_IT_IS
        self._path: list[list[Point]] = []
        self._cut = ""
        self._marked: list[bool] = []
        self._cutting: list[Letters] = []

    def over(self, operations: Sequence[Any], resources: Any, forms: tuple[int, ...]) -> None:
        for operands, operator in operations:
            try:
                self._step(operator, operands, resources, forms)
            except (IndexError, TypeError, ValueError, KeyError, AttributeError, OverflowError):
                continue  # an operation that is malformed does nothing, here as in viewers

    def _step(self, operator: bytes, operands: Any, resources: Any, forms: tuple[int, ...]) -> None:
        if operator in _SHOWING:
            self._show(operator, operands)
        elif operator == b"Do":
            self._do(operands[0], resources, forms)
        elif operator in _PLACING:
            if operator == b"Q" and not self._stack:
                return
            if operator == b"Tf":
                operands = self._choose(operands, resources)
            self.made.append(_Operation(operands, operator))
            self._place(operator, operands)
        elif operator in _PAINTED:
            self._paint(_PAINTED[operator])
        elif operator in (b"sh", b"INLINE IMAGE"):
            self._picture(None, is_whole=operator == b"sh")
        elif operator in (b"BDC", b"BMC", b"EMC"):
            self._mark(operator, operands, resources)
        elif not self._build(operator, operands):
            self._set(operator, operands, resources)

    # -- the state ----------------------------------------------------------------------------------------

    def _set(self, operator: bytes, operands: Any, resources: Any) -> None:
        state = self._state
        if operator == b"w":
            self._state = replace(state, width=float(operands[0]))
        elif operator == b"gs":
            self._set_all(_value(_value(resources, "/ExtGState"), operands[0]))
        elif operator in (b"cs", b"CS"):
            self._ink(operator == b"cs", initial(operands[0], _value(resources, "/ColorSpace")))
        elif operator in (b"sc", b"scn", b"SC", b"SCN"):
            before = state.fill if operator.islower() else state.stroke
            self._ink(operator.islower(), ink_of(before.space, operands))
        elif operator in (b"g", b"rg", b"k", b"G", b"RG", b"K"):
            self._ink(operator.islower(), named_ink(operands))

    def _ink(self, is_fill: bool, ink: Ink) -> None:  # noqa: FBT001 - one of two inks
        name = "fill" if is_fill else "stroke"
        ink = replace(ink, alpha=getattr(self._state, name).alpha)
        self._state = replace(self._state, fill=ink) if is_fill else replace(self._state, stroke=ink)

    def _set_all(self, settings: Any) -> None:
        if not _is_dictionary(settings):
            return
        state = self._state
        fill = replace(state.fill, alpha=float(settings.get("/ca", state.fill.alpha)))
        stroke = replace(state.stroke, alpha=float(settings.get("/CA", state.stroke.alpha)))
        mode = settings.get("/BM")
        mode = mode[0] if isinstance(mode, list) else mode
        mixes = state.mixes if mode is None else mode not in ("/Normal", "/Compatible")
        size = state.size if "/Font" not in settings else float(settings["/Font"][1])
        self._state = replace(state, fill=fill, stroke=stroke, mixes=mixes, size=size)

    def _mark(self, operator: bytes, operands: Any, resources: Any) -> None:
        if operator == b"EMC":
            if self._marked:
                self._marked.pop()
            return
        is_off = False
        if operator == b"BDC" and operands[0] == "/OC":
            named = _value(resources, "/Properties")
            layer = named.raw_get(operands[1]) if named and operands[1] in named else None
            is_off = layer is not None and _is_off(layer, self.drawing.off)
        self._marked.append(is_off)

    # -- letters ------------------------------------------------------------------------------------------

    def _choose(self, operands: Any, resources: Any) -> Any:
        """Choose a font. It gets a name of its own among the fonts of the page and of its forms."""
        from pypdf.generic import NameObject

        resource = _value(_value(resources, "/Font"), operands[0])
        name = NameObject(f"{operands[0]}.{id(resource)}")
        if resource is not None:
            self.fonts[name] = resource
        font = self.drawing.font(resource) if resource is not None else None
        self._state = replace(self._state, font=font)
        return [name, *operands[1:]]

    def _place(self, operator: bytes, operands: Any) -> None:
        state = self._state
        if operator == b"q":
            self._stack.append(state)
        elif operator == b"Q":
            self._state = self._stack.pop()
            self._cutting = []
        elif operator == b"cm":
            self._state = replace(state, matrix=times(_matrix(operands), state.matrix))
        elif operator == b"Tf":
            self._state = replace(state, size=float(operands[1]))
        elif operator in _TEXT_STATE:
            name, scale = _TEXT_STATE[operator]
            self._state = replace(state, **{name: float(operands[0]) * scale})  # type: ignore[arg-type]  # one of the numbers
        else:
            self._go(operator, operands)

    def _go(self, operator: bytes, operands: Any) -> None:
        """Go where the next letters are written."""
        if operator == b"BT":
            self._line = self._at = AS_IT_IS
        elif operator == b"Tm":
            self._line = self._at = _matrix(operands)
        elif operator in (b"Td", b"TD"):
            if operator == b"TD":
                self._state = replace(self._state, leading=-float(operands[1]))
            self._line = self._at = times((1, 0, 0, 1, float(operands[0]), float(operands[1])), self._line)
        elif operator == b"T*":
            self._line = self._at = times((1, 0, 0, 1, 0, -self._state.leading), self._line)

    def _show(self, operator: bytes, operands: Any) -> None:
        if operator == b'"':
            self._state = replace(self._state, word_spacing=float(operands[0]), spacing=float(operands[1]))
        if operator in (b"'", b'"'):
            self._go(b"T*", [])
        shown = operands[-1] if isinstance(operands[-1], list) else [operands[-1]]
        width = self._width(shown)
        state = self._state
        em = times((state.size * state.stretch, 0, 0, state.size, 0, state.rise), times(self._at, state.matrix))
        along = width / state.size if state.size else 0.0
        points = tuple(moved((along / (state.stretch or 1) * part, _MIDDLE), em) for part in _PLACES)
        letters = Letters(points, self._is_seen(points, em))
        self.made.append(_Operation(operands, operator, letters))
        self._paper.write(letters)
        if state.mode >= _CUTTING:
            self._cutting.append(letters)
        self._at = times((1, 0, 0, 1, width, 0), self._at)

    def _width(self, shown: Sequence[Any]) -> float:
        """How far the letters reach in the space of the text."""
        state, width = self._state, 0.0
        for part in shown:
            if isinstance(part, (int, float)):
                width -= float(part) / 1000 * state.size
            else:
                ems, count, spaces = _measured(part, state.font)
                width += ems * state.size + count * state.spacing + spaces * state.word_spacing
        return width * state.stretch

    def _is_seen(self, points: tuple[Point, ...], em: Matrix) -> bool:
        state = self._state
        is_tiny = min((em[0] ** 2 + em[1] ** 2) ** 0.5, (em[2] ** 2 + em[3] ** 2) ** 0.5) <= _TINY
        if is_tiny or any(self._marked):
            return False
        if sum(all(area.holds(point) for area in state.within) for point in points) * 2 <= len(points):
            return False
        inks = [state.fill] * (state.mode in _FILLS) + [state.stroke] * (state.mode in _STROKES)
        return any(self._paper.shows(points, ink.colour, ink.alpha) for ink in inks)

    # -- what is painted ----------------------------------------------------------------------------------

    def _build(self, operator: bytes, operands: Any) -> bool:
        """Go on with the path; False for an operation that is none of a path."""
        matrix, path = self._state.matrix, self._path
        if operator == b"re":
            left, bottom, width, height = map(float, operands)
            path.append(corners(left, bottom, width, height, matrix))
        elif operator == b"m":
            path.append([moved((float(operands[0]), float(operands[1])), matrix)])
        elif operator in (b"l", b"c", b"v", b"y"):
            numbers = [float(operand) for operand in operands]
            if path:
                path[-1] += [moved((x, y), matrix) for x, y in zip(numbers[::2], numbers[1::2], strict=True)]
        elif operator == b"h":
            if path:
                path[-1].append(path[-1][0])
                path.append([path[-1][0]])
        elif operator in (b"W", b"W*"):
            self._cut = operator.decode()
        else:
            return False
        return True

    def _paint(self, how: str) -> None:
        path, self._path = [polygon for polygon in self._path if len(polygon) > 1], []
        cut, self._cut = self._cut, ""
        state = self._state
        if path and not any(self._marked):
            if "fill" in how:
                self._area(Area(path, "fill*" in how, state.within), state.fill)
            if "stroke" in how:
                width = state.width * abs(state.matrix[0] * state.matrix[3] - state.matrix[1] * state.matrix[2]) ** 0.5
                for strip in stroked(path, width) if width >= 2 else ():
                    self._area(Area([strip], False, state.within), state.stroke)
        if path and cut:
            self._state = replace(state, within=(*state.within, Area(path, cut == "W*")))

    def _area(self, area: Area, ink: Ink) -> None:
        mixes = self._state.mixes
        self._paper.paint(area, None if mixes else ink.colour, ink.alpha, covers=not mixes)
        for letters in self._cutting:
            letters.is_seen = letters.is_seen or any(map(area.holds, letters.points))

    def _picture(self, image: Any, *, is_whole: bool = False) -> None:
        """Paint a picture, or the whole page in a run of colours: what colour it has where is not known."""
        state = self._state
        if any(self._marked):
            return
        shape = state.within[0].polygons if is_whole else [corners(0, 0, 1, 1, state.matrix)]
        is_solid = image is not None and not any(key in image for key in ("/SMask", "/Mask", "/ImageMask"))
        area = Area(shape, False, state.within)
        self._paper.paint(area, None, state.fill.alpha, covers=is_solid and not state.mixes)
        for letters in self._cutting:
            letters.is_seen = letters.is_seen or any(map(area.holds, letters.points))

    # -- forms --------------------------------------------------------------------------------------------

    def _do(self, name: Any, resources: Any, forms: tuple[int, ...]) -> None:
        """Draw an image or a form; a form inside itself, or deeper than any is drawn, draws nothing."""
        drawn = _value(_value(resources, "/XObject"), name)
        self._marked.append("/OC" in drawn and _is_off(drawn.raw_get("/OC"), self.drawing.off))
        if drawn.get("/Subtype") == "/Image":
            self._picture(drawn)
        elif id(drawn) not in forms and len(forms) < _DEPTH:
            self._form(drawn, resources, (*forms, id(drawn)))
        self._marked.pop()

    def _form(self, form: Any, resources: Any, forms: tuple[int, ...]) -> None:
        from pypdf.generic import FloatObject

        operations = self.drawing.operations(form)
        self.has_forms = True
        before, stack, path, at = self._state, self._stack, self._path, (self._line, self._at)
        marked = len(self._marked)
        self._stack, self._path = [], []
        self.made.append(_Operation([], b"q"))
        self._step(b"cm", [FloatObject(part) for part in form.get("/Matrix", AS_IT_IS)], resources, forms)
        box = [float(part) for part in form.get("/BBox", ())]
        if len(box) == 4:
            edges = corners(box[0], box[1], box[2] - box[0], box[3] - box[1], self._state.matrix)
            self._state = replace(self._state, within=(*self._state.within, Area([edges])))
        own = _value(form, "/Resources")
        self.over(operations, own if own is not None else resources, forms)
        for _ in range(len(self._stack) + 1):  # what the form left open, and what is around it
            self.made.append(_Operation([], b"Q"))
        self._state, self._stack, self._path = before, stack, path
        self._line, self._at = at
        del self._marked[marked:]


def _matrix(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = map(float, operands)
    return (a, b, c, d, e, f)


def _resources(page: Any) -> Any:
    found = page.get_inherited("/Resources")
    return found.get_object() if found is not None else {}


def _sheet(page: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of what is shown of a page."""
    whole, cut = page.mediabox, page.cropbox
    left, bottom = max(float(whole.left), float(cut.left)), max(float(whole.bottom), float(cut.bottom))
    right, top = min(float(whole.right), float(cut.right)), min(float(whole.top), float(cut.top))
    return left, bottom, right, top


def _measured(shown: Any, font: Any) -> tuple[float, int, int]:
    """How wide a string is, in sizes of its letters; how many letters and spaces it has."""
    from pypdf._text_extraction import get_text_operands

    raw = bytes(shown) if isinstance(shown, bytes) else shown.original_bytes
    count = len(raw) // 2 if font is not None and font.sub_type == "Type0" else len(raw)
    if font is None:
        return count * _USUAL_WIDTH, count, raw.count(b" ")
    letters: list[Any] = [raw]
    width = get_text_operands(letters, list(AS_IT_IS), list(AS_IT_IS), font, (0,))[2]
    return (width / 1000 if width > 0 else count * _USUAL_WIDTH), count, raw.count(b" ")
