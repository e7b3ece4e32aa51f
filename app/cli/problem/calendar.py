"""`huiliu calendar`: solve a periodic problem from a file."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli import SearchTime, print_json
from app.cli.coverage.commands import write_answer
from app.cli.problem.files import read_file, travel_matrices
from data.domain.errors import Fault, InputError
from data.domain.matrix import TravelMatrices

if TYPE_CHECKING:
    from data.domain.periodic import Calendar, PeriodicProblem
    from routing.formats.pvrpif import PeriodicFile

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@click.command()
@click.argument("problem", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--seconds", type=SearchTime(0.1, 86_400), default=30.0, show_default=True, help="Search time.")
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True)
@click.option(
    "--levelling",
    type=click.FloatRange(0, 1e12),
    help="Cost per hour of difference between the longest and the shortest day.",
)
@click.option("--network", help="Road network, if the file has positions and names none.")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the calendar to this file."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.option("--verbose", "-v", is_flag=True, help="Report every better calendar on standard error.")
def calendar(
    *,
    problem: Path,
    seconds: float,
    seed: int,
    levelling: float | None,
    network: str | None,
    out: Path | None,
    as_json: bool,
    verbose: bool,
) -> None:
    """Plan visit days and routes for a periodic PROBLEM (a file, or standard input: -).

    Places that no calendar can serve are reported on standard error; the others are planned.
    """
    from routing.formats.periodic import calendar_as_json, read_periodic
    from routing.periodic.solve import CalendarOptions, solve

    if out is not None and not out.parent.is_dir():
        raise InputError(
            Fault("F120", f"There is no folder {out.parent}.", "Make it, or check the path.", str(out))
        )
    file = read_periodic(read_file(problem))
    if levelling is not None:
        file = replace(file, problem=replace(file.problem, levelling=levelling))
    options = CalendarOptions(seconds=seconds, seed=seed)
    found = solve(file.problem, _matrices(file, network), options, on_incumbent=_tell if verbose else None)
    for each in found.unassigned:
        click.echo(f"{each.reason} ({each.code})", err=True)
    document = calendar_as_json(file.problem, found)
    if out is not None:
        write_answer(out, document)
    if as_json:
        print_json(document)
    else:
        click.echo(_summary(file.problem, found))


def _matrices(file: PeriodicFile, network: str | None) -> TravelMatrices:
    if file.matrices is not None:
        return file.matrices
    profiles = {each.vehicle.profile for each in file.problem.vehicles}
    found = travel_matrices(file.network or network, file.positions, profiles)
    if found is None:
        cause = "There are positions but neither matrices nor a road network."
        raise InputError(Fault("F112", cause, "Add matrices, or give a network.", "network"))
    return found


def _tell(found: Calendar) -> None:
    figures = f"{found.objective:.2f}  cost {found.cost:.2f}  {len(found.visits)} places"
    click.echo(f"{found.seconds:7.2f} s  {figures}", err=True)


def _summary(problem: PeriodicProblem, found: Calendar) -> str:
    lines = []
    for day, (plan, hours) in enumerate(zip(found.plans, found.hours, strict=True)):
        visits = sum(len(route.tasks) for route in plan.routes)
        km = sum(route.distance_m for route in plan.routes) / 1000
        name, trucks = WEEKDAYS[problem.weekday(day)], len(plan.routes)
        lines.append(
            f"day {day:2d} {name}  {trucks:2d} trucks  {visits:4d} visits  {hours:6.2f} h  {km:8.1f} km"
        )
    served = f"{len(found.visits)} of {len(problem.places)} places"
    lines.append(f"cost {found.cost:.2f}, hours between days differ by {found.spread_h:.2f}, {served}")
    return "\n".join(lines)
