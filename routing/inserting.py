"""The cheapest place for one more task in a vehicle's order."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

from data.domain.plan import Route
from data.domain.problem import Vehicle
from routing.day_index import DayIndex
from routing.locking import broken_lock
from routing.route_steps import Infeasible, Step
from routing.unloading import IntakeLeft, place_unloads


def served_ids(steps: Sequence[Step]) -> tuple[str, ...]:
    """Tasks and shipments of an order, by first service."""
    return tuple(step.id for step in steps if step.kind in {"collect", "pickup"})


class Place(NamedTuple):
    """Where in an order a task may go, and what the detour alone costs."""

    extra: float
    order: tuple[Step, ...]


def places_for(index: DayIndex, vehicle: Vehicle, order: Sequence[Step], id_: str) -> list[Place]:
    """Every order that has `id_` added, the least detour first; a shipment's ends each at every place."""
    price = index.price(vehicle)
    steps = index.steps_of(id_)
    stops = [vehicle.start, *(index.halts[step].place for step in order), vehicle.end]

    def drive(origin: int | None, place: int | None) -> float:
        return 0.0 if origin is None or place is None else price.item(origin, place)

    def detour(k: int, *inserted: int) -> float:
        before, after = stops[k], stops[k + 1]
        way = drive(before, inserted[0]) + drive(inserted[-1], after) - drive(before, after)
        return way + sum(drive(a, b) for a, b in itertools.pairwise(inserted))

    at = [index.halts[step].place for step in steps]
    size = len(order)
    if len(steps) == 1:
        found = [Place(detour(k, at[0]), (*order[:k], steps[0], *order[k:])) for k in range(size + 1)]
    else:
        found = [
            Place(
                detour(i, *at) if i == j else detour(i, at[0]) + detour(j, at[1]),
                (*order[:i], steps[0], *order[i:j], steps[1], *order[j:]),
            )
            for i in range(size + 1)
            for j in range(i, size + 1)
        ]
    return sorted(found, key=lambda place: place.extra)


def try_order(
    index: DayIndex, vehicle: Vehicle, order: tuple[Step, ...], intake_left: IntakeLeft | None = None
) -> Route | Infeasible:
    """The cheapest route through `order`, which holds no unloadings; locks are kept."""
    lock = broken_lock(index, vehicle.id, served_ids(order))
    if lock is not None:
        return Infeasible(rule="lock", amount=1, unit="locks", details={"kind": lock.kind})
    return place_unloads(index, vehicle, order, intake_left=intake_left)
