"""Tokens: shown once, kept as a hash, gone when revoked; and the one key that signs sessions."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from decompose.domain.access import SESSION_SECONDS, Role
from decompose.errors import UnknownSubjectError, UsageError
from decompose.services.access import Access
from world import World


@pytest.fixture
def access(world: World) -> Access:
    return world.workspace.access


@pytest.mark.slow
def test_the_door_is_open_until_the_first_token_and_never_again(access: Access) -> None:
    assert access.is_open()
    token, _ = access.create("eve", Role.EDITOR)
    assert not access.is_open()
    access.revoke(token.id)
    assert not access.is_open()


def test_a_token_is_known_by_its_secret_alone_and_the_secret_is_kept_nowhere(world: World, access: Access) -> None:
    token, secret = access.create("  eve ", Role.OPERATOR)
    other, other_secret = access.create("eve", Role.READER)
    assert (token.name, token.role, token.created_at) == ("eve", Role.OPERATOR, world.clock.now)
    assert (access.with_secret(secret), access.with_secret(other_secret)) == (token, other)
    assert access.with_secret(secret + "x") is access.with_secret("") is None
    assert access.with_secret("\udfff") is None
    assert secret not in repr(world.tables())


def test_a_revoked_token_opens_nothing_and_stays_in_the_list(world: World, access: Access) -> None:
    token, secret = access.create("eve", Role.EDITOR)
    world.clock.tick(days=1)
    revoked = access.revoke(token.id)
    world.clock.tick(days=1)
    assert access.revoke(token.id) == revoked
    assert access.with_secret(secret) is access.with_id(token.id, "a session") is None
    assert access.tokens() == (revoked,)
    assert revoked.revoked_at


def test_a_session_that_was_ended_opens_nothing_and_is_forgotten_when_its_cookie_is_too_old(
    world: World, access: Access
) -> None:
    token, secret = access.create("eve", Role.EDITOR)
    access.end("one")
    assert access.with_id(token.id, "one") is None
    assert access.with_id(token.id, "two") == access.with_secret(secret) == token
    world.clock.tick(seconds=SESSION_SECONDS + 1)
    access.end("two")
    assert len(world.tables()["ended_session"]) == 2
    world.clock.tick(seconds=60)
    access.end("two")
    assert len(world.tables()["ended_session"]) == 1


def test_what_is_no_token_is_named(access: Access) -> None:
    with pytest.raises(UnknownSubjectError, match="no token nobody; see: decompose token list"):
        access.revoke("nobody")
    with pytest.raises(UsageError, match="a token needs a name"):
        access.create("  ", Role.EDITOR)


def test_every_process_signs_with_the_same_key(new_world: Callable[[], World], world: World) -> None:
    with ThreadPoolExecutor(4) as pool:
        keys = set(pool.map(lambda _: world.workspace.access.signing_key(), range(8)))
    assert len(keys) == 1
    assert new_world().workspace.access.signing_key() not in keys
    assert Access(world.database, world.clock, str, "of the environment").signing_key() == "of the environment"
