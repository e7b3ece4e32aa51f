"""Each morning's plan, made at the hour that a centre has set, once however many workers there are."""

from __future__ import annotations

import datetime as dt
import logging

from redis import Redis
from sqlmodel import Session

from data.catalogue.rule_sets import rule_set
from data.settings import Settings
from data.store.column_types import now
from data.store.engine import session
from data.store.network.roster import crews_of_centre
from data.store.network.sites import Site
from data.store.plans.day import PLANNABLE
from data.store.plans.scheduled import centres_due, create_morning_plan
from data.store.requests.pickup_requests import list_requests
from data.store.requests.recurring import is_due
from workers.queue.plan_jobs import enqueue_plan

log = logging.getLogger(__name__)


def plan_mornings(settings: Settings, connection: Redis, *, moment: dt.datetime | None = None) -> list[str]:
    """Queue the plan of every centre whose hour has come and that has something to plan.

    Run by every worker every few seconds; the database lets one of them be first.

    Returns
    -------
    list of str
        Ids of the plans queued.
    """
    with session(settings) as store:
        due = [
            (centre, date)
            for centre, date in centres_due(store, moment or now())
            if _is_plannable(store, centre, date)
        ]
    queued = []
    for centre, date in due:
        with session(settings, write=True) as store:
            plan = create_morning_plan(store, centre, date, seconds_limit=settings.solve_seconds)
        if plan is not None:
            enqueue_plan(connection, plan.id, seconds_limit=plan.seconds_limit)
            log.info("plan %s: the morning of %s at centre %s", plan.id, date, centre.ref)
            queued.append(plan.id)
    return queued


def _is_plannable(store: Session, centre: Site, date: dt.date) -> bool:
    assert centre.id is not None
    owner = centre.organisation_id
    requests = list_requests(store, owner, centre.id, date)
    is_wanted = any(row.request.status in PLANNABLE for row in requests)
    is_wanted = is_wanted or is_due(store, owner, centre.id, date)
    crews = crews_of_centre(store, owner, centre.id, date, rule_set())
    return is_wanted and any(not crew.is_off for crew in crews)
