"""Running OR-Tools: strategies, incumbents, cancelling."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from data.domain.plan import Plan
from routing.construct.repair import TRIES_PER_PLAN, PlanBuilder
from routing.engines.ortools.model import Model, build
from routing.engines.registry import EngineTask
from routing.model.index import DayIndex
from routing.model.objective import rank
from routing.model.steps import Step, route_steps, service_steps

STRATEGIES = (
    ("PARALLEL_CHEAPEST_INSERTION", False),
    ("LOCAL_CHEAPEST_INSERTION", False),
    ("PARALLEL_CHEAPEST_INSERTION", True),
    ("SEQUENTIAL_CHEAPEST_INSERTION", False),
)
"""First solution, and whether waiting is priced (exact, slower), by number of the run."""
NEIGHBOURS_RATIO, MIN_NEIGHBOURS = 0.1, 10
COMPLETING_SHARE = 0.25
TRIES_UNDER_WAY = 40
MOST_INSERTED = 150
FINISH_RESERVE = 2.0
STOP_CHECK_EVERY = 64
CHECKS_PER_ITERATION = 1000


def search(
    index: DayIndex, task: EngineTask, report: Callable[[Plan], None], should_stop: Callable[[], bool]
) -> None:
    """Search with OR-Tools and report every better complete plan.

    Raises
    ------
    Exception
        Whatever went wrong inside a call-back of OR-Tools, which itself would have swallowed it.
    """
    begun = time.monotonic()
    _, price_waiting = STRATEGIES[task.number % len(STRATEGIES)]
    model = build(index, price_waiting=price_waiting and _waiting_matters(index))
    incumbents = _Incumbents(model, task, report, should_stop, begun)
    if task.warm is not None:
        incumbents.offer(_recosted(index, task.warm))
    elif _starts_constructed(index):
        incumbents.offer(incumbents.completer.construct(engine="ortools"))
    parameters = _parameters(task, task.seconds - (time.monotonic() - begun))
    routing = model.routing
    routing.AddAtSolutionCallback(incumbents.met)
    routing.AddSearchMonitor(routing.solver().CustomLimit(incumbents.is_over))
    routing.solver().ReSeed(task.seed * 7919 + task.number + 1)
    routing.CloseModelWithParameters(parameters)
    start = None if incumbents.best is None else _assignment(model, incumbents.best)
    if start is None:
        solution = routing.SolveWithParameters(parameters)
    else:
        solution = routing.SolveFromAssignmentWithParameters(start, parameters)
    if incumbents.error is not None:
        raise incumbents.error
    if solution is not None:
        incumbents.finish(model.orders_of(solution))
    elif incumbents.best is None:
        incumbents.offer(incumbents.completer.construct(engine="ortools"))


def _recosted(index: DayIndex, plan: Plan) -> Plan:
    """A plan that was given, as this problem schedules and prices it."""
    orders = {route.vehicle: service_steps(route) for route in plan.routes if route.vehicle in index.vehicles}
    known = set(index.demanded)
    kept = {vehicle: tuple(s for s in order if s.id in known) for vehicle, order in orders.items()}
    return PlanBuilder(index).repair(kept, engine="warm")


def _starts_constructed(index: DayIndex) -> bool:
    """Whether OR-Tools' own first solutions fail or take too long.

    Insertion, one node at a time, never completes a locked chain that may not end in between; and with
    hundreds of tasks and facilities it takes longer than our own construction.
    """
    chains = any(lock.kind != "vehicle" for lock in index.problem.locks)
    return chains or (bool(index.facilities) and len(index.demanded) > MOST_INSERTED)


def _waiting_matters(index: DayIndex) -> bool:
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
    """A plan as a start for OR-Tools; None where OR-Tools' stricter rules do not admit it."""
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


class _Incumbents:
    """Hears of OR-Tools' solutions, completes the better ones, and keeps any exception for later."""

    def __init__(
        self,
        model: Model,
        task: EngineTask,
        report: Callable[[Plan], None],
        should_stop: Callable[[], bool],
        begun: float,
    ) -> None:
        self.model = model
        self.task = task
        self.report = report
        self.should_stop = should_stop
        self.begun = begun
        self.completer = PlanBuilder(model.index)
        self.best: Plan | None = None
        self.error: BaseException | None = None
        self._cheapest = float("inf")
        self._completing_s = 0.0
        self._last_s = 0.0
        self._checks = 0
        self._stopped = False

    def met(self) -> None:
        """A solution was found; runs inside OR-Tools, so nothing may escape."""
        try:
            cost = self.model.routing.CostVar().Min()
            if cost >= self._cheapest:
                return
            self._cheapest = cost
            if self._has_time_to_complete():
                self._complete(self.model.orders(), TRIES_UNDER_WAY)
        except BaseException as error:
            self.error = error
            self._stopped = True

    def is_over(self) -> bool:
        """Whether OR-Tools is to stop; asked very often, so the flag is read now and then.

        An iteration is so many of these questions: they depend on the search alone, not on time.
        """
        self._checks += 1
        if self.task.iterations is not None and self.best is not None:
            return self._checks >= self.task.iterations * CHECKS_PER_ITERATION
        if not self._stopped and self._checks % STOP_CHECK_EVERY == 0:
            try:
                self._stopped = self.should_stop() or self._must_finish()
            except BaseException as error:
                self.error = error
                self._stopped = True
        return self._stopped

    def finish(self, orders: dict[str, tuple[Step, ...]]) -> None:
        """The last solution, which may not have been completed when it was met."""
        self._complete(orders, TRIES_PER_PLAN)

    def _must_finish(self) -> bool:
        """Whether what is left of the time is needed to complete the last solution."""
        left_s = self.begun + self.task.seconds - time.monotonic()
        return left_s < FINISH_RESERVE * self._last_s

    def _has_time_to_complete(self) -> bool:
        """All incumbents count in a run of a set number; else completing gets its share of the time."""
        if self.best is None or self.task.iterations is not None:
            return True
        return self._completing_s <= COMPLETING_SHARE * (time.monotonic() - self.begun)

    def _complete(self, orders: dict[str, tuple[Step, ...]], tries: int) -> None:
        begun = time.monotonic()
        plan = self.completer.repair(orders, engine="ortools", seconds=begun - self.begun, tries=tries)
        self._last_s = time.monotonic() - begun
        self._completing_s += self._last_s
        self.offer(plan)

    def offer(self, plan: Plan) -> None:
        """Report a plan if it is better than all before."""
        if self.best is None or rank(self.model.index, plan) < rank(self.model.index, self.best):
            self.best = plan
            self.report(plan)
