"""A day of the sample organisation really planned, on straight roads, stored as a worker stores it."""

from __future__ import annotations

from typing import Any

import numpy as np

from data.catalogue.rule_sets import rule_set
from data.domain.matrix import TravelMatrix
from data.domain.plan import Plan
from data.settings import Settings
from data.store.engine import session
from data.store.network.sites import find_centre
from data.store.plans.day import load_day
from data.store.plans.lifecycle import Outcome, begin, create_plan, finish
from data.store.plans.matrices import pack_matrices
from data.store.plans.tables import PlanUnassigned, Route
from routing.check import violations
from routing.construct.repair import PlanBuilder
from routing.formats.native import ProblemFile, write_problem
from routing.formats.native.stored import write_stored_plan
from routing.model.index import DayIndex
from tests.factories.rows import World
from workers.plan.problem import DayProblem, day_problem
from workers.plan.route_rows import route_figures, unassigned_group, visit_row

METRES_PER_DEGREE = 100_000
METRES_PER_S = 10


def solved_plan(settings: Settings, world: World) -> str:
    """The id of a planned plan of the world's open requests: each where it fits first."""
    with session(settings) as store:
        at = find_centre(store, world.organisation_id, world.centre)
        made = day_problem(load_day(store, world.organisation_id, at, world.date), rule_set())
    matrix = straight(made)
    matrices = dict.fromkeys({vehicle.profile for vehicle in made.problem.vehicles}, matrix)
    plan = PlanBuilder(DayIndex(made.problem, matrices)).construct(engine="construction")
    assert violations(made.problem, matrices, plan) == []
    with session(settings, write=True) as store:
        row = create_plan(
            store, organisation_id=world.organisation_id, centre=at, date=world.date, seconds_limit=1.0
        )
        begin(store, row.id, 1)
        finish(store, row.id, 1, _outcome(made, matrix, plan))
    return row.id


def orders(plan: dict[str, Any]) -> dict[str, list[str]]:
    """Stops by truck of a plan as the API tells it; trucks at home are not in it."""
    return {
        route["vehicle"]["ref"]: [visit["task"] for visit in route["visits"] if visit["kind"] == "collect"]
        for route in plan["routes"]
    }


def straight(made: DayProblem) -> TravelMatrix:
    """Everything as the crow flies, ten metres a second."""
    places = np.array([(place.lon, place.lat) for place in made.places])
    gaps = np.abs(places[:, None] - places[None, :]).sum(axis=2) * METRES_PER_DEGREE
    return TravelMatrix(
        duration_s=np.ceil(gaps / METRES_PER_S).astype(np.int32), distance_m=np.rint(gaps).astype(np.int32)
    )


def _outcome(made: DayProblem, matrix: TravelMatrix, plan: Plan) -> Outcome:
    routes = []
    for number, route in enumerate(plan.routes, start=1):
        row, driver = made.vehicles[route.vehicle]
        kept = Route(
            plan_id="", vehicle_id=row.id or 0, driver_id=driver.id if driver else None, number=number,
            geometry="straight", **route_figures(route, row, 0.0),
        )  # fmt: skip
        visits = [
            visit_row(
                visit,
                position,
                part=(made.parts[visit.task].request_id, made.parts[visit.task].load_type)
                if visit.task
                else None,
                at=made.places[visit.place] if visit.place is not None else None,
                facility_site_id=made.facilities[visit.facility].id if visit.facility else None,
            )
            for position, visit in enumerate(route.visits)
        ]
        routes.append((kept, visits))
    left_out = [
        PlanUnassigned(
            plan_id="", request_id=made.parts[each.task].request_id, task=each.task,
            load_type=made.parts[each.task].load_type,
            code=each.code, reason=each.reason, group=unassigned_group(each.code),
        )
        for each in plan.unassigned
    ]  # fmt: skip
    tasks = len(made.problem.tasks)
    return Outcome(
        cost=plan.cost,
        figures={
            "tasks": tasks,
            "served": tasks - len(left_out),
            "violations": 0,
            "kg": 0.0,
            "crews": made.crews,
        },
        methods={},
        profiles=["car"],
        synthetic=True,
        routes=routes,
        unassigned=left_out,
        problem_snapshot=write_problem(ProblemFile(problem=made.problem, places=made.places, network="toy")),
        matrices=pack_matrices(dict.fromkeys({each.profile for each in made.problem.vehicles}, matrix)),
        plan_json=write_stored_plan(plan),
    )
