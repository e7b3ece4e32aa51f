"""What drivers have reported of a published plan, as what lies behind each truck (rule 11 of
``docs/explanation/routing-rules.md``).

A stop that a driver is at counts as served when its time is over. What nobody has reported has not
happened: a truck that has reported nothing still stands at the depot.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from data.domain.matrix import TravelMatrices, TravelMatrix
from data.domain.plan import Plan, Route, Visit
from data.domain.problem import Problem
from data.store.network.fleet import Vehicle as VehicleRow
from data.store.plans.continuation import Continues
from data.store.plans.driver_events import Event
from data.store.plans.progress import VisitState, fold
from data.store.plans.tables import Plan as PlanRow
from data.store.plans.tables import Route as RouteRow
from data.store.plans.tables import Visit as VisitRow
from routing.replan import ExecutionState
from workers.plan.problem import DIMENSIONS, DayProblem

_PAUSES = ("rest", "break")


@dataclass(frozen=True, slots=True, kw_only=True)
class Behind:
    """A visit that lies behind, and when it really was; None for a pause, whose time nobody reports."""

    row: VisitRow
    state: VisitState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySoFar:
    """A published plan and its reports, detached from the database.

    Attributes
    ----------
    routes
        Truck, by reference → its visits as published.
    behind
        Truck → what lies behind it, in the order in which it was, its leaving first; missing for one that
        has reported no stop.
    """

    row: PlanRow
    how: Continues
    vehicle_ids: Mapping[str, int]
    driver_ids: Mapping[str, int | None]
    routes: Mapping[str, tuple[VisitRow, ...]]
    behind: Mapping[str, tuple[Behind, ...]]

    @property
    def visited(self) -> frozenset[int]:
        """Requests of which something lies behind."""
        rows = (each.row for behind in self.behind.values() for each in behind)
        return frozenset(row.request_id for row in rows if row.request_id is not None)

    @property
    def under_way(self) -> dict[int, int | None]:
        """Row ids of the trucks that have something behind them, each with its driver's."""
        return {self.vehicle_ids[ref]: self.driver_ids[ref] for ref in self.behind}

    def published(self, problem: Problem) -> Plan:
        """The published plan as far as its trucks and tasks are still there."""
        tasks = {task.id for task in problem.tasks}
        trucks = {vehicle.id for vehicle in problem.vehicles}
        return Plan(
            cost=self.row.cost or 0.0,
            routes=tuple(
                Route(
                    vehicle=ref,
                    cost=0.0,
                    tasks=tuple(row.task for row in rows if row.task in tasks and row.task is not None),
                    visits=tuple(_planned(row) for row in rows if row.task is None or row.task in tasks),
                )
                for ref, rows in self.routes.items()
                if ref in trucks
            ),
        )

    def happened(
        self, made: DayProblem, problem: Problem, matrices: TravelMatrices, off: tuple[str, ...] = ()
    ) -> ExecutionState:
        """What has become of the plan.

        Parameters
        ----------
        problem
            Of the whole day; a visit whose task or facility is no longer in it is passed over.
        off
            Trucks that are off by now.
        """
        places = {task.id: task.place for task in problem.tasks}
        sites = {site.id: ref for ref, site in made.facilities.items()}
        unloading = {each.id: each.place for each in problem.facilities}
        service = {task.id: task.service_s for task in problem.tasks}
        executed: dict[str, tuple[Visit, ...]] = {}
        for ref, behind in self.behind.items():
            done: list[Visit] = []
            for each in behind:
                row = each.row
                facility = sites.get(row.facility_site_id)
                place = places.get(row.task or "") if row.task else unloading.get(facility or "", 0)
                if row.kind in _PAUSES:
                    place = None
                elif place is None or (row.kind == "unload" and facility not in unloading):
                    continue
                visit = Visit(
                    kind=row.kind,  # type: ignore[arg-type]
                    place=place,
                    task=row.task,
                    facility=facility,
                    load=tuple(row.load.get(name, 0) for name in DIMENSIONS),
                )
                done.append(self._timed(visit, each, done, service.get(row.task or "", 0)))
            executed[ref] = tuple(done)
        failed = {
            each.row.task
            for behind in self.behind.values()
            for each in behind
            if each.state is not None and each.state.status == "failed" and each.row.task
        }
        out = {*self.how.out, *off}
        heading = {ref: task for ref, task in self._heading() if task in places and ref not in out}
        trucks = {vehicle.id: vehicle for vehicle in problem.vehicles}
        for ref, task in heading.items():
            if ref in trucks:
                matrix = matrices[trucks[ref].profile]
                executed[ref] = self._under_way(executed[ref], places[task], matrix)
        return ExecutionState(
            now_s=self.how.from_s,
            executed=executed,
            failed=frozenset(failed),
            heading=heading,
            out=frozenset(out),
        )

    def _timed(self, visit: Visit, each: Behind, before: list[Visit], service_s: int) -> Visit:
        """The visit at its real times, never before the one ahead of it ended."""
        free_s = before[-1].departure_s or 0 if before else 0
        row, state = each.row, each.state
        if not before:
            return replace(visit, departure_s=row.departure_s or 0)
        if state is None or state.first is None or state.report is None:
            lasts_s = (row.departure_s or 0) - (row.start_s or row.arrival_s or 0)
            return replace(visit, arrival_s=free_s, start_s=free_s, departure_s=free_s + lasts_s)
        came_s = max(free_s, int((state.first.at - self.row.start).total_seconds()))
        left_s = max(came_s, int((state.report.at - self.row.start).total_seconds()))
        if state.status == "arrived":
            left_s = max(self.how.from_s, came_s + service_s)
        return replace(visit, arrival_s=came_s, start_s=came_s, departure_s=left_s)

    def _under_way(self, done: tuple[Visit, ...], place: int, matrix: TravelMatrix) -> tuple[Visit, ...]:
        """Left so late that it is not yet at the next place: nobody has reported that it is there."""
        here = next(visit.place for visit in reversed(done) if visit.place is not None)
        leg_s = max(int(matrix.duration_s[here, place]), 0)
        left_s = max(done[-1].departure_s or 0, self.how.from_s - leg_s)
        return (*done[:-1], replace(done[-1], departure_s=left_s))

    def _heading(self) -> Iterator[tuple[str, str]]:
        """The stop that each truck is driving to: the next one of its route, unless it stands at a stop."""
        for ref, behind in self.behind.items():
            if any(each.state is not None and each.state.status == "arrived" for each in behind):
                continue
            done = {each.row.id for each in behind}
            last = max(each.row.position for each in behind)
            ahead = [row for row in self.routes[ref] if row.position > last and row.id not in done]
            following = next((row for row in ahead if row.kind not in _PAUSES), None)
            if following is not None and following.task is not None:
                yield ref, following.task


def load_so_far(store: Session, row: PlanRow) -> DaySoFar | None:
    """What lies behind the plan that a plan carries on; None where it carries on none."""
    how = Continues.of(row)
    if how is None or row.based_on is None:
        return None
    states = fold(store.exec(select(Event).where(Event.plan_id == row.based_on).order_by(col(Event.id))))
    found = select(RouteRow, VehicleRow).join(VehicleRow).where(RouteRow.plan_id == row.based_on)
    routes: dict[str, tuple[VisitRow, ...]] = {}
    ids: dict[str, int] = {}
    driver_ids: dict[str, int | None] = {}
    for route, vehicle in store.exec(found.order_by(col(RouteRow.number))):
        visits = select(VisitRow).where(VisitRow.route_id == route.id).order_by(col(VisitRow.position))
        routes[vehicle.ref] = tuple(store.exec(visits))
        ids[vehicle.ref] = vehicle.id or 0
        driver_ids[vehicle.ref] = route.driver_id
    behind = {ref: _behind(visits, states) for ref, visits in routes.items()}
    return DaySoFar(
        row=store.get_one(PlanRow, row.based_on),
        how=how,
        vehicle_ids=ids,
        driver_ids=driver_ids,
        routes=routes,
        behind={ref: done for ref, done in behind.items() if done},
    )


def _behind(visits: tuple[VisitRow, ...], states: Mapping[int, VisitState]) -> tuple[Behind, ...]:
    """Reported visits in the order in which they were, with the pauses planned between them."""
    reported = [
        Behind(row=visit, state=state)
        for visit in visits
        if (state := states.get(visit.id or 0)) is not None
        and state.status != "todo"
        and state.first is not None
        and visit.kind != "depot"
    ]
    if not reported:
        return ()
    reported.sort(key=lambda each: each.state.first.at)  # type: ignore[union-attr]
    pauses = [visit for visit in visits if visit.kind in _PAUSES]
    found = [Behind(row=visits[0])]
    for each in reported:
        before = found[-1].row.position
        found += [Behind(row=pause) for pause in pauses if before < pause.position < each.row.position]
        found.append(each)
    taken: dict[int | None, Behind] = {}
    for each in found:
        taken.setdefault(each.row.id, each)
    return tuple(taken.values())


def _planned(row: VisitRow) -> Visit:
    return Visit(
        kind=row.kind,  # type: ignore[arg-type]
        task=row.task,
        arrival_s=row.arrival_s,
        start_s=row.start_s,
        departure_s=row.departure_s,
    )
