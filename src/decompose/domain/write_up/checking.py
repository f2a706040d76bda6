"""Is a draft true today, word by word? Statements against the quotes of their side, relations against the facts.

Nobody reads a write-up before its readers do. So a sentence stands only if each clause does: one about a side at the
strict point over quotes of that side alone, one about a relation in the closed language of `wording`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from decompose.domain import claim_check
from decompose.domain.capability import ClaimStatus
from decompose.domain.claim_check import Exhibit
from decompose.domain.claim_check.coverage import WORDS_NOT_QUOTED
from decompose.domain.document import Span
from decompose.domain.examination import Examination, Finding, Point, status_at
from decompose.domain.quantities import in_figures
from decompose.domain.tracked import Reads
from decompose.domain.workbench import Workbench
from decompose.domain.write_up.material import Material, Row, Statement
from decompose.domain.write_up.sentences import SLOT, Clause, Draft, Written, written
from decompose.domain.write_up.subjects import names_in, usurped
from decompose.domain.write_up.wording import objections

LONGEST = 320  # characters of a sentence with its slots
JOINTS = {"": "", "while": ", while ", "but": ", but ", "and": ", and ", ";": "; "}
_DIGIT = re.compile(r"\d")
_FOREIGN = re.compile(r"[\n\r\t<>\[\]`*_#|\\]|https?:")
_MANY = re.compile(
    r"\b(?:twice|thrice|doubl\w+|tripl\w+|half|halves|dozens?|hundreds?|thousands?|millions?|billions?)\b",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"[\w.+-]*\w")
_LONGEST_NAME = 8  # words


@dataclass(frozen=True, slots=True)
class Refused:
    """A draft that may not be shown, and why, for whoever writes it again."""

    draft: Draft
    why: tuple[str, ...]


@dataclass(frozen=True)
class Bench:
    """What drafts are held against. `revisions` are the documents that statements quote, by id.

    `others` are the names of all other artifacts (`names_to_refuse`).
    """

    material: Material
    revisions: Mapping[str, Workbench]
    others: Collection[str] = frozenset()

    @cached_property
    def _written_as_names(self) -> frozenset[str]:
        return names_in(one.claim.text for one in self.material.statements)

    def check(self, draft: Draft) -> Written | Refused:
        """The sentence with the facts that it rests on, or why it may not be shown."""
        reads = Reads(self.material.facts)
        why = [*_shape(draft)]
        texts = []
        for clause in draft.clauses:
            text, objected = self._clause(clause, reads)
            texts.append(text)
            why += objected
        if why:
            return Refused(draft, tuple(dict.fromkeys(why)))
        joined = JOINTS[draft.joint].join(texts)
        return written(draft.place, f"{joined[:1].upper()}{joined[1:]}.", reads)

    def _clause(self, clause: Clause, reads: Reads) -> tuple[str, list[str]]:
        paths = {slot: row.slot_path(slot) for row in self.material.rows for slot in row.names}
        text = SLOT.sub(lambda slot: f"{{{paths.get(slot[1], slot[1])}}}", clause.text)
        text = text.strip().rstrip(".").rstrip()
        why = [*self._general(text)]
        if not why:
            about = self._relation if clause.about == "relation" else self._statement
            why = [*about(clause, text, reads)]
        return text, why

    def _general(self, text: str) -> Iterator[str]:
        """What no clause may hold, whatever it is about."""
        bare = SLOT.sub(" ", text)
        if unknown := [slot for slot in SLOT.findall(text) if slot not in self.material.slots]:
            yield f"there is no slot {{{unknown[0]}}}"
        if "{" in bare or "}" in bare or _FOREIGN.search(bare):
            yield "a clause is plain words and slots"
        if _DIGIT.search(in_figures(bare)) or _MANY.search(bare):
            yield "it has a number outside a slot"
        if own := [name for name in self.material.names.values() if _names(bare, names_to_refuse([name]))]:
            yield f"it spells “{own[0]}”: write the slot of the name"
        elif other := _names(bare, self.others):
            yield f"it names “{other}”, which is neither side"

    def _relation(self, clause: Clause, text: str, reads: Reads) -> Iterator[str]:
        if len(clause.rests_on) != 1:
            yield "a clause about a relation rests on just one"
            return
        name, _, said = (part.strip() for part in clause.rests_on[0].partition(":"))
        rows: Mapping[str, Row] = {row.handle: row for row in self.material.rows}
        topic = rows[name].path if name in rows else name
        if topic not in self.material.relations and topic not in {row.path for row in rows.values()}:
            yield f"there is no relation “{name}”"
        elif reads[topic] != said:
            yield f"the relation {name} is “{reads[topic]}”, not “{said}”"
        else:
            yield from objections(text, topic, said)

    def _statement(self, clause: Clause, text: str, reads: Reads) -> Iterator[str]:
        """Held against the quotes of its own side: what the other side's sources say proves nothing here."""
        known = {one.handle: one for one in self.material.statements if one.side == clause.about}
        if not clause.rests_on or any(handle not in known for handle in clause.rests_on):
            yield f"a clause about {clause.about} rests on statements of {clause.about}"
            return
        if SLOT.findall(text) != [f"{clause.about}.name"]:
            yield f"a clause about {clause.about} names it once, by {{{clause.about}.name}}, and has no other slot"
            return
        cited = [known[handle] for handle in clause.rests_on]
        for one in cited:
            reads[one.path]
            if other := usurped(text, one.claim.text, self.material.names[clause.about], self._written_as_names):
                yield f"{one.handle} says it of “{other}”, which the clause leaves out"
        yield from self._unsupported(f"{text}.", cited, self.material.names[clause.about])

    def _unsupported(self, text: str, cited: list[Statement], name: str) -> Iterator[str]:
        exhibits = [
            self.revisions[item.revision].exhibit([item])
            for one in cited
            for item in one.claim.evidence
            if item.revision in self.revisions
        ]
        at = text.index("{")
        own = Span(at, at + len(name))
        findings = claim_check.examine(SLOT.sub(lambda _: name, text), _together(exhibits, name))
        examination = Examination(tuple(one for one in findings if not _misses_the_name(one, own)))
        status = status_at(examination, Point.PUBLISH, rival=None)
        if status is ClaimStatus.ATTRIBUTED:
            yield "it is praise or a comparison, which only its makers vouch for"
        elif status is ClaimStatus.UNSUPPORTED:
            told = [reason.detail for reason in examination.reasons(Point.PUBLISH) if reason.detail]
            yield from told or ["its quotes do not carry it"]


def _shape(draft: Draft) -> Iterator[str]:
    if draft.joint not in JOINTS or (draft.joint == "") != (len(draft.clauses) == 1) or len(draft.clauses) > 2:
        yield "a sentence is one clause, or two with a word between"
    if sum(len(clause.text) for clause in draft.clauses) > LONGEST:
        yield f"a sentence has at most {LONGEST} characters"


def _together(exhibits: list[Exhibit], name: str) -> Exhibit:
    """One exhibit of several quotes, each with what stands around it."""
    return Exhibit(
        tuple(dict.fromkeys(quote for one in exhibits for quote in one.quotes)),
        tuple(dict.fromkeys(words for one in exhibits for words in one.context)),
        (name,),
        tuple(words for one in exhibits for words in one.rest),
        tuple(words for one in exhibits for words in one.antecedents),
    )


def _misses_the_name(finding: Finding, own: Span) -> bool:
    """That quotes leave out the name of the side whose documents they stand in is no doubt: each clause says it."""
    said = finding.said
    return finding.check in WORDS_NOT_QUOTED and said is not None and own.start <= said.start and said.end <= own.end


def names_to_refuse(names: Collection[str]) -> frozenset[str]:
    """Names as they are looked for: in any case, but for single words, which may be words of the language as well."""
    found = {name for name in names if not name.islower()}
    return frozenset(found | {name.casefold() for name in names if len(_TOKEN.findall(name)) > 1})


def _names(text: str, names: Collection[str]) -> str | None:
    """The first of these names that stands in the text by whole words."""
    tokens = [(match.start(), match.end()) for match in _TOKEN.finditer(text)]
    for at, (start, _) in enumerate(tokens):
        for _, end in reversed(tokens[at : at + _LONGEST_NAME]):
            if text[start:end] in names or text[start:end].casefold() in names:
                return text[start:end]
    return None
