"""Label-setting over a course: the cheapest times, with breaks and driving rests.

A label is a set of partial schedules, a segment: leaving at ``leave_s + k`` brings the vehicle to
where it is at ``time_s + k``, for each whole k from 0 to `slack_s`. Waiting is always possible, so
being earlier, leaving later and having driven less are each never worse; labels that are worse in
all three, and no cheaper by their lateness, are dropped. What is due is never made late by leaving
later. A pause is taken as late on its leg as its limits allow: later means less waiting for a window
and less driving counted afterwards.

References
----------
Savelsbergh (1992), The vehicle routing problem with time windows: minimizing route duration.
Goel (2012), The minimum duration truck driver scheduling problem.
"""

from __future__ import annotations

from typing import NamedTuple

from routing.model.steps import Rule
from routing.schedule.course import Course

UNLIMITED_S = 1 << 60


class Trace(NamedTuple):
    """Decisions of a label, newest first.

    `kind` is ``stop`` (`value`: start of work no earlier than), ``rest``, or ``break`` (`value`: its
    number). `limit_s`: how far into the leg a break is taken, at most.
    """

    kind: str
    value: int
    before: Trace | None
    limit_s: int = UNLIMITED_S


class Label(NamedTuple):
    """A segment of partial schedules.

    Attributes
    ----------
    driven_s
        Since the last reset; inside a leg, as it will be at the leg's end if no pause follows.
    taken
        Bit set of breaks.
    offset_s
        Inside a leg: how far into it the last pause was.
    lateness
        Price of what was served late.
    """

    time_s: int
    leave_s: int
    slack_s: int
    driven_s: int
    taken: int
    offset_s: int
    trace: Trace | None
    lateness: float = 0.0


class Lateness(NamedTuple):
    """Where no label survives: the point, the rule, and by how many seconds it is missed."""

    point: int
    rule: Rule
    amount_s: int


def settle(course: Course) -> list[Label] | Lateness:
    """Every schedule worth choosing from, at the end of the course, or where it fails first."""
    ahead_s = _driving_ahead(course)
    start = Label(
        course.earliest_s,
        course.earliest_s,
        max(0, course.latest_s - course.earliest_s),
        course.driven_s,
        0,
        0,
        None,
    )
    labels = [start]
    for point in range(1, course.last + 1):
        legs = [crossed for label in labels for crossed in _cross(course, point, label, ahead_s)]
        if not legs:
            return _missed_break(course, point, labels)
        labels = _undominated([served for label in legs for served in _serve(course, point, label)])
        if not labels:
            return _missed_window(course, point, legs)
    everything = (1 << len(course.breaks)) - 1
    complete = [label for label in labels if label.taken == everything]
    if not complete:
        return _missed_break(course, course.last, labels)
    if complete[0].time_s > course.latest_s:
        return Lateness(course.last, "shift", complete[0].time_s - course.latest_s)
    in_time = [label for label in complete if label.time_s <= course.latest_s]
    excess_s = min(course.excess_s(label.leave_s, label.time_s) for label in in_time)
    if excess_s > 0:
        return Lateness(course.last, "duration", excess_s)
    return [label for label in in_time if not course.excess_s(label.leave_s, label.time_s)]


def _driving_ahead(course: Course) -> list[int]:
    """Seconds of driving from each point to the end."""
    ahead = [0] * (course.last + 1)
    for point in range(course.last - 1, -1, -1):
        ahead[point] = ahead[point + 1] + course.drive_s[point + 1]
    return ahead


def _cross(course: Course, point: int, label: Label, ahead_s: list[int]) -> list[Label]:
    """Drive into `point`, with every sensible choice of pauses on the way."""
    leg_s = course.drive_s[point]
    begun = Label(
        label.time_s + leg_s,
        label.leave_s,
        label.slack_s,
        label.driven_s + leg_s,
        label.taken,
        0,
        label.trace,
        label.lateness,
    )
    nothing_left = course.rest is None and label.taken == (1 << len(course.breaks)) - 1
    if nothing_left or not course.allows_pauses(point):
        return [begun]
    arrived: list[Label] = []
    pending = [begun]
    drivable_s = course.rest.after_driving_s if course.rest is not None else UNLIMITED_S
    while pending:
        current = pending.pop()
        if current.driven_s <= drivable_s:
            arrived.append(current)
        if (
            course.rest is not None
            and current.driven_s + ahead_s[point] > drivable_s
            and current.driven_s > 0
        ):
            rested = _rest(course, leg_s, current)
            if rested is not None:
                pending.append(rested)
        for number in range(len(course.breaks)):
            if not current.taken >> number & 1:
                for limit_s in _limits(course, leg_s, number, current):
                    pending.extend(_take_break(course, (point, number, limit_s), current, ahead_s))
    last_calls = [b.window[1] for b in course.breaks]
    return [
        label
        for label in arrived
        if all(label.taken >> k & 1 or label.time_s <= call for k, call in enumerate(last_calls))
    ]


def _latest_offset(course: Course, leg_s: int, label: Label) -> int:
    """How far into the leg one may drive before a pause, at most."""
    if course.rest is None:
        return leg_s
    return min(leg_s, course.rest.after_driving_s - label.driven_s + leg_s)


def _rest(course: Course, leg_s: int, label: Label) -> Label | None:
    assert course.rest is not None
    offset_s = _latest_offset(course, leg_s, label)
    if offset_s < label.offset_s:
        return None
    return label._replace(
        time_s=label.time_s + course.rest.duration_s,
        driven_s=leg_s - offset_s,
        offset_s=offset_s,
        trace=Trace("rest", 0, label.trace),
    )


def _limits(course: Course, leg_s: int, number: int, label: Label) -> set[int]:
    """How far into the leg to take a break at most: all the way, or in time for another break."""
    furthest_s = _latest_offset(course, leg_s, label)
    limits = {furthest_s}
    for other, pause in enumerate(course.breaks):
        if other == number or label.taken >> other & 1:
            continue
        in_time_s = pause.window[1] - course.breaks[number].duration_s - (label.time_s - leg_s)
        limits.update((label.offset_s, in_time_s, in_time_s - label.slack_s))
    return {limit_s for limit_s in limits if label.offset_s <= limit_s <= furthest_s}


def _take_break(course: Course, where: tuple[int, int, int], label: Label, ahead_s: list[int]) -> list[Label]:
    """The ways to take a break; `where`: point driven to, break, how far into the leg at most."""
    point, number, furthest_s = where
    opens_s, closes_s = course.breaks[number].window
    duration_s = course.breaks[number].duration_s
    leg_s = course.drive_s[point]
    begun_s = label.time_s - leg_s
    if begun_s + label.offset_s > closes_s:
        return []
    start_s = begun_s + furthest_s
    used_s = min(label.slack_s, max(0, opens_s - start_s))
    wait_s = max(0, opens_s - start_s - label.slack_s)
    resets = course.rest is not None and max(duration_s, wait_s) >= course.rest.duration_s
    if wait_s or not resets:
        # Giving way to the window's end costs nothing: one label holds every moment of leaving.
        offsets_s = [label.offset_s]
    else:
        offsets_s = _offsets_worth_driving(course, point, furthest_s, label, ahead_s)
    ways: list[Label] = []
    for offset_s in offsets_s:
        spare_s = min(label.slack_s, closes_s - begun_s - offset_s) - used_s
        if spare_s < 0:
            continue
        counted_s = label.driven_s
        if resets:
            counted_s = leg_s - (furthest_s if wait_s else offset_s)
        ways.append(
            Label(
                max(label.time_s + used_s, opens_s + leg_s - furthest_s) + duration_s,
                label.leave_s + used_s,
                0 if wait_s else spare_s,
                counted_s,
                label.taken | 1 << number,
                furthest_s,
                Trace("break", number, label.trace, furthest_s),
                label.lateness,
            )
        )
    return ways


def _offsets_worth_driving(
    course: Course, point: int, furthest_s: int, label: Label, ahead_s: list[int]
) -> list[int]:
    """Where on the leg a break that counts as a rest may have to be taken when leaving later.

    The later the vehicle leaves, the earlier on its leg the break's window ends. What that costs
    is driving counted afterwards, which matters only where it calls for one more rest.
    """
    assert course.rest is not None
    leg_s = course.drive_s[point]
    limit_s = course.rest.after_driving_s
    counted = {limit_s - (ahead_s[point] - later) % limit_s for later in ahead_s[point:]}
    offsets = {furthest_s, label.offset_s, *(leg_s - driven_s for driven_s in counted)}
    return sorted(offset_s for offset_s in offsets if label.offset_s <= offset_s <= furthest_s)


def _serve(course: Course, point: int, label: Label) -> list[Label]:
    """Wait for each window of `point` in turn, and work."""
    windows = course.windows[point] or ((course.earliest_s, UNLIMITED_S),)
    rest_s = course.rest.duration_s if course.rest is not None else UNLIMITED_S
    release_s = course.release_s[point]
    due = course.due_s[point][1] > 0
    served: list[Label] = []
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
            spare_s = min(spare_s, course.bound_s(point, start_s) - start_s)
        served.append(
            Label(
                start_s + course.work_s[point],
                label.leave_s + used_s,
                spare_s,
                0 if wait_s >= rest_s else label.driven_s,
                label.taken,
                0,
                Trace("stop", opens, label.trace),
                label.lateness + course.lateness(point, start_s) if due else label.lateness,
            )
        )
        if label.time_s + label.slack_s <= closes_s and label.time_s >= opens:
            break  # later windows only add waiting
    return served


def _undominated(labels: list[Label]) -> list[Label]:
    if len(labels) < 2:
        return labels
    kept: list[Label] = []
    for label in sorted(labels, key=lambda one: (one.time_s, -one.leave_s, one.driven_s)):
        if not any(_dominates(other, label) for other in kept):
            kept.append(label)
    return kept


def _dominates(one: Label, other: Label) -> bool:
    """Whether for every schedule of `other`, `one` has one no worse."""
    earlier_s = other.time_s - one.time_s
    if earlier_s < 0 or one.driven_s > other.driven_s or one.lateness > other.lateness:
        return False
    if one.taken != other.taken:
        return False
    return (
        one.leave_s + min(one.slack_s, earlier_s) >= other.leave_s
        and one.leave_s + min(one.slack_s, earlier_s + other.slack_s) >= other.leave_s + other.slack_s
    )


def _missed_window(course: Course, point: int, arrivals: list[Label]) -> Lateness:
    arrival_s = min(label.time_s for label in arrivals)
    closes_s = course.windows[point][-1][1]
    start_s = max(arrival_s, course.release_s[point])
    return Lateness(point, "window", max(1, start_s - closes_s))


def _missed_break(course: Course, point: int, labels: list[Label]) -> Lateness:
    """By how much the break that is nearest to fitting is missed."""
    missed = [
        max(1, label.time_s - course.breaks[number].window[1])
        for label in labels
        for number in range(len(course.breaks))
        if not label.taken >> number & 1
    ]
    return Lateness(point, "break", min(missed, default=1))
