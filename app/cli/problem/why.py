"""`huiliu why`: explain a task of a plan: its cost, its alternatives, or why it is unassigned."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from app.cli import print_json
from app.cli.problem.files import load_plan, load_problem
from data.domain.plan import Plan
from routing.edit import Editor, InsertionOffer, PositionAnalysis, analyse_position, price_insertions
from routing.explain import explain

_FILE = click.Path(path_type=Path, allow_dash=True)
_SHOWN = 5


@click.command()
@click.argument("problem", type=_FILE)
@click.argument("plan", type=_FILE)
@click.argument("task")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def why(*, problem: Path, plan: Path, task: str, as_json: bool) -> None:
    """Explain the position of a TASK in a PLAN.

    For a served task: what its route would save without it, and its best position on every other vehicle. For
    an unassigned task: the rule that excludes it, the smallest change that would allow it, and the rules that
    each vehicle would break.
    """
    loaded = load_problem(problem, None, None)
    stated = load_plan(plan, loaded)
    editor = Editor(loaded.problem, loaded.matrices)
    if any(task in route.tasks for route in stated.routes):
        _served(analyse_position(editor, stated, task), as_json)
    else:
        offers = price_insertions(editor, stated, task)
        _left_out(explain(loaded.problem, loaded.matrices, _only(editor, stated, task)), offers, as_json)


def _only(editor: Editor, plan: Plan, task: str) -> Plan:
    """Return the plan with only this one of its unassigned tasks."""
    whole = editor.replace_routes(plan, plan.routes)
    return Plan(
        cost=plan.cost,
        routes=plan.routes,
        unassigned=tuple(each for each in whole.unassigned if each.task == task),
    )


def _served(why: PositionAnalysis, as_json: bool) -> None:
    if as_json:
        document = {
            "task": why.task,
            "vehicle": why.vehicle,
            "position": why.position,
            "cost": round(why.cost, 2),
            "distance_m": why.distance_m,
            "duration_s": why.duration_s,
            "next_best": offer_as_json(why.next_best) if why.next_best else None,
            "offers": [offer_as_json(each) for each in why.offers],
        }
        print_json(document)
        return
    price = f"{why.distance_m / 1000:.1f} km and {why.duration_s / 60:.0f} min"
    click.echo(
        f"{why.task}: stop {why.position + 1} of {why.vehicle}; without it {why.cost:.2f}, {price} less."
    )
    _offers(why.offers)


def _left_out(explained: Plan, offers: list[InsertionOffer], as_json: bool) -> None:
    said = explained.unassigned[0]
    if as_json:
        document = {
            "task": said.task,
            "vehicle": None,
            "code": said.code,
            "reason": said.reason,
            "relaxation": dict(said.relaxation or {}),
            "offers": [offer_as_json(each) for each in offers],
        }
        print_json(document)
        return
    click.echo(f"{said.task}: left out ({said.code}). {said.reason}")
    _offers(offers)


def _offers(offers: tuple[InsertionOffer, ...] | list[InsertionOffer]) -> None:
    for each in offers[:_SHOWN]:
        price = f"{each.extra_cost:+.2f}, {each.extra_m / 1000:+.1f} km, {each.extra_s / 60:+.0f} min"
        broken = "".join(f" ! {found.rule} {found.amount:g} {found.unit}" for found in each.violations[:1])
        click.echo(f"  {each.vehicle}, as stop {each.position + 1}: {price}{broken}")


def offer_as_json(offer: InsertionOffer) -> dict[str, Any]:
    """Return an insertion position as a mapping."""
    return {
        "vehicle": offer.vehicle,
        "position": offer.position,
        "extra_cost": round(offer.extra_cost, 2),
        "extra_m": offer.extra_m,
        "extra_s": offer.extra_s,
        "violations": [
            {
                "code": each.code,
                "rule": each.rule,
                "task": each.task,
                "amount": each.amount,
                "unit": each.unit,
            }
            for each in offer.violations
        ],
    }
