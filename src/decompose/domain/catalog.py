"""What is known of an artifact, a comparison and a source, as the faces of the program are handed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from decompose.domain.artifact import Kind
from decompose.domain.comparison import Comparison, JsonValue, Side
from decompose.domain.document import Publish, Revision, Span
from decompose.domain.matching.graph import Confidence
from decompose.domain.rivals import Rival
from decompose.domain.verdict import Verdict
from decompose.domain.write_up.sentences import Told


@dataclass(frozen=True, slots=True)
class ArtifactSummary:
    """A row of the list of artifacts. `capabilities` counts the public ones, or what an imported page declares."""

    slug: str
    name: str
    kind: Kind | None
    rank: int | None
    capabilities: int


@dataclass(frozen=True, slots=True)
class RevisionSummary:
    """A source document of an artifact, in the revision that carries its claims."""

    id: str
    slug: str
    origin: str
    licence: str | None
    publish: Publish
    added: datetime
    characters: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another artifact whose capability does the same job as one of this artifact's, by the id of the latter."""

    capability: str
    slug: str
    name: str
    other: str


@dataclass(frozen=True, slots=True)
class Record:
    """All that is known of one artifact; `is_public` says whether only what readers may see is in it.

    `neighbours` are the artifacts in sight whose capabilities do the same jobs, `rivals` those that it names itself.
    `use` is what searches say of it, None where it was never shown.
    """

    side: Side
    documents: tuple[RevisionSummary, ...]
    is_public: bool
    neighbours: tuple[Neighbour, ...] = ()
    rivals: tuple[Rival, ...] = ()
    use: Confidence | None = None


@dataclass(frozen=True, slots=True)
class Readable:
    """What readers see of an artifact, and the documents that it stands on."""

    side: Side
    documents: tuple[RevisionSummary, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that moved: its path, and its value before and after."""

    fact: str
    old: JsonValue
    new: JsonValue


@dataclass(frozen=True, slots=True)
class Moved:
    """An entry of a comparison's change log; `was` and `now` are the winners' slugs, None where nobody won."""

    at: datetime
    was: str | None
    now: str | None
    because: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Turned:
    """A verdict that flipped: the entry of the change log of that pair. `number` names the entry."""

    number: int
    a: str
    b: str
    moved: Moved


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison with its verdict, its history and both sides' documents.

    `is_stored` says whether an operator keeps the pair; `neighbours` and `rivals` are those of both sides; `write_up`
    holds the sentences of a language model that stand today. One that is reproduced says as of which day, and what of
    that day is known no longer.
    """

    comparison: Comparison
    verdict: Verdict
    moved: tuple[Moved, ...] = ()
    documents: tuple[RevisionSummary, ...] = ()
    is_stored: bool = False
    neighbours: tuple[Neighbour, ...] = ()
    rivals: tuple[Rival, ...] = ()
    as_of: date | None = None
    not_reproduced: tuple[str, ...] = ()
    write_up: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptPair:
    """A stored comparison; `winner` is a slug, or None where nobody won. `at`: when a fact of it moved last."""

    a: str
    b: str
    winner: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Front:
    """What the front page shows: how many artifacts there are of which kind, the newest of them, and what moved."""

    kinds: Mapping[Kind | None, int]
    artifacts: tuple[ArtifactSummary, ...]
    comparisons: tuple[KeptPair, ...]
    names: Mapping[str, str]
    comparison_count: int

    @property
    def artifact_count(self) -> int:
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class Source:
    """A revision with the spans that published claims cite; `artifact` is the artifact's name."""

    revision: Revision
    artifact: str
    cited: tuple[Span, ...]
    is_current: bool
