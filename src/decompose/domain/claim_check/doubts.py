"""How much each finding takes from the odds that a claim is supported, in nats.

Set by hand on labelled claims, in coarse steps: what matters is the order. A failure outweighs what speaks for any
claim, so that one is enough; the surest of them (a number, a name, a superlative that nobody quoted) leave nothing for
a second reader to decide. An unknown is a doubt among others: words that are not quoted cost little each, and add up.
"""

from __future__ import annotations

# A check failed.
_FAILED = {
    "numbers": 8.0,
    "language": 8.0,
    "names": 7.0,
    "superlative": 7.0,
    "comparison": 7.0,
    "scope": 5.0,
    "bound": 5.0,
    "negation": 5.0,
    "exchange": 5.0,
    "restriction": 5.0,
    "part": 5.0,
    "quantifier": 5.0,
    "hedge": 5.0,
    "status": 5.0,
    "roles": 5.0,
    "altered": 5.0,
    "item": 5.0,
    "object": 4.0,
    "modifier": 5.0,
    "computed": 4.0,
    "feature": 4.0,
    "coverage": 4.0,
}
# A check cannot tell.
_UNKNOWN = {
    "cut": 4.5,
    "duty": 4.0,
    "omission": 2.5,
    "rival": 4.0,
    "negation": 2.5,
    "hedge": 3.0,
    "status": 2.5,
    "default": 3.5,
    "numbers": 2.5,
    "superlative": 3.0,
    "comparison": 2.0,
    "weakened": 1.5,
    "exchange": 1.0,
    "part": 1.5,
    "aside": 2.0,
    "counted": 2.5,
    "subject": 2.0,
    "restriction": 1.5,
    "item": 1.5,
    "member": 0.8,
    "addition": 1.3,
    "roles": 0.8,
    "scope": 1.3,
    "coverage": 1.3,
    "quantifier": 1.5,
    "turned": 1.3,
    "bound": 2.0,
    "thin": 0.6,
    "new_word": 0.35,
    "context_word": 0.3,
    "modifier": 0.3,
    "order": 0.3,
    "light_word": 0.1,
}
DOUBTS = {(check, "fail"): doubt for check, doubt in _FAILED.items()} | {
    (check, "unknown"): doubt for check, doubt in _UNKNOWN.items()
}
