"""The search beside OR-Tools alone, PyVRP and VROOM, at equal wall time on the same cores.

``make bench-routing ARGS="--family vrptw --seconds 10 --seeds 1 2"``. Gaps are to the best known costs of
``../shared/instances/bks.csv``; those of ``pdptw`` count vehicles first, which we do not. Made-up recycling
days (family ``days``) have every rule; they come again without the rules that PyVRP lacks, and without
those that VROOM lacks, where both sides solve the reduced day. PyVRP runs with its defaults, a seed per
process; VROOM with a thread per process. Every plan passes the checker, or counts as an error; an engine
that fails does not end the run. Results are added to ``benchmarks/results/routing.csv`` row by row; a
drawing of the run is ``benchmarks/results/routing.svg``.

One seed at 10 s takes about 18 minutes. ``--quick`` runs all at 10 s, then ours and PyVRP at 30 s on
``cvrp`` and ``vrptw``: about 30 minutes.
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
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import vroom_peer
from benchmarks.gap_drawing import drawing
from benchmarks.routing_cases import ENGINES, FAMILIES, Case, cases
from data.domain.plan import Plan
from routing.check import violations
from routing.solve import SolveOptions, solve

RESULTS = Path(__file__).with_name("results") / "routing.csv"
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
    "error",
)
Row = dict[str, Any]
BESIDE_S = 1.5
QUICK = ((FAMILIES, 10.0, ENGINES), (("cvrp", "vrptw"), 30.0, ("auto", "pyvrp")))


def run(case: Case, engine: str, *, seconds: float, processes: int, seed: int) -> Row:
    """One row of the results; an engine that fails has its error there."""
    begun = time.monotonic()
    first_s: list[float] = []
    row: Row = dict.fromkeys(COLUMNS)
    row |= {
        "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%MZ"),
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "seconds": seconds,
        "processes": processes,
        "family": case.family,
        "instance": case.name,
        "engine": engine,
        "seed": seed,
        "best_known": case.best_known,
    }
    try:
        plan = _plan(case, engine, seconds=seconds, processes=processes, seed=seed, first_s=first_s)
        broken = violations(case.problem, case.matrices, plan)
    except Exception as error:  # a peer that crashes must not end the run: the row tells of it
        row["error"] = f"{type(error).__name__}: {error}"[:300]
    else:
        row |= {"cost": round(plan.cost, 2), "routes": len(plan.routes), "unassigned": len(plan.unassigned)}
        if broken:
            row["error"] = f"refused by the checker: {broken[0].message}"[:300]
        elif case.best_known is not None:
            row["gap_percent"] = round(100 * (plan.cost / case.best_known - 1), 3)
    row["first_s"] = round(first_s[0], 2) if first_s else None
    row["wall_s"] = round(time.monotonic() - begun, 2)
    return row


def _plan(
    case: Case, engine: str, *, seconds: float, processes: int, seed: int, first_s: list[float]
) -> Plan:
    if engine == "vroom":
        return vroom_peer.solve(case.problem, case.matrices, seconds=seconds, threads=processes)
    return solve(
        case.problem,
        case.matrices,
        SolveOptions(seconds=seconds, processes=processes, seed=seed, engine=engine),
        on_incumbent=lambda incumbent: first_s.append(incumbent.seconds),
    )


def _is_refusal(row: Row) -> bool:
    """Whether the engine said that it cannot model the problem, which is no error."""
    return "R405" in str(row["error"]) or "NotModelledError" in str(row["error"])


def _record(row: Row) -> None:
    RESULTS.parent.mkdir(parents=True, exist_ok=True)
    earlier: list[Row] = []
    if RESULTS.exists():
        with RESULTS.open(newline="") as rows:
            reader = csv.DictReader(rows)
            stale = tuple(reader.fieldnames or ()) != COLUMNS
            earlier = list(reader) if stale else []
        if not stale:
            with RESULTS.open("a", newline="") as out:
                csv.DictWriter(out, COLUMNS).writerow(row)
            return
    with RESULTS.open("w", newline="") as out:
        writer = csv.DictWriter(out, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows([*earlier, row])


def _asked(arguments: argparse.Namespace) -> Iterator[tuple[Case, str, float, int]]:
    """Every run, the engines of one problem one after another."""
    wanted = (
        QUICK
        if arguments.quick
        else tuple((arguments.family, seconds, arguments.engines) for seconds in arguments.seconds)
    )
    for families, seconds, engines in wanted:
        for case in cases(list(families), arguments.only, day_seed=arguments.day_seed):
            for seed in arguments.seeds:
                for engine in engines:
                    if engine in case.engines or engine not in ENGINES:
                        yield case, engine, seconds, seed


def _summary(rows: list[Row]) -> Iterator[str]:
    for family, engine, seconds in sorted({(r["family"], r["engine"], r["seconds"]) for r in rows}):
        own = [r for r in rows if (r["family"], r["engine"], r["seconds"]) == (family, engine, seconds)]
        gaps = [r["gap_percent"] for r in own if r["gap_percent"] is not None]
        if gaps:
            yield f"{family}, {engine}, {seconds:g} s: mean gap {statistics.mean(gaps):.2f} % of {len(gaps)}"
        ours = {(r["instance"], r["seed"]): r for r in rows if r["engine"] == "auto"
                and r["seconds"] == seconds and r["family"] == family and not r["error"]}  # fmt: skip
        ratios = [
            ours[r["instance"], r["seed"]]["cost"] / r["cost"]
            for r in own
            if engine != "auto" and r["cost"] and (r["instance"], r["seed"]) in ours
        ]
        if ratios and not gaps:
            left_out = sum(r["unassigned"] for r in own if r["cost"])
            mine = sum(ours[key]["unassigned"] for key in ours)
            yield (
                f"{family}, {seconds:g} s: ours costs {100 * (1 - statistics.mean(ratios)):.1f} % less than "
                f"{engine} ({len(ratios)} days; left out {mine} against {left_out})"
            )


def main() -> int:
    """Run what was asked for and print the mean of each engine."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--seconds", type=float, nargs="+", default=[10.0])
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--engines", nargs="+", default=list(ENGINES))
    parser.add_argument("--family", nargs="+", choices=FAMILIES, default=list(FAMILIES))
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", default="", help="part of an instance's name")
    parser.add_argument("--day-seed", type=int, default=0, help="of the made-up days; 0 for their own")
    parser.add_argument("--quick", action="store_true", help="all at 10 s, ours and PyVRP also at 30 s")
    arguments = parser.parse_args()
    planned = sum(seconds + BESIDE_S for _, _, seconds, _ in _asked(arguments))
    print(f"about {planned / 60:.0f} minutes", flush=True)
    rows: list[Row] = []
    for case, engine, seconds, seed in _asked(arguments):
        row = run(case, engine, seconds=seconds, processes=arguments.processes, seed=seed)
        if _is_refusal(row):
            print(f"{case.name}: {engine} cannot model it", flush=True)
            continue
        _record(row)
        rows.append(row)
        print(*(f"{row[name]}" for name in COLUMNS[2:]), sep="  ", flush=True)
    for line in _summary(rows):
        print(line)
    RESULTS.with_suffix(".svg").write_text(drawing(rows))
    return int(any(row["error"] and row["engine"] == "auto" for row in rows))


if __name__ == "__main__":
    sys.exit(main())
