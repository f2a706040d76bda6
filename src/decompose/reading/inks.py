"""Colours of a PDF, as red, green and blue: what its colour spaces make of the numbers that an operation gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from decompose.reading.drawn import BLACK, Colour

_DEPTH = 4
_PARTS = {"/DeviceGray": 1, "/CalGray": 1, "/G": 1, "/DeviceRGB": 3, "/CalRGB": 3, "/RGB": 3, "/DeviceCMYK": 4}
_PARTS["/CMYK"] = 4
_LIGHT, _GREYISH = 97, 5


@dataclass(frozen=True, slots=True)
class Ink:
    """A colour, None where it is not known; how much of it covers; the colour space that the next one is in."""

    colour: Colour | None = BLACK
    alpha: float = 1.0
    space: Any = None


def named_ink(numbers: Sequence[Any]) -> Ink:
    """The ink of `g`, `rg` and `k`."""
    return Ink(_of_device([float(number) for number in numbers]))


def initial(name: Any, spaces: Any) -> Ink:
    """The ink that choosing a colour space chooses: black, or the whole of a spot colour."""
    space = (spaces or {}).get(name, name)
    space = space.get_object() if hasattr(space, "get_object") else space
    kind = _kind(space)
    count = len(space[1]) if kind == "/DeviceN" else 1
    return Ink(_colour(space, [1.0] * count, 0) if kind in ("/Separation", "/DeviceN") else BLACK, 1.0, space)


def ink_of(space: Any, operands: Sequence[Any]) -> Ink:
    """The ink of `sc` and `scn`, in a colour space that was chosen before."""
    try:
        numbers = [float(operand) for operand in operands]
    except (TypeError, ValueError):
        return Ink(None, 1.0, space)
    return Ink(_of_device(numbers) if space is None else _colour(space, numbers, 0), 1.0, space)


def _kind(space: Any) -> str:
    return str(space[0] if isinstance(space, list) and space else space)


def _colour(space: Any, numbers: list[float], depth: int) -> Colour | None:
    kind = _kind(space)
    if depth > _DEPTH:
        return None
    if kind in _PARTS or kind == "/ICCBased":
        return _of_device(numbers)
    if kind == "/Lab":
        is_white = numbers[0] >= _LIGHT and all(abs(part) <= _GREYISH for part in numbers[1:])
        return (1.0, 1.0, 1.0) if is_white else None
    if kind == "/Indexed":
        return _indexed(space, int(numbers[0]), depth)
    if kind in ("/Separation", "/DeviceN"):
        return _tinted(space, numbers, depth)
    return None


def _of_device(numbers: Sequence[float]) -> Colour | None:
    parts = [min(max(number, 0.0), 1.0) for number in numbers]
    if len(parts) == 1:
        return (parts[0], parts[0], parts[0])
    if len(parts) == 3:
        return (parts[0], parts[1], parts[2])
    if len(parts) == 4:
        paper = 1 - parts[3]
        return ((1 - parts[0]) * paper, (1 - parts[1]) * paper, (1 - parts[2]) * paper)
    return None


def _indexed(space: Any, index: int, depth: int) -> Colour | None:
    base, table = space[1].get_object(), space[3].get_object()
    if hasattr(table, "get_data"):
        table = table.get_data()
    table = getattr(table, "original_bytes", table)
    count = _PARTS.get(_kind(base), 0) or (int(base[1].get_object()["/N"]) if _kind(base) == "/ICCBased" else 0)
    entry = table[index * count : (index + 1) * count]
    return _colour(base, [byte / 255 for byte in entry], depth + 1) if count and len(entry) == count else None


def _tinted(space: Any, tints: list[float], depth: int) -> Colour | None:
    """A spot colour: none of it is paper; more of it is known where it is mixed in one step from end to end."""
    if not any(tints):
        return (1.0, 1.0, 1.0)
    rule = space[3].get_object()
    if len(tints) != 1 or not isinstance(rule, dict) or rule.get("/FunctionType") != 2:
        return None
    share = tints[0] ** float(rule.get("/N", 1))
    first, last = rule.get("/C0", [0.0]), rule.get("/C1", [1.0])
    mixed = [float(low) + share * (float(high) - float(low)) for low, high in zip(first, last, strict=True)]
    return _colour(space[2].get_object(), mixed, depth + 1)
