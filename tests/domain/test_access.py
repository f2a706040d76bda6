"""Roles in order, and whom the desk trusts while there is no token."""

from __future__ import annotations

from typing import Any

import pytest

from decompose.domain.access import Role, is_from_home, name_among, role_among


def test_a_role_may_do_what_those_before_it_may() -> None:
    order = [Role.READER, Role.EDITOR, Role.OPERATOR, Role.ADMIN]
    for place, role in enumerate(order):
        assert [role.covers(needed) for needed in order] == [at <= place for at in range(4)]


@pytest.mark.parametrize(
    "headers",
    [
        [("Host", "localhost")],
        [("host", "LOCALHOST:8000")],
        [("host", "127.0.0.1:8000")],
        [("host", "[::1]:8000")],
        [("host", "localhost:8000"), ("origin", "http://localhost:8000")],
    ],
)
def test_a_program_on_this_machine_is_at_home(headers: list[tuple[str, str]]) -> None:
    assert is_from_home(headers, "http")


@pytest.mark.parametrize(
    "headers",
    [
        [],
        [("host", "example.org")],
        [("host", "localhost.example.org")],
        [("host", "127.0.0.1.example.org")],
        [("host", "127.0.0.10")],
        [("host", "localhost:8000@example.org")],
        [("host", "localhost\nexample.org")],
        [("host", "localhost"), ("host", "example.org")],
        [("host", "localhost"), ("Forwarded", "for=1.2.3.4")],
        [("host", "localhost"), ("X-Forwarded-For", "127.0.0.1")],
        [("host", "localhost"), ("X-Forwarded-Anything", "")],
        [("host", "localhost"), ("Via", "1.1 proxy")],
        [("host", "localhost"), ("X-Real-IP", "1.2.3.4")],
        [("host", "localhost:8000"), ("origin", "http://localhost:9000")],
        [("host", "localhost:8000"), ("origin", "https://localhost:8000")],
        [("host", "localhost:8000"), ("origin", "http://example.org")],
        [("host", "localhost:8000"), ("origin", "null")],
        [("host", "localhost:8000"), ("origin", "")],
    ],
)
def test_whoever_comes_by_another_name_or_way_is_not(headers: list[tuple[str, str]]) -> None:
    assert not is_from_home(headers, "http")


ROLES = {"desk": Role.EDITOR, "ops": Role.OPERATOR}


@pytest.mark.parametrize(
    ("claims", "path", "role"),
    [
        ({"groups": ["desk"]}, "groups", Role.EDITOR),
        ({"groups": "desk"}, "groups", Role.EDITOR),
        ({"groups": ["desk", "ops", "other"]}, "groups", Role.OPERATOR),
        ({"realm_access": {"roles": ["ops"]}}, "realm_access.roles", Role.OPERATOR),
        ({"https://x.org/roles": ["ops"]}, "https://x.org/roles", Role.OPERATOR),
        ({"groups": ["other"]}, "groups", None),
        ({"groups": [7, None, {}]}, "groups", None),
        ({"groups": None}, "groups", None),
        ({"groups": ["ops"]}, "groups.roles", None),
        ({}, "groups", None),
        ({"groups": ["DESK"]}, "groups", None),
    ],
)
def test_the_highest_role_of_the_values_of_a_claim_counts(claims: dict[str, Any], path: str, role: Role | None) -> None:
    assert role_among(claims, path, ROLES) is role


def test_a_role_for_anybody_does_not_take_a_higher_one_away() -> None:
    roles = ROLES | {"*": Role.READER}
    assert role_among({}, "groups", roles) is Role.READER
    assert role_among({"groups": ["desk"]}, "groups", roles) is Role.EDITOR


@pytest.mark.parametrize(
    ("claims", "name"),
    [
        ({"email": "eve@x.org", "email_verified": True, "preferred_username": "eve"}, "eve@x.org"),
        ({"email": "eve@x.org", "preferred_username": "eve"}, "eve"),
        ({"email": "eve@x.org", "email_verified": "true", "name": " Eve\nE. "}, "Eve E."),
        ({"preferred_username": " ", "sub": "1"}, "1"),
    ],
)
def test_only_a_mail_address_that_was_verified_names_anybody(claims: dict[str, Any], name: str) -> None:
    assert name_among({"sub": "1"} | claims) == name
