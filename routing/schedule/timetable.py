"""Exact times for a course: the cheapest label, replayed second by second."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from routing.schedule.course import Course
from routing.schedule.labels import UNLIMITED_S, Label, Lateness, Trace, settle


class Pause(NamedTuple):
    """A rest (`number` None) or a break, on the leg into `point`, `offset_s` of driving into it."""

    point: int
    number: int | None
    offset_s: int
    arrival_s: int
    start_s: int
    departure_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """Times at every point of a course.

    Attributes
    ----------
    arrival_s, start_s, departure_s
        One per point; at point 0 all three are the moment of leaving.
    pauses
        In order of time.
    cost
        Of the hours, the overtime and the lateness.
    """

    arrival_s: tuple[int, ...]
    start_s: tuple[int, ...]
    departure_s: tuple[int, ...]
    pauses: tuple[Pause, ...]
    cost: float

    @property
    def leave_s(self) -> int:
        return self.departure_s[0]

    @property
    def end_s(self) -> int:
        return self.departure_s[-1]


def timetable(course: Course) -> Timetable | Lateness:
    """The cheapest times; of equally cheap ones the shortest, then the earliest.

    Exact for windows, shifts, overtime, rests and breaks, but for one case: with two breaks that
    both count as rests and whose windows both end while the vehicle is under way, the place of the
    first on its leg is chosen from finitely many.
    """
    if course.rest is not None and course.driven_s + sum(course.drive_s) <= course.rest.after_driving_s:
        course = replace(course, rest=None)
    if not course.breaks and course.rest is None and all(len(w) < 2 for w in course.windows):
        return _without_pauses(course)
    settled = settle(course)
    if isinstance(settled, Lateness):
        return _blame_rest(course, settled)
    best = min(
        settled,
        key=lambda label: (
            course.cost(label.leave_s, label.time_s) + label.lateness,
            label.time_s - label.leave_s,
            label.time_s,
        ),
    )
    return _replay(course, best)


def _blame_rest(course: Course, lateness: Lateness) -> Lateness:
    """A course that fails only because of its rests names the rest rule."""
    if course.rest is None or lateness.rule == "rest":
        return lateness
    without = settle(replace(course, rest=None))
    return lateness if isinstance(without, Lateness) else lateness._replace(rule="rest")


def _without_pauses(course: Course) -> Timetable | Lateness:
    """Single windows and nothing but waits: forward for the earliest end, backward to leave late.

    With one window each, the earliest end and the shortest duration are reached together, so this
    is exact whatever overtime costs.
    """
    clock = course.earliest_s
    bounds_s = [0]
    for point in range(1, course.last + 1):
        clock += course.drive_s[point]
        clock = max(clock, course.release_s[point])
        if course.windows[point]:
            opens_s, closes_s = course.windows[point][0]
            if clock > closes_s:
                return Lateness(point, "window", clock - closes_s)
            clock = max(clock, opens_s)
        bounds_s.append(course.bound_s(point, clock))
        clock += course.work_s[point]
    if clock > course.latest_s:
        return Lateness(course.last, "shift", clock - course.latest_s)
    end_s = clock
    for point in range(course.last, 0, -1):
        clock = min(clock - course.work_s[point], bounds_s[point])
        if course.windows[point] and clock > course.windows[point][0][1]:
            clock = course.windows[point][0][1]
        clock -= course.drive_s[point]
    leave_s = clock
    if course.excess_s(leave_s, end_s):
        return Lateness(course.last, "duration", course.excess_s(leave_s, end_s))
    stops = tuple(
        max(course.release_s[point], course.windows[point][0][0] if course.windows[point] else 0)
        for point in range(course.last + 1)
    )
    return _walk(course, leave_s, stops, end_s)


def _walk(course: Course, leave_s: int, opens_s: tuple[int, ...], end_s: int) -> Timetable:
    arrival, start, departure = [leave_s], [leave_s], [leave_s]
    for point in range(1, course.last + 1):
        arrival.append(departure[-1] + course.drive_s[point])
        start.append(max(arrival[-1], opens_s[point]))
        departure.append(start[-1] + course.work_s[point])
    assert departure[-1] == end_s
    return Timetable(
        arrival_s=tuple(arrival),
        start_s=tuple(start),
        departure_s=tuple(departure),
        pauses=(),
        cost=course.cost(leave_s, end_s)
        + sum(course.lateness(point, start_s) for point, start_s in enumerate(start)),
    )


def _replay(course: Course, label: Label) -> Timetable:
    """Follow the decisions of a label from its moment of leaving."""
    replay = _Replay(course, label.leave_s)
    decisions: list[Trace] = []
    trace = label.trace
    while trace is not None:
        decisions.append(trace)
        trace = trace.before
    for decision in reversed(decisions):
        if decision.kind == "stop":
            replay.stop(decision.value)
        else:
            replay.pause(None if decision.kind == "rest" else decision.value, decision.limit_s)
    assert replay.departure[-1] <= label.time_s
    return Timetable(
        arrival_s=tuple(replay.arrival),
        start_s=tuple(replay.start),
        departure_s=tuple(replay.departure),
        pauses=tuple(_rest_at_stops(course, replay)),
        cost=course.cost(label.leave_s, replay.departure[-1])
        + sum(course.lateness(point, start_s) for point, start_s in enumerate(replay.start)),
    )


class _Replay:
    """Where the vehicle is, when, and how long it has driven."""

    def __init__(self, course: Course, leave_s: int) -> None:
        self.course = course
        self.arrival, self.start, self.departure = [leave_s], [leave_s], [leave_s]
        self.pauses: list[Pause] = []
        self.clock = leave_s
        self.offset_s = 0
        self.driven_s = course.driven_s
        self.limit_s = course.rest.after_driving_s if course.rest is not None else UNLIMITED_S
        self.resets_s = course.rest.duration_s if course.rest is not None else UNLIMITED_S

    @property
    def point(self) -> int:
        """The point that is driven to."""
        return len(self.arrival)

    def _drive(self, offset_s: int) -> None:
        self.clock += offset_s - self.offset_s
        self.driven_s += offset_s - self.offset_s
        self.offset_s = offset_s

    def stop(self, opens_s: int) -> None:
        """Drive the rest of the leg, wait for `opens_s`, work."""
        point = self.point
        self._drive(self.course.drive_s[point])
        self.arrival.append(self.clock)
        self.start.append(max(self.clock, opens_s))
        if self.start[-1] - self.clock >= self.resets_s:
            self.driven_s = 0
        self.clock = self.start[-1] + self.course.work_s[point]
        self.departure.append(self.clock)
        self.offset_s = 0

    def pause(self, number: int | None, latest_offset_s: int) -> None:
        """Pause as late on the leg as driving time, `latest_offset_s` and the break's window allow."""
        leg_s = self.course.drive_s[self.point]
        offset_s = min(leg_s, latest_offset_s, self.offset_s + self.limit_s - self.driven_s)
        start_s = self.clock
        if number is None:
            assert self.course.rest is not None
            self._drive(offset_s)
            arrival_s = start_s = self.clock
            duration_s = self.course.rest.duration_s
        else:
            chosen = self.course.breaks[number]
            until_close_s = self.offset_s + chosen.window[1] - self.clock
            self._drive(max(self.offset_s, min(offset_s, until_close_s)))
            arrival_s = self.clock
            start_s = max(self.clock, chosen.window[0])
            duration_s = chosen.duration_s
        if duration_s >= self.resets_s or start_s - arrival_s >= self.resets_s:
            self.driven_s = 0
        self.clock = start_s + duration_s
        self.pauses.append(Pause(self.point, number, self.offset_s, arrival_s, start_s, self.clock))


def _rest_at_stops(course: Course, replay: _Replay) -> list[Pause]:
    """Move rests from the road back to the stop before, where the driving limit allows.

    Nobody's times change: the vehicle reaches the next point at the same moment. A rest at a stop
    is easier to keep than one on the road.
    """
    if course.rest is None:
        return replay.pauses
    moved: list[Pause] = []
    for number, planned in enumerate(replay.pauses):
        pause = planned
        first_on_leg = number == 0 or replay.pauses[number - 1].point != pause.point
        movable = pause.number is None and pause.offset_s > 0 and pause.point > 1 and first_on_leg
        if movable and _driving_to_reset(course, replay, number) <= course.rest.after_driving_s:
            arrival_s = pause.arrival_s - pause.offset_s
            pause = Pause(pause.point, None, 0, arrival_s, arrival_s, arrival_s + course.rest.duration_s)
        moved.append(pause)
    return moved


def _driving_to_reset(course: Course, replay: _Replay, number: int) -> int:
    """Seconds of driving from the stop before pause `number` to the reset that follows the pause."""
    resets_s = replay.resets_s
    pause = replay.pauses[number]
    driving_s = 0
    later = iter(replay.pauses[number + 1 :])
    following = next(later, None)
    for point in range(pause.point, course.last + 1):
        while following is not None and following.point == point:
            long_enough = following.departure_s - following.start_s >= resets_s
            if long_enough or following.start_s - following.arrival_s >= resets_s:
                return driving_s + following.offset_s
            following = next(later, None)
        driving_s += course.drive_s[point]
        if replay.start[point] - replay.arrival[point] >= resets_s:
            return driving_s
    return driving_s
