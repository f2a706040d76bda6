"""What a tool has or has not: words for one definite thing or act, which no paraphrase needs. Data only.

Left out is what sentences about any tool speak of (a page, a command, a library), what a paraphrase may choose (quick,
narrow, elaborate), and what means several things.
"""

from __future__ import annotations

# One line, one thing, by any of its words: a claim may say one where its quote says another.
FEATURES = """
    accounting bookkeeping
    advert advertisement
    alert alarm
    android iphone ipad
    anomaly outlier anomalous
    antivirus malware virus
    audit auditor
    autoscale autoscaling
    barcode qr
    biometric fingerprint
    canvas whiteboard
    citation bibliography
    cobol fortran
    conference meetup
    crm erp
    cron crontab
    curriculum syllabus
    debug debuggable
    dedupe deduplicate
    dependabot renovate
    dialect accent
    discount coupon
    drag draggable
    editor ide
    elasticsearch opensearch
    email mail newsletter
    emotion mood
    encrypt cipher
    epub ebook
    erlang elixir
    exam quiz
    excel xlsx
    ftp sftp
    fuzz fuzzer
    gallery carousel
    gdpr hipaa pci
    genome protein molecule
    geolocation gps
    gesture touchscreen
    gif animation
    gpu cuda
    grammar grammatical
    handwriting handwritten
    hnsw ivf
    intellij pycharm
    inventory warehouse
    invoice billing
    javascript typescript
    kubernetes helm
    license licence
    lint linter
    lisp clojure
    medical clinical hospital
    memory ram vram
    mfa totp
    multilingual bilingual
    music song melody
    mutex semaphore
    newspaper magazine
    notebook jupyter
    oauth oidc
    offline airgapped
    ontology taxonomy
    parquet avro
    password passphrase
    payment stripe paypal
    phishing spam
    phone smartphone
    png jpeg
    poem poetry
    powerpoint pptx slides
    prometheus grafana
    raft paxos
    redact anonymise pseudonymise
    replica replication
    resume resumption
    rlhf dpo
    salary payroll
    sandbox jail
    scaffold boilerplate
    selenium playwright puppeteer
    sidebar toolbar
    smtp imap
    spelling spellchecker misspelling
    sso saml ldap kerberos
    survey questionnaire
    swagger openapi
    tax taxation
    tenant tenancy
    tensorrt onnx
    thesaurus lexicon
    tooltip popup
    toxic hateful profanity obscene
    tpu fpga npu
    trading trader
    undo redo
    vim neovim emacs
    vulnerability cve
    wallet cryptocurrency
    webassembly wasm
    webcam camera
    workshop webinar
    xray radiology
"""
# Things of one word.
SINGLE_FEATURES = """
    ablation adversarial airflow allocator annotator ansible approve arduino attestation autocomplete autocorrect
    autoencoder autofill autosave avatar backpropagation backup balancer bandwidth bank barometer battery beacon
    bibtex biography bisect bitbucket blockchain bloom bluetooth bm25 bookmark bounty breadcrumb breakpoint budget
    bundler burndown bytecode cache calendar calibrate callback canary captcha caption cdn certification changelog
    changeset chatbot checkout checksum chess classifier clipboard coauthor codec codemod commit compiler compress
    convolution cookie coroutine countdown crawl crossword crowdsource csv cursor cypress daemon dashboard deadlock
    debounce decompile decorator decrypt deepfake dendrogram diagnose diagram diarisation dictation diff diffusion
    disassemble discord distil docstring docx donation dongle drone dropbox dropout electron embargo emoji emulator
    ensemble enterprise enum escalate escrow eviction exif facial failover federated firewall firmware flashcard
    floorplan flowchart font footnote forecast formatter freemium fuzzy gamepad gantt geocode geofence geospatial
    gist globe glossary glyph gmail graphql grpc guardrail hackathon hadoop hallucination handshake hashtag haskell
    heartbeat heatmap helpdesk histogram homomorphic honeypot horoscope hotfix hotkey hotline hyperparameter
    hypervisor hyphenate icon iframe infographic inode inpainting intellisense interceptor intranet invitation isbn
    itinerary jailbreak jenkins jetbrains jira jitter joystick jwt kafka kanban keychain keyframe keystroke kiosk
    kotlin landmark laser latex lawsuit leaderboard lecture lemmatisation linkedin lip livestream locale lock
    lockfile logo logout lora lottery lyrics mailbox markdown marketplace mascot matlab meeting megaphone meme
    mentor menu mercurial messenger microphone middleware milestone mindmap minify minimap mlflow mlx modem
    moderator monorepo mqtt nameserver narration nickname nonce nosql notification obfuscate ocr onboarding opcode
    opencl opentelemetry orm outage outlook pagerank pagerduty pagination palette paraphrase passkey patent paywall
    pdf percentile perl permalink perplexity persona petition phoneme pinboard pixel plagiarism playground playlist
    podcast podman polyfill polygon postcode poster prerender printer profiler prolog protobuf proxy prune puzzle
    pytest quantise quarantine queue radar raid ransomware raspberry rebase reboot receipt recipe recommender
    rectangle refactor referral refund regex reinforcement repl reputation reranker riscv robot rocm roleplay
    rollback rollout roster router rss rubric ruler runbook salesforce sarcasm satellite sbom scatterplot scrape
    screencast screenshot scrollbar sdk semver sensor sentiment sentry serverless shader shard sharepoint shim
    signup simulation sitemap slack slider slideshow smartwatch sms snapshot snippet sonar soundtrack speaker
    spectrogram speculative spinner spreadsheet sprint sprite ssd stacktrace star stash stopwatch storyboard
    strikethrough stub stylesheet subdomain submodule subnet subscribe subtitle subversion summarise svg syllable
    syslog systemd teaser telegram telemetry template tensorboard terraform testimonial textbox theme throttle
    thumbnail timeline timezone toast tokenizer toml tournament traceback trademark transaction transcribe translate
    transpile trello tripwire tunnel tweet typecheck undelete unicode upscale usb vagrant vault viewport
    visualisation vm voiceover vote voucher vpn vscode vulkan wallpaper wandb warranty watchdog watchlist watermark
    waveform weather webhook websocket whatsapp widget wiki wildcard wizard worksheet wysiwyg xcode xml yaml zoom
"""
# Things of two words, and what else may be meant by them.
FEATURE_PHRASES = """
    language model llm gpt chatgpt claude ai
    neural network net
    decision tree
    random forest
    reward model
    beam search
    gradient descent
    learning rate
    early stopping
    data augmentation
    transfer learning
    active learning uncertainty
    fine tuning finetune
    knowledge graph ontology triple
    word cloud wordcloud
    pie chart
    bar chart
    line chart
    heat map
    table contents
    page number pagination
    confidence interval
    standard deviation
    gold standard
    dark mode
    progress bar
    status bar
    print preview
    screen reader
    screen recording
    voice command
    face recognition
    syntax highlighting
    code completion autocomplete
    code review
    code coverage
    release note
    merge conflict
    pull request pr prs
    bug tracker issue
    issue tracker jira
    unit test pytest
    type hint annotation typing
    git hook
    version control git vcs
    live reload
    shared secret
    public key rsa ssh gpg
    private key rsa ssh gpg
    digital signature
    access control
    role based
    two factor 2fa totp mfa
    parental control
    content filter
    rate limiting throttle quota limit
    health check heartbeat liveness
    message broker rabbitmq redis kafka
    connection pool
    dead letter
    foreign key
    stored procedure
    full text fts bm25
    semantic search
    text message sms
    credit card
    free trial
    money back
    service level
    live chat
    video call
    mobile app ios android
    time zone timezone utc
    cost estimate
    search engine google bing search
"""
