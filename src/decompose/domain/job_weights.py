"""What it weighs that records are alike in a part: learnt from labelled pairs by `tests/alignment_fit.py`.

The script writes this file. What is weighed is in 0..1; no weight is negative.
"""

from __future__ import annotations

BIAS = -6.27
WEIGHTS = {
    "words": 1.69,
    "heading": 0.79,
    "families": 1.05,
    "surest_family": 2.3,
    "name": 0.65,
    "intent": 1.18,
    "description": 1.9,
    "things": 1.99,
    "objects": 2.38,
    "headings_said_least": 0.39,
    "headings_said_most": 0.86,
    "one_heading_said": 0.66,
    "letters": 3.01,
    "letters_headed": 0.42,
}
