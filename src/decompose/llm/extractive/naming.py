"""What a record is called: three to seven words out of a heading, a label or the sentence itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from itertools import dropwhile

from decompose.llm.extractive.headings import GENERIC
from decompose.llm.extractive.verbs import VERBS, tellings

_MAX_WORDS = 7
_MIN_WORDS = 3
_MAX_CHARACTERS = 70
_SHORT = 4
_WIDE_LIMIT = 24
# Names with more words in common than this share of all their words are taken for the same.
_SAME = 0.7
_EDGE_MARKS = "\"'():,.;!?"
_DECORATION = re.compile(r"[^\w\s'’\"./+#&,:()–—-]|[\u2600-\u27bf\ufe0f]|_{2,}")
# A number in brackets leads to a note and is no word.
_NOTE = re.compile(r"\s?\[\^?\d{1,3}\](?!\()")
_NUMBERING = re.compile(
    r"^\s*(?:\d+(?:\.\d+)*[.):]?|[a-z][.)]|(?:approach|method|option|part|phase|step|way) \d+:?)\s+", re.IGNORECASE
)
# Hyphens at which no line breaks are hyphens.
_HYPHENS = str.maketrans("\u2010\u2011", "--")
_MARKS = re.compile(r"[;:.!?]+(?=\s|$)|[()\"“”]")
_NO_WORD = re.compile(r"^\W+$")
_FEATURES = re.compile(r"(?<=\S)\s+(?:key |main )?(?:features|highlights)$", re.IGNORECASE)
_VERSION = re.compile(r"^v\d[\w.]*$|^\d+(?:\.\w+)+\+?$", re.IGNORECASE)
# What follows a version and is nothing without it.
_COUNTING_ON = frozenset("above and earlier greater higher later newer older or up version versions".split())
_PARENTHESIS = re.compile(r"\s*\([^()]*\)?")
_ASIDE = re.compile(r"\s\([^()]*\)(?=[\s,.;:!?]|$)")
_DASH_OR_COLON = re.compile(r"\s[–—-]+\s|:\s")
_CLAUSE_END = re.compile(
    r"\s[–—-]\s|[,;:.!?](?:\s|$)|[()\"“”—–]|"
    r"\s(?:that|which|who|so|because|while|when|if|where|unless|whereas|rather than|making|allowing|enabling|is|are|"
    r"was|were|may|can|will|"
    r"must|has|have)\s"
)
_WIDE_CLAUSE_END = re.compile(r"[，、；：。！？,.;:（(]")
_LOOSE_ENDS = frozenset(
    """
    a across also an and any as at be between both but by can each either for from if in including into is are it its
    like more most multiple new no not of on or other our over per some such than that the their them these this those
    through to under using various several different via when where which while who will with within without your
    about all based so e.g i.e
    """.split()
)
# No name ends with these, though one may begin with them: they wait for what they lead to.
_EXPECTING = frozenset(
    """
    according already based being better built called can could designed every how intended just licensed many may might
    must named need needs only required rather should supported they're useful want wants we're would written yet you're
    """.split()
)
# The same in other languages of documents: articles, and what stands before a noun.
_EXPECTING_ELSEWHERE = frozenset(
    """
    am auf aus bei das dem den der des durch ein eine einem einen einer für im ins mit nach oder sowie über um und unter
    vom von vor zu zum zur aux avec dans du et les ou par pour sur une con del el gli il las los para por un una y
    """.split()
)
# What begins a phrase that hangs on the words before it.
_LINKS = frozenset("against as at by for from in inside into of on over through to using via when with within".split())
_AMOUNTS = frozenset(
    "amount event kind lot majority number orders pair part range series set sort state variety".split()
)
# A clause of its own begins there.
_TURNS = _LINKS | {"because", "if", "that", "where", "which", "who", "whose"}
_ARTICLES = frozenset({"a", "an", "the"})
# A phrase that begins so tells a state, not a job.
_STATES = re.compile(
    r"^(?:is|are|be|been|was|were|has|have|had|not|also|it|they|this|these|that|we|i|there)\b|^$", re.IGNORECASE
)
_OPENING = re.compile(
    r"^(?:by|with|in|for|on|from|at|as|when|if|while|using|after|before)\b[^,.]{1,50}, ", re.IGNORECASE
)
_LIST_OF_ACTS = re.compile(r"^\w+: .+ and \w+")
_PLURAL = re.compile(r"(?<=\w{3})(?<!s)s$")
# Words that end so with one of a thing as well; of others "ie" is what is left of "ies".
_ONE_IE = frozenset("brie cookie genie movie rookie selfie zombie".split())
_IDENTIFIER = re.compile(r"^\S*[_./]\S*$|^[a-z]+[A-Z]\w*$|^[a-z][a-z0-9-]*$")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How the words of a text are written.

    `common` stand in lower case somewhere, `proper` with a capital inside a sentence, `own` are those of the artifact's
    names, `title` those of its title and names that are no common words. Only own and proper ones keep capitals.
    """

    common: AbstractSet[str]
    proper: AbstractSet[str]
    own: AbstractSet[str]
    title: AbstractSet[str]

    def lowered(self, words: str) -> str:
        return " ".join(self._lower(word) for word in words.split())

    def names_nothing(self, words: list[str]) -> bool:
        """Whether a heading of these words says only what the artifact is called, or what any heading says."""
        return any(all(word in GENERIC or word in known for word in words) for known in (self.own, self.title))

    def _lower(self, word: str) -> str:
        folded = word.strip(_EDGE_MARKS).casefold()
        is_plain = (word[:1].isupper() and word[1:].islower()) or len(folded) == 1
        is_name = folded in self.own or (folded in self.proper and folded not in self.common)
        return word.casefold() if is_plain and not is_name else word


@dataclass
class Namer:
    """Gives each record of one answer a name of its own."""

    vocabulary: Vocabulary
    _taken: list[frozenset[str]] = field(default_factory=list)

    def name(self, title: str, sentences: Iterable[str], *, above: str = "") -> str | None:
        """The first name that no record has yet; None where none is left.

        It is made of the title, else of a sentence, else of both or of the heading `above`.
        """
        told = [phrase for sentence in sentences if (phrase := self.phrase(sentence))]
        for candidate in _candidates(self.title(title), told, self.title(above)):
            bag = frozenset(re.findall(r"\w+", candidate.casefold()))
            if bag and not any(_alike(bag, other) for other in self._taken):
                self._taken.append(bag)
                return candidate
        return None

    def title(self, title: str) -> str | None:
        """A heading or label as a name; None where it names no job."""
        bare = _PARENTHESIS.sub("", title).translate(_HYPHENS)
        words = _FEATURES.sub("", _NUMBERING.sub("", _DECORATION.sub(" ", _NOTE.sub("", bare)).strip()))
        first = words if _LIST_OF_ACTS.match(words) else _DASH_OR_COLON.split(words, maxsplit=1)[0]
        kept = [word for word in (first if _is_telling(first) else words).split() if not _VERSION.match(word)]
        is_code = len(kept) == 1 and re.search(r"[_.]", kept[0]) is not None
        plain = [re.sub(r"\W", "", word).casefold() for word in kept]
        if title.rstrip().endswith(("?", "？")) or is_code or self.vocabulary.names_nothing(plain):
            return None
        return self.vocabulary.lowered(_clipped(_without_loose_start(kept))) or None

    def phrase(self, sentence: str) -> str | None:
        """The words of a sentence that tell the job: the verb in its base form with what follows."""
        words = _DECORATION.sub(" ", _NOTE.sub("", sentence.translate(_HYPHENS))).strip()
        opens_with_name = words.split(" ", 1)[0].casefold() in self.vocabulary.own
        for rest in (*tellings(words, opens_with_name=opens_with_name), _OPENING.sub("", words)):
            clause = _clause(rest)
            if not _STATES.match(clause) and (is_wide(clause) or len(clause.split()) >= _MIN_WORDS):
                return self.vocabulary.lowered(clause)
        return None


def is_wide(words: str) -> bool:
    """Written without spaces between words."""
    return sum(character > "\u2e7f" for character in words) * 2 > len(words)


def is_identifier(label: str) -> bool:
    """A name of code (git_status, createIssue), which says less than its description."""
    return bool(_IDENTIFIER.match(label))


def tokens_of(identifier: str) -> list[str]:
    """The words inside a name of code, without the plural's s."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", identifier)
    words = (word.casefold() for word in re.split(r"[\W_]+", spaced) if word)
    return [_PLURAL.sub("", word) for word in words]


def title_of_group(labels: list[str], common: AbstractSet[str]) -> str:
    """What several names of code share, and what sets them apart: "issue: create, list and update"."""
    tokens = [tokens_of(label) for label in labels]
    shared = {word for word in tokens[0] if all(word in others for others in tokens)}
    subjects = [word for word in tokens[0] if word in shared and word not in common and word not in VERBS]
    subject = subjects[0] if subjects else tokens[0][0]
    rest = list(dict.fromkeys(" ".join(word for word in words if word not in shared) for words in tokens))
    apart = [" ".join(map(_singular, words.split())) for words in rest if words]
    subject = _singular(subject)
    *most, last = apart or [""]
    return f"{subject}: {', '.join(most)} and {last}" if most else f"{subject} {last}".strip()


def _singular(token: str) -> str:
    """A token as it is written: "advisorie" of "advisories" is an advisory."""
    return f"{token[:-2]}y" if len(token) > _SHORT and token.endswith("ie") and token not in _ONE_IE else token


def _candidates(title: str | None, told: list[str], above: str | None) -> Iterator[str]:
    if title and (is_wide(title) or _is_telling(title)):
        yield title
    elif title and told:
        yield told[0] if title.casefold() in told[0].casefold() else _clipped(f"{title}: {told[0]}")
    yield from told
    for heading in filter(None, (title, above)):
        yield from (_clipped(f"{heading}: {phrase}") for phrase in told)
        yield from (f"{heading}: {_clipped(phrase, _MIN_WORDS)}" for phrase in told)


def _is_telling(title: str) -> bool:
    """Two words at least that are not said of everything, or a list of what is done to one thing."""
    own = [word for word in title.split() if re.sub(r"\W", "", word).casefold() not in GENERIC]
    return len(own) > 1 or bool(_LIST_OF_ACTS.match(title))


def _clause(words: str) -> str:
    """The first clause, without loose ends; across its comma where it alone is too short."""
    if is_wide(words):
        return _whole_words(_WIDE_CLAUSE_END.split(words.strip(), maxsplit=1)[0])
    rest = _without_loose_start(_ASIDE.sub("", words).split())
    end = _CLAUSE_END.search(rest)
    clause = _clipped(_without_subject_of(end, rest) if end else rest)
    is_list = end is not None and end.group().startswith(",")
    is_between_adjectives = is_list and clause.split()[-2:-1] and clause.split()[-2].casefold() in _ARTICLES
    if len(clause.split()) < _MIN_WORDS + is_list or is_between_adjectives:
        return _clipped(_MARKS.sub(" ", rest))
    return clause


def _whole_words(clause: str) -> str:
    """As much of a clause in wide letters as a name holds; where it has spaces, up to one."""
    kept = clause[:_WIDE_LIMIT]
    return kept.rpartition(" ")[0] or kept if clause[_WIDE_LIMIT : _WIDE_LIMIT + 1].strip() else kept.strip()


def _without_subject_of(end: re.Match[str], rest: str) -> str:
    """The words before the end of a clause, without what begins another: "list folders the hub" of "... may read"."""
    before = rest[: end.start()].split()
    if not end.group().strip().isalpha():
        return " ".join(before)
    subject = [place for place, word in enumerate(before) if word.casefold() in _ARTICLES and place >= _MIN_WORDS]
    is_own = subject and before[subject[-1] - 1].casefold() not in _LINKS | _LOOSE_ENDS
    return " ".join(before[: subject[-1]] if is_own else before)


def _without_loose_start(words: list[str]) -> str:
    return " ".join(dropwhile(_is_loose, words))


def _is_loose(word: str) -> bool:
    return word.casefold() in _LOOSE_ENDS or bool(_VERSION.match(word) or _NO_WORD.match(word))


def _clipped(words: str, limit: int = _MAX_WORDS) -> str:
    """At most `limit` words, ending on one that can end a name."""
    whole = _without_versions(words.split())
    kept = whole[:limit]
    if len(whole) > limit and _is_cut_between(kept[-1].casefold(), whole[limit].casefold()):
        kept = _without_cut_phrase(kept)
    while kept and (_is_expecting(kept[-1]) or len(" ".join(kept)) > _MAX_CHARACTERS):
        kept.pop()
    return " ".join(kept).strip(" ,;:.-–—'\"")


def _without_versions(words: list[str]) -> list[str]:
    """Words without versions, nor "or newer" behind one."""
    kept: list[str] = []
    is_behind = False
    for word in words:
        is_version = bool(_VERSION.match(word.strip(_EDGE_MARKS)))
        is_behind = is_version or (is_behind and word.strip(_EDGE_MARKS).casefold() in _COUNTING_ON)
        kept += [] if is_behind else [word]
    return kept


def _is_expecting(word: str) -> bool:
    bare = word.strip(_EDGE_MARKS).casefold()
    return bare in _LOOSE_ENDS or bare in _EXPECTING or bare in _EXPECTING_ELSEWHERE or bool(_NO_WORD.match(word))


def _is_cut_between(last: str, following: str) -> bool:
    """Whether two words stand in one phrase; what is told "of" a thing belongs to it."""
    return "of" in (last, following) or not {last, following} & (_TURNS | _LOOSE_ENDS)


def _without_cut_phrase(kept: list[str]) -> list[str]:
    """Words without the phrase inside which they were cut off: "in the knowledge" of "in the knowledge graph"."""
    turns = [place for place, word in enumerate(kept) if word.casefold() in _TURNS]
    last = max((place for place in turns if _begins_phrase(kept, place)), default=0)
    is_alone = last > 1 and kept[last - 2].endswith(":")
    return kept[:last] if last >= _MIN_WORDS and not is_alone else kept


def _begins_phrase(kept: list[str], place: int) -> bool:
    """Whether words can end before this one: not behind "a number", of which nobody knows yet what is counted."""
    following = kept[place + 1 : place + 2]
    is_of_an_amount = kept[place].casefold() == "of" and kept[place - 1].casefold() in _AMOUNTS
    return bool(following) and following[0].casefold() not in ("or", "and") and not is_of_an_amount


def _alike(words: frozenset[str], other: frozenset[str]) -> bool:
    return len(words & other) / len(words | other) >= _SAME
