"""Which statements of a passage are worth a record, and which fact they state. Nothing is named or written here."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import Enum
from itertools import islice

from decompose.domain.document import BlockKind, Section, Span, VisibleText
from decompose.domain.evidence import touches_hidden
from decompose.llm.client import Passage
from decompose.llm.extractive import cues
from decompose.llm.extractive.headings import Room, is_never_told, room_of
from decompose.llm.extractive.naming import Vocabulary, is_identifier, is_wide, title_of_group, tokens_of
from decompose.llm.extractive.sentences import is_finished
from decompose.llm.extractive.statements import Entry, Statement, entries
from decompose.llm.extractive.verbs import VERBS, Opening, defined_in, is_job

MAX_DESCRIPTION = 4
_MAX_OTHER = 3
_MAX_PER_LIST = 16
_MAX_GROUP = 4
_NEARLY_ALL = 0.75
_MAX_FACTS_OF_A_KIND = 2
_MAX_LIMITS = 4
# Shortest and longest quote, in characters.
_LENGTH = (24, 420)
_WIDE_LENGTH = (10, 200)
_MIN_WORDS = 4
_MIN_WORDS_WITHOUT_CUE = 6
_MIN_LETTERS = 0.6
_OPENING_WORDS = 4
_EDGE_MARKS = "\"'():,.;!?"


class Proof(Enum):
    """What a sentence must show to be taken for a job."""

    CUE = 1
    OWN_NAME = 2
    NONE = 3


@dataclass(frozen=True, slots=True)
class Rung:
    """How freely sentences are taken: from which rooms, on what proof, how many to a record."""

    rooms: frozenset[Room]
    proof: Proof
    size: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section with what is known about it. `title` is its own heading, empty below the document's title alone."""

    title: str
    room: Room
    is_english: bool
    entries: tuple[Entry, ...]

    @property
    def statements(self) -> Iterator[Statement]:
        return (statement for entry in self.entries for statement in entry.statements)


@dataclass
class Record:
    """Statements of one job by field, the title it may be called after, and what its descriptions tell."""

    title: str
    above: str = ""
    told: list[str] = field(default_factory=list)
    claims: list[tuple[str, Statement]] = field(default_factory=list)

    @property
    def start(self) -> int:
        return min(statement.span.start for _, statement in self.claims)

    def of(self, name: str) -> list[Statement]:
        return [statement for field_name, statement in self.claims if field_name == name]


def chapter_of(section: Section, passage: Passage) -> Chapter:
    """A section read; the document's title above it does not count for what it is for."""
    path, title = section.path, passage.visible.title or passage.name
    titles = path[1:] if path[:1] == (title,) else path
    prose = (block for block in section.blocks if block.kind is not BlockKind.CODE)
    is_english = cues.is_english(" ".join(passage.visible.words_of(block.span) for block in prose))
    return Chapter(titles[-1] if titles else "", room_of(titles), is_english, tuple(entries(section, passage.visible)))


class Picker:
    """Chooses statements of one passage. One that occurs twice, or that readers do not see, is never taken."""

    def __init__(self, passage: Passage) -> None:
        self.chapters = [chapter_of(section, passage) for section in passage.sections]
        self.own_words = _words(passage.name, passage.slug.replace("-", " "))
        self._title_words = self.own_words | _words(passage.visible.title or "")
        self._alone = _Alone(passage.visible, Counter(s.words for chapter in self.chapters for s in chapter.statements))

    def vocabulary(self) -> Vocabulary:
        """How the passage writes its words."""
        said = [statement.words for chapter in self.chapters for statement in chapter.statements]
        common = frozenset(word for words in said for word in _bare(words) if word.islower())
        read = (entry for chapter in self.chapters for entry in chapter.entries if not entry.is_item)
        prose = (statement.words for entry in read for statement in entry.statements)
        proper = frozenset(word.casefold() for words in prose for word in _bare(words)[1:] if word[:1].isupper())
        return Vocabulary(common, proper, self.own_words, self._title_words - common)

    def use(self, records: Iterable[Record]) -> None:
        """No statement of these records is taken again."""
        self._alone.used.update(statement.span for record in records for _, statement in record.claims)

    def records(self, rung: Rung) -> Iterator[Record]:
        """The records that one rung gives, in the order of the document."""
        for chapter in self.chapters:
            if chapter.room in rung.rooms:
                yield from self._of_prose(chapter, rung)
                yield from self._of_lists(chapter, rung)

    def limits(self) -> list[tuple[str, Statement]]:
        """What sections about limitations say of the whole artifact."""
        rung = Rung(frozenset({Room.LIMITS}), Proof.NONE, 1)
        taken = (
            ("limitations", statement)
            for chapter in self.chapters
            for entry in chapter.entries
            if chapter.room is Room.LIMITS
            for statement, _ in self._taken(entry, chapter, rung)
            if not chapter.is_english or cues.field_of(statement.words) == "limitations"
        )
        return list(islice(taken, _MAX_LIMITS))

    def facts(self, limit: int) -> list[tuple[str, Statement]]:
        """At most `limit` facts with their kinds, few of a kind, in the order of the document."""
        found: list[tuple[str, Statement]] = []
        kinds: Counter[str] = Counter()
        for kind, statement in self._facts():
            if len(found) < limit and kinds[kind] < _MAX_FACTS_OF_A_KIND:
                kinds[kind] += 1
                found.append((kind, statement))
        return found

    # -- records ---------------------------------------------------------------------------------------

    def _of_prose(self, chapter: Chapter, rung: Rung) -> Iterator[Record]:
        """The sentences of a section, as many to a record as the rung says; what leans stays with what it leans on."""
        record = Record(chapter.title)
        for entry in chapter.entries:
            if entry.is_item and entry.label:
                continue
            for statement, leans in self._taken(entry, chapter, rung):
                is_full = len(record.of("description")) >= (MAX_DESCRIPTION if leans else rung.size)
                if is_full and leans:
                    continue
                if is_full and statement.field is None:
                    yield record
                    record = Record(chapter.title)
                self._add(record, entry, statement, chapter, leans=leans)
        if record.of("description"):
            yield record

    def _of_lists(self, chapter: Chapter, rung: Rung) -> Iterator[Record]:
        """One record for each labelled item, or for several that are about the same thing; not too many of one list."""
        items = [entry for entry in chapter.entries if entry.is_item and entry.label]
        common = _common_tokens(items)
        listed: Counter[int] = Counter()
        for group in _grouped(items, common):
            record = self._of_group(group, common, chapter, rung)
            if record.of("description") and listed[group[0].group] < _MAX_PER_LIST:
                listed[group[0].group] += 1
                yield record

    def _of_group(self, group: Sequence[Entry], common: AbstractSet[str], chapter: Chapter, rung: Rung) -> Record:
        """One record of the items of which something can be quoted; without description where there is none."""
        taken = [(entry, list(self._taken(entry, chapter, rung))) for entry in group]
        told = [(entry, statements) for entry, statements in taken if statements]
        record = Record(_title_of([entry for entry, _ in told], common), above=chapter.title)
        for entry, statements in told:
            for statement, leans in statements:
                if len(record.of("description")) < MAX_DESCRIPTION:
                    self._add(record, entry, statement, chapter, leans=leans)
        return record

    def _add(self, record: Record, entry: Entry, statement: Statement, chapter: Chapter, *, leans: bool) -> None:
        name = self._field(record, statement, leans=leans) if chapter.is_english else statement.field or "description"
        if name != "description" and len(record.of(name)) >= _MAX_OTHER:
            return
        record.claims.append((name, statement))
        if name == "description":
            record.told.append(entry.told if entry.statements[0] is statement else statement.words)

    def _field(self, record: Record, statement: Statement, *, leans: bool) -> str:
        """Where a statement goes: what leans goes where the one before went; what opens a record describes the job."""
        if statement.field:
            return statement.field
        if leans and record.claims and record.claims[-1][0] != "vs_alternatives":
            return record.claims[-1][0]
        if cues.rival_in(statement.words, self.own_words):
            return "vs_alternatives"
        name = cues.field_of(statement.words)
        opens = not record.claims and name != "limitations"
        return "description" if opens and (is_job(statement.words) or self._defines_itself(statement.words)) else name

    # -- statements ------------------------------------------------------------------------------------

    def _taken(self, entry: Entry, chapter: Chapter, rung: Rung) -> Iterator[tuple[Statement, bool]]:
        """The statements of an entry that may stand in a record, and whether each leans on the one before."""
        is_taken = False
        for number, statement in enumerate(entry.statements):
            if not _is_of_length(statement.words):
                is_taken = False
                continue
            leans = chapter.is_english and cues.leans(statement.words)
            told = entry.told if number == 0 else statement.words
            is_fit = is_taken if leans else self._fits(statement, told, entry, chapter, rung)
            is_taken = is_fit and self._is_quotable(statement, chapter, is_item=entry.is_item)
            if is_taken:
                yield statement, leans

    def _fits(self, statement: Statement, told: str, entry: Entry, chapter: Chapter, rung: Rung) -> bool:
        """Whether a statement that stands on its own shows enough of a job for the rung."""
        if statement.field:
            return True
        if entry.leads_to_code and (rung.proof is not Proof.CUE or not chapter.is_english):
            return False
        return not chapter.is_english or self._tells_a_job(statement, told, entry, chapter, rung)

    def _tells_a_job(self, statement: Statement, told: str, entry: Entry, chapter: Chapter, rung: Rung) -> bool:
        if entry.label and (is_never_told(entry.label) or cues.role_of(entry.label) == ""):
            return False
        is_feature = chapter.room is Room.JOBS and entry.is_item and entry.label is not None
        defines_itself = self._defines_itself(told)
        is_step = cues.is_step(told) and not is_feature
        if is_step or self._is_fact_alone(statement, rung, defines_itself=defines_itself):
            return False
        is_told = defines_itself or is_job(told, _opening(entry, chapter)) or self._is_aside(told, entry)
        is_first = entry.statements[0] is statement
        return is_told or (is_first and self._passes_without_cue(told, entry, chapter, rung))

    def _defines_itself(self, told: str) -> bool:
        """A sentence that says what the artifact is: "Buoy is a library for Python 3" requires nothing."""
        return bool(self.own_words & _words(defined_in(told)))

    def _is_aside(self, told: str, entry: Entry) -> bool:
        """A sentence of running text that limits, compares or singles out: it joins the record that it stands in."""
        field_name = "vs_alternatives" if cues.rival_in(told, self.own_words) else cues.field_of(told)
        return not entry.is_item and field_name not in {"description", "requires"}

    def _is_fact_alone(self, statement: Statement, rung: Rung, *, defines_itself: bool) -> bool:
        """A sentence that is told among the facts and not as a job."""
        kind = cues.fact_kind_of(statement.words)
        if kind in cues.NEVER_A_JOB:
            return True
        return kind in cues.FACTS_ONLY and not defines_itself and rung.proof is not Proof.NONE

    def _passes_without_cue(self, told: str, entry: Entry, chapter: Chapter, rung: Rung) -> bool:
        """An item of a list of features, or what the rung lets pass."""
        if len(told.split()) < _MIN_WORDS_WITHOUT_CUE:
            return False
        if entry.is_item and chapter.room is not Room.REFERENCE:
            is_let = entry.label is not None or rung.proof is not Proof.CUE
            return is_let and chapter.room is Room.JOBS and cues.is_phrase(told)
        if rung.proof is Proof.OWN_NAME:
            return any(word.casefold() in self.own_words for word in re.findall(r"\w+", told)[:_OPENING_WORDS])
        return rung.proof is Proof.NONE

    def _is_quotable(self, statement: Statement, chapter: Chapter, *, is_item: bool) -> bool:
        """A whole sentence or item, in words for readers, that stands in one place only."""
        words = statement.words
        if words.endswith(("?", "？", ":", "：")) or (cues.is_signature(words) and chapter.room is not Room.REFERENCE):
            return False
        if chapter.is_english:
            is_sound = not cues.is_noise(words) and self._reads_well(words, is_item=is_item or bool(statement.field))
        else:
            is_asking = cues.is_code(words) or cues.asks_the_reader(words)
            is_sound = not is_asking and (is_item or is_finished(words))
        return is_sound and self._alone.has(statement)

    def _reads_well(self, words: str, *, is_item: bool) -> bool:
        """Enough words and letters, brackets closed; running text begins and ends as a sentence does, unshouted."""
        letters = sum(character.isalpha() or character.isspace() for character in words)
        is_whole = words.count("(") == words.count(")") and letters >= _MIN_LETTERS * len(words)
        if not is_whole or len(words.split()) < _MIN_WORDS:
            return False
        if is_item:
            return True
        first = words.split(" ", 1)[0]
        is_begun = not (first.islower() and first.isalpha()) or first in self.own_words
        return is_begun and is_finished(words) and not words.endswith(("!", "...", "…"))

    # -- facts -----------------------------------------------------------------------------------------

    def _facts(self) -> Iterator[tuple[str, Statement]]:
        """Every statement that is a fact and in no record."""
        for chapter in self.chapters:
            if chapter.room is Room.SKIPPED or not chapter.is_english:
                continue
            for entry in chapter.entries:
                for statement in entry.statements:
                    kind = self._fact_kind(statement, entry, chapter)
                    if kind:
                        yield kind, statement

    def _fact_kind(self, statement: Statement, entry: Entry, chapter: Chapter) -> str | None:
        """The kind of fact that a statement may be quoted for; of a section about licences, none but that."""
        if not _is_of_length(statement.words) or cues.leans(statement.words):
            return None
        kind = cues.fact_kind_of(statement.words)
        is_told_here = kind == "licence" or chapter.room is not Room.LICENCE
        return kind if kind and is_told_here and self._is_quotable(statement, chapter, is_item=entry.is_item) else None


@dataclass
class _Alone:
    """Tells whether a statement is found where it stands and nowhere else, is not used yet, and is no hidden text.

    The search goes through the whole document, so each statement is looked up once for all rungs.
    """

    visible: VisibleText
    times: Counter[str]
    used: set[Span] = field(default_factory=set)
    _known: dict[Span, bool] = field(default_factory=dict)

    def has(self, statement: Statement) -> bool:
        span = statement.span
        if span in self.used or self.times[statement.words] > 1:
            return False
        if span not in self._known:
            self._known[span] = self._is_single(span) and not touches_hidden(span, self.visible.hidden)
        return self._known[span]

    def _is_single(self, span: Span) -> bool:
        raw, text = self.visible.words_of(span), self.visible.text
        return text.find(raw) == span.start and text.find(raw, span.start + 1) < 0


def _opening(entry: Entry, chapter: Chapter) -> Opening:
    """How a verb that opens an entry is read: features are told by orders, and so are steps in other sections."""
    if not entry.is_item:
        return Opening.OFFER
    if entry.label is None:
        return Opening.OFFER if chapter.room is Room.JOBS or not chapter.title else Opening.ORDER
    return Opening.FEATURE if chapter.room is Room.JOBS else Opening.OFFER


def _is_of_length(words: str) -> bool:
    shortest, longest = _WIDE_LENGTH if is_wide(words) else _LENGTH
    return shortest <= len(words) <= longest


def _words(*texts: str) -> frozenset[str]:
    return frozenset(word for text in texts for word in re.findall(r"\w+", text.casefold()))


def _bare(words: str) -> list[str]:
    return [word.strip(_EDGE_MARKS) for word in words.split()]


# -- lists of names of code --------------------------------------------------------------------------------


def _grouped(items: Sequence[Entry], common: AbstractSet[str]) -> Iterator[list[Entry]]:
    """Items in a row whose names of code share a word belong to one record; every other item is alone."""
    group: list[Entry] = []
    shared: set[str] = set()
    for entry in items:
        tokens = set(tokens_of(entry.label or "")) - common if is_identifier(entry.label or "") else set()
        is_near = bool(group) and (group[0].group == entry.group or group[0].topic == entry.topic)
        if group and (not shared & tokens or not is_near or len(group) >= _MAX_GROUP):
            yield group
            group = []
        shared = shared & tokens if group else tokens
        group.append(entry)
    if group:
        yield group


def _common_tokens(items: Sequence[Entry]) -> frozenset[str]:
    """Words that nearly all names of a list share tell nothing apart; nor do verbs."""
    times = Counter(token for entry in items for token in set(tokens_of(entry.label or "")))
    return frozenset(token for token, count in times.items() if count > _NEARLY_ALL * len(items) or token in VERBS)


def _title_of(group: Sequence[Entry], common: AbstractSet[str]) -> str:
    labels = [entry.label or "" for entry in group]
    if len(labels) > 1:
        return title_of_group(labels, common)
    return "" if not labels or is_identifier(labels[0]) else labels[0]
