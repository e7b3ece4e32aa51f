"""Limits of vehicles: skills, distance, duration, range."""

from __future__ import annotations

from collections.abc import Iterator

from data.domain.plan import Violation
from routing.check.replay import Day, Replay
from routing.check.wording import named, violation


def vehicles(day: Day, replay: Replay) -> Iterator[Violation]:
    """Check the skills of every task served, distance, duration and range."""
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
    yield from _battery(replay)


def _battery(replay: Replay) -> Iterator[Violation]:
    """Check the distance from each charge to the next one, or to the end."""
    range_m = replay.vehicle.range_m
    if range_m is None:
        return
    for record in replay.activities:
        last = record is replay.activities[-1]
        if (last or record.visit.kind == "charge") and record.used_m > range_m:
            yield violation(
                "R322",
                f"{replay.vehicle.id} drives {record.used_m} m on one charge until visit {record.number}; "
                f"a full battery lasts {range_m} m.",
                vehicle=replay.vehicle.id,
                amount=record.used_m - range_m,
                unit="m",
            )
