"""The command line. Every command opens a workspace, says one thing to a service, and prints the answer.

What is slow to import is imported by the command that needs it, so that `--help` and a mistyped order answer at once.
This is the one place where errors become exit codes.
"""

from __future__ import annotations

import ctypes
import errno
import gc
import io
import sys
from contextlib import suppress
from typing import NoReturn

import typer
from typer.exceptions import TyperException

from decompose import LOOKED_AFTER
from decompose.cli import (
    access,
    alignment,
    audit,
    batches,
    catalog,
    comparisons,
    documents,
    evaluation,
    facts,
    operation,
    publishing,
    regeneration,
    review,
    saved,
    scores,
    search,
    signals,
    vectors,
    verification,
    webhooks,
)
from decompose.cli.console import DONE, RESUMABLE, SOME_FAILED, WRONG_USAGE, say
from decompose.errors import DecomposeError, ProviderDownError, ResumableError, StoreError, UsageError

# What typer makes of Ctrl+C.
_INTERRUPTED = 130
# M_ARENA_MAX of <malloc.h>.
_MOST_PLACES = -8
app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Evidenced capability records and comparison pages from raw tool documents.",
)
_GROUPS = (
    documents,
    catalog,
    comparisons,
    regeneration,
    alignment,
    publishing,
    operation,
    verification,
    evaluation,
    audit,
    search,
)
for commands in _GROUPS:
    app.add_typer(commands.app)
app.add_typer(scores.app, name="scores")
app.add_typer(signals.app, name="signals")
app.add_typer(facts.app, name="facts")
app.add_typer(webhooks.app, name="webhooks")
app.add_typer(batches.app, name="batch")
app.add_typer(review.app, name="review")
app.add_typer(access.app, name="token")
app.add_typer(search.events, name="events")
app.add_typer(saved.app, name="saved")
app.add_typer(vectors.app, name="vectors")


def main() -> NoReturn:
    """The entry point: errors of ours end in one line and an exit code."""
    gc.set_threshold(LOOKED_AFTER)
    _keep_memory_together()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            # File names and answers may hold what has no UTF-8; its backslash form is its JSON escape as well.
            stream.reconfigure(errors="backslashreplace")
    try:
        code = app(prog_name="decompose", standalone_mode=False) or DONE
    except DecomposeError as exc:
        say(f"decompose: {exc}")
        code = _code_of(exc)
    except TyperException as exc:
        if exc.format_message():
            say(f"decompose: {' '.join(exc.format_message().split()).rstrip('.')}; see: {_help_of(exc)}")
        code = WRONG_USAGE
    except OSError as exc:
        say(f"decompose: {exc.filename or 'the machine'}: {exc.strerror}; check the path, its permissions and the disk")
        code = RESUMABLE if exc.errno == errno.ENOSPC else WRONG_USAGE
    if code == _INTERRUPTED:
        say("decompose: interrupted; give the same order again to go on")
        code = RESUMABLE
    # What was made is looked through at the exit otherwise, half a second of the processor, for nothing.
    gc.freeze()
    sys.exit(code)


def _keep_memory_together() -> None:
    """Have hundreds of threads take memory from few places: what one has freed there, others take (glibc alone)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_MOST_PLACES, 2)


def _help_of(error: TyperException) -> str:
    context = getattr(error, "ctx", None)
    return f"{context.command_path if context else 'decompose'} --help"


def _code_of(error: DecomposeError) -> int:
    if isinstance(error, (ProviderDownError, ResumableError)):
        return RESUMABLE
    return WRONG_USAGE if isinstance(error, (UsageError, StoreError)) else SOME_FAILED
