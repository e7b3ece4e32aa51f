"""Plan the demo's day as the page would: store, queue, follow and publish the plan."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

from data.domain.errors import Fault, InputError, UnavailableError
from data.settings import Settings
from data.store.engine import session
from data.store.network.sites import find_centre
from data.store.plans import lifecycle, publication
from data.store.plans.lookup import RouteDetail, find_current_plan, find_plan, load_routes
from data.store.plans.tables import UNFINISHED, Plan, PlanStatus
from workers.queue.jobs import enqueue_plan
from workers.queue.progress import Message, follow
from workers.queue.server import connect

Report = Callable[[str], None]
_COUNTS = ("tasks", "served", "unassigned", "routes", "distance_m", "duration_s")
_LISTEN_S = 1.0
_TOLD_EVERY_S = 2.0
_WORDS = {
    "queued": "waiting for the worker",
    "roads": "opening the roads",
    "matrix": "travel times between all places",
    "first": "first plan",
    "improving": "improving",
    "checking": "checking every rule",
    "done": "done",
}


def plan_day(
    settings: Settings,
    plan_id: str,
    *,
    report: Report,
    watch: Callable[[], None],
    limit_s: float,
) -> Plan:
    """Queue a stored plan and wait for its end, reporting each phase.

    Parameters
    ----------
    watch
        Called about once a second; may raise to give up.
    limit_s
        Maximum total wait.

    Raises
    ------
    UnavailableError
        W103: the queue does not accept it. W402: the plan failed or did not end in time; its own fault first.
    """
    connection = connect(settings)
    enqueue_plan(connection, plan_id)
    deadline = time.monotonic() + limit_s
    reporter = _Reporter(report)
    last_id = "0"
    while time.monotonic() < deadline:
        watch()
        try:
            for message in follow(connection, plan_id, last_id, heartbeat_s=_LISTEN_S):
                if message is not None:
                    last_id = message.id
                    reporter.hear(message)
                if message is None or message.kind == "end" or time.monotonic() >= deadline:
                    break
        except RedisError:
            connection = _again(settings)
        found = _plan(settings, plan_id)
        if found.status not in UNFINISHED:
            return _finished(found)
    raise UnavailableError(
        Fault(
            "W402",
            f"The plan did not end within {limit_s:.0f} s.",
            "Look at the worker's log under demo/ in the home folder.",
            f"plan {plan_id}",
        )
    )


def publish_plan(settings: Settings, organisation_id: int, plan_id: str, report: Report) -> list[RouteDetail]:
    """Publish a plan; return the routes that drivers see: an earlier plan's if they have begun it."""
    try:
        with session(settings, write=True) as store:
            publication.publish(store, organisation_id, plan_id)
    except InputError as error:
        for fault in error.faults:
            report(f"not published: {fault}")
    with session(settings) as store:
        row = find_plan(store, organisation_id, plan_id)
        shown = find_current_plan(store, organisation_id, row.centre_id, row.date)
        if shown is None or shown.status is not PlanStatus.PUBLISHED:
            return []
        return load_routes(store, shown.id)


def document(settings: Settings, plan_id: str, *, roads: str, seconds: float) -> dict[str, Any]:
    """Return the output of ``huiliu demo --json``; counts are integers."""
    found = _plan(settings, plan_id)
    figures = found.figures
    return {
        "plan_id": found.id,
        "status": found.status.value,
        **{name: int(figures[name]) for name in _COUNTS},
        "cost": round(float(figures["cost"]), 2),
        "co2_kg": round(float(figures["co2_kg"]), 1),
        "violations": int(figures["violations"]),
        "roads": roads,
        "seconds": round(seconds, 1),
    }


def new_plan(settings: Settings, organisation_id: int, user_id: int | None, ref: str, date: dt.date) -> str:
    """Store a queued plan of a centre and date; return its id."""
    with session(settings, write=True) as store:
        centre = find_centre(store, organisation_id, ref)
        row = lifecycle.create_plan(
            store,
            organisation_id=organisation_id,
            centre=centre,
            date=date,
            seconds_limit=settings.solve_seconds,
            created_by=user_id,
        )
        return row.id


class _Reporter:
    """Reports each phase once, and improvements at intervals."""

    def __init__(self, report: Report) -> None:
        self._report = report
        self._phase = ""
        self._told_at = 0.0

    def hear(self, message: Message) -> None:
        phase = str(message.data.get("phase", ""))
        moment = time.monotonic()
        if message.kind != "progress" or (phase == self._phase and moment - self._told_at < _TOLD_EVERY_S):
            return
        self._phase, self._told_at = phase, moment
        figures = ""
        if message.data.get("cost") is not None:
            served, tasks = message.data.get("served"), message.data.get("tasks")
            figures = f": {served} of {tasks} pickups, cost {float(message.data['cost']):.0f}"
        self._report(f"  {message.data.get('percent', 0):>3} % {_WORDS.get(phase, phase)}{figures}")


def _plan(settings: Settings, plan_id: str) -> Plan:
    with session(settings) as store:
        return store.get_one(Plan, plan_id)


def _finished(found: Plan) -> Plan:
    if found.status in (PlanStatus.PLANNED, PlanStatus.PUBLISHED):
        return found
    own = Fault(**found.fault) if found.fault else None
    ended = Fault(
        "W402",
        f"The plan ended as {found.status.value}.",
        "Correct the error above.",
        f"plan {found.id}",
    )
    raise UnavailableError([own, ended] if own else ended)


def _again(settings: Settings) -> Redis:
    time.sleep(0.5)
    return connect(settings)
