"""What is known: `artifacts`, `show`, `source`."""

from __future__ import annotations

from typing import Annotated

import typer

from decompose.cli.console import Db, Json, Slug, opened, print_answer

app = typer.Typer()


@app.command()
def artifacts(db: Db = None, as_json: Json = False) -> None:
    """List the artifacts."""
    from decompose.page.json_views import artifacts_json
    from decompose.page.listing import artifacts_text

    with opened(db) as workspace:
        summaries = workspace.catalog.artifacts()
    print_answer(artifacts_json(summaries), artifacts_text(summaries), as_json=as_json)


@app.command()
def show(
    slug: Slug,
    public: Annotated[bool, typer.Option("--public", help="Only what readers may see.")] = False,
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Show an artifact with its records and the words that they stand on."""
    from decompose.page.json_views import artifact_json
    from decompose.page.listing import artifact_text

    with opened(db) as workspace:
        known = workspace.catalog.record(slug, public=public)
    print_answer(artifact_json(known), artifact_text(known), as_json=as_json)


@app.command()
def source(
    revision: Annotated[str, typer.Argument(help="Id of a revision.")], db: Db = None, as_json: Json = False
) -> None:
    """Show the visible text of a revision, and what of the document is hidden."""
    from decompose.page.json_views import source_json

    with opened(db) as workspace:
        found = workspace.catalog.source(revision)
    print_answer(source_json(found, public=False), found.revision.visible.text, as_json=as_json)
