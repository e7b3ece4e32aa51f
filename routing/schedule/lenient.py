"""Times for an order that breaks rules of time: each broken limit is extended by what the order needs.

The timetable of the relaxed problem is then the cheapest; `routing.check` reports what the route breaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from data.domain.plan import Route
from routing.model.index import DayIndex
from routing.model.loads import amounts_along
from routing.model.steps import Infeasible, Step
from routing.schedule.labels import TimingFailure, propagate_labels
from routing.schedule.route import build_route, build_timing_problem
from routing.schedule.timetable import Timetable, compute_timetable
from routing.schedule.timing_problem import TimingProblem

TRIES_PER_POINT = 4


def schedule_leniently(index: DayIndex, vehicle_id: str, steps: Sequence[Step]) -> Route | Infeasible:
    """Schedule `steps` whatever rules they break, as early as possible where they are late.

    Returns
    -------
    Route or Infeasible
        Infeasible only where there is no path between two steps.
    """
    vehicle = index.vehicles[vehicle_id]
    built = build_timing_problem(index, vehicle, steps, bounded=False)
    if isinstance(built, Infeasible):
        return built
    distance_m, problem = built
    return build_route(
        index, vehicle, steps, amounts_along(index, vehicle, steps), (distance_m, _relaxed_timetable(problem))
    )


def _relaxed_timetable(problem: TimingProblem) -> Timetable:
    """Timetable with broken limits extended; if need be without rests, then without breaks."""
    relaxed = problem
    for without in ({}, {"rest": None}, {"rest": None, "breaks": ()}):
        relaxed = replace(relaxed, **without)
        for _ in range(TRIES_PER_POINT * len(problem.drive_s)):
            found = compute_timetable(relaxed)
            if isinstance(found, Timetable):
                return found
            relaxed = _relax(relaxed, _root_failure(relaxed, found))
    raise AssertionError("a timing problem without limits is feasible")


def _root_failure(problem: TimingProblem, failure: TimingFailure) -> TimingFailure:
    """The limit that is broken itself, where the failure is attributed to rests."""
    if failure.rule != "rest":
        return failure
    root = propagate_labels(problem)
    assert isinstance(root, TimingFailure)
    return root


def _relax(problem: TimingProblem, failure: TimingFailure) -> TimingProblem:
    by_s = failure.amount_s
    if failure.rule == "window":
        windows = problem.windows[failure.point]
        longer = (*windows[:-1], (windows[-1][0], windows[-1][1] + by_s))
        return replace(
            problem,
            windows=(*problem.windows[: failure.point], longer, *problem.windows[failure.point + 1 :]),
        )
    if failure.rule == "duration":
        assert problem.longest_s is not None
        return replace(problem, longest_s=problem.longest_s + by_s)
    if failure.rule == "break":
        breaks = tuple(
            replace(each, window=(each.window[0], each.window[1] + by_s)) for each in problem.breaks
        )
        return replace(problem, breaks=breaks)
    return replace(problem, latest_s=problem.latest_s + by_s)
