"""Whether a provider is down, or one document is what it fails on."""

from __future__ import annotations

from dataclasses import dataclass

# So many documents in a row are no coincidence.
_OUTAGE = 3
_NO_ANSWERS = frozenset(
    {"throttled", "timeout", "disconnected", "not_json", "error_in_200", "http_408", "http_409", "http_498"}
)


def is_answer(outcome: str) -> bool:
    """Whether an attempt with this outcome shows that the provider is there: it looked into the request."""
    return outcome not in _NO_ANSWERS and not outcome.startswith("http_5")


@dataclass(frozen=True, slots=True)
class Silence:
    """The documents whose tries were used up since the last answer to anything."""

    documents: tuple[str, ...] = ()

    def after(self, outcome: str) -> Silence:
        """As it is once another attempt has ended."""
        return Silence() if is_answer(outcome) else self

    def with_one_more(self, document: str) -> Silence:
        """As it is once the tries for another document are used up."""
        return self if document in self.documents else Silence((*self.documents, document))

    @property
    def is_outage(self) -> bool:
        """Whether it is the provider. Until then each of these documents is taken for the cause of its own end."""
        return len(self.documents) >= _OUTAGE
