"""Searches that are kept, on both databases: each artifact that comes to answer one is told once."""

from __future__ import annotations

from dataclasses import replace

import pytest

from decompose.domain.artifact import Kind
from decompose.domain.matching.entries import Filters
from decompose.domain.matching.events import Visit
from decompose.domain.matching.findings import Saved
from decompose.errors import ConfigurationError, UnknownSubjectError, UsageError
from decompose.services.following import UNREAD, Following
from world import World, answer, claim, record

WISH = "translate speech"
ANY = Filters()


def publish(
    world: World, slug: str, sentence: str = "It translates speech into text.", name: str = "translation"
) -> None:
    world.llm.says(slug, answer(record(name, claim(sentence))))
    world.ingest(world.document(f"{slug}.md", f"# {slug.title()}", sentence))


@pytest.fixture
def following(world: World) -> Following:
    publish(world, "heron")
    return world.workspace.following


def told(following: Following, kept: Saved) -> list[str]:
    return [one.slug for one in following.news(following.of_link(following.link(kept)))]


def renewed(following: Following) -> list[tuple[str, list[str]]]:
    return [(kept.query, [one.slug for one in news]) for kept, news in following.renew()]


@pytest.mark.slow
def test_what_answers_when_a_search_is_saved_is_no_news_and_what_comes_later_is_told_once(
    world: World, following: Following
) -> None:
    kept, link = following.save(WISH, ANY, None)
    assert following.of_link(link).query == WISH
    assert told(following, kept) == []
    publish(world, "wren")
    world.clock.tick(hours=1)
    assert renewed(following) == [(WISH, ["wren"])]
    assert renewed(following) == []
    publish(world, "mole", "Mole stores files.", "storage")
    assert renewed(following) == []
    world.clock.tick(hours=1)
    publish(world, "gull")
    assert told(following, kept) == ["gull", "wren"]
    assert renewed(following) == []


@pytest.mark.slow
def test_nothing_is_looked_through_again_until_something_is_published(
    world: World, following: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    following.save(WISH, ANY, None)
    asked: list[str] = []
    find = world.workspace.search.find
    monkeypatch.setattr(
        type(world.workspace.search), "find", lambda _, text, **given: (asked.append(text), find(text, **given))[1]
    )
    assert renewed(following) == []
    assert asked == []
    publish(world, "wren")
    assert len(renewed(following)) == 1
    assert set(asked) == {WISH}


@pytest.mark.slow
def test_what_is_taken_back_is_told_no_more_and_what_comes_again_is_no_news(world: World, following: Following) -> None:
    kept, _ = following.save(WISH, ANY, None)
    publish(world, "wren")
    assert told(following, kept) == ["wren"]
    item = world.item("It translates speech into text.", "wren")
    world.review.reject(item.id, by="eve", code="other")
    assert told(following, kept) == []
    world.review.undo(item.id, by="eve")
    assert renewed(following) == []
    assert told(following, kept) == ["wren"]


@pytest.mark.slow
def test_a_removed_artifact_leaves_nothing(world: World, following: Following) -> None:
    kept, _ = following.save(WISH, ANY, None)
    publish(world, "wren")
    assert told(following, kept) == ["wren"]
    world.workspace.publishing.remove("wren")
    assert told(following, kept) == []
    publish(world, "wren")
    assert told(following, kept) == ["wren"]


def test_filters_are_kept(world: World, following: Following) -> None:
    kept, link = following.save(WISH, Filters(kind=Kind.DATASET, is_verified=True), "eve")
    assert following.of_link(link).filters == Filters(kind=Kind.DATASET, is_verified=True)
    publish(world, "wren")
    assert told(following, kept) == []
    assert [one.owner for one in following.all_of("eve")] == ["eve"]
    assert following.all_of("adam") == ()


@pytest.mark.parametrize("query", ["", "  ", "x" * 2_001])
def test_nothing_and_too_much_are_not_kept(following: Following, query: str) -> None:
    with pytest.raises(UsageError):
        following.save(query, ANY, None)


@pytest.mark.slow
def test_a_link_cannot_be_made_up_and_ends_with_its_search(following: Following) -> None:
    kept, link = following.save(WISH, ANY, None)
    for wrong in (kept.id, f"{link}x", "", "a.b"):
        with pytest.raises(UnknownSubjectError):
            following.of_link(wrong)
    following.remove(kept.id)
    with pytest.raises(UnknownSubjectError):
        following.of_link(link)
    with pytest.raises(UnknownSubjectError):
        following.remove(kept.id)


def test_what_nobody_owns_and_nobody_reads_is_forgotten(world: World, following: Following) -> None:
    read, _ = following.save("read", ANY, None)
    following.save("unread", ANY, None)
    following.save("owned", ANY, "eve")
    world.clock.tick(days=UNREAD.days - 1)
    following.news(read)
    world.clock.tick(days=2)
    following.save("new", ANY, None)
    assert [one.query for one in following.all_of()] == ["read", "owned", "new"]


@pytest.mark.slow
def test_an_address_is_told_of_each_artifact_once(world: World, following: Following) -> None:
    webhooks = replace(world.workspace.webhooks, secrets=(b"k" * 24,))
    following = replace(following, webhooks=webhooks)
    following.save(WISH, ANY, "eve", "https://example.org/hook")
    publish(world, "wren")
    assert renewed(following) == [(WISH, ["wren"])]
    publish(world, "wren", "It translates speech into many languages.")
    assert renewed(following) == []
    publish(world, "gull")
    assert renewed(following) == [(WISH, ["gull"])]
    assert [(one.address, one.kind) for one in webhooks.newest(9)] == [
        ("https://example.org/hook", "search.matched")
    ] * 2


@pytest.mark.slow
def test_what_is_told_to_an_address_is_looked_for_without_anybody_asking(world: World, following: Following) -> None:
    webhooks = replace(world.workspace.webhooks, secrets=(b"k" * 24,))
    following = replace(following, webhooks=webhooks)
    following.save(WISH, ANY, "eve", "https://example.org/hook")
    following.save(WISH, ANY, "adam")
    publish(world, "wren")
    following.tell()
    following.tell()
    assert [one.address for one in webhooks.newest(9)] == ["https://example.org/hook"]
    # Whoever reads a feed has it looked through then.
    assert renewed(following) == [(WISH, ["wren"])]


@pytest.mark.parametrize(
    ("owner", "hook", "error"),
    [
        (None, "https://example.org", UsageError),
        ("eve", "ftp://x", UsageError),
        ("eve", "https://x", ConfigurationError),
    ],
)
def test_an_address_needs_an_owner_a_scheme_and_a_secret(
    following: Following, owner: str | None, hook: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        following.save(WISH, ANY, owner, hook)


def test_looking_for_news_is_no_search_of_a_person(world: World, following: Following) -> None:
    kept, _ = following.save(WISH, ANY, None)
    publish(world, "wren")
    told(following, kept)
    assert world.workspace.events.export() == ()
    world.workspace.search.search(WISH, Visit("one", "web"))
    assert len(world.workspace.events.export()) == 1
