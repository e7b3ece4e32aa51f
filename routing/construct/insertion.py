"""The cheapest place for one more task in a vehicle's order."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from data.domain.plan import Route
from data.domain.problem import Vehicle
from routing.construct.stopover_orders import IntakeLeft
from routing.construct.stopovers import place_unloads
from routing.model.index import DayIndex
from routing.model.locks import broken_lock
from routing.model.steps import Infeasible, Step


def served_ids(steps: Sequence[Step]) -> tuple[str, ...]:
    """Tasks and shipments of an order, by first service."""
    return tuple(step.id for step in steps if step.kind in {"collect", "pickup"})


class Place(NamedTuple):
    """Where in an order a task may go, and what the detour alone costs.

    Attributes
    ----------
    first, second
        Before which step of the order the task, or a shipment's ends, are put; equal for a task.
    """

    extra: float
    first: int
    second: int


def with_steps(order: Sequence[Step], steps: Sequence[Step], place: Place) -> tuple[Step, ...]:
    """The order with one step, or the two ends of a shipment, put in `place`."""
    if len(steps) == 1:
        return (*order[: place.first], steps[0], *order[place.first :])
    between = order[place.first : place.second]
    return (*order[: place.first], steps[0], *between, steps[1], *order[place.second :])


def places_for(index: DayIndex, vehicle: Vehicle, order: Sequence[Step], id_: str) -> list[Place]:
    """Every place of an order, the least detour first; for a shipment, of each of its ends."""
    price = index.price(vehicle).item
    steps = index.steps_of(id_)
    stops = [vehicle.start, *(index.halts[step].place for step in order), vehicle.end]

    def drive(origin: int | None, place: int | None) -> float:
        return 0.0 if origin is None or place is None else price(origin, place)

    pairs = list(itertools.pairwise(stops))
    legs = [drive(before, after) for before, after in pairs]
    at = [index.halts[step].place for step in steps]
    gaps = list(zip(pairs, legs, strict=True))
    detours = [
        [drive(before, place) + drive(place, after) - leg for (before, after), leg in gaps] for place in at
    ]
    if len(steps) == 1:
        found = [Place(extra, k, k) for k, extra in enumerate(detours[0])]
    else:
        between = drive(at[0], at[1])
        found = [
            Place(drive(before, at[0]) + between + drive(at[1], after) - leg, k, k)
            for k, ((before, after), leg) in enumerate(gaps)
        ]
        for i, first in enumerate(detours[0]):
            found.extend(Place(first + detours[1][j], i, j) for j in range(i + 1, len(legs)))
    return sorted(found)


def try_order(
    index: DayIndex, vehicle: Vehicle, order: tuple[Step, ...], intake_left: IntakeLeft | None = None
) -> Route | Infeasible:
    """The cheapest route through `order`, which holds no unloadings; locks are kept."""
    lock = broken_lock(index, vehicle.id, served_ids(order))
    if lock is not None:
        return Infeasible(rule="lock", amount=1, unit="locks", details={"kind": lock.kind})
    return place_unloads(index, vehicle, order, intake_left=intake_left)
