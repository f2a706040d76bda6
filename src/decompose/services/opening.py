"""A document as everybody here sees it: what a reader sees of it, what speaks to a machine, and what it is called."""

from __future__ import annotations

from dataclasses import dataclass, replace

from decompose.domain.addressed import addressed_to_a_model
from decompose.domain.document import VisibleText
from decompose.reading import read
from decompose.services.fetching import Fetcher
from decompose.settings import Settings

# What the documents of a folder are called that are looked up by slug: the first wins.
SUFFIXES = (".md", ".txt")
_GUARDED = Fetcher()


@dataclass(frozen=True, slots=True)
class Handling:
    """How the documents of an order are come by: who fetches those that have an address, and whether all are masked."""

    fetcher: Fetcher = _GUARDED
    is_masked: bool = True


AS_USUAL = Handling()


def handling_of(settings: Settings) -> Handling:
    return Handling(Fetcher(settings.allow_hosts, settings.max_bytes), settings.is_masked)


def visible_text(raw: bytes, *, path: str, max_bytes: int, is_masked: bool = False) -> VisibleText:
    """The visible text, with what is addressed to a model among the hidden.

    Args:
        is_masked: whether secrets and personal data are masked, as they must be before anything is sent anywhere.

    Raises:
        DocumentRefusedError: the bytes are no document that can be used.
    """
    visible = read(raw, name=path, max_bytes=max_bytes)
    if is_masked:
        from decompose.reading.masking import masked

        visible = masked(visible)
    hidden = (*visible.hidden, *addressed_to_a_model(visible))
    return replace(visible, hidden=tuple(sorted(hidden, key=lambda range_: range_.span)))


def title_of(visible: VisibleText, slug: str) -> str:
    """What claims that are handed in may call an artifact besides its slug: by the title of its document, if any."""
    return " ".join((visible.quotable_title or slug.replace("-", " ").replace("_", " ")).split())
