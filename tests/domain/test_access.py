"""Roles in order, and whom the desk trusts while there is no token."""

from __future__ import annotations

import pytest

from decompose.domain.access import Role, is_from_home


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
