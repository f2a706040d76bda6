"""The audit of published pages: reads pages and source documents, and says what is wrong. Nothing is stored."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from decompose import packaged
from decompose.domain.artifact import slug_for
from decompose.domain.audit import Defect, Sheet, audit, sheet
from decompose.domain.comparison import Policy, families_from
from decompose.domain.identity import content_hash
from decompose.errors import DocumentRefusedError, UnreadableInputError
from decompose.reading import read
from decompose.reading.published_page import lay_out

_ENDINGS = (".md", ".txt")


def audit_pages(
    paths: Sequence[Path], documents: Path | None = None, *, noise_band: Decimal = Decimal(3)
) -> tuple[Defect, ...]:
    """The defects of published pages, those across the pages included.

    Args:
        documents: a folder with the source documents `<slug>.md` or `.txt` of the artifacts; a name with its vendor in
            front is also looked for without it. An artifact without a document is audited by its pages alone.

    Raises:
        UnreadableInputError: a page or a document is not there or no text, or the folder does not exist.
        PageFormatError: a page does not have the known shape.
    """
    if documents is not None and not documents.is_dir():
        raise UnreadableInputError(f"{documents} is no folder; name one with <slug>.md files", subject=str(documents))
    pages = [_sheet(path) for path in dict.fromkeys(paths)]
    families = families_from(tomllib.loads(packaged.data("families.toml").read_text(encoding="utf-8")))
    return audit(pages, _documents(pages, documents), Policy(noise_band=noise_band, families=families))


def _sheet(path: Path) -> Sheet:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise UnreadableInputError(
            f"{path} cannot be read ({exc}); give a published page as UTF-8 text", subject=str(path)
        ) from exc
    return sheet(str(path), *lay_out(text, str(path), is_count_binding=False))


def _documents(pages: Iterable[Sheet], folder: Path | None) -> Mapping[str, str]:
    if folder is None:
        return {}
    sides = {side.name: side.short_name for page in pages for side in page.sides}
    found = {name: _document(folder, (name, short)) for name, short in sides.items()}
    return {name: text for name, text in found.items() if text}


def _document(folder: Path, names: Iterable[str]) -> str:
    for name in names:
        for ending in _ENDINGS:
            path = folder / f"{slug_for(name, content_hash(name.encode()))}{ending}"
            if path.is_file():
                try:
                    return read(path.read_bytes(), name=path.name).text
                except (OSError, DocumentRefusedError) as exc:
                    raise UnreadableInputError(f"{path} cannot be read: {exc}", subject=str(path)) from exc
    return ""
