"""Pages from the store: beside their own template, beside an empty answer, and in a catalogue that grows.

The large catalogue has 2,000 artifacts and the small one, which is exported, a tenth of it. BENCH_FULL=1: the large one
has 10,000 and is exported itself, which takes a quarter of an hour.
"""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from fastapi import FastAPI, Response
from fastapi.testclient import TestClient
from sqlmodel import Session

from decompose.bootstrap import Workspace
from decompose.domain.artifact import Artifact, Kind
from decompose.domain.capability import Capability, CapabilityStatus, Claim, ClaimStatus
from decompose.page.render import Site, render_compare
from decompose.services.pages import Page, Pages
from decompose.settings import Settings
from decompose.store import artifacts, capabilities
from decompose.web.app import create_app

FROM_STORE, NOT_CHANGED, FLAT = 5.0, 2.0, 1.4
_RUNS = 60
_IS_FULL = os.environ.get("BENCH_FULL") == "1"
_LARGE = 10_000 if _IS_FULL else 2_000
_PAIR = "/compare/a-00000/a-00001"
_JOBS = ("storage of readings", "drawing of charts", "forecast of levels", "export of tables", "search by station")


def _record(slug: str, number: int, job: str) -> Capability:
    told = (
        ("description", f"{slug} does the {job} of harbour {number} in a way of its own."),
        ("limitations", f"It holds at most {number + 2} harbours."),
    )
    claims = tuple(Claim(f"{slug}-{number}-{name}", name, text, ClaimStatus.VERIFIED) for name, text in told)
    return Capability(f"{slug}-{number}", job, CapabilityStatus.PUBLISHED, claims, (f"need {job}",))


def catalogue(folder: Path, size: int) -> Workspace:
    """A database of so many artifacts with five records each, and a stored comparison for twenty of them."""
    workspace = Workspace(Settings(database_url=f"sqlite:///{folder}/of-{size}.db"))
    kinds = list(Kind)
    with workspace.database.writing() as session:
        for number in range(size):
            _fill(session, f"a-{number:05}", kinds[number % len(kinds)], workspace)
    for number in range(0, size // 10, 2):
        workspace.compare.store(f"a-{number:05}", f"a-{number + 1:05}")
    return workspace


def _fill(session: Session, slug: str, kind: Kind, workspace: Workspace) -> None:
    artifacts.save(session, Artifact(slug, slug.title(), kind), workspace.now())
    records = [_record(slug, place, job) for place, job in enumerate(_JOBS)]
    capabilities.save_all(session, slug, records, (), decomposition_id=None)


def seconds(work: Callable[[], object], runs: int = _RUNS) -> list[float]:
    """What each of several runs took of the processor, all threads together: others on the machine do not count."""
    work()
    found = []
    for _ in range(runs):
        started = time.process_time()
        work()
        found.append(time.process_time() - started)
    return found


def p95(found: list[float]) -> float:
    return statistics.quantiles(found, n=20)[-1]


def _say(what: str, value: float, limit: float) -> int:
    is_over = value > limit
    print(f"{what:64} {value:6.2f}  (limit {limit}){'  OVER' if is_over else ''}")
    return int(is_over)


def from_store(workspace: Workspace) -> int:
    pages = Pages(workspace.catalog, workspace.compare, Site(), workspace.methodology)
    compared = workspace.compare.view("a-00000", "a-00001")

    def read_and_render() -> str:
        found = pages.at(_PAIR)
        assert isinstance(found, Page)
        return found.render()

    ratio = p95(seconds(read_and_render)) / p95(seconds(lambda: render_compare(compared)))
    return _say("a comparison from the store, against its template alone (p95)", ratio, FROM_STORE)


def not_changed(workspace: Workspace) -> int:
    empty = FastAPI(openapi_url=None)
    empty.add_api_route("/nothing", lambda: Response(status_code=304), response_class=Response)
    with TestClient(create_app(workspace, rate_limit=0)) as site, TestClient(empty) as bare:
        named = {"If-None-Match": site.get(_PAIR).headers["etag"]}
        assert site.get(_PAIR, headers=named).status_code == 304
        ours = statistics.median(seconds(lambda: site.get(_PAIR, headers=named), 4 * _RUNS))
        theirs = statistics.median(seconds(lambda: bare.get("/nothing", headers=named), 4 * _RUNS))
    return _say("a 304, against an empty answer of the framework (median)", ours / theirs, NOT_CHANGED)


def flat(small: Workspace, large: Workspace) -> int:
    over = 0
    for path in ("/", "/artifacts/a-00003", _PAIR):
        took = [statistics.median(seconds(_rendering(workspace, path), 20)) for workspace in (small, large)]
        over += _say(f"{path} of {_LARGE} artifacts, against {_LARGE // 10}", took[1] / took[0], FLAT)
    return over


def _rendering(workspace: Workspace, path: str) -> Callable[[], str]:
    pages = Pages(workspace.catalog, workspace.compare, Site(), workspace.methodology)
    return lambda: pages.at(path).render()  # type: ignore[union-attr]


def exported(workspace: Workspace, folder: Path) -> int:
    started = time.perf_counter()
    first = workspace.export(folder / "site")
    took = time.perf_counter() - started
    with workspace.database.writing() as session:
        renamed = artifacts.get_one(session, "a-00007")
        artifacts.save(session, Artifact("a-00007", "Renamed", renamed.kind), workspace.now())
    started = time.perf_counter()
    again = workspace.export(folder / "site")
    print(f"export: {len(first.written)} files in {took:.0f} s; after one change {time.perf_counter() - started:.0f} s")
    lists = ("browse/", "index", "feed", "llms")
    told = [name for name in again.written if "a-00007" not in name and not name.startswith(lists)]
    print(f"written then: {len(again.written)} files, the first of them {again.written[:6]}")
    return _say("files written that do not show what changed", len(told), 3)


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with catalogue(folder, _LARGE // 10) as small, catalogue(folder, _LARGE) as large:
            return (
                from_store(small)
                + not_changed(small)
                + flat(small, large)
                + exported(large if _IS_FULL else small, folder)
            )
