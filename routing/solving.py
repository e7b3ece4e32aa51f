"""From a problem to a plan: what can never be served is set aside, engines search, the best plan wins."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from multiprocessing.connection import wait

from data.domain.errors import HuiliuError
from data.domain.matrix import TravelMatrices
from data.domain.plan import Incumbent, Plan, Unassigned
from data.domain.problem import Problem, Shipment, Task
from routing.completing import Completer, assemble, rank
from routing.day_index import DayIndex
from routing.engines import EngineTask, automatic, check_engine, load_engine
from routing.explaining import explain
from routing.processes import EngineProcess, Failed, Found
from routing.validation import set_aside

POLL_S = 0.05
STARTING_S = 0.3
LAST_STEPS_SHARE, LAST_STEPS_MOST_S = 0.1, 2.0
CHILD_GRACE_S = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveOptions:
    """How to search.

    Attributes
    ----------
    seconds
        Wall time of the search, process start included.
    processes
        Children to search with; 0 for one per core. With 1 and a number of iterations the search
        runs in this process and gives the same plan every time.
    engine
        A name of `routing.engines.ENGINES`, or ``auto``.
    iterations
        Limit per process, as the engine counts them; None for none.
    warm
        A plan to start from.
    """

    seconds: float = 10.0
    processes: int = 0
    seed: int = 0
    engine: str = "auto"
    iterations: int | None = None
    warm: Plan | None = None


OnIncumbent = Callable[[Incumbent], None]
ShouldStop = Callable[[], bool]


def solve(
    problem: Problem,
    matrices: TravelMatrices,
    options: SolveOptions | None = None,
    *,
    on_incumbent: OnIncumbent | None = None,
    should_stop: ShouldStop | None = None,
) -> Plan:
    """Plan a day.

    Parameters
    ----------
    on_incumbent
        Called with every better plan, in this process.
    should_stop
        Asked about twenty times a second; once true, the best plan so far is returned.

    Returns
    -------
    Plan
        Complete, scheduled exactly, every left-out task with its reason. All of it, setting aside
        and explaining included, takes about `options.seconds`; a tenth of them (two seconds at
        most) is kept for explaining.

    Raises
    ------
    HuiliuError
        R402: no such engine. R403, R404: no engine came to a plan; the reasons of all are given.
    """
    chosen = options or SolveOptions()
    begun = time.monotonic()
    deadline = begun + chosen.seconds - min(LAST_STEPS_MOST_S, LAST_STEPS_SHARE * chosen.seconds)
    servable, aside = set_aside(problem, matrices)
    index = DayIndex(servable, matrices)
    if not index.demanded or not servable.vehicles:
        return _with_aside(problem, explain(servable, matrices, assemble(index, ())), aside)
    best = _Best(index, on_incumbent, begun)
    stop = should_stop or (lambda: False)
    if _repeatable(chosen):
        _search_here(chosen, best, stop)
    else:
        _search_in_children(chosen, best, stop, deadline)
    assert best.plan is not None
    left_s = None if _repeatable(chosen) else max(0.1, begun + chosen.seconds - time.monotonic())
    explained = explain(servable, matrices, best.plan, seconds=left_s, insert=True)
    best.offer(explained)
    return replace(_with_aside(problem, explained, aside), seconds=time.monotonic() - begun)


def _repeatable(options: SolveOptions) -> bool:
    """Whether the same plan is to come out every time."""
    return options.processes == 1 and options.iterations is not None


class _Best:
    """The best plan so far, by mandatory tasks served, then by cost."""

    def __init__(self, index: DayIndex, on_incumbent: OnIncumbent | None, begun: float) -> None:
        self.index = index
        self.on_incumbent = on_incumbent
        self.begun = begun
        self.plan: Plan | None = None

    def offer(self, plan: Plan) -> None:
        if self.plan is not None and rank(self.index, plan) >= rank(self.index, self.plan):
            return
        self.plan = replace(plan, seconds=time.monotonic() - self.begun)
        if self.on_incumbent is not None:
            served = sum(len(route.tasks) for route in plan.routes)
            self.on_incumbent(
                Incumbent(
                    cost=plan.cost,
                    served=served,
                    seconds=self.plan.seconds,
                    engine=plan.engine,
                    plan=self.plan,
                )
            )


def _engines(options: SolveOptions, index: DayIndex) -> list[str]:
    """The engine of each process."""
    count = options.processes or os.cpu_count() or 1
    if options.engine != "auto":
        check_engine(options.engine)
        return [options.engine] * count
    return automatic(index, count)


def _task(options: SolveOptions, number: int, seconds: float) -> EngineTask:
    return EngineTask(
        seconds=seconds,
        seed=options.seed,
        number=number,
        iterations=options.iterations,
        warm=options.warm,
    )


def _search_here(options: SolveOptions, best: _Best, stop: ShouldStop) -> None:
    engine = load_engine(_engines(options, best.index)[0])
    engine(best.index, _task(options, 0, options.seconds), best.offer, stop)


def _search_in_children(options: SolveOptions, best: _Best, stop: ShouldStop, deadline: float) -> None:
    index = best.index
    engines = _engines(options, index)
    children: list[EngineProcess] = []
    errors: list[HuiliuError] = []
    try:
        for number, name in enumerate(engines):
            task = _task(options, number, max(0.1, deadline - time.monotonic() - STARTING_S))
            children.append(EngineProcess(name, index.problem, index.matrices, task))
        _listen(children, best, errors, stop, deadline)
    finally:
        for child in children:
            child.cancel()
        for child in children:
            child.close(grace_s=CHILD_GRACE_S)
    if best.plan is None:
        if errors and len(errors) == len(engines):
            raise type(errors[0])([fault for error in errors for fault in error.faults])
        _construct(index, best)


def _listen(
    children: Sequence[EngineProcess],
    best: _Best,
    errors: list[HuiliuError],
    stop: ShouldStop,
    deadline: float,
) -> None:
    """Take in what the children find until all are done, the time is over, or we are told to stop."""
    running = {child.connection: child for child in children}
    while running and not stop():
        left_s = deadline - time.monotonic()
        if left_s <= 0:
            return
        for ready in wait(list(running), timeout=min(POLL_S, left_s)):
            child = running[ready]  # type: ignore[index]
            message = child.receive()
            if isinstance(message, Found):
                best.offer(message.plan)
            else:
                del running[child.connection]
                if isinstance(message, Failed):
                    errors.append(message.error)


def _construct(index: DayIndex, best: _Best) -> None:
    """Stopped before any engine had a plan: a plain construction is better than nothing."""
    best.offer(Completer(index).construct(engine="construction"))


def _with_aside(problem: Problem, plan: Plan, aside: Sequence[Unassigned]) -> Plan:
    """Add what was set aside, priced, in the order of the problem."""
    if not aside:
        return plan
    demanded: tuple[Task | Shipment, ...] = (*problem.tasks, *problem.shipments)
    penalties = {each.id: each.penalty for each in demanded}
    position = {id_: number for number, id_ in enumerate(penalties)}
    everything = sorted((*plan.unassigned, *aside), key=lambda left_out: position[left_out.task])
    extra = sum(penalties[left_out.task] or 0.0 for left_out in aside)
    return replace(plan, cost=plan.cost + extra, unassigned=tuple(everything))
