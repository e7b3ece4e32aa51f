"""The independent checker of calendars: rules of a periodic problem, and the plan of each day.

It recomputes everything from the visits of the days' routes, and shares no code with what builds calendars.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from data.domain.matrix import TravelMatrices
from data.domain.periodic import DIMENSION, Calendar, CalendarPlace, PeriodicProblem
from data.domain.plan import Plan, Violation
from data.domain.problem import Problem, Task
from routing.check import violations
from routing.check.wording import violation

COST_TOLERANCE = 1e-6


def calendar_violations(
    problem: PeriodicProblem, matrices: TravelMatrices, calendar: Calendar
) -> list[Violation]:
    """Find every rule that a calendar breaks.

    Parameters
    ----------
    problem
        Free of faults (`routing.periodic.infeasibility.faults`).
    """
    found: list[Violation] = []
    if len(calendar.plans) != problem.horizon_days:
        text = f"There are {len(calendar.plans)} days of {problem.horizon_days}."
        return [violation("R366", text, amount=abs(len(calendar.plans) - problem.horizon_days), unit="days")]
    visited = _visit_days(calendar)
    for place in problem.places:
        found.extend(_accounted(calendar, place, visited.get(place.id, [])))
        if visited.get(place.id):
            found.extend(_days_of(problem, place, sorted(set(visited[place.id]))))
    for day, plan in enumerate(calendar.plans):
        found.extend(_crew(problem, day, plan))
        found.extend(_on_day(day, each) for each in violations(_day(problem, day, visited), matrices, plan))
    found.extend(_figures(problem, calendar))
    return found


def _visit_days(calendar: Calendar) -> dict[str, list[int]]:
    visited: dict[str, list[int]] = {}
    for day, plan in enumerate(calendar.plans):
        for route in plan.routes:
            for visit in route.visits:
                if visit.kind == "collect" and visit.task is not None:
                    visited.setdefault(visit.task, []).append(day)
    return visited


def _accounted(calendar: Calendar, place: CalendarPlace, visited: list[int]) -> Iterator[Violation]:
    listed = sum(each.task == place.id for each in calendar.unassigned)
    stated = list(calendar.visits.get(place.id, ()))
    if stated != sorted(set(visited)):
        text = f"{place.id} is stated on days {stated}, and visited on {sorted(set(visited))}."
        yield violation("R366", text, task=place.id)
    if bool(visited) == bool(listed) or listed > 1:
        how = "both visited and left out" if visited else "neither visited nor left out"
        yield violation("R366", f"{place.id} is {how if listed < 2 else 'left out twice'}.", task=place.id)


def _days_of(problem: PeriodicProblem, place: CalendarPlace, days: list[int]) -> Iterator[Violation]:
    horizon = problem.horizon_days
    period = place.period_days or horizon
    for begin in range(0, horizon, period):
        within = [day - begin for day in days if begin <= day < begin + period]
        if place.visits is not None and len(within) != place.visits:
            text = f"{place.id} has {len(within)} visits from day {begin} on, and asks for {place.visits}."
            yield violation("R361", text, task=place.id, amount=abs(len(within) - place.visits))
        if within != [day for day in days if day < period]:
            text = f"{place.id} has other days from day {begin} on than in its first {period}."
            yield violation("R361", text, task=place.id)
    for number, day in enumerate(days):
        gap = day - days[number - 1] if number else day + horizon - days[-1]
        yield from _gap(place, day, gap)
        if problem.weekday(day) not in place.weekdays:
            text = f"{place.id} is visited on day {day}, on a weekday that it does not allow."
            yield violation("R363", text, task=place.id)


def _gap(place: CalendarPlace, day: int, gap: int) -> Iterator[Violation]:
    most = place.most_gap_days
    if gap < place.least_gap_days or (most is not None and gap > most):
        allowed = f"{place.least_gap_days} to {'any number' if most is None else most}"
        text = f"{place.id} is visited on day {day}, {gap} days after the last time; {allowed} are allowed."
        yield violation("R362", text, task=place.id, unit="days")
    gathered = place.fill_kg_per_day * gap
    if place.container_kg is not None and gathered > place.container_kg + 1e-6:
        text = (
            f"{place.id} has gathered {gathered:g} kg by day {day}; its containers hold {place.container_kg}."
        )
        yield violation("R365", text, task=place.id, amount=gathered - place.container_kg, unit="kg")


def _crew(problem: PeriodicProblem, day: int, plan: Plan) -> Iterator[Violation]:
    weekday = problem.weekday(day)
    works = [each.vehicle.id for each in problem.vehicles if weekday in each.weekdays]
    allowed = works if not problem.crews else works[: problem.crews[day]]
    for route in plan.routes:
        if route.vehicle not in allowed:
            text = f"{route.vehicle} is out on day {day}, on which it does not work or has no crew."
            yield violation("R364", text, vehicle=route.vehicle)


def _day(problem: PeriodicProblem, day: int, visited: dict[str, list[int]]) -> Problem:
    """The problem of one day, with all vehicles; `_crew` checks which of them may work."""
    tasks = []
    for place in problem.places:
        days = sorted(set(visited.get(place.id, ())))
        if day not in days:
            continue
        earlier = [other for other in days if other < day]
        gap = day - earlier[-1] if earlier else day + problem.horizon_days - days[-1]
        kg = place.demand_kg
        if place.fill_kg_per_day > 0:
            kg = math.ceil(round(place.fill_kg_per_day * gap, 6))
        tasks.append(Task(id=place.id, place=place.place, demand=(kg,), service_s=place.service_s))
    return Problem(
        vehicles=tuple(each.vehicle for each in problem.vehicles),
        tasks=tuple(tasks),
        facilities=problem.facilities,
        rules=problem.rules,
        dimensions=(DIMENSION,),
    )


def _on_day(day: int, each: Violation) -> Violation:
    return Violation(
        code=each.code,
        rule=each.rule,
        vehicle=each.vehicle,
        task=each.task,
        amount=each.amount,
        unit=each.unit,
        message=f"Day {day}: {each.message}",
    )


def _figures(problem: PeriodicProblem, calendar: Calendar) -> Iterator[Violation]:
    cost = sum(plan.cost for plan in calendar.plans)
    hours = []
    for day, plan in enumerate(calendar.plans):
        on_road_s = sum(route.duration_s for route in plan.routes)
        crews = problem.crews[day] if problem.crews else len(problem.vehicles)
        if crews > 0 and any(problem.weekday(day) in each.weekdays for each in problem.vehicles):
            hours.append(on_road_s / 3600)
    spread_h = max(hours, default=0.0) - min(hours, default=0.0)
    objective = cost + problem.levelling * spread_h
    stated = (("cost", calendar.cost, cost), ("spread", calendar.spread_h, spread_h))
    for name, says, is_ in (*stated, ("objective", calendar.objective, objective)):
        if not math.isclose(says, is_, rel_tol=COST_TOLERANCE, abs_tol=COST_TOLERANCE):
            text = f"The calendar states a {name} of {says:g}; it is {is_:g}."
            yield violation("R367", text, amount=abs(says - is_), unit=name)
