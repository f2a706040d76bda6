"""The public site as files that any web server can serve: written where they differ, deleted where they are gone.

What was written stands in a list in the folder, with the tag of each page; a page whose tag is the same is not even
rendered. Nothing that is not on that list is ever touched. While an export lasts, what it has begun to write stands
beside it: one that breaks off is continued by the next, also where a page is out of sight by then.
"""

from __future__ import annotations

import html
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from decompose.domain.identity import content_hash
from decompose.errors import UnknownSubjectError, UsageError
from decompose.page.assets import assets
from decompose.page.render import render_moved
from decompose.services.pages import FEEDS, SUFFIXES, Elsewhere, Pages

LIST = ".decompose-export.json"
BEGUN = ".decompose-export.begun"
REMOVED = "removed.txt"
_LINK = re.compile(r'\b(?:href|src)="([^"]*)"')
_ID = re.compile(r'\bid="([^"]*)"')
_ELSEWHERE = re.compile(r"[a-z][a-z+.-]*:|//")


# What the list says of a file: the tag of its page, and its size.
_Entry = dict[str, Any]
_OF_NOBODY: _Entry = {"tag": None, "size": None}


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A link of a page that leads nowhere."""

    file: str
    href: str


@dataclass(slots=True)
class Exported:
    """How many files were written, left as they were, deleted; and which links of what was written lead nowhere."""

    written: list[str] = field(default_factory=list)
    unchanged: int = 0
    deleted: list[str] = field(default_factory=list)
    broken: tuple[BrokenLink, ...] = ()


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the site: its tag, and how its content is got."""

    tag: str
    content: Callable[[], bytes]


class LastRead:
    """What a service was asked last, and what it answered: a page and its twins stand on one reading."""

    def __init__(self, service: Any) -> None:
        self._service = service
        self._last: dict[str, tuple[Any, Any]] = {}

    def __getattr__(self, name: str) -> Callable[..., Any]:
        asked = getattr(self._service, name)

        def read(*given: Any, **named: Any) -> Any:
            question = (given, tuple(sorted(named.items())))
            known = self._last.get(name)
            if known is None or known[0] != question:
                self._last[name] = known = (question, asked(*given, **named))
            return known[1]

        return read


def export(
    pages: Pages,
    redirects: Mapping[str, str],
    folder: Path,
    removed: Sequence[str] = (),
    *,
    may_empty: bool = False,
) -> Exported:
    """Bring a folder up to date with the site.

    Args:
        redirects: old slugs with those that answer for them.
        removed: addresses of what was removed for good, listed for a web server to answer with 410.
        may_empty: a site that shows artifacts may lose all of them.

    Raises:
        UsageError: the folder holds files and no list of an earlier export, or shows artifacts where there are none.
    """
    known = _read_list(folder)
    if not may_empty and any(map(_is_of_artifact, known)) and not any(map(_is_of_artifact, pages.paths())):
        # Far more often the wrong database than a catalogue that lost everything.
        raise UsageError(
            f"the database shows no artifact, and {folder} shows some: nothing was deleted; check --db, or add --empty",
            subject=str(folder),
        )
    done = Exported()
    kept: dict[str, _Entry] = {}
    with _noting(folder, known) as note:
        for name, file in _files(pages, redirects, removed):
            kept[name] = _brought_up_to_date(folder, name, file, known.get(name), done, note)
    for name in sorted(known.keys() - kept.keys()):
        _delete(folder, name)
        done.deleted.append(name)
    _write_list(folder, kept)
    (folder / BEGUN).unlink(missing_ok=True)
    done.broken = tuple(_broken(folder, done.written, kept))
    return done


def _brought_up_to_date(
    folder: Path, name: str, file: _File, before: _Entry | None, done: Exported, note: Callable[[str], None]
) -> _Entry:
    """Write a file where it differs; what the list says of it then. `note` hears of it before it is written."""
    target = folder / name
    if before and before["tag"] == file.tag and _size(target) == before["size"]:
        done.unchanged += 1
        return before
    content = file.content()
    if target.is_file() and target.read_bytes() == content:
        done.unchanged += 1
    else:
        note(name)
        _write(target, content)
        done.written.append(name)
    return {"tag": file.tag, "size": len(content)}


def _files(pages: Pages, redirects: Mapping[str, str], removed: Sequence[str]) -> Iterator[tuple[str, _File]]:
    if removed:
        gone = "".join(f"{path}\n" for path in removed).encode()
        yield REMOVED, _File(content_hash(gone), lambda: gone)
    for asset in assets().values():
        yield asset.href.lstrip("/"), _File(asset.name, lambda asset=asset: asset.content)  # type: ignore[misc]
    written = set()
    for path in pages.paths():
        # Held back, removed or renamed since it was listed: the others are written all the same.
        with suppress(UnknownSubjectError):
            yield from list(_with_twins(pages, path))
            written.add(path)
    for path in (*sorted(FEEDS), *pages.sitemap_parts()):
        yield path.lstrip("/"), _page(pages, path)
    for old, new in sorted(redirects.items()):
        if f"/artifacts/{old}" in written:  # another artifact has that name since
            continue
        with suppress(UnknownSubjectError):
            pages.at(f"/artifacts/{new}")
            text = render_moved(f"/artifacts/{new}", pages.site)
            yield f"artifacts/{old}/index.html", _File(content_hash(text.encode()), text.encode)


def _is_of_artifact(path: str) -> bool:
    return path.lstrip("/").startswith("artifacts/")


def _with_twins(pages: Pages, path: str) -> Iterator[tuple[str, _File]]:
    for suffix in ("", *SUFFIXES):
        yield _name(path, suffix), _page(pages, "/index" + suffix if path == "/" and suffix else path + suffix)


def _page(pages: Pages, path: str) -> _File:
    found = pages.at(path)
    if isinstance(found, Elsewhere):
        raise UnknownSubjectError(f"{path} leads to {found.path}", subject=path)
    return _File(found.tag, lambda: found.render().encode())


def _name(path: str, suffix: str) -> str:
    """The file that a web server gives out at an address."""
    stem = path.strip("/")
    if suffix:
        return f"{stem or 'index'}{suffix}"
    return f"{stem}/index.html" if stem else "index.html"


# -- files -------------------------------------------------------------------------------------------------


def _read_list(folder: Path) -> dict[str, _Entry]:
    """What earlier exports wrote; of what one had begun that broke off, nobody knows what it is now."""
    try:
        listed = dict(json.loads((folder / LIST).read_text(encoding="utf-8")))
        return listed | dict.fromkeys(_begun(folder), _OF_NOBODY)
    except FileNotFoundError:
        # A list that was being written when the first export broke off is its own.
        if folder.is_dir() and {file.name for file in folder.iterdir()} - {_draft(folder / LIST).name}:
            raise UsageError(
                f"{folder} holds files that no export wrote; name an empty folder, or a new one", subject=str(folder)
            ) from None
        return {}
    except ValueError as exc:
        raise UsageError(f"{folder / LIST} cannot be read ({exc}); delete the folder", subject=str(folder)) from exc


def _write_list(folder: Path, kept: Mapping[str, _Entry]) -> None:
    _write(folder / LIST, json.dumps(kept, indent=0, sort_keys=True).encode())


def _begun(folder: Path) -> list[str]:
    with suppress(FileNotFoundError):
        return (folder / BEGUN).read_text(encoding="utf-8").splitlines()
    return []


@contextmanager
def _noting(folder: Path, known: Mapping[str, _Entry]) -> Iterator[Callable[[str], None]]:
    """Say whose folder it is, and note there what is begun to be written."""
    if not (folder / LIST).exists():
        _write_list(folder, known)
    with (folder / BEGUN).open("a", encoding="utf-8", newline="\n") as notes:

        def note(name: str) -> None:
            notes.write(f"{name}\n")
            notes.flush()

        yield note


def _draft(target: Path) -> Path:
    return target.with_name(f".{target.name}.partial")


def _size(target: Path) -> int | None:
    try:
        return target.stat().st_size
    except OSError:
        return None


def _write(target: Path, content: bytes) -> None:
    """Whoever reads the file meanwhile has the old one or the new one."""
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = _draft(target)
    draft.write_bytes(content)
    draft.replace(target)


def _delete(folder: Path, name: str) -> None:
    for file in (folder / name, _draft(folder / name)):
        file.unlink(missing_ok=True)
    for parent in (folder / name).parents:
        if parent == folder:
            return
        with suppress(OSError):
            os.rmdir(parent)  # noqa: PTH106 - refuses a folder that holds something


# -- links -------------------------------------------------------------------------------------------------


def _broken(folder: Path, written: list[str], kept: Mapping[str, Any]) -> Iterator[BrokenLink]:
    ids: dict[str, frozenset[str]] = {}

    def ids_of(name: str) -> frozenset[str]:
        if name not in ids:
            text = (folder / name).read_text(encoding="utf-8")
            ids[name] = frozenset(html.unescape(found) for found in _ID.findall(text))
        return ids[name]

    for name in written:
        if not name.endswith(".html"):
            continue
        for href in map(html.unescape, _LINK.findall((folder / name).read_text(encoding="utf-8"))):
            if not _ELSEWHERE.match(href) and not _leads_somewhere(name, href, kept, ids_of):
                yield BrokenLink(name, href)


def _leads_somewhere(name: str, href: str, kept: Mapping[str, Any], ids_of: Callable[[str], frozenset[str]]) -> bool:
    parts = urlsplit(href)
    path = unquote(parts.path)
    target = name if not path else path.lstrip("/") if path.lstrip("/") in kept else _name(path, "")
    if target not in kept:
        return False
    return not parts.fragment or unquote(parts.fragment) in ids_of(target)
