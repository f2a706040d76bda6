"""The engine: DBOS hands shards to whoever is there, and knows which of them were begun. The one file that imports it.

A workflow is one shard: the batch and the ids of its jobs. It has no steps of its own, because the ledger is the
checkpoint of a paid call and the job row that of a document; so a shard that is carried out again pays nothing twice.
The engine's tables may be dropped while nothing runs: jobs that wait are handed out anew.
"""

from __future__ import annotations

import itertools
import logging
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from decompose.errors import ConfigurationError, DecomposeError
from decompose.services.presence import DIED, KEPT, Presence, Present
from decompose.services.shards import Crew
from decompose.store import engine_room
from decompose.store.database import Database

# The name of a workflow says what it does and is given up for a new one when that changes; then old ones can end.
WORKFLOW = "ingest_shard_v1"
QUEUE = "ingest"
APPLICATION = "decompose"
# Never the library's default, a hash of our code: after a new release nobody would take up the old one's work.
VERSION = "1"
POLLING = 0.05
_DELETED_TOGETHER = 500
_MOST_LISTED = 10_000

Work = Callable[[str, Sequence[int]], None]
# The library has one registry and one instance a process, so what a workflow calls hangs here.
_work: list[Work] = []


def require_able(database: Database) -> None:
    """See that the engine can run over a database.

    Raises:
        ConfigurationError: this Python's SQLite is too old for it.
    """
    obstacle = engine_room.obstacle() if database.is_sqlite else None
    if obstacle:
        raise ConfigurationError(f"the engine does not start: {obstacle}", subject="sqlite")


class Engine:
    """The engine over one database, from `with` on; `name` is that of this process, unique for each start."""

    def __init__(
        self, database: Database, name: str, work: Work, *, takes: int = 0, threads: int | None = None
    ) -> None:
        """`takes` shards of the queue are carried out at a time; 0 means that this process takes none from it."""
        self._database = database
        self._name = name
        self._work = work
        self._takes = takes
        self._threads = threads
        self._numbers = itertools.count()

    def __enter__(self) -> Self:
        require_able(self._database)
        self._connections = engine_room.engine_of(self._database)
        log = logging.getLogger("dbos")
        # Its own handler would keep the standard error of the moment when it is made.
        log.handlers[:] = [logging.lastResort] if logging.lastResort else []
        # What keeps it from starting is told by us, in a line.
        log.disabled = True
        try:
            with self._database.told(), engine_room.LaunchLock(self._connections):
                self._launch(engine_room.schema_of(self._database))
        except BaseException:
            self.__exit__(None, None, None)
            raise
        finally:
            log.disabled = False
        return self

    def _launch(self, schema: str) -> None:
        from dbos import DBOS, DBOSClient

        _work[:] = [self._work]
        DBOS(config=self._config(schema))
        self._workflow = DBOS.workflow(name=WORKFLOW)(_carried_out)
        DBOS.listen_queues([QUEUE] if self._takes else [])
        DBOS.launch()
        if not self._database.is_sqlite:
            DBOS.register_queue(
                QUEUE,
                worker_concurrency=self._takes or None,
                polling_interval_sec=POLLING,
                on_conflict="always_update" if self._takes else "never_update",
            )
        self._client = DBOSClient(
            system_database_engine=self._connections, dbos_system_schema=schema, application_name=APPLICATION
        )

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        from dbos import DBOS

        with suppress(Exception):
            self._client.destroy()
        DBOS.destroy(destroy_registry=True)
        _work.clear()
        self._connections.dispose()

    def carry(self, batch: str, shard: Sequence[int]) -> None:
        """Carry out a shard in this thread, as a workflow of its own."""
        from dbos import SetWorkflowID

        with self._database.told(), SetWorkflowID(self._new_id(batch)):
            self._workflow(batch, list(shard))

    def enqueue(self, batch: str, shards: Sequence[Sequence[int]]) -> None:
        """Put shards into the queue, for whoever takes from it."""
        from dbos import EnqueueOptions

        with self._database.told(), self._connections.begin() as connection:
            for shard in shards:
                options = EnqueueOptions(
                    workflow_name=WORKFLOW, queue_name=QUEUE, workflow_id=self._new_id(batch), app_version=VERSION
                )
                self._client.enqueue_in_transaction(connection, options, batch, list(shard))

    def take_over(self, living: Collection[str]) -> int:
        """Put back into the queue what processes had begun that live no more; how many shards that are."""
        begun = self._orphans(living)
        if begun:
            with self._database.told():
                self._client.resume_workflows(begun, queue_name=QUEUE)
        return len(begun)

    def drop(self, living: Collection[str]) -> None:
        """Forget what processes had begun that live no more: the jobs wait, and are handed out anew."""
        self._delete(self._orphans(living))

    def tidy(self, now: datetime) -> None:
        """Forget what ended 30 days ago; the library itself keeps it for ever."""
        ended = self._client.list_workflows(
            completed_before=(now - KEPT).isoformat(), load_input=False, load_output=False, limit=_MOST_LISTED
        )
        self._delete([workflow.workflow_id for workflow in ended])

    def _orphans(self, living: Collection[str]) -> list[str]:
        begun = self._client.list_workflows(status="PENDING", load_input=False, load_output=False)
        return [workflow.workflow_id for workflow in begun if workflow.executor_id not in living]

    def _delete(self, ids: Sequence[str]) -> None:
        with self._database.told():
            for start in range(0, len(ids), _DELETED_TOGETHER):
                self._client.delete_workflows(list(ids[start : start + _DELETED_TOGETHER]))

    def _new_id(self, batch: str) -> str:
        return f"{batch}:{self._name}:{next(self._numbers)}"

    def _config(self, schema: str) -> Any:
        return {
            "name": APPLICATION,
            "application_version": VERSION,
            "executor_id": self._name,
            "log_level": "WARNING",
            "system_database_engine": self._connections,
            "dbos_system_schema": schema,
            "use_listen_notify": False,
            "max_executor_threads": self._threads,
        }


def _carried_out(batch: str, shard: list[int]) -> None:
    """The workflow."""
    _work[0](batch, shard)


class Embedded(Present):
    """Hands shards to threads of this process, each as a workflow; from `with` on. Processes that died are buried."""

    def __init__(self, database: Database, now: Callable[[], datetime]) -> None:
        self._database = database
        self._now = now
        self._presence = Presence(database, now)
        self._engine = Engine(database, self._presence.name, self._worked_on)
        self._crews: dict[str, Crew] = {}
        self._failures: list[BaseException] = []

    def __enter__(self) -> Self:
        require_able(self._database)
        self._presence.__enter__()
        try:
            self._presence.bury(why=DIED)
            self._engine.__enter__()
            if self._database.is_sqlite:
                self._engine.drop(self._presence.living())
            self._engine.tidy(self._now())
            self._presence.tidy()
        except BaseException:
            self._presence.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._engine.__exit__(kind, error, trace)
        self._presence.__exit__(kind, error, trace)

    @contextmanager
    def handing_out(
        self, crew: Crew, shards: Iterable[Sequence[int]], at_once: int
    ) -> Iterator[Iterable[Future[None]]]:
        """One future a shard, as they come; what is not begun when the block is left is not begun any more."""
        self._crews[crew.batch] = crew
        self._failures.clear()
        with ThreadPoolExecutor(at_once, thread_name_prefix="shard") as pool:
            try:
                yield (pool.submit(self._carry, crew, shard) for shard in shards)
            finally:
                pool.shutdown(wait=False, cancel_futures=True)

    def _carry(self, crew: Crew, shard: Sequence[int]) -> None:
        if crew.halt.why:
            return
        try:
            self._engine.carry(crew.batch, shard)
        except DecomposeError as exc:
            crew.halt.stop(str(exc))
            raise (self._failures or [exc])[0] from exc
        if self._failures:
            raise self._failures[0]

    def _worked_on(self, batch: str, shard: Sequence[int]) -> None:
        """What goes wrong is told by whoever began the shard; to the engine it has ended."""
        try:
            self._crews[batch].work(shard)
        except BaseException as exc:  # noqa: BLE001
            self._failures.append(exc)
