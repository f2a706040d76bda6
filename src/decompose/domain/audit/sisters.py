"""D15: a line tells of the artifact what its source says of another version, edition or sister only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from decompose.domain.audit.defect import Defect
from decompose.domain.audit.likeness import meanings, shared
from decompose.domain.audit.numbers import TIMES, Figure, figures_in, is_in_a_name
from decompose.domain.audit.relatives import Family
from decompose.domain.audit.sheet import VS_ALTERNATIVES, Statement
from decompose.domain.audit.told import Told
from decompose.domain.audit.words import DENIED, RIVALS, blanked, sentences
from decompose.domain.claim_check.words import is_light
from decompose.domain.quantities import in_figures

# Words that a sentence about a relative and a line have to share, of how many of the fewer; and two for a bare number
# or the label of a row.
_FEWEST, _MOST_OF, _FEWEST_ALONE = 3, 0.6, 2
_OF_OTHERS = re.compile(r"\b(?:others?|alternatives|competitors|rivals|most|many)\b", re.IGNORECASE)


def of_relatives(statement: Statement, source: Sequence[Told], kin: Family) -> Iterator[Defect]:
    """Sentences of a line that a relative is the subject of, or that only what is told of a relative bears out."""
    own = [said for said in source if not said.of]
    theirs = [said for said in source if said.of]
    is_compared = statement.field == VS_ALTERNATIVES
    for start, sentence in sentences(statement.text):
        named = kin.relatives_in(sentence)
        if named:
            if not kin.is_named_in(sentence) and _is_subject(named[0], sentence, is_compared=is_compared):
                yield statement.defect("D15", sentence, f"it is about {named[0]}, not about {statement.artifact}")
            continue
        said = blanked(sentence, RIVALS)
        if is_compared and _OF_OTHERS.search(said):
            continue
        found = _figure_of(said, own, theirs) or _matter_of(said, own, theirs)
        if found:
            (at, end), one = found
            quote = statement.text[start + at : start + end]
            yield statement.defect("D15", quote, f"the source says this of {one.of[0]}: “{one.text[:200]}”")


def _is_subject(name: str, sentence: str, *, is_compared: bool) -> bool:
    """It stands first, and not as one of two that are compared."""
    is_first = sentence.startswith(name)
    return is_first and not (is_compared and re.search(r"\b(?:than|whereas|while|unlike)\b", sentence))


def _figure_of(said: str, own: Sequence[Told], theirs: Sequence[Told]) -> tuple[tuple[int, int], Told] | None:
    """A number that the source gives for the same thing of a relative, and nowhere of the artifact."""
    flat = in_figures(said)
    about = meanings(said)
    for figure in figures_in(flat):
        if figure.unit in TIMES - {"%", "percent"} or is_in_a_name(flat, figure) or _stated(figure, own):
            continue
        for one in theirs:
            if _stated(figure, (one,)) and _is_about(one, about, flat, figure):
                end = re.match(r"(?:[ -][\w-]+){0,3}", flat[figure.end :])
                is_as_written = flat[: figure.end] == said[: figure.end]
                place = (figure.start, figure.end + (end.end() if end else 0)) if is_as_written else (0, len(said))
                return place, one
    return None


def _stated(figure: Figure, source: Sequence[Told]) -> bool:
    return any(_is_same(figure, other) for one in source for other in one.figures)


def _is_same(figure: Figure, other: Figure) -> bool:
    if (figure.low, figure.high) != (other.low, other.high):
        return False
    return figure.unit == other.unit or not (figure.unit and other.unit)


def _is_about(one: Told, about: frozenset[str], said: str, figure: Figure) -> bool:
    """Whether the line speaks of what the number is told of: of a cell its label, else two words besides the number."""
    words = frozenset(word for word in meanings(one.text) if not word[0].isdigit())
    if not one.is_cell:
        return len(shared(words, about)) >= _FEWEST_ALONE
    label = frozenset(word for word in meanings(one.text.partition(":")[0]) if not word[0].isdigit())
    near = meanings(said[max(0, figure.start - 60) : figure.end + 60])
    return bool(shared(words, near)) and (not label or bool(shared(label, about)))


def _matter_of(said: str, own: Sequence[Told], theirs: Sequence[Told]) -> tuple[tuple[int, int], Told] | None:
    """What the source tells in most of the same words of a relative, and of the artifact in fewer."""
    about = _matter(blanked(said, DENIED))
    if len(about) < _FEWEST_ALONE:
        return None
    asserted = [one for one in own if not DENIED.search(one.text)]
    best = max((len(shared(_matter(one.text), about)) for one in asserted), default=0)
    for one in theirs:
        if one.is_past:
            continue
        words = _matter(_without(one))
        common = len(shared(words, about))
        is_enough = common >= _FEWEST and common >= _MOST_OF * min(len(words), len(about)) and common > best
        if is_enough or (one.is_theirs_alone and one.is_cell and _is_label_in(one, about)):
            return (0, len(said.rstrip())), one
    return None


def _is_label_in(one: Told, about: frozenset[str]) -> bool:
    """A row in which the artifact has nothing: the line has all words of its label."""
    label = _matter(one.text.partition(":")[0])
    return len(label) >= _FEWEST_ALONE and label <= about


def _matter(text: str) -> frozenset[str]:
    return frozenset(word for word in meanings(text) if not is_light(word) and not word[0].isdigit())


def _without(one: Told) -> str:
    """Its words but for the names of those that it is about."""
    text = one.text
    for name in one.of:
        text = text.replace(name, " ")
    return text
