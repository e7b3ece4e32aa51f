"""Plans that nobody works on any more are queued again.

The database says which plans are unfinished, Redis which of them somebody works on. Run when a
worker starts and again every few seconds, so that whatever was killed, in whatever order, goes on.
"""

from __future__ import annotations

import logging
import time

from redis import Redis
from rq.job import Job, JobStatus

from data.domain.errors import Fault
from data.settings import Settings
from data.store.engine import session
from data.store.plans.lifecycle import fail, next_attempt, unfinished
from data.store.plans.tables import Plan, PlanStatus
from workers.queue.plan_jobs import enqueue_plan, fetch_job, job_id, plan_queue
from workers.queue.progress import Reporter

log = logging.getLogger(__name__)

MAX_CRASHES = 3
STRAY_AFTER_S = 6.0
"""How long a job may be out of its queue before it has begun; a few milliseconds when all is well."""
_IN_HAND = (JobStatus.STARTED, JobStatus.DEFERRED, JobStatus.SCHEDULED)


def requeue_lost(settings: Settings, connection: Redis) -> list[str]:
    """Queue every unfinished plan that has no living job; give up on one that crashed too often.

    Returns
    -------
    list of str
        Ids of the plans that were queued again or given up.
    """
    with session(settings) as store:
        plans = unfinished(store)
    return [plan.id for plan in plans if _recover(settings, connection, plan)]


def hand_back(settings: Settings, connection: Redis, plan_id: str, attempt: int) -> None:
    """Queue an interrupted plan for another worker, first in line; not counted as a crash."""
    with session(settings, write=True) as store:
        following = next_attempt(store, plan_id, attempt, crashed=False)
    if following is not None:
        enqueue_plan(connection, plan_id, following, at_front=True)
        log.info("plan %s: handed back to the queue", plan_id)


def _recover(settings: Settings, connection: Redis, plan: Plan) -> bool:
    job = fetch_job(connection, job_id(plan.id, plan.attempt))
    if job is None and plan.status is PlanStatus.QUEUED:
        # Stored, never queued: the process that stored it was killed, or Redis was away or wiped.
        enqueue_plan(connection, plan.id, plan.attempt, seconds_limit=plan.seconds_limit)
        log.info("plan %s: queued", plan.id)
        return True
    if job is not None and _in_good_hands(connection, job):
        return False
    return _next(settings, connection, plan)


def _next(settings: Settings, connection: Redis, plan: Plan) -> bool:
    if plan.crashes + 1 >= MAX_CRASHES:
        with session(settings, write=True) as store:
            given_up = fail(store, plan.id, plan.attempt, _crashed_too_often())
        if given_up:
            log.error("plan %s: given up after %d crashes", plan.id, MAX_CRASHES)
            Reporter(connection, plan.id).end(PlanStatus.FAILED)
        return given_up
    with session(settings, write=True) as store:
        following = next_attempt(store, plan.id, plan.attempt, crashed=True)
    if following is None:
        return False
    enqueue_plan(connection, plan.id, following, seconds_limit=plan.seconds_limit, at_front=True)
    log.warning("plan %s: its worker is gone, attempt %d is queued", plan.id, following)
    return True


def _in_good_hands(connection: Redis, job: Job) -> bool:
    """Whether a job waits in the queue or is being worked on; RQ fails jobs whose worker is silent."""
    status = job.get_status()
    if status in _IN_HAND:
        return True
    return status is JobStatus.QUEUED and not _stray(connection, job)


def _stray(connection: Redis, job: Job) -> bool:
    """Whether a job was taken from the queue but never begun: its worker was killed in between."""
    queue = plan_queue(connection)
    if connection.lpos(queue.key, job.id) is not None or job.id in queue.started_job_registry.get_job_ids():
        return False
    seen_key = f"huiliu:stray:{job.id}"
    moment = time.time()
    if connection.set(seen_key, moment, nx=True, ex=3600):
        return False
    first_seen = connection.get(seen_key)
    return first_seen is not None and moment - float(first_seen) > STRAY_AFTER_S


def _crashed_too_often() -> Fault:
    return Fault(
        "W201",
        f"Planning was broken off {MAX_CRASHES} times: its process was killed, or ran out of memory.",
        "Requests, trucks and earlier plans are kept. Plan again; if it recurs, plan fewer requests at "
        "once or give the worker more memory.",
        "plan",
    )
