"""`huiliu network`: import and inspect road networks; further commands are in the modules beside."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli import print_json
from app.cli.network.audit import audit
from app.cli.network.closures import close, closures, open_command
from app.cli.network.options import AS_JSON, open_library
from app.cli.network.reach import isochrone, reach
from app.cli.network.travel import matrix, route

if TYPE_CHECKING:
    from network.library import NetworkInfo


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def network() -> None:
    """Import, inspect and use road networks."""


@network.command("import")
@click.argument("source")
@click.option("--name", required=True, help="Name of the network; an existing one is replaced.")
@click.option(
    "--elevation", "elevation", multiple=True, type=click.Path(path_type=Path),
    help="SRTM height tile, .hgt or .hgt.zip; repeatable.",
)  # fmt: skip
@AS_JSON
def import_command(source: str, name: str, elevation: Sequence[Path], as_json: bool) -> None:
    """Import roads from SOURCE.

    SOURCE is an .osm.pbf, .osm, .osm.gz or .osm.bz2 file, a GraphML file of OSMnx, or the name of a
    place, whose roads are downloaded with OSMnx.
    """
    from network.engine.selection import prepare_engine
    from network.osm.load import import_source

    library = open_library()
    graph = import_source(source, progress=_report)
    if elevation:
        from network.elevation.heights import add_elevation

        graph = add_elevation(graph, elevation)
    _print_info(library.add(graph, name, prepare=prepare_engine), as_json)


@network.command("elevation")
@click.argument("name")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path), metavar="FILE…")
@click.option("--remove", is_flag=True, help="Remove the elevation of the network.")
@AS_JSON
def elevation_command(name: str, files: Sequence[Path], remove: bool, as_json: bool) -> None:
    """Add elevation to the network NAME from SRTM tiles, .hgt or .hgt.zip files.

    Elevation affects the speed of trucks on slopes and the CO2 of plans.
    """
    from network.elevation.heights import add_elevation, remove_elevation
    from network.engine.selection import prepare_engine

    if bool(files) == remove:
        raise click.UsageError("Give height tiles, or --remove.")
    library = open_library()
    graph = library.open(name)
    changed = remove_elevation(graph) if remove else add_elevation(graph, files)
    _print_info(library.add(changed, name, prepare=prepare_engine), as_json)


@network.command()
@click.argument("name")
@AS_JSON
def info(name: str, as_json: bool) -> None:
    """Print figures and provenance of a network."""
    _print_info(open_library().info(name), as_json)


@network.command("list")
@AS_JSON
def list_command(as_json: bool) -> None:
    """List the networks."""
    names = list(open_library().names())
    if as_json:
        print_json(names)
    else:
        for name in names:
            click.echo(name)


@network.command()
@click.argument("name")
def remove(name: str) -> None:
    """Delete a network with its files."""
    open_library().remove(name)


@network.command()
@AS_JSON
def profiles(as_json: bool) -> None:
    """List the vehicle profiles."""
    from network.profiles.profile import load_profile, profile_names

    found = [load_profile(name) for name in profile_names()]
    if as_json:
        print_json([{"name": p.name, "title_en": p.title_en, "title_zh": p.title_zh} for p in found])
    else:
        for profile in found:
            click.echo(f"{profile.name}\t{profile.title_zh}\t{profile.title_en}")


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


for _command in (matrix, route, isochrone, reach, close, open_command, closures, audit):
    network.add_command(_command)
