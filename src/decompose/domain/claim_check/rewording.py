"""A sentence that is almost its quote: there every word that was put in, taken out or exchanged is looked at alone.

A free paraphrase leaves open which word stands for which. A sentence that takes over the quote word for word does not:
what differs is what somebody changed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from decompose.domain.claim_check.denials import DENIAL, NO_DENIAL
from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.figures import is_named
from decompose.domain.claim_check.modality import DOUBTFUL, KEEPS_DOUBT
from decompose.domain.claim_check.words import Sentence, exclusive, is_light, stem, synonyms
from decompose.domain.document import Span
from decompose.domain.examination import Finding, Outcome
from decompose.domain.quantities import is_number_word, is_unit

_WORD = re.compile(r"\w+(?:['.+#-]\w+)*")
_FEWEST_WORDS = 5
_MOST_WORDS = 300
_ALIKE = 0.7


_EXAMPLES = re.compile(r"\bsuch as\s$", re.IGNORECASE)
# What joins an item to a list.
_JOINS = re.compile(r",|\b(?:and|or|as well as|such as|like|including|plus|besides|along with)\b", re.IGNORECASE)
# What a sentence may call its subject where the quote has a pronoun.
_SUBJECTS = frozenset(
    stem(word)
    for word in (
        "model dataset tool server library framework package plugin extension program application app agent classifier"
        " variant edition version project service platform system authors makers maker developers users user category"
    ).split()
)
_ADDS = frozenset({"plus", "besides", "alongside", "additionally"})
_NAMES = re.compile(r"\b[A-Z]\w+")
_VERBATIM = 0.85
_NAME_WORDS = 2
_CLAUSE_END = re.compile(r"[.!?;:,](?=\s)")
_WITHOUT_EXCEPTION = re.compile(r"\b(?:always|all|every|any|never|entirely|fully|guaranteed)\b", re.IGNORECASE)
_DENIES = re.compile(
    DENIAL.pattern + r"|\b(?:refus(?:es|ed) to|avoids?|avoiding|disabl\w+|un(?:able|supported|available))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Change:
    """What stands in the claim, and what stood in the quote instead; either may be empty.

    `joint` is what was put in with the word before it ("such as" is one), `shared` the words of the quotes from the
    clause of the first to the last that the claim has too.
    """

    said: str
    quoted: str
    place: Span
    joint: str
    shared: str
    is_verbatim: bool


def changes_are_harmless(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Put in: no denial, no item of a list. Taken out: no denial, no hedge."""
    for change in _changes(claim, exhibit):
        is_moved = _denials(claim.text) % 2 == _denials(change.shared) % 2
        if not is_moved and _denials(change.said) % 2 != _denials(change.quoted) % 2:
            detail = f"the sentence says “{change.said}” where the quote has “{change.quoted}”"
            yield Finding("negation", Outcome.FAILED, detail, change.place)
        elif DOUBTFUL.search(change.quoted) and _hedges(claim.text) < _hedges(change.shared):
            yield Finding("hedge", Outcome.FAILED, f"the sentence leaves out “{change.quoted}”", change.place)
        elif _is_opposite(change):
            detail = f"the sentence says “{change.said}” where the quote has “{change.quoted}”"
            yield Finding("exchange", Outcome.FAILED, detail, change.place)
        elif change.is_verbatim and _WITHOUT_EXCEPTION.search(change.said):
            detail = f"“{change.said}” was put into the words of the quote"
            yield Finding("scope", Outcome.FAILED, detail, change.place)
        elif change.is_verbatim and _is_exchange(change, exhibit):
            detail = f"the sentence says “{change.said}” where the quote has “{change.quoted}”"
            yield Finding("altered", Outcome.FAILED, detail, change.place)
        elif _is_other_name(change, claim, exhibit):
            detail = f"the sentence says “{change.said}” where the quote names “{change.quoted}”"
            yield Finding("altered", Outcome.FAILED, detail, change.place)
        elif _JOINS.search(change.joint):
            yield from _new_item(change, exhibit)


def _is_opposite(change: _Change) -> bool:
    """Whether one word was put in the place of another that excludes it."""
    said, quoted = change.said.split(), change.quoted.split()
    return len(said) == len(quoted) == 1 and stem(quoted[0]) in exclusive(stem(said[0]))


def _is_exchange(change: _Change, exhibit: Exhibit) -> bool:
    """Whether a word was put in the place of another that means something else."""
    said, quoted = Sentence(change.said), Sentence(change.quoted)
    own = exhibit.surroundings.stems
    return bool(quoted.words) and any(
        word.stem not in quoted.meanings and word.stem not in own and word.stem not in exhibit.evidence.stems
        for word in said.words
    )


def _is_other_name(change: _Change, claim: Sentence, exhibit: Exhibit) -> bool:
    """Whether a name was taken out, and words stand in its place that are in no quote and call nothing by its sort."""
    names = [*exhibit.own.split("\n"), *(name for name in _NAMES.findall(change.quoted) if Sentence(name).words)]
    gone = [name for name in names if name and is_named(name, change.quoted) and not is_named(name, claim.text)]
    rest = _WORD.findall(change.quoted)
    if not gone or len(rest) > len(_WORD.findall(" ".join(gone))) + 1:
        return False
    known = exhibit.evidence.meanings | exhibit.surroundings.meanings | _SUBJECTS
    new = [word.stem for word in Sentence(change.said).words if not is_light(word.stem)]
    return bool(new) and known.isdisjoint(new)


def _new_item(change: _Change, exhibit: Exhibit) -> Iterator[Finding]:
    known = exhibit.evidence.meanings | exhibit.surroundings.meanings
    for word in Sentence(change.said).words:
        said = change.said[word.start : word.end]
        is_own = (
            not is_light(word.stem)
            and word.stem not in _SUBJECTS
            and said.casefold() not in _ADDS
            and not is_unit(said)
            and not is_number_word(said)
        )
        if is_own and word.stem not in known:
            yield Finding("altered", Outcome.FAILED, f"“{said}” was put into the words of the quote", change.place)
            return


def _changes(claim: Sentence, exhibit: Exhibit) -> list[_Change]:
    """What differs from the line of the quotes that is most like the sentence; nothing where none is like it."""
    said = [(match.span(), stem(match.group())) for match in _WORD.finditer(claim.text)]
    if not _FEWEST_WORDS <= len(said) <= _MOST_WORDS:
        return []
    words = Counter(word for _, word in said)
    best: tuple[float, list[_Change]] = (_ALIKE, [])
    for line in exhibit.evidence.text.split("\n"):
        quoted = [(match.span(), stem(match.group())) for match in _WORD.finditer(line)][:_MOST_WORDS]
        if (words & Counter(word for _, word in quoted)).total() < _ALIKE * len(said):
            continue  # whatever their order
        matcher = SequenceMatcher(None, [word for _, word in quoted], [word for _, word in said], autojunk=False)
        share = sum(block.size for block in matcher.get_matching_blocks()) / len(said)
        if share > best[0]:
            best = share, list(_between(matcher, said, quoted, claim.text, line, is_verbatim=share >= _VERBATIM))
    return best[1]


def _between(
    matcher: SequenceMatcher[str],
    said: list[tuple[tuple[int, int], str]],
    quoted: list[tuple[tuple[int, int], str]],
    text: str,
    line: str,
    *,
    is_verbatim: bool,
) -> Iterator[_Change]:
    """The changes between the first and the last word that both have, and what follows in the claim."""
    operations = matcher.get_opcodes()
    kept = [(a, b) for kind, a, b, _, _ in operations if kind == "equal"]
    begin = quoted[kept[0][0]][0][0]
    clause = max((match.end() for match in _CLAUSE_END.finditer(line, 0, begin)), default=0)
    shared = line[clause : quoted[kept[-1][1] - 1][0][1]]
    for number, (kind, a, b, c, d) in enumerate(operations):
        is_edge = number == 0 or number == len(operations) - 1
        if kind == "equal" or (is_edge and c == d):
            continue
        if kind == "replace" and d - c == b - a and _same_words(said[c:d], quoted[a:b]):
            continue
        words = text[said[c][0][0] : said[d - 1][0][1]] if d > c else ""
        # Where the quote goes on beyond what the claim takes over, as many words of it as the claim puts there.
        first = max(a, b - (d - c)) if is_edge and number == 0 else a
        last = min(b, a + (d - c)) if is_edge and number else b
        before = line[quoted[first][0][0] : quoted[last - 1][0][1]] if last > first else ""
        # What was taken out has its place in the claim at the word before which it stood.
        (start, end), _ = said[min(c, len(said) - 1)]
        end = said[d - 1][0][1] if d > c else end
        joint = text[said[max(c - (2 if _EXAMPLES.search(text, 0, start) else 1), 0)][0][0] : end]
        is_taken_over = is_verbatim and (not is_edge or d - c <= _NAME_WORDS)
        yield _Change(words, before, Span(start, end), joint, shared, is_taken_over)


def _same_words(said: list[tuple[tuple[int, int], str]], quoted: list[tuple[tuple[int, int], str]]) -> bool:
    return all(other in synonyms(word) for (_, word), (_, other) in zip(said, quoted, strict=True))


def _hedges(text: str) -> int:
    return len(KEEPS_DOUBT.findall(text))


def _denials(text: str) -> int:
    return len(_DENIES.findall(NO_DENIAL.sub(" ", text)))
