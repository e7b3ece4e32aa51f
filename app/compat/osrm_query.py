"""OSRM's query: ``/{service}/v1/{profile}/{coordinates}[.json]?option=value``, read and checked.

Unsupported options that would change the answer are refused by name, never ignored.

References
----------
Project OSRM, HTTP API version 5, General options.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from data.domain.errors import InputError
from data.domain.places import LonLat
from network.geo.polyline import decode

SERVICES = ("table", "route", "nearest")
VERSION = "v1"
MOST_NEAREST = 100

_OURS = {"network", "key"}
_GENERAL = {
    "bearings", "radiuses", "hints", "generate_hints", "approaches", "exclude", "snapping", "skip_waypoints",
}  # fmt: skip
_OF_SERVICE = {
    "table": {
        "sources", "destinations", "annotations", "fallback_speed", "fallback_coordinate", "scale_factor",
    },
    "route": {
        "alternatives", "steps", "annotations", "geometries", "overview", "continue_straight", "waypoints",
    },
    "nearest": {"number"},
}  # fmt: skip
_NUMBER = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_COORDINATE = re.compile(rf"({_NUMBER}),({_NUMBER})")
_POLYLINE = re.compile(r"(polyline6?)\((.*)\)", re.DOTALL)
T = TypeVar("T")


class OsrmError(Exception):
    """An answer other than Ok, in OSRM's terms."""

    def __init__(self, code: str, message: str, status: int = 400) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


@dataclass(frozen=True, slots=True)
class Query:
    """A well-formed query: service, profile and coordinates; options are still text."""

    service: str
    profile: str
    places: tuple[LonLat, ...]
    options: Mapping[str, str]

    @property
    def radiuses_m(self) -> tuple[float, ...]:
        """Return the maximum distance of each place from its road; ``inf`` without a limit."""
        return self.per_place("radiuses", _radius, math.inf)

    def per_place(self, option: str, read: Callable[[str], T], default: T) -> tuple[T, ...]:
        """Return an option with one element per place; an empty element means the default."""
        text = self.options.get(option)
        if text is None or text == "":
            return (default,) * len(self.places)
        elements = text.split(";")
        if len(elements) != len(self.places):
            raise OsrmError(
                "InvalidOptions",
                f"Number of elements in {option} size {len(elements)} does not match coordinate size"
                f" {len(self.places)}",
            )
        return tuple(read(element) if element else default for element in elements)

    def rows(self, option: str) -> list[int]:
        """Return the indices of places, as in ``sources``; all of them by default."""
        text = self.options.get(option, "all")
        if text == "all":
            return list(range(len(self.places)))
        rows = [_whole(option, element) for element in text.split(";")]
        for row in rows:
            if row >= len(self.places):
                raise OsrmError(
                    "InvalidOptions",
                    f"Index {row} in {option} is not below the number of coordinates {len(self.places)}",
                )
        return rows

    def flag(self, option: str, *, default: bool = False) -> bool:
        """Return an option that is ``true`` or ``false``."""
        return self.choice(option, ("true", "false"), default=str(default).lower()) == "true"

    def choice(self, option: str, choices: Sequence[str], *, default: str) -> str:
        """Return an option with a fixed set of values."""
        value = self.options.get(option, default)
        if value not in choices:
            raise _malformed(f"{option}={value}", f"{option} is one of {', '.join(choices)}")
        return value

    def whole(self, option: str, *, default: int) -> int:
        """Return an option that is a non-negative whole number."""
        return _whole(option, self.options[option]) if option in self.options else default


def read_query(path: str, options: Mapping[str, str]) -> Query:
    """Parse the path after the prefix; check that every option is known and supported.

    Parameters
    ----------
    path
        ``{service}/{version}/{profile}/{coordinates}``, percent-decoded.
    options
        Of the query string.

    Raises
    ------
    OsrmError
        InvalidUrl, InvalidService, InvalidVersion, InvalidQuery, InvalidOptions, InvalidValue.
    """
    parts = path.split("/", 3)
    if len(parts) < 4 or not all(parts):
        raise OsrmError(
            "InvalidUrl",
            "URL string malformed: expected /{service}/{version}/{profile}/{coordinates}",
        )
    service, version, profile, coordinates = parts
    if service not in SERVICES:
        raise OsrmError("InvalidService", f"Service {service} not found!")
    if version != VERSION:
        raise OsrmError("InvalidVersion", f"Version {version} not found!")
    query = Query(service, profile, _places(_without_suffix(coordinates)), options)
    _require_known(query)
    _require_on_earth(query)
    _require_answerable(query)
    return query


def _without_suffix(coordinates: str) -> str:
    if coordinates.endswith(".flatbuffers"):
        raise OsrmError("InvalidOptions", "Only json is answered, not flatbuffers")
    return coordinates.removesuffix(".json")


def _places(text: str) -> tuple[LonLat, ...]:
    encoded = _POLYLINE.fullmatch(text)
    if encoded:
        try:
            return tuple(decode(encoded[2], 6 if encoded[1] == "polyline6" else 5))
        except InputError as error:
            raise _malformed(text[:40], error.faults[0].cause) from error
    places = []
    for number, pair in enumerate(text.split(";")):
        found = _COORDINATE.fullmatch(pair)
        if found is None:
            raise _malformed(pair[:40], f"coordinate {number} is not lon,lat")
        places.append(LonLat(float(found[1]), float(found[2])))
    return tuple(places)


def _require_known(query: Query) -> None:
    for option in query.options:
        if option not in _OURS | _GENERAL | _OF_SERVICE[query.service]:
            raise _malformed(f"{option}=", f"{query.service} has no option {option}")


def _require_on_earth(query: Query) -> None:
    for number, place in enumerate(query.places):
        if not (abs(place.lon) <= 180 and abs(place.lat) <= 90):
            # OSRM's services differ in the name of this option.
            if query.service == "route":
                raise OsrmError("InvalidValue", f"Invalid coordinate value: coordinate {number}.")
            raise OsrmError("InvalidOptions", f"Coordinates are invalid: coordinate {number}")
    if query.service == "nearest" and len(query.places) != 1:
        raise OsrmError("InvalidOptions", "Only one input coordinate is supported")
    if query.service != "nearest" and len(query.places) < 2:
        raise OsrmError("InvalidOptions", "Number of coordinates needs to be at least two.")


_ANSWERED = {
    "exclude": ("",),
    "fallback_speed": ("",),
    "scale_factor": ("", "1", "1.0"),
    "steps": ("false",),
    "continue_straight": ("default", "false"),
}
"""Values of options that ask for nothing we do not have."""


def _require_answerable(query: Query) -> None:
    for option, values in _ANSWERED.items():
        if option in query.options and query.options[option] not in values:
            value = query.options[option]
            raise OsrmError("InvalidOptions", f"{option}={value[:40]} is not supported by this server")
    for option, harmless in (("bearings", ()), ("approaches", ("unrestricted",))):
        if any(element not in harmless for element in query.per_place(option, str, "") if element):
            raise OsrmError("InvalidOptions", f"{option} are not supported by this server")
    if query.options.get("waypoints"):
        _require_all_waypoints(query)
    query.per_place("hints", str, "")
    query.flag("generate_hints", default=True)
    query.flag("skip_waypoints")
    query.choice("snapping", ("default", "any"), default="default")
    query.choice("fallback_coordinate", ("input", "snapped"), default="input")
    if query.service == "route" and query.options.get("annotations", "false") != "false":
        raise OsrmError("InvalidOptions", "annotations of routes are not supported by this server")
    if query.service == "route" and query.options.get("alternatives", "false") not in ("true", "false"):
        _whole("alternatives", query.options["alternatives"])


def _require_all_waypoints(query: Query) -> None:
    """Require that every coordinate is a waypoint; via points without a stop are not supported."""
    numbers, last = query.rows("waypoints"), len(query.places) - 1
    if 0 not in numbers or last not in numbers:
        raise OsrmError("InvalidValue", "First and last coordinates must be specified as waypoints.")
    if set(numbers) != set(range(last + 1)):
        raise OsrmError(
            "InvalidOptions", "waypoints that leave coordinates out are not supported by this server"
        )


def _radius(text: str) -> float:
    if text == "unlimited":
        return math.inf
    if not re.fullmatch(_NUMBER, text):
        raise _malformed(f"radiuses={text[:40]}", "a radius is a number of metres or unlimited")
    if float(text) < 0:
        raise OsrmError("InvalidOptions", f"Radius {text} is negative")
    return float(text)


def _whole(option: str, text: str) -> int:
    if not re.fullmatch(r"\d{1,9}", text):
        raise _malformed(f"{option}={text[:40]}", f"{option} takes whole numbers")
    return int(text)


def _malformed(near: str, reason: str) -> OsrmError:
    return OsrmError("InvalidQuery", f'Query string malformed close to "{near}": {reason}')
