"""Shared parts of the `huiliu network` commands: options, positions, the network library."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from data.domain.errors import Fault, InputError
from data.domain.matrix import DEFAULT_PROFILE
from data.domain.places import LonLat
from data.settings import Settings

if TYPE_CHECKING:
    from network.graph.road_graph import RoadGraph
    from network.library import NetworkLibrary
    from network.metric.overlay import Overlay

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
_SIZE = {
    "mass_t": "Gross mass of the vehicle in tonnes",
    "height_m": "Its height in metres",
    "width_m": "Its width",
    "length_m": "Its length",
    "axleload_t": "Load of its heaviest axle in tonnes",
}
PROFILE = click.option("--profile", default=DEFAULT_PROFILE, show_default=True, help="Vehicle profile.")


def vehicle_size(command: Callable[..., None]) -> Callable[..., None]:
    """Add options for the dimensions of a vehicle, which the command receives as ``size``."""

    @wraps(command)
    def with_size(**given: Any) -> None:
        from data.domain.vehicle_size import VehicleSize

        command(size=VehicleSize(**{name: given.pop(name) for name in _SIZE}), **given)

    for name, words in reversed(_SIZE.items()):
        with_size = click.option(
            f"--{name.replace('_', '-')}", type=float, help=f"{words}; by default that of the profile."
        )(with_size)
    return with_size


WEST_IS_NO_OPTION = {"ignore_unknown_options": True}
"""Settings of commands that take positions: -8.61,41.15 is a place and not an option."""


def open_library() -> NetworkLibrary:
    """Return the networks of this home."""
    from network.library import NetworkLibrary

    return NetworkLibrary(Settings.from_environment().home)


def roads_now(name: str) -> tuple[RoadGraph, Overlay]:
    """Return a network's graph and its closures that are in force now."""
    from datetime import UTC, datetime

    from network.closures.store import ClosureStore

    home = Settings.from_environment().home
    graph, moment = open_library().open(name), datetime.now(UTC)
    return graph, ClosureStore(home).overlay(name, graph).during(moment, moment)


def position(lon: str, lat: str) -> LonLat:
    """Parse a position from two texts; ValueError if they are not coordinates."""
    if "_" in lon + lat:
        raise ValueError("digits are not grouped")  # Python alone accepts 1_0 as a number
    place = LonLat(float(lon), float(lat))
    if not (abs(place.lon) <= 180 and abs(place.lat) <= 90):
        raise ValueError("out of range")
    return place


def positions(texts: Sequence[str], *, least: int = 1) -> list[LonLat]:
    """Parse positions written as LON,LAT.

    Raises
    ------
    InputError
        N202: one fault for each invalid position; N206: fewer than `least`.
    """
    places: list[LonLat] = []
    faults: list[Fault] = []
    for text in texts:
        try:
            lon, lat = text.split(",")
            places.append(position(lon, lat))
        except ValueError:
            faults.append(no_coordinate(text, "LON,LAT"))
    if len(texts) < least and not faults:
        cause = f"{len(texts)} places are too few."
        faults.append(Fault("N206", cause, f"Give {least} or more.", "LON,LAT"))
    if faults:
        raise InputError(faults)
    return places


def no_coordinate(shown: str, where: str) -> Fault:
    """Return fault N202: not a coordinate."""
    return Fault(
        "N202",
        f"{shown!r} is not a coordinate.",
        "Give longitude -180…180, then latitude -90…90, in degrees.",
        where,
    )
