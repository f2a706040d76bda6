"""Claims from a file, held against a folder of documents: what stands, what does not, and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from decompose.domain.artifact import Artifact
from decompose.domain.claim_check import FABRICATED
from decompose.domain.document import Revision, SourceDocument
from decompose.domain.evidence import Evidence, is_in_front_matter, locate
from decompose.domain.examination import Examination, Point
from decompose.domain.identity import content_hash, identify
from decompose.domain.verification import (
    Submitted,
    Verification,
    judged,
    most_open,
    question,
    traced,
    verification,
)
from decompose.domain.workbench import Workbench
from decompose.errors import DocumentRefusedError, UnreadableInputError, UsageError
from decompose.services.judge import Judge
from decompose.services.opening import SUFFIXES, title_of, visible_text


def read_claims(path: Path) -> tuple[Submitted, ...]:
    """The claims of a JSONL file, in order; empty lines do not count.

    Raises:
        UnreadableInputError: the file cannot be read, or one line of it is no claim: none is taken then.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as exc:
        raise UnreadableInputError(
            f"{path} cannot be read ({exc}); give a JSONL file in UTF-8", subject=str(path)
        ) from exc
    # Not splitlines: a JSON string may hold separators that only look like the end of a line.
    lines = enumerate(text.split("\n"), start=1)
    return tuple(_claim(line, number, path) for number, line in lines if line.strip())


@dataclass(frozen=True)
class Shelf:
    """A folder of documents, `<slug>.md` or `<slug>.txt`; each is read once, when it is first looked at.

    `is_masked` says that secrets and personal data are masked in documents and in claims: a judge sees none.
    """

    folder: Path
    max_bytes: int = 20_000_000
    is_masked: bool = True
    _opened: dict[str, Desk] = field(default_factory=dict)

    def desk(self, slug: str) -> Desk:
        """The document of a slug, ready to be held against claims.

        Raises:
            UsageError: the folder has none, or it cannot be read.
            DocumentRefusedError: it is no document that can be used.
        """
        if slug not in self._opened:
            self._opened[slug] = self._open(slug)
        return self._opened[slug]

    def require(self) -> None:
        """See that the folder can be read.

        Raises:
            UnreadableInputError: it cannot.
        """
        _ = self._paths

    def shown(self, claim: Submitted) -> Submitted:
        """The claim with the same marks as the documents."""
        if not self.is_masked:
            return claim
        from decompose.reading.masking import masked_words

        return replace(claim, text=masked_words(claim.text), quotes=tuple(map(masked_words, claim.quotes)))

    def another(self, quote: str, slug: str) -> str | None:
        """The file name of another document that says the quote; None where none does."""
        for other in self._paths:
            desk = None if other == slug else self._desk_if_usable(other)
            if desk and locate(quote, desk.bench.words):
                return self._paths[other].name
        return None

    @cached_property
    def _paths(self) -> dict[str, Path]:
        """The documents by slug, sorted; where there are two of one slug, the first suffix wins."""
        try:
            files = [path for path in self.folder.iterdir() if path.suffix in SUFFIXES and path.is_file()]
        except OSError as exc:
            raise UnreadableInputError(
                f"{self.folder} cannot be read ({exc.strerror}); name the folder that holds the documents",
                subject=str(self.folder),
            ) from exc
        by_preference = sorted(files, key=lambda path: SUFFIXES.index(path.suffix), reverse=True)
        return dict(sorted({path.stem: path for path in by_preference}.items()))

    def _open(self, slug: str) -> Desk:
        path = self._paths.get(slug)
        if path is None:
            raise UsageError(f"{self.folder} has neither {slug}.md nor {slug}.txt; add it, or correct the slug")
        try:
            raw = path.read_bytes()
        except OSError as exc:
            raise UnreadableInputError(
                f"{path} cannot be read: {exc.strerror}; check its permissions", subject=str(path)
            ) from exc
        visible = visible_text(raw, path=str(path), max_bytes=self.max_bytes, is_masked=self.is_masked)
        content = content_hash(raw)
        document = SourceDocument(slug, path.name)
        revision = Revision(identify("rev", slug, path.name, content), document, content, visible)
        artifact = Artifact(slug, title_of(visible, slug))
        return Desk(artifact, Workbench.of(revision, artifact.names))

    def _desk_if_usable(self, slug: str) -> Desk | None:
        try:
            return self.desk(slug)
        except (UnreadableInputError, DocumentRefusedError):
            return None


@dataclass(frozen=True, slots=True)
class Desk:
    """A document, ready to be held against claims, and the artifact that it is about."""

    artifact: Artifact
    bench: Workbench


@dataclass(frozen=True)
class Verifying:
    """Holds claims against the documents of a shelf; those that `asked` numbers go to the judge, if there is one.

    By default those are what the rules leave open, and at most half of all. `failures` are sentences about documents
    that are not there or cannot be used, for whoever reports them.
    """

    shelf: Shelf
    point: Point
    judge: Judge | None = None
    asked: Callable[[Sequence[Examination]], Collection[int]] = most_open
    failures: list[str] = field(default_factory=list)

    def verify(self, claims: Sequence[Submitted]) -> Iterator[Verification]:
        """What becomes of each claim whose document can be used, in order: without a judge one at a time.

        Raises:
            UnreadableInputError: the folder of documents cannot be read.
            ProviderDownError: the judge can give no answer for now.
        """
        unusable = self._looked_up(claims)
        shown = map(self.shelf.shown, [claim for claim in claims if claim.slug not in unusable])
        return self._by_rules(shown) if self.judge is None else self._with(self.judge, shown)

    def _looked_up(self, claims: Sequence[Submitted]) -> frozenset[str]:
        """The slugs whose documents cannot be used; why is noted, with the line that names each of them first."""
        self.shelf.require()
        first: dict[str, Submitted] = {}
        for claim in claims:
            first.setdefault(claim.slug, claim)
        unusable = set()
        for slug, claim in first.items():
            try:
                self.shelf.desk(slug)
            except (UsageError, DocumentRefusedError) as exc:
                self.failures.append(f"line {claim.line}, slug {slug}: {exc}")
                unusable.add(slug)
        return frozenset(unusable)

    def _by_rules(self, claims: Iterable[Submitted]) -> Iterator[Verification]:
        return (verification(claim, self._examined(claim)[1], self.point) for claim in claims)

    def _with(self, judge: Judge, claims: Iterable[Submitted]) -> Iterator[Verification]:
        told: dict[int, Verification] = {}
        left_open: defaultdict[str, list[_Open]] = defaultdict(list)
        examined = [_Open(number, claim, *self._examined(claim)) for number, claim in enumerate(claims)]
        asked_about = self.asked([one.examination for one in examined])
        for one in examined:
            if one.number in asked_about:
                left_open[one.claim.slug].append(one)
            else:
                told[one.number] = verification(one.claim, one.examination, self.point)
        for slug, waiting in left_open.items():
            desk = self.shelf.desk(slug)
            asked = [question(one.claim.text, one.evidence, desk.bench.around) for one in waiting]
            answers = judge.judgements(desk.artifact, desk.bench.revision.visible, asked)
            for one, answer in zip(waiting, answers, strict=True):
                examination = judged(one.examination, one.claim.text, answer)
                told[one.number] = verification(one.claim, examination, self.point)
        return (told[number] for number in sorted(told))

    def _examined(self, claim: Submitted) -> tuple[tuple[Evidence, ...], Examination]:
        bench = self.shelf.desk(claim.slug).bench
        evidence, examination = bench.examine(claim.text, claim.quotes)
        if not any(finding.check == FABRICATED for finding in examination.failures):
            return evidence, examination
        hidden = bench.revision.visible.hidden
        missing = [
            quote
            for quote in claim.quotes
            if locate(quote, bench.words) is None and not is_in_front_matter(quote, hidden)
        ]
        return evidence, traced(examination, missing, lambda quote: self.shelf.another(quote, claim.slug))


@dataclass(frozen=True, slots=True)
class _Open:
    """A claim that waits for the judge: its place in the file, and what the rules know of it."""

    number: int
    claim: Submitted
    evidence: tuple[Evidence, ...]
    examination: Examination


# -- a line of the file ------------------------------------------------------------------------------------


class _Line(BaseModel):
    """What stands in a line; keys of the sender's own are left alone."""

    model_config = ConfigDict(strict=True)

    id: str | int
    slug: str = Field(pattern=r"\S")
    claim: str = Field(pattern=r"\S")
    quotes: list[str]
    field: str | None = None


def _claim(line: str, number: int, path: Path) -> Submitted:
    try:
        given = _Line.model_validate_json(line)
    except ValidationError as exc:
        first = exc.errors(include_url=False)[0]
        why = ": ".join(filter(None, [".".join(map(str, first["loc"])), first["msg"]]))
        raise UnreadableInputError(
            f"{path}, line {number} is no claim ({why}); it needs {{id, slug, claim, quotes: [...], field?}}, and none "
            "is verified before all are sound",
            subject=str(path),
        ) from exc
    return Submitted(given.id, given.slug, " ".join(given.claim.split()), tuple(given.quotes), given.field, number)
