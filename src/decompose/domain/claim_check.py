"""Does a claim say what its quotes say? Typed, explainable checks of one sentence against its evidence.

Each check answers with the reasons for which it objects, in words for an editor; no reason means that it passes.
A claim without an objection is verified. Each check names its grounds: what counts in the quotes alone, what may also
stand in their context (the headings above, the header of the table, the lead-in of the list), and what the names of
the artifact allow. The checks read words, not meaning: what they let pass is not yet proved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from decompose.domain.capability import Reason
from decompose.domain.evidence import canonical
from decompose.domain.examination import CERTAIN, Examination, Finding, Outcome
from decompose.domain.language import ENGLISH, language_of
from decompose.domain.quantities import Quantity, figures, in_figures, is_unit, limits_in

FABRICATED = "fabricated"
HIDDEN_TEXT = "hidden_text"
NO_QUOTE = "no_quote"
LANGUAGE = "language"


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What a claim is held against: its located quotes, their context, and the names of the artifact."""

    quotes: tuple[str, ...]
    context: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    @property
    def quoted(self) -> str:
        """The quotes in canonical form, one a line."""
        return _lines(self.quotes)

    @property
    def above(self) -> str:
        """The context in canonical form, one a line."""
        return _lines(self.context)

    @property
    def own(self) -> str:
        """The artifact's names in canonical form, one a line."""
        return _lines(self.names)


def _lines(texts: Iterable[str]) -> str:
    return "\n".join(canonical(text).words for text in texts)


def examine(text: str, exhibit: Exhibit, *, rival: str | None = None) -> tuple[Finding, ...]:
    """What every check finds out about the sentence, in a fixed order."""
    if not exhibit.quotes:
        return (Finding(NO_QUOTE, Outcome.FAILED, "no quote of this sentence was found in the source", doubt=CERTAIN),)
    objections = [reason for find in _CHECKS for reason in find(text, exhibit)]
    objections += _rival_is_compared(rival, exhibit)
    return tuple(Finding(reason.check, Outcome.FAILED, reason.detail, doubt=CERTAIN) for reason in objections)


def check(text: str, exhibit: Exhibit, *, rival: str | None = None) -> tuple[Reason, ...]:
    """All objections to the sentence, in a fixed order; empty where it may be published."""
    return Examination(examine(text, exhibit, rival=rival)).reasons()


def unsupported_label(label: str, exhibit: Exhibit) -> Reason | None:
    """Why a label (intent, input, output) must be dropped: a number or superlative that no quote holds."""
    objections = (*_figures_are_quoted(label, exhibit), *_superlatives_are_quoted(label, exhibit))
    return Reason(objections[0].check, f"“{label}”: {objections[0].detail}") if objections else None


# -- numbers, identifiers and names ------------------------------------------------------------------------

_NUMBERED_NAME = re.compile(r"\b[^\W\d_][\w.]*[ -]v?\d[\w.]*\b(?:-\w+)*")
_NOTHING = Quantity(Decimal(0), "0", "", "", "", "no")
_ROUND = re.compile(r"\b(?:dozens|hundreds|thousands|millions|billions|trillions)\b", re.IGNORECASE)
_NAME_OF_TWO_WORDS = re.compile(r"\b[A-Z]\w+ [A-Z]\w+")
_PIECE = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+|[^\W\d]")
_NAME = re.compile(r"(?<![A-Za-z0-9_])[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z]+)*(?:\+\+|#(?!\w))?")
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]['\")\]]*\s+)['\"(\[]*$")
# Capitals that name nothing: what every reader of technical prose knows, whether the source spells it so or not.
_COMMON_CAPITALS = frozenset(
    "i ai api apis cli gui id ids io it llm llms ml ok os pc sdk ui url urls uri web "
    "january february march april may june july august september october november december "
    "monday tuesday wednesday thursday friday saturday sunday".split()
)
_SHORTEST_ACRONYM = 3
_SHORTEST_PLURAL = 4


def _figures_are_quoted(text: str, exhibit: Exhibit) -> Iterable[Reason]:
    """Quantities stand in the quotes or their context; a name with a number may be the artifact's own too."""
    said = figures(_without_numbered_names(canonical(text).words, exhibit))
    grounds = f"{exhibit.quoted}\n{exhibit.above}"
    stated = list(figures(grounds).quantities)
    if _DENIAL.search(grounds):
        stated.append(_NOTHING)
    for quantity in said.quantities:
        if not quantity.is_stated_by(stated, limits_in(grounds)):
            yield Reason("numbers", f"“{quantity.words}” is not in the quote")
    for word in _ROUND.findall(text):
        if not _is_named(word, grounds):
            yield Reason("numbers", f"“{word}” is not in the quote")
    for identifier in said.identifiers:
        if not _is_named(identifier, f"{grounds}\n{in_figures(grounds)}\n{exhibit.own}"):
            yield Reason("names", f"“{identifier}” is not in the quote")


def _without_numbered_names(words: str, exhibit: Exhibit) -> str:
    """The sentence without those known names in it that have a number, such as Llama 4 or Apache 2.0."""
    grounds = f"{exhibit.quoted}\n{exhibit.above}\n{exhibit.own}"
    for name in sorted(exhibit.names, key=len, reverse=True):
        words = re.sub(rf"{_spelt_freely(canonical(name).words).pattern}(?!-\w)", "·", words, flags=re.IGNORECASE)
    return _NUMBERED_NAME.sub(
        lambda name: "·" if name[0][0].isupper() and _is_named(name[0], grounds) else name[0], words
    )


def _is_named(name: str, grounds: str) -> bool:
    return bool(_spelt_freely(name).search(grounds))


def _spelt_freely(name: str) -> re.Pattern[str]:
    """The name whole, whatever stands between its pieces: Apache-2.0 and Apache 2.0, but not 3.1 in 3.10."""
    pieces = [re.escape(piece) for piece in _PIECE.findall(_singular(name))]
    spelling = r"[-\s_/.:+]{0,2}".join(pieces) or r"(?!)"
    return re.compile(rf"(?<![A-Za-z0-9])(?<!\d[.,]){spelling}(?:'?s)?(?![A-Za-z0-9])(?![.,]\d)", re.IGNORECASE)


def _singular(name: str) -> str:
    return name[:-1] if len(name) >= _SHORTEST_PLURAL and name.endswith("s") and name[-2] != "s" else name


def _names_are_quoted(text: str, exhibit: Exhibit) -> Iterable[Reason]:
    """A proper name (of a product, a company, a licence, a language) stands in the quotes, their context or names."""
    grounds = f"{exhibit.quoted}\n{exhibit.above}\n{exhibit.own}"
    is_english = language_of(f"{text} {exhibit.quoted}") in {None, ENGLISH}
    # "Hugging Face" is HuggingFace in another spelling.
    words = _NAME_OF_TWO_WORDS.sub(lambda name: "·" if _is_named(name[0], grounds) else name[0], canonical(text).words)
    for name in _names_in(words):
        # Other languages write common nouns with a capital.
        is_common = (not is_english and name[1:].islower()) or is_unit(name)
        if not is_common and not _is_named(name, grounds) and not _is_acronym(name, grounds):
            yield Reason("names", f"“{name}” is not in the quote")


def _names_in(words: str) -> Iterator[str]:
    """Words with a capital: anywhere but at the beginning of a sentence, there only with more than one."""
    for match in _NAME.finditer(words):
        name = match.group()
        capitals = sum(character.isupper() for character in name)
        is_first = capitals == 1 and name[0].isupper() and _SENTENCE_START.search(words[: match.start()])
        if capitals and not is_first and not any(map(str.isdigit, name)) and name.casefold() not in _COMMON_CAPITALS:
            yield name


def _is_acronym(name: str, grounds: str) -> bool:
    """VAD is what a quote of voice activity detection calls for."""
    initials = "".join(re.findall(r"\b[^\W\d_]", grounds.casefold()))
    return name.isupper() and len(name) >= _SHORTEST_ACRONYM and name.casefold() in initials


# -- superlatives, strong words, comparisons ---------------------------------------------------------------

_SUPERLATIVE = re.compile(
    r"\b(?:best|worst|fastest|slowest|largest|biggest|smallest|cheapest|easiest|simplest|safest|newest|latest|first|"
    r"only(?!\s+(?:an?|sometimes|rarely|partly|about)\b)|"
    r"leading|unmatched|unique|(?<!at )(?:most|least)\s+\w+|state[- ]of[- ]the[- ]art)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Strong:
    """A word that leaves no exception, and the words of a quote that leave none either."""

    said: re.Pattern[str]
    quoted: re.Pattern[str]


def _words(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{alternatives})\b", re.IGNORECASE)


_WHOLE = r"all|every\w*|each|any\w*|always|entire\w*|whole|complete\w*|full\w*|universal\w*|regardless|both|never|no"
_STRONG = (
    # "All", "any" and "always" rephrase one another, and "no ... not" as well.
    _Strong(_words(r"always|every(?:thing|one)?|all(?! (?:two|three|four|five|six)\b)|any"), _words(_WHOLE)),
    # A duty is also said by what needs, requires or allows nothing else.
    _Strong(
        _words(r"must|mandatory"),
        _words(r"must|mandatory|requir\w+|need\w*|necessary|ha(?:s|ve) to|shall|only|not"),
    ),
    _Strong(_words(r"never"), _words(r"never|not?|without|cannot|none|nothing|zero|always|only|\w+n't")),
    _Strong(_words(r"guarantee[sd]?"), _words(r"guarantee\w*|ensur\w+|certain\w*")),
    _Strong(_words(r"fully|completely"), _words(r"full\w*|complete\w*|entire\w*|whol\w+|all|total\w*|100 ?%|pure\w*")),
)
_DUTY = re.compile(r"\bmust (?:be |first be )?(\w+)", re.IGNORECASE)
_GRADED = (
    r"faster|quicker|slower|better|worse|cheaper|costlier|easier|harder|simpler|safer|smarter|stronger|weaker|smaller|larger"
    r"|bigger|lighter|heavier|lower|higher|superior|inferior"
)
_COMPARES = _words(rf"{_GRADED}|(?:more|less|fewer)\s+(?!than\b)(?:\S+\s+){{1,6}}?than")
# Words that compare without such a word: what grows, shrinks or wins is set against something.
_COMPARED = _words(
    rf"{_GRADED}|longer|shorter|newer|older|greater|wider|deeper|more|less|fewer|than|improv\w+|increas\w+|reduc\w+|rais\w+"
    r"|boost\w*|decreas\w+|outperform\w*|beats?|exceed\w*|surpass\w*|compared|unlike|\d+(?:\.\d+)?x|times"
    r"|(?:b|fast|slow|cheap|eas[iy]|simpl|saf|small|larg|bigg|low|high)est|worst|most|least"
)
# How a vendor sets one product against another.
_SETS_AGAINST = _words(
    rf"{_GRADED}|longer|shorter|newer|older|greater|more|less|fewer|unlike|instead of|rather than|compar\w+"
    r"|alternatives?|vs|versus|than|against|outperform\w*|beats?|exceed\w*|surpass\w*|equals?|match(?:es|ing)?"
    r"|as \w+ as|differen\w+|replac\w+|successor|similar\w*|compatib\w+|whereas|drop-in|on par|rivals?|competit\w+"
    r"|ahead of|extends|built on"
)
_RIVALS_APART = re.compile(r",?\s+(?:and|or)\s+|,\s*")


def _superlatives_are_quoted(text: str, exhibit: Exhibit) -> Iterable[Reason]:
    """First, only, most ...: such a word stands in the quote itself, its headings do not count."""
    quoted = exhibit.quoted.casefold()
    for match in _SUPERLATIVE.finditer(canonical(text).words):
        word = match.group().casefold().split()[0]
        if not re.search(rf"\b{re.escape(word)}", quoted):
            yield Reason("superlative", f"“{match.group()}” is not in the quote")


def _strong_words_are_quoted(text: str, exhibit: Exhibit) -> Iterable[Reason]:
    """Always, every, must, guaranteed ...: the quote itself has such a word of the same kind."""
    for strong in _STRONG:
        match = strong.said.search(text)
        if match and not strong.quoted.search(exhibit.quoted) and not _is_ordered(text, exhibit):
            yield Reason("scope", f"“{match.group()}” goes further than the quote")


def _is_ordered(text: str, exhibit: Exhibit) -> bool:
    """A duty that the quote gives as an order: a clause of it begins with the verb of the duty."""
    duties = {verb[:_STEM].casefold() for verb in _DUTY.findall(text)}
    orders = {word[:_STEM].casefold() for clause in _clauses(exhibit) for word in re.findall(r"^\w+", clause)}
    return bool(duties & orders)


def _comparisons_are_quoted(text: str, exhibit: Exhibit) -> Iterable[Reason]:
    """Faster, smaller, more than ...: the quote itself compares."""
    match = _COMPARES.search(text)
    if match and not _COMPARED.search(exhibit.quoted):
        yield Reason("comparison", f"“{match.group()}” compares where the quote does not")


def _rival_is_compared(rival: str | None, exhibit: Exhibit) -> Iterable[Reason]:
    """A quote that names the rival, as a whole word, sets something against it."""
    if not rival:
        return
    rivals = [name for name in _RIVALS_APART.split(canonical(rival).words) if name]
    quotes = exhibit.quoted.split("\n")
    if not all(_is_named(name, exhibit.quoted) for name in rivals):
        yield Reason("comparison", f"the rival “{rival}” is not named in the quote")
    elif not any(_is_named(name, quote) and _SETS_AGAINST.search(quote) for name in rivals for quote in quotes):
        yield Reason("comparison", f"the quote names “{rival}” but does not compare with it")


# -- denials and hedges ------------------------------------------------------------------------------------

_DENIAL = re.compile(
    # "no-cache" and "--no-header" are names.
    r"\b(?:not|never|none|nothing|without|cannot|unable|unsupported|neither|nor|zero)\b|(?<![\w-])no(?![\w-])|n't\b",
    re.IGNORECASE,
)
# Denials in form alone: they add, set aside or ask.
_NO_DENIAL = _words(
    r"not (?:only|just|merely|limited to)|no matter|whether or not|if not|why not|nothing but|not to mention|no\."
)
# What amounts to a denial without a word of denial.
_DENYING = re.compile(
    r"\b(?:lack|fail|exclu|prevent|disab|avoid|remov|prohibit|block|unsafe|instead|rather|unlike|except|otherwise|outside"
    r"|out of scope|read-only|stateless|skip|ignor|omit|drop|reject|retire|sunset|discontinu|un\w+ed\b)|\w-free\b",
    re.IGNORECASE,
)
# How a sentence may keep the denial of its quote without repeating it.
_KEEPS_DENIAL = re.compile(
    _DENYING.pattern + r"|\b(?:only|just|free|limit|closed|private|off\b|optional|offline|unless|contrast|against"
    r"|in\w+(?:able|ible)\b|im\w+(?:able|ible)\b|non-?\w+|alone|independent"
    r"|whereas|refus|forbid|forbidden|missing|absent|pure\w*|self-|\w+less\b)",
    re.IGNORECASE,
)
# A heading that turns what stands below it into a denial.
_DENYING_HEADING = re.compile(
    # "Limits" alone; rate limits deny nothing.
    r"^\W*(?:known )?limits\W*$|limitation|out[- ]of[- ]scope|unsupported|prohibited|misuse|caveat|known issue",
    re.IGNORECASE | re.MULTILINE,
)
_CLAUSE_END = re.compile(
    r"[.!?;:,](?=\s|$)|\n|\s(?:and|but|while|whereas|although|though|however)\s|\s-\s|[()]", re.IGNORECASE
)
# What stands under a condition is not said of the artifact.
_CONDITION = re.compile(r"^\W*(?:if|when|whenever|unless|in case)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Hedge:
    """Words by which a quote takes something back, and the words by which a sentence may keep that."""

    quoted: re.Pattern[str]
    said: re.Pattern[str]
    reach: int


# How far a denial or a hedge reaches, in words that count; a word of degree bears on the next one.
_REACH = 4
_NEXT_WORD = 1
_LOOK = 200  # characters in which these words are looked for
_DOUBT = (
    r"may|might|can|could|should|possib\w+|potential\w*|perhaps|likely|often|usually|typically|generally|mostly|sometimes"
    r"|tends?|optional\w*|if|unless|when|where|otherwise|recommend\w*|encourag\w+|suggest\w*|advis\w+|expect\w*|designed"
    r"|intend\w*|aim\w*|about|almost|nearly|approximately|roughly|some|much|many|partly|able|allows?|lets?|enables?|risk\w*"
    r"|option\w*|choose|wish|best|ask\w*|request|worth|prone|permits?|permitted|allowed|supports?"
)
_HEDGES = (
    # It may be so, or not. "Can" is left out: what a tool can do, it does.
    _Hedge(
        _words(r"may|might|could|possibly|potentially|perhaps|likely|sometimes|tends? to|expected to"),
        _words(_DOUBT),
        _REACH,
    ),
    # Nobody is bound to it.
    _Hedge(_words(r"optional(?:ly)?|(?:strongly )?recommended|if necessary|if needed"), _words(_DOUBT), _REACH),
    # Part of it, or nearly.
    _Hedge(
        _words(r"almost|nearly|much of|most of|mostly|some of|partially|partly"),
        _words(rf"{_DOUBT}|most|part"),
        _NEXT_WORD,
    ),
    # Not yet, or not for good.
    _Hedge(
        _words(r"planned|experimental(?:ly)?|beta|alpha|upcoming|coming soon|in the future|work in progress"),
        _words(r"plan\w*|experiment\w*|beta|alpha|upcoming|soon|future|will|preview|progress|early|\w*stable|yet"),
        _REACH,
    ),
    # Unless somebody sets it otherwise.
    _Hedge(
        _words(r"by default|defaults to|default"),
        _words(r"default\w*|unless|otherwise|can|may|initial\w*|preset|preconfigured|configur\w+|standard"),
        _REACH,
    ),
)


def _denials_agree(text: str, exhibit: Exhibit) -> Iterable[Reason]:
    """A sentence denies where its evidence denies: by a word of denial or by one that amounts to it."""
    if _DENIAL.search(_NO_DENIAL.sub(" ", canonical(text).words)):
        grounds = f"{exhibit.quoted}\n{exhibit.above}"
        is_denied = _DENIAL.search(grounds) or _DENYING.search(grounds) or _DENYING_HEADING.search(exhibit.above)
        if not is_denied:
            yield Reason("negation", "the sentence denies something that the quote does not deny")
    elif not _KEEPS_DENIAL.search(text):
        denied = _rephrased(_DENIAL, text, exhibit, reach=_REACH, by_verb=False)
        if denied:
            yield Reason("negation", f"the quote denies (“{denied}”), the sentence does not")


def _hedges_are_kept(text: str, exhibit: Exhibit) -> Iterable[Reason]:
    """What the quote says with a hedge, the sentence says with one."""
    for hedge in _HEDGES:
        hedged = (
            None
            if hedge.said.search(text)
            else _rephrased(hedge.quoted, text, exhibit, reach=hedge.reach, by_verb=True)
        )
        if hedged:
            yield Reason("hedge", f"the quote hedges (“{hedged}”), the sentence does not")
            return


def _rephrased(words: re.Pattern[str], text: str, exhibit: Exhibit, *, reach: int, by_verb: bool) -> str | None:
    """The clause in which one of the words bears on what the sentence says; None where there is none.

    A word bears on what follows it in its clause, one at the end on what goes before. The sentence says that where it
    has half of these words; `by_verb`: and the first, which mostly is the verb.
    """
    said = _stems(text)
    for clause in _clauses(exhibit):
        for match in words.finditer(clause):
            reached = (
                _stem_list(clause[match.end() :][:_LOOK])[:reach]
                or _stem_list(clause[: match.start()][-_LOOK:])[-reach:]
            )
            is_half_said = 2 * len(said.intersection(reached)) >= len(reached)
            if reached and is_half_said and (reached[0] in said or not by_verb):
                return clause
    return None


def _clauses(exhibit: Exhibit) -> list[str]:
    quoted = _NO_DENIAL.sub(" ", exhibit.quoted)
    clauses = (clause.strip() for clause in _CLAUSE_END.split(quoted))
    return [clause for clause in clauses if clause and not _CONDITION.search(clause)]


# -- words that nobody quoted ------------------------------------------------------------------------------

# fmt: off
_STOP = frozenset({
    "a", "all", "also", "an", "and", "any", "are", "as", "at", "be", "by", "can", "do", "does", "each", "for", "from",
    "had", "has", "have", "if", "in", "into", "is", "it", "its", "may", "more", "most", "no", "not", "of", "on", "one",
    "only", "or", "other", "per", "such", "than", "that", "the", "their", "then", "these", "this", "to", "two", "use",
    "used", "user", "users", "uses", "using", "via", "was", "were", "when", "which", "with",
})
# fmt: on
_STEM = 5
_MIN_SHARED_WORDS = 0.25


def _words_are_shared(text: str, exhibit: Exhibit) -> Iterable[Reason]:
    """A sentence that shares almost no word with its quotes and their context rephrases something else."""
    said = _stems(text)
    known = _stems(f"{exhibit.quoted}\n{exhibit.above}\n{exhibit.own}")
    if said and len(said & known) / len(said) < _MIN_SHARED_WORDS:
        yield Reason("coverage", "hardly a word of the sentence is in the quote")


def _stems(text: str) -> set[str]:
    return set(_stem_list(text))


def _stem_list(text: str) -> list[str]:
    words = re.findall(r"[^\W\d_]{2,}", canonical(text).words.casefold())
    return [_singular(word)[:_STEM] for word in words if word not in _STOP]


# -- language ----------------------------------------------------------------------------------------------


def _language_is_known(text: str, exhibit: Exhibit) -> Iterable[Reason]:
    """What is rephrased in, or from, a language without rules is never verified by rule; its own words need none."""
    if _is_verbatim(text, exhibit):
        return
    language, quoted = language_of(text), language_of(" ".join(exhibit.quotes))
    if language and quoted and language != quoted:
        yield Reason(LANGUAGE, f"the sentence is in “{language}”, its quote in “{quoted}”")
    elif (language or quoted) not in {None, ENGLISH}:
        yield Reason(LANGUAGE, f"no rules ship for “{language or quoted}”: an editor must read it")


def _is_verbatim(text: str, exhibit: Exhibit) -> bool:
    said = canonical(text).words
    return any(said in quote for quote in exhibit.quoted.split("\n"))


_CHECKS: tuple[Callable[[str, Exhibit], Iterable[Reason]], ...] = (
    _figures_are_quoted,
    _names_are_quoted,
    _superlatives_are_quoted,
    _strong_words_are_quoted,
    _comparisons_are_quoted,
    _denials_agree,
    _hedges_are_kept,
    _words_are_shared,
    _language_is_known,
)
