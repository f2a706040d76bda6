"""Words of one family, whose endings no stemmer leads back to one another. Data only."""

from __future__ import annotations

# A verb, its nouns and adjectives, or an adjective and its noun, one family a line; the first word stands for all.
# A family has one meaning: a worker does not stand for work, nor an author for authority.
FAMILIES = """
    abbreviate abbreviation
    absorb absorption
    abstain abstention
    abundant abundance
    accept acceptance acceptable
    access accessible accessibility
    accurate accuracy
    acquire acquisition
    adapt adaptation adaptive adapter
    adhere adherence adherent
    adjust adjustment adjustable
    admit admission
    advise advice advisable advisory
    agree agreement
    ambiguous ambiguity
    analyse analyze analyzes analyzed analyzing analysis analyses analytic analytical analytics analyst analyser
    announce announcement
    anonymous anonymity
    answer answerable
    appear appearance
    approve approval
    arrange arrangement
    ascend ascent ascending
    assess assessment assessor
    assist assistance
    assume assumption
    assure assurance
    asynchronous async
    attach attachment
    attend attendance
    authentic authenticity
    automatic automate automation automatable
    aware awareness
    believe belief believable
    benefit beneficial
    bill billing billable
    bind binder
    block blocker
    browse browsable
    categorise category categorical
    certify certification
    chain chainable
    check checker checkable
    chunk chunker
    clarify clarification
    clear clarity
    click clickable
    coherent coherence
    collect collector collection
    collide collision
    colour colourful
    combine combination
    compact compaction
    compare comparison comparable comparability
    compatible compatibility
    compel compulsion
    compete competition competitor competitive
    compile compilation
    complete completeness completion
    complex complexity
    comply compliance compliant
    compose composition composable compositional
    compress compressor compression compressible
    compute computation computational
    conclude conclusion
    confident confidence
    confidential confidentiality
    configure configuration configurable
    confirm confirmation
    confuse confusion
    connect connector connection connectivity
    consent consensual
    conserve conservation
    consistent consistency
    construct constructor construction
    consume consumption
    contradict contradiction contradictory
    contribute contribution
    converge convergence convergent
    converse conversation conversational
    convert conversion converter convertible
    cooperate cooperation cooperative
    coordinate coordinator coordination
    correct correctness correction
    correspond correspondence
    corrupt corruption
    cost costly
    crawl crawler
    create creation
    critical criticality
    criticise criticism critique
    cryptography cryptographic
    cure curable
    curious curiosity
    customise customisable customisation
    cycle cyclic cyclical
    deceive deception deceptive deceit
    decide decision decisive
    declare declaration declarative
    decode decoder
    decrypt decryption
    deduce deduction
    deep depth
    defame defamation defamatory
    defend defence defensive
    deliver delivery
    demonstrate demonstration demonstrable
    dense density
    deny denial
    deploy deployment deployable
    deprecate deprecation
    derive derivation derivative
    descend descent descending
    describe description descriptive
    destroy destruction destructive
    detect detector detection detectable
    deter deterrence deterrent
    determine determination
    deterministic determinism
    develop development
    deviate deviation
    diagnose diagnosis diagnostic diagnoses
    differ difference
    difficult difficulty
    disappear disappearance
    disclose disclosure
    discover discovery discoverable discoverability
    discriminate discrimination discriminatory
    discuss discussion
    dissolve dissolution
    distant distance
    distil distillation
    distribute distribution distributor
    diverse diversity
    divide division divisible
    download downloader
    durable durability
    dynamic dynamical
    ease easy easily
    edit editable
    educate education educational
    effective effectiveness
    efficient efficiency
    elect election
    embed embedding
    embody embodiment
    emphasise emphasis emphatic
    employ employment
    encode encoder
    encourage encouragement
    encrypt encryption
    enforce enforcement enforceable
    engage engagement
    enhance enhancement
    enjoy enjoyment enjoyable
    enrich enrichment
    entertain entertainment
    enumerate enumeration
    equal equality
    equivalent equivalence
    erase erasure
    erode erosion
    establish establishment
    evade evasion evasive
    evident evidence
    evolve evolution evolutionary
    exact exactness
    exceed excess excessive
    except exception exceptional
    exclude exclusion
    execute executor execution
    exist existence existent
    expand expansion expandable
    expect expectation
    expel expulsion
    experiment experimentation experimental
    expire expiry expiration
    explain explanation explanatory explainable
    explode explosion explosive
    explore exploration exploratory explorable
    export exporter exportable
    expose exposure
    express expression expressive expressiveness
    extend extensible extensibility
    extract extractor extraction
    fail failure
    fair fairness
    familiar familiarity
    feasible feasibility
    federate federation
    filter filterable
    find findable
    flexible flexibility
    fragile fragility
    free freedom
    frequent frequency
    fresh freshness
    fulfil fulfilment
    generate generator generation generative
    govern governance
    grade grader
    grow growth
    guide guidance
    hard hardness
    harm harmful
    hash hashable
    hierarchy hierarchical
    high height
    history historic historical
    hostile hostility
    hypothesis hypotheses hypothetical
    identical identity
    identify identification identifier identifiable
    illustrate illustration illustrative
    imagine imagination imaginary
    imitate imitation
    immerse immersion immersive
    impair impairment
    impede impediment
    implement implementation implementer
    import importer importable
    impose imposition
    impress impression impressive
    improve improvement
    incline inclination
    include inclusion inclusive
    independent independence
    infer inference
    inform information informative
    inherit inheritance
    inject injection
    injure injury injurious
    innovate innovation innovative
    insert insertion
    inspect inspector inspection
    install installation installer installable
    integrate integration integrator
    intend intention intentional
    interact interaction interactive interactivity
    interfere interference
    interpret interpretation interpreter interpretable interpretability
    interrupt interruption interruptible
    intervene intervention
    introduce introduction introductory
    intrude intrusion intrusive
    invade invasion invasive
    invent invention inventive
    invert inversion
    invest investment
    investigate investigation investigator
    invite invitation
    involve involvement
    isolate isolation
    iterate iteration iterative
    judge judgement judgment
    justify justification
    know knowledge
    launch launcher
    leak leakage
    learn learner
    legible legibility
    likely likelihood
    limit limitation
    link linkage linker
    listen listener
    load loader loadable
    locate location
    log logger
    logic logical
    lose loss
    magnify magnification
    maintain maintenance maintainable maintainability
    manage management manageable
    manipulate manipulation manipulative
    mark marker
    match matcher
    mature maturity
    measure measurement measurable
    migrate migration
    minify minifier
    mobile mobility
    modify modification modifier modifiable
    modular modularity
    motivate motivation
    multiply multiplication
    mutate mutation
    narrate narration narrative narrator
    navigate navigation navigational
    necessary necessity
    negotiate negotiation negotiable
    neutral neutrality
    notify notification
    novel novelty
    obey obedience
    observe observation observer
    obsolete obsolescence
    obstruct obstruction
    occur occurrence
    offend offence offensive
    omit omission
    oppose opposition
    optimise optimisation optimiser
    orchestrate orchestration orchestrator
    own ownership
    parse parser parsable parseable
    pay payable
    perceive perception perceptual
    perform performance performant
    permanent permanence
    permit permissible permissive
    perplex perplexity
    persist persistent persistence
    persuade persuasion persuasive
    pickle picklable
    plausible plausibility
    please pleasure
    plot plotter
    poison poisonous
    popular popularity
    portable portability
    possess possession
    possible possibility
    practise practice
    precede precedence precedent
    precise precision
    predict prediction predictor predictive
    prefer preference preferable
    prepare preparation
    prescribe prescription
    preserve preservation
    presume presumption
    prevent prevention preventive
    print printable
    prioritise prioritisation
    private privacy
    probable probability probabilistic
    proceed procedure
    proficient proficiency
    prohibit prohibition prohibitive
    promote promotion promotional
    pronounce pronunciation
    propagate propagation
    propose proposal proposition
    protect protection protective
    prove proof provable
    punctuate punctuation
    punish punishment
    pursue pursuit
    qualify qualification
    quantify quantification
    quantise quantisation
    query queryable
    quote quotation
    random randomness
    rank ranker ranking
    react reaction
    read readable readability
    real reality
    recall recollection
    receive reception
    recognise recognition recognisable
    recommend recommendation
    recover recovery recoverable
    redact redaction
    reduce reduction
    redundant redundancy
    refer reference
    refine refinement
    reflect reflection reflective
    refund refundable
    refuse refusal
    register registration
    regress regression
    regulate regulation regulatory regulator
    reject rejection
    relevant relevance relevancy
    reliable reliability
    rely reliance reliant
    remind reminder
    remove removal removable
    repair reparation
    repeat repetition repetitive repeatable
    replace replacement replaceable
    replicate replication
    represent representation representative
    reproduce reproduction reproducible reproducibility
    require requirement
    resemble resemblance
    reserve reservation
    resilient resilience
    resist resistance resistant
    resolve resolution resolver
    respond response responder
    responsible responsibility
    responsive responsiveness
    restrict restriction restrictive
    resume resumable
    retain retention
    retrieve retrieval retriever
    reuse reusable reusability
    reveal revelation
    revise revision
    rewrite rewriter
    rich richness
    rigid rigidity
    robust robustness
    rotate rotation
    route router
    safe safety
    sample sampler
    satisfy satisfaction satisfactory
    scale scalable scalability
    scan scanner
    scarce scarcity
    schedule scheduler
    score scorer
    scrape scraper
    search searchable searcher
    secret secrecy
    secure security
    select selection
    sell sale
    sensitive sensitivity
    separate separation
    serialise serialisation serialiser serialisable
    settle settlement
    share shareable
    sign signature signer
    signify signification
    similar similarity
    simple simplicity
    simplify simplification
    simulate simulation simulator
    simultaneous simultaneity
    slice slicer
    smooth smoothness
    soft softness
    solve solution solver solvable
    sort sorter sortable
    sparse sparsity
    specialise specialisation specialist
    split splitter splittable
    stable stability stabilise stabilisation
    steady steadiness
    store storage
    stream streamable
    strict strictness
    strong strength
    structure structural
    submit submission
    subscribe subscription
    substitute substitution
    subtract subtraction
    suffice sufficient sufficiency
    suggest suggestion
    suitable suitability
    summarise summarisation summariser
    supersede supersession
    supervise supervision supervisor
    suppress suppression
    survive survival survivor
    suspect suspicion suspicious
    suspend suspension
    switch switchable
    symbol symbolic
    symmetry symmetric symmetrical symmetrically
    synchronise synchronisation
    syntax syntactic syntactical
    synthesise synthesis synthetic syntheses
    systematic systematically
    technology technological
    temporary temporarily
    terminate termination
    test testable testability
    theory theoretical
    thorough thoroughness
    tight tightness
    tokenise tokenisation
    tolerate tolerance tolerant
    toxic toxicity
    trace tracer traceable traceability
    track tracker
    train trainer trainable
    transcribe transcription transcript transcriber
    transform transformation
    transmit transmission transmitter
    transparent transparency
    transport transportation
    true truth truthful truthfulness
    trust trustworthy trustworthiness
    try trial
    tune tuner tunable
    ubiquitous ubiquity
    unify unification
    unique uniqueness
    update updater updatable
    upload uploader
    usable usability
    valid validity validate validation validator
    vary variation
    verbose verbosity
    verify verification verifier verifiable
    versatile versatility
    view viewer viewable
    violate violation violator
    violent violence
    visible visibility
    visualise visualisation visualiser
    volatile volatility
    warn warning
    watch watcher
    weak weakness
    wide width
    withdraw withdrawal
    wrap wrapper
"""
# Verbs of which "re-" makes one that says "again".
AGAIN = """
    allocate arrange assemble assess assign build calculate calibrate check classify compile compute configure connect
    create define deploy design distribute download draw enable encode encrypt evaluate examine export fetch fill format
    generate implement import index initialise install label launch license link load make name open order organise
    paint phrase play populate post process publish read record render run sample scan schedule send set shape size sort
    start submit tell test train transmit try type upload use validate verify visit word write
"""
