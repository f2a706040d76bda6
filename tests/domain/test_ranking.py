"""The order of entries for a query: words decide, what is rare tells more, and use lifts by places."""

from __future__ import annotations

import random

from decompose.domain.matching.explaining import why
from decompose.domain.matching.ranking import Candidate, Corpus, best_of_each, lifted, rank
from decompose.domain.matching.words import name_terms, query_of, terms_of

TEXTS = {
    "tide": ("Tide", "Stores sensor readings and draws charts of them."),
    "harbour": ("Harbour", "Translates speech of one language into text of another."),
    "mole": ("Mole", "Stores files."),
    "quay": ("Quay", "Draws maps and charts of harbours."),
}


def candidates() -> list[Candidate]:
    made = []
    for number, (slug, (name, text)) in enumerate(TEXTS.items()):
        fields = (tuple(name_terms(name)), (), tuple(terms_of(text)), ())
        made.append(Candidate(number, slug, slug, fields, sum(map(len, fields))))
    return made


def corpus() -> Corpus:
    bags = [each.weights() for each in candidates()]
    frequency = {term: sum(term in bag for bag in bags) for bag in bags for term in bag}
    return Corpus(len(bags), sum(each.length for each in candidates()) / len(bags), frequency)


def order(text: str, **known: object) -> list[str]:
    return [match.candidate.slug for match in rank(query_of(text), candidates(), corpus(), **known)]  # type: ignore[arg-type]


def test_the_entry_with_the_rarest_of_the_words_comes_first() -> None:
    assert order("stores sensor readings")[0] == "tide"
    assert order("translate speech")[0] == "harbour"


def test_a_name_outweighs_a_mention() -> None:
    assert order("harbour")[:2] == ["harbour", "quay"]


def test_what_has_none_of_the_words_is_no_match() -> None:
    assert order("fold proteins") == []


def test_the_order_of_the_candidates_changes_nothing() -> None:
    shuffled = candidates()
    random.Random(3).shuffle(shuffled)
    query = query_of("draw charts and store files")
    assert rank(query, shuffled, corpus()) == rank(query, candidates(), corpus())


def test_what_use_puts_forward_has_the_score_of_what_it_is_put_before() -> None:
    groups = best_of_each(rank(query_of("stores files and draws charts"), candidates(), corpus()))
    slugs = [group[0].candidate.slug for group in groups]
    assert lifted(groups, slugs) == groups
    found = lifted(groups, [slugs[-1], *slugs[:-1]])
    assert [group[0].candidate.slug for group in found] == [slugs[-1], *slugs[:-1]]
    assert found[0][0].score == groups[0][0].score
    assert [group[0].lifted for group in found] == [len(slugs) - 1, *[0] * (len(slugs) - 1)]
    assert found[1:] == groups[:-1]


def test_results_are_by_artifact_with_the_best_first() -> None:
    two = [*candidates(), Candidate(9, "mole", "other", ((), (), tuple(terms_of("stores files, many files")), ()), 4)]
    groups = best_of_each(rank(query_of("stores files"), two, corpus()))
    assert [group[0].candidate.slug for group in groups].count("mole") == 1
    [mole] = [group for group in groups if group[0].candidate.slug == "mole"]
    assert [match.score for match in mole] == sorted((match.score for match in mole), reverse=True)


def test_a_reason_names_the_words_that_are_there_and_those_that_are_not() -> None:
    query = query_of("draw charts in colour")
    [first, *_] = rank(query, candidates(), corpus())
    assert why(first, query, {}) == "“draw”, “charts” are in its record; “colour” is not."
