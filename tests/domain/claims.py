"""Claims about an invented tool held against quotes, and what the checks tell of them, in two words each."""

from __future__ import annotations

from decompose.domain.claim_check import Exhibit, examine
from decompose.domain.claim_check.doubts import DOUBTS
from decompose.domain.examination import Examination, Finding, Outcome

NAMES = ("Tide", "tide")


def exhibit(
    *quotes: str,
    context: tuple[str, ...] = (),
    names: tuple[str, ...] = NAMES,
    rest: tuple[str, ...] = (),
    antecedents: tuple[str, ...] = (),
) -> Exhibit:
    return Exhibit(quotes, context, names, rest, antecedents)


def examined(claim: str, held_against: Exhibit, *, rival: str | None = None) -> Examination:
    """What the checks find; each finding that does not pass weighs something, and each points into the claim."""
    findings = examine(claim, held_against, rival=rival)
    for finding in findings:
        assert finding.said is None or 0 <= finding.said.start < finding.said.end <= len(claim)
        assert finding.outcome is Outcome.PASSED or finding.check == "no_quote" or _is_weighed(finding)
    return Examination(findings)


def _is_weighed(finding: Finding) -> bool:
    return finding.doubt == DOUBTS[finding.check, finding.outcome.value] > 0


def told(claim: str, *quotes: str, context: tuple[str, ...] = (), rest: tuple[str, ...] = ()) -> dict[str, str]:
    """The words of the claim by what is found out about them: {"numbers fail": "5"}; empty where none are named."""
    findings = examined(claim, exhibit(*quotes, context=context, rest=rest)).findings
    return {f"{finding.check} {finding.outcome.value}": words_of(finding, claim) for finding in reversed(findings)}


def words_of(finding: Finding, claim: str) -> str:
    return claim[finding.said.start : finding.said.end] if finding.said else ""


def assert_told_apart(finding: str, quote: str, wrong: str, right: str, words: str | None = None) -> None:
    """The wrong claim is told of, at these words; of the right one the same check has nothing to say."""
    found = told(wrong, quote)
    assert finding in found, found
    if words is not None:
        assert found[finding] == words
    passes = told(right, quote)
    assert not any(other.startswith(finding.split(maxsplit=1)[0]) for other in passes), passes
