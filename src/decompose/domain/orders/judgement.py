"""Whether a sentence gives a language model an order: a judgement by weights, for phrasings that no pattern foresees.

A sentence is looked at as the parts its words play (`roles`). Three small tables say what speaks for an order: who is
spoken to, and what he is told; and what speaks against one. A model that is called and told nothing is no order, nor is
a directive that nobody is called for. The weights were found by a search over the sentences in
`tests/domain/test_addressed.py` and real documents of tools, and are rounded to halves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from decompose.domain.orders.roles import told

# What two sentences are apart by. A line is one, a cell of a table another.
_SENTENCE_END = re.compile(r"[.!?。！？]+(?=[\s\"'`)]|$)|[\n\t]|(?<=\s)(?:#+|//+)(?=\s)")
_QUOTATION = re.compile(r"\"([^\"\n]{2,400})\"|`([^`\n]{2,400})`|(?<!\w)'([^'\n]{8,400})'(?!\w)")
_LEAST_LETTERS, _MOST_PARTS = 6, 160
_LINE_ENDS = {"\n", "\t"}

_C = "[^:,?]"  # anything within a clause
_AT = "(?:^|[,:&])"  # where a clause begins
_MODEL = "m[wW]?"
_ACT = "[aJOG]"
_DOES = "[rKGaJ]"
_NOTE = "(?:g|^[t.]?Q)B?[oD]{1,2}[dDu.t]{0,2}"
_ADVERBS = "[i!B-]{0,3}o?"
# The strongest of these counts whole, the next one half.
_WHO = (
    (5.0, "^(?:g|!,),?[Dd]{0,2}[mw][wW]?[,:]"),  # a greeting to one
    (6.0, rf"{_NOTE}(?:m|u[wWrK])(?:[hrK]{_C}{{0,9}}|[^:,?k]{{0,2}})(?:[:,]|$)"),  # a note to a model
    (4.0, rf"{_NOTE}(?:[rK]?W|dw|Dw[hrK]).{{0,9}}[:,]"),  # a note to a worker
    (5.0, rf"(?:^|g)[oD]{{1,2}}[.]{{0,2}}j{_DOES}.{{0,9}}[:,]"),  # a note to whoever reads or writes
    (4.0, rf"^[go]{{0,2}}[oDd]{{1,2}}{_MODEL}h?B?[rK]{_C}{{0,9}}[:,]"),  # for one that reads or writes
    (3.0, rf"^[oDdi:.]{{0,3}}{_MODEL}(?:[hrKo]{_C}{{1,9}})?:"),  # a model by name, then a colon
    (3.0, rf"^[oDdi:.!]{{0,3}},?{_MODEL}(?:[hrK]{_C}{{1,9}})?,"),  # a model by name, then a comma
    (1.5, rf"^[oDdi:.]{{0,3}}[rK.u]?[wW](?:[hrK]{_C}{{1,9}})?:"),  # a worker, then a colon
    (2.0, rf"^[oDdi:.]{{0,3}}[rK.u]?[wW](?:[hrK]{_C}{{1,9}})?,"),  # a worker, then a comma
    (4.0, "^g[oDdt.p]{0,2}[mwWu][mwWu.]?&[mwWu.]{1,3}[:,]"),  # attention, one and another
    (4.0, "^(?:w,!|ww:)"),  # model, please
    (3.0, "[aJOG].*,.?[mw][.:]?$"),  # called at the end
    (5.0, rf"(?:^|[,:&fM!.])(?:yB|By|!yB|R|y.oB|(?<=[:f])DwB){_C}{{0,3}}m[wW]?(?:[,:h&]|$)"),  # you are a model
    (4.0, rf"f(?:yB|By|R|DwB){_C}{{0,3}}[wW]h"),  # you are a worker that
    (2.0, rf"f(?:yB|By|R|DwB){_C}{{0,3}}[wW][,:]"),  # if you are a worker
    (3.0, rf"{_AT}Z[rK]t"),  # by reading this
    (2.5, "f[Dd].?[mw]B[!Q]"),  # if one is asked
    (4.0, "^mi"),  # a model always
    (4.5, rf"(?:W|u{_C}?[wn])B!{{1,2}}[oh]"),  # workers are asked to
    (3.0, rf"(?:W|u{_C}?[wn])Bo[aJ]"),  # workers are to
    (4.0, "(?:^|M|[:&])y,[fD.d]{0,2}[.]?[mw]"),  # you, the model
    (4.0, rf"{_AT}f[Dda].?[mw]{_C}{{0,6}},?y"),  # as a model, you
    (3.0, rf"(?:{_MODEL}|[jN]){_C}?B?h?B?i?[rKG][^:,?f]{{0,2}}(?:t[pnC.zw]|t)"),  # a model that reads this
    (
        2.0,
        rf"(?:W|[durK.]{_C}?w|^{_C}?w){_C}?B?h?B?i?[rKG]{_C}{{0,2}}(?:t[pnC.]|t(?![a-z]))",
    ),  # a worker that reads this
    (3.0, rf"(?:{_MODEL}|W|[jN]|[durK.]{_C}?w)h?B?i?K[Dd].{{0,2}}[pn]"),  # one that writes a summary
    (4.0, rf"j{_C}?{_DOES}"),  # whoever writes
    (4.0, rf"[rKxaJOG.]Z[dDu.]{{0,2}}(?:m|[rK]?W|u{_C}?[wW.rKB])|B[rK]Z[dD]?{_C}?w"),  # done by one
    (6.0, "Bi?om(?:s|$|:$)"),  # for models only
    (3.0, rf"Bi?o{_C}?m|^sio|^[.]{{0,2}}oD[.]{{1,2}}od"),  # meant for one
    (3.0, rf"Q{_C}{{0,3}}(?:m|W|u{_C}?[wW]|Dr?w)(?:{_C}{{0,4}}o?[aJOG]|n)|!h{_C}?(?:m|W|uW)"),  # a wish to models
    (
        2.5,
        rf"(?<!D){_MODEL}(?!n)[^:,?P]{{0,4}}![oiB-]{{0,3}}{_ACT}|{_MODEL}B[!.]?!?o|mh{_C}{{1,6}}!{_ACT}",
    ),  # a model must, not "the model"
    (2.5, rf"(?:W|[durK.]{_C}?w|[jN]{_C}?)[^:,?P]{{0,6}}![oiB-]{{0,3}}{_ACT}"),  # workers must
    (3.0, rf"(?:d[.]m|m[wW])M{_C}?{_ACT}|WM-"),  # a model may
    (4.0, rf"Y[K.]?n(?!.C)|{_ACT}.{{0,12}}Y[aG](?![z.])|^{_C}{{0,3}}Y[aG]"),  # your summary
    (1.5, "Y(?:i?e?k|[.]p$)"),  # your instructions
    (
        2.5,
        rf"(?:f|[nDp])[!i]?y[!iBM.]{{0,3}}[KaJG]{_C}{{0,5}}[ntp]|[nt]y[!iB]{{0,2}}[KGaJ]|jyK",
    ),  # the text that you write
    (2.5, rf"{_AT}fK{_C}*,"),  # when summarising, ...
    (1.5, "^fy.t|^R?yB"),  # when you reach this
    (2.5, "^f!"),  # when asked
    (2.0, rf"(?:n|[Dt]a|Dp)(?:[oh.]{_C}{{1,4}}|Z{_C}{{1,4}})?[!M][oiB-]{{0,3}}{_ACT}"),  # a summary must
    (3.0, "n!B"),  # the answer is to be
    (4.0, rf"^[Ddi][.s]{{0,2}}[na]{_C}{{0,7}}(?:Bi?:?q|[BM].*s|BC.$)"),  # the right summary is
    (3.0, rf"y{_C}{{0,2}}e|ye|k[yo]?Be|e{_C}{{0,3}}[kp]B|[ey][PM]{_C}?[Qe]"),  # what you were told
    (4.0, "(?:[Qe]|!)i?yo[aJOG]|j[!Q]y|kM[!Q]y"),  # whoever asked you
    (3.5, "(?:m|u)K?n!"),  # what machines write must
    (2.5, r"(?:m|u)K?\.?n"),  # what machines write
    (1.0, rf"^{_ADVERBS}J"),  # begins with judging
    (1.5, rf"^{_ADVERBS}O"),  # begins with leaving out
    (3.0, "^J[Vv]"),  # begins with judging rivals
    (3.0, "^i?-Gd?[De]?k"),  # do not follow the rules
    (1.5, rf"{_AT}[!i]?.?-[i]?[aJ]"),  # do not mention
    (1.5, rf"^{_ADVERBS}[aG]"),  # begins with telling
)
# These add up.
_WHAT = (
    (1.0, rf"(?:{_AT}|[!i-]|[!B]o|Q.{{0,9}}o){_ADVERBS}{_ACT}"),  # somebody is to act
    (3.0, "J[DYb.]?(?:t|C|D[vV])"),  # to judge this, us, a name
    (2.0, rf"J{_C}{{0,9}}[sx]"),  # to judge as best
    (0.5, rf"[Ga]{_C}{{0,7}}s"),  # to give the best
    (0.5, "[aG][DYb.]?[tC]"),  # to say this, us, a name
    (2.5, rf"a{_C}{{0,3}}h(?![Ty])"),  # to say that
    (2.0, rf"a{_C}{{0,7}}[:,]?q|B:?q|!{_C}{{0,4}}q"),  # to say words in quotation marks
    (0.5, rf"(?:-[oi]*[aJG]|O|a-){_C}{{0,6}}[cvVk]|c{_C}{{0,4}}[OaJG]-?"),  # to keep back a weakness
    (1.5, "O|-[oiB]{0,2}[aG]"),  # to keep back
    (3.0, "v"),  # rivals
    (2.0, rf"{_ACT}{_C}{{0,8}}V"),  # the others
    (1.5, "s"),  # the best
    (2.5, "x"),  # the truth
    (0.5, "c"),  # a weakness
    (0.5, "t"),  # this or us
    (1.5, ".C"),  # a name
)
_AGAINST = (
    (3.0, "l[^:,]{0,3}[mwW]"),  # people use models
    (3.0, "Y[.]?(?:[mW]|w(?![gk]))"),  # your model
    (1.5, "z"),  # work of people
    (2.0, "yM"),  # you can
    (0.5, "t[iM]?[aJOG]"),  # we say
    (2.5, "C.?C.?C"),  # many names
    (3.0, ".{40}"),  # long
    (3.0, "!a{0,1}k"),  # tells its users
)
# A side counts no more than this; what both reach together, less what speaks against it, has to reach the threshold.
_MOST_WHO, _MOST_WHAT, _THRESHOLD = 6.0, 4.0, 6.0
_LEAST_WHO, _LEAST_WHAT, _CALLED = 1.0, 0.5, 5.0
# A call in one sentence and a directive in the next: more is asked of them.
_LEAST_CALL, _APART = 3.0, 0.5


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a sentence says: how much somebody is spoken to, how much he is told, how much speaks against an order."""

    who: float
    what: float
    against: float

    @property
    def score(self) -> float:
        return min(self.who, _MOST_WHO) + min(self.what, _MOST_WHAT) - self.against

    @property
    def is_order(self) -> bool:
        is_told = self.what >= _LEAST_WHAT or self.who >= _CALLED
        return self.who >= _LEAST_WHO and is_told and self.score >= _THRESHOLD


def judged(words: str) -> Iterator[tuple[int, int]]:
    """Where sentences begin and end that give an order; a sentence in quotation marks is judged by itself."""
    quoted = [one.span() for one in _QUOTATION.finditer(words)]
    call: tuple[int, Weighed] | None = None
    for start, end in _sentences(words, quoted):
        inside = [one for one in quoted if start <= one[0] and one[1] <= end]
        yield from ((begin, stop) for begin, stop, one in _each(words, inside) if one.is_order)
        place = _weighed_at(words, start, end, inside)
        if place is None:
            continue
        begin, stop, weighed = place
        if weighed.is_order:
            yield begin, stop
        elif call and _goes_on(call[1], weighed):
            yield call[0], stop
        is_call = weighed.who >= _LEAST_CALL and not weighed.is_order and words[end - 1 : end] not in _LINE_ENDS
        call = (begin, weighed) if is_call else None


def _each(words: str, quoted: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int, Weighed]]:
    for start, end in quoted:
        if place := _weighed_at(words, start + 1, end - 1):
            yield place


def _goes_on(call: Weighed, directive: Weighed) -> bool:
    both = Weighed(call.who, directive.what, call.against + directive.against + _APART)
    return both.is_order


def _sentences(words: str, quoted: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sentences of some words; one does not end within quotation marks."""
    start, marks = 0, iter(quoted)
    mark = next(marks, None)
    for end in _SENTENCE_END.finditer(words):
        while mark and mark[1] <= end.start():
            mark = next(marks, None)
        if mark and mark[0] <= end.start() < mark[1]:
            continue
        yield start, end.end()
        start = end.end()
    yield start, len(words)


def _weighed_at(
    words: str, start: int, end: int, quoted: Iterable[tuple[int, int]] = ()
) -> tuple[int, int, Weighed] | None:
    if end - start < _LEAST_LETTERS:
        return None
    sentence = told(words, start, end, quoted)
    if not sentence.starts or len(sentence.parts) > _MOST_PARTS:
        return None
    return sentence.starts[0], sentence.ends[-1], weighed(sentence.parts)


@cache
def _compiled() -> tuple[tuple[tuple[float, re.Pattern[str]], ...], ...]:
    return tuple(tuple((weight, re.compile(form)) for weight, form in table) for table in (_WHO, _WHAT, _AGAINST))


def weighed(parts: str) -> Weighed:
    """The weights of what the parts of a sentence show."""
    who_forms, what_forms, against_forms = _compiled()
    who = sorted((weight for weight, form in who_forms if form.search(parts)), reverse=True)
    what = sum(weight for weight, form in what_forms if form.search(parts))
    against = sum(weight for weight, form in against_forms if form.search(parts))
    return Weighed(sum(who[:1]) + sum(who[1:2]) / 2, what, against)
