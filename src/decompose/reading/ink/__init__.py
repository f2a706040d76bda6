"""Which letters of a PDF page a reader sees: they are followed from operation to operation, into the forms it draws.

Letters are not seen without ink, in the colour of what they stand on, too small, outside of the page or of what cuts
it out, where a soft mask lets nothing through, under what is painted later, and on layers that are switched off. Forms
are written out into the page, so that their letters stand where they are drawn.
"""

from __future__ import annotations

from decompose.reading.ink.document import Drawing, TooManyOperationsError, layers_off
from decompose.reading.ink.page import without_unseen

__all__ = ["Drawing", "TooManyOperationsError", "layers_off", "without_unseen"]
