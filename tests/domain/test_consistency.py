"""All that is told of one artifact, looked at together: each sentence may be true, but not all of them at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest

from decompose.domain.capability import (
    Capability,
    CapabilityStatus,
    Claim,
    ClaimStatus,
    Decided,
    Fact,
    FactKind,
    Provenance,
    Reason,
)
from decompose.domain.consistency import (
    Told,
    banner,
    is_objected,
    objected,
    objections,
    same_job,
    says_retired,
    twins,
)
from decompose.domain.document import Hidden, Span
from decompose.domain.evidence import Evidence
from domain.documents import visible

DECIDED = Decided("eve", datetime(2026, 3, 1, tzinfo=UTC), "accept")


def claim(text: str, quote: str | None = None, *, field: str = "description", rival: str | None = None) -> Claim:
    words = text if quote is None else quote
    status = ClaimStatus.ATTRIBUTED if rival else ClaimStatus.VERIFIED
    evidence = (Evidence("rev-1", 0, len(words), words),)
    return Claim(f"claim-{text}", field, text, status, evidence=evidence, quotes=(words,), rival=rival)


def record(*claims: Claim, name: str = "storage", revision: str = "rev-1") -> Capability:
    return Capability(
        f"cap-{name}-{revision}",
        name,
        CapabilityStatus.PUBLISHED,
        claims,
        provenance=Provenance(revision, None, "test"),
    )


def told(*claims: Claim, status: str | None = None, name: str = "Tide") -> Told:
    facts = (Fact(FactKind.STATUS, claim(status, field="fact")),) if status else ()
    return Told((name,), (record(*claims),), facts)


def checks(told: Told, rivals: dict[str, Told] | None = None) -> dict[str, list[str]]:
    """The checks that object, by the sentence."""
    texts = {one.id: one.text for one in told.claims}
    return {texts[key]: [reason.check for reason in found] for key, found in objections(told, rivals).items()}


# -- contradictions in one artifact ------------------------------------------------------------------------

CONTRADICT = [
    # numbers of one property
    ("Tide has a context window of 128K tokens.", "The context window of Tide is 32K tokens."),
    ("Tide has 12 billion parameters.", "Tide has 70 billion parameters."),
    ("Tide requires Python 3.8 or newer.", "Python 3.11 or newer is required."),
    ("Tide needs at least 8 GB of memory.", "Tide needs at least 64 GB of memory."),
    ("Tide scores 73.4 on SurfBench.", "Tide scores 81.2 on SurfBench."),
    ("The free plan allows 1,000 requests per day.", "Users on the free plan can send 500 requests per day."),
    ("Attachments may have up to 5 MB.", "Attachments have a limit of 20 MB."),
    ("Readings are kept for 30 days.", "Readings are kept for 90 days."),
    ("Readings are kept for one hour.", "Readings are kept for one day."),
    ("Tide costs $5 per month.", "Tide costs $12 per month."),
    ("Tide speaks 12 languages.", "Tide speaks 40 languages."),
    ("The index takes 2 GB on disk.", "The index takes 2 MB on disk."),
    ("Recall on buoys is 61%.", "Recall on buoys is 78%."),
    ("Tide was released in 2021.", "Tide was released in 2023."),
    ("Tide ships 17 exporters.", "Tide ships 71 exporters."),
    # one denies what the other says
    ("Tide works without a database.", "Tide requires a Postgres database."),
    ("Tide needs no API key.", "Tide needs an API key."),
    ("No account is needed.", "Tide requires an account."),
    ("Tide does not support audio.", "Tide supports audio input."),
    ("Tide cannot read PDF files.", "Tide reads PDF files."),
    ("Tide stores readings without compression.", "Tide stores readings with compression."),
    ("Tide keeps its queue in SQLite instead of Redis.", "Tide keeps its queue in SQLite using Redis."),
    ("Streaming is not supported.", "Tide supports streaming."),
    ("Tide has no plug-in interface.", "Tide has a plug-in interface."),
    ("Tide lacks support for Windows.", "Tide supports Windows."),
    ("Tide does not collect telemetry.", "Tide collects telemetry."),
    ("The makers vouch for the accuracy of the tables.", "The makers do not vouch for the accuracy of the tables."),
    # opposites
    ("Tide works offline.", "Tide requires an internet connection."),
    ("The image tower is frozen.", "The image tower is fine-tuned."),
    ("The wave encoder is kept fixed during training.", "The wave encoder is trained end-to-end during training."),
    ("Tide is open source.", "Tide is proprietary software."),
    ("Tide is stateless.", "Tide is stateful."),
    ("Searches in names are case-sensitive.", "Searches in names are case-insensitive."),
    ("Caching of readings is enabled by default.", "Caching of readings is disabled by default."),
    ("The weights are gated.", "The weights are ungated."),
    ("Readings are encrypted.", "Readings are unencrypted."),
    ("The compression of readings is lossless.", "The compression of readings is lossy."),
    ("Tide is no longer maintained.", "Tide is actively maintained."),
]


@pytest.mark.parametrize(("one", "other"), CONTRADICT)
def test_both_sides_of_a_contradiction_are_objected_to_and_name_each_other(one: str, other: str) -> None:
    found = objections(told(claim(one), claim(other)))
    assert {key: [reason.check for reason in reasons] for key, reasons in found.items()} == {
        f"claim-{one}": ["contradiction"],
        f"claim-{other}": ["contradiction"],
    }
    assert other in found[f"claim-{one}"][0].detail
    assert one in found[f"claim-{other}"][0].detail


AGREE = [
    # one number in two spellings, rounded, or in powers of two
    ("Tide has a context window of 128K tokens.", "The context window of Tide is 131,072 tokens."),
    ("Tide has 25.2 billion parameters.", "Tide has 25 billion parameters."),
    ("Tide has about 25 million users.", "Tide has 26.1 million users."),
    ("The index takes 1 GB on disk.", "The index takes 1,000 MB on disk."),
    ("Tide speaks twelve languages.", "Tide speaks 12 languages."),
    # ranges that overlap
    ("Images take 70 to 1120 tokens.", "Images take 280 tokens."),
    ("Attachments may have up to 5 MB.", "Attachments may have 2 MB."),
    ("Tide needs at least 8 GB of memory.", "Tide needs 16 GB of memory."),
    # a list, a ratio
    ("Tide supports Python 3.10.", "Tide supports Python 3.11."),
    ("Tide is 4 times as fast.", "Tide is 75% as slow."),
    # the same unit for something else
    ("Readings are kept for 30 days.", "Backups are kept for 90 days."),
    ("Tide ships 17 exporters.", "Tide ships 9 importers."),
    ("Recall on buoys is 61%.", "Precision on buoys is 78%."),
    ("Tide stores 5 GB of readings.", "Tide indexes 2 GB of readings."),
    ("Tide has 46 billion parameters.", "Tide uses 12 billion active parameters."),
    # a variant, version, plan, platform or case is named beside the number
    ("Tide 7B needs 16 GB of memory.", "Tide 34B needs 80 GB of memory."),
    ("The free plan allows 100 requests per day.", "The Pro plan allows 5,000 requests per day."),
    ("Tide scores 73.4 on SurfBench.", "Tide scores 61.0 on ReefBench."),
    ("Version 1.5 holds 200 buoys.", "Version 2.0 holds 900 buoys."),
    ("On Linux the binary has 5 MB.", "On Windows the binary has 9 MB."),
    ("The small checkpoint has 2 GB.", "The large checkpoint has 9 GB."),
    ("en: 305 GB in files", "en.raw: 380 GB in files"),
    ("Input costs $1 per month.", "Output costs $4 per month."),
    ("In stage 1 Tide sees 500 samples.", "In stage 2 Tide sees 900 samples."),
    ("With one buoy the recall is 41%, the precision 9%.", "With multiple buoys the recall is 61%, the precision 9%."),
    # denied and said of different things, subjects or purposes
    ("Tide works without a database server.", "Tide uses a SQLite database."),
    ("Tide does not support audio.", "Tide supports images."),
    ("Tide needs no API key for local files.", "Tide needs an API key for remote sources."),
    ("The client needs no database.", "The operator needs a database."),
    ("Tide needs no Pro account.", "Tide needs an account."),
    ("Tide cannot be used without Docker.", "Tide requires Docker."),
    ("Tide does not only support audio.", "Tide supports audio."),
    ("Tide needs no key unless the server is remote.", "Tide needs a key."),
    ("Tide v1 does not support audio.", "Tide supports audio."),
    ("By default Tide does not encrypt readings.", "Tide encrypts readings."),
    ("Tide supports audio without plugins.", "Tide supports images with plugins."),
    # opposites of different things
    ("The image tower is frozen.", "The language head is fine-tuned."),
    ("In stage 1 the image tower is frozen.", "In stage 2 the image tower is fine-tuned."),
    ("Tide offers synchronous and asynchronous calls.", "Tide offers synchronous calls."),
    ("The archive works offline.", "The map requires an internet connection."),
    ("The core is open source.", "The console is proprietary."),
    ("Fields are mandatory or optional.", "Fields are optional."),
    ("Tide is not stateless.", "Tide is stateful."),
]


@pytest.mark.parametrize(("one", "other"), AGREE)
def test_what_may_both_be_true_is_left_alone(one: str, other: str) -> None:
    assert checks(told(claim(one), claim(other))) == {}


def test_the_heading_of_a_quote_may_name_the_variant() -> None:
    both = told(claim("It needs 16 GB of memory."), claim("It needs 80 GB of memory."))
    headings = {"It needs 16 GB of memory.": "Small, 7B", "It needs 80 GB of memory.": "Large, 34B"}
    assert objections(both)
    assert not objections(both, beside=lambda one: headings[one.text])


def test_a_fact_contradicts_a_record() -> None:
    both = Told(
        ("Tide",),
        (record(claim("Tide has 12 billion parameters.")),),
        (Fact(FactKind.SIZE, claim("Tide has 70 billion parameters.", field="fact")),),
    )
    assert len(objections(both)) == 2


def test_the_order_of_records_changes_nothing() -> None:
    records = [record(claim(text), name=text) for text in (*CONTRADICT[0], *CONTRADICT[15], CONTRADICT[1][0])]
    found = [objections(Told(("Tide",), tuple(order))) for order in permutations(records)]
    assert all(one == found[0] for one in found)
    assert len(found[0]) == 4


def test_what_an_editor_decided_stands_and_the_other_side_gives_way() -> None:
    one, other = (claim(text) for text in CONTRADICT[0])
    assert list(objections(told(replace(one, decided=DECIDED), other))) == [other.id]
    assert not objections(told(replace(one, rejected=True), other))


def test_an_unsupported_sentence_has_no_say() -> None:
    one, other = (claim(text) for text in CONTRADICT[0])
    unsupported = replace(one, status=ClaimStatus.UNSUPPORTED, reasons=(Reason("numbers", "not there"),))
    assert not objections(told(unsupported, other))


def test_an_objection_is_found_again_over_a_sentence_that_carries_it_already() -> None:
    one, other = (claim(text) for text in CONTRADICT[0])
    found = objections(told(one, other))
    again = told(*(objected(side, found[side.id]) for side in (one, other)))
    assert all(side.status is ClaimStatus.CONTRADICTED and is_objected(side) for side in again.claims)
    assert objections(again) == found


# -- hedges, unique, retired artifacts ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "quote", "is_refused"),
    [
        ("Tide likely stores readings in a file.", "Tide stores readings in a file.", True),
        ("Tide runs on Linux or similar.", "Tide runs on Linux.", True),
        ("It appears that Tide sorts readings.", "Tide sorts readings.", True),
        ("Tide presumably sorts readings.", "Tide sorts readings.", True),
        ("Tide likely stores readings in a file.", "Tide may store readings in a file.", False),
        ("Tide will probably sort readings.", "Tide should sort readings.", False),
        ("Tide is more likely than before to sort.", "Tide is more likely than before to sort.", False),
        ("Tide sorts readings.", "Tide sorts readings.", False),
    ],
)
def test_a_guess_of_the_writer_is_no_fact(text: str, quote: str, *, is_refused: bool) -> None:
    assert checks(told(claim(text, quote))) == ({text: ["own_hedge"]} if is_refused else {})


def test_a_hedge_makes_a_claim_unsupported_and_a_contradiction_makes_it_contradicted() -> None:
    one = claim("Tide likely sorts.", "Tide sorts.")
    [reasons] = objections(told(one)).values()
    assert objected(one, reasons).status is ClaimStatus.UNSUPPORTED
    assert objected(one, [Reason("contradiction", "")]).status is ClaimStatus.CONTRADICTED
    assert objected(one, []) == one


def test_what_sets_a_record_apart_stands_on_its_own_quote_or_on_the_description() -> None:
    described = claim("Tide stores readings of 9 buoys in a file.")
    own = claim("Tide sorts readings by moon.", field="unique")
    bare = replace(own, evidence=(), status=ClaimStatus.DERIVED)
    repeated = replace(claim("Tide stores readings in a file.", field="unique"), id="claim-again", evidence=())
    assert checks(told(described, own)) == {}
    assert checks(told(described, bare)) == {own.text: ["unique"]}
    assert checks(told(described, repeated)) == {}


RETIRED = [
    "This repository is archived.",
    "This project is no longer maintained.",
    "Tide is deprecated in favour of Kelp.",
    "Tide is now replaced by Kelp.",
    "Tide has been renamed to Kelp.",
    "Tide was superseded by Kelp in March.",
    "Deprecation Notice: Development for this project has been moved to Kelp.",
    "The library is unmaintained.",
    "On 9 March we sunset Tide and archive this repository.",
    "It was retired in 2024.",
    "No longer maintained.",
    *(
        f"Tide is {words}."
        for words in (
            "unmaintained, discontinued, obsolete, sunset, end-of-life, abandoned, no longer actively developed, "
            "no longer updated, not actively maintained, superseded by Ebb, replaced by Ebb, renamed to Ebb"
        ).split(", ")
    ),
    "This tool has moved to another place.",
    "The development of this tool has stopped, and this project has been moved to Ebb.",
    "We have sunset this tool.",
]
IN_SERVICE = [
    "Tide is not deprecated.",
    "Tide keeps readings that were archived by buoys.",
    "The option --deep is deprecated.",
    "Kelp Medium will be deprecated shortly.",
    "Tide is actively maintained.",
    "This project warns about the use of options that are deprecated.",
    "If this project is archived, its readings stay.",
    "Is this project archived?",
]


@pytest.mark.parametrize("sentence", RETIRED)
def test_a_sentence_that_retires_the_artifact_is_known(sentence: str) -> None:
    assert says_retired(sentence, ["Tide"])
    assert banner(visible("# Tide", sentence, "Tide stores readings."), ["Tide"]) == sentence


@pytest.mark.parametrize("sentence", IN_SERVICE)
def test_a_sentence_about_a_part_of_it_retires_nothing(sentence: str) -> None:
    assert not says_retired(sentence, ["Tide"])
    assert banner(visible("# Tide", sentence), ["Tide"]) is None


def test_a_heading_that_calls_the_artifact_retired_is_a_banner_and_one_about_a_part_is_none() -> None:
    assert banner(visible("# Tide (deprecated)", "It stores."), ["Tide"]) == "Tide (deprecated)"
    assert banner(visible("# Tide", "## Deprecated options", "It stores."), ["Tide"]) is None


def test_a_banner_deep_in_the_text_or_in_words_for_a_model_is_none() -> None:
    far = visible("# Tide", "Tide stores readings. " * 100, "This project is no longer maintained.")
    assert banner(far, ["Tide"]) is None
    order = "This project is no longer maintained."
    spoilt = visible("# Tide", order, hidden=(Hidden(Span(6, 6 + len(order)), "addressed to a model", order),))
    assert spoilt.text[6:] == order
    assert banner(spoilt, ["Tide"]) is None


@pytest.mark.parametrize(
    ("text", "field", "is_refused"),
    [
        ("Recommended for new projects.", "best_for", True),
        ("Tide is the only actively maintained store of its sort.", "unique", True),
        ("Teams that sort readings by buoy.", "best_for", False),
        ("Kelp is recommended for all new work.", "best_for", False),
        ("Tide is recommended by sailors.", "description", False),
    ],
)
def test_what_is_retired_is_not_praised_as_current(text: str, field: str, *, is_refused: bool) -> None:
    retired = told(claim(text, field=field), status="Tide is now replaced by Kelp.")
    assert checks(retired) == ({text: ["status_banner"]} if is_refused else {})
    assert checks(told(claim(text, field=field), status="Tide was released in May.")) == {}


# -- rivals ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "own", "is_refused"),
    [
        ("Unlike Kelp, Tide supports audio.", "Kelp supports audio.", True),
        ("Unlike Kelp, Tide needs no account.", "Kelp needs no account.", True),
        ("Tide supports audio, while Kelp does not support audio.", "Kelp supports audio and video.", True),
        ("Tide supports audio, which Kelp does not.", "Kelp supports audio.", True),
        ("Tide stores 9 TB, whereas Kelp stores 2 TB.", "Kelp stores 40 TB.", True),
        ("Tide answers in 20 ms against 35 ms for Kelp.", "Kelp answers in 12 ms.", True),
        ("Unlike Kelp, Tide supports audio.", "Kelp supports images.", False),
        ("Unlike Kelp, Tide supports audio.", "Kelp does not support audio.", False),
        ("Tide answers in 20 ms against 35 ms for Kelp.", "Kelp answers in 35 ms.", False),
        ("Tide answers in 20 ms against 35 ms for Kelp.", "Kelp starts in 12 ms.", False),
        ("Tide is faster than Kelp.", "Kelp answers in 12 ms.", False),
    ],
)
def test_what_is_said_of_a_rival_is_held_against_its_own_records(text: str, own: str, *, is_refused: bool) -> None:
    kelp = told(claim(own), name="Kelp")
    found = objections(told(claim(text, field="vs_alternatives", rival="Kelp")), {"kelp": kelp})
    assert [reason.check for reasons in found.values() for reason in reasons] == ["rival_contradiction"] * is_refused
    assert all(own in reason.detail for reasons in found.values() for reason in reasons)


@pytest.mark.parametrize(
    ("text", "refused_by"),
    [
        ("Unlike Reef and Kelp, Tide supports audio.", "kelp"),
        ("Unlike Kelp and Reef, Tide supports audio.", "kelp"),
        ("Unlike Reef, Moor and Kelp, Tide supports audio.", "kelp"),
        ("Tide stores 9 TB, whereas Reef stores 2 TB, and Kelp stores 2 TB.", "reef"),
        ("Tide supports audio as Reef and Kelp do.", None),
    ],
)
def test_every_name_in_a_comparison_is_held_against_its_own_records(text: str, refused_by: str | None) -> None:
    rivals = {
        "kelp": told(claim("Kelp supports audio."), name="Kelp"),
        "reef": told(claim("Reef stores 40 TB."), name="Reef"),
    }
    for rival in ("Reef", None):
        found = objections(told(claim(text, field="vs_alternatives", rival=rival)), rivals)
        details = [reason.detail for reasons in found.values() for reason in reasons]
        assert [detail.split()[3].lower() for detail in details] == ([refused_by] if refused_by else [])


def test_a_rival_is_not_named_by_a_longer_name_of_the_artifact_itself() -> None:
    said = told(claim("Unlike others, Kelp Tide supports audio.", field="vs_alternatives"), name="Kelp Tide")
    assert not objections(said, {"kelp": told(claim("Kelp does not support audio."), name="Kelp")})


def test_only_what_readers_see_of_a_rival_counts() -> None:
    said = told(claim("Unlike Kelp, Tide supports audio.", rival="Kelp"))
    shown = record(claim("Kelp supports audio."))
    waiting = Told(("Kelp",), (replace(shown, status=CapabilityStatus.REVIEW),))
    assert objections(said, {"kelp": Told(("Kelp",), (shown,))})
    assert not objections(said, {"kelp": waiting})


# -- records that tell one job twice -----------------------------------------------------------------------

SORTS = "Tide sorts incoming readings by buoy and drops faulty ones."


@pytest.mark.parametrize(
    ("other", "is_same"),
    [
        ("Tide sorts the incoming readings by buoy and drops those that are faulty.", True),
        ("Incoming readings, sorted by buoy: Tide drops faulty ones.", True),
        ("Tide sorts incoming readings by buoy and drops faulty ones on Windows.", False),
        ("Tide draws maps of buoys.", False),
    ],
)
def test_records_of_the_same_words_do_the_same_job(other: str, *, is_same: bool) -> None:
    assert same_job(record(claim(SORTS), name="sorting"), record(claim(other), name="tidying")) is is_same


def test_of_two_twins_the_one_with_decisions_and_more_to_tell_stays_in_whatever_order() -> None:
    short = record(claim(SORTS), revision="rev-1")
    long = record(claim(SORTS), claim("Tide tells how many it drops."), revision="rev-2")
    decided = record(replace(claim(SORTS), decided=DECIDED), revision="rev-3")
    assert list(twins([short, long])) == list(twins([long, short])) == [short.id]
    assert set(twins([long, short, decided])) == {short.id, long.id}
    assert "of another source" in twins([short, long])[short.id].detail


def test_twins_of_one_source_are_left_to_its_own_check() -> None:
    assert twins([record(claim(SORTS)), replace(record(claim(SORTS)), id="cap-2")]) == {}
