"""Labelled claims about invented documents, and what a judge is asked about all of them that can be read.

Asked are not only those that today's rules leave open: so the recordings stay good when the rules change.

    python tests/claims.py requests FILE.jsonl    # what no recording answers, in the Batch form
    python tests/claims.py answers DIR_OR_FILE    # keep the answers, word for word
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from decompose.bootstrap import Workspace
from decompose.domain.verification import Submitted, Verification, is_readable
from decompose.llm.client import Llm
from decompose.services.recording import Wanted, keep_answers, missed, write_requests
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


def judge_everything(database: Database, llm: Llm) -> list[Verification]:
    """Every claim that can be read is put to the llm."""
    workspace = Workspace(Settings())
    verifying = workspace.verifying(DOCUMENTS, judge=workspace.judge(llm, database))
    return list(replace(verifying, is_asked=is_readable).verify(submitted()))


def unanswered() -> tuple[Wanted, ...]:
    """The requests that no recording answers."""
    return missed(LLM, judge_everything)


if __name__ == "__main__":
    order, path = sys.argv[1], Path(sys.argv[2])
    wanted = unanswered()
    if order == "requests":
        print(f"{write_requests(wanted, path, None)} requests in {path}")
    else:
        print(f"{len(keep_answers(wanted, path, LLM))} of {len(wanted)} recorded in {LLM}")
