"""How far a claim goes: words without exception, duties and their like stand in the quote itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from decompose.domain.any_case import AnyCase
from decompose.domain.claim_check.denials import DENIAL
from decompose.domain.claim_check.exceptions import SPARES
from decompose.domain.claim_check.exhibit import Exhibit
from decompose.domain.claim_check.words import Sentence, is_light, stem, whole_words
from decompose.domain.document import Span
from decompose.domain.examination import Finding, Outcome
from decompose.domain.quantities import figures, in_figures

SCOPE = "scope"


@dataclass(frozen=True, slots=True)
class _Strong:
    """A word that leaves no exception, and the words of a quote that leave none either."""

    said: AnyCase
    quoted: AnyCase


_WHOLE = (
    r"all|every\w*|each|any\w*|always|entire\w*|whole|complete\w*|full\w*|universal\w*|regardless"
    r"|both|never|no|whatever|arbitrary|for \w+ in|per(?= \w)|100(?= ?%)"
)
_WITHOUT_EXCEPTION = whole_words(_WHOLE)
# "Fully managed" leaves nothing of the managing out; it does not speak of every tier.
_OF_A_QUALITY = re.compile(r"\b(?:full|fully|complete|completely) \w+", re.IGNORECASE)
# All of its source is open where it is fully open source.
_ALL_OF_IT = re.compile(r"all of (?:its|the|their)\b", re.IGNORECASE)
_STRONG = (
    # "All", "any" and "always" rephrase one another, and "no ... not" as well.
    _Strong(
        whole_words(r"always|invariably"),
        whole_words(
            r"all|every\w*|each|any\w*|always|whenever|regardless|both|never|no|whatever|constant\w*|continuous\w*"
            r"|permanent\w*|forever|deterministic\w*|reproducib\w*|idempotent"
        ),
    ),
    _Strong(
        whole_words(
            r"every(?:one)?(?! (?:second|minute|hour|day|week|month|year)\b)|(?:(?<!\bin )"
            r"|(?=all \w))(?<!\bnot )(?<!\bat )(?<!\babove )all(?! (?:but|told|in all|two|three|four"
            r"|five|six)\b)"
            r"|no matter|without (?:an? |any )?exceptions?"
        ),
        _WITHOUT_EXCEPTION,
    ),
    # A duty is also said by what needs, requires or allows nothing else.
    _Strong(
        whole_words(r"must|(?<!not )mandatory|insists?"),
        whole_words(
            r"reject\w*|refus\w*|must|mandatory|opt-in|requir\w+|need\w*|necessary|ha(?:s|ve) to|shall|only|not"
            r"|make sure|ensure|please|should"
            r"|depend\w*|prerequisites?|minimum"
        ),
    ),
    _Strong(
        whole_words(
            r"whatever(?= \w+ (?:\w+ )?(?:is|are|was|you|it|they|one|somebody|happens|comes)\b)"
            r"|whatever (?:the|its|their|they|it)|regardless of|irrespective of|independent(?:ly)? of|under all"
            r" circumstances|in all cases"
        ),
        whole_words(rf"{_WHOLE}|which(?:so)?ever|irrespective|independent\w*|wherever|however|custom|different"),
    ),
    _Strong(
        whole_words(r"whichever"),
        whole_words(rf"{_WHOLE}|which(?:so)?ever|choice|choose|prefer\w*|want\w*|like|differen\w+|various"),
    ),
    _Strong(
        whole_words(r"(?:any|each|every one) of the|every single|no matter (?:which|what|how)"),
        _WITHOUT_EXCEPTION,
    ),
    _Strong(
        whole_words(r"(?:nobody|no one|no user)\b(?=.*\b(?:ever|at all|whatsoever)\b)"),
        whole_words(r"nobody|no (?:one|user)|none|never|any\w*|all|every\w*"),
    ),
    _Strong(
        whole_words(r"never"),
        whole_words(
            r"never|not?|without|cannot|none|nothing|zero|always|only|\w+n't|non-?\w+|un\w+ed|\w+less|refus\w+"
            r"|forbid\w*"
            r"|forbidden|prohibit\w*|prevent\w*|exclud\w+|omit\w*|ignor\w+|skip\w*|immutable|read-only|stays?|kept"
        ),
    ),
    _Strong(
        whole_words(r"(?:certain|sure|bound) to|inevitabl[ey]|definitely|certainly|undoubtedly|without fail"),
        whole_words(
            r"certain\w*|sure|bound|inevitab\w+|definite\w*|undoubted\w*|guarantee\w*|ensur\w+|always|never|will|must"
        ),
    ),
    _Strong(whole_words(r"(?<!not )guarantee[sd]?"), whole_words(r"guarantee\w*|ensur\w+|certain\w*|may")),
    _Strong(
        whole_words(r"fully|completely"),
        whole_words(r"full\w*|complete\w*|entire\w*|whol\w+|all|total\w*|100(?= ?%)|pure\w*"),
    ),
)
# What the reader is permitted, everybody is.
_PERMITS_ALL = re.compile(
    r"\b(?:every(?:one|body)|any(?:one|body)|whoever|all users?)\b[^.;]{0,30}?\b(?:free|may|can|could|allowed|permitted"
    r"|welcome|invited|entitled|able)\b",
    re.IGNORECASE,
)
_PERMITS = whole_words(
    r"you (?:are|'re)? ?(?:\w+ )?(?:free|may|can|could|allowed|permitted|welcome|invited|entitled|able)|feel free"
    r"|(?:permission|rights?) (?:is|are) (?:hereby )?granted|any person|public\w*|free(?:ly)? (?:to|for|available)"
    r"|open[- ]source"
    r"|(?:are|is) welcome|permits?|allows?|licen[sc]ed?"
)
# "A, B and C are all accepted": all of those that were just named.
_ALL_THESE = re.compile(r"\band [\w.+#-]+(?: \w+)? (?:(?:are|were|have|can) )?all\b", re.IGNORECASE)
_CERTAINLY = next(strong for strong in _STRONG if strong.said.search("bound to"))
_MAYBE = whole_words(r"may|might|could|possibly|perhaps")
_DUTIES = next(strong for strong in _STRONG if strong.said.search("must"))
# Weaker than those: a reader takes "any" and "everything" for a manner of speaking.
_LOOSE = whole_words(
    r"(?<!hardly )(?<!without )(?<!if )any(?!\w)(?! (?:of|more)\b)|everything|everywhere|(?<!hardly )anything|anywhere"
    r"|anyone(?! who (?:wish|want|like|car|choos)e?s?)"
    r"|whatever"
)
_BOTH = whole_words(r"both")
_NOT_ONLY = whole_words(r"not (?:only|just|merely)")
_MORE = whole_words(
    r"not (?:only|just|merely)|also|other\w*|any|more|beyond|as well|both|too|further|plus|including|and"
)
# "May need to" obliges nobody.
_PERHAPS = whole_words(
    r"(?:may|might|could)(?: also| still| then)? (?:need|have|require|be (?:needed|required|necessary))"
)
_OBLIGES = whole_words(
    r"must|ha(?:s|ve) to|required|requires?|mandatory|needs? to|compulsory|necessary|needed|prerequisites?"
    r"|depends on(?! (?:whether|how|which|what|where|when|who|why|if)\b)"
)
_LEAVES_OPEN = whole_words(
    r"optional(?:ly)?|may|might|could|can be|you can|recommended|alternatively|opt-in"
    r"|(?:not|n't)(?: \w+)? (?:required|necessary|needed|mandatory)|need not|needn't"
)
_SWITCHED_ON = whole_words(
    r"(?:switch|turn)(?:ed|ing)? (?:\w+ )?on|enabl\w+|activat\w+|opt(?:ed|ing)? in|explicit\w*|asked for|request\w*"
    r"|consent\w*|chosen|set|allowed|permitted|approv\w+"
)
_OFF_AT_FIRST = whole_words(
    r"opt-in|opt(?:ed|ing)? in|off by default|disabled by default|not (?:\w+ )?(?:enabled|active|on) by default"
    r"|on request"
    r"|by default (?:\w+ ){0,3}?(?:off|disabled|not)|unless (?:you |it is |they are )?(?:enabl\w+|ask\w*|request\w*"
    r"|set)"
)
# What only those need who want something is no duty for everybody.
_FOR_WHOM = re.compile(r"\b(?:whoever|anyone who|those who|asked for)\b|^(?:in order )?to\b|^for\b", re.IGNORECASE)
_SOFTENS = re.compile(rf"\b(?:optional(?:ly)?|may|might|recommended|if|should)\b|{_FOR_WHOM.pattern}", re.IGNORECASE)
_LEAVES_OUT = whole_words(
    r"optional(?:ly)?|can be (?:left out|omitted|skipped|dropped)|need not|not (?:needed|required"
    r"|necessary)|voluntary|unnecessary"
)
# "Set the key" is an order, "sets the key" is none.
_FIRST_WORD = re.compile(r"\w+\b(?<![^s]s)")
_DUTY = re.compile(r"\bmust (?:be |first be )?(\w+)", re.IGNORECASE)


def strong_words_are_quoted(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Always, every, must, guaranteed ...: the quote itself has such a word of the same kind."""
    said = _ALL_THESE.sub(lambda these: "·" * len(these[0]), claim.text)
    for strong in _STRONG:
        match = strong.said.search(said)
        if not match:
            continue
        # "Both" and "no" make nothing whole where the claim has them too, or denies nothing.
        spent = {"both"} if _BOTH.search(claim.text) else set()
        spent |= set() if DENIAL.search(claim.text) or strong not in _STRONG[:2] else {"no", "never"}
        is_of_one = strong is not _STRONG[1] or _ALL_OF_IT.match(said, match.start())
        grounds = exhibit.quoted if is_of_one else _OF_A_QUALITY.sub(" ", exhibit.quoted)
        quoted = {word.casefold() for word in strong.quoted.findall(grounds)} - spent
        is_doubted = strong is _CERTAINLY and _MAYBE.search(exhibit.quoted)
        is_told = strong is _DUTIES and (_is_ordered(claim.text, exhibit) or _FOR_WHOM.search(claim.text))
        is_told = is_told or bool(_PERMITS_ALL.search(claim.text) and _PERMITS.search(exhibit.quoted))
        if (not quoted or is_doubted) and not is_told:
            detail = f"“{match.group()}” goes further than the quote"
            yield Finding(SCOPE, Outcome.FAILED, detail, Span(*match.span()))
    yield from _duties_are_kept(claim, exhibit)
    yield from _numbered_are_not_all(claim, exhibit)
    more = _NOT_ONLY.search(claim.text)
    if more and not _MORE.search(exhibit.quoted):
        detail = f"“{more.group()}” goes further than the quote"
        yield Finding(SCOPE, Outcome.UNKNOWN, detail, Span(*more.span()))
    match = _any_of_a_sort(claim, exhibit)
    if match and not _WITHOUT_EXCEPTION.search(exhibit.quoted):
        detail = f"“{match.group()}” goes further than the quote"
        yield Finding(SCOPE, Outcome.FAILED, detail, Span(*match.span()))
        return
    match = next((one for one in _LOOSE.finditer(claim.text) if not _is_of_a_sort(one, claim, exhibit)), None)
    if match and not _WITHOUT_EXCEPTION.search(exhibit.quoted):
        detail = f"“{match.group()}” may go further than the quote"
        yield Finding(SCOPE, Outcome.UNKNOWN, detail, Span(*match.span()))


_ANY = re.compile(
    r"\bany (?:(?:kind|sort|type) of )?(?!(?:of|more|one|that|who|whose|which|other|further|longer|time|way|case)\b)"
    r"(?P<what>[\w-]+(?: [\w-]+){0,2})",
    re.IGNORECASE,
)
_A = re.compile(r"\ban? $", re.IGNORECASE)
# Of "4 or newer" any newer version is one.
_BEYOND_A_BOUND = re.compile(r"(?:later|newer|higher|greater|older|earlier|lower)\b", re.IGNORECASE)
_BOUND = re.compile(
    r"\d\+|[<>]=?|\d,? (?:or|and) (?:any )?(?:later|newer|higher|greater|above|up|older|earlier|lower|below)\b"
    r"|\d \(\w+\) or \w+er\b|\d onwards?\b|\bat (?:least|most)\b|\b(?:min|max)(?:imum)?\b",
    re.IGNORECASE,
)
# After a denial or in a question "any" means one at most.
_ANY_AT_ALL = re.compile(
    r"(?:\b(?:not|never|no|nor|without|if|whether|hardly|than|before|until|unless|free of)|n't|\b(?:prevent|avoid|lack"
    r"|forbid|refus|skip|ignor|exclud|leav|drop|remov)\w*)\b[^.;]*$",
    re.IGNORECASE,
)


def _any_of_a_sort(claim: Sentence, exhibit: Exhibit) -> re.Match[str] | None:
    """Where the claim speaks of any such thing, and the quote does not speak of such things at large."""
    for match in _ANY.finditer(claim.text):
        if _ANY_AT_ALL.search(claim.text[: match.start()]):
            continue
        things = Sentence(match["what"]).stems
        if _BEYOND_A_BOUND.match(match["what"]) and _BOUND.search(exhibit.quoted):
            continue
        if not _is_told_at_large(things, claim, exhibit):
            return match
    return None


def _is_of_a_sort(loose: re.Match[str], claim: Sentence, exhibit: Exhibit) -> bool:
    """Whether it is the "any" of things of which the quote speaks at large: "works with endpoints"."""
    what = _ANY.match(claim.text, loose.start())
    return what is not None and _is_told_at_large(Sentence(what["what"]).stems, claim, exhibit, of_one=False)


def _is_told_at_large(things: frozenset[str], claim: Sentence, exhibit: Exhibit, *, of_one: bool = True) -> bool:
    """Whether the quote speaks of such things, or `of_one`, with no other word before it than the claim has."""
    words, text = exhibit.evidence.words, exhibit.evidence.text
    for number, word in enumerate(words):
        if word.stem not in things:
            continue
        first = number
        while first and text[words[first - 1].end : words[first].start] in {" ", "-"}:
            first -= 1
        others = [other.stem for other in words[first:number] if not is_light(other.stem)]
        is_one = of_one and _A.search(text, 0, words[first].start)
        if (is_one or text[word.start : word.end].endswith("s")) and claim.meanings.issuperset(others):
            return True
    return False


_ANY_OF = re.compile(r"\b(?:any|every|each|all)(?: of the)? (?:\w+ )??(\w{4,})\b", re.IGNORECASE)


def _numbered_are_not_all(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """Eight languages are not every language."""
    if figures(claim.text).quantities:
        return
    for match in _ANY_OF.finditer(claim.text):
        noun = re.escape(match[1].casefold().removesuffix("s"))
        numbered = re.search(rf"(?<![\w.])\d+ (?:\w+ )?{noun}s\b", in_figures(exhibit.quoted), re.IGNORECASE)
        if numbered and not re.search(
            rf"\b(?:any|every|each|all)\b[^.,;\n]{{0,30}}\b{noun}", exhibit.quoted, re.IGNORECASE
        ):
            detail = f"“{match.group()}” where the quote says “{numbered.group()}”"
            yield Finding(SCOPE, Outcome.FAILED, detail, Span(*match.span()))
            return


def _duties_are_kept(claim: Sentence, exhibit: Exhibit) -> Iterator[Finding]:
    """What the quote leaves open is no duty in the claim; what it makes a duty is perhaps not left open there."""
    duty, leave = _OBLIGES.search(SPARES.sub(_blank, claim.text)), _LEAVES_OPEN.search(exhibit.quoted)
    # What is left off until somebody asks for it has to be switched on.
    is_switched_on = bool(_SWITCHED_ON.search(claim.text) and _OFF_AT_FIRST.search(exhibit.grounds))
    if (
        duty
        and leave
        and not is_switched_on
        and not _OBLIGES.search(_PERHAPS.sub(" ", exhibit.quoted))
        and not _SOFTENS.search(claim.text)
    ):
        detail = f"“{duty.group()}” where the quote says “{leave.group()}”"
        yield Finding(SCOPE, Outcome.FAILED, detail, Span(*duty.span()))
    leave, duty = _LEAVES_OUT.search(claim.text), _OBLIGES.search(SPARES.sub(_blank, exhibit.quoted))
    if leave and duty and not _LEAVES_OPEN.search(exhibit.quoted) and not _LEAVES_OUT.search(exhibit.quoted):
        detail = f"“{leave.group()}” where the quote says “{duty.group()}”"
        yield Finding("duty", Outcome.UNKNOWN, detail, Span(*leave.span()))


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _is_ordered(text: str, exhibit: Exhibit) -> bool:
    """A duty that the quote gives as an order: a clause of it begins with the verb of the duty."""
    duties = {stem(verb) for verb in _DUTY.findall(text)}
    firsts = (_FIRST_WORD.match(clause.text) for clause in exhibit.evidence.clauses)
    return any(stem(first.group()) in duties for first in firsts if first)
