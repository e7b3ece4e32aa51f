"""Forward time slack of an order: a lower bound on the lateness that an insertion causes.

References
----------
Savelsbergh (1992), The vehicle routing problem with time windows: minimizing route duration.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.domain.matrix import IntMatrix
from data.domain.problem import Vehicle, Window
from routing.model.index import Activity, DayIndex
from routing.model.steps import Infeasible, Step

NEVER_S = 1 << 40


@dataclass(frozen=True, slots=True)
class RouteSlack:
    """Earliest departures and latest starts along an order, stopovers and pauses left out.

    Leaving them out only makes an order earlier, so an insertion that is late here is infeasible. Travel
    is taken to be shortest (no detour is faster than the direct leg). Where there is no direct leg, a
    stopover may still make one, so the bound ignores such a leg.

    Attributes
    ----------
    departs_s
        Earliest departure from the start and from each step; of an order that misses a window itself,
        as if service started late there.
    latest_s
        Latest start at each step, and latest arrival at the end, that keeps all that follow; -1 where
        none does.
    """

    index: DayIndex
    vehicle: Vehicle
    order: tuple[Step, ...]
    departs_s: tuple[int, ...]
    latest_s: tuple[int, ...]

    def check_insertion(self, position: int, step: Step) -> Infeasible | None:
        """Check whether `step` may go before step `position`.

        Returns
        -------
        Infeasible or None
            The window or shift that is missed, with a lower bound on the lateness; None where the
            bound proves nothing.
        """
        activities, duration_s = self.index.activities, self.index.duration_s(self.vehicle)
        activity = activities[step]
        before = self.vehicle.start if position == 0 else activities[self.order[position - 1]].place
        arrival_s = self.departs_s[position] + _leg_s(duration_s, before, activity.place)
        start_s = _earliest_start(activity, arrival_s)
        if start_s >= NEVER_S:
            closes_s = activity.windows[-1][1]
            ready_s = max(arrival_s, activity.release_s)
            return _late("window", ready_s - closes_s, position, step.id, closes_s)
        last = position == len(self.order)
        after = self.vehicle.end if last else activities[self.order[position]].place
        reaches_s = start_s + activity.work_s + _leg_s(duration_s, activity.place, after)
        late_s = reaches_s - self.latest_s[position]
        if late_s <= 0:
            return None
        if last:
            return _late("shift", late_s, position, "", self.latest_s[position])
        following = self.order[position]
        has_window = bool(activities[following].windows)
        return _late(
            "window" if has_window else "shift",
            late_s,
            position + 1,
            following.id if has_window else "",
            self.latest_s[position],
        )


def compute_slack(index: DayIndex, vehicle: Vehicle, order: Sequence[Step]) -> RouteSlack:
    """Compute the slack of an order without stopovers, in one forward and one backward pass."""
    duration_s = index.duration_s(vehicle)
    activities = [index.activities[step] for step in order]
    departs_s = [vehicle.shift[0]]
    before = vehicle.start
    for activity in activities:
        arrival_s = departs_s[-1] + _leg_s(duration_s, before, activity.place)
        start_s = _earliest_start(activity, arrival_s)
        if start_s >= NEVER_S:
            start_s = max(arrival_s, activity.release_s)
        departs_s.append(start_s + activity.work_s)
        before = activity.place
    latest_s = [vehicle.shift[1] + vehicle.overtime_s]
    after = vehicle.end
    for activity in reversed(activities):
        until_s = latest_s[-1] - _leg_s(duration_s, activity.place, after) - activity.work_s
        latest_s.append(_latest_start(activity, until_s))
        after = activity.place
    return RouteSlack(index, vehicle, tuple(order), tuple(departs_s), tuple(reversed(latest_s)))


def _leg_s(duration_s: IntMatrix, origin: int | None, place: int | None) -> int:
    if origin is None or place is None:
        return 0
    return max(0, duration_s.item(origin, place))


def _earliest_start(activity: Activity, arrival_s: int) -> int:
    """Earliest start in a window after an arrival; `NEVER_S` after the last window."""
    ready_s = max(arrival_s, activity.release_s)
    if not activity.windows:
        return ready_s
    return next((max(ready_s, opens) for opens, closes in activity.windows if ready_s <= closes), NEVER_S)


def _latest_start(activity: Activity, limit_s: int) -> int:
    """Latest start in a window no later than `limit_s`; -1 before the first window."""
    windows: Sequence[Window] = activity.windows or ((0, NEVER_S),)
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
