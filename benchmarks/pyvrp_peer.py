"""PyVRP with its defaults, as a peer of the search: one process per seed, the better plan counts."""

from __future__ import annotations

import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor

from data.domain.matrix import TravelMatrices
from data.domain.problem import Problem


class NotPlainError(ValueError):
    """The problem has rules that this peer is not given."""


def solve(
    problem: Problem, matrices: TravelMatrices, *, seconds: float, processes: int, seed: int
) -> tuple[float, int]:
    """Cost and routes of the best of `processes` seeds, each with a process of its own.

    Raises
    ------
    NotPlainError
        Anything but one kind of vehicle, single windows and collections.
    """
    _check_plain(problem)
    deadline = time.time() + seconds
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=context) as pool:
        runs = [
            pool.submit(_run, problem, dict(matrices), deadline, seed * processes + number + 1)
            for number in range(processes)
        ]
        return min(run.result() for run in runs)


def _check_plain(problem: Problem) -> None:
    kinds = {(v.start, v.end, v.shift, v.capacity, v.cost, v.profile) for v in problem.vehicles}
    simple = all(len(task.windows) <= 1 and not task.delivery and not task.skills for task in problem.tasks)
    if len(kinds) > 1 or problem.shipments or problem.facilities or problem.locks or not simple:
        raise NotPlainError("PyVRP is given problems with one kind of vehicle and single windows alone")


def _run(problem: Problem, matrices: TravelMatrices, deadline: float, seed: int) -> tuple[float, int]:
    import pyvrp

    vehicle = problem.vehicles[0]
    matrix = matrices[vehicle.profile]
    assert vehicle.start is not None
    model = pyvrp.Model()
    home = model.add_location(0, 0)
    depot = model.add_depot(home)
    model.add_vehicle_type(
        num_available=len(problem.vehicles),
        capacity=list(vehicle.capacity),
        start_depot=depot,
        end_depot=depot,
        tw_early=vehicle.shift[0],
        tw_late=vehicle.shift[1],
    )
    locations = [home]
    for task in problem.tasks:
        opens_s, closes_s = task.windows[0] if task.windows else vehicle.shift
        locations.append(model.add_location(0, 0))
        model.add_client(
            locations[-1],
            pickup=list(task.demand),
            service_duration=task.service_s,
            tw_early=opens_s,
            tw_late=closes_s,
        )
    places = [vehicle.start, *(task.place for task in problem.tasks)]
    for origin, a in zip(locations, places, strict=True):
        for target, b in zip(locations, places, strict=True):
            model.add_edge(origin, target, int(matrix.distance_m[a, b]), int(matrix.duration_s[a, b]))
    left_s = max(0.1, deadline - time.time())
    result = model.solve(stop=pyvrp.stop.MaxRuntime(left_s), seed=seed, collect_stats=False, display=False)
    if not result.is_feasible():
        return float("inf"), 0
    return result.cost() * vehicle.cost.per_km / 1000, result.best.num_routes()
