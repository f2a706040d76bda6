"""How an order is carried out, in words that can be kept with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from decompose.domain.examination import Point

CONCURRENCY = 8


@dataclass(frozen=True, slots=True)
class Options:
    """How an order is carried out. `is_llm_named` says that the operator chose the llm himself.

    `point` is where the claim check draws the line, `is_judged` whether the llm is asked about what that leaves open.
    `concurrency` is how many documents are decomposed at a time, `budget` what their calls may cost together, in USD.
    """

    is_llm_named: bool = False
    redo: bool = False
    language: str | None = None
    max_bytes: int = 20_000_000
    point: Point = Point.BALANCED
    is_judged: bool = False
    concurrency: int = 1
    budget: Decimal | None = None


@dataclass(frozen=True, slots=True)
class How:
    """By what words the llm of an order was chosen, and at what pace it is asked; kept with a batch."""

    llm: str
    model: str | None = None
    recordings: Path | None = None
    rpm: int | None = None
    tpm: int | None = None

    def to_json(self) -> dict[str, Any]:
        recordings = str(self.recordings) if self.recordings else None
        return {"llm": self.llm, "model": self.model, "recordings": recordings, "rpm": self.rpm, "tpm": self.tpm}

    @classmethod
    def kept(cls, words: Mapping[str, Any]) -> How:
        """As it was stored as JSON."""
        return cls(**{**words, "recordings": Path(words["recordings"]) if words["recordings"] else None})


def options_to_json(options: Options) -> dict[str, Any]:
    """How an order is carried out, in words that can be kept."""
    return {
        "is_llm_named": options.is_llm_named,
        "redo": options.redo,
        "language": options.language,
        "max_bytes": options.max_bytes,
        "point": options.point.value,
        "is_judged": options.is_judged,
        "concurrency": options.concurrency,
    }


def options_from_json(words: Mapping[str, Any], budget: Decimal | None) -> Options:
    return Options(**{**words, "point": Point(words["point"]), "budget": budget})
