"""Compare two plans, with references and names instead of row ids."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, col, select

from app.schemas.drafts import ChangesOut, MovedOut, RetimedOut, RouteChangeOut
from app.services.plans.create import require_finished
from app.services.plans.snapshots import Snapshots
from data.store.network.fleet import Driver, Vehicle
from data.store.plans.lookup import find_plan
from data.store.plans.tables import Plan, PlanUnassigned, Route, Visit
from data.store.requests.pickup_requests import PickupRequest
from routing import replan
from routing.replan import RouteChanges


def compare_plans(
    store: Session, snapshots: Snapshots, organisation_id: int, plan_id: str, against: str
) -> ChangesOut:
    """Compare a plan with another.

    Raises
    ------
    NotFoundError
        S302: the organisation has no such plan.
    ConflictError
        A253: one of them is not finished.
    """
    before, after = (find_plan(store, organisation_id, name) for name in (against, plan_id))
    for plan in (before, after):
        require_finished(plan, "compare")
    return changes_between(store, snapshots, before, after)


def changes_between(store: Session, snapshots: Snapshots, before: Plan, after: Plan) -> ChangesOut:
    """Return the differences of `after` from `before`, two finished plans of one organisation."""
    plans = [snapshots.plan(store, row) for row in (before, after)]
    found = replan.compare_plans(*plans)
    refs = _refs(store, before) | _refs(store, after)
    people = _people(store, (before, after), {each.vehicle for each in found.routes})
    return ChangesOut(
        plan_id=after.id,
        against=before.id,
        cost=(plans[0].cost, plans[1].cost),
        figures=(before.figures, after.figures),
        served=_moved(found.served, refs),
        left_out=_moved(found.left_out, refs),
        routes=[_route(each, refs, people) for each in found.routes],
    )


def _moved(tasks: Mapping[str, str | None] | Mapping[str, str], refs: Mapping[str, str]) -> list[MovedOut]:
    return [MovedOut(task=task, request=refs.get(task), vehicle=vehicle) for task, vehicle in tasks.items()]


def _route(
    each: RouteChanges, refs: Mapping[str, str], people: Mapping[str, tuple[str, str | None]]
) -> RouteChangeOut:
    plate, driver = people.get(each.vehicle, ("", None))
    return RouteChangeOut(
        vehicle=each.vehicle,
        plate=plate,
        driver=driver,
        added=_moved(each.added, refs),
        removed=_moved(each.removed, refs),
        reordered=each.reordered,
        retimed=[
            RetimedOut(task=task, request=refs.get(task), before_s=before_s, after_s=after_s)
            for task, (before_s, after_s) in each.retimed.items()
        ],
        leaves_s=each.leaves_s,
        back_s=each.back_s,
    )


def _refs(store: Session, row: Plan) -> dict[str, str]:
    """Map tasks to the references of their requests."""
    served = (
        select(Visit.task, PickupRequest.ref)
        .join(Route)
        .join(PickupRequest, col(PickupRequest.id) == Visit.request_id)
        .where(Route.plan_id == row.id)
    )
    left_out = (
        select(PlanUnassigned.task, PickupRequest.ref)
        .join(PickupRequest, col(PickupRequest.id) == PlanUnassigned.request_id)
        .where(PlanUnassigned.plan_id == row.id)
    )
    return {task: ref for task, ref in [*store.exec(served), *store.exec(left_out)] if task}


def _people(
    store: Session, plans: tuple[Plan, Plan], vehicles: set[str]
) -> dict[str, tuple[str, str | None]]:
    """Map vehicles to plate and driver: of the later plan, else of the earlier, else the usual one."""
    by_route = (
        select(Vehicle.ref, Vehicle.plate, Driver.name)
        .join(Route, col(Route.vehicle_id) == Vehicle.id)
        .join(Driver, col(Driver.id) == Route.driver_id, isouter=True)
    )
    usual = (
        select(Vehicle.ref, Vehicle.plate, Driver.name)
        .join(Driver, col(Driver.id) == Vehicle.driver_id, isouter=True)
        .where(Vehicle.organisation_id == plans[1].organisation_id, col(Vehicle.ref).in_(vehicles))
    )
    later_wins = [usual, *(by_route.where(Route.plan_id == plan.id) for plan in plans)]
    return {ref: (plate, name) for found in later_wins for ref, plate, name in store.exec(found)}
