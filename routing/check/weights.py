"""What the objective's weights add to the cost, computed anew."""

from __future__ import annotations

from collections.abc import Sequence

from routing.check.replay import SERVICES, Day, Replay


def weights(day: Day, replays: Sequence[Replay]) -> dict[str, float]:
    """Cost by the name of each weight that is not zero."""
    objective = day.problem.objective
    found = {
        "balance": objective.balance * _unevenness(replays),
        "compactness": objective.compactness * sum(_km_between_tasks(day, each) for each in replays),
        "stability": objective.stability * _away_from_earlier(day, replays),
    }
    return {name: value for name, value in found.items() if getattr(objective, name)}


def _unevenness(replays: Sequence[Replay]) -> float:
    """Squares of the hours between each route's length and the mean, summed."""
    if not replays:
        return 0.0
    hours = [(each.back_s - each.leaves_s) / 3600 for each in replays]
    total, squares = sum(hours), sum(each * each for each in hours)
    return max(0.0, squares - total * total / len(hours))


def _km_between_tasks(day: Day, replay: Replay) -> float:
    matrix = day.matrices[replay.vehicle.profile]
    metres, before = 0, None
    for halt in replay.halts:
        if halt.visit.kind not in SERVICES:
            continue
        if before is not None:
            metres += max(0, int(matrix.distance_m[before, halt.place]))
        before = halt.place
    return metres / 1000


def _away_from_earlier(day: Day, replays: Sequence[Replay]) -> int:
    """Tasks that the earlier plan gave to a vehicle which does not serve them now."""
    served = {(each.vehicle.id, name) for each in replays for name in each.served}
    earlier = {(each.vehicle, name) for each in day.problem.earlier for name in each.tasks}
    return len(earlier - served)
