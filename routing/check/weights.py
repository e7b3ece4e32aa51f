"""Weighted terms of the objective, recomputed."""

from __future__ import annotations

from collections.abc import Sequence

from routing.check.replay import SERVICES, Day, Replay


def weights(day: Day, replays: Sequence[Replay]) -> dict[str, float]:
    """Cost of each term whose weight is not zero."""
    objective = day.problem.objective
    found = {
        "balance": objective.balance * _squared_deviation(replays),
        "compactness": objective.compactness * sum(_km_between_tasks(day, each) for each in replays),
        "stability": objective.stability * _count_moved(day, replays),
    }
    return {name: value for name, value in found.items() if getattr(objective, name)}


def _squared_deviation(replays: Sequence[Replay]) -> float:
    """Sum of squared deviations of the routes' hours from their mean."""
    if not replays:
        return 0.0
    hours = [(each.back_s - each.leaves_s) / 3600 for each in replays]
    total, squares = sum(hours), sum(each * each for each in hours)
    return max(0.0, squares - total * total / len(hours))


def _km_between_tasks(day: Day, replay: Replay) -> float:
    matrix = day.matrices[replay.vehicle.profile]
    metres, before = 0, None
    for record in replay.records:
        if record.visit.kind not in SERVICES:
            continue
        if before is not None:
            metres += max(0, int(matrix.distance_m[before, record.place]))
        before = record.place
    return metres / 1000


def _count_moved(day: Day, replays: Sequence[Replay]) -> int:
    """Tasks of the earlier plan that their vehicle no longer serves."""
    served = {(each.vehicle.id, name) for each in replays for name in each.served}
    earlier = {(each.vehicle, name) for each in day.problem.earlier for name in each.tasks}
    return len(earlier - served)
