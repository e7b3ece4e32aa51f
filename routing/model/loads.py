"""What is aboard along an order of steps, and the load rules.

Capacity, segregation aboard and over the day, caps per load type, acceptance at facilities, whole
shipments between unloadings, and ending empty depend on the order alone, not on times: points 7 and
8 of ``docs/explanation/routing-rules.md``. `LoadTracker` states each rule once, for every builder of
routes; the checker (`routing.check`) and the compiled search have their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from data.domain.problem import Amounts, Vehicle
from routing.model.index import Activity, DayIndex
from routing.model.steps import Infeasible, Step


@dataclass(frozen=True, slots=True)
class Loads:
    """Amounts aboard along an order, one entry per dimension.

    Attributes
    ----------
    at_start
        When leaving the start.
    after
        When leaving each step.
    unloaded
        Collected goods taken off at each step; zero except at unloadings.
    """

    at_start: Amounts
    after: tuple[Amounts, ...]
    unloaded: tuple[Amounts, ...]


def loads_along(index: DayIndex, vehicle: Vehicle, steps: Sequence[Step]) -> Loads | Infeasible:
    """Amounts aboard after every step, or the first load rule that the order breaks."""
    loads, fault = _follow(index, vehicle, steps, checked=True)
    return loads if fault is None else fault


def amounts_along(index: DayIndex, vehicle: Vehicle, steps: Sequence[Step]) -> Loads:
    """Amounts aboard after every step, whether or not the order keeps the load rules."""
    return _follow(index, vehicle, steps, checked=False)[0]


def _follow(
    index: DayIndex, vehicle: Vehicle, steps: Sequence[Step], *, checked: bool
) -> tuple[Loads, Infeasible | None]:
    """Track the loads of an order; where `checked`, up to the first rule that is broken."""
    tracker = LoadTracker(index, vehicle, steps)
    fault = tracker.start_trip(0)
    at_start = tuple(tracker.aboard)
    after: list[Amounts] = []
    unloaded: list[Amounts] = []
    for number, step in enumerate(steps):
        if checked and fault is not None:
            break
        unloaded.append(tuple(tracker.collected) if step.kind == "unload" else index.nothing)
        fault = tracker.perform(number)
        after.append(tuple(tracker.aboard))
    if fault is None:
        fault = tracker.finish()
    return Loads(at_start, tuple(after), tuple(unloaded)), fault


class LoadTracker:
    """What is aboard one vehicle, step by step, and whether that is allowed.

    Goods to be delivered are aboard from the start of their trip. A trip whose end is known is begun
    with `start_trip`, which loads them; a trip that is extended step by step is not begun: `append`
    loads the goods of the new step in retrospect. Every method applies its step in full and returns
    the first rule that it breaks, or None.

    Attributes
    ----------
    aboard, peak
        Amounts now, and the largest since the trip began.
    collected, types_collected
        Goods, and their load types, collected and not yet unloaded.
    has_collected
        Whether anything is aboard that must be unloaded at a facility.
    shipped
        Shipments picked up and not yet delivered.
    """

    def __init__(
        self, index: DayIndex, vehicle: Vehicle, steps: Sequence[Step], *, over_day: bool = True
    ) -> None:
        """Begin with an empty vehicle; `over_day` False leaves out segregation over the day."""
        self.index = index
        self.steps = steps
        self.aboard = list(index.nothing)
        self.peak = list(index.nothing)
        self.collected = list(index.nothing)
        self.types_collected: set[str] = set()
        self.has_collected = False
        self.shipped: set[str] = set()
        self._capacity = vehicle.capacity
        self._types_brought: dict[str, int] = {}
        self._types_shipped: dict[str, int] = {}
        self._types_of_trip: set[str] = set()
        self._types_of_day = set(vehicle.underway.carried)
        self._day_conflicts = index.day_conflicts if over_day else {}
        self._by_type: dict[str, _TypeLoad] = {}

    def start_trip(self, first: int) -> Infeasible | None:
        """Load what the trip that begins with step `first` delivers, up to its unloading."""
        fault: Infeasible | None = None
        for number in range(first, len(self.steps)):
            if self.steps[number].kind == "unload":
                break
            clash = self._load_delivery(number)
            fault = fault if fault is not None else clash
        return fault if fault is not None else self._check_amounts(first)

    def append(self, number: int) -> Infeasible | None:
        """Extend the trip by step `number`, its delivery loaded when the trip began."""
        clash = self._load_delivery(number)
        fault = self.perform(number)
        return fault if clash is None else clash

    def perform(self, number: int) -> Infeasible | None:
        """Apply step `number`, its delivery being aboard."""
        step = self.steps[number]
        if step.kind == "charge":
            return None
        if step.kind == "unload":
            return self._unload(number)
        activity = self.index.activities[step]
        if step.kind == "collect":
            fault = self._collect(number, activity)
        elif step.kind == "pickup":
            fault = self._pick_up(number, activity)
        else:
            fault = self._deliver(number, activity)
        return fault if fault is not None else self._check_amounts(number)

    def finish(self) -> Infeasible | None:
        """Check what must hold at the end of the route."""
        if self.shipped:
            return self._unpaired(None, min(self.shipped))
        if self.index.problem.rules.end_empty and self.has_collected:
            return Infeasible(rule="end_empty", amount=1, unit="trips", step=len(self.steps))
        return None

    def _load_delivery(self, number: int) -> Infeasible | None:
        """Put what a task receives aboard since the start of the trip: every load since was larger by it."""
        step = self.steps[number]
        if step.kind != "collect":
            return None
        activity = self.index.activities[step]
        if not any(activity.delivered):
            return None
        load_type = activity.load_type
        self.aboard = [a + b for a, b in zip(self.aboard, activity.delivered, strict=True)]
        self.peak = [a + b for a, b in zip(self.peak, activity.delivered, strict=True)]
        if load_type is None:
            return None
        if self.index.caps:
            self._of_type(load_type).load_before(activity.delivered)
        fault = self._segregate(load_type, number, self._types_of_trip)
        self._types_brought[load_type] = self._types_brought.get(load_type, 0) + 1
        return fault

    def _collect(self, number: int, activity: Activity) -> Infeasible | None:
        load_type = activity.load_type
        if any(activity.delivered):
            self._change(activity.delivered, load_type, -1)
            if load_type is not None:
                _decrement(self._types_brought, load_type)
        if not self.index.collects(self.steps[number]):
            return None
        fault: Infeasible | None = None
        if load_type is not None:
            fault = self._board(load_type, number)
            self.types_collected.add(load_type)
        self.has_collected = True
        self._change(activity.loaded, load_type, +1)
        self.collected = [a + b for a, b in zip(self.collected, activity.loaded, strict=True)]
        return fault

    def _pick_up(self, number: int, activity: Activity) -> Infeasible | None:
        fault: Infeasible | None = None
        self.shipped.add(self.steps[number].id)
        load_type = activity.load_type
        if load_type is not None:
            fault = self._board(load_type, number)
            self._types_shipped[load_type] = self._types_shipped.get(load_type, 0) + 1
        self._change(activity.loaded, load_type, +1)
        return fault

    def _deliver(self, number: int, activity: Activity) -> Infeasible | None:
        id_ = self.steps[number].id
        self._change(activity.delivered, activity.load_type, -1)
        if id_ not in self.shipped:
            return Infeasible(rule="pairing", amount=1, unit="visits", step=number, subject=id_)
        self.shipped.discard(id_)
        if activity.load_type is not None:
            _decrement(self._types_shipped, activity.load_type)
        return None

    def _unload(self, number: int) -> Infeasible | None:
        facility = self.index.facilities[self.steps[number].id]
        fault: Infeasible | None = None
        if self.shipped:
            fault = self._unpaired(number, facility.id)
        elif facility.accepts is not None and not self.types_collected <= facility.accepts:
            refused = min(self.types_collected - facility.accepts)
            fault = Infeasible(
                rule="facility",
                amount=1,
                unit="load types",
                step=number,
                subject=facility.id,
                details={"load_type": refused},
            )
        self.aboard = [a - b for a, b in zip(self.aboard, self.collected, strict=True)]
        self.peak = list(self.aboard)
        self.collected = list(self.index.nothing)
        self.types_collected.clear()
        self.has_collected = False
        self._types_of_trip.clear()
        self._by_type.clear()
        started = self.start_trip(number + 1)
        return fault if fault is not None else started

    def _unpaired(self, number: int | None, subject: str) -> Infeasible:
        return Infeasible(
            rule="pairing", amount=len(self.shipped), unit="visits", step=number, subject=subject
        )

    def _change(self, amounts: Amounts, load_type: str | None, sign: int) -> None:
        """Add to, or take off, what is aboard now."""
        aboard = self.aboard
        for position, amount in enumerate(amounts):
            aboard[position] += sign * amount
            self.peak[position] = max(self.peak[position], aboard[position])
        if load_type is not None and self.index.caps:
            self._of_type(load_type).change(amounts, sign)

    def _of_type(self, load_type: str) -> _TypeLoad:
        found = self._by_type.get(load_type)
        if found is None:
            found = self._by_type[load_type] = _TypeLoad(self.index.nothing)
        return found

    def _board(self, load_type: str, number: int) -> Infeasible | None:
        """Bring a load type aboard among those that are there now."""
        if load_type not in self.index.conflicts:
            return self._segregate(load_type, number, set())
        present = self.types_collected | self._types_brought.keys() | self._types_shipped.keys()
        return self._segregate(load_type, number, present)

    def _segregate(self, load_type: str, number: int, present: set[str]) -> Infeasible | None:
        """Check a load type against those `present`, and against those carried this day."""
        fault: Infeasible | None = None
        clash = self.index.conflicts.get(load_type, _NO_TYPES) & present
        if clash:
            fault = self._clash("segregation", number, load_type, min(clash))
        clash = self._day_conflicts.get(load_type, _NO_TYPES) & self._types_of_day
        if clash and fault is None:
            fault = self._clash("segregation_day", number, load_type, min(clash))
        self._types_of_trip.add(load_type)
        self._types_of_day.add(load_type)
        return fault

    def _clash(
        self, rule: Literal["segregation", "segregation_day"], number: int, load_type: str, aboard: str
    ) -> Infeasible:
        return Infeasible(
            rule=rule,
            amount=1,
            unit="trips" if rule == "segregation" else "vehicles",
            step=number,
            subject=self.steps[number].id,
            details={"load_type": load_type, "aboard": aboard},
        )

    def _check_amounts(self, number: int) -> Infeasible | None:
        """Check the peak of the trip against the capacity, and that of each load type against its caps."""
        dimensions = self.index.dimensions
        for position, capacity in enumerate(self._capacity):
            if self.peak[position] > capacity:
                return self._excess(
                    "capacity",
                    self.peak[position] - capacity,
                    number,
                    {"dimension": dimensions[position], "capacity": capacity},
                )
        for load_type, position, most in self.index.caps:
            of_type = self._by_type.get(load_type)
            if of_type is not None and of_type.peak[position] > most:
                return self._excess(
                    "load_cap",
                    of_type.peak[position] - most,
                    number,
                    {"load_type": load_type, "dimension": dimensions[position], "max": most},
                )
        return None

    def _excess(
        self,
        rule: Literal["capacity", "load_cap"],
        amount: int,
        number: int,
        details: dict[str, str | int | float],
    ) -> Infeasible:
        return Infeasible(
            rule=rule,
            amount=amount,
            unit=str(details["dimension"]),
            step=number,
            subject=self.steps[number].id if number < len(self.steps) else "",
            details=details,
        )


_NO_TYPES: frozenset[str] = frozenset()


class _TypeLoad:
    """Amounts of one load type aboard: now, and at most since the trip began."""

    __slots__ = ("now", "peak")

    def __init__(self, nothing: Amounts) -> None:
        self.now = list(nothing)
        self.peak = list(nothing)

    def load_before(self, amounts: Amounts) -> None:
        """Add what was aboard since the trip began."""
        for position, amount in enumerate(amounts):
            self.now[position] += amount
            self.peak[position] += amount

    def change(self, amounts: Amounts, sign: int) -> None:
        """Add to, or take off, what is aboard now."""
        for position, amount in enumerate(amounts):
            self.now[position] += sign * amount
            self.peak[position] = max(self.peak[position], self.now[position])


def _decrement(counts: dict[str, int], load_type: str) -> None:
    counts[load_type] -= 1
    if not counts[load_type]:
        del counts[load_type]
