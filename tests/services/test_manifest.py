"""A publisher's manifest: records without a language model, marked as the vendor's word."""

from __future__ import annotations

import json

import pytest

from decompose.domain.artifact import Kind, PricingModel
from decompose.domain.capability import CapabilityStatus, ClaimStatus
from decompose.domain.decomposition import Decomposition
from decompose.domain.document import Revision, SourceDocument
from decompose.errors import DocumentRefusedError
from decompose.reading import read
from decompose.services.manifest import Stated, decomposition_of, is_manifest, stated_in

AS_YAML = """decompose: 1
name: Tide
kind: mcp
pricing: freemium
licence: MIT
capabilities:
  - name: storage of readings
    description: Tide stores readings in a file. It keeps them for 30 days.
    limitations:
      - At most 3 buoys are read at a time.
    requires: [Tide needs a licence key.]
    intents: [store readings in a file]
  - name: sorting of readings
    description: [Tide sorts readings by buoy.]
  - name: nothing said
"""
AS_JSON = json.dumps(
    {
        "decompose": 1,
        "name": "Tide",
        "kind": "mcp",
        "pricing": "freemium",
        "licence": "MIT",
        "capabilities": [
            {
                "name": "storage of readings",
                "description": "Tide stores readings in a file. It keeps them for 30 days.",
                "limitations": ["At most 3 buoys are read at a time."],
                "requires": ["Tide needs a licence key."],
                "intents": ["store readings in a file"],
            },
            {"name": "sorting of readings", "description": "Tide sorts readings by buoy."},
            {"name": "nothing said"},
        ],
    }
)


def decomposed(raw: str) -> Decomposition:
    revision = Revision("rev-1", SourceDocument("tide", "tide.yaml"), "hash", read(raw.encode()))
    return decomposition_of(revision, ("Tide",))


@pytest.mark.parametrize("raw", [AS_YAML, AS_JSON])
def test_a_manifest_becomes_records_of_the_vendors_word(raw: str) -> None:
    made = decomposed(raw)
    assert [(each.name, each.status) for each in made.capabilities] == [
        ("storage of readings", CapabilityStatus.PUBLISHED),
        ("sorting of readings", CapabilityStatus.PUBLISHED),
    ]
    claims = [(claim.field, claim.text) for claim in made.capabilities[0].claims]
    assert claims == [
        ("description", "Tide stores readings in a file."),
        ("description", "It keeps them for 30 days."),
        ("limitations", "At most 3 buoys are read at a time."),
        ("requires", "Tide needs a licence key."),
    ]
    assert made.capabilities[0].intents == ("store readings in a file",)
    assert {claim.status for each in made.capabilities for claim in each.claims} == {ClaimStatus.ATTRIBUTED}


@pytest.mark.parametrize("raw", [AS_YAML, AS_JSON])
def test_the_evidence_of_a_manifest_is_its_own_visible_words(raw: str) -> None:
    made = decomposed(raw)
    claims = [claim for each in made.capabilities for claim in each.claims] + [fact.claim for fact in made.facts]
    assert len(claims) == 6
    for claim in claims:
        [evidence] = claim.evidence
        assert made.revision.visible.text[evidence.start : evidence.end] == evidence.quote == claim.text


def test_a_manifest_states_kind_pricing_and_licence() -> None:
    stated = stated_in(read(AS_YAML.encode()))
    assert stated.pricing is not None
    assert (stated.kind, stated.pricing.model, stated.licence) == (Kind.MCP, PricingModel.FREEMIUM, "MIT")


def test_an_unknown_kind_or_pricing_is_not_stated() -> None:
    raw = AS_YAML.replace("mcp", "spaceship").replace("freemium", "a song")
    assert stated_in(read(raw.encode())) == Stated(licence="MIT")


def test_a_broken_manifest_is_refused_and_not_taken_for_prose() -> None:
    with pytest.raises(DocumentRefusedError) as refused:
        read(AS_YAML.replace("[Tide", "[[Tide").encode())
    assert refused.value.code == "format"


def test_a_key_in_a_description_states_nothing() -> None:
    raw = AS_YAML.replace("Tide sorts readings by buoy.", "'kind: agent'").replace("kind: mcp\n", "")
    assert stated_in(read(raw.encode())).kind is None


@pytest.mark.parametrize(
    "raw",
    [
        AS_YAML.replace("decompose: 1", "decompose: 2"),
        AS_YAML.replace("decompose: 1", "version: 1"),
        "# Tide\n\nIt is.",
    ],
)
def test_another_version_and_other_documents_are_no_manifest(raw: str) -> None:
    visible = read(raw.encode())
    assert not is_manifest(visible)
    assert stated_in(visible) == Stated()
