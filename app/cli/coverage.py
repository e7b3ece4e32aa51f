"""`huiliu coverage`: a siting study from a file, answered."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.cli import print_json
from app.cli.search_time import SearchTime
from data.domain.errors import Fault, HuiliuError, InputError, NotFoundError

if TYPE_CHECKING:
    from data.domain.study import SitingAnswer, SitingStudy
    from network.coverage.study_file import StudyFile


@click.command()
@click.argument("study", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--seconds", type=SearchTime(0.1, 86_400), default=60.0, show_default=True, help="Search time.")
@click.option("--network", help="Roads to use where the file has places and names no network.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the answer here.")
@click.option("--curve", type=click.IntRange(1, 500), help="Answer for 1 to so many points as well.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--verbose", "-v", is_flag=True, help="Tell of every better choice on standard error.")
def coverage(
    *,
    study: Path,
    seconds: float,
    network: str | None,
    out: Path | None,
    curve: int | None,
    as_json: bool,
    verbose: bool,
) -> None:
    """Where points should stand, by the STUDY in a file (or on standard input: -).

    Ends as soon as the answer is proved, or after so many seconds with what is proved by then.
    """
    from network.coverage.bands import bands
    from network.coverage.study_file import answer_as_json
    from network.siting.solving import solve

    if out is not None and not out.parent.is_dir():
        raise InputError(
            Fault("C101", f"There is no folder {out.parent}.", "Make it, or check the path.", str(out))
        )
    file, asked = load_study(study, network)
    found = solve(asked, seconds=seconds, on_incumbent=_tell if verbose else None)
    document = answer_as_json(found)
    if file.bands:
        document["reach"] = bands(asked, found.open, file.bands, townships=file.townships)
    if curve is not None:
        document["curve"] = _curve(asked, curve, seconds)
    if out is not None:
        write_answer(out, document)
    if as_json:
        print_json(document)
    else:
        click.echo(_summary(asked, found))


def _curve(study: SitingStudy, most: int, seconds: float) -> list[dict[str, Any]]:
    from network.coverage.study_file import answer_as_json
    from network.siting.curve import trade_off

    counts = range(1, min(most, study.columns) + 1)
    kept = ("status", "objective", "bound", "gap", "open")
    return [
        {"p": count} | {key: value for key, value in answer_as_json(found).items() if key in kept}
        for count, found in trade_off(study, counts, seconds=seconds)
    ]


def load_study(path: Path, network: str | None) -> tuple[StudyFile, SitingStudy]:
    """A study file and its study; ways on the roads are found, places off them named on standard error."""
    from network.coverage.study_file import read_study

    try:
        with click.open_file(str(path), "rb") as stream:
            file = read_study(stream)
    except OSError as error:
        cause = f"It cannot be read: {error.strerror or error}."
        raise InputError(Fault("C101", cause, "Check the path.", str(path))) from error
    for key in file.unknown:
        click.echo(f"{key}: no study has this key; it is ignored.", err=True)
    if file.cost is not None:
        return file, file.study()
    return file, file.study(_ways(file, network))


def _ways(file: StudyFile, network: str | None) -> Any:
    from app.cli.network_options import roads_now
    from network.coverage.reach import reach

    name = file.network or network
    if name is None:
        raise InputError(
            Fault("C104", "It is missing.", "Name the network whose roads lead there.", "network")
        )
    try:
        graph, overlay = roads_now(name)
        found = reach(
            graph,
            file.places,
            file.candidates,
            measure=file.measure,
            profile=file.profile,
            overlay=overlay,
        )
    except NotFoundError as error:
        raise InputError(error.faults) from error
    for fault in found.faults:
        click.echo(str(fault), err=True)
    return found.cost


def _tell(found: SitingAnswer) -> None:
    bound = "" if found.bound is None else f"  bound {found.bound:g}"
    click.echo(f"{found.seconds:7.2f} s  {found.objective:g}{bound}  {len(found.open)} open", err=True)


def _summary(study: SitingStudy, found: SitingAnswer) -> str:
    if found.objective is None:
        radius = found.least_radius
        more = "" if radius is None else f" The smallest radius that works is {radius:g}."
        return f"infeasible: {found.reason}{more}"
    served = sum(column is not None for column in found.assignment)
    gap = found.gap
    proof = (
        "proved" if found.status == "optimal" else f"within {gap:.2%} of the best" if gap else "not proved"
    )
    columns = " ".join(str(column) for column in found.open)
    reached = f"{served} of {study.places} places served"
    return f"{found.objective:g} ({proof}), {reached}, {len(found.open)} open: {columns}"


def write_answer(path: Path, document: dict[str, Any]) -> None:
    """Write the answer whole or not at all."""
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        cause = f"It cannot be written: {error.strerror or error}."
        raise HuiliuError(Fault("C101", cause, "Check the path.", str(path))) from error
