"""What technical English says in several ways. Data only."""

from __future__ import annotations

# One line, one meaning: a claim may say any of them for any other. Words that have one stem need no line.
SYNONYMS = """
    use employ utilise leverage rely consume
    enable allow let permit
    support accommodate cover
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
    fast speed
    almost nearly virtually practically
    hardly barely scarcely minimal negligible
    date day
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
    split divide partition chunk
    merge combine join fuse
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
    intend design
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
    rebuild rebuilt anew
    immediate immediately instant instantly once
    browser web
    bookkeeping accounting ledger
    dependency dependencies extra package
    cost pay charge
    people person member
    insufficient short scarce lacking
    base rest found build
    own itself
    attempt try trial
    sandbox container
    hide hidden invisible
    visible shown displayed
    mask hide redact conceal
    tilt rotate rotated turned
    slow speed
    stay remain keep kept
    authorise authorised permitted
    network internet
    crowd worker annotator
    account login user
    operator administrator admin
    pretrain pretraining train
    inference prediction predict
    checkpoint weights weight model
    weights parameter parameters
    size parameter
    length long
    duration long last
    age old
    number count amount quantity
    frequency often rate
    likelihood probability chance likely
    probable likely
    occur happen
    arise occur appear
    notice detect
    mention name cite
    refer reference cite
    cite citation attribution credit
    thank acknowledge credit
    appear show
    disappear vanish removed
    expire expiry lapse elapse
    stale old outdated expired
    lifetime ttl
    fill populate
    trim truncate cut
    abort cancel interrupt terminate
    pause suspend halt
    postpone defer delay
    accelerate speed hasten
    concise brief short
    detail particulars
    thorough comprehensive extensive
    broad wide
    narrow limited
    restrict confine limit
    strict rigid
    loose lenient relaxed
    combine blend mix
    hybrid mixed
    divide break
    join link connect
    detach separate disconnect
    isolate separate
    surround enclose
    embed include
    bundle package ship
    deliver ship
    distribute ship publish
    host serve
    premise premises site
    vendor provider supplier
    provider supplier service
    purchase buy acquire
    subscribe subscription plan
    tier plan edition
    trial test
    invoice bill charge
    owner maker
    author writer
    contributor developer
    colleague teammate
    audience reader
    beginner newcomer novice
    expert specialist advanced
    student learner
    school university
    course lesson tutorial training
    tutorial guide walkthrough
    manual handbook
    glossary dictionary
    hint tip advice
    warning caution alert
    fatal severe serious
    trivial simple
    obvious clear evident
    vague unclear
    known familiar
    famous known
    secret confidential private
    sensitive private confidential
    personal private
    anonymous anonymised unnamed
    collect gather accumulate
    collection set
    group bundle
    subset portion part
    remainder rest
    majority most bulk
    minority few
    pile heap stack
    folder location
    locate place
    destination target
    target aim
    goal objective target
    approach technique method way
    technique method strategy
    strategy tactic
    scheme plan
    structure organise arrange
    layout arrangement
    hierarchy hierarchical tree
    tree nested
    sequence order series
    sequential consecutive
    loop repeat iterate iteration
    repeat again anew
    periodic regular
    constant steady continuous
    temporary transient
    permanent lasting
    durable persistent
    state status condition
    condition circumstance
    situation circumstance case
    requirement prerequisite condition
    guarantee ensure assure
    promise pledge
    claim assert state
    deny refuse
    prove demonstrate show
    demonstrate illustrate
    explain clarify
    describe characterise
    define specify
    specify state name
    nominate name
    call name
    alias nickname synonym
    symbol sign
    initial letter
    uppercase capital
    comment remark note
    note remark
    heading header title
    caption title label
    paragraph passage
    passage excerpt section
    chapter section
    appendix annex
    translate translation render
    compile build
    link bind
    bind attach
    patch fix repair
    fix repair correct
    heal repair
    upgrade renew
    renew refresh update
    refresh reload
    reload restart
    reset restore clear
    clear empty delete
    clean tidy
    format layout
    lint linter check
    style convention
    convention standard rule
    standard norm
    official authorised
    unofficial community
    global worldwide universal
    local nearby
    regional local
    nation country
    city town
    midnight night
    overnight nightly
    dawn morning
    weekend holiday
    deadline timeout
    timeout limit
    quota limit allowance
    allowance permission
    privilege right permission
    role position
    usage use consumption
    spend consume cost
    save economise reduce
    economical cheap efficient
    efficient economical
    waste lose
    gain win obtain
    achieve reach attain accomplish
    attain reach
    score mark grade points
    outperform beat surpass exceed
    compete rival
    compare comparison against
    match fit
    mismatch conflict differ
    conflict clash collision
    duplicate identical
    unique distinct
    random arbitrary
    arbitrary any
    deterministic reproducible predictable
    reproduce repeat
    observe see
    watch follow
    inspect look
    view look see
    reveal expose show
    expose reveal
    cover hide
    trace follow
    path route
    forward relay pass
    proxy relay
    gateway proxy
    tunnel proxy
    port socket
    endpoint address route
    header heading
    body content
    payload content
    material content
    content text
    attachment file
    binary executable
    executable program
    script program
    code program
    algorithm method
    formula equation
    mathematics maths math mathematical
    statistic statistical figure
    figure number
    digit number
    percent percentage share
    share proportion fraction
    ratio proportion
    gray grey
    catalogue catalog
    centre center
    grade rate judge
    rate judge
    review inspect
    approve accept
    veto reject
    vote poll
    survey poll questionnaire
    interview conversation
    meeting call
    calendar agenda
    reminder notification
    mail email
    chat message
    inbox mailbox
    attach enclose
    crop cut
    resize scale
    rotate turn
    blur smear
    noise disturbance
    background backdrop
    scene setting
    camera photo
    microphone recording
    record recording capture
    stream streaming live
    broadcast stream
    play playback
    mute silence
    silence pause
    speaker talker voice
    accent dialect
"""
