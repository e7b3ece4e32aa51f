"""`huiliu network matrix` and `route`: travel between places."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli import print_json
from app.cli.network.options import (
    AS_JSON,
    PROFILE,
    WEST_IS_NO_OPTION,
    positions,
    roads_now,
    vehicle_size,
)
from app.cli.network.point_files import read_points
from data.domain.errors import Fault, InputError
from data.settings import Settings

if TYPE_CHECKING:
    from data.domain.vehicle_size import VehicleSize
    from network.graph.road_graph import RoadGraph
    from network.travel.geometry import RoadPath


@click.command()
@click.argument("name")
@click.argument("points", type=click.Path(path_type=Path))
@PROFILE
@vehicle_size
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the matrix to this .npz file.",
)
def matrix(*, name: str, points: Path, profile: str, size: VehicleSize, out: Path) -> None:
    """Compute the travel matrix between the points of a CSV file with the header lon,lat.

    Writes int32 arrays duration_s and distance_m (row = origin, -1 = unreachable) and snap_m, metres
    from each point to its road. Points beyond the snap radius are reported and unreachable.
    """
    import numpy as np

    from network.profiles.vehicle_limits import profile_for
    from network.travel.matrix_cache import cached_travel_matrix

    settings = Settings.from_environment()
    places = read_points(points, most=settings.max_matrix_places)
    graph, overlay = roads_now(name)
    found = cached_travel_matrix(
        graph,
        places,
        profile=profile_for(graph, profile, size),
        overlay=overlay,
        max_mb=settings.matrix_cache_mb,
    )
    for fault in found.faults:
        click.echo(str(fault), err=True)
    content = io.BytesIO()
    # Not compressed: that takes ten times as long as computing the matrix, for 40 % less size.
    np.savez(
        content,
        duration_s=found.matrix.duration_s,
        distance_m=found.matrix.distance_m,
        snap_m=found.snap_m,
    )
    _write(out, content.getvalue())


@click.command(context_settings=WEST_IS_NO_OPTION)
@click.argument("name")
@click.argument("places", nargs=-1, required=True, metavar="LON,LAT LON,LAT…")
@PROFILE
@vehicle_size
@AS_JSON
def route(*, name: str, places: Sequence[str], profile: str, size: VehicleSize, as_json: bool) -> None:
    """Compute the fastest route over two or more places, in their order."""
    from network.profiles.vehicle_limits import profile_for
    from network.travel.geometry import leg_paths
    from network.travel.snapping import snap

    lonlat = positions(places, least=2)
    graph, overlay = roads_now(name)
    driven = profile_for(graph, profile, size)
    faults = snap(graph, lonlat, driven).faults
    if faults:
        raise InputError(faults)
    paths = leg_paths(
        graph, lonlat, [(i, i + 1) for i in range(len(lonlat) - 1)], profile=driven, overlay=overlay
    )
    legs = _legs(graph, paths)
    if as_json:
        print_json({"profile": driven.name, "legs": legs})
        return
    for number, leg in enumerate(legs, start=1):
        text = f"{leg['duration_s']} s, {leg['distance_m']} m" if leg["found"] else "no way"
        text += (
            f", {leg['up_m']} m up, {leg['down_m']} m down" if leg["found"] and graph.has_elevation else ""
        )
        click.echo(f"leg {number}: {text}")


def _legs(graph: RoadGraph, paths: Sequence[RoadPath]) -> list[dict[str, Any]]:
    """Return figures and lines of paths; ascents if the network has elevation."""
    from network.elevation.gradients import ascent_descent_m
    from network.geo.polyline import encode
    from network.travel.geometry import path_shape

    climbs = (
        dict(zip(("up_m", "down_m"), ascent_descent_m(graph), strict=True)) if graph.has_elevation else {}
    )
    return [
        {
            "found": path.found,
            "duration_s": round(path.duration_ms / 1000) if path.found else None,
            "distance_m": round(path.distance_dm / 10) if path.found else None,
            **{name: round(float(by_edge[path.edges] @ path.shares())) for name, by_edge in climbs.items()},
            "geometry": encode(path_shape(graph, path), 6),
        }
        for path in paths
    ]


def _write(out: Path, content: bytes) -> None:
    """Write a file atomically."""
    beside = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        try:
            beside.write_bytes(content)
            beside.replace(out)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        cause = f"The matrix cannot be written: {error.strerror or error}."
        raise InputError(Fault("N205", cause, "Choose another file for --out.", str(out))) from error
