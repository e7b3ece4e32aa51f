"""`huiliu network isochrone` and `audit`: how far one gets, and what looks wrong in an extract."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli import print_json
from app.cli.network_options import (
    AS_JSON,
    PROFILE,
    WEST_IS_NO_OPTION,
    open_library,
    positions,
    roads_now,
    vehicle_size,
)
from data.domain.errors import Fault, InputError

if TYPE_CHECKING:
    from data.domain.vehicle_size import VehicleSize


@click.command(context_settings=WEST_IS_NO_OPTION)
@click.argument("name")
@click.argument("place", metavar="LON,LAT")
@click.option("--minutes", default="15,30", show_default=True, help="One band for each.")
@PROFILE
@vehicle_size
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the areas as GeoJSON.")
@AS_JSON
def isochrone(
    *, name: str, place: str, minutes: str, profile: str, size: VehicleSize, out: Path | None, as_json: bool
) -> None:
    """What lies within some minutes' drive of a place: length of the roads, and areas around them."""
    from network.isochrones import as_geojson, isochrone
    from network.narrowing import profile_for

    (at,) = positions([place])
    graph, overlay = roads_now(name)
    driven = profile_for(graph, profile, size)
    bands = isochrone(graph, at, _seconds(minutes), profile=driven, overlay=overlay)
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


@click.command()
@click.argument("name")
@PROFILE
@AS_JSON
def audit(name: str, profile: str, as_json: bool) -> None:
    """What is suspicious in a network: islands, oneways that lead nowhere, what the import skipped."""
    from network.audit import audit as look_over

    found = look_over(open_library().open(name), profile=profile)
    if as_json:
        print_json(found.as_json())
        return
    click.echo(f"{found.length_km:g} km that {found.profile} may use")
    click.echo(f"{found.without_maxspeed_share:.0%} of it without maxspeed: the class speed counts")
    click.echo(f"{found.restrictions} turn restrictions, {found.restrictions_skipped} of the source skipped")
    click.echo(f"{found.left_out_km:g} km left out by the import: not connected both ways")
    for place in found.left_out:
        click.echo(f"  at {place}")
    click.echo(f"{found.island_count} islands, {found.island_km:g} km: places on them snap elsewhere")
    for island in found.islands:
        click.echo(f"  island at {island.place.lon:.6f},{island.place.lat:.6f}: {island.length_km:g} km")
    click.echo(f"{found.dead_end_count} oneways that cannot be left or come to")
    for end in found.dead_ends:
        click.echo(f"  way {end.way_id} at {end.place.lon:.6f},{end.place.lat:.6f}: {end.kind}")
    for reason, count in found.skipped.items():
        click.echo(f"  skipped by the import: {count} {reason}")


def _seconds(minutes: str) -> list[float]:
    try:
        return [float(part) * 60 for part in minutes.split(",")]
    except ValueError:
        cause = f"{minutes!r} are no minutes."
        raise InputError(Fault("N207", cause, "Give numbers such as 15,30.", "--minutes")) from None
