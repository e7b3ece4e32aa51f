"""Finished plans as rows, without solving anything."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from data.store.network.fleet import list_vehicles
from data.store.plans.lifecycle import Outcome
from data.store.plans.tables import PlanUnassigned, Route, UnassignedGroup, Visit
from data.store.requests.pickup_requests import list_requests
from tests.factories.rows import World

NO_PROBLEM = '{"version": 1, "vehicles": [], "matrix": {"duration_s": [[0]], "distance_m": [[0]]}}'


def outcome_serving(store: Session, world: World, *refs: str, **figures: Any) -> Outcome:
    """One route of the first truck that visits the requests in this order; the others are left out."""
    found = {
        row.request.ref: row.request
        for row in list_requests(store, world.organisation_id, world.centre_id, world.date)
    }
    vehicle, driver = list_vehicles(store, world.organisation_id, world.centre_id)[0]
    assert vehicle.id is not None
    visits = [Visit(route_id=0, position=0, kind="depot", lon=110.0, lat=27.5, departure_s=28_800)]
    for position, ref in enumerate(refs, start=1):
        at = 28_800 + 600 * position
        request = found[ref]
        visits.append(
            Visit(
                route_id=0, position=position, kind="collect", request_id=request.id, lon=request.lon,
                lat=request.lat, arrival_s=at, start_s=at, departure_s=at + 300,
                load={"kg": 41 * position, "l": 1200 * position}, load_type="appliance",
            )
        )  # fmt: skip
    route = Route(
        plan_id="", vehicle_id=vehicle.id, driver_id=driver.id if driver else None, number=1, cost=100.0,
        distance_m=9000, duration_s=3600, driving_s=1800, waiting_s=0, co2_kg=4.2, load_percent=30,
    )  # fmt: skip
    left_out = [
        PlanUnassigned(
            plan_id="", request_id=request.id or 0, code="R204", reason="does not fit",
            group=UnassignedGroup.DID_NOT_FIT,
        )
        for ref, request in found.items() if ref not in refs
    ]  # fmt: skip
    return Outcome(
        cost=100.0,
        figures={"tasks": len(found), "served": len(refs), "violations": 0, **figures},
        methods={"en": {"distance_m": "road distance"}, "zh": {"distance_m": "道路里程"}},
        profiles=["car"],
        synthetic=False,
        routes=[(route, visits)],
        unassigned=left_out,
        problem_snapshot=NO_PROBLEM,
        plan_json='{"version": 1, "cost": 100.0, "routes": []}',
    )
