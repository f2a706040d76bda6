"""What an audit finds: a defect of a published page, and the codes by which its sort is known."""

from __future__ import annotations

from dataclasses import dataclass

# D20 (text that cannot be true) and D22 (a wrong kind or category) take an expert; no rule here speaks of them.
CODES = {
    "D1": "the verdict names a lead that the table does not show",
    "D2": "the verdict leaves out a lead that the table shows",
    "D3": "evidence from searches is claimed, and nothing was ever matched",
    "D4": "a winner is named although the ranks are too close",
    "D5": "kinds are compared that do different jobs",
    "D6": "a free tier is named where all of it is free, or none",
    "D7": "the price cannot be read, or is half a price",
    "D8": "a record without name or source",
    "D9": "a guess is told as a fact",
    "D10": "numbers of one artifact contradict each other",
    "D11": "sentences of one artifact contradict each other",
    "D12": "two records tell the same",
    "D13": "a comparison rests on a number, or a cause, that nothing on the page bears out",
    "D14": "the source document contradicts the claim",
    "D15": "the claim is about another version or another artifact",
    "D16": "a superlative, or a claim that holds for a time only",
    "D17": "two pages tell different things of one artifact",
    "D18": "not a capability of the artifact: access by others, a test result, a release policy, an absence",
    "D19": "the line of what is unique states what the description does not",
    "D21": "a name is spelt in two ways",
    "D23": "the same text stands twice",
}


@dataclass(frozen=True, slots=True)
class Defect:
    """`page` as the caller named it, `line` from 1, `quote` a part of that line, `why` for an editor."""

    page: str
    code: str
    line: int
    quote: str
    why: str
