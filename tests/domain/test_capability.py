"""What of a record readers see."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from decompose.domain.capability import (
    Capability,
    CapabilityStatus,
    Claim,
    ClaimStatus,
    Decided,
    Reason,
    status_of_capability,
)
from decompose.domain.evidence import Evidence

QUOTE = Evidence("rev-1", 0, 5, "words")
SENDS = Claim("claim-1", "description", "Tide sends readings to every customer.", ClaimStatus.VERIFIED, (), (QUOTE,))
STORES = Claim("claim-2", "description", "Tide stores readings.", ClaimStatus.VERIFIED, (), (QUOTE,))
INTENTS = ("send readings to every customer", "store readings")
RECORD = Capability("cap-1", "delivery of readings", CapabilityStatus.PUBLISHED, (SENDS, STORES), INTENTS)


def test_readers_see_publishable_claims_only() -> None:
    refused = replace(SENDS, status=ClaimStatus.UNSUPPORTED)
    assert replace(RECORD, claims=(refused, STORES)).public().claims == (STORES,)


def test_readers_get_the_name_of_an_objection_and_not_its_words() -> None:
    told = Reason("fabricated", "the source says “words that are not published”")
    accepted = replace(SENDS, reasons=(told,), decided=Decided("ada", datetime(2026, 1, 2, tzinfo=UTC), "accept"))
    [reason] = replace(RECORD, claims=(accepted,)).public().claims[0].reasons
    assert reason.check == "fabricated"
    assert "words that" not in reason.detail


def test_a_label_does_not_outlive_the_sentence_that_it_repeats() -> None:
    rejected = replace(SENDS, rejected=True)
    assert replace(RECORD, claims=(rejected, STORES)).public().intents == ("store readings",)
    assert RECORD.public().intents == RECORD.intents


def test_a_record_is_published_by_one_description_that_may_be_read() -> None:
    refused = replace(SENDS, status=ClaimStatus.UNSUPPORTED)
    assert status_of_capability((refused, STORES), has_source=True) is CapabilityStatus.PUBLISHED
    assert status_of_capability((refused,), has_source=True) is CapabilityStatus.REVIEW
    assert status_of_capability((replace(SENDS, rejected=True),), has_source=True) is CapabilityStatus.REJECTED
    assert status_of_capability((STORES,), has_source=True, held=True) is CapabilityStatus.REVIEW
    assert status_of_capability((STORES,), has_source=True, quarantined=True) is CapabilityStatus.QUARANTINED
    assert status_of_capability((STORES,), has_source=False) is CapabilityStatus.IMPORTED
