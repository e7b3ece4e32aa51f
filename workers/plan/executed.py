"""Reconstruct from drivers' reports what each truck of a published plan has executed.

Rule 11 of ``docs/explanation/routing-rules.md``: a visit under way counts as served when its service time is
over. What nobody has reported has not happened: a truck that has reported nothing is still at its depot.
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
from data.store.plans.progress import VisitState, fold_events
from data.store.plans.tables import Plan as PlanRow
from data.store.plans.tables import Route as RouteRow
from data.store.plans.tables import Visit as VisitRow
from routing.replan import ExecutionState
from workers.plan.problem import DIMENSIONS, DayProblem

_PAUSES = ("rest", "break")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExecutedVisit:
    """An executed visit and its reports; no reports for a pause, which drivers do not report."""

    row: VisitRow
    state: VisitState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DaySoFar:
    """A published plan and its reports, detached from the database.

    Attributes
    ----------
    routes
        Truck, by reference → its visits as published.
    executed
        Truck → its executed visits in their real order, the departure first; missing for a truck that has
        reported no visit.
    """

    row: PlanRow
    how: Continues
    vehicle_ids: Mapping[str, int]
    driver_ids: Mapping[str, int | None]
    routes: Mapping[str, tuple[VisitRow, ...]]
    executed: Mapping[str, tuple[ExecutedVisit, ...]]

    @property
    def visited(self) -> frozenset[int]:
        """Requests with an executed visit."""
        rows = (each.row for visits in self.executed.values() for each in visits)
        return frozenset(row.request_id for row in rows if row.request_id is not None)

    @property
    def under_way(self) -> dict[int, int | None]:
        """Row ids of the trucks that have executed visits, each with its driver's."""
        return {self.vehicle_ids[ref]: self.driver_ids[ref] for ref in self.executed}

    def published(self, problem: Problem) -> Plan:
        """The published plan, without trucks and tasks that are gone."""
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
        """What has happened to the plan, for re-planning.

        Parameters
        ----------
        problem
            Of the whole day; a visit whose task or facility is no longer in it is skipped.
        off
            Trucks that are off by now.
        """
        places = {task.id: task.place for task in problem.tasks}
        sites = {site.id: ref for ref, site in made.facilities.items()}
        unloading = {each.id: each.place for each in problem.facilities}
        service = {task.id: task.service_s for task in problem.tasks}
        executed: dict[str, tuple[Visit, ...]] = {}
        for ref, visits in self.executed.items():
            done: list[Visit] = []
            for each in visits:
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
            for visits in self.executed.values()
            for each in visits
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

    def _timed(self, visit: Visit, each: ExecutedVisit, before: list[Visit], service_s: int) -> Visit:
        """A visit at its real times, not before the end of the previous one."""
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
        """Delay the last departure so that the next place is not reached yet, as nobody has reported it."""
        here = next(visit.place for visit in reversed(done) if visit.place is not None)
        leg_s = max(int(matrix.duration_s[here, place]), 0)
        left_s = max(done[-1].departure_s or 0, self.how.from_s - leg_s)
        return (*done[:-1], replace(done[-1], departure_s=left_s))

    def _heading(self) -> Iterator[tuple[str, str]]:
        """The task each truck is driving to: the next one of its route, unless it is at one."""
        for ref, visits in self.executed.items():
            if any(each.state is not None and each.state.status == "arrived" for each in visits):
                continue
            done = {each.row.id for each in visits}
            last = max(each.row.position for each in visits)
            ahead = [row for row in self.routes[ref] if row.position > last and row.id not in done]
            following = next((row for row in ahead if row.kind not in _PAUSES), None)
            if following is not None and following.task is not None:
                yield ref, following.task


def load_so_far(store: Session, row: PlanRow) -> DaySoFar | None:
    """Load what was executed of the plan that a plan continues; None where it continues none."""
    how = Continues.of(row)
    if how is None or row.based_on is None:
        return None
    states = fold_events(
        store.exec(select(Event).where(Event.plan_id == row.based_on).order_by(col(Event.id)))
    )
    found = select(RouteRow, VehicleRow).join(VehicleRow).where(RouteRow.plan_id == row.based_on)
    routes: dict[str, tuple[VisitRow, ...]] = {}
    ids: dict[str, int] = {}
    driver_ids: dict[str, int | None] = {}
    for route, vehicle in store.exec(found.order_by(col(RouteRow.number))):
        visits = select(VisitRow).where(VisitRow.route_id == route.id).order_by(col(VisitRow.position))
        routes[vehicle.ref] = tuple(store.exec(visits))
        ids[vehicle.ref] = vehicle.id or 0
        driver_ids[vehicle.ref] = route.driver_id
    executed = {ref: _executed_visits(visits, states) for ref, visits in routes.items()}
    return DaySoFar(
        row=store.get_one(PlanRow, row.based_on),
        how=how,
        vehicle_ids=ids,
        driver_ids=driver_ids,
        routes=routes,
        executed={ref: done for ref, done in executed.items() if done},
    )


def _executed_visits(
    visits: tuple[VisitRow, ...], states: Mapping[int, VisitState]
) -> tuple[ExecutedVisit, ...]:
    """Reported visits in their real order, with the pauses planned between them."""
    reported = [
        ExecutedVisit(row=visit, state=state)
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
    found = [ExecutedVisit(row=visits[0])]
    for each in reported:
        before = found[-1].row.position
        found += [ExecutedVisit(row=pause) for pause in pauses if before < pause.position < each.row.position]
        found.append(each)
    taken: dict[int | None, ExecutedVisit] = {}
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
