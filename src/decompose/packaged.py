"""Where the data lies that belongs to the package: prompts, demo and tables of data.

In an installed package prompts and demo lie inside it (`_prompts`, `_demo`); in a checkout they are folders beside
`src`. Everything comes back as a Traversable: an installed package need not be a folder of files.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from decompose.errors import ConfigurationError

_CHECKOUT = Path(__file__).resolve().parents[2]


def prompts() -> Traversable:
    """The folder of prompt templates."""
    return located(_package() / "_prompts", _CHECKOUT / "prompts")


def demo() -> Traversable:
    """The folder of the demo: documents, scores and recordings."""
    return located(_package() / "_demo", _CHECKOUT / "fixtures" / "demo")


def data(name: str) -> Traversable:
    """A file of the package's own `data` folder, such as the table of prices.

    Raises:
        ConfigurationError: the package was shipped without it.
    """
    file = _package() / "data" / name
    if not file.is_file():
        raise ConfigurationError(f"the package lacks {file}: install decompose again", subject=name)
    return file


def rules() -> str:
    """The digest of everything in the package that decides what a comparison says: the domain and its tables."""
    read = hashlib.sha256()
    for file in (*_python_files(_package() / "domain"), data("weights.toml"), data("families.toml")):
        read.update(file.read_bytes() + b"\0")
    return read.hexdigest()


def _python_files(folder: Traversable) -> Iterator[Traversable]:
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.is_dir():
            yield from _python_files(file)
        elif file.name.endswith(".py"):
            yield file


def located(packaged: Traversable, in_checkout: Traversable) -> Traversable:
    """The folder of the two that exists, the packaged one first.

    Raises:
        ConfigurationError: neither does.
    """
    for folder in (packaged, in_checkout):
        if folder.is_dir():
            return folder
    raise ConfigurationError(
        f"there is neither {packaged} (installed) nor {in_checkout} (checkout): install decompose again",
        subject=str(packaged),
    )


def _package() -> Traversable:
    return resources.files("decompose")
