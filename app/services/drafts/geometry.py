"""The road of a route that was changed by hand, found when it is first looked at."""

from __future__ import annotations

from pathlib import Path

from app.services.drafts.snapshots import Snapshot
from app.services.networks.open_networks import OpenNetworks
from data.catalogue.vehicle_classes import emission_factors
from data.domain.plan import Plan as NativePlan
from data.store.plans.tables import Plan
from network.closures.store import ClosureStore
from network.elevation.gradients import paid_climb_m
from network.engine.selection import select_engine_in_time
from network.geo.polyline import encode
from network.metric.road_metric import road_metric
from network.profiles.vehicle_limits import profile_for
from network.travel.geometry import leg_paths, path_shape
from network.travel.road_source import DrivenLeg
from workers.plan.emissions import Driven, legs_of, route_co2_kg
from workers.plan.roads import working_hours


def route_on_road(
    row: Plan, snapshot: Snapshot, plan: NativePlan, vehicle: str, *, networks: OpenNetworks, home: Path
) -> tuple[str, float]:
    """A route's line (six decimals, encoded) and its CO2 in kg, along roads open during the day's work.

    Raises
    ------
    NotFoundError
        A215: the network is no more.
    UnavailableError
        N313: the roads are being prepared.
    """
    graph = networks.graph(row.network)
    hours = working_hours(snapshot.editor.problem)
    overlay = ClosureStore(home).overlay(row.network, graph).during(*hours)
    truck = snapshot.vehicles[vehicle]
    profile = profile_for(graph, truck.profile, truck.size)
    route = next(each for each in plan.routes if each.vehicle == vehicle)
    wanted = sorted(set(legs_of(route)))
    engine = select_engine_in_time(road_metric(graph, profile, overlay), sources=2 * len(wanted))
    paths = leg_paths(graph, snapshot.places, wanted, profile=profile, overlay=overlay, engine=engine)
    climb_m = paid_climb_m(graph)
    legs = {
        leg: DrivenLeg(line=path_shape(graph, path), paid_climb_m=float(climb_m[path.edges] @ path.shares()))
        for leg, path in zip(wanted, paths, strict=True)
    }
    line = encode([point for leg in legs_of(route) for point in legs[leg].line], precision=6)
    factor = emission_factors().get(truck.emission_class)
    by = Driven(row=truck, profile=profile, matrix=snapshot.matrix(vehicle), legs=legs)
    return line, route_co2_kg(route, by, factor) if factor else 0.0
