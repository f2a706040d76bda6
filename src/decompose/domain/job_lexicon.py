"""The words of the trade of AI and developer tools: which say nothing of a job, and which name one thing.

They know nothing of any artifact. A line of `ACTS` or `THINGS` holds what two writers may call the same act or the same
object; phrases are written with a dash, and the first word stands for all. A word stands in one line.
"""

from __future__ import annotations

# Besides the small words of the language, those that any record may use of any job, and which languages it speaks.
STOP = frozenset(
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
    build building builds built capability capabilities carry carries case cases come comes common
    complete contain contains developer developers different directly easily easy enable enables example feature
    features full further general handle handles handling help helps high hold holds include includes including keep
    keeping keeps kept large level library life little live local main need number numbers offer offers offering
    ordinary package packages people place places possible programmer programmers project projects provide provided
    provides providing ready receive receives reach real relevant researcher researchers return returns run running runs
    serve serves service set sets simple single size sizes small specific stand start starts straight suit suits support
    supported supporting supports system systems team teams time times tool tools turn turns type types value values
    variety various whole wide writer word words
    author authors backend put puts tell tells shows show shown
    arabic chinese dutch english french german hindi indonesian italian japanese korean polish portuguese russian
    spanish tagalog thai turkish vietnamese
    """.split()
)
# What is done to a thing that stays as it is, and what makes it another: how a heading may begin.
READS = "browse count describe display fetch find get inspect list load look query read retrieve search show view"
CHANGES = """
    add append assign change close commit create delete drop edit insert mark merge modify move post push remove rename
    replace reply submit update upsert write
"""
ACTS = """
    answer reply respond
    approve approval human-in-the-loop confirm review oversight
    ask question-answering
    attack injection jailbreak adversarial inject
    automate automation drive driving
    benchmark leaderboard
    browse explore inspect introspect describe
    cache caching memoise
    check checker checking lint linter linting static-analysis static-check static-checking validate verify
    choose chosen pick select
    classify classification categorise category label tag
    clean cleaning clean-up filter-out curate
    click press tap
    combine compose composable assemble chain merge
    compress compression quantize quantise quantization quantisation reduce reduction shrink
    configure config configuration settings setting option parameterise
    connect connector integrate integration hook
    convert conversion transform
    crawl crawling spider
    create add insert append
    customise custom customize adapt extend extensible extension plugin plug-in pluggable
    debug debugging trace tracing telemetry instrumentation observe observability monitor dashboard metric
    deduplicate duplicate deduplication dedup near-duplicate
    defer deferred background off-request
    delegate handoff hand-over transfer
    delete remove drop erase
    deploy deployment production self-host self-hosted host hosting
    detect detection spot flag identify recognise
    distil distillation
    distribute distributed cluster scale scaling shard sharding horizontal
    edit update modify change alter rewrite
    embed embedding
    evaluate evaluation assess measure score grade scoring grading scorer judge
    export dump
    extract extraction parse parsing
    filter filtering condition predicate narrow
    fine-tune fine-tuning finetune
    fix autofix correct repair
    format formatter reformat
    generate generation produce synthesise synthetic
    index indexing
    ingest ingestion import loader
    interact interaction
    list enumerate
    log logging
    moderate moderation safe safety harmful unsafe guard guardrail safeguard policy harm hazard
    persist persistent storage store save
    pretrain pretraining pre-training pre-train training-text training-data training-corpus
    prioritise priority
    publish share
    queue enqueue queued
    rank ranking rerank reranking sort order
    read fetch download load
    reason reasoning think thinking step-by-step
    record archive
    refactor restructure
    retry retries reattempt
    schedule scheduled scheduling periodic cron recurring recurrent
    scrape scraping scraper
    search retrieve retrieval retriever lookup look-up
    stream streaming
    summarise summary digest
    swap switch replace exchange interchangeable vendor-agnostic
    test testing end-to-end e2e
    train trainer training
    transcribe transcription
    translate translation
    write draft
"""
THINGS = """
    assistant bot chatbot
    async asynchronous asyncio coroutine
    audio speech voice spoken
    batch bulk
    branch fork
    broker rabbitmq redis transport
    browser chrome chromium firefox webkit safari headless
    chart diagram graph-drawing plot
    chat conversation dialogue conversational multi-turn
    checkpoint resume recover recovery restart durable durability
    cli command-line terminal shell console
    cloud managed serverless
    code source-code program programming
    column schema
    corpus dataset corpora
    database db
    document docs paper
    error bug fault mistake warning problem smell
    form input-field
    gpu gpus cuda
    group crew swarm multi-agent multi-agents multiagent
    image picture photo visual vision
    in-memory in-process embedded on-device local-file prototype prototyping lite
    issue ticket bug-report
    keyword full-text lexical bm25 sparse
    licence license
    llm language-model large-language-model
    markdown md
    memory history remember
    mobile device
    multilingual non-english foreign-language
    parallel parallelise concurrency concurrent concurrently simultaneous
    provider vendor
    pull-request merge-request
    rag retrieval-augmented
    relational sql
    repository repo
    screenshot screen-capture
    similar similarity semantic meaning nearest neighbour nearest-neighbour knn closest dense
    standard style convention
    task job
    table spreadsheet csv
    tenant multi-tenant multi-tenancy multitenancy isolation
    url address link
    web website page webpage site web-page
    worker consumer
    workflow graph flow pipeline process orchestrate orchestration coordinate
"""
