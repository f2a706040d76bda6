"""The process: `python -m faulty '{"seed": 1}'` prints the port that it listens on."""

from __future__ import annotations

import asyncio
import sys

from faulty.plan import Plan
from faulty.server import Server

asyncio.run(Server(Plan.from_json(sys.argv[1])).serve())
