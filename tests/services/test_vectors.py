"""Searches by meaning, on both databases, against an endpoint on loopback whose vectors follow from the words."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from decompose.bootstrap import Workspace
from decompose.domain.artifact import Kind
from decompose.domain.ledger import Entry
from decompose.domain.matching.entries import Filters
from decompose.domain.matching.events import Visit
from decompose.domain.matching.findings import Answer
from decompose.errors import BadAnswerError, BudgetReachedError, ProviderDownError, UsageError
from decompose.page.search_views import search_json
from decompose.services.inputs import Said
from decompose.services.moving import copy
from decompose.services.vectors import WORDS_ALONE, Vectors
from decompose.store.search.vectors import VECTOR, WORDING
from decompose.web.app import create_app
from endpoint.server import Answer as Sent
from endpoint.server import Endpoint, refused, serving
from world import ProcessDiedError, World, answer, claim, record

PERSON = Visit("visitor-1", "web")
# Words of one line mean the same to the endpoint; to the index of words they have nothing in common.
MEANINGS = ("translates speech interpreter spoken", "stores readings archive measurements", "draws charts plots")
# Means what "speech" means; no entry and no near word says it.
WISH = "interpreter"
TOKENS = 7


def meant(text: str, dimension: int) -> list[float]:
    words = text.lower().replace(".", " ").split()
    counts = [float(sum(word in meaning.split() for word in words)) for meaning in MEANINGS]
    rest = [0.0] * (dimension - len(MEANINGS) - 1)
    return [*counts, 0.1, *rest]


def embedded(body: dict[str, Any], dimension: int = 4, **changed: Any) -> Sent:
    """An answer with a vector for each text, the last one first, as its index says."""
    asked = body.get("dimensions", dimension)
    data = [{"index": place, "embedding": meant(text, asked)} for place, text in enumerate(body["input"])]
    usage = {"prompt_tokens": TOKENS, "total_tokens": TOKENS}
    return Sent(json.dumps({"model": body["model"], "data": data[::-1], "usage": usage} | changed))


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with serving(lambda _, body: embedded(body)) as endpoint:
        yield endpoint


@pytest.fixture
def shop(world: World, tmp_path: Path) -> World:
    """Heron translates speech, Tide stores readings and draws charts."""
    prices = tmp_path / "prices.toml"
    row = '[[price]]\nllm = "{}"\nfrom = 2024-01-01\ninput = 1000\ncached_input = 1000\noutput = 0\n'
    prices.write_text(row.format("vectors-1") + row.format("vectors-2"), encoding="utf-8")
    world.workspace.settings = replace(world.workspace.settings, prices=str(prices))
    speaks, stores, draws = "Heron translates speech into text.", "Tide stores readings.", "Tide draws charts."
    heron = world.document("heron.md", "# Heron", speaks)
    world.llm.says("heron", answer(record("translation", claim(speaks))))
    world.ingest(heron, said=Said(kind=Kind.MODEL))
    world.told("tide", answer(record("storage", claim(stores)), record("charts", claim(draws))), stores, draws)
    return world


@contextmanager
def meaning(world: World, endpoint: Endpoint, **settings: Any) -> Iterator[Workspace]:
    """A process of its own at the world's database, with searches by meaning turned on."""
    said = {"embeddings_model": "vectors-1", "embeddings_base_url": endpoint.url} | settings
    with Workspace(replace(world.workspace.settings, **said), now=world.clock, new_id=world._new_id) as workspace:
        yield workspace


def ask(workspace: Workspace, text: str, **options: Any) -> Answer:
    return workspace.search.search(text, PERSON, **options)


def slugs(answered: Answer) -> list[str]:
    return [result.slug for result in answered.results]


def calls(world: World) -> list[Entry]:
    return [entry for entry in world.workspace.accounts.entries() if entry.prompt.startswith("embed")]


def vectors(world: World) -> int:
    with world.database.reading() as session:
        return int(session.execute(select(func.count()).select_from(VECTOR)).scalar_one())


def test_what_no_word_finds_is_found_by_meaning(shop: World, endpoint: Endpoint) -> None:
    assert slugs(ask(shop.workspace, WISH)) == []
    with meaning(shop, endpoint) as workspace:
        workspace.vectors.renew()
        found = ask(workspace, WISH)
    assert slugs(found) == ["heron"]
    assert found.results[0].best.why == "It is found by meaning."
    assert found.note is None


def test_what_words_and_meaning_find_is_before_what_one_of_them_finds(shop: World, endpoint: Endpoint) -> None:
    with meaning(shop, endpoint) as workspace:
        workspace.vectors.renew()
        found = ask(workspace, "Tide measurements charts interpreter")
    assert slugs(found) == ["tide", "heron"]
    [tide, heron] = found.results
    assert "by meaning as well" in tide.best.why
    assert 1 >= tide.best.score > heron.best.score > 0


def test_filters_hold_for_what_is_found_by_meaning(shop: World, endpoint: Endpoint) -> None:
    with meaning(shop, endpoint) as workspace:
        workspace.vectors.renew()
        assert slugs(ask(workspace, WISH, filters=Filters(kind=Kind.MODEL))) == ["heron"]
        assert slugs(ask(workspace, WISH, filters=Filters(kind=Kind.PLATFORM))) == []


def test_what_is_less_alike_than_the_least_is_no_result(shop: World, endpoint: Endpoint) -> None:
    with meaning(shop, endpoint) as workspace:
        workspace.vectors.renew()
    with meaning(shop, endpoint, embeddings_least=0.9999) as workspace:
        assert slugs(ask(workspace, "interpreter plots")) == []


def test_use_lifts_a_result_that_meaning_found(shop: World, endpoint: Endpoint) -> None:
    wish = "interpreter measurements"
    with meaning(shop, endpoint) as workspace:
        workspace.vectors.renew()
        before = slugs(ask(workspace, wish))
        assert sorted(before) == ["heron", "tide"]
        for number in range(12):
            found = workspace.search.search(wish, Visit(f"visitor-{number}", "web"))
            workspace.search.feedback(found.search_id, before[-1], "success", None)
        shop.clock.tick(minutes=2)
        after = ask(workspace, wish)
    assert slugs(after) == before[::-1]
    assert after.results[0].best.why.startswith("People with like wishes chose it")
    assert "found by meaning" in after.results[0].best.why


def test_off_searches_are_what_they_are_without_vectors(new_world: Callable[[], World], endpoint: Endpoint) -> None:
    plain, stored = new_world(), new_world()
    for each in (plain, stored):
        each.told("heron", answer(record("speech", claim("Heron speaks."))), "Heron speaks.")
    with meaning(stored, endpoint) as workspace:
        workspace.vectors.renew()
    queries = ("heron", "speech", "what hums at night", WISH)
    told = [[search_json(ask(each.workspace, text)) for text in queries] for each in (plain, stored)]
    for answers in told:
        for one in answers:
            one.pop("search_id")
            for result in one["results"]:
                result.pop("callback_token")
    assert json.dumps(told[0]) == json.dumps(told[1])
    assert "note" not in told[0][0]
    # On, but not renewed yet: nothing is asked of the endpoint.
    asked = len(endpoint.asked)
    with meaning(plain, endpoint) as workspace:
        assert slugs(ask(workspace, "heron")) == ["heron"]
    assert len(endpoint.asked) == asked


def test_without_a_setting_nothing_is_renewed(shop: World) -> None:
    with pytest.raises(UsageError, match="DECOMPOSE_EMBEDDINGS_MODEL"):
        _ = shop.workspace.vectors


# -- renewal -----------------------------------------------------------------------------------------------


def test_each_call_is_in_the_ledger_with_its_cost_and_nothing_is_asked_twice(shop: World, endpoint: Endpoint) -> None:
    with meaning(shop, endpoint) as workspace:
        due = workspace.vectors.due()
        done = workspace.vectors.renew()
        again = workspace.vectors.renew()
    assert (due.missing, due.calls) == (done.embedded, done.spent.paid) == (vectors(shop), len(calls(shop)))
    assert due.most is not None
    assert due.most > done.spent.cost == Decimal("0.007") * done.spent.paid
    assert {(entry.slug, entry.outcome, entry.cost) for entry in calls(shop)} >= {
        ("heron", "ok", Decimal("0.007")),
        ("tide", "ok", Decimal("0.007")),
    }
    assert (again.embedded, again.spent.paid, again.spent.reused) == (0, 0, 0)


def test_a_dry_run_asks_and_writes_nothing(shop: World, endpoint: Endpoint) -> None:
    with meaning(shop, endpoint) as workspace:
        assert workspace.vectors.due().missing > 0
    assert (endpoint.asked, vectors(shop), calls(shop)) == ([], 0, [])


def test_a_budget_is_kept(shop: World, endpoint: Endpoint) -> None:
    with meaning(shop, endpoint) as workspace, pytest.raises(BudgetReachedError):
        workspace.vectors.renew(Decimal("0.001"))
    assert endpoint.asked == []


def test_a_kill_between_answer_and_write_pays_nothing_twice(
    shop: World, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise ProcessDiedError

    with meaning(shop, endpoint) as workspace:
        with monkeypatch.context() as patch:
            patch.setattr("decompose.store.search.vectors.add", dies)
            with pytest.raises(ProcessDiedError):
                workspace.vectors.renew()
        assert (len(endpoint.asked), vectors(shop)) == (1, 0)
    with meaning(shop, endpoint) as workspace:
        done = workspace.vectors.renew()
    assert done.spent.reused == 1
    assert len(endpoint.asked) == len(calls(shop)) == 1 + done.spent.paid
    assert len({text for body in endpoint.asked for text in body["input"]}) == vectors(shop)


def test_only_what_says_something_else_is_asked_for_again(shop: World, endpoint: Endpoint) -> None:
    with meaning(shop, endpoint) as workspace:
        workspace.vectors.renew()
        asked, kept = len(endpoint.asked), vectors(shop)
        shop.told("heron", answer(record("plots", claim("Heron draws plots."))), "Heron draws plots.")
        assert slugs(ask(workspace, WISH)) == []
        done = workspace.vectors.renew()
        assert slugs(ask(workspace, "charts"))[0] in {"heron", "tide"}
        assert "heron" in slugs(ask(workspace, "charts"))
    bodies = [body["input"] for body in endpoint.asked[asked:] if "Heron draws plots" in str(body["input"])]
    assert bodies == [["plots\nHeron draws plots."]]
    assert (done.embedded, done.removed, vectors(shop)) == (1, 1, kept)


def test_a_capability_in_the_words_of_another_shares_its_vector(shop: World, endpoint: Endpoint) -> None:
    same = answer(record("storage", claim("Tide stores readings.")))
    with meaning(shop, endpoint) as workspace:
        workspace.vectors.renew()
        asked = len(endpoint.asked)
        path = shop.document("ebb.md", "# Ebb", "Tide stores readings.")
        shop.llm.says("ebb", same)
        shop.ingest(path)
        workspace.vectors.renew()
        assert sorted(slugs(ask(workspace, "archive"))) == ["ebb", "tide"]
    assert len(endpoint.asked) == asked + 1  # the question


def test_many_capabilities_of_an_artifact_are_asked_for_in_parts(
    shop: World, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("decompose.services.vectors.IN_A_REQUEST", 1)
    with meaning(shop, endpoint) as workspace:
        workspace.vectors.renew()
    assert [entry.outcome for entry in calls(shop) if entry.slug == "tide"] == ["ok", "ok"]
    assert {len(body["input"]) for body in endpoint.asked} == {1}


# -- other vectors -----------------------------------------------------------------------------------------


def test_vectors_of_another_name_or_dimension_lie_beside_and_are_never_mixed(shop: World, endpoint: Endpoint) -> None:
    with meaning(shop, endpoint) as workspace:
        workspace.vectors.renew()
    each = vectors(shop)
    for number, settings in enumerate([{"embeddings_model": "vectors-2"}, {"embeddings_dimensions": 6}], start=2):
        with meaning(shop, endpoint, **settings) as workspace:
            asked = len(endpoint.asked)
            assert slugs(ask(workspace, WISH)) == []
            assert len(endpoint.asked) == asked
            assert workspace.vectors.renew().embedded == each
            assert slugs(ask(workspace, WISH)) == ["heron"]
        assert vectors(shop) == number * each
    assert endpoint.asked[-1]["dimensions"] == 6
    with meaning(shop, endpoint) as workspace:
        assert slugs(ask(workspace, WISH)) == ["heron"]


BAD = {"a number too few": [1.0, 2.0, 3.0], "not a number": [float("nan")] * 4}


@pytest.mark.parametrize("bad", BAD)
def test_an_answer_that_is_no_vector_is_a_failure_and_never_taken_again(shop: World, bad: str) -> None:
    is_bad = False

    def script(_: int, body: dict[str, Any]) -> Sent:
        data = [{"index": place, "embedding": BAD[bad]} for place in range(len(body["input"]))]
        return embedded(body, data=data) if is_bad else embedded(body)

    with serving(script) as endpoint, meaning(shop, endpoint) as workspace:
        workspace.vectors.renew()
        kept = vectors(shop)
        is_bad = True
        shop.told("heron", answer(record("plots", claim("Heron draws plots."))), "Heron draws plots.")
        for _ in range(2):
            with pytest.raises(BadAnswerError) as raised:
                workspace.vectors.renew()
            assert raised.value.outcome == "bad_schema"
        assert [entry.outcome for entry in calls(shop)][-2:] == ["bad_schema", "bad_schema"]
        found = ask(workspace, WISH)
        assert (slugs(found), found.note) == ([], WORDS_ALONE)
        is_bad = False
        assert workspace.vectors.renew().embedded == 1
    assert vectors(shop) == kept


# -- the question ------------------------------------------------------------------------------------------


def test_a_question_is_asked_once_and_its_vector_is_kept_nowhere(shop: World, endpoint: Endpoint) -> None:
    with meaning(shop, endpoint) as workspace:
        workspace.vectors.renew()
        asked = len(endpoint.asked)
        for text in (WISH, f" {WISH}  ", WISH):
            assert slugs(ask(workspace, text)) == ["heron"]
    assert len(endpoint.asked) == asked + 1
    [question] = [entry for entry in calls(shop) if entry.prompt == "embed_query"]
    assert (question.slug, question.raw, question.cost) == (None, "", Decimal("0.007"))


def test_an_endpoint_that_is_down_leaves_the_words_and_says_so(shop: World) -> None:
    sent: list[Sent] = []

    def script(_: int, body: dict[str, Any]) -> Sent:
        return sent[0] if sent else embedded(body)

    with serving(script) as endpoint, meaning(shop, endpoint) as workspace:
        workspace.vectors.renew()
        for down in (refused(500), refused(429), refused(401), Sent("", hangs_up=True), Sent("no JSON")):
            sent[:] = [down]
            asked = len(endpoint.asked)
            for text in ("heron", "speech"):
                found = ask(workspace, text)
                assert (slugs(found), found.note) == (["heron"], WORDS_ALONE)
                assert search_json(found)["note"] == WORDS_ALONE
            # Nobody waits for it again before half a minute has passed.
            assert len(endpoint.asked) == asked + 1
            shop.clock.tick(seconds=31)
        sent.clear()
        found = ask(workspace, WISH)
        assert (slugs(found), found.note) == (["heron"], None)


def test_an_endpoint_that_cannot_be_reached_ends_a_renewal_that_goes_on_later(shop: World, endpoint: Endpoint) -> None:
    with meaning(shop, endpoint, embeddings_base_url="http://127.0.0.1:9/v1") as workspace:
        llm = workspace.llms.vectors_at_once()
        down = Vectors(shop.database, llm, shop.clock, workspace.prices)
        with pytest.raises(ProviderDownError):
            down.renew()
    assert {entry.cost for entry in calls(shop)} == {Decimal(0)}
    with meaning(shop, endpoint) as workspace:
        assert workspace.vectors.renew().embedded > 0


def test_a_key_goes_only_where_it_was_given_for(shop: World, endpoint: Endpoint) -> None:
    with meaning(shop, endpoint, api_key="key-of-another-place") as workspace:
        assert workspace.vectors.llm._api_key is None  # type: ignore[attr-defined]
    with meaning(shop, endpoint, api_key="key", base_url=endpoint.url, embeddings_base_url=None) as workspace:
        assert workspace.vectors.llm._api_key == "key"  # type: ignore[attr-defined]


# -- removal -----------------------------------------------------------------------------------------------


def test_what_is_removed_has_no_vector_and_no_answer(shop: World, endpoint: Endpoint) -> None:
    with meaning(shop, endpoint) as workspace:
        workspace.vectors.renew()
        before = vectors(shop)
        workspace.publishing.remove("heron")
        assert slugs(ask(workspace, WISH)) == []
    assert vectors(shop) == before - 1
    assert {(entry.outcome, entry.raw) for entry in calls(shop) if entry.slug == "heron"} == {("removed", "")}
    with shop.database.reading() as session:
        wordings = set(session.execute(select(WORDING.c.content)).scalars())
        assert wordings == set(session.execute(select(VECTOR.c.content)).scalars())


@pytest.mark.slow
def test_what_is_moved_to_another_database_is_taken_from_the_ledger(
    shop: World, endpoint: Endpoint, empty_url: Callable[[], str]
) -> None:
    with meaning(shop, endpoint) as workspace:
        workspace.vectors.renew()
        asked = len(endpoint.asked)
    url = empty_url()
    with meaning(shop, endpoint, database_url=url) as workspace:
        workspace.migrate()
        copy(shop.database, workspace.database)
        done = workspace.vectors.renew()
        assert done.embedded == vectors(shop)
        assert done.spent.paid == 0
    assert len(endpoint.asked) == asked


@pytest.mark.slow
def test_every_face_of_a_search_says_that_it_went_by_words_alone(shop: World, endpoint: Endpoint) -> None:
    with meaning(shop, endpoint) as workspace:
        workspace.vectors.renew()
    with (
        meaning(shop, endpoint, embeddings_base_url="http://127.0.0.1:9/v1") as workspace,
        TestClient(create_app(workspace)) as client,
    ):
        for path in ("/search", "/search.md"):
            assert WORDS_ALONE in client.get(path, params={"q": "heron"}).text, path
        for told in (
            client.get("/search.json", params={"q": "heron"}),
            client.get("/api/v1/search", params={"q": "heron"}),
            client.post("/api/v1/resolve", json={"intent": "heron"}),
        ):
            assert told.json()["note"] == WORDS_ALONE
