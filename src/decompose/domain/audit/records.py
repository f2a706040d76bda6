"""Checks of the words of single records: D8 (anonymous), D9 (hedges), D16 (superlatives), D18 (no capability)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.domain.audit.defect import Defect
from decompose.domain.audit.sheet import DESCRIPTION, UNIQUE, VS_ALTERNATIVES, Sheet, SheetSide, Statement
from decompose.domain.audit.words import folded_name, names, sentences

_BEGINNING = 80


def record_defects(sheet: Sheet) -> Iterator[Defect]:
    """What the records of both sides say amiss, one by one."""
    for side in sheet.sides:
        for record in side.records:
            yield from _anonymous(record)
            yield from _no_capability(record, side)
        for statement in side.statements:
            yield from _hedges(statement)
            yield from _superlatives(statement)


# -- D8 ----------------------------------------------------------------------------------------------------

_SOURCE = re.compile(r"https?://|\bsource:|\[\d{1,3}\]|\bsee (?:the )?(?:docs|documentation|readme)\b", re.IGNORECASE)
_NAMED = re.compile(r"(?:\*\*[^*]{2,80}\*\*|[^.:—]{2,80}(?::| —) )\S")


def _anonymous(record: tuple[Statement, ...]) -> Iterator[Defect]:
    missing = [] if _NAMED.match(record[0].text) else ["name"]
    if not any(_SOURCE.search(statement.text) for statement in record):
        missing.append("source")
    if missing:
        why = f"the record has no {' and no '.join(missing)}: nothing says what it is called or where it was read"
        yield record[0].defect("D8", record[0].text[:_BEGINNING], why)


# -- D9 ----------------------------------------------------------------------------------------------------

_PERSON = (
    r"user|owner|admin|administrator|developer|operator|editor|author|caller|client|customer|member|you|anyone|who"
)
_OTHERS = r"others|another"
# What a tool finds may be likely without the writer being in doubt.
_FOUND = r"cop(?:y|ies)|match(?:es)?|duplicates?|candidates?|errors?|causes?|answers?|hits?|suspects?|bugs?"
_HEDGES = (
    re.compile(
        r"\b(?:likely|probably|presumably|possibly|perhaps|maybe|apparently|seemingly|reportedly|allegedly|supposedly|"
        r"arguably|potentially|purportedly)\b(?:[ -][\w-]+){0,4}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?:\b(?i:{_PERSON}|a|an|any|each|every|no|that|which|where|"
        rf"{_OTHERS})s? (?:[\w-]+ ){{0,1}})?\b(?:may|might)\b(?! \d)"
        r"(?! (?:also |not |even |well )?be\b(?! (?:based|due|built|derived|caused|using|wrong|a|an|"
        r"the)\b))(?: (?:also|not|even|well))? [a-z]+\b(?! up to)[^,.;()]{0,30}"
    ),
    re.compile(r"\bcould (?!not\b)(?:be|have|also|help|\w+e)\b[^,.;()]{0,30}"),
    re.compile(r"\bor (?:similar|comparable|equivalent|something|the like)\b(?: [a-z]+\b)?(?! to\b)", re.IGNORECASE),
    re.compile(r"\b(?:and|or) so(?:me)? (?:kind|sort) of\b", re.IGNORECASE),
    re.compile(
        r"\((?:if|where|when)(?: \w+)? (?:supported|available|applicable|enabled|provided)\b[^)]{0,40}\)", re.IGNORECASE
    ),
    re.compile(r"\b(?:(?:[\w-]{1,40} ){0,2})undocumented\b|\bunclear\b|\bunknown whether\b", re.IGNORECASE),
    re.compile(
        r"\b(?:(?:[\w-]{1,40} ){0,3})(?:not|never|n't|nowhere)(?: (?:been|be|fully|publicly|officially|"
        r"explicitly|yet|clearly|further))*"
        r" (?:documented|disclosed|detailed|specified|published|stated|confirmed|known|described|verified)\b"
        r"(?: in [\w ]{1,40})?",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:claimed|said|believed|thought|assumed|rumou?red|expected|understood|estimated|advertised|touted)"
        r" (?:as|to [a-z]+)\b[^,.;()]{0,40}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:appears?|seems?|tends?) (?:to|as if|that)\b[^,.;()]{0,40}|\bit (?:appears|seems)\b", re.IGNORECASE
    ),
    re.compile(
        r", (?:suggesting|implying|indicating|hinting)\b(?! (?:fix|change|edit|complet|correct|"
        r"improve|replace|name|tag|label|"
        r"when|where|which|how|whether))[^,.;()]{0,40}",
        re.IGNORECASE,
    ),
    re.compile(r"\b(?:we|one) (?:assume|believe|guess|suppose|suspect)s?\b[^,.;()]{0,40}", re.IGNORECASE),
)
# "A rule may name a file" permits; "the router may split" guesses. "May be set" permits, too.
_PERMITTED = re.compile(
    rf"^(?:{_PERSON}|a|an|any|each|every|no|that|which|where|{_OTHERS})s? (?:[\w-]+ )?(?:may|might)\b"
    rf"|^likely (?:{_FOUND})\b",
    re.IGNORECASE,
)


def _hedges(statement: Statement) -> Iterator[Defect]:
    """D9: a doubt of the writer stands among the facts."""
    taken = 0
    found = sorted((match.start(), match.end()) for hedge in _HEDGES for match in hedge.finditer(statement.text))
    for start, end in found:
        quote = statement.text[start:end]
        if start < taken or _PERMITTED.match(quote) or _is_of_others(statement, start):
            continue
        taken = end
        yield statement.defect("D9", quote, "the writer does not know: a guess stands among the facts")


_OTHERS_TEND = re.compile(r"\btends?\b", re.IGNORECASE)
_TOLD_OF = re.compile(r"\b(?:than|unlike|whereas|where|which|that) [^.;]*$", re.IGNORECASE)


def _is_of_others(statement: Statement, at: int) -> bool:
    """What others tend to do, in a comparison with them, is no doubt about the artifact."""
    is_compared = statement.field == VS_ALTERNATIVES and bool(_OTHERS_TEND.match(statement.text, at))
    return is_compared and _TOLD_OF.search(statement.text[:at]) is not None


# -- D16 ---------------------------------------------------------------------------------------------------

_GRADE = (
    r"largest|biggest|smallest|fastest|slowest|cheapest|newest|strongest|safest|simplest|easiest|"
    r"lightest|richest|widest|"
    r"broadest|deepest|oldest|highest|lowest"
)
# Words that make "the largest" a job, not a boast: "returns the largest file".
_ITEM = (
    r"files?|match(?:es)?|values?|keys?|numbers?|items?|rows?|entry|entries|results?|hits?|pages?|"
    r"chunks?|blocks?|steps?|"
    r"messages?|records?|images?|ones?|first|price|version|release|possible|common|part|element|bound|"
    r"level|priority|gap|"
    r"score|answers?|candidates?|fit|effort|practices?|suited|for|used|of|node|route|path|change|"
    r"changes"
)
_SUPERLATIVES = (
    re.compile(rf"\b(?:{_GRADE})\b(?!(?: [\w-]+)? (?:{_ITEM})\b)(?: [\w-]+){{0,4}}", re.IGNORECASE),
    re.compile(
        r"(?<!\bat )\b(?:best|worst)\b(?![ -](?:and |or )?(?:the )?(?:best|worst|practice|effort|"
        r"match|fit|for\b|suited|used|of\b|answer|result|hit|"
        r"candidate|known|route|path|value|guess))(?:-in-class)?(?: [\w-]+){0,4}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:the|among the|its|’s|'s) most (?!of\b|recent\b|common\b|frequent\b)[a-z-]+(?: [\w-]+){0,3}",
        re.IGNORECASE,
    ),
    re.compile(r"^Most [a-z]+(?:ive|able|ible|ful|ous|ent|ant|ate|ed)\b(?: [\w-]+){0,3}"),
    re.compile(
        r"\b(?:no other(?= \w)|no (?:bigger|larger|better|faster|cheaper|smaller|richer|wider)(?= \w)|"
        r"none of the other|(?<!and )nothing else|nobody else|unmatched|unrivall?ed|unparalleled|unprecedented|"
        r"unsurpassed|unequalled|state[- ]of[- ]the[- ]art|cutting[- ]edge|world[- ]class|best[- ]in[- ]class|"
        r"industry[- ](?:leading|first|standard)|market[- ]leading|first[- ]ever|first of its kind|"
        r"world's first)\b(?: [\w-]+){0,4}",
        re.IGNORECASE,
    ),
    re.compile(r"\bis the leading\b(?: [\w-]+){0,3}|^Leading\b(?: [\w-]+){0,3}", re.IGNORECASE),
    re.compile(r"\bthe only\b(?: [\w-]+){1,5}", re.IGNORECASE),
    re.compile(r"^Only (?:[a-z-]+ ){1,4}(?:that|to|with|which)\b(?: [\w-]+){0,3}"),
    re.compile(
        r"(?:(?<=^)|(?<=[.;] )|(?<=— ))First (?!(?:pass|stage|step|half|part|comes|by|run|the)\b)(?:[\w-]+ ){1,6}"
        r"(?:to|with|that|of)\b(?: [\w-]+){0,3}"
    ),
    re.compile(
        r"\b(?:(?:is|was|as|are|were|the very) (?:the )?|the )first (?:(?!word|minute|window|hour|"
        r"second|day|month|pass|stage|step|half|part|page|line|row|time|run|layer|"
        r"column|token|call|use|match|hit|entry|one)[\w-]+ ){1,5}(?:to|with|that|in which|whose|where)\b"
        r"(?: [\w-]+){0,3}",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bfirst (?:large-scale|open-source|open|public|commercial|native|production)\b(?: [\w-]+){0,3}", re.IGNORECASE
    ),
    re.compile(
        r"\bat (?:the time of )?(?:its )?(?:release|launch|writing|publication)\b|(?<!up )\bto date\b|"
        r"\bcurrently\b|\bas of now\b|"
        r"\bat present\b|\bnowadays\b|\bso far\b|\bas of today\b|\btoday's\b|"
        r"\bat the moment\b(?! (?:an?|the|that|when|of|in|its)\b)",
        re.IGNORECASE,
    ),
)


def _superlatives(statement: Statement) -> Iterator[Defect]:
    """D16: what somebody else may end tomorrow."""
    found = sorted((match.start(), match.end()) for said in _SUPERLATIVES for match in said.finditer(statement.text))
    taken = 0
    for start, end in found:
        if start >= taken:
            taken = end
            why = "holds only until somebody does more; nothing on the page bears it out or says when it was true"
            yield statement.defect("D16", statement.text[start:end], why)


# -- D18 ---------------------------------------------------------------------------------------------------

_ACCESS = re.compile(
    r"\b(?i:access|expos|serv|host|provid|stream|rout|available|implement|deliver|deploy|support|"
    r"offer|reach|call|request|run)\w*"
    r"(?P<what>\b[^.;]{0,120}?)\b(?:through|via|at|on|by|"
    r"over)(?: the)? (?P<name>[A-Z][\w.-]{1,40}(?: [A-Z][\w.-]{1,40}){0,2}?)(?:'s|’s)?"
    r"(?: [\w-]+){0,1} (?:API|APIs|endpoints?|gateway|infrastructure|platform|marketplace|layer)\b"
)
# Had or switched on inside what somebody else offers.
_INSIDE = re.compile(
    r"^(?:It )?[Cc]an be (?:used|chosen|switched on|enabled|added|called|installed|reached|selected|ordered|booked|had|"
    r"found|opened|started|subscribed to|bought|purchased|rented)\b[^.;]{0,60}?"
    r"\b(?:in|from|through|inside|within|via|on) (?:the |its )?(?P<what>)"
    r"(?P<name>[A-Z][\w-]{1,40}(?: [A-Z][\w-]{1,40}){0,2})(?:'s|’s)?(?: [\w-]+){0,2} "
    r"(?:editor|assistant|app|platform|console|marketplace|store|catalogue|catalog|client|suite|service|shop|gallery|"
    r"workspace|cloud|portal|browser|studio)\b"
)
# What that service cannot do is said in its disfavour: nothing goes through it.
_BEYOND = re.compile(r"\b(?:impossible|cannot|not|than|unlike|beyond)\b", re.IGNORECASE)
_NOT_ITSELF = re.compile(
    r"\bnot (?:by |in |of |inside |part of )?the (?:model|dataset|tool|server|library|agent|framework|"
    r"application|app|package|"
    r"program|service|product) itself\b[^.;]{0,40}",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"^(?:Scores|Reaches|Achieves|Attains|Obtains|Scored|Reached|Achieved) (?:an? |about )?\d[\d.]*(?: ?%| points?)? "
    r"(?:on|in) [^.;]{3,80}"
    r"|^(?:Is |Was )?(?:Evaluated|Benchmarked|Tested|Achieves|Scores|Reaches|Attains|Ranks|"
    r"Demonstrates|Obtains|Outperforms|Tops|Reached|Came (?:first|second|third|top)|Won|Placed|Achieved|Scored)\b"
    r"[^;]{0,200}?(?:\btest set\b|\bper cent\b|\bbenchmarks?\b|\baccuracy\b|\bscores?\b|"
    r"\bleaderboards?\b|\bstate-of-the-art\b|\d\s?%|\bF1\b|\bpoints\b)"
    r"[^.;]{0,60}",
    re.IGNORECASE,
)
_POLICY = re.compile(
    r"^(?:(?:It |The [\w-]+ )?(?:Is |are )?(?:Released|Licen[sc]ed|Distributed|Open-sourced|Made available|Published|"
    r"Available|Free)\b[^.;]{0,60}?\b(?:licen[sc]e|under|terms|as open source|freely|for commercial)"
    r"|(?:Provides|Releases|Publishes|Offers|Ships|Shares|Includes|Makes)\b[^.;]{0,60}?\b(?:weights|"
    r"checkpoints|source code|"
    r"training code|inference code|licen[sc]e|training scripts)\b"
    r"|(?:(?:It |The [\w-]+ )?(?:Is|Are) )?(?:sold|priced|billed|charged|rented|offered) (?:as|at|under|for|by|in|per)"
    r"\b[^.;]{0,60}?(?:\blicen[sc]es?\b|\bsubscriptions?\b|[$€£]\s?\d|\bper (?:user|seat|month|year)\b|\bplans?\b)"
    r"|Costs\b[^.;]{0,40}?[$€£]\s?\d"
    r"|(?:(?:It |The [\w-]+ )?(?:Is|Are|Gets) )?(?:Appears|Comes out|released|updated|published|Receives)\b[^.;]{0,80}?"
    r"\b(?:every|each|once|twice|two|three|four) (?:an? |\w+ )?(?:days?|weeks?|months?|quarters?|years?)\b"
    r")[^.;]{0,80}",
    re.IGNORECASE,
)
# What others have done with the artifact, or where it can be had: told of it, not done by it.
_RECEPTION = re.compile(
    r"^(?:(?:It|The [\w-]+) )?(?:(?:Has|Have) been|Is|Was|Are|Were|Got|Gets|Became)(?: (?:also|widely|often|"
    r"regularly|mainly|already|"
    r"officially|now))? (?:cited|listed|presented|featured|mentioned|awarded|nominated|starred|downloaded|"
    r"adopted|recommended|covered|"
    r"discussed|praised|sponsored|funded|founded|backed|owned|maintained|developed|translated|registered|"
    r"distributed|published|"
    r"packaged|trusted|endorsed|used (?:by|in|at))\b[^.;]{0,120}"
    r"|^(?:Cited|Listed|Presented|Featured|Mentioned|Awarded|Nominated|Starred|Downloaded|Adopted|Recommended|"
    r"Praised|Sponsored|"
    r"Funded|Founded|Backed|Trusted|Endorsed|Maintained|Developed|Used) (?:by|in|at|on|for|as|more than|over|"
    r"with)\b[^.;]{0,120}"
    r"|^(?:Has|Counts|Gathered|Collected|Earned|Received|Won|Holds|Attracts|Enjoys)\b[^.;]{0,40}\b(?:stars|"
    r"downloads|citations|"
    r"followers|contributors|awards?|prizes?|sponsors|installs|installations|forks|subscribers|mentions)\b[^.;]{0,80}",
    re.IGNORECASE,
)
_ABSENCE = re.compile(
    r"^[^.;]{0,80}?\b(?:(?:has|have|offers?|provides?|includes?|ships with|comes with|contains?|performs?|applies) no\b"
    r"|lacks\b|does not (?:support|offer|provide|include|have|come|enforce|ship|allow)\b|is not able to\b|no built-in\b"
    r"|no support for\b|cannot\b|is missing\b|there is no\b)[^.;]{0,60}",
    re.IGNORECASE,
)


def _no_capability(record: tuple[Statement, ...], side: SheetSide) -> Iterator[Defect]:
    """D18: the record tells something other than a job that the artifact does."""
    for statement in record:
        if statement.field == VS_ALTERNATIVES:
            continue
        opening = next((sentence for _, sentence in sentences(statement.text)), "")
        found = _access(opening, side)
        if found is None and statement.field in {DESCRIPTION, UNIQUE}:
            found = _other_than_a_job(statement, opening)
        if found:
            yield statement.defect("D18", *found)


def _access(opening: str, side: SheetSide) -> tuple[str, str] | None:
    for match in (*_ACCESS.finditer(opening), *_INSIDE.finditer(opening)):
        own = folded_name(side.name)
        if _BEYOND.search(match["what"]):
            continue
        if folded_name(match["name"]) not in own and not any(folded_name(n) in own for _, n in names(match["name"])):
            return (
                match.group(),
                f"access by {match['name']}, which is another's service, is no capability of {side.name}",
            )
    itself = _NOT_ITSELF.search(opening)
    return (itself.group(), "the page says that somebody else does it") if itself else None


def _other_than_a_job(statement: Statement, opening: str) -> tuple[str, str] | None:
    if statement.field == DESCRIPTION:
        for pattern, why in (
            (_RESULT, "a test result is a fact, no job that a user gets done"),
            (_POLICY, "a release or a licence is a fact, no job that a user gets done"),
            (_RECEPTION, "what others did with it, or where it is to be had, is no job that it does for a user"),
            (_ABSENCE, "what is missing is a limit, no capability"),
        ):
            match = pattern.search(opening)
            if match:
                return match.group(), why
    return None
