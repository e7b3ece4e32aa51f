"""Plan the days of a calendar as ordinary routing problems, with exact routes for the search's proposals."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from data.domain.matrix import TravelMatrices
from data.domain.periodic import DIMENSION, Calendar, PeriodicProblem
from data.domain.plan import Plan, Route, Unassigned
from data.domain.problem import Problem, Task
from routing.construct.repair import PlanBuilder
from routing.engines.registry import EngineTask, load_engine
from routing.model.index import DayIndex
from routing.model.objective import assemble_plan
from routing.model.steps import Infeasible, Step
from routing.periodic.patterns import gaps_of, trucks_on, working_days
from routing.periodic.periodic_data import State
from routing.schedule import probe_route

NO_ROOM = "R515"
MIN_POLISH_S = 0.05
Visits = Mapping[str, tuple[int, ...]]
OnIncumbent = Callable[[Calendar], None]


def day_problem(problem: PeriodicProblem, day: int, visits: Visits) -> Problem:
    """The routing problem of one day: the places visited, and the trucks that work."""
    tasks = []
    for place in problem.places:
        days = visits.get(place.id, ())
        if day in days:
            gap = gaps_of(days, problem.horizon_days)[days.index(day)]
            amount = (place.amount_kg(gap),)
            tasks.append(Task(id=place.id, place=place.place, demand=amount, service_s=place.service_s))
    return Problem(
        vehicles=tuple(problem.vehicles[v].vehicle for v in trucks_on(problem, day)),
        tasks=tuple(tasks),
        facilities=problem.facilities,
        rules=problem.rules,
        dimensions=(DIMENSION,),
    )


class DailyRouting:
    """Turns states of the compiled search into calendars, and polishes their days."""

    def __init__(self, problem: PeriodicProblem, matrices: TravelMatrices) -> None:
        self.problem = problem
        self.matrices = matrices
        self._begun = time.monotonic()
        self.open_days = [day for day, works in enumerate(working_days(problem)) if works]

    def calendar(self, state: State) -> Calendar:
        """The exact calendar of a state; a place for which some day has no room is left out of all."""
        names = [place.id for place in self.problem.places]
        visits = {
            name: tuple(day for day in range(self.problem.horizon_days) if state.truck[day, p] >= 0)
            for p, name in enumerate(names)
            if state.pattern[p] >= 0
        }
        plans: dict[int, Plan] = {}
        while True:
            for day in range(self.problem.horizon_days):
                if day not in plans:
                    plans[day] = self._plan(day, visits, self._orders(day, state, visits))
            unserved = {each.task for plan in plans.values() for each in plan.unassigned}
            if not unserved:
                return self.with_figures([plans[day] for day in sorted(plans)], visits)
            for name in unserved:
                for day in visits.pop(name):
                    plans.pop(day, None)

    def _orders(self, day: int, state: State, visits: Visits) -> dict[str, tuple[Step, ...]]:
        places = self.problem.places
        orders = {}
        for v, each in enumerate(self.problem.vehicles):
            steps = []
            for node in state.nodes[day, v, : state.length[day, v]]:
                if node >= len(places):
                    steps.append(Step("unload", self.problem.facilities[node - len(places)].id))
                elif places[node].id in visits:
                    steps.append(Step("collect", places[node].id))
            if steps:
                orders[each.vehicle.id] = tuple(steps)
        return orders

    def _plan(self, day: int, visits: Visits, orders: Mapping[str, tuple[Step, ...]]) -> Plan:
        index = DayIndex(day_problem(self.problem, day, visits), self.matrices)
        routes: list[Route] = []
        for vehicle, steps in orders.items():
            route = probe_route(index, vehicle, steps)
            if isinstance(route, Infeasible):  # a rule the compiled search ignores, such as opening hours
                free = {v: [step for step in order if step.kind != "unload"] for v, order in orders.items()}
                return PlanBuilder(index).repair(free, engine="calendar")
            routes.append(route)
        return assemble_plan(index, routes, engine="calendar")

    def with_figures(self, plans: Sequence[Plan], visits: Visits) -> Calendar:
        """The calendar of these plans, with its cost, spread of hours and objective."""
        out = tuple(
            Unassigned(task=each.id, code=NO_ROOM, reason=f"No days with room for {each.id} were found.")
            for each in self.problem.places
            if each.id not in visits
        )
        calendar = Calendar(plans=tuple(plans), visits=dict(visits), unassigned=out)
        hours = [calendar.hours[day] for day in self.open_days]
        spread_h = max(hours, default=0.0) - min(hours, default=0.0)
        cost = sum(plan.cost for plan in plans)
        return replace(
            calendar,
            cost=cost,
            spread_h=spread_h,
            objective=cost + self.problem.levelling * spread_h,
            seconds=time.monotonic() - self._begun,
        )

    def better(self, one: Calendar, other: Calendar, on_incumbent: OnIncumbent) -> Calendar:
        """The better of two calendars (see `rank`); the second one is reported where it is better."""
        if rank(other) < rank(one):
            on_incumbent(other)
            return other
        return one

    def polish(
        self,
        calendar: Calendar,
        *,
        seconds: float,
        iterations: int | None,
        seed: int,
        on_incumbent: OnIncumbent,
        should_stop: Callable[[], bool],
    ) -> Calendar:
        """Search the routes of each day once more by itself, the longest day first."""
        days = sorted(self.open_days, key=lambda day: -calendar.hours[day])
        end = time.monotonic() + seconds
        for number, day in enumerate(days):
            share_s = (end - time.monotonic()) / (len(days) - number)
            if should_stop() or (iterations is None and share_s < MIN_POLISH_S):
                break
            task = EngineTask(
                seconds=max(share_s, MIN_POLISH_S),
                seed=seed,
                iterations=iterations,
                warm=calendar.plans[day],
            )
            for plan in self._search_day(day, calendar.visits, task, should_stop):
                if not plan.unassigned:
                    plans = [*calendar.plans[:day], plan, *calendar.plans[day + 1 :]]
                    calendar = self.better(calendar, self.with_figures(plans, calendar.visits), on_incumbent)
        return replace(calendar, seconds=time.monotonic() - self._begun)

    def _search_day(
        self, day: int, visits: Visits, task: EngineTask, should_stop: Callable[[], bool]
    ) -> Iterable[Plan]:
        index = DayIndex(day_problem(self.problem, day, visits), self.matrices)
        found: list[Plan] = []
        if len(index.demanded) > 1:
            load_engine("lns")(index, task, found.append, should_stop)
        return found[-1:]


def rank(calendar: Calendar) -> tuple[int, float]:
    """Sort key of calendars: places left out, then the objective."""
    return len(calendar.unassigned), calendar.objective
