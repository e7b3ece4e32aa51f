"""What a vehicle must be able to do: skills of its tasks, length of its route."""

from __future__ import annotations

from collections.abc import Iterator

from data.domain.plan import Violation
from routing.check.naming import named, violation
from routing.check.replaying import Day, Replay


def vehicles(day: Day, replay: Replay) -> Iterator[Violation]:
    """Skills of every task served, and the longest route allowed, in metres and in seconds."""
    vehicle = replay.vehicle
    for task in replay.served:
        missing = day.skills(task) - vehicle.skills
        if missing:
            yield violation(
                "R340",
                f"{vehicle.id} lacks {named(missing)}, which {task} requires.",
                vehicle=vehicle.id,
                task=task,
                amount=len(missing),
            )
    distance_m = sum(leg.distance_m or 0 for leg in replay.legs)
    if vehicle.max_distance_m is not None and distance_m > vehicle.max_distance_m:
        yield violation(
            "R320",
            f"{vehicle.id} drives {distance_m} m; {vehicle.max_distance_m} m are allowed.",
            vehicle=vehicle.id,
            amount=distance_m - vehicle.max_distance_m,
            unit="m",
        )
    duration_s = replay.back_s - replay.leaves_s
    if vehicle.max_duration_s is not None and duration_s > vehicle.max_duration_s:
        yield violation(
            "R321",
            f"{vehicle.id} is away for {duration_s} s; {vehicle.max_duration_s} s are allowed.",
            vehicle=vehicle.id,
            amount=duration_s - vehicle.max_duration_s,
            unit="s",
        )
