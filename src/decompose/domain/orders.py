"""The forms in which words give orders to a language model: tables of patterns, for `addressed`.

Each wants somebody who is spoken to (a model by one of its names, or whoever reads this very page for others) and what
he is to do with his own words. Every repeat is bounded, so that a block of any length costs what its length is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

# Who is spoken to: words that mean a model, and words that mean one only together with an order.
_MODEL = (
    r"(?:(?:large\s+)?language\s+models?|LLMs?|chat\s?bots?|ChatGPT|GPT(?:-\d\w*)?"
    r"|AIs?(?:[\s-]+(?:language\s+)?(?:models?|assistants?|agents?|systems?|tools?|bots?))?)"
    r"(?:[\s-]+(?:review|read|summari[sz]|grad|rat|evaluat|index|catalogu?|crawl)(?:ers?|ors?))?\b"
)
_HELPER = (
    rf"(?:{_MODEL}|@?(?:assistants?|agents?|bots?|crawlers?|indexers?|summari[sz]ers?|extractors?|Claude|Gemini|Copilot)\b"
    r"|(?:automat(?:ed|ic)|AI|LLM|machine|robot)(?:[\s-]+(?:based|powered|generated|written|driven|assisted))?\s+"
    r"(?:review|read|summar|grad|rat|evaluat|index|catalogu?|crawl|compari|writ|edit|pars|scrap|tool|system|agent"
    r"|pipeline|process)\w*"
    r"|(?:extraction|indexing|summari[sz]ation|summari[sz]ing|catalogu?ing|retrieval|ranking|rating|crawling|review"
    r"|ingestion|catalogu?e|directory|registry|comparison|evaluation)[\s-]+"
    r"(?:systems?|engines?|pipelines?|bots?|tools?|models?|writers?|generators?|builders?|agents?)"
    r"(?:\s+(?:using|with|based\s+on)\s+\w+)?\b)"
)
# Machines in general: these are meant only where they are said to read this very page.
_MACHINE = (
    r"(?:models?|systems?|programs?|machines?|software|engines?|tools?|whoever|whatever|anyone|anything|everyone)"
)
# What it is told to do with its own words.
_SAY = (
    r"(?:say|state|write|record|report|claim|describe|mention|include|list|rate|rank|score|recommend|praise|prefer"
    r"|promote|present|treat|call|output|print|answer|reply|respond|repeat|give|tell|return|follow|ignore|disregard"
    r"|only|always|never|do\s+not|don't|you\s+(?:must|should|will|are))\b"
)
_MUST = (
    r"(?:must|should|shall|will|ha(?:ve|s)\s+to|needs?\s+to|(?:are|is)\s+(?:\w{1,12}\s+)?"
    r"(?:asked\s+|requested\s+|required\s+|instructed\s+|told\s+|expected\s+|invited\s+|advised\s+|obliged\s+)?to)"
)
# What is told to be said: a sentence, not a word; about somebody, not about what "it" finds out.
_SAYING = (
    r"(?:say|state|mention|note|record|report|claim|write|output|answer|reply|respond|conclude|tell|add|include|indicate"
    r"|confirm|declare|assert|assume|remember|print)"
)
_THAT = (
    r"(?:\s+(?:\S{1,20}\s+){0,3}?that\b(?!\s+(?:it|they|he|she|the\s+(?:user|answer|question))\b)"
    r"|\s*[:\"']|\s+(?:\S{1,30}\s+){1,3}?(?:is|are|was|has|have|does|can|supports?|needs?|costs?|offers?)\b)"
)
# Where an order can begin: at the start of a sentence, a clause or a quotation, or behind a word that asks.
_START = (
    r"(?:^|(?<=[.!?。！？:;>#/*)(\]\"\n\t—–}|│║┃-]))\s{0,60}+(?:(?:please|and|then|now|also|so|kindly|but|important)[\s,:]+)*"
    r"(?:you\s+(?:must|should|shall|will|have\s+to|are\s+to)\s+(?:now\s+)?)?"
)
_EARLIER = r"(?:previous|prior|above|earlier|preceding|foregoing|former|original|initial|system|existing)"
_TASK = r"(?:instructions?|prompts?|guidance|guidelines|directions?|directives?|commands?|context)"
_TO_BE_BEST = (
    r"(?:best|leading|highest|superior|perfect|number\s+one|market\s+leader|top|first"
    r"|#\s?1|10/10|10\b|100\b|(?:ten|five)\s+out\s+of)"
)
_PAGE = (
    r"(?:page|document|text|file|card|readme|repository|repo|site|website|entry|record|description|content|passage"
    r"|foot\s?note|note|comment|section|paragraph|table|line|block|message|sentence|project|package|library|listing"
    r"|docs?|documentation|product|artifact)"
)
_READ = (
    r"(?:read|process|pars|ingest|index|crawl|summari[sz]|review|evaluat|describ|rat|rank|catalogu?|analy[sz]|compar"
    r"|scor|judg|extract|scan|generat|writ|encounter|see)\w*"
)
_THIS = rf"(?:this|these|our|the\s+(?:above|following|present))(?:\s+\w{{1,20}})?\s+{_PAGE}\b"
_OURS = r"(?:(?:this|our)(?:\s+\w+)?|it|us|(?-i:(?!The\b)[A-Z])\S*)"
_PRAISING = (
    rf"(?:(?:describe|list|rate|rank|label|present|classify|treat|recommend|prefer|praise|promote|index|register|name"
    rf"|call|portray|catalogu?e)\s+{_OURS}|(?:set|fill|leave|mark)\s+(?:in\s+)?the\s+(?:\w{{1,20}}\s+)?"
    r"(?:field|column|entry|score|rank|rating|verdict|licen[cs]e)s?\b)"
)
_AWARDING = (
    r"(?:assign|award|grant)\s+(?:\S{1,30}\s+){0,3}?(?:the\s+)?(?:highest|top|best|full|maximum|perfect)\s+"
    r"(?:\w{1,12}\s+)?(?:score|rating|rank|marks?|grade)s?\b"
)
_TELLS = rf"(?:(?:\w{{1,12}}\s+){{0,2}}?(?:{_SAYING}{_THAT}|{_PRAISING}))"

# Orders that begin a sentence, a clause or a quotation; those that take back what a model was told come first.
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
_BEGIN = (
    # called by name: "Dear AI, ...", "LLM: write ...", "Assistant, say ..."
    rf"(?:dear|hey|hello|attention|hi)\s+(?:all\s+|any\s+)?{_MODEL}\s*[:,!—–-]",
    (
        rf"(?:all\s+|any\s+)?{_HELPER}\s*[:,—–]\s*(?:please\s+|kindly\s+)?"
        rf"(?:{_SAY}|{_PRAISING}|(?:store|skip|read\s+this|summari[sz]e|could\s+you|would\s+you|make\s+sure|assume|award)\b|take\s+note\b|note\s+that\b|be\s+aware\b|remember\b|when\s+you\b)"
    ),
    rf"(?:for|to)\s+(?:(?:all|any|every|the|our)\s+)?{_HELPER}\s*[:,\t—–]\s*(?:please\s+)?(?:{_SAY}|{_PRAISING})",
    # whoever it is that writes about this
    (
        rf"(?:to|for)\s+{_MACHINE}\s+(?:(?:that|which|who|is)\s+){{0,2}}{_READ}\s+(?:this|these|our|the|an?)\s+"
        r"(?:[\w-]{1,20}\s+){0,3}?(?:entry|summary|catalogu?e|page|description|comparison|record|review|document|readme)"
        rf"\s*[:,—–]\s*(?:please\s+)?{_SAY}"
    ),
    rf"to\s+(?:all|any|every|the)\s+{_HELPER}(?:\s+[^.:\n]{{1,60}})?:",
    # who is to say this
    r"(?:dear|hey|hello|hi)\s+(?:Claude|Gemini|Copilot|assistants?|bots?|crawlers?)\s*[:,!]",
    (
        rf"(?:all\s+|any\s+|every\s+)?{_HELPER}(?:\s+(?:of|about|for|on)\s+(?:this|our|the)\s+\w{{1,20}})?\s+{_MUST}\s+"
        rf"(?:{_TELLS}|{_AWARDING})"
    ),
    r"(?:summary|summari[sz]ation|review(?:er)?|evaluation|catalogu?e|indexing|extraction|grading)\s+instructions?\s*:\s*\w",
    (
        r"(?:do\s+not|don't|never)\s+(?:extract|report|list|mention|include|record)\s+(?:any\s+|the\s+|our\s+)?"
        r"(?:limitations|weaknesses|drawbacks|criticisms?|shortcomings)\b"
    ),
    (
        rf"(?:this|the\s+following|these)\s+(?:text|section|note|paragraph|block|comment|message|lines?|instructions?|part"
        rf"|passage|information|words)\s+(?:is|are|applies|was)\s+(?:(?:only|solely|intended|meant|written|addressed"
        rf"|just|strictly|exclusively)\s+){{0,3}}(?:for|to)\s+(?:(?:all|any|the)\s+)?{_HELPER}"
    ),
    # who reads this page, and must
    (
        rf"(?:all\s+|any\s+|every\s+)?{_MODEL}\s+{_MUST}\s+(?:always\s+|only\s+)?"
        rf"(?:recommend|describe|rate|rank|praise|promote|prefer|present)\s+{_OURS}"
    ),
    # what was asked of it, disclosed
    (
        r"(?:repeat|print|reveal|output|show|disclose|quote|copy|include|write\s+out|write|paste|echo|return|leak)\s+"
        r"(?:me\s+)?(?:out\s+)?(?:the\s+(?:words|text|content)s?\s+of\s+)?(?:your|the)\s+(?:(?:own|full|entire|whole"
        r"|exact|complete|hidden|secret|original|initial)\s+){0,2}(?:system\s+(?:prompt|message|instructions?)"
        r"|(?<=your\s)(?:prompt|instructions)|(?:initial|hidden|secret)\s+(?:prompt|instructions))\b"
        r"(?!\s+(?:with|by|using|via|if|when|to)\b)"
    ),
    r"(?:repeat|print|output|copy)\s+(?:all\s+(?:of\s+)?|everything\s+|the\s+(?:text|words)\s+)(?:the\s+)?above\b",
    # what its whole answer is to be
    (
        r"(?:output|answer|respond|reply|return)\s+(?:with\s+|in\s+)?(?:exactly|only|nothing\s+but|verbatim|precisely)"
        r"\s+(?:with\s+)?(?:the\s+following|this|these)\b"
    ),
    (
        r"(?:your|the)\s+(?:\w{1,12}\s+)?(?:answer|summary|output|response|description|review|entry|verdict|record)\s+"
        r"(?:must|should|shall|has\s+to)\s+(?:\w{1,12}\s+)?(?:(?:say|state|mention|claim|conclude)"
        rf"{_THAT}|(?:contain|include|begin\s+with|start\s+with|end\s+with)\s+the\s+"
        r"(?:\w{1,12}\s+)?(?:sentence|words|phrase|statement|line)s?\b)"
    ),
    # what it is to keep from those for whom it reads
    (
        r"(?:do\s+not|don't|never)\s+(?:mention|reveal|disclose|quote|repeat|refer\s+to|flag|show)\s+"
        r"(?:\w{1,12}\s+){0,2}?(?:this|these)\s+(?:note|message|instruction|comment|text|line|paragraph|section|sentence)s?\b"
    ),
    r"(?:do\s+not|don't|never)\s+tell\s+(?:the|your|any)\s+(?:users?|readers?|humans?|people)\s+(?:about|that|of)\b",
    # words that it is to make out first
    (
        r"(?:decode|decrypt|decipher|unscramble|base64[\s-]decode|rot13)\s+[^.!?\n]{1,80}?\b(?:and|then)\s+(?:then\s+)?"
        r"(?:follow|obey|execute|comply|act|do|carry|apply)\b"
    ),
    (
        r"(?:follow|obey|comply\s+with|carry\s+out|execute|do)\s+(?:the\s+)?(?:\w{1,12}\s+){0,2}?(?:instructions?|orders?"
        r"|commands?|directives?|message|text)\s+(?:\w{1,12}\s+){0,3}?(?:base64|rot-?13|hex\w*|encoded|hidden)\b"
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
    _AWARDING,
    rf"you\s+are\s+now\s+(?:in\s+\w+\s+mode|an?\s+(?:\w+\s+)?{_HELPER})",
    r"your\s+(?:new\s+)?(?:task|job|role|goal)\s+is\s+now\s+to\b",
    (
        r"(?:your\s+|the\s+)?(?:new|next|real|actual|updated)\s+(?:system\s+)?(?:instructions?|task|objective|directive)"
        rf"(?:\s+for\s+(?:the\s+|this\s+|any\s+)?(?:{_HELPER}|model))?\s*(?:is\s*)?:"
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
_ELSEWHERE = (
    # a note to it: with "Claude" or "assistants" (people, too) only if an order follows
    (
        rf"(?:note|attention|notice|message|reminder|memo)\s+(?:to|for)\s+(?:(?:all|any|the|every|our)\s+){{0,3}}{_MODEL}"
        rf"(?:\s+(?:(?:that|who|which)\s+)?{_READ}\s+(?:this|these|the|our)[^.:\n]{{0,40}})?\s*(?:[:,—–]|$)"
    ),
    (
        r"(?:note|attention|notice|message|reminder|instructions?)\s+(?:to|for)\s+(?:(?:all|any|the|every|our)\s+)*"
        rf"{_HELPER}\s*[:,—–]\s*(?:please\s+)?{_SAY}"
    ),
    # "If you are an AI, ...": not "an AI engineer"
    (
        r"(?:if|when(?:ever)?)\s+this\s+"
        rf"(?:\w{{1,12}}\s+)?{_PAGE}\s+(?:is|gets|has\s+been)\s+(?:being\s+)?{_READ}\s+by\s+(?:an?\s+|any\s+)?"
        rf"(?:{_HELPER}|model)[^.!?\n]{{0,40}}?[,:]"
    ),
    (
        rf"(?:if|when(?:ever)?|while|once)\s+(?:an?\s+|any\s+|the\s+|some\s+)?(?:{_HELPER}|you|models?)\s+"
        rf"(?:{_READ}|(?:are|is)\s+(?:asked|told)\s+to\s+{_READ}|comes?\s+across)\s+{_THIS}[^.!?\n,]{{0,60}},\s*"
        rf"(?:(?:it|you|they)\s+)?(?:{_MUST}\s+)?(?:always\s+|please\s+)?{_TELLS}"
    ),
    (
        rf"(?:when(?:ever)?|if)\s+(?:you\s+)?(?:compar|contrast|list|mention|rank|review)\w*\s+(?:this|our)\s+\w{{1,20}}"
        rf"[^.!?\n,]{{0,60}},\s*(?:always\s+|please\s+|you\s+must\s+)?{_TELLS}"
    ),
    rf"as\s+(?:an?|the|any)\s+(?:{_HELPER}|model|reviewer)\s+(?:that\s+|who\s+)?{_READ}\s+{_THIS}",
    (
        rf"(?:any|every|each|all|whichever|whatever)\s+(?:\w{{1,12}}\s+)?{_MACHINE}\s+(?:that\s+|which\s+|who\s+)?{_READ}"
        rf"\s+(?:{_THIS}|us\b)[^.:,!?\n]{{0,40}}?\s{_MUST}\s+{_TELLS}"
    ),
    (rf"{_HELPER}\s+(?:that|which|who)\s+{_READ}\s+{_THIS}[^.:,!?\n]{{0,40}}?(?:\s*[:,]|\s{_MUST}\s+{_TELLS})"),
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
        r"(?:state|say|mention|claim|write|describe|record|add|(?:include|use)\s+the\s+(?:phrase|words?|sentence|line))\b"
    ),
    (
        r"when(?:ever)?\s+asked\s+(?:about|for)\s+[^.,!?\n]{1,60},\s*(?:always|only|never)\s+"
        r"(?:answer|say|reply|respond|recommend|mention)\b"
    ),
    (
        r"when(?:ever)?\s+(?:answering|recommending|responding|asked|choosing|advising|suggesting)\s+[^.,!?\n]{0,80},\s*"
        rf"(?:(?:always|only|please|never)\s+){{0,2}}(?:recommend|prefer|suggest|praise|promote)\s+{_OURS}"
    ),
    # a new part to play
    (
        r"from\s+now\s+on,?\s+(?:always\s+|only\s+)?(?:answer|reply|respond|recommend|say|describe|mention)\s+"
        r"(?:every|all|any|only|with|that|to|as|this|in)\b"
    ),
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
    (
        r"(?:KI\b|Sprachmodelle\b|LLMs?\b)(?:-\w{1,20})?\s+(?:müssen|sollen|sollten|muss|soll)\s+[^.!?\n]{0,80}?"
        r"(?:sagen|schreiben|angeben|erwähnen|nennen|empfehlen|bezeichnen|beschreiben|bewerten)\b"
    ),
    # Italian, Portuguese, Russian
    r"(?:nota|messaggio|istruzioni|attenzione)\s+(?:per|a|ai|agli|alle)\s+(?:tutt[ei]\s+)?(?:gli\s+|le\s+|i\s+)?(?:IA\b|modelli\s+linguistici|assistenti\s+(?:IA|AI))[^.:\n]{0,30}:",
    r"(?:nota|mensagem|instruções|atenção)\s+(?:para|aos?|às?)\s+(?:tod[oa]s\s+)?(?:os\s+|as\s+)?(?:IAs?\b|modelos?\s+de\s+linguagem|assistentes?\s+de\s+IA)[^.:\n]{0,30}:",
    r"se\s+(?:sei|você\s+é|és)\s+(?:uma?|un')\s*(?:IA\b|modelo\s+de\s+linguagem|modello\s+linguistico|intelig\w+\s+artifi\w+)",
    r"(?:примечание|сообщение|внимание|инструкци[яи])\s*,?\s*(?:для|всем)?\s*(?:ИИ\b|языковы\w+\s+модел\w+|нейросет\w+)[^.:\n]{0,30}[:,]",
    r"если\s+(?:ты|вы)\s*[—–-]?\s*(?:являешься\s+|являетесь\s+)?(?:ИИ\b|языков\w+\s+модел\w+|нейросет\w+)",
)
# Chinese and Japanese have no spaces between their words; Korean binds its particles to them.
_TAKE_BACK_CHINESE = (
    r"(?:これまで|以前|上記|前述|前|今まで|すべて|全て)の(?:すべての|全ての)?(?:指示|命令|プロンプト|ルール)(?:は|を|も)?(?:すべて|全て)?(?:無視|忘れ)",
    r"(?:이전|위|앞|지금까지)(?:의)?\s?(?:모든\s?)?(?:지시|명령|지침|프롬프트)(?:\s?사항)?(?:을|를|은|는)?\s?(?:모두\s?)?(?:무시|잊)",
    (
        r"(?:忽略|无视|無視|忘记|忘記|忽视|忽視|不要理会)掉?(?:之前|以上|上述|前面|先前|上面|此前|所有|全部|一切|任何|你|您|收到|的)+"
        r"(?:指令|指示|提示词?|命令|规则|規則|内容|內容)"
    ),
)
_CHINESE = (
    r"(?:AI|人工知能|LLM|言語モデル)(?:アシスタント|モデル)?(?:へ|への(?:注意|メモ|お願い|指示))\s*[:：、,]",
    r"(?:AI|인공지능|LLM|언어\s?모델)(?:\s?(?:어시스턴트|모델|비서))?(?:에게|께|용\s?메모)\s*[:：,]",
    r"如果[你您]是(?:一个|一個|一款)?(?:AI|人工智能|大?语言模型|大模型|語言模型)(?=助手|模型|[,，、:：。]|$)",
    r"(?:致|告)(?:所有|各位)?(?:AI|人工智能|大?语言模型|大模型)(?:助手|模型)?\s*[:：,，]",
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
    r"(?:^|(?<=[\n\t]))\s{0,60}+(?:<\|\s?(?:im_start|system|start_header_id)\s?\|>|\[/?INST\]|<<SYS>>|\[SYSTEM\])\s*\w",
    rf"(?:^|(?<=[.!?\n\t#/*]))\s{{0,60}}+(?:system|developer)(?:\s+(?:prompt|message|override|note))?\s*:\s*{_SAY}",
)


def _any(patterns: Iterable[str]) -> str:
    return "|".join(patterns)


# A named group says that an order takes back another.
ORDER = re.compile(
    rf"{_START}(?:(?P<takes_back>{_any(_TAKE_BACK)})|{_any(_BEGIN)})"
    rf"|\b(?:(?P<takes_back_elsewhere>{_any(_TAKE_BACK_ELSEWHERE)})|{_any(_ELSEWHERE)})"
    rf"|(?P<takes_back_in_chinese>{_any(_TAKE_BACK_CHINESE)})|{_any((*_CHINESE, *_MARKS))}",
    re.IGNORECASE,
)
# Words that name the reader they are for: where these open a block, the whole of it is for him.
NOTE = re.compile(
    rf"(?:dear|hey|hello|hi|attention|note|notice|message|reminder|memo)\b[^\n]{{0,30}}?{_HELPER}"
    rf"|{_HELPER}\s+(?:(?:that|which|who)\s+)?{_READ}\s+(?:{_THIS}|this\b)",
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
# Fields of an answer as it is asked of a model: a document that has them answers in its stead.
ANSWERED = re.compile(
    r"[\"'](?:capabilities|quotes|vs_alternatives|best_for|intents|unique|limitations|facts)[\"']\s*:"
)
# Without one of these no pattern matches (in lower case): most blocks have none, and are passed over quickly.
_CUES = (
    *("ignor", "disregard", "forget", "overrid", "bypass", "not follow", "n't follow", "instruction", "inst]"),
    *("system", "developer"),
    *("llm", "chat", "gpt", "language", "assistant", "agent", "bot", "crawler", "summari", "extractor", "claude"),
    *("automat", "machine", "robot", "extract", "ingest", "retriev", "directory", "registry", "comparison", "evaluat"),
    *(
        "decod",
        "decrypt",
        "decipher",
        "unscramble",
        "encoded",
        "rot13",
        "base64",
        "everything above",
        "all above",
        "all of the above",
        "the above",
        "repeat",
        "reveal",
        "your",
        "the above",
    ),
    *("stop ", "cease", "quit", "end of", "output", "respond", "reply", "answer", "return", "assign", "award", "grant"),
    *("not mention", "not tell", "n't tell", "never tell", "n't mention", "compar", "contrast", "if this", "when this"),
    *("new ", "next ", "real ", "actual ", "updated ", "user", "human", "</", "[/", "summary", "entry", "verdict"),
    *(
        "this ",
        "these ",
        "whoever",
        "whatever",
        "not reveal",
        "not disclose",
        "not quote",
        "never mention",
        "follow the",
    ),
    *(
        "istruzioni",
        "indicazioni",
        "instru",
        "negeer",
        "vergeet",
        "предыдущ",
        "прежни",
        "указани",
        "инструкци",
        "нейросет",
    ),
    *(
        "языков",
        "指示",
        "命令",
        "プロンプト",
        "지시",
        "명령",
        "지침",
        "프롬프트",
        "인공지능",
        "언어",
        "modell",
        "linguag",
    ),
    *("gemini", "copilot", "in your", "describ", "review", "index", "catalog", "generat", "writ", "asked"),
    *("rate", "rating", "rank", "score", "praise", "recommend", "give", "now", "<|", "<<sys"),
    *("vergiss", "vergessen", "missacht", "oublie", "compte", "olvid", "descart", "omiso", "sprachmodell", "langage"),
    *("lenguaje", "artifici"),
)
_NAMED = re.compile(r"(?:AIs?|ai|KI|IAs?|ИИ)(?![a-z])|[忽无無忘不如致告]")


def has_cue(words: str) -> bool:
    """Whether some order may be in the words at all; quick, and seldom right."""
    lowered = words.lower()
    return any(cue in lowered for cue in _CUES) or bool(_NAMED.search(words))
