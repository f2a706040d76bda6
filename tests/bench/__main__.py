"""All benches, or those named: `python -m bench checks`. Fails where one is over a limit.

A bench is a module with a `main` that prints a line a figure, each with its limit, and returns how many are over.
"""

from __future__ import annotations

import sys
import time
from importlib import import_module

BENCHES = ("programs", "checks", "ingestion", "survival", "regeneration", "desk", "pages", "search")


def main() -> int:
    failed = 0
    for name in sys.argv[1:] or BENCHES:
        started = time.monotonic()
        print(f"-- {name}")
        failed += import_module(f"bench.{name}").main()
        print(f"{time.monotonic() - started:.0f} s")
    return 1 if failed else 0


sys.exit(main())
