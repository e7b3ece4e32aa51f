"""The job that searches a part of another worker's plan, with this machine's cores."""

from __future__ import annotations

import logging
import time

from redis import Redis
from redis.exceptions import RedisError
from rq import get_current_job

from data.settings import Settings
from routing.formats.native import read_plan, read_problem
from routing.solve import SolveOptions, solve
from workers.queue.job_context import job_settings
from workers.queue.subproblems import part_is_wanted, send_back, take_part

log = logging.getLogger(__name__)

_LOOK_S = 0.5


def search_part(identity: str, seconds: float, seed: int) -> None:
    """The queue's job: search a part on from its plan and send the best back."""
    job = get_current_job()
    assert job is not None, "run by a worker; improve_part is the function to call"
    assert job.connection is not None
    improve_part(job_settings(), job.connection, identity, seconds, seed=seed)


def improve_part(settings: Settings, redis: Redis, identity: str, seconds: float, *, seed: int) -> None:
    """Search a part for so long, less what unpacking took; stops once nobody waits for it."""
    begun = time.monotonic()
    taken = take_part(redis, identity)
    if taken is None:
        log.info("%s: nobody waits for it any more", identity)
        return
    problem, warm = read_problem(taken[0]), read_plan(taken[1])
    assert problem.matrices is not None
    options = SolveOptions(
        seconds=max(seconds - (time.monotonic() - begun), 0.5),
        processes=settings.solve_processes,
        seed=seed,
        warm=warm,
    )
    watch = _Watch(redis, identity)
    send_back(redis, identity, solve(problem.problem, problem.matrices, options, should_stop=watch.is_left))


class _Watch:
    """Asks now and then whether the part is still wanted."""

    def __init__(self, redis: Redis, identity: str) -> None:
        self._redis = redis
        self._identity = identity
        self._asked_at = time.monotonic()
        self._left = False

    def is_left(self) -> bool:
        """Whether nobody waits any more."""
        if not self._left and time.monotonic() - self._asked_at > _LOOK_S:
            self._asked_at = time.monotonic()
            try:
                self._left = not part_is_wanted(self._redis, self._identity)
            except RedisError as error:
                log.warning("%s: whether it is wanted cannot be asked now: %s", self._identity, error)
        return self._left
