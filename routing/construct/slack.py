"""How late a task would make a route at least: a bound that spares most exact probes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.domain.matrix import IntMatrix
from data.domain.problem import Vehicle, Window
from routing.model.index import DayIndex, Halt
from routing.model.steps import Infeasible, Step

NEVER_S = 1 << 40


@dataclass(frozen=True, slots=True)
class RouteSlack:
    """Earliest departures and latest starts along an order, unloadings and pauses left out.

    Leaving them out only makes things earlier, so what is late here is late in truth. Travel is
    taken to be shortest (no detour is faster than the direct way). Where there is no direct way at all
    an unloading between may still make one, so the bound says nothing about such a leg.

    Attributes
    ----------
    departs_s
        Earliest departure from the start and from each step.
    latest_s
        Latest start at each step, and latest arrival at the end, that keeps all that follow.
    """

    index: DayIndex
    vehicle: Vehicle
    order: tuple[Step, ...]
    departs_s: tuple[int, ...]
    latest_s: tuple[int, ...]

    def fault_at(self, position: int, step: Step) -> Infeasible | None:
        """Why `step` cannot go before step `position`; None if the bound does not forbid it."""
        halts, duration_s = self.index.halts, self.index.duration_s(self.vehicle)
        halt = halts[step]
        before = self.vehicle.start if position == 0 else halts[self.order[position - 1]].place
        arrival_s = self.departs_s[position] + _leg(duration_s, before, halt.place)
        start_s = _earliest(halt, arrival_s)
        if start_s >= NEVER_S:
            closes_s = halt.windows[-1][1]
            return _late("window", max(arrival_s, halt.release_s) - closes_s, position, step.id, closes_s)
        last = position == len(self.order)
        after = self.vehicle.end if last else halts[self.order[position]].place
        reaches_s = start_s + halt.work_s + _leg(duration_s, halt.place, after)
        late_s = reaches_s - self.latest_s[position]
        if late_s <= 0:
            return None
        if last:
            return _late("shift", late_s, position, "", self.latest_s[position])
        subject = self.order[position]
        return _late(
            "window" if halts[subject].windows else "shift",
            late_s,
            position + 1,
            subject.id if halts[subject].windows else "",
            self.latest_s[position],
        )


def slack_of(index: DayIndex, vehicle: Vehicle, order: Sequence[Step]) -> RouteSlack:
    """The slack of an order without unloadings."""
    duration_s = index.duration_s(vehicle)
    halts = [index.halts[step] for step in order]
    departs_s = [vehicle.shift[0]]
    before = vehicle.start
    for halt in halts:
        start_s = _earliest(halt, departs_s[-1] + _leg(duration_s, before, halt.place))
        departs_s.append(start_s + halt.work_s)
        before = halt.place
    latest_s = [vehicle.shift[1] + vehicle.overtime_s]
    after = vehicle.end
    for halt in reversed(halts):
        latest_s.append(_latest(halt, latest_s[-1] - _leg(duration_s, halt.place, after) - halt.work_s))
        after = halt.place
    return RouteSlack(index, vehicle, tuple(order), tuple(departs_s), tuple(reversed(latest_s)))


def _leg(duration_s: IntMatrix, origin: int | None, place: int | None) -> int:
    if origin is None or place is None:
        return 0
    return max(0, duration_s.item(origin, place))


def _earliest(halt: Halt, arrival_s: int) -> int:
    ready_s = max(arrival_s, halt.release_s)
    windows: Sequence[Window] = halt.windows or ((0, NEVER_S - 1),)
    return next((max(ready_s, opens) for opens, closes in windows if ready_s <= closes), NEVER_S)


def _latest(halt: Halt, limit_s: int) -> int:
    windows: Sequence[Window] = halt.windows or ((0, NEVER_S),)
    return next((min(limit_s, closes) for opens, closes in reversed(windows) if opens <= limit_s), -1)


def _late(rule: str, amount_s: int, step: int, subject: str, limit_s: int) -> Infeasible:
    return Infeasible(
        rule="window" if rule == "window" else "shift",
        amount=max(1, amount_s),
        unit="s",
        step=step,
        subject=subject,
        details={"latest_s": limit_s},
    )
