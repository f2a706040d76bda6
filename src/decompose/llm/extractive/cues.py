"""The words by which an English sentence shows that it must not be quoted, and where a quoted one belongs."""

from __future__ import annotations

import re
from functools import lru_cache

# Sentences are looked at again on every rung; as many as a passage holds are remembered.
_REMEMBERED = 4096


def _any_of(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})\b", re.IGNORECASE)


# -- what cannot be quoted ---------------------------------------------------------------------------------

# A sentence that starts so cannot be read without the one before it.
_LEANS = re.compile(
    r"^\W*(?:this|these|those|that|it|its|they|their|them|he|she|such|here|there|then|also|additionally|furthermore|"
    r"moreover|"
    r"however|but|and|or|so|thus|hence|therefore|otherwise|instead|in addition|as a result|in this (?:case|way)|"
    r"alternatively|"
    r"in (?:other words|this|that|these|such|the (?:latter|former))|among (?:other|these)|by (?:doing so|this)|"
    r"as with|likewise|"
    r"like (?:the|this)|unlike (?:the (?:former|above)|this)|"
    r"the (?:same|former|latter|above|following|result|resulting|other|rest|second|third|last|two)|both|each of|"
    r"all of (?:these|this|them)|for (?:example|instance|this|more|that)|similarly|consequently|while|yet|note|"
    r"as (?:such|shown|above|well)|first|second|third|finally|next|once|after|now|again|to do (?:so|this|that)|"
    r"if (?:not|so|you|it|this|the))\b",
    re.IGNORECASE,
)
# "This server ..." does not lean: it speaks of the artifact itself.
_SELF = re.compile(
    r"^(?:this|the|these) (?:\w+ ){0,2}?(?:server|library|package|tool|toolkit|project|repository|repo|model|models|"
    r"dataset|plugin|"
    r"extension|framework|application|app|benchmark|sdk|cli|crate|corpus|collection|platform|service|implementation|"
    r"api)\b"
    r"(?! (?:card|zoo))",
    re.IGNORECASE,
)
# Points at something that the reader of a record does not see.
_POINTS_ELSEWHERE = _any_of(
    "below",
    "(?<!and )above",
    "following",
    "as follows",
    "here",
    "in this (?:section|document|guide|page|readme|example|paper|table|figure|post|tutorial)",
    r"(?:table|figure|fig\.|section|appendix) \d+",
    "the (?:table|figure|example|screenshot|diagram|link)s?",
    "refer to|check(?:ing)? out|visit|consult|head over|learn (?:about|more)",
    "(?:see|read|follow|browse|check) (?:the|our|also|this|these|more|how|about|all)",
    r"see [\w.-]+(?: [\w.-]+)? for",
    "(?:more|further|additional|full|up-to-date) (?:configuration )?(?:info|information|details|documentation)",
    "(?:more|further|additional|full|up-to-date) (?:configuration )?(?:instructions|examples|resources)",
    "(?:can be|be|are|is) found (?:at|in|on|under)",
    "for details",
    "this (?:link|url|command|file|example|script|guide|part|page|one)",
    "click(?:ing)? (?:the|on|here|this|to)",
    "documented",
    "you can (?:also )?(?:see|find|check|read|notice|head)",
    "soon|more to come|will be (?:added|released)",
    "(?:the|our|official|full|latest|detailed|project) (?:documentation|docs)|read the docs|README",
)
# Calls to the reader, greetings and thanks: they sell or invite, they do not tell what the artifact does.
_PROMOTES = _any_of(
    "join (?:us|our|the)|star (?:us|this|the repo)|give us a star|follow us|followers|subscribe|sign[- ]?up|newsletter",
    "(?:on|our|join) (?:our |the |a )?(?:discord|telegram|slack channel|wechat|twitter|x|gitter|matrix)",
    "thank(?:s| you)|welcome|please|feel free|stay (?:up|tuned|ahead)|don't (?:forget|hesitate)|try it|let us know",
    "let's|happy \\w+ing",
    "sponsor\\w*|donat\\w+|contribut(?:e|ing|ors?)|maintainers?|community-driven|our community|free trial",
    "enterprise plan",
    "more information needed|todo|tbd",
    "supercharge|dive into|new era|play around",
)
# The makers tell what they did or hope; what they offer is told in other words.
_PERSONAL = re.compile(
    r"\b[Ww]e(?:'d|'re|'ve)?\b(?! (?:also )?(?:provide|offer|support|include|release))|\b(?:I|I'm|I've|I'd|my|me)\b|"
    r"\bour (?:project|team|company|paper|work)\b"
)
_COMMAND = (
    r"\b(?:pip3?|npm|npx|uvx?|brew|apt|conda|cargo|docker|git|yarn|pnpm|go|curl|cd|mkdir|sudo|huggingface-cli) "
    r"(?:install|run|pull|add|get|clone|i|build|compose|exec|tool|-)"
)
_CODE = re.compile(
    r"[{}<>|\\=]|::|\w\(\)|\$ |\$\w|https?://|www\.|\w@\w|(?:^|\s)[./~][\w./-]+/|\b\w+/\w+/\w+|"
    r"\[(?:[A-Za-z_]\w*)?\]|\bexport [A-Z]|" + _COMMAND
)
_SIGNATURE = re.compile(
    r"\([^()]*\b(?:str|string|int|integer|number|bool|boolean|array|object|list|dict|float|optional|required|"
    r"default)\b[^()]*\)|"
    r"\bdefault(?::| value)",
    re.IGNORECASE,
)
# What invites and points elsewhere in the languages that are read by structure.
_PLEASE = re.compile(
    r"请|歡迎|欢迎|ください|ようこそ|주세요|하세요|환영|"
    r"\b(?:bitte|willkommen|veuillez|por favor|bienvenid\w+|пожалуйста)\b",
    re.IGNORECASE,
)
# Variables and flags: "API_TOKEN: ...", "-q, --quiet: ...".
_SWITCH = re.compile(r"^[A-Z][A-Z0-9]*_[A-Z0-9_]+\b|^-{1,2}\w|^\w+, --\w")
_HISTORY = re.compile(
    r"^\W*(?:\[?(?:19|20)\d\d\b|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d)|"
    r"\b(?:we|was|were) (?:released?|launched|announced?|introduced)\b|\bis now (?:available|live|out)\b|"
    r"\breleased? on\b|"
    r"\btraining (?:time|loss|was)\b|\bhas been (?:released|accepted|moved|renamed|archived)\b",
    re.IGNORECASE,
)
# Steps of a manual.
_STEP = re.compile(
    r"^(?:\d+\.\s*)?(?:(?:to|then,?|next,?|first,?|now,?|simply|just|using|after|before|when|once|if|see|read|check|"
    r"visit|try) |"
    r"make sure|ensure (?:that|you)|be sure|note that|remember|click|press|go to|navigate|paste|copy|clone|cd|enter|"
    r"type|replace|install|"
    r"download|make|restart|specify|activate|login|log in|sign in|give|put|consider|assume|imagine|suppose|take a|"
    r"have a|"
    r"add (?:the|this|your|it)|open (?:the|your|a|command)|run (?:the|this|it|a|your)|set (?:the|your|up)|"
    r"start (?:the|your|by|with|a)|"
    r"create (?:a|an|your) (?:new )?(?:\.?env|file|account|virtual|python|config|api key)|use (?:the|this|it|a|"
    r"your)|save (?:the|your)|"
    r"import the|pass (?:the|in)|choose (?:the|your|a|between)|select (?:the|your|a)|get (?:your|a|started)|"
    r"for (?:more|details|help|example|instance|quick|manual|one-click|the|a|an|those|each|all|any|this|now|"
    r"convenience))",
    re.IGNORECASE,
)


@lru_cache(maxsize=_REMEMBERED)
def leans(words: str) -> bool:
    """Whether the sentence needs the one before it."""
    return bool(_LEANS.match(words)) and not _SELF.match(words)


@lru_cache(maxsize=_REMEMBERED)
def is_noise(words: str) -> bool:
    """Code, a call to the reader, a pointer to another place, a variable, a date: nothing to quote."""
    unwanted = (_CODE, _PROMOTES, _POINTS_ELSEWHERE, _PERSONAL, _SWITCH, _HISTORY)
    return any(pattern.search(words) for pattern in unwanted)


def is_code(words: str) -> bool:
    return bool(_CODE.search(words))


def is_signature(words: str) -> bool:
    """A parameter or field with its type or default."""
    return bool(_SIGNATURE.search(words))


def asks_the_reader(words: str) -> bool:
    """Whether a sentence of another language than English says please or welcome."""
    return bool(_PLEASE.search(words))


def is_step(words: str) -> bool:
    return bool(_STEP.match(words))


# -- language ----------------------------------------------------------------------------------------------

_ENGLISH = frozenset("a an and are as be by can for from in is it of on or that the this to we with you your".split())
_OTHERS = frozenset(
    """
    der die das und nicht mit für von ist ein eine den dem zu le les des et est une pour dans du sur el los las que
    con para por una del em uma não os het een van de la il di che per och att som är jest nie się и в не на с это bir
    ve için
    """.split()
)
_LATIN_SHARE = 0.7


def is_english(words: str) -> bool:
    """Latin script, and no fewer function words of English than of others; a bare list of labels counts as English."""
    found = re.findall(r"[^\W\d_]+", words.casefold())
    wide = sum(character > "\u2e7f" for character in words)
    latin = sum(word.isascii() for word in found)
    if wide * 2 > latin or latin < len(found) * _LATIN_SHARE:
        return False
    return sum(word in _ENGLISH for word in found) >= sum(word in _OTHERS for word in found)


def is_phrase(words: str) -> bool:
    """Whether the words of an item hang together, and are no mere list of names."""
    return not _ENGLISH.isdisjoint(re.findall(r"\b[a-z]+\b", words))


# -- the field of a claim ----------------------------------------------------------------------------------

# What a negation must deny to be a limitation: "does not support" is one, "does not need a server" is none.
_DENIED = (
    "(?:yet|currently|fully|always|be used|support|work|handle|provide|guarantee|allow|include|run|compat|suit|"
    "recommend|intend|design|train|avail|align|possible|able|offer|cover|implement|generali[sz]e|represent|perform|scale|replace|"
    r"conform|safe|reliable|production|a substitute)\w*"
)
_FIELDS = (
    (
        "limitations",
        _any_of(
            f"(?:does|do|is|are|was|were|will|may|might|should|can)(?: not|n't) {_DENIED}",
            "not (?:yet |currently |fully |always |officially )?support(?:ed)?|unsupported|no (?:longer|support)",
            "cannot|unable to",
            "limitations?|limited to|experimental|known issues?|except (?:for|when|that|in)",
            "only (?:supports?|works?|available)",
            "not (?:recommended|suitable|intended|guaranteed|available|possible|designed)|at your own risk",
            "struggles?|lacks?|caution",
            "may (?:fail|produce|be slow|vary|hallucinate)|(?:susceptible|vulnerable) to|risks? of",
        ),
    ),
    (
        "requires",
        _any_of(
            "(?<!not )(?<!n't )(?<!that )requires?|(?:is|are) required|required to|depends on|prerequisites?",
            "minimum of",
            "(?<!not )(?<!n't )needs? (?:to (?:be|have)|an?|at least)|must (?:be|have|install|set|provide|first)",
            r"(?:with|have|having) (?:a |an )?(?:API key|GPU)|Python (?:>=? ?)?3(?:\.\d+)?\+?(?: or| and)?",
        ),
    ),
    (
        "best_for",
        _any_of(
            "(?:designed|intended|ideal|perfect|suited|suitable|recommended|optimi[sz]ed|tailored|great|aimed|useful|meant|best)"
            " (?:specifically |primarily |mainly |well )?(?:for|at|when|as)",
            "geared towards?|targets|best used",
        ),
    ),
    (
        "unique",
        _any_of(
            "(?:is|are|was) (?:currently )?the (?:first|only)",
            "unique(?:ly)? (?:in|among|approach|ability|feature|to)",
            "unlike (?:other|most|many|traditional|existing)|no other|not found (?:in|elsewhere)",
        ),
    ),
)
_NAME = r"[A-Z][\w+.-]*(?<![.-])"
_RIVAL = re.compile(
    r"\b(?:(?<!other )(?<!rather )than|[Uu]nlike|compared (?:to|with)|[Aa]lternatives? to|[Rr]eplacement for|"
    r"outperform(?:s|ing|ed)?|"
    r"in contrast to|as opposed to|instead of)(?: (?:the|both|using|(?:existing )?(?:models|tools) like))? "
    rf"(?P<rival>{_NAME}(?: (?:{_NAME}|\d[\w.]*(?<!\.)))*)"
)
# Capitalised words behind a comparing word that are no product.
_NO_RIVAL = frozenset(
    "ai api cpu english gpu html http i it json linux llm llms macos pdf python sql the ui url windows".split()
)


@lru_cache(maxsize=_REMEMBERED)
def field_of(words: str) -> str:
    """The field of a record that an English sentence belongs to."""
    return next((field for field, cue in _FIELDS if cue.search(words)), "description")


def rival_in(words: str, own_words: frozenset[str]) -> str | None:
    """The capitalised name that the sentence compares with, if it is not the artifact's own or its family's."""
    for match in _RIVAL.finditer(words):
        named = re.findall(r"\w+", match["rival"].casefold())
        if named and named[0] not in _NO_RIVAL and not own_words & set(named):
            return match["rival"]
    return None


# -- facts -------------------------------------------------------------------------------------------------

_INSTALLERS = r"(?:pip3?|npm|npx|uvx?|brew|conda|cargo|apt(?:-get)?|docker|yarn|pnpm|go) (?:install|run|pull|add|get)"
_FIGURE = r"\d[\d.,]*\s?(?:[MBT]|k|million|billion|trillion)?\+?"
# In the order of trust: a sentence states the fact of the first kind whose cue it has.
_FACT_CUES = (
    (
        "licence",
        re.compile(
            r"\b(?:licen[sc]ed (?:under|as)|under (?:the|an?) [\w .-]{2,40}licen[sc]e|released under|BSD licensed|"
            r"GPLv\d|public domain|"
            r"[Dd]ual-licensed|(?:MIT|Apache|BSD|GPL|LGPL|AGPL|MPL|CC[- ]BY)[\w .-]{0,20}(?:[Ll]icen[sc]e|licensed))\b"
        ),
    ),
    (
        "price",
        re.compile(
            r"[$€£]\s?\d|\b(?:free (?:tier|plan|of charge|to use|and open)|for free|paid plans?|"
            r"per (?:month|million tokens|1M tokens|seat))\b",
            re.IGNORECASE,
        ),
    ),
    (
        "benchmark",
        re.compile(
            r"(?=.*\d).*\b(?:accuracy|benchmark\w*|outperform\w*|F1|BLEU|WER|recall|precision|score[sd]?|AUC|"
            r"perplexity|pass@\d+|"
            r"state-of-the-art|SOTA|times faster|x faster|throughput|latency)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "size",
        re.compile(
            rf"\b{_FIGURE}[ -](?:parameters?|params|tokens|documents|rows|examples|images|hours|samples|instances|"
            rf"lines of code)\b|"
            r"\b\d[\d.,]*\s?[GTP]i?B\b",
            re.IGNORECASE,
        ),
    ),
    (
        "status",
        _any_of(
            "deprecated|archived|no longer (?:maintained|supported|actively)|production[- ]ready|work in progress",
            "subject to change",
            "in (?:early |active |public |private )?(?:beta|alpha|preview|development)|actively maintained",
            "(?:beta|alpha|pre-release|experimental) (?:version|release|software|stage)",
        ),
    ),
    (
        "install",
        _any_of(
            _INSTALLERS,
            "(?:be )?installed (?:with|via|using|from|by|as|through)|install it (?:via|with|using|by|from)",
            r"available (?:as [\w`-]+ )?(?:on|via|from) (?:PyPI|npm|Homebrew|conda|Docker Hub)",
        ),
    ),
    (
        "requirement",
        _any_of(
            "(?<!not )(?<!n't )(?<!that )requires?|(?:is|are) required|prerequisites?|must (?:be installed|have)",
            r"(?:runs on|works (?:with|on)|supports) Python \d",
            r"Python \d(?:\.\d+)?\+? (?:or|and) (?:newer|later|above|higher)",
        ),
    ),
    (
        "access",
        _any_of(
            "API keys?|access tokens?|gated|open[- ]weights?|weights are|request access|OAuth|free account",
            "available (?:on|through|via) (?:Hugging ?Face|the API)",
        ),
    ),
    (
        "hosting",
        _any_of(
            "self-host(?:ed|ing)?|on-prem\\w*|fully managed|managed (?:service|cloud)",
            "hosted (?:version|service|on|at|by|API)|in the cloud",
            "cloud-hosted|runs? (?:entirely )?(?:locally|offline)|serverless",
        ),
    ),
    (
        "language",
        _any_of(
            r"written in (?:pure )?(?:Rust|Go|C|C\+\+|Python|TypeScript|JavaScript|Java)|is in English|multilingual",
            r"in \d+ languages",
            "(?:supported|natural|programming) languages?|languages? (?:is|are|include)",
        ),
    ),
    (
        "relation",
        _any_of(
            "(?:is|are|was) (?:\\w+ )?based on|built on(?: top of)?|fork of|successor (?:to|of)|formerly|part of the",
            "powered by|derived from|inspired by",
            "fine-tuned (?:from|on|version)|wrapper (?:around|for)|(?:maintained|developed|created) by",
        ),
    ),
)
# A sentence with such a cue is told as a job only where nothing better is at hand ...
FACTS_ONLY = frozenset({"licence", "price", "benchmark", "size", "status", "install"})
# ... and one with such a cue never.
NEVER_A_JOB = frozenset({"licence", "price", "install"})


@lru_cache(maxsize=_REMEMBERED)
def fact_kind_of(words: str) -> str | None:
    """The kind of fact that an English sentence states, None where it states none."""
    return next((kind for kind, cue in _FACT_CUES if cue.search(words)), None)


# -- lists -------------------------------------------------------------------------------------------------

# What the words before a list make of its items: a field of the record, or nothing that a record can use.
_ROLES = (
    (
        "best_for",
        re.compile(
            r"^(?:(?:best|ideal|great|perfect|recommended|suitable|useful|good) (?:for|when|if)|when to use|"
            r"use cases?)\b",
            re.IGNORECASE,
        ),
    ),
    (
        "limitations",
        re.compile(
            r"^(?:not (?:recommended|suitable|ideal|supported|intended)|limitations?|known (?:issues|limitations)|"
            r"avoid|when not to)\b",
            re.IGNORECASE,
        ),
    ),
    ("requires", re.compile(r"^(?:requires?|requirements?|prerequisites?|you(?:'ll| will)? need)\b", re.IGNORECASE)),
    (
        "",
        re.compile(
            r"\b(?:inputs?|arguments?|args|parameters?|params|returns?|outputs?|response|examples?|mistakes|fields|"
            r"steps|options|flags|"
            r"variables|scopes|bundles|following (?:commands?|steps|code|packages)|instructions|used by|notes?|"
            r"warning|important|caution|"
            r"tips?|presented|mentioned|thanks to)\b[^:]*:?$",
            re.IGNORECASE,
        ),
    ),
)


def role_of(lead_in: str) -> str | None:
    """The field that a lead-in gives the items below it, "" for items of no use, None where it says nothing."""
    return next((role for role, cue in _ROLES if cue.search(lead_in)), None)
