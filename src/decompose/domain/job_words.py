"""The words that name a job: what is left of a text when its grammar is gone, and which words name one thing.

Stems are English; words of other languages stay whole. The table of words for one thing knows the trade of AI and
developer tools and nothing of any artifact: it says what two writers may call the same act or the same object.
"""

from __future__ import annotations

import re
from functools import lru_cache

import snowballstemmer

_stemmer = snowballstemmer.stemmer("english")
_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")
_BRITISH = re.compile(r"(?<=\w{4})is(?=(?:e[ds]?|ing|ations?|ers?)$)")
# Besides the small words of the language, those that any record may use of any job.
_STOP = frozenset(
    """
    a about across after against all along also an and another any are around as at back be because been before being
    between both but by can could do does done each either else even every find finds for from get gets give given gives
    giving had has have having how if in inside instead into is it its itself just kind know let lets like made make
    makes making many may me means might more most much must my need needed needs new no nor not now of off on once one
    only onto or other others our out outside over own per quick quickly rather same see several should since so some
    someone something such such take takes than that the their them then there these they thing things this those three
    through to together too two under until up upon use used useful user users uses using usually via want was way ways
    we well were what whatever when where whether which while who whose why will with within without work working works
    would yet you your
    able allow allowing allows already among app application applications apps available based bring bringing brings
    build building builds built capability capabilities carry carries case cases chosen choose chosen come comes common
    complete contain contains developer developers different directly easily easy enable enables example feature
    features full further general handle handles handling help helps high hold holds include includes including keep
    keeping keeps kept large level library life little live local main need number numbers offer offers offering
    ordinary package packages people place places possible programmer programmers project projects provide provided
    provides providing ready receive receives reach real relevant researcher researchers return returns run running runs
    serve serves service set sets simple single size sizes small specific stand start starts straight suit suits support
    supported supporting supports system systems team teams time times tool tools turn turns type types value values
    variety various whole wide writer word words
    """.split()
)
# What many jobs of one field have to do with says little of which job it is.
_FAINT = frozenset(
    """
    ai agent api artifact claude class client code data database developer document file function input item javascript
    json language library llm mcp method model name object openai output page point process product python query
    question request response result row rust server source sql string text token typescript value vector web
    """.split()
)
# Words for one thing, a line each; phrases are written with a dash. The first word stands for all.
_ONE_THING = """
    agent assistant bot
    approve approval human-in-the-loop confirm review oversight
    async asynchronous asyncio
    attack injection jailbreak adversarial inject
    audio speech voice spoken
    automate automation drive driving
    background deferred defer off-request
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
    create add insert append
    compress compression quantize quantise quantization quantisation reduce reduction
    convert conversion transform
    deploy deployment production self-host self-hosted
    customise custom customize extend extensible extension plugin plug-in pluggable
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
    explore browse inspect introspect describe
    schema column columns
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
    integrate integration connect connector provider vendor swap switch
    in-memory in-process embedded on-device local-file prototype prototyping lite
    interact interaction
    issue ticket bug-report
    keyword full-text lexical bm25 sparse
    lint linter linting static-analysis static-check static-checking static-error code-check code-checks
    list enumerate
    llm language-model large-language-model
    log logging
    markdown md
    mobile device
    monitor dashboard observe observability trace tracing telemetry instrumentation debug debugging metric
    broker rabbitmq redis transport backend
    parallel parallelise concurrency concurrent concurrently simultaneous
    periodic cron recurring recurrent schedule scheduled scheduling
    persist persistent storage store save
    pretrain pretraining pre-training pre-train training-text training-data training-corpus
    priority prioritise
    publish share
    pull-request merge-request
    queue enqueue queued
    record archive
    refactor restructure
    repository repo
    retry retries reattempt
    safe safety harmful unsafe moderate moderation guard guardrail safeguard policy harm hazard
    search retrieve retrieval lookup look-up similarity similar semantic nearest neighbour nearest-neighbour knn closest
    tenant multi-tenant multi-tenancy multitenancy isolation
    sort order rank ranking rerank reranking
    stream streaming
    summarise summary digest
    sql relational
    table spreadsheet csv
    task job
    test testing end-to-end e2e
    train trainer training
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
    """The word without its ending, in one spelling of the two; the rules are English, other scripts stay whole."""
    if not word.isascii():
        return word
    return str(_stemmer.stemWord(_BRITISH.sub("iz", word)))


def _meanings() -> dict[str, str]:
    found: dict[str, str] = {}
    for line in _ONE_THING.strip().splitlines():
        roots = [_root(word.replace("-", "")) for word in line.split()]
        for root in roots:
            found.setdefault(root, roots[0])
    return found


_MEANING = _meanings()


FAINT = frozenset(_MEANING.get(_root(word), _root(word)) for word in _FAINT)


def words_of(text: str) -> list[tuple[str, str]]:
    """The words of a text that may tell a job: what each means, and how it was spelt, in lower case."""
    joined = _PHRASE.sub(lambda found: _one_word(found.group()), text.casefold())
    spelt = [word for word in _WORD.findall(joined) if word not in _STOP and not word.isdecimal() and len(word) > 1]
    return [(_MEANING.get(root, root), word) for word in spelt if (root := _root(word))]


def _one_word(phrase: str) -> str:
    plain = re.sub(r"[\s-]+", " ", phrase)
    return _AS_ONE_WORD.get(plain) or _AS_ONE_WORD[plain.removesuffix("s")]
