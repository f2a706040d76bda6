"""Which document of before a document of an order continues: a text is known again where it got another path.

What editors decided hangs on a document. So a file that was renamed, or is named from another place, is not a new one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

# So many words in a row are seldom the same in two texts by chance, and one changed word leaves the others.
_RUN = 3
# Of what was said before, so much has to stand in the new text. Less is another document that says some of it too.
_MOST = 0.5


@dataclass(frozen=True, slots=True)
class Text:
    """A document of one artifact, as far as it is known again: by its origin, by its bytes, by the runs of its words.

    `runs` is empty where nobody has to look at the words.
    """

    origin: str
    content_hash: str
    runs: frozenset[str] = frozenset()


def runs_of(text: str) -> frozenset[str]:
    """Every few words in a row of a text."""
    words = re.findall(r"\w+", text.casefold())
    return frozenset(" ".join(words[at : at + _RUN]) for at in range(max(1, len(words) - _RUN + 1)) if words)


def continued(given: Sequence[Text], before: Sequence[Text], withdrawn: Sequence[Text] = ()) -> Mapping[str, str]:
    """Which documents of before go on, by their origins, and under which origin of the order each does.

    Equal bytes say it, whatever the path; then the path; then most of the words, where the path says something else now
    or is given no more. What is out of sight already goes on where nothing in sight does. A document that says the same
    as another one of the order goes on with nothing.
    """
    goes_on: dict[str, str] = {}
    busy = {text.origin for text in given} - _speakers(given, before)
    for known in (before, withdrawn):
        goes_on |= _by_bytes([text for text in given if text.origin not in busy], known)
        busy |= set(goes_on.values())
        free = {text.origin for text in given} - busy
        goes_on |= {text.origin: text.origin for text in known if text.origin in free and text.origin not in goes_on}
        busy |= set(goes_on.values())
    new = [text for text in given if text.origin not in busy]
    for text in (*before, *withdrawn):
        likest = max(new, key=lambda one: _share(text, one), default=None)
        if likest and text.origin not in goes_on and _share(text, likest) > _MOST:
            goes_on[text.origin] = likest.origin
    return goes_on


def _speakers(given: Sequence[Text], before: Sequence[Text]) -> set[str]:
    """The documents of an order for which no other one says the same.

    Of several with one text, those speak that said it before, and else the first.
    """
    told = {(text.origin, text.content_hash) for text in before}
    speakers = {text.content_hash: {text.origin} for text in reversed(given)}
    for text in given:
        if (text.origin, text.content_hash) in told:
            speakers[text.content_hash] -= {
                origin for origin in speakers[text.content_hash] if (origin, text.content_hash) not in told
            }
            speakers[text.content_hash].add(text.origin)
    return {origin for origins in speakers.values() for origin in origins}


def _by_bytes(given: Sequence[Text], before: Sequence[Text]) -> Mapping[str, str]:
    """A text that stays at one path goes on there alone; else where it is now."""
    places: dict[str, list[str]] = {}
    for text in given:
        places.setdefault(text.content_hash, []).append(text.origin)
    staying = {text.content_hash for text in before if text.origin in places.get(text.content_hash, ())}
    found: dict[str, str] = {}
    for text in before:
        here = places.get(text.content_hash, [])
        if text.origin in here:
            found[text.origin] = text.origin
        elif here and text.content_hash not in staying:
            found[text.origin] = here[0]
    return found


def _share(before: Text, now: Text) -> float:
    """How much of what was said stands in the text of now."""
    return len(before.runs & now.runs) / len(before.runs) if before.runs else 0.0
