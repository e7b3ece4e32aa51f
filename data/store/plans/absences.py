"""Find vehicles of a plan that are no longer available: retired, off, or without their driver."""

from __future__ import annotations

from sqlmodel import Session, col, select

from data.store.network.days_off import find_off_duty
from data.store.network.fleet import Driver, Vehicle
from data.store.network.roster import working_span
from data.store.plans.driver_events import Event
from data.store.plans.progress import TODO, fold_events
from data.store.plans.tables import Plan, Route, Visit


def find_absences(session: Session, row: Plan) -> dict[str, str]:
    """Return reasons why vehicles of a plan are unavailable, by vehicle reference.

    A reason is the end of a sentence (``is off that day``). Vehicles without remaining stops are omitted.
    """
    off = find_off_duty(session, row.organisation_id, row.centre_id, row.date)
    ahead = _routes_ahead(session, row)
    routes = (
        select(Vehicle, Driver)
        .join(Route, col(Route.vehicle_id) == Vehicle.id)
        .join(Driver, col(Driver.id) == Route.driver_id, isouter=True)
        .where(Route.plan_id == row.id, col(Route.id).in_(ahead))
        .order_by(col(Route.number))
    )
    found = {}
    for vehicle, driver in session.exec(routes):
        if vehicle.retired_at is not None:
            found[vehicle.ref] = "is out of use"
        elif vehicle.id in off.vehicles or off.is_closed(row.centre_id):
            found[vehicle.ref] = "is off that day"
        elif driver is not None and driver.retired_at is not None:
            found[vehicle.ref] = f"has driver {driver.ref}, who left"
        elif driver is not None and (driver.id in off.drivers or row.date.weekday() not in driver.weekdays):
            found[vehicle.ref] = f"has driver {driver.ref}, who is off that day"
        elif driver is not None and working_span(vehicle, driver) is None:
            found[vehicle.ref] = f"has driver {driver.ref}, who works at other hours"
    return found


def _routes_ahead(session: Session, row: Plan) -> set[int]:
    """Return ids of a plan's routes that have a stop without reports."""
    states = fold_events(session.exec(select(Event).where(Event.plan_id == row.id)))
    stops = select(Visit.id, Visit.route_id).join(Route)
    stops = stops.where(Route.plan_id == row.id, col(Visit.request_id).is_not(None))
    return {route_id for visit_id, route_id in session.exec(stops) if states.get(visit_id or 0, TODO) == TODO}
