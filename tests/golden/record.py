"""Write or check the record of today's answers: `python -m tests.golden.record --check [SECTION…]`."""

from __future__ import annotations

import argparse
import difflib
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.golden import days, documents, plan_files, road_answers, surface, weekly
from tests.golden.canonical import text_of

EXPECTED = Path(__file__).parent / "expected"
MOST_LINES = 60
"""Of a difference that is shown."""

SECTIONS: dict[str, Callable[[], Any]] = {
    "plans": days.plans,
    "solves": days.solves,
    "verdicts": days.verdicts,
    "verdict_texts": days.verdict_texts,
    "explanations": days.explanations,
    "edits": days.edits,
    "rest_of_day": days.rest_of_day,
    "district_roads": road_answers.district_roads,
    "osm_roads": road_answers.osm_roads,
    "siting": weekly.siting,
    "calendars": weekly.calendars,
    "fault_codes": documents.fault_codes,
    "fault_texts": documents.fault_texts,
    "vroom": documents.vroom,
    "formats": documents.formats,
    "cli_commands": surface.cli_commands,
    "cli_help": surface.cli_help,
    "openapi_shape": surface.openapi_shape,
    "openapi_texts": surface.openapi_texts,
    "native_schemas": surface.native_schemas,
    "routes": surface.routes,
    "exports": plan_files.exports,
    "route_sheets": plan_files.route_sheets,
    "api_answers": plan_files.api_answers,
}
"""Name of a section → what computes it; None as its answer where this machine cannot."""


def computed(name: str) -> str | None:
    """A section as text, or None where this machine lacks what it needs."""
    found = SECTIONS[name]()
    return None if found is None else text_of(found)


def path_of(name: str) -> Path:
    """Where a section's record is kept."""
    return EXPECTED / f"{name}.json"


def difference(name: str, found: str) -> str:
    """A short unified diff of the record and what was found; empty where they are equal."""
    expected = path_of(name).read_text("utf-8") if path_of(name).exists() else ""
    if found == expected:
        return ""
    lines = list(
        difflib.unified_diff(
            expected.splitlines(), found.splitlines(), f"expected/{name}", "found", lineterm="", n=1
        )
    )
    cut = [line if len(line) <= 240 else line[:240] + "…" for line in lines[:MOST_LINES]]
    if len(lines) > MOST_LINES:
        cut.append(f"… {len(lines) - MOST_LINES} more lines")
    return "\n".join(cut)


def main() -> int:
    """Write or check the sections that were named, or all."""
    parser = argparse.ArgumentParser(prog="python -m tests.golden.record", description=__doc__)
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--write", action="store_true", help="write the record anew")
    what.add_argument("--check", action="store_true", help="compare with the record")
    parser.add_argument("section", nargs="*", help="default: all")
    given = parser.parse_args()
    unknown = set(given.section) - set(SECTIONS)
    if unknown:
        parser.error(f"no such section: {', '.join(sorted(unknown))}; there are {', '.join(SECTIONS)}")
    different = False
    for name in given.section or SECTIONS:
        begun = time.monotonic()
        found = computed(name)
        took = f"{time.monotonic() - begun:6.1f} s  {name}"
        if found is None:
            _say(f"{took}: skipped, this machine lacks what it needs")
        elif given.write:
            EXPECTED.mkdir(exist_ok=True)
            path_of(name).write_text(found, "utf-8")
            _say(f"{took}: written, {len(found.encode()):,} bytes")
        elif shown := difference(name, found):
            different = True
            _say(f"{took}: DIFFERENT\n{shown}")
        else:
            _say(f"{took}: equal")
    return 1 if different else 0


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
