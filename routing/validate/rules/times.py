"""Times: windows, shifts and breaks are not empty and in order."""

from __future__ import annotations

from collections.abc import Iterator

from data.domain.errors import Fault
from data.domain.problem import Break, Problem, Vehicle, Window


def windows(problem: Problem) -> Iterator[Fault]:
    """R107: an empty window, or windows that overlap or are not sorted."""
    for path, given in _windows(problem):
        for position, (low, high) in enumerate(given):
            where = f"{path}[{position}]"
            if low > high:
                yield Fault("R107", f"The window {low}–{high} s is empty.", "Swap its ends.", where)
            elif low < 0:
                yield Fault(
                    "R107", f"The window {low}–{high} s begins before the day.", "Begin at 0 or later.", where
                )
            elif position and low <= given[position - 1][1]:
                yield Fault(
                    "R107",
                    f"The window {low}–{high} s begins before the one ahead of it has ended.",
                    "Sort the windows and join those that touch.",
                    where,
                )


def shifts(problem: Problem) -> Iterator[Fault]:
    """R108: an empty shift, or a break that does not fit it."""
    for n, vehicle in enumerate(problem.vehicles):
        begins_s, ends_s = vehicle.shift
        if begins_s > ends_s or begins_s < 0:
            yield Fault(
                "R108",
                f"The shift {begins_s}–{ends_s} s of {vehicle.id} is empty or begins before the day.",
                "Correct its ends.",
                f"vehicles[{n}].shift",
            )
            continue
        for position, pause in enumerate(vehicle.breaks):
            yield from _break(f"vehicles[{n}].breaks[{position}]", vehicle, pause)


def _break(where: str, vehicle: Vehicle, pause: Break) -> Iterator[Fault]:
    low, high = pause.window
    begins_s, ends_s = vehicle.shift
    if low > high:
        yield Fault("R107", f"The window {low}–{high} s is empty.", "Swap its ends.", f"{where}.window")
    elif high < begins_s or max(low, begins_s) + pause.duration_s > ends_s + vehicle.overtime_s:
        yield Fault(
            "R108",
            f"A break of {pause.duration_s} s in {low}–{high} s does not fit the shift of {vehicle.id}.",
            "Move the break into the shift, or shorten it.",
            where,
        )


def _windows(problem: Problem) -> Iterator[tuple[str, tuple[Window, ...]]]:
    for n, task in enumerate(problem.tasks):
        yield f"tasks[{n}].windows", task.windows
    for n, shipment in enumerate(problem.shipments):
        yield f"shipments[{n}].pickup.windows", shipment.pickup.windows
        yield f"shipments[{n}].delivery.windows", shipment.delivery.windows
    for n, facility in enumerate(problem.facilities):
        yield f"facilities[{n}].windows", facility.windows
    for n, station in enumerate(problem.stations):
        yield f"stations[{n}].windows", station.windows
