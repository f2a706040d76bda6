"""Searches that are kept: `saved add | list | news | remove`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from decompose.cli.console import Db, Json, opened, print_answer
from decompose.cli.search import kind_of

if TYPE_CHECKING:
    from decompose.bootstrap import Workspace
    from decompose.domain.matching.findings import Saved

app = typer.Typer(no_args_is_help=True, help="Searches that are kept, and what came to answer them.")


@app.command()
def add(
    query: Annotated[str, typer.Argument(help="What is searched for.")],
    kind: Annotated[str | None, typer.Option("--kind", help="Only this kind.", show_default=False)] = None,
    price: Annotated[str | None, typer.Option("--price", help="Only this pricing model.", show_default=False)] = None,
    licence: Annotated[
        str | None, typer.Option("--licence", help="Only where the licence names this.", show_default=False)
    ] = None,
    verified: Annotated[bool, typer.Option("--verified", help="Only what does not rest on a vendor's word.")] = False,
    owner: Annotated[str | None, typer.Option("--owner", help="Name of the token whose search it is.")] = None,
    hook: Annotated[str | None, typer.Option("--hook", help="An address that is told; needs --owner.")] = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Keep a search; what answers it now is no news."""
    from decompose.domain.matching.entries import Filters

    filters = Filters(kind_of(kind), price, licence, verified)
    with opened(db) as workspace:
        kept, _ = workspace.following.save(query, filters, owner, hook)
        value = _json(workspace, kept)
    print_answer(value, f"{kept.id}: {value['feed_url']}", as_json=as_json)


@app.command("list")
def list_(
    owner: Annotated[str | None, typer.Option("--owner", help="Only those of this name.", show_default=False)] = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """List the searches that are kept, with the addresses of their feeds."""
    with opened(db) as workspace:
        found = [_json(workspace, kept) for kept in workspace.following.all_of(owner)]
    lines = [f"{one['id']}  {one['owner'] or '-':12}  {one['query']}\n    {one['feed_url']}" for one in found]
    print_answer(found, "\n".join(lines) or "no search is kept", as_json=as_json)


@app.command()
def news(db: Db = None, as_json: Json = False) -> None:
    """Look every kept search through, and print what has come to answer it since that was done last."""
    from decompose.page.search_views import news_json

    with opened(db) as workspace:
        found = [news_json(kept, told) for kept, told in workspace.following.renew()]
    lines = [f"{one['query']}: {each['name']} ({each['slug']})" for one in found for each in one["news"]]
    print_answer(found, "\n".join(lines) or "nothing is new", as_json=as_json)


@app.command()
def remove(
    saved: Annotated[str, typer.Argument(help="Id of the kept search.")], db: Db = None, as_json: Json = False
) -> None:
    """Forget a search that is kept; its feed ends."""
    with opened(db) as workspace:
        kept = workspace.following.remove(saved)
    print_answer({"removed": kept.id}, f"“{kept.query}” is kept no more", as_json=as_json)


def _json(workspace: Workspace, kept: Saved) -> dict[str, Any]:
    from decompose.page.search_views import saved_json

    return saved_json(kept, workspace.following.link(kept), (workspace.settings.site_url or "").rstrip("/"))
