"""How well the audit does: recall and false alarms on planted defects, and whether known findings are found again.

    python tests/audit_figures.py [FOLDER] [--write] [--list]
    python tests/audit_figures.py --list third

FOLDER holds the pages of `fixtures/audit/seeds.csv`, which names only files, codes, lines and digests of quotes: the
pages themselves are others'. Where they are not in the folder, that part is left out. `--write` renews the list.
"""

from __future__ import annotations

import csv
import hashlib
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from decompose.bootstrap import Workspace
from decompose.domain.audit import CODES
from decompose.llm.recorded import RecordedLlm
from decompose.services.audit import audit_pages
from decompose.services.auditor import Auditor
from decompose.settings import Settings
from decompose.store.database import Database

ROOT = Path(__file__).parents[1] / "fixtures" / "audit"
SEEDS = ROOT / "seeds.csv"
# The rules of D10 to D12, D14, D18 and D19 were last written with these pages in view, and with no other of the set.
SEEN = (
    "brambletone-3-vs-corvid-transcribe",
    "gannet-corpus-vs-sorrel-13b",
    "ledgerwren-vs-querymoth",
    "loomwright-vs-marlpit",
)
# Sets of five pages, each by somebody who had not seen the rules. They list no D8: it holds for every record.
SETS = ("third", "fourth")
UNLISTED = frozenset({"D8"})
# What an llm is asked about.
READ = ("D11", "D14", "D15", "D18")
PLANTED, SOUND = ROOT / "pages" / "defects.csv", ROOT / "pages" / "sound.csv"
Row = tuple[str, str, int, str]


def main(words: Sequence[str]) -> int:
    folder = Path(next((word for word in words if not word.startswith("--") and word not in SETS), "fixtures/pages"))
    if "--write" in words:
        _write(_found(sorted(folder.glob("*.txt"))))
    _print_planted()
    for name in SETS:
        _print_set(name)
    return _hold_against_seeds(folder)


def _found(paths: Sequence[Path]) -> set[Row]:
    return {
        (Path(one.page).name, one.code, one.line, hashlib.sha256(one.quote.encode()).hexdigest())
        for one in audit_pages(paths)
    }


def _write(rows: set[Row]) -> None:
    with SEEDS.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("page", "code", "line", "sha256"))
        writer.writerows(sorted(rows))


def _hold_against_seeds(folder: Path) -> int:
    """1 where a known finding is lost or a new one came; 0 where all is as it was, or the pages are not here."""
    with SEEDS.open(encoding="utf-8", newline="") as file:
        known = {(row["page"], row["code"], int(row["line"]), row["sha256"]) for row in csv.DictReader(file)}
    paths = [folder / name for name in sorted({row[0] for row in known})]
    if not all(path.is_file() for path in paths):
        print(f"known findings: left out, {folder} has not the pages of {SEEDS.name}; name their folder in AUDIT_PAGES")
        return 0
    now = _found(paths)
    print(f"known findings: {len(known & now)} of {len(known)} found again, {len(now - known)} new")
    for sign, rows in (("-", known - now), ("+", now - known)):
        for page, code, line, _ in sorted(rows):
            print(f"  {sign} {page}:{line} {code}")
    return int(known != now)


def _print_planted() -> None:
    """Rows of one group are one defect, found where any of them is; a finding on no row of its code is an alarm."""
    planted = _table(PLANTED)
    groups: dict[str, list[dict[str, str]]] = {}
    for row in planted:
        groups.setdefault(row["group"], []).append(row)
    pages = sorted((ROOT / "pages").glob("*.txt"))
    found = {(Path(one.page).stem, one.code, one.line) for one in audit_pages(pages, ROOT / "documents")}
    rows = {_place(row) for row in planted}
    hits = {group: any(_place(row) in found for row in same) for group, same in groups.items()}
    seen = _seen_lines(pages)
    is_seen = {group: any(_line(row) in seen for row in same) for group, same in groups.items()}
    print("       seen                     held out")
    print("code  defects  found  alarms  defects  found  alarms")
    for code in (*CODES, "all"):
        cells = ""
        for half in (True, False):
            of_code = [g for g, same in groups.items() if is_seen[g] is half and code in {"all", _place(same[0])[1]}]
            alarms = [p for p in found - rows if code in {"all", p[1]} and ((p[0], p[2]) in seen) is half]
            cells += f" {len(of_code):>7} {sum(hits[group] for group in of_code):>6} {len(alarms):>7}"
        print(f"{code:<5}{cells}")
    sound = [row for row in _table(SOUND) if (row["page"], row["looks_like"], int(row["line"])) in found - rows]
    print(f"sound words on a line that is reported with the code they look like: {len(sound)} of {len(_table(SOUND))}")
    if "--list" in sys.argv:
        _print_places(groups, hits, found - rows)


# -- sets that are no part of the first --------------------------------------------------------------------


@dataclass(frozen=True)
class Measured:
    """How the audit does on a set: whether each planted defect is found, by code, and what is reported besides."""

    hits: Mapping[str, tuple[str, bool]]
    alarms: frozenset[tuple[str, str, int]]
    sound: int

    def of(self, code: str) -> tuple[int, int, int]:
        """Defects, those that are found, and alarms."""
        found = [hit for of, hit in self.hits.values() if code in {of, "all"}]
        return len(found), sum(found), sum(code in {place[1], "all"} for place in self.alarms)


def measured(name: str, auditor: Auditor | None = None) -> Measured:
    """A defect is found where any of its rows is; what is reported on no row of its code is an alarm."""
    folder = ROOT / name
    found = {
        (Path(one.page).stem, one.code, one.line)
        for one in audit_pages(sorted((folder / "pages").glob("*.txt")), folder / "documents", auditor=auditor)
    }
    groups: dict[str, list[dict[str, str]]] = {}
    for row in _table(folder / "defects.csv"):
        groups.setdefault(row["group"], []).append(row)
    rows = {_place(row) for same in groups.values() for row in same}
    hits = {group: (_code(same), any(_place(row) in found for row in same)) for group, same in groups.items()}
    alarms = frozenset(place for place in found - rows if place[1] not in UNLISTED)
    sound = [
        row for row in _table(folder / "sound.csv") if (row["page"], row["looks_like"], int(row["line"])) in alarms
    ]
    return Measured(hits, alarms, len(sound))


def _code(same: Sequence[dict[str, str]]) -> str:
    return next(row for row in same if not row["note"].startswith("alternative code"))["code"]


def recorded_auditor(name: str) -> Auditor:
    """The llm as it answered about the pages of a set."""
    llm = RecordedLlm([ROOT / name / "llm"])
    return Workspace(Settings()).auditor(llm, Database("sqlite://"))


def _print_set(name: str) -> None:
    by_rule, read = measured(name), measured(name, recorded_auditor(name))
    print(f"{name:<5}  by rule                  with the recorded llm")
    print("code  defects  found  alarms  found  alarms")
    for code in (*CODES, "all"):
        defects, found, alarms = by_rule.of(code)
        beside = "" if code not in {*READ, "all"} else "{1:>7} {2:>7}".format(*read.of(code))
        if code not in UNLISTED:
            print(f"{code:<5} {defects:>7} {found:>6} {alarms:>7}{beside}")
    if name in sys.argv:
        for group, (code, hit) in by_rule.hits.items():
            print("" if hit else f"missed {code}, group {group}", end="" if hit else "\n")
        for place in sorted(by_rule.alarms):
            print("alarm", *place)


def _seen_lines(pages: Sequence[Path]) -> set[tuple[str, int]]:
    """Page and number of every line that stands on one of the seen pages too, word for word."""
    lines = {(page.stem, at): line for page in pages for at, line in enumerate(page.read_text().split("\n"), 1)}
    texts = {line for (page, _), line in lines.items() if page in SEEN}
    return {place for place, line in lines.items() if line in texts}


def _line(row: dict[str, str]) -> tuple[str, int]:
    return row["page"], int(row["line"])


def _print_places(
    groups: dict[str, list[dict[str, str]]], hits: dict[str, bool], alarms: set[tuple[str, str, int]]
) -> None:
    for group, same in groups.items():
        if not hits[group]:
            print("missed", *_place(same[0]), "|", same[0]["quote"], "|", same[0]["note"])
    for place in sorted(alarms):
        print("alarm", *place)


def _place(row: dict[str, str]) -> tuple[str, str, int]:
    return row["page"], row["code"], int(row["line"])


def _table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
