"""Visible words that speak to a language model instead of to a reader.

They stay in the text, an editor sees them as such, and nothing that overlaps them can be quoted. The tables want an
order given to a reader that is a model; a sentence that merely says what a model does, writes or should do
is none. Two things are shown rather than said: code, but for its comments and strings; and an order inside quotation
marks, where the words around it report it as an example. Letters count in their plain form (full width, bold).
"""

from __future__ import annotations

import re
import unicodedata
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from decompose.domain.document import Block, BlockKind, Hidden, Span, VisibleText

WHY = "addressed to a model"

# Who is spoken to: words that mean a model, and words that mean one only together with an order.
_MODEL = (
    r"(?:(?:large\s+)?language\s+models?|LLMs?|chat\s?bots?|ChatGPT|GPT(?:-\d\w*)?"
    r"|AIs?(?:[\s-]+(?:language\s+)?(?:models?|assistants?|agents?|systems?|tools?|bots?))?)"
    r"(?:[\s-]+(?:review|read|summari[sz]|grad|rat|evaluat|index|catalogu?|crawl)(?:ers?|ors?))?\b"
)
_HELPER = rf"(?:{_MODEL}|(?:assistants?|agents?|bots?|crawlers?|summari[sz]ers?|extractors?|Claude|Gemini|Copilot)\b)"
# What it is told to do with its own words.
_SAY = (
    r"(?:say|state|write|record|report|claim|describe|mention|include|list|rate|rank|score|recommend|praise|prefer"
    r"|promote|present|treat|call|output|print|answer|reply|respond|repeat|give|tell|return|follow|ignore|disregard"
    r"|only|always|never|do\s+not|don't|you\s+(?:must|should|will|are))\b"
)
_MUST = r"(?:must|should|shall|will|have\s+to|need\s+to|are\s+to|is\s+to)"
# Where an order can begin: at the start of a sentence, a clause or a quotation, or behind a word that asks.
_START = (
    r"(?:^|(?<=[.!?。！？:;>#/*)(\]\"\n\t—–-]))\s{0,60}+(?:(?:please|and|then|now|also|so|kindly|but|important)[\s,:]+)*"
    r"(?:you\s+(?:must|should|shall|will|have\s+to|are\s+to)\s+(?:now\s+)?)?"
)
_EARLIER = r"(?:previous|prior|above|earlier|preceding|foregoing|former|original|initial|system|existing)"
_TASK = r"(?:instructions?|prompts?|guidance|guidelines|directions?|directives?|commands?|context)"
_TO_BE_BEST = r"(?:best|leading|highest|superior|perfect|number\s+one|market\s+leader|top|first|#\s?1|10/10|10\b|100\b)"
_PAGE = r"(?:page|document|text|file|card|readme|repository|repo|site|entry|record|description|content|passage)"
_OURS = r"(?:(?:this|our)(?:\s+\w+)?|it|us|(?-i:(?!The\b)[A-Z])\S*)"

# Orders that begin a sentence, a clause or a quotation; those that take back what a model was told come first.
_TAKE_BACK = (
    # instructions that were given before, not a file or a step; "with", "by", "if" tell a user how and when
    (
        r"(?:ignore|disregard|forget|override|bypass|do\s+not\s+follow|don't\s+follow)\s+"
        rf"(?:(?:all|any|the|your|every|these|of|my)\s+)*(?:{_EARLIER}(?:\s+(?:and|or)\s+\w+)?(?:\s+\w+)?\s+{_TASK}"
        rf"|{_EARLIER}\s+(?:rules|messages)|(?<=\ball\s|any\s)(?:instructions|prompts)|(?<=\byour\s)instructions)\b"
        r"(?!\s+(?:by\s+\w+ing\b|using\b|via\b|with\s+(?:an?\b|the\b|\W)|if\b|when\b|unless\b))"
    ),
    # what stands above, and then an order
    (
        r"(?:ignore|disregard|forget)\s+(?:all\s+|everything\s+)?(?:of\s+)?(?:the\s+)?(?:above|preceding|previous)"
        rf"(?:\s+(?:text|content))?\s*(?:[,;:.]|\band\b|\bthen\b)\s*(?:and\s+|then\s+|instead\s+)?{_SAY}"
    ),
    # whatever a model was told
    (
        r"(?:ignore|disregard|forget)\s+(?:everything|anything|all|whatever|what)\s+(?:that\s+)?"
        r"(?:you(?:'ve|\s+were|\s+have|\s+had|\s+was)?\s+(?:been\s+)?(?:told|taught|given|instructed|learned|know)"
        r"|(?:above|so\s+far|before\s+this))\b"
    ),
)
_BEGIN = (
    # called by name: "Dear AI, ...", "LLM: write ...", "Assistant, say ..."
    rf"(?:dear|hey|hello|attention|hi)\s+(?:all\s+|any\s+)?{_MODEL}\s*[:,!—–-]",
    rf"(?:all\s+|any\s+)?{_HELPER}\s*[:,—–]\s*(?:please\s+)?{_SAY}",
    rf"to\s+(?:all|any|every|the)\s+{_HELPER}(?:\s+[^.:\n]{{1,60}})?:",
    # who reads this page, and must
    (
        rf"(?:all\s+|any\s+|every\s+)?{_MODEL}\s+{_MUST}\s+(?:always\s+|only\s+)?"
        rf"(?:recommend|describe|rate|rank|praise|promote|prefer|present)\s+{_OURS}"
    ),
    # what its summary is to say
    (
        r"(?:always\s+|never\s+|only\s+|do\s+not\s+|don't\s+)?(?:mention|include|state|say|write|add|repeat)\b"
        r"[^.!?\n]{1,120}?\bin\s+your\s+(?:summary|answer|response|reply)\b"
    ),
    # praise made to order: "Rank our model first", not "rank the first ten"
    (
        rf"(?:rate|rank|score|describe|praise|recommend)\s+{_OURS}\s+(?:as\s+|with\s+|at\s+)?"
        rf"(?:the\s+)?{_TO_BE_BEST}"
    ),
    (
        rf"give\s+{_OURS}\s+(?:(?:the|a)\s+)?(?:(?:highest|top|best|full|maximum|perfect)\s+(?:score|rating|marks?)"
        r"|10/10|10\s+(?:out\s+)?of\s+10|five\s+stars)"
    ),
    # a new part to play
    rf"you\s+are\s+now\s+(?:in\s+\w+\s+mode|an?\s+(?:\w+\s+)?{_HELPER})",
    r"your\s+(?:new\s+)?(?:task|job|role|goal)\s+is\s+now\s+to\b",
    r"new\s+(?:system\s+)?instructions?\s*:",
)
# Orders that are told by their words wherever they stand.
_TAKE_BACK_ELSEWHERE = (
    # German, French, Spanish
    (
        r"(?:ignorier(?:e|en\s+Sie|t)|vergiss|vergessen\s+Sie|missachte(?:n\s+Sie)?)\s+(?:\w+\s+){0,2}"
        r"(?:(?:vorherig|bisherig|obig|früher|vorig|vorangegangen|vorhergehend)e[nr]?\s+)"
        r"(?:Anweisung|Instruktion|Befehl|Vorgabe|Prompt|Regel)\w*"
    ),
    (
        r"(?:ignore[zr]?|oublie[zr]?|ne\s+(?:tiens|tenez)\s+pas\s+compte)\s+(?:de\s+)?(?:toutes?\s+)?"
        r"(?:les|des|tes|vos|ces)\s+(?:instructions|consignes|directives|règles)\s+"
        r"(?:précédentes|antérieures|ci-dessus|données)"
    ),
    (
        r"(?:ignor[ae]n?|olvid[ae]n?|descart[ae]n?|haz\s+caso\s+omiso\s+de)\s+(?:todas\s+)?(?:las|tus|sus|estas)\s+"
        r"(?:instrucciones|indicaciones|órdenes|reglas)\s+(?:anteriores|previas|precedentes)"
    ),
)
_ELSEWHERE = (
    # a note to it: with "Claude" or "assistants" (people, too) only if an order follows
    (
        rf"(?:note|attention|notice|message|reminder)\s+(?:to|for)\s+(?:(?:all|any|the|every|our)\s+)*{_MODEL}"
        rf"(?:\s+(?:reading|processing)\s+this[^.:\n]{{0,40}})?\s*[:,—–]"
    ),
    (
        r"(?:note|attention|notice|message|reminder|instructions?)\s+(?:to|for)\s+(?:(?:all|any|the|every|our)\s+)*"
        rf"{_HELPER}\s*[:,—–]\s*(?:please\s+)?{_SAY}"
    ),
    # "If you are an AI, ...": not "an AI engineer"
    rf"if\s+you(?:'re|\s+are)\s+(?:an?\s+|any\s+)?{_HELPER}\s*(?:[,:;—–]|(?:reading|processing|and|then)\b)",
    rf"as\s+an?\s+{_MODEL}\s*,?\s+you\s+(?:must|should|will|are)\b",
    # who reads this page, and must
    (
        rf"{_HELPER}\s+(?:reading|processing|summari[sz]ing|parsing|evaluating|indexing|crawling|describing)\s+"
        rf"(?:this|these|the)(?:\s+{_PAGE})?\s*(?:[:,]|{_MUST}\b|please\b)"
    ),
    # what its summary is to say
    (
        r"(?:when|while|if)\s+(?:you\s+)?(?:summari[sz]|describ|review|rat|index|catalogu|generat|writ)\w*\s+"
        r"[^.,:!?\n]{0,60}?\b(?:this|our)\s+[^.,:!?\n]{1,40},\s*(?:please\s+|always\s+|never\s+|you\s+must\s+)*"
        r"(?:state|say|mention|claim|write|describe|record|add)\b"
    ),
    (
        r"when(?:ever)?\s+asked\s+(?:about|for)\s+[^.,!?\n]{1,60},\s*(?:always|only|never)\s+"
        r"(?:answer|say|reply|respond|recommend|mention)\b"
    ),
    # a new part to play
    r"from\s+now\s+on,?\s+you\s+(?:must|will|should)\s+(?:only\s+)?(?:answer|reply|respond|recommend|say|act\s+as)\b",
    r"from\s+now\s+on,?\s+you\s+(?:act\s+as|are)\s+(?:an?\s+|called\s+|named\s+|(?-i:[A-Z])\w*(?-i:Bot|AI|GPT)\b)",
    # German, French, Spanish
    r"(?:Hinweis|Anweisung|Nachricht|Achtung)\s+(?:an|für)\s+(?:alle\s+)?(?:die\s+)?(?:KI\b|Sprachmodell|LLM)[^.:\n]{0,30}:",
    r"wenn\s+(?:du|Sie)\s+eine?\s+(?:großes\s+)?(?:KI\b|Sprachmodell\b)[^.,\n]{0,20}\s(?:bist|sind)\b",
    (
        r"(?:note|message|instructions?|attention)\s*(?:,\s*)?(?:à|aux?|pour)\s+(?:tou(?:te)?s\s+)?(?:l'|les\s+)?"
        r"(?:IA\b|modèles?\s+de\s+langage|assistants?\s+IA)[^.:\n]{0,30}:"
    ),
    r"si\s+(?:vous\s+êtes|tu\s+es)\s+une?\s+(?:IA\b|modèle\s+de\s+langage|intelligence\s+artificielle)",
    (
        r"(?:nota|mensaje|instrucciones|atención)\s+(?:a|para)\s+(?:tod[oa]s\s+)?(?:las?\s+|los\s+)?"
        r"(?:IAs?\b|modelos?\s+de\s+lenguaje|asistentes?\s+de\s+IA)[^.:\n]{0,30}:"
    ),
    r"si\s+(?:eres|usted\s+es)\s+una?\s+(?:IA\b|modelo\s+de\s+lenguaje|inteligencia\s+artificial)",
)
# Chinese has no spaces between its words.
_TAKE_BACK_CHINESE = (
    r"(?:忽略|无视|無視|忘记|忘記|忽视|忽視|不要理会)掉?(?:之前|以上|上述|前面|先前|上面|此前|所有|全部|一切|任何|你|您|收到|的)+"
    r"(?:指令|指示|提示词?|命令|规则|規則|内容|內容)"
)
_CHINESE = (
    r"如果[你您]是(?:一个|一個|一款)?(?:AI|人工智能|大?语言模型|大模型|語言模型)(?=助手|模型|[,，、:：。]|$)",
    r"(?:致|告)(?:所有|各位)?(?:AI|人工智能|大?语言模型|大模型)(?:助手|模型)?\s*[:：,，]",
)
# The marks of a chat template, standing at the start of a line of prose. In code they are a template that is shown.
_MARKS = (
    r"(?:^|(?<=[\n\t]))\s{0,60}+(?:<\|\s?(?:im_start|system|start_header_id)\s?\|>|\[/?INST\]|<<SYS>>|\[SYSTEM\])\s*\w",
    rf"(?:^|(?<=[.!?\n\t#/*]))\s{{0,60}}+(?:system|developer)(?:\s+(?:prompt|message|override|note))?\s*:\s*{_SAY}",
)


def _any(patterns: Iterable[str]) -> str:
    return "|".join(patterns)


# A named group says that an order takes back another.
_ORDER = re.compile(
    rf"{_START}(?:(?P<takes_back>{_any(_TAKE_BACK)})|{_any(_BEGIN)})"
    rf"|\b(?:(?P<takes_back_elsewhere>{_any(_TAKE_BACK_ELSEWHERE)})|{_any(_ELSEWHERE)})"
    rf"|(?P<takes_back_in_chinese>{_TAKE_BACK_CHINESE})|{_any((*_CHINESE, *_MARKS))}",
    re.IGNORECASE,
)
# Without one of these no pattern matches (in lower case): most blocks have none, and are passed over quickly.
_CUES = (
    *("ignor", "disregard", "forget", "overrid", "bypass", "not follow", "n't follow", "instruction", "inst]"),
    *("system", "developer"),
    *("llm", "chat", "gpt", "language", "assistant", "agent", "bot", "crawler", "summari", "extractor", "claude"),
    *("gemini", "copilot", "in your", "describ", "review", "index", "catalog", "generat", "writ", "asked"),
    *("rate", "rating", "rank", "score", "praise", "recommend", "give", "now", "<|", "<<sys"),
    *("vergiss", "vergessen", "missacht", "oublie", "compte", "olvid", "descart", "omiso", "sprachmodell", "langage"),
    *("lenguaje", "artifici"),
)
_NAMED = re.compile(r"\b(?:AIs?|ai|KI|IAs?)\b|[忽无無忘不如致告]")
_SENTENCE = re.compile(r"(?:[^.!?。！？\n\t]|[.!?](?=[^\s.!?]))+(?:[.!?。！？]+|[\n\t]|$)|[.!?。！？]+")
# The mark that is open at the end of some words, and the next mark. An apostrophe in a word is none.
_QUOTE = re.compile(r"[\"`]|'(?!\w)")
_OPEN_QUOTE = re.compile(r"(?:\"|`|(?<!\w)')(?=[^\"`]*$)")
_NEW = re.compile(r"\s*[^a-z\s]|\s*$")
# How far around an order it is looked for what makes it an example.
_NEAR = 400
_COMMENT = re.compile(r"(?:^|\s)(?:#+|//+|/\*+|\*|--|;+|%+|<!--|REM\b)(?=\s|\w)")
# Not the dots of an abbreviation, behind which a sentence goes on in small letters.
_SENTENCE_END = re.compile(r"[.!?](?!\s*[a-z])(?=\s|$)|[。！？\t]")
_WORD = re.compile(r"\w+")
_REPORTING_WORDS = 3


def addressed_to_a_model(visible: VisibleText) -> Iterator[Hidden]:
    """The sentences of the visible text (the lines of code) that give orders to a model, in order."""
    for block in visible.blocks:
        words = visible.words_of(block.span)
        plain = _plain(words)
        if _has_cue(plain):
            yield from _in_block(visible, block, plain)


def _has_cue(words: str) -> bool:
    lowered = words.lower()
    return any(cue in lowered for cue in _CUES) or bool(_NAMED.search(words))


def _in_block(visible: VisibleText, block: Block, words: str) -> Iterator[Hidden]:
    is_order = _is_said if block.kind is BlockKind.CODE else _is_meant
    orders = deque(order for order in _ORDER.finditer(words) if is_order(order, _Around.of(order)))
    for sentence in _SENTENCE.finditer(words) if orders else ():
        while orders and orders[0].end() <= sentence.start():
            orders.popleft()
        if orders and _first(orders[0]) < sentence.end():
            span = Span(block.span.start + sentence.start(), block.span.start + sentence.end())
            yield Hidden(span, WHY, visible.words_of(span))


def _first(order: re.Match[str]) -> int:
    """Where the words of an order begin."""
    return order.end() - len(order[0].lstrip())


@dataclass(frozen=True, slots=True)
class _Around:
    """The words of its line before and after an order, and whether quotation marks stand around it."""

    before: str
    after: str
    is_quoted: bool

    @classmethod
    def of(cls, order: re.Match[str]) -> _Around:
        before = order.string[max(0, _first(order) - _NEAR) : _first(order)].rpartition("\n")[2]
        after = order.string[order.end() : order.end() + _NEAR].partition("\n")[0]
        opening, closing = _OPEN_QUOTE.search(before), _QUOTE.search(after)
        is_open = opening is not None and (opening[0] == "'" or before.count(opening[0]) % 2 == 1)
        if not (opening and closing and is_open and opening[0] == closing[0]):
            return cls(before, after, is_quoted=False)
        is_whole = after[closing.start() - 1 : closing.start()] in {".", "!", "?"}
        rest = after[closing.end() :]
        return cls(before[: opening.start()], "" if is_whole and _NEW.match(rest) else rest, is_quoted=True)


def _is_meant(_: re.Match[str], around: _Around) -> bool:
    """Whether an order in prose is more than an example: words in quotation marks that a sentence reports."""
    if not around.is_quoted:
        return True
    reporting = f"{_SENTENCE_END.split(around.before)[-1]} {_SENTENCE_END.split(around.after)[0]}"
    return len(_WORD.findall(reporting)) < _REPORTING_WORDS


def _is_said(order: re.Match[str], around: _Around) -> bool:
    """Whether an order in code is a comment or a string, but for an attack that the code takes as its input."""
    if _COMMENT.search(around.before):
        return True
    takes_back = order.lastgroup is not None
    return around.is_quoted and not (takes_back and _WORD.search(around.before + around.after))


def _plain(words: str) -> str:
    """The words with letters in their plain form and straight quotation marks; every offset holds."""
    return words if words.isascii() else "".join(map(_plain_letter, words))


@lru_cache(maxsize=4096)
def _plain_letter(letter: str) -> str:
    if letter in "‘’":
        return "'"
    if letter in "“”„«»「」":
        return '"'
    plain = unicodedata.normalize("NFKC", letter)
    return plain if len(plain) == 1 else letter
