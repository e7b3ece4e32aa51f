"""The cheapest timetable of a timing problem."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from routing.schedule.labels import UNLIMITED_S, Label, TimingFailure, Trace, propagate_labels
from routing.schedule.timing_problem import TimingProblem


class Pause(NamedTuple):
    """A rest (`number` None) or a break on the leg into `point`, after `offset_s` of driving on it."""

    point: int
    number: int | None
    offset_s: int
    arrival_s: int
    start_s: int
    departure_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """Times at every point of a timing problem.

    Attributes
    ----------
    arrival_s, start_s, departure_s
        One per point; at point 0 all three are the departure.
    pauses
        In order of time.
    cost
        Of the duration, overtime and late starts.
    """

    arrival_s: tuple[int, ...]
    start_s: tuple[int, ...]
    departure_s: tuple[int, ...]
    pauses: tuple[Pause, ...]
    cost: float

    @property
    def leave_s(self) -> int:
        """Departure from the first point."""
        return self.departure_s[0]

    @property
    def end_s(self) -> int:
        """Departure from the last point."""
        return self.departure_s[-1]


def compute_timetable(problem: TimingProblem) -> Timetable | TimingFailure:
    """Compute the cheapest times; of equally cheap ones the shortest, then the earliest.

    Exact for windows, shifts, overtime, rests and breaks, with one exception: of two breaks that both
    count as rests and whose windows both close during the route, the position of the first on its leg is
    chosen from a finite set.

    Returns
    -------
    Timetable or TimingFailure
        The latter names the rule that every timetable breaks.
    """
    if problem.rest is not None and problem.driven_s + sum(problem.drive_s) <= problem.rest.after_driving_s:
        problem = replace(problem, rest=None)
    if not problem.breaks and problem.rest is None and all(len(w) < 2 for w in problem.windows):
        return _without_pauses(problem)
    labels = propagate_labels(problem)
    if isinstance(labels, TimingFailure):
        return _attribute_to_rests(problem, labels)
    best = min(
        labels,
        key=lambda label: (
            problem.cost(label.leave_s, label.time_s) + label.late_cost,
            label.time_s - label.leave_s,
            label.time_s,
        ),
    )
    return _replay(problem, best)


def _attribute_to_rests(problem: TimingProblem, failure: TimingFailure) -> TimingFailure:
    """Name the rest rule for a problem that would be feasible without rests."""
    if problem.rest is None or failure.rule == "rest":
        return failure
    without = propagate_labels(replace(problem, rest=None))
    return failure if isinstance(without, TimingFailure) else failure._replace(rule="rest")


def _without_pauses(problem: TimingProblem) -> Timetable | TimingFailure:
    """Solve a problem without pauses and with single windows: forward for the end, backward for the start.

    With single windows the earliest end and the shortest duration are attained together, so this is
    exact whatever overtime costs.
    """
    clock = problem.earliest_s
    bounds_s = [0]
    for point in range(1, problem.last + 1):
        clock += problem.drive_s[point]
        clock = max(clock, problem.release_s[point])
        if problem.windows[point]:
            opens_s, closes_s = problem.windows[point][0]
            if clock > closes_s:
                return TimingFailure(point, "window", clock - closes_s)
            clock = max(clock, opens_s)
        bounds_s.append(problem.bound_s(point, clock))
        clock += problem.work_s[point]
    if clock > problem.latest_s:
        return TimingFailure(problem.last, "shift", clock - problem.latest_s)
    end_s = clock
    for point in range(problem.last, 0, -1):
        clock = min(clock - problem.work_s[point], bounds_s[point])
        if problem.windows[point] and clock > problem.windows[point][0][1]:
            clock = problem.windows[point][0][1]
        clock -= problem.drive_s[point]
    leave_s = clock
    if problem.excess_s(leave_s, end_s):
        return TimingFailure(problem.last, "duration", problem.excess_s(leave_s, end_s))
    stops = tuple(
        max(problem.release_s[point], problem.windows[point][0][0] if problem.windows[point] else 0)
        for point in range(problem.last + 1)
    )
    return _forward_times(problem, leave_s, stops, end_s)


def _forward_times(problem: TimingProblem, leave_s: int, opens_s: tuple[int, ...], end_s: int) -> Timetable:
    arrival, start, departure = [leave_s], [leave_s], [leave_s]
    for point in range(1, problem.last + 1):
        arrival.append(departure[-1] + problem.drive_s[point])
        start.append(max(arrival[-1], opens_s[point]))
        departure.append(start[-1] + problem.work_s[point])
    assert departure[-1] == end_s
    return Timetable(
        arrival_s=tuple(arrival),
        start_s=tuple(start),
        departure_s=tuple(departure),
        pauses=(),
        cost=problem.cost(leave_s, end_s)
        + sum(problem.late_cost(point, start_s) for point, start_s in enumerate(start)),
    )


def _replay(problem: TimingProblem, label: Label) -> Timetable:
    """Turn the decisions of a label into times, from its departure on."""
    replay = _Replay(problem, label.leave_s)
    decisions: list[Trace] = []
    trace = label.trace
    while trace is not None:
        decisions.append(trace)
        trace = trace.before
    for decision in reversed(decisions):
        if decision.kind == "work":
            replay.work(decision.value)
        else:
            replay.pause(None if decision.kind == "rest" else decision.value, decision.limit_s)
    assert replay.departure[-1] <= label.time_s
    return Timetable(
        arrival_s=tuple(replay.arrival),
        start_s=tuple(replay.start),
        departure_s=tuple(replay.departure),
        pauses=tuple(_move_rests_to_stops(problem, replay)),
        cost=problem.cost(label.leave_s, replay.departure[-1])
        + sum(problem.late_cost(point, start_s) for point, start_s in enumerate(replay.start)),
    )


class _Replay:
    """State of the vehicle while the decisions of a label are replayed."""

    def __init__(self, problem: TimingProblem, leave_s: int) -> None:
        self.problem = problem
        self.arrival, self.start, self.departure = [leave_s], [leave_s], [leave_s]
        self.pauses: list[Pause] = []
        self.clock = leave_s
        self.offset_s = 0
        self.driven_s = problem.driven_s
        self.limit_s = problem.rest.after_driving_s if problem.rest is not None else UNLIMITED_S
        self.resets_s = problem.rest.duration_s if problem.rest is not None else UNLIMITED_S

    @property
    def point(self) -> int:
        """The point the vehicle is driving to."""
        return len(self.arrival)

    def _drive(self, offset_s: int) -> None:
        self.clock += offset_s - self.offset_s
        self.driven_s += offset_s - self.offset_s
        self.offset_s = offset_s

    def work(self, opens_s: int) -> None:
        """Drive to the end of the leg, wait until `opens_s`, and work."""
        point = self.point
        self._drive(self.problem.drive_s[point])
        self.arrival.append(self.clock)
        self.start.append(max(self.clock, opens_s))
        if self.start[-1] - self.clock >= self.resets_s:
            self.driven_s = 0
        self.clock = self.start[-1] + self.problem.work_s[point]
        self.departure.append(self.clock)
        self.offset_s = 0

    def pause(self, number: int | None, latest_offset_s: int) -> None:
        """Pause as late on the leg as the driving limit, `latest_offset_s` and the break's window allow."""
        leg_s = self.problem.drive_s[self.point]
        offset_s = min(leg_s, latest_offset_s, self.offset_s + self.limit_s - self.driven_s)
        start_s = self.clock
        if number is None:
            assert self.problem.rest is not None
            self._drive(offset_s)
            arrival_s = start_s = self.clock
            duration_s = self.problem.rest.duration_s
        else:
            chosen = self.problem.breaks[number]
            until_close_s = self.offset_s + chosen.window[1] - self.clock
            self._drive(max(self.offset_s, min(offset_s, until_close_s)))
            arrival_s = self.clock
            start_s = max(self.clock, chosen.window[0])
            duration_s = chosen.duration_s
        if duration_s >= self.resets_s or start_s - arrival_s >= self.resets_s:
            self.driven_s = 0
        self.clock = start_s + duration_s
        self.pauses.append(Pause(self.point, number, self.offset_s, arrival_s, start_s, self.clock))


def _move_rests_to_stops(problem: TimingProblem, replay: _Replay) -> list[Pause]:
    """Move rests from the road back to the point before, where the driving limit allows.

    All other times stay as they are. A rest at a stop is easier to keep than one on the road.
    """
    if problem.rest is None:
        return replay.pauses
    moved: list[Pause] = []
    for number, planned in enumerate(replay.pauses):
        pause = planned
        first_on_leg = number == 0 or replay.pauses[number - 1].point != pause.point
        movable = pause.number is None and pause.offset_s > 0 and pause.point > 1 and first_on_leg
        if movable and _driving_to_reset(problem, replay, number) <= problem.rest.after_driving_s:
            arrival_s = pause.arrival_s - pause.offset_s
            pause = Pause(pause.point, None, 0, arrival_s, arrival_s, arrival_s + problem.rest.duration_s)
        moved.append(pause)
    return moved


def _driving_to_reset(problem: TimingProblem, replay: _Replay, number: int) -> int:
    """Driving time from the point before pause `number` to the reset after the pause."""
    resets_s = replay.resets_s
    pause = replay.pauses[number]
    driving_s = 0
    later = iter(replay.pauses[number + 1 :])
    following = next(later, None)
    for point in range(pause.point, problem.last + 1):
        while following is not None and following.point == point:
            long_enough = following.departure_s - following.start_s >= resets_s
            if long_enough or following.start_s - following.arrival_s >= resets_s:
                return driving_s + following.offset_s
            following = next(later, None)
        driving_s += problem.drive_s[point]
        if replay.start[point] - replay.arrival[point] >= resets_s:
            return driving_s
    return driving_s
