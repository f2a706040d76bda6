"""What the checks find out about a claim, and the one rule that makes a score and a status of it.

A check passes, fails, or does not know. What is not passed is a doubt, of a weight in nats; the doubts add up, and
the score is the probability that is left. A failure weighs enough to refuse a claim at every operating point, and some
failures weigh so much that nobody needs to read on; unknowns refuse it only where the line is drawn strictly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from decompose.domain.capability import ClaimStatus, Reason
from decompose.domain.document import Span


class Outcome(StrEnum):
    PASSED = "pass"
    FAILED = "fail"
    UNKNOWN = "unknown"


# The doubt, in nats, of a failure after which nothing needs to be read.
CERTAIN = 20.0


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says of a claim.

    `detail` is a sentence for the editor. `said` is the place of the words in question in the claim, in code points.
    `doubt`, in nats, is what it takes from the odds that the claim is supported: 0 where the check passes.
    """

    check: str
    outcome: Outcome
    detail: str = ""
    said: Span | None = None
    doubt: float = 0.0


class Point(StrEnum):
    """Where the line is drawn: `balanced` for the fewest errors of both sorts, `publish` to let almost nothing pass."""

    BALANCED = "balanced"
    PUBLISH = "publish"


class Standing(StrEnum):
    """What the rules make of a claim: they accept it, refuse it for certain, or leave it open to whoever reads it."""

    ACCEPTED = "accepted"
    OPEN = "open"
    REFUSED = "refused"


# Findings that pass, and say in which way.
DERIVED = "derived"
ATTRIBUTED = "attributed"
LEAST_SCORE = {Point.BALANCED: 0.6, Point.PUBLISH: 0.965}
# What scores higher is accepted unread, what scores lower than MOST_REFUSED refused; between them a judge may read.
LEAST_ACCEPTED = 0.982
MOST_REFUSED = 0.00005
# The odds, in nats, of a claim whose quotes exist and against which nothing speaks.
_PRIOR = 4.0
# The doubt, in nats, at the line of the balanced point.
_LINE = _PRIOR - math.log(LEAST_SCORE[Point.BALANCED] / (1 - LEAST_SCORE[Point.BALANCED]))
# How often the rules are wrong: about what they accept without a doubt, more so with each nat of doubt; about what they
# refuse at the line, less so with each nat beyond. And how much worse it is to let a wrong claim pass than to refuse a
# good one. Measured, weighed: see docs/decisions/0023.
_WRONG_WITHOUT_DOUBT, _MORE_WITH_DOUBT = 0.05, 0.65
_WRONG_AT_THE_LINE, _LESS_BEYOND = 0.36, 0.25
_WRONG_PASS_COSTS = 2.0
_LARGEST = 700.0  # beyond it exp has no float


@dataclass(frozen=True, slots=True)
class Examination:
    """All findings about one claim, in the order of the checks."""

    findings: tuple[Finding, ...]

    @property
    def failures(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.outcome is Outcome.FAILED)

    @property
    def doubt(self) -> float:
        return sum(finding.doubt for finding in self.findings)

    @property
    def score(self) -> float:
        """How likely the claim is supported, in 0..1."""
        return 1 / (1 + math.exp(min(self.doubt - _PRIOR, _LARGEST)))

    @property
    def is_derived(self) -> bool:
        """Whether a number of the claim follows from quoted ones without standing among them."""
        return any(finding.check == DERIVED for finding in self.findings)

    @property
    def is_attributed(self) -> bool:
        """Whether the claim is praise or a comparison, which only its vendor vouches for."""
        return any(finding.check == ATTRIBUTED for finding in self.findings)

    def is_supported(self, point: Point = Point.BALANCED) -> bool:
        return self.score >= LEAST_SCORE[point]

    @property
    def standing(self) -> Standing:
        """Accepted where hardly a doubt is left, refused where hardly a chance is left, open between."""
        if self.score >= LEAST_ACCEPTED:
            return Standing.ACCEPTED
        return Standing.REFUSED if self.score <= MOST_REFUSED else Standing.OPEN

    @property
    def risk(self) -> float:
        """What it costs, on the average, to leave the claim to the rules; 1 is what a good claim refused costs."""
        if self.is_supported():
            return _WRONG_PASS_COSTS * _WRONG_WITHOUT_DOUBT * math.exp(_MORE_WITH_DOUBT * self.doubt)
        return _WRONG_AT_THE_LINE * math.exp(_LESS_BEYOND * (_LINE - self.doubt))

    def reasons(self, point: Point = Point.BALANCED) -> tuple[Reason, ...]:
        """Why the claim does not stand at a point: what failed, else what is in doubt; empty where it stands."""
        if self.is_supported(point):
            return ()
        told = self.failures or tuple(finding for finding in self.findings if finding.outcome is Outcome.UNKNOWN)
        return tuple(Reason(finding.check, finding.detail) for finding in told)


def status_at(examination: Examination, point: Point, *, rival: str | None) -> ClaimStatus:
    """Verified where it stands; praise and comparisons are the vendor's word, a number that was computed is derived."""
    if not examination.is_supported(point):
        return ClaimStatus.UNSUPPORTED
    if rival or examination.is_attributed:
        return ClaimStatus.ATTRIBUTED
    return ClaimStatus.DERIVED if examination.is_derived else ClaimStatus.VERIFIED
