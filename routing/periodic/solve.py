"""Solve a periodic problem: set infeasible places apart, search in a child process, check the calendar."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace

from data.domain.errors import Fault, HuiliuError, InputError
from data.domain.matrix import TravelMatrices
from data.domain.periodic import Calendar, PeriodicProblem
from data.domain.plan import Plan, Unassigned
from routing.check.calendar import calendar_violations
from routing.periodic.infeasibility import faults, infeasible_places
from routing.periodic.options import CalendarOptions
from routing.periodic.search_process import CalendarProcess

__all__ = ["CalendarOptions", "CalendarProcess", "solve"]


def solve(
    problem: PeriodicProblem,
    matrices: TravelMatrices,
    options: CalendarOptions | None = None,
    *,
    on_incumbent: Callable[[Calendar], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
    process: CalendarProcess | None = None,
) -> Calendar:
    """Choose days and routes for every place that can be served.

    Parameters
    ----------
    matrices
        One per vehicle profile.
    on_incumbent
        Called with better calendars, without infeasible places; in this process.
    should_stop
        Polled ten times a second; once true, the best calendar so far is returned.
    process
        Where to search; by default in one that ends with this search.

    Raises
    ------
    InputError
        R501, R503, R1xx: every fault of the problem.
    HuiliuError
        R410: the checker refuses the calendar. R516: the process was lost. R517: the search failed.
    """
    found = faults(problem, matrices)
    if found:
        raise InputError(found)
    infeasible = infeasible_places(problem, matrices)
    names = {each.task for each in infeasible}
    servable = replace(problem, places=tuple(each for each in problem.places if each.id not in names))
    if servable.places:
        with nullcontext(process) if process is not None else CalendarProcess() as own:
            calendar = own.search(
                servable,
                matrices,
                options or CalendarOptions(),
                on_incumbent=on_incumbent,
                should_stop=should_stop,
            )
    else:
        calendar = Calendar(plans=tuple(Plan(cost=0.0, routes=()) for _ in range(problem.horizon_days)))
    calendar = replace(calendar, unassigned=_in_problem_order(problem, (*calendar.unassigned, *infeasible)))
    broken = calendar_violations(problem, matrices, calendar)
    if broken:
        raise HuiliuError(
            Fault("R410", each.message, "Report this defect of the search.", each.code) for each in broken
        )
    return calendar


def _in_problem_order(problem: PeriodicProblem, left_out: tuple[Unassigned, ...]) -> tuple[Unassigned, ...]:
    position = {place.id: number for number, place in enumerate(problem.places)}
    return tuple(sorted(left_out, key=lambda each: position[each.task]))
