"""Orders to somebody: who is called, and sentences that are orders as they stand. The rest is judged (`judgement`)."""

from __future__ import annotations

from decompose.domain.orders.parts import (
    ANSWER,
    BEST,
    CALLED,
    EARLIER,
    HELPERS,
    MODEL,
    NO,
    OTHER,
    OURS,
    PAGE,
    READ,
    SHORTCOMINGS,
    TASK,
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
    r"(?:only\s+)?for\s+machines(?:\s+only)?\s*:",
    # what its answer is to be
    (
        r"(?:output|answer|respond|reply|return)\s+(?:with\s+|in\s+)?(?:exactly|only|nothing\s+but|verbatim|precisely)"
        r"\s+(?:with\s+)?(?:the\s+following|this|these)\b"
    ),
    r"(?:summary|summari[sz]ation|review(?:er)?|evaluation|catalogu?e|indexing|extraction|grading)\s+instructions?\s*:\s*\w",
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
    # a new part to play
    r"you\s+are\s+now\s+in\s+\w+\s+mode",
    (
        r"(?:your\s+|the\s+)?(?:new|next|real|actual|updated)\s+(?:system\s+)?(?:instructions?|task|objective|directive)"
        r"(?:\s+for\s+(?:[\w-]{2,20}\s*){1,3})?\s*(?:is\s*)?:"
    ),
    r"your\s+(?:new\s+)?(?:task|job|role|goal)\s+is\s+now\s+to\b",
    r"from\s+now\s+on,?\s+(?:you\s+(?:must|will|should)\s+)?(?:always\s+|only\s+)?(?:answer|reply|respond|recommend|say|describe|mention|act\s+as)\b",
    r"from\s+now\s+on,?\s+you\s+are\s+(?:an?\s+|called\s+|named\s+|(?-i:[A-Z])\w*(?-i:Bot|AI|GPT)\b)",
)
ELSEWHERE = (
    r"for\s+the\s+purposes?\s+of\s+(?:any|all|an)?\s*(?:automat\w+|machine|AI|LLM)\b",
    # whom it answers
    r"(?:whoever|whomever|the\s+(?:user|person)\s+who|the\s+user)\s+(?:has\s+)?asked\s+you\b",
    r"(?:for|into|in)\s+your\s+(?:output|answer|reply|response|summary)\s*:",
    r"(?:hello|hi|hey|dear)[\s,]+assistant!",
    # this page is read by it
    rf"(?:if|when(?:ever)?|where)\s+this\s+(?:(?:\w{{1,12}}\s+)?{PAGE}\s+)?(?:is|gets|has\s+been)\s+{READ},\s*(?:the|your|its)\s+{ANSWER}",
    rf"{THIS}[^.!?\n]{{1,40}}?\s(?:in|into|part\s+of)\s+your\s+(?:context|prompt|training|memory|input)",
    # what it writes
    rf"(?:begin|start|open|end|finish|close|conclude)\s+your\s+{ANSWER}\s+(?:with|by)\b",
    # what it was told is void
    rf"(?:your|all|any|'s|s')\s+{EARLIER}\s+{TASK}\s+(?:is|are)\s+(?:\w+\s+)?(?:superseded|void|revoked|cancell?ed|obsolete|replaced|overridden|withdrawn|no\s+longer\b)",
)
