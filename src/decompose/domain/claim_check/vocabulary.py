"""What technical English says in several ways, and what it never says at once. Data only; each list is general."""

from __future__ import annotations

# Words that carry no assertion of their own.
STOP = frozenset(
    """
    besides a about above across after again against all along already also although always am among an and another any
    anybody anyone anything are around as at away back be because been before being below between beyond both
    but by came can cannot come could did do does doing done down during each either else enough etc even ever
    every everybody everyone everything few for from further get give given go goes had has have having he her
    here him his how however i if in instead into is it its itself just kind least less let like lot made make
    makes making many may me might more most much must my near need neither never next no nobody nor not nothing
    now of off often on once one only onto or other others otherwise our out over own part per perhaps put quite
    rather really regard regardless same she should since so some somebody someone something sort still such
    take than that the their them themselves then there thereby therefore these they thing this those though
    through throughout thus to together too toward towards two under unless until up upon us very via was way we
    well were what whatever when whenever where whereas wherever whether which whichever while who whole whom
    whose why will with within without would yet you your
    """.split()
)
# Forms that no rule of endings leads back to their verb: verb first.
IRREGULAR = """
    begin began begun
    break broke broken
    build built
    buy bought
    catch caught
    choose chose chosen
    deal dealt
    draw drew drawn
    feed fed
    forbid forbade forbidden
    forget forgot forgotten
    grow grew grown
    hide hid hidden
    hold held
    keep kept
    know knew known
    learn learnt
    lose lost
    mean meant
    pay paid
    rewrite rewrote rewritten
    run ran
    sell sold
    send sent
    shrink shrank shrunk
    speak spoke spoken
    spend spent
    take took taken
    teach taught
    throw threw thrown
    understand understood
    withdraw withdrew withdrawn
    write wrote written
"""
# Graded words and what they grade.
GRADED = (
    "fast quick slow large small big cheap light heavy strong weak long short new old high low great deep wide rich "
    "poor clean hard smart broad safe simple close near late early easy lean dense few"
).split()
# Words by which any sentence about a tool may be rephrased: that one of them is new says little.
LIGHT = frozenset(
    """
    able accept according add aim allow also appear apply approach arrive available base basis become begin
    behave belong bring build built call carry case cause certain choose chosen complete comprise concern
    consist contain cover create currently deal default define deliver depend describe design desire different
    directly document documentation documented due ease easily enable ensure entire equip exist expect expose
    extend feature find first fit follow form full fully function further general grant group hand handle help
    hold include individual instance intend item keep kind last later latter lead leave left lend level lie long
    look maker mean means mention mode move name necessary new normal number numerous obtain occur offer operate
    option order original package particular pass people perform permit place point position possible present
    prior process produce product program project provide purpose range reach ready receive recommend refer
    regular relate rely remain report require respective rest result return run second see select separate serve
    set several share ship show similar simple simply single sit specific specify standard start state stay step
    suit suitable supply support system take tell term tool top total treat turn type typical use useful user
    usual various version want ways work write writer written yield
    """.split()
)
# One line, one meaning: a claim may say any of them for any other. Words that have one stem need no line.
SYNONYMS = """
    use employ utilise leverage rely consume
    enable allow let permit
    support accommodate
    remove delete drop discard erase strip throw purge withdraw
    create generate produce make yield emit
    modify change alter edit adjust tweak customise tailor adapt
    show display present render
    retrieve fetch obtain get download pull
    store save keep persist retain hold
    find locate discover detect spot identify
    search query look lookup
    send submit post transmit dispatch
    return give back output hand
    begin start launch initiate
    end finish stop terminate cease
    run execute launch
    need require demand necessitate call depend
    contain include comprise hold encompass cover feature
    fast quick rapid swift speedy
    slow sluggish
    large big huge sizeable considerable
    small tiny little compact lightweight minor minimal
    simple easy straightforward effortless
    difficult hard tricky complex complicated
    error failure fault mistake exception
    fail break
    bug defect flaw
    document documentation docs manual guide reference
    picture image photo photograph
    speech spoken voice utterance
    audio sound
    film video
    text textual
    phrase expression
    function method routine procedure
    argument parameter option setting flag
    configuration config settings
    configure set preset
    repository repo
    directory folder
    file document
    library package module
    plugin extension addon
    application app program software
    machine computer device
    server host backend
    frontend interface ui gui
    dashboard console
    command instruction
    developer programmer maker author creator team
    maintain maintenance upkeep
    user people person customer client
    organisation company firm vendor
    license licence licensed
    price cost pricing fee charge
    free gratis
    paid commercial
    private closed proprietary
    public open
    safe secure safety security
    dangerous harmful unsafe insecure hazardous
    attack exploit jailbreak
    risk hazard danger
    permission authorisation access right
    login signin authenticate authentication credential
    secret key token
    encrypt encryption cipher
    compress compression shrink
    parse parser parsing
    split divide partition chunk
    merge combine join fuse unite
    copy duplicate replicate clone
    duplicate dedupe deduplicate duplication deduplication
    filter sift screen
    sort order rank arrange
    rank ranking rerank
    label tag annotate annotation mark
    class category kind type sort
    classify categorise classification categorisation
    tune finetune
    evaluate evaluation assess assessment benchmark measure test
    check verify validate validation verification examine inspect
    accuracy precision correctness
    correct accurate right
    wrong incorrect inaccurate false
    performance speed throughput
    latency delay lag
    memory ram
    vram gpu
    disk storage drive
    processor cpu
    thread worker
    parallel concurrent concurrently simultaneously simultaneous
    synchronous sync
    asynchronous async asynchronously
    schedule scheduling cron periodic
    task job
    queue backlog
    message msg
    answer respond reply response
    ask request query
    question query
    call invoke invocation
    handoff handover
    transfer delegate
    dialogue conversation chat
    turn round
    assistant agent bot
    model network
    neural net
    prompt instruction
    context window
    embed embedding vector
    database db datastore store
    table relation
    row record entry
    column field
    schema structure
    graph network
    node vertex
    edge link
    page webpage
    website site web
    url link address
    browser chrome chromium
    crawl crawler crawling spider
    scrape scraping scraper extract
    extract extraction pull
    summarise summary summarize
    transcribe transcription transcript recognise recognition recognize
    language lingual tongue
    corpus corpora dataset collection data
    sample example instance
    example illustration
    origin source provenance
    source derive derived
    original initial
    line row
    sentence phrase
    word term
    letter character char
    snapshot dump
    release version edition
    publish release issue
    upgrade update
    install installation setup deploy
    setup set
    integrate integration connect
    connect connection link
    alternative substitute replacement
    replace supersede succeed substitute successor
    switch migrate change
    deprecate deprecated obsolete legacy
    archive archived sunset retire retired discontinue discontinued
    stop discontinue end
    experimental beta alpha preview
    unstable experimental
    stable mature
    recommend advise suggest encourage
    advise warn caution
    prefer favour
    require must mandatory compulsory obligatory
    optional voluntary
    automatic automatically automated
    manual hand
    remote hosted cloud
    container docker image
    environment env
    variable var
    platform system
    operating os
    linux gnu
    mac macos osx
    phone mobile
    default standard preset
    limit cap ceiling maximum restriction restrict bound
    threshold cutoff
    exceed surpass pass
    increase raise grow boost improve enhance
    improve better enhance refine
    decrease reduce lower cut shrink diminish lessen
    avoid prevent
    prevent block stop forbid
    forbid prohibit ban disallow
    refuse reject decline deny turn
    ignore skip disregard omit bypass
    respect honour observe obey follow
    apply enforce
    protect guard safeguard
    monitor watch observe track
    log record trace
    debug troubleshoot
    retry repeat again
    repeat recur
    restart resume
    recover recovery restore
    crash fail
    resilient robust reliable durable
    scale scalable scaling
    distribute distributed spread
    cluster group
    balance distribute
    cache cached buffer
    realtime live
    batch bulk
    offline disconnected
    online internet network web
    time period duration
    minute min
    daily day
    year annual yearly
    since from
    old older former previous earlier prior past
    new recent newer fresh modern
    current present now today
    future upcoming planned later
    plan intend
    soon upcoming
    frequently often commonly regularly
    rarely seldom
    usually typically generally normally ordinarily
    approximately about roughly around nearly almost
    half fifty
    twice double
    several multiple many numerous various
    variety range
    various diverse different varied
    differ vary distinct differ difference differently
    similar alike comparable equivalent same identical like
    separate apart independent
    independent standalone
    whole entire full complete total
    partial part portion section piece
    each every per
    exact precise
    native builtin inbuilt
    shipped bundled included
    written implemented coded
    rewrite reimplement
    programme program
    academic scholarly scientific research
    paper article publication
    book volume
    encyclopedia encyclopaedia encyclopedic
    community volunteer
    contribute contribution contributor
    sponsor fund support back backing
    found founded establish
    own owner
    reach access
    reachable accessible available exposed
    expose publish open
    listen port
    allow whitelist allowed
    leak expose
    untrusted unknown
    sandbox isolate isolated
    empty blank
    missing absent lacking
    enough sufficient
    extra additional further another more
    main primary chief principal major
    important key essential crucial
    popular widespread common
    goal aim purpose objective
    intend intention mean
    benefit advantage
    drawback disadvantage downside
    quality grade
    weak poor
    strong powerful robust
    flexible adaptable
    convert turn transform conversion transformation
    format form
    draw plot chart
    count number
    sum total
    average mean
    calculate compute reckon computation
    estimate approximate
    guess infer
    learn study
    understand comprehend
    load import
    export dump
    attach append add
    insert add put
    pair couple
    wrap wrapper
    layer level
    component part module block
    building block
    primitive abstraction concept
    workflow pipeline process
    step stage phase
    rule policy
    guideline policy
    event trigger
    trigger fire cause
    hook callback
    notify notification alert inform tell
    team group
    pick select choose choice selection
    switchable toggle
    enable activate switch
    disable deactivate
    lightweight light small
    terminal shell cli
    keyboard key
    mouse pointer
    click press tap
    type enter
    navigate browse
    visit open
    window tab
    screenshot capture
    print output
    optimised optimized efficient
    resource means
    infrastructure hosting
    develop development build
    edge boundary
    accept take
    receive get
    expect anticipate
    result outcome
    effect impact influence
    consequence result
    reason cause
    ability capability capacity
    offer available provide
    handle process treat manage
    manage administer management
    control govern steer
    supervise oversee
    coordinate orchestrate orchestration
    assign allocate
    exchange swap
    stay remain
    bound tie tied
    contrast unlike difference
"""
# One line, things that exclude one another: a claim that says one where its quote says another has exchanged them.
EXCLUSIVE = """
    millisecond second minute hour day week month year
    byte kilobyte megabyte gigabyte terabyte
    monday tuesday wednesday thursday friday saturday sunday
    january february march april june july august september october november december
    daily weekly monthly yearly hourly
    client server
    input output
    prompt response
    request response
    source target
    sender receiver
    producer consumer
    upload download
    import export
    encode decode
    encrypt decrypt
    compress decompress
    serialise deserialise
    read write
    push pull
    train inference
    parent child
    ancestor descendant
    prefix suffix
    horizontal vertical
    left right
    ascending descending
    uppercase lowercase
    synchronous asynchronous
    serial parallel
    sequential parallel
    static dynamic
    mutable immutable
    stateful stateless
    online offline
    local remote
    local cloud
    premises cloud
    public private
    open closed
    internal external
    manual automatic
    optional mandatory
    optional required
    enable disable
    allow forbid
    accept reject
    include exclude
    add remove
    keep discard
    retain discard
    respect disregard
    respect ignore
    honour ignore
    increase decrease
    raise lower
    grow shrink
    improve worsen
    improve degrade
    avoid remain
    eliminate remain
    avoid cause
    strengthen weaken
    accelerate slow
    expand shrink
    gain lose
    inside outside
    upper lower
    top bottom
    early late
    begin end
    fast slow
    high low
    long short
    new old
    maximum minimum
    most least
    best worst
    better worse
    first last
    before after
    start stop
    start finish
    head tail
    overwrite ignore
    overwrite skip
    overwrite keep
    safe unsafe
    secure insecure
    trusted untrusted
    stable unstable
    stable experimental
    stable beta
    free paid
    known unknown
    lossless lossy
    sparse dense
    shallow deep
    cpu gpu
    memory disk
    row column
    key value
    word character
    character token
    word token
    sentence token
    sentence word
    sentence paragraph
    image audio
    image video
    audio video
    image text
    audio text
    video text
    title description
    username password
    html json
    json yaml
    json xml
    json csv
    csv xml
    yaml toml
    linux windows
    linux macos
    windows macos
    python javascript
    python rust
    python java
    python go
    rust go
    java go
    ruby php
    sqlite postgres
    postgres mysql
    sqlite mysql
    redis rabbitmq
    english german
    english french
    english chinese
    english spanish
    english japanese
    french german
    spanish italian
    mit apache
    mit gpl
    apache gpl
    mit bsd
    tiny medium
    small medium
    medium large
    small large
    tiny large
    major minor
    unit integration
    admin user
    editor reader
    developer user
    student teacher
    human machine
    supervised unsupervised
    labelled unlabelled
    precision recall
    accuracy latency
    throughput latency
    stdin stdout
    stdout stderr
    get post
    get put
    frontend backend
    app server
    university company
    company community
    research production
    research commercial
    development production
    singular plural
    individual organisation
    nightly stable
    succeed fail
    lose persist
    lose keep
    lose retain
    lose preserve
    survive lose
    abort continue
    character byte
    byte line
    success failure
    pass fail
    pretraining finetuning
    north south
    east west
    morning evening
    permanent temporary
    explicit implicit
    absolute relative
    abstract concrete
    active passive
    active inactive
    maintained archived
    maintained deprecated
    maintained abandoned
    current deprecated
    current obsolete
    supported deprecated
    recommended deprecated
    recommended discouraged
    encouraged discouraged
"""
# Names that a sentence may begin with, where a capital does not give them away.
KNOWN_NAMES = frozenset(
    """
    adobe alibaba amazon android anthropic apple aws azure baidu bytedance cloudflare cohere databricks deepmind
    deepseek docker facebook github gitlab google huawei ibm instagram intel kubernetes linux meta microsoft
    mistral mozilla mysql netflix nvidia openai oracle postgres redis salesforce samsung slack sqlite stripe
    tencent tesla twitter uber ubuntu windows xai yahoo yandex
    """.split()
)
# Two spellings of one name.
ALIASES = """
    wasm webassembly
    postgres postgresql pg
    k8s kubernetes
    js javascript
    ts typescript
    seq2seq sequence-to-sequence
    golang go
    node nodejs node.js
    macos mac osx os-x
    int8 8-bit uint8 int-8
    fp16 float16 16-bit half-precision
    bf16 bfloat16
    fp32 float32 32-bit
    rag retrieval-augmented-generation
    asr speech-recognition
    moe mixture-of-experts
    lfs large-file-storage
    cli command-line
    sso single-sign-on
    ci continuous-integration
    ner named-entity-recognition
    nlp natural-language-processing
    tls ssl
    vs-code vscode visual-studio-code
    hf huggingface hugging-face
    gh github
    aws amazon
    gcp google-cloud
    llm large-language-model
    english en
    german de
    french fr
    api interface
    db database
"""
