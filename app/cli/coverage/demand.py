"""`huiliu demand`: create the beginning of a coverage study from a checked list of places."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli import print_json
from app.cli.coverage.commands import write_answer
from data.domain.errors import Fault, InputError
from data.settings import Settings

if TYPE_CHECKING:
    from network.coverage.demand_validation import SnapDistances


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--material", default="recyclables", show_default=True, help="Material whose yield per person is used."
)
@click.option(
    "--kg-per-person", type=click.FloatRange(0.001, 1e6), help="Yearly yield, instead of the catalogue's."
)
@click.option(
    "--growth", type=click.FloatRange(-0.5, 0.5), default=0.0, help="Yearly change of demand, as a fraction."
)
@click.option(
    "--years", type=click.IntRange(0, 50), default=0, help="Years from now to the time of the study."
)
@click.option("--network", help="Road network of the study; also used to check the datum of coordinates.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the study's keys to this file."
)
@click.option("--json", "as_json", is_flag=True, help="Print the study's keys as one JSON document.")
def demand(
    *,
    file: Path,
    material: str,
    kg_per_person: float | None,
    growth: float,
    years: int,
    network: str | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """Read places (CSV, XLSX or GeoJSON) and write the beginning of a study.

    Columns: lon*, lat*, datum, ref, name, kind (place, candidate, existing), county, township, population,
    households, tonnes, capacity_tonnes, fixed_cost; Chinese headers work too. Suspicious values are reported
    on standard error and kept; rows that cannot be read are left out, and the command then exits with 2.
    """
    from app.imports.study_places import read_study_places
    from network.coverage.demand import build_study_keys
    from network.coverage.demand_validation import find_suspicions

    rate = kg_per_person if kg_per_person is not None else _rate(material)
    places, faults = read_study_places(_read(file), file.name)
    for fault in find_suspicions(places, snap_m=None if network is None else _snapping(network)):
        click.echo(str(fault), err=True)
    study: dict[str, Any] = build_study_keys(places, kg_per_person_year=rate, growth=growth, years=years)
    if network is not None:
        study["network"] = network
    if out is not None:
        write_answer(out, study)
    if as_json:
        print_json(study)
    else:
        tonnes = sum(study["weights"]) / 1000
        columns = len(study.get("candidates", study["places"]))
        click.echo(f"{len(study['places'])} places, {tonnes:.1f} t a year, {columns} columns")
    if faults:
        raise InputError(faults)


def _rate(material: str) -> float:
    from data.catalogue.yields import yields

    if material not in yields():
        cause = f"There is no yield of {json.dumps(material, ensure_ascii=False)}."
        action = f"Use one of {', '.join(yields())}, or give --kg-per-person."
        raise InputError(Fault("C211", cause, action, "--material"))
    return yields()[material].kg_per_person_year


def _read(file: Path) -> bytes:
    most = Settings.from_environment().max_upload_mb * 1024 * 1024
    try:
        with file.open("rb") as stream:
            content = stream.read(most + 1)
    except OSError as error:
        cause = f"It cannot be read: {error.strerror or error}."
        raise InputError(Fault("C101", cause, "Check the path.", str(file))) from error
    if len(content) > most:
        cause = f"{file} is larger than {most // 1024 // 1024} MB."
        raise InputError(Fault("I202", cause, "Split it, or raise HUILIU_MAX_UPLOAD_MB.", str(file)))
    return content


def _snapping(network: str) -> SnapDistances:
    from app.cli.network.options import open_library
    from network.profiles.profile import load_profile
    from network.travel.snapping import snap

    graph = open_library().open(network)
    profile = load_profile("car")
    return lambda places: snap(graph, places, profile).snap_m
