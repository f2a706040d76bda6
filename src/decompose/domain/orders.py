"""The forms in which words give orders to a language model, for `addressed`.

An order has three parts: somebody who is spoken to (a model by one of its names, or whoever reads this very page for
others), a directive, and a verb of telling or judging with what it points at ("this page", "it", a name, "that ...").
They stand in one sentence or in two neighbours. Some orders need nobody: those that take back what a model was told or
ask for it, and those in the marks of a chat. Every repeat is bounded, so that a block costs what its length is.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


def _any(patterns: Iterable[str]) -> str:
    return "|".join(patterns)


# -- who is spoken to ----------------------------------------------------------------------------------------

# What a model is called by its work, or is a part of.
_WORKER = (
    r"(?:models?|assistants?|agents?|systems?|tools?|(?:ro)?bots?|readers?|(?:web\s?)?crawlers?|spiders?|(?:index|rat|grad"
    r"|evaluat|annotat|extract|scrap|generat|build|pars|review|compil|curat|edit|writ|summari[sz])(?:er|or)s?|judges?"
    r"|(?:search\s+)?engines?|pipelines?|process(?:es|ors?)|programs?|software|services?|catalogu?e(?:rs?|s)?|copilots?"
    r"|search|overviews?)"
)
# Words that mean a model, with or without its work.
_MODEL = (
    r"(?:(?:(?:(?:large|generative|small)\s+)?language\s+models?|LLMs?|chat\s?bots?|(?:Chat)?GPT(?:-\d\w*)?|AIs?"
    rf"|artificial\s+intelligences?|neural\s+net(?:work)?s?)(?:[\s-]+(?:\w{{2,12}}-|language\s+|search\s+|powered\s+)?{_WORKER})?\b)"
)
# Words that mean one only together with an order: an engine or a system also needs its work told.
_HELPER = (
    rf"(?:{_MODEL}|@?(?:assistants?|agents?|bots?|crawlers?|(?:index|summari[sz]|extract|scrap|catalogu)(?:er|or)s?"
    r"|Claude|Gemini|Copilot)\b"
    r"|(?:automat|machine|robot|generat|AI\b|LLM\b|extract|index|summar|catalogu?|retriev|rank|rat|crawl|review|ingest"
    r"|director|registr|compar|evaluat|answer|search|classif|pars|scrap|recommend|grad|scor)[\w-]{0,16}"
    rf"(?:[\s-]+(?:based|powered|driven|assisted|written|and\s+\w{{3,12}}|or\s+\w{{3,12}}))?[\s-]+{_WORKER}\b)"
)
# Not "users of Claude".
_OTHER = r"(?!(?:of|with|using|for|about|to|by|in|on|and|or|via|from)\b)"
# With what describes it: "tool-selecting agents".
_HELPERS = (
    r"(?:(?:all|any|an?|the|every|each|our|you|my|fellow|other|those|these)\s+){0,3}"
    rf"(?:{_OTHER}[\w-]{{2,24}}\s+){{0,2}}?{_HELPER}"
)
# Anything at all: meant only where it is said to read this very page.
_READER = (
    rf"(?:{_HELPER}|models?|systems?|programs?|machines?|software|engines?|tools?|readers?|whoever|whatever|whichever"
    r"|any(?:one|body|thing)|every(?:one|body|thing))"
)
_PAGE = (
    r"(?:page|document|text|file|card|readme|repository|repo|site|website|entry|record|description|content|passage"
    r"|foot\s?note|note|comment|section|paragraph|table|line|block|message|sentence|project|package|library|listing"
    r"|docs?|documentation|product|artifact|function|query|module|code|article|sheet|summary|words|instructions?|part"
    r"|information|tool|software|framework|model)s?\b"
)
_THIS = rf"(?:(?:this|these|our|the\s+(?:above|following|present))(?:\s+[\w-]{{1,20}})?\s+{_PAGE}|(?:this|us)\b)"
_READ = (
    r"(?:read|process|pars|ingest|index|crawl|summari[sz]|review|evaluat|describ|rat|rank|catalogu?|analy[sz]|compar"
    r"|scor|judg|extract|scan|generat|writ|encounter|see|explain|quot|cit|retriev|consult|digest|consum|assess|compil"
    r"|translat|fetch|draft|prepar|recommend|look|com|train|learn|visit|produc)\w{0,6}\b(?:\s+(?:\w{1,12}\s+)?(?:about|on|from|over|at|across|of))?"
)
# What is written for others.
_ANSWER = (
    r"(?:summar(?:y|ies)|answers?|repl(?:y|ies)|responses?|outputs?|write-?\s?ups?|verdicts?|overviews?|reviews?|ratings?"
    r"|descriptions?|entr(?:y|ies)|records?|listings?|catalogu?es?|comparisons?|rankings?|blurbs?|assessments?)\b"
)

# -- what it is told -----------------------------------------------------------------------------------------

_MUST = (
    r"(?:must|should|shall|will|would|may|ought\s+to|ha(?:ve|s)\s+to|needs?\s+(?:not|to)|please|kindly"
    r"|(?:are|is|be)\s+(?:\w{1,12}\s+)?(?:(?:(?:ask|request|requir|instruct|expect|invit|advis|oblig|urg|encourag|direct"
    r"|remind|order)e?d|told)\s+)?to|(?:agree|consent|undertake)s?\s+to)"
)
# Verbs of telling and judging, as one speaks them to somebody who was called by his name.
_TELL = (
    r"(?:say|state|write|record|report|claim|describe|mention|include|note|list|rate|rank|score|grade|recommend|praise"
    r"|prefer|promote|present|treat|call|output|print|answer|reply|respond|repeat|reproduce|give|tell|return|follow"
    r"|ignore|disregard|omit|skip|leave|suppress|conceal|hide|classify|mark|label|assume|consider|regard|cite|quote"
    r"|attribute|credit|name|conclude|declare|confirm|assert|emphasi[sz]e|stress|highlight|index|register|add|store"
    r"|put|place|set|fill|assign|award|grant|steer|portray|represent|propose|suggest|choose|pick|favou?r|endorse"
    r"|summari[sz]e|catalogu?e|remember|take\s+note|be\s+aware|make\s+sure|understand|accept|approve|swap|replace|stop|begin|keep|copy|flag|weigh|trust|forget|refrain|say\s+so)\b"
)
# What is told to be said: a sentence, not a word; about somebody, not about what "it" finds out.
_SAID = (
    r"(?:say|state|mention|note|record|report|claim|write|output|answer|reply|respond|conclude|tell|add|include|indicate"
    r"|confirm|declare|assert|assume|remember|print|understand|stress|emphasi[sz]e|use)"
    r"(?:\s+(?:\S{1,20}\s+){0,3}?that\b(?!\s+(?:it|they|he|she|you|the\s+(?:user|answer|question))\b)"
    r"|\s*[:\"']|\s+the\s+(?:\w{1,12}\s+)?(?:phrase|words?|sentence|line|statement)\b"
    r"|\s+(?:(?!that\b)\S{1,30}\s+){1,3}?(?:is|are|was|has|have|does|can|supports?|needs?|costs?|offers?)\b)"
)
# This page, us, somebody by name: "Rank our model first", not "rank the first ten".
_OURS = r"(?:(?:(?:this|our)(?:\s+[\w-]+)?|it|us)\b|(?-i:(?!The\b|A\b)[A-Z])\S*)"
_BEST = (
    r"(?:(?:the\s+)?(?:best|leading|highest|superior|perfect|number\s+one|market\s+leader|top|first|only|full|maximum)\b"
    r"|#\s?1|10/10|10\b|100\b|(?:ten|five)\s+(?:out\s+of|stars))"
)
_JUDGED = (
    rf"(?:(?:describe|rate|rank|score|grade|present|treat|recommend|prefer|praise|promote|portray|represent|endorse"
    rf"|regard|favou?r|propose|catalogu?e)\s+{_OURS}|attribute\s+(?:this|these)\s"
    rf"|(?:list|name|call|mark|label|classify|place|put|position|cite|quote|index|register|consider|mention|think\s+of"
    rf"|give|assign|award|grant|pick|choose)\s+(?:(?:{_OURS}|the)[^.!?\n]{{0,60}}?\s)?"
    rf"(?:as|ahead|above|before|among|{_BEST}|(?=[\"'`])|over)"
    r"|(?:set|fill|leave|mark)\s+(?:in\s+)?the\s+(?:\w{1,20}\s+)?(?:field|column|entry|score|rank|rating|verdict"
    r"|licen[cs]e)s?\b)"
)
# What is to be kept back.
_NO = r"(?:(?:do\s+)?not|don't|never)"
_SHORTCOMINGS = (
    r"(?:limitations?|drawbacks?|weakness(?:es)?|shortcomings?|criticisms?|caveats?|competitors?|rivals?"
    r"|(?:this|these)\s+(?:note|message|instruction|comment|text|line|paragraph|section|sentence)s?)\b"
)
_KEPT_BACK = (
    rf"(?:{_NO}\s+(?:mention|quote|cite|list|include|report|extract|reproduce|reveal|disclose|refer\s+to|name|tell|warn"
    r"|record|repeat|flag|show)|omit|leave\s+out|leave|skip|suppress|ignore|hide)\s+(?:[\w-]{1,16}\s+){0,3}?"
    rf"(?:{_SHORTCOMINGS}|(?:issue|problem|alternative|fork|benchmark|warning|bug|vulnerab|disclaimer|failure)\w*)"
)
_ADVERBS = r"(?:(?:always|never|only|please|kindly|not|simply|just|also|then|now|instead)\s+){0,2}"
_TELLS = rf"(?:{_ADVERBS}(?:{_SAID}|{_JUDGED})|{_KEPT_BACK})"
# Where a directive begins: at a clause, or behind a word that asks.
_LEAD = (
    r"(?:(?:(?<=[:,;.!?)(\[\t\"'*—–-])|(?<=[:,;.!?)—–-]\s))"
    rf"|\b(?:and|then|to|not|don't|always|never|{_MUST})\s){_ADVERBS}"
)
_ASKED = rf"{_LEAD}{_TELL}"
_ASKED_OF_US = (
    rf"(?:{_LEAD}(?:{_TELLS}|{_TELL}[^.!?\n]{{0,40}}?\b(?:{_THIS}|our)\b|say\s+(?:so|it)\b)|(?:answer|respond|act)\s+accordingly"
    rf"|\bto\s+be\s+\w{{3,12}}\s+(?:as\b|{_BEST}))"
)
_CALLED = r"(?:[\s*_]{0,4}[:,\t—–]|\s-\s)"
# Behind a name: what it does, which it is to do for others.
_WHO = r"(?:\s+(?:that|which|who|of|in|on|for|about|\w+ing)\b[^.:,;!?\n]{1,60}?)?"

# Where an order can begin: at the start of a sentence, a clause or a quotation, or behind a word that asks.
_START = (
    r"(?:^|(?<=[.!?。！？:;>#/*)(\]\"\n\t—–}|│║┃-]))\s{0,60}+(?:(?:please|and|then|now|also|so|kindly|but|important)[\s,:]+)*"
    r"(?:you\s+(?:must|should|shall|will|have\s+to|are\s+to)\s+(?:now\s+)?)?"
)
# -- orders that take back what a model was told, or ask for it ------------------------------------------------

_EARLIER = r"(?:previous|prior|above|earlier|preceding|foregoing|former|original|initial|system|existing)"
_TASK = r"(?:instructions?|prompts?|guidance|guidelines|directions?|directives?|commands?|context)"
# What follows such an order.
_SAY = (
    r"(?:say|state|write|record|report|claim|describe|mention|include|list|rate|rank|score|recommend|praise|prefer"
    r"|promote|present|treat|call|output|print|answer|reply|respond|repeat|give|tell|return|follow|ignore|disregard"
    r"|only|always|never|do\s+not|don't|you\s+(?:must|should|will|are))\b"
)
# They begin a sentence.
_TAKE_BACK = (
    # instructions that were given before, not a file or a step; "with", "by", "if" tell a user how and when
    (
        r"(?:ignore|disregard|forget|override|bypass|do\s+not\s+follow|don't\s+follow)\s+"
        rf"(?:(?:all|any|the|your|every|these|of|my)\s+)*(?:{_EARLIER}(?:\s+(?:and|or)\s+\w+)?(?:\s+\w+)?\s+{_TASK}"
        rf"|{_EARLIER}\s+(?:rules|messages)|(?<=\ball\s|any\s)(?:instructions|prompts)|(?<=\byour\s)instructions)\b"
        r"(?!\s+(?:by\s+\w+ing\b|using\b|via\b|with\s+(?:an?\b|the\b|\W)|if\b|when\b|unless\b))"
    ),
    # what a model is told by its makers is called its own
    (
        r"(?:ignore|disregard|forget|override|bypass|set\s+aside|do\s+not\s+follow|don't\s+follow|stop\s+following)\s+"
        r"(?:(?:all|any|of)\s+){0,2}your\s+(?:\w{1,12}\s+)?(?:guidelines|rules|training|programming|safety\s+\w+"
        r"|system\s+prompt|prompt|directives|constraints|restrictions)\b"
    ),
    # the work is taken to be over, and other work begins
    (
        r"(?:stop|cease|quit|end)\s+(?:summari[sz]|read|extract|process|analy[sz]|review|pars|decompos|catalogu?)ing"
        r"(?:\s+\w+){0,2}\s*[.,;:—–-]"
    ),
    r"(?:this\s+is\s+(?:the\s+)?)?(?:the\s+)?end\s+of\s+(?:the\s+)?(?:document|input|context|data|user\s+input)\s*[.:!—–]",
    # what stands above, and then an order
    (
        r"(?:ignore|disregard|forget)\s+(?:all\s+|everything\s+)?(?:of\s+)?(?:the\s+)?(?:above|preceding|previous)"
        rf"(?:\s+(?:text|content))?\s*(?:[,;:.]|\band\b|\bthen\b)\s*(?:and\s+|then\s+|instead\s+)?{_SAY}"
    ),
    # whatever a model was told
    (
        r"(?:ignore|disregard|forget)\s+(?:everything|anything|all|whatever|what)\s+(?:that\s+)?"
        r"(?:you(?:'ve|\s+were|\s+have|\s+had|\s+was)?\s+(?:been\s+)?(?:told|taught|given|asked|trained|instructed|learned|know)"
        r"|(?:above|so\s+far|before\s+this))\b"
    ),
)
# What was told to a model, asked of it; and words that it is to make out first.
_DISCLOSE = (
    (
        r"(?:repeat|print|reveal|output|show|disclose|quote|copy|include|write\s+out|write|paste|echo|return|leak)\s+"
        r"(?:me\s+)?(?:out\s+)?(?:the\s+(?:words|text|content)s?\s+of\s+)?(?:your|the)\s+(?:(?:own|full|entire|whole"
        r"|exact|complete|hidden|secret|original|initial)\s+){0,2}(?:system\s+(?:prompt|message|instructions?)"
        r"|(?<=your\s)(?:prompt|instructions)|(?:initial|hidden|secret)\s+(?:prompt|instructions))\b"
        r"(?!\s+(?:with|by|using|via|if|when|to)\b)"
    ),
    r"(?:repeat|print|output|copy)\s+(?:all\s+(?:of\s+)?|everything\s+|the\s+(?:text|words)\s+)(?:the\s+)?above\b",
    (
        r"(?:decode|decrypt|decipher|unscramble|base64[\s-]decode|rot13)\s+[^.!?\n]{1,80}?\b(?:and|then)\s+(?:then\s+)?"
        r"(?:follow|obey|execute|comply|act|do|carry|apply)\b"
    ),
    (
        r"(?:follow|obey|comply\s+with|carry\s+out|execute|do)\s+(?:the\s+)?(?:\w{1,12}\s+){0,2}?(?:instructions?|orders?"
        r"|commands?|directives?|message|text)\s+(?:\w{1,12}\s+){0,3}?(?:base64|rot-?13|hex\w*|encoded|hidden)\b"
    ),
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
    # Italian, Portuguese, Dutch, Polish, Russian
    r"(?:ignora(?:te|re)?|dimentica(?:te)?)\s+(?:tutt[ei]\s+)?(?:le|gli|i)\s+(?:istruzioni|indicazioni|ordini)\s+(?:precedent|anterior)i",
    r"(?:ignor[ea]m?|esqueç?[ac]m?)\s+(?:todas\s+)?(?:as|suas)\s+(?:instruções|orientações|ordens)\s+(?:anteriores|prévias|acima)",
    r"(?:negeer|vergeet)\s+(?:alle\s+|de\s+){0,2}(?:eerdere|vorige|voorgaande|bovenstaande)\s+(?:instructies|opdrachten|aanwijzingen)",
    r"(?:zignoruj|ignoruj|zapomnij)\s+(?:wszystkie\s+)?(?:poprzednie|wcześniejsze|powyższe)\s+(?:instrukcje|polecenia)",
    (
        r"(?:проигнорируй|игнорируй|забудь|не\s+обращай)(?:те)?\s+(?:внимания\s+на\s+)?(?:все\s+|всё\s+)?"
        r"(?:предыдущие|прежние|прошлые|вышеуказанные|ранее\s+данные)\s+(?:инструкции|указания|команды|правила)"
    ),
)
_TAKE_BACK_CHINESE = (
    r"(?:これまで|以前|上記|前述|前|今まで|すべて|全て)の(?:すべての|全ての)?(?:指示|命令|プロンプト|ルール)(?:は|を|も)?(?:すべて|全て)?(?:無視|忘れ)",
    r"(?:이전|위|앞|지금까지)(?:의)?\s?(?:모든\s?)?(?:지시|명령|지침|프롬프트)(?:\s?사항)?(?:을|를|은|는)?\s?(?:모두\s?)?(?:무시|잊)",
    (
        r"(?:忽略|无视|無視|忘记|忘記|忽视|忽視|不要理会)掉?(?:之前|以上|上述|前面|先前|上面|此前|所有|全部|一切|任何|你|您|收到|的)+"
        r"(?:指令|指示|提示词?|命令|规则|規則|内容|內容)"
    ),
)

# -- orders to somebody --------------------------------------------------------------------------------------

# Who is called, or said to be at work, at the beginning of a clause; a directive of telling has to follow. What other
# words than a model's name call may be somebody else: there it has to be about this page, a name, or "that ...".
_NAMED_MODEL = (
    rf"(?:(?:for|to)\s+)?(?:(?:all|any|every|the|our)\s+){{0,2}}{_MODEL}(?:\s+(?:note|notice|instructions?))?{_WHO}{_CALLED}",
    rf"(?:for|to)\s+(?:\w+\s+){{1,6}}\(?{_MODEL}\)?{_CALLED}",
    rf"(?:for|to)\s+(?:generative|conversational|AI|LLM)[\s-]\w{{1,20}}{_CALLED}",
)
_NAMED_HELPER = (
    rf"(?:(?:dear|hey|hello|hi|attention|psst)[\s,]+)?(?:(?:for|to)\s+)?{_HELPERS}{_WHO}{_CALLED}",
    rf"{_HELPERS}\s+need\s+not\b",
    (
        r"(?:(?:as|if|when|while|since)\s+)?(?:you\s+are|you're|your\s+(?:task|job|role)\s+is\s+to|you)\s+(?:now\s+)?"
        rf"{_READ}\s+[^.,:!?\n]{{0,40}}?{_ANSWER}"
    ),
)
_YOU_ARE = (
    # what a model was given, reached, and for whom it works
    (
        r"you\s+(?:have\s+been|were|are\s+being)\s+(?:given|asked|handed|shown|fed|sent|told)\s+[^.,!?\n]{0,40}?"
        r"\bto\s+(?:summari[sz]|compar|describ|review|extract|rate|rank|index|catalogu|evaluat|judge|recommend|prais)\w*"
    ),
    rf"(?:when|once|now\s+that)\s+you\s+(?:reach|get\s+to|come\s+to|have\s+reached)\s+{_THIS}",
    rf"(?:thanks|thank\s+you)\s+for\s+{_READ}\s+{_THIS}",
    r"your\s+(?:user|operator|principal)\b",
    r"your\s+(?:guidelines|policy|policies|developers?|makers?|creators?|training)\s+(?:\w+\s+)?(?:allow|want|permit|requir|ask|expect|tell)\w*",
    r"(?:no|not|isn't)\s+(?:an?\s+|any\s+)?(?:human|person)\b",
    r"(?:humans?|people|human\s+readers)\s+(?:can|may|should)\s+(?:skip|ignore|pass\s+over)\s+this",
    rf"(?:you\s+are|the\s+reader\s+is)\s+(?:\w+\s+)?(?:one\s+of\s+)?(?:{_OTHER}[\w']+\s+){{0,5}}?(?:{_MODEL}|models?\b)",
    rf"(?:if|when|since|as)\s+(?:you're|you\s+are|the\s+reader\s+is)\s+{_HELPERS}\s*[,:;—–]",
)
_NOTE_TO = (
    r"(?:note|attention|notice|message|reminder|instructions?|hint|request|word)\s+(?:to|for)\s+"
    rf"{_HELPERS}{_WHO}{_CALLED}"
)

# These begin a sentence, a clause or a quotation, too.
_BEGIN = (
    # called by name, and then whatever is said
    rf"(?:dear|hey|hello|hi|attention|psst)[\s,]+(?:(?:all|any|every|the)\s+)?(?:{_MODEL}|Claude|assistants?|bots?|crawlers?){_CALLED}",
    r"tell\s+(?:your\s+user|whoever\s+ask\w*)\b",
    # what it says of itself is to be taken for true
    (
        r"(?:treat|regard|accept|take|report|record|consider|present|repeat)\s+(?:(?:all|every|any|each|the|these|them)\b\s*){1,2}(?:(?:\w+\s+)?"
        r"(?:statement|claim|figure|number|result|description|sentence|assertion)s?\b[^.,;!?\n]{0,40}?)?\s?as\s+(?:\w+\s+)?"
        r"(?:verified|facts?|true|confirmed|established|proven|audited)\b"
    ),
    (
        r"(?:copy|include|reproduce|repeat|insert|quote|extract)\s+(?:only\s+)?the\s+(?:next|following|above|first|last)\s+"
        rf"(?:(?:sentence|paragraph|statement)s?\b[^.!?\n]{{0,40}}?\b(?:verbatim|unchanged|word\s+for\s+word|your\s+{_ANSWER})|claims?\b)"
    ),
    rf"when\s+(?:extract|summari[sz]|catalogu|index)ing\b[^.,!?\n]{{0,30}},\s*{_TELLS}",
    r"(?:only\s+)?for\s+machines(?:\s+only)?\s*:",
    rf"(?:would|could|can|will)\s+(?:{_HELPERS}{_WHO}|you,\s+as\s+an?\s+{_MODEL},)\s+(?:please\s+|kindly\s+|mind\s+)?(?:{_TELLS}|{_TELL}[^.?!\n]{{0,30}}?\bour\b|(?:call|prais|nam|rank|recommend|mention)ing\b)",
    # what its answer is to be
    (
        r"(?:output|answer|respond|reply|return)\s+(?:with\s+|in\s+)?(?:exactly|only|nothing\s+but|verbatim|precisely)"
        r"\s+(?:with\s+)?(?:the\s+following|this|these)\b"
    ),
    r"(?:summary|summari[sz]ation|review(?:er)?|evaluation|catalogu?e|indexing|extraction|grading)\s+instructions?\s*:\s*\w",
    rf"(?:your|the|this|any|every)\s+(?:[\w-]{{1,20}}\s+)?{_ANSWER}(?:\s+(?:of|for|about)\s+(?:this|our)\s+\w+)?\s+{_MUST}\s+(?:{_TELLS}|(?:contain|begin\s+with|start\s+with|end\s+with)\s+the\s+(?:\w{{1,12}}\s+)?(?:sentence|words|phrase|statement|line)s?\b|be\s+(?:ranked|rated|scored|listed|described|marked)\s+(?:as|first|highest|above|at\s+the\s+top)\b)",
    (
        rf"{_NO}\s+(?:mention|quote|list|include|report|extract|reveal|disclose|refer\s+to|record|repeat|flag|show)\s+"
        rf"(?:\w{{1,12}}\s+){{0,2}}?{_SHORTCOMINGS}"
    ),
    r"(?:do\s+not|don't|never)\s+tell\s+(?:the|your|any)\s+(?:users?|readers?|humans?|people)\s+(?:about|that|of)\b",
    # praise made to order
    rf"(?:rate|rank|score|describe|praise|recommend)\s+{_OURS}\s+(?:as\s+|with\s+|at\s+)?(?:the\s+)?{_BEST}",
    (
        r"(?:give|assign|award|grant)\s+(?:\S{1,30}\s+){0,4}?(?:(?:highest|top|best|full|maximum|perfect)\s+(?:\w{1,12}\s+)?"
        r"(?:scores?|ratings?|ranks?|marks?|grades?)\b|10/10|10\s+(?:out\s+)?of\s+10|five\s+stars)"
    ),
    rf"@\w{{2,20}}\s+(?:always|never|please)\s+{_TELL}",
    # a new part to play
    rf"you\s+are\s+now\s+(?:in\s+\w+\s+mode|an?\s+(?:\w+\s+)?{_HELPER})",
    r"your\s+(?:new\s+)?(?:task|job|role|goal)\s+is\s+now\s+to\b",
    (
        r"(?:your\s+|the\s+)?(?:new|next|real|actual|updated)\s+(?:system\s+)?(?:instructions?|task|objective|directive)"
        rf"(?:\s+for\s+(?:the\s+|this\s+|any\s+)?(?:{_HELPER}|model))?\s*(?:is\s*)?:"
    ),
    r"from\s+now\s+on,?\s+(?:you\s+(?:must|will|should)\s+)?(?:always\s+|only\s+)?(?:answer|reply|respond|recommend|say|describe|mention|act\s+as)\b",
    r"from\s+now\s+on,?\s+you\s+are\s+(?:an?\s+|called\s+|named\s+|(?-i:[A-Z])\w*(?-i:Bot|AI|GPT)\b)",
)
_ELSEWHERE = (
    # a wish, a reminder, a rule that is said to hold
    rf"(?:ask|want|like|urge|request|expect|invite|encourage|advise|beg)s?\s+(?:(?:that|for)\s+)?(?:{_HELPERS}|models){_WHO}\s+to\s+{_TELLS}",
    rf"(?:{_HELPER}(?<=s)|models)\s+(?:are|stand)\s+(?:hereby\s+|kindly\s+)?(?:reminded|informed|assured|notified|told)\s+(?:that|of)\b",
    rf"(?:{_HELPER}|models?)\s+{_MUST}\s+{_ADVERBS}(?:describe|rate|rank|present|treat|recommend|place|put|list|name|label)\s+(?:(?:this|our)\s+\w+|(?-i:(?!The\b)[A-Z])\S*)\s+(?:as\b|at\s+the\s+top\b|{_BEST})",
    rf"(?:automat\w+|machine|AI|LLM)[\s-](?:\w+\s+)?(?:evaluations?|reviews?|assessments?|analys[ei]s|gradings?|scoring|rankings?)\s+{_MUST}\s+(?:{_TELLS}|{_TELL}[^.!?\n]{{0,20}}?\b{_THIS})",
    r"for\s+the\s+purposes?\s+of\s+(?:any|all|an)?\s*(?:automat\w+|machine|AI|LLM)\b",
    # whom it answers
    r"(?:whoever|whomever|the\s+(?:user|person)\s+who|the\s+user)\s+(?:has\s+)?asked\s+you\b",
    rf"(?:the|this|any)\s+\w{{2,10}}\s+(?:that\s+)?you\s+(?:return|write|produce|output)\s+{_MUST}\s+{_TELLS}",
    r"(?:for|into|in)\s+your\s+(?:output|answer|reply|response|summary)\s*:",
    rf"(?:correct|honest|fair|accurate|faithful|complete|proper|any|every)\s+{_ANSWER}\s+(?:of|for|about)\s+(?:{_THIS}|our\b)[^.!?\n]{{0,40}}?\s(?:is\s+[\"':]|{_MUST}\s+{_TELL})",
    # a note to it, and then whatever is said
    (
        r"(?:note|attention|notice|message|reminder|memo|hint|request|word)\s+(?:to|for)\s+(?:(?:all|any|the|every|our"
        rf"|automated|visiting)\s+){{0,3}}(?:{_MODEL}|automated\s+\w+)(?:\s+(?:(?:that|who|which)\s+)?{_READ}[^.:\n]{{0,40}})?\s*(?:[:,—–]|$)"
    ),
    rf"(?:speaking|talking|a\s+word)\s+(?:\w+\s+)?to\s+(?:(?:the|any|all)\s+){{0,2}}(?:{_HELPER}|models?\b){_WHO}\s*[:,]",
    rf"dear\s+{_HELPER}\s*,",
    r"(?:hello|hi|hey|dear)[\s,]+assistant!",
    # who it is: "If you are an AI, ...", not "an AI engineer"
    (
        r"(?:if|should|when|in\s+case|since|as)\s+(?:you're|(?:you|the\s+reader)[^.,:;!?\n]{0,30}?\s(?:are|be|is|were))\s+"
        rf"(?:an?\s+|any\s+|some\s+)?(?:[\w-]{{2,20}}\s+)?(?:{_HELPER}\s+(?:that\s+|which\s+|and\s+)?(?:{_READ}|rather\b)"
        rf"|{_MODEL}\s*(?:[,:;—–)]|(?:and|then|that|which|or)\b)(?!\s*(?:please\s+)?(?:read|see|run|install|start|fetch|open)\b))"
    ),
    rf"as\s+an?\s+{_MODEL}\s*,?\s+you\b",
    # who reads this page, and is told
    (
        rf"{_READER}\s+(?:(?:that|which|who|is|are|be)\s+){{0,2}}{_READ}\s+(?:{_THIS}|(?:the|an?)\s+(?:[\w-]{{1,20}}\s+){{0,2}}?{_ANSWER})"
        rf"[^.:,;!?\n]{{0,60}}?(?:[:,]\s*{_ADVERBS}(?:you\s+)?(?:{_MUST}\s+)?{_TELL}|\s{_MUST}\s+{_ADVERBS}(?:{_TELLS}|{_TELL}[^.!?\n]{{0,40}}?\b(?:{_THIS}|it\b)))"
    ),
    rf"(?:{_HELPER}|\bwhoever|\bwhatever)\s+(?:(?:that|which|who|is)\s+)?{_READ}\s+{_THIS}[^.:,!?\n]{{0,40}}?\s*[:,]",
    (
        rf"(?:if|when(?:ever)?|while|once|as)\s+(?:(?:an?|any|the|some)\s+)?(?:{_HELPER}|you|models?)\s+(?:(?:are|is|have|has)\s+)?(?:\w+\s+){{0,2}}?{_READ}\s+"
        rf"{_THIS}[^.!?\n,]{{0,60}},\s*(?:(?:it|they)\s+{_MUST}\s+{_ADVERBS}{_TELL}|the\s+{_ANSWER}\s+{_MUST}\b|(?:you\s+)?(?:{_MUST}\s+)?{_TELLS})"
    ),
    (
        rf"(?:when(?:ever)?|while|if)\s+(?:you\s+)?{_READ}\s+[^.,:!?\n]{{0,60}}?\b(?:this|our)\s+[^.,:!?\n]{{1,40}},\s*{_ADVERBS}(?:{_TELLS}|{_SAID})"
    ),
    rf"(?:if|when(?:ever)?|where)\s+(?:an?\s+|any\s+|the\s+)?(?:{_HELPER}|models?)\s+is\s+(?:asked|told)\b[^.!?\n]{{1,80}},\s*(?:(?:it|they)\s+)?(?:{_MUST}\s+{_TELLS}|the\s+{_ANSWER}[^.!?\n]{{1,30}}?\sis\b)",
    (
        r"when(?:ever)?\s+(?:asked|answering|recommending|responding|choosing|advising|suggesting)\b[^.!?\n]{0,80}?,\s*"
        rf"(?:(?:always|only|never)\s+(?:answer|say|reply|respond|recommend|mention)\b|{_TELLS})"
    ),
    # this page is read by it
    (
        rf"(?:if|when(?:ever)?|where)\s+this\s+(?:(?:\w{{1,12}}\s+)?{_PAGE}\s+)?(?:is|gets|has\s+been)\s+(?:being\s+)?{_READ}\s+by\s+[^.,:!?\n]{{0,40}}?(?:{_HELPER}|model)"
        r"[^.!?\n]{0,40}?[,:]"
    ),
    rf"(?:if|when(?:ever)?|where)\s+this\s+(?:(?:\w{{1,12}}\s+)?{_PAGE}\s+)?(?:is|gets|has\s+been)\s+{_READ},\s*(?:the|your|its)\s+{_ANSWER}",
    rf"{_THIS}[^.!?\n]{{1,40}}?\s(?:in|into|part\s+of)\s+your\s+(?:context|prompt|training|memory|input)",
    rf"by\s+{_READ}\s+{_THIS}[^.!?\n]{{0,40}}?\b(?:{_HELPER}|model|you)\s+{_MUST}\s+{_TELLS}",
    (
        rf"(?:{_THIS}|the\s+following)\s+(?:is|are|applies|was)\s+(?:(?:only|solely|intended|meant|written|addressed|just|strictly"
        rf"|exclusively)\s+){{0,3}}(?:for|to)\s+(?:(?:all|any|the)\s+)?{_HELPER}"
    ),
    # what models must do: "the assistant" is the tool's own
    rf"(?:(?:any|every|each|an?|all)\s+(?:[\w-]{{2,20}}\s+)?{_HELPER}|{_HELPER}(?<=s)|\bAI|\bmodels){_WHO}\s+{_MUST}\s+(?:not\s+)?(?:\w+\s+further:\s+)?{_TELLS}",
    rf"{_HELPER}(?<=s)\s+(?:are|is)\s+(?:kindly\s+)?(?:asked|requested|urged|invited|reminded|instructed)\s+to\s+{_TELL}[^.!?\n]{{0,40}}?\b(?:this|our|us)\b",
    rf"(?:honest|good|helpful|fair|competent|responsible|careful)\s+{_HELPER}\s+(?:will|would|should)\s+{_TELL}\s+{_OURS}",
    rf"(?:important|vital|essential|crucial|requested|asked|agreed|decided|settled)\s+that\s+{_HELPERS}\s+{_TELL}",
    rf"(?:appreciated|grateful|glad|kind|nice)\s+if\s+(?:{_HELPERS}|(?:AI|LLM)[\s-](?:\w+\s+)?{_ANSWER})",
    rf"{_MODEL}(?<=s)[^.!?\n]{{1,80}}?\s{_MUST}\s+{_ADVERBS}(?:rank|rate|score|recommend|prefer|praise|promote)\s+{_OURS}",
    rf"{_HELPER}(?<=s)\s+(?:are|is)\s+(?:kindly|politely)\s",
    rf"(?:on\s+condition|provided|as\s+long\s+as)\s+(?:that\s+)?(?:the|any|an?)\s+{_HELPER}\s+(?:says?|states?|recommends?|describes?|mentions?)\b",
    rf"(?:to\s+be|be)\s+(?:repeated|quoted|mentioned|reported|described|ranked|listed|cited|treated|recommended|included|summari[sz]ed)\b[^.!?\n]{{0,40}}?\bby\s+(?:(?:all|any|an?)\s+)?(?:[\w-]{{2,20}}\s+)?{_HELPER}",
    # what it writes
    rf"(?:AI|LLM|machine|model|bot|automatically)[\s-](?:(?:written|generated|made|produced|authored)\s+)?{_ANSWER}[^.!?\n]{{0,40}}?\s{_MUST}\s+{_TELLS}",
    rf"\b{_TELL}\b[^.!?\n]{{1,120}}?\b(?:in|of|from|to)\s+your\s+(?:summary|answer|response|reply|output|write-?\s?up|overview)\b",
    rf"(?:begin|start|open|end|finish|close|conclude)\s+your\s+{_ANSWER}\s+(?:with|by)\b",
    rf"(?:if|when|once)\s+your\s+(?:output|answer|reply|response)\s[^.!?\n]{{1,100}},\s*(?:let|make|{_TELL})",
    rf"by\s+an?\s+(?:machine|{_HELPER})\s*[;:,]\s*(?:please\s+)?{_TELL}",
    # what it was told is void
    rf"(?:your|all|any|'s|s')\s+{_EARLIER}\s+{_TASK}\s+(?:is|are)\s+(?:\w+\s+)?(?:superseded|void|revoked|cancell?ed|obsolete|replaced|overridden|withdrawn|no\s+longer\b)",
)
# -- the same in other languages -------------------------------------------------------------------------------

# For each: a model; a note to it; "if you are one"; must; the stems of telling and judging.
_LANGUAGES = (
    (
        r"(?:KI\b(?:-\w+)?|(?:große[nrs]?\s+)?Sprachmodelle?n?\b|LLMs?\b|Chatbots?\b)",
        r"(?:Hinweis|Anweisung|Nachricht|Achtung|Notiz|Bitte)\s+(?:an|für)\s+(?:alle\s+)?(?:die\s+)?",
        r"(?:wenn|falls|sofern)\s+(?:du|Sie)\s+(?:eine?\s+)?",
        r"(?:müssen|muss|soll(?:en|ten|te)?|bitte|werden\s+gebeten|sind\s+gehalten|haben)\b",
        (
            r"(?:sag|schreib|an(?:ge|zuge)+b|gib|gebt|erwähn|nenn|empf[ei]hl|empfiehl|bezeichn|beschreib|bewert|einstuf|einzustuf|auf(?:zu)?führ"
            r"|stell|darstell|darzustell|zitier|behandel|vermerk|festhalt|verschweig|weg(?:zu)?lass|setz)"
        ),
    ),
    (
        (
            r"(?:IA\b|modèles?\s+de\s+langage|agents?\s+conversationnels?|intelligences?\s+artificielles?"
            r"|assistants?\s+(?:IA\b|virtuels?|automatiques?))"
        ),
        r"(?:note|message|instructions?|attention|avis)\s*(?:,\s*)?(?:à|aux?|pour)\s+(?:tou(?:te)?s\s+)?(?:l'|les\s+)?",
        r"si\s+(?:vous\s+êtes|tu\s+es)\s+une?\s+",
        r"(?:doi(?:ven)?t|devez|devraient|sont\s+(?:priée?s|invitée?s|tenue?s)|merci\s+de|veuillez|prière\s+de)\b",
        r"(?:dire|dites|indiqu|mentionn|écri|présent|recommand|class|considér|décri|cit|notez|affirm|précis|omet|ignor|attribu)",
    ),
    (
        r"(?:IAs?\b|modelos?\s+de\s+lenguaje|inteligencias?\s+artificial(?:es)?|asistentes?\s+(?:de\s+IA|virtual(?:es)?))",
        r"(?:nota|mensaje|instrucciones|atención|aviso)\s+(?:a|para)\s+(?:tod[oa]s\s+)?(?:las?\s+|los\s+)?",
        r"si\s+(?:eres|usted\s+es)\s+una?\s+",
        r"(?:debe[n]?|deberá[n]?|deberían?|se\s+(?:ruega|pide|solicita)|por\s+favor|tienen?\s+que|han\s+de)\b",
        r"(?:dec|dig|indi[cq]|mencion|escrib|present|recom|clasifi|consider|descri|cit|anot|afirm|omit|puntu|calific|trat|regist)",
    ),
    (
        r"(?:IA\b|modell[oi]\s+linguistic[oi]|intelligenz[ae]\s+artificial[ei]|assistenti\s+(?:IA|AI|virtuali)\b)",
        r"(?:nota|messaggio|istruzioni|attenzione|avviso)\s+(?:per|a|ai|agli|alle)\s+(?:tutt[ei]\s+)?(?:gli\s+|le\s+|i\s+)?",
        r"se\s+sei\s+(?:uno?\s+|una\s+|un')",
        r"(?:dev(?:e|ono)|dovrebber?o?|sono\s+(?:pregat|invitat|tenut)[ie]|si\s+prega|per\s+favore)\b",
        r"(?:dire|dite|indic|menzion|scriv|present|raccomand|consigli|classific|consider|descriv|cit|assegn|tralasci|omett|riport)",
    ),
    (
        r"(?:IAs?\b|modelos?\s+de\s+linguagem|inteligências?\s+artificia(?:l|is)|assistentes?\s+(?:de\s+IA|virtua(?:l|is)))",
        r"(?:nota|mensagem|instruções|atenção|aviso)\s+(?:para|aos?|às?)\s+(?:tod[oa]s\s+)?(?:os\s+|as\s+)?",
        r"se\s+(?:você\s+(?:é|for)|és)\s+uma?\s+",
        r"(?:deve[m]?|deveriam?|por\s+favor|pede-se|solicita-se|favor|queiram|têm\s+de)\b",
        r"(?:diz|dig|indi[cq]|mencion|escrev|apresent|recomend|classifi|consider|descrev|cit|anot|afirm|omit|regist|atribu|trat)",
    ),
    (
        r"(?:AI(?:-\w+)?\b|taalmodel(?:len)?|LLM's|chatbots)",
        r"(?:opmerking|bericht|instructies?|let\s+op)\s+(?:voor|aan)\s+(?:alle\s+)?",
        r"als\s+(?:je|u)\s+een\s+",
        r"(?:moet(?:en)?|dien(?:t|en)|worden\s+verzocht|gelieve)\b",
        r"(?:vermeld|schrij[vf]|zeg|noem|beschrij[vf]|beveel|aanbevel|beoorde|citeer)",
    ),
    (
        r"(?:model(?:e|i|om|u)?\s+językow\w+|asysten\w+\s+AI|LLM-?\w*)",
        r"(?:uwaga|wiadomość|instrukcj[ae])\s+(?:dla|do)\s+(?:wszystkich\s+)?",
        r"jeśli\s+jesteś\s+",
        r"(?:powinn\w+|musz\w+|prosz\w+|należy|mają)\b",
        r"(?:napis|wspom|pole[cć]|opis|uzna|podaw|stwierdz|oce[nń]|traktow|wymieni|pomi[jn])",
    ),
    (
        r"(?:ИИ\b|языков\w+\s+модел\w+|нейросет\w+|чат-?бот\w*|LLM\b)",
        r"(?:примечание|сообщение|внимание|инструкци[яи])\s*,?\s*(?:для\s+)?(?:всех\s+|всем\s+)?",
        r"если\s+(?:ты|вы)\s*[—–-]?\s*(?:являешься\s+|являетесь\s+)?",
        r"(?:должн\w+|следует|обязан\w+|прос(?:им|ьба)|необходимо|пожалуйста)",
        r"(?:пиш|напи[сш]|ука[зж]|упом|рекоменд|назов|назыв|опи[сш]|счита|отме[тч]|сообщ|говор|скаж|цитир|умолч|став|оцен)",
    ),
)
_FOREIGN = tuple(
    pattern
    for model, note, if_you_are, must, tell in _LANGUAGES
    for pattern in (
        rf"{note}{model}[^.:\n]{{0,40}}[:,]",
        rf"{if_you_are}{model}",
        rf"{model}[^.!?\n]{{0,80}}?\b{must}[^.!?\n]{{0,80}}?\b(?:zu\s+|d')?{tell}\w*",
        rf"{model}[^.:\n]{{0,60}}:\s[^.!?\n]{{0,80}}?\b{tell}\w*",
    )
)
# Chinese and Japanese have no spaces between their words; Korean binds its particles to them.
_CHINESE = (
    r"(?:AI|人工知能|LLM|言語モデル)(?:アシスタント|モデル)?(?:へ|への(?:注意|メモ|お願い|指示))\s*[:：、,]",
    r"(?:AI|人工知能|LLM|言語モデル|チャットボット)[^。！？\n]{0,80}?(?:記載|記録|紹介|推薦|推奨|薦め|評価|言及|回答|答え|説明|述べ|書[いかく]|引用|扱|要約|明記|掲載|挙げ|触れ)[^。！？\n]{0,12}?(?:ください|下さい|すること|せよ|べき|ものとする|なければ|ないこと)",
    r"(?:AI|인공지능|LLM|언어\s?모델)(?:\s?(?:어시스턴트|모델|비서))?(?:에게|께|용\s?메모)\s*[:：,]",
    r"(?:AI|인공지능|LLM|언어\s?모델|챗봇)[^.!?\n]{0,80}?(?:기록|추천|작성|언급|표시|설명|평가|답|소개|기재|요약|말)[^.!?\n]{0,12}?(?:하세요|하십시오|해야|마세요|마십시오|바랍니다|주세요|할\s것)",
    r"如果[你您]是[^。，,！？\n]{0,20}?(?:AI|人工智能|语言模型|大模型|語言模型)(?=助手|模型|[,，、:：。]|$)",
    r"(?:致|告)(?:所有|各位)?(?:AI|人工智能|大?语言模型|大模型)(?:助手|模型)?\s*[:：,，]",
    r"(?:AI|人工智能|语言模型|語言模型|大模型|智能助手|聊天机器人)[^。！？\n]{0,40}?(?:请|請|应[当该]|應[當該]|必须|必須|务必|務必|不要|不得|需要)[^。！？\n]{0,30}?(?:说|說|写|寫|列|推荐|推薦|提及|提到|称|稱|描述|标|標|评|評|视|視|回答|引用|注明|记录|記錄|声明|聲明)",
)

# The marks of a chat template, standing at the start of a line of prose. In code they are a template that is shown.
_MARKS = (
    r"(?:^|(?<=[\n\t]))\s{0,60}+<\|\s?(?:im_end|end|eot_id|endoftext)\s?\|>\s*(?=\w|<\|)",
    # the end of a fence around the document, and then words: not a sentence about the tag
    (
        r"(?:^|(?<=[\n\t]))\s{0,60}+(?:</|\[/|<<END[_ ])(?:document|source|context|input|passage|article"
        r"|untrusted|data|content|user|system|instructions)(?:[-_]\w{1,40})?(?:>{1,2}|\])\s*"
        r"(?!(?:closes?|closing|ends?|is|are|tags?|elements?|must|marks?|and|or|at|in|on|to|for|with|was|can)\b)(?=\w)"
    ),
    # turns of a talk that never was
    r"^\s{0,60}+(?:human|user)\s*:[^\n]{1,400}?\s(?:assistant|AI)\s*:\s*\w",
    r"(?:^|(?<=[\n\t]))\s{0,60}+(?:<\|\s?(?:im_start|system|start_header_id)\s?\|>|\[/?INST\]|<<SYS>>|\[SYSTEM\])\s*(?!(?:and|or|is|are|tokens?)\b)\w",
    rf"(?:^|(?<=[.!?\n\t#/*]))\s{{0,60}}+(?:system|developer)(?:\s+(?:prompt|message|override|note))?\s*:\s*{_SAY}",
)


# A named group says that an order takes back another.
_ORDER = re.compile(
    rf"{_START}(?:(?P<takes_back>{_any(_TAKE_BACK)})|{_any((*_DISCLOSE, *_BEGIN))})"
    rf"|\b(?:(?P<takes_back_elsewhere>{_any(_TAKE_BACK_ELSEWHERE)})|{_any((*_ELSEWHERE, *_FOREIGN))})"
    rf"|(?P<takes_back_in_chinese>{_any(_TAKE_BACK_CHINESE)})|{_any((*_CHINESE, *_MARKS))}",
    re.IGNORECASE,
)
# Who is called, and what he has to be told.
_PAIRS = (
    (re.compile(rf"{_START}(?:{_any(_NAMED_MODEL)})|\b{_NOTE_TO}", re.IGNORECASE), re.compile(_ASKED, re.IGNORECASE)),
    (
        re.compile(rf"{_START}(?:{_any(_NAMED_HELPER)})|\b(?:{_any(_YOU_ARE)})", re.IGNORECASE),
        re.compile(_ASKED_OF_US, re.IGNORECASE),
    ),
)
# How far behind a name its order may stand: in the same sentence or the next one.
_REACH = 280
# A part to play, and a place that a template fills: how far behind an order one is looked for.
_PART = re.compile(r"(?:as\s+|if\s+|when\s+)?(?:you|your)\b", re.IGNORECASE)
_PLACE = re.compile(r"\{\{?\s?\w{1,40}\s?\}|<\w{1,40}>|\$\w")
_PLACES_SEEN = 80
_SENTENCE_END = re.compile(r"[.!?。！？]+(?=\s|$)|\n")


@dataclass(frozen=True, slots=True)
class Order:
    """Offsets of who is spoken to and what he is told.

    `is_input` says that code may well hold it as a prompt, or as an attack to be tried: it takes back what a model was
    told, gives it a part to play, or has places to be filled.
    """

    start: int
    end: int
    is_input: bool = False


def orders(words: str) -> list[Order]:
    """The orders in some words, by their place; they may overlap."""
    if not _has_cue(words):
        return []
    found = [
        Order(order.end() - len(order[0].lstrip()), order.end(), order.lastgroup is not None)
        for order in _ORDER.finditer(words)
    ]
    for called, told in _PAIRS:
        if names := list(called.finditer(words)):
            found.extend(_paired(words, names, list(told.finditer(words))))
    return sorted(found, key=lambda order: (order.start, order.end))


def _paired(words: str, names: Sequence[re.Match[str]], told: Sequence[re.Match[str]]) -> Iterator[Order]:
    """The names with what they are told, in the sentence of a name or in the next one."""
    starts = [directive.start() for directive in told]
    ends = [end.start() for end in _SENTENCE_END.finditer(words)]
    for name in names:
        at = bisect_left(starts, name.end() - 1)
        sentences_between = bisect_left(ends, starts[at]) - bisect_left(ends, name.end()) if at < len(told) else 0
        if at < len(told) and starts[at] - name.end() <= _REACH and sentences_between <= 1:
            start, end = name.end() - len(name[0].lstrip()), told[at].end()
            yield Order(start, end, bool(_PART.match(words, start) or _PLACE.search(words, start, end + _PLACES_SEEN)))


# Words that name the reader they are for: where these open a block, the whole of it is for him.
NOTE = re.compile(
    rf"(?:dear|hey|hello|hi|attention|note|notice|message|reminder|memo)\b[^\n]{{0,30}}?{_HELPER}"
    rf"|{_HELPER}\s+(?:(?:that|which|who)\s+)?{_READ}\s+{_THIS}",
    re.IGNORECASE,
)
# Who speaks, written as a block of its own or in front of what is said; and what is told to a model behind it.
ASKING = re.compile(r"\s*(?:human|user)\s*:\s*\w", re.IGNORECASE)
ANSWERING = re.compile(r"\s*(?:assistant|AI|system)\s*:\s*\w", re.IGNORECASE)
SPEAKER = re.compile(
    r"\W*(?:system|developer)(?:\s+(?:override|note))?\W*|"
    r"\W*(?:instructions?|response)\s*:\W*|\W*<\|[^\n]{1,40}\|>\W*(?:system|assistant|user)?\W*",
    re.IGNORECASE,
)
TOLD = re.compile(rf"\s*(?:please\s+)?(?:you\s+(?:are|must|will|should|have)\b|{_SAY})", re.IGNORECASE)
# How a sentence goes on that follows an order.
ON = re.compile(
    rf"(?:{_ADVERBS}{_TELL}|do\s+not\b|don't\b|never\b|always\b|please\b|you(?:r|'re)?\b|also\b|being\b"
    rf"|[^.!?\n]{{1,160}}?[,;:—]\s(?:and\s+)?{_ADVERBS}{_TELL})",
    re.IGNORECASE,
)
# Fields of an answer as it is asked of a model: a document that has them answers in its stead.
ANSWERED = re.compile(
    r"[\"'](?:capabilities|quotes|vs_alternatives|best_for|intents|unique|limitations|facts)[\"']\s*:"
)
# Without one of these no pattern matches: most blocks have none, and are passed over quickly.
_CUE = re.compile(
    r"ignor|disregard|forget|overrid|bypass|follow|instru|inst\]|system|developer|llm|chat|gpt|langu|assist|agent|bot|crawl"
    r"|summar|scrap|claude|gemini|copilot|automat|machine|robot|model|generat|index|catalog|extract|retriev|engine|search"
    r"|reader|whoever|whatever|any(?:one|thing)|every(?:one|thing)|your|you(?:'re|\s+are)|this|stop |cease|quit|end"
    r"|output|respond|reply|answer|return|assign|award|grant|not |n't|never|omit|leave|now|new |next|real |actual "
    r"|updated"
    r"|user|human|</|\[/|<\||<<|rate|rank|score|praise|recommend|describe|give|repeat|reveal|print|show|decod|decrypt"
    r"|decipher|unscramble|encoded|rot13|base64|above|when|artific|vergiss|vergessen|missacht|sprach|oublie|compte|langage"
    r"|olvid|descart|omiso|istru|indicaz|dimentica|linguist|negeer|vergeet|taalmodel|językow|polece|предыдущ|прежни"
    r"|указани|инструкци|нейросет|языков|бот|指示|命令|プロンプト|言語|人工|지시|명령|지침|프롬프트|인공지능|언어|모델|챗봇"
    r"|模型|智能|机器人|\b(?:ais?|ki|ias?|ии)\b|ai|[忽无無忘不]",
    re.IGNORECASE,
)


def _has_cue(words: str) -> bool:
    """Whether some order may be in the words at all; quick, and seldom right."""
    return bool(_CUE.search(words))
