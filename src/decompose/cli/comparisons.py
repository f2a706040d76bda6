"""Two artifacts side by side: `compare`, `why`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from decompose.cli.console import DONE, SOME_FAILED, Db, Json, Slug, opened, print_answer, say
from decompose.errors import UsageError

if TYPE_CHECKING:
    from decompose.bootstrap import Workspace
    from decompose.domain.catalog import Compared
    from decompose.services.compare import Cost, Grounds

app = typer.Typer()
AsOf = Annotated[
    str | None, typer.Option("--as-of", help="As it was at the end of that day, YYYY-MM-DD.", show_default=False)
]


@app.command()
def compare(
    a: Annotated[str | None, typer.Argument(help="Slug of one artifact.", show_default=False)] = None,
    b: Annotated[str | None, typer.Argument(help="Slug of the other.", show_default=False)] = None,
    fmt: Annotated[str, typer.Option("--format", help="text, markdown, html, json or seed.")] = "text",
    pairs: Annotated[Path | None, typer.Option("--list", help="CSV with columns a,b.", show_default=False)] = None,
    every: Annotated[bool, typer.Option("--all", help="Every pair of artifacts.")] = False,
    as_of: AsOf = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Compare two artifacts and keep the comparison; one of a day that is over is only shown."""
    with opened(db) as workspace:
        if (pairs or every) and (a or as_of):
            raise UsageError("name two artifacts, or --list, or --all: one of the three; --as-of is for two")
        if pairs or every:
            _compare_many(workspace, pairs, as_json=as_json)
        if a is None or b is None:
            raise UsageError("name two artifacts: decompose compare A B; see: decompose artifacts")
        if fmt not in _COMPARE_FORMATS:
            raise UsageError(f"there is no format “{fmt}”; use one of {', '.join(_COMPARE_FORMATS)}")
        fmt = "json" if as_json else fmt
        if as_of:
            if fmt == "seed":
                raise UsageError("the seed format knows no past; use text, markdown, html or json")
            typer.echo(_COMPARE_FORMATS[fmt](workspace.compare.as_of(a, b, _day(as_of))))
            return
        compared = workspace.compare.store(a, b)
        if fmt == "seed":
            from decompose.page.seed import compose

            sys.stdout.write(compose(workspace.compare.published_page(a, b)))
            return
    typer.echo(_COMPARE_FORMATS[fmt](compared))


@app.command()
def why(a: Slug, b: Slug, as_of: AsOf = None, db: Db = None, as_json: Json = False) -> None:
    """Show what the page of a pair rests on, what made it stale, and what it takes to make it anew."""
    from decompose.page.json_views import grounds_json

    day = _day(as_of) if as_of else None
    with opened(db) as workspace:
        found = workspace.compare.why_then(a, b, day) if day else workspace.compare.why(a, b)
    value = grounds_json(
        (found.a, found.b),
        found.rests_on,
        found.differs,
        is_stale=found.is_stale,
        calls=found.cost.calls,
        sentences=found.cost.sentences,
        usd=found.cost.usd,
        as_of=day,
    )
    print_answer(value, _then_text(found, day) if day else _grounds_text(found), as_json=as_json)


def _grounds_text(found: Grounds) -> str:
    """What made a comparison stale, then what it rests on."""
    lines = [f"{path} = {json.dumps(value, ensure_ascii=False)}" for path, value in found.rests_on]
    if not found.is_stored:
        status = "not stored yet; keep it with: decompose compare A B"
    elif found.differs:
        moved = found.differs
        status = f"stale: {moved.fact} was {moved.old}, is {moved.new}; make it anew with: decompose compare A B"
    else:
        status = "up to date"
    return "\n".join([status, _cost_text(found.cost), "", "It rests on:", *lines])


def _cost_text(cost: Cost) -> str:
    if not cost.calls:
        return "Making it anew costs 0 LLM calls."
    most = "whose price is not known" if cost.usd is None else f"at most {cost.usd:.4f} USD"
    return f"Making it anew costs {cost.calls} LLM calls for {cost.sentences} sentences, {most}."


def _then_text(found: Grounds, day: date) -> str:
    """What a comparison rested on, and the first fact that is another today."""
    lines = [f"{path} = {json.dumps(value, ensure_ascii=False)}" for path, value in found.rests_on]
    moved = found.differs
    since = f"since then {moved.fact} went from {moved.old} to {moved.new}" if moved else "nothing moved since"
    return "\n".join([f"At the end of {day}: {since}", "", "It rested on:", *lines])


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise UsageError(f"--as-of is “{words}”; give a day as YYYY-MM-DD") from None


def _compare_many(workspace: Workspace, pairs: Path | None, *, as_json: bool) -> NoReturn:
    from decompose.services.compare import every_pair, listed_pairs

    listed = listed_pairs(pairs) if pairs else {}
    wanted = listed.items() if pairs else ((None, pair) for pair in every_pair(workspace.catalog.artifacts()))
    stored, refused = 0, []
    for line, (a, b) in wanted:
        try:
            workspace.compare.store(a, b)
            stored += 1
        except UsageError as exc:
            refused.append({"a": a, "b": b, "line": line, "why": str(exc)})
            say(f"decompose: {pairs}, line {line}: {exc}" if line else f"decompose: {exc}")
    value = {"stored": stored, "refused": refused}
    print_answer(value, f"{stored} comparisons stored, {len(refused)} refused", as_json=as_json)
    raise typer.Exit(SOME_FAILED if refused else DONE)


def _compare_text(compared: Compared) -> str:
    from decompose.page.text import compare_text

    return compare_text(compared)


def _compare_markdown(compared: Compared) -> str:
    from decompose.page.render import Format, render_compare

    return render_compare(compared, Format.MARKDOWN)


def _compare_html(compared: Compared) -> str:
    from decompose.page.render import Format, render_compare

    return render_compare(compared, Format.HTML)


def _compare_json(compared: Compared) -> str:
    from decompose.page.json_views import compare_json

    return json.dumps(compare_json(compared), ensure_ascii=False, indent=1)


_COMPARE_FORMATS: dict[str, Callable[[Compared], str]] = {
    "text": _compare_text,
    "markdown": _compare_markdown,
    "html": _compare_html,
    "json": _compare_json,
    "seed": _compare_text,
}
