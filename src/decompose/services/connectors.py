"""Where signals are read: GitHub, deps.dev, Hugging Face and OpenRouter, each behind one protocol.

A connector names the addresses to ask and reads their answers; it opens no connection. All of them are asked through
the one guarded fetcher. What an answer does not say is no signal, and never a zero.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from decompose.errors import DocumentRefusedError, ScoresFileError
from decompose.services.fetching import Fetcher
from decompose.services.imported import Imported
from decompose.services.rows import numbered
from decompose.services.signals import Signalling

Json = Any
Rows = Iterator[tuple[str, str]]
"""Names of signals, with what was read."""

COLUMNS = ("slug", "connector", "subject")


class Connector(Protocol):
    """One place where signals of a subject (a repository, a package, a model) are read."""

    @property
    def name(self) -> str: ...

    def addresses(self, subject: str) -> tuple[str, ...]:
        """What to ask of a subject, in order. Raises ValueError where it is none of this place."""
        ...

    def read(self, address: str, answer: Json, subject: str) -> Rows:
        """The signals of one answer. Raises ValueError where it has not the shape of this place."""
        ...


@dataclass(frozen=True, slots=True)
class GitHub:
    """Subjects are `owner/repository`: stars, and the day of the newest release."""

    base: str
    name: str = "github"

    def addresses(self, subject: str) -> tuple[str, ...]:
        owner, repository = _two(subject, "owner/repository")
        path = f"{self.base}/repos/{owner}/{repository}"
        return path, f"{path}/releases/latest"

    def read(self, address: str, answer: Json, subject: str) -> Rows:  # noqa: ARG002
        if address.endswith("/releases/latest"):
            yield from _days(answer, "published_at")
        else:
            yield from _figures(answer, {"stars": "stargazers_count"})


@dataclass(frozen=True, slots=True)
class DepsDev:
    """Subjects are `system/package` (npm, pypi, cargo, go, maven, nuget): dependents, and the newest release.

    The versions of a package come first; the dependents are those of its default version, so they are asked of it.
    """

    base: str
    name: str = "deps.dev"

    def addresses(self, subject: str) -> tuple[str, ...]:
        system, package = _two(subject, "system/package")
        return (f"{self.base}/v3/systems/{system}/packages/{package}",)

    def following(self, answer: Json, subject: str) -> tuple[str, ...]:
        """The address of the dependents of the default version."""
        [first] = self.addresses(subject)
        version = _default_version(answer).get("versionKey", {}).get("version")
        path = first.replace("/v3/", "/v3alpha/", 1)
        return (f"{path}/versions/{quote(version, safe='')}:dependents",) if version else ()

    def read(self, address: str, answer: Json, subject: str) -> Rows:  # noqa: ARG002
        if address.endswith(":dependents"):
            yield from _figures(answer, {"dependents": "dependentCount"})
        else:
            yield from _days(_default_version(answer), "publishedAt")


@dataclass(frozen=True, slots=True)
class HuggingFace:
    """Subjects are `owner/model`, or `datasets/owner/name`: downloads, likes, and the day it changed last."""

    base: str
    name: str = "huggingface"

    def addresses(self, subject: str) -> tuple[str, ...]:
        is_dataset = subject.startswith("datasets/")
        owner, model = _two(subject.removeprefix("datasets/"), "owner/model")
        return (f"{self.base}/api/{'datasets' if is_dataset else 'models'}/{owner}/{model}",)

    def read(self, address: str, answer: Json, subject: str) -> Rows:  # noqa: ARG002
        yield from _figures(answer, {"downloads": "downloads", "likes": "likes"})
        yield from _days(answer, "lastModified")


@dataclass(frozen=True, slots=True)
class OpenRouter:
    """Subjects are the ids of its list of models: the day a model came."""

    base: str
    name: str = "openrouter"

    def addresses(self, subject: str) -> tuple[str, ...]:
        _two(subject, "owner/model")
        return (f"{self.base}/api/v1/models",)

    def read(self, address: str, answer: Json, subject: str) -> Rows:  # noqa: ARG002
        listed = answer.get("data")
        if not isinstance(listed, list):
            raise ValueError("the answer has no list of models")  # noqa: TRY004
        for model in listed:
            if isinstance(model, dict) and model.get("id") == subject and isinstance(model.get("created"), int):
                yield "release_date", datetime.fromtimestamp(model["created"], UTC).date().isoformat()


@dataclass(frozen=True, slots=True)
class Collecting:
    """Asks connectors about the artifacts of a list, and takes what they say as signals of today."""

    signals: Signalling
    fetcher: Fetcher
    connectors: Mapping[str, Connector]
    now: Callable[[], datetime]

    def collect(self, path: Path) -> Imported:
        """Ask about each line of a CSV file; a subject that cannot be read is refused by its line, the others count.

        Raises:
            ScoresFileError: the file or its columns cannot be read.
        """
        rows: list[tuple[int, Mapping[str, str]]] = []
        failed: list[tuple[int, str]] = []
        for line, row in _listed(path):
            try:
                rows += [(line, each) for each in self._asked(row)]
            except (DocumentRefusedError, ValueError) as exc:
                failed.append((line, str(exc)))
        report = self.signals.take(rows, str(path), partial=True)
        return replace(report, refused=tuple(sorted([*report.refused, *failed])))

    def _asked(self, row: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
        connector = self.connectors.get(row["connector"])
        if connector is None:
            raise ValueError(f"there is no connector “{row['connector']}”; use one of {', '.join(self.connectors)}")
        waiting = list(connector.addresses(row["subject"]))
        while waiting:
            address = waiting.pop(0)
            try:
                answer = _parsed(self.fetcher.fetch(address).raw, address)
            except DocumentRefusedError as exc:
                if exc.is_gone and address != connector.addresses(row["subject"])[0]:
                    continue
                raise
            if isinstance(connector, DepsDev) and not address.endswith(":dependents"):
                waiting += connector.following(answer, row["subject"])
            for signal, value in connector.read(address, answer, row["subject"]):
                day = self.now().date().isoformat()
                yield {"slug": row["slug"], "signal": signal, "value": value, "source": address, "day": day}


def connectors(github: str, deps_dev: str, hugging_face: str, open_router: str) -> dict[str, Connector]:
    """All connectors by name, each with the address of its place."""
    known: tuple[Connector, ...] = (
        GitHub(github.rstrip("/")),
        DepsDev(deps_dev.rstrip("/")),
        HuggingFace(hugging_face.rstrip("/")),
        OpenRouter(open_router.rstrip("/")),
    )
    return {connector.name: connector for connector in known}


def _two(subject: str, shape: str) -> tuple[str, str]:
    first, slash, rest = subject.partition("/")
    if not slash or not first or not rest or ".." in rest:
        raise ValueError(f"“{subject}” is no {shape}")
    return quote(first, safe=""), quote(rest, safe="")


def _figures(answer: Json, names: Mapping[str, str]) -> Rows:
    """Figures as they are said; whether they can be is judged where signals are read."""
    for signal, key in names.items():
        value = answer.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            yield signal, str(value)


def _days(answer: Json, key: str) -> Rows:
    value = answer.get(key)
    if isinstance(value, str) and value:
        yield "release_date", value[:10]


def _default_version(answer: Json) -> Mapping[str, Any]:
    versions = answer.get("versions")
    if not isinstance(versions, list):
        raise ValueError("the answer has no list of versions")  # noqa: TRY004
    return next((each for each in versions if isinstance(each, dict) and each.get("isDefault")), {})


def _parsed(raw: bytes, address: str) -> Json:
    try:
        answer = json.loads(raw)
    except (ValueError, RecursionError):
        raise ValueError(f"{address} does not answer with JSON") from None
    if not isinstance(answer, dict):
        raise ValueError(f"{address} answers with another shape of JSON")  # noqa: TRY004
    return answer


def _listed(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    try:
        reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig")))
        if sorted(reader.fieldnames or ()) != sorted(COLUMNS):
            raise ScoresFileError(f"{path}: the header is {','.join(COLUMNS)}", subject=str(path))
        rows = [(line, {name: (row[name] or "").strip() for name in COLUMNS}) for line, row in numbered(reader)]
    except (OSError, UnicodeDecodeError, csv.Error) as exc:
        raise ScoresFileError(f"{path} cannot be read ({exc}); give a CSV file in UTF-8", subject=str(path)) from exc
    yield from rows
