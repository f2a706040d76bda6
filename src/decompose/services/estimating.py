"""What an order would ask for and cost: its documents read and planned, and nothing called or written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from itertools import chain

from decompose.domain.artifact import Artifact
from decompose.domain.document import Revision, SourceDocument
from decompose.domain.ledger import JobResult
from decompose.domain.plan import Planned
from decompose.domain.pricing import NOTHING, Price, Prices
from decompose.errors import UsageError
from decompose.llm.client import Llm, Request
from decompose.llm.meter import most_tokens
from decompose.llm.passages import estimated_tokens
from decompose.services.asking import worst_case
from decompose.services.computing import Computing
from decompose.services.decompose import Decomposer
from decompose.services.inputs import Input
from decompose.services.intake import Opened
from decompose.services.ordering import Ordering
from decompose.services.reingest import Settled


@dataclass(frozen=True, slots=True)
class Estimate:
    """What an order would do: documents to decompose, calls, tokens in, and the most tokens that may come out.

    `cost_max` is the most that these calls can cost in USD, None where the llm has no price. Repair calls and the
    judge's come on top: whether there are any depends on the answers. `others` are the documents that would not be
    decomposed, as they would end; `gone` are those of before that would be taken out of sight.
    """

    documents: int
    calls: int
    input_tokens: int
    output_tokens: int
    cost_max: Decimal | None
    others: tuple[JobResult, ...] = ()
    gone: tuple[SourceDocument, ...] = ()

    @property
    def unusable(self) -> tuple[JobResult, ...]:
        """Those of the others that need somebody: refused, or failed already."""
        return tuple(job for job in self.others if job.outcome != "skipped")

    @property
    def taken_over(self) -> tuple[JobResult, ...]:
        """Those of the others of which something is said otherwise than it is known."""
        return tuple(job for job in self.others if job.is_taken_over)


@dataclass(frozen=True)
class Estimating:
    """Looks at what orders to one llm would do. `decomposer` writes the requests, `ordering` plans what is read."""

    llm: Llm
    prices: Prices
    now: Callable[[], datetime]
    decomposer: Decomposer
    ordering: Callable[[Computing], Ordering]
    computing: Callable[[int], AbstractContextManager[Computing]]

    def opened(
        self,
        inputs: Sequence[Input],
        gone: Collection[SourceDocument] = (),
        settle: Callable[[Settled], None] = lambda _: None,
    ) -> tuple[tuple[tuple[str, Artifact, Revision], ...], tuple[JobResult, ...]]:
        """The documents that `run` would decompose, each with its path, and how the others end.

        Args:
            gone: documents whose files are gone.
            settle: hears what becomes of the documents of before.
        """
        wanted, others = [], []
        with self.computing(len(inputs)) as computing:
            ordering = self.ordering(computing)
            for step in ordering.plan(inputs, gone, settle):
                if isinstance(step, Opened):
                    wanted.append((step.candidate.path, step.candidate.artifact, step.revision))
                else:
                    others.append(ordering.foreseen(step) if isinstance(step, Planned) else step)
        return tuple(wanted), tuple(others)

    def requests(self, inputs: Sequence[Input]) -> Iterator[tuple[str, Request]]:
        """The first calls that `run` would make, with the slug that each is about; nothing is called or written."""
        for _, artifact, revision in self.opened(inputs)[0]:
            yield from ((artifact.slug, request) for request in self.decomposer.requests(artifact, revision))

    def estimate(self, inputs: Sequence[Input], gone: Sequence[SourceDocument] = ()) -> Estimate:
        """What `run` would ask for where these documents are gone; nothing is called or written."""
        settled: list[Settled] = []
        wanted, others = self.opened(inputs, gone, settled.append)
        asked = (self.decomposer.requests(artifact, revision) for _, artifact, revision in wanted)
        requests = list(chain.from_iterable(asked))
        return Estimate(
            len(wanted),
            len(requests),
            sum(estimated_tokens(message.content) for request in requests for message in request.messages),
            sum(most_tokens(request).output for request in requests),
            self._most_usd(requests),
            others,
            tuple(document for each in settled for document in each.gone),
        )

    def require_price(self, budget: Decimal | None) -> None:
        """See that a budget can be kept.

        Raises:
            UsageError: there is one, and the llm is paid and has no price.
        """
        if budget is not None and self.llm.is_paid and self._price is None:
            raise UsageError(
                f"--budget needs the price of {self.llm.name}, and none is known; add it to a file of prices and name "
                "that by DECOMPOSE_PRICES",
                subject=self.llm.name,
            )

    @property
    def _price(self) -> Price | None:
        return self.prices.at(self.llm.name, self.now().astimezone(UTC).date())

    def _most_usd(self, requests: Iterable[Request]) -> Decimal | None:
        price = self._price
        if not self.llm.is_paid:
            return NOTHING
        return sum((worst_case(request, price) for request in requests), NOTHING) if price else None
