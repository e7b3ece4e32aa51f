"""Promising orders with unloadings between the tasks, by a label-setting dynamic programme over trips.

A label stands for an order whose first k steps are served and unloaded at one facility, with its cost
and its earliest time; a label that costs no less, is no earlier and uses no less intake than another
is dominated. Travel, windows and loads are exact; rests and breaks are left to the scheduler.

References
----------
Prins, Lacomme & Prodhon (2014), Order-first split-second methods for vehicle routing problems: a
review; here with intermediate facilities between the trips.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from data.domain.problem import Amounts, Facility, Vehicle
from routing.construct.slack import compute_slack
from routing.model.index import Activity, DayIndex
from routing.model.intake import RemainingIntake
from routing.model.loads import LoadTracker
from routing.model.steps import Step

MOST_ORDERS = 6
TOO_LATE = -1


class Trip(NamedTuple):
    """Steps `first` to `until` (exclusive) between two unloadings, and what is aboard after them.

    Attributes
    ----------
    collected, types
        Goods to be unloaded: amounts per dimension, and load types.
    must_unload
        Whether the rules forbid to end the route with these goods aboard.
    """

    first: int
    until: int
    collected: Amounts
    types: frozenset[str]
    must_unload: bool


class _Label(NamedTuple):
    """A partial order: some trips driven and unloaded.

    Attributes
    ----------
    place
        Where the vehicle is; None before an open start.
    trips
        End of each trip, and the facility it is unloaded at.
    used
        Amounts unloaded at each facility with a limit.
    """

    cost: float
    time_s: int
    place: int | None
    trips: tuple[tuple[int, str], ...]
    used: tuple[Amounts, ...] = ()


class _Leg(NamedTuple):
    """Drive to an activity, and the activity itself.

    Attributes
    ----------
    busy_s
        Set-up and work.
    price
        Of metres, driving and work. Waiting is not priced: a vehicle that leaves later waits less.
    """

    activity: Activity
    drive_s: int
    busy_s: int
    price: float

    def finish_s(self, time_s: int) -> int:
        """End of the activity after leaving at `time_s`; `TOO_LATE` if no window is left."""
        start_s = time_s + self.drive_s
        start_s = max(start_s, self.activity.release_s)
        for opens_s, closes_s in self.activity.windows:
            if start_s <= closes_s:
                return (opens_s if opens_s > start_s else start_s) + self.busy_s
        return TOO_LATE if self.activity.windows else start_s + self.busy_s


class _Unloading(NamedTuple):
    """A facility, and the leg to it from the last step of a trip."""

    facility: Facility
    leg: _Leg


class _Expansion:
    """Expands labels of one vehicle and order: legs between the steps, and latest starts."""

    def __init__(
        self, index: DayIndex, vehicle: Vehicle, tasks: Sequence[Step], left: RemainingIntake
    ) -> None:
        self.index, self.vehicle, self.tasks, self.left = index, vehicle, tasks, left
        self._duration_s, self._distance_m = index.duration_s(vehicle), index.distance_m(vehicle)
        self.latest_s = compute_slack(index, vehicle, tasks).latest_s
        self.activities = [index.activities[step] for step in tasks]
        self._unloads = [
            (each, index.activities[Step("unload", each.id)]) for each in index.facilities.values()
        ]
        self._reachable: dict[int, list[_Unloading]] = {}
        self._legs = [self._leg(one.place, other) for one, other in pairwise(self.activities)]

    def _leg(self, origin: int | None, activity: Activity) -> _Leg | None:
        """Leg from a place to an activity; None where there is no path."""
        drive_s, price = 0, 0.0
        if origin is not None:
            drive_s = self._duration_s.item(origin, activity.place)
            if drive_s < 0:
                return None
            price = self._distance_m.item(origin, activity.place) * self.vehicle.cost.per_km / 1000
        busy_s = activity.work_s + (activity.setup_s if origin != activity.place else 0)
        price += (drive_s + busy_s) * self.vehicle.cost.per_h / 3600
        return _Leg(activity, drive_s, busy_s, price)

    def unloadings_of(self, trip: Trip) -> list[_Unloading]:
        """Facilities that accept the load of a trip and can be reached."""
        number = trip.until - 1
        if number not in self._reachable:
            place = self.activities[number].place
            legs = ((facility, self._leg(place, activity)) for facility, activity in self._unloads)
            self._reachable[number] = [_Unloading(each, leg) for each, leg in legs if leg is not None]
        return [each for each in self._reachable[number] if accepts_trip(each.facility, trip, self.left)]

    def drive_trips(self, trips: Sequence[Trip], label: _Label) -> Iterator[tuple[Trip, _Label]]:
        """Extend `label` step by step, and yield the label at the end of each trip in turn."""
        if not trips:
            return
        ends = {trip.until: trip for trip in trips}
        time_s, cost = label.time_s, label.cost
        first = trips[0].first
        leg = self._leg(label.place, self.activities[first])
        for number in range(first, trips[-1].until):
            if number > first:
                leg = self._legs[number - 1]
            if leg is None:
                return
            time_s = leg.finish_s(time_s)
            activity = leg.activity
            if time_s == TOO_LATE or time_s - activity.work_s > self.latest_s[number] + activity.setup_s:
                return
            cost += leg.price
            if number + 1 in ends:
                yield ends[number + 1], _Label(cost, time_s, activity.place, label.trips, label.used)

    def unload(
        self, trip: Trip, label: _Label, unloadings: Sequence[_Unloading]
    ) -> Iterator[tuple[str, _Label]]:
        """Extend `label` by each unloading, where there is intake left and time."""
        for facility, leg in unloadings:
            used = self._used(facility, trip, label)
            if used is None:
                continue
            done_s = leg.finish_s(label.time_s)
            if done_s == TOO_LATE or done_s > self.latest_s[trip.until]:
                continue
            trips = (*label.trips, (trip.until, facility.id))
            yield facility.id, _Label(label.cost + leg.price, done_s, leg.activity.place, trips, used)

    def finish(self, label: _Label) -> Iterator[_Label]:
        """Extend `label` to the end of the route, where that is in time."""
        if self.vehicle.end is None or label.place is None:
            yield label
            return
        leg = self._leg(label.place, Activity(place=self.vehicle.end))
        if leg is not None and label.time_s + leg.drive_s <= self.latest_s[-1]:
            yield label._replace(cost=label.cost + leg.price)

    def _used(self, facility: Facility, trip: Trip, label: _Label) -> tuple[Amounts, ...] | None:
        """Amounts used of each limited intake after an unloading; None if that exceeds a limit."""
        left = self.left
        if facility.id not in left:
            return label.used
        number = list(left).index(facility.id)
        total = tuple(a + b for a, b in zip(label.used[number], trip.collected, strict=True))
        if any(a > b for a, b in zip(total, left[facility.id], strict=True)):
            return None
        return (*label.used[:number], total, *label.used[number + 1 :])


def search_stopover_orders(
    index: DayIndex, vehicle: Vehicle, tasks: Sequence[Step], left: RemainingIntake
) -> list[tuple[Step, ...]]:
    """Find at most `MOST_ORDERS` orders with unloadings, the cheapest first.

    Parameters
    ----------
    tasks
        Collections, pickups and deliveries in order.
    left
        What each facility with a limit can still take.
    """
    expansion = _Expansion(index, vehicle, tasks, left)
    open_: list[dict[str, list[_Label]]] = [{} for _ in range(len(tasks) + 1)]
    none_used = (index.nothing,) * len(left)
    open_[0][""] = [_Label(0.0, vehicle.shift[0], vehicle.start, (), none_used)]
    complete: list[_Label] = []
    for done in range(len(tasks)):
        labels = [label for group in open_[done].values() for label in group]
        trips = feasible_trips(index, vehicle, tasks, done) if labels else []
        unloadings = {trip.until: expansion.unloadings_of(trip) for trip in trips}
        for label in labels:
            for trip, driven in expansion.drive_trips(trips, label):
                is_last = trip.until == len(tasks)
                if is_last and not trip.must_unload:
                    complete.extend(expansion.finish(driven))
                for facility_id, unloaded in expansion.unload(trip, driven, unloadings[trip.until]):
                    if is_last:
                        complete.extend(expansion.finish(unloaded))
                    else:
                        _add_undominated(open_[trip.until].setdefault(facility_id, []), unloaded)
    complete.sort(key=lambda label: label.cost)
    return [_order_of(tasks, label) for label in complete[:MOST_ORDERS]]


def feasible_trips(index: DayIndex, vehicle: Vehicle, tasks: Sequence[Step], first: int) -> list[Trip]:
    """Every trip that begins with step `first`, keeps the load rules, and ends with no shipment aboard."""
    tracker = LoadTracker(index, vehicle, tasks, over_day=False)
    found: list[Trip] = []
    for number in range(first, len(tasks)):
        if tracker.append(number) is not None:
            break
        if not tracker.shipped:
            found.append(summarise_trip(tracker, first, number + 1))
    return found


def summarise_trip(tracker: LoadTracker, first: int, until: int) -> Trip:
    """Make a `Trip` of steps `first` to `until`, tracked by `tracker`."""
    must_unload = tracker.index.problem.rules.end_empty and tracker.has_collected
    return Trip(first, until, tuple(tracker.collected), frozenset(tracker.types_collected), must_unload)


def accepts_trip(facility: Facility, trip: Trip, left: RemainingIntake) -> bool:
    """Whether a facility accepts the load types of a trip and has intake left for its amounts."""
    if facility.accepts is not None and not trip.types <= facility.accepts:
        return False
    room = left.get(facility.id)
    return room is None or all(a <= b for a, b in zip(trip.collected, room, strict=True))


def _add_undominated(labels: list[_Label], label: _Label) -> None:
    """Add `label` unless another dominates it; remove those it dominates."""
    for other in labels:
        if _dominates(other, label):
            return
    labels[:] = [one for one in labels if not _dominates(label, one)]
    labels.append(label)


def _dominates(one: _Label, other: _Label) -> bool:
    if one.cost > other.cost or one.time_s > other.time_s:
        return False
    return all(a <= b for x, y in zip(one.used, other.used, strict=True) for a, b in zip(x, y, strict=True))


def _order_of(tasks: Sequence[Step], label: _Label) -> tuple[Step, ...]:
    """The tasks with the unloadings of a label between them."""
    order: list[Step] = []
    done = 0
    for until, facility_id in label.trips:
        order.extend((*tasks[done:until], Step("unload", facility_id)))
        done = until
    order.extend(tasks[done:])
    return tuple(order)
