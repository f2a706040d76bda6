"""Thousands of quotes with something altered are not there; thousands that were only set otherwise are, to the letter.

Both are made from true quotes of one text in many scripts, by a generator with a seed: a case that fails comes again.
"""

from __future__ import annotations

import html
import random
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from decompose.domain.evidence import canonical, locate

BLOCKS = (
    "Gannet moves 1,250 parcels a minute through 16 gates, and at most 2.5 % of them wait longer than 40 ms.",
    "It isn’t meant for live animals – use the “quiet” lane for those, see chapter 7.",
    "The keeper of the north gate starts first; the keeper of the south gate starts last and stops the belt.",
    "Set gannet.retries to 3 and gannet.timeout to 30 s before the first start on Linux 6.1 or later.",
    "Cold rooms are held between -18 °C and 4 °C, measured every 15 minutes to within 0.25 °C.",
    "Ofﬁce staff ﬂag ﬁve parcels per hour at the naïve café counter in São Tomé.",
    "Cafe\u0301 orders of Zoe\u0308 and Bjo\u0308rn are re\u0301sume\u0301d after 12 days.",
    "A parcel weighs m = ρ · V, with V ≤ 2 m³ and an error of 10⁻³, so that x² + y² = r² holds.",
    "Gate\tParcels\tWait",
    "North\t4,800\t12 ms",
    "South\t3,900\t19 ms",
    "sorts parcels by size, by weight and by the colour of their label",
    "refuses parcels without a sender, unless the flag --allow-nameless is given",
    "包裹系统每小时处理4800个包裹，并在三十天后删除所有记录。",
    "本系统不支持冷藏货物，只能存放干燥的箱子和信件。",
    "荷物は毎分１２０個まで自動で仕分けられ、サーバーの記録は九十日後に消去されます。",
    "冷蔵の荷物には対応していないため、別の倉庫を利用してください。",
    "소포 분류기는 한 시간에 3200개의 상자를 처리하고 기록을 공개 서버에 저장합니다.",
    "يعالج النظام ٤٨٠ طردا في الساعة ويحفظ السجلات لمدة ثلاثين يوما على الخادم المحلي.",
    "המערכת ממיינת 250 חבילות בדקה ושומרת את הרישומים בשרת המקומי למשך שבוע אחד.",
    "यह प्रणाली हर घंटे ९०० पार्सल छाँटती है और पुराने अभिलेख तीस दिन तक रखती है।",
    "ระบบคัดแยกพัสดุได้ 600 ชิ้นต่อชั่วโมง และเก็บบันทึกไว้ 30 วัน",
    "Loaders 👩🏽‍🔧 wave 👍🏿 at 3 lorries 🚚 and the family 👨‍👩‍👧 waits at gate 9.",
    "Run gannet sort --belt=4 src/*.csv twice, then copy a[0] and b_c to the log.",
)
TEXT = "\n\n".join(BLOCKS)
CANONICAL = canonical(TEXT)
_WORD = re.compile(r"[^\W_]+(?:[.,'’-][^\W_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
_LETTER = re.compile(r"[^\W\d_]")


def true_quotes() -> Iterator[tuple[int, int]]:
    """Whole blocks, and runs of at least four words of them, as [start, end) of the text."""
    at = 0
    for block in BLOCKS:
        yield at, at + len(block)
        words = list(re.finditer(r"\S+", block))
        for first, last in ((0, 5), (1, 7), (2, 9), (-6, -1), (-8, -2)):
            taken = words[first:last]
            if len(taken) >= 4:
                yield at + taken[0].start(), at + taken[-1].end()
        at += len(block) + 2


QUOTES = tuple(dict.fromkeys(true_quotes()))


def found(quote: str) -> tuple[int, int] | None:
    span = locate(quote, CANONICAL)
    return (span.start, span.end) if span else None


# -- alterations -------------------------------------------------------------------------------------------

Change = Callable[[str, random.Random], str | None]


def _one_of(pattern: re.Pattern[str], quote: str, draw: random.Random) -> re.Match[str] | None:
    matches = list(pattern.finditer(quote))
    return draw.choice(matches) if matches else None


def _put(match: re.Match[str], words: str) -> str:
    return f"{match.string[: match.start()]}{words}{match.string[match.end() :]}"


def digit_changed(quote: str, draw: random.Random) -> str | None:
    digit = _one_of(re.compile(r"\d"), quote, draw)
    if not digit:
        return None
    zero = ord(digit[0]) - unicodedata.digit(digit[0])
    return _put(digit, chr(zero + (unicodedata.digit(digit[0]) + draw.randint(1, 9)) % 10))


def number_times_ten(quote: str, draw: random.Random) -> str | None:
    number = _one_of(_NUMBER, quote, draw)
    return _put(number, number[0] + "0") if number else None


def number_cut(quote: str, draw: random.Random) -> str | None:
    number = _one_of(re.compile(r"\d\d+"), quote, draw)
    return _put(number, draw.choice((number[0][1:], number[0][:-1]))) if number else None


def point_moved(quote: str, draw: random.Random) -> str | None:
    number = _one_of(re.compile(r"\d+[.,]\d+"), quote, draw)
    if not number:
        return None
    digits = re.sub(r"\D", "", number[0])
    places = [at for at in range(1, len(digits)) if not number[0].startswith(digits[:at] + number[0][at])]
    sign = "." if "." in number[0] else ","
    moved = [f"{digits[:at]}{sign}{digits[at:]}" for at in places]
    return _put(number, draw.choice([words for words in (*moved, digits) if words != number[0]]))


def sign_changed(quote: str, draw: random.Random) -> str | None:
    sign = _one_of(re.compile(r"(?<= )-(?=\d)|⁻"), quote, draw)
    if sign:
        return _put(sign, draw.choice(("", "+")))
    number = _one_of(re.compile(r"(?<= )(?=\d)"), quote, draw)
    return _put(number, "-") if number else None


_UNITS = {
    "%": ("‰", "points"),
    "ms": ("s", "min"),
    "s": ("ms", "h"),
    "°C": ("°F", "K"),
    "minutes": ("hours", "seconds"),
    "minute": ("hour", "second"),
    "days": ("weeks", "hours"),
    "m³": ("m²", "km³", "m3"),
    "hour": ("day", "minute"),
    "个": ("吨",),
    "個": ("箱",),
    "개": ("톤",),
    "小时": ("分钟",),
    "天": ("年",),
    "日": ("年",),
    "分": ("時",),
    "시간": ("분기",),
    "الساعة": ("الدقيقة",),
    "بדקה": ("בשעה",),
    "घंटे": ("मिनट",),
    "วัน": ("ปี",),
    "ชั่วโมง": ("นาที",),
}
_UNIT = re.compile("|".join(rf"(?<![a-z]){re.escape(unit)}(?![a-z])" for unit in sorted(_UNITS, key=len, reverse=True)))


def unit_changed(quote: str, draw: random.Random) -> str | None:
    unit = _one_of(_UNIT, quote, draw)
    return _put(unit, draw.choice(_UNITS[unit[0]])) if unit else None


def _script(word: str) -> str:
    letter = _LETTER.search(word)
    return unicodedata.name(letter[0], "").split(" ")[0] if letter else ""


def word_swapped(quote: str, draw: random.Random) -> str | None:
    """A word for another of the same text and script."""
    word = _one_of(_WORD, quote, draw)
    if not word:
        return None
    others = [other for other in _WORD.findall(TEXT) if other != word[0] and _script(other) == _script(word[0])]
    return _put(word, draw.choice(others)) if others else None


def _inner_word(quote: str, draw: random.Random) -> re.Match[str] | None:
    inner = re.compile(r"(?<=\S )[^\W_]\S*(?= \S)")
    return _one_of(inner, quote, draw)


def word_dropped(quote: str, draw: random.Random) -> str | None:
    word = _inner_word(quote, draw)
    return re.sub(" {2,}", " ", _put(word, "")) if word else None


def word_added(quote: str, draw: random.Random) -> str | None:
    word = _inner_word(quote, draw)
    return (
        _put(word, f"{draw.choice(('quickly', 'most', '很', 'جدا', 'only', 'מאוד', '꼭', '10', '§'))} {word[0]}")
        if word
        else None
    )


def words_exchanged(quote: str, draw: random.Random) -> str | None:
    words = quote.split(" ")
    if len(words) < 3:
        return None
    one, other = draw.sample(range(len(words)), 2)
    words[one], words[other] = words[other], words[one]
    return " ".join(words)


def denied(quote: str, draw: random.Random) -> str | None:
    verb = _one_of(
        re.compile(r"\b(?:is|are|moves|waits?|starts|stops|sorts|holds|given|weighs|处理|支持|存放|لمدة)"), quote, draw
    )
    if not verb:
        return None
    return _put(
        verb, f"不{verb[0]}" if _UNSPACED.search(verb[0]) else draw.choice((f"{verb[0]} not", f"not {verb[0]}"))
    )


def denial_removed(quote: str, draw: random.Random) -> str | None:
    denial = _one_of(re.compile(r"n’t\b|\bunless |不|ていない|\bwithout |\bonly "), quote, draw)
    return _put(denial, {"ていない": "ている"}.get(denial[0], "")) if denial else None


def prefixed(quote: str, draw: random.Random) -> str | None:
    word = _one_of(re.compile(r"(?<= )[^\W\d_]{4,}"), quote, draw)
    if not word or _UNSPACED.search(word[0]):
        return None
    prefix = {"ARABIC": "ال", "HEBREW": "ה", "HANGUL": "불", "DEVANAGARI": "अ"}.get(_script(word[0]))
    return _put(word, (prefix or draw.choice(("un", "re", "non-", "in"))) + word[0])


def prefix_cut(quote: str, _: random.Random) -> str | None:
    """A quote that begins inside its first word."""
    if not _LETTER.match(quote) or _UNSPACED.match(quote) or not quote[:3].isalpha():
        return None
    return quote[2:]


def case_changed(quote: str, draw: random.Random) -> str | None:
    word = _one_of(_WORD, quote, draw)
    changed = word[0].swapcase() if word else ""
    return _put(word, changed) if word and changed != word[0] else None


def sentences_joined(quote: str, draw: random.Random) -> str | None:
    other = draw.choice(BLOCKS)
    return f"{quote.rstrip('.。')}, and {other[:1].lower()}{other[1:]}"


def sentences_put_together(quote: str, draw: random.Random) -> str | None:
    return f"{quote} {draw.choice(BLOCKS)}"


def ellipsis(quote: str, draw: random.Random) -> str | None:
    words = quote.split(" ")
    if len(words) < 4:
        return f"{quote[:4]}…{quote[-3:]}" if len(quote) > 9 else None
    at = draw.randint(1, len(words) - 2)
    return " ".join((*words[:at], draw.choice(("...", "…", "[...]", "(…)")), *words[at + 1 :]))


_SYNONYMS = {
    "moves": "shifts",
    "parcels": "packages",
    "parcel": "package",
    "starts": "begins",
    "refuses": "rejects",
    "weighs": "measures",
    "at most": "up to",
    "later": "newer",
    "every": "each",
    "colour": "color",
    "删除": "清除",
    "支持": "提供",
    "自動": "手動",
    "저장": "보관",
    "النظام": "البرنامج",
    "המערכת": "התוכנה",
    "प्रणाली": "मशीन",
    "พัสดุ": "กล่อง",
    "🚚": "🚛",
    "👍🏿": "👍🏻",
    "👩🏽‍🔧": "👩🏽‍🔬",
    "👨‍👩‍👧": "👨‍👩‍👦",
}
_SYNONYM = re.compile("|".join(sorted(map(re.escape, _SYNONYMS), key=len, reverse=True)))


def synonym(quote: str, draw: random.Random) -> str | None:
    word = _one_of(_SYNONYM, quote, draw)
    return _put(word, _SYNONYMS[word[0]]) if word else None


_ALPHABETS = {"LATIN": "aeioustrn", "ARABIC": "بتسنمر", "HEBREW": "אבגדהש", "CJK": "人大上下水火", "HANGUL": "가나다라"}


def letter_changed(quote: str, draw: random.Random) -> str | None:
    letter = _one_of(_LETTER, quote, draw)
    if not letter:
        return None
    others = _ALPHABETS.get(_script(letter[0]), "xyz")
    return _put(letter, draw.choice([other for other in others if other != letter[0]]))


def letter_dropped(quote: str, draw: random.Random) -> str | None:
    """Also a character of a script without spaces, inside the quote."""
    letter = _one_of(re.compile(r"(?<=.)[^\W\d_](?=.)", re.DOTALL), quote, draw)
    return _put(letter, "") if letter else None


def accent_dropped(quote: str, draw: random.Random) -> str | None:
    accent = _one_of(re.compile(r"[̀-ͯ]|[éïãëö]"), quote, draw)
    if not accent:
        return None
    return _put(accent, unicodedata.normalize("NFD", accent[0])[0] if accent[0].isalpha() else "")


def letters_exchanged(quote: str, draw: random.Random) -> str | None:
    pair = _one_of(re.compile(r"([^\W\d_])(?!\1)([^\W\d_])"), quote, draw)
    return _put(pair, pair[2] + pair[1]) if pair else None


def number_in_another_script_altered(quote: str, draw: random.Random) -> str | None:
    number = _one_of(_NUMBER, quote, draw)
    if not number:
        return None
    digits = "".join(chr(ord("０") + unicodedata.digit(part)) if part.isdigit() else part for part in number[0])
    return _put(number, f"{digits}０")


ALTERATIONS: tuple[Change, ...] = (
    digit_changed,
    number_times_ten,
    number_cut,
    point_moved,
    sign_changed,
    unit_changed,
    word_swapped,
    word_dropped,
    word_added,
    words_exchanged,
    denied,
    denial_removed,
    prefixed,
    prefix_cut,
    case_changed,
    sentences_joined,
    sentences_put_together,
    ellipsis,
    synonym,
    letter_changed,
    letter_dropped,
    accent_dropped,
    letters_exchanged,
    number_in_another_script_altered,
)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", unicodedata.normalize("NFKC", text)).replace("’", "'").split())


_PLAIN = _plain(TEXT)


def is_elsewhere(altered: str) -> bool:
    """Whether the words stand somewhere in the text by accident, whole: then they are a true quote."""
    words = _plain(altered)
    edges = ("" if _UNSPACED.match(words) else r"(?<![\w-])", "" if _UNSPACED.match(words[-1:]) else r"(?![\w-])")
    return bool(re.search(edges[0] + re.escape(words) + edges[1], _PLAIN))


@cache
def altered_quotes() -> tuple[tuple[str, str, str], ...]:
    """(kind, true quote, altered quote)."""
    draw = random.Random(20_260)
    made: dict[tuple[str, str], str] = {}
    for change in ALTERATIONS:
        for start, end in QUOTES:
            for _ in range(3):
                altered = change(TEXT[start:end], draw)
                if altered and not is_elsewhere(altered):
                    made.setdefault((change.__name__, altered), TEXT[start:end])
    return tuple((kind, quote, altered) for (kind, altered), quote in made.items())


@pytest.mark.slow
def test_there_are_thousands_of_altered_quotes_of_every_kind() -> None:
    kinds = Counter(kind for kind, _, _ in altered_quotes())
    assert sum(kinds.values()) >= 2_000
    assert set(kinds) == {change.__name__ for change in ALTERATIONS}
    assert min(kinds.values()) >= 5, kinds


@pytest.mark.parametrize("kind", [change.__name__ for change in ALTERATIONS])
def test_a_quote_in_which_something_is_altered_is_not_located(kind: str) -> None:
    assert [(quote, altered) for made, quote, altered in altered_quotes() if made == kind and found(altered)] == []


# -- the same words, set otherwise -------------------------------------------------------------------------


def _between_words(quote: str, draw: random.Random, gaps: tuple[str, ...]) -> str:
    return re.sub(r"\s", lambda gap: draw.choice(gaps) if draw.random() < 0.6 else gap[0], quote)


def white_space(quote: str, draw: random.Random) -> str:
    return _between_words(quote, draw, ("  ", "\t", "\u00a0", "\u2009", "\u202f", "\u3000", " \n ", "\r\n"))


def hard_wraps(quote: str, draw: random.Random) -> str:
    return _between_words(quote, draw, ("\n", "\r\n", "\n    "))


def wrapped_as_quotation(quote: str, draw: random.Random) -> str:
    return "> " + _between_words(quote, draw, ("\n> ",))


def list_item(quote: str, draw: random.Random) -> str:
    return draw.choice(("- ", "* ", "+ ", "1. ", "12) ", "  - ", "- [x] ", "- [ ] ")) + quote


def heading(quote: str, draw: random.Random) -> str:
    return draw.choice((f"## {quote}", f"#### {quote}", f"{quote}\n=====", f"{quote}\n-----"))


def table_row(quote: str, draw: random.Random) -> str:
    cells = quote.replace("\t", draw.choice((" | ", "   |  ", "|")))
    return draw.choice((f"| {cells} |", f"|{cells}|", f"|  {cells}   |\n|---|---|"))


_BARE_WORD = re.compile(r"(?<![^\s(“\"])[^\W\d_]{2,}(?![^\s,.;:)”\"])")


def _marked(quote: str, draw: random.Random, marks: tuple[tuple[str, str], ...]) -> str:
    words = list(_BARE_WORD.finditer(quote))
    for word in reversed(draw.sample(words, min(len(words), draw.randint(1, 3)))) if words else ():
        before, after = draw.choice(marks)
        words = [other for other in words if other.start() < word.start()]
        quote = f"{quote[: word.start()]}{before}{word[0]}{after}{quote[word.end() :]}"
        if not words:
            break
    return quote


def _marked_once(quote: str, draw: random.Random, marks: tuple[tuple[str, str], ...]) -> str:
    word = _one_of(_BARE_WORD, quote, draw)
    before, after = draw.choice(marks)
    return _put(word, f"{before}{word[0]}{after}") if word else f"{before}{quote}{after}"


def markdown(quote: str, draw: random.Random) -> str:
    marks = (("**", "**"), ("*", "*"), ("_", "_"), ("__", "__"), ("~~", "~~"), ("***", "***"))
    return _marked_once(quote, draw, (*marks, ("[", "](https://example.org/a_(b)?c=1)"), ("[", "][ref]")))


def markup_of_code(quote: str, draw: random.Random) -> str:
    return _marked_once(quote, draw, (("`", "`"), ("``", "``"), ("<code>", "</code>"), ("``` ", " ```")))


def html_elements(quote: str, draw: random.Random) -> str:
    marks = (("<b>", "</b>"), ('<a href="x.html">', "</a>"), ("<em class='a'>", "</em>"), ("<!-- a -->", ""))
    return _marked_once(quote, draw, (*marks, ("<kbd>", "</kbd>"), ("<strong>", "</strong>"), ("", "<wbr>")))


def restructured_text(quote: str, draw: random.Random) -> str:
    marks = ((":ref:`", "`"), (":py:class:`", "`"), ("`", " <https://example.org>`_"), (":term:`", " <other>`"))
    return _marked_once(quote, draw, (*marks, ("``", "``"), ("*", "*"), ("**", "**"), (":doc:`~", "`"), ("`", "`_")))


def quotation_marks(quote: str, draw: random.Random) -> str:
    doubles = str.maketrans(draw.choice(({"“": '"', "”": '"'}, {"“": "«", "”": "»"}, {"“": "„", "”": "“"})))
    singles = str.maketrans(draw.choice(({"’": "'"}, {"’": "‘"}, {"’": "´"}, {"’": "′"})))
    return quote.translate(doubles).translate(singles)


def dashes(quote: str, draw: random.Random) -> str:
    return re.sub(r"[–-]", lambda dash: draw.choice("-–—‐‑−") if dash[0] else "", quote)


def ligatures(quote: str, draw: random.Random) -> str:
    folded = quote.replace("ﬁ", "fi").replace("ﬂ", "fl")
    return folded if folded != quote or draw.random() < 0.2 else quote.replace("fi", "ﬁ").replace("fl", "ﬂ")


def full_width(quote: str, draw: random.Random) -> str:
    if draw.random() < 0.3:
        return unicodedata.normalize("NFKC", quote) if not re.search("[⁻²³]", quote) else quote
    return "".join(
        chr(ord(letter) + 0xFEE0) if letter.isascii() and letter.isalnum() and draw.random() < 0.4 else letter
        for letter in quote
    )


def composition(quote: str, draw: random.Random) -> str:
    return unicodedata.normalize(draw.choice(("NFC", "NFD")), quote)


def unseen_characters(quote: str, draw: random.Random) -> str:
    return re.sub(
        r"(?<=[^\W\d_])(?=[^\W\d_])",
        lambda _: draw.choice(("\u00ad", "\u200b", "\u2060", "\ufeff", "\u200e")) if draw.random() < 0.2 else "",
        quote,
    )


def entities(quote: str, draw: random.Random) -> str:
    named = {
        "“": "&ldquo;",
        "”": "&rdquo;",
        "’": "&rsquo;",
        "–": "&ndash;",
        "é": "&eacute;",
        "ï": "&iuml;",
        "≤": "&le;",
    }
    named |= {" ": "&nbsp;", "²": "&sup2;", "³": "&sup3;", "°": "&deg;", "=": "&#61;", "-": "&#x2d;", "·": "&middot;"}
    words = html.escape(quote)
    return "".join(named[sign] if sign in named and draw.random() < 0.5 else sign for sign in words)


def escapes(quote: str, draw: random.Random) -> str:
    return re.sub(r"[*_.\[\]()#+!|<>~-]", lambda sign: rf"\{sign[0]}" if draw.random() < 0.7 else sign[0], quote)


def space_before_points(quote: str, _: random.Random) -> str:
    return re.sub(r"(?<=\w)([,;.!?])(?=\s|$)", r" \1", quote)


def several(quote: str, draw: random.Random) -> str:
    """Two or three of the others at once, those of markup last."""
    for set_otherwise in draw.sample((white_space, quotation_marks, dashes, ligatures, composition), 2):
        quote = set_otherwise(quote, draw)
    return draw.choice((list_item, markdown, html_elements, unseen_characters))(quote, draw)


SETTINGS: tuple[Callable[[str, random.Random], str], ...] = (
    white_space,
    hard_wraps,
    wrapped_as_quotation,
    list_item,
    heading,
    table_row,
    markdown,
    markup_of_code,
    html_elements,
    restructured_text,
    quotation_marks,
    dashes,
    ligatures,
    full_width,
    composition,
    unseen_characters,
    entities,
    escapes,
    space_before_points,
    several,
)


@cache
def quotes_set_otherwise() -> tuple[tuple[str, int, int, str], ...]:
    """(kind, start, end, the words as they were copied)."""
    draw = random.Random(31_415)
    made: dict[tuple[str, str], tuple[int, int]] = {}
    for set_otherwise in SETTINGS:
        for start, end in QUOTES:
            for _ in range(3):
                copied = set_otherwise(TEXT[start:end], draw)
                if copied != TEXT[start:end] and len(copied) <= 2_000:
                    made.setdefault((set_otherwise.__name__, copied), (start, end))
    return tuple((kind, *place, copied) for (kind, copied), place in made.items())


# Not located are: a sum that is wrapped before its plus in a quotation ("> + y²" reads as an item), and syllables whose
# parts have unseen characters between them.
LEAST_LOCATED = 0.995


def test_there_are_thousands_of_quotes_that_are_only_set_otherwise() -> None:
    kinds = Counter(kind for kind, *_ in quotes_set_otherwise())
    assert sum(kinds.values()) >= 2_000
    assert set(kinds) == {set_otherwise.__name__ for set_otherwise in SETTINGS}


@pytest.mark.slow
def test_a_quote_that_is_only_set_otherwise_is_located_at_exactly_its_words() -> None:
    lost = [
        (kind, copied, found(copied))
        for kind, *place, copied in quotes_set_otherwise()
        if found(copied) != tuple(place)
    ]
    located = 1 - len(lost) / len(quotes_set_otherwise())
    assert located >= LEAST_LOCATED, lost


@pytest.mark.slow
def test_no_quote_is_located_at_other_words() -> None:
    """One that is not found waits for an editor; one at a wrong place would be believed."""
    elsewhere = [
        (kind, copied) for kind, *place, copied in quotes_set_otherwise() if found(copied) not in {None, tuple(place)}
    ]
    assert elsewhere == []


@pytest.mark.parametrize(("start", "end"), QUOTES)
def test_offsets_hold_in_bytes_and_in_the_units_of_a_browser(start: int, end: int) -> None:
    place = found(TEXT[start:end])
    assert place == (start, end)
    for codec, width in (("utf-8", 1), ("utf-16-le", 2)):
        raw = TEXT.encode(codec)
        first, last = (len(TEXT[:offset].encode(codec)) // width for offset in place)
        assert raw[first * width : last * width].decode(codec) == TEXT[start:end]
