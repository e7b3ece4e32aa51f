"""Times of a route: travel, windows, work, release, shift and overtime."""

from __future__ import annotations

from collections.abc import Iterator

from data.domain.plan import Violation
from routing.check.replay import Day, Halt, Leg, Replay
from routing.check.wording import violation


def times(day: Day, replay: Replay) -> Iterator[Violation]:
    """Every rule that compares a moment with another."""
    for halt in replay.halts:
        yield from _order(replay, halt)
        yield from _window(replay, halt)
        yield from _release(replay, halt)
    for leg in replay.legs:
        yield from _travel(replay, leg)
    yield from _trip_release(day, replay)
    yield from _shift(replay)


def _order(replay: Replay, halt: Halt) -> Iterator[Violation]:
    name = _name(halt)
    vehicle, task = replay.vehicle.id, halt.visit.task
    early_s = halt.arrival_s - halt.start_s
    if early_s > 0:
        text = f"{name} starts {early_s} s before the arrival."
        yield violation("R314", text, vehicle=vehicle, task=task, amount=early_s, unit="s")
    if halt.visit.kind == "rest" and early_s < 0:
        text = f"{name} waits {-early_s} s; a rest never waits."
        yield violation("R314", text, vehicle=vehicle, amount=-early_s, unit="s")
    short_s = halt.start_s + halt.work_s - halt.departure_s
    if short_s > 0:
        text = f"{name} leaves {short_s} s before its {halt.work_s} s of work are done."
        yield violation("R313", text, vehicle=vehicle, task=task, amount=short_s, unit="s")


def _window(replay: Replay, halt: Halt) -> Iterator[Violation]:
    if not halt.windows or any(low <= halt.start_s <= high for low, high in halt.windows):
        return
    miss_s = min(max(low - halt.start_s, halt.start_s - high) for low, high in halt.windows)
    shown = ", ".join(f"{low}–{high}" for low, high in halt.windows)
    yield violation(
        "R336" if halt.visit.kind == "unload" else "R312",
        f"{_name(halt)} starts at {halt.start_s} s, {miss_s} s outside {shown}.",
        vehicle=replay.vehicle.id,
        task=halt.visit.task,
        amount=miss_s,
        unit="s",
    )


def _release(replay: Replay, halt: Halt) -> Iterator[Violation]:
    early_s = halt.release_s - halt.start_s
    if early_s > 0:
        yield violation(
            "R315",
            f"{_name(halt)} starts {early_s} s before its release at {halt.release_s} s.",
            vehicle=replay.vehicle.id,
            task=halt.visit.task,
            amount=early_s,
            unit="s",
        )


def _trip_release(day: Day, replay: Replay) -> Iterator[Violation]:
    """What a trip delivers must have been released when the trip leaves its start."""
    trip_start_s = replay.leaves_s
    for halt in replay.stops:
        if halt.visit.kind == "unload":
            trip_start_s = halt.departure_s
        if halt.visit.kind != "collect" or not any(day.tasks[halt.visit.task or ""].delivery):
            continue
        early_s = halt.release_s - trip_start_s
        if early_s > 0:
            yield violation(
                "R315",
                f"The trip that delivers {halt.visit.task} leaves {early_s} s before its release.",
                vehicle=replay.vehicle.id,
                task=halt.visit.task,
                amount=early_s,
                unit="s",
            )


def _travel(replay: Replay, leg: Leg) -> Iterator[Violation]:
    """The parts of a leg, pauses taken out, are at least as long as the drive."""
    vehicle, task = replay.vehicle.id, leg.destination.visit.task
    moment_s, parts_s = leg.origin.departure_s, 0
    for halt in (*leg.pauses, leg.destination):
        part_s = halt.arrival_s - moment_s
        at_stop = halt.is_pause and halt.place is not None
        if part_s < 0:
            text = f"{_name(halt)} begins {-part_s} s before the visit ahead of it ends."
            yield violation("R314", text, vehicle=vehicle, task=halt.visit.task, amount=-part_s, unit="s")
        elif at_stop and parts_s > 0:
            text = f"{_name(halt)} is put at the stop before, which the vehicle has left."
            yield violation("R301", text, vehicle=vehicle)
        if not at_stop:
            parts_s += max(part_s, 0)
        moment_s = halt.departure_s
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


def _name(halt: Halt) -> str:
    subject = halt.visit.task or halt.visit.facility
    return f"Visit {halt.number} ({halt.visit.kind}{' ' + subject if subject else ''})"
