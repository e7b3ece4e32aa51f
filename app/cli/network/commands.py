"""`huiliu network`: import roads and look at them; its other commands are in `network_*`."""

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
    """Road networks: import, look at, compute with."""


@network.command("import")
@click.argument("source")
@click.option("--name", required=True, help="What to call it; an existing name is replaced.")
@click.option(
    "--elevation", "elevation", multiple=True, type=click.Path(path_type=Path),
    help="SRTM height tile, .hgt or .hgt.zip; several with the option repeated.",
)  # fmt: skip
@AS_JSON
def import_command(source: str, name: str, elevation: Sequence[Path], as_json: bool) -> None:
    """Import roads from SOURCE.

    SOURCE is an .osm.pbf, .osm, .osm.gz or .osm.bz2 file, a GraphML file of OSMnx, or the name of a
    place, whose roads OSMnx then fetches.
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
@click.option("--remove", is_flag=True, help="Make the network flat again.")
@AS_JSON
def elevation_command(name: str, files: Sequence[Path], remove: bool, as_json: bool) -> None:
    """Give the network NAME the heights of SRTM tiles, .hgt or .hgt.zip files.

    They slow trucks uphill and on steep descents, and count in the CO2 of plans.
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
    """Figures and provenance of a network."""
    _print_info(open_library().info(name), as_json)


@network.command("list")
@AS_JSON
def list_command(as_json: bool) -> None:
    """Names of the networks."""
    names = list(open_library().names())
    if as_json:
        print_json(names)
    else:
        for name in names:
            click.echo(name)


@network.command()
@click.argument("name")
def remove(name: str) -> None:
    """Forget a network and delete its files."""
    open_library().remove(name)


@network.command()
@AS_JSON
def profiles(as_json: bool) -> None:
    """Vehicle profiles that matrices can be computed for."""
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
