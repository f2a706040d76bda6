"""Requests that are answered later: files of them, where each file stands, and how its provider names it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Stage(StrEnum):
    """How far a submission has come on our side; what the provider does with it is its `status`.

    EXPORTED is a file for somebody else to run. A crash in CREATING is the only one after which the provider has to be
    asked whether its batch exists.
    """

    EXPORTED = "exported"
    PREPARED = "prepared"
    UPLOADED = "uploaded"
    CREATING = "creating"
    SUBMITTED = "submitted"
    IMPORTED = "imported"
    DROPPED = "dropped"


IN_FLIGHT = frozenset({Stage.PREPARED, Stage.UPLOADED, Stage.CREATING, Stage.SUBMITTED})


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that went into a file: its key, its canonical body, and what the ledger says of an attempt at it.

    `rung` is how the schema was told in the file that it last went into.
    """

    key: str
    slug: str
    prompt: str
    template: str
    llm: str
    rung: str
    body: Mapping[str, Any]

    @property
    def is_removed(self) -> bool:
        """Whether its words were taken out for good: it can neither be sent nor answered."""
        return not self.body


@dataclass(frozen=True, slots=True)
class Submission:
    """One file of requests. `order` is the order to ingest that it serves, `digest` that of the file's bytes.

    `status`, `done` and `failed` are the provider's own words and counts.
    """

    id: str
    digest: str
    llm: str
    stage: Stage
    requests: int
    order: Mapping[str, Any] = field(default_factory=dict)
    file_id: str | None = None
    batch_id: str | None = None
    status: str | None = None
    done: int = 0
    failed: int = 0
    output_file_id: str | None = None
    error_file_id: str | None = None

    @property
    def standing(self) -> str:
        """Where it is, in one word: the provider's where there is one, else ours."""
        return self.status or self.stage.value


@dataclass(frozen=True, slots=True)
class Progress:
    """How many requests of a submission have a usable answer, and how many were answered and have none."""

    submission: Submission
    done: int
    failed: int
