"""Faults of a periodic problem, and places that no calendar can serve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from data.domain.errors import Fault
from data.domain.matrix import UNREACHABLE, TravelMatrices
from data.domain.periodic import DIMENSION, CalendarPlace, PeriodicProblem
from data.domain.plan import Unassigned
from data.domain.problem import Problem, Task
from routing import validate
from routing.periodic.patterns import gaps_of, longest_gap, patterns, usable_days, working_days

MAX_DAYS = 92
MAX_CELLS = 40_000_000
"""Nodes squared, per class of truck, and places × days × trucks: about half a gigabyte in the search."""


def faults(problem: PeriodicProblem, matrices: TravelMatrices) -> list[Fault]:
    """Every fault that keeps the problem from being planned (R501, R503, R1xx); empty where there is none."""
    found = list(_horizon_faults(problem))
    for number, place in enumerate(problem.places):
        found.extend(_place_faults(problem, place, f"places[{number}]"))
    tasks = tuple(Task(id=each.id, place=each.place, service_s=each.service_s) for each in problem.places)
    day = Problem(
        vehicles=tuple(each.vehicle for each in problem.vehicles),
        tasks=tasks,
        facilities=problem.facilities,
        rules=problem.rules,
        dimensions=(DIMENSION,),
    )
    found.extend(_as_place_fault(fault) for fault in validate.faults(day, matrices))
    if not found:
        found.extend(_too_large(problem, matrices))
    return found


def _as_place_fault(fault: Fault) -> Fault:
    where = fault.where.replace("tasks[", "places[", 1)
    return Fault(fault.code, fault.cause, fault.action, where)


def _horizon_faults(problem: PeriodicProblem) -> Iterator[Fault]:
    days = problem.horizon_days
    if not 1 <= days <= MAX_DAYS:
        cause = f"A horizon of {days} days cannot be planned."
        yield Fault("R501", cause, f"Give 1 to {MAX_DAYS} days.", "horizon_days")
    if problem.crews and len(problem.crews) != days:
        cause = f"There are {len(problem.crews)} numbers of crews for {days} days."
        yield Fault("R501", cause, "Give one number per day, or none.", "crews")
    if not problem.places:
        yield Fault("R501", "There is no place to visit.", "Add places.", "places")
    for name, count in Counter(place.id for place in problem.places).items():
        if count > 1:
            cause = f"{count} places are called {name!r}."
            yield Fault("R501", cause, "Give every place a name of its own.", "places")


def _place_faults(problem: PeriodicProblem, place: CalendarPlace, where: str) -> Iterator[Fault]:
    period = place.period_days or problem.horizon_days
    if period and problem.horizon_days % period:
        cause = f"{place.id} repeats every {period} days, which do not divide {problem.horizon_days} days."
        yield Fault("R501", cause, "Give a period that divides the horizon.", f"{where}.period_days")
    if place.fill_kg_per_day > 0 and place.demand_kg > 0:
        cause = f"{place.id} states a demand per visit and what gathers per day."
        yield Fault("R501", cause, "State one of them.", f"{where}.demand_kg")


def _too_large(problem: PeriodicProblem, matrices: TravelMatrices) -> Iterator[Fault]:
    trucks, places = len(problem.vehicles), len(problem.places)
    nodes = places + len(problem.facilities) + 2 * trucks
    kinds = len({(each.vehicle.profile, each.vehicle.cost) for each in problem.vehicles})
    cells = nodes * nodes * kinds + problem.horizon_days * trucks * (2 * places + 4)
    if cells > MAX_CELLS:
        days = problem.horizon_days
        cause = f"{places:,} places, {trucks} trucks of {kinds} kinds and {days} days are too many."
        yield Fault("R503", cause, "Split the places by area, or the horizon by weeks.", "places")


def infeasible_places(problem: PeriodicProblem, matrices: TravelMatrices) -> list[Unassigned]:
    """Places that no calendar can serve, each with its reason; the others can be planned without them."""
    working = working_days(problem)
    found = []
    for place in problem.places:
        why = _no_pattern(problem, place, working) or _out_of_reach(problem, place, matrices)
        if why is not None:
            found.append(Unassigned(task=place.id, code=why[0], reason=why[1]))
    return found


def _no_pattern(
    problem: PeriodicProblem, place: CalendarPlace, working: list[bool]
) -> tuple[str, str] | None:
    """Why no pattern of days suits the place; None where one does."""
    period = place.period_days or problem.horizon_days
    if place.demand_kg <= 0 and place.fill_kg_per_day <= 0:
        return "R511", f"{place.id} has no demand; nothing is fetched there."
    days = len(usable_days(problem, place, working))
    if place.visits is not None and place.visits > days:
        return (
            "R512",
            f"{place.id} asks for {place.visits} visits in {period} days, of which {days} can be used.",
        )
    if longest_gap(place, period) < 1:
        return (
            "R513",
            f"{place.id} gathers {place.amount_kg(1)} kg a day; its containers hold {place.container_kg} kg.",
        )
    found = patterns(problem, place, working)
    if not found:
        return "R512", f"{place.id}: no choice of days keeps its number of visits, spacing and weekdays."
    least = min(place.amount_kg(min(gaps_of(days, problem.horizon_days))) for days in found)
    most = max(
        (each.vehicle.capacity[0] for each in problem.vehicles if each.vehicle.capacity), default=least
    )
    free = any(not each.vehicle.capacity for each in problem.vehicles)
    if least > most and not free:
        return "R513", f"{place.id} has {least} kg at a visit; the largest truck carries {most} kg."
    return None


def _out_of_reach(
    problem: PeriodicProblem, place: CalendarPlace, matrices: TravelMatrices
) -> tuple[str, str] | None:
    """Why no truck can drive to the place, work and return within its shift; None where one can."""
    nearest: int | None = None
    for each in problem.vehicles:
        vehicle, matrix = each.vehicle, matrices[each.vehicle.profile].duration_s
        there = 0 if vehicle.start is None else int(matrix[vehicle.start, place.place])
        back = 0 if vehicle.end is None else int(matrix[place.place, vehicle.end])
        if UNREACHABLE in (there, back):
            continue
        needs = there + back + place.service_s
        if needs <= available_s(vehicle.shift, vehicle.overtime_s, vehicle.max_duration_s):
            return None
        nearest = needs if nearest is None else min(nearest, needs)
    if nearest is None:
        return "R514", f"{place.id} cannot be reached by any truck, or not be left again."
    return "R514", f"{place.id} takes {nearest / 3600:.1f} h there and back, longer than any truck's day."


def available_s(shift: tuple[int, int], overtime_s: int, max_duration_s: int | None) -> int:
    """Seconds a truck may be away from its depot in a day."""
    longest = shift[1] + overtime_s - shift[0]
    return longest if max_duration_s is None else min(longest, max_duration_s)
