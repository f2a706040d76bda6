"""Words by their sort: without an assertion, light, graded, irregular, names. Data only; each list is general.

What means the same stands in `synonyms`, what is never said at once in `opposites`.
"""

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
    arise arose arisen
    awake awoke awoken
    bear bore borne
    begin began begun
    bend bent
    bind bound
    bite bit bitten
    blow blew blown
    break broke broken
    bring brought
    build built
    buy bought
    catch caught
    choose chose chosen
    cling clung
    creep crept
    deal dealt
    dig dug
    draw drew drawn
    drive drove driven
    eat ate eaten
    fall fell fallen
    feed fed
    feel felt
    fight fought
    flee fled
    fly flew flown
    forbid forbade forbidden
    forget forgot forgotten
    forgive forgave forgiven
    freeze froze frozen
    grow grew grown
    hear heard
    hide hid hidden
    hold held
    keep kept
    know knew known
    lay laid
    lead led
    learn learnt
    lend lent
    lose lost
    mean meant
    meet met
    mistake mistook mistaken
    oversee oversaw overseen
    overtake overtook overtaken
    overthrow overthrew overthrown
    overwrite overwrote overwritten
    override overrode overridden
    pay paid
    rebuild rebuilt
    redo redid redone
    rerun reran
    rewrite rewrote rewritten
    ride rode ridden
    ring rang rung
    rise rose risen
    run ran
    seek sought
    sell sold
    send sent
    shake shook shaken
    shine shone
    shoot shot
    shrink shrank shrunk
    sing sang sung
    sink sank sunk
    sleep slept
    slide slid
    speak spoke spoken
    spend spent
    spin spun
    steal stole stolen
    stick stuck
    strike struck
    swear swore sworn
    swim swam swum
    swing swung
    take took taken
    teach taught
    tear tore torn
    throw threw thrown
    undergo underwent undergone
    understand understood
    undo undid undone
    wake woke woken
    wear wore worn
    weave wove woven
    win won
    wind wound
    withdraw withdrew withdrawn
    withhold withheld
    withstand withstood
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
    hold include individual instance intend item keep kind last later latter lead leave left lend level lie little long
    look maker mean means mention mode move name necessary new normal number numerous obtain occur offer operate
    option order original package particular pass people perform permit place point position possible present
    prior process produce product program project provide purpose range reach ready receive recommend refer
    regular relate rely remain report require respective rest result return run second see select separate serve
    set several share ship show similar simple simply single sit specific specify standard start state stay step
    suit suitable supply support system take tell term tool top total treat turn type typical use useful user
    usual various version want ways work write writer written yield
    """.split()
)

# Names that a sentence may begin with, where a capital does not give them away.
KNOWN_NAMES = frozenset(
    """
    adobe alibaba amazon android anthropic apple aws azure baidu bytedance cloudflare cohere databricks deepmind
    deepseek docker facebook github gitlab google huawei ibm instagram intel kubernetes linux meta microsoft
    mistral mozilla mysql netflix nvidia openai oracle postgres redis salesforce samsung slack sqlite stripe
    tencent tesla twitter uber ubuntu windows xai yahoo yandex
    """.split()
)
# Names that are mostly written in small letters; none of them is a word of English besides.
SMALL_NAMES = frozenset(
    """
    ansible autopep8 axios bazel bitbucket boto bower cassandra celery chromadb clickhouse cmake conda couchdb crewai
    cron ctags curl cython dask datasette debian deepspeed dgl django dplyr dspy duckdb dvc elasticsearch electron
    emacs esbuild eslint etcd faiss fastapi ffmpeg fedora firebase flake8 flatpak gcc gensim gitea gnuplot gradle
    grafana graphviz grpc gunicorn hadoop haystack helm heroku homebrew httpx huey huggingface hydra imagemagick
    influxdb isort jekyll jenkins jinja jq jupyter kafka keras kubectl kustomize lancedb langchain langfuse langgraph
    libreoffice lightgbm litellm llamacpp llamafile llamaindex llvm lmdb lodash logstash lxml magick mariadb matplotlib
    maven memcached mercurial mesos milvus minikube minio mlflow mongodb mypy mysqldb nats neovim netlify nextjs
    nginx ninja nltk npm npx nuget numba numpy ollama opencv openssl opensearch pandas pandoc paramiko pdm pgvector
    pinecone pip pipenv pipx playwright plotly pnpm podman postgres postgresql powershell prisma prometheus pulumi
    puppeteer pyarrow pycodestyle pydantic pydocstyle pyenv pyflakes pyinstaller pylint pyright pyspark pytest pytorch
    pyupgrade qdrant rabbitmq rclone redis rsync ruff rustc rustup saltstack scikit scipy scrapy selenium
    sentencepiece setuptools spacy sqlalchemy sqlite ssh streamlit subversion supabase svelte swc systemd tensorboard
    tensorflow tensorrt terraform tesseract tiktoken tmux torchvision tox tqdm tsc ubuntu uvicorn uwsgi vercel vim
    virtualenv vite vitest vllm wandb weaviate webpack wget whisperx wireshark xgboost yapf yarn zeromq zookeeper zsh
    anthropic chatgpt claude cohere deepseek gemini gpt llama mistral openai openrouter qwen
    kotlin haskell javascript typescript perl ruby scala erlang fortran matlab
    """.split()
)
# Two spellings of one name.
ALIASES = """
    wasm webassembly
    ram memory
    vram gpu-memory
    fpr false-positive-rate false-alarm-rate
    fnr false-negative-rate
    tpr true-positive-rate
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
    db database
    msgpack messagepack
    py python
    yml yaml
    md markdown
    regex regexp regular-expression
    protobuf protocol-buffers
    repo repository
    dir directory
    env environment
    config configuration
    auth authentication
    app application
    docs documentation
    lib library
    param parameter
    arg argument
    var variable
    pkg package
    ml machine-learning
    ai artificial-intelligence
    tts text-to-speech
    ocr optical-character-recognition
    ui user-interface
    gui graphical-user-interface
    pr pull-request
    vlm vision-language-model
    qa question-answering
    ann approximate-nearest-neighbor approximate-nearest-neighbour
    wer word-error-rate
    lan local-network local-area-network
    ha high-availability
    mfa 2fa two-factor-authentication multi-factor-authentication
    rbac role-based-access-control
    oidc openid-connect openid
    pii personally-identifiable-information
    lts long-term-support
    dag directed-acyclic-graph
    jit just-in-time
    pos part-of-speech
    kv key-value
    vm virtual-machine
    os operating-system
    sse server-sent-events
    mcp model-context-protocol
    i18n internationalization internationalisation
    l10n localization localisation
    a11y accessibility
    us usa united-states
    uk united-kingdom
    eu european-union
"""
