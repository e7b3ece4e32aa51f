"""Tags of drivable ways: class, access, direction, speed limits, dimensions.

A value that cannot be parsed counts as absent and is counted by key, so that an import can report what it
ignored.

References
----------
OSM wiki: Key:highway, Key:access, Key:oneway, Key:maxspeed, Key:maxweight.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from network.graph.road_graph import HIGHWAY_CLASSES, PieceFlag
from network.osm.values import parse_duration_s, parse_quantity, parse_speed_kph

Tags = Mapping[str, str]

CLASS_INDEX = {name: index for index, name in enumerate(HIGHWAY_CLASSES)}
_CLOSED_BY_DEFAULT = frozenset(
    {
        "pedestrian",
        "footway",
        "path",
        "cycleway",
        "bridleway",
        "busway",
        "corridor",
        "living_street;pedestrian",
    }
)
"""Highways open to motor vehicles only where an access tag says so."""

_OPEN = frozenset({"yes", "permissive", "designated", "official", "public", "discouraged", "unknown"})
_DESTINATION = frozenset(
    {"destination", "private", "customers", "delivery", "permit", "residents", "restricted", "employees"}
)
_CLOSED = frozenset(
    {"no", "agricultural", "forestry", "military", "emergency", "bus", "psv", "foot", "bicycle", "none",
     "use_sidepath", "agricultural;forestry", "forestry;agricultural"}
)  # fmt: skip
_CAR_KEYS = ("motorcar", "motor_vehicle", "vehicle", "access")
_TRUCK_KEYS = ("hgv", "motor_vehicle", "vehicle", "access")
_UNPAVED = frozenset(
    {"unpaved", "compacted", "fine_gravel", "gravel", "pebblestone", "ground", "dirt", "earth", "mud",
     "sand", "grass", "rock", "clay", "soil", "dirt/sand", "grass_paver", "woodchips", "snow", "ice"}
)  # fmt: skip
_ROUGH_TRACKS = frozenset({"grade2", "grade3", "grade4", "grade5"})


class WayAttributes(NamedTuple):
    """Attributes of a drivable way, in the units of `RoadGraph`. Speeds per direction, 0 for none."""

    highway: int
    flags: int
    forward: bool
    backward: bool
    forward_kph: float
    backward_kph: float
    maxweight_t: float
    maxheight_m: float
    maxwidth_m: float
    maxlength_m: float
    maxaxleload_t: float
    duration_s: int
    name: str


def parse_way(tags: Tags, unread: Counter[str]) -> WayAttributes | None:
    """Parse the tags of a way; None where no motor vehicle may drive it.

    Parameters
    ----------
    unread
        Counts, by key, values that could not be parsed.
    """
    highway = _highway_class(tags)
    if highway is None or tags.get("area") == "yes":
        return None
    car, truck = _access(tags, _CAR_KEYS, unread), _access(tags, _TRUCK_KEYS, unread)
    if tags.get("highway") in _CLOSED_BY_DEFAULT:
        car = car if _is_opened(tags, _CAR_KEYS) else _CLOSED_TO
        truck = truck if _is_opened(tags, _TRUCK_KEYS) else _CLOSED_TO
    if car == truck == _CLOSED_TO:
        return None
    forward, backward = _directions(tags, highway, unread)
    if not (forward or backward):
        return None
    return WayAttributes(
        highway,
        _flags(tags, highway, car, truck),
        forward,
        backward,
        _direction_speed(tags, "forward", unread),
        _direction_speed(tags, "backward", unread),
        _limit(tags, ("maxweight", "maxweightrating"), "t", 200.0, unread),
        _limit(tags, ("maxheight", "maxheight:physical"), "m", 20.0, unread),
        _limit(tags, ("maxwidth", "maxwidth:physical"), "m", 30.0, unread),
        _limit(tags, ("maxlength",), "m", 60.0, unread),
        _limit(tags, ("maxaxleload",), "t", 50.0, unread),
        _duration(tags, unread) if HIGHWAY_CLASSES[highway] == "ferry" else 0,
        tags.get("name") or tags.get("ref") or "",
    )


def _highway_class(tags: Tags) -> int | None:
    highway = tags.get("highway")
    if highway is None:
        if tags.get("route") != "ferry":
            return None
        foot_only = tags.get("foot") == "yes" or tags.get("bicycle") == "yes"
        motors = any(key in tags for key in ("motorcar", "motor_vehicle", "vehicle", "hgv"))
        return None if foot_only and not motors else CLASS_INDEX["ferry"]
    highway = highway.split(";")[0]
    if highway in _CLOSED_BY_DEFAULT:
        return CLASS_INDEX["other"]
    index = CLASS_INDEX.get(highway)
    # "ferry" and "other" are classes of ours, no values of the highway key.
    return None if highway in ("ferry", "other") else index


_OPEN_TO, _DESTINATION_OF, _CLOSED_TO = range(3)


def _access(tags: Tags, keys: tuple[str, ...], unread: Counter[str]) -> int:
    """Access by the most specific key that has a known value."""
    for key in keys:
        value = tags.get(key)
        if value is None:
            continue
        if value in _OPEN:
            return _OPEN_TO
        if value in _DESTINATION:
            return _DESTINATION_OF
        if value in _CLOSED:
            return _CLOSED_TO
        unread[key] += 1
    return _OPEN_TO


def _is_opened(tags: Tags, keys: tuple[str, ...]) -> bool:
    return any(tags.get(key) in _OPEN or tags.get(key) in _DESTINATION for key in keys[:2])


def _directions(tags: Tags, highway: int, unread: Counter[str]) -> tuple[bool, bool]:
    value = tags.get("oneway:motor_vehicle") or tags.get("oneway:motorcar") or tags.get("oneway")
    forward = backward = True
    if value in ("yes", "true", "1"):
        backward = False
    elif value in ("-1", "reverse"):
        forward = False
    elif value == "reversible":
        # Which way it runs changes by the hour; a plan cannot count on it.
        forward = backward = False
    else:
        if value not in (None, "no", "false", "0", "alternating"):
            unread["oneway"] += 1
        implied = tags.get("junction") in ("roundabout", "circular") or HIGHWAY_CLASSES[highway] == "motorway"
        if implied and value not in ("no", "false", "0"):
            backward = False
    for key in ("motor_vehicle", "vehicle", "access"):
        forward = forward and tags.get(f"{key}:forward") != "no"
        backward = backward and tags.get(f"{key}:backward") != "no"
    return forward, backward


def _flags(tags: Tags, highway: int, car: int, truck: int) -> int:
    flags = PieceFlag(0)
    if tags.get("junction") in ("roundabout", "circular"):
        flags |= PieceFlag.ROUNDABOUT
    if tags.get("bridge", "no") != "no":
        flags |= PieceFlag.BRIDGE
    if tags.get("tunnel", "no") not in ("no", "culvert"):
        flags |= PieceFlag.TUNNEL
    if tags.get("toll") == "yes":
        flags |= PieceFlag.TOLL
    if HIGHWAY_CLASSES[highway] == "ferry":
        flags |= PieceFlag.FERRY
    surface = tags.get("surface")
    if surface in _UNPAVED or (surface is None and tags.get("tracktype") in _ROUGH_TRACKS):
        flags |= PieceFlag.UNPAVED
    if _DESTINATION_OF in (car, truck):
        flags |= PieceFlag.DESTINATION_ONLY
    if truck == _CLOSED_TO:
        flags |= PieceFlag.NO_HGV
    if car == _CLOSED_TO:
        flags |= PieceFlag.CLOSED_TO_CARS
    if tags.get("hazmat") in ("no", "unsuitable"):
        flags |= PieceFlag.NO_HAZMAT
    zones = (tags.get(key, "") for key in ("maxspeed", "maxspeed:type", "source:maxspeed", "zone:traffic"))
    if any(zone.endswith(":urban") for zone in zones):
        flags |= PieceFlag.URBAN
    return int(flags)


def _direction_speed(tags: Tags, direction: str, unread: Counter[str]) -> float:
    text = tags.get(f"maxspeed:{direction}") or tags.get("maxspeed")
    if text is None:
        text = tags.get("maxspeed:type") or tags.get("zone:traffic")
        return (parse_speed_kph(text) or 0.0) if text else 0.0
    speed = parse_speed_kph(text)
    if speed is None:
        unread["maxspeed"] += 1
        return 0.0
    return speed


def _limit(tags: Tags, keys: tuple[str, ...], unit: str, most: float, unread: Counter[str]) -> float:
    """Lowest limit of several keys, 0 for none; values above `most` are taken for errors."""
    lowest = 0.0
    for key in keys:
        text = tags.get(key)
        if text is None:
            continue
        value = parse_quantity(text, unit)
        if value is None or value > most:
            unread[key] += 1
        elif value and (not lowest or value < lowest):
            lowest = value
    return lowest


def _duration(tags: Tags, unread: Counter[str]) -> int:
    text = tags.get("duration")
    if text is None:
        return 0
    duration_s = parse_duration_s(text)
    if duration_s is None:
        unread["duration"] += 1
    return duration_s or 0
