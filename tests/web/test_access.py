"""Who comes in: bearer tokens, sessions, roles, the open house without tokens, and limits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import product

import pytest
from fastapi import FastAPI, Request, Response
from fastapi.testclient import TestClient
from itsdangerous import TimestampSigner

from decompose.domain.access import SESSION_SECONDS, Principal, Role, Token
from decompose.web.access import COOKIE, LOGINS_PER_MINUTE, Gate, Session, limited, needs
from decompose.web.app import create_app
from decompose.web.limits import MAX_BODY
from web.memory import MemoryTokens, MemoryWorkspace

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TOKENS = {f"secret-of-{role}": Token(f"id-{role}", f"{role}-name", role, NOW) for role in Role}
HOME = "http://localhost"


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def house(tokens: dict[str, Token], clock: Clock | None = None, rate_limit: float = 600) -> FastAPI:
    """The site with a room for each role, a room for all with a limit, and a login."""
    app = create_app(MemoryWorkspace(access=MemoryTokens(dict(tokens))), rate_limit=rate_limit, clock=clock or Clock())

    for role in Role:

        def room(caller: Principal = needs(role)) -> dict[str, str]:  # noqa: B008
            return {"name": caller.name, "sitting": str(caller.sitting)}

        app.add_api_route(f"/api/{role}", room, methods=["GET", "POST"])

    def hall() -> str:
        return "hall"

    def login(request: Request, response: Response, secret: str) -> str:
        gate: Gate = request.app.state.gate
        session = gate.log_in(request, secret)
        gate.keep(request, response, session)
        return gate.csrf_of(session)

    def form(request: Request, csrf: str) -> str:
        return str(request.app.state.gate.check_csrf(request, csrf).sid)

    app.add_api_route("/api/hall", hall, methods=["GET"], dependencies=[limited("hall", 3)])
    app.add_api_route("/api/login", login, methods=["POST"])
    app.add_api_route("/api/form", form, methods=["POST"])
    return app


@pytest.fixture
def visit() -> Callable[..., TestClient]:
    def open_at(tokens: dict[str, Token] = TOKENS, base: str = HOME, **settings: object) -> TestClient:
        return TestClient(house(tokens, **settings), base_url=base, raise_server_exceptions=False)

    return open_at


def bearer(role: Role) -> dict[str, str]:
    return {"Authorization": f"Bearer secret-of-{role}"}


@pytest.mark.parametrize("held", Role)
def test_a_token_opens_the_rooms_of_its_role_and_of_those_below(visit: Callable[..., TestClient], held: Role) -> None:
    client = visit()
    for needed, method in product(Role, ["GET", "POST"]):
        answer = client.request(method, f"/api/{needed}", headers=bearer(held))
        assert answer.status_code == (200 if held.covers(needed) else 403), (needed, method)
        if answer.status_code == 200:
            assert answer.json() == {"name": f"{held}-name", "sitting": "None"}


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer nobody",
        "Basic secret-of-admin",
        "secret-of-admin",
        "Bearer secret-of-admin x",
    ],
)
def test_without_a_valid_token_nobody_comes_in_not_even_at_home(
    visit: Callable[..., TestClient], header: str | None
) -> None:
    answer = visit().get("/api/reader", headers={} if header is None else {"Authorization": header})
    assert (answer.status_code, answer.headers["content-type"]) == (401, "application/problem+json")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert "decompose token create" in answer.json()["detail"]


@pytest.mark.slow
def test_while_there_is_no_token_a_program_on_this_machine_may_do_everything(visit: Callable[..., TestClient]) -> None:
    for role in Role:
        assert visit({}).post(f"/api/{role}").json()["name"] == "editor"


@pytest.mark.parametrize(
    ("base", "headers"),
    [
        ("http://desk.example.org", {}),
        (HOME, {"X-Forwarded-For": "10.0.0.1"}),
        (HOME, {"Origin": "http://example.org"}),
        (HOME, {"Via": "1.1 somebody"}),
    ],
)
def test_while_there_is_no_token_everybody_else_is_told_how_to_make_one(
    visit: Callable[..., TestClient], base: str, headers: dict[str, str]
) -> None:
    answer = visit({}, base).post("/api/admin", headers=headers)
    assert answer.status_code == 401
    assert "decompose token create" in answer.json()["detail"]


def test_public_pages_stay_open(visit: Callable[..., TestClient]) -> None:
    assert visit(base="http://example.org").get("/").status_code == 200


# -- sessions ----------------------------------------------------------------------------------------------


def test_a_session_is_opened_with_a_token_and_ends_with_it(visit: Callable[..., TestClient]) -> None:
    client = visit()
    assert client.post("/api/login", params={"secret": "nobody"}).status_code == 401
    answer = client.post("/api/login", params={"secret": " secret-of-editor "})
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secret-of-editor" not in cookie
    assert client.get("/api/editor").json()["name"] == "editor-name"
    assert client.get("/api/operator").status_code == 403
    client.app.state.gate.tokens().known.clear()  # type: ignore[attr-defined]
    client.app.state.gate.tokens().known["other"] = TOKENS["secret-of-admin"]  # type: ignore[attr-defined]
    assert client.get("/api/editor").status_code == 401


def test_the_cookie_of_a_site_with_a_certificate_is_sent_to_no_other(visit: Callable[..., TestClient]) -> None:
    answer = visit(base="https://localhost").post("/api/login", params={"secret": "secret-of-editor"})
    assert "secure" in answer.headers["set-cookie"].lower()


def test_a_session_that_somebody_else_planted_is_worth_nothing_after_the_login(
    visit: Callable[..., TestClient],
) -> None:
    client = visit()
    gate: Gate = client.app.state.gate  # type: ignore[attr-defined]
    planted = gate._sessions().dumps({"sid": "planted", "token": None})
    client.cookies.set(COOKIE, planted, domain="localhost.local", path="/")
    client.post("/api/login", params={"secret": "secret-of-editor"})
    thief = visit()
    thief.cookies.set(COOKIE, planted)
    assert thief.get("/api/reader").status_code == 401
    sid = client.get("/api/editor").json()["sitting"]
    assert sid != "planted"


@pytest.mark.parametrize(
    "spoil", [lambda c: c[:5] + ("A" if c[5] != "A" else "B") + c[6:], lambda _: "x", lambda c: c.split(".")[0]]
)
def test_a_cookie_that_we_did_not_sign_is_no_session(
    visit: Callable[..., TestClient], spoil: Callable[[str], str]
) -> None:
    client = visit()
    client.post("/api/login", params={"secret": "secret-of-editor"})
    forger = visit()
    forger.cookies.set(COOKIE, spoil(client.cookies[COOKIE]))
    assert forger.get("/api/reader").status_code == 401


def test_a_session_ends_after_half_a_day(visit: Callable[..., TestClient], monkeypatch: pytest.MonkeyPatch) -> None:
    client = visit()
    client.post("/api/login", params={"secret": "secret-of-editor"})
    now = TimestampSigner("").get_timestamp()
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda _: now + SESSION_SECONDS + 2)
    assert client.get("/api/reader").status_code == 401


@pytest.mark.slow
def test_a_form_belongs_to_one_session(visit: Callable[..., TestClient]) -> None:
    mine, other = visit(), visit()
    csrf = mine.post("/api/login", params={"secret": "secret-of-editor"}).json()
    other.post("/api/login", params={"secret": "secret-of-editor"})
    assert mine.post("/api/form", params={"csrf": csrf}).status_code == 200
    for client, given in [(other, csrf), (mine, ""), (mine, "x"), (visit(), csrf), (mine, "x" + csrf)]:
        assert client.post("/api/form", params={"csrf": given}).status_code == 403
    gate: Gate = mine.app.state.gate  # type: ignore[attr-defined]
    assert gate.csrf_of(Session("one")) != gate.csrf_of(Session("two"))


# -- limits ------------------------------------------------------------------------------------------------


def test_an_address_may_try_so_many_logins_a_minute(visit: Callable[..., TestClient]) -> None:
    clock = Clock()
    client = visit(clock=clock)
    tries = [client.post("/api/login", params={"secret": "x"}) for _ in range(LOGINS_PER_MINUTE + 1)]
    assert [answer.status_code for answer in tries] == [401] * LOGINS_PER_MINUTE + [429]
    assert tries[-1].headers["retry-after"] == "6"
    clock.now += 6
    assert client.post("/api/login", params={"secret": "secret-of-editor"}).status_code == 200
    assert client.post("/api/login", params={"secret": "secret-of-editor"}).status_code == 429


def test_a_caller_may_ask_so_often_and_does_not_use_up_what_others_have(visit: Callable[..., TestClient]) -> None:
    client = visit(rate_limit=3)
    answers = [client.get("/api/reader", headers=bearer(Role.EDITOR)).status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    assert client.get("/api/reader", headers=bearer(Role.READER)).status_code == 200


def test_guessing_tokens_is_limited_by_address(visit: Callable[..., TestClient]) -> None:
    client = visit(rate_limit=3)
    answers = [client.get("/api/reader", headers={"Authorization": f"Bearer {n}"}).status_code for n in range(13)]
    assert answers == [401] * 12 + [429]


@pytest.mark.slow
def test_what_is_open_to_all_can_be_limited_too(visit: Callable[..., TestClient]) -> None:
    assert [visit().get("/api/hall").status_code for _ in range(4)] == [200] * 4
    client = visit()
    assert [client.get("/api/hall").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_zero_switches_all_limits_off(visit: Callable[..., TestClient]) -> None:
    client = visit(rate_limit=0)
    assert {client.get("/api/hall").status_code for _ in range(9)} == {200}
    assert {client.post("/api/login", params={"secret": "x"}).status_code for _ in range(30)} == {401}


def test_a_body_that_is_too_large_is_not_read(visit: Callable[..., TestClient]) -> None:
    app = house({})

    async def sink(request: Request) -> int:
        return len(await request.body())

    app.add_api_route("/api/sink", sink, methods=["POST"])
    with TestClient(app, base_url=HOME) as client:
        assert client.post("/api/sink", content=b"x" * MAX_BODY).json() == MAX_BODY
        for body in (b"x" * (MAX_BODY + 1), iter([b"x" * MAX_BODY, b"x"])):
            answer = client.post("/api/sink", content=body)
            assert (answer.status_code, answer.headers["content-type"]) == (413, "application/problem+json")
        said = {"Content-Length": "many"}
        assert client.post("/api/sink", content=b"x", headers=said).status_code == 413
