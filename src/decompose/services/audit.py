"""The audit of published pages: reads pages and source documents, and says what is wrong. Nothing is stored."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from decompose import packaged
from decompose.domain.artifact import slug_for
from decompose.domain.audit import Defect, Sheet, audit, in_order, sheet
from decompose.domain.audit.suspicion import Source, added, proven
from decompose.domain.comparison import Policy, families_from
from decompose.domain.document import VisibleText
from decompose.domain.identity import content_hash
from decompose.errors import DocumentRefusedError, UnreadableInputError
from decompose.reading.published_page import lay_out
from decompose.services.auditor import Auditor
from decompose.services.opening import SUFFIXES, visible_text
from decompose.settings import Settings

_BY_DEFAULT = Settings()


def audit_pages(
    paths: Sequence[Path],
    documents: Path | None = None,
    settings: Settings = _BY_DEFAULT,
    auditor: Auditor | None = None,
) -> tuple[Defect, ...]:
    """The defects of published pages, those across the pages included.

    Args:
        documents: a folder with the source documents `<slug>.md` or `.txt` of the artifacts; a name with its vendor in
            front is also looked for without it. An artifact without a document is audited by its pages alone.
        settings: the noise band, how large a document may be, and whether secrets in it are masked.
        auditor: has an llm read beside the rules; what it says counts where its words are found.

    Raises:
        UnreadableInputError: a page or a document is not there or no text, or the folder does not exist.
        PageFormatError: a page does not have the known shape.
        ProviderDownError: the auditor can give no answer for now.
    """
    if documents is not None and not documents.is_dir():
        raise UnreadableInputError(f"{documents} is no folder; name one with <slug>.md files", subject=str(documents))
    pages = [_sheet(path) for path in dict.fromkeys(paths)]
    families = families_from(tomllib.loads(packaged.data("families.toml").read_text(encoding="utf-8")))
    sources = _documents(pages, documents, settings)
    found = audit(pages, sources, Policy(noise_band=settings.noise_band, families=families))
    return in_order(pages, added(found, _read(pages, sources, auditor))) if auditor else found


def _read(pages: Iterable[Sheet], sources: Mapping[str, VisibleText], auditor: Auditor) -> Iterator[Defect]:
    llm = auditor.asker.llm.name
    for side in (side for page in pages for side in page.sides):
        yield from proven(auditor.of_records(side), side, None, llm)
        visible = sources.get(side.name)
        if visible is not None:
            yield from proven(auditor.of_source(side, visible), side, Source.of(visible), llm)


def _sheet(path: Path) -> Sheet:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise UnreadableInputError(
            f"{path} cannot be read ({exc}); give a published page as UTF-8 text", subject=str(path)
        ) from exc
    return sheet(str(path), *lay_out(text, str(path), is_count_binding=False))


def _documents(pages: Iterable[Sheet], folder: Path | None, settings: Settings) -> Mapping[str, VisibleText]:
    """The documents by the name of their artifact, which the pages give with or without the vendor."""
    if folder is None:
        return {}
    names = {side.name: (side.name, side.short_name) for page in pages for side in page.sides}
    found = {name: _document(folder, either, settings) for name, either in names.items()}
    return {name: visible for name, visible in found.items() if visible}


def _document(folder: Path, names: Iterable[str], settings: Settings) -> VisibleText | None:
    slugs = [slug_for(name, content_hash(name.encode())) for name in names]
    paths = [folder / f"{slug}{suffix}" for slug in slugs for suffix in SUFFIXES]
    path = next((path for path in paths if path.is_file()), None)
    if path is None:
        return None
    try:
        raw = path.read_bytes()
        return visible_text(raw, path=path.name, max_bytes=settings.max_bytes, is_masked=settings.is_masked)
    except (OSError, DocumentRefusedError) as exc:
        raise UnreadableInputError(f"{path} cannot be read: {exc}", subject=str(path)) from exc
