"""The state of a page while it is drawn: what `q` keeps and `Q` brings back, and the operations that set it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from decompose.reading.drawn import Area, Colour, Letters, Matrix, Paper
from decompose.reading.ink.document import Drawing, is_dictionary, value_of
from decompose.reading.ink.masks import Mask
from decompose.reading.inks import Ink, initial, ink_of, named_ink

_BLACK_INK = Ink()


@dataclass(frozen=True, slots=True)
class State:
    """What `q` keeps. `within` cuts out what is drawn, `mask` lets through a part of it."""

    matrix: Matrix
    within: tuple[Area, ...]
    fill: Ink = _BLACK_INK
    stroke: Ink = _BLACK_INK
    mixes: bool = False
    mask: Mask | None = None
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
class Work:
    """A page as far as it is drawn. `cutting` are letters that cut out what is painted next, `marked` says which of the
    marks around are switched off; with `only`, whatever is painted has that colour.
    """

    drawing: Drawing
    paper: Paper
    state: State
    only: Colour | None = None
    stack: list[State] = field(default_factory=list)
    marked: list[bool] = field(default_factory=list)
    cutting: list[Letters] = field(default_factory=list)

    def keep(self) -> None:
        self.stack.append(self.state)

    def bring_back(self) -> None:
        self.state = self.stack.pop()
        self.cutting = []

    @property
    def is_off(self) -> bool:
        return any(self.marked)


def as_set(state: State, operator: bytes, operands: Any, resources: Any) -> State:
    """The state after an operation that sets a width, a colour, or many things at once; any other changes nothing."""
    if operator == b"w":
        return replace(state, width=float(operands[0]))
    if operator == b"gs":
        return _set_all(state, value_of(value_of(resources, "/ExtGState"), operands[0]))
    if operator in (b"cs", b"CS"):
        return _inked(state, operator, initial(operands[0], value_of(resources, "/ColorSpace")))
    if operator in (b"sc", b"scn", b"SC", b"SCN"):
        before = state.fill if operator.islower() else state.stroke
        return _inked(state, operator, ink_of(before.space, operands))
    if operator in (b"g", b"rg", b"k", b"G", b"RG", b"K"):
        return _inked(state, operator, named_ink(operands))
    return state


def _inked(state: State, operator: bytes, ink: Ink) -> State:
    """Operations in small letters are for what is filled, the others for lines."""
    if operator.islower():
        return replace(state, fill=replace(ink, alpha=state.fill.alpha))
    return replace(state, stroke=replace(ink, alpha=state.stroke.alpha))


def _set_all(state: State, settings: Any) -> State:
    if not is_dictionary(settings):
        return state
    fill = replace(state.fill, alpha=float(settings.get("/ca", state.fill.alpha)))
    stroke = replace(state.stroke, alpha=float(settings.get("/CA", state.stroke.alpha)))
    mode = settings.get("/BM")
    mode = mode[0] if isinstance(mode, list) else mode
    mixes = state.mixes if mode is None else mode not in ("/Normal", "/Compatible")
    size = state.size if "/Font" not in settings else float(settings["/Font"][1])
    return replace(state, fill=fill, stroke=stroke, mixes=mixes, size=size)
