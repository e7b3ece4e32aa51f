"""One process of the native search by processor time: iterations a second, and cost against the best seen.

``python -m benchmarks.native_search [--seconds 5] [--seeds 1] [--cases made shared rich] [--only R1]``.
A shared machine makes wall time lie, so the search goes by `time.process_time`. Costs are compared
with the best known, and where there is none with the least cost that this benchmark has ever seen on
the machine (kept beside the made-up instances' names in ``~/.cache/huiliu-native-search.json``).
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import made_instances
from benchmarks.generated_days import RichDay, rich_day
from benchmarks.routing import Case, cases
from data.domain.plan import Plan
from routing.check import violations
from routing.engines.lns.engine import Search
from routing.engines.registry import EngineTask
from routing.model.index import DayIndex

LEAST = Path.home() / ".cache" / "huiliu-native-search.json"
CAPACITATED = ((120, 5.0, 1), (250, 9.0, 5), (400, 14.0, 8), (600, 6.5, 3), (900, 12.0, 7))
WINDOWED = ((100, "R1", 3), (200, "RC2", 5), (200, "R1", 6), (400, "R1", 2), (400, "C2", 9), (1000, "RC2", 6))
RICH = ((100, 7), (200, 8), (300, 9))


def made() -> Iterator[Case]:
    """Made-up plain instances."""
    for customers, size, seed in CAPACITATED:
        read = made_instances.capacitated(customers, size, seed)
        assert read.matrices is not None
        yield Case("made", f"X{customers}-{size:g}-{seed}", read.problem, read.matrices, None)
    for customers, kind, seed in WINDOWED:
        read = made_instances.windowed(customers, kind, seed)
        assert read.matrices is not None
        yield Case("made", f"{kind}-{customers}-{seed}", read.problem, read.matrices, None)


def rich() -> Iterator[Case]:
    """Made-up days with every rule."""
    for tasks, seed in RICH:
        problem, matrices = rich_day(seed, RichDay(tasks=tasks))
        yield Case("rich", f"day-{tasks}-{seed}", problem, matrices, None)


def chosen(families: list[str], only: str) -> Iterator[Case]:
    """The cases asked for."""
    for family in families:
        if family == "shared":
            yield from cases(["cvrp", "vrptw"], only)
        else:
            yield from (case for case in {"made": made, "rich": rich}[family]() if only in case.name)


def run(case: Case, seconds: float, seed: int, iterations: int | None) -> tuple[Plan, int, float]:
    """The best plan, iterations, and seconds before the first of them."""
    index = DayIndex(case.problem, case.matrices)
    begun = time.process_time()
    task = EngineTask(seconds=seconds, seed=seed, iterations=iterations)
    search = Search(index, task, time.process_time)
    started_s = time.process_time() - begun
    while (gone_s := time.process_time() - begun) < seconds and search.share(gone_s) < 1.0:
        search.run_chunk(gone_s)
    plan = search.plan(seconds)
    broken = violations(case.problem, case.matrices, plan)
    if broken:
        raise SystemExit(f"{case.name}: {broken[0].message}")
    return plan, search.done, started_s


def main() -> None:
    """Run what was asked for; print a line each, then the mean gap."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0)
    parser.add_argument("--iterations", type=int)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1])
    parser.add_argument("--cases", nargs="+", default=["made"], choices=["made", "shared", "rich"])
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    least = json.loads(LEAST.read_text()) if LEAST.exists() else {}
    gaps: list[float] = []
    for case in chosen(asked.cases, asked.only):
        for seed in asked.seeds:
            plan, done, started_s = run(case, asked.seconds, seed, asked.iterations)
            least[case.name] = min(least.get(case.name, plan.cost), plan.cost)
            gap = 100 * (plan.cost / (case.best_known or least[case.name]) - 1)
            gaps.append(gap)
            rate = done / max(asked.seconds - started_s, 1e-9)
            shape = f"routes {len(plan.routes):3}  out {len(plan.unassigned):3}"
            pace = f"{rate:8.0f} it/s  started {started_s:.2f} s"
            print(f"{case.name:14} seed {seed}  cost {plan.cost:12.1f}  gap {gap:6.2f} %  {shape}  {pace}")
    LEAST.parent.mkdir(exist_ok=True)
    LEAST.write_text(json.dumps(least, indent=1))
    print(f"mean gap {statistics.mean(gaps):.3f} %")


if __name__ == "__main__":
    main()
