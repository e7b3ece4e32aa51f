"""Geometry of an edited route, computed on first access."""

from __future__ import annotations

from pathlib import Path

from app.services.networks.open_networks import OpenNetworks
from app.services.plans.publication import find_route
from app.services.plans.snapshots import Snapshot, Snapshots, finished_plan
from data.catalogue.vehicle_classes import emission_factors
from data.domain.plan import Plan as NativePlan
from data.settings import Settings
from data.store.engine import session
from data.store.plans.lookup import find_plan
from data.store.plans.tables import Plan
from network.closures.store import ClosureStore
from network.elevation.gradients import net_climb_m
from network.engine.selection import select_engine_in_time
from network.geo.polyline import encode
from network.metric.road_metric import road_metric
from network.profiles.vehicle_limits import profile_for
from network.travel.geometry import leg_paths, path_shape
from network.travel.road_source import DrivenLeg
from workers.emissions import Driven, legs_of, route_co2_kg
from workers.plan.roads import working_hours


def route_geometry(
    settings: Settings,
    snapshots: Snapshots,
    networks: OpenNetworks,
    organisation_id: int,
    plan_id: str,
    *,
    number: int,
) -> str:
    """Return the line of a route (six decimals, encoded); compute and store it if an edit left it out.

    Raises
    ------
    NotFoundError
        S302, A222: the organisation has no such plan, or the plan no such route. A215: the network is gone.
    ConflictError
        A253: the plan is not finished.
    UnavailableError
        N313: the roads are being prepared.
    """
    with session(settings) as store:
        find_plan(store, organisation_id, plan_id)
        route = find_route(store, plan_id, number)
        if route.geometry:
            return route.geometry
        plan, snapshot, native = finished_plan(store, snapshots, organisation_id, plan_id)
    vehicle = next(name for name, each in snapshot.vehicles.items() if each.id == route.vehicle_id)
    line, co2_kg = _line_and_co2(plan, snapshot, native, vehicle, networks=networks, home=settings.home)
    with session(settings, write=True) as store:
        now = find_plan(store, organisation_id, plan_id)
        if now.revision == plan.revision:
            stored = find_route(store, plan_id, number)
            flat_kg, stored.geometry, stored.co2_kg = stored.co2_kg, line, round(co2_kg, 3)
            total_kg = float(now.figures.get("co2_kg", 0.0)) - flat_kg + stored.co2_kg
            now.figures = {**now.figures, "co2_kg": round(total_kg, 3)}
            store.add_all([stored, now])
    return line


def _line_and_co2(
    row: Plan, snapshot: Snapshot, plan: NativePlan, vehicle: str, *, networks: OpenNetworks, home: Path
) -> tuple[str, float]:
    """Return a route's line (six decimals, encoded) and CO2 in kg, along roads open during the workday."""
    graph = networks.graph(row.network)
    hours = working_hours(snapshot.editor.problem)
    overlay = ClosureStore(home).overlay(row.network, graph).during(*hours)
    truck = snapshot.vehicles[vehicle]
    profile = profile_for(graph, truck.profile, truck.size)
    route = next(each for each in plan.routes if each.vehicle == vehicle)
    pairs = sorted(set(legs_of(route)))
    engine = select_engine_in_time(road_metric(graph, profile, overlay), sources=2 * len(pairs))
    paths = leg_paths(graph, snapshot.places, pairs, profile=profile, overlay=overlay, engine=engine)
    climb_m = net_climb_m(graph)
    legs = {
        leg: DrivenLeg(line=path_shape(graph, path), net_climb_m=float(climb_m[path.edges] @ path.shares()))
        for leg, path in zip(pairs, paths, strict=True)
    }
    line = encode([point for leg in legs_of(route) for point in legs[leg].line], precision=6)
    factor = emission_factors().get(truck.emission_class)
    by = Driven.by_truck(row=truck, profile=profile, matrix=snapshot.matrix(vehicle), legs=legs)
    return line, route_co2_kg(route, by, factor) if factor else 0.0
