"""Two tools in one document: what stands under the title of the other is not the artifact's."""

from __future__ import annotations

import pytest

from decompose.domain.capability import Claim, ClaimStatus
from decompose.domain.foreign import foreign_parts
from decompose.domain.workbench import Workbench
from domain.documents import revision

TIDE = ("# Tide: a store", "Tide stores readings in a file.")
EBB = ("# Ebb: a viewer", "Ebb draws charts of logs.", "It writes them as pictures.")


def names_of_others(*lines: str, names: tuple[str, ...] = ("Tide", "tide")) -> list[str]:
    return [part.name for part in foreign_parts(revision(*lines).visible, names)]


def status_of(text: str, quote: str, *lines: str) -> tuple[ClaimStatus, list[str]]:
    bench = Workbench.of(revision(*lines), ("Tide", "tide"))
    claim = bench.judge(Claim("c", "description", text, ClaimStatus.UNSUPPORTED, quotes=(quote,)))
    return claim.status, [reason.check for reason in claim.reasons]


def test_the_part_under_the_title_of_another_tool_tells_of_that_one() -> None:
    assert names_of_others(*TIDE, *EBB) == ["Ebb"]
    assert names_of_others(*EBB, *TIDE) == ["Ebb"]
    assert names_of_others(*TIDE, *EBB, names=("Ebb", "ebb")) == ["Tide"]


@pytest.mark.parametrize(
    "lines",
    [
        (*TIDE, "# Limits", "Limits are told here."),
        (*TIDE, "# Harbour", "Harbour is the part of Tide that serves pages."),
        (*TIDE, "Harbour serves its pages.", "# Harbour", "Harbour serves pages over HTTP."),
        (*TIDE, "# Tide Hub", "Tide Hub keeps what was read."),
        (*TIDE, "## Ebb", "Ebb draws charts of logs."),
        ("# Readings", "Words.", *EBB),
        EBB,
        ("Words.",),
    ],
)
def test_a_section_a_feature_and_a_part_of_the_artifact_are_no_other_tools(lines: tuple[str, ...]) -> None:
    assert names_of_others(*lines) == []


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("Ebb draws charts of logs.", "Ebb draws charts of logs."),
        ("Tide draws charts of logs.", "Ebb draws charts of logs."),
        ("Draws charts of logs.", "draws charts of logs"),
        ("It writes them as pictures.", "It writes them as pictures."),
    ],
)
def test_a_sentence_of_another_tool_is_refused_however_it_is_told(text: str, quote: str) -> None:
    status, checks = status_of(text, quote, *TIDE, *EBB)
    assert status is ClaimStatus.UNSUPPORTED
    assert "subject" in checks


def test_a_sentence_of_the_artifact_itself_stands_beside_another_tool() -> None:
    assert status_of("Tide stores readings in a file.", "Tide stores readings in a file.", *TIDE, *EBB) == (
        ClaimStatus.VERIFIED,
        [],
    )
