"""`huiliu solve` and `huiliu check`: plan a problem file; check a plan against its problem."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from app.cli import SearchTime, print_json
from app.cli.problem.files import Loaded, load_plan, load_problem
from data.domain.errors import Fault, HuiliuError, InputError
from data.domain.plan import Incumbent, Plan, Violation
from routing.check import violations
from routing.formats import vroom
from routing.formats.detect import FORMATS, Format
from routing.formats.native import plan_as_json
from routing.formats.planar import DISTANCES, Distance

_FILE = click.Path(path_type=Path, allow_dash=True)
_FORMAT = click.option(
    "--format", "format_", type=click.Choice(["auto", *FORMATS]), default="auto", show_default=True
)
_DISTANCE = click.option(
    "--distance",
    type=click.Choice(list(DISTANCES)),
    help="Rounding of planar distances. Default: rounded; truncated to one decimal with time windows.",
)
_NETWORK = click.option("--network", help="Road network, if the file has places and no matrices.")


@click.command()
@click.argument("problem", type=_FILE)
@_FORMAT
@_DISTANCE
@_NETWORK
@click.option("--seconds", type=SearchTime(0.1, 86_400), default=10.0, show_default=True, help="Search time.")
@click.option(
    "--processes",
    type=click.IntRange(0, 256),
    default=0,
    help="Number of search processes; by default one per core.",
)
@click.option("--seed", type=click.IntRange(0, 2**31 - 1), default=0, show_default=True)
@click.option("--engine", default="auto", show_default=True, help="Search engine.")
@click.option(
    "--choose-eta", "-c", is_flag=True, help="VROOM only: schedule the given steps, report violations."
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write the plan to this file.")
@click.option("--json", "as_json", is_flag=True, help="Print the plan even if it is written to a file.")
@click.option("--verbose", "-v", is_flag=True, help="Report every better plan on standard error.")
def solve(
    *,
    problem: Path,
    format_: str,
    distance: Distance | None,
    network: str | None,
    seconds: float,
    processes: int,
    seed: int,
    engine: str,
    choose_eta: bool,
    out: Path | None,
    as_json: bool,
    verbose: bool,
) -> None:
    """Plan the PROBLEM in a file (or on standard input: -).

    The result is a native plan, or VROOM's answer to a VROOM problem. Needs neither database nor queue. Every
    plan is checked before it is written. The steps of a VROOM problem are the initial plan of the search or,
    with -c, the routes to schedule and check.
    """
    from routing.solve import SolveOptions
    from routing.solve import solve as search

    if out is not None:
        _require_folder(out)
    loaded = load_problem(problem, _format(format_), distance, network, choose_eta=choose_eta)
    if loaded.request is not None and loaded.request.plan_mode:
        given = vroom.plan_mode_solution(loaded.request, loaded.roads)
        _give_out(given, out, as_json, f"kinds of violations: {len(given['summary']['violations'])}")
        return
    if choose_eta:
        raise click.UsageError("--choose-eta is for VROOM problems.")
    options = SolveOptions(seconds=seconds, processes=processes, seed=seed, engine=engine, warm=loaded.warm)
    plan = search(loaded.problem, loaded.matrices, options, on_incumbent=_tell if verbose else None)
    broken = violations(loaded.problem, loaded.matrices, plan)
    if broken:
        raise HuiliuError(
            Fault("R410", each.message, "Report this defect of the search.", each.code) for each in broken
        )
    _give_out(answer(loaded, plan), out, as_json, _summary(loaded, plan))


@click.command()
@click.argument("problem", type=_FILE)
@click.argument("plan", type=_FILE)
@_FORMAT
@_DISTANCE
@_NETWORK
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
@click.pass_context
def check(
    context: click.Context,
    *,
    problem: Path,
    plan: Path,
    format_: str,
    distance: Distance | None,
    network: str | None,
    as_json: bool,
) -> None:
    """Check a PLAN (native, or a .sol file of an instance) against its PROBLEM.

    Exits with 0 if every rule holds; otherwise prints one violation per line and exits with 1.
    """
    loaded = load_problem(problem, _format(format_), distance, network)
    stated = load_plan(plan, loaded)
    broken = violations(loaded.problem, loaded.matrices, stated)
    if as_json:
        print_json(_verdict(stated, broken))
    elif broken:
        for each in broken:
            click.echo(_line(each))
    else:
        click.echo(_summary(loaded, stated))
    if broken:
        context.exit(1)


def answer(loaded: Loaded, plan: Plan) -> dict[str, Any]:
    """Return the plan in the problem's format."""
    if loaded.request is not None:
        return vroom.solution(loaded.request, plan, matrices=loaded.roads)
    document = plan_as_json(plan)
    if loaded.scale != 1:
        document["scale"] = loaded.scale
    return document


def _give_out(document: dict[str, Any], out: Path | None, as_json: bool, summary: str) -> None:
    if out is not None:
        _write(out, document)
    if out is None or as_json:
        print_json(document)
    else:
        click.echo(summary)


def _format(name: str) -> Format | None:
    return next((known for known in FORMATS if known == name), None)


def _tell(incumbent: Incumbent) -> None:
    figures = f"cost {incumbent.cost:.2f}  served {incumbent.served}  {incumbent.engine}"
    click.echo(f"{incumbent.seconds:7.2f} s  {figures}", err=True)


def _require_folder(path: Path) -> None:
    """Check before the search that the output file can be written."""
    if not path.parent.is_dir():
        raise InputError(
            Fault("F120", f"There is no folder {path.parent}.", "Make it, or check the path.", str(path))
        )


def _write(path: Path, document: dict[str, Any]) -> None:
    """Write the result atomically."""
    beside = path.with_name(path.name + ".part")
    try:
        beside.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        fault = Fault(
            "F120", f"It cannot be written: {error.strerror or error}.", "Check the path.", str(path)
        )
        raise HuiliuError(fault) from error


def _summary(loaded: Loaded, plan: Plan) -> str:
    demanded = len(loaded.problem.tasks) + len(loaded.problem.shipments)
    served = sum(len(route.tasks) for route in plan.routes)
    return f"cost {plan.cost:.2f}, {served} of {demanded} served, {len(plan.routes)} routes"


def _line(each: Violation) -> str:
    subject = " ".join(name for name in (each.vehicle, each.task) if name)
    return f"{each.code} {each.rule}{' ' + subject if subject else ''}: {each.message}"


def _verdict(plan: Plan, broken: list[Violation]) -> dict[str, Any]:
    return {
        "valid": not broken,
        "cost": plan.cost,
        "count": len(broken),
        "violations": [
            {
                "code": each.code,
                "rule": each.rule,
                "vehicle": each.vehicle,
                "task": each.task,
                "amount": each.amount,
                "unit": each.unit,
                "message": each.message,
            }
            for each in broken
        ],
    }
