"""A plan's new state written over the old: only the routes that differ are touched."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, delete, select

from app.drafts.snapshots import Snapshot
from data.catalogue.vehicle_classes import emission_factors
from data.domain.plan import Plan as NativePlan
from data.domain.plan import Route as NativeRoute
from data.domain.plan import Unassigned, Violation
from data.store.plans import Plan, PlanDocument, PlanUnassigned, Route, Visit
from network.profiles import load_profile
from network.road_source import DrivenLeg
from routing.formats.native import write_plan
from workers.day_emissions import Driven, route_co2_kg
from workers.day_legs import Leg
from workers.route_rows import route_figures, unassigned_group, visit_row

VIOLATION_KEYS = ("code", "rule", "vehicle", "task", "amount", "unit", "message")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """Which routes were written anew, and which are no more, by their rows' ids."""

    routes: tuple[int, ...]
    dropped: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A plan held for one change: its rows, its problem, and its state before."""

    row: Plan
    document: PlanDocument
    snapshot: Snapshot
    plan: NativePlan


def write_state(
    store: Session, change: Change, after: NativePlan, violations: Sequence[Violation]
) -> Written:
    """Bring a plan's rows to its state after a change, and count its revision up."""
    row, snapshot = change.row, change.snapshot
    old = {route.vehicle: route for route in change.plan.routes}
    new = {route.vehicle: route for route in after.routes}
    touched = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    written = _write_routes(store, row, snapshot, new, touched)
    _write_left_out(store, change, after.unassigned)
    change.document.plan_json = write_plan(after)
    row.cost = after.cost
    row.violations = [violation_json(each) for each in violations]
    row.revision += 1
    row.figures = {**row.figures, **_figures(store, row, snapshot, after)}
    store.add_all([row, change.document])
    store.flush()
    return written


def violation_json(violation: Violation) -> dict[str, Any]:
    """A violation as `Plan.violations` keeps it."""
    return {key: getattr(violation, key) for key in VIOLATION_KEYS}


def violations_of(row: Plan) -> list[Violation]:
    """What the plan is known to break."""
    return [Violation(**kept) for kept in row.violations]


def _write_routes(
    store: Session, row: Plan, snapshot: Snapshot, new: Mapping[str, NativeRoute], touched: Iterable[str]
) -> Written:
    rows = list(store.exec(select(Route).where(Route.plan_id == row.id)))
    by_vehicle = {route.vehicle_id: route for route in rows}
    number = max((route.number for route in rows), default=0)
    written: list[int] = []
    dropped: list[int] = []
    for name in touched:
        vehicle = snapshot.vehicles[name]
        kept = by_vehicle.get(vehicle.id or 0)
        if kept is not None:
            store.exec(delete(Visit).where(col(Visit.route_id) == kept.id))
        if kept is not None and name not in new:
            dropped.append(kept.id or 0)
            store.delete(kept)
        elif name in new:
            number += kept is None
            written.append(_write_route(store, row, snapshot, new[name], kept or number))
    store.flush()
    return Written(routes=tuple(written), dropped=tuple(dropped))


def _write_route(store: Session, row: Plan, snapshot: Snapshot, route: NativeRoute, kept: Route | int) -> int:
    """Write a route over the row that is kept, or into a new one of this number; its id."""
    vehicle = snapshot.vehicles[route.vehicle]
    figures = _route_figures(snapshot, route)
    if isinstance(kept, int):
        assert vehicle.id is not None
        # Who drives each truck was settled when the day was planned; plans older than that name nobody.
        crews = row.figures.get("crews")
        driver_id = vehicle.driver_id if crews is None else crews.get(vehicle.ref)
        kept = Route(plan_id=row.id, vehicle_id=vehicle.id, driver_id=driver_id, number=kept, **figures)
    kept.geometry = ""
    for column, value in figures.items():
        setattr(kept, column, value)
    store.add(kept)
    store.flush()
    assert kept.id is not None
    store.add_all(_visits(snapshot, route, kept.id))
    return kept.id


def _route_figures(snapshot: Snapshot, route: NativeRoute) -> dict[str, Any]:
    """CO2 is that of level roads until the road is looked at (`geometry`)."""
    row = snapshot.vehicles[route.vehicle]
    factor = emission_factors().get(row.emission_class)
    level: dict[Leg, DrivenLeg] = defaultdict(lambda: DrivenLeg(line=[]))
    driven = Driven(
        row=row, profile=load_profile(row.profile), matrix=snapshot.matrix(route.vehicle), legs=level
    )
    return route_figures(route, row, route_co2_kg(route, driven, factor) if factor else 0.0)


def _visits(snapshot: Snapshot, route: NativeRoute, route_id: int) -> list[Visit]:
    rows = []
    for position, visit in enumerate(route.visits):
        made = visit_row(
            visit,
            position,
            part=snapshot.parts[visit.task] if visit.task is not None else None,
            at=snapshot.places[visit.place] if visit.place is not None else None,
            facility_site_id=snapshot.facilities[visit.facility] if visit.facility is not None else None,
        )
        made.route_id = route_id
        rows.append(made)
    return rows


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


def _figures(store: Session, row: Plan, snapshot: Snapshot, plan: NativePlan) -> dict[str, Any]:
    """The totals that an edit changes."""
    routes = list(store.exec(select(Route).where(Route.plan_id == row.id)))
    served = [task for route in plan.routes for task in route.tasks]
    set_aside = int(row.figures.get("tasks", 0)) - len(snapshot.editor.index.demanded)
    return {
        "served": len(served),
        "unassigned": len(plan.unassigned) + max(set_aside, 0),
        "routes": len(routes),
        "distance_m": sum(route.distance_m for route in routes),
        "duration_s": sum(route.duration_s for route in routes),
        "cost": round(sum(route.cost for route in routes), 2),
        "co2_kg": round(sum(route.co2_kg for route in routes), 3),
        "kg": round(sum(snapshot.amounts[task][0] for task in served), 1),
        "litres": round(sum(snapshot.amounts[task][1] for task in served), 1),
        "violations": len(row.violations),
    }
