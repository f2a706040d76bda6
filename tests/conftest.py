"""Databases for tests: a SQLite file, and a Postgres schema where a server is there; each with noise in it."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import create_engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from schemas import Schemas
from world import World, make_noise

POSTGRES = os.environ.get("DECOMPOSE_TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/test")

# Every run tries the same examples; how long one takes is a matter for the bench.
settings.register_profile("seeded", derandomize=True, deadline=None)
settings.load_profile("seeded")


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """The address of a server; without one the test is skipped, or fails where DECOMPOSE_REQUIRE names postgres."""
    url = make_url(POSTGRES).set(drivername="postgresql+psycopg")
    engine = create_engine(url, connect_args={"connect_timeout": 3})
    try:
        with engine.connect():
            pass
    except SQLAlchemyError as exc:
        reason = f"no Postgres at {url.render_as_string()} (DECOMPOSE_TEST_POSTGRES_URL): {str(exc).splitlines()[0]}"
        if "postgres" in re.split(r"\W+", os.environ.get("DECOMPOSE_REQUIRE", "")):
            pytest.fail(reason)
        pytest.skip(reason)
    finally:
        engine.dispose()
    return POSTGRES


@pytest.fixture(scope="session")
def schemas(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Schemas]:
    made = Schemas(make_url(postgres_server), tmp_path_factory.mktemp("noise"))
    yield made
    made.close()


@pytest.fixture
def postgres_url(schemas: Schemas) -> Iterator[Callable[[], str]]:
    """Makes empty schemas, each of which is a database of its own to the program; they are dropped afterwards."""
    names: list[str] = []

    def make() -> str:
        names.append(schemas.empty())
        return schemas.url(names[-1])

    yield make
    schemas.drop(*names)


@pytest.fixture
def noisy_url(schemas: Schemas) -> Iterator[Callable[[], str]]:
    """Gives out schemas with noise in them; other tests have them afterwards."""
    names: list[str] = []

    def give() -> str:
        names.append(schemas.noisy())
        return schemas.url(names[-1])

    yield give
    for name in names:
        schemas.give_back(name)


@pytest.fixture(scope="session")
def noisy_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite database with noise in it, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("noise")
    world = World(f"sqlite:///{folder}/noisy.db", folder)
    make_noise(world)
    world.close()
    return folder / "noisy.db"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def backend(request: pytest.FixtureRequest) -> str:
    """The test runs on SQLite, and again on Postgres."""
    return str(request.param)


@pytest.fixture
def empty_url(backend: str, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], str]:
    """Makes addresses of databases in which nothing is."""
    if backend == "postgres":
        return request.getfixturevalue("postgres_url")
    names = iter(range(100))
    return lambda: f"sqlite:///{tmp_path}/empty-{next(names)}.db"


@pytest.fixture
def new_world(
    backend: str, tmp_path: Path, noisy_file: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[], World]]:
    """Makes worlds, each with a database of its own with noise in it; they share one folder of documents."""
    worlds: list[World] = []

    def make() -> World:
        if backend == "postgres":
            world = World(request.getfixturevalue("noisy_url")(), tmp_path)
        else:
            path = tmp_path / f"world-{len(worlds)}.db"
            shutil.copyfile(noisy_file, path)
            world = World(f"sqlite:///{path}", tmp_path)
        world._count = 100
        worlds.append(world)
        return world

    # Postgres schemas must outlive the worlds in them.
    if backend == "postgres":
        request.getfixturevalue("noisy_url")
    yield make
    for world in worlds:
        world.close()


@pytest.fixture
def world(new_world: Callable[[], World]) -> World:
    return new_world()
