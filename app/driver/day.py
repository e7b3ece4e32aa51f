"""The document of a route for its driver: complete, as the phone may be offline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from app.auth.driver_tokens import expires_at
from app.driver.navigation import navigation_links
from app.schemas.plans import PlanOut, RouteOut, VisitOut
from app.services.plans.document import plan_document
from data.domain.places import LonLat
from data.store.accounts.organisations import Organisation
from data.store.accounts.users import DriverAccount
from data.store.column_types import now
from data.store.network.fleet import Vehicle
from data.store.plans.lookup import PlanDetail
from data.store.plans.tables import Plan, PlanStatus, Route
from data.store.requests.pickup_requests import Material


def day_document(
    detail: PlanDetail, route_id: int, materials: Mapping[str, Material], *, language: str
) -> dict[str, Any]:
    """Return one route of a published plan.

    Returns
    -------
    dict
        ``route`` as in the plan's document, each visit with its `navigation` links; ``centre``,
        ``date``, ``start``, ``network``, ``plan`` (id, version) and when the link ends; ``notice``:
        what this plan changed for the driver since the previous one, or null.
    """
    plan = plan_document(detail, materials, language=language)
    route = next(entry for entry in plan.routes if entry.id == route_id)
    return {
        "plan": {
            "id": plan.id,
            "version": plan.version,
            "status": plan.status,
            "published_at": plan.published_at,
            "synthetic": plan.synthetic,
        },
        "centre": plan.centre.model_dump(mode="json"),
        "date": plan.date.isoformat(),
        "start": plan.start,
        "network": plan.network,
        "expires_at": expires_at(detail.plan).isoformat(),
        "bounds": _bounds(plan, route),
        "route": _route(route),
        "notice": _notice(detail, route_id),
    }


def _notice(detail: PlanDetail, route_id: int) -> dict[str, Any] | None:
    """Return what changed when the plan replaced another; None if it replaced none or nothing changed."""
    return next(each.route.notice for each in detail.routes if each.route.id == route_id) or None


def _route(route: RouteOut) -> dict[str, Any]:
    document = route.model_dump(mode="json", by_alias=True)
    document["visits"] = [_visit(visit) for visit in route.visits]
    return document


def _visit(visit: VisitOut) -> dict[str, Any]:
    document = visit.model_dump(mode="json")
    located = visit.lon is not None and visit.lat is not None
    document["navigation"] = (
        navigation_links(LonLat(visit.lon or 0.0, visit.lat or 0.0), visit.name or "") if located else None
    )
    return document


def _bounds(plan: PlanOut, route: RouteOut) -> tuple[float, float, float, float]:
    """Return west, south, east and north of the stops: the area of the tiles to cache."""
    places = [(v.lon, v.lat) for v in route.visits if v.lon is not None and v.lat is not None]
    places.append((plan.centre.lon, plan.centre.lat))
    lons, lats = [lon for lon, _lat in places], [lat for _lon, lat in places]
    return min(lons), min(lats), max(lons), max(lats)


def routes_today(store: Session, organisation_id: int, user_id: int | None) -> list[tuple[Route, Vehicle]]:
    """Return today's published routes of an account's driver."""
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
