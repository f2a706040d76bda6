"""The verbs by which an English sentence tells a job, and the ways of saying that something is offered."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

# Sentences are looked at again on every rung; as many as a passage holds are remembered.
_REMEMBERED = 4096

_BASES = frozenset(
    """
    access adapt add aggregate align allow analyse analyze annotate answer append apply archive assign assist attach
    audit authenticate author automate balance batch benchmark blend boost browse build bundle cache calculate
    calibrate call capture categorize chain change check choose classify clean click cluster collect combine compare
    compile complete compose compress compute conduct configure connect control convert coordinate copy count cover
    crawl create crop customise customize debug decode decompose deduplicate define delegate delete deliver deploy
    describe detect determine diff discover display distribute download draw edit embed emit empower enable encode
    encrypt enforce enrich evaluate examine execute expand experiment explain explore export expose extend extract
    fetch fill filter find fine-tune fix format forward generate get give govern group guard guide handle harness hide
    highlight host identify implement import improve index infer inject insert inspect install integrate interact
    invoke issue keep label launch learn leverage link lint list load locate lock log manage map mark mask match
    measure merge migrate mirror modify monitor mount move navigate normalize notify open operate optimize orchestrate
    organize parse perform personalise personalize plan play post predict preserve prevent preview process produce
    profile protect provide prune publish pull push query queue rank read reason receive recognize recommend record
    recover redact reduce refactor refresh register remember remove rename render reorder replace replay reply report
    reproduce request research resize resolve restore resume retrieve retry return reuse review rewrite roll rotate
    route run sample save scaffold scale scan schedule scrape search secure see segment select send serve set share
    ship show simplify simulate skip sort specify speed spin split stage start stop store stream streamline structure
    submit suggest summarise summarize support swap switch sync synchronize tag take teach test tokenize trace track
    train transcribe transfer transform translate trigger tune turn undo unify unlock update upload use validate
    verify version view visualise visualize wait watch work wrap write
    """.split()
)
# Verbs that instruct the reader of a manual; alone they do not show a job.
_INSTRUCTIONS = frozenset(
    """
    add call change check choose click configure copy download edit get give import install keep launch open register
    run save see select set start stop switch take update use wait
    """.split()
)
# Third persons that are nouns as often: they count only where they open the words.
_NOUNS = frozenset(
    """
    batches benchmarks builds caches calls chains changes clicks clusters controls copies covers downloads edits
    embeds exports files filters formats forms gets gives groups guards hosts imports indexes installs issues keeps
    labels lists loads locks logs maps marks matches plans plays posts processes profiles queries queues ranks reads
    records replies reports requests results reviews routes runs samples scales searches segments sets shares ships
    stages starts stops stores streams structures tags takes tests tracks trains triggers turns updates uploads uses
    versions views waits watches works writes
    """.split()
)
_TOLD = "|".join(sorted(_BASES - _INSTRUCTIONS))
_LETS = "allow(?:s|ing)?|enabl(?:es?|ing)|lets?|letting|helps?|helping"
# Ways of saying that something is offered; what follows is the job, the words themselves are not part of its name.
_CARRIERS = (
    r"(?:is |are |was |were |be )?(?:capable of|able to|made for|suitable for)",
    r"(?:is |are |was |were |be )?(?:designed|built|intended|meant) (?:to|for)",
    r"(?:be|is|are|was|were) (?:\w+ly |often |mainly )?used (?:to|for)",
    r"(?:makes?|making) it (?:\w+ )?(?:easy|easier|simple|possible|trivial) (?:for \w+ )?to",
    r"supports|provides|offers|includes|features|contains|exposes|implements|facilitates|simplifies",
    r"speciali[sz]es in|gives you",
    r"(?:we|they|and|that|which|also|models|both|tools) (?:support|provide|offer|include|contain)",
    r"(?:ships|comes|works|integrates) with|comes in|has (?:built-in )?support for",
    rf"(?:{_LETS})(?: for| you| \w+ to| \w+ \w+ to| \w+(?= (?:{_TOLD})\b))?",
)


def _third_person(base: str) -> str:
    if base.endswith(("s", "x", "z", "ch", "sh")):
        return f"{base}es"
    return f"{base[:-1]}ies" if base.endswith("y") and base[-2] not in "aeou" else f"{base}s"


VERBS = _BASES
BASE_OF = {_third_person(base): base for base in sorted(_BASES)}
_ADVERB = re.compile(r"^(?:\w+ly|also|then),? ", re.IGNORECASE)
_CARRIED = re.compile(rf"\b(?:{'|'.join(_CARRIERS)})(?: |$)", re.IGNORECASE)
_ABILITY = re.compile(rf"\b(?:can|will)(?: also| then| now| \w+ly)* (?=(?:{_TOLD})\b)")
_ACTS = re.compile(rf"\b(?:{'|'.join(sorted(set(BASE_OF) - _NOUNS))})\b")
_DEFINES = re.compile(
    r"^(?P<subject>[^,;:.]{2,60}?) (?:is|are) (?:an?|the|our)\b(?! (?:list|table|example|summary|result|"
    r"version)\b)(?P<rest>.*)$",
    re.IGNORECASE,
)


class Opening(Enum):
    """What a verb in its base form at the beginning tells: an order to the reader of a manual, or what is offered."""

    ORDER = 1
    OFFER = 2
    FEATURE = 3


@lru_cache(maxsize=_REMEMBERED)
def is_job(words: str, opening: Opening = Opening.OFFER) -> bool:
    """Whether an English sentence says what the artifact does or lets somebody do.

    In the steps of a manual a verb in its base form gives an order ("Extract the archive"); behind the label of a
    feature even the verb of an instruction tells a job ("Themes: choose your colours").
    """
    if _CARRIED.search(words) or _ABILITY.search(words) or _ACTS.search(words):
        return True
    verb = opening_verb(words)
    if verb is None or words.split(" ", 1)[0].casefold() != verb:
        return verb is not None
    return opening is Opening.FEATURE or (opening is Opening.OFFER and verb not in _INSTRUCTIONS)


def opening_verb(words: str) -> str | None:
    """The base of the verb that opens the words, over an adverb: "Shows the log", "Easily show the log" -> "show"."""
    first = _ADVERB.sub("", words).split(" ", 1)[0].strip(",:").casefold()
    base = BASE_OF.get(first, first)
    return base if base in _BASES else None


def defined_in(words: str) -> str:
    """The subject of a sentence that says what something is ("Acme is a ..." -> "Acme"); empty where there is none."""
    match = _DEFINES.match(words)
    return match["subject"] if match else ""


def tellings(words: str, *, opens_with_name: bool) -> tuple[str, ...]:
    """Where in a sentence its job is told: its rest from there, the most telling way of reading first."""
    verb = None if opens_with_name else opening_verb(words)
    carried, able, defined, acting = (pattern.search(words) for pattern in (_CARRIED, _ABILITY, _DEFINES, _ACTS))
    found = (
        f"{verb} {_ADVERB.sub('', words).partition(' ')[2]}" if verb else "",
        words[carried.end() :] if carried else "",
        words[able.end() :] if able else "",
        defined["rest"].strip() if defined else "",
        f"{BASE_OF[acting.group()]} {words[acting.end() :].strip()}" if acting else "",
    )
    return tuple(rest for rest in found if rest)
