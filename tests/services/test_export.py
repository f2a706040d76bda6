"""The site as files: whole, checked, written only where something changed, and clean of what is gone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import pytest

from decompose.domain.artifact import LONGEST_SLUG, slug_for
from decompose.errors import UsageError
from decompose.page import render
from decompose.services.catalog import Catalog
from decompose.services.export import LIST, Exported
from decompose.store import publishing
from world import World, answer, claim, record

TIDE, EBB = "Tide stores readings of a harbour.", "Ebb draws charts of a coast."


@pytest.fixture
def harbour(world: World) -> World:
    for slug, sentence in (("tide", TIDE), ("ebb", EBB)):
        world.told(slug, answer(record(f"work of {slug}", claim(sentence))), sentence)
    world.workspace.compare.store("tide", "ebb")
    return world


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


def export(world: World, site: Path) -> Exported:
    return world.workspace.export(site)


def files(site: Path) -> dict[str, bytes]:
    return {str(path.relative_to(site)): path.read_bytes() for path in sorted(site.rglob("*")) if path.is_file()}


@pytest.mark.slow
def test_every_page_is_there_with_its_twins_and_every_link_leads_somewhere(harbour: World, site: Path) -> None:
    done = export(harbour, site)
    there = files(site)
    for page in (
        "index.html",
        "artifacts/tide/index.html",
        "compare/ebb/tide/index.html",
        "browse/all/1/index.html",
        "methodology/index.html",
    ):
        assert page in there
    for twin in (
        "index.md",
        "index.json",
        "artifacts/tide.md",
        "compare/ebb/tide.json",
        "sitemap.xml",
        "feed.xml",
        "changes.xml",
    ):
        assert twin in there
    assert TIDE in there["artifacts/tide/index.html"].decode()
    assert len(done.written) == len(there) - 1
    assert done.broken == ()


@pytest.mark.slow
def test_nothing_is_written_where_nothing_changed(harbour: World, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = export(harbour, site)
    before = {path: path.stat().st_mtime_ns for path in site.rglob("*") if path.is_file() and path.name != LIST}
    monkeypatch.setattr(render, "_render", None)
    again = export(harbour, site)
    assert (again.written, again.unchanged, again.deleted) == ([], len(first.written), [])
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.parametrize("act", ["hold", "remove"])
def test_what_goes_out_of_sight_while_the_site_is_written_takes_nothing_else_along(
    harbour: World, site: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    sources = Catalog.listed_sources

    def then_gone(self: Catalog, after: str, limit: int) -> Mapping[str, Sequence[str]]:
        found = sources(self, after, limit)
        if "ebb" in found:
            getattr(harbour.workspace.publishing, act)("ebb")
        return found

    monkeypatch.setattr(Catalog, "listed_sources", then_gone)
    export(harbour, site)
    there = files(site)
    assert "artifacts/tide/index.html" in there
    assert "sitemap.xml" in there
    assert not [name for name in there if name.startswith(("artifacts/ebb", "compare/ebb"))]


@pytest.mark.slow
def test_a_change_is_written_to_the_pages_that_show_it(harbour: World, site: Path) -> None:
    export(harbour, site)
    harbour.score("tide,0.5,0.5,0.5,0.5,0.5")
    harbour.workspace.compare.store("tide", "ebb")
    written = set(export(harbour, site).written)
    assert {"artifacts/tide/index.html", "artifacts/tide.json", "compare/ebb/tide/index.html"} <= written
    assert not any(name.startswith(("artifacts/ebb", "artifacts/noise", "sources/", "static/")) for name in written)


@pytest.mark.slow
def test_what_is_gone_is_deleted_and_what_others_put_there_is_not(harbour: World, site: Path) -> None:
    export(harbour, site)
    (site / "artifacts" / "note.txt").write_text("mine")
    harbour.workspace.publishing.hold("ebb")
    done = export(harbour, site)
    assert {"artifacts/ebb/index.html", "compare/ebb/tide.md"} <= set(done.deleted)
    assert not (site / "artifacts" / "ebb").exists()
    assert (site / "artifacts" / "note.txt").read_text() == "mine"
    assert done.broken == ()
    harbour.workspace.publishing.release("ebb")
    assert "artifacts/ebb/index.html" in export(harbour, site).written


@pytest.mark.slow
def test_a_site_loses_all_its_artifacts_only_where_it_may(harbour: World, site: Path) -> None:
    export(harbour, site)
    before = files(site)
    for summary in harbour.workspace.catalog.browse(None, 0, 10):
        harbour.workspace.publishing.hold(summary.slug)
    with pytest.raises(UsageError, match=r"shows no artifact.*check --db, or add --empty"):
        export(harbour, site)
    assert files(site) == before
    assert "artifacts/tide/index.html" in harbour.workspace.export(site, may_empty=True).deleted
    assert export(harbour, site).deleted == []


@pytest.mark.slow
def test_a_file_that_somebody_cut_short_is_written_again(harbour: World, site: Path) -> None:
    export(harbour, site)
    (site / "artifacts" / "tide.md").write_text("")
    assert export(harbour, site).written == ["artifacts/tide.md"]


@pytest.mark.slow
def test_an_old_name_leads_to_the_new_one(harbour: World, site: Path) -> None:
    harbour.workspace.publishing.rename("tide", "waves")
    export(harbour, site)
    assert 'url=/artifacts/waves"' in (site / "artifacts" / "tide" / "index.html").read_text()


@pytest.mark.slow
def test_a_name_that_an_artifact_has_today_is_its_page_and_leads_nowhere_else(harbour: World, site: Path) -> None:
    harbour.workspace.publishing.rename("tide", "waves")
    harbour.workspace.publishing.rename("waves", "tide")
    with harbour.database.writing() as session:  # as older programs left them
        publishing.redirect(session, "tide", "tide", harbour.clock.now)
    export(harbour, site)
    assert TIDE in (site / "artifacts" / "tide" / "index.html").read_text()
    assert 'url=/artifacts/tide"' in (site / "artifacts" / "waves" / "index.html").read_text()


class Killed(BaseException):
    """Stands for a process that is gone in the middle."""


def break_off(world: World, site: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """An export that ends when it has written half of that file."""
    whole = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if target == site / name:
            raise Killed
        return whole(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace)
        with pytest.raises(Killed):
            export(world, site)


@pytest.mark.parametrize("name", [LIST, "index.html", "artifacts/tide.json", "robots.txt"])
def test_a_first_export_that_broke_off_is_continued(
    harbour: World, site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    break_off(harbour, site, monkeypatch, name)
    export(harbour, site)
    export(harbour, tmp_path / "other")
    assert files(site) == files(tmp_path / "other")


@pytest.mark.parametrize("is_first", [True, False])
def test_what_an_export_wrote_that_broke_off_is_deleted_where_it_is_out_of_sight_since(
    harbour: World, site: Path, monkeypatch: pytest.MonkeyPatch, *, is_first: bool
) -> None:
    if not is_first:
        harbour.workspace.publishing.hold("ebb")
        export(harbour, site)
        harbour.workspace.publishing.release("ebb")
    break_off(harbour, site, monkeypatch, "artifacts/ebb.json")
    assert "artifacts/ebb/index.html" in files(site)
    harbour.workspace.publishing.hold("ebb")
    export(harbour, site)
    assert not [name for name in files(site) if "ebb" in name or name.endswith(".partial")]


def test_a_folder_of_other_things_is_left_alone(harbour: World, site: Path) -> None:
    site.mkdir()
    (site / "thesis.txt").write_text("years of work")
    with pytest.raises(UsageError, match="holds files that no export wrote"):
        export(harbour, site)
    assert list(site.iterdir()) == [site / "thesis.txt"]


def test_a_link_that_leads_nowhere_is_reported(harbour: World, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = render.render_source
    monkeypatch.setattr(
        "decompose.services.pages.render_source",
        lambda *given: whole(*given).replace('href="/artifacts/tide"', 'href="/artifacts/tides"'),
    )
    [broken] = {(link.file.split("/")[0], link.href) for link in export(harbour, site).broken}
    assert broken == ("sources", "/artifacts/tides")


@pytest.fixture
def served(site: Path) -> Iterator[Callable[[str], str]]:
    """Any web server will do; this one knows nothing but files."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    site.mkdir()
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()

        def read(path: str) -> str:
            with urlopen(f"http://127.0.0.1:{server.server_port}{path}") as answer:
                return str(answer.read().decode())

        yield read
        server.shutdown()
        thread.join()


@pytest.mark.slow
def test_any_web_server_gives_out_the_same_addresses(harbour: World, site: Path, served: Callable[[str], str]) -> None:
    export(harbour, site)
    assert TIDE in served("/artifacts/tide")
    assert TIDE in served("/compare/ebb/tide.md")
    assert json.loads(served("/artifacts/tide.json"))["slug"] == "tide"


def test_the_pages_of_the_longest_slugs_have_files(world: World, site: Path) -> None:
    for letter in "ab":
        world.ingest(world.document(f"{letter * 250}.md", f"# {letter}", f"It stores {letter * 5} in a file."))
    first, second = (slug_for(letter * 250, "") for letter in "ab")
    assert len(first) == LONGEST_SLUG
    world.workspace.compare.store(first, second)
    export(world, site)
    assert f"compare/{first}/{second}.json" in files(site)
