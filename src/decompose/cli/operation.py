"""What an operator runs: `ledger`, `serve`, `worker`, `migrate`, `copy`, `backup`."""

from __future__ import annotations

import os
import socket
import sys
from datetime import date, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from decompose.cli.console import DONE, RESUMABLE, SOME_FAILED, Db, Json, opened, print_answer, say
from decompose.errors import ResumableError, UsageError

if TYPE_CHECKING:
    from decompose.domain.ledger import JobResult

app = typer.Typer()


@app.command()
def ledger(
    batch: Annotated[str | None, typer.Option("--batch", help="Of this batch.", show_default=False)] = None,
    artifact: Annotated[str | None, typer.Option("--artifact", help="About this slug.", show_default=False)] = None,
    prompt: Annotated[str | None, typer.Option("--prompt", help="With this prompt.", show_default=False)] = None,
    day: Annotated[
        str | None, typer.Option("--day", help="On this day in UTC, YYYY-MM-DD.", show_default=False)
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Add up by batch, artifact, prompt or day.", show_default=False)
    ] = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Show every attempt at a call and what it cost."""
    from decompose.domain.ledger import Facet, Selection
    from decompose.page.accounts import ledger_json, ledger_text

    if by is not None and by not in set(Facet):
        raise UsageError(f"--by is “{by}”; give one of {', '.join(Facet)}")
    wanted = Selection(batch, artifact, prompt, _day(day))
    facet = Facet(by) if by else None
    with opened(db) as workspace:
        entries = workspace.accounts.entries(wanted)
    print_answer(ledger_json(entries, facet), ledger_text(entries, facet), as_json=as_json)


def _day(words: str | None) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise UsageError(f"--day is “{words}”; give a day as YYYY-MM-DD") from None


def _listening(host: str, port: int) -> socket.socket:
    """A socket on which nobody else listens, taken before anything is promised."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as exc:
        raise UsageError(
            f"{host}:{port} cannot be listened on: {exc.strerror}; name another with --port or --host"
        ) from exc


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@app.command()
def serve(
    host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535)] = 8000,
    db: Db = None,
) -> None:
    """Show the pages in a browser, and the desk to editors."""
    import uvicorn

    from decompose.web.app import create_app

    with opened(db) as workspace:
        settings, vouching = workspace.settings, workspace.provider
        # Opens the database before anything is promised.
        is_open = workspace.access.is_open()
        if is_open and not _is_loopback(host):
            raise UsageError(
                f"on {host} anybody could write: make a token first (decompose token create --name NAME --role admin), "
                "or serve on 127.0.0.1"
            )
        site = create_app(
            workspace, site_url=settings.site_url, site_name=settings.site_name, rate_limit=settings.rate_limit
        )
        with _listening(host, port) as taken, workspace.webhooks.delivering(looking=workspace.following.tell):
            say(f"http://{host}:{port}/" + (f" (people log in with {vouching.name})" if vouching else ""))
            uvicorn.Server(uvicorn.Config(site, log_level="warning")).run(sockets=[taken])


@app.command()
def worker(
    concurrency: Annotated[
        int, typer.Option("--concurrency", min=1, max=1000, help="Documents decomposed at a time.")
    ] = 8,
    patience: Annotated[
        float, typer.Option("--patience", min=1, help="Seconds after which a silent worker is taken for dead.")
    ] = 30.0,
    db: Db = None,
) -> None:
    """Carry out what others order over one Postgres database, until stopped."""
    from decompose.services.worker import stopping

    with opened(db, is_made_new=True) as workspace:
        working = workspace.worker(concurrency, _say_end, patience=timedelta(seconds=patience))
        code = DONE
        try:
            with stopping(working), workspace.webhooks.delivering(looking=workspace.following.tell):
                working.run()
        except ResumableError as exc:
            say(f"decompose: {exc}")
            code = RESUMABLE
    sys.stdout.flush()
    # Threads may hold shards that others take now; nothing is to be waited for.
    os._exit(code)


def _say_end(ended: JobResult) -> None:
    say(f"{ended.outcome:8} {ended.origin}")


@app.command()
def doctor(db: Db = None, as_json: Json = False) -> None:
    """See whether all is there that an order needs; exit code 1 where something lacks."""
    with opened(db) as workspace:
        checks = workspace.doctor.examine()
    is_well = all(check.state != "failed" for check in checks)
    value = {
        "ok": is_well,
        "checks": [
            {"check": check.name, "state": check.state, "detail": check.detail, "remedy": check.remedy or None}
            for check in checks
        ],
    }
    lines = [f"{check.state:8} {check.name:9} {check.detail}" for check in checks]
    for number, check in reversed(list(enumerate(checks, start=1))):
        lines[number:number] = [f"{'':18} {check.remedy}"] if check.remedy else []
    print_answer(value, "\n".join(lines), as_json=as_json)
    raise typer.Exit(DONE if is_well else SOME_FAILED)


@app.command()
def mcp(
    http: Annotated[bool, typer.Option("--http", help="Streamable HTTP at /mcp in place of stdio.")] = False,
    host: Annotated[str, typer.Option("--host")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="0 takes one that is free.")] = 8001,
    db: Db = None,
) -> None:
    """Offer search, resolve, get_artifact, compare, why and feedback to agents."""
    from decompose.mcp import make_server

    with opened(db) as workspace:
        _ = workspace.database
        server = make_server(workspace, base=workspace.settings.site_url or "")
        if not http:
            server.run()
            return
        import uvicorn

        site = server.streamable_http_app(host=host)
        with _listening(host, port) as taken:
            say(f"http://{host}:{taken.getsockname()[1]}/mcp")
            uvicorn.Server(uvicorn.Config(site, log_level="warning")).run(sockets=[taken])


@app.command()
def migrate(db: Db = None, as_json: Json = False) -> None:
    """Bring the schema of the database to the newest version."""
    with opened(db, is_made_new=True) as workspace:
        had = workspace.migrate()
    text = f"up to date; the schema was {had or 'not there yet'}"
    print_answer({"was": had or None}, text, as_json=as_json)


@app.command()
def copy(
    target: Annotated[str, typer.Option("--to", help="Database URL of an empty database.", show_default=False)],
    source: Annotated[
        str | None, typer.Option("--from", help="Database URL to copy; else that of --db.", show_default=False)
    ] = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Copy a whole database to an empty one, from SQLite to Postgres or back."""
    from decompose.services import moving

    with opened(source or db) as origin, opened(target, is_made_new=True) as goal:
        moving.require_there(origin.settings.database_url, "--from" if source else "--db")
        moved = moving.copy(origin.database, goal.database, lambda one: say(f"{one.table}: {one.rows} rows"))
    value = {"tables": [{"table": one.table, "rows": one.rows, "hash": one.hash} for one in moved]}
    text = f"{sum(one.rows for one in moved)} rows in {len(moved)} tables copied, and found to be the same"
    print_answer(value, text, as_json=as_json)


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="File for the copy; it must not exist yet.")],
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Copy a SQLite database while it is in use."""
    from decompose.services import moving

    with opened(db) as workspace:
        size = moving.backup(workspace.database, file)
    print_answer({"file": str(file), "bytes": size}, f"{file}: {size} bytes", as_json=as_json)
