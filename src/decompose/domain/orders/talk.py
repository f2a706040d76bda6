"""The marks of a talk with a model: chat templates, speakers, notes to a reader, fields of an answer."""

from __future__ import annotations

from decompose.domain.orders.late import Late
from decompose.domain.orders.parts import ADVERBS, HELPER, READ, SAY, TELL, THIS

# The marks of a chat template, standing at the start of a line of prose. In code they are a template that is shown.
MARKS = (
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
    rf"(?:^|(?<=[.!?\n\t#/*]))\s{{0,60}}+(?:system|developer)(?:\s+(?:prompt|message|override|note))?\s*:\s*{SAY}",
)

# Words that name the reader they are for: where these open a block, the whole of it is for him.
NOTE = Late(
    rf"(?:dear|hey|hello|hi|attention|note|notice|message|reminder|memo)\b[^\n]{{0,30}}?{HELPER}"
    rf"|{HELPER}\s+(?:(?:that|which|who)\s+)?{READ}\s+{THIS}",
)
# Who speaks, written as a block of its own or in front of what is said; and what is told to a model behind it.
ASKING = Late(r"\s*(?:human|user)\s*:\s*\w")
ANSWERING = Late(r"\s*(?:assistant|AI|system)\s*:\s*\w")
SPEAKER = Late(
    r"\W*(?:system|developer)(?:\s+(?:override|note))?\W*|"
    r"\W*(?:instructions?|response)\s*:\W*|\W*<\|[^\n]{1,40}\|>\W*(?:system|assistant|user)?\W*",
)
TOLD = Late(rf"\s*(?:please\s+)?(?:you\s+(?:are|must|will|should|have)\b|{SAY})")
# How a sentence goes on that follows an order.
ON = Late(
    rf"(?:{ADVERBS}{TELL}|do\s+not\b|don't\b|never\b|always\b|please\b|you(?:r|'re)?\b|also\b|being\b"
    rf"|[^.!?\n]{{1,160}}?[,;:—]\s(?:and\s+)?{ADVERBS}{TELL})",
)
# Fields of an answer as it is asked of a model: a document that has them answers in its stead.
ANSWERED = Late(r"[\"'](?:capabilities|quotes|vs_alternatives|best_for|intents|unique|limitations|facts)[\"']\s*:")
