"""From a problem to a plan: what can never be served is set aside, engines search, the best plan wins."""

from __future__ import annotations

import logging
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

log = logging.getLogger(__name__)

POLL_S = 0.05
STARTING_S = 0.3
DRAIN_S = 0.15
CHILD_GRACE_S = 0.1
FIRST_PLAN_GRACE_S = 1.7
CONSTRUCTED_MOST = 200
AFTER_CANCEL_S = 0.4
PATIENCE_SHARE = 0.4
EXPLAINING_SHARE, EXPLAINING_MOST_S = 0.1, 2.0


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
        most) is kept for explaining what is left out.

    Raises
    ------
    HuiliuError
        R402: no such engine. R403, R404: no engine came to a plan; the reasons of all are given.
    """
    chosen = options or SolveOptions()
    begun = time.monotonic()
    servable, aside = set_aside(problem, matrices)
    index = DayIndex(servable, matrices)
    if not index.demanded or not servable.vehicles:
        return _with_aside(problem, explain(servable, matrices, assemble(index, ())), aside)
    best = _Best(index, on_incumbent, begun)
    stop = should_stop or (lambda: False)
    left_s: float | None = None
    if _repeatable(chosen):
        _search_here(chosen, best, stop)
    else:
        children = _Children(chosen, best, stop)
        children.search()
        left_s = AFTER_CANCEL_S if children.stopped else max(0.1, children.end - time.monotonic())
    assert best.plan is not None
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


class _Children:
    """The engines' processes, listened to until all are done, the time is over, or we are told to stop."""

    def __init__(self, options: SolveOptions, best: _Best, stop: ShouldStop) -> None:
        self.options = options
        self.best = best
        self.stop = stop
        self.end = best.begun + options.seconds
        self.patient_until = best.begun + PATIENCE_SHARE * options.seconds
        self.errors: list[HuiliuError] = []
        self.stopped = False

    def search(self) -> None:
        """Run the engines and keep the best of what they find.

        Raises
        ------
        EngineError
            R403, R404: every engine failed, none with a plan.
        """
        index = self.best.index
        engines = _engines(self.options, index)
        children: list[EngineProcess] = []
        try:
            for number, name in enumerate(engines):
                task = _task(self.options, number, max(0.1, self.end - time.monotonic() - STARTING_S))
                children.append(EngineProcess(name, index.problem, index.matrices, task))
            self._listen(children)
        finally:
            for child in children:
                child.close(grace_s=CHILD_GRACE_S)
        if self.best.plan is None:
            if self.errors and len(self.errors) == len(engines):
                raise type(self.errors[0])([fault for error in self.errors for fault in error.faults])
            _construct(index, self.best)

    def _listen(self, children: Sequence[EngineProcess]) -> None:
        running = {child.connection: child for child in children}
        drained = float("inf")
        while running and time.monotonic() < drained:
            if drained == float("inf") and self._is_over():
                drained = time.monotonic() + DRAIN_S
                for child in children:
                    child.cancel()
            if self._is_impatient():
                _construct(self.best.index, self.best)
            for ready in wait(list(running), timeout=POLL_S):
                child = running[ready]  # type: ignore[index]
                message = child.receive()
                if isinstance(message, Found):
                    self.best.offer(message.plan)
                else:
                    del running[child.connection]
                    if isinstance(message, Failed):
                        log.warning("an engine failed, the others go on: %s", message.error)
                        self.errors.append(message.error)

    def _is_impatient(self) -> bool:
        """Whether to construct a plan here, which is slow where there is much to plan."""
        small = len(self.best.index.demanded) <= CONSTRUCTED_MOST
        return small and self.best.plan is None and time.monotonic() > self.patient_until

    def _is_over(self) -> bool:
        """Whether to stop searching; explaining what is left out takes some of the time.

        Where no engine has a plan yet, on a machine that is busy, they get a little longer.
        """
        self.stopped = self.stopped or self.stop()
        plan = self.best.plan
        if plan is None and not self.stopped:
            return time.monotonic() >= self.end + FIRST_PLAN_GRACE_S
        explaining_s = 0.0
        if plan is None or plan.unassigned:
            explaining_s = min(EXPLAINING_MOST_S, EXPLAINING_SHARE * self.options.seconds)
        return self.stopped or time.monotonic() >= self.end - explaining_s - DRAIN_S


def _construct(index: DayIndex, best: _Best) -> None:
    """A plain construction where the engines take too long for their first plan."""
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
