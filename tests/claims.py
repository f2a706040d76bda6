"""Labelled claims about invented documents, and what a judge is asked about all of them that can be read.

Asked are not only those that today's rules leave open: so the recordings stay good when the rules change. They are made
by `claim_figures`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from decompose.bootstrap import Workspace
from decompose.domain.examination import Examination
from decompose.domain.verification import Submitted, Verification, is_readable
from decompose.llm.client import Llm
from decompose.services.verify import read_claims
from decompose.settings import Settings
from decompose.store.database import Database
from recordings import ROOT

CLAIMS = ROOT / "fixtures" / "claims"
FILE, DOCUMENTS, LLM = CLAIMS / "claims.jsonl", CLAIMS / "documents", CLAIMS / "llm"


@cache
def labelled() -> tuple[dict[str, Any], ...]:
    """The lines of the file with their labels."""
    return tuple(json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines())


def submitted() -> Sequence[Submitted]:
    return read_claims(FILE)


def all_readable(examinations: Sequence[Examination]) -> frozenset[int]:
    """The numbers of those that have something to read."""
    return frozenset(number for number, examination in enumerate(examinations) if is_readable(examination))


def judge_everything(database: Database, llm: Llm) -> list[Verification]:
    """Every claim that can be read is put to the llm."""
    workspace = Workspace(Settings())
    verifying = workspace.verifying(DOCUMENTS, judge=workspace.judge(llm, database))
    return list(replace(verifying, asked=all_readable).verify(submitted()))
