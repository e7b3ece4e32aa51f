"""Insertion: positions of one more task in a vehicle's order, and the route that results."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from data.domain.plan import Route
from data.domain.problem import Vehicle
from routing.construct.stopovers import place_stopovers
from routing.model.index import DayIndex
from routing.model.intake import RemainingIntake
from routing.model.locks import find_broken_lock
from routing.model.steps import Infeasible, Step, served_ids


class InsertionPosition(NamedTuple):
    """Where a task may go in an order.

    Attributes
    ----------
    detour
        Cost of the additional driving alone.
    first, second
        Position of the step before which the task, or each end of a shipment, is inserted; equal for a
        task.
    """

    detour: float
    first: int
    second: int


def insert_steps(
    order: Sequence[Step], steps: Sequence[Step], position: InsertionPosition
) -> tuple[Step, ...]:
    """Insert one step, or the two ends of a shipment, into an order."""
    if len(steps) == 1:
        return (*order[: position.first], steps[0], *order[position.first :])
    between = order[position.first : position.second]
    return (*order[: position.first], steps[0], *between, steps[1], *order[position.second :])


def rank_positions(
    index: DayIndex, vehicle: Vehicle, order: Sequence[Step], id_: str
) -> list[InsertionPosition]:
    """List every position for a task, or for both ends of a shipment, the least detour first."""
    price = index.price(vehicle).item
    steps = index.steps_of(id_)
    stops = [vehicle.start, *(index.activities[step].place for step in order), vehicle.end]

    def drive(origin: int | None, place: int | None) -> float:
        """Return the price of an arc; an open end costs nothing."""
        return 0.0 if origin is None or place is None else price(origin, place)

    pairs = list(pairwise(stops))
    legs = [drive(before, after) for before, after in pairs]
    at = [index.activities[step].place for step in steps]
    gaps = list(zip(pairs, legs, strict=True))
    detours = [
        [drive(before, place) + drive(place, after) - leg for (before, after), leg in gaps] for place in at
    ]
    if len(steps) == 1:
        found = [InsertionPosition(detour, k, k) for k, detour in enumerate(detours[0])]
    else:
        between = drive(at[0], at[1])
        found = [
            InsertionPosition(drive(before, at[0]) + between + drive(at[1], after) - leg, k, k)
            for k, ((before, after), leg) in enumerate(gaps)
        ]
        for i, first in enumerate(detours[0]):
            found.extend(InsertionPosition(first + detours[1][j], i, j) for j in range(i + 1, len(legs)))
    return sorted(found)


def schedule_order(
    index: DayIndex, vehicle: Vehicle, order: tuple[Step, ...], intake_left: RemainingIntake | None = None
) -> Route | Infeasible:
    """Check the locks and schedule the cheapest route through `order`, which has no stopovers."""
    lock = find_broken_lock(index, vehicle.id, served_ids(order))
    if lock is not None:
        return Infeasible(rule="lock", amount=1, unit="locks", details={"kind": lock.kind})
    return place_stopovers(index, vehicle, order, intake_left=intake_left)
