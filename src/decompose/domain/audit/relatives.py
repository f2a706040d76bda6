"""What a source document calls its artifact, and what it calls the artifact's other versions, editions and sisters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from decompose.domain.audit.words import folded_name

_NUMBER = r"\d{1,4}(?:\.\d{1,3}){0,2}"
# A word behind the artifact's name that makes no other artifact of it.
_NO_RELATIVE = frozenset(
    "api apis cli sdk readme docs documentation changelog server client app team teams labs inc ltd limits license "
    "licence install installation usage and is for the a in on with from to of model card guide page project".split()
)
_EDITION = re.compile(
    r"\b(?:[Tt]he|[Ii]n|[Oo]ur|[Aa]n?|[Ww]ith|[Oo]nly|[Oo]n) (?P<name>[A-Z][a-z]{1,15}|[a-z]{3,15}) "
    r"(?:edition|plan|tier|variant)\b"
)
_NO_EDITION = frozenset(
    "this that each every other same current new old older newer an any no which both own its their free paid".split()
)
_VERSION = re.compile(rf"\b(?:[Vv]ersions?|[Rr]eleases?|v)[ .]?(?P<number>{_NUMBER})(?:\.x\b)?(?![\w%])")
_BARE = re.compile(rf"(?:[Vv]ersion |[Rr]elease |v)?(?P<number>{_NUMBER})", re.IGNORECASE)
_DESCRIBED = re.compile(
    r"\b(?:describes?|documents|covers|is (?:for|about|valid for)|applies to|current|latest|licence,|license,)"
    rf"[^.;\n]{{0,40}}?\b(?:version|release|v)[ .]?(?P<number>{_NUMBER})",
    re.IGNORECASE,
)
_LONGEST_LABEL = 40
_SHORTEST_FIRST = 3


@dataclass(frozen=True, slots=True)
class Family:
    """Labels without case and marks: `own` are the artifact's, `others` those of its relatives.

    `version` is its number, where its name or the document tells it; every other number behind "version" is another's.
    """

    own: frozenset[str]
    others: frozenset[str] = frozenset()
    version: str | None = None
    first: str = ""

    def is_own(self, label: str) -> bool:
        """Whether a label of a column, a row or a heading is the artifact's."""
        number = _BARE.fullmatch(label.strip())
        return folded_name(label) in self.own or bool(self.version and number and self.is_version(number["number"]))

    def is_version(self, number: str) -> bool:
        """Whether it is the artifact's own number, in more or in fewer parts."""
        one, other = (f"{found}." for found in (number, self.version or ""))
        return one.startswith(other) or other.startswith(one)

    def joined_by(self, labels: Iterable[str]) -> Family:
        """The family with these labels of relatives besides; a bare number is told by "version" alone."""
        folded = {folded_name(one) for one in labels if 0 < len(one) <= _LONGEST_LABEL and not _BARE.fullmatch(one)}
        return replace(self, others=(self.others | folded) - self.own - {""})

    def relatives_in(self, text: str) -> list[str]:
        """The relatives that a text names, in its words."""
        found = [match.group() for match in _labels(self.others).finditer(text)]
        numbered = [*_VERSION.finditer(text), *_numbered(self.first).finditer(text)] if self.version else []
        return found + [match.group() for match in numbered if not self.is_version(match["number"])]

    def is_named_in(self, text: str) -> bool:
        """Whether a text names the artifact itself, in words that are no relative's."""
        bare = _labels(self.others).sub(" ", text)
        is_version = any(self.version and self.is_version(match["number"]) for match in _VERSION.finditer(text))
        return is_version or _labels(self.own).search(bare) is not None


@lru_cache(maxsize=256)
def _labels(folded: frozenset[str]) -> re.Pattern[str]:
    """Any of the labels. One of a single word is a name only with a capital: "in Plus alone", not "a plus"."""
    each = [r"[\W_]*".join(map(re.escape, label)) for label in sorted(folded, key=lambda one: (-len(one), one))]
    return re.compile(rf"(?<![\w-])(?=[A-Z\d])(?i:{'|'.join(each)})(?![\w-])" if each else r"(?!)")


@lru_cache(maxsize=256)
def _numbered(first: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){re.escape(first)}[ -]v?(?P<number>{_NUMBER})(?![\w-]|\.\d)" if first else r"(?!)")


def family(names: Sequence[str], document: str, title: str | None = None) -> Family:
    """How a document speaks of what has these names, and of its relatives; its tables may tell of more."""
    own = {folded_name(name) for name in names}
    short = names[-1]
    first, _, tail = short.partition(" ")
    number = _BARE.fullmatch(tail.split(" ")[-1]) if tail else None
    if tail:
        own.add(folded_name(tail))
    titled = re.match(rf"{re.escape(short)} v?(?P<number>{_NUMBER})\b", title or "")
    found = number or titled or _DESCRIBED.search(document)
    known = Family(frozenset(own), frozenset(), found["number"] if found else None, first)
    return known.joined_by(_named(first, short, known, document))


def _named(first: str, short: str, known: Family, document: str) -> Iterator[str]:
    """Names that begin as the artifact's does and go on otherwise, and editions."""
    if len(first) >= _SHORTEST_FIRST:
        beginning = re.compile(
            rf"(?<![\w-]){re.escape(first)}[ -](?P<tail>[A-Z][A-Za-z]{{1,20}}|v?{_NUMBER})(?![\w-]|\.\d)"
        )
        for match in beginning.finditer(document):
            tail = match["tail"]
            is_own = known.is_own(tail) or known.is_own(match.group()) or short.startswith(match.group())
            if tail.casefold() not in _NO_RELATIVE and not is_own:
                yield match.group()
                # Behind its full name a sister is often called by her own word alone.
                if re.search(rf"(?<!{re.escape(first)}[ -])\b{re.escape(tail)}\b", document):
                    yield tail
    for match in _EDITION.finditer(document):
        name = match["name"]
        if name.casefold() not in _NO_EDITION and not known.is_own(name) and folded_name(name) not in known.own:
            yield name
