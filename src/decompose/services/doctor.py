"""Is everything there that an order needs? Each answer with what was found and, where something lacks, the remedy."""

from __future__ import annotations

import platform
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from decompose.domain.pricing import Prices
from decompose.errors import DecomposeError, LlmError, StoreError
from decompose.llm.prompts import Prompts
from decompose.services.decompose import PROMPT, REPAIR
from decompose.store import engine_room
from decompose.store.address import without_passwords
from decompose.store.database import HEAD, KNOWN, Database

_LITTLE, _TOO_LITTLE = 2_000_000_000, 200_000_000  # bytes on the disk
# A server may be there and list nothing.
_ANSWERED = ("http_404", "http_405", "http_501")


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at and what was found; `remedy` is what to do where it is not well."""

    name: str
    state: State
    detail: str
    remedy: str = ""


class Endpoint(Protocol):
    """An endpoint that can be asked which llms it has."""

    @property
    def name(self) -> str:
        """The llm that would be asked."""

    def models(self) -> tuple[str, ...]:
        """The names that it lists. Raises LlmError."""


@dataclass(frozen=True)
class Doctor:
    """Looks at a workspace. `endpoint` gives what calls would go to, None where nothing is set."""

    database_url: str
    lock_timeout: float
    endpoint: Callable[[], Endpoint | None]
    prompts: Callable[[], Prompts]
    prices: Callable[[], Prices]
    now: Callable[[], datetime]

    def examine(self) -> tuple[Check, ...]:
        """Every check, in a fixed order; nothing is written, and no call is paid."""
        looks = (self._python, self._engine, self._database, self._disk, self._prompts, self._endpoint, self._price)
        return tuple(check for look in looks for check in _told(look))

    def _python(self) -> Iterator[Check]:
        yield Check("python", State.OK, f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")

    def _engine(self) -> Iterator[Check]:
        obstacle = engine_room.obstacle() if self._file is not None else None
        if obstacle:
            found, _, remedy = obstacle.partition("; ")
            yield Check("engine", State.FAILED, found, remedy)
        else:
            yield Check("engine", State.OK, "can run over this database")

    def _database(self) -> Iterator[Check]:
        if self._file is not None and not self._file.exists():
            yield Check(
                "database",
                State.WARNING,
                f"{self._file} does not exist yet",
                "the first order makes it; check the name if there should be one",
            )
            return
        with closing(Database(self.database_url, lock_timeout=self.lock_timeout, is_to_migrate=True)) as database:
            version = database.version()
            yield _of_schema(database.name, version, is_sqlite=database.is_sqlite)
            with database.writing():
                pass

    def _disk(self) -> Iterator[Check]:
        folder = (self._file or Path()).resolve().parent
        if not folder.is_dir():
            yield Check("disk", State.FAILED, f"{folder} does not exist", "make the folder, or name another with --db")
            return
        free = shutil.disk_usage(folder).free
        state = State.FAILED if free < _TOO_LITTLE else State.WARNING if free < _LITTLE else State.OK
        remedy = "" if state is State.OK else "free some before a large order: it stops when the disk is full"
        yield Check("disk", state, f"{free / 1e9:.1f} GB free in {folder}", remedy)

    def _prompts(self) -> Iterator[Check]:
        prompts = self.prompts()
        digests = ", ".join(f"{name} {prompts.digest(name)}" for name in (PROMPT, REPAIR))
        yield Check("prompts", State.OK, digests)

    def _endpoint(self) -> Iterator[Check]:
        endpoint = self.endpoint()
        if endpoint is None:
            remedy = "set OPENAI_API_KEY or OPENAI_BASE_URL; without, sentences are taken word for word (extractive)"
            yield Check("endpoint", State.WARNING, "no language model is set", remedy)
            return
        try:
            known = endpoint.models()
        except LlmError as exc:
            if exc.outcome in _ANSWERED:
                yield Check("endpoint", State.OK, "answers, and does not list its language models")
            else:
                remedy = "check OPENAI_BASE_URL, OPENAI_API_KEY, and that the server runs"
                yield Check("endpoint", State.FAILED, str(exc), remedy)
            return
        if endpoint.name in known:
            yield Check("endpoint", State.OK, f"answers, and knows {endpoint.name}")
        else:
            listed = ", ".join(known[:5]) or "none"
            detail = f"answers, and does not list {endpoint.name} among its {len(known)} ({listed})"
            yield Check("endpoint", State.WARNING, detail, "name one of its own with --model or DECOMPOSE_MODEL")

    def _price(self) -> Iterator[Check]:
        endpoint, prices = self.endpoint(), self.prices()
        if endpoint is None:
            return
        price = prices.at(endpoint.name, self.now().date())
        if price:
            yield Check("price", State.OK, f"{endpoint.name}: {price.input} in, {price.output} out, USD per million")
        else:
            remedy = "without one --budget is refused; add it to a file and name that by DECOMPOSE_PRICES"
            yield Check("price", State.WARNING, f"no price of {endpoint.name} is known", remedy)

    @property
    def _file(self) -> Path | None:
        """The file of a SQLite database; a path of no file for one in memory, None for Postgres."""
        scheme, _, rest = without_passwords(self.database_url).partition("?")[0].partition("://")
        return Path(rest.removeprefix("/") or ".") if scheme.startswith("sqlite") else None


def _told(look: Callable[[], Iterator[Check]]) -> Iterator[Check]:
    """The checks of one look; an error of ours is a finding like any other."""
    try:
        yield from look()
    except DecomposeError as exc:
        found, _, remedy = str(exc).partition("; ")
        yield Check(look.__name__.strip("_"), State.FAILED, found, remedy)


def _of_schema(name: str, version: str, *, is_sqlite: bool) -> Check:
    if version == HEAD:
        return Check("database", State.OK, f"{name} has schema {HEAD}")
    if version and version not in KNOWN:
        raise StoreError(f"{name} has schema {version}, this decompose knows {HEAD}; install a newer decompose")
    found = f"{name} has schema {version}" if version else f"{name} has no schema yet"
    remedy = "it is brought up to date when it is next opened" if is_sqlite else "run: decompose migrate"
    return Check("database", State.WARNING, f"{found}, {HEAD} is the newest", remedy)
