"""The worker process: runs jobs of all queues, each in a forked work horse, and loses none.

RQ's worker with shorter time-outs: a dead worker is noticed after seconds, a work horse never outlives its
parent, and a Redis that goes away is waited for, or started again where it is our own. The parent runs no
thread and no compiled code, so that forking it stays safe.
"""

from __future__ import annotations

import logging
import math
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
from workers.plan.scheduled import materialise_today, queue_morning_plans
from workers.queue.job_context import set_job_settings
from workers.queue.jobs import KINDS, PLANS, SCENARIOS
from workers.queue.recovery import hand_back, requeue_lost
from workers.queue.server import client, ensure_redis
from workers.queue.subproblems import FUNCTION as SUBPROBLEM_FUNCTION
from workers.queue.subproblems import QUEUE_NAME as SUBPROBLEM_QUEUE
from workers.queue.subproblems import subproblem_queue
from workers.vroom.queue import FUNCTION as VROOM_FUNCTION
from workers.vroom.queue import QUEUE_NAME as VROOM_QUEUE
from workers.vroom.queue import reply_broken_off, vroom_queue

log = logging.getLogger(__name__)

HEARTBEAT_S = 2
"""Interval of the heartbeats of a worker that runs a job."""
SILENCE_S = 8
"""A worker without a heartbeat for so long counts as dead: its job goes to another."""
MAINTENANCE_S = 2
IDLE_S = 3
"""How long an idle worker waits for a job before it looks for lost ones."""
MATERIALISE_EVERY_S = 60.0
_RETRY_S = 0.5
_AWAY = (RedisConnectionError, RedisTimeoutError)


class HuiliuWorker(Worker):
    """RQ's forking worker, which takes over lost jobs within seconds."""

    exponential_backoff_factor = 1.0
    max_connection_wait_time = 1.0

    def __init__(self, settings: Settings, connection: Redis, name: str | None = None) -> None:
        super().__init__(
            # Plans come first: a program whose document waits too long is told to ask again.
            [
                PLANS.queue(connection),
                subproblem_queue(connection),
                vroom_queue(connection),
                SCENARIOS.queue(connection),
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
        self._materialised_at = -math.inf

    # -- signals -------------------------------------------------------------------------------

    def request_stop(self, signum: int, frame: FrameType | None) -> None:
        self.stopping = True
        super().request_stop(signum, frame)  # type: ignore[no-untyped-call]

    def handle_warm_shutdown_request(self) -> None:
        """End the work horse at once; its job goes back to the queue (`handle_work_horse_killed`)."""
        if self.horse_pid:
            self.kill_horse()

    def handle_work_horse_killed(self, job: Job, retpid: int, ret_val: int, rusage: Any) -> None:
        if job.origin == VROOM_QUEUE:
            reply_broken_off(self.connection, job.id)
        elif job.origin == SUBPROBLEM_QUEUE:
            log.warning("%s: broken off; the plan it belongs to goes on without", job.id)
        elif self.stopping:
            hand_back(self.settings, self.connection, KINDS[job.origin], job.id)

    # -- the forked work horse -----------------------------------------------------------------

    def fork_work_horse(self, job: Job, queue: Queue) -> None:
        self._parent_pid = os.getpid()
        super().fork_work_horse(job, queue)

    def main_work_horse(self, job: Job, queue: Queue) -> None:
        die_with_parent(self._parent_pid)
        set_job_settings(self.settings)
        super().main_work_horse(job, queue)

    # -- staying alive, noticing the dead --------------------------------------------------------

    def subscribe(self) -> None:
        """No channel of commands: it needs a thread, and jobs are stopped by a flag in the database."""

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
            # Only bookkeeping after the end of the work horse raises this: its result is in the database.
            self._revive(error)

    def run_maintenance_tasks(self) -> None:
        """Requeue lost jobs first: RQ's own maintenance may wait for the lock of a dead worker."""
        for queue in self.queues:
            queue.started_job_registry.cleanup()
        self._recover()
        super().run_maintenance_tasks()  # type: ignore[no-untyped-call]

    def _recover(self) -> None:
        try:
            for kind in KINDS.values():
                requeue_lost(self.settings, self.connection, kind)
            queue_morning_plans(self.settings, self.connection)
            if time.monotonic() - self._materialised_at >= MATERIALISE_EVERY_S:
                materialise_today(self.settings)
                self._materialised_at = time.monotonic()
        except HuiliuError as error:
            log.warning("lost jobs and scheduled ones cannot be looked for now: %s", error)

    def _revive(self, error: Exception) -> None:
        log.warning("the queue's Redis is away: %s", error)
        try:
            ensure_redis(self.settings)
        except HuiliuError as still_away:
            log.warning("%s", still_away)
            time.sleep(_RETRY_S)


def run_worker(settings: Settings, *, name: str | None = None) -> None:
    """Run jobs until SIGTERM or SIGINT; the job under way then goes back to the queue.

    Raises
    ------
    HuiliuError
        S201, S202, S203: the database cannot be used. W101, W102: Redis cannot be reached at the start.
    """
    upgrade(settings)
    keep_compiled_code(settings)
    preload()
    while True:
        worker = HuiliuWorker(settings, client(ensure_redis(settings).url), name)
        try:
            worker.work(logging_level=settings.log_level)
        except RedisError as error:
            log.warning("the queue's Redis went away: %s", error)
        if worker.stopping:
            return
        log.warning("starting over in %.1f s", _RETRY_S)
        time.sleep(_RETRY_S)


def preload() -> None:
    """Import what jobs need, once, so that a forked work horse starts at once."""
    for function in (PLANS.function, SUBPROBLEM_FUNCTION, VROOM_FUNCTION, SCENARIOS.function):
        import_module(function.rpartition(".")[0])
    # Here, after `keep_compiled_code`: numba looks up its folder when it is imported.
    from data.runtime.kernel_cache import load_compiler

    load_compiler()
    # Work horses that outlive an upgrade on disk still record which program computed their matrices.
    matrix_cache.program_digest()
