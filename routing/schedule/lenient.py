"""Times for an order that cannot be driven as the rules would have it: late where there is no other way.

What a rule forbids is allowed by just as much as the order needs, and the same scheduler then sets
the times. Which rules the route breaks, and by how much, is for `routing.check` to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.domain.plan import Route
from routing.model.index import DayIndex
from routing.model.loads import amounts_along
from routing.model.steps import Infeasible, Step
from routing.schedule.course import Course
from routing.schedule.labels import Lateness, settle
from routing.schedule.route import dated_route, measure
from routing.schedule.timetable import Timetable, timetable

TRIES_PER_POINT = 4


def lenient_route(index: DayIndex, vehicle_id: str, steps: Sequence[Step]) -> Route | Infeasible:
    """The route through `steps`, whatever it breaks: as early as possible where it is late.

    Returns
    -------
    Route or Infeasible
        Infeasible only where there is no road.
    """
    vehicle = index.vehicles[vehicle_id]
    measured = measure(index, vehicle, steps, bounded=False)
    if isinstance(measured, Infeasible):
        return measured
    distance_m, course = measured
    return dated_route(index, vehicle, steps, amounts_along(index, steps), (distance_m, _times(course)))


def _times(course: Course) -> Timetable:
    """Times of the course with each limit that is missed moved to where it is met."""
    eased = course
    for without in ({}, {"rest": None}, {"rest": None, "breaks": ()}):
        eased = replace(eased, **without)
        for _ in range(TRIES_PER_POINT * len(course.drive_s)):
            found = timetable(eased)
            if isinstance(found, Timetable):
                return found
            eased = _eased(eased, _missed(eased, found))
    raise AssertionError("a course without limits has times")


def _missed(course: Course, lateness: Lateness) -> Lateness:
    """What is missed itself, where the rests are blamed for it."""
    if lateness.rule != "rest":
        return lateness
    settled = settle(course)
    assert isinstance(settled, Lateness)
    return settled


def _eased(course: Course, missed: Lateness) -> Course:
    by_s = missed.amount_s
    if missed.rule == "window":
        windows = course.windows[missed.point]
        longer = (*windows[:-1], (windows[-1][0], windows[-1][1] + by_s))
        return replace(
            course, windows=(*course.windows[: missed.point], longer, *course.windows[missed.point + 1 :])
        )
    if missed.rule == "duration":
        assert course.longest_s is not None
        return replace(course, longest_s=course.longest_s + by_s)
    if missed.rule == "break":
        breaks = tuple(
            replace(each, window=(each.window[0], each.window[1] + by_s)) for each in course.breaks
        )
        return replace(course, breaks=breaks)
    return replace(course, latest_s=course.latest_s + by_s)
