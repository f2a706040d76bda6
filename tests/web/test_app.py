"""The site over HTTP: pages and twins, canonical addresses, tags, headers, and errors that help."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from decompose.errors import StoreError
from decompose.web.answers import SECURITY_HEADERS
from decompose.web.app import create_app
from page import facts
from web.memory import MemoryComparing, MemoryWorkspace

ADDRESSES = ("/", "/artifacts/atlas-7b", "/compare/atlas-7b/bison-vision", "/sources/rev-atlas")


@pytest.fixture(scope="module")
def site() -> Iterator[TestClient]:
    with TestClient(create_app(MemoryWorkspace()), follow_redirects=False) as client:
        yield client


def twin(address: str, suffix: str) -> str:
    return f"{'/index' if address == '/' else address}{suffix}"


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("suffix", "media_type"), [(".md", "text/markdown; charset=utf-8"), (".json", "application/json")]
)
def test_every_page_names_its_twins_and_they_are_there(
    site: TestClient, address: str, suffix: str, media_type: str
) -> None:
    answer = site.get(twin(address, suffix))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_type
    assert f'href="{twin(address, suffix)}"' in site.get(address).text


@pytest.mark.parametrize("address", [*ADDRESSES, "/compare/atlas-7b/bison-vision.json", "/sources/rev-atlas.md"])
def test_a_page_has_a_tag_and_is_not_sent_twice(site: TestClient, address: str) -> None:
    first = site.get(address)
    again = site.get(address, headers={"If-None-Match": f'"other", W/{first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert site.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize("address", ADDRESSES)
def test_head_answers_like_get_without_a_body(site: TestClient, address: str) -> None:
    head, get = site.head(address), site.get(address)
    assert head.status_code == 200
    assert head.headers["etag"] == get.headers["etag"]
    assert head.headers["content-length"] == get.headers["content-length"]


@pytest.mark.parametrize("suffix", ["", ".md", ".json"])
def test_the_other_order_leads_to_the_canonical_one_and_keeps_the_suffix(site: TestClient, suffix: str) -> None:
    answer = site.get(f"/compare/bison-vision/atlas-7b{suffix}")
    assert answer.status_code == 308
    assert answer.headers["location"] == f"/compare/atlas-7b/bison-vision{suffix}"


def test_an_artifact_is_not_compared_with_itself(site: TestClient) -> None:
    answer = site.get("/compare/atlas-7b/atlas-7b")
    assert answer.status_code == 404
    assert "atlas-7b is not compared with itself: name two artifacts" in answer.text


def test_a_pair_that_is_not_kept_is_shown_and_kept_from_search_engines(site: TestClient) -> None:
    for suffix in ("", ".md", ".json"):
        answer = site.get(f"/compare/atlas-7b/corpus-v2{suffix}")
        assert (answer.status_code, answer.headers["x-robots-tag"]) == (200, "noindex")
    assert "x-robots-tag" not in site.get("/compare/atlas-7b/bison-vision").headers


@pytest.mark.parametrize(
    "address", ["/artifacts/nix", "/compare/atlas-7b/nix", "/sources/nix", "/nowhere", "/index.pdf"]
)
def test_what_is_not_there_is_a_page_with_ways_on(site: TestClient, address: str) -> None:
    answer = site.get(address)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert 'href="/#artifacts"' in answer.text


def test_the_errors_own_sentence_reaches_the_reader_as_text(site: TestClient) -> None:
    assert "did you mean atlas-7b?" in site.get("/artifacts/atlas").text
    assert "<script>" not in site.get("/artifacts/<script>").text


def test_where_json_was_asked_for_an_error_is_problem_json(site: TestClient) -> None:
    answer = site.get("/artifacts/nix.json")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == answer.status_code == 404
    assert "nix" in answer.json()["detail"]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_written(site: TestClient, method: str) -> None:
    answer = getattr(site, method)("/artifacts/atlas-7b")
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}


@pytest.mark.parametrize("address", [*ADDRESSES, "/nowhere", "/healthz", "/compare/bison-vision/atlas-7b"])
def test_every_answer_has_the_security_headers(site: TestClient, address: str) -> None:
    headers = site.get(address).headers
    assert {name: headers[name] for name in SECURITY_HEADERS} == dict(SECURITY_HEADERS)
    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")


def test_style_and_script_have_names_that_change_with_them_and_may_be_kept(site: TestClient) -> None:
    page = site.get("/").text
    names = [part.split('"')[0] for part in page.split('"/static/')[1:]]
    assert len(names) == 3
    for name in names:
        answer = site.get(f"/static/{name}")
        assert answer.status_code == 200
        assert "immutable" in answer.headers["cache-control"]
    assert site.get("/static/app.css").status_code == 404


def test_the_sitemap_lists_every_public_page_and_no_other() -> None:
    with TestClient(create_app(MemoryWorkspace(), site_url="https://example.org/")) as client:
        text = client.get("/sitemap.xml").text
        places = [part.split("<")[0] for part in text.split("<loc>https://example.org")[1:]]
        assert set(places) == {
            "/",
            "/methodology",
            "/browse/all/1",
            "/browse/model/1",
            "/browse/dataset/1",
            "/browse/comparisons/1",
            "/artifacts/atlas-7b",
            "/artifacts/bison-vision",
            "/artifacts/corpus-v2",
            "/sources/rev-atlas",
            "/sources/rev-bison",
            "/compare/atlas-7b/bison-vision",
        }
        assert all(client.get(place).status_code == 200 for place in places)


def test_the_site_says_that_it_lives(site: TestClient) -> None:
    assert site.get("/healthz").text == "ok\n"


class _Failing(MemoryComparing):
    def __init__(self, error: Exception) -> None:
        super().__init__(MemoryWorkspace().catalog)
        object.__setattr__(self, "error", error)

    def view(self, a: str, b: str) -> facts.Compared:
        raise self.error  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("error", "status"), [(StoreError("disk /var/secret is gone"), 503), (RuntimeError("secret"), 500)]
)
def test_what_broke_inside_stays_inside(error: Exception, status: int) -> None:
    class Workspace(MemoryWorkspace):
        compare = _Failing(error)

    with TestClient(create_app(Workspace()), raise_server_exceptions=False) as client:
        answer = client.get("/compare/atlas-7b/bison-vision")
    assert answer.status_code == status
    assert "secret" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_no_twin_says_what_is_refused(site: TestClient) -> None:
    for address in (*ADDRESSES, "/artifacts/corpus-v2", "/compare/atlas-7b/corpus-v2"):
        for suffix in (".md", ".json"):
            text = site.get(twin(address, suffix)).text
            assert not any(
                words in text for words in (facts.REFUSED, facts.REJECTED, facts.QUARANTINED, facts.WITHHELD)
            )


@pytest.mark.slow
def test_pages_are_made_without_the_web_framework() -> None:
    code = "import sys, decompose.page, decompose.page.render, decompose.web; print('fastapi' in sys.modules)"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout == "False\n"
