"""The workers' queue as seen by the web process: enqueue plans and scenarios, follow their progress.

Jobs that cannot be enqueued are found in the database later, so that none is lost while the queue is down.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from threading import Lock
from typing import Protocol

from redis import Redis
from redis.exceptions import RedisError

from data.domain.errors import UnavailableError
from data.settings import Settings
from data.store.plans.tables import Plan
from data.store.studies.tables import Scenario
from workers.queue.jobs import SCENARIOS, enqueue_plan
from workers.queue.monitoring import QueueState, WorkerState, queues, workers
from workers.queue.progress import Message, follow
from workers.queue.server import connect

LOG = logging.getLogger("huiliu.app")
HEARTBEAT_S = 5.0
POLL_S = 1.5


class PlanQueue(Protocol):
    """Interface of the queue for the web process."""

    def enqueue(self, plan: Plan) -> bool:
        """Enqueue a stored plan; return whether that succeeded."""

    def enqueue_scenario(self, scenario: Scenario) -> bool:
        """Enqueue a stored scenario; return whether that succeeded."""

    def follow(self, plan_id: str, after: str) -> Iterator[Message | None]:
        """Yield messages of a plan or scenario after an id, without end; None after each quiet interval.

        Raises
        ------
        RedisError, UnavailableError
            The queue is away.
        """

    def ping(self) -> None:
        """Raise `RedisError` or `UnavailableError` if the queue does not answer."""

    def state(self) -> tuple[list[QueueState], list[WorkerState]]:
        """Return the state of the queues and workers.

        Raises
        ------
        RedisError, UnavailableError
            The queue is away.
        """


def follow_progress(
    queue: PlanQueue, subject_id: str, after: str, *, has_ended: Callable[[], bool], until_s: float
) -> Iterator[Message | None]:
    """Yield progress messages of a plan or scenario until it has ended; None after each quiet interval.

    The queue reports progress only. Whether the work has ended is read from the database, after each quiet
    interval and each end message, and periodically while the queue is down.

    Parameters
    ----------
    after
        Id of the last message seen; ``0`` for none.
    has_ended
        Reads the database.
    until_s
        Deadline, by the monotonic clock.
    """
    while time.monotonic() < until_s:
        try:
            for message in queue.follow(subject_id, after):
                if message is None:
                    yield None
                elif message.kind == "progress":
                    after = message.id
                    yield message
                if (message is None or message.kind == "end") and has_ended():
                    return
                if time.monotonic() >= until_s:
                    return
                if message is not None and message.kind == "end":
                    # Sent before its row was visible, or by an earlier attempt: continue after it.
                    after = message.id
        except (RedisError, UnavailableError) as error:
            LOG.warning("%s: the queue is away: %s", subject_id, error)
            yield None
            time.sleep(POLL_S)
            if has_ended():
                return


class RedisPlanQueue:
    """The queue in Redis; connects at first use, and again after an outage."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._client: Redis | None = None
        self._lock = Lock()

    def enqueue(self, plan: Plan) -> bool:
        """See `PlanQueue`; a plan that cannot be enqueued now is found in the database later."""
        for last_try in (False, True):
            try:
                enqueue_plan(self._connected(), plan.id, plan.attempt, seconds_limit=plan.seconds_limit)
            except (RedisError, UnavailableError) as error:
                self._client = None
                if last_try:
                    LOG.warning("plan %s waits for the queue: %s", plan.id, error)
            else:
                return True
        return False

    def enqueue_scenario(self, scenario: Scenario) -> bool:
        """See `PlanQueue`; a scenario that cannot be enqueued now is found in the database later."""
        try:
            SCENARIOS.enqueue(self._connected(), scenario)
        except (RedisError, UnavailableError) as error:
            self._client = None
            LOG.warning("scenario %s waits for the queue: %s", scenario.id, error)
            return False
        return True

    def follow(self, plan_id: str, after: str) -> Iterator[Message | None]:
        """See `PlanQueue`."""
        try:
            yield from follow(self._connected(), plan_id, after, heartbeat_s=HEARTBEAT_S)
        except RedisError:
            self._client = None
            raise

    def ping(self) -> None:
        """See `PlanQueue`."""
        try:
            self._connected().ping()
        except RedisError:
            self._client = None
            raise

    def state(self) -> tuple[list[QueueState], list[WorkerState]]:
        """See `PlanQueue`."""
        try:
            connection = self._connected()
            return queues(connection), workers(connection)
        except RedisError:
            self._client = None
            raise

    def _connected(self) -> Redis:
        with self._lock:
            if self._client is None:
                self._client = connect(self._settings)
            return self._client
