"""Where recordings lie, and the documents that they are about."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "fixtures" / "demo"
DOCUMENTS = ROOT / "fixtures" / "documents"
# What was answered about pairs of the demo, also where scores turned a relation.
WRITE_UPS = ROOT / "fixtures" / "write_ups"
FOLDERS = {"demo": DEMO / "llm", "tests": ROOT / "fixtures" / "llm"}
