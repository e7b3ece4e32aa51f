"""The worker process: takes plans from the queue, each in a forked child, and lets none be lost.

RQ's worker with another temper: a dead colleague is noticed after seconds, a child never outlives
its parent, and a Redis that goes away is waited for (or started again, where it is our own).
The parent runs no thread and no compiled code, so that forking it stays safe.
"""

from __future__ import annotations

import logging
import os
import time
from importlib import import_module
from types import FrameType
from typing import Any

from redis import Redis
from redis.client import Pipeline
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError
from rq import Queue, Worker
from rq.executions import Execution
from rq.job import Job
from rq.serializers import JSONSerializer

from data.domain.errors import HuiliuError
from data.runtime.parent_death import die_with_parent
from data.settings import Settings, keep_compiled_code
from data.store.migrate import upgrade
from network.travel import matrix_cache
from workers.plan.scheduled import plan_mornings
from workers.queue.connections import client
from workers.queue.job_context import set_job_settings
from workers.queue.plan_jobs import PLAN_FUNCTION, plan_of, plan_queue
from workers.queue.recovery import hand_back, requeue_lost
from workers.queue.scenario_jobs import FUNCTION as SCENARIO_FUNCTION
from workers.queue.scenario_jobs import QUEUE_NAME as SCENARIO_QUEUE
from workers.queue.scenario_jobs import hand_back_scenario, requeue_lost_scenarios, scenario_queue
from workers.queue.server import ensure_redis
from workers.queue.subproblems import FUNCTION as PART_FUNCTION
from workers.queue.subproblems import QUEUE_NAME as PART_QUEUE
from workers.queue.subproblems import part_queue
from workers.vroom.queue import FUNCTION as VROOM_FUNCTION
from workers.vroom.queue import QUEUE_NAME as VROOM_QUEUE
from workers.vroom.queue import reply_broken_off, vroom_queue

log = logging.getLogger(__name__)

HEARTBEAT_S = 2
"""How often a working parent says that it lives."""
SILENCE_S = 8
"""A worker silent for so long is dead: its plan goes to another."""
MAINTENANCE_S = 2
IDLE_S = 3
"""How long an idle worker waits for a job before it looks for lost plans."""
_RETRY_S = 0.5
_AWAY = (RedisConnectionError, RedisTimeoutError)


class PlanWorker(Worker):
    """RQ's forking worker, quick to take over and hard to lose."""

    exponential_backoff_factor = 1.0
    max_connection_wait_time = 1.0

    def __init__(self, settings: Settings, connection: Redis, name: str | None = None) -> None:
        super().__init__(
            # Plans come first: a program whose document waits too long is told to ask again.
            [
                plan_queue(connection),
                part_queue(connection),
                vroom_queue(connection),
                scenario_queue(connection),
            ],
            name=name,
            connection=connection,
            serializer=JSONSerializer,
            job_monitoring_interval=HEARTBEAT_S,
            maintenance_interval=MAINTENANCE_S,
            worker_ttl=IDLE_S + 15,  # RQ waits for a job for its ttl less 15 s
        )
        self.settings = settings
        self.stopping = False

    # -- signals -------------------------------------------------------------------------------

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]

    def handle_warm_shutdown_request(self) -> None:
        """End the child at once; its plan goes back to the queue (`handle_work_horse_killed`)."""
        if self.horse_pid:
            self.kill_horse()

    def handle_work_horse_killed(self, job: Job, retpid: int, ret_val: int, rusage: Any) -> None:
        if job.origin == VROOM_QUEUE:
            reply_broken_off(self.connection, job.id)
        elif job.origin == PART_QUEUE:
            log.warning("%s: broken off; whoever waits for it goes on without", job.id)
        elif job.origin == SCENARIO_QUEUE:
            if self.stopping:
                hand_back_scenario(self.settings, self.connection, job.id)
        elif self.stopping:
            plan_id, attempt = plan_of(job.id)
            hand_back(self.settings, self.connection, plan_id, attempt)

    # -- the forked child ----------------------------------------------------------------------

    def fork_work_horse(self, job: Job, queue: Queue) -> None:
        self._parent_pid = os.getpid()
        super().fork_work_horse(job, queue)

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        die_with_parent(self._parent_pid)
        set_job_settings(self.settings)
        super().main_work_horse(job, queue)

    # -- staying alive, noticing the dead --------------------------------------------------------

    def subscribe(self) -> None:
        """No channel of commands: it needs a thread, and plans are stopped by a flag in the database."""

    def unsubscribe(self) -> None:
        """See `subscribe`."""

    def get_heartbeat_ttl(self, job: Job, working_time: float = 0.0) -> int:
        return SILENCE_S

    def heartbeat(self, timeout: int | None = None, pipeline: Pipeline | None = None) -> None:
        try:
            super().heartbeat(timeout, pipeline)
        except _AWAY as error:
            self._revive(error)

    def maintain_heartbeats(self, job: Job, execution: Execution) -> None:
        try:
            super().maintain_heartbeats(job, execution)
        except _AWAY as error:
            self._revive(error)

    def monitor_work_horse(self, job: Job, queue: Queue, execution: Execution) -> None:
        try:
            super().monitor_work_horse(job, queue, execution)
        except _AWAY as error:
            # Only the bookkeeping after the child's end can raise this: what it did is in the database.
            self._revive(error)

    def run_maintenance_tasks(self) -> None:
        """Look for the dead first of all: RQ's own round may be held up by a lock of a dead worker."""
        for queue in self.queues:
            queue.started_job_registry.cleanup()
        self._recover()
        super().run_maintenance_tasks()  # type: ignore[no-untyped-call]

    def _recover(self) -> None:
        try:
            requeue_lost(self.settings, self.connection)
            requeue_lost_scenarios(self.settings, self.connection)
            plan_mornings(self.settings, self.connection)
        except HuiliuError as error:
            log.warning("lost and morning plans cannot be looked for now: %s", error)

    def _revive(self, error: Exception) -> None:
        log.warning("the queue's Redis is away: %s", error)
        try:
            ensure_redis(self.settings)
        except HuiliuError as still_away:
            log.warning("%s", still_away)
            time.sleep(_RETRY_S)


def run_worker(settings: Settings, *, name: str | None = None) -> None:
    """Work until SIGTERM or SIGINT; the plan in hand then goes back to the queue.

    Raises
    ------
    HuiliuError
        S201, S202, S203: the database cannot be used. W101, W102: Redis cannot be reached at the start.
    """
    upgrade(settings)
    keep_compiled_code(settings)
    preload()
    while True:
        worker = PlanWorker(settings, client(ensure_redis(settings).url), name)
        try:
            worker.work(logging_level=settings.log_level)
        except RedisError as error:
            log.warning("the queue's Redis went away: %s", error)
        if worker.stopping:
            return
        log.warning("starting over in %.1f s", _RETRY_S)
        time.sleep(_RETRY_S)


def preload() -> None:
    """Load what every job needs, once, so that a forked child begins at once."""
    for function in (PLAN_FUNCTION, PART_FUNCTION, VROOM_FUNCTION, SCENARIO_FUNCTION):
        import_module(function.rpartition(".")[0])
    # Here, after `keep_compiled_code`: numba looks up its folder when it is imported.
    from data.runtime.kernel_cache import load_compiler

    load_compiler()
    # Children that outlive an upgrade on disk still say which program computed what they keep.
    matrix_cache.program_digest()
