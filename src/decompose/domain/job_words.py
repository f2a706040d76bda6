"""The words that name a job: what is left of a text when its grammar is gone, and which words name one thing.

Stems are English; words of other languages stay whole. The table of words for one thing knows the trade of AI and
developer tools and nothing of any artifact: it says what two writers may call the same act or the same object.
"""

from __future__ import annotations

import re
from functools import lru_cache

from decompose.domain.claim_check.words import stem

_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")
# Besides the small words of the language, those that any record may use of any job.
_STOP = frozenset(
    """
    a about across after against all along also an and another any are around as at back be because been before being
    between both but by can could do does done each either else even every for from get gets give given gives giving
    had has have having how if in inside instead into is it its itself just kind know let lets like made make makes
    making many may means might more most much must need needed needs new no nor not now of off on once one only onto
    or other others our out outside over own per quick quickly rather same see several should since so some someone
    something such such take takes than that the their them then there these they thing things this those three
    through to together too two under until up upon use used useful user users uses using usually via want was way
    ways well were what whatever when where whether which while who whose why will with within without work working
    works would yet you your
    able allow allowing allows available based bring builtin built capability capabilities common complete come comes
    different directly easily easy enable enables feature features full further general handle handles handling help
    helps high include includes including keep keeps kept large life local offer offers offering own place possible
    provide provided provides providing ready relevant run running runs serve serves simple single small specific
    straight support supported supporting supports system systems tool tools turn turns type types variety various
    whole wide
    """.split()
)
# Words for one thing, a line each; phrases are written with a dash. The first word stands for all.
_ONE_THING = """
    agent assistant bot
    approve approval human-in-the-loop confirm review oversight
    async asynchronous asyncio
    attack injection jailbreak adversarial
    audio speech voice spoken
    automate automation drive driving
    background deferred offline-work
    batch bulk
    benchmark leaderboard
    branch fork
    browser chrome chromium firefox webkit headless
    chat conversation dialogue conversational multi-turn
    checkpoint resume recover recovery restart durable durability
    class classify classification categorise category label
    clean cleaning clean-up filter-out
    click press tap
    cli command-line terminal shell console
    cloud hosted managed
    code source-code program programming
    combine compose composable assemble chain pipeline
    config configuration configure settings setting option parameterise
    corpus dataset corpora
    crawl scrape crawling scraping scraper spider
    create add insert
    customise custom extend extensible extension plugin plug-in pluggable
    database db
    delete remove drop erase
    deduplicate duplicate deduplication dedup
    delegate handoff hand-over transfer
    detect detection spot flag identify recognise
    distribute distributed cluster scale scaling shard sharding horizontal
    document docs paper
    edit update modify change alter rewrite
    embed embedding vector
    error bug fault mistake
    evaluate evaluation assess measure score grade scoring grading scorer judge
    explore browse inspect introspect
    export dump
    extract extraction parse parsing
    fetch read download load
    filter filtering condition where predicate
    fix autofix correct repair
    form input-field
    format formatter reformat
    group crew team swarm multi-agent multi-agents multiagent
    history memory remember
    image picture photo visual vision screenshot
    index indexing
    ingest ingestion import loader
    integrate integration connect connector
    interact interaction
    issue ticket bug-report
    keyword full-text lexical bm25 sparse
    lint linter linting static-analysis
    list enumerate
    llm language-model large-language-model
    log logging
    markdown md
    mobile device
    monitor dashboard observe observability trace tracing telemetry instrumentation
    nearest neighbour nearest-neighbour knn ann
    parallel parallelise concurrency concurrent concurrently simultaneous
    periodic cron recurring recurrent schedule scheduled scheduling
    persist persistent storage store save
    pretrain pretraining pre-training pre-train
    priority prioritise
    publish share
    pull-request merge-request
    query ask
    queue enqueue queued
    record archive
    refactor restructure
    repository repo
    retry retries reattempt
    safe safety harmful unsafe moderate moderation guard guardrail safeguard policy harm hazard
    search retrieve retrieval find lookup look-up similarity semantic
    sort order rank ranking rerank reranking
    stream streaming
    summarise summary digest
    sql relational
    table spreadsheet csv
    task job
    test testing
    transcribe transcription
    translate translation
    url address link
    web website page webpage site web-page
    worker consumer
    workflow graph flow process orchestrate orchestration coordinate
    write author
"""


def _phrases() -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds a phrase in lower-case words, and the one word that each becomes."""
    found = {word.replace("-", " "): word.replace("-", "") for word in _ONE_THING.split() if "-" in word}
    longest_first = sorted(found, key=lambda phrase: (-len(phrase), phrase))
    alternatives = "|".join(phrase.replace(" ", r"[\s-]+") + "s?" for phrase in longest_first)
    return re.compile(rf"\b(?:{alternatives})\b"), found


_PHRASE, _AS_ONE_WORD = _phrases()


@lru_cache(65_536)
def _root(word: str) -> str:
    return stem(word) if word.isascii() else word


def _meanings() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _ONE_THING.strip().splitlines():
        roots = [_root(word.replace("-", "")) for word in line.split()]
        for root in roots:
            found.setdefault(root, roots[0])
    return found


_MEANING = _meanings()


def words_of(text: str) -> list[tuple[str, str]]:
    """The words of a text that may tell a job: what each means, and how it was spelt, in lower case."""
    joined = _PHRASE.sub(lambda found: _one_word(found.group()), text.casefold())
    spelt = [word for word in _WORD.findall(joined) if word not in _STOP]
    return [(_MEANING.get(root, root), word) for word in spelt if (root := _root(word))]


def _one_word(phrase: str) -> str:
    plain = re.sub(r"[\s-]+", " ", phrase)
    return _AS_ONE_WORD.get(plain) or _AS_ONE_WORD[plain.removesuffix("s")]
