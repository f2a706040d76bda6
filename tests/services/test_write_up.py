"""A language model writes of stored pairs once per set of facts; a score costs a call only where a relation turns."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import select

from decompose.domain.artifact import Kind
from decompose.domain.pricing import Price, Prices
from decompose.errors import BudgetReachedError, LlmError, ProviderDownError
from decompose.llm.client import Reply, Request, Witness
from decompose.services.compare import Cost
from decompose.services.inputs import Said
from decompose.services.write_up import WroteUp
from decompose.services.writing import Writer
from decompose.store.tables import AttemptRow
from world import Crash, Json, ProcessDiedError, ScriptedLlm, World, answer, claim, completion, fact, record

PAIR = ("harbour", "pilot")
SCORES = ("harbour,0.8,0.5,0.6,,0.3", "pilot,0.2,0.51,0.3,,0.9")


def about(side: str, text: str, *handles: str) -> Json:
    return {"about": side, "rests_on": list(handles), "text": text}


def relation(topic: str, value: str, text: str) -> Json:
    return about("relation", text, f"{topic}: {value}")


def sentence(place: int, *clauses: Json, joint: str = "") -> Json:
    return {"place": place, "clauses": list(clauses), "joint": joint}


def sentences(*given: Json) -> Json:
    return {"sentences": list(given)}


KEEPS = about("a", "{a.name} keeps readings on disk", "a2")
MAILS = about("b", "{b.name} may send mail when a gauge is silent", "b2")
RANKS = relation("rank", "a > b", "{a.name} ranks higher than {b.name}, with {a.rank} against {b.rank}")
EVEN = relation("quality", "even", "neither leads on quality")
FIRST = sentences(sentence(1, KEEPS, MAILS, joint="while"), sentence(2, RANKS, MAILS, joint="but"), sentence(3, EVEN))
RANKS_AND_MAILS = (
    "Harbour ranks higher than Pilot, with 57 of 100 against 46 of 100, but Pilot may send mail when a gauge is silent."
)
AHEAD = relation("quality", "a > b", "{a.name} scores higher on quality than {b.name}")
AGAIN = sentences(sentence(3, AHEAD))
UNTRUE = sentence(3, about("a", "{a.name} never keeps readings", "a2"))


@pytest.fixture
def two(world: World) -> World:
    """Two programs of one kind with a job in common, scored and compared."""
    said = {
        "harbour": answer(
            record("storing readings", claim("Harbour stores readings."), claim("It keeps readings on disk.")),
            record("drawing charts", claim("Harbour draws charts of each week.")),
            facts=[fact("licence", "Harbour is under the MIT licence.")],
        ),
        "pilot": answer(
            record("storing readings", claim("Pilot stores readings in memory by default.")),
            record("sending mail", claim("Pilot may send mail when a gauge is silent.")),
        ),
    }
    for slug, reply in said.items():
        words = [one["text"] for group in reply["capabilities"] for one in group["description"]]
        words += [one["text"] for one in reply["facts"]]
        world.llm.says(slug, reply)
        world.ingest(world.document(f"{slug}.md", f"# {slug.title()}", *words), said=Said(kind=Kind.CLI))
    world.score(*SCORES)
    world.workspace.compare.store(*PAIR)
    world.workspace.regenerate.run()
    world.llm.requests.clear()
    return world


def writer(world: World, **purse: Any) -> Writer:
    return world.workspace.writer(world.llm, **purse)


def write(world: World, *said: Any) -> WroteUp:
    """Have the pair written about; the llm says this."""
    world.llm.says("compare", *said)
    return world.workspace.writing_up.run(writer(world), [PAIR])


def told(world: World) -> list[str]:
    return [one.text for one in world.workspace.compare.view(*PAIR).write_up]


def rescored(world: World, *rows: str) -> None:
    world.score(*rows)
    world.workspace.regenerate.run()


# -- once per set of facts ---------------------------------------------------------------------------------


def test_what_is_proven_is_shown_under_the_verdict(two: World) -> None:
    done = write(two, FIRST)
    assert (done.pairs, done.sentences, done.stale, done.refused, done.calls) == (1, 3, 0, 0, 1)
    assert told(two) == [
        "Harbour keeps readings on disk, while Pilot may send mail when a gauge is silent.",
        RANKS_AND_MAILS,
        "Neither leads on quality.",
    ]


def test_nothing_is_asked_twice_about_the_same_facts(two: World) -> None:
    write(two, FIRST)
    before = two.tables()
    assert write(two) == WroteUp(cost=two.workspace.writer(two.llm).asker.spent.cost_usd)
    assert two.llm.calls == 1
    assert two.tables() == before


def test_the_request_holds_no_figure_of_a_score(two: World) -> None:
    write(two, FIRST)
    asked = two.llm.requests[0].messages[1].content
    assert "\nrank: a > b   {a.rank} {b.rank} {gap}\n" in asked
    facts = asked.partition("\n\n<document")[2].partition(">")[2].partition("</document")[0]
    assert not re.search("57|46|80|20", facts)


def test_what_is_written_is_not_of_the_fingerprint(two: World) -> None:
    before = two.workspace.compare.view(*PAIR).comparison.fingerprint
    write(two, FIRST)
    assert two.workspace.compare.view(*PAIR).comparison.fingerprint == before
    assert two.workspace.regenerate.run().pages_touched == 0


# -- scores ------------------------------------------------------------------------------------------------


def test_a_score_that_turns_no_relation_costs_no_call_and_fills_in_its_figure(two: World) -> None:
    write(two, FIRST)
    rescored(two, "harbour,0.9,0.5,0.62,,0.31")
    assert write(two).calls == 0
    assert two.llm.calls == 1
    assert told(two)[1].startswith("Harbour ranks higher than Pilot, with 61 of 100 against 46 of 100")


def test_a_turned_relation_has_its_sentence_written_anew_and_no_other(two: World) -> None:
    write(two, FIRST)
    rescored(two, "harbour,0.8,0.6,0.6,,0.3")
    assert len(told(two)) == 2  # what turned is not shown in the meantime
    done = write(two, AGAIN)
    assert (done.pairs, done.stale, done.sentences, done.calls) == (1, 1, 1, 1)
    assert told(two)[2] == "Harbour scores higher on quality than Pilot."
    asked = two.llm.requests[1].messages[1].content
    assert "- place 3: quality was “even”, is “a > b”. It said: Neither leads on quality." in asked
    assert "- {a.name} ranks higher than {b.name}, with {a.rank} against {b.rank}, but" in asked
    assert "- place 1" not in asked


def test_why_says_what_stale_sentences_cost_and_a_page_of_the_past_has_none(two: World) -> None:
    compare = two.workspace.compare
    assert compare.why(*PAIR).cost == Cost()
    write(two, FIRST)
    assert compare.why(*PAIR).cost == Cost()
    rescored(two, "harbour,0.8,0.9,0.6,,0.3")
    cost = compare.why(*PAIR).cost
    assert (cost.calls, cost.sentences) == (1, 1)
    assert cost.usd is not None
    assert 0 < cost.usd < Decimal("0.01")
    assert two.llm.calls == 1
    then = compare.as_of(*PAIR, two.clock.now.date())
    assert then.write_up == ()
    assert "what a language model wrote is left out: of that day it is not kept" in then.not_reproduced


def test_changed_and_reverted_costs_nothing(two: World) -> None:
    write(two, FIRST)
    before = told(two)
    rescored(two, "harbour,0.8,0.6,0.6,,0.3")
    write(two, AGAIN)
    rescored(two, *SCORES)
    assert write(two).calls == 0
    assert told(two) == before
    rescored(two, "harbour,0.8,0.6,0.6,,0.3")
    assert write(two).calls == 0
    assert told(two)[2] == "Harbour scores higher on quality than Pilot."


def test_a_relation_that_no_sentence_rests_on_costs_no_call(two: World) -> None:
    write(two, FIRST)
    rescored(two, "harbour,0.8,0.5,0.6,,0.95")
    assert write(two).calls == 0
    assert len(told(two)) == 3


def test_where_nothing_is_worth_saying_any_more_the_place_stays_empty(two: World) -> None:
    write(two, FIRST)
    rescored(two, "harbour,0.8,0.6,0.6,,0.3")
    done = write(two, sentences(sentence(3)))
    assert (done.stale, done.sentences, done.calls) == (1, 0, 1)
    assert len(told(two)) == 2
    assert write(two).calls == 0


# -- records -----------------------------------------------------------------------------------------------


def test_an_editor_s_word_makes_the_sentences_stale_that_retell_it(two: World) -> None:
    write(two, FIRST)
    item = two.item("Pilot may send mail when a gauge is silent.")
    two.review.reject(item.id, by="eve", code="other")
    assert told(two) == ["Neither leads on quality."]
    two.workspace.regenerate.run()
    done = write(two, sentences(sentence(1, KEEPS), sentence(2, RANKS)))
    assert (done.stale, done.sentences) == (2, 2)
    asked = two.llm.requests[1].messages[1].content
    assert "mail" not in asked.partition("These sentences stand")[2].replace("sending mail", "")
    assert told(two)[0] == "Harbour keeps readings on disk."


# -- refused, repaired, failed -----------------------------------------------------------------------------


def test_a_refused_sentence_is_asked_for_once_more_with_the_reason(two: World) -> None:
    done = write(two, sentences(sentence(1, KEEPS), UNTRUE), sentences(sentence(3, EVEN)))
    assert (done.sentences, done.refused, done.calls) == (2, 0, 2)
    assert told(two) == ["Harbour keeps readings on disk.", "Neither leads on quality."]
    asked = two.llm.requests[1].messages[1].content
    assert json.dumps(UNTRUE) in asked
    assert "denies" in asked
    assert "- {a.name} keeps readings on disk." in asked


def test_a_sentence_that_is_refused_again_is_left_out(two: World) -> None:
    done = write(two, sentences(sentence(1, KEEPS), UNTRUE), sentences(UNTRUE))
    assert (done.sentences, done.refused, done.calls) == (1, 1, 2)
    assert told(two) == ["Harbour keeps readings on disk."]
    assert write(two).calls == 0


def test_a_repair_writes_no_other_place(two: World) -> None:
    write(two, sentences(sentence(1, KEEPS), UNTRUE), sentences(sentence(1, EVEN), sentence(3, EVEN)))
    assert told(two) == ["Harbour keeps readings on disk.", "Neither leads on quality."]


def test_a_repair_of_no_shape_costs_what_stands_nothing(two: World) -> None:
    done = write(two, sentences(sentence(1, KEEPS), UNTRUE), "no JSON")
    assert (done.sentences, done.refused) == (1, 1)
    assert told(two) == ["Harbour keeps readings on disk."]


def test_a_repair_that_gets_no_answer_is_told_and_costs_what_stands_nothing(two: World) -> None:
    two.llm.says("compare", sentences(sentence(1, KEEPS), UNTRUE), *[LlmError("http_500", "it is broken")] * 9)
    used = writer(two)
    assert two.workspace.writing_up.run(used, [PAIR]).sentences == 1
    assert used.failures == ["harbour pilot: 1 refused are not written anew (it is broken)"]
    assert told(two) == ["Harbour keeps readings on disk."]


def test_an_answer_of_no_shape_is_asked_for_once_more(two: World) -> None:
    done = write(two, "no JSON", FIRST)
    assert (done.sentences, done.calls) == (3, 2)
    assert "could not be used: it was not JSON" in two.llm.requests[1].messages[1].content
    assert [entry.outcome for entry in two.ledger("harbour") if entry.prompt == "compare"] == ["bad_json", "ok"]


def test_one_item_of_another_shape_costs_no_other(two: World) -> None:
    write(two, sentences({"place": "first"}, sentence(1, KEEPS)))
    assert told(two) == ["Harbour keeps readings on disk."]


def test_two_answers_of_no_shape_leave_the_pair_unwritten_and_say_so(two: World) -> None:
    two.llm.says("compare", "no JSON", completion("", finish_reason="length"))
    used = writer(two)
    assert two.workspace.writing_up.run(used, [PAIR]).sentences == 0
    assert used.failures[0].startswith("harbour pilot: nothing is written")
    assert told(two) == []


def test_a_provider_that_is_down_ends_the_run(two: World) -> None:
    two.llm.says("compare", ProviderDownError("quota", "the quota is used up"))
    with pytest.raises(ProviderDownError):
        two.workspace.writing_up.run(writer(two), [PAIR])
    assert write(two, FIRST).sentences == 3


# -- killed, budgets, dry runs -----------------------------------------------------------------------------


def test_killed_between_the_answer_and_its_sentences_the_answer_is_used_and_not_paid_again(two: World) -> None:
    with pytest.raises(ProcessDiedError):
        write(two, Crash(FIRST))
    assert told(two) == []
    done = write(two)
    assert (done.sentences, done.calls) == (3, 0)
    assert two.llm.calls == 1
    assert len(told(two)) == 3


def test_killed_during_the_repair_only_the_repair_is_looked_for(two: World) -> None:
    with pytest.raises(ProcessDiedError):
        write(two, sentences(sentence(1, KEEPS), UNTRUE), Crash(sentences(sentence(3, EVEN))))
    assert write(two).calls == 0
    assert told(two) == ["Harbour keeps readings on disk.", "Neither leads on quality."]
    assert two.llm.calls == 2


def test_a_budget_stops_before_the_call_that_could_break_it(two: World) -> None:
    prices = Prices((Price("scripted", two.clock.now.date(), Decimal(1), Decimal(1), Decimal(4)),))
    asker = writer(two, budget=Decimal("0.000001")).asker
    asker.purse.prices = prices
    with pytest.raises(BudgetReachedError):
        two.workspace.writing_up.run(replace(writer(two), asker=asker), [PAIR])
    assert two.llm.calls == 0


def test_a_dry_run_says_what_would_be_asked_and_asks_nothing(two: World) -> None:
    before = two.tables()
    would = two.workspace.writing_up.dry_run(writer(two), [PAIR])
    assert (would.pairs, would.sentences, would.stale, would.calls) == (1, 5, 0, 1)
    assert two.tables() == before
    write(two, FIRST)
    assert two.workspace.writing_up.dry_run(writer(two), [PAIR]).pairs == 0
    rescored(two, "harbour,0.8,0.6,0.6,,0.3")
    would = two.workspace.writing_up.dry_run(writer(two), [PAIR])
    assert (would.pairs, would.sentences, would.stale, would.calls) == (1, 1, 1, 1)
    assert two.llm.calls == 1


# -- what is kept, and what is not -------------------------------------------------------------------------


def test_an_unstored_or_held_pair_is_not_written_about(two: World) -> None:
    assert two.workspace.writing_up.run(writer(two), [("harbour", "noise-one")]).pairs == 0
    two.workspace.publishing.hold(*PAIR)
    assert write(two).pairs == 0
    two.workspace.publishing.release(*PAIR)
    assert write(two, FIRST).pairs == 1


def test_every_stored_pair_is_looked_at_and_each_only_while_it_moved(two: World) -> None:
    two.llm.keeps_saying("compare", sentences(sentence(1, relation("pricing", "same", "both are {a.pricing}"))))
    used = writer(two)
    assert two.workspace.writing_up.run(used, concurrency=2).pairs == 2
    asked = two.llm.calls
    assert two.workspace.writing_up.run(used, concurrency=2).pairs == 0
    assert two.llm.calls == asked


def test_a_removed_artifact_takes_its_write_ups_and_the_words_of_their_answers_along(two: World) -> None:
    write(two, FIRST)
    two.workspace.publishing.remove("pilot")
    tables = two.tables()
    assert not [row for name in ("write_up", "write_up_sentence") for row in tables[name] if "pilot" in row.casefold()]
    assert not [row for row in tables["attempt"] if "send mail" in row]


def test_a_removal_after_a_rename_finds_the_answers_too(two: World) -> None:
    write(two, FIRST)
    two.workspace.publishing.rename("pilot", "lotse")
    two.workspace.publishing.remove("lotse")
    assert not [row for row in two.tables()["attempt"] if "send mail" in row]


def test_what_a_removed_revision_said_is_in_no_sentence_and_no_answer(two: World) -> None:
    write(two, FIRST)
    two.workspace.publishing.remove(two.revision("pilot").id)
    tables = two.tables()
    assert told(two) == ["Neither leads on quality."]
    assert not [row for row in tables["write_up_sentence"] if "send mail" in row]
    assert not [row for row in tables["attempt"] if "'compare'" in row and "send mail" in row]


@pytest.mark.parametrize("side", PAIR)
def test_answers_that_came_to_nothing_go_with_either_side(two: World, side: str) -> None:
    """No write-up leads to them."""
    assert write(two, "Pilot may send mail.", '{"said": "Harbour keeps readings; Pilot may send mail."}').sentences == 0
    assert len([row for row in two.tables()["attempt"] if "'compare'" in row and "send mail" in row]) == 2
    two.workspace.publishing.remove(side)
    assert not [row for row in two.tables()["attempt"] if "'compare'" in row and "send mail" in row]


@pytest.mark.parametrize("failure", [LlmError("http_500", "it is broken")])
def test_a_call_that_fails_is_told_and_the_pair_waits(two: World, failure: LlmError) -> None:
    two.llm.says("compare", *[failure] * 9)
    used = writer(two)
    assert two.workspace.writing_up.run(used, [PAIR]).sentences == 0
    assert used.failures
    two.llm._scripts["compare"].clear()
    assert write(two, FIRST).sentences == 3


def test_what_another_process_wrote_in_the_meantime_stays(two: World) -> None:
    class Overtaken(ScriptedLlm):
        def complete(self, request: Request, witness: Witness) -> Reply:
            write(two, FIRST)
            return super().complete(request, witness)

    slow = Overtaken(name="slow")
    slow.says("compare", sentences(sentence(1, EVEN)))
    two.workspace.writing_up.run(two.workspace.writer(slow), [PAIR])
    assert len(told(two)) == 3
    assert {one.llm for one in two.workspace.compare.view(*PAIR).write_up} == {"scripted"}


# -- under another name ------------------------------------------------------------------------------------


@pytest.mark.slow
def test_what_was_written_is_kept_under_another_name(two: World) -> None:
    write(two, FIRST)
    before, raw, pair = told(two), answers(two), ("anchor", "pilot")
    two.workspace.publishing.rename("harbour", "anchor")
    assert [one.text for one in two.workspace.compare.view(*pair).write_up] == before
    assert answers(two) == raw
    assert two.workspace.writing_up.run(writer(two), [pair]).calls == 0
    assert two.llm.calls == 1


def test_what_was_written_turns_with_the_order_of_the_pair(two: World) -> None:
    row = relation("r1", "both", "the sources of both state {r1}")
    first = sentence(1, KEEPS, MAILS, joint="while")
    write(two, sentences(first, sentence(2, RANKS, MAILS, joint="but"), sentence(3, row)))
    before, pair = told(two), ("pilot", "quay")
    assert len(before) == 3
    two.workspace.publishing.rename("harbour", "quay")
    after = two.workspace.compare.view(*pair).write_up
    assert [one.text for one in after] == before
    assert ("rank", "a < b") in after[1].relations
    assert two.workspace.writing_up.run(writer(two), [pair]).calls == 0
    two.workspace.publishing.rename("quay", "harbour")
    assert told(two) == before


@pytest.mark.slow
def test_what_came_to_nothing_is_not_asked_again_under_another_name(two: World) -> None:
    write(two, sentences(UNTRUE), sentences(UNTRUE))
    assert (told(two), two.llm.calls) == ([], 2)
    for slug, new, pair in (("harbour", "quay", ("pilot", "quay")), ("quay", "anchor", ("anchor", "pilot"))):
        two.workspace.publishing.rename(slug, new)
        assert two.workspace.writing_up.run(writer(two), [pair]).calls == 0
    assert two.llm.calls == 2


@pytest.mark.slow
@pytest.mark.parametrize("slug", ["harbour", "pilot"])
def test_what_was_written_of_a_removed_artifact_is_gone(two: World, slug: str) -> None:
    write(two, FIRST)
    two.workspace.publishing.rename("harbour", "quay")
    two.workspace.publishing.remove({"harbour": "quay"}.get(slug, slug))
    assert set(answers(two)) == {""}
    assert not two.tables()["write_up_sentence"]


def answers(world: World) -> list[str]:
    """What the ledger keeps of answers about pairs."""
    with world.database.reading() as session:
        return list(session.exec(select(AttemptRow.raw).where(AttemptRow.prompt == "compare")).all())
