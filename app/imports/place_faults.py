"""Positions that cannot be right: swapped, one number twice, outside the region, far off every road."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from math import cos, hypot, radians

import numpy as np

from app.imports.columns import Record
from app.imports.context import Box
from data.domain.errors import Fault
from data.domain.places import LonLat
from data.store.network.sites import Site
from network.graph.road_graph import RoadGraph
from network.travel.snapping import snap

REGION_MARGIN_DEG = 0.5
"""How far beyond its centre's roads a place may lie, about 50 km; trucks would never get there."""
REGION_WITHOUT_ROADS_KM = 300
FAR_OFF_ROAD_M = 300
"""A place further than this from a road is told, though its request is kept."""
_KM_PER_DEG = 111.2


def written_wrong(record: Record) -> list[Fault]:
    """I214: what the two numbers alone give away."""
    if not {"lon", "lat"} <= record.given:
        return []
    lon, lat = record["lon"], record["lat"]
    if lon == lat:
        cause = f"Longitude and latitude are both {lon:g}: one number was entered twice."
        return [record.fault("I214", cause, "Enter both numbers of the place.", "lat")]
    return [_swapped(record)] if abs(lat) > 90 else []


def outside_region(record: Record, place: LonLat, centre: Site, boxes: Mapping[str, Box]) -> list[Fault]:
    """I214 where exchanging the numbers would mend it, else I215; nothing where the place can be right."""
    if _is_near(place, centre, boxes):
        return []
    if abs(place.lon) <= 90 and _is_near(LonLat(place.lat, place.lon), centre, boxes):
        return [_swapped(record)]
    far_km = _distance_km(place, LonLat(centre.lon, centre.lat))
    cause = f"The place lies {far_km:.0f} km from centre {centre.ref}, outside its roads."
    action = "Check the numbers and the datum, or enter it for another centre."
    return [record.fault("I215", cause, action, "lon")]


def far_off_road(
    heads: Sequence[tuple[Record, LonLat, Site]], roads: Callable[[str], RoadGraph | None]
) -> list[Fault]:
    """I216 for every place far from each road of its centre's network."""
    found = []
    by_network: dict[str, list[tuple[Record, LonLat]]] = defaultdict(list)
    for record, place, centre in heads:
        if centre.network:
            by_network[centre.network].append((record, place))
    for network, entries in sorted(by_network.items()):
        graph = roads(network)
        if graph is None:
            continue
        snap_m = snap(graph, [place for _record, place in entries]).snap_m
        for position in np.flatnonzero(snap_m > FAR_OFF_ROAD_M):
            off = f"{snap_m[position]:.0f} m from" if np.isfinite(snap_m[position]) else "out of reach of"
            cause, action = (
                f"The place is {off} the nearest road.",
                "Look at it on the map; move it if needed.",
            )
            found.append(Fault("I216", cause, action, entries[position][0].where))
    return found


def _swapped(record: Record) -> Fault:
    cause = f"Longitude {record['lon']:g} and latitude {record['lat']:g} are exchanged."
    return record.fault("I214", cause, "Exchange the two numbers.", "lon")


def _is_near(place: LonLat, centre: Site, boxes: Mapping[str, Box]) -> bool:
    box = boxes.get(centre.network or "")
    if box is None:
        return _distance_km(place, LonLat(centre.lon, centre.lat)) <= REGION_WITHOUT_ROADS_KM
    west, south, east, north = box
    return (
        west - REGION_MARGIN_DEG <= place.lon <= east + REGION_MARGIN_DEG
        and south - REGION_MARGIN_DEG <= place.lat <= north + REGION_MARGIN_DEG
    )


def _distance_km(one: LonLat, other: LonLat) -> float:
    """Good to a per cent at these distances, which is all a rough bound needs."""
    across = (one.lon - other.lon) * cos(radians((one.lat + other.lat) / 2))
    return hypot(across, one.lat - other.lat) * _KM_PER_DEG
