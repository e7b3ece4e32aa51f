"""Turn a scheduled route into columns: of a worker's plan, and of one edited by hand."""

from __future__ import annotations

from typing import Any

from data.domain.places import LonLat
from data.domain.plan import Route as SolvedRoute
from data.domain.plan import Visit as SolvedVisit
from data.store.network.fleet import Vehicle as VehicleRow
from data.store.plans.tables import UnassignedGroup, Visit
from workers.plan.problem import DIMENSIONS

_NO_PATH = ("R204", "R224")
_IMPOSSIBLE = ("R201", "R202", "R203", "R205", "R206", "R207", "R208", "R209", "R210", "R223")
"""No truck of the fleet can ever serve such a task; every other code concerns this plan only."""


def unassigned_group(code: str) -> UnassignedGroup:
    """Group a request left out with this code by what a dispatcher can do about it."""
    if code in _NO_PATH:
        return UnassignedGroup.NEEDS_CORRECTING
    return UnassignedGroup.NO_TRUCK_CAN if code in _IMPOSSIBLE else UnassignedGroup.DID_NOT_FIT


def route_figures(route: SolvedRoute, row: VehicleRow, co2_kg: float) -> dict[str, Any]:
    """Cost, lengths and loads of a scheduled route, by column."""
    return {
        "cost": round(route.cost, 2),
        "distance_m": route.distance_m,
        "duration_s": route.duration_s,
        "driving_s": route.driving_s,
        "waiting_s": route.waiting_s,
        "co2_kg": round(co2_kg, 3),
        "load_percent": _load_percent(route, row),
    }


def _load_percent(route: SolvedRoute, row: VehicleRow) -> int:
    """Largest share of capacity in use on the route, by mass or volume."""
    shares = [
        amount / capacity
        for visit in route.visits
        for amount, capacity in zip(visit.load, (row.capacity_kg, row.capacity_l), strict=False)
        if capacity > 0
    ]
    return round(100 * max(shares, default=0.0))


def visit_row(
    visit: SolvedVisit,
    position: int,
    *,
    part: tuple[int, str | None] | None,
    at: LonLat | None,
    facility_site_id: int | None,
) -> Visit:
    """The row of a visit; `part` is the request and load type that its task stands for."""
    values = visit_values(visit, position, part=part, at=at, facility_site_id=facility_site_id)
    return Visit(route_id=0, **values)


def visit_values(
    visit: SolvedVisit,
    position: int,
    *,
    part: tuple[int, str | None] | None,
    at: LonLat | None,
    facility_site_id: int | None,
) -> dict[str, Any]:
    """The columns of a visit, as in `visit_row`, for inserting many at once."""
    return {
        "position": position,
        "kind": visit.kind,
        "request_id": part[0] if part else None,
        "load_type": part[1] if part else None,
        "task": visit.task,
        "facility_site_id": facility_site_id,
        "lon": at.lon if at else None,
        "lat": at.lat if at else None,
        "arrival_s": visit.arrival_s,
        "start_s": visit.start_s,
        "departure_s": visit.departure_s,
        "load": dict(zip(DIMENSIONS, visit.load, strict=False)),
    }
