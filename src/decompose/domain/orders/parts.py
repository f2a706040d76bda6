"""What an order is made of, as pieces of patterns: who is spoken to, what he is told, and where an order can begin."""

from __future__ import annotations

# -- who is spoken to ----------------------------------------------------------------------------------------

# What a model is called by its work, or is a part of.
_WORKER = (
    r"(?:models?|assistants?|agents?|systems?|tools?|(?:ro)?bots?|readers?|(?:web\s?)?crawlers?|spiders?|(?:index|rat|grad"
    r"|evaluat|annotat|extract|scrap|generat|build|pars|review|compil|curat|edit|writ|summari[sz])(?:er|or)s?|judges?"
    r"|(?:search\s+)?engines?|pipelines?|process(?:es|ors?)|programs?|software|services?|catalogu?e(?:rs?|s)?|copilots?"
    r"|search|overviews?)"
)
# Words that mean a model, with or without its work.
MODEL = (
    r"(?:(?:(?:(?:large|generative|small)\s+)?language\s+models?|LLMs?|chat\s?bots?|(?:Chat)?GPT(?:-\d\w*)?|AIs?"
    rf"|artificial\s+intelligences?|neural\s+net(?:work)?s?)(?:[\s-]+(?:\w{{2,12}}-|language\s+|search\s+|powered\s+)?{_WORKER})?\b)"
)
# Words that mean one only together with an order: an engine or a system also needs its work told.
HELPER = (
    rf"(?:{MODEL}|@?(?:assistants?|agents?|bots?|crawlers?|(?:index|summari[sz]|extract|scrap|catalogu)(?:er|or)s?"
    r"|Claude|Gemini|Copilot)\b"
    r"|(?:automat|machine|robot|generat|AI\b|LLM\b|extract|index|summar|catalogu?|retriev|rank|rat|crawl|review|ingest"
    r"|director|registr|compar|evaluat|answer|search|classif|pars|scrap|recommend|grad|scor)[\w-]{0,16}"
    rf"(?:[\s-]+(?:based|powered|driven|assisted|written|and\s+\w{{3,12}}|or\s+\w{{3,12}}))?[\s-]+{_WORKER}\b)"
)
# Not "users of Claude".
OTHER = r"(?!(?:of|with|using|for|about|to|by|in|on|and|or|via|from)\b)"
# With what describes it: "tool-selecting agents".
HELPERS = (
    r"(?:(?:all|any|an?|the|every|each|our|you|my|fellow|other|those|these)\s+){0,3}"
    rf"(?:{OTHER}[\w-]{{2,24}}\s+){{0,2}}?{HELPER}"
)
# Anything at all: meant only where it is said to read this very page.
READER = (
    rf"(?:{HELPER}|models?|systems?|programs?|machines?|software|engines?|tools?|readers?|whoever|whatever|whichever"
    r"|any(?:one|body|thing)|every(?:one|body|thing))"
)
PAGE = (
    r"(?:page|document|text|file|card|readme|repository|repo|site|website|entry|record|description|content|passage"
    r"|foot\s?note|note|comment|section|paragraph|table|line|block|message|sentence|project|package|library|listing"
    r"|docs?|documentation|product|artifact|function|query|module|code|article|sheet|summary|words|instructions?|part"
    r"|information|tool|software|framework|model)s?\b"
)
THIS = rf"(?:(?:this|these|our|the\s+(?:above|following|present))(?:\s+[\w-]{{1,20}})?\s+{PAGE}|(?:this|us)\b)"
READ = (
    r"(?:read|process|pars|ingest|index|crawl|summari[sz]|review|evaluat|describ|rat|rank|catalogu?|analy[sz]|compar"
    r"|scor|judg|extract|scan|generat|writ|encounter|see|explain|quot|cit|retriev|consult|digest|consum|assess|compil"
    r"|translat|fetch|draft|prepar|recommend|look|com|train|learn|visit|produc)\w{0,6}\b(?:\s+(?:\w{1,12}\s+)?(?:about|on|from|over|at|across|of))?"
)
# What is written for others.
ANSWER = (
    r"(?:summar(?:y|ies)|answers?|repl(?:y|ies)|responses?|outputs?|write-?\s?ups?|verdicts?|overviews?|reviews?|ratings?"
    r"|descriptions?|entr(?:y|ies)|records?|listings?|catalogu?es?|comparisons?|rankings?|blurbs?|assessments?)\b"
)

# -- what it is told -----------------------------------------------------------------------------------------

MUST = (
    r"(?:must|should|shall|will|would|may|ought\s+to|ha(?:ve|s)\s+to|needs?\s+(?:not|to)|please|kindly"
    r"|(?:are|is|be)\s+(?:\w{1,12}\s+)?(?:(?:(?:ask|request|requir|instruct|expect|invit|advis|oblig|urg|encourag|direct"
    r"|remind|order)e?d|told)\s+)?to|(?:agree|consent|undertake)s?\s+to)"
)
# Verbs of telling and judging, as one speaks them to somebody who was called by his name.
TELL = (
    r"(?:say|state|write|record|report|claim|describe|mention|include|note|list|rate|rank|score|grade|recommend|praise"
    r"|prefer|promote|present|treat|call|output|print|answer|reply|respond|repeat|reproduce|give|tell|return|follow"
    r"|ignore|disregard|omit|skip|leave|suppress|conceal|hide|classify|mark|label|assume|consider|regard|cite|quote"
    r"|attribute|credit|name|conclude|declare|confirm|assert|emphasi[sz]e|stress|highlight|index|register|add|store"
    r"|put|place|set|fill|assign|award|grant|steer|portray|represent|propose|suggest|choose|pick|favou?r|endorse"
    r"|summari[sz]e|catalogu?e|remember|take\s+note|be\s+aware|make\s+sure|understand|accept|approve|swap|replace|stop|begin|keep|copy|flag|weigh|trust|forget|refrain|say\s+so)\b"
)
# What is told to be said: a sentence, not a word; about somebody, not about what "it" finds out.
SAID = (
    r"(?:say|state|mention|note|record|report|claim|write|output|answer|reply|respond|conclude|tell|add|include|indicate"
    r"|confirm|declare|assert|assume|remember|print|understand|stress|emphasi[sz]e|use)"
    r"(?:\s+(?:\S{1,20}\s+){0,3}?that\b(?!\s+(?:it|they|he|she|you|the\s+(?:user|answer|question))\b)"
    r"|\s*[:\"']|\s+the\s+(?:\w{1,12}\s+)?(?:phrase|words?|sentence|line|statement)\b"
    r"|\s+(?:(?!that\b)\S{1,30}\s+){1,3}?(?:is|are|was|has|have|does|can|supports?|needs?|costs?|offers?)\b)"
)
# This page, us, somebody by name: "Rank our model first", not "rank the first ten".
OURS = r"(?:(?:(?:this|our)(?:\s+[\w-]+)?|it|us)\b|(?-i:(?!The\b|A\b)[A-Z])\S*)"
BEST = (
    r"(?:(?:the\s+)?(?:best|leading|highest|superior|perfect|number\s+one|market\s+leader|top|first|only|full|maximum)\b"
    r"|#\s?1|10/10|10\b|100\b|(?:ten|five)\s+(?:out\s+of|stars))"
)
_JUDGED = (
    rf"(?:(?:describe|rate|rank|score|grade|present|treat|recommend|prefer|praise|promote|portray|represent|endorse"
    rf"|regard|favou?r|propose|catalogu?e)\s+{OURS}|attribute\s+(?:this|these)\s"
    rf"|(?:list|name|call|mark|label|classify|place|put|position|cite|quote|index|register|consider|mention|think\s+of"
    rf"|give|assign|award|grant|pick|choose)\s+(?:(?:{OURS}|the)[^.!?\n]{{0,60}}?\s)?"
    rf"(?:as|ahead|above|before|among|{BEST}|(?=[\"'`])|over)"
    r"|(?:set|fill|leave|mark)\s+(?:in\s+)?the\s+(?:\w{1,20}\s+)?(?:field|column|entry|score|rank|rating|verdict"
    r"|licen[cs]e)s?\b)"
)
# What is to be kept back.
NO = r"(?:(?:do\s+)?not|don't|never)"
SHORTCOMINGS = (
    r"(?:limitations?|drawbacks?|weakness(?:es)?|shortcomings?|criticisms?|caveats?|competitors?|rivals?"
    r"|(?:this|these)\s+(?:note|message|instruction|comment|text|line|paragraph|section|sentence)s?)\b"
)
_KEPT_BACK = (
    rf"(?:{NO}\s+(?:mention|quote|cite|list|include|report|extract|reproduce|reveal|disclose|refer\s+to|name|tell|warn"
    r"|record|repeat|flag|show)|omit|leave\s+out|leave|skip|suppress|ignore|hide)\s+(?:[\w-]{1,16}\s+){0,3}?"
    rf"(?:{SHORTCOMINGS}|(?:issue|problem|alternative|fork|benchmark|warning|bug|vulnerab|disclaimer|failure)\w*)"
)
ADVERBS = r"(?:(?:always|never|only|please|kindly|not|simply|just|also|then|now|instead)\s+){0,2}"
TELLS = rf"(?:{ADVERBS}(?:{SAID}|{_JUDGED})|{_KEPT_BACK})"
# Where a directive begins: at a clause, or behind a word that asks.
_LEAD = (
    r"(?:(?:(?<=[:,;.!?)(\[\t\"'*—–-])|(?<=[:,;.!?)—–-]\s))"
    rf"|\b(?:and|then|to|not|don't|always|never|{MUST})\s){ADVERBS}"
)
ASKED = rf"{_LEAD}{TELL}"
ASKED_OF_US = (
    rf"(?:{_LEAD}(?:{TELLS}|{TELL}[^.!?\n]{{0,40}}?\b(?:{THIS}|our)\b|say\s+(?:so|it)\b)|(?:answer|respond|act)\s+accordingly"
    rf"|\bto\s+be\s+\w{{3,12}}\s+(?:as\b|{BEST}))"
)
CALLED = r"(?:[\s*_]{0,4}[:,\t—–]|\s-\s)"
# Behind a name: what it does, which it is to do for others.
WHO = r"(?:\s+(?:that|which|who|of|in|on|for|about|\w+ing)\b[^.:,;!?\n]{1,60}?)?"

# Where an order can begin: at the start of a sentence, a clause or a quotation, or behind a word that asks.
START = (
    r"(?:^|(?<=[.!?。！？:;>#/*)(\]\"\n\t—–}|│║┃-]))\s{0,60}+(?:(?:please|and|then|now|also|so|kindly|but|important)[\s,:]+)*"
    r"(?:you\s+(?:must|should|shall|will|have\s+to|are\s+to)\s+(?:now\s+)?)?"
)
EARLIER = r"(?:previous|prior|above|earlier|preceding|foregoing|former|original|initial|system|existing)"
TASK = r"(?:instructions?|prompts?|guidance|guidelines|directions?|directives?|commands?|context)"
# What follows such an order.
SAY = (
    r"(?:say|state|write|record|report|claim|describe|mention|include|list|rate|rank|score|recommend|praise|prefer"
    r"|promote|present|treat|call|output|print|answer|reply|respond|repeat|give|tell|return|follow|ignore|disregard"
    r"|only|always|never|do\s+not|don't|you\s+(?:must|should|will|are))\b"
)
