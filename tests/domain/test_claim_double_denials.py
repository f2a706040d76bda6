"""A denial of an opposite affirms, and two denials do: the claim is held to what they come to."""

from __future__ import annotations

import pytest

from domain.claims import examined, exhibit


@pytest.mark.parametrize(
    ("quote", "right", "wrong"),
    [
        (
            "Treats readings of boats as untrusted.",
            "Readings of boats cannot be trusted.",
            "Readings of boats are trusted.",
        ),
        (
            "Boats must not sail outside the harbour.",
            "Boats stay inside the harbour.",
            "Boats sail outside the harbour.",
        ),
        (
            "Harbour 3.9+ is required.",
            "Nothing older than version 3.9 will do.",
            "Nothing newer than version 3.9 will do.",
        ),
        ("Masters need not register boats.", "Boats are registered if masters like.", "Boats must be registered."),
        ("Charts are opt-in.", "Charts must be switched on.", "Charts are switched on by default."),
        ("The export omits charts.", "Charts are left out of the export.", "The export does not omit charts."),
        ("All waves are always read.", "Waves are read without exception.", "No waves are read."),
        (
            "No dependencies other than libwave.",
            "Depends on nothing but libwave.",
            "Has 3 dependencies other than libwave.",
        ),
        ("A boat cannot sail without a chart.", "A boat needs a chart to sail.", "A boat needs no chart to sail."),
        ("A chart is required to sail.", "No boat sails without a chart.", "No chart is required to sail."),
        (
            "Fully functional offline.",
            "It works without any network connection.",
            "It always needs two networks.",
        ),
        ("Charts are stored unsigned.", "The charts are not signed.", "The charts are signed."),
        ("Reading is non-blocking.", "Reading never blocks.", "Reading always blocks."),
        (
            "There is no limit on the size of a chart.",
            "A chart may be of any size.",
            "There is a limit on the size of a chart.",
        ),
        ("Boats sail one at a time.", "No two boats sail at once.", "Two boats sail at once."),
        ("All readings stay on your boat.", "Readings do not leave the boat.", "No readings stay on your boat."),
        (
            "Signing the log is optional.",
            "There is no obligation to sign the log.",
            "There is an obligation to sign the log.",
        ),
        (
            "Unlike Lotse, Tide keeps charts.",
            "In contrast to Lotse, Tide keeps charts.",
            "In contrast to Lotse, Tide keeps no charts.",
        ),
        (
            "Boats do not sail, since sails are few.",
            "Boats do not sail, for lack of sails.",
            "Boats sail, for lack of sails.",
        ),
        (
            "Reading goes on where the boats left off.",
            "Reading takes up exactly where boats had stopped.",
            "Reading never takes up where boats had stopped.",
        ),
        (
            "Reading waves throws an error when the key is gone.",
            "Reading waves fails when the key is gone.",
            "Reading waves never fails when the key is gone.",
        ),
        (
            "Boats avoid loading large old charts.",
            "Boats load no large old charts.",
            "Boats load large old charts.",
        ),
    ],
)
def test_what_two_denials_come_to_is_told_apart(quote: str, right: str, wrong: str) -> None:
    assert examined(right, exhibit(quote)).is_supported(), examined(right, exhibit(quote)).findings
    assert not examined(wrong, exhibit(quote)).is_supported(), examined(wrong, exhibit(quote)).findings


@pytest.mark.parametrize(
    ("quote", "right", "wrong"),
    [
        ("A reading cannot be undone.", "A reading is irreversible.", "A reading can be undone."),
        ("On boats charts are not read.", "Charts are left aside on boats.", "Charts are read on boats."),
        ("The harbours do not overlap.", "The harbours are disjoint.", "The harbours overlap."),
    ],
)
def test_of_what_something_is_denied_is_there_itself(quote: str, right: str, wrong: str) -> None:
    assert examined(right, exhibit(quote)).is_supported(), examined(right, exhibit(quote)).findings
    assert not examined(wrong, exhibit(quote)).is_supported(), examined(wrong, exhibit(quote)).findings
