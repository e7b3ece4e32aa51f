"""Every kind of breach of a planned day: each makes the plan wrong in one way and names the code expected."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np

from data.domain.matrix import TravelMatrix
from data.domain.plan import Route, Visit
from data.domain.problem import Break, Earlier, LoadCap, Lock, Objective, Rest, Underway
from tests.factories.planned_days import PlannedDay

Breach = Callable[[PlannedDay, Random], PlannedDay | None]
"""The day made wrong, or None where this day gives no occasion for it."""

BREACHES: dict[str, tuple[str, Breach]] = {}
"""Name → code expected, and how to commit it."""


def breach(code: str) -> Callable[[Breach], Breach]:
    def register(commit: Breach) -> Breach:
        BREACHES[commit.__name__] = (code, commit)
        return commit

    return register


def with_route(day: PlannedDay, number: int, **changes: Any) -> PlannedDay:
    routes = list(day.plan.routes)
    routes[number] = replace(routes[number], **changes)
    return replace(day, plan=replace(day.plan, routes=tuple(routes)))


def with_visit(day: PlannedDay, number: int, position: int, **changes: Any) -> PlannedDay:
    visits = list(day.plan.routes[number].visits)
    visits[position] = replace(visits[position], **changes)
    return with_route(day, number, visits=tuple(visits))


def with_vehicle(day: PlannedDay, number: int, **changes: Any) -> PlannedDay:
    vehicles = list(day.problem.vehicles)
    vehicles[number] = replace(vehicles[number], **changes)
    return replace(day, problem=replace(day.problem, vehicles=tuple(vehicles)))


def with_task(day: PlannedDay, name: str, **changes: Any) -> PlannedDay:
    tasks = (replace(task, **changes) if task.id == name else task for task in day.problem.tasks)
    return replace(day, problem=replace(day.problem, tasks=tuple(tasks)))


def with_rules(day: PlannedDay, **changes: Any) -> PlannedDay:
    return replace(day, problem=replace(day.problem, rules=replace(day.problem.rules, **changes)))


def visits_of(day: PlannedDay, *kinds: str) -> list[tuple[int, int, Visit]]:
    """(route, position, visit) of every visit of these kinds."""
    return [
        (number, position, visit)
        for number, route in enumerate(day.plan.routes)
        for position, visit in enumerate(route.visits)
        if visit.kind in kinds
    ]


def typed_together(day: PlannedDay) -> Iterable[tuple[str, str]]:
    """Pairs of different load types collected one after the other in a trip, and so aboard together."""
    types = {task.id: task.load_type for task in day.problem.tasks if any(task.demand)}
    for route in day.plan.routes:
        aboard: list[str] = []
        for visit in route.visits:
            if visit.kind == "unload":
                aboard = []
            load_type = types.get(visit.task or "") if visit.kind == "collect" else None
            if load_type is not None:
                yield from ((other, load_type) for other in aboard if other != load_type)
                aboard.append(load_type)


@breach("R305")
def drop_a_visit(day: PlannedDay, random: Random) -> PlannedDay:
    number, position, _ = random.choice(visits_of(day, "collect"))
    visits = day.plan.routes[number].visits
    return with_route(day, number, visits=visits[:position] + visits[position + 1 :])


@breach("R305")
def forget_one_left_out(day: PlannedDay, random: Random) -> PlannedDay:
    return replace(day, plan=replace(day.plan, unassigned=()))


@breach("R304")
def serve_twice(day: PlannedDay, random: Random) -> PlannedDay:
    number, position, visit = random.choice(visits_of(day, "collect"))
    visits = day.plan.routes[number].visits
    return with_route(day, number, visits=(*visits[:position], visit, *visits[position:]))


@breach("R302")
def use_a_vehicle_twice(day: PlannedDay, random: Random) -> PlannedDay:
    return with_route(day, 0, vehicle=day.plan.routes[1].vehicle)


@breach("R303")
def serve_what_nobody_asked_for(day: PlannedDay, random: Random) -> PlannedDay:
    number, position, _ = random.choice(visits_of(day, "collect"))
    return with_visit(day, number, position, task="ghost")


@breach("R306")
def deliver_before_the_pickup(day: PlannedDay, random: Random) -> PlannedDay:
    number, pickup, one = random.choice(visits_of(day, "pickup"))
    visits = list(day.plan.routes[number].visits)
    delivery = next(i for i, visit in enumerate(visits) if visit.kind == "deliver")
    visits[pickup], visits[delivery] = visits[delivery], one
    return with_route(day, number, visits=tuple(visits))


@breach("R310")
def drive_too_fast(day: PlannedDay, random: Random) -> PlannedDay | None:
    served = ("collect", "pickup", "deliver", "unload")
    legs = [
        (number, position, visit)
        for number, position, visit in visits_of(day, *served)
        if day.plan.routes[number].visits[position - 1].place not in (visit.place, None)
    ]
    if not legs:
        return None
    number, position, visit = random.choice(legs)
    return with_visit(day, number, position, arrival_s=(visit.arrival_s or 0) - 1)


@breach("R311")
def cut_the_road(day: PlannedDay, random: Random) -> PlannedDay | None:
    number, position, visit = random.choice(visits_of(day, "collect"))
    before = [v.place for v in day.plan.routes[number].visits[:position] if v.place is not None][-1]
    if visit.place == before:
        return None
    matrices = {}
    for name, matrix in day.matrices.items():
        tables = [np.array(matrix.duration_s), np.array(matrix.distance_m)]
        for table in tables:
            table[before, visit.place] = -1
        matrices[name] = TravelMatrix(duration_s=tables[0], distance_m=tables[1])
    return replace(day, matrices=matrices)


@breach("R312")
def close_the_window_before_the_start(day: PlannedDay, random: Random) -> PlannedDay:
    _, _, visit = random.choice(visits_of(day, "collect"))
    start_s = visit.start_s or 0
    windows = random.choice([((0, start_s - 1),), ((start_s + 1, 10**7),)])
    return with_task(day, visit.task or "", windows=windows)


@breach("R313")
def leave_before_the_work_is_done(day: PlannedDay, random: Random) -> PlannedDay:
    number, position, visit = random.choice(visits_of(day, "unload", "pickup"))
    return with_visit(day, number, position, departure_s=(visit.departure_s or 0) - 1)


@breach("R314")
def start_before_arriving(day: PlannedDay, random: Random) -> PlannedDay:
    number, position, visit = random.choice(visits_of(day, "collect", "unload"))
    return with_visit(day, number, position, start_s=(visit.arrival_s or 0) - 1)


@breach("R315")
def release_after_the_start(day: PlannedDay, random: Random) -> PlannedDay:
    _, _, visit = random.choice(visits_of(day, "collect"))
    return with_task(day, visit.task or "", release_s=(visit.start_s or 0) + 1)


@breach("R316")
def leave_before_the_shift(day: PlannedDay, random: Random) -> PlannedDay:
    departure_s = day.plan.routes[0].visits[0].departure_s or 0
    return with_vehicle(day, 0, shift=(departure_s + 1, 10**7))


@breach("R317")
def come_back_after_the_overtime(day: PlannedDay, random: Random) -> PlannedDay:
    back_s = day.plan.routes[1].visits[-1].arrival_s or 0
    return with_vehicle(day, 1, shift=(0, back_s - 11), overtime_s=10)


@breach("R318")
def skip_a_break(day: PlannedDay, random: Random) -> PlannedDay:
    return with_vehicle(day, 0, breaks=(Break(window=(0, 10**6), duration_s=60),))


@breach("R319")
def drive_on_without_a_rest(day: PlannedDay, random: Random) -> PlannedDay:
    driving_s = day.plan.routes[0].driving_s
    return with_rules(day, rest=Rest(after_driving_s=driving_s - 1, duration_s=10**6))


@breach("R320")
def exceed_the_range(day: PlannedDay, random: Random) -> PlannedDay:
    return with_vehicle(day, 0, max_distance_m=day.plan.routes[0].distance_m - 1)


@breach("R321")
def stay_away_too_long(day: PlannedDay, random: Random) -> PlannedDay:
    return with_vehicle(day, 0, max_duration_s=day.plan.routes[0].duration_s - 1)


@breach("R330")
def overload(day: PlannedDay, random: Random) -> PlannedDay | None:
    capacity = day.problem.vehicles[0].capacity
    return with_vehicle(day, 0, capacity=(capacity[0] - 1, capacity[1])) if capacity[0] else None


@breach("R331")
def misstate_the_load(day: PlannedDay, random: Random) -> PlannedDay:
    number, position, visit = random.choice(visits_of(day, "collect", "unload", "pickup", "deliver"))
    load = (visit.load[0] + random.choice([-1, 1]), visit.load[1])
    return with_visit(day, number, position, load=load)


@breach("R332")
def mix_what_must_be_apart(day: PlannedDay, random: Random) -> PlannedDay | None:
    pairs = list(typed_together(day))
    return with_rules(day, incompatible=(random.choice(pairs),)) if pairs else None


@breach("R333")
def mix_over_the_day(day: PlannedDay, random: Random) -> PlannedDay | None:
    pairs = list(typed_together(day))
    return with_rules(day, incompatible_day=(random.choice(pairs)[::-1],)) if pairs else None


@breach("R334")
def exceed_a_cap(day: PlannedDay, random: Random) -> PlannedDay | None:
    tasks = [task for task in day.problem.tasks if task.load_type and any(task.demand) and task.id != "spare"]
    if not tasks:
        return None
    task = random.choice(tasks)
    cap = LoadCap(load_type=task.load_type or "", dimension="kg", max=task.demand[0] - 1)
    return with_rules(day, load_caps=(cap,))


@breach("R335")
def unload_what_is_not_accepted(day: PlannedDay, random: Random) -> PlannedDay | None:
    facilities = tuple(replace(each, accepts=frozenset({"asbestos"})) for each in day.problem.facilities)
    if not any(task.load_type and any(task.demand) for task in day.problem.tasks if task.id != "spare"):
        return None
    return replace(day, problem=replace(day.problem, facilities=facilities))


@breach("R336")
def unload_out_of_hours(day: PlannedDay, random: Random) -> PlannedDay:
    _, _, visit = random.choice(visits_of(day, "unload"))
    facilities = tuple(
        replace(each, windows=((0, (visit.start_s or 0) - 1),)) if each.id == visit.facility else each
        for each in day.problem.facilities
    )
    return replace(day, problem=replace(day.problem, facilities=facilities))


@breach("R337")
def exceed_the_intake(day: PlannedDay, random: Random) -> PlannedDay | None:
    served = [task for task in day.problem.tasks if any(task.demand) and task.id != "spare"]
    if not served:
        return None
    total = sum(task.demand[0] for task in served)
    facilities = tuple(replace(each, intake=((total - 1) // 2, 10**9)) for each in day.problem.facilities)
    return replace(day, problem=replace(day.problem, facilities=facilities))


@breach("R338")
def end_loaded(day: PlannedDay, random: Random) -> PlannedDay | None:
    route = day.plan.routes[0]
    last = max(position for position, visit in enumerate(route.visits) if visit.kind == "unload")
    tasks = {task.id: task for task in day.problem.tasks}
    ahead = route.visits[last - 1]
    if ahead.kind != "collect" or not any(tasks[ahead.task or ""].demand):
        return None
    return with_route(day, 0, visits=route.visits[:last] + route.visits[last + 1 :])


@breach("R340")
def require_a_skill_nobody_has(day: PlannedDay, random: Random) -> PlannedDay:
    _, _, visit = random.choice(visits_of(day, "collect"))
    return with_task(day, visit.task or "", skills=frozenset({"flying"}))


def _locked(day: PlannedDay, lock: Lock) -> PlannedDay:
    return replace(day, problem=replace(day.problem, locks=(lock,)))


@breach("R341")
def serve_more_than_the_locked_route(day: PlannedDay, random: Random) -> PlannedDay:
    route: Route = day.plan.routes[0]
    return _locked(day, Lock(kind="route", vehicle=route.vehicle, tasks=route.tasks[:-1]))


@breach("R342")
def take_from_a_locked_vehicle(day: PlannedDay, random: Random) -> PlannedDay:
    one, other = day.plan.routes
    return _locked(day, Lock(kind="vehicle", vehicle=one.vehicle, tasks=(random.choice(other.tasks),)))


@breach("R343")
def begin_otherwise(day: PlannedDay, random: Random) -> PlannedDay:
    route = day.plan.routes[0]
    return _locked(day, Lock(kind="prefix", vehicle=route.vehicle, tasks=route.tasks[1:2]))


@breach("R344")
def break_a_sequence(day: PlannedDay, random: Random) -> PlannedDay:
    return _locked(day, Lock(kind="sequence", tasks=day.plan.routes[0].tasks[1::-1]))


@breach("R350")
def misprice_a_route(day: PlannedDay, random: Random) -> PlannedDay:
    return with_route(day, 0, cost=day.plan.routes[0].cost + random.choice([-0.02, 0.02]))


@breach("R351")
def misprice_the_plan(day: PlannedDay, random: Random) -> PlannedDay:
    return replace(day, plan=replace(day.plan, cost=day.plan.cost + random.choice([-0.02, 0.02])))


@breach("R352")
def misstate_a_figure(day: PlannedDay, random: Random) -> PlannedDay:
    return with_route(day, 0, distance_m=day.plan.routes[0].distance_m + 1)


@breach("R301")
def leave_out_a_time(day: PlannedDay, random: Random) -> PlannedDay:
    number, position, _ = random.choice(visits_of(day, "collect", "unload"))
    return with_visit(day, number, position, **{random.choice(["arrival_s", "departure_s"]): None})


@breach("R301")
def stand_elsewhere(day: PlannedDay, random: Random) -> PlannedDay:
    number, position, visit = random.choice(visits_of(day, "collect", "unload", "depot"))
    return with_visit(day, number, position, place=((visit.place or 0) + 1) % 9)


@breach("R322")
def run_the_battery_down(day: PlannedDay, random: Random) -> PlannedDay:
    return with_vehicle(day, 0, range_m=day.plan.routes[0].distance_m - 1)


@breach("R322")
def set_out_with_less_than_it_takes(day: PlannedDay, random: Random) -> PlannedDay:
    length_m = day.plan.routes[0].distance_m
    return with_vehicle(day, 0, range_m=length_m, underway=Underway(used_m=1))


@breach("R353")
def keep_quiet_about_what_is_weighed(day: PlannedDay, random: Random) -> PlannedDay:
    route = day.plan.routes[0]
    earlier = (Earlier(vehicle=day.plan.routes[1].vehicle, tasks=route.tasks),)
    problem = replace(day.problem, objective=Objective(stability=3.0), earlier=earlier)
    return replace(day, problem=problem)


@breach("R350")
def forget_that_it_is_late(day: PlannedDay, random: Random) -> PlannedDay:
    _, _, visit = random.choice(visits_of(day, "collect"))
    return with_task(day, visit.task or "", due_s=max(0, (visit.start_s or 0) - 60), late_per_h=600.0)


@breach("R319")
def forget_what_was_driven_before(day: PlannedDay, random: Random) -> PlannedDay | None:
    rest = day.problem.rules.rest
    if rest is None or day.plan.routes[0].driving_s == 0:
        return None
    driven = with_vehicle(day, 0, underway=Underway(driven_s=rest.after_driving_s))
    return with_rules(driven, rest=replace(rest, duration_s=10**6))


@breach("R333")
def forget_what_was_carried_before(day: PlannedDay, random: Random) -> PlannedDay | None:
    tasks = {task.id: task.load_type for task in day.problem.tasks}
    types = sorted({kind for id_ in day.plan.routes[0].tasks if (kind := tasks.get(id_)) is not None})
    if not types:
        return None
    behind = with_vehicle(day, 0, underway=Underway(carried=frozenset({"asbestos"})))
    return with_rules(behind, incompatible_day=((types[0], "asbestos"),))
