"""What an order names: files, folders, addresses and lists, gathered in one fixed order with what was said of each."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from decompose.domain.artifact import Kind, Pricing, parse_kind, parse_pricing_model, slug_for, why_no_slug
from decompose.domain.document import Publish, VisibleText
from decompose.domain.ledger import JobResult
from decompose.domain.said import NOTHING_SAID, Said
from decompose.errors import DocumentRefusedError, UnreadableInputError, UsageError
from decompose.services.computing import Computing
from decompose.services.fetching import is_address, without_user, written_out
from decompose.services.opening import AS_USUAL, Handling, visible_text
from decompose.services.rows import filled_lines, numbered

# What a folder is searched for, each of them also with ".gz"; a file that is named itself may be called anything.
DOCUMENT_SUFFIXES = frozenset(
    {".md", ".markdown", ".mdx", ".rst", ".txt", ".text", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".ipynb"}
)
# JSON and YAML are searched for by whole names: a folder holds much of it that is no document.
_DATA_FILES = frozenset(f"{stem}.{suffix}" for stem in ("openapi", "swagger") for suffix in ("json", "yaml", "yml"))
_COMPRESSED = ".gz"
# How many documents are read while the program still starts, and how many bytes of them.
_MOST_AHEAD, _ROOM_AHEAD = 256, 4_000_000
# A file of this name says nothing about its artifact; its folder does.
_NAMELESS_STEMS = frozenset({"readme", "index", "skill", "model_card", "docs"})


@dataclass(frozen=True, slots=True)
class Ahead:
    """The bytes of a document, and its visible text as soon as it is read; `read` raises as `visible_text` does."""

    raw: bytes
    read: Callable[[], VisibleText]


@dataclass(frozen=True, slots=True)
class Input:
    """One document of an order: where it lies, the origin that is kept of it, and what was said of it.

    `refusal` is why it cannot even be looked at (a bad row of a list). A document on the web has an `address`, its
    `path` is then that of the address behind its host's name; `raw` is there where it has been fetched already.
    `ended` says how it has ended where there is nothing left to do (a page that has not changed). `ahead` is there
    where it is being read already.
    """

    path: Path
    origin: str
    said: Said = NOTHING_SAID
    refusal: DocumentRefusedError | None = None
    address: str | None = None
    raw: bytes | None = None
    ended: JobResult | None = None
    handling: Handling = AS_USUAL
    ahead: Ahead | None = field(default=None, compare=False, repr=False)

    @property
    def where(self) -> str:
        """What the document is called in messages: its path, or its address."""
        return self.address or str(self.path)

    @property
    def root(self) -> Path | None:
        """The folder from which its origin leads to it; None where none does, as on the web."""
        steps = Path(self.origin).parts
        is_below = self.address is None and self.path.parts[-len(steps) :] == steps
        return self.path.parents[len(steps) - 1] if steps and is_below else None

    @property
    def stem_words(self) -> str:
        """The words of the file's name, or of its folder's where the name says nothing."""
        path = self.path.with_suffix("") if self.path.suffix.casefold() == _COMPRESSED else self.path
        stem = path.name.removesuffix(path.suffix)
        return self.path.resolve().parent.name if stem.casefold() in _NAMELESS_STEMS else stem

    def slug(self, content_hash: str) -> str:
        return self.said.slug or slug_for(self.stem_words, content_hash)


def gather(
    paths: Iterable[Path | str],
    list_file: Path | None = None,
    said: Said = NOTHING_SAID,
    handling: Handling = AS_USUAL,
) -> tuple[Input, ...]:
    """Every document that the paths, addresses and the list name, folders searched, each folder in sorted order.

    Raises:
        UnreadableInputError: a path does not exist, a folder holds no document, the list cannot be read.
        UsageError: nothing is named, or a slug is given to several documents at once by mistake.
    """
    found = [
        document
        for named in paths
        for document in ([at_address(str(named), said)] if is_address(str(named)) else _at(Path(named), said))
    ]
    if list_file is not None:
        found += _listed(list_file)
    if not found:
        raise UsageError("nothing to ingest: name a file, a folder or a list (--list)")
    return tuple(replace(each, handling=handling) for each in found)


def begun_reading(given: Input, raw: bytes, max_bytes: int, computing: Computing) -> Callable[[], VisibleText]:
    """Have a document read; the visible text is asked for once."""
    return computing.begin(visible_text, raw, path=given.where, max_bytes=max_bytes, is_masked=given.handling.is_masked)


def read_ahead(inputs: Sequence[Input], max_bytes: int, computing: Computing) -> tuple[Input, ...]:
    """The same, the first files of them being read already: by processes that have nothing else to do yet."""
    room, begun = _ROOM_AHEAD, list[Input]()
    for given in inputs[: _MOST_AHEAD if computing.width > 1 else 0]:
        raw = _small_file(given, min(room, max_bytes))
        if raw is None:
            begun.append(given)
            continue
        room -= len(raw)
        begun.append(replace(given, ahead=Ahead(raw, begun_reading(given, raw, max_bytes, computing))))
    return (*begun, *inputs[len(begun) :])


def _small_file(given: Input, limit: int) -> bytes | None:
    """The bytes of a document that is a file of this machine; None where it is none, or what is wrong with it."""
    if given.refusal or given.ended or given.address or given.raw is not None:
        return None
    try:
        is_small = given.path.is_file() and given.path.stat().st_size <= limit
        return given.path.read_bytes() if is_small else None
    except OSError:
        return None


def at_address(words: str, said: Said = NOTHING_SAID) -> Input:
    """The document at an address; whether it may be fetched is decided when it is."""
    given = written_out(words.strip())
    address = without_user(given)
    try:
        parts = urlsplit(address)
        path = Path((parts.hostname or "document") + parts.path)
    except ValueError:
        path = Path("document")
    if address == given:
        return Input(path, address, said, address=address)
    why = f"{address} was given with a name or a password; give an address without"
    return Input(path, address, said, DocumentRefusedError("forbidden", why, subject=address), address)


def _at(path: Path, said: Said) -> list[Input]:
    try:
        return _found(path, said)
    except OSError as exc:
        raise UnreadableInputError(
            f"{path} cannot be read: {exc.strerror}; check the path and its permissions", subject=str(path)
        ) from exc


def _found(path: Path, said: Said) -> list[Input]:
    if path.is_dir():
        files = sorted(
            filter(_is_document, _files(path)),
            key=lambda file: file.relative_to(path).as_posix(),
        )
        if not files:
            known = ", ".join(sorted(DOCUMENT_SUFFIXES))
            raise UnreadableInputError(
                f"{path} holds no document ({known}); name the folder that does", subject=str(path)
            )
        return [Input(file, file.relative_to(path).as_posix(), said) for file in files]
    if path.exists():
        return [Input(path, path.name, said)]
    raise UnreadableInputError(f"{path} does not exist; check the path", subject=str(path))


def _is_document(file: Path) -> bool:
    name = file.name.casefold().removesuffix(_COMPRESSED)
    return name in _DATA_FILES or Path(name).suffix in DOCUMENT_SUFFIXES


def _files(folder: Path) -> Iterator[Path]:
    """Files below a folder; what begins with a dot is not looked into."""
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(root) / name for name in files if not name.startswith("."))


def _listed(list_file: Path) -> list[Input]:
    try:
        text = list_file.read_text(encoding="utf-8-sig")
        rows = list(_json_rows(text) if list_file.suffix == ".jsonl" else numbered(csv.DictReader(io.StringIO(text))))
    except (OSError, UnicodeDecodeError, csv.Error) as exc:
        raise UnreadableInputError(
            f"{list_file} cannot be read ({exc}); give a CSV or JSONL file in UTF-8", subject=str(list_file)
        ) from exc
    if not rows:
        raise UnreadableInputError(
            f"{list_file} has no rows; it needs the columns name, kind, pricing, path or url", subject=str(list_file)
        )
    return [_row(list_file, line, row) for line, row in rows]


def _json_rows(text: str) -> Iterator[tuple[int, Any]]:
    for number, line in filled_lines(text):
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError):
            yield number, {}


def _row(list_file: Path, line: int, row: Mapping[str, Any]) -> Input:
    """A row that cannot be used becomes an input with its refusal; the others of the list go on."""
    named = (row.get("path") or row.get("url")) if isinstance(row, Mapping) else None
    where = without_user(str(named or f"line {line}"))
    try:
        said = _said(row)
        path = list_file.parent / str(row.get("path") or "")
    except (ValueError, AttributeError, TypeError) as exc:
        refusal = DocumentRefusedError("list_row", f"line {line}: {exc}", subject=where)
        return Input(Path(where), where, refusal=refusal)
    if not row.get("path"):
        if row.get("url"):
            return at_address(str(row["url"]), said)
        why = f"line {line}: needs a path or a url; a line that is no JSON object has neither"
        return Input(Path(where), where, refusal=DocumentRefusedError("list_row", why, subject=where))
    if not path.is_file():
        refusal = DocumentRefusedError("list_row", f"line {line}: {path} does not exist", subject=where)
        return Input(path, where, said, refusal)
    return Input(path, Path(os.path.relpath(path, list_file.parent)).as_posix(), said)


def _said(row: Mapping[str, Any]) -> Said:
    slug, kind, pricing, publish = (str(row.get(name) or "").strip() for name in ("slug", "kind", "pricing", "publish"))
    if slug and (why := why_no_slug(slug)):
        raise ValueError(why)
    known_kind = parse_kind(kind) if kind else None
    if kind and known_kind is None:
        raise ValueError(f"“{kind}” is no kind; use one of {', '.join(item.value for item in Kind)}")
    model = parse_pricing_model(pricing) if pricing else None
    if pricing and model is None:
        raise ValueError(f"“{pricing}” is no pricing; use free, paid, freemium, open_source or unknown")
    if publish and publish not in set(Publish):
        raise ValueError(f"“{publish}” is no value of publish; use {', '.join(Publish)}")
    return Said(
        slug=slug or None,
        name=str(row.get("name") or "").strip() or None,
        kind=known_kind,
        pricing=Pricing(model) if model else Pricing(),
        licence=str(row.get("licence") or "").strip() or None,
        publish=Publish(publish) if publish else None,
    )
