"""`huiliu plan`: plan a day through the queue, as the page does."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import click

from app.cli import SearchTime, print_json
from app.errors import ConflictError
from app.services.accounts.organisations import find_organisation
from app.services.plans.create import plan_day
from app.services.queue import RedisPlanQueue
from data.domain.errors import Fault, HuiliuError, InputError, UnavailableError
from data.settings import Settings
from data.store.engine import session
from data.store.migrate import upgrade
from data.store.plans.lookup import find_plan
from data.store.plans.tables import UNFINISHED, Plan, PlanStatus
from network.library import NetworkLibrary

POLL_S = 0.25
BESIDE_SEARCH_S = 900


@click.command()
@click.option("--centre", required=True, help="Reference of the sorting centre.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), required=True, help="Day to plan (YYYY-MM-DD).")
@click.option("--seconds", type=SearchTime(0, 3600, min_open=True), help="Search time.")
@click.option("--organisation", help="Reference of the organisation; optional if there is only one.")
@click.option("--wait", is_flag=True, help="Wait for the plan; exits with 1 if it fails.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
def plan(
    *,
    centre: str,
    date: dt.datetime,
    seconds: float | None,
    organisation: str | None,
    wait: bool,
    as_json: bool,
) -> None:
    """Enqueue a day's plan, and with --wait, print its result."""
    settings = Settings.from_environment()
    upgrade(settings)
    row = ask_for_plan(settings, organisation, centre, date.date(), seconds or settings.solve_seconds)
    RedisPlanQueue(settings).enqueue(row)
    if wait:
        row = wait_for(settings, row.organisation_id, row.id, row.seconds_limit + BESIDE_SEARCH_S)
    document = plan_figures(row)
    if as_json:
        print_json(document)
    else:
        for key, value in document.items():
            click.echo(f"{key}: {value}")
    if row.status is PlanStatus.FAILED:
        fault = row.fault or {"code": "W201", "cause": "The plan failed.", "action": "Plan again."}
        raise HuiliuError(Fault(**fault))


def ask_for_plan(
    settings: Settings, organisation_ref: str | None, centre_ref: str, date: dt.date, seconds: float
) -> Plan:
    """Store a queued plan; the caller notifies the workers.

    Raises
    ------
    InputError
        A211 to A214: a prerequisite of every plan of this day is missing.
    NotFoundError
        A121, S301: no such organisation or centre.
    """
    try:
        with session(settings, write=True) as store:
            owner = find_organisation(store, organisation_ref)
            assert owner.id is not None
            networks = NetworkLibrary(settings.home).names()
            return plan_day(store, owner.id, centre_ref, date, networks=networks, seconds=seconds)
    except ConflictError as error:
        raise InputError(error.faults) from error


def wait_for(settings: Settings, organisation_id: int, plan_id: str, longest_s: float) -> Plan:
    """Wait for the plan to end, and return it.

    Raises
    ------
    UnavailableError
        A218: it has not ended in that time, usually because no worker runs.
    """
    until_s = time.monotonic() + longest_s
    while time.monotonic() < until_s:
        with session(settings) as store:
            row = find_plan(store, organisation_id, plan_id)
        if row.status not in UNFINISHED:
            return row
        time.sleep(POLL_S)
    raise UnavailableError(
        Fault(
            "A218",
            f"Plan {plan_id} has not ended after {longest_s:.0f} s.",
            "Start `huiliu worker`.",
            plan_id,
        )
    )


def plan_figures(row: Plan) -> dict[str, Any]:
    """Return id, status and figures of a plan, as printed by ``--json``."""
    return {"plan_id": row.id, "status": row.status.value, "version": row.version, **row.figures}
