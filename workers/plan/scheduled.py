"""What the worker does by the clock: weekly requests materialised, and each morning's plan queued.

Every worker runs both every few seconds; the database decides which of them is first.
"""

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
from data.store.requests.recurring import centres_with_rules, is_due, materialise
from workers.queue.jobs import PLANS

log = logging.getLogger(__name__)


def materialise_today(settings: Settings, *, moment: dt.datetime | None = None) -> int:
    """Store today's requests of the weekly ones of every centre; how many are new.

    Today is that of the organisation. Does nothing, and locks nothing, where all are there.
    """
    with session(settings) as store:
        due = [
            (organisation_id, centre_id, date)
            for organisation_id, centre_id, date in centres_with_rules(store, moment or now())
            if is_due(store, organisation_id, centre_id, date)
        ]
    count = 0
    for organisation_id, centre_id, date in due:
        with session(settings, write=True) as store:
            count += materialise(store, organisation_id, centre_id, date)
    if count:
        log.info("%d weekly requests materialised", count)
    return count


def queue_morning_plans(
    settings: Settings, connection: Redis, *, moment: dt.datetime | None = None
) -> list[str]:
    """Queue the plan of every centre whose hour has come and that has something to plan.

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
            PLANS.enqueue(connection, plan)
            log.info("plan %s: the morning of %s at centre %s", plan.id, date, centre.ref)
            queued.append(plan.id)
    return queued


def _is_plannable(store: Session, centre: Site, date: dt.date) -> bool:
    """Whether a centre has a request to serve on a date, stored or due, and a crew."""
    assert centre.id is not None
    owner = centre.organisation_id
    requests = list_requests(store, owner, centre.id, date)
    has_requests = any(row.request.status in PLANNABLE for row in requests)
    if not has_requests and not is_due(store, owner, centre.id, date):
        return False
    crews = crews_of_centre(store, owner, centre.id, date, rule_set())
    return any(not crew.is_off for crew in crews)
