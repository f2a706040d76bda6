"""Which language a sentence is in, as far as the checks need to know: English, for which rules ship, or another.

Told by the words that no sentence of a language does without, and by the script. A short or mixed text has no answer;
English words weigh double, since names and commands make every text look a little foreign.
"""

from __future__ import annotations

import re
import unicodedata

ENGLISH = "en"

_FUNCTION_WORDS = {
    ENGLISH: "the and of to a in is that for it with as on are be this by or an from at which not can its",
    "de": "der die das und ist nicht mit ein eine den von zu auf für im dem des wird sind auch werden oder nur bei",
    "fr": "le la les et est une des un du que pour dans avec sur ne pas par ce qui sont au aux cette plus ou",
    "es": "el la los las y es una un de que para en con por no se del al como más su o este esta son",
    "it": "il lo la gli e è una un di che per in con non si del della come più sono i le nel anche questo",
    "pt": "o a os as e é uma um de que para em com por não se do da como mais ou são no na este",
    "nl": "de het een en is van niet met voor op in te zijn dat die wordt ook of bij door aan naar dit",
    "pl": "i w na z do nie jest to się że o po od dla przez jak oraz są lub tego",
}
_WORDS = {language: frozenset(words.split()) for language, words in _FUNCTION_WORDS.items()}
_SCRIPTS = {
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CYRILLIC": "ru",
    "ARABIC": "ar",
    "HEBREW": "he",
    "GREEK": "el",
    "DEVANAGARI": "hi",
    "THAI": "th",
}
_FEWEST_WORDS = 2


def language_of(text: str) -> str | None:
    """A language code, or None where the text does not tell. Japanese is told from Chinese by its kana."""
    script = _script(text)
    if script:
        return script
    words = set(re.findall(r"[^\W\d_]{2,}", text.casefold()))
    counts = {language: len(words & known) for language, known in _WORDS.items()}
    english = counts.pop(ENGLISH)
    best = max(sorted(counts), key=counts.__getitem__)
    if counts[best] >= _FEWEST_WORDS and counts[best] > 2 * english:
        return best
    return ENGLISH if english >= _FEWEST_WORDS else None


def _script(text: str) -> str | None:
    """The language of a script that at least a fifth of the letters are written in."""
    if text.isascii():
        return None
    letters = [character for character in text if character.isalpha()]
    scripts = [unicodedata.name(letter, "").split(" ")[0] for letter in letters if letter > "\u024f"]
    languages = [_SCRIPTS[script] for script in scripts if script in _SCRIPTS]
    if not letters or len(languages) * 5 < len(letters):
        return None
    return "ja" if "ja" in languages else max(sorted(set(languages)), key=languages.count)
