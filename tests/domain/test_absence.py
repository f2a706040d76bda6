"""A job is called absent only where the source of the other side denies it in words."""

from __future__ import annotations

import pytest

from decompose.domain.absence import stated_absent
from decompose.domain.capability import Capability, CapabilityStatus, Claim, ClaimStatus

SEEING = Capability(
    "seeing",
    "Answering questions about images",
    CapabilityStatus.PUBLISHED,
    (),
    ("ask about a picture", "read charts"),
    ("image", "question"),
)


def limited(text: str, field: str = "limitations", status: ClaimStatus = ClaimStatus.VERIFIED) -> Capability:
    claim = Claim("denial", field, text, status)
    return Capability("other", "Chat", CapabilityStatus.PUBLISHED, (claim,))


@pytest.mark.parametrize(
    "text",
    [
        "Images are not accepted.",
        "It takes text; pictures are not supported.",
        "The model cannot answer questions about images.",
        "It does not read charts.",
    ],
)
def test_a_limitation_that_denies_the_job_is_found(text: str) -> None:
    assert stated_absent((SEEING,), (limited(text),))["seeing"].text == text


@pytest.mark.parametrize(
    "text",
    [
        "It answers questions about images.",
        "Answers about images are not always right.",
        "Images are accepted, but answers are not guaranteed.",
        "Large files are not accepted.",
        "Not only images are accepted.",
        "No training on images was needed.",
        "It holds 32,768 tokens.",
    ],
)
def test_another_limit_or_silence_is_no_denial(text: str) -> None:
    assert stated_absent((SEEING,), (limited(text),)) == {}


def test_only_a_limitation_that_readers_may_see_counts() -> None:
    text = "Images are not accepted."
    assert stated_absent((SEEING,), (limited(text, "description"),)) == {}
    assert stated_absent((SEEING,), (limited(text, status=ClaimStatus.UNSUPPORTED),)) == {}
    assert stated_absent((SEEING,), ()) == {}
