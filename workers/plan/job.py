"""The job that plans a day: rows → problem → roads → search → check → rows.

The steps, in order: `load_day` and the wishes of people are read, `problem` makes the routing problem,
`roads` its matrices, `validation` drops what cannot be planned, the search or `rest` makes the plan, the
checker passes it, and `result` turns it into rows. `workers.queue.attempts` begins, reports and ends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from redis import Redis
from sqlmodel import Session

from data.catalogue.rule_sets import rule_set
from data.domain.errors import Fault, InputError
from data.domain.matrix import TravelMatrices
from data.domain.plan import Incumbent, Plan
from data.domain.problem import Problem
from data.settings import Settings
from data.store.engine import session
from data.store.network.sites import Site
from data.store.plans import lifecycle
from data.store.plans.day import Day, load_day
from data.store.plans.lifecycle import Outcome
from data.store.plans.tables import Plan as PlanRow
from network.closures.closure import Closure
from network.closures.store import ClosureStore
from network.library import NetworkLibrary
from network.metric.overlay import Overlay
from network.travel.road_source import RoadSource
from routing.solve import SolveOptions, solve
from workers.plan.executed import DaySoFar, load_so_far
from workers.plan.locks import DayWishes, load_wishes
from workers.plan.problem import DayProblem, day_problem
from workers.plan.rest import plan_rest, with_executed
from workers.plan.result import SolvedDay, outcome
from workers.plan.roads import DayRoads, day_roads, no_trucks, working_hours
from workers.plan.tasks import SetAside
from workers.plan.validation import drop_faulty, require_valid
from workers.queue.attempts import Attempt, CancelledError, Phase, Store, run_attempt
from workers.queue.job_context import job_context
from workers.queue.jobs import PLANS
from workers.queue.subproblems import helpers_for
from workers.road_source import closures_ignored_by, select_road_source

PHASES = {
    "roads": Phase(2, 2),
    "matrix": Phase(5, 15),
    "first": Phase(15, 95, is_timed=True),
    "improving": Phase(15, 95, is_timed=True),
    "checking": Phase(95, 95),
}


def plan_day(plan_id: str, attempt: int) -> None:
    """Plan a stored, queued plan; the function that the queue calls.

    Raises
    ------
    Exception
        What kept the plan from being made; its cause stands in the plan's row too.
    """
    make_plan(*job_context(), plan_id, attempt)


def make_plan(settings: Settings, connection: Redis, plan_id: str, attempt: int = 1) -> None:
    """Plan a stored, queued plan; does nothing where this attempt is over or was begun before.

    Raises
    ------
    Exception
        See `plan_day`.
    """
    run_attempt(
        PLANS,
        settings,
        connection,
        plan_id,
        attempt,
        begin=lifecycle.begin,
        phases=PHASES,
        work=partial(_plan, settings, connection),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _PreparedDay:
    """A day whose roads are known.

    Attributes
    ----------
    problem
        Without what cannot be planned as it was entered.
    set_aside, faults, closures
        As in `SolvedDay`.
    """

    day: Day
    made: DayProblem
    problem: Problem
    roads: DayRoads
    source: RoadSource
    set_aside: Sequence[SetAside]
    faults: Sequence[Fault]
    synthetic: bool
    closures: Sequence[Closure]

    @property
    def matrices(self) -> TravelMatrices:
        """By the name of the profile."""
        return self.roads.matrices


def _plan(settings: Settings, connection: Redis, row: PlanRow, attempt: Attempt[PlanRow]) -> Store:
    """Plan the day, or the rest of it."""
    attempt.enter("roads")
    day, wishes, so_far = _load(settings, row)
    prepared = _prepare(settings, row, day, attempt)
    attempt.expect(len(prepared.made.parts) + len(prepared.made.set_aside))
    if attempt.should_stop():
        raise CancelledError
    attempt.enter("first", search_s=row.seconds_limit)
    problem = wishes.with_forced(prepared.problem)
    options = SolveOptions(seconds=row.seconds_limit, processes=settings.solve_processes)
    if so_far is None:
        plan = _plan_whole_day(
            connection, attempt, options, wishes=wishes, problem=problem, prepared=prepared
        )
        found = outcome(_solved(row, prepared, problem, plan), prepared.source)
    else:
        found = _plan_rest_of_day(attempt, options, row, so_far=so_far, problem=problem, prepared=prepared)
    return lambda store: lifecycle.finish(store, row.id, attempt.number, found)


def _load(settings: Settings, row: PlanRow) -> tuple[Day, DayWishes, DaySoFar | None]:
    with session(settings) as store:
        so_far = load_so_far(store, row)
        return _load_day(store, row, so_far), load_wishes(store, row), so_far


def _load_day(store: Session, row: PlanRow, so_far: DaySoFar | None) -> Day:
    return load_day(
        store,
        row.organisation_id,
        store.get_one(Site, row.centre_id),
        row.date,
        visited=so_far.visited if so_far is not None else frozenset(),
        out=so_far.under_way if so_far is not None else None,
    )


def _prepare(settings: Settings, row: PlanRow, day: Day, attempt: Attempt[PlanRow]) -> _PreparedDay:
    """Make the day's problem, and the matrices between its places with the closures in force.

    Raises
    ------
    HuiliuError
        There is no truck, or the roads cannot be used.
    """
    made = day_problem(day, rule_set())
    if not made.problem.vehicles:
        raise InputError(made.faults or no_trucks())
    library = NetworkLibrary(settings.home)
    graph = library.open(row.network)
    begin, end = working_hours(made.problem)
    in_force = [
        (closure, change)
        for closure, change in ClosureStore(settings.home).changes(row.network, graph)
        if change.holds_during(begin, end)
    ]
    overlay = Overlay(tuple(change for _closure, change in in_force))
    source = select_road_source(settings, graph, overlay)
    ignored = closures_ignored_by(source, overlay)
    attempt.enter("matrix")
    roads = day_roads(made, graph, source, max_places=settings.max_matrix_places, on_profile=attempt.advance)
    problem, uncorrected, unusable = drop_faulty(roads.problem, roads.matrices, made.parts)
    return _PreparedDay(
        day=day,
        made=made,
        problem=problem,
        roads=roads,
        source=source,
        set_aside=(*made.set_aside, *roads.set_aside, *uncorrected),
        faults=(*made.faults, *ignored, *roads.faults, *unusable),
        synthetic=library.info(row.network).synthetic or _is_synthetic(day),
        closures=[] if ignored else [closure for closure, _change in in_force],
    )


def _plan_whole_day(
    connection: Redis,
    attempt: Attempt[PlanRow],
    options: SolveOptions,
    *,
    wishes: DayWishes,
    problem: Problem,
    prepared: _PreparedDay,
) -> Plan:
    """Search a plan and have the checker pass it.

    Raises
    ------
    CancelledError
        The search was cancelled before it had a route.
    HuiliuError
        W208: the plan breaks a rule.
    """

    def report(incumbent: Incumbent) -> None:
        attempt.found(round(incumbent.cost, 2), incumbent.served)
        if attempt.phase == "first":
            attempt.enter("improving")

    searched = wishes.searched(problem, prepared.matrices)
    plan = solve(
        searched,
        prepared.matrices,
        replace(options, warm=wishes.start(searched)),
        on_incumbent=report,
        should_stop=attempt.should_stop,
        helpers=partial(helpers_for, connection),
    )
    if attempt.should_stop() and not plan.routes:
        raise CancelledError
    attempt.enter("checking")
    plan = wishes.completed(problem, plan)
    # Checked once, as a plan of the whole day that keeps the locks of the search.
    require_valid(replace(problem, locks=searched.locks), prepared.matrices, plan)
    return plan


def _plan_rest_of_day(
    attempt: Attempt[PlanRow],
    options: SolveOptions,
    row: PlanRow,
    *,
    so_far: DaySoFar,
    problem: Problem,
    prepared: _PreparedDay,
) -> Outcome:
    """Plan what is left of the day; the rows of executed visits stay as they were published."""
    plan, counted = plan_rest(
        so_far,
        prepared.made,
        problem,
        prepared.matrices,
        options,
        off=prepared.day.off_duty,
        should_stop=attempt.should_stop,
    )
    attempt.enter("checking")
    found = outcome(_solved(row, prepared, problem, plan), prepared.source)
    refs = {vehicle.id or 0: ref for ref, (vehicle, _driver) in prepared.made.vehicles.items()}
    return with_executed(found, so_far, counted, refs)


def _solved(row: PlanRow, prepared: _PreparedDay, problem: Problem, plan: Plan) -> SolvedDay:
    return SolvedDay(
        made=prepared.made,
        problem=problem,
        profiles=prepared.roads.profiles,
        matrices=prepared.matrices,
        plan=plan,
        set_aside=prepared.set_aside,
        faults=prepared.faults,
        network=row.network,
        synthetic=prepared.synthetic,
        closures=prepared.closures,
    )


def _is_synthetic(day: Day) -> bool:
    return day.centre.synthetic or any(row.request.synthetic for row in day.requests)
