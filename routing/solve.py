"""Solve a problem: remove unservable tasks, search with one or several engines, explain what is left out."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan, Unassigned
from data.domain.problem import Problem, Shipment, Task
from routing.construct.repair import PlanBuilder
from routing.engines.registry import AUTOMATIC, EngineTask, check_engine, choose_engines, load_engine
from routing.explain import explain
from routing.model.index import DayIndex
from routing.model.objective import assemble_plan
from routing.parallel.budget import MARGIN_S, TimeBudget
from routing.parallel.incumbents import Incumbents, OnIncumbent
from routing.parallel.pool import Run, Searcher, SearchPool
from routing.parallel.rounds import RoundSchedule
from routing.validate import remove_unservable

SMALL_PROBLEM = 200
AFTER_CANCEL_S = 0.4
PATIENCE_SHARE, LONG_PATIENCE_SHARE = 0.4, 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveOptions:
    """How to search.

    Attributes
    ----------
    seconds
        Wall time of the whole solve, process start included.
    processes
        Search processes; 0 for one per core. With 1 and a number of iterations the search runs in this
        process and is deterministic.
    engine
        A name of `routing.engines.registry.ENGINES`, or ``auto``.
    iterations
        Limit per process, as the engine counts them; None for no limit.
    warm
        Plan to start from.
    """

    seconds: float = 10.0
    processes: int = 0
    seed: int = 0
    engine: str = AUTOMATIC
    iterations: int | None = None
    warm: Plan | None = None


ShouldStop = Callable[[], bool]
HelpersFor = Callable[[DayIndex, float], Sequence[Searcher]]


def solve(
    problem: Problem,
    matrices: TravelMatrices,
    options: SolveOptions | None = None,
    *,
    on_incumbent: OnIncumbent | None = None,
    should_stop: ShouldStop | None = None,
    helpers: HelpersFor | None = None,
) -> Plan:
    """Plan a day.

    Parameters
    ----------
    on_incumbent
        Called with every better plan, in this process.
    should_stop
        Asked about twenty times a second; once true, the best plan so far is returned.
    helpers
        Called with the problem as it is searched and the seconds; returns searchers on other machines, which
        are sent subproblems. For an automatic search.

    Returns
    -------
    Plan
        Scheduled exactly, every unassigned task with its reason. Preprocessing and explanation are
        included in `options.seconds`, of which a tenth, at most two seconds, is reserved for the
        explanation.

    Raises
    ------
    HuiliuError
        R402: there is no such engine. R403, R404: every engine failed, each with its fault.
    """
    chosen = options or SolveOptions()
    if chosen.engine != AUTOMATIC:
        check_engine(chosen.engine)
    budget = TimeBudget(chosen.seconds, should_stop)
    servable, unservable = remove_unservable(problem, matrices)
    index = DayIndex(servable, matrices)
    if not index.demanded or not servable.vehicles:
        return _add_unservable(problem, explain(servable, matrices, assemble_plan(index, ())), unservable)
    best = Incumbents(index, on_incumbent)
    left_s: float | None = None
    if _is_deterministic(chosen):
        _search_here(chosen, best, budget)
    else:
        _search_in_children(chosen, best, budget, helpers)
        left_s = AFTER_CANCEL_S if budget.stopped else max(0.0, budget.end - time.monotonic())
    assert best.plan is not None
    explained = explain(servable, matrices, best.plan, seconds=left_s, insert=True)
    best.offer(explained)
    return replace(_add_unservable(problem, explained, unservable), seconds=budget.elapsed_s)


def _is_deterministic(options: SolveOptions) -> bool:
    """Whether the same options must give the same plan."""
    return options.processes == 1 and options.iterations is not None


def _task(options: SolveOptions, number: int, seconds: float) -> EngineTask:
    return EngineTask(
        seconds=seconds,
        seed=options.seed,
        number=number,
        iterations=options.iterations,
        warm=options.warm,
    )


def _search_here(options: SolveOptions, best: Incumbents, budget: TimeBudget) -> None:
    name = choose_engines(best.index, 1)[0] if options.engine == AUTOMATIC else options.engine
    task = _task(options, 0, options.seconds)
    load_engine(name)(best.index, task, best.offer, budget.is_stopped)


def _search_in_children(
    options: SolveOptions, best: Incumbents, budget: TimeBudget, helpers: HelpersFor | None
) -> None:
    """Run engines in processes of their own and keep the best of what they find.

    Raises
    ------
    EngineError
        R403, R404: every engine failed, none with a plan.
    """
    index = best.index
    count = options.processes or os.cpu_count() or 1
    is_scheduled = options.engine == AUTOMATIC and options.iterations is None
    remote = helpers(index, options.seconds) if helpers is not None and is_scheduled else ()
    pool = SearchPool(index.problem, index.matrices, count, remote)

    def is_over() -> bool:
        if _is_impatient(best, budget):
            _construct(best, budget)
        return budget.is_over(best.plan)

    try:
        if is_scheduled:
            RoundSchedule(pool, best, budget, seed=options.seed, warm=options.warm).run(is_over)
        else:
            _search_apart(options, pool, best, budget, is_over)
    finally:
        pool.close()
    if best.plan is None:
        if len(pool.errors) >= count:
            raise type(pool.errors[0])([fault for error in pool.errors for fault in error.faults])
        _construct(best, budget)


def _search_apart(
    options: SolveOptions, pool: SearchPool, best: Incumbents, budget: TimeBudget, is_over: Callable[[], bool]
) -> None:
    """Every process searches the whole problem, the whole time, by itself."""
    names = [options.engine] * pool.size
    if options.engine == AUTOMATIC:
        names = choose_engines(best.index, pool.size)

    def made(number: int) -> Callable[[], EngineTask]:
        return lambda: _task(options, number, max(0.1, budget.end - MARGIN_S - time.monotonic()))

    runs = [Run(engine=name, task=made(number)) for number, name in enumerate(names)]
    pool.run(runs, lambda run, plan: best.offer(plan), until=lambda: math.inf, is_over=is_over)


def _is_impatient(best: Incumbents, budget: TimeBudget) -> bool:
    """Whether to construct a first plan here, as no engine has found one: early for small problems only."""
    if best.plan is not None:
        return False
    is_small = len(best.index.demanded) <= SMALL_PROBLEM
    return budget.elapsed_s > (PATIENCE_SHARE if is_small else LONG_PATIENCE_SHARE) * budget.seconds


def _construct(best: Incumbents, budget: TimeBudget) -> None:
    """Construct a first plan where the engines take too long for theirs.

    A small problem is constructed to the end, even past the time limit; a large one as time allows.
    """
    is_small = len(best.index.demanded) <= SMALL_PROBLEM
    is_over = budget.is_stopped if is_small else lambda: not budget.may_construct()
    best.offer(PlanBuilder(best.index).construct(engine="construction", is_over=is_over))


def _add_unservable(problem: Problem, plan: Plan, unservable: Sequence[Unassigned]) -> Plan:
    """Add the unservable tasks and their penalties, in the order of the problem."""
    if not unservable:
        return plan
    demanded: tuple[Task | Shipment, ...] = (*problem.tasks, *problem.shipments)
    penalties = {each.id: each.penalty for each in demanded}
    position = {id_: number for number, id_ in enumerate(penalties)}
    everything = sorted((*plan.unassigned, *unservable), key=lambda left_out: position[left_out.task])
    extra = sum(penalties[left_out.task] or 0.0 for left_out in unservable)
    return replace(plan, cost=plan.cost + extra, unassigned=tuple(everything))
