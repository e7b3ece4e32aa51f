"""What is aboard along an order of steps, and whether that is allowed.

The rules (capacity, segregation, caps, what a facility accepts, ending empty) depend on the order
alone, not on times: `docs/explanation/routing-rules.md`, points 7 and 8.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from data.domain.problem import Amounts, Vehicle
from routing.model.index import DayIndex
from routing.model.steps import Infeasible, Step


@dataclass(frozen=True, slots=True)
class Loads:
    """Amounts aboard along an order.

    Attributes
    ----------
    at_start
        When leaving the start, one amount per dimension.
    after
        When leaving each step.
    unloaded
        Collected goods taken off at each step; zeros except at unloadings.
    """

    at_start: Amounts
    after: tuple[Amounts, ...]
    unloaded: tuple[Amounts, ...]


def loads_along(index: DayIndex, vehicle: Vehicle, steps: Sequence[Step]) -> Loads | Infeasible:
    """Amounts aboard after every step, or the first load rule broken."""
    ledger = Ledger(index, vehicle, steps)
    fault = ledger.open_trip(0)
    if fault is not None:
        return fault
    at_start = tuple(ledger.aboard)
    after: list[Amounts] = []
    unloaded: list[Amounts] = []
    for number in range(len(steps)):
        before = tuple(ledger.collected)
        fault = ledger.take(number)
        if fault is not None:
            return fault
        unloaded.append(before if steps[number].kind == "unload" else index.nothing)
        after.append(tuple(ledger.aboard))
    fault = ledger.close()
    return fault if fault is not None else Loads(at_start, tuple(after), tuple(unloaded))


def amounts_along(index: DayIndex, steps: Sequence[Step]) -> Loads:
    """Amounts aboard after every step, whatever load rules the order breaks."""
    collected, shipped = index.nothing, index.nothing
    brought = _brought(index, steps, 0)
    at_start = brought
    after: list[Amounts] = []
    unloaded: list[Amounts] = []
    for number, step in enumerate(steps):
        halt = index.halts[step]
        unloaded.append(collected if step.kind == "unload" else index.nothing)
        if step.kind == "unload":
            collected, brought = index.nothing, _brought(index, steps, number + 1)
        elif step.kind == "collect":
            collected, brought = _sum(collected, halt.taken), _sum(brought, halt.brought, -1)
        else:
            shipped = _sum(_sum(shipped, halt.taken), halt.brought, -1)
        after.append(_sum(_sum(collected, brought), shipped))
    return Loads(at_start, tuple(after), tuple(unloaded))


def _brought(index: DayIndex, steps: Sequence[Step], first: int) -> Amounts:
    """What the trip that begins with step `first` delivers."""
    total = index.nothing
    for step in itertools.takewhile(lambda each: each.kind != "unload", steps[first:]):
        if step.kind == "collect":
            total = _sum(total, index.halts[step].brought)
    return total


def _sum(one: Amounts, other: Amounts, sign: int = 1) -> Amounts:
    return tuple(a + sign * b for a, b in zip(one, other, strict=True))


class Ledger:
    """Walks an order and keeps what is aboard, by amount and by load type."""

    def __init__(self, index: DayIndex, vehicle: Vehicle, steps: Sequence[Step]) -> None:
        self.index = index
        self.vehicle = vehicle
        self.steps = steps
        self.aboard = list(index.nothing)
        self.collected = list(index.nothing)
        self.types_collected: set[str] = set()
        self.collected_any = False
        self.types_brought: dict[str, int] = {}
        self.types_shipped: dict[str, int] = {}
        self.amount_of_type: dict[str, list[int]] = {}
        self.shipped: set[str] = set()
        self.day_types: set[str] = set(vehicle.underway.carried)

    def open_trip(self, first: int) -> Infeasible | None:
        """Load what the trip that begins with step `first` will deliver."""
        for number in range(first, len(self.steps)):
            step = self.steps[number]
            if step.kind == "unload":
                break
            halt = self.index.halts[step]
            if step.kind != "collect" or not any(halt.brought):
                continue
            self._move(halt.brought, halt.load_type, +1)
            if halt.load_type is not None:
                fault = self._board(halt.load_type, number)
                if fault is not None:
                    return fault
                self.types_brought[halt.load_type] = self.types_brought.get(halt.load_type, 0) + 1
        return self._check_amounts(first)

    def take(self, number: int) -> Infeasible | None:
        """Apply step `number`."""
        step = self.steps[number]
        if step.kind == "charge":
            return None
        if step.kind == "unload":
            return self._unload(number)
        fault = self._deliver(number) if step.kind == "deliver" else None
        if fault is None and step.kind == "pickup":
            fault = self._pick_up(number)
        if fault is None and step.kind == "collect":
            fault = self._collect(number)
        return fault if fault is not None else self._check_amounts(number)

    def _collect(self, number: int) -> Infeasible | None:
        step = self.steps[number]
        halt = self.index.halts[step]
        if any(halt.brought):
            self._move(halt.brought, halt.load_type, -1)
            if halt.load_type is not None:
                _decrease(self.types_brought, halt.load_type)
        if not self.index.collects(step):
            return None
        if halt.load_type is not None:
            fault = self._board(halt.load_type, number)
            if fault is not None:
                return fault
            self.types_collected.add(halt.load_type)
        self.collected_any = True
        self._move(halt.taken, halt.load_type, +1)
        self.collected = [a + b for a, b in zip(self.collected, halt.taken, strict=True)]
        return None

    def _pick_up(self, number: int) -> Infeasible | None:
        step = self.steps[number]
        halt = self.index.halts[step]
        self.shipped.add(step.id)
        if halt.load_type is not None:
            fault = self._board(halt.load_type, number)
            if fault is not None:
                return fault
            self.types_shipped[halt.load_type] = self.types_shipped.get(halt.load_type, 0) + 1
        self._move(halt.taken, halt.load_type, +1)
        return None

    def _deliver(self, number: int) -> Infeasible | None:
        step = self.steps[number]
        halt = self.index.halts[step]
        if step.id not in self.shipped:
            return self._unpaired(number, step.id)
        self.shipped.discard(step.id)
        self._move(halt.brought, halt.load_type, -1)
        if halt.load_type is not None:
            _decrease(self.types_shipped, halt.load_type)
        return None

    @staticmethod
    def _unpaired(number: int | None, subject: str) -> Infeasible:
        return Infeasible(rule="pairing", amount=1, unit="visits", step=number, subject=subject)

    def close(self) -> Infeasible | None:
        """What must hold at the end of the route."""
        if self.shipped:
            return Infeasible(
                rule="pairing", amount=len(self.shipped), unit="visits", subject=min(self.shipped)
            )
        if self.index.problem.rules.end_empty and self.collected_any:
            return Infeasible(rule="end_empty", amount=1, unit="trips", step=len(self.steps))
        return None

    def _unload(self, number: int) -> Infeasible | None:
        step = self.steps[number]
        facility = self.index.facilities[step.id]
        if self.shipped:
            return Infeasible(
                rule="pairing", amount=len(self.shipped), unit="visits", step=number, subject=step.id
            )
        if facility.accepts is not None and not self.types_collected <= facility.accepts:
            refused = min(self.types_collected - facility.accepts)
            return Infeasible(
                rule="facility",
                amount=1,
                unit="load types",
                step=number,
                subject=step.id,
                details={"load_type": refused},
            )
        self.aboard = list(self.index.nothing)
        self.collected = list(self.index.nothing)
        self.types_collected.clear()
        self.amount_of_type.clear()
        self.collected_any = False
        return self.open_trip(number + 1)

    def _move(self, amounts: Amounts, load_type: str | None, sign: int) -> None:
        self.aboard = [a + sign * b for a, b in zip(self.aboard, amounts, strict=True)]
        if load_type is not None and self.index.caps:
            of_type = self.amount_of_type.setdefault(load_type, list(self.index.nothing))
            self.amount_of_type[load_type] = [a + sign * b for a, b in zip(of_type, amounts, strict=True)]

    def _board(self, load_type: str, number: int) -> Infeasible | None:
        for rule, conflicts, others in (
            ("segregation", self.index.conflicts, None),
            ("segregation_day", self.index.day_conflicts, self.day_types),
        ):
            forbidden = conflicts.get(load_type)
            if not forbidden:
                continue
            present = (
                others
                if others is not None
                else self.types_collected | self.types_brought.keys() | self.types_shipped.keys()
            )
            clash = forbidden & present
            if clash:
                return Infeasible(
                    rule="segregation" if rule == "segregation" else "segregation_day",
                    amount=1,
                    unit="trips" if rule == "segregation" else "vehicles",
                    step=number,
                    subject=self.steps[number].id,
                    details={"load_type": load_type, "aboard": min(clash)},
                )
        self.day_types.add(load_type)
        return None

    def _check_amounts(self, number: int) -> Infeasible | None:
        for position, capacity in enumerate(self.vehicle.capacity):
            over = self.aboard[position] - capacity
            if over > 0:
                return Infeasible(
                    rule="capacity",
                    amount=over,
                    unit=self.index.dimensions[position],
                    step=number,
                    subject=self.steps[number].id if number < len(self.steps) else "",
                    details={"dimension": self.index.dimensions[position], "capacity": capacity},
                )
        for load_type, position, most in self.index.caps:
            amounts = self.amount_of_type.get(load_type)
            if amounts is not None and amounts[position] > most:
                return Infeasible(
                    rule="load_cap",
                    amount=amounts[position] - most,
                    unit=self.index.dimensions[position],
                    step=number,
                    subject=self.steps[number].id if number < len(self.steps) else "",
                    details={
                        "load_type": load_type,
                        "dimension": self.index.dimensions[position],
                        "max": most,
                    },
                )
        return None


def _decrease(counts: dict[str, int], load_type: str) -> None:
    counts[load_type] -= 1
    if not counts[load_type]:
        del counts[load_type]
