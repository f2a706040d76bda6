"""What must not leave the machine: where secrets and personal data stand in a text, by their shape.

A shape is only taken where it says enough: hashes of commits, UUIDs, versions, names of models, addresses of
example.com and placeholders look alike and are none. Nothing here looks further than a few hundred characters ahead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import log2

from decompose.domain.document import Span


@dataclass(frozen=True, slots=True, order=True)
class Sensitive:
    """A stretch of a text, and what it is ("API key", "e-mail address" ...)."""

    span: Span
    kind: str


def sensitive(text: str) -> tuple[Sensitive, ...]:
    """Every secret and every personal datum, in order, none within another."""
    found = sorted((*_keys(text), *_shaped(text)), key=lambda each: (each.span.start, -each.span.end))
    apart: list[Sensitive] = []
    for each in found:
        if not apart or each.span.start >= apart[-1].span.end:
            apart.append(each)
    return tuple(apart)


# -- keys --------------------------------------------------------------------------------------------------

_KEY_BEGINS = re.compile(r"-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----")
_KEY_ENDS, _KEY_LENGTH = "-----END", 16_000
_KEY_END_LINE = re.compile(r"-----END [A-Z0-9 ]{0,50}-----")


def _keys(text: str) -> Iterator[Sensitive]:
    """Blocks of private keys; one without an end reaches as far as its letters do."""
    at = 0
    while begins := _KEY_BEGINS.search(text, at):
        end = text.find(_KEY_ENDS, begins.end(), begins.end() + _KEY_LENGTH)
        if end >= 0:
            line = _KEY_END_LINE.match(text, end)
            at = line.end() if line else end
        else:
            at = _KEY_BODY.match(text, begins.end()).end()  # type: ignore[union-attr]
        if at - begins.end() > _LEAST_BODY:
            yield Sensitive(Span(begins.start(), at), "private key")


_KEY_BODY = re.compile(r"(?:[A-Za-z0-9+/=]{16,100}|\\n|\s){0,400}")
# Between the marks of a form that is only described stand a few dots.
_LEAST_BODY = 60


# -- shapes ------------------------------------------------------------------------------------------------

_Check = Callable[[re.Match[str]], bool]
_PLACEHOLDER = re.compile(
    r"your|example|placeholder|change.?me|dummy|sample|fake|insert|redacted|xxx|\*\*\*|\.\.\.|123456789|abcdef|<|\$\{"
    r"|\{\{|token.?here|key.?here|foobar|todo|(.)\1{5}",
    re.IGNORECASE,
)
_ANY_PASSWORD = frozenset("password passwd pass pwd secret token user username test root admin postgres guest".split())
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)
_SAME_CASE = re.compile(r"[a-z]{8,}|[A-Z]{8,}|[A-Z][a-z]{7,}")
_LEAST_BITS = 3.0


def _is_random(value: str) -> bool:
    """Whether nobody could have thought of it: digits between letters, no words, many different characters."""
    if _PLACEHOLDER.search(value) or _UUID.fullmatch(value) or _SAME_CASE.search(value):
        return False
    digits = sum(character.isdigit() for character in value)
    letters = sum(character.isalpha() for character in value)
    return digits >= 2 and letters >= 4 and _bits(value) >= _LEAST_BITS


def _bits(value: str) -> float:
    """The entropy of a character of the value."""
    counts = (value.count(character) / len(value) for character in set(value))
    return -sum(share * log2(share) for share in counts)


def _is_own_key(match: re.Match[str]) -> bool:
    value = match["value"]
    is_words = value.startswith("sk-") and not any(character.isdigit() for character in value)
    return not (is_words or _PLACEHOLDER.search(value)) and _bits(value) >= _LEAST_BITS


def _is_random_value(match: re.Match[str]) -> bool:
    return _is_random(match["value"])


def _is_password(match: re.Match[str]) -> bool:
    value = match["value"]
    return value.lower() not in _ANY_PASSWORD and not _PLACEHOLDER.search(value) and not value.startswith(("$", "%"))


_NO_PERSON = frozenset(["git", "hg", "svn", "user", "username", "you", "me", "your.name", "name", "someone"])
_RESERVED = re.compile(
    r"(?:.{0,200}[.@])?(?:example(?:\.(?:com|org|net|edu))?|test|invalid|localhost|local|internal)", re.IGNORECASE
)
_NOBODYS = re.compile(
    r"(?:your|my)?-?(?:domain|company|email|mail|host|server|org|site|website)\.[a-z.]{2,6}", re.IGNORECASE
)
_FILE_ENDS = frozenset("png jpg jpeg gif svg webp js ts css json md html py sh yml yaml toml lock ico pdf zip".split())


# Who signs in stands before the name of a server as a name stands in an address of mail.
_SIGNED_IN = re.compile(r"://[^\s/@]{0,100}\Z")


def _is_persons(match: re.Match[str]) -> bool:
    if _SIGNED_IN.search(match.string, max(0, match.start() - 103), match.start()):
        return False
    local, _, host = match[0].lower().rpartition("@")
    is_nobodys = bool(_RESERVED.fullmatch(host) or _NOBODYS.fullmatch(host)) or host.endswith(".example")
    return not is_nobodys and local not in _NO_PERSON and host.rpartition(".")[2] not in _FILE_ENDS


_FICTIONAL = re.compile(r"55501\d\d$")


def _is_phone(match: re.Match[str]) -> bool:
    digits = re.sub(r"\D", "", match["value"])
    return 8 <= len(digits) <= 15 and not _FICTIONAL.search(digits) and len(set(digits)) > 3


def _is_account(match: re.Match[str]) -> bool:
    value = match[0].replace(" ", "")
    if not 15 <= len(value) <= 34:
        return False
    turned = value[4:] + value[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


_CARD = re.compile(r"4\d{12}(?:\d{3})?|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|6(?:011|5\d\d)\d{12}")


def _is_card(match: re.Match[str]) -> bool:
    digits = re.sub(r"\D", "", match[0])
    if not _CARD.fullmatch(digits) or len(set(digits)) < 3:
        return False
    doubled = (int(digit) * (2 if at % 2 else 1) for at, digit in enumerate(reversed(digits)))
    return sum(each - 9 if each > 9 else each for each in doubled) % 10 == 0


_KEY_FORMS = (
    r"sk-ant-[A-Za-z0-9_-]{20,200}|sk-(?:proj-|svcacct-|admin-|or-v1-)?[A-Za-z0-9_-]{20,200}"
    r"|AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{20,300}|GOCSPX-[A-Za-z0-9_-]{20,40}"
    r"|(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}"
    r"|gh[pousr]_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{22,255}|glpat-[A-Za-z0-9_-]{20,60}"
    r"|xox[abeoprs]-[A-Za-z0-9-]{10,250}|xapp-\d-[A-Za-z0-9-]{20,250}"
    r"|(?:sk|rk)_live_[A-Za-z0-9]{16,120}|whsec_[A-Za-z0-9+/]{24,80}"
    r"|hf_[A-Za-z0-9]{30,40}|npm_[A-Za-z0-9]{36}|pypi-AgEI[A-Za-z0-9_-]{40,300}|gsk_[A-Za-z0-9]{40,60}"
    r"|SG\.[A-Za-z0-9_-]{16,32}\.[A-Za-z0-9_-]{30,60}|dop_v1_[a-f0-9]{64}|dckr_pat_[A-Za-z0-9_-]{20,40}"
    r"|tvly-[A-Za-z0-9-]{24,60}|pplx-[A-Za-z0-9]{40,60}|r8_[A-Za-z0-9]{37}|AGE-SECRET-KEY-1[A-Z0-9]{58}"
)
_NAMES_OF_SECRETS = (
    r"api[ _-]?key|apikey|access[_-]?key(?:[_-]?id)?|secret(?:[_-]?(?:access[_-]?)?key)?|auth[_-]?token"
    r"|access[_-]?token|refresh[_-]?token|token|passwd|password|passphrase|client[_-]?secret|private[_-]?key|credentials?"
)
_EQUALS = r"[\"'`*]{0,3} ?(?:=>|:=|[:=]) ?[\"'`]?"
_PHONE_NUMBER = r"\+\d{1,3}(?:[ .-]?\(\d{1,5}\))?(?:[ .-]?\d{1,5}){2,6}"
# Each shape with what it is called; `value` is the part that is masked, where that is not the whole.
_SHAPES: tuple[tuple[str, str, _Check], ...] = (
    ("API key", rf"(?<![A-Za-z0-9_/-])(?P<value>{_KEY_FORMS})(?![A-Za-z0-9])", _is_own_key),
    (
        "token",
        r"(?<![A-Za-z0-9_-])(?P<value>eyJ[A-Za-z0-9_-]{8,4000}\.eyJ[A-Za-z0-9_-]{4,8000}\.[A-Za-z0-9_-]{8,2000})",
        lambda match: not match["value"].endswith("..."),
    ),
    ("token", r"(?P<value>hooks\.slack\.com/services/T[A-Z0-9]{6,12}/B[A-Z0-9]{6,12}/[A-Za-z0-9]{20,30})", _is_own_key),
    ("token", r"(?<![\d:])(?P<value>\d{8,10}:AA[A-Za-z0-9_-]{33})(?![A-Za-z0-9_-])", _is_own_key),
    ("token", r"(?i:\b(?:bearer|basic) )(?P<value>[A-Za-z0-9._~+/=-]{20,500})", _is_random_value),
    ("password", r"\b[a-z][a-z0-9+.-]{1,20}://[^\s/:@\"'<>]{0,100}:(?P<value>[^\s/@\"'<>]{1,200})@", _is_password),
    (
        "secret",
        rf"(?i:(?<![a-z])(?:{_NAMES_OF_SECRETS})){_EQUALS}(?P<value>[A-Za-z0-9_][A-Za-z0-9+/_=.~!@#$%^&-]{{14,300}})",
        _is_random_value,
    ),
    (
        "e-mail address",
        r"(?<![A-Za-z0-9._%+/@-])[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,5}[A-Za-z]{2,18}(?![\w-])",
        _is_persons,
    ),
    ("phone number", rf"(?<![\w+./-])(?P<value>{_PHONE_NUMBER})(?![\w%]|[.,]\d)", _is_phone),
    (
        "phone number",
        r"(?<![\w+./-])(?P<value>\(\d{3}\) ?\d{3}[ .-]\d{4}|[2-9]\d{2}-[2-9]\d{2}-\d{4})(?![\w-])",
        _is_phone,
    ),
    (
        "bank account",
        r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?![A-Za-z0-9])",
        _is_account,
    ),
    ("card number", r"(?<![\w.,/-])\d{4}(?:[ -]?\d){9,15}(?![\w-]|[.,]\d)", _is_card),
)
_COMPILED = tuple((kind, re.compile(pattern), check) for kind, pattern, check in _SHAPES)


def _shaped(text: str) -> Iterator[Sensitive]:
    for kind, pattern, check in _COMPILED:
        part = "value" if "value" in pattern.groupindex else 0
        for match in pattern.finditer(text):
            if check(match):
                yield Sensitive(Span(*match.span(part)), kind)
