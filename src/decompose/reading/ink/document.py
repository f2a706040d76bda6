"""What the pages of one PDF share: fonts, forms, layers that are switched off, and values behind references."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

# What forms may draw in all, and what it costs to enter one.
_OPERATIONS, _ENTERING = 2_000_000, 20


class TooManyOperationsError(Exception):
    """The forms of a document draw more than is read."""


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
    layers = value_of(reader.trailer.get("/Root"), "/OCProperties")
    usual = value_of(layers, "/D")
    if not is_dictionary(usual):
        return frozenset()
    on, off = ({_number(each) for each in value_of(usual, key) or ()} for key in ("/ON", "/OFF"))
    every = {_number(each) for each in value_of(layers, "/OCGs") or ()}
    return frozenset((every - on if usual.get("/BaseState") == "/OFF" else set()) | off)


def is_off(layer: Any, off: frozenset[int]) -> bool:
    """Whether a layer, or a membership in several, is switched off."""
    if _number(layer) in off:
        return True
    content = layer.get_object()
    if not is_dictionary(content) or content.get("/Type") != "/OCMD":
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


def value_of(holder: Any, key: str) -> Any:
    holder = holder.get_object() if holder is not None else None
    found = holder.get(key) if is_dictionary(holder) else None
    return found.get_object() if found is not None else None


def is_dictionary(found: Any) -> bool:
    return isinstance(found, dict)
