"""Logging in with a provider of identities: out, back, and every reason to let nobody in."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from fastapi.testclient import TestClient

from decompose.bootstrap import Workspace
from decompose.domain.access import Role
from decompose.errors import ConfigurationError
from decompose.web.access import COOKIE, LOGINS_PER_MINUTE
from decompose.web.app import create_app
from decompose.web.provider import ON_THE_WAY
from web.identity import CLIENT, SECRET, Identities, foreign, identities, says, shared
from world import World

HOME = "http://localhost"
ROLES = (("desk", "editor"), ("ops", "operator"), ("*", "reader"))
SETTINGS: dict[str, Any] = {"oidc_client_id": CLIENT, "oidc_client_secret": SECRET, "oidc_roles": ROLES}
Settle = Callable[..., Workspace]


@pytest.fixture
def provider(world: World) -> Iterator[Identities]:
    with identities(world.clock.now) as listening:
        listening.said["groups"] = ["desk"]
        yield listening


@pytest.fixture
def settle(world: World, provider: Identities) -> Iterator[Settle]:
    """Opens the world's database with the provider in the settings."""
    opened: list[Workspace] = []

    def settled(**other: Any) -> Workspace:
        settings = replace(world.workspace.settings, oidc_issuer=provider.issuer, **(SETTINGS | other))
        opened.append(Workspace(settings, now=world.clock, new_id=world.workspace.new_id))
        return opened[-1]

    yield settled
    for workspace in opened:
        workspace.__exit__(None, None, None)


def visitor(workspace: Workspace, base: str = HOME, **given: Any) -> TestClient:
    app = create_app(workspace, **({"rate_limit": 0} | given))
    return TestClient(app, base_url=base, follow_redirects=False, raise_server_exceptions=False)


def sent_back(client: TestClient, target: str = "/desk/stats") -> str:
    """Where the provider sends a browser that the desk sent to it."""
    out = client.get("/desk/oidc", params={"next": target})
    assert out.status_code == 303
    return httpx2.get(out.headers["location"], follow_redirects=False).headers["location"]


# -- coming in ---------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_whoever_the_provider_vouches_for_comes_in_with_the_role_of_his_groups(settle: Settle) -> None:
    workspace = settle()
    client = visitor(workspace)
    assert "Log in with localhost" in client.get("/desk").text
    answer = client.get(sent_back(client))
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/stats")
    page = client.get("/desk/stats")
    assert page.status_code == 200
    assert "Eve" in page.text
    [token] = workspace.access.tokens()
    assert (token.name, token.role) == ("Eve", Role.EDITOR)


def test_a_browser_carries_no_word_of_the_provider_and_no_script_can_read_its_cookies(settle: Settle) -> None:
    client = visitor(settle(), "https://localhost")
    out = client.get("/desk/oidc")
    asked = parse_qs(urlsplit(out.headers["location"]).query)
    assert asked["redirect_uri"] == ["https://localhost/desk/oidc/callback"]
    assert set(asked) >= {"state", "nonce", "code_challenge"}
    assert "code_verifier" not in asked
    for cookie in (out.headers["set-cookie"], client.get(sent_back(client)).headers["set-cookie"]):
        assert {"httponly", "secure", "samesite=lax"} <= {part.strip() for part in cookie.lower().split(";")}


def test_the_address_of_the_settings_is_the_one_to_come_back_to(settle: Settle) -> None:
    out = visitor(settle(), site_url="https://desk.example.org/").get("/desk/oidc")
    assert parse_qs(urlsplit(out.headers["location"]).query)["redirect_uri"] == [
        "https://desk.example.org/desk/oidc/callback"
    ]


@pytest.mark.parametrize("target", ["https://example.org", "//example.org", "/desk\\evil", "/search"])
def test_nobody_is_led_elsewhere_by_a_login(settle: Settle, target: str) -> None:
    client = visitor(settle())
    assert client.get(sent_back(client, target)).headers["location"] == "/desk"


@pytest.mark.slow
def test_a_role_is_that_of_the_last_login_and_a_revoked_token_stays_out(settle: Settle, provider: Identities) -> None:
    workspace = settle()
    client = visitor(workspace)
    client.get(sent_back(client))
    provider.said["groups"] = ["ops", "desk"]
    client.get(sent_back(client))
    [token] = workspace.access.tokens()
    assert token.role is Role.OPERATOR
    workspace.access.revoke(token.id)
    assert client.get("/desk/stats").status_code == 401
    assert client.get(sent_back(client)).status_code == 403


@pytest.mark.slow
def test_whoever_comes_back_without_a_role_is_out_everywhere_until_he_has_one_again(
    settle: Settle, provider: Identities
) -> None:
    workspace = settle(oidc_roles=(("desk", "editor"),))
    client, other = visitor(workspace), visitor(workspace)
    client.get(sent_back(client))
    assert client.get("/desk/stats").status_code == 200
    provider.said["groups"] = []
    assert other.get(sent_back(other)).status_code == 403
    assert client.get("/desk/stats").status_code == 401
    provider.said["groups"] = ["desk"]
    assert other.get(sent_back(other)).status_code == 303
    assert other.get("/desk/stats").status_code == 200


@pytest.mark.slow
def test_nobody_takes_the_name_of_somebody_else(settle: Settle, provider: Identities) -> None:
    workspace = settle()
    workspace.access.create("Eve", Role.ADMIN)
    for subject in ("eve-1", "eve-2", "eve-1"):
        provider.said["sub"] = subject
        client = visitor(workspace)
        client.get(sent_back(client))
    assert sorted(token.name for token in workspace.access.tokens()) == ["Eve", "Eve (eve-1)", "Eve (eve-2)"]


def test_a_house_with_a_provider_is_open_to_nobody_who_is_not_known(settle: Settle) -> None:
    assert visitor(settle()).get("/desk").status_code == 401


# -- staying out -------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "goes_wrong",
    [
        says(nonce="of another login"),
        says(nonce=None),
        says(exp=1_700_000_000),
        says(exp=None),
        says(iat=None),
        says(sub=None),
        says(sub=7),
        says(iss="https://elsewhere.example.org"),
        says(aud="another client"),
        says(aud=[CLIENT, "another"], azp="another"),
        foreign,
        shared,
    ],
    ids=lambda case: getattr(case, "__name__", "says"),
)
def test_a_token_that_is_not_of_this_provider_for_us_and_for_this_login_opens_nothing(
    settle: Settle, provider: Identities, goes_wrong: Callable[[Identities], None]
) -> None:
    workspace = settle()
    client = visitor(workspace)
    goes_wrong(provider)
    answer = client.get(sent_back(client))
    assert answer.status_code == 401
    assert "does not vouch" in answer.text
    assert 'name="next" value="/desk"' in answer.text
    assert client.get("/desk/stats").status_code == 401
    assert workspace.access.tokens() == ()


@pytest.mark.parametrize(
    "spoil", [("state=", "state=x"), ("state=", "other="), ("code=code", "code=x"), ("code=", "error=")]
)
def test_an_answer_to_a_question_that_was_not_asked_opens_nothing(settle: Settle, spoil: tuple[str, str]) -> None:
    client = visitor(settle())
    assert client.get(sent_back(client).replace(*spoil)).status_code == 401
    assert client.get("/desk/stats").status_code == 401


@pytest.mark.slow
def test_a_code_is_good_once_and_in_the_browser_that_was_sent(settle: Settle) -> None:
    workspace = settle()
    client, other = visitor(workspace), visitor(workspace)
    back = sent_back(client)
    assert other.get(back).status_code == 401
    sent_back(other)
    assert other.get(back).status_code == 401
    assert client.get(back).status_code == 303
    assert client.get(back).status_code == 401
    forged = visitor(workspace)
    forged.cookies.set(ON_THE_WAY, client.cookies[COOKIE])
    assert forged.get(sent_back(client)).status_code == 401


@pytest.mark.slow
@pytest.mark.parametrize("roles", [(("ops", "admin"),), (("none", "editor"),)])
def test_whoever_has_no_role_here_is_told_which_setting_gives_one(settle: Settle, roles: tuple[Any, ...]) -> None:
    client = visitor(settle(oidc_roles=roles))
    answer = client.get(sent_back(client))
    assert answer.status_code == 403
    assert "DECOMPOSE_OIDC_ROLES" in answer.text


@pytest.mark.slow
def test_a_provider_that_is_down_or_calls_itself_otherwise_is_no_error_of_ours(
    settle: Settle, provider: Identities
) -> None:
    client = visitor(settle())
    back = sent_back(client)
    provider.is_down = True
    assert client.get("/desk/oidc").status_code == client.get(back).status_code == 503
    provider.is_down, provider.issuer = False, "https://elsewhere.example.org"
    assert client.get("/desk/oidc").status_code == 503


@pytest.mark.slow
def test_logins_are_limited_by_address(settle: Settle) -> None:
    client = visitor(settle(), rate_limit=600, clock=lambda: 0.0)
    answers = [client.get("/desk/oidc/callback?code=x&state=y").status_code for _ in range(LOGINS_PER_MINUTE + 1)]
    assert answers == [401] * LOGINS_PER_MINUTE + [429]


# -- settings ----------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_without_a_provider_there_is_no_such_page_and_its_library_is_not_imported(world: World) -> None:
    client = visitor(world.workspace)
    assert "Log in with" not in client.get("/desk/login").text
    assert client.get("/desk/oidc").status_code == client.get("/desk/oidc/callback").status_code == 404
    looks = "import sys, decompose.web.app, decompose.bootstrap; print({'authlib', 'joserfc'} & set(sys.modules))"
    said = subprocess.run([sys.executable, "-c", looks], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "set()"


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"oidc_client_id": None}, "CLIENT_ID"),
        ({"oidc_roles": ()}, "OIDC_ROLES"),
        ({"oidc_roles": (("desk", "king"),)}, "king"),
        ({"oidc_issuer": "http://login.example.org"}, "https"),
    ],
)
def test_half_a_provider_is_refused_with_the_remedy(world: World, other: dict[str, Any], sentence: str) -> None:
    settings = replace(world.workspace.settings, **({"oidc_issuer": "https://login.example.org"} | SETTINGS | other))
    with pytest.raises(ConfigurationError, match=sentence):
        _ = Workspace(settings).provider
