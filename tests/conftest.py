"""Databases for tests: a SQLite file, and a Postgres schema where a server is there; each with noise in it."""

from __future__ import annotations

import os
import re
import shutil
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text
from sqlalchemy.exc import SQLAlchemyError

from world import World, make_noise

POSTGRES = os.environ.get("DECOMPOSE_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")


@pytest.fixture(scope="session")
def postgres_server() -> str:
    """The address of a server; without one the test is skipped, or fails where DECOMPOSE_REQUIRE names postgres."""
    url = make_url(POSTGRES).set(drivername="postgresql+psycopg")
    engine = create_engine(url, connect_args={"connect_timeout": 3})
    try:
        with engine.connect():
            pass
    except SQLAlchemyError as exc:
        reason = f"no Postgres at {url.render_as_string()} (DECOMPOSE_TEST_POSTGRES): {str(exc).splitlines()[0]}"
        if "postgres" in re.split(r"\W+", os.environ.get("DECOMPOSE_REQUIRE", "")):
            pytest.fail(reason)
        pytest.skip(reason)
    finally:
        engine.dispose()
    return POSTGRES


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[Callable[[], str]]:
    """Makes empty schemas, each of which is a database of its own to the program; they are dropped afterwards."""
    engine = create_engine(make_url(postgres_server).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    made: list[str] = []

    def make() -> str:
        made.append(f"test_{uuid.uuid4().hex}")
        with engine.connect() as connection:
            connection.execute(text(f"CREATE SCHEMA {made[-1]}"))
        return (
            make_url(postgres_server)
            .update_query_dict({"options": f"-csearch_path={made[-1]}"})
            .render_as_string(False)
        )

    yield make
    with engine.connect() as connection:
        for name in made:
            connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
            connection.execute(text(f"DROP SCHEMA IF EXISTS {name}_engine CASCADE"))
    engine.dispose()


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
            world = World(request.getfixturevalue("postgres_url")(), tmp_path)
            make_noise(world)
        else:
            path = tmp_path / f"world-{len(worlds)}.db"
            shutil.copyfile(noisy_file, path)
            world = World(f"sqlite:///{path}", tmp_path)
        world._count = 100
        worlds.append(world)
        return world

    # Postgres schemas must outlive the worlds in them.
    if backend == "postgres":
        request.getfixturevalue("postgres_url")
    yield make
    for world in worlds:
        world.close()


@pytest.fixture
def world(new_world: Callable[[], World]) -> World:
    return new_world()
