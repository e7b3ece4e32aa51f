"""Run OR-Tools and report its incumbents as complete plans."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from data.domain.plan import Plan
from routing.construct.repair import PlanBuilder
from routing.engines.ortools.model import Model, build
from routing.engines.registry import EngineTask
from routing.engines.reporter import PlanReporter
from routing.model.index import DayIndex
from routing.model.steps import Step, route_steps, service_steps

STRATEGIES = (
    ("PARALLEL_CHEAPEST_INSERTION", False),
    ("LOCAL_CHEAPEST_INSERTION", False),
    ("PARALLEL_CHEAPEST_INSERTION", True),
    ("SEQUENTIAL_CHEAPEST_INSERTION", False),
)
"""First-solution strategy, and whether waiting is priced (exact, slower), by number of the run."""
NEIGHBOURS_RATIO, MIN_NEIGHBOURS = 0.1, 10
REPAIR_SHARE = 0.25
"""Largest share of the time spent on repairing incumbents."""
TRIES_PER_INCUMBENT = 40
MOST_INSERTED = 150
FINISH_RESERVE = 2.0
STOP_CHECK_EVERY = 64
CHECKS_PER_ITERATION = 1000


def search(
    index: DayIndex, task: EngineTask, report: Callable[[Plan], None], should_stop: Callable[[], bool]
) -> None:
    """Search with OR-Tools and report every better plan.

    Raises
    ------
    Exception
        An exception inside a callback, which OR-Tools itself would drop.
    """
    begun = time.monotonic()
    _, price_waiting = STRATEGIES[task.number % len(STRATEGIES)]
    model = build(index, price_waiting=price_waiting and _may_wait(index))
    reporter = PlanReporter(index, "ortools", report, begun=begun, repair_share=REPAIR_SHARE)
    if task.warm is not None:
        reporter.offer(_reschedule(index, task.warm))
    elif _needs_construction(index):
        reporter.offer(reporter.builder.construct(engine="ortools"))
    parameters = _parameters(task, task.seconds - reporter.elapsed_s)
    routing, callbacks = model.routing, _Callbacks(model, task, reporter, should_stop)
    routing.AddAtSolutionCallback(callbacks.on_solution)
    routing.AddSearchMonitor(routing.solver().CustomLimit(callbacks.is_over))
    routing.solver().ReSeed(task.seed * 7919 + task.number + 1)
    routing.CloseModelWithParameters(parameters)
    start = None if reporter.best is None else _assignment(model, reporter.best)
    if start is None:
        solution = routing.SolveWithParameters(parameters)
    else:
        solution = routing.SolveFromAssignmentWithParameters(start, parameters)
    if callbacks.error is not None:
        raise callbacks.error
    if solution is not None:
        # The last solution may not have been repaired when it was found.
        reporter.repair(model.orders_of(solution))
    elif reporter.best is None:
        reporter.offer(reporter.builder.construct(engine="ortools"))


def _reschedule(index: DayIndex, plan: Plan) -> Plan:
    """A given plan, scheduled and priced by this problem."""
    orders = {route.vehicle: service_steps(route) for route in plan.routes if route.vehicle in index.vehicles}
    known = set(index.demanded)
    kept = {vehicle: tuple(s for s in order if s.id in known) for vehicle, order in orders.items()}
    return PlanBuilder(index).repair(kept, engine="warm")


def _needs_construction(index: DayIndex) -> bool:
    """Whether to start from a constructed plan, as OR-Tools' first solutions fail or take too long.

    Inserting one node at a time never completes a locked sequence, and with hundreds of tasks and
    facilities it takes longer than `PlanBuilder.construct`.
    """
    chains = any(lock.kind != "vehicle" for lock in index.problem.locks)
    return chains or (bool(index.facilities) and len(index.demanded) > MOST_INSERTED)


def _may_wait(index: DayIndex) -> bool:
    """Whether some window may make a vehicle wait."""
    return any(activity.windows or activity.release_s for activity in index.activities.values())


def _parameters(task: EngineTask, seconds: float) -> Any:
    from ortools.constraint_solver import pywrapcp, routing_enums_pb2

    parameters = pywrapcp.DefaultRoutingSearchParameters()
    strategy, _ = STRATEGIES[task.number % len(STRATEGIES)]
    parameters.first_solution_strategy = getattr(routing_enums_pb2.FirstSolutionStrategy, strategy)
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    insertion = parameters.global_cheapest_insertion_first_solution_parameters
    insertion.neighbors_ratio = NEIGHBOURS_RATIO
    insertion.min_neighbors = MIN_NEIGHBOURS
    parameters.time_limit.FromMilliseconds(max(1, round(seconds * 1000)))
    return parameters


def _assignment(model: Model, plan: Plan) -> Any:
    """A plan as an assignment to start from; None where the model, being stricter, does not admit it."""
    position_of = {model.nodes.steps[node]: model.position(node) for node in model.nodes.demanded}
    copies: dict[Step, list[int]] = {}
    for node in model.nodes.unloads:
        step = model.nodes.steps[node]
        assert step is not None
        copies.setdefault(step, []).append(model.position(node))
    folded = model.index.problem.rules.end_empty
    routes = {route.vehicle: route_steps(route) for route in plan.routes}
    positions: list[list[int]] = []
    for vehicle in model.index.problem.vehicles:
        steps = routes.get(vehicle.id, ())
        if folded and steps and steps[-1].kind == "unload":
            steps = steps[:-1]
        row: list[int] = []
        for step in steps:
            if step.kind != "unload":
                if step in position_of:
                    row.append(position_of[step])
            elif copies.get(step):
                row.append(copies[step].pop())
        positions.append(row)
    return model.routing.ReadAssignmentFromRoutes(positions, True)


class _Callbacks:
    """Called by OR-Tools: repairs better solutions, says when to stop, keeps an exception for later."""

    def __init__(
        self, model: Model, task: EngineTask, reporter: PlanReporter, should_stop: Callable[[], bool]
    ) -> None:
        self.error: BaseException | None = None
        self._model = model
        self._task = task
        self._reporter = reporter
        self._should_stop = should_stop
        self._least_cost = float("inf")
        self._checks = 0
        self._stopped = False

    def on_solution(self) -> None:
        """Handle a solution. OR-Tools drops exceptions, so none may escape."""
        try:
            cost = self._model.routing.CostVar().Min()
            if cost >= self._least_cost:
                return
            self._least_cost = cost
            # A deterministic run repairs every solution, whatever the time.
            if self._task.iterations is not None or self._reporter.has_time_to_repair():
                self._reporter.repair(self._model.orders(), tries=TRIES_PER_INCUMBENT)
        except BaseException as error:
            self.error = error
            self._stopped = True

    def is_over(self) -> bool:
        """Whether OR-Tools is to stop. Called very often, so `should_stop` is asked now and then.

        An iteration is a fixed number of calls: they depend on the search alone, not on time.
        """
        self._checks += 1
        if self._task.iterations is not None and self._reporter.best is not None:
            return self._checks >= self._task.iterations * CHECKS_PER_ITERATION
        if not self._stopped and self._checks % STOP_CHECK_EVERY == 0:
            try:
                self._stopped = self._should_stop() or self._must_finish()
            except BaseException as error:
                self.error = error
                self._stopped = True
        return self._stopped

    def _must_finish(self) -> bool:
        """Whether the remaining time is needed to repair the last solution."""
        left_s = self._task.seconds - self._reporter.elapsed_s
        return left_s < FINISH_RESERVE * self._reporter.last_repair_s
