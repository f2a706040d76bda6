"""What readers see: `export`, `hold`, `release`, `remove`, `rename`, `merge`, `overlap`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from decompose.cli.console import DONE, OPERATOR, SOME_FAILED, Db, Json, Slug, opened, print_answer, say

app = typer.Typer()
Other = Annotated[str | None, typer.Argument(help="Slug of the other one, for a pair.", show_default=False)]
By = Annotated[str, typer.Option("--editor", help="Who does it.", envvar="DECOMPOSE_EDITOR")]


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder for the site.")],
    may_empty: Annotated[
        bool, typer.Option("--empty", help="Where no artifact is shown, delete all that the folder has.")
    ] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Write the public site as files, or bring them up to date."""
    with opened(db) as workspace:
        done = workspace.export(folder, may_empty=may_empty)
    for link in done.broken:
        say(f"decompose: {link.file} has a link that leads nowhere: {link.href}")
    value = {
        "written": len(done.written),
        "unchanged": done.unchanged,
        "deleted": len(done.deleted),
        "broken": [{"file": link.file, "href": link.href} for link in done.broken],
    }
    text = f"{folder}: {len(done.written)} written, {done.unchanged} unchanged, {len(done.deleted)} deleted"
    print_answer(value, text, as_json=as_json)
    raise typer.Exit(SOME_FAILED if done.broken else DONE)


@app.command()
def hold(
    slug: Annotated[str | None, typer.Argument(help="The artifact's slug.", show_default=False)] = None,
    other: Other = None,
    why: Annotated[str, typer.Option("--why", help="For whoever looks at the list.", show_default=False)] = "",
    by: By = OPERATOR,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Show readers an artifact, or the comparison of a pair, no longer; without a slug, list what is held."""
    with opened(db) as workspace:
        if slug is not None:
            workspace.publishing.hold(slug, other, why, by)
        holds = workspace.publishing.holds()
    value = [{"slug": one.slug, "other": one.other, "why": one.why, "at": one.at.isoformat()} for one in holds]
    lines = [" ".join(filter(None, (one.slug, one.other, one.why and f"({one.why})"))) for one in holds]
    print_answer(value, "\n".join(lines) or "nothing is held", as_json=as_json)


@app.command()
def release(slug: Slug, other: Other = None, by: By = OPERATOR, db: Db = None, as_json: Json = False) -> None:
    """Show again what was held."""
    with opened(db) as workspace:
        slugs = workspace.publishing.release(slug, other, by)
    print_answer({"released": list(slugs)}, f"{' with '.join(slugs)} is shown again", as_json=as_json)


@app.command()
def remove(
    subject: Annotated[str, typer.Argument(metavar="SLUG|REVISION", help="What is deleted, for good.")],
    by: By = OPERATOR,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Delete an artifact, or one revision with its records, for good."""
    with opened(db) as workspace:
        done = workspace.publishing.remove(subject, by)
    value = {"removed": subject, "what": done.what, "overwritten": done.is_overwritten}
    if not done.is_overwritten:
        say("decompose: no table holds its words; files of the database may, until their place is used (howto/publish)")
    print_answer(value, f"{done.what} {subject} is deleted", as_json=as_json)


@app.command()
def rename(
    slug: Slug,
    new: Annotated[str, typer.Argument(help="The slug that it has from now on.")],
    by: By = OPERATOR,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Give an artifact another slug; its old addresses lead to the new ones."""
    with opened(db) as workspace:
        workspace.publishing.rename(slug, new, by)
    _say_moved(slug, new, "", as_json=as_json)


@app.command()
def merge(
    slug: Slug,
    into: Annotated[str, typer.Argument(help="Slug of the artifact that it becomes part of.")],
    by: By = OPERATOR,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Make one artifact of two; the addresses of the first lead to the second."""
    with opened(db) as workspace:
        workspace.publishing.merge(slug, into, by)
    _say_moved(slug, into, "a part of ", as_json=as_json)


def _say_moved(slug: str, new: str, as_what: str, *, as_json: bool) -> None:
    print_answer({"slug": new, "was": slug}, f"{slug} is {as_what}{new} from now on", as_json=as_json)


@app.command()
def overlap(
    slugs: Annotated[list[str] | None, typer.Argument(help="Slugs; none for all.", show_default=False)] = None,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Find capabilities of the whole catalogue that do the same job; contested claims go into the queue."""
    with opened(db) as workspace:
        found = workspace.overlapping.survey(slugs or None)
    value = {"artifacts": found.artifacts, "pairs": found.pairs, "contested": found.contested}
    text = f"{found.pairs} pairs of capabilities do one job, {found.contested} claims to be the only one are contested"
    print_answer(value, text, as_json=as_json)
