"""`huiliu network`: import roads, look at them, compute matrices and routes on them."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli import print_json
from data.domain.errors import Fault, InputError
from data.domain.matrix import DEFAULT_PROFILE
from data.domain.places import LonLat
from data.settings import Settings

if TYPE_CHECKING:
    from network.library import NetworkInfo, NetworkLibrary

_JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
_PROFILE = click.option("--profile", default=DEFAULT_PROFILE, show_default=True, help="Vehicle profile.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def network() -> None:
    """Road networks: import, look at, compute with."""


@network.command("import")
@click.argument("source")
@click.option("--name", required=True, help="What to call it; an existing name is replaced.")
@_JSON
def import_command(source: str, name: str, as_json: bool) -> None:
    """Import roads from SOURCE.

    SOURCE is an .osm.pbf, .osm, .osm.gz or .osm.bz2 file, a GraphML file of OSMnx, or the name of a
    place, whose roads OSMnx then fetches.
    """
    from network.importing import import_source
    from network.matrices import prepare_engine

    library = _library()
    info = library.add(import_source(source, progress=_report), name, prepare=prepare_engine)
    _print_info(info, as_json)


@network.command()
@click.argument("name")
@_JSON
def info(name: str, as_json: bool) -> None:
    """Figures and provenance of a network."""
    _print_info(_library().info(name), as_json)


@network.command("list")
@_JSON
def list_command(as_json: bool) -> None:
    """Names of the networks."""
    names = list(_library().names())
    if as_json:
        print_json(names)
    else:
        for name in names:
            click.echo(name)


@network.command()
@click.argument("name")
def remove(name: str) -> None:
    """Forget a network and delete its files."""
    _library().remove(name)


@network.command()
@_JSON
def profiles(as_json: bool) -> None:
    """Vehicle profiles that matrices can be computed for."""
    from network.profiles import load_profile, profile_names

    found = [load_profile(name) for name in profile_names()]
    if as_json:
        print_json([{"name": p.name, "title_en": p.title_en, "title_zh": p.title_zh} for p in found])
    else:
        for profile in found:
            click.echo(f"{profile.name}\t{profile.title_zh}\t{profile.title_en}")


@network.command()
@click.argument("name")
@click.argument("points", type=click.Path(path_type=Path))
@_PROFILE
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False), help="The .npz file.")
def matrix(name: str, points: Path, profile: str, out: Path) -> None:
    """Travel matrix between the points of a CSV file with the header lon,lat.

    Writes int32 arrays duration_s and distance_m (row = origin, -1 = unreachable) and snap_m, metres
    from each point to its road. Points beyond the snap radius are named and unreachable.
    """
    import numpy as np

    from network.matrices import travel_matrix

    places = read_points(points)
    found = travel_matrix(_library().open(name), places, profile=profile)
    for fault in found.faults:
        click.echo(str(fault), err=True)
    try:
        with out.open("wb") as stream:
            np.savez_compressed(
                stream,
                duration_s=found.matrix.duration_s,
                distance_m=found.matrix.distance_m,
                snap_m=found.snap_m,
            )
    except OSError as error:
        cause = f"The matrix cannot be written: {error.strerror or error}."
        raise InputError(Fault("N205", cause, "Choose another file for --out.", str(out))) from error


@network.command()
@click.argument("name")
@click.argument("places", nargs=-1, required=True, metavar="LON,LAT LON,LAT…")
@_PROFILE
@_JSON
def route(name: str, places: Sequence[str], profile: str, as_json: bool) -> None:
    """The fastest route over two or more places, in their order."""
    from network.geometry import leg_paths, path_shape
    from network.polyline import encode
    from network.snapping import snap

    lonlat = _positions(places)
    graph = _library().open(name)
    faults = snap(graph, lonlat, profile).faults
    if faults:
        raise InputError(faults)
    paths = leg_paths(graph, lonlat, [(i, i + 1) for i in range(len(lonlat) - 1)], profile=profile)
    legs = [
        {
            "found": path.found,
            "duration_s": round(path.duration_ms / 1000) if path.found else None,
            "distance_m": round(path.distance_dm / 10) if path.found else None,
            "geometry": encode(path_shape(graph, path), 6),
        }
        for path in paths
    ]
    if as_json:
        print_json({"profile": profile, "legs": legs})
        return
    for number, leg in enumerate(legs, start=1):
        text = f"{leg['duration_s']} s, {leg['distance_m']} m" if leg["found"] else "no way"
        click.echo(f"leg {number}: {text}")


def read_points(path: Path) -> list[LonLat]:
    """Positions from a CSV file with the header ``lon,lat``; other columns are ignored.

    Raises
    ------
    InputError
        N204: the file cannot be read or has no such header; N202, one for each row that is no
        coordinate.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.DictReader(stream)
            columns = reader.fieldnames or ()
            rows = [(reader.line_num, row) for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise InputError(_bad_points(path, f"it cannot be read: {error}")) from error
    if not {"lon", "lat"} <= set(columns):
        raise InputError(_bad_points(path, "its header lacks lon or lat"))
    if not rows:
        raise InputError(_bad_points(path, "it holds no point"))
    places: list[LonLat] = []
    faults: list[Fault] = []
    for line, row in rows:
        try:
            places.append(_position(row["lon"], row["lat"]))
        except (ValueError, TypeError):
            shown = f"{row['lon'] or ''},{row['lat'] or ''}"
            faults.append(_no_coordinate(shown, f"{path.name} line {line}"))
    if faults:
        raise InputError(faults)
    return places


def _position(lon: str, lat: str) -> LonLat:
    place = LonLat(float(lon), float(lat))
    if not (abs(place.lon) <= 180 and abs(place.lat) <= 90):
        raise ValueError("out of range")
    return place


def _positions(texts: Sequence[str]) -> list[LonLat]:
    places: list[LonLat] = []
    faults: list[Fault] = []
    for text in texts:
        try:
            lon, lat = text.split(",")
            places.append(_position(lon, lat))
        except ValueError:
            faults.append(_no_coordinate(text, "LON,LAT"))
    if len(texts) < 2 and not faults:
        faults.append(Fault("N206", "One place makes no route.", "Give two places or more.", "LON,LAT"))
    if faults:
        raise InputError(faults)
    return places


def _no_coordinate(shown: str, where: str) -> Fault:
    return Fault(
        "N202",
        f"{shown!r} is no coordinate.",
        "Give longitude -180…180, then latitude -90…90, in degrees.",
        where,
    )


def _bad_points(path: Path, reason: str) -> Fault:
    return Fault(
        "N204", f"The points cannot be used: {reason}.", "Give a CSV with the header lon,lat.", path.name
    )


def _library() -> NetworkLibrary:
    from network.library import NetworkLibrary

    return NetworkLibrary(Settings.from_environment().home)


def _report(phase: str, count: int) -> None:
    click.echo(f"{phase}: {count}", err=True)


def _print_info(info: NetworkInfo, as_json: bool) -> None:
    document: dict[str, Any] = info.as_json()
    if as_json:
        print_json(document)
        return
    attributes = document.pop("attributes")
    for key, value in (document | attributes).items():
        click.echo(f"{key}: {value}")
