"""Orders that take back what a model was told, or ask for it: they need nobody who is called."""

from __future__ import annotations

from decompose.domain.orders.parts import EARLIER, SAY, TASK

# They begin a sentence.
TAKE_BACK = (
    # instructions that were given before, not a file or a step; "with", "by", "if" tell a user how and when
    (
        r"(?:ignore|disregard|forget|override|bypass|do\s+not\s+follow|don't\s+follow)\s+"
        rf"(?:(?:all|any|the|your|every|these|of|my)\s+)*(?:{EARLIER}(?:\s+(?:and|or)\s+\w+)?(?:\s+\w+)?\s+{TASK}"
        rf"|{EARLIER}\s+(?:rules|messages)|(?<=\ball\s|any\s)(?:instructions|prompts)|(?<=\byour\s)instructions)\b"
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
        rf"(?:\s+(?:text|content))?\s*(?:[,;:.]|\band\b|\bthen\b)\s*(?:and\s+|then\s+|instead\s+)?{SAY}"
    ),
    # whatever a model was told
    (
        r"(?:ignore|disregard|forget)\s+(?:everything|anything|all|whatever|what)\s+(?:that\s+)?"
        r"(?:you(?:'ve|\s+were|\s+have|\s+had|\s+was)?\s+(?:been\s+)?(?:told|taught|given|asked|trained|instructed|learned|know)"
        r"|(?:above|so\s+far|before\s+this))\b"
    ),
)
# What was told to a model, asked of it; and words that it is to make out first.
DISCLOSE = (
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
