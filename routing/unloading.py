"""Where a vehicle unloads: the best facilities, and moments, for a fixed order of tasks.

A dynamic programme over the trips: a label stands for an order whose first k steps are done and
unloaded at one facility, with its cost and its earliest time; what costs more and is later is
dropped. Rests and breaks are left to the exact scheduler, which has the last word on the cheapest
few orders found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from data.domain.matrix import IntMatrix
from data.domain.plan import Route
from data.domain.problem import Amounts, Vehicle
from routing.day_index import DayIndex, Halt
from routing.loading import Ledger
from routing.route_steps import Infeasible, Step
from routing.scheduling.route import probe_route

PROBED_ORDERS = 6
IntakeLeft = Mapping[str, Amounts]


class Trip(NamedTuple):
    """Steps `first` to `until` (exclusive), and what is aboard after them."""

    first: int
    until: int
    collected: Amounts
    types: frozenset[str]
    must_unload: bool


class _Label(NamedTuple):
    """`done` steps served; the vehicle stands at `place`, unloaded."""

    cost: float
    time_s: int
    place: int | None
    trips: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class _Travel:
    """How one vehicle moves and what that costs."""

    index: DayIndex
    vehicle: Vehicle
    duration_s: IntMatrix
    distance_m: IntMatrix
    latest_s: int

    def drive(self, origin: int | None, place: int) -> tuple[int, float] | None:
        """Seconds and the price of the metres; None where there is no path."""
        if origin is None:
            return 0, 0.0
        seconds = self.duration_s.item(origin, place)
        if seconds < 0:
            return None
        return seconds, self.distance_m.item(origin, place) * self.vehicle.cost.per_km / 1000

    def serve(self, time_s: int, origin: int | None, halt: Halt) -> tuple[int, float] | None:
        """Time when `halt` is done after coming from `origin`, and the price of the way there."""
        way = self.drive(origin, halt.place)
        if way is None:
            return None
        start_s = max(time_s + way[0], halt.release_s)
        for opens_s, closes_s in halt.windows:
            if start_s <= closes_s:
                start_s = max(start_s, opens_s)
                break
        else:
            if halt.windows:
                return None
        setup_s = halt.setup_s if origin != halt.place else 0
        return start_s + setup_s + halt.work_s, way[1]


def place_unloads(
    index: DayIndex, vehicle: Vehicle, tasks: Sequence[Step], *, intake_left: IntakeLeft | None = None
) -> Route | Infeasible:
    """The cheapest route through `tasks` in this order, with unloadings added where needed.

    Parameters
    ----------
    tasks
        Collections, pickups and deliveries in order; no unloadings.
    intake_left
        What each facility with a limit can still take; by default all of its intake.

    Returns
    -------
    Route or Infeasible
        The cheapest of the few cheapest orders by the exact scheduler; or, where none can be driven,
        what is wrong with the best of them.
    """
    plain = probe_route(index, vehicle.id, tasks)
    if not index.facilities or (isinstance(plain, Infeasible) and plain.rule == "skills"):
        return plain
    if isinstance(plain, Route):
        return plain  # an unloading that no rule asks for only costs
    left = intake_left if intake_left is not None else full_intake(index)
    best: Route | None = None
    fault: Infeasible | None = None
    for order in _cheapest_orders(index, vehicle, tasks, left):
        route = probe_route(index, vehicle.id, order)
        if isinstance(route, Infeasible):
            fault = fault or route
        elif best is None or route.cost < best.cost:
            best = route
    return best or fault or plain


def full_intake(index: DayIndex) -> dict[str, Amounts]:
    """What each facility with a limit takes in an empty plan."""
    return {each.id: each.intake for each in index.facilities.values() if each.intake is not None}


def _cheapest_orders(
    index: DayIndex, vehicle: Vehicle, tasks: Sequence[Step], left: IntakeLeft
) -> list[tuple[Step, ...]]:
    """Orders with unloadings, cheapest first, as far as travel, windows and loads go."""
    travel = _Travel(
        index,
        vehicle,
        index.duration_s(vehicle),
        index.distance_m(vehicle),
        vehicle.shift[1] + vehicle.overtime_s,
    )
    reached: list[dict[str, list[_Label]]] = [{} for _ in range(len(tasks) + 1)]
    reached[0][""] = [_Label(0.0, vehicle.shift[0], vehicle.start, ())]
    complete: list[_Label] = []
    trips = _trips(index, vehicle, tasks)
    for done in range(len(tasks)):
        labels = [label for group in reached[done].values() for label in group]
        for label in labels:
            for trip, ended in _drive_trips(travel, tasks, trips[done], label):
                last = trip.until == len(tasks)
                if last and not trip.must_unload:
                    complete.extend(_come_home(travel, ended))
                for facility_id, unloaded in _unload(travel, trip, ended, left):
                    if last:
                        complete.extend(_come_home(travel, unloaded))
                    else:
                        _keep(reached[trip.until].setdefault(facility_id, []), unloaded)
    complete.sort(key=lambda label: label.cost)
    return [_order(tasks, label) for label in complete[:PROBED_ORDERS]]


def _trips(index: DayIndex, vehicle: Vehicle, tasks: Sequence[Step]) -> list[list[Trip]]:
    """For each first step, every trip that the load rules allow."""
    brings = any(any(index.halts[step].brought) for step in tasks if step.kind == "collect")
    found: list[list[Trip]] = []
    for first in range(len(tasks)):
        found.append([])
        ledger = Ledger(index, vehicle, tasks)
        for until in range(first + 1, len(tasks) + 1):
            if brings:
                ledger = Ledger(index, vehicle, tasks[first:until])
                fault = ledger.open_trip(0)
                for number in range(until - first):
                    fault = fault or ledger.take(number)
            else:
                fault = ledger.take(until - 1)
            if fault is not None:
                break
            if not ledger.shipped:
                must_unload = index.problem.rules.end_empty and ledger.collected_any
                found[-1].append(
                    Trip(
                        first, until, tuple(ledger.collected), frozenset(ledger.types_collected), must_unload
                    )
                )
    return found


def _drive_trips(
    travel: _Travel, tasks: Sequence[Step], trips: Sequence[Trip], label: _Label
) -> Iterator[tuple[Trip, _Label]]:
    """Drive on from `label`, one step at a time, and stop at the end of each trip in turn."""
    if not trips:
        return
    ends = {trip.until: trip for trip in trips}
    time_s, cost, place = label.time_s, label.cost, label.place
    for number in range(trips[0].first, trips[-1].until):
        halt = travel.index.halts[tasks[number]]
        served = travel.serve(time_s, place, halt)
        if served is None or served[0] > travel.latest_s:
            return
        cost += served[1] + (served[0] - time_s) * travel.vehicle.cost.per_h / 3600
        time_s, place = served[0], halt.place
        if number + 1 in ends:
            yield ends[number + 1], _Label(cost, time_s, place, label.trips)


def _unload(travel: _Travel, trip: Trip, label: _Label, left: IntakeLeft) -> Iterator[tuple[str, _Label]]:
    """Go on to each facility that takes what the trip collected."""
    for facility in travel.index.facilities.values():
        if facility.accepts is not None and not trip.types <= facility.accepts:
            continue
        room = left.get(facility.id)
        if room is not None and any(a > b for a, b in zip(trip.collected, room, strict=True)):
            continue
        halt = travel.index.halts[Step("unload", facility.id)]
        served = travel.serve(label.time_s, label.place, halt)
        if served is None or served[0] > travel.latest_s:
            continue
        cost = label.cost + served[1] + (served[0] - label.time_s) * travel.vehicle.cost.per_h / 3600
        yield facility.id, _Label(cost, served[0], halt.place, (*label.trips, (trip.until, facility.id)))


def _come_home(travel: _Travel, label: _Label) -> Iterator[_Label]:
    if travel.vehicle.end is None or label.place is None:
        yield label
        return
    way = travel.drive(label.place, travel.vehicle.end)
    if way is not None and label.time_s + way[0] <= travel.latest_s:
        yield label._replace(cost=label.cost + way[1] + way[0] * travel.vehicle.cost.per_h / 3600)


def _keep(labels: list[_Label], label: _Label) -> None:
    """Add `label` unless another is no dearer and no later; drop those it beats."""
    if any(other.cost <= label.cost and other.time_s <= label.time_s for other in labels):
        return
    labels[:] = [one for one in labels if one.cost < label.cost or one.time_s < label.time_s]
    labels.append(label)


def _order(tasks: Sequence[Step], label: _Label) -> tuple[Step, ...]:
    order: list[Step] = []
    done = 0
    for until, facility_id in label.trips:
        order.extend((*tasks[done:until], Step("unload", facility_id)))
        done = until
    order.extend(tasks[done:])
    return tuple(order)
