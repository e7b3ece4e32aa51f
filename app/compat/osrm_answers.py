"""Answers of OSRM's services, computed on one of our networks.

Times are seconds and lengths metres, both with one decimal, as OSRM writes them. Turning round at a
place is free, as with ``continue_straight=false``.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.compat.osrm_query import MOST_NEAREST, OsrmError, Query
from data.domain.places import LonLat
from network.engine.protocol import DISTANCE_BASE
from network.engine.selection import select_engine_in_time
from network.geo.polyline import encode
from network.graph.road_graph import RoadGraph
from network.metric.overlay import Overlay
from network.metric.road_metric import RoadMetric, road_metric
from network.travel.geometry import RoadPath, leg_paths, path_shape, simplify
from network.travel.matrices import weight_table
from network.travel.nearest import find_nearest_roads, street_name
from network.travel.snapping import SnappedPlaces, snap

_SCREEN_PARTS = 1000
"""A simplified line is off by at most this part of the route's extent: a pixel of a full screen."""


@dataclass(frozen=True, slots=True)
class Roads:
    """The road network on which a query is answered."""

    graph: RoadGraph
    profile: str
    overlay: Overlay
    most_places: int

    def prepared(self) -> RoadMetric:
        """Return the prepared graph of the profile with current closures."""
        return road_metric(self.graph, self.profile, self.overlay)


def answer(query: Query, roads: Roads) -> str:
    """Return the JSON text of an answer.

    Raises
    ------
    OsrmError
        TooBig, NoSegment, NoRoute, InvalidQuery, InvalidOptions.
    UnavailableError
        N313: the roads are being prepared.
    """
    if len(query.places) > roads.most_places:
        raise OsrmError(
            "TooBig",
            f"Number of coordinates {len(query.places)} is higher than current maximum ({roads.most_places})",
        )
    services = {"table": _table, "route": _route, "nearest": _nearest}
    return services[query.service](query, roads)


def _table(query: Query, roads: Roads) -> str:
    wanted = set(query.options.get("annotations", "duration").split(","))
    if not wanted <= {"duration", "distance"}:
        raise OsrmError("InvalidQuery", 'Query string malformed close to "annotations": duration, distance')
    sources, destinations = query.rows("sources"), query.rows("destinations")
    snapped = _snapped(query, roads)
    prepared = roads.prepared()
    engine = select_engine_in_time(prepared, sources=len(sources))
    at_source, at_destination = np.array(sources), np.array(destinations)
    weight = weight_table(prepared, snapped.rows(at_source), snapped.rows(at_destination), engine=engine)
    same = np.equal.outer(at_source, at_destination)
    weight[same] = 0.0
    parts = {"code": '"Ok"'}
    for name in ("duration", "distance"):
        if name in wanted:
            parts[f"{name}s"] = _table_text(weight, name)
    if not query.flag("skip_waypoints"):
        points = _waypoints(snapped, roads.graph, query)
        parts["sources"] = json.dumps([points[row] for row in sources], ensure_ascii=False)
        parts["destinations"] = json.dumps([points[row] for row in destinations], ensure_ascii=False)
    return "{" + ",".join(f'"{key}":{text}' for key, text in parts.items()) + "}"


def _route(query: Query, roads: Roads) -> str:
    form = query.choice("geometries", ("polyline", "polyline6", "geojson"), default="polyline")
    overview = query.choice("overview", ("simplified", "full", "by_legs", "false"), default="simplified")
    snapped = _snapped(query, roads)
    legs = [(row, row + 1) for row in range(len(query.places) - 1)]
    engine = select_engine_in_time(roads.prepared(), sources=2 * len(legs))
    paths = leg_paths(
        roads.graph, query.places, legs, profile=roads.profile, overlay=roads.overlay, engine=engine
    )
    if not all(path.found for path in paths):
        raise OsrmError("NoRoute", "Impossible route between points")
    route: dict[str, Any] = {"legs": [_leg(path) for path in paths], "weight_name": "duration"}
    if overview == "by_legs":
        for leg, path in zip(route["legs"], paths, strict=True):
            leg["geometry"] = _geometry(path_shape(roads.graph, path), form)
    elif overview != "false":
        line = _line(paths, roads.graph)
        route["geometry"] = _geometry(_thinned(line) if overview == "simplified" else line, form)
    duration_s = round(sum(path.duration_ms for path in paths) / 1000, 1)
    route |= {"weight": duration_s, "duration": duration_s}
    route["distance"] = round(sum(path.distance_dm for path in paths) / 10, 1)
    document: dict[str, Any] = {"code": "Ok", "routes": [route]}
    if not query.flag("skip_waypoints"):
        document["waypoints"] = _waypoints(snapped, roads.graph, query)
    return json.dumps(document, ensure_ascii=False)


def _nearest(query: Query, roads: Roads) -> str:
    number = query.whole("number", default=1)
    if number < 1:
        raise OsrmError("InvalidOptions", "number must be at least 1")
    if number > MOST_NEAREST:
        raise OsrmError(
            "TooBig", f"Number of results {number} is higher than current maximum ({MOST_NEAREST})"
        )
    (radius_m,) = query.radiuses_m
    within_m = min(radius_m, roads.prepared().profile.max_snap_m)
    found = find_nearest_roads(
        roads.graph, query.places[0], number=number, within_m=within_m, profile=roads.profile
    )
    if not found:
        raise OsrmError("NoSegment", "Could not find a matching segments for coordinate")
    waypoints = [
        {**_waypoint(near.point, near.name, near.distance_m, query), "nodes": list(near.osm_nodes)}
        for near in found
    ]
    return json.dumps({"code": "Ok", "waypoints": waypoints}, ensure_ascii=False)


def _snapped(query: Query, roads: Roads) -> SnappedPlaces:
    snapped = snap(roads.graph, query.places, roads.profile)
    near = snapped.reachable & (snapped.snap_m <= np.array(query.radiuses_m))
    if not near.all():
        first = int(np.flatnonzero(~near)[0])
        raise OsrmError("NoSegment", f"Could not find a matching segment for coordinate {first}")
    return snapped


def _table_text(weight: NDArray[np.float64], figure: str) -> str:
    """Return a matrix as JSON, written row by row to bound memory."""
    return "[" + ",".join(_row_text(row, figure) for row in weight) + "]"


def _row_text(weight: NDArray[np.float64], figure: str) -> str:
    """Return a row in seconds or metres, to one decimal; null for unreachable places."""
    known = np.isfinite(weight)
    whole = np.where(known, weight, 0.0)
    duration_ms = np.floor(whole / DISTANCE_BASE)
    tenths = np.rint(duration_ms / 100) if figure == "duration" else whole - duration_ms * DISTANCE_BASE
    cells = (tenths / 10.0).tolist()
    if not known.all():
        cells = [cell if is_known else None for cell, is_known in zip(cells, known.tolist(), strict=True)]
    return json.dumps(cells, separators=(",", ":"))


def _waypoints(snapped: SnappedPlaces, graph: RoadGraph, query: Query) -> list[dict[str, Any]]:
    columns = (snapped.lon, snapped.lat, snapped.edge, snapped.snap_m)
    return [
        _waypoint(LonLat(lon, lat), street_name(graph, edge), snap_m, query)
        for lon, lat, edge, snap_m in zip(*(column.tolist() for column in columns), strict=True)
    ]


def _waypoint(point: LonLat, name: str, distance_m: float, query: Query) -> dict[str, Any]:
    waypoint = {
        "location": [round(point.lon, 6), round(point.lat, 6)],
        "name": name,
        "distance": round(distance_m, 3),
    }
    if query.flag("generate_hints", default=True):
        # Clients may send the hint back, where an empty one means none.
        waypoint["hint"] = ""
    return waypoint


def _leg(path: RoadPath) -> dict[str, Any]:
    duration_s = round(path.duration_ms / 1000, 1)
    distance_m = round(path.distance_dm / 10, 1)
    return {"steps": [], "summary": "", "weight": duration_s, "duration": duration_s, "distance": distance_m}


def _line(paths: Sequence[RoadPath], graph: RoadGraph) -> list[LonLat]:
    """Return the whole line; the point at which two legs meet occurs once."""
    line: list[LonLat] = []
    for path in paths:
        shape = path_shape(graph, path)
        line += shape[1:] if line and line[-1] == shape[0] else shape
    return line


def _thinned(line: list[LonLat]) -> list[LonLat]:
    lons, lats = [point.lon for point in line], [point.lat for point in line]
    extent_deg = max(max(lons) - min(lons), max(lats) - min(lats))
    return simplify(line, extent_deg * 111_000.0 / _SCREEN_PARTS)


def _geometry(line: Sequence[LonLat], form: str) -> Any:
    if form == "geojson":
        return {
            "type": "LineString",
            "coordinates": [[round(point.lon, 6), round(point.lat, 6)] for point in line],
        }
    return encode(line, 6 if form == "polyline6" else 5)
