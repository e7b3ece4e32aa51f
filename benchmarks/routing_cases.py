"""The problems of the routing benchmark: instances of `../shared`, and made-up recycling days."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.generated_days import RichDay, pyvrp_day, rich_day, vroom_day
from data.domain.matrix import TravelMatrices
from data.domain.problem import Problem
from routing.formats import lilim, solomon, vrplib
from routing.formats.native import ProblemFile
from routing.formats.planar import Distance

INSTANCES = Path(__file__).parents[2] / "shared" / "instances"
FAMILIES = ("cvrp", "vrptw", "pdptw", "rich", "days")
DAY_SIZES = (100, 200, 300, 1000)
ENGINES = ("auto", "ortools", "pyvrp", "vroom")
CONVENTIONS: dict[str, tuple[Distance, float]] = {
    "HFVRP": ("exact", 1000.0),
    "SDVRPTW": ("exact", 1000.0),
    "MTVRPTWR": ("truncated", 10.0),
}
"""Of sets of `rich`: how distances are taken, and what their best known costs are divided by."""


@dataclass(frozen=True)
class Case:
    """One problem; `best_known` is None where nobody knows, `engines` are those it is for."""

    family: str
    name: str
    problem: Problem
    matrices: TravelMatrices
    best_known: float | None
    engines: tuple[str, ...] = ENGINES


def cases(families: list[str], only: str, *, day_seed: int = 0) -> Iterator[Case]:
    """The problems asked for; what is absent is said and skipped."""
    for family in families:
        yield from _days(only, day_seed) if family == "days" else _instances(family, only)


def _days(only: str, seed: int) -> Iterator[Case]:
    """Each day with all rules, then without those that PyVRP lacks, then without those VROOM lacks."""
    for size in DAY_SIZES:
        name = f"day-{size}"
        if only not in name:
            continue
        day = rich_day(seed or size, RichDay(tasks=size))
        yield Case("days", name, *day, None, ("auto", "ortools"))
        yield Case("days-pyvrp", f"{name}-pyvrp", *pyvrp_day(*day), None, ("auto", "pyvrp"))
        yield Case("days-vroom", f"{name}-vroom", *vroom_day(*day), None, ("auto", "vroom"))


def _instances(family: str, only: str) -> Iterator[Case]:
    folder = INSTANCES / family
    if not folder.is_dir():
        print(f"{folder} is absent: {family} skipped", file=sys.stderr)
        return
    known = _best_known()
    for path in sorted(folder.iterdir()):
        if path.suffix not in {".vrp", ".txt"} or only not in path.stem:
            continue
        read, divisor = _read(family, path)
        assert read.matrices is not None
        best = known.get((family, path.stem))
        yield Case(family, path.stem, read.problem, read.matrices, None if best is None else best / divisor)


def _read(family: str, path: Path) -> tuple[ProblemFile, float]:
    text = path.read_text()
    if family == "pdptw":
        return lilim.read_problem(text, distance="exact"), 1.0
    if path.suffix == ".txt":
        return solomon.read_problem(text), 1.0
    distance, divisor = CONVENTIONS.get(path.stem.split("-")[0], (None, 1.0))
    return vrplib.read_problem(text, distance=distance), divisor


def _best_known() -> dict[tuple[str, str], float]:
    path = INSTANCES / "bks.csv"
    if not path.is_file():
        return {}
    with path.open(newline="") as rows:
        return {(row["set"], row["instance"]): float(row["bks_cost"]) for row in csv.DictReader(rows)}
