"""What the ledger says of calls."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from decompose.domain.ledger import Call, summed

PRICED = Call("key", "decompose", "template", "llm", "tide")


@pytest.mark.parametrize(
    ("call", "cost", "unpriced"), [(PRICED, "0.25", 0), (replace(PRICED, is_priced=False), "0", 1)]
)
def test_a_call_that_nobody_heard_the_end_of_is_one_at_its_worst(call: Call, cost: str, unpriced: int) -> None:
    entry = call.unheard(Decimal("0.25"))
    assert (entry.outcome, entry.slug, entry.input, entry.output) == ("unknown", "tide", None, None)
    sums = summed([entry])
    assert (sums.calls, sums.cost, sums.unpriced) == (1, Decimal(cost), unpriced)
