"""The job that plans a day: rows → problem → roads → search → check → rows.

The database is asked at the beginning and written at the end; in between no session is open.
Whatever goes wrong ends in the plan's row with its cause, except what may pass by itself (a
database or disk that is away): then the job fails and the plan is tried again (`recovery`).
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from redis import Redis
from rq import get_current_job

from data.catalogue.rule_sets import rule_set
from data.domain.errors import Fault, InputError, UnavailableError
from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan
from data.domain.problem import Problem
from data.settings import Settings
from data.store.engine import session
from data.store.network.sites import Site
from data.store.plans import lifecycle
from data.store.plans.day import Day, load_day
from data.store.plans.lifecycle import Outcome
from data.store.plans.tables import Plan as PlanRow
from data.store.plans.tables import PlanStatus
from network.closures.closure import Closure
from network.closures.store import ClosureStore
from network.library import NetworkLibrary
from network.metric.overlay import Overlay
from network.travel.road_source import RoadSource
from routing.check import violations
from routing.solve import SolveOptions, solve
from workers.plan.attempt import Attempt
from workers.plan.executed import DaySoFar, load_so_far
from workers.plan.faults import require_no_violation, without_faulty
from workers.plan.locks import DayWishes, load_wishes
from workers.plan.problem import DayProblem, day_problem
from workers.plan.rest import plan_rest, with_behind
from workers.plan.result import SolvedDay, outcome
from workers.plan.road_source import closures_left_out, roads_asked
from workers.plan.roads import DayRoads, day_roads, no_trucks, working_hours
from workers.plan.tasks import SetAside
from workers.queue.job_context import job_settings
from workers.queue.job_faults import fault_of
from workers.queue.progress import Reporter
from workers.queue.subproblems import helpers_for

log = logging.getLogger(__name__)

_TOO_LONG = Fault(
    "W202",
    "Planning took far longer than its search time and was ended.",
    "Requests and earlier plans are kept. Plan fewer requests at once, or on a faster machine.",
    "plan",
)
_DEFECT = Fault(
    "W209",
    "Planning failed inside the program",
    "Requests and earlier plans are kept. Plan again; if it recurs, report it with the worker's log.",
    "plan",
)


def plan_day(plan_id: str, attempt: int) -> None:
    """The queue's job: plan a stored, queued plan.

    Raises
    ------
    Exception
        Whatever kept the plan from being made; it stands in the plan's row too.
    """
    job = get_current_job()
    assert job is not None, "run by a worker; make_plan is the function to call"
    assert job.connection is not None
    make_plan(job_settings(), job.connection, plan_id, attempt)


def make_plan(settings: Settings, connection: Redis, plan_id: str, attempt: int = 1) -> None:
    """Plan a stored, queued plan; does nothing where this attempt is over or was begun before.

    Raises
    ------
    Exception
        See `plan_day`.
    """
    with session(settings, write=True) as store:
        row = lifecycle.begin(store, plan_id, attempt)
    if row is None:
        log.info("plan %s: attempt %d is not to be made", plan_id, attempt)
        return
    reporter = Reporter(connection, plan_id)
    try:
        with Attempt(settings, reporter, plan_id, attempt, row.seconds_limit) as seen:
            status = _make(settings, connection, row, attempt, seen)
    except UnavailableError:
        raise
    except Exception as error:
        fault = fault_of(error, too_long=_TOO_LONG, defect=_DEFECT)
        with session(settings, write=True) as store:
            failed = lifecycle.fail(store, plan_id, attempt, fault)
        if failed:
            reporter.end(PlanStatus.FAILED.value)
        raise
    if status is not None:
        reporter.end(status.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ready:
    """A day whose roads are known: what is searched, and what has been set aside on the way.

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


def _make(
    settings: Settings, connection: Redis, row: PlanRow, attempt: int, seen: Attempt
) -> PlanStatus | None:
    """Plan the day and store it; how it ended, or None where another attempt took over."""
    seen.enter("roads")
    day, wishes, so_far = _load(settings, row)
    ready = _ready(settings, row, day, seen)
    seen.expect(len(ready.made.parts) + len(ready.made.set_aside))
    if seen.should_stop():
        return _cancelled(settings, row.id, attempt)
    seen.enter("first")
    problem = wishes.with_forced(ready.problem)
    if so_far is None:
        plan = _whole_day(settings, connection, row, wishes=wishes, problem=problem, ready=ready, seen=seen)
        if plan is None:
            return _cancelled(settings, row.id, attempt)
        found = outcome(_solved(row, ready, problem, plan), ready.source)
    else:
        found = _rest_of_day(settings, row, problem=problem, so_far=so_far, ready=ready, seen=seen)
    with session(settings, write=True) as store:
        stored = lifecycle.finish(store, row.id, attempt, found)
    if not stored:
        log.warning("plan %s: attempt %d was taken over; what it found is left", row.id, attempt)
        return None
    return PlanStatus.PLANNED


def _ready(settings: Settings, row: PlanRow, day: Day, seen: Attempt) -> _Ready:
    """The day's problem and the ways between its places, with the closures in force.

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
    source = roads_asked(settings, graph, overlay)
    unheeded = closures_left_out(source, overlay)
    seen.enter("matrix")
    roads = day_roads(made, graph, source, max_places=settings.max_matrix_places, on_profile=seen.matrix_done)
    problem, uncorrected, unusable = without_faulty(roads.problem, roads.matrices, made.parts)
    return _Ready(
        day=day,
        made=made,
        problem=problem,
        roads=roads,
        source=source,
        set_aside=(*made.set_aside, *roads.set_aside, *uncorrected),
        faults=(*made.faults, *unheeded, *roads.faults, *unusable),
        synthetic=library.info(row.network).synthetic or _synthetic(day),
        closures=[] if unheeded else [closure for closure, _change in in_force],
    )


def _whole_day(
    settings: Settings,
    connection: Redis,
    row: PlanRow,
    *,
    wishes: DayWishes,
    problem: Problem,
    ready: _Ready,
    seen: Attempt,
) -> Plan | None:
    """A plan that the checker has passed; None where the search was cancelled before it had a route.

    Raises
    ------
    HuiliuError
        W208: what was found breaks a rule.
    """
    searched = wishes.searched(problem, ready.matrices)
    options = SolveOptions(
        seconds=row.seconds_limit, processes=settings.solve_processes, warm=wishes.start(searched)
    )
    plan = solve(
        searched,
        ready.matrices,
        options,
        on_incumbent=seen.incumbent,
        should_stop=seen.should_stop,
        helpers=partial(helpers_for, connection),
    )
    if seen.should_stop() and not plan.routes:
        return None
    seen.enter("checking")
    require_no_violation(violations(searched, ready.matrices, plan))
    plan = wishes.completed(problem, plan)
    require_no_violation(violations(problem, ready.matrices, plan))
    return plan


def _rest_of_day(
    settings: Settings, row: PlanRow, *, problem: Problem, so_far: DaySoFar, ready: _Ready, seen: Attempt
) -> Outcome:
    """The rows of the day with what lies behind as it was published."""
    plan, counted = plan_rest(
        so_far,
        ready.made,
        problem,
        ready.matrices,
        SolveOptions(seconds=row.seconds_limit, processes=settings.solve_processes),
        off=ready.day.off_duty,
        should_stop=seen.should_stop,
    )
    seen.enter("checking")
    found = outcome(_solved(row, ready, problem, plan), ready.source)
    refs = {vehicle.id or 0: ref for ref, (vehicle, _driver) in ready.made.vehicles.items()}
    return with_behind(found, so_far, counted, refs)


def _solved(row: PlanRow, ready: _Ready, problem: Problem, plan: Plan) -> SolvedDay:
    return SolvedDay(
        made=ready.made,
        problem=problem,
        profiles=ready.roads.profiles,
        matrices=ready.matrices,
        plan=plan,
        set_aside=ready.set_aside,
        faults=ready.faults,
        network=row.network,
        synthetic=ready.synthetic,
        closures=ready.closures,
    )


def _load(settings: Settings, row: PlanRow) -> tuple[Day, DayWishes, DaySoFar | None]:
    with session(settings) as store:
        so_far = load_so_far(store, row)
        day = load_day(
            store,
            row.organisation_id,
            store.get_one(Site, row.centre_id),
            row.date,
            visited=so_far.visited if so_far is not None else frozenset(),
            out=so_far.under_way if so_far is not None else None,
        )
        return day, load_wishes(store, row), so_far


def _synthetic(day: Day) -> bool:
    return day.centre.synthetic or any(row.request.synthetic for row in day.requests)


def _cancelled(settings: Settings, plan_id: str, attempt: int) -> PlanStatus | None:
    with session(settings, write=True) as store:
        ended = lifecycle.cancelled(store, plan_id, attempt)
    return PlanStatus.CANCELLED if ended else None
