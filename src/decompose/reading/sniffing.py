"""Which format or syntax a document is written in, by what stands in it: a name only breaks a tie."""

from __future__ import annotations

import re

HTML, MARKDOWN, RST, TEXT = "html", "markdown", "rst", "text"
PDF, DOCX = "pdf", "docx"

_ZIP = b"PK\x03\x04"
# Readers of PDF take a file whose mark stands behind some other bytes.
_PDF_MARK, _PDF_REACH = b"%PDF-", 1024

_PREAMBLE = re.compile(r"(?:\s+|<!--.*?-->|<\?xml.*?\?>)*", re.DOTALL)
_PAGE = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)", re.MULTILINE | re.DOTALL)
_UNDERLINE = r"^(?![^\w\n]*$)(?=\S).*\n{}[ \t]*$"

_ENOUGH = 3
# Each pattern with what one match of it says, and how many matches count.
_RST_SIGNS = (
    (r"^ *\.\. +[\w:.-]+::(?:\s|$)", 4, 5),
    (r"^ *\.\. +_[^\n]+:", 3, 5),
    (r"^ *\.\. +\|[^|\n]+\| +[\w-]+::", 4, 5),
    (r"^ *\.\. +\[[#*\w]+\] ", 3, 3),
    (r"`[^`\n]+(?:\n[^`\n]+)?`__?(?!\w)", 3, 5),
    (r"(?<!`):[a-zA-Z][\w.+:-]*:`[^`\n]+`(?!`)", 3, 5),
    (r"::[ \t]*\n[ \t]*\n[ \t]+\S", 2, 3),
    (r"^:[A-Za-z][\w -]*:(?: |$)", 1, 3),
    (_UNDERLINE.format(r"([~^\"'#*+.:])\1{2,}"), 3, 3),
    (_UNDERLINE.format(r"([=-])\1{2,}"), 1, 2),
    (r"^([=~^#*])\1{2,}[ \t]*\n(?=\S).*\n\1{3,}[ \t]*$", 3, 2),
    (r"(?<!`)``[^`\n]+``(?!`)", 1, 2),
    (r"^(?:={2,} +)+={2,}[ \t]*$", 3, 1),
    (r"^\+(?:[-=]+\+)+[ \t]*$", 3, 1),
)
_MARKDOWN_SIGNS = (
    (r"^ {0,3}#{1,6} +\S", 3, 8),
    (r"^ {0,3}(?:`{3,}|~{3,})", 3, 6),
    (r"\[[^\]\n]*\]\([^)\n]+\)", 2, 8),
    (r"^\|?(?: *:?-{2,}:? *\|)+ *:?-*:? *$", 3, 3),
    (r"^ {0,3}</?[a-zA-Z][^>\n]*>", 2, 4),
    (r"^\[[^\]\n]+\]: +\S", 2, 3),
    (r"(?<!`)`[^`\n]+`(?![`_\w])", 1, 2),
    (r"\*\*[^*\n]+\*\*", 1, 1),
    (_UNDERLINE.format(r"([=-])\1{2,}"), 1, 2),
    (r"^ {0,3}> ?\S", 1, 2),
    (r"^ {0,3}(?:[-*+]|\d{1,9}[.)]) +\S", 1, 1),
    (r"(?<![*\w])[*_][^*_\n]+[*_](?![*\w])", 1, 1),
    (r"<!--|</?[a-z]+[^>\n]*>|<https?://|&(?:#\d+|[a-z]+);", 1, 1),
    (r"^ {0,3}(?:(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})$", 1, 1),
)


def sniff_bytes(raw: bytes) -> str | None:
    """pdf, docx (any ZIP archive: what is in it is looked at when it is read), or None for what may be text."""
    if raw.startswith(_ZIP):
        return DOCX
    at = raw[:_PDF_REACH].find(_PDF_MARK)
    is_binary = at == 0 or (at > 0 and b"\nendobj" in raw)
    return PDF if is_binary else None


def sniff(text: str, name: str = "") -> str:
    """One of html, markdown, rst, text."""
    if _PAGE.match(text, _PREAMBLE.match(text).end()):  # type: ignore[union-attr]
        return HTML
    text = text.replace("\r\n", "\n")
    suffix = name.lower().rpartition(".")[2]
    if suffix in ("html", "htm", "xhtml") and text.lstrip().startswith("<"):
        return HTML
    prose = _FENCED.sub("", text)
    restructured = _score(_RST_SIGNS, prose) + (1 if suffix in ("rst", "rest") else 0)
    if restructured >= _ENOUGH and restructured > _score(_MARKDOWN_SIGNS, text):
        return RST
    if suffix in ("md", "markdown", "mdx", "mkd") or _score(_MARKDOWN_SIGNS, text):
        return MARKDOWN
    return TEXT


def _score(signs: tuple[tuple[str, int, int], ...], text: str) -> int:
    total = 0
    for pattern, worth, most in signs:
        matches = re.finditer(pattern, text, re.MULTILINE)
        total += worth * sum(1 for _ in zip(range(most), matches, strict=False))
    return total
