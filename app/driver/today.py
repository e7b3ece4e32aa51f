"""``/d/``: today's route of a driver who has an account; the route's own link opens the page."""

from __future__ import annotations

import datetime as dt

from flask import redirect, render_template
from flask.typing import ResponseReturnValue
from sqlmodel import Session, col, select

from app.auth.access import DRIVERS, allowed, principal
from app.auth.driver_tokens import link_path
from app.context import installation
from app.driver.pages import driver
from data.store.accounts.organisations import Organisation
from data.store.accounts.users import DriverAccount
from data.store.column_types import now
from data.store.network.fleet import Vehicle
from data.store.plans.tables import Plan, PlanStatus, Route


@driver.get("/")
@allowed(*DRIVERS)
def today() -> ResponseReturnValue:
    """Straight to today's route; a choice where there are several, a word where there is none."""
    account = principal()
    with installation().reading() as store:
        found = _routes(store, account.organisation_id, account.user_id)
    if len(found) == 1:
        return redirect(link_path(found[0][0]))
    routes = [
        {"path": link_path(route), "number": route.number, "plate": vehicle.plate or vehicle.ref}
        for route, vehicle in found
    ]
    return render_template("driver_today.html", routes=routes)


def _routes(store: Session, organisation_id: int, user_id: int | None) -> list[tuple[Route, Vehicle]]:
    offset = dt.timedelta(minutes=store.get_one(Organisation, organisation_id).utc_offset_min)
    statement = (
        select(Route, Vehicle)
        .join(Plan, col(Plan.id) == Route.plan_id)
        .join(Vehicle, col(Vehicle.id) == Route.vehicle_id)
        .join(DriverAccount, col(DriverAccount.driver_id) == Route.driver_id)
        .where(DriverAccount.user_id == user_id, Plan.organisation_id == organisation_id)
        .where(Plan.status == PlanStatus.PUBLISHED, Plan.date == (now() + offset).date())
        .order_by(col(Plan.id), col(Route.number))
    )
    return [(route, vehicle) for route, vehicle in store.exec(statement)]
