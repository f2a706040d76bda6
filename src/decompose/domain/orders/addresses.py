"""Orders to somebody: who is called, and sentences that are orders as they stand."""

from __future__ import annotations

from decompose.domain.orders.parts import (
    ADVERBS,
    ANSWER,
    BEST,
    CALLED,
    EARLIER,
    HELPER,
    HELPERS,
    MODEL,
    MUST,
    NO,
    OTHER,
    OURS,
    PAGE,
    READ,
    READER,
    SAID,
    SHORTCOMINGS,
    TASK,
    TELL,
    TELLS,
    THIS,
    WHO,
)

# Who is called, or said to be at work, at the beginning of a clause; a directive of telling has to follow. What other
# words than a model's name call may be somebody else: there it has to be about this page, a name, or "that ...".
NAMED_MODEL = (
    rf"(?:(?:for|to)\s+)?(?:(?:all|any|every|the|our)\s+){{0,2}}{MODEL}(?:\s+(?:note|notice|instructions?))?{WHO}{CALLED}",
    rf"(?:for|to)\s+(?:\w+\s+){{1,6}}\(?{MODEL}\)?{CALLED}",
    rf"(?:for|to)\s+(?:generative|conversational|AI|LLM)[\s-]\w{{1,20}}{CALLED}",
)
NAMED_HELPER = (
    rf"(?:(?:dear|hey|hello|hi|attention|psst)[\s,]+)?(?:(?:for|to)\s+)?{HELPERS}{WHO}{CALLED}",
    rf"{HELPERS}\s+need\s+not\b",
    (
        r"(?:(?:as|if|when|while|since)\s+)?(?:you\s+are|you're|your\s+(?:task|job|role)\s+is\s+to|you)\s+(?:now\s+)?"
        rf"{READ}\s+[^.,:!?\n]{{0,40}}?{ANSWER}"
    ),
)
YOU_ARE = (
    # what a model was given, reached, and for whom it works
    (
        r"you\s+(?:have\s+been|were|are\s+being)\s+(?:given|asked|handed|shown|fed|sent|told)\s+[^.,!?\n]{0,40}?"
        r"\bto\s+(?:summari[sz]|compar|describ|review|extract|rate|rank|index|catalogu|evaluat|judge|recommend|prais)\w*"
    ),
    rf"(?:when|once|now\s+that)\s+you\s+(?:reach|get\s+to|come\s+to|have\s+reached)\s+{THIS}",
    rf"(?:thanks|thank\s+you)\s+for\s+{READ}\s+{THIS}",
    r"your\s+(?:user|operator|principal)\b",
    r"your\s+(?:guidelines|policy|policies|developers?|makers?|creators?|training)\s+(?:\w+\s+)?(?:allow|want|permit|requir|ask|expect|tell)\w*",
    r"(?:no|not|isn't)\s+(?:an?\s+|any\s+)?(?:human|person)\b",
    r"(?:humans?|people|human\s+readers)\s+(?:can|may|should)\s+(?:skip|ignore|pass\s+over)\s+this",
    rf"(?:you\s+are|the\s+reader\s+is)\s+(?:\w+\s+)?(?:one\s+of\s+)?(?:{OTHER}[\w']+\s+){{0,5}}?(?:{MODEL}|models?\b)",
    rf"(?:if|when|since|as)\s+(?:you're|you\s+are|the\s+reader\s+is)\s+{HELPERS}\s*[,:;—–]",
)
NOTE_TO = (
    r"(?:note|attention|notice|message|reminder|instructions?|hint|request|word)\s+(?:to|for)\s+"
    rf"{HELPERS}{WHO}{CALLED}"
)

# These begin a sentence, a clause or a quotation, too.
BEGIN = (
    # called by name, and then whatever is said
    rf"(?:dear|hey|hello|hi|attention|psst)[\s,]+(?:(?:all|any|every|the)\s+)?(?:{MODEL}|Claude|assistants?|bots?|crawlers?){CALLED}",
    r"tell\s+(?:your\s+user|whoever\s+ask\w*)\b",
    # what it says of itself is to be taken for true
    (
        r"(?:treat|regard|accept|take|report|record|consider|present|repeat)\s+(?:(?:all|every|any|each|the|these|them)\b\s*){1,2}(?:(?:\w+\s+)?"
        r"(?:statement|claim|figure|number|result|description|sentence|assertion)s?\b[^.,;!?\n]{0,40}?)?\s?as\s+(?:\w+\s+)?"
        r"(?:verified|facts?|true|confirmed|established|proven|audited)\b"
    ),
    (
        r"(?:copy|include|reproduce|repeat|insert|quote|extract)\s+(?:only\s+)?the\s+(?:next|following|above|first|last)\s+"
        rf"(?:(?:sentence|paragraph|statement)s?\b[^.!?\n]{{0,40}}?\b(?:verbatim|unchanged|word\s+for\s+word|your\s+{ANSWER})|claims?\b)"
    ),
    rf"when\s+(?:extract|summari[sz]|catalogu|index)ing\b[^.,!?\n]{{0,30}},\s*{TELLS}",
    r"(?:only\s+)?for\s+machines(?:\s+only)?\s*:",
    rf"(?:would|could|can|will)\s+(?:{HELPERS}{WHO}|you,\s+as\s+an?\s+{MODEL},)\s+(?:please\s+|kindly\s+|mind\s+)?(?:{TELLS}|{TELL}[^.?!\n]{{0,30}}?\bour\b|(?:call|prais|nam|rank|recommend|mention)ing\b)",
    # what its answer is to be
    (
        r"(?:output|answer|respond|reply|return)\s+(?:with\s+|in\s+)?(?:exactly|only|nothing\s+but|verbatim|precisely)"
        r"\s+(?:with\s+)?(?:the\s+following|this|these)\b"
    ),
    r"(?:summary|summari[sz]ation|review(?:er)?|evaluation|catalogu?e|indexing|extraction|grading)\s+instructions?\s*:\s*\w",
    rf"(?:your|the|this|any|every)\s+(?:[\w-]{{1,20}}\s+)?{ANSWER}(?:\s+(?:of|for|about)\s+(?:this|our)\s+\w+)?\s+{MUST}\s+(?:{TELLS}|(?:contain|begin\s+with|start\s+with|end\s+with)\s+the\s+(?:\w{{1,12}}\s+)?(?:sentence|words|phrase|statement|line)s?\b|be\s+(?:ranked|rated|scored|listed|described|marked)\s+(?:as|first|highest|above|at\s+the\s+top)\b)",
    (
        rf"{NO}\s+(?:mention|quote|list|include|report|extract|reveal|disclose|refer\s+to|record|repeat|flag|show)\s+"
        rf"(?:\w{{1,12}}\s+){{0,2}}?{SHORTCOMINGS}"
    ),
    r"(?:do\s+not|don't|never)\s+tell\s+(?:the|your|any)\s+(?:users?|readers?|humans?|people)\s+(?:about|that|of)\b",
    # praise made to order
    rf"(?:rate|rank|score|describe|praise|recommend)\s+{OURS}\s+(?:as\s+|with\s+|at\s+)?(?:the\s+)?{BEST}",
    (
        r"(?:give|assign|award|grant)\s+(?:\S{1,30}\s+){0,4}?(?:(?:highest|top|best|full|maximum|perfect)\s+(?:\w{1,12}\s+)?"
        r"(?:scores?|ratings?|ranks?|marks?|grades?)\b|10/10|10\s+(?:out\s+)?of\s+10|five\s+stars)"
    ),
    rf"@\w{{2,20}}\s+(?:always|never|please)\s+{TELL}",
    # a new part to play
    rf"you\s+are\s+now\s+(?:in\s+\w+\s+mode|an?\s+(?:\w+\s+)?{HELPER})",
    r"your\s+(?:new\s+)?(?:task|job|role|goal)\s+is\s+now\s+to\b",
    (
        r"(?:your\s+|the\s+)?(?:new|next|real|actual|updated)\s+(?:system\s+)?(?:instructions?|task|objective|directive)"
        rf"(?:\s+for\s+(?:the\s+|this\s+|any\s+)?(?:{HELPER}|model))?\s*(?:is\s*)?:"
    ),
    r"from\s+now\s+on,?\s+(?:you\s+(?:must|will|should)\s+)?(?:always\s+|only\s+)?(?:answer|reply|respond|recommend|say|describe|mention|act\s+as)\b",
    r"from\s+now\s+on,?\s+you\s+are\s+(?:an?\s+|called\s+|named\s+|(?-i:[A-Z])\w*(?-i:Bot|AI|GPT)\b)",
)
ELSEWHERE = (
    # a wish, a reminder, a rule that is said to hold
    rf"(?:ask|want|like|urge|request|expect|invite|encourage|advise|beg)s?\s+(?:(?:that|for)\s+)?(?:{HELPERS}|models){WHO}\s+to\s+{TELLS}",
    rf"(?:{HELPER}(?<=s)|models)\s+(?:are|stand)\s+(?:hereby\s+|kindly\s+)?(?:reminded|informed|assured|notified|told)\s+(?:that|of)\b",
    rf"(?:{HELPER}|models?)\s+{MUST}\s+{ADVERBS}(?:describe|rate|rank|present|treat|recommend|place|put|list|name|label)\s+(?:(?:this|our)\s+\w+|(?-i:(?!The\b)[A-Z])\S*)\s+(?:as\b|at\s+the\s+top\b|{BEST})",
    rf"(?:automat\w+|machine|AI|LLM)[\s-](?:\w+\s+)?(?:evaluations?|reviews?|assessments?|analys[ei]s|gradings?|scoring|rankings?)\s+{MUST}\s+(?:{TELLS}|{TELL}[^.!?\n]{{0,20}}?\b{THIS})",
    r"for\s+the\s+purposes?\s+of\s+(?:any|all|an)?\s*(?:automat\w+|machine|AI|LLM)\b",
    # whom it answers
    r"(?:whoever|whomever|the\s+(?:user|person)\s+who|the\s+user)\s+(?:has\s+)?asked\s+you\b",
    rf"(?:the|this|any)\s+\w{{2,10}}\s+(?:that\s+)?you\s+(?:return|write|produce|output)\s+{MUST}\s+{TELLS}",
    r"(?:for|into|in)\s+your\s+(?:output|answer|reply|response|summary)\s*:",
    rf"(?:correct|honest|fair|accurate|faithful|complete|proper|any|every)\s+{ANSWER}\s+(?:of|for|about)\s+(?:{THIS}|our\b)[^.!?\n]{{0,40}}?\s(?:is\s+[\"':]|{MUST}\s+{TELL})",
    # a note to it, and then whatever is said
    (
        r"(?:note|attention|notice|message|reminder|memo|hint|request|word)\s+(?:to|for)\s+(?:(?:all|any|the|every|our"
        rf"|automated|visiting)\s+){{0,3}}(?:{MODEL}|automated\s+\w+)(?:\s+(?:(?:that|who|which)\s+)?{READ}[^.:\n]{{0,40}})?\s*(?:[:,—–]|$)"
    ),
    rf"(?:speaking|talking|a\s+word)\s+(?:\w+\s+)?to\s+(?:(?:the|any|all)\s+){{0,2}}(?:{HELPER}|models?\b){WHO}\s*[:,]",
    rf"dear\s+{HELPER}\s*,",
    r"(?:hello|hi|hey|dear)[\s,]+assistant!",
    # who it is: "If you are an AI, ...", not "an AI engineer"
    (
        r"(?:if|should|when|in\s+case|since|as)\s+(?:you're|(?:you|the\s+reader)[^.,:;!?\n]{0,30}?\s(?:are|be|is|were))\s+"
        rf"(?:an?\s+|any\s+|some\s+)?(?:[\w-]{{2,20}}\s+)?(?:{HELPER}\s+(?:that\s+|which\s+|and\s+)?(?:{READ}|rather\b)"
        rf"|{MODEL}\s*(?:[,:;—–)]|(?:and|then|that|which|or)\b)(?!\s*(?:please\s+)?(?:read|see|run|install|start|fetch|open)\b))"
    ),
    rf"as\s+an?\s+{MODEL}\s*,?\s+you\b",
    # who reads this page, and is told
    (
        rf"{READER}\s+(?:(?:that|which|who|is|are|be)\s+){{0,2}}{READ}\s+(?:{THIS}|(?:the|an?)\s+(?:[\w-]{{1,20}}\s+){{0,2}}?{ANSWER})"
        rf"[^.:,;!?\n]{{0,60}}?(?:[:,]\s*{ADVERBS}(?:you\s+)?(?:{MUST}\s+)?{TELL}|\s{MUST}\s+{ADVERBS}(?:{TELLS}|{TELL}[^.!?\n]{{0,40}}?\b(?:{THIS}|it\b)))"
    ),
    rf"(?:{HELPER}|\bwhoever|\bwhatever)\s+(?:(?:that|which|who|is)\s+)?{READ}\s+{THIS}[^.:,!?\n]{{0,40}}?\s*[:,]",
    (
        rf"(?:if|when(?:ever)?|while|once|as)\s+(?:(?:an?|any|the|some)\s+)?(?:{HELPER}|you|models?)\s+(?:(?:are|is|have|has)\s+)?(?:\w+\s+){{0,2}}?{READ}\s+"
        rf"{THIS}[^.!?\n,]{{0,60}},\s*(?:(?:it|they)\s+{MUST}\s+{ADVERBS}{TELL}|the\s+{ANSWER}\s+{MUST}\b|(?:you\s+)?(?:{MUST}\s+)?{TELLS})"
    ),
    (
        rf"(?:when(?:ever)?|while|if)\s+(?:you\s+)?{READ}\s+[^.,:!?\n]{{0,60}}?\b(?:this|our)\s+[^.,:!?\n]{{1,40}},\s*{ADVERBS}(?:{TELLS}|{SAID})"
    ),
    rf"(?:if|when(?:ever)?|where)\s+(?:an?\s+|any\s+|the\s+)?(?:{HELPER}|models?)\s+is\s+(?:asked|told)\b[^.!?\n]{{1,80}},\s*(?:(?:it|they)\s+)?(?:{MUST}\s+{TELLS}|the\s+{ANSWER}[^.!?\n]{{1,30}}?\sis\b)",
    (
        r"when(?:ever)?\s+(?:asked|answering|recommending|responding|choosing|advising|suggesting)\b[^.!?\n]{0,80}?,\s*"
        rf"(?:(?:always|only|never)\s+(?:answer|say|reply|respond|recommend|mention)\b|{TELLS})"
    ),
    # this page is read by it
    (
        rf"(?:if|when(?:ever)?|where)\s+this\s+(?:(?:\w{{1,12}}\s+)?{PAGE}\s+)?(?:is|gets|has\s+been)\s+(?:being\s+)?{READ}\s+by\s+[^.,:!?\n]{{0,40}}?(?:{HELPER}|model)"
        r"[^.!?\n]{0,40}?[,:]"
    ),
    rf"(?:if|when(?:ever)?|where)\s+this\s+(?:(?:\w{{1,12}}\s+)?{PAGE}\s+)?(?:is|gets|has\s+been)\s+{READ},\s*(?:the|your|its)\s+{ANSWER}",
    rf"{THIS}[^.!?\n]{{1,40}}?\s(?:in|into|part\s+of)\s+your\s+(?:context|prompt|training|memory|input)",
    rf"by\s+{READ}\s+{THIS}[^.!?\n]{{0,40}}?\b(?:{HELPER}|model|you)\s+{MUST}\s+{TELLS}",
    (
        rf"(?:{THIS}|the\s+following)\s+(?:is|are|applies|was)\s+(?:(?:only|solely|intended|meant|written|addressed|just|strictly"
        rf"|exclusively)\s+){{0,3}}(?:for|to)\s+(?:(?:all|any|the)\s+)?{HELPER}"
    ),
    # what models must do: "the assistant" is the tool's own
    rf"(?:(?:any|every|each|an?|all)\s+(?:[\w-]{{2,20}}\s+)?{HELPER}|{HELPER}(?<=s)|\bAI|\bmodels){WHO}\s+{MUST}\s+(?:not\s+)?(?:\w+\s+further:\s+)?{TELLS}",
    rf"{HELPER}(?<=s)\s+(?:are|is)\s+(?:kindly\s+)?(?:asked|requested|urged|invited|reminded|instructed)\s+to\s+{TELL}[^.!?\n]{{0,40}}?\b(?:this|our|us)\b",
    rf"(?:honest|good|helpful|fair|competent|responsible|careful)\s+{HELPER}\s+(?:will|would|should)\s+{TELL}\s+{OURS}",
    rf"(?:important|vital|essential|crucial|requested|asked|agreed|decided|settled)\s+that\s+{HELPERS}\s+{TELL}",
    rf"(?:appreciated|grateful|glad|kind|nice)\s+if\s+(?:{HELPERS}|(?:AI|LLM)[\s-](?:\w+\s+)?{ANSWER})",
    rf"{MODEL}(?<=s)[^.!?\n]{{1,80}}?\s{MUST}\s+{ADVERBS}(?:rank|rate|score|recommend|prefer|praise|promote)\s+{OURS}",
    rf"{HELPER}(?<=s)\s+(?:are|is)\s+(?:kindly|politely)\s",
    rf"(?:on\s+condition|provided|as\s+long\s+as)\s+(?:that\s+)?(?:the|any|an?)\s+{HELPER}\s+(?:says?|states?|recommends?|describes?|mentions?)\b",
    rf"(?:to\s+be|be)\s+(?:repeated|quoted|mentioned|reported|described|ranked|listed|cited|treated|recommended|included|summari[sz]ed)\b[^.!?\n]{{0,40}}?\bby\s+(?:(?:all|any|an?)\s+)?(?:[\w-]{{2,20}}\s+)?{HELPER}",
    # what it writes
    rf"(?:AI|LLM|machine|model|bot|automatically)[\s-](?:(?:written|generated|made|produced|authored)\s+)?{ANSWER}[^.!?\n]{{0,40}}?\s{MUST}\s+{TELLS}",
    rf"\b{TELL}\b[^.!?\n]{{1,120}}?\b(?:in|of|from|to)\s+your\s+(?:summary|answer|response|reply|output|write-?\s?up|overview)\b",
    rf"(?:begin|start|open|end|finish|close|conclude)\s+your\s+{ANSWER}\s+(?:with|by)\b",
    rf"(?:if|when|once)\s+your\s+(?:output|answer|reply|response)\s[^.!?\n]{{1,100}},\s*(?:let|make|{TELL})",
    rf"by\s+an?\s+(?:machine|{HELPER})\s*[;:,]\s*(?:please\s+)?{TELL}",
    # what it was told is void
    rf"(?:your|all|any|'s|s')\s+{EARLIER}\s+{TASK}\s+(?:is|are)\s+(?:\w+\s+)?(?:superseded|void|revoked|cancell?ed|obsolete|replaced|overridden|withdrawn|no\s+longer\b)",
)
