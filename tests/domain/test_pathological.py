"""Input that was made to be slow, or to break something: it ends about as soon as any other, and never with an error.

"As soon" is meant within one run: the same work over prose of the same length, times twenty.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import time
from collections.abc import Callable, Iterator
from functools import cache
from random import Random

import pytest

from audit_pages import Given
from audit_pages import found as audited
from decompose import domain
from decompose.domain.addressed import addressed_to_a_model
from decompose.domain.claim_check import Exhibit, examine
from decompose.domain.consistency import banner, says_retired
from decompose.domain.contradiction import Statement, contradiction
from decompose.domain.derivation import derivation
from decompose.domain.document import Revision, SourceDocument, Span
from decompose.domain.evidence import LONGEST_QUOTE, canonical, locate, near_miss, without_markup
from decompose.domain.orders.late import Late
from decompose.domain.quantities import figures
from decompose.domain.workbench import LONGEST_CLAIM, Workbench
from domain.documents import visible

TIMES_USUAL = 20
# In seconds of the processor: below it a clock says nothing.
_FLOOR = 0.02
PROSE = (
    "The gantry moves 4,800 parcels an hour, and it may wait up to 12 ms for Ropeway 2 before the belt is not free. "
    "Its system ignores AI. "
)

UNITS = (
    *" \t\n,;:.-_*`|\"'()[]{}<>/\\=+#~^&$%!?aA1é読가ע\u0301\u200b\U0001f44d",
    *("a ", "A ", "Ab ", "Ab-", "a-", "a.", "a_", "a/", "a'", "a, ", "1,", "1.", "1-", "1 to ", "1/", "-1", "1 or 1, "),
    *(
        "not ",
        "no ",
        "un",
        "and ",
        "of ",
        "the only ",
        "most ",
        "more ",
        "may ",
        "by default ",
        "at least 1 ",
        "(a",
        "((a))",
    ),
    *(
        "**a ",
        "`a",
        "`` ` ",
        "[a](",
        "![",
        "<!--",
        "<a ",
        "</a>",
        "<<",
        "~~a",
        ":a:`",
        "&amp;",
        "> ",
        "- ",
        "| ",
        "--- ",
        "||",
    ),
    *(
        "A1.",
        "A-1",
        "a1-",
        "1 ms ",
        "1e9",
        "10² ",
        "'s ",
        '"a" ',
        "...",
        "--",
        "http://",
        "ignore ",
        "you are ",
        "AI: ",
    ),
    *("half a third of ", "one hundred ", "NAME ", "which NAME ", "deprecated ", "faster than ", "It ", "such as "),
)


def filled(unit: str, length: int, *, end: str = "") -> str:
    return (unit * (length // len(unit) + 1))[: length - len(end)] + end


def seconds(work: Callable[[], object]) -> float:
    """Of the processor, the better of two runs."""
    taken = []
    for _ in range(2):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


@cache
def usual(kind: str, length: int) -> float:
    return seconds(lambda: WORK[kind](filled(PROSE, length)))


def examine_claim(text: str) -> object:
    return examine(text[:LONGEST_CLAIM], Exhibit((PROSE * 3,), ("Gantry",), ("Gantry",)))


def examine_quote(text: str) -> object:
    return examine(PROSE, Exhibit((text[:LONGEST_QUOTE],), ("Gantry",), ("Gantry",)))


def examine_both(text: str) -> object:
    return examine(text[:LONGEST_CLAIM], Exhibit((text[:LONGEST_QUOTE],), (text[:LONGEST_QUOTE],), ("Gantry",)))


def bench_under(*lines: str) -> Workbench:
    made = Revision("rev-1", SourceDocument("gantry", "gantry.md"), "hash", visible(*lines))
    return Workbench.of(made, ("Gantry",))


def under_heading(text: str) -> object:
    return bench_under(f"# {text}", PROSE).examine(PROSE, [PROSE])


def in_row(text: str) -> object:
    return bench_under("| Name | Figure", f"| Gantry | 12 {text}").examine("Gantry has 12.", ["Gantry | 12"])


def in_document(text: str) -> object:
    return bench_under("# Gantry", f"It {text}", PROSE).examine(PROSE, [PROSE, text[:LONGEST_QUOTE]])


def find_quote(text: str) -> object:
    words = canonical(text)
    return [locate(quote, words) for quote in (text[:LONGEST_QUOTE], text[1:1500] + "x", "x" + text[:1500], PROSE)]


def compare_statements(text: str) -> object:
    one, other = (Statement.of(words, ("Gantry",)) for words in (text[:LONGEST_CLAIM], PROSE))
    return contradiction(one, other)


def tell_retired(text: str) -> object:
    made = visible(f"# Gantry {text[:300]}", f"Gantry {text}", PROSE)
    return banner(made, ("Gantry",)), says_retired(f"Gantry {text[:LONGEST_CLAIM]}", ("Gantry",))


def derive(text: str) -> object:
    stated = figures(text[:LONGEST_QUOTE]).quantities
    return [derivation(said, stated, [text]) for said in figures(PROSE).quantities]


def audit_page(text: str) -> object:
    line = " ".join(text[:LONGEST_QUOTE].splitlines())
    return audited(Given(verdict=line, summary=line))


WORK: dict[str, Callable[[str], object]] = {
    "a claim": examine_claim,
    "a quote": examine_quote,
    "claim, quote and context": examine_both,
    "a heading": under_heading,
    "a row of a table": in_row,
    "a document": in_document,
    "a quote to look for": find_quote,
    "a near miss": lambda text: near_miss(text[:LONGEST_QUOTE], canonical(text)),
    "markup": without_markup,
    "numbers": figures.__wrapped__,  # what is kept of a text costs nothing the second time
    "a derivation": derive,
    "words that speak to a model": lambda text: list(
        addressed_to_a_model(visible(f"# {text}", f"It {text}", f"` {text}"))
    ),
    "a notice": tell_retired,
    "two statements": compare_statements,
    "a page": audit_page,
}


def too_slow(kind: str, text: str) -> float | None:
    """How many times the usual it took, where that is too much."""
    limit = TIMES_USUAL * usual(kind, len(text)) + _FLOOR
    started = time.process_time()
    WORK[kind](text)
    if time.process_time() - started <= limit:
        return None
    taken = seconds(lambda: WORK[kind](text))
    return round(taken / usual(kind, len(text)), 1) if taken > limit else None


@pytest.mark.slow
@pytest.mark.parametrize("kind", WORK)
def test_thousands_of_one_sign_or_word_take_no_longer_than_prose(kind: str) -> None:
    texts = [filled(unit, 8_000, end=end) for unit in UNITS for end in ("", "!", " x")]
    slow = {text[:12]: times for text in texts if (times := too_slow(kind, text))}
    assert slow == {}


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind in WORK if kind not in {"a page", "markup"}])
@pytest.mark.parametrize("unit", [PROSE, "word ", "a", "1", "(", "|", "\t", "`", "not "])
def test_a_line_of_a_megabyte_ends(kind: str, unit: str) -> None:
    text = filled(unit, 1_000_000)
    started = time.process_time()
    WORK[kind](text)
    assert time.process_time() - started <= TIMES_USUAL * (100 * usual(kind, 10_000) + _FLOOR)


# -- bait made of what the patterns themselves look for ----------------------------------------------------


def patterns() -> Iterator[re.Pattern[str]]:
    """Every compiled pattern of the rules, wherever a module keeps it."""
    seen: set[re.Pattern[str]] = set()
    for module in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}."):
        for thing in vars(importlib.import_module(module.name)).values():
            for pattern in _within(thing, 4):
                if pattern not in seen:
                    seen.add(pattern)
                    yield pattern


def _within(thing: object, depth: int) -> Iterator[re.Pattern[str]]:
    if isinstance(thing, re.Pattern):
        yield thing
    elif isinstance(thing, Late):
        yield thing.compiled
    elif depth and isinstance(thing, tuple | list | set | frozenset):
        for inner in thing:
            yield from _within(inner, depth - 1)
    elif depth and isinstance(thing, dict):
        yield from _within(list(thing.values()), depth - 1)
    elif depth and hasattr(type(thing), "__dataclass_fields__"):
        yield from _within([getattr(thing, name) for name in type(thing).__dataclass_fields__], depth - 1)


def bait(pattern: re.Pattern[str], draw: Random) -> str:
    """The words of a pattern again and again, by themselves and among what joins words; the end fits nothing."""
    words = re.findall(r"[A-Za-z]{2,}", re.sub(r"\\[A-Za-z]|\(\?P?<?\w*", " ", pattern.pattern)) or ["a"]
    chosen = draw.sample(words, min(3, len(words)))
    joint = draw.choice((" ", " ", "-", ", ", " a ", "'", " 1 ", " of the ", ". "))
    return filled(joint.join(chosen) + joint, LONGEST_QUOTE, end=draw.choice(("", "!", "§")))


def test_there_are_patterns_to_bait() -> None:
    assert len(list(patterns())) > 200


@pytest.mark.slow
@pytest.mark.parametrize(
    "kind", ["claim, quote and context", "a notice", "words that speak to a model", "a page", "two statements"]
)
def test_what_the_patterns_look_for_thousands_of_times_takes_no_longer_than_prose(kind: str) -> None:
    draw = Random(7)
    texts = [bait(pattern, draw) for pattern in patterns()]
    slow = {text[:60]: times for text in texts if (times := too_slow(kind, text))}
    assert slow == {}


@pytest.mark.parametrize("kind", WORK)
def test_noise_of_any_characters_ends_without_an_error(kind: str) -> None:
    draw = Random(11)
    pieces = [*UNITS, PROSE, "\x00", "\ud7ff", "\uffff", "\U0010ffff", "ﬁ", "½", "\u202e", "\u2028"]
    for length in (0, 1, 2, 50, 300):
        WORK[kind]("".join(draw.choice(pieces) for _ in range(length)) or "x")


@pytest.mark.slow
def test_a_claim_or_a_quote_of_a_megabyte_is_refused_unread() -> None:
    long = filled("word ", 1_000_000)
    _, examination = bench_under(PROSE).examine(long, [long])
    assert not examination.is_supported()
    assert locate(long, canonical(long)) is None


@pytest.mark.slow
def test_a_quote_that_stands_everywhere_is_found_at_once() -> None:
    text = canonical(filled("a ", 200_000))
    assert locate("a", text, near=[Span(30, 31)]) == Span(30, 31)
