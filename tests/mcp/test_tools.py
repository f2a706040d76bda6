"""The tools of agents, through the official client over both transports."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp.client.stdio import StdioServerParameters, stdio_client

from decompose.bootstrap import Workspace
from decompose.mcp import make_server
from decompose.settings import Settings
from mcp import Client
from world import World, answer, claim, record

PROGRAM = str(Path(sys.executable).with_name("decompose"))
pytestmark = pytest.mark.slow
TOOLS = {"search", "resolve", "get_artifact", "compare", "why", "feedback"}
_NAME = "mcp-inspector"


def _inspector() -> str | None:
    """Where the Inspector lies: on the path, in this folder's node_modules, or where npx keeps it."""
    kept = (Path.home() / ".npm" / "_npx").glob(f"*/node_modules/.bin/{_NAME}")
    near = [Path("node_modules") / ".bin" / _NAME, *sorted(kept)]
    return shutil.which(_NAME) or next((str(each.resolve()) for each in near if each.exists()), None)


@pytest.fixture(scope="module")
def inspector() -> str:
    """Without one the test is skipped, or fails where DECOMPOSE_REQUIRE names inspector."""
    found = _inspector()
    if found is None:
        reason = f"no {_NAME}: npm install --global @modelcontextprotocol/inspector"
        if "inspector" in re.split(r"\W+", os.environ.get("DECOMPOSE_REQUIRE", "")):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The demo's database."""
    folder = tmp_path_factory.mktemp("mcp")
    url = f"sqlite:///{folder}/demo.db"
    subprocess.run([PROGRAM, "demo", "--db", url], check=True, capture_output=True)
    return url


@pytest.fixture
def workspace(url: str) -> Iterator[Workspace]:
    with Workspace(Settings(database_url=url)) as opened:
        yield opened


@pytest.fixture
def slugs(workspace: Workspace) -> list[str]:
    return [summary.slug for summary in workspace.catalog.artifacts()]


def call(workspace: Workspace, tool: str, **arguments: Any) -> Any:
    """The result of one call, through a client in this process."""

    async def ask() -> Any:
        async with Client(make_server(workspace)) as client:
            return await client.call_tool(tool, arguments)

    return anyio.run(ask)


def test_every_tool_says_what_it_is_for_when_not_and_what_it_answers(workspace: Workspace) -> None:
    async def listed() -> Any:
        async with Client(make_server(workspace)) as client:
            return await client.list_tools()

    tools = {tool.name: tool for tool in anyio.run(listed).tools}
    assert set(tools) == TOOLS
    for tool in tools.values():
        for part in ("Use it", "Do not use it", "Errors:", "Example:"):
            assert part in tool.description, tool.name
        json.loads(re.search(r"Example: (\{.*\})", tool.description, re.DOTALL).group(1))
        assert tool.title
        assert tool.annotations
        assert tool.annotations.destructive_hint is False
        assert tool.output_schema["properties"]
        assert all(each.get("description") or "$ref" in str(each) for each in tool.input_schema["properties"].values())
    assert tools["get_artifact"].annotations.read_only_hint is True
    assert tools["feedback"].annotations.read_only_hint is False


def test_a_search_resolves_and_learns(workspace: Workspace, slugs: list[str]) -> None:
    found = call(workspace, "search", query="classify content as safe or unsafe", limit=3).structured_content
    assert found["results"]
    first = found["results"][0]
    assert first["slug"] in slugs
    resolved = call(workspace, "resolve", intent="classify content as safe or unsafe", limit=1).structured_content
    [answer] = resolved["resolved"]
    assert answer["slug"] == first["slug"]
    assert answer["why"]
    assert answer["freshness"]["days"] >= 0
    said = {"search_id": resolved["search_id"], "slug": answer["slug"], "outcome": "success"}
    told = call(workspace, "feedback", **said, token=answer["callback_token"])
    assert told.structured_content["outcome"] == {answer["slug"]: "success"}
    again = call(workspace, "feedback", **said, token=answer["callback_token"])
    assert again.is_error
    assert "judged for this search already" in again.content[0].text
    forged = call(workspace, "feedback", **said | {"search_id": found["search_id"]}, token=answer["callback_token"])
    assert forged.is_error
    assert "belongs to another answer" in forged.content[0].text


def test_what_is_known_of_one_and_of_two(workspace: Workspace, slugs: list[str]) -> None:
    artifact = call(workspace, "get_artifact", slug=slugs[0]).structured_content
    assert artifact["slug"] == slugs[0]
    compared = call(workspace, "compare", a=slugs[1], b=slugs[0]).structured_content
    assert (compared["a"], compared["b"]) == (slugs[0], slugs[1])
    assert call(workspace, "why", a=slugs[0], b=slugs[1]).structured_content["rests_on"]


def test_why_tells_agents_no_words_that_are_said_no_more(world: World) -> None:
    """The command tells an operator which sentence went; an agent is told that the comparison is out of date."""
    gone = "Ebb stores readings in files of its own."
    for slug, words in (("ebb", gone), ("tide", "Tide stores readings.")):
        world.told(slug, answer(record("storage", claim(words))), words)
    world.workspace.compare.store("ebb", "tide")
    world.review.edit(world.item(gone).id, by="eve", text="Ebb stores readings.", quotes=[gone])
    asked = call(world.workspace, "why", a="tide", b="ebb")
    assert not asked.is_error
    assert (asked.structured_content["a"], asked.structured_content["stale"]) == ("ebb", True)
    differs = asked.structured_content["differs"]
    assert ".claims." in differs["path"]
    assert gone not in json.dumps(differs)
    assert gone in str(world.workspace.compare.why("tide", "ebb").differs)


@pytest.mark.parametrize("held", [("ebb",), ("ebb", "tide")])
def test_why_refuses_what_is_held_back_like_what_is_not_there(world: World, held: tuple[str, ...]) -> None:
    for slug in ("ebb", "tide"):
        world.told(slug, answer(record("storage", claim(f"{slug} stores readings."))), f"{slug} stores readings.")
    world.workspace.compare.store("ebb", "tide")
    world.workspace.publishing.hold(*held)
    refused = call(world.workspace, "why", a="tide", b="ebb")
    assert refused.is_error
    assert "held" not in refused.content[0].text
    assert "stores readings" not in refused.content[0].text
    world.workspace.publishing.release(*held)
    assert not call(world.workspace, "why", a="tide", b="ebb").is_error


def test_an_unknown_name_is_answered_with_near_ones(workspace: Workspace, slugs: list[str]) -> None:
    nearly = f"{slugs[0][:-1]}x"
    for tool, arguments in (("get_artifact", {"slug": nearly}), ("compare", {"a": nearly, "b": slugs[1]})):
        answer = call(workspace, tool, **arguments)
        assert answer.is_error
        assert f"no artifact {nearly}" in answer.content[0].text
        assert f"{slugs[0]} (" in answer.content[0].text


def test_nothing_found_is_an_honest_empty_list(workspace: Workspace) -> None:
    found = call(workspace, "search", query="zzyzx qwxyk")
    assert not found.is_error
    assert found.structured_content["results"] == []
    assert call(workspace, "compare", a="mixtral", b="mixtral").is_error


def test_arguments_of_the_wrong_sort_are_told(workspace: Workspace) -> None:
    for arguments in ({"query": ""}, {"query": "x", "limit": 0}, {"query": "x", "kind": "toaster"}, {}):
        answer = call(workspace, "search", **arguments)
        assert answer.is_error
        assert "Error executing tool" not in answer.content[0].text or "validation" in answer.content[0].text


# -- over the wire -----------------------------------------------------------------------------------------


@asynccontextmanager
async def over_stdio(url: str) -> AsyncIterator[Client]:
    parameters = StdioServerParameters(command=PROGRAM, args=["mcp", "--db", url])
    async with Client(stdio_client(parameters)) as client:
        yield client


@asynccontextmanager
async def over_http(url: str) -> AsyncIterator[Client]:
    with served(url) as address:
        async with Client(address) as client:
            yield client


class served:  # noqa: N801 - read as a verb
    """The program over streamable HTTP on a free port; the address that it prints."""

    def __init__(self, url: str) -> None:
        self._url = url

    def __enter__(self) -> str:
        command = [PROGRAM, "mcp", "--http", "--port", "0", "--db", self._url]
        self._process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
        assert self._process.stderr
        return self._process.stderr.readline().strip()

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.communicate(timeout=30)


@pytest.mark.parametrize("connected", [over_stdio, over_http])
def test_the_official_client_uses_every_tool(url: str, slugs: list[str], connected: Callable[[str], Any]) -> None:
    async def use() -> None:
        async with connected(url) as client:
            assert {tool.name for tool in (await client.list_tools()).tools} == TOOLS
            found = (await client.call_tool("search", {"query": slugs[0]})).structured_content
            first = found["results"][0]
            wish = {"intent": f"something with {first['name']}"}
            resolved = (await client.call_tool("resolve", wish)).structured_content
            assert resolved["resolved"]
            assert not (await client.call_tool("get_artifact", {"slug": first["slug"]})).is_error
            pair = {"a": slugs[0], "b": slugs[1]}
            for tool in ("compare", "why"):
                assert not (await client.call_tool(tool, pair)).is_error
            said = {"search_id": found["search_id"], "slug": first["slug"], "outcome": "failure"}
            told = await client.call_tool("feedback", said | {"token": first["callback_token"]})
            assert not told.is_error

    anyio.run(use)


def test_the_inspector_lists_and_calls_every_tool(inspector: str, url: str, slugs: list[str]) -> None:
    def inspect(target: list[str], *words: str) -> Any:
        done = subprocess.run(
            [inspector, "--cli", *target, *words], check=True, capture_output=True, text=True, timeout=120
        )
        return json.loads(done.stdout)

    def called(target: list[str], tool: str, **arguments: str) -> Any:
        given = [word for name, value in arguments.items() for word in ("--tool-arg", f"{name}={value}")]
        answer = inspect(target, "--method", "tools/call", "--tool-name", tool, *given)
        assert not answer.get("isError"), answer
        return answer["structuredContent"]

    with served(url) as address:
        for target in ([PROGRAM, "mcp", "--db", url], [address, "--transport", "http"]):
            assert {tool["name"] for tool in inspect(target, "--method", "tools/list")["tools"]} == TOOLS
            found = called(target, "search", query=slugs[0])
            first = found["results"][0]
            called(target, "resolve", intent="images")
            called(target, "get_artifact", slug=slugs[0])
            called(target, "compare", a=slugs[0], b=slugs[1])
            called(target, "why", a=slugs[0], b=slugs[1])
            said = {"search_id": found["search_id"], "slug": first["slug"], "token": first["callback_token"]}
            assert called(target, "feedback", **said, outcome="failure")["outcome"] == {first["slug"]: "failure"}
