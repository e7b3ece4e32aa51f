"""Positions entered by users: their datum, and checks of their plausibility.

Rules: I214 the coordinates are exchanged or one was entered twice, I215 the place is outside the region of
its centre, I216 (a doubt) it is far from every road.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import cos, hypot, radians
from typing import Literal

import numpy as np

from data.domain.datums import bd09_to_wgs84, gcj02_to_wgs84
from data.domain.errors import Fault, InputError, NotFoundError
from data.domain.places import LonLat
from data.store.network.sites import Site
from network.graph.road_graph import RoadGraph
from network.library import NetworkLibrary
from network.travel.snapping import snap

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""
Datum = Literal["wgs84", "gcj02", "bd09"]
REGION_MARGIN_DEG = 0.5
"""How far beyond its centre's roads a place may lie, about 50 km; a truck would never get there."""
REGION_WITHOUT_ROADS_KM = 300
FAR_OFF_ROAD_M = 300
_KM_PER_DEG = 111.2


@dataclass(frozen=True, slots=True)
class RoadContext:
    """The imported road networks with which places are compared.

    Attributes
    ----------
    boxes
        Bounds of each network by name.
    open_graph
        Opens a network by name; None if it cannot be opened.
    """

    boxes: Mapping[str, Box] = field(default_factory=dict)
    open_graph: Callable[[str], RoadGraph | None] = lambda _name: None


def load_road_context(library: NetworkLibrary) -> RoadContext:
    """Read the bounds of an installation's networks.

    A damaged network, or one being removed, is left out: places are then checked by distance alone.
    """
    boxes = {}
    for name in library.names():
        try:
            boxes[name] = library.info(name).bbox
        except (InputError, NotFoundError):
            continue
    return RoadContext(boxes, lambda name: library.open(name) if name in boxes else None)


def to_wgs84(lon: float, lat: float, datum: str) -> LonLat:
    """Convert a position of a `Datum` to WGS-84, to within a centimetre."""
    given = LonLat(lon, lat)
    place = gcj02_to_wgs84(given) if datum == "gcj02" else bd09_to_wgs84(given) if datum == "bd09" else given
    return LonLat(round(place.lon, 7), round(place.lat, 7))


def check_coordinates(lon: float, lat: float) -> list[Fault]:
    """Return I214 if the two numbers alone show that they are wrong."""
    if lon == lat:
        cause = f"Longitude and latitude are both {lon:g}: one number was entered twice."
        return [Fault("I214", cause, "Enter both numbers of the place.", "lat")]
    return [_exchanged(lon, lat)] if abs(lat) > 90 else []


def check_region(
    given: tuple[float, float], place: LonLat, centre: Site, boxes: Mapping[str, Box]
) -> list[Fault]:
    """Return I214 if exchanging the numbers would correct the place, or I215 if it is outside the region.

    Parameters
    ----------
    given
        Longitude and latitude as entered.
    place
        The same in WGS-84.
    """
    if _is_near(place, centre, boxes):
        return []
    if abs(place.lon) <= 90 and _is_near(LonLat(place.lat, place.lon), centre, boxes):
        return [_exchanged(*given)]
    far_km = _distance_km(place, LonLat(centre.lon, centre.lat))
    cause = f"The place is {far_km:.0f} km from centre {centre.ref}, outside its road network."
    action = "Check the numbers and the datum, or enter it for another centre."
    return [Fault("I215", cause, action, "lon")]


def find_far_off_road(
    places: Mapping[int, tuple[LonLat, Site]], open_graph: Callable[[str], RoadGraph | None]
) -> dict[int, Fault]:
    """Return I216 for every place over `FAR_OFF_ROAD_M` from the roads of its centre's network.

    Parameters
    ----------
    places
        Places with their centres, by a number of the caller's, which the result repeats.
    """
    by_network: dict[str, list[int]] = defaultdict(list)
    for number, (_place, centre) in places.items():
        if centre.network:
            by_network[centre.network].append(number)
    found = {}
    for network, numbers in sorted(by_network.items()):
        graph = open_graph(network)
        if graph is None:
            continue
        snap_m = snap(graph, [places[number][0] for number in numbers]).snap_m
        for position in np.flatnonzero(snap_m > FAR_OFF_ROAD_M):
            off = f"{snap_m[position]:.0f} m from" if np.isfinite(snap_m[position]) else "out of reach of"
            cause = f"The place is {off} the nearest road."
            found[numbers[position]] = Fault("I216", cause, "Check it on the map; move it if needed.", "lon")
    return found


def _exchanged(lon: float, lat: float) -> Fault:
    cause = f"Longitude {lon:g} and latitude {lat:g} are exchanged."
    return Fault("I214", cause, "Exchange the two numbers.", "lon")


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
    """Return the equirectangular distance, accurate to one per cent at these distances."""
    across = (one.lon - other.lon) * cos(radians((one.lat + other.lat) / 2))
    return hypot(across, one.lat - other.lat) * _KM_PER_DEG
