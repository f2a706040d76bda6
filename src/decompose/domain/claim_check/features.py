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
    circuit breaker
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
    stemming lemmatisation
    survey questionnaire
    swagger openapi
    tax taxation
    teammate colleague
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
    ablation adversarial airflow allocator annotator ansible approve arduino attestation autocomplete autoencoder
    autosave avatar backpropagation backup balancer bank battery bisect bitbucket blockchain bloom bluetooth bm25
    bookmark bounty breakpoint budget bundler bytecode cache calendar calibrate canary captcha caption cdn
    certification changelog chatbot checksum chess classifier clipboard codemod commit compiler compress convolution
    cookie coroutine crawl crowdsource csv cursor cypress daemon dashboard debounce decompile decrypt deepfake
    diagnose diagram diarisation dictation diff diffusion disassemble discord distil docx donation drone dropbox
    dropout electron emoji emulator ensemble enterprise escalate facial failover federated firewall flashcard
    flowchart footnote forecast formatter freemium fuzzy geofence geospatial glossary gmail graphql grpc guardrail
    hackathon hadoop hallucination haskell heartbeat heatmap helpdesk histogram homomorphic honeypot hotfix hotkey
    hotline hyperparameter hypervisor iframe inpainting intellisense interceptor intranet jailbreak jenkins
    jetbrains jira kafka kanban kotlin latex lawsuit leaderboard lecture lip lock lockfile lora lyrics markdown
    marketplace matlab meeting mercurial microphone middleware minify mlflow mlx moderator monorepo mqtt narration
    nosql notification obfuscate ocr opencl opentelemetry orm outlook pagerank pagerduty pagination paraphrase
    patent paywall pdf percentile perl perplexity plagiarism playground playlist podcast podman polyfill printer
    profiler prolog protobuf proxy prune pytest quantise quarantine queue raspberry rebase recommender refactor
    refund regex reinforcement repl reranker riscv robot rocm roleplay rollback rollout rss salesforce sarcasm sbom
    scatterplot scrape screencast screenshot sdk sensor sentiment sentry serverless shard sharepoint shim simulation
    sitemap slack sms snippet soundtrack speaker spectrogram speculative spreadsheet ssd stash stub submodule
    subscribe subtitle subversion summarise svg systemd telegram telemetry template tensorboard terraform throttle
    thumbnail timeline timezone tokenizer toml trademark transaction transcribe translate transpile trello tweet
    typecheck upscale usb vagrant visualisation vm voiceover vote vpn vscode vulkan wandb warranty watchdog
    watermark waveform weather webhook websocket whatsapp widget wildcard wysiwyg xcode xml yaml
"""
