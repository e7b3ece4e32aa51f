"""Queue rows again that nobody works on any more.

The database says which plans and scenarios are unfinished, Redis which of them somebody works on. Run when
a worker starts and again every few seconds, so that whatever was killed, in whatever order, goes on.
"""

from __future__ import annotations

import logging
import time

from redis import Redis
from rq.job import Job, JobStatus

from data.settings import Settings
from data.store.engine import session
from workers.queue.jobs import MAX_CRASHES, JobKind, Row, attempt_of
from workers.queue.progress import Reporter

log = logging.getLogger(__name__)

STRAY_AFTER_S = 6.0
"""How long a job may be out of its queue before it has begun; a few milliseconds when all is well."""
_IN_HAND = (JobStatus.STARTED, JobStatus.DEFERRED, JobStatus.SCHEDULED)


def requeue_lost(settings: Settings, connection: Redis, kind: JobKind[Row]) -> list[str]:
    """Queue every unfinished row that has no living job; fail one that crashed too often.

    Returns
    -------
    list of str
        Ids of the rows that were queued again or failed.
    """
    with session(settings) as store:
        rows = kind.unfinished(store)
    return [row.id for row in rows if _recover(settings, connection, kind, row)]


def hand_back(settings: Settings, connection: Redis, kind: JobKind[Row], job_id: str) -> None:
    """Queue the row of an interrupted job for another worker, first in line; no crash is counted."""
    row_id, attempt = attempt_of(job_id)
    if _requeue(settings, connection, kind, row_id, attempt, crashed=False):
        log.info("%s %s: handed back to the queue", kind.noun, row_id)


def _recover(settings: Settings, connection: Redis, kind: JobKind[Row], row: Row) -> bool:
    job = kind.fetch_job(connection, row.id, row.attempt)
    if job is None and row.status is type(row.status).QUEUED:
        # Stored, never queued: the process that stored it was killed, or Redis was away or wiped.
        kind.enqueue(connection, row)
        log.info("%s %s: queued", kind.noun, row.id)
        return True
    if job is not None and _is_in_hand(connection, kind, job):
        return False
    if row.crashes + 1 >= MAX_CRASHES:
        return _give_up(settings, connection, kind, row)
    if not _requeue(settings, connection, kind, row.id, row.attempt, crashed=True):
        return False
    log.warning("%s %s: its worker is gone, the next attempt is queued", kind.noun, row.id)
    return True


def _requeue(
    settings: Settings, connection: Redis, kind: JobKind[Row], row_id: str, attempt: int, *, crashed: bool
) -> bool:
    """Begin the next attempt at a row; False where another process did, or the row has ended."""
    with session(settings, write=True) as store:
        if kind.next_attempt(store, row_id, attempt, crashed=crashed) is None:
            return False
        row = store.get_one(kind.table, row_id)
    kind.enqueue(connection, row, at_front=True)
    return True


def _give_up(settings: Settings, connection: Redis, kind: JobKind[Row], row: Row) -> bool:
    with session(settings, write=True) as store:
        failed = kind.fail(store, row.id, row.attempt, kind.crashed)
    if failed:
        log.error("%s %s: given up after %d crashes", kind.noun, row.id, MAX_CRASHES)
        Reporter(connection, row.id).end("failed")
    return failed


def _is_in_hand(connection: Redis, kind: JobKind[Row], job: Job) -> bool:
    """Whether a job waits in the queue or is being worked on; RQ fails jobs whose worker is silent."""
    status = job.get_status()
    if status in _IN_HAND:
        return True
    return status is JobStatus.QUEUED and not _is_stray(connection, kind, job)


def _is_stray(connection: Redis, kind: JobKind[Row], job: Job) -> bool:
    """Whether a job was taken from the queue but never begun: its worker was killed in between."""
    queue = kind.queue(connection)
    if connection.lpos(queue.key, job.id) is not None or job.id in queue.started_job_registry.get_job_ids():
        return False
    seen_key = f"huiliu:stray:{job.id}"
    moment = time.time()
    if connection.set(seen_key, moment, nx=True, ex=3600):
        return False
    first_seen = connection.get(seen_key)
    return first_seen is not None and moment - float(first_seen) > STRAY_AFTER_S
