"""Times of a route: travel, windows, work, release, shift and overtime."""

from __future__ import annotations

from collections.abc import Iterator

from data.domain.plan import Violation
from routing.check.replay import Day, Leg, Replay, VisitRecord
from routing.check.wording import violation


def times(day: Day, replay: Replay) -> Iterator[Violation]:
    """Check every rule that compares two moments."""
    for record in replay.records:
        yield from _order(replay, record)
        yield from _window(replay, record)
        yield from _release(replay, record)
    for leg in replay.legs:
        yield from _travel(replay, leg)
    yield from _trip_release(day, replay)
    yield from _shift(replay)


def _order(replay: Replay, record: VisitRecord) -> Iterator[Violation]:
    name = _name(record)
    vehicle, task = replay.vehicle.id, record.visit.task
    early_s = record.arrival_s - record.start_s
    if early_s > 0:
        text = f"{name} starts {early_s} s before the arrival."
        yield violation("R314", text, vehicle=vehicle, task=task, amount=early_s, unit="s")
    if record.visit.kind == "rest" and early_s < 0:
        text = f"{name} waits {-early_s} s; a rest never waits."
        yield violation("R314", text, vehicle=vehicle, amount=-early_s, unit="s")
    short_s = record.start_s + record.work_s - record.departure_s
    if short_s > 0:
        text = f"{name} leaves {short_s} s before its {record.work_s} s of work are done."
        yield violation("R313", text, vehicle=vehicle, task=task, amount=short_s, unit="s")


def _window(replay: Replay, record: VisitRecord) -> Iterator[Violation]:
    if not record.windows or any(low <= record.start_s <= high for low, high in record.windows):
        return
    miss_s = min(max(low - record.start_s, record.start_s - high) for low, high in record.windows)
    shown = ", ".join(f"{low}–{high}" for low, high in record.windows)
    yield violation(
        "R336" if record.visit.kind == "unload" else "R312",
        f"{_name(record)} starts at {record.start_s} s, {miss_s} s outside {shown}.",
        vehicle=replay.vehicle.id,
        task=record.visit.task,
        amount=miss_s,
        unit="s",
    )


def _release(replay: Replay, record: VisitRecord) -> Iterator[Violation]:
    early_s = record.release_s - record.start_s
    if early_s > 0:
        yield violation(
            "R315",
            f"{_name(record)} starts {early_s} s before its release at {record.release_s} s.",
            vehicle=replay.vehicle.id,
            task=record.visit.task,
            amount=early_s,
            unit="s",
        )


def _trip_release(day: Day, replay: Replay) -> Iterator[Violation]:
    """Check that deliveries are released when their trip leaves."""
    trip_start_s = replay.leaves_s
    for record in replay.activities:
        if record.visit.kind == "unload":
            trip_start_s = record.departure_s
        if record.visit.kind != "collect" or not any(day.tasks[record.visit.task or ""].delivery):
            continue
        early_s = record.release_s - trip_start_s
        if early_s > 0:
            yield violation(
                "R315",
                f"The trip that delivers {record.visit.task} leaves {early_s} s before its release.",
                vehicle=replay.vehicle.id,
                task=record.visit.task,
                amount=early_s,
                unit="s",
            )


def _travel(replay: Replay, leg: Leg) -> Iterator[Violation]:
    """Check that the parts of a leg without its pauses are at least as long as the drive."""
    vehicle, task = replay.vehicle.id, leg.destination.visit.task
    moment_s, parts_s = leg.origin.departure_s, 0
    for record in (*leg.pauses, leg.destination):
        part_s = record.arrival_s - moment_s
        at_stop = record.is_pause and record.place is not None
        if part_s < 0:
            text = f"{_name(record)} begins {-part_s} s before the visit ahead of it ends."
            yield violation("R314", text, vehicle=vehicle, task=record.visit.task, amount=-part_s, unit="s")
        elif at_stop and parts_s > 0:
            text = f"{_name(record)} is put at the stop before, which the vehicle has left."
            yield violation("R301", text, vehicle=vehicle)
        if not at_stop:
            parts_s += max(part_s, 0)
        moment_s = record.departure_s
    if leg.driving_s is None:
        text = f"There is no path from place {leg.origin.place} to place {leg.destination.place}."
        yield violation("R311", text, vehicle=vehicle, task=task)
    elif parts_s < leg.driving_s:
        short_s = leg.driving_s - parts_s
        text = f"{_name(leg.destination)} is {leg.driving_s} s away and reached {short_s} s sooner."
        yield violation("R310", text, vehicle=vehicle, task=task, amount=short_s, unit="s")


def _shift(replay: Replay) -> Iterator[Violation]:
    vehicle = replay.vehicle
    early_s = vehicle.shift[0] - replay.leaves_s
    if early_s > 0:
        text = f"{vehicle.id} leaves {early_s} s before its shift begins."
        yield violation("R316", text, vehicle=vehicle.id, amount=early_s, unit="s")
    late_s = replay.back_s - vehicle.shift[1] - vehicle.overtime_s
    if late_s > 0:
        text = f"{vehicle.id} is back {late_s} s after its shift and overtime end."
        yield violation("R317", text, vehicle=vehicle.id, amount=late_s, unit="s")


def _name(record: VisitRecord) -> str:
    subject = record.visit.task or record.visit.facility
    return f"Visit {record.number} ({record.visit.kind}{' ' + subject if subject else ''})"
