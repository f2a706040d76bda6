"""What a quote takes back - by a hedge, a part, a tense, a default - the claim takes back too."""

from __future__ import annotations

import pytest

from domain.claims import assert_told_apart, told

# -- hedges ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("may miss storms", "Tide misses storms.", "Tide may miss storms."),
        ("might miss storms", "Tide misses storms.", "Tide possibly misses storms."),
        ("sometimes misses storms", "Tide misses storms.", "Tide occasionally misses storms."),
        ("tends to miss storms", "Tide misses storms.", "Tide often misses storms."),
        ("usually reads waves", "Tide reads waves.", "Tide typically reads waves."),
        ("in most cases reads waves", "Tide reads waves.", "As a rule Tide reads waves."),
        ("optionally reads waves", "Tide reads waves.", "Tide optionally reads waves."),
        ("reads waves if needed", "Tide reads waves.", "Tide reads waves if needed."),
        ("almost doubles waves", "Tide doubles waves.", "Tide nearly doubles waves."),
        ("mostly reads waves", "Tide reads waves.", "Tide largely reads waves."),
        ("is planned to read waves", "Tide reads waves.", "Tide will read waves."),
        ("by default reads waves", "Tide reads waves.", "Tide reads waves unless told otherwise."),
    ],
)
def test_a_hedge_of_the_quote_is_kept_in_whatever_words(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("hedge fail", quote, wrong, right)


@pytest.mark.parametrize(
    "hedged",
    [
        "Tide may read waves.",
        "Tide reads some of the waves.",
        "Reading waves is recommended.",
        "Tide reads waves if necessary.",
        "Tide reads much of the coast.",
        "Reading waves is a work in progress.",
        "Tide reads waves by default.",
        "Tide is expected to read waves.",
        "In general Tide reads waves.",
    ],
)
def test_a_claim_keeps_the_hedge_that_it_repeats(hedged: str) -> None:
    assert not [finding for finding in told(hedged, hedged) if finding.startswith("hedge")]


def test_a_word_that_may_keep_the_hedge_makes_it_a_doubt() -> None:
    found = told("Tide can miss storms.", "may miss storms")
    assert "hedge unknown" in found
    assert "hedge fail" not in found


def test_a_hedge_of_another_clause_bears_on_nothing_here() -> None:
    assert not [
        finding for finding in told("Tide reads waves.", "reads waves; storms may be missed") if "hedge" in finding
    ]


def test_a_hedge_that_bears_on_shared_words_from_afar_is_a_doubt() -> None:
    assert "hedge unknown" in told(
        "Tide counts waves of storms.", "the counter, perhaps broken, counts waves of storms"
    ) or "hedge unknown" in told("Counts of waves in storms.", "waves in storms perhaps mislead counts")


@pytest.mark.parametrize(
    ("quote", "right", "wrong"),
    [
        ("An optional filter of waves.", "Waves can be filtered.", "Waves are filtered."),
        ("Reading may slow boats by up to 30 %.", "Reading can slow boats by up to 30 %.", "Reading slows boats."),
            ],
)  # fmt: skip
def test_what_one_can_do_nobody_has_to(quote: str, right: str, wrong: str) -> None:
    def doubts(claim: str) -> set[str]:
        return {finding for finding in told(claim, quote) if finding.startswith(("hedge", "quantifier", "bound"))}

    assert not doubts(right)
    assert doubts(wrong)


def test_a_superlative_is_no_part() -> None:
    assert "quantifier unknown" not in told("Reads recent waves of a sea.", "Reads the most recent waves of a sea.")
    assert "quantifier unknown" in told("Reads recent waves of a sea.", "Reads most recent waves of a sea.")


@pytest.mark.parametrize(
    ("quote", "right", "wrong"),
    [
        ("Charts are drawn of a wave that will sink boats.", "Charts were drawn.", "Boats were sunk."),
        ("Buoys are replaced by gauges. Gauges will be read.", "Buoys were replaced by gauges.", "Gauges were read."),
    ],
)  # fmt: skip
def test_what_is_done_beside_what_is_to_come_is_told_as_done(quote: str, right: str, wrong: str) -> None:
    assert not any(finding.startswith("status") for finding in told(right, quote))
    assert any(finding.startswith("status") for finding in told(wrong, quote))


def test_what_the_reader_may_wish_is_no_doubt() -> None:
    assert "weakened unknown" not in told("Waves can be added.", "You may wish to add waves.")
    assert "weakened unknown" in told("Waves can be added.", "Somebody may at times add waves.")


def test_seconds_from_now_are_not_how_things_stand_now() -> None:
    assert "status unknown" not in told("Sails ten seconds from now.", "Sails in ten seconds.")
    assert "status unknown" in told("Now sails.", "Sails in ten seconds.")


def test_ability_is_no_hedge() -> None:
    assert not [finding for finding in told("Tide reads waves.", "can read waves") if "hedge" in finding]


# -- parts -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("reads some formats of buoys", "Tide reads formats of buoys.", "Tide reads certain formats of buoys."),
        ("reads several formats of buoys", "Tide reads formats of buoys.", "Tide reads various formats of buoys."),
        ("reads most formats of buoys", "Tide reads formats of buoys.", "Tide reads the majority of formats of buoys."),
        ("reads a few formats of buoys", "Tide reads formats of buoys.", "Tide reads a few formats of buoys."),
    ],
)
def test_what_holds_of_a_part_is_told_of_a_part(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("quantifier unknown", quote, wrong, right)


# -- time --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("Storms: beta. Reads the waves", "Tide reads the waves.", "Tide reads the waves, in beta."),
        ("On the roadmap: maps of harbours", "Tide has maps of harbours.", "Tide will have maps of harbours."),
        ("We plan on maps of harbours in the future", "Tide has maps of harbours.", "Tide plans maps of harbours."),
        ("In preview: maps of harbours", "Tide has maps of harbours.", "Tide has a preview of maps of harbours."),
    ],
)
def test_what_is_not_ready_is_not_told_as_ready(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("hedge unknown", quote, wrong, right)


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        ("maps are to be printed", "Maps were made.", "Maps are to be printed.", "were"),
        ("maps will come", "Tide already has maps.", "Tide will have maps.", "already"),
    ],
)
def test_what_is_to_come_is_not_told_as_done(quote: str, wrong: str, right: str, words: str) -> None:
    assert_told_apart("status unknown", quote, wrong, right, words)


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("The old reader of waves is deprecated", "Tide has a reader of waves.", "The reader of waves is deprecated."),
        ("It used to read waves", "Tide reads waves.", "Tide formerly read waves."),
        ("The project is archived; it reads waves", "Tide reads waves.", "Tide, now archived, was reading waves."),
        ("It no longer reads waves or rows", "Tide reads rows.", "Tide has stopped reading rows."),
        ("Support for rows was removed", "Tide has support for rows.", "Support for rows has been withdrawn."),
        ("Its reader is obsolete", "Tide has a reader.", "Its reader is outdated."),
    ],
)
def test_what_is_over_is_not_told_as_todays(quote: str, wrong: str, right: str) -> None:
    assert {"status unknown", "status fail"} & told(wrong, quote).keys()
    assert not {"status unknown", "status fail"} & {key for key in told(right, quote) if "now" not in right}


def test_what_is_over_refuses_a_claim_only_where_it_is_what_the_claim_says() -> None:
    quote = "The sync command, which kept two stores alike, was removed in 3.0.\nIts reader of waves is fast."
    assert "status fail" in told("The sync command keeps two stores alike.", quote)
    assert "status fail" not in told("Its reader of waves is fast.", quote)


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("also supports maps of harbours", "Maps of harbours are planned.", "Maps of harbours are supported."),
        ("maps are coming soon", "Maps were withdrawn.", "Maps are planned."),
        ("the older maps remain available", "The older maps were withdrawn.", "The older maps remain available."),
    ],
)
def test_what_is_there_is_told_neither_as_planned_nor_as_withdrawn(quote: str, wrong: str, right: str) -> None:
    assert "status fail" in told(wrong, quote)
    assert "status fail" not in told(right, quote)


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        ("reads waves", "Tide's reader of waves is deprecated.", "Tide reads waves.", "deprecated"),
        ("reads waves", "Tide no longer reads waves.", "Tide reads waves.", "no longer"),
        ("reads waves", "Tide formerly read waves.", "Tide reads waves.", "formerly"),
    ],
)
def test_an_end_that_is_not_quoted_is_invented(quote: str, wrong: str, right: str, words: str) -> None:
    assert_told_apart("status fail", quote, wrong, right, words)


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        ("reads waves", "Tide is actively read.", "Tide reads waves.", "actively"),
        ("reads waves", "Tide currently reads waves.", "Tide reads waves.", "currently"),
        ("a reader of waves", "A recommended reader.", "A reader.", "recommended"),
        ("a reader of waves", "A maintained reader.", "A reader.", "maintained"),
    ],
)
def test_how_things_stand_today_is_quoted(quote: str, wrong: str, right: str, words: str) -> None:
    assert_told_apart("status unknown", quote, wrong, right, words)


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        ("we hope to win harbours", "It has brought in harbours.", "It is hoped to win harbours.", "has brought"),
        ("wants to calm the sea", "The sea has calmed with it.", "It wants to calm the sea.", "has calmed"),
    ],
)
def test_what_is_hoped_for_is_not_told_as_reached(quote: str, wrong: str, right: str, words: str) -> None:
    assert_told_apart("status fail", quote, wrong, right, words)


def test_what_is_in_alpha_is_not_told_as_finished() -> None:
    assert_told_apart("hedge fail", "in its alpha phase", "The reader is finished.", "The reader is an early alpha.")


# -- defaults ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("quote", "wrong", "right", "words"),
    [
        ("reads waves", "Tide reads waves by default.", "Tide reads waves.", "by default"),
        ("reads waves", "Tide reads waves out of the box.", "Tide reads waves.", "out of the box"),
    ],
)
def test_a_default_is_one_only_where_the_source_calls_it_so(quote: str, wrong: str, right: str, words: str) -> None:
    assert_told_apart("default unknown", quote, wrong, right, words)


@pytest.mark.parametrize(
    "quote", ["reads waves (default)", "reads waves automatically", "reads waves if not told otherwise"]
)
def test_a_default_may_be_told_in_other_words(quote: str) -> None:
    assert "default unknown" not in told("Tide reads waves by default.", quote)


def test_what_is_to_be_done_is_not_done_already() -> None:
    quote = "maps are to be added"
    assert_told_apart(
        "status fail", quote, "Maps have already been added.", "Maps are to be added.", "have already been"
    )


@pytest.mark.parametrize(
    ("quote", "wrong", "right"),
    [
        ("The pilot generally answers at night.", "The pilot always answers at night.", "At night he mostly answers."),
        (
            "On average a mooring holds two boats.",
            "A mooring holds two boats without exception.",
            "On average two boats fit a mooring.",
        ),
        (
            "Is it quieter than a foghorn? Usually, yes.",
            "It is quieter than a foghorn.",
            "It is usually quieter than a foghorn.",
        ),
        ("Do buoys drift? It depends.", "Buoys drift.", "Buoys may drift."),
    ],
)
def test_what_mostly_holds_does_not_always_hold(quote: str, wrong: str, right: str) -> None:
    assert_told_apart("hedge fail", quote, wrong, right)


def test_an_answer_without_a_hedge_is_one() -> None:
    assert "hedge fail" not in told("Buoys drift.", "Do buoys drift? Yes, they do.")


def test_what_older_versions_do_is_not_told_of_the_newest() -> None:
    quote, context = "Tidebook 3: release 2.x", ("For older versions of Tidebook:",)
    assert "status fail" in told("The latest release runs on Tidebook 3.", quote, context=context)
    assert "status fail" not in told("An old release runs on Tidebook 3.", quote, context=context)
    assert "status fail" not in told("The latest release runs on Tidebook 3.", "Tidebook 3: latest release")
