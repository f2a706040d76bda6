"""Where recordings lie, and the documents that they are about."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DEMO = ROOT / "fixtures" / "demo"
DOCUMENTS = ROOT / "fixtures" / "documents"
FOLDERS = {"demo": DEMO / "llm", "tests": ROOT / "fixtures" / "llm"}
