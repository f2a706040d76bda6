"""Every error that decompose raises on purpose: a name, a sentence with the remedy, and the subject.

An error says what is wrong, where, and what to do. `str(error)` is one line that an operator can act on.
Edges (the command line, HTTP) translate these into exit codes and statuses in one place each.
"""

from __future__ import annotations

from typing import Any


class DecomposeError(Exception):
    """Root of the tree. `subject` is the thing that the sentence speaks of (a path, a slug, an address)."""

    def __init__(self, sentence: str, *, subject: str | None = None) -> None:
        super().__init__(sentence)
        self.subject = subject

    def __reduce__(self) -> tuple[Any, ...]:
        """As it is, whatever its class is made from: errors come back from other processes."""
        return _again, (type(self), self.args), self.__dict__


def _again(kind: type[DecomposeError], words: tuple[Any, ...]) -> DecomposeError:
    return kind.__new__(kind, *words)


# -- what the caller gave is unusable: nothing was done (exit code 2) --------------------------------------


class UsageError(DecomposeError):
    """The order itself cannot be carried out."""


class UnreadableInputError(UsageError):
    """A file or folder named by the caller cannot be read."""


class UnknownSubjectError(UsageError):
    """Nothing is stored under that slug, revision or item."""


class GoneError(UnknownSubjectError):
    """What was stored there was removed for good."""


class ScoresFileError(UsageError):
    """A scores file with a wrong column or value: no row of it was taken."""


class PageFormatError(UsageError):
    """A published comparison page that does not have the expected shape."""


class DecisionRefusedError(UsageError):
    """An editor's decision that the rules do not allow, or that was made on an old revision of the item."""


class BlockedDecisionError(DecisionRefusedError):
    """A decision that is incomplete, or that would publish what nobody can find in a source."""


class StaleDecisionError(DecisionRefusedError):
    """A decision on an old state of an item, or on one that another editor holds. `current` is the item now."""

    def __init__(self, sentence: str, *, subject: str | None = None, current: object = None) -> None:
        super().__init__(sentence, subject=subject)
        self.current = current


class UnauthenticatedError(UsageError):
    """Nobody known stands behind a request that needs somebody."""


class ForbiddenError(UsageError):
    """Whoever asks may not do this."""


class FeedbackRefusedError(UsageError):
    """A judgement of a result that was judged already."""


class ThrottledError(UsageError):
    """Too many requests. `wait` is in seconds."""

    def __init__(self, sentence: str, *, wait: float, subject: str | None = None) -> None:
        super().__init__(sentence, subject=subject)
        self.wait = wait


class StoreError(DecomposeError):
    """The database cannot be opened, read or written."""


class NewerSchemaError(StoreError):
    """The database was written by a newer decompose."""


class ConfigurationError(UsageError):
    """A setting, or a file shipped with the package, is missing or wrong."""


# -- one document is refused; the others go on (exit code 1) -----------------------------------------------


class DocumentRefusedError(DecomposeError):
    """A source document that cannot be used. `code` is one of the refusal codes of the public surface.

    `is_gone` says that the server of an address knows no such document any more.
    """

    def __init__(self, code: str, sentence: str, *, subject: str | None = None, is_gone: bool = False) -> None:
        super().__init__(sentence, subject=subject)
        self.code = code
        self.is_gone = is_gone


class NotModifiedError(DecomposeError):
    """A document that was asked for anew is still what it was."""


# -- the language model ------------------------------------------------------------------------------------


class LlmError(DecomposeError):
    """A call that gave no usable answer. `outcome` is the code that stands in the ledger."""

    def __init__(self, outcome: str, sentence: str, *, subject: str | None = None) -> None:
        super().__init__(sentence, subject=subject)
        self.outcome = outcome


class TransientLlmError(LlmError):
    """Worth another attempt: a throttle, a broken line, an overloaded server. `wait` is in seconds, if told.

    `is_unheard` says that the attempt never reached anybody.
    """

    def __init__(
        self,
        outcome: str,
        sentence: str,
        *,
        wait: float | None = None,
        is_unheard: bool = False,
        subject: str | None = None,
    ) -> None:
        super().__init__(outcome, sentence, subject=subject)
        self.wait = wait
        self.is_unheard = is_unheard


class BadAnswerError(LlmError):
    """The model answered, and was paid, but the answer cannot be used (cut, refused, empty, wrong shape)."""


class ProviderDownError(LlmError):
    """The provider gives nothing more: no quota, no access, or not reachable. Resumable (exit code 3)."""


class NoAnswerError(ProviderDownError):
    """The tries at one call are used up on faults of the server or broken lines: of one call nobody can tell why."""


class RecordingMissingError(LlmError):
    """No recording answers this request. The sentence shows the nearest one and how to record."""


# -- the machine: the same order can be given again (exit code 3) ------------------------------------------


class ResumableError(DecomposeError):
    """Work stopped with its state kept: locked beyond the timeout, disk full, interrupted."""


class ComputingDiedError(DecomposeError):
    """The processes that looked into one document died of it; the others go on."""


class BudgetReachedError(ResumableError):
    """The next call could cost more than is left of the budget."""
