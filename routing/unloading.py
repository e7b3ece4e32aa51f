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
from data.domain.problem import Amounts, Facility, Vehicle
from routing.charging import probe_charged
from routing.cheapest_order import cheapest_route
from routing.day_index import DayIndex, Halt
from routing.loading import Ledger
from routing.route_steps import Infeasible, Step
from routing.slack import slack_of
from routing.trips import Trip, trips_from

PROBED_ORDERS = 6
IntakeLeft = Mapping[str, Amounts]


class _Label(NamedTuple):
    """Some steps served; the vehicle stands at `place`. `used`: of each limited facility's intake."""

    cost: float
    time_s: int
    place: int | None
    trips: tuple[tuple[int, str], ...]
    used: tuple[Amounts, ...] = ()


@dataclass(frozen=True, slots=True)
class _Travel:
    """How one vehicle moves, what that costs, and when each step of its order must start at the latest."""

    index: DayIndex
    vehicle: Vehicle
    duration_s: IntMatrix
    distance_m: IntMatrix
    latest_s: Sequence[int]

    def drive(self, origin: int | None, place: int) -> tuple[int, float] | None:
        """Seconds and the price of the metres; None where there is no path."""
        if origin is None:
            return 0, 0.0
        seconds = self.duration_s.item(origin, place)
        if seconds < 0:
            return None
        return seconds, self.distance_m.item(origin, place) * self.vehicle.cost.per_km / 1000

    def serve(self, time_s: int, origin: int | None, halt: Halt) -> tuple[int, float] | None:
        """Time when `halt` is done after coming from `origin`, and the price of driving and working.

        Waiting is not priced: a vehicle that leaves later waits less.
        """
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
        done_s = start_s + setup_s + halt.work_s
        return done_s, way[1] + (way[0] + setup_s + halt.work_s) * self.vehicle.cost.per_h / 3600


def place_unloads(
    index: DayIndex, vehicle: Vehicle, tasks: Sequence[Step], *, intake_left: IntakeLeft | None = None
) -> Route | Infeasible:
    """The cheapest route through `tasks` in this order, with unloadings added where needed.

    Parameters
    ----------
    tasks
        Collections, pickups and deliveries in order; no unloadings, no charges.
    intake_left
        What each facility with a limit can still take; by default all of its intake.

    Returns
    -------
    Route or Infeasible
        The cheapest of the few cheapest orders by the exact scheduler; or, where none can be driven,
        what is wrong with the best of them.
    """
    if not index.facilities:
        return probe_charged(index, vehicle, tasks)
    left = intake_left if intake_left is not None else full_intake(index)
    whole = _whole_trip(index, vehicle, tasks)
    if isinstance(whole, Trip):
        orders = _with_last_unloading(index, vehicle, tasks, whole, left)
        if orders:
            return cheapest_route(index, vehicle, orders)
    orders = _cheapest_orders(index, vehicle, tasks, left)
    if orders:
        return cheapest_route(index, vehicle, orders)
    if isinstance(whole, Infeasible):
        return whole
    plain = probe_charged(index, vehicle, tasks)
    if isinstance(plain, Infeasible) and plain.rule != "end_empty":
        return plain
    return _no_facility(index, tasks, whole, left)


def _whole_trip(index: DayIndex, vehicle: Vehicle, tasks: Sequence[Step]) -> Trip | Infeasible:
    """All tasks as one trip, or the load rule that forbids it."""
    ledger = Ledger(index, vehicle, tasks)
    fault = ledger.open_trip(0)
    for number in range(len(tasks)):
        if fault is not None:
            return fault
        fault = ledger.take(number)
    if fault is not None:
        return fault
    return _trip(index, ledger, 0, len(tasks))


def _trip(index: DayIndex, ledger: Ledger, first: int, until: int) -> Trip:
    must_unload = index.problem.rules.end_empty and ledger.collected_any
    return Trip(first, until, tuple(ledger.collected), frozenset(ledger.types_collected), must_unload)


def _with_last_unloading(
    index: DayIndex, vehicle: Vehicle, tasks: Sequence[Step], trip: Trip, left: IntakeLeft
) -> list[tuple[Step, ...]]:
    """One trip needs one unloading at most: more of them only cost. Nearest facilities first."""
    if not trip.must_unload:
        return [tuple(tasks)]
    duration_s = index.duration_s(vehicle)
    last = index.halts[tasks[-1]].place

    def detour_s(facility: Facility) -> int:
        back_s = 0 if vehicle.end is None else duration_s.item(facility.place, vehicle.end)
        return duration_s.item(last, facility.place) + back_s + facility.unload_s

    takers = [facility for facility in index.facilities.values() if _takes(facility, trip, left)]
    return [(*tasks, Step("unload", facility.id)) for facility in sorted(takers, key=detour_s)]


def _takes(facility: Facility, trip: Trip, left: IntakeLeft) -> bool:
    if facility.accepts is not None and not trip.types <= facility.accepts:
        return False
    room = left.get(facility.id)
    return room is None or all(a <= b for a, b in zip(trip.collected, room, strict=True))


def _no_facility(index: DayIndex, tasks: Sequence[Step], trip: Trip, left: IntakeLeft) -> Infeasible:
    """Nobody takes what was collected: by its type, by what is left of an intake, or in time."""
    accepting = [
        facility
        for facility in index.facilities.values()
        if facility.accepts is None or trip.types <= facility.accepts
    ]
    if accepting:
        over = (
            min(
                (max(0, a - b), number)
                for facility in accepting
                for number, (a, b) in enumerate(
                    zip(trip.collected, left.get(facility.id, trip.collected), strict=True)
                )
            )
            if any(facility.id in left for facility in accepting) and index.dimensions
            else (0, 0)
        )
        if over[0] > 0:
            unit = index.dimensions[over[1]]
            return Infeasible(rule="intake", amount=over[0], unit=unit, subject=accepting[0].id)
        return Infeasible(rule="facility", amount=1, unit="facilities", subject=accepting[0].id)
    return Infeasible(
        rule="facility",
        amount=1,
        unit="facilities",
        subject=tasks[-1].id if tasks else "",
        details={"load_types": ", ".join(sorted(trip.types))},
    )


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
        slack_of(index, vehicle, tasks).latest_s,
    )
    reached: list[dict[str, list[_Label]]] = [{} for _ in range(len(tasks) + 1)]
    none_used = (index.nothing,) * len(left)
    reached[0][""] = [_Label(0.0, vehicle.shift[0], vehicle.start, (), none_used)]
    complete: list[_Label] = []
    for done in range(len(tasks)):
        labels = [label for group in reached[done].values() for label in group]
        trips = trips_from(index, vehicle, tasks, done) if labels else []
        takers = {trip.until: _takers(index, trip, left) for trip in trips}
        for label in labels:
            for trip, ended in _drive_trips(travel, tasks, trips, label):
                last = trip.until == len(tasks)
                if last and not trip.must_unload:
                    complete.extend(_come_home(travel, ended))
                for facility_id, unloaded in _unload(travel, trip, ended, takers[trip.until], left):
                    if last:
                        complete.extend(_come_home(travel, unloaded))
                    else:
                        _keep(reached[trip.until].setdefault(facility_id, []), unloaded)
    complete.sort(key=lambda label: label.cost)
    return [_order(tasks, label) for label in complete[:PROBED_ORDERS]]


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
        if served is None or served[0] - halt.work_s > travel.latest_s[number] + halt.setup_s:
            return
        cost += served[1]
        time_s, place = served[0], halt.place
        if number + 1 in ends:
            yield ends[number + 1], _Label(cost, time_s, place, label.trips, label.used)


def _takers(index: DayIndex, trip: Trip, left: IntakeLeft) -> list[tuple[Facility, Halt]]:
    """The facilities that take what a trip collected, each with what unloading there means."""
    return [
        (facility, index.halts[Step("unload", facility.id)])
        for facility in index.facilities.values()
        if _takes(facility, trip, left)
    ]


def _unload(
    travel: _Travel, trip: Trip, label: _Label, takers: Sequence[tuple[Facility, Halt]], left: IntakeLeft
) -> Iterator[tuple[str, _Label]]:
    """Go on to each facility that takes what the trip collected."""
    for facility, halt in takers:
        used = _used(facility, trip, label, left)
        if used is None:
            continue
        served = travel.serve(label.time_s, label.place, halt)
        if served is None or served[0] > travel.latest_s[trip.until]:
            continue
        cost = label.cost + served[1]
        trips = (*label.trips, (trip.until, facility.id))
        yield facility.id, _Label(cost, served[0], halt.place, trips, used)


def _used(facility: Facility, trip: Trip, label: _Label, left: IntakeLeft) -> tuple[Amounts, ...] | None:
    """What is used of each limited intake after this unloading; None where that is too much."""
    if facility.id not in left:
        return label.used
    number = list(left).index(facility.id)
    total = tuple(a + b for a, b in zip(label.used[number], trip.collected, strict=True))
    if any(a > b for a, b in zip(total, left[facility.id], strict=True)):
        return None
    return (*label.used[:number], total, *label.used[number + 1 :])


def _come_home(travel: _Travel, label: _Label) -> Iterator[_Label]:
    if travel.vehicle.end is None or label.place is None:
        yield label
        return
    way = travel.drive(label.place, travel.vehicle.end)
    if way is not None and label.time_s + way[0] <= travel.latest_s[-1]:
        yield label._replace(cost=label.cost + way[1] + way[0] * travel.vehicle.cost.per_h / 3600)


def _keep(labels: list[_Label], label: _Label) -> None:
    """Add `label` unless another is no dearer and no later; drop those it beats."""
    if any(_beats(other, label) for other in labels):
        return
    labels[:] = [one for one in labels if not _beats(label, one)]
    labels.append(label)


def _beats(one: _Label, other: _Label) -> bool:
    return (
        one.cost <= other.cost
        and one.time_s <= other.time_s
        and all(a <= b for x, y in zip(one.used, other.used, strict=True) for a, b in zip(x, y, strict=True))
    )


def _order(tasks: Sequence[Step], label: _Label) -> tuple[Step, ...]:
    order: list[Step] = []
    done = 0
    for until, facility_id in label.trips:
        order.extend((*tasks[done:until], Step("unload", facility_id)))
        done = until
    order.extend(tasks[done:])
    return tuple(order)
