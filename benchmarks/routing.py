"""The search engines beside one another and beside PyVRP, at equal wall time on the same cores.

``python -m benchmarks.routing [--seconds 10 30] [--seeds 1 2] [--engines auto ortools pyvrp]
[--families cvrp vrptw rich] [--processes 2] [--only X-n101]``. Gaps are to the best known costs of
``../shared/instances/bks.csv``; made-up rich days (every rule on) have none and are compared with
OR-Tools alone in the same run. Every plan of ours passes the checker, or the run ends. Results are
added to ``benchmarks/results/routing.csv`` row by row, with date and method in each row.
"""

from __future__ import annotations

import argparse
import csv
import os
import platform
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks import pyvrp_peer
from data.domain.matrix import TravelMatrices
from data.domain.problem import Problem
from routing.check import violations
from routing.formats import solomon, vrplib
from routing.generating import RichDay, rich_day
from routing.solving import SolveOptions, solve

ROOT = Path(__file__).parents[1]
INSTANCES = ROOT.parent / "shared" / "instances"
RESULTS = ROOT / "benchmarks" / "results" / "routing.csv"
RICH_SIZES = (100, 200, 300)
COLUMNS = (
    "date",
    "machine",
    "seconds",
    "processes",
    "family",
    "instance",
    "engine",
    "seed",
    "cost",
    "best_known",
    "gap_percent",
    "routes",
    "unassigned",
    "first_s",
    "wall_s",
)


@dataclass(frozen=True)
class Case:
    """One problem; `best_known` is None where nobody knows."""

    family: str
    name: str
    problem: Problem
    matrices: TravelMatrices
    best_known: float | None


def cases(families: list[str], only: str) -> Iterator[Case]:
    """The instances asked for; what is absent is said and skipped."""
    known = _best_known()
    for family in families:
        if family == "rich":
            for size in RICH_SIZES:
                if only in f"rich-{size}":
                    problem, matrices = rich_day(size, RichDay(tasks=size))
                    yield Case("rich", f"rich-{size}", problem, matrices, None)
            continue
        folder = INSTANCES / family
        if not folder.is_dir():
            print(f"{folder} is absent: {family} skipped", file=sys.stderr)
            continue
        for path in sorted(folder.iterdir()):
            if path.suffix not in {".vrp", ".txt"} or only not in path.stem:
                continue
            reader = vrplib if path.suffix == ".vrp" else solomon
            read = reader.read_problem(path.read_text())
            assert read.matrices is not None
            yield Case(family, path.stem, read.problem, read.matrices, known.get((family, path.stem)))


def _best_known() -> dict[tuple[str, str], float]:
    path = INSTANCES / "bks.csv"
    if not path.is_file():
        return {}
    with path.open(newline="") as rows:
        return {(row["set"], row["instance"]): float(row["bks_cost"]) for row in csv.DictReader(rows)}


def run(case: Case, engine: str, seconds: float, processes: int, seed: int) -> dict[str, object]:
    """One row of the results."""
    begun = time.monotonic()
    first_s: list[float] = []
    unassigned = 0
    if engine == "pyvrp":
        cost, routes = pyvrp_peer.solve(
            case.problem, case.matrices, seconds=seconds, processes=processes, seed=seed
        )
    else:
        options = SolveOptions(seconds=seconds, processes=processes, seed=seed, engine=engine)
        plan = solve(
            case.problem,
            case.matrices,
            options,
            on_incumbent=lambda incumbent: first_s.append(incumbent.seconds),
        )
        broken = violations(case.problem, case.matrices, plan)
        if broken:
            raise SystemExit(f"{case.name}, {engine}: {broken[0].message}")
        cost, routes, unassigned = plan.cost, len(plan.routes), len(plan.unassigned)
    gap = None if case.best_known is None else 100 * (cost / case.best_known - 1)
    return {
        "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ"),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "seconds": seconds,
        "processes": processes,
        "family": case.family,
        "instance": case.name,
        "engine": engine,
        "seed": seed,
        "cost": round(cost, 2),
        "best_known": case.best_known,
        "gap_percent": None if gap is None else round(gap, 3),
        "routes": routes,
        "unassigned": unassigned,
        "first_s": round(first_s[0], 2) if first_s else None,
        "wall_s": round(time.monotonic() - begun, 2),
    }


def _record(row: dict[str, object]) -> None:
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    new = not RESULTS.exists()
    with RESULTS.open("a", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS)
        if new:
            writer.writeheader()
        writer.writerow(row)


def main() -> None:
    """Run what was asked for and print the mean of each engine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, nargs="+", default=[10.0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--engines", nargs="+", default=["auto", "ortools", "pyvrp"])
    parser.add_argument("--families", nargs="+", default=["cvrp", "vrptw", "rich"])
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    gaps: dict[tuple[str, str, float], list[float]] = {}
    for case in cases(asked.families, asked.only):
        reference: float | None = case.best_known
        for seconds in asked.seconds:
            for seed in asked.seeds:
                for engine in asked.engines:
                    try:
                        row = run(case, engine, seconds, asked.processes, seed)
                    except pyvrp_peer.NotPlainError:
                        continue
                    _record(row)
                    print(*(f"{row[name]}" for name in COLUMNS[4:]), sep="  ", flush=True)
                    if reference is not None:
                        gap = float(str(row["gap_percent"]))
                        gaps.setdefault((case.family, engine, seconds), []).append(gap)
    for (family, engine, seconds), values in sorted(gaps.items()):
        print(f"{family}, {engine}, {seconds:g} s: mean gap {statistics.mean(values):.2f} % of {len(values)}")


if __name__ == "__main__":
    main()
