"""Label-setting for the timing problem with breaks and driving rests.

A label stands for a set of partial schedules: departure at ``leave_s + k`` leads to the present state at
``time_s + k``, for every integer k from 0 to `slack_s` (forward time slack). As waiting is always allowed,
an earlier time, a later departure and less driving are never worse; a label that is no better in any of
the three and no cheaper is dominated. Departing later never increases a late charge. Pauses are taken as
late on their leg as their limits allow: that leaves less waiting for a window and less driving afterwards.

References
----------
Savelsbergh (1992), The vehicle routing problem with time windows: minimizing route duration.
Goel (2012), The minimum duration truck driver scheduling problem.
"""

from __future__ import annotations

from typing import NamedTuple

from routing.model.steps import Rule
from routing.schedule.timing_problem import TimingProblem

UNLIMITED_S = 1 << 60


class Trace(NamedTuple):
    """Decisions that led to a label, the last one first.

    Attributes
    ----------
    kind
        ``work``, ``rest`` or ``break``.
    value
        Earliest start of the work; number of the break.
    limit_s
        Latest offset into the leg at which a break is taken.
    """

    kind: str
    value: int
    before: Trace | None
    limit_s: int = UNLIMITED_S


class Label(NamedTuple):
    """A set of partial schedules (see the module).

    Attributes
    ----------
    driven_s
        Driving since the last reset; within a leg, its value at the end of the leg if no pause follows.
    breaks_taken
        Bit set of breaks.
    offset_s
        Within a leg: offset of the last pause.
    late_cost
        Charges for late starts.
    """

    time_s: int
    leave_s: int
    slack_s: int
    driven_s: int
    breaks_taken: int
    offset_s: int
    trace: Trace | None
    late_cost: float = 0.0


class TimingFailure(NamedTuple):
    """The point at which no label is left, the rule that is broken, and by how many seconds."""

    point: int
    rule: Rule
    amount_s: int


def propagate_labels(problem: TimingProblem) -> list[Label] | TimingFailure:
    """Compute the undominated labels at the last point, or where the problem is infeasible."""
    ahead_s = _remaining_driving(problem)
    start = Label(
        problem.earliest_s,
        problem.earliest_s,
        max(0, problem.latest_s - problem.earliest_s),
        problem.driven_s,
        0,
        0,
        None,
    )
    labels = [start]
    for point in range(1, problem.last + 1):
        legs = [crossed for label in labels for crossed in _cross_leg(problem, point, label, ahead_s)]
        if not legs:
            return _missed_break(problem, point, labels)
        labels = _undominated([worked for label in legs for worked in _work(problem, point, label)])
        if not labels:
            return _missed_window(problem, point, legs)
    everything = (1 << len(problem.breaks)) - 1
    complete = [label for label in labels if label.breaks_taken == everything]
    if not complete:
        return _missed_break(problem, problem.last, labels)
    if complete[0].time_s > problem.latest_s:
        return TimingFailure(problem.last, "shift", complete[0].time_s - problem.latest_s)
    in_time = [label for label in complete if label.time_s <= problem.latest_s]
    excess_s = min(problem.excess_s(label.leave_s, label.time_s) for label in in_time)
    if excess_s > 0:
        return TimingFailure(problem.last, "duration", excess_s)
    return [label for label in in_time if not problem.excess_s(label.leave_s, label.time_s)]


def _remaining_driving(problem: TimingProblem) -> list[int]:
    """Seconds of driving from each point to the end."""
    ahead = [0] * (problem.last + 1)
    for point in range(problem.last - 1, -1, -1):
        ahead[point] = ahead[point + 1] + problem.drive_s[point + 1]
    return ahead


def _cross_leg(problem: TimingProblem, point: int, label: Label, ahead_s: list[int]) -> list[Label]:
    """Extend a label over the leg into `point`, with every undominated choice of pauses on it."""
    leg_s = problem.drive_s[point]
    begun = Label(
        label.time_s + leg_s,
        label.leave_s,
        label.slack_s,
        label.driven_s + leg_s,
        label.breaks_taken,
        0,
        label.trace,
        label.late_cost,
    )
    nothing_left = problem.rest is None and label.breaks_taken == (1 << len(problem.breaks)) - 1
    if nothing_left or not problem.allows_pauses(point):
        return [begun]
    arrived: list[Label] = []
    pending = [begun]
    drivable_s = problem.rest.after_driving_s if problem.rest is not None else UNLIMITED_S
    while pending:
        current = pending.pop()
        if current.driven_s <= drivable_s:
            arrived.append(current)
        if (
            problem.rest is not None
            and current.driven_s + ahead_s[point] > drivable_s
            and current.driven_s > 0
        ):
            rested = _rest(problem, leg_s, current)
            if rested is not None:
                pending.append(rested)
        for number in range(len(problem.breaks)):
            if not current.breaks_taken >> number & 1:
                for limit_s in _break_limits(problem, leg_s, number, current):
                    pending.extend(_take_break(problem, (point, number, limit_s), current, ahead_s))
    closes_s = [b.window[1] for b in problem.breaks]
    return [
        label
        for label in arrived
        if all(label.breaks_taken >> k & 1 or label.time_s <= end_s for k, end_s in enumerate(closes_s))
    ]


def _latest_offset(problem: TimingProblem, leg_s: int, label: Label) -> int:
    """Latest offset into the leg at which a pause may start."""
    if problem.rest is None:
        return leg_s
    return min(leg_s, problem.rest.after_driving_s - label.driven_s + leg_s)


def _rest(problem: TimingProblem, leg_s: int, label: Label) -> Label | None:
    assert problem.rest is not None
    offset_s = _latest_offset(problem, leg_s, label)
    if offset_s < label.offset_s:
        return None
    return label._replace(
        time_s=label.time_s + problem.rest.duration_s,
        driven_s=leg_s - offset_s,
        offset_s=offset_s,
        trace=Trace("rest", 0, label.trace),
    )


def _break_limits(problem: TimingProblem, leg_s: int, number: int, label: Label) -> set[int]:
    """Latest offsets at which to take a break: the end of the leg, or in time for another break."""
    furthest_s = _latest_offset(problem, leg_s, label)
    limits = {furthest_s}
    for other, pause in enumerate(problem.breaks):
        if other == number or label.breaks_taken >> other & 1:
            continue
        in_time_s = pause.window[1] - problem.breaks[number].duration_s - (label.time_s - leg_s)
        limits.update((label.offset_s, in_time_s, in_time_s - label.slack_s))
    return {limit_s for limit_s in limits if label.offset_s <= limit_s <= furthest_s}


def _take_break(
    problem: TimingProblem, where: tuple[int, int, int], label: Label, ahead_s: list[int]
) -> list[Label]:
    """Extend a label by a break; `where` is the point driven to, the break, and its latest offset."""
    point, number, furthest_s = where
    opens_s, closes_s = problem.breaks[number].window
    duration_s = problem.breaks[number].duration_s
    leg_s = problem.drive_s[point]
    begun_s = label.time_s - leg_s
    if begun_s + label.offset_s > closes_s:
        return []
    start_s = begun_s + furthest_s
    used_s = min(label.slack_s, max(0, opens_s - start_s))
    wait_s = max(0, opens_s - start_s - label.slack_s)
    resets = problem.rest is not None and max(duration_s, wait_s) >= problem.rest.duration_s
    if wait_s or not resets:
        # Taking the break earlier on the leg costs nothing: one label covers every departure.
        offsets_s = [label.offset_s]
    else:
        offsets_s = _reset_offsets(problem, point, furthest_s, label, ahead_s)
    taken: list[Label] = []
    for offset_s in offsets_s:
        spare_s = min(label.slack_s, closes_s - begun_s - offset_s) - used_s
        if spare_s < 0:
            continue
        counted_s = label.driven_s
        if resets:
            counted_s = leg_s - (furthest_s if wait_s else offset_s)
        taken.append(
            Label(
                max(label.time_s + used_s, opens_s + leg_s - furthest_s) + duration_s,
                label.leave_s + used_s,
                0 if wait_s else spare_s,
                counted_s,
                label.breaks_taken | 1 << number,
                furthest_s,
                Trace("break", number, label.trace, furthest_s),
                label.late_cost,
            )
        )
    return taken


def _reset_offsets(
    problem: TimingProblem, point: int, furthest_s: int, label: Label, ahead_s: list[int]
) -> list[int]:
    """Offsets at which to take a break that counts as a rest.

    The later the departure, the earlier on the leg the break's window closes. The driving after the
    break then grows, which matters only where it requires one more rest.
    """
    assert problem.rest is not None
    leg_s = problem.drive_s[point]
    limit_s = problem.rest.after_driving_s
    counted = {limit_s - (ahead_s[point] - later) % limit_s for later in ahead_s[point:]}
    offsets = {furthest_s, label.offset_s, *(leg_s - driven_s for driven_s in counted)}
    return sorted(offset_s for offset_s in offsets if label.offset_s <= offset_s <= furthest_s)


def _work(problem: TimingProblem, point: int, label: Label) -> list[Label]:
    """Extend a label by the work at `point`, in each of its windows."""
    windows = problem.windows[point] or ((problem.earliest_s, UNLIMITED_S),)
    rest_s = problem.rest.duration_s if problem.rest is not None else UNLIMITED_S
    release_s = problem.release_s[point]
    due = problem.due_s[point][1] > 0
    worked: list[Label] = []
    for opens_s, closes_s in windows:
        opens = max(opens_s, release_s)
        if opens > closes_s or label.time_s > closes_s:
            continue
        used_s = wait_s = 0
        start_s = label.time_s
        if start_s < opens:
            used_s = min(label.slack_s, opens - start_s)
            wait_s = opens - start_s - used_s
            start_s = opens
        spare_s = 0 if wait_s else min(label.slack_s, closes_s - label.time_s) - used_s
        if due:
            spare_s = min(spare_s, problem.bound_s(point, start_s) - start_s)
        worked.append(
            Label(
                start_s + problem.work_s[point],
                label.leave_s + used_s,
                spare_s,
                0 if wait_s >= rest_s else label.driven_s,
                label.breaks_taken,
                0,
                Trace("work", opens, label.trace),
                label.late_cost + problem.late_cost(point, start_s) if due else label.late_cost,
            )
        )
        if label.time_s + label.slack_s <= closes_s and label.time_s >= opens:
            break  # later windows only add waiting
    return worked


def _undominated(labels: list[Label]) -> list[Label]:
    if len(labels) < 2:
        return labels
    kept: list[Label] = []
    for label in sorted(labels, key=lambda one: (one.time_s, -one.leave_s, one.driven_s)):
        if not any(_dominates(other, label) for other in kept):
            kept.append(label)
    return kept


def _dominates(one: Label, other: Label) -> bool:
    """Whether every schedule of `other` has one in `one` that is no worse."""
    earlier_s = other.time_s - one.time_s
    if earlier_s < 0 or one.driven_s > other.driven_s or one.late_cost > other.late_cost:
        return False
    if one.breaks_taken != other.breaks_taken:
        return False
    return (
        one.leave_s + min(one.slack_s, earlier_s) >= other.leave_s
        and one.leave_s + min(one.slack_s, earlier_s + other.slack_s) >= other.leave_s + other.slack_s
    )


def _missed_window(problem: TimingProblem, point: int, arrivals: list[Label]) -> TimingFailure:
    arrival_s = min(label.time_s for label in arrivals)
    closes_s = problem.windows[point][-1][1]
    start_s = max(arrival_s, problem.release_s[point])
    return TimingFailure(point, "window", max(1, start_s - closes_s))


def _missed_break(problem: TimingProblem, point: int, labels: list[Label]) -> TimingFailure:
    """Seconds by which the break closest to fitting is missed."""
    missed = [
        max(1, label.time_s - problem.breaks[number].window[1])
        for label in labels
        for number in range(len(problem.breaks))
        if not label.breaks_taken >> number & 1
    ]
    return TimingFailure(point, "break", min(missed, default=1))
