"""`huiliu network isochrone` and `reach`: areas and places reachable within given times."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

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
from app.cli.network.point_files import named_points
from data.domain.errors import Fault, InputError
from data.settings import Settings

if TYPE_CHECKING:
    from data.domain.vehicle_size import VehicleSize


@click.command(context_settings=WEST_IS_NO_OPTION)
@click.argument("name")
@click.argument("place", metavar="LON,LAT")
@click.option("--minutes", default="15,30", show_default=True, help="Durations; one area for each.")
@PROFILE
@vehicle_size
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the areas as GeoJSON.")
@AS_JSON
def isochrone(
    *, name: str, place: str, minutes: str, profile: str, size: VehicleSize, out: Path | None, as_json: bool
) -> None:
    """Compute the roads and areas reachable within some minutes' drive of a place."""
    from network.profiles.vehicle_limits import profile_for
    from network.travel.isochrones import as_geojson, isochrones

    (at,) = positions([place])
    graph, overlay = roads_now(name)
    driven = profile_for(graph, profile, size)
    bands = isochrones(graph, [at], _seconds(minutes), profile=driven, overlay=overlay)
    document = as_geojson(bands, at, driven.name)
    if out is not None:
        try:
            out.write_text(json.dumps(document) + "\n", encoding="utf-8")
        except OSError as error:
            cause = f"The areas cannot be written: {error.strerror or error}."
            raise InputError(Fault("N205", cause, "Choose another file for --out.", str(out))) from error
    if as_json:
        print_json(document)
    else:
        for band in bands:
            click.echo(f"{band.seconds / 60:g} min: {band.length_km:g} km of roads")


@click.command(context_settings=WEST_IS_NO_OPTION)
@click.argument("name")
@click.argument("place", metavar="LON,LAT")
@click.option("--minutes", default=30.0, show_default=True, help="Driving time.")
@click.option(
    "--places", "file", required=True, type=click.Path(path_type=Path),
    help="CSV file with the header lon,lat, and name or ref.",
)  # fmt: skip
@PROFILE
@vehicle_size
@AS_JSON
def reach(
    *, name: str, place: str, minutes: float, file: Path, profile: str, size: VehicleSize, as_json: bool
) -> None:
    """List the places of a CSV file within some minutes' drive of a place, the nearest first."""
    from network.profiles.vehicle_limits import profile_for
    from network.travel.one_to_all import find_reachable_places

    settings = Settings.from_environment()
    points = named_points(file, most=settings.max_matrix_places)
    (at,) = positions([place])
    graph, overlay = roads_now(name)
    driven = profile_for(graph, profile, size)
    found = find_reachable_places(
        graph, at, [point for _name, point in points], minutes * 60, profile=driven, overlay=overlay
    )
    for fault in found.faults:
        click.echo(str(fault), err=True)
    rows = [(*points[each.row], each) for each in found.places]
    if as_json:
        places = [
            {"name": called, "lon": point.lon, "lat": point.lat, "row": each.row,
             "duration_s": each.duration_s, "distance_m": each.distance_m}
            for called, point, each in rows
        ]  # fmt: skip
        print_json(
            {"profile": driven.name, "minutes": minutes, "length_km": found.length_km,
             "asked": len(points), "places": places}
        )  # fmt: skip
        return
    for called, _point, each in rows:
        click.echo(f"{called}: {each.duration_s / 60:.1f} min, {each.distance_m / 1000:.1f} km")
    click.echo(f"{len(rows)} of {len(points)} places within {minutes:g} min; {found.length_km:g} km of roads")


def _seconds(minutes: str) -> list[float]:
    try:
        return [float(part) * 60 for part in minutes.split(",")]
    except ValueError:
        cause = f"{minutes!r} are not durations in minutes."
        raise InputError(Fault("N207", cause, "Give numbers such as 15,30.", "--minutes")) from None
