"""A document read again: what becomes of its records, and of what editors decided about them.

Three ways meet: what was told of the document before, what is told of it now, and what editors decided in between.
Records are paired one to one, by where their evidence stands in the new revision and then by their words; within a
pair, claims are. A decision goes with its claim. It holds as long as the words that it cites stand in the new revision,
wherever they stand; where they changed, the item waits again with both versions; where they are gone, the claim is
stale, no reader sees it, and its item says so. Nothing here reads or writes: values in, a plan out.
"""

from __future__ import annotations

from decompose.domain.merge.merging import merge, withdrawn
from decompose.domain.merge.places import relocated
from decompose.domain.merge.values import Before, Fate, Merge, Move, Outcome

__all__ = ["Before", "Fate", "Merge", "Move", "Outcome", "merge", "relocated", "withdrawn"]
