"""The jobs of the trade: families of what AI and developer tools are used for, each in the phrasings of its users.

They know nothing of any artifact. A family is its name, then phrasings that tell the job, parted by semicolons; lines
that go on are indented. A phrasing is told where all of its words, or words for the same (`job_lexicon`), stand in
one heading or sentence, in whatever order; it has two such words at least and stands in one family. A record may belong
to several families.
"""

from __future__ import annotations

FAMILIES = """
nearest-neighbour search: similarity search; vector search; find similar documents; similar items; embedding search;
    query vectors
hybrid search: hybrid search; keyword and vector search; combine bm25 vector; rank fusion; sparse and dense; fuse
    search results
keyword search: full-text search; search text index; keyword ranking; search words index; full-text index
filter by metadata: metadata filter; payload filter; filter by fields; filter search results; filtered search; geo
    filter; where clause filter; faceted search; attribute filter
compressed index: quantize vectors; product quantization; binary quantization; reduce vector memory; compress
    embeddings; smaller index
embedded database: in-memory database; embedded database; prototype without server; offline vector search; on-device
    search
managed hosting: hosted cloud; serverless database; fully managed; hosted database
tenants apart: separate customers data; data per tenant; per customer isolation
scale out: shard replicate; scale to billions; scale across nodes; distributed deployment
access control: access control; role permission; api keys authenticate; authentication authorization; restrict access;
    grant rights
backup and restore: backup restore; snapshot restore; snapshots collections
automatic embedding: embed documents automatically; embed on insert; text to vectors automatically; embedding
    integration; vectorize data import; generate embeddings import; vectorise objects import; embed while importing
embed text: text embedding; sentence embedding; encode sentences; embedding vectors text; vector representation
rerank results: rerank results; cross-encoder rank; reorder search results; rerank passages; rerank search; rerank
    function
image search: image search; multimodal search; image and text search; cross-modal retrieval
multivector search: late interaction
client libraries: python sdk; javascript client; typed client; sdk languages; rest grpc api; call from languages
persist data: persist on disk; store data locally; durable storage
manage collections: manage collections; create collection; add update delete records; upsert records; crud operations;
    schema of collection; manage indexes; insert delete records
recommend items: recommend items; recommendation api; suggestion from examples; positive negative examples; discovery
    search
cluster topics: cluster documents; topic model; group similar texts; discover topics
question answering over documents: ask questions documents; question private data; chat with documents; rag pipeline;
    retrieval-augmented generation; answer from documents; rag query engine; augment llm data; knowledge base answers;
    chat own data; documents question-answering
load documents: load documents; document loaders; connect data sources; import pdf files; read data sources; ingestion
    pipeline; connectors apis pdf
parse documents: parse pdf; document parsing; extract text pdf; pdf to markdown; layout extraction; convert office
    documents; ocr documents; parse complex documents
chunk text: split text chunks; chunk documents; text splitter; chunking strategy
index structures: index data llm; structure data index; vector index documents; index documents llm; index data
    retrieval
swap model providers: swap llm provider; switch models; model providers; different llm providers; provider agnostic;
    change model vendor; connect openai anthropic; choose own model; unified model api; multiple llm providers; vendor
    lock-in; llm integration
swap components: swap components; replace modules; modular components; change vector store; choose vector store; swap
    database
custom components: custom components; write own component; extend framework; custom modules; subclass components;
    custom nodes
pipeline composition: compose pipelines; chain components; pipeline branches loops; build pipeline components; chain
    calls; connect components pipeline; declarative pipeline; modular pipeline
build agents: create ai agent; agent framework; agents that act; agent loop; agent in lines; autonomous agent; agent
    harness; agent in python; agent architecture; agent orchestration; stateful agent; prebuilt agent; create agents;
    agent from scratch; agent with instructions
multi-agent teams: crew of agents; agents collaborate; role-playing agents; delegate agents; agent roles
agent workflow: stateful agent workflow; event-driven workflow; control flow agents; orchestrate agents steps;
    deterministic workflow; workflow of llm steps; flows with state; branches and loops; conditional branching
human approval of a step: approve tool call; human approval; pause for review; human feedback; interrupt and resume;
    confirm before action; approval of steps; person approves; human in the loop agent; person steps into run; human
    oversight agent; human review step
agent memory: agent memory; long-term memory; remember conversations; short-term memory; chat history memory; memory
    across sessions; persistent memory
durable execution: durable execution; resume after failure; checkpoint state; survive crashes; persist workflow state;
    long-running agents; continue after restart; fault tolerance; persist agent state; state between steps; durable
    workflow
tool calling: model calls tools; call external apis; model calls functions; model uses apis
structured output: structured output; json schema output; typed output; pydantic output; extract structured data;
    valid json; constrained decoding; output parser; answers as json schema; output schema; typed answers; valid json
    answers
stream output: stream tokens; stream output; stream responses; partial results
prompt templates: prompt template; manage prompts; prompt versioning; prompt engineering; reusable prompts
prompt optimisation: optimise prompts; prompt tuning automatically; compile prompts; improve prompts automatically
control context: context engineering; control context; manage context window; what reaches the model; context
    assembly; trim context; customise retrieval; retrieval logic
trace model calls: trace llm calls; debug agents; monitor llm app; trace steps; telemetry spans; track agent steps;
    track token usage; agent execution path; spans of model calls
guardrails: validate model output; block unsafe output; input output rails; policy enforcement; safety filter output;
    guardrails agent; secure agent; protect agent; guardrails llm; scan agent inputs outputs
moderation: content moderation; classify harmful content; unsafe prompt; safety classification; moderate responses;
    toxic content; hazard taxonomy; classify prompt response safety
prompt injection defence: prompt injection; jailbreak detection; stop prompt attack; agent hijacking; indirect
    injection; malicious instructions
code security scan: insecure code; vulnerability scan code; code security; detect vulnerabilities; security static
    analysis; unsafe generated code
agent alignment check: audit agent reasoning; goal hijacking; agent misalignment; chain-of-thought audit; monitor
    agent reasoning
secrets detection: detect secrets; leaked credentials; secret scanning; hard-coded passwords; find api keys
personal data removal: remove personal data; pii detection; anonymise text; mask sensitive data; redact personal;
    personal information
red teaming: adversarial testing; probe model vulnerabilities; attack model; test model safety; jailbreak benchmark
run benchmarks: benchmark language models; evaluate on benchmarks; standard benchmarks; academic benchmarks; few-shot
    evaluation; reproduce scores; prebuilt evaluations; evaluate language model; run existing benchmarks; benchmark
    suite model
custom evaluation: custom evaluation; define own task; write own benchmark; custom task yaml; new evaluation task;
    custom metric; evaluation dataset solver scorer
evaluate any provider: evaluate hosted model; model backends evaluation; test models openai; evaluate vllm; many model
    providers evaluation; evaluate huggingface
agent evaluation: evaluate agents; agent benchmark; sandboxed evaluation; agentic tasks; evaluate coding agent
llm as judge: automatic grading; language model judges answers; model-graded scoring
evaluate retrieval: evaluate rag; retrieval metrics; answer relevance faithfulness; evaluate retrieval pipeline
view evaluation results: view evaluation logs; inspect transcripts; log viewer; visualise results; analyse evaluation
    results; evaluation dashboard
sandbox execution: run untrusted code; code sandbox; isolated execution; docker sandbox; execute code safely; code
    interpreter
pretraining text: pretrain language model; pretraining data; pretraining corpus; clean web text; training tokens; web
    text dataset; open pretraining dataset; train llm scratch; language model corpus
curate training data: curate dataset; filter training data; data curation toolkit; process web crawl; quality filter
    data; corpus processing; tag filter documents; prepare training corpus; heuristics cleaning
deduplicate data: deduplicate dataset; remove duplicates; near-duplicate detection; fuzzy deduplication; duplicate
    documents
domain mixture: domain subsets; mix data sources; diverse sources; data mixture; choose subset; variant of dataset;
    dataset configurations; source components
multilingual text: multilingual corpus; text in languages; multilingual data; non-english text; languages subset
language-model evaluation text: perplexity benchmark; held-out evaluation; language modeling benchmark; test set
    perplexity
data documentation: dataset card; data provenance; audit training data; training data transparency; inspect corpus;
    study training data; trace text origin; source page of document; origin of document
instruction data: instruction tuning data; instruction dataset; chat fine-tuning data; supervised fine-tuning dataset;
    conversation dataset; prompts and responses
preference data: preference data; human preferences; reward model data; comparison pairs; dpo dataset; rlhf dataset
question-answering data: question-answering dataset; reading comprehension; trivia questions; multiple-choice
    questions; qa pairs
code data: source code dataset; permissive code; train code model; github code dataset
image data: image dataset; image-text pairs; labelled images; image classification data
speech data: speech dataset
maths data: math problems; grade school math; maths dataset; mathematical reasoning benchmark
stream datasets: stream dataset; download subset; iterate dataset
text generation: text generation; write text; creative writing; write emails
chat with a model: chat model; chat assistant; conversational assistant; instruction following; answer questions
multilingual chat: multilingual chat; european languages; multilingual model
code generation: code generation; write code; programming assistant; write functions
code completion: code completion; autocomplete code; fill-in-the-middle; inline suggestions; complete code editor
code explanation: explain code; understand codebase; answer questions code; code review; summarise code; review code
    changes
code agent: coding agent; edit files agent; change codebase; implement feature agent; pair programming; fix issues
    automatically; terminal coding; autonomous coding
mathematical reasoning: math reasoning; solve math; mathematical problems; competition maths
reasoning: reasoning model; chain-of-thought; complex reasoning; think before answering; logic problems
long context: long context; long documents; context window; hundred thousand tokens; long inputs
summarise text: summarise text; summarise documents; condense documents; summarise meetings
translate text: translate text; machine translation; translate languages; translation model
classify text: classify text; sentiment analysis; intent detection; zero-shot classification
extract entities: named entity recognition; extract entities; information extraction; key information
image understanding: describe image; image chat; visual question-answering; understand image; caption image; picture
    questions; vision language; talk about photo; image conversation; answer questions image
read documents by image: read charts; document understanding; ocr image; read tables image; understand screenshots;
    scan text; read text image
locate in images: object detection; bounding boxes; point at objects; ground objects; segment image; locate objects
video understanding: video understanding; describe video; video questions; analyse video; long video
generate images: generate images; create pictures
edit images: edit image; image variation
generate video: generate video; text to video; animate image
transcribe speech: transcribe speech; speech recognition; subtitles audio; captions audio; transcribe speech into text
translate speech: translate speech
synthesise speech: speech synthesis; voice generation; clone voice; read aloud; read text aloud
tell speakers apart: speaker diarization; separate speakers; speaker identification
word timestamps: align transcript; segment timestamps
identify language: language identification; detect language; spoken language
time series: forecast time series; time series prediction; anomaly detection; predict demand
tabular learning: tabular data prediction; gradient boosting; classification regression
run models locally: run model locally; laptop inference; run offline model; consumer hardware; model on cpu; own
    machine model; run models command-line
serve models: inference server; model endpoint; openai-compatible server; high throughput inference; deploy model;
    production inference; api server model
fast inference: fast inference; speed up inference; optimised kernels; paged attention; batching requests; speculative
    decoding; low latency
quantise models: quantised model; quantize weights; 4-bit model; smaller memory model; reduce gpu memory
distribute models: tensor parallel; multi-gpu inference; distributed inference; split model devices
fine-tune models: fine-tune model; adapt model own data; lora adapter; parameter-efficient; instruction tune;
    customise model; train adapters
reinforcement training: reinforcement learning; rlhf training; preference optimisation; reward model; dpo training
distributed training: distributed training; mixed precision; train model several gpus; train model multi-gpu
build research on a model: research base model; base for fine-tuning; open weights research; reproduce training; study
    model; open model checkpoints; open training code
pull models: download models; model hub; pull model registry; share models; import weights
describe models as files: create model variant
track experiments: track experiments; log metrics; compare experiments
version data: version data; dataset versioning; data lineage; track datasets
label data: label data; annotate data; human labelling; annotate images
synthetic data: synthetic data; generate training data; generate instructions; create dataset llm; distil data
convert models: export onnx; model format conversion; gguf conversion
distil models: distil model; knowledge distillation; teacher student; smaller model
background tasks: background task; task queue; run function later; enqueue function; defer function; process tasks
    background; distributed task queue; run slow function; distributed tasks
async tasks: asyncio tasks; async def task; async worker; asynchronous execution
workers: worker process; worker pool; process messages; consume queue; worker concurrency; worker threads; process
    queued jobs; launch worker; scale workers; distribute work servers; workers across machines; distribute tasks
    machines
message broker: message broker; choice of broker; queue on redis; queue on postgres; broker backends; store jobs
    database
schedule tasks: schedule tasks; delayed job; job later; later execution; repeat job; task on timetable
retry failures: retry failed; automatic retries; failed jobs; retry with backoff; requeue failed; error handling
    tasks; exponential backoff; failed job registry
task results: task results; store results; job status
task workflows: task chains; group tasks; task dependencies; workflow of tasks; canvas primitives
task priority: task priority; priority queues; queue order
rate limits: rate limit; throttle requests; limit concurrency; task rate limit; locks jobs; unique jobs; same job
    twice; limit concurrent jobs; duplicate jobs
monitor tasks: monitor tasks; monitor workers; inspect queue; web dashboard jobs; task events; monitoring ui; admin
    interface jobs; list jobs
signals and hooks: signals hooks; lifecycle hooks; callbacks on success; custom middleware; event hooks
time limits: task timeout; kill long tasks; cancel job; revoke task; abort job
web framework integration: django integration; flask integration; fastapi integration; web framework; integrate
    framework
serialise tasks: serialise messages; task serialization; pickle json; custom serializer
test tasks: test tasks; testing mode; in-memory broker tests; run synchronously test; eager mode; unit test jobs
command line for jobs: command-line jobs; manage queue shell; cli worker; launch job command-line; shell commands
    queue; launch worker command-line; manage jobs shell
data pipelines: data pipeline; dag scheduling; move data; extract load
stream events: event streaming; stream processing; publish subscribe; message streaming; change data capture
web scraping: web page content; scrape page; extract page content; page to markdown; fetch web page; read url; scrape
    url; web content llm; url to text; page content clean; url content
crawl sites: crawl site; follow links; crawl job
map sites: map site; list urls; discover urls
web search: web search; search internet; web results; google search; online search; search engine results
extract structured web data: extract structured web; schema extraction page; json from page; structured data website;
    extract fields page; llm extraction
batch scraping: batch scrape; scrape urls bulk; parallel scraping; multiple pages
deep research: deep research; research topic; research agent; multi-source research; research question; investigate
    topic; grounded answer; fact check; research report
page screenshots: screenshot page; page image; capture webpage; save pdf page; screenshots pdf; page to pdf; visual
    capture
interact with pages: click fill forms; interact page; form filling; type click page; user input simulate; page
    actions; keyboard mouse
dynamic pages: javascript rendering; dynamic pages; server-side rendering; wait for content; js-heavy
browser automation: browser automation; control browser; script browser; browser from python; browser from node;
    automate web
cross-browser: cross-browser; multiple browsers; browser engines; browser drivers
end-to-end tests: test web app; browser tests; ui test; test runner; automated web testing
record browser scripts: record script; record playback; code generator tests; record actions; generate tests
    recording; record tests; browser ide extension
debug browser tests: trace viewer; debug tests; inspect test failures; time-travel debug; test reports; debugging ui
    mode
auto waiting: auto-wait; wait for elements; flaky tests; web-first assertions; reliable tests; explicit waits;
    implicit wait
remote browsers: remote browser; selenium grid; distributed browsers; connect remote browser; run tests machines;
    browser grid; cloud browser; parallel tests
browser for agents: browser agent; browser mcp; let agent browse; browser tool llm; accessibility snapshot; ai
    controls browser
network interception: intercept requests; mock network; network interception; modify requests; block resources;
    network monitoring; proxy page
device emulation: emulate device; geolocation emulation; viewport emulation; mobile web test
isolated sessions: browser context; isolated sessions; save login; authentication state; cookies session; reuse login
page performance: page performance; performance trace; timeline trace; audit page; coverage of code
browser extensions: browser extension; load extension browser
proxies and unblocking: bypass anti-bot; geolocation proxy; cookies forwarding; blocked pages
image captions on pages: caption images page; describe images page; alt text images
read local files: read file; upload html; local html pdf; read pdf url
issues: manage issues; create issue; issue tracker; bug tickets; triage issues; comment issues; issue list
pull requests: review pull requests; code review requests; open pull-request; merge changes; create merge request
repository files: read repository files; file contents repository; create update files; push files; commit files; edit
    repository; commit changes; repository content
branches: create branch; manage branches; fork repository; list branches
search code: search code; search repositories; grep code
create repositories: create repository; repository management
commit history: commit history; list commits; git log; diff commits; compare revisions; inspect commits
ci pipelines: ci pipelines; github actions; ci logs; monitor workflow
releases and discussions: release notes; repository discussions
code security alerts: security alerts; code scanning alerts; vulnerability alerts; secret scanning alerts; security
    findings; review security alerts; look alerts repository
choose tools offered: select toolset; read-only mode tools
remote server for tools: remote mcp; hosted mcp; local mcp server; docker mcp; install mcp; mcp client setup; run
    locally docker; connect ai client; self-hosted instance; enterprise server
query a database: sql query; query database; select queries; ask database; natural language sql; database from llm;
    read data sql; query sqlite; query postgres; explore data sql; query database sql; ask questions database; sql
    from assistant; select rows; query tables sql
change data: insert update delete; write queries; modify data; change rows; write database; data modification; add
    rows; delete rows
create tables: create table; define schema; change table schema; alter table; transform table; add columns
inspect schema: inspect schema; table schema; list tables; database schema; database structure
read-only access: protect data from changes; read-only transaction; safe access; stop changing data; prevent writes;
    restrict modification
business insights: business insights; insight memo; analyse business data; data analysis; analyse data; interactive
    analysis; trends data; bi report
import data: import csv; load json database; insert json; import data; bulk insert; load files tables
export data: export csv; export data; output json; save as csv
publish data: publish data; share dataset online; data website; publish database; deploy data web; open data portal;
    host data
data api: json api; api for data; rest api data; data endpoint; database api; programmatic access data; graphql api
browse data: browse tables; data browser; web interface data; view rows; faceted browse; interactive exploration
search a database: full-text search database
charts: plot data; visualise data
plugins: write plugins; plugin hooks; third-party extensions; plugin api; install plugins
python library use: python api
command-line use: terminal command; shell script; pipe output; command-line interface
lint code: lint python; lint code; find bugs code; detect errors; code quality; catch bugs; static error checking
coding standard: coding standard; style guide; style check; enforce style; naming conventions; enforce pep8
code smells: complexity check; refactoring suggestions; cyclomatic complexity; duplicate code; similar code; simplify
    code
autofix: fix automatically; apply fixes; fix violations; repair code; fix lint; auto-correct
format code: format code; consistent formatting; format files; formatting python
sort imports: sort imports; unused imports; organise imports; remove unused
type checks: check annotations; missing annotations; inferred annotations
custom checks: custom checks; write own rule; custom rules
choose rules: select rules; configure rules; disable warnings; ignore rules; per-file ignores; suppress warnings;
    configuration file; choose checks; configure linter
report formats: report formats; output format; json report; statistics report; machine-readable
pre-commit: pre-commit hook; git hook; commit hook; check before commit; ci integration; continuous integration
editor integration: editor integration; language server; vs code; ide plugin; editor feedback
one tool for many: unified toolchain; consolidate linters; drop-in replacement
project-wide speed: fast linting; parallel lint; incremental check
spelling: spell check
diagrams of code: class diagrams
unit tests: unit test; test framework; write tests; test coverage; generate tests; test runner python
mock services: fake server; stub api; test doubles
documentation generation: generate docstrings; reference documentation from code
package management: manage dependencies; virtual environment; lock file; resolve dependencies
build software: bundle assets; compile code
deploy applications: container deploy; rest deployment; expose as api; deploy agents; docker deploy
provision machines: provision infrastructure; infrastructure as code
containers: container image; docker containers; container registry
application logs: collect logs; log search; error tracking; metrics alerting
secrets and configuration: manage secrets; environment variables; secrets vault
file access: file operations; list directory; search files; file access agent
email and calendar: send email; read email; calendar events; schedule meetings
messages and chat rooms: send messages slack; post channel; chat channels
notes and wikis: wiki pages; knowledge base notes; documents workspace
payments: subscriptions billing; charge customers
spreadsheets: edit cells; google sheets
clouds from agents: manage aws; cloud operations; kubernetes agent
knowledge graph: knowledge graph; knowledge graph construction; knowledge graph queries
graph memory: knowledge graph memory; entity memory; memory graph
visual builder: low-code; visual builder; drag and drop; studio interface; visual editor; graphical builder; visual
    workflow; agent builder
chat interface: chat interface; chat ui; web ui chat; desktop app chat; front end llm
templates and examples: learning courses
community integrations: hundreds integrations; third-party integrations; ecosystem integrations; connect services
enterprise platform: enterprise platform; enterprise control plane; private deployment; enterprise security
cache responses: cache responses; semantic cache; cache llm; reuse answers; caching results; cache invalidation
route models: route models; model gateway; fallback model; load balance models; llm proxy; cost routing
cost accounting: track cost; token usage; budget llm; cost control
voice agents: voice agent; realtime voice; phone calls; voice assistant; speech conversation
robots: robot control
molecules: protein structure; drug discovery
medical text: medical text; clinical notes; biomedical corpus; medical corpus
legal and finance: legal documents; financial analysis; finance data; legal text; court decisions; patent text
games and simulation: game agents; environments reinforcement; synthetic world
identity of users: identity provider
event triggers: trigger on event; react to events; event notification; notify on change
collaborate: shared workspace
data expiry: expire old objects; objects expire; ttl collection; delete old records automatically; retention of
    records
schema migrations: database migration; schema migration; migrate tables
notifications: read notifications; follow team activity; notification inbox
project scaffold: project skeleton generated; generate starter code
maps and places: geocode addresses
gradual adoption: legacy code adoption; introduce linter legacy; baseline of warnings
"""
