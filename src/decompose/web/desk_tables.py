"""The queue and the decisions as files for a spreadsheet, row by row as they are read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time

from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from decompose.errors import UsageError
from decompose.page.queue_csv import decisions_csv, queue_csv
from decompose.web.desk_forms import HEADERS, Endpoint, Framing, Reader, filter_of, wanted_of

_CSV = "text/csv; charset=utf-8; header=present"


class DeskTables(Framing):
    """The endpoints."""

    def routes(self) -> tuple[Endpoint, ...]:
        return (
            ("GET", "/desk/queue.csv", self.queue),
            ("GET", "/desk/decisions.csv", self.decisions),
        )

    def queue(self, request: Request, caller: Reader) -> Response:
        """Whatever waits in a filter, in the order of the queue."""
        del caller
        wanted = filter_of(wanted_of(request), self.workspace.now())
        return self._file("queue", queue_csv(self.workspace.queue.everything(wanted)))

    def decisions(self, request: Request, caller: Reader) -> Response:
        """What editors decided and took back, the newest first; with `since` from that day on."""
        del caller
        since = _day(request.query_params.get("since", ""))
        return self._file("decisions", decisions_csv(self.workspace.queue.decisions(since)))

    def _file(self, what: str, lines: Iterable[str]) -> Response:
        name = f"{what}-{self.workspace.now():%Y-%m-%d}.csv"
        headers = {**HEADERS, "Content-Disposition": f'attachment; filename="{name}"'}
        return StreamingResponse(lines, headers=headers, media_type=_CSV)


def _day(words: str) -> datetime | None:
    if not words:
        return None
    try:
        return datetime.combine(date.fromisoformat(words), time(), UTC)
    except ValueError as exc:
        raise UsageError(f"since is “{words[:40]}”; give a day such as 2026-03-01") from exc
