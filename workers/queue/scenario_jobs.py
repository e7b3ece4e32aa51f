"""Jobs of the queue of scenarios. Only a scenario's id and attempt cross Redis, as JSON."""

from __future__ import annotations

import logging

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.exceptions import DuplicateJobError
from rq.job import JobStatus
from rq.serializers import JSONSerializer

from data.domain.errors import Fault, UnavailableError
from data.settings import Settings
from data.store.engine import session
from data.store.studies import lifecycle
from data.store.studies.tables import Scenario, ScenarioStatus
from workers.queue.progress import Reporter

log = logging.getLogger(__name__)

QUEUE_NAME = "scenarios"
FUNCTION = "workers.siting.job.solve_scenario"
MAX_CRASHES = 3
BESIDE_SEARCH_S = 900
"""What a scenario may take besides its searches: roads, ways, the curve."""
_RESULT_TTL_S = 600
_FAILURE_TTL_S = 24 * 3600
_LIVING = (JobStatus.QUEUED, JobStatus.STARTED, JobStatus.DEFERRED, JobStatus.SCHEDULED)


def scenario_queue(connection: Redis) -> Queue:
    """The queue of scenarios."""
    return Queue(QUEUE_NAME, connection=connection, serializer=JSONSerializer)


def enqueue_scenario(connection: Redis, row: Scenario, *, at_front: bool = False) -> None:
    """Queue the present attempt; does nothing where it is queued, running or done already.

    Raises
    ------
    UnavailableError
        W103: Redis does not take the job; a worker queues it later.
    """
    try:
        scenario_queue(connection).enqueue_call(
            FUNCTION,
            args=(row.id, row.attempt),
            job_id=_job_id(row.id, row.attempt),
            unique=True,
            timeout=_time_out_s(row),
            result_ttl=_RESULT_TTL_S,
            failure_ttl=_FAILURE_TTL_S,
            description=f"scenario {row.id}, attempt {row.attempt}",
            at_front=at_front,
        )
    except DuplicateJobError:
        return
    except RedisError as error:
        raise UnavailableError(
            Fault(
                "W103",
                f"The scenario is kept, but the queue does not take it now: {error}.",
                "Nothing is lost: it starts by itself once the queue is back.",
                f"scenario {row.id}",
            )
        ) from error


def requeue_lost_scenarios(settings: Settings, connection: Redis) -> list[str]:
    """Queue every unfinished scenario that has no living job; give up on one that crashed too often.

    Returns
    -------
    list of str
        Ids of the scenarios that were queued again or given up.
    """
    with session(settings) as store:
        rows = lifecycle.unfinished(store)
    return [row.id for row in rows if _recover(settings, connection, row)]


def hand_back_scenario(settings: Settings, connection: Redis, identity: str) -> None:
    """Queue the interrupted scenario of a job for another worker, first in line; no crash is counted."""
    _word, scenario_id, attempt = identity.split("-")
    _again(settings, connection, scenario_id, int(attempt), crashed=False)


def _time_out_s(row: Scenario) -> int:
    pricing_s = (row.question.get("collection") or {}).get("seconds", 0.0)
    return int(row.seconds_limit * 2 + pricing_s * 2) + BESIDE_SEARCH_S


def _job_id(scenario_id: str, attempt: int) -> str:
    return f"scenario-{scenario_id}-{attempt}"


def _recover(settings: Settings, connection: Redis, row: Scenario) -> bool:
    job = scenario_queue(connection).fetch_job(_job_id(row.id, row.attempt))
    if job is None and row.status is ScenarioStatus.QUEUED:
        # Stored, never queued: the process that stored it was killed, or Redis was away or wiped.
        enqueue_scenario(connection, row)
        return True
    if job is not None and job.get_status() in _LIVING:
        return False
    if row.crashes + 1 < MAX_CRASHES:
        return _again(settings, connection, row.id, row.attempt, crashed=True)
    with session(settings, write=True) as store:
        given_up = lifecycle.end_without(store, row.id, row.attempt, _crashed_too_often())
    if given_up:
        log.error("scenario %s: given up after %d crashes", row.id, MAX_CRASHES)
        Reporter(connection, row.id).end(ScenarioStatus.FAILED.value)
    return given_up


def _again(settings: Settings, connection: Redis, scenario_id: str, attempt: int, *, crashed: bool) -> bool:
    with session(settings, write=True) as store:
        following = lifecycle.next_attempt(store, scenario_id, attempt, crashed=crashed)
        row = store.get(Scenario, scenario_id)
    if following is None or row is None:
        return False
    enqueue_scenario(connection, row, at_front=True)
    log.warning("scenario %s: attempt %d is queued", scenario_id, following)
    return True


def _crashed_too_often() -> Fault:
    return Fault(
        "W701",
        f"The search was broken off {MAX_CRASHES} times: its process was killed, or ran out of memory.",
        "The study is kept. Ask again with fewer candidates, or give the worker more memory.",
        "scenario",
    )
