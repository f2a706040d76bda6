"""The operations of a page and of its forms, one after the other, in one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from decompose.reading.drawn import AS_IT_IS, Area, Letters, corners, times
from decompose.reading.ink.document import is_dictionary, is_off, value_of
from decompose.reading.ink.letters import PLACING, SHOWING, Pen, matrix_of
from decompose.reading.ink.masks import Mask, colours_of, mask_on
from decompose.reading.ink.painting import PAINTING, Brush
from decompose.reading.ink.state import State, Work, as_set

_DEPTH = 12
_KEEPING = frozenset([b"q", b"Q", b"cm"])


@dataclass(slots=True, eq=False)
class Operation:
    operands: Any
    operator: bytes
    letters: Letters | None = None

    def kept(self, *, is_seen: bool) -> Any:
        """The operation; of letters that are left out, the step to the next line, or None."""
        if self.letters is None or self.letters.is_seen == is_seen:
            return (self.operands, self.operator)
        return ([], b"T*") if self.operator in (b"'", b'"') else None


class Walk:
    """Goes over the operations of a page and of its forms; `made` are those that matter for its words, in one row."""

    def __init__(self, work: Work, *, is_mask: bool = False) -> None:
        from pypdf.generic import DictionaryObject

        self._work = work
        self._pen, self._brush = Pen(work), Brush(work)
        self._is_mask = is_mask
        self._masks: dict[tuple[int, Any], tuple[Any, Mask]] = {}
        self.made: list[Operation] = []
        self.fonts = DictionaryObject()
        self.has_forms = False

    def over(self, operations: Sequence[Any], resources: Any, forms: tuple[int, ...]) -> None:
        for operands, operator in operations:
            try:
                self._step(operator, operands, resources, forms)
            except (IndexError, TypeError, ValueError, KeyError, AttributeError, OverflowError):
                continue  # an operation that is malformed does nothing, here as in viewers

    def _step(self, operator: bytes, operands: Any, resources: Any, forms: tuple[int, ...]) -> None:
        if operator in SHOWING:
            letters = self._pen.write(operator, operands)
            self.made.append(Operation(operands, operator, letters))
        elif operator == b"Do":
            self._do(operands[0], resources, forms)
        elif operator in _KEEPING:
            self._keep(operator, operands)
        elif operator in PLACING:
            chosen = self._choose(operands, resources) if operator == b"Tf" else operands
            self.made.append(Operation(chosen, operator))
            self._pen.place(operator, chosen)
        elif operator in PAINTING:
            self._brush.paint(PAINTING[operator])
        elif operator in (b"sh", b"INLINE IMAGE"):
            self._brush.picture(None, is_whole=operator == b"sh")
        elif operator in (b"BDC", b"BMC", b"EMC"):
            self._mark(operator, operands, resources)
        elif not self._brush.build(operator, operands):
            self._set(operator, operands, resources, forms)

    def _set(self, operator: bytes, operands: Any, resources: Any, forms: tuple[int, ...]) -> None:
        self._work.state = as_set(self._work.state, operator, operands, resources)
        if operator == b"gs":
            self._mask(value_of(value_of(resources, "/ExtGState"), operands[0]), resources, forms)

    def _keep(self, operator: bytes, operands: Any) -> None:
        work = self._work
        if operator == b"Q" and not work.stack:
            return
        self.made.append(Operation(operands, operator))
        if operator == b"q":
            work.keep()
        elif operator == b"Q":
            work.bring_back()
        else:
            work.state = replace(work.state, matrix=times(matrix_of(operands), work.state.matrix))

    def _choose(self, operands: Any, resources: Any) -> Any:
        """Choose a font. It gets a name of its own among the fonts of the page and of its forms."""
        from pypdf.generic import NameObject

        resource = value_of(value_of(resources, "/Font"), operands[0])
        name = NameObject(f"{operands[0]}.{id(resource)}")
        if resource is not None:
            self.fonts[name] = resource
        font = self._work.drawing.font(resource) if resource is not None else None
        self._work.state = replace(self._work.state, font=font)
        return [name, *operands[1:]]

    def _mark(self, operator: bytes, operands: Any, resources: Any) -> None:
        marked = self._work.marked
        if operator == b"EMC":
            if marked:
                marked.pop()
            return
        is_hidden = False
        if operator == b"BDC" and operands[0] == "/OC":
            named = value_of(resources, "/Properties")
            layer = named.raw_get(operands[1]) if named and operands[1] in named else None
            is_hidden = layer is not None and is_off(layer, self._work.drawing.off)
        marked.append(is_hidden)

    # -- masks --------------------------------------------------------------------------------------------

    def _mask(self, settings: Any, resources: Any, forms: tuple[int, ...]) -> None:
        """Draw the group of a soft mask on a paper of its own. A mask in a mask, or of letters, says nothing."""
        found = value_of(settings, "/SMask")
        if found is None:
            return
        work = self._work
        mask = None
        if is_dictionary(found) and not self._is_mask:
            key = (id(found), work.state.matrix)
            if key not in self._masks:
                self._masks[key] = (found, self._drawn(found, resources, forms))
            mask = self._masks[key][1]
        work.state = replace(work.state, mask=mask)

    def _drawn(self, settings: Any, resources: Any, forms: tuple[int, ...]) -> Mask:
        before, only = colours_of(settings)
        paper = self._work.paper.another(before)
        group = Walk(Work(self._work.drawing, paper, State(self._work.state.matrix, ()), only), is_mask=True)
        group.form(value_of(settings, "/G"), resources, forms)
        mask = mask_on(paper, settings)
        return replace(mask, power=None) if any(each.letters for each in group.made) else mask

    # -- forms --------------------------------------------------------------------------------------------

    def _do(self, name: Any, resources: Any, forms: tuple[int, ...]) -> None:
        """Draw an image or a form; a form inside itself, or deeper than any is drawn, draws nothing."""
        drawn = value_of(value_of(resources, "/XObject"), name)
        marked = self._work.marked
        marked.append("/OC" in drawn and is_off(drawn.raw_get("/OC"), self._work.drawing.off))
        if drawn.get("/Subtype") == "/Image":
            self._brush.picture(drawn)
        else:
            self.form(drawn, resources, forms)
        marked.pop()

    def form(self, form: Any, resources: Any, forms: tuple[int, ...]) -> None:
        from pypdf.generic import FloatObject

        if id(form) in forms or len(forms) >= _DEPTH:
            return
        work, pen = self._work, self._pen
        operations = work.drawing.operations(form)
        self.has_forms = True
        before, stack, path, at = work.state, work.stack, self._brush.path, (pen.line, pen.at)
        marked = len(work.marked)
        work.stack, self._brush.path = [], []
        inside = (*forms, id(form))
        self.made.append(Operation([], b"q"))
        self._step(b"cm", [FloatObject(part) for part in form.get("/Matrix", AS_IT_IS)], resources, inside)
        box = [float(part) for part in form.get("/BBox", ())]
        if len(box) == 4:
            edges = corners(box[0], box[1], box[2] - box[0], box[3] - box[1], work.state.matrix)
            work.state = replace(work.state, within=(*work.state.within, Area([edges])))
        own = value_of(form, "/Resources")
        self.over(operations, own if own is not None else resources, inside)
        for _ in range(len(work.stack) + 1):  # what the form left open, and what is around it
            self.made.append(Operation([], b"Q"))
        work.state, work.stack, self._brush.path = before, stack, path
        pen.line, pen.at = at
        del work.marked[marked:]


def sheet(page: Any) -> Area:
    """What is shown of a page."""
    whole, cut = page.mediabox, page.cropbox
    left, bottom = max(float(whole.left), float(cut.left)), max(float(whole.bottom), float(cut.bottom))
    right, top = min(float(whole.right), float(cut.right)), min(float(whole.top), float(cut.top))
    return Area([corners(left, bottom, right - left, top - bottom, AS_IT_IS)])
