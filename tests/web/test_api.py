"""The API over HTTP: the JSON of the pages, page by page, with errors as problem+json and an OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from decompose.web.answers import SECURITY_HEADERS
from decompose.web.app import create_app
from web.memory import MemoryWorkspace


@pytest.fixture(scope="module")
def api() -> Iterator[TestClient]:
    with TestClient(create_app(MemoryWorkspace()), base_url="http://testserver/api/v1/") as client:
        yield client


@pytest.mark.parametrize(
    ("address", "twin"),
    [
        ("artifacts/atlas-7b", "/artifacts/atlas-7b.json"),
        ("compare/atlas-7b/bison-vision", "/compare/atlas-7b/bison-vision.json"),
        ("compare/bison-vision/atlas-7b", "/compare/atlas-7b/bison-vision.json"),
    ],
)
def test_an_answer_is_the_json_twin_of_the_page(api: TestClient, address: str, twin: str) -> None:
    answer = api.get(address)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json() == api.get(f"http://testserver{twin}").json()


def test_an_answer_has_a_tag_and_the_security_headers(api: TestClient) -> None:
    first = api.get("artifacts")
    assert api.get("artifacts", headers={"If-None-Match": first.headers["etag"]}).status_code == 304
    assert {name: first.headers[name] for name in SECURITY_HEADERS} == dict(SECURITY_HEADERS)


def test_pages_of_a_list_follow_one_another_without_gap_or_repeat(api: TestClient) -> None:
    seen, cursor = [], ""
    while cursor is not None:
        answer = api.get("artifacts", params={"limit": 1, "cursor": cursor}).json()
        assert answer["total"] == 3
        seen += [item["slug"] for item in answer["items"]]
        cursor = answer["next"]
    assert seen == ["atlas-7b", "bison-vision", "corpus-v2"]


@pytest.mark.parametrize(
    ("method", "address", "status", "words"),
    [
        ("GET", "artifacts/nix", 404, "did you mean atlas-7b?"),
        ("GET", "compare/atlas-7b/atlas-7b", 404, "name two artifacts"),
        ("GET", "artifacts?limit=0", 422, "limit: Input should be greater than or equal to 1"),
        ("GET", "nowhere", 404, "/api/v1/openapi.json"),
        ("POST", "artifacts", 405, "does not take the method"),
    ],
)
def test_an_error_is_a_problem_with_a_way_on(
    api: TestClient, method: str, address: str, status: int, words: str
) -> None:
    answer = api.request(method, address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert words in answer.json()["detail"]


def test_the_openapi_document_describes_the_api_and_no_page(api: TestClient) -> None:
    document = api.get("openapi.json").json()
    assert all(path.startswith("/api/v1/") for path in document["paths"])
    assert {"/api/v1/artifacts", "/api/v1/artifacts/{slug}", "/api/v1/compare/{a}/{b}"} <= set(document["paths"])
    for operations in document["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
            assert operation["description"]
            assert all("problem+json" in str(said) for code, said in operation["responses"].items() if code >= "400")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("artifacts/atlas-instruct", "/api/v1/artifacts/atlas-7b"),
        ("compare/bison-vision/atlas-instruct", "/api/v1/compare/atlas-7b/bison-vision"),
    ],
)
def test_a_renamed_artifact_is_found_under_its_old_name(api: TestClient, old: str, new: str) -> None:
    answer = api.get(old, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (308, new)
    assert answer.headers["cache-control"] == "no-cache"
    assert api.get(old).json() == api.get(f"http://testserver{new}").json()


def test_two_names_of_one_artifact_are_not_compared(api: TestClient) -> None:
    assert api.get("compare/atlas-7b/atlas-instruct").status_code == 404


@pytest.mark.parametrize("address", ["artifacts", "artifacts/atlas-7b", "compare/atlas-7b/bison-vision"])
def test_what_can_be_read_gives_its_headers_alone(api: TestClient, address: str) -> None:
    head, read = api.head(address), api.get(address)
    assert head.status_code == 200
    assert head.headers["etag"] == read.headers["etag"]


def test_the_document_declares_what_was_removed_renamed_or_is_too_large(api: TestClient) -> None:
    paths = api.get("openapi.json").json()["paths"]
    for path in ("/api/v1/artifacts/{slug}", "/api/v1/compare/{a}/{b}"):
        assert {"308", "404", "410"} <= set(paths[path]["get"]["responses"])
        assert "head" not in paths[path]
    posted = [operations["post"] for operations in paths.values() if "post" in operations]
    assert all("413" in operation["responses"] for operation in posted)
