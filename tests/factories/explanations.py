"""Whether what is said of a task left out is true: by brute force on the plan, then by solving again."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import replace

from benchmarks.generated_days import RichDay, rich_day
from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan, Route, Unassigned
from data.domain.problem import Problem
from routing.check import violations
from routing.construct.insertion import insert_steps, rank_positions, schedule_order
from routing.construct.repair import PlanBuilder
from routing.engines.lns.engine import search
from routing.engines.registry import EngineTask
from routing.explain import apply_relaxation, explain
from routing.explain.changes import DISTANCE_STEP_M, TIME_STEP_S
from routing.model.index import DayIndex
from routing.model.intake import remaining_intake
from routing.model.steps import service_steps

Day = tuple[Problem, TravelMatrices, Plan]


def crowded_days(first_seed: int, *, tasks: int = 40, trucks: int = 3) -> Iterator[Day]:
    """Made-up days with too few trucks, each task put where it fits first, and what is left explained."""
    for seed in itertools.count(first_seed):
        problem, matrices = rich_day(seed, RichDay(tasks=tasks, mandatory_share=0.0))
        few = replace(problem, vehicles=problem.vehicles[:trucks])
        plan = PlanBuilder(DayIndex(few, matrices)).construct()
        yield few, matrices, explain(few, matrices, plan, insert=True)


def fits_somewhere(problem: Problem, matrices: TravelMatrices, plan: Plan, task: str) -> bool:
    """Whether some vehicle can take the task at some place, all others kept where they are."""
    index = DayIndex(problem, matrices)
    routes = {route.vehicle: route for route in plan.routes}
    for vehicle in problem.vehicles:
        if not index.skills(task) <= vehicle.skills:
            continue
        order = service_steps(routes[vehicle.id]) if vehicle.id in routes else ()
        left = remaining_intake(index, plan.routes, without={vehicle.id})
        for place in rank_positions(index, vehicle, order, task):
            steps = insert_steps(order, index.steps_of(task), place)
            if isinstance(schedule_order(index, vehicle, steps, left), Route):
                return True
    return False


def solved_again(day: Day, said: Unassigned) -> tuple[Problem, Plan]:
    """The day with the relaxation made and its task mandatory, searched on from the plan for a moment."""
    problem, matrices, plan = day
    enough = apply_relaxation(problem, said.task, said.relaxation or {})
    mandatory = replace(
        enough,
        tasks=tuple(replace(t, penalty=None) if t.id == said.task else t for t in enough.tasks),
        shipments=tuple(replace(s, penalty=None) if s.id == said.task else s for s in enough.shipments),
    )
    found = [plan]
    task = EngineTask(seconds=60.0, iterations=200, warm=plan)
    search(DayIndex(mandatory, matrices), task, found.append, lambda: False)
    return mandatory, found[-1]


def step_of(unit: str) -> int:
    """The least amount by which a relaxation is given."""
    return {"s": TIME_STEP_S, "m": DISTANCE_STEP_M}.get(unit, 1)


def what_is_wrong(day: Day, said: Unassigned) -> str:
    """Why a statement is not true; empty where it is."""
    problem, matrices, plan = day
    relaxation = said.relaxation or {}
    if not relaxation:
        return "no relaxation"
    by = int(relaxation["by"])
    enough = apply_relaxation(problem, said.task, relaxation)
    if not fits_somewhere(enough, matrices, plan, said.task):
        return "the relaxation does not admit it"
    less = apply_relaxation(problem, said.task, relaxation, by=by - step_of(str(relaxation["unit"])))
    if fits_somewhere(less, matrices, plan, said.task):
        return "one step less admits it too"
    mandatory, again = solved_again(day, said)
    if violations(mandatory, matrices, again):
        return "solved again, the checker refuses the plan"
    if said.task in {left_out.task for left_out in again.unassigned}:
        return "solved again, it is left out"
    return ""
