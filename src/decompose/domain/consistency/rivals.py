"""What comparisons say of a rival, held against the rival's own records."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from decompose.domain.capability import Claim, Reason
from decompose.domain.consistency.names import with_name
from decompose.domain.consistency.told import RIVAL, Told, published
from decompose.domain.contradiction import Statement, contradiction
from decompose.domain.rivals import rivals_of, slug_of

# Others may be named beside him: "Unlike Lotse, Boje and Priel, Tide 3 reads audio".
_UNLIKE = re.compile(
    r"^(?:unlike|in contrast to)\s+(?:[^,]{1,40}?(?:,|,? and|,? or)\s+){0,4}?"
    r"NAME(?:\s+(?:and|or)\s+[^,]{1,40})?\s*,\s*",
    re.IGNORECASE,
)
_PARTS = re.compile(
    r"[,;]\s+(?:and |but |while |whereas )?|\s(?:while|whereas|but|against|versus|vs\.?)\s", re.IGNORECASE
)
_LACKS = re.compile(r"\s*\bwhich NAME (?:does not|cannot|lacks|can't|doesn't)\b.*$", re.IGNORECASE)


def of_rivals(
    claims: Sequence[Claim], rivals: Mapping[str, Told], own: Sequence[str] = ()
) -> Iterator[tuple[Claim, Reason]]:
    """What a comparison says of each rival, against what the rival's own records say that readers may see.

    `own` are the names of the artifact itself.
    """
    for claim in claims:
        for slug in rivals_of(claim, rivals, own):
            is_given = claim.rival is not None and slug_of(claim.rival) == slug
            names = (*rivals[slug].names, claim.rival) if is_given and claim.rival else rivals[slug].names
            yield from ((claim, reason) for reason in _of_rival(claim, names, rivals[slug]))


def _of_rival(claim: Claim, names: Sequence[str], told: Told) -> Iterator[Reason]:
    """The first sentence of a rival's records that contradicts what the claim says of him."""
    said = [Statement.of(words, ()) for words in about_rival(claim.text, names)]
    for own in published(told):
        statement = Statement.of(own.text, names)
        why = next((why for one in said if (why := contradiction(one, statement))), None)
        if why:
            yield Reason(RIVAL, f"the records of {names[0]} say “{own.text}”: {why}")
            return


def about_rival(text: str, names: Iterable[str]) -> Iterator[str]:
    """What a sentence of a comparison says of the rival, as sentences in which "it" stands for the rival."""
    words = with_name(text, names)
    unlike = _UNLIKE.match(words)
    if unlike:
        yield _denied(words[unlike.end() :])
        return
    lacks = _LACKS.search(words)
    if lacks:
        yield _denied(words[: lacks.start()])
        return
    parts = _PARTS.split(words)
    for part in parts:
        if re.match(r"^(?:that )?(?:the )?NAME\b", part):
            yield part.replace("NAME", "it")
    yield from _number_of_rival(parts)


def _number_of_rival(parts: Sequence[str]) -> Iterator[str]:
    """The rival's number and what it measures, which stands before: "A answers in 20 ms against 35 ms for NAME"."""
    for part in parts[1:]:
        number = re.match(r"^(?:the )?(?:\S{1,20} ){1,4}(?:for|of|in|by|with) NAME\W*$", part)
        first = re.sub(r"[$€£]?\d[\w.,%]*(?: ?(?:%|[a-zA-Z]{1,4}\b))?", "", parts[0], count=1)
        if number and re.search(r"\d", part):
            yield f"{first} {part}".replace("NAME", "it")


def _denied(words: str) -> str:
    """The main clause turned round for the rival: its subject, the artifact itself, gives way to "it"."""
    verb = re.search(
        r"\b(supports|has|offers|includes|provides|uses|needs|requires|stores|accepts|reads|handles|generates)\b", words
    )
    if verb is None:
        return ""
    if re.match(r"\s+no\b", words[verb.end() :]):
        return f"it {verb[1]} {words[verb.end() :].strip().removeprefix('no ')}"
    return f"it does not {verb[1].removesuffix('s') if verb[1] != 'has' else 'have'} {words[verb.end() :].strip()}"
