"""Write a plan's new state over the old one; only routes that differ are written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, delete

from app.services.plans.snapshots import Snapshot
from data.catalogue.vehicle_classes import emission_factors
from data.domain.plan import Plan as NativePlan
from data.domain.plan import Route as NativeRoute
from data.domain.plan import Unassigned, Violation
from data.store.network.fleet import Vehicle
from data.store.plans.tables import Plan, PlanUnassigned, Route, Visit
from network.profiles.profile import load_profile
from network.travel.road_source import DrivenLeg
from workers.emissions import Driven, route_co2_kg
from workers.plan.route_rows import route_figures, unassigned_group, visit_values
from workers.road_source import Leg

VIOLATION_KEYS = ("code", "rule", "vehicle", "task", "amount", "unit", "message")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Result of a change.

    Attributes
    ----------
    plan
        The plan after the change.
    routes, dropped
        Row ids of the routes that were written, and of those that were deleted.
    reach
        Whether there is a change to undo, and one to redo.
    """

    plan: NativePlan
    reach: tuple[bool, bool] = (True, False)
    routes: tuple[int, ...]
    dropped: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A plan locked for one change: its row, its problem and its previous state."""

    row: Plan
    snapshot: Snapshot
    plan: NativePlan


class _KeptRoute(NamedTuple):
    """A route's row without its geometry, which is long."""

    id: int
    vehicle_id: int
    number: int
    cost: float
    distance_m: int
    duration_s: int
    co2_kg: float


_ROUTES = (
    sa.select(*(col(getattr(Route, name)) for name in _KeptRoute._fields))
    .where(col(Route.plan_id) == sa.bindparam("of_plan"))
    .order_by(col(Route.id))
)


def write_state(
    store: Session, change: Change, after: NativePlan, violations: Sequence[Violation]
) -> Written:
    """Write a plan's state after a change and increment its revision."""
    row = change.row
    old = {route.vehicle: route for route in change.plan.routes}
    new = {route.vehicle: route for route in after.routes}
    touched = [name for name in {**old, **new} if old.get(name) is not new.get(name)]
    touched = [name for name in touched if old.get(name) != new.get(name)]
    routes = _RouteRows(store, row, change.snapshot)
    for name in touched:
        routes.write(name, new.get(name))
    routes.write_visits()
    _write_left_out(store, change, after.unassigned)
    row.cost = after.cost
    row.violations = [violation_json(each) for each in violations]
    row.revision += 1
    row.figures = {**row.figures, **_figures(routes.existing.values(), row, change, after)}
    store.add(row)
    return Written(plan=after, routes=tuple(routes.written), dropped=tuple(routes.dropped))


def violation_json(violation: Violation) -> dict[str, Any]:
    """Return a violation as stored in `Plan.violations`."""
    return {key: getattr(violation, key) for key in VIOLATION_KEYS}


def violations_of(row: Plan) -> list[Violation]:
    """Return the violations of the stored plan."""
    return [Violation(**violation) for violation in row.violations]


class _RouteRows:
    """The rows of a plan's routes; only those that change are written.

    Attributes
    ----------
    existing
        Current rows, by vehicle.
    written, dropped
        Ids of the rows that were written, and of those that were deleted.
    """

    def __init__(self, store: Session, row: Plan, snapshot: Snapshot) -> None:
        self._connection = store.connection()
        self._row, self._snapshot = row, snapshot
        found = self._connection.execute(_ROUTES, {"of_plan": row.id})
        self.existing = {each.vehicle_id: _KeptRoute(*each) for each in found}
        self._next = max((each.number for each in self.existing.values()), default=0) + 1
        self._visits: list[dict[str, Any]] = []
        self.written: list[int] = []
        self.dropped: list[int] = []

    def write(self, name: str, route: NativeRoute | None) -> None:
        """Write a vehicle's route over its row, or as a new one; delete the row if the route is None."""
        vehicle = self._snapshot.vehicles[name]
        assert vehicle.id is not None
        existing = self.existing.pop(vehicle.id, None)
        if existing is not None:
            self._connection.execute(sa.delete(Visit).where(col(Visit.route_id) == existing.id))
        if route is None:
            self._drop(existing)
            return
        values = {**_route_figures(self._snapshot, route), "geometry": ""}
        if existing is None:
            existing = self._insert(vehicle, values)
        else:
            self._connection.execute(sa.update(Route).where(col(Route.id) == existing.id).values(values))
        shown = {key: values[key] for key in _KeptRoute._fields if key in values}
        self.existing[vehicle.id] = existing._replace(**shown)
        self.written.append(existing.id)
        self._visits += _visits(self._snapshot, route, existing.id)

    def write_visits(self) -> None:
        """Write the visits of all written routes in one statement."""
        if self._visits:
            self._connection.execute(sa.insert(Visit), self._visits)

    def _drop(self, existing: _KeptRoute | None) -> None:
        if existing is not None:
            self._connection.execute(sa.delete(Route).where(col(Route.id) == existing.id))
            self.dropped.append(existing.id)

    def _insert(self, vehicle: Vehicle, values: dict[str, Any]) -> _KeptRoute:
        number, self._next = self._next, self._next + 1
        # Drivers were assigned when the day was planned; older plans have none.
        crews = self._row.figures.get("crews")
        driver_id = vehicle.driver_id if crews is None else crews.get(vehicle.ref)
        own = {"plan_id": self._row.id, "vehicle_id": vehicle.id, "driver_id": driver_id}
        made = self._connection.execute(
            sa.insert(Route).values({**own, "number": number, "notice": {}, **values})
        )
        assert made.inserted_primary_key is not None
        assert vehicle.id is not None
        return _KeptRoute(made.inserted_primary_key[0], vehicle.id, number, 0.0, 0, 0, 0.0)


def _route_figures(snapshot: Snapshot, route: NativeRoute) -> dict[str, Any]:
    """Return the figures of a route; CO2 ignores gradients until the geometry is computed."""
    row = snapshot.vehicles[route.vehicle]
    factor = emission_factors().get(row.emission_class)
    level: dict[Leg, DrivenLeg] = defaultdict(lambda: DrivenLeg(line=[]))
    driven = Driven.by_truck(
        row=row, profile=load_profile(row.profile), matrix=snapshot.matrix(route.vehicle), legs=level
    )
    return route_figures(route, row, route_co2_kg(route, driven, factor) if factor else 0.0)


def _visits(snapshot: Snapshot, route: NativeRoute, route_id: int) -> list[dict[str, Any]]:
    return [
        visit_values(
            visit,
            position,
            part=snapshot.parts[visit.task] if visit.task is not None else None,
            at=snapshot.places[visit.place] if visit.place is not None else None,
            facility_site_id=snapshot.facilities[visit.facility] if visit.facility is not None else None,
        )
        | {"route_id": route_id}
        for position, visit in enumerate(route.visits)
    ]


def _write_left_out(store: Session, change: Change, after: Sequence[Unassigned]) -> None:
    row, parts = change.row, change.snapshot.parts
    were, are = {each.task for each in change.plan.unassigned}, {each.task for each in after}
    if gone := were - are:
        store.exec(
            delete(PlanUnassigned).where(
                col(PlanUnassigned.plan_id) == row.id, col(PlanUnassigned.task).in_(gone)
            )
        )
    for each in after:
        if each.task not in were:
            request_id, load_type = parts[each.task]
            store.add(
                PlanUnassigned(
                    plan_id=row.id,
                    request_id=request_id,
                    load_type=load_type,
                    task=each.task,
                    code=each.code,
                    reason=each.reason,
                    details=dict(each.details or {}),
                    relaxation=dict(each.relaxation or {}),
                    group=unassigned_group(each.code),
                )
            )


def _figures(routes: Collection[_KeptRoute], row: Plan, change: Change, after: NativePlan) -> dict[str, Any]:
    """Return the totals that an edit changes."""
    amounts = change.snapshot.amounts
    served = [task for route in after.routes for task in route.tasks]
    set_aside = int(row.figures.get("tasks", 0)) - len(change.snapshot.editor.index.demanded)
    return {
        "served": len(served),
        "unassigned": len(after.unassigned) + max(set_aside, 0),
        "routes": len(routes),
        "distance_m": sum(route.distance_m for route in routes),
        "duration_s": sum(route.duration_s for route in routes),
        "cost": round(sum(route.cost for route in routes), 2),
        "co2_kg": round(sum(route.co2_kg for route in routes), 3),
        "kg": round(sum(amounts[task][0] for task in served), 1),
        "litres": round(sum(amounts[task][1] for task in served), 1),
        "violations": len(row.violations),
    }
