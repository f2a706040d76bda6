"""The services over one database, each made when it is first asked for."""

from __future__ import annotations

import tomllib
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache, cached_property, partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from decompose import packaged
from decompose.bootstrap.llms import Llms
from decompose.domain.catalog import Compared
from decompose.domain.comparison import Policy, families_from
from decompose.domain.examination import Point
from decompose.domain.flip import Flipped
from decompose.domain.identity import digest
from decompose.domain.ledger import JobResult
from decompose.domain.message import secrets_of
from decompose.domain.pricing import Prices, prices_from
from decompose.domain.score import Weights, weights_from
from decompose.domain.signal import Formulas, formulas_from
from decompose.domain.verification import MOST_ASKED, most_open
from decompose.errors import ConfigurationError, UsageError
from decompose.llm.batch_files import BatchProvider
from decompose.llm.client import Llm
from decompose.llm.endpoint import profile_for
from decompose.llm.meter import Meter
from decompose.llm.prompts import Prompts
from decompose.llm.vector_wire import PASSAGES, QUERY
from decompose.page.render import Site
from decompose.services.access import Access
from decompose.services.accounts import Accounts
from decompose.services.aligning import Aligner, Aligning
from decompose.services.asking import Asker, Purse
from decompose.services.auditor import Auditor
from decompose.services.batches import Batching
from decompose.services.callbacks import Signer
from decompose.services.catalog import Catalog
from decompose.services.compare import Comparing, Cost
from decompose.services.connectors import Collecting, connectors
from decompose.services.doctor import Doctor
from decompose.services.evaluate import Evaluating, Version
from decompose.services.events import Events
from decompose.services.exchange import Exchange
from decompose.services.export import Exported, LastRead, export
from decompose.services.fetching import Fetcher
from decompose.services.figures import Figures
from decompose.services.following import Following
from decompose.services.ingest import How, Ingestion, Options, options_from_json
from decompose.services.jobs import Jobs
from decompose.services.judge import Judge, reads_claims
from decompose.services.keeping import Keeping
from decompose.services.moving import require_there
from decompose.services.observing import JsonLog, Observer, Observers
from decompose.services.opening import Handling, handling_of
from decompose.services.overlapping import Overlapping
from decompose.services.pacing import SharedPace
from decompose.services.pages import Pages
from decompose.services.provider import Provider, provider_of
from decompose.services.publications import Publications
from decompose.services.publishing import Publishing
from decompose.services.queue import Queue
from decompose.services.recording import Recorder
from decompose.services.refreshing import Refreshing
from decompose.services.regenerate import Regenerating
from decompose.services.resolve import Resolving
from decompose.services.review import Reviewing
from decompose.services.rewriting import Rewriting
from decompose.services.scores import Scoring
from decompose.services.search import Searching
from decompose.services.shards import Directly, HandsOut
from decompose.services.signals import Signalling
from decompose.services.stating import Stating
from decompose.services.suggestions import Suggestions
from decompose.services.vectors import Meanings, Vectors
from decompose.services.verify import Shelf, Verifying
from decompose.services.webhooks import Webhooks
from decompose.services.write_up import WritingUp
from decompose.services.writing import Writer
from decompose.settings import Settings
from decompose.store.address import IN_MEMORY, require_file
from decompose.store.database import Database, Session

if TYPE_CHECKING:
    from decompose.page.methodology import Methodology
    from decompose.services.worker import Worker

# Seconds that the doctor waits for a server or a lock.
_PATIENCE_OF_DOCTOR = 10.0
# Seconds that a webhook may take to answer.
_PATIENCE_WITH_WEBHOOKS = 10.0


def current_time() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    return str(uuid.uuid4())


@dataclass
class Workspace:
    """An open database with the services over it; a context manager that closes it.

    Where it does not make a new database, a file that is not there and a database without our tables are refused.
    """

    settings: Settings
    now: Callable[[], datetime] = current_time
    new_id: Callable[[], str] = new_id
    is_made_new: bool = True

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if "observer" in self.__dict__:
            self.observer.close()
        if "database" in self.__dict__:
            self.database.close()

    @cached_property
    def database(self) -> Database:
        if not self.is_made_new:
            require_there(self.settings.database_url)
        return Database(
            self.settings.database_url, lock_timeout=self.settings.lock_timeout, is_made_new=self.is_made_new
        )

    def migrate(self) -> str:
        """Bring the schema to the newest version; the version it had is returned ("" for a new database)."""
        url, timeout = self.settings.database_url, self.settings.lock_timeout
        with closing(Database(url, lock_timeout=timeout, is_to_migrate=True)) as database:
            return database.migrate()

    @property
    def llms(self) -> Llms:
        return Llms(self.settings)

    @cached_property
    def prompts(self) -> Prompts:
        return Prompts(packaged.prompts())

    @cached_property
    def weights(self) -> Weights:
        return weights_from(tomllib.loads(packaged.data("weights.toml").read_text(encoding="utf-8")))

    @cached_property
    def policy(self) -> Policy:
        families = families_from(tomllib.loads(packaged.data("families.toml").read_text(encoding="utf-8")))
        return Policy(self.settings.noise_band, self.settings.lead, families)

    @cached_property
    def prices(self) -> Prices:
        """The packaged prices, or those of the file that the settings name."""
        own = self.settings.prices
        name = own or "prices.toml"
        try:
            text = (Path(own) if own else packaged.data(name)).read_text(encoding="utf-8")
            table = tomllib.loads(text, parse_float=Decimal)
        except (OSError, ValueError) as exc:
            raise ConfigurationError(f"DECOMPOSE_PRICES: {name} cannot be read ({exc})", subject=name) from exc
        return prices_from(table, name)

    @cached_property
    def catalog(self) -> Catalog:
        return Catalog(self.database, self.weights)

    @cached_property
    def keeping(self) -> Keeping:
        rules = digest([packaged.rules(), self.policy.noise_band, self.policy.lead], 16)
        tell = self._tell_of_flip if self.settings.webhooks else None
        return Keeping(self.weights, self.policy, rules, reviews_flips=self.settings.reviews_flips, tell=tell)

    @cached_property
    def webhooks(self) -> Webhooks:
        """Signed messages to the addresses of the settings, or to others that a service names."""
        known = self.settings
        sender = Fetcher(known.allow_hosts, seconds=_PATIENCE_WITH_WEBHOOKS)
        return Webhooks(self.database, sender, self.now, known.webhooks, secrets_of(known.webhook_secret or ""))

    def _tell_of_flip(self, session: Session, flipped: Flipped) -> None:
        data = flipped.as_json(self.settings.site_url)
        self.webhooks.put(session, "verdict.changed", key=flipped.key, data=data)

    @cached_property
    def compare(self) -> Comparing:
        return Comparing(self.database, self.keeping, self.now, self._cost_of_page)

    def _cost_of_page(self, session: Session, compared: Compared) -> Cost:
        """What it takes to write the stale sentences of a pair anew, by the llm of the settings."""
        slugs = (compared.comparison.a.artifact.slug, compared.comparison.b.artifact.slug)
        found = self.writing_up.rebuilding(session, *slugs, lambda: self.writer(self.llms.priced()))
        return Cost(found.calls, found.sentences, found.cost)

    @cached_property
    def regenerate(self) -> Regenerating:
        return Regenerating(self.database, self.keeping, self.now)

    @cached_property
    def writing_up(self) -> WritingUp:
        return WritingUp(self.database, self.weights, self.policy, self.now)

    def writer(self, llm: Llm, budget: Decimal | None = None, database: Database | None = None) -> Writer:
        """Has an llm write about pairs; its calls are booked in the workspace's database."""
        asker = Asker(
            database or self.database, llm, self.now, purse=Purse(self.prices, budget), observer=self.observer
        )
        return Writer(asker, self.prompts)

    @cached_property
    def publishing(self) -> Publishing:
        return Publishing(self.database, self.compare, self.now)

    @cached_property
    def overlapping(self) -> Overlapping:
        return Overlapping(self.database, self.now)

    def export(self, folder: Path, *, may_empty: bool = False) -> Exported:
        """Bring a folder with the public site up to date; a site loses all its artifacts only where it may."""
        url = self.settings.site_url
        site = Site(self.settings.site_name, url.rstrip("/") if url else None, is_static=True)
        read_once = LastRead(self.catalog), LastRead(self.compare)
        pages = Pages(*read_once, site, self.methodology)
        redirects, removed = dict(self.catalog.redirects()), self.catalog.removed_paths()
        return export(pages, redirects, folder, removed, may_empty=may_empty)

    @cached_property
    def aligning(self) -> Aligning:
        return Aligning(self.database, self.weights, self.now)

    def aligner(self, llm: Llm, database: Database | None = None) -> Aligner:
        """Asks an llm what the words of records leave open; its calls are booked in the workspace's database."""
        asker = Asker(database or self.database, llm, self.now, purse=Purse(self.prices))
        return Aligner(asker, self.prompts)

    @cached_property
    def formulas(self) -> Formulas:
        return formulas_from(tomllib.loads(packaged.data("formulas.toml").read_text(encoding="utf-8")))

    @cached_property
    def methodology(self) -> Methodology:
        from decompose.page.methodology import Methodology

        return Methodology(self.weights, self.formulas, self.policy)

    @cached_property
    def signals(self) -> Signalling:
        return Signalling(self.database, self.formulas, self.now)

    @cached_property
    def collecting(self) -> Collecting:
        """Reads signals at the places of the settings, through the guarded fetcher."""
        known = self.settings
        places = connectors(known.github_url, known.deps_dev_url, known.hugging_face_url, known.open_router_url)
        return Collecting(self.signals, Fetcher(known.allow_hosts, known.max_bytes), places, self.now)

    @cached_property
    def stating(self) -> Stating:
        return Stating(self.database, self.now)

    @cached_property
    def scores(self) -> Scoring:
        return Scoring(self.database, self.weights, self.now)

    @cached_property
    def review(self) -> Reviewing:
        return Reviewing(self.database, self.now, self.settings.review_second)

    @cached_property
    def queue(self) -> Queue:
        return Queue(self.database, self.now, self.review)

    @cached_property
    def exchange(self) -> Exchange:
        return Exchange(self.review)

    @cached_property
    def suggestions(self) -> Suggestions:
        return Suggestions(self.database, self.now)

    @cached_property
    def rewriting(self) -> Rewriting:
        return Rewriting(self.database, self.review)

    @cached_property
    def figures(self) -> Figures:
        return Figures(self.database, self.now, self.settings.day_goal)

    @cached_property
    def access(self) -> Access:
        return Access(self.database, self.now, self.new_id, self.settings.secret, bool(self.settings.oidc_issuer))

    @cached_property
    def provider(self) -> Provider | None:
        """Whom people may log in with, as the settings name it; none by default."""
        return provider_of(self.settings, self.now)

    @cached_property
    def search(self) -> Searching:
        signer = Signer(cache(self.access.signing_key))
        meanings = self._meanings if self.settings.embeddings_model else None
        return Searching(self.database, self.now, self.new_id, signer, self._kept_for, meanings)

    @cached_property
    def vectors(self) -> Vectors:
        """Gives capabilities vectors by the llm of the settings.

        Raises:
            UsageError: they name none.
        """
        dimensions = self.settings.embeddings_dimensions
        return Vectors(self.database, self.llms.vectors(), self.now, self.prices, dimensions, self.observer)

    @cached_property
    def _meanings(self) -> Meanings:
        said, llm = self.settings, self.llms.vectors_at_once()
        dimensions, least = said.embeddings_dimensions, said.embeddings_least
        return Meanings(self.database, llm, self.now, self.prices, dimensions, least, self.observer)

    @cached_property
    def following(self) -> Following:
        key = cache(self.access.signing_key)
        return Following(self.database, self.search, key, self.now, self.new_id, self.webhooks)

    @cached_property
    def resolve(self) -> Resolving:
        return Resolving(self.search, self.catalog, self.now)

    @cached_property
    def events(self) -> Events:
        return Events(self.database, self.now, self._kept_for)

    @property
    def _kept_for(self) -> timedelta | None:
        """How long searches are kept; None is always."""
        return timedelta(days=self.settings.events_days) if self.settings.events_days else None

    @cached_property
    def accounts(self) -> Accounts:
        return Accounts(self.database, (*self.prompts.names(), PASSAGES, QUERY))

    @cached_property
    def publications(self) -> Publications:
        return Publications(self.database, self.now)

    @contextmanager
    def hands(self) -> Iterator[HandsOut]:
        """Who hands the shards of an order out: the engine, where there is a database that outlives this process."""
        if self.database.is_in_memory:
            yield Directly()
            return
        from decompose.services.worker import handing

        with handing(self.database, self.now) as hands:
            yield hands

    def worker(self, concurrency: int, tell: Callable[[JobResult], None], *, patience: timedelta) -> Worker:
        """Carries out what others order over this database; takes another one for dead after so much silence."""
        from decompose.services.worker import Worker

        def ingestion(batch: str, hands: HandsOut) -> Ingestion:
            return self.resumed(batch, hands=hands)

        return Worker(self.database, self.now, ingestion, concurrency, tell, patience)

    def ingestion(self, llm: Llm, options: Options, how: How | None = None, hands: HandsOut | None = None) -> Ingestion:
        """Carries out orders; without `hands` by threads of this process alone."""
        options = replace(options, point=Point(self.settings.point))
        return self._ingestion(llm, options, how, hands)

    def resumed(
        self,
        batch: str,
        *,
        concurrency: int | None = None,
        rpm: int | None = None,
        tpm: int | None = None,
        budget: Decimal | None = None,
        hands: HandsOut | None = None,
    ) -> Ingestion:
        """The ingestion that goes on with a batch: as it was ordered, but for what is said anew.

        Raises:
            UnknownSubjectError: there is no such batch.
            UsageError: nobody knows any more by which llm it was ordered.
        """
        stored = self.jobs.batch(batch)
        if not stored.order.get("llm"):
            raise UsageError(
                f"batch {batch} does not say which llm was chosen; give the same order again", subject=batch
            )
        how = How.kept(stored.order["llm"])
        how = replace(how, rpm=rpm or how.rpm, tpm=tpm or how.tpm)
        options = options_from_json(stored.order["options"], stored.budget if budget is None else budget)
        options = replace(options, concurrency=concurrency or options.concurrency)
        llm = self.llm_of(how)
        llm = reads_claims(llm) if options.is_judged else llm
        return self._ingestion(llm, options, how, hands)

    def _ingestion(self, llm: Llm, options: Options, how: How | None, hands: HandsOut | None) -> Ingestion:
        return Ingestion(
            self.database,
            llm,
            self.prompts,
            self.now,
            self.new_id,
            options,
            self.prices,
            hands or Directly(),
            how,
            observer=self.observer,
        )

    @cached_property
    def observer(self) -> Observer:
        """The operator's own instruments, as the settings name them; none by default."""
        each: list[Observer] = [JsonLog(self.now)] if self.settings.is_logged else []
        if self.settings.has_telemetry:
            from decompose.services.telemetry import Telemetry

            each.append(Telemetry())
        return Observers(tuple(each))

    @cached_property
    def jobs(self) -> Jobs:
        return Jobs(self.database, self.now)

    def evaluating(self, llm: Llm, options: Options) -> Evaluating:
        """The database is opened only for an llm that is paid: its calls belong in the ledger."""
        options = replace(options, point=Point(self.settings.point))
        return Evaluating(llm, self.database if llm.is_paid else None, self.now, self.new_id, options, self.prices)

    def versions(self, folders: Sequence[Path]) -> tuple[Version, ...]:
        """The prompts of each folder, or those of the package where none is named."""
        return tuple(Version(str(folder), Prompts(folder)) for folder in folders) or (
            Version("packaged", self.prompts),
        )

    def judge(self, llm: Llm, database: Database | None = None) -> Judge:
        """Puts to an llm what the rules leave open; its calls are booked in a database, by default the workspace's."""
        asker = Asker(database or self.database, llm, self.now, purse=Purse(self.prices))
        return Judge(asker, self.prompts)

    def auditor(self, llm: Llm, database: Database | None = None) -> Auditor:
        """Has an llm read published pages; its calls are booked in a database, by default the workspace's."""
        asker = Asker(database or self.database, llm, self.now, purse=Purse(self.prices))
        return Auditor(asker, self.prompts, self.settings.is_masked)

    def verifying(
        self, folder: Path, point: str | None = None, judge: Judge | None = None, judged: float = MOST_ASKED
    ) -> Verifying:
        """Holds claims against the documents of a folder, by default at the operating point of the settings.

        Args:
            judged: the most that is put to the judge, as a share of all claims.
        """
        shelf = Shelf(folder, self.settings.max_bytes, self.settings.is_masked)
        return Verifying(shelf, Point(point or self.settings.point), judge, partial(most_open, share=judged))

    @cached_property
    def doctor(self) -> Doctor:
        """Sees whether all is there that an order needs."""
        settings = self.settings
        return Doctor(
            settings.database_url,
            min(settings.lock_timeout, _PATIENCE_OF_DOCTOR),
            lambda: self.llms.openai(timeout=_PATIENCE_OF_DOCTOR) if settings.has_endpoint else None,
            lambda: self.prompts,
            lambda: self.prices,
            self.now,
        )

    def refreshing(self, handling: Handling) -> Refreshing:
        """Asks again for the known documents of the web."""
        return Refreshing(self.database, handling, self.now)

    @cached_property
    def batching(self) -> Batching:
        """Orders in rounds; the files are written for the endpoint of the settings."""
        profile = profile_for(self.settings.base_url)
        limit = self.settings.max_bytes
        return Batching(
            self.database,
            self.ingestion,
            self.now,
            self.new_id,
            profile,
            limit,
            self.prices,
            handling=handling_of(self.settings),
        )

    def batch_provider(self, model: str | None = None) -> BatchProvider:
        """The Batch API of the endpoint of the settings."""
        return self.llms.openai(model)

    def recorder(self, options: Options) -> Recorder:
        return Recorder(self.prompts, self.now, self.new_id, options)

    def llm_of(self, how: How) -> Llm:
        """The llm that was chosen by these words, at that pace."""
        return self.llms.named(how.llm, model=how.model, recordings=how.recordings, meter=self._meter(how))

    def _meter(self, how: How) -> Meter:
        """The pace of an order; where several processes may ask the same llm, they keep it together."""
        is_alone = self.database.is_sqlite or not (how.rpm or how.tpm)
        if is_alone:
            return Meter(rpm=how.rpm, tpm=how.tpm)
        return Meter(together=SharedPace(self.database, how.model or how.llm, how.rpm, how.tpm))


def open_workspace(settings: Settings, *, database_url: str | None = None, is_made_new: bool = True) -> Workspace:
    """A workspace over the database of the settings, or over another one; it is opened when first used.

    Raises:
        StoreError: what is written there would be lost.
    """
    url = database_url or settings.database_url
    require_file(url)
    return Workspace(replace(settings, database_url=url), is_made_new=is_made_new)


def memory_workspace(settings: Settings) -> Workspace:
    """A workspace over an empty database in memory."""
    return Workspace(replace(settings, database_url=IN_MEMORY))
