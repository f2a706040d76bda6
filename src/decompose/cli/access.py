"""Who may come in over HTTP: `token create | list | revoke`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from decompose.cli.console import Db, Json, opened, print_answer
from decompose.errors import UsageError

if TYPE_CHECKING:
    from decompose.domain.access import Role, Token

app = typer.Typer(no_args_is_help=True, help="Tokens for the desk and the API: create, list, revoke.")


@app.command("create")
def token_create(
    name: Annotated[str, typer.Option("--name", help="Whose token it is; decisions bear this name.")],
    role: Annotated[str, typer.Option("--role", help="reader, editor, operator or admin.")],
    db: Db = None,
    as_json: Json = False,
) -> None:
    """Make a token; it is shown this once."""
    wanted = _role(role)
    with opened(db, is_made_new=True) as workspace:
        token, secret = workspace.access.create(name, wanted)
    print_answer(
        _token_json(token) | {"token": secret},
        f"{secret}\n{token.id}: {token.name} may do what {_article(token.role)} may; "
        "the first line is shown this once and kept nowhere",
        as_json=as_json,
    )


@app.command("list")
def token_list(db: Db = None, as_json: Json = False) -> None:
    """List tokens, without their secrets."""
    with opened(db) as workspace:
        found = workspace.access.tokens()
    lines = [
        f"{token.id}  {token.role:8}  {token.name}" + (f"  revoked {token.revoked_at:%F}" if token.revoked_at else "")
        for token in found
    ]
    print_answer([_token_json(token) for token in found], "\n".join(lines) or "no token was made", as_json=as_json)


@app.command("revoke")
def token_revoke(token: Annotated[str, typer.Argument(help="Its id.")], db: Db = None, as_json: Json = False) -> None:
    """End a token at once."""
    with opened(db) as workspace:
        found = workspace.access.revoke(token)
    print_answer(_token_json(found), f"{found.id} ({found.name}) is revoked", as_json=as_json)


def _role(words: str) -> Role:
    from decompose.domain.access import Role

    if words not in set(Role):
        raise UsageError(f"--role is “{words}”; give one of {', '.join(Role)}")
    return Role(words)


def _article(role: Role) -> str:
    return f"{'an' if role[0] in 'aeo' else 'a'} {role}"


def _token_json(token: Token) -> dict[str, Any]:
    return {
        "id": token.id,
        "name": token.name,
        "role": token.role.value,
        "created_at": token.created_at.isoformat(),
        "revoked_at": token.revoked_at.isoformat() if token.revoked_at else None,
    }
