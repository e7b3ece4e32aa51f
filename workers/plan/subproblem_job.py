"""The job that searches a subproblem of another worker's plan with this machine's cores."""

from __future__ import annotations

import json
import time

from redis import Redis

from data.settings import Settings
from routing.formats.native import read_plan, read_problem, write_plan
from routing.solve import SolveOptions, solve
from workers.queue.job_context import job_context
from workers.queue.subproblems import exchange_of

_MIN_SEARCH_S = 0.5


def search_part(identity: str, seconds: float, seed: int) -> None:
    """Search a subproblem from its plan and send the best back; the function that the queue calls."""
    search_subproblem(*job_context(), identity, seconds, seed=seed)


def search_subproblem(settings: Settings, redis: Redis, identity: str, seconds: float, *, seed: int) -> None:
    """Search for so many seconds, less what unpacking takes; stops once nobody waits for the plan."""
    begun = time.monotonic()
    exchange = exchange_of(redis, identity)
    document = exchange.take()
    if document is None:
        return
    texts = json.loads(document)
    problem = read_problem(texts["problem"])
    assert problem.matrices is not None
    options = SolveOptions(
        seconds=max(seconds - (time.monotonic() - begun), _MIN_SEARCH_S),
        processes=settings.solve_processes,
        seed=seed,
        warm=read_plan(texts["warm"]),
    )
    plan = solve(problem.problem, problem.matrices, options, should_stop=exchange.is_abandoned)
    exchange.reply(write_plan(plan))
