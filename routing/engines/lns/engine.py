"""The engine: anneals from a warm or a greedy plan until its time is over, reporting better plans."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from data.domain.plan import Plan, Route
from routing.construct.repair import PlanBuilder
from routing.engines.lns import locks
from routing.engines.lns.encoding.encode import encode
from routing.engines.lns.encoding.state import add_state
from routing.engines.lns.encoding.stops import stops_of
from routing.engines.lns.layout import tables
from routing.engines.lns.search import construct, iterate, return_to_best
from routing.engines.registry import EngineTask
from routing.model.index import DayIndex
from routing.model.objective import assemble_plan, rank
from routing.model.steps import Infeasible, Step, route_steps, service_steps
from routing.schedule import probe_route

NEIGHBOURS = 100
INSERTION_NEIGHBOURS = 30
FIRST_TEMPERATURE = 1.0
LAST_TEMPERATURE = 0.01
CHUNK_S = 0.02
REPORT_EVERY_S = 0.5
RECENTRE_EVERY = 0.05
STOPOVERS = frozenset({"unload", "charge"})


@dataclass(frozen=True, slots=True)
class Annealing:
    """Temperatures in units of cost, falling geometrically over the share of time (or iterations) gone."""

    first: float
    last: float

    def at(self, share: float) -> float:
        """The temperature after this share of the search."""
        return self.first * (self.last / self.first) ** min(max(share, 0.0), 1.0)


def search(
    index: DayIndex,
    task: EngineTask,
    report: Callable[[Plan], None],
    should_stop: Callable[[], bool],
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Search by ruin and recreate and report every better complete plan, at most two a second.

    With `task.iterations` the search is repeatable: cooling goes by iterations, not by time.
    """
    begun = clock()
    search_ = Search(index, task, clock)
    best_reported: Plan | None = None
    reported_at, reported = -REPORT_EVERY_S, np.inf
    while True:
        gone_s = clock() - begun
        over = search_.share(gone_s) >= 1.0 or should_stop()
        if search_.best < reported and (over or gone_s - reported_at >= REPORT_EVERY_S):
            plan = search_.plan(gone_s)
            reported, reported_at = search_.best, clock() - begun
            if best_reported is None or rank(index, plan) < rank(index, best_reported):
                best_reported = plan
                report(plan)
        if over:
            return
        search_.run_chunk(gone_s)


class Search:
    """One annealing run over an encoded problem.

    Attributes
    ----------
    best
        Objective of the best plan so far, in units of cost.
    done
        Iterations so far.
    """

    def __init__(
        self, index: DayIndex, task: EngineTask, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.index = index
        self.task = task
        self.clock = clock
        self.builder = PlanBuilder(index)
        locked = self.builder.locked_routes()
        given_up = locks.undrivable(index, locked)
        self.workspace = encode(
            index.problem,
            index.matrices,
            neighbours=NEIGHBOURS,
            insertion_neighbours=INSERTION_NEIGHBOURS,
            given_up=given_up,
        )
        add_state(self.workspace, task.seed * 1009 + task.number)
        self.stops = stops_of(index.problem, index.matrices)
        kept = {vehicle: route for vehicle, route in locked.items() if vehicle not in given_up}
        self.frozen = locks.fix(index, self.workspace, kept, self._nodes())
        self._routes: dict[tuple[str, tuple[Step, ...]], Route] = {}
        self.done = 0
        self.chunk = 20
        if task.warm is not None:
            self.adopt(task.warm)
        self.current = self.best = construct(self.workspace.c)
        self.annealing = self._annealing()
        self._recentred_at = -1.0
        self._recentre(0.0)

    def share(self, gone_s: float) -> float:
        """How much of the search is over, 1 at its end."""
        if self.task.iterations is not None:
            return self.done / max(self.task.iterations, 1)
        return gone_s / max(self.task.seconds, 1e-9)

    def run_chunk(self, gone_s: float) -> None:
        """Iterate for about `CHUNK_S` at the present temperature."""
        size = self.chunk
        if self.task.iterations is not None:
            size = min(size, max(self.task.iterations - self.done, 1))
        self._recentre(self.share(gone_s))
        chunk_begun = self.clock()
        hottest, coldest = self.task.cooling
        temperature = self.annealing.at(hottest + (coldest - hottest) * min(self.share(gone_s), 1.0))
        self.current, self.best, _ = iterate(self.workspace.c, size, temperature, self.current, self.best)
        self.done += size
        if self.task.iterations is None:
            took_s = self.clock() - chunk_begun
            self.chunk = int(min(max(size * CHUNK_S / max(took_s, 1e-5), 5), 20 * size, 5000))

    def _recentre(self, share: float) -> None:
        """Measure balance from the mean length of the best plan's routes; between times it stays as it is."""
        if not self.index.problem.objective.balance or share < self._recentred_at + RECENTRE_EVERY:
            return
        self._recentred_at = share
        return_to_best(self.workspace.c)
        route = tables.routes(self.workspace.c)
        duration_s = route["duration_s"][route["length"] > 0]
        self.workspace.c.mean_hours = float(duration_s.mean()) / 3600 if duration_s.size else 0.0
        self.current = self.best = return_to_best(self.workspace.c)

    def adopt(self, plan: Plan) -> None:
        """Take a plan's routes as the present and best ones; what no longer fits is left absent."""
        numbers = {vehicle.id: v for v, vehicle in enumerate(self.index.problem.vehicles)}
        nodes = self._nodes()
        seq, route = tables.best_sequences(self.workspace.c), tables.routes(self.workspace.c)
        route["best_length"][:] = 0
        for planned in plan.routes:
            steps = [nodes[step] for step in route_steps(planned) if step in nodes]
            v = numbers[planned.vehicle]
            seq[v, : len(steps)] = steps
            route[v].best_length = len(steps)
        self.current = self.best = return_to_best(self.workspace.c)

    def plan(self, seconds: float) -> Plan:
        """The best plan so far, with exact times."""
        orders = self._best_steps()
        routes = list(self.frozen.values())
        for vehicle, steps in orders.items():
            route = self._scheduled(vehicle, steps)
            if route is None:  # an order that only the simulator believes in: mend it
                free = {v: service_steps(route) for v, route in self.frozen.items()}
                free |= {v: tuple(s for s in o if s.kind not in STOPOVERS) for v, o in orders.items()}
                return self.builder.repair(free, engine="lns", seconds=seconds)
            routes.append(route)
        return assemble_plan(self.index, routes, engine="lns", seconds=seconds)

    def _scheduled(self, vehicle: str, steps: tuple[Step, ...]) -> Route | None:
        key = (vehicle, steps)
        if key not in self._routes:
            result = probe_route(self.index, vehicle, steps)
            if isinstance(result, Infeasible):
                return None
            self._routes[key] = result
        return self._routes[key]

    def _best_steps(self) -> dict[str, tuple[Step, ...]]:
        step_of = {node: step for step, node in self._nodes().items()}
        seq, route = tables.best_sequences(self.workspace.c), tables.routes(self.workspace.c)
        return {
            vehicle.id: tuple(step_of[int(node)] for node in seq[v, : route[v].best_length])
            for v, vehicle in enumerate(self.index.problem.vehicles)
            if route[v].best_length > 0
        }

    def _nodes(self) -> dict[Step, int]:
        kinds = [("deliver" if s.delivers else "pickup" if s.partner >= 0 else "collect") for s in self.stops]
        nodes = {Step(kind, s.id): j for j, (kind, s) in enumerate(zip(kinds, self.stops, strict=True))}  # type: ignore[arg-type]
        for k, facility in enumerate(self.index.problem.facilities):
            nodes[Step("unload", facility.id)] = len(self.stops) + k
        first = len(self.stops) + len(self.index.problem.facilities)
        for k, station in enumerate(self.index.problem.stations):
            nodes[Step("charge", station.id)] = first + k
        return nodes

    def _annealing(self) -> Annealing:
        """Temperatures from the mean cost of serving a stop in the first plan."""
        served = int((tables.visits(self.workspace.c)["route"] >= 0).sum())
        mean = float(tables.routes(self.workspace.c)["cost"].sum()) / max(served, 1)
        return Annealing(max(mean * FIRST_TEMPERATURE, 1e-6), max(mean * LAST_TEMPERATURE, 1e-8))
