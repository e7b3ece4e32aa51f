"""Orders of tasks with unloadings between them, the cheapest first, as far as travel, windows and loads go.

A dynamic programme over the trips: a label stands for an order whose first k steps are done and
unloaded at one facility, with its cost and its earliest time; what costs more and is later is
dropped. Rests and breaks are left to the exact scheduler.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from data.domain.problem import Amounts, Facility, Vehicle
from routing.construct.slack import slack_of
from routing.construct.trips import Trip, trips_from
from routing.model.index import DayIndex, Halt
from routing.model.steps import Step

MOST_ORDERS = 6
TOO_LATE = -1
IntakeLeft = Mapping[str, Amounts]


class _Label(NamedTuple):
    """Some steps served; the vehicle stands at `place`. `used`: of each limited facility's intake."""

    cost: float
    time_s: int
    place: int | None
    trips: tuple[tuple[int, str], ...]
    used: tuple[Amounts, ...] = ()


class _Approach(NamedTuple):
    """Driving to a halt and what is done there: seconds of each, and the price of the metres and of both.

    Waiting is not priced: a vehicle that leaves later waits less.
    """

    halt: Halt
    drive_s: int
    busy_s: int
    price: float

    def done_s(self, time_s: int) -> int:
        """When all is done for one who sets out at `time_s`; `TOO_LATE` if no window is left."""
        start_s = time_s + self.drive_s
        start_s = max(start_s, self.halt.release_s)
        for opens_s, closes_s in self.halt.windows:
            if start_s <= closes_s:
                return (opens_s if opens_s > start_s else start_s) + self.busy_s
        return TOO_LATE if self.halt.windows else start_s + self.busy_s


class _Taker(NamedTuple):
    """A facility that takes what a trip collected, and the way there from the trip's last step."""

    facility: Facility
    approach: _Approach


class _Ground:
    """One vehicle and its order: the ways between its steps, and when each must start at the latest."""

    def __init__(self, index: DayIndex, vehicle: Vehicle, tasks: Sequence[Step], left: IntakeLeft) -> None:
        self.index, self.vehicle, self.tasks, self.left = index, vehicle, tasks, left
        self._duration_s, self._distance_m = index.duration_s(vehicle), index.distance_m(vehicle)
        self.latest_s = slack_of(index, vehicle, tasks).latest_s
        self.halts = [index.halts[step] for step in tasks]
        self._unloads = [(each, index.halts[Step("unload", each.id)]) for each in index.facilities.values()]
        self._reached: dict[int, list[_Taker]] = {}
        self._follow = [
            self.approach(before.place, halt)
            for before, halt in zip(self.halts, self.halts[1:], strict=False)
        ]

    def approach(self, origin: int | None, halt: Halt) -> _Approach | None:
        """The way from a place to a halt; None where there is no path."""
        drive_s, price = 0, 0.0
        if origin is not None:
            drive_s = self._duration_s.item(origin, halt.place)
            if drive_s < 0:
                return None
            price = self._distance_m.item(origin, halt.place) * self.vehicle.cost.per_km / 1000
        busy_s = halt.work_s + (halt.setup_s if origin != halt.place else 0)
        price += (drive_s + busy_s) * self.vehicle.cost.per_h / 3600
        return _Approach(halt, drive_s, busy_s, price)

    def takers(self, trip: Trip) -> list[_Taker]:
        """Facilities that take what a trip collected and that can be reached."""
        return [each for each in self._reached_from(trip.until - 1) if takes(each.facility, trip, self.left)]

    def _reached_from(self, number: int) -> list[_Taker]:
        """Facilities that can be reached from a step, whatever was collected."""
        if number not in self._reached:
            place = self.halts[number].place
            ways = ((facility, self.approach(place, halt)) for facility, halt in self._unloads)
            self._reached[number] = [_Taker(facility, way) for facility, way in ways if way is not None]
        return self._reached[number]

    def drive_trips(self, trips: Sequence[Trip], label: _Label) -> Iterator[tuple[Trip, _Label]]:
        """Drive on from `label`, one step at a time, and stop at the end of each trip in turn."""
        if not trips:
            return
        ends = {trip.until: trip for trip in trips}
        time_s, cost = label.time_s, label.cost
        first = trips[0].first
        way = self.approach(label.place, self.halts[first])
        for number in range(first, trips[-1].until):
            if number > first:
                way = self._follow[number - 1]
            if way is None:
                return
            time_s = way.done_s(time_s)
            halt = way.halt
            if time_s == TOO_LATE or time_s - halt.work_s > self.latest_s[number] + halt.setup_s:
                return
            cost += way.price
            if number + 1 in ends:
                yield ends[number + 1], _Label(cost, time_s, halt.place, label.trips, label.used)

    def unload(self, trip: Trip, label: _Label, takers: Sequence[_Taker]) -> Iterator[tuple[str, _Label]]:
        """Go on to each facility that takes what the trip collected."""
        for facility, way in takers:
            used = self._used(facility, trip, label)
            if used is None:
                continue
            done_s = way.done_s(label.time_s)
            if done_s == TOO_LATE or done_s > self.latest_s[trip.until]:
                continue
            trips = (*label.trips, (trip.until, facility.id))
            yield facility.id, _Label(label.cost + way.price, done_s, way.halt.place, trips, used)

    def come_home(self, label: _Label) -> Iterator[_Label]:
        """Drive to where the vehicle ends."""
        if self.vehicle.end is None or label.place is None:
            yield label
            return
        way = self.approach(label.place, Halt(place=self.vehicle.end))
        if way is not None and label.time_s + way.drive_s <= self.latest_s[-1]:
            yield label._replace(cost=label.cost + way.price)

    def _used(self, facility: Facility, trip: Trip, label: _Label) -> tuple[Amounts, ...] | None:
        """What is used of each limited intake after this unloading; None where that is too much."""
        left = self.left
        if facility.id not in left:
            return label.used
        number = list(left).index(facility.id)
        total = tuple(a + b for a, b in zip(label.used[number], trip.collected, strict=True))
        if any(a > b for a, b in zip(total, left[facility.id], strict=True)):
            return None
        return (*label.used[:number], total, *label.used[number + 1 :])


def takes(facility: Facility, trip: Trip, left: IntakeLeft) -> bool:
    """Whether a facility accepts what a trip collected and has room for it."""
    if facility.accepts is not None and not trip.types <= facility.accepts:
        return False
    room = left.get(facility.id)
    return room is None or all(a <= b for a, b in zip(trip.collected, room, strict=True))


def cheapest_orders(
    index: DayIndex, vehicle: Vehicle, tasks: Sequence[Step], left: IntakeLeft
) -> list[tuple[Step, ...]]:
    """At most `MOST_ORDERS` orders with unloadings, the cheapest first; `left` is as in `place_unloads`."""
    ground = _Ground(index, vehicle, tasks, left)
    reached: list[dict[str, list[_Label]]] = [{} for _ in range(len(tasks) + 1)]
    none_used = (index.nothing,) * len(left)
    reached[0][""] = [_Label(0.0, vehicle.shift[0], vehicle.start, (), none_used)]
    complete: list[_Label] = []
    for done in range(len(tasks)):
        labels = [label for group in reached[done].values() for label in group]
        trips = trips_from(index, vehicle, tasks, done) if labels else []
        takers = {trip.until: ground.takers(trip) for trip in trips}
        for label in labels:
            for trip, ended in ground.drive_trips(trips, label):
                last = trip.until == len(tasks)
                if last and not trip.must_unload:
                    complete.extend(ground.come_home(ended))
                for facility_id, unloaded in ground.unload(trip, ended, takers[trip.until]):
                    if last:
                        complete.extend(ground.come_home(unloaded))
                    else:
                        _keep(reached[trip.until].setdefault(facility_id, []), unloaded)
    complete.sort(key=lambda label: label.cost)
    return [_order(tasks, label) for label in complete[:MOST_ORDERS]]


def _keep(labels: list[_Label], label: _Label) -> None:
    """Add `label` unless another is no dearer and no later; drop those it beats."""
    for other in labels:
        if _beats(other, label):
            return
    labels[:] = [one for one in labels if not _beats(label, one)]
    labels.append(label)


def _beats(one: _Label, other: _Label) -> bool:
    if one.cost > other.cost or one.time_s > other.time_s:
        return False
    return all(a <= b for x, y in zip(one.used, other.used, strict=True) for a, b in zip(x, y, strict=True))


def _order(tasks: Sequence[Step], label: _Label) -> tuple[Step, ...]:
    order: list[Step] = []
    done = 0
    for until, facility_id in label.trips:
        order.extend((*tasks[done:until], Step("unload", facility_id)))
        done = until
    order.extend(tasks[done:])
    return tuple(order)
