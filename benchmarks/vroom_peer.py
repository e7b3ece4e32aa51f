"""VROOM, by pyvroom in an environment of the benchmark's own, as a peer of the search.

VROOM serves as much as it can, dearest first, whatever the way costs; it has no penalties to weigh
against. Its routes are scheduled and priced by us, and checked as ours are.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks.peer_python import AbsentPeerError, peer_python
from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan
from data.domain.problem import Problem, Rules, Shipment, Task, Vehicle
from routing.construct.repair import PlanBuilder
from routing.model.index import DayIndex
from routing.model.steps import Step

FOLDER = Path(__file__).parents[1] / "bench-out" / "vroom-python"
EXPLORATION = 5
STARTING_S = 60


class NotModelledError(ValueError):
    """The problem has rules that VROOM is not given."""


def solve(problem: Problem, matrices: TravelMatrices, *, seconds: float, threads: int) -> Plan:
    """VROOM's plan, by our schedule and prices; what it leaves out stays out.

    Raises
    ------
    NotModelledError
        Rules that VROOM lacks.
    AbsentPeerError
        It cannot be installed, or ended with an error.
    """
    _check_modelled(problem)
    python = peer_python(FOLDER, "vroom", base=Path(sys.executable))
    index = DayIndex(problem, matrices)
    with tempfile.TemporaryDirectory() as folder:
        asked, answered = Path(folder) / "in.json", Path(folder) / "out.json"
        asked.write_text(json.dumps(_document(problem, matrices)))
        command = [str(python.parent / "vroom"), "-i", str(asked), "-o", str(answered)]
        command += ["-x", str(EXPLORATION), "-t", str(threads), "-l", f"{seconds:g}"]
        ended = subprocess.run(
            command, check=False, capture_output=True, text=True, timeout=seconds + STARTING_S
        )
        if ended.returncode or not answered.exists():
            raise AbsentPeerError(f"VROOM ended with {ended.returncode}: {ended.stderr[-500:]}")
        document = json.loads(answered.read_text())
    return PlanBuilder(index).repair(_orders(problem, document), engine="vroom", tries=0)


def _check_modelled(problem: Problem) -> None:
    lacking = {
        "rules": problem.rules != Rules(),
        "facilities": bool(problem.facilities),
        "locks": bool(problem.locks),
        "overtime": any(v.overtime_s for v in problem.vehicles),
        "a longest route in time": any(v.max_duration_s is not None for v in problem.vehicles),
        "releases of deliveries": any(t.release_s and any(t.delivery) for t in problem.tasks),
    }
    present = [what for what, is_there in lacking.items() if is_there]
    if present:
        raise NotModelledError(", ".join(present))


def _document(problem: Problem, matrices: TravelMatrices) -> dict[str, Any]:
    skills = {name: k for k, name in enumerate(sorted({s for t in problem.tasks for s in t.skills}), 1)}
    prices = [p for v in problem.vehicles for p in (v.cost.fixed, v.cost.per_km, v.cost.per_h)]
    factor = next((f for f in (1, 10, 100, 1000) if all(float(p * f).is_integer() for p in prices)), 10_000)
    dearest = max((t.penalty or 0.0 for t in (*problem.tasks, *problem.shipments)), default=0.0) or 1.0
    numbers = count(1)
    return {
        "vehicles": [_vehicle(v, k, factor, skills) for k, v in enumerate(problem.vehicles, 1)],
        "jobs": [_job(t, k, skills, dearest) for k, t in enumerate(problem.tasks, 1)],
        "shipments": [_shipment(s, next(numbers), dearest) for s in problem.shipments],
        "matrices": {
            name: {"durations": matrix.duration_s.tolist(), "distances": matrix.distance_m.tolist()}
            for name, matrix in matrices.items()
        },
    }


def _vehicle(vehicle: Vehicle, number: int, factor: int, skills: dict[str, int]) -> dict[str, Any]:
    cost = vehicle.cost
    found: dict[str, Any] = {
        "id": number,
        "profile": vehicle.profile,
        "time_window": list(vehicle.shift),
        "capacity": list(vehicle.capacity),
        "skills": [skills[name] for name in sorted(vehicle.skills) if name in skills],
        "costs": {
            "fixed": round(cost.fixed * factor),
            "per_hour": round(cost.per_h * factor),
            "per_km": round(cost.per_km * factor),
        },
        "breaks": [
            {"id": k, "time_windows": [list(pause.window)], "service": pause.duration_s}
            for k, pause in enumerate(vehicle.breaks, 1)
        ],
    }
    for role, place in (("start", vehicle.start), ("end", vehicle.end)):
        if place is not None:
            found[f"{role}_index"] = place
    if vehicle.max_distance_m is not None:
        found["max_distance"] = vehicle.max_distance_m
    return found


def _job(task: Task, number: int, skills: dict[str, int], dearest: float) -> dict[str, Any]:
    windows = task.windows
    if task.release_s:
        open_ = windows or ((0, 10**8),)
        windows = tuple((max(low, task.release_s), high) for low, high in open_ if high >= task.release_s)
    return {
        "id": number,
        "location_index": task.place,
        "service": task.service_s,
        "setup": task.setup_s,
        "pickup": list(task.demand),
        "delivery": list(task.delivery) or [0] * len(task.demand),
        "skills": [skills[name] for name in sorted(task.skills)],
        "priority": _priority(task.penalty, dearest),
        **({"time_windows": [list(window) for window in windows]} if windows else {}),
    }


def _shipment(shipment: Shipment, number: int, dearest: float) -> dict[str, Any]:
    def end(stop: Any) -> dict[str, Any]:
        windows = {"time_windows": [list(w) for w in stop.windows]} if stop.windows else {}
        return {"id": number, "location_index": stop.place, "service": stop.service_s, **windows}

    return {
        "amount": list(shipment.demand),
        "priority": _priority(shipment.penalty, dearest),
        "pickup": end(shipment.pickup),
        "delivery": end(shipment.delivery),
    }


def _priority(penalty: float | None, dearest: float) -> int:
    return 100 if penalty is None else 1 + round(98 * penalty / dearest)


def _orders(problem: Problem, document: dict[str, Any]) -> dict[str, list[Step]]:
    tasks = {k: task.id for k, task in enumerate(problem.tasks, 1)}
    shipments = {k: shipment.id for k, shipment in enumerate(problem.shipments, 1)}
    kinds = {"job": ("collect", tasks), "pickup": ("pickup", shipments), "delivery": ("deliver", shipments)}
    orders: dict[str, list[Step]] = {}
    for route in document["routes"]:
        steps = [step for step in route["steps"] if step["type"] in kinds]
        orders[problem.vehicles[route["vehicle"] - 1].id] = [
            Step(kinds[step["type"]][0], kinds[step["type"]][1][step["id"]])  # type: ignore[arg-type]
            for step in steps
        ]
    return orders
