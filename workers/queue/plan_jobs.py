"""Jobs of the queue. Only a plan's id and attempt cross Redis, as JSON; nothing is unpickled."""

from __future__ import annotations

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.exceptions import DuplicateJobError
from rq.job import Job
from rq.serializers import JSONSerializer

from data.domain.errors import Fault, UnavailableError
from data.store.plans.lifecycle import MAX_SECONDS

QUEUE_NAME = "plans"
PLAN_FUNCTION = "workers.plan.job.plan_day"
BESIDE_SEARCH_S = 600
"""What a plan may take besides its search: opening roads, matrices, checking, storing."""
_RESULT_TTL_S = 600
_FAILURE_TTL_S = 24 * 3600


def plan_queue(connection: Redis) -> Queue:
    """The queue of plans."""
    return Queue(QUEUE_NAME, connection=connection, serializer=JSONSerializer)


def job_id(plan_id: str, attempt: int) -> str:
    """The id of an attempt's job: the same attempt cannot be queued twice."""
    return f"plan-{plan_id}-{attempt}"


def enqueue_plan(
    connection: Redis,
    plan_id: str,
    attempt: int = 1,
    *,
    seconds_limit: float = MAX_SECONDS,
    at_front: bool = False,
) -> str:
    """Queue an attempt at a plan; does nothing where it is queued, running or done already.

    A plan that was stored but could not be queued is not lost: a worker queues it (`recovery`).

    Parameters
    ----------
    seconds_limit
        Search time of the plan; the job may take `BESIDE_SEARCH_S` longer before it is ended.

    Returns
    -------
    str
        The job's id.

    Raises
    ------
    UnavailableError
        W103: Redis does not take the job.
    """
    identity = job_id(plan_id, attempt)
    try:
        plan_queue(connection).enqueue_call(
            PLAN_FUNCTION,
            args=(plan_id, attempt),
            job_id=identity,
            unique=True,
            timeout=int(seconds_limit) + BESIDE_SEARCH_S,
            result_ttl=_RESULT_TTL_S,
            failure_ttl=_FAILURE_TTL_S,
            description=f"plan {plan_id}, attempt {attempt}",
            at_front=at_front,
        )
    except DuplicateJobError:
        return identity
    except RedisError as error:
        raise UnavailableError(
            Fault(
                "W103",
                f"The plan is kept, but the queue does not take it now: {error}.",
                "Nothing is lost: it starts by itself once the queue is back.",
                f"plan {plan_id}",
            )
        ) from error
    return identity


def plan_of(identity: str) -> tuple[str, int]:
    """The plan and attempt of a job's id."""
    _word, plan_id, attempt = identity.split("-")
    return plan_id, int(attempt)


def fetch_job(connection: Redis, identity: str) -> Job | None:
    """A job, or None where Redis knows none of this id."""
    return plan_queue(connection).fetch_job(identity)
