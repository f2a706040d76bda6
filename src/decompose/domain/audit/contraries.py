"""Phrases about one property that cannot both hold of one thing: "nothing can bring it back", "it can be restored"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from decompose.domain.audit.likeness import meanings, shared
from decompose.domain.audit.words import RIVALS, blanked, sentences
from decompose.domain.claim_check.words import is_light

_NEVER = r"(?:can ?not|can't|never|nothing|no (?:\w+ ){0,3}(?:can|may|that)|nobody can|there is no (?:\w+ ){1,3})"
_BACK = r"(?:bring|get|restore|recover|undo|revers|reconstruct|turn)\w*"
_WAYS_OUT = r"(?:leaves?|switch|turn|suppress|disabl|omit|remov|avoid)\w*"
_START = r"(?:re)?start(?:s|ed|up)?"
_AGAIN = r"(?:resumed|continued|taken up again|picked up again)"
_PERSON = r"(?:a (?:person|human|reviewer|editor|moderator)|somebody|people)"
_CONVERTED = r"(?:converted|translated|transcoded|normali[sz]ed)"
_CHANGED = r"(?:altered|changed|rewritten|modified|edited|touched)"
_AS_IT_WAS = r"(?:as (?:it|they) (?:was|were|is|are)|byte for byte|verbatim|unaltered)"
# What one phrase says of a property, and what another one says that cannot hold beside it.
_PROPERTIES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    # whether it can be undone
    (
        (
            rf"{_NEVER}\b[^.;]{{0,40}}\b{_BACK}\b[^.;]{{0,40}}\b(?:back|again|original|values?)",
            r"irreversibl[ey]",
            r"one[- ]way",
            r"cannot be (?:undone|reversed|restored|recovered|brought back)",
        ),
        (
            r"(?:can|may|could)(?: \w+)? be (?:\w+ )?(?:turned back|restored|reversed|undone|recovered|reconstructed)",
            r"(?<!ir)reversibl[ey]",
            r"(?:turns?|brings?) (?:\w+ ){1,4}back into",
        ),
    ),
    # whether it can be switched off
    (
        (
            rf"(?:no|without an?) (?:setting|option|switch|flag|way|parameter)\b[^.;]{{0,30}}\b{_WAYS_OUT}",
            r"cannot be (?:switched|turned) off",
            r"cannot be disabled",
        ),
        (r"(?:can|may) be (?:switched|turned|left) (?:off|out)", r"can be disabled", r"opt(?:s|ed|ing)? out"),
    ),
    # when a change takes effect
    (
        (
            rf"(?:only|not before|not until|once,?)\b[^.;]{{0,30}}\b(?:at|after|on|when|with)\b[^.;]{{0,20}}\b{_START}",
            r"(?:needs|requires|takes|calls for) a restart",
            r"until the next (?:re)?start",
        ),
        (
            r"without (?:a |any )?restart(?:ing)?",
            r"no restart",
            r"(?:hot|live)[- ]reload\w*",
            r"no \w+ ever (?:calls for|needs|requires) a restart",
            r"in the (?:session|process) that is (?:already )?running",
        ),
    ),
    # whether what was written may still be changed
    (
        (
            rf"(?:is|are|stays?|remains?|kept|left)\b[^.;]{{0,30}}\b(?:never|not) {_CHANGED}",
            rf"(?:stays?|remains?|left|passed on|kept) (?:exactly |just )?{_AS_IT_WAS}",
        ),
        (rf"(?:is|are|be|gets?) (?:{_CHANGED}|cut out|cut from|taken out|removed|overwritten|replaced|converted)",),
    ),
    # who can read it
    (
        (
            r"plain (?:text|JSON|YAML|XML|CSV|files?)",
            r"in the clear",
            r"unencrypted",
            r"(?:read|opened|corrected|edited) (?:and \w+ )?by hand",
        ),
        (
            r"(?:is|are|stored|kept|written)\b[^.;]{0,30}\bencrypted",
            r"opened by (?:the )?[\w-]+ alone",
            r"can only be (?:read|opened) by",
        ),
    ),
    # in which zone, unit or form it is handed over
    (
        (rf"never (?:{_CONVERTED}|rounded)", r"without (?:any )?conversion"),
        (rf"(?:times?|dates?|values?|units?|files?|texts?|amounts?)\b[^.;,]{{0,20}}\b{_CONVERTED} (?:to|into)",),
    ),
    # whether it goes on after it was stopped
    (
        (rf"cannot be {_AGAIN}", r"(?:has|have) to be started (?:afresh|anew|again|over)"),
        (rf"(?:can|may) be {_AGAIN}", r"goes on (?:at|from) (?:the point )?where", r"resumes (?:at|from)"),
    ),
    # who does it
    (
        (
            r"(?:nobody|no (?:person|human|one)) (?:has to|needs to|must|is asked|looks|reads|takes part)",
            r"without (?:any |a )?(?:human|person|manual)",
        ),
        (
            rf"{_PERSON} (?:has to|have to|must|confirms?|decides?|approves?|checks?)",
            r"(?:waits? for|needs|requires) (?:a person|a human|somebody|manual)",
        ),
    ),
    # in which order
    (
        (
            r"in (?:exactly |strictly )?(?:the )?(?:same )?order (?:in which|of arrival|they)",
            r"first in, first out",
            r"order is (?:kept|preserved|guaranteed)",
        ),
        (r"in any order", r"order is not (?:kept|preserved|guaranteed)", r"no guarantee of order", r"at random"),
    ),
    # how long it is kept
    (
        (
            r"(?:kept|stored|retained|held) (?:for good|for ever|forever|indefinitely|permanently|without limit)",
            r"never (?:deleted|discarded|expires?)",
        ),
        (r"(?:deleted|discarded|dropped|purged|erased|expires?) (?:after|once|when|as soon as|within)",),
    ),
    # one for all, or one each
    (
        (r"(?:share|shares|shared by|common to)\b[^.;]{0,30}\ball", r"one (?:[\w-]+ )?for all"),
        (r"(?:a|one|an?) (?:[\w-]+ ){0,2}of (?:its|their) own", r"(?:separate|isolated) [\w-]+ for (?:each|every)"),
    ),
)


def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b{phrase}\b" for phrase in phrases), re.IGNORECASE)


_PAIRS = tuple((_any_of(one), _any_of(other)) for one, other in _PROPERTIES)


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence that says one side of a property and not the other, with its words and those besides what says it."""

    sentence: str
    about: int
    is_first: bool
    words: frozenset[str]
    besides: frozenset[str]

    def excludes(self, other: Saying) -> bool:
        """Whether the other says the other side, and both share a word besides."""
        is_contrary = self.about == other.about and self.is_first != other.is_first
        return is_contrary and bool(shared(self.besides, other.words) or shared(other.besides, self.words))


def sayings(text: str) -> tuple[Saying, ...]:
    """What the sentences of a text say of the properties, in their order; of rivals nothing."""
    plain = [sentence for _, sentence in sentences(blanked(text, RIVALS))]
    return tuple(saying for sentence in plain for saying in _said_in(sentence))


def contraries(one: Sequence[Saying], other: Sequence[Saying]) -> Iterator[tuple[str, str]]:
    """Sentences of two texts that say contrary things of a property, and speak of the same thing besides."""
    found = ((here.sentence, there.sentence) for here in one for there in other if here.excludes(there))
    yield from dict.fromkeys(found)


def _said_in(sentence: str) -> Iterator[Saying]:
    for about, sides in enumerate(_PAIRS):
        first, second = (side.search(sentence) for side in sides)
        match = first or second
        if match and not (first and second):
            yield Saying(sentence, about, bool(first), frozenset(meanings(sentence)), _besides(sentence, match))


def _besides(text: str, found: re.Match[str]) -> frozenset[str]:
    words = meanings(f"{text[: found.start()]} {text[found.end() :]}")
    return frozenset(word for word in words if not is_light(word) and not word[0].isdigit())
