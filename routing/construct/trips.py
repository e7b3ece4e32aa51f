"""Which stretches of an order can be one trip, found step by step.

The same rules as `routing.model.loads`, but for every end of a trip at once: a delivery appended to a
trip was aboard since its start, so it raises every load before it and meets every type before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from data.domain.problem import Amounts, Vehicle
from routing.model.index import DayIndex, Halt
from routing.model.steps import Step

NOTHING: frozenset[str] = frozenset()


class Trip(NamedTuple):
    """Steps `first` to `until` (exclusive), and what is aboard after them."""

    first: int
    until: int
    collected: Amounts
    types: frozenset[str]
    must_unload: bool


def trips_from(index: DayIndex, vehicle: Vehicle, tasks: Sequence[Step], first: int) -> list[Trip]:
    """Every trip that begins with step `first`, keeps the load rules, and ends with no shipment aboard."""
    scan = _Scan(index, vehicle)
    found: list[Trip] = []
    for until in range(first + 1, len(tasks) + 1):
        if not scan.take(tasks[until - 1]):
            break
        if not scan.shipped:
            found.append(Trip(first, until, tuple(scan.collected), scan.collected_types, scan.must_unload))
    return found


class _Amounts:
    """A load in some dimensions: what is aboard now, and the most so far."""

    __slots__ = ("now", "peak")

    def __init__(self, nothing: Amounts) -> None:
        self.now = list(nothing)
        self.peak = list(nothing)

    def change(self, taken: Amounts, left: Amounts, brought: Amounts) -> None:
        """Take goods, leave shipped goods, and leave goods that were aboard since the trip began."""
        for number, amount in enumerate(taken):
            self.now[number] += amount - left[number]
            self.peak[number] = max(self.peak[number] + brought[number], self.now[number])


class _Scan:
    def __init__(self, index: DayIndex, vehicle: Vehicle) -> None:
        self.index = index
        self.capacity = vehicle.capacity
        self.all = _Amounts(index.nothing)
        self.of_type: dict[str, _Amounts] = {}
        self.collected = list(index.nothing)
        self.collected_types: frozenset[str] = NOTHING
        self.ever: frozenset[str] = NOTHING
        self.shipped: dict[str, str | None] = {}
        self.must_unload = False

    def take(self, step: Step) -> bool:
        """Append a step; False where the trip then breaks a rule."""
        index, nothing = self.index, self.index.nothing
        halt = index.halts[step]
        collects = index.collects(step)
        taken = halt.taken if collects or step.kind == "pickup" else nothing
        left = halt.brought if step.kind == "deliver" else nothing
        brought = halt.brought if step.kind == "collect" else nothing
        if step.kind == "deliver":
            if step.id not in self.shipped:
                return False
            del self.shipped[step.id]
        if halt.load_type is not None and not self._joins(halt.load_type, step, any(brought)):
            return False
        self.all.change(taken, left, brought)
        if any(a > b for a, b in zip(self.all.peak, self.capacity, strict=False)):
            return False
        if step.kind == "pickup":
            self.shipped[step.id] = halt.load_type
        if collects:
            self._collect(halt)
        return not (index.caps and halt.load_type is not None) or self._keeps_caps(
            halt.load_type, taken, left, brought
        )

    def _collect(self, halt: Halt) -> None:
        self.collected = [a + b for a, b in zip(self.collected, halt.taken, strict=True)]
        self.must_unload = self.index.problem.rules.end_empty
        if halt.load_type is not None and halt.load_type not in self.collected_types:
            self.collected_types |= {halt.load_type}

    def _joins(self, load_type: str, step: Step, brings: bool) -> bool:
        """Whether the type may be aboard with those it meets."""
        forbidden = self.index.conflicts.get(load_type)
        if forbidden is not None and step.kind != "deliver":
            if brings and forbidden & self.ever:
                return False
            if forbidden & self.collected_types or any(t in forbidden for t in self.shipped.values()):
                return False
        self.ever |= {load_type}
        return True

    def _keeps_caps(self, load_type: str, taken: Amounts, left: Amounts, brought: Amounts) -> bool:
        amounts = self.of_type.get(load_type)
        if amounts is None:
            amounts = self.of_type[load_type] = _Amounts(self.index.nothing)
        amounts.change(taken, left, brought)
        return all(amounts.peak[d] <= most for kind, d, most in self.index.caps if kind == load_type)
