"""Routes and stops for maps and navigators: GeoJSON and GPX.

References
----------
RFC 7946 (GeoJSON); GPX 1.1 schema, topografix.com/GPX/1/1.
"""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, timedelta
from typing import Any
from xml.etree import ElementTree

from app.exports.plan.printable import PrintablePlan, PrintableRoute, PrintableStop
from app.exports.words import clock
from data.domain.places import LonLat

GPX = "http://www.topografix.com/GPX/1/1"
_DECIMALS = 6


def geojson(day: PrintablePlan) -> dict[str, Any]:
    """Return one line per route and one point per stop and unassigned request; `role` tells them apart."""
    features: list[dict[str, Any]] = []
    for route in day.routes:
        points = line_of(route)
        if len(points) > 1:
            features.append(_feature("LineString", [_pair(point) for point in points], {
                "role": "route", "route": route.number, "plate": route.plate, "driver": route.driver,
                "distance_m": route.distance_m, "duration_s": route.duration_s, "kg": round(route.kg, 1),
                "on_roads": bool(route.line),
            }))  # fmt: skip
        features += [_stop(day, route, stop, stop.place) for stop in route.stops if stop.place is not None]
    for left in day.left_out:
        properties = {"role": "left_out", "request": left.request, "name": left.name, "code": left.code}
        features.append(_feature("Point", _pair(left.place), {**properties, "reason": left.reason}))
    return {"type": "FeatureCollection", "features": features}


def gpx(day: PrintablePlan, route: PrintableRoute) -> bytes:
    """Return one route: its stops as a GPX route, its line along the road as a track."""
    ElementTree.register_namespace("", GPX)
    root = ElementTree.Element(f"{{{GPX}}}gpx", {"version": "1.1", "creator": "Huiliu"})
    title = f"{day.date.isoformat()} {day.words('export-route')} {route.number} {route.plate}".strip()
    meta = ElementTree.SubElement(root, f"{{{GPX}}}metadata")
    _text(meta, "name", title)
    _text(meta, "time", day.start.astimezone(UTC).isoformat().replace("+00:00", "Z"))
    route_element = ElementTree.SubElement(root, f"{{{GPX}}}rte")
    _text(route_element, "name", title)
    for stop in route.stops:
        if stop.place is not None:
            _route_point(day, route_element, stop, stop.place)
    points = line_of(route)
    if len(points) > 1:
        track = ElementTree.SubElement(root, f"{{{GPX}}}trk")
        _text(track, "name", title)
        segment = ElementTree.SubElement(track, f"{{{GPX}}}trkseg")
        for point in points:
            ElementTree.SubElement(segment, f"{{{GPX}}}trkpt", _position(point))
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written


def gpx_zip(day: PrintablePlan) -> bytes:
    """Return all routes, one file each; file names are numbers, so that user text never becomes a path."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for route in day.routes:
            archive.writestr(f"route-{route.number:03}.gpx", gpx(day, route))
    return out.getvalue()


def line_of(route: PrintableRoute) -> list[LonLat]:
    """Return the line of a route; straight between stops if it has no geometry."""
    return list(route.line) or [stop.place for stop in route.stops if stop.place is not None]


def _stop(day: PrintablePlan, route: PrintableRoute, stop: PrintableStop, place: LonLat) -> dict[str, Any]:
    properties = {
        "role": "stop", "route": route.number, "plate": route.plate, "stop": stop.number, "kind": stop.kind,
        "request": stop.request, "name": stop.name, "address": stop.address, "items": list(stop.items),
        "kg": stop.kg, "hazard": stop.hazard, "note": stop.note,
        "arrival": _moment(day, stop.arrival_s), "departure": _moment(day, stop.departure_s),
    }  # fmt: skip
    return _feature("Point", _pair(place), properties)


def _moment(day: PrintablePlan, moment_s: int | None) -> str | None:
    return None if moment_s is None else (day.start + timedelta(seconds=moment_s)).isoformat()


def _feature(kind: str, coordinates: Any, properties: dict[str, Any]) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _pair(place: LonLat) -> list[float]:
    return [round(place.lon, _DECIMALS), round(place.lat, _DECIMALS)]


def _route_point(day: PrintablePlan, parent: ElementTree.Element, stop: PrintableStop, place: LonLat) -> None:
    point = ElementTree.SubElement(parent, f"{{{GPX}}}rtept", _position(place))
    number = f"{stop.number} " if stop.number is not None else ""
    _text(point, "name", number + stop.name)
    parts = [
        clock(stop.arrival_s),
        day.words(f"export-kind-{stop.kind}"),
        *stop.items,
        stop.hazard,
        stop.note,
    ]
    _text(point, "desc", " · ".join(text for text in parts if text))


def _position(place: LonLat) -> dict[str, str]:
    return {"lat": f"{place.lat:.{_DECIMALS}f}", "lon": f"{place.lon:.{_DECIMALS}f}"}


def _text(parent: ElementTree.Element, tag: str, text: str) -> None:
    ElementTree.SubElement(parent, f"{{{GPX}}}{tag}").text = text
