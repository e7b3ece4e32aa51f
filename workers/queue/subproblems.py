"""Subproblems of a large plan, searched by other workers that are idle.

The worker that plans a day has its own search processes and takes other workers beside them: each is sent a
subproblem (native documents, compressed), searches it with its own cores until the round ends, and sends the
better plan back. One that is lost, busy or late is given up after the round; its subproblem stays as it was,
and the search goes on without it.
"""

from __future__ import annotations

import json
import logging
import secrets
import threading
import time
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Worker
from rq.serializers import JSONSerializer
from rq.worker import WorkerStatus

from data.domain.errors import Fault, UnavailableError
from data.domain.plan import Plan
from data.runtime.child_process import Finished, Found, Lost
from routing.engines.registry import EngineTask
from routing.formats.native import ProblemFile, read_plan, write_plan, write_problem
from routing.model.index import DayIndex
from routing.model.objective import assemble_plan
from routing.model.steps import route_steps
from routing.parallel.decomposition import Subproblem, compact, restrict
from routing.parallel.pool import Message
from routing.schedule import schedule_route
from workers.queue.exchange import Exchange

log = logging.getLogger(__name__)

QUEUE_NAME = "parts"
FUNCTION = "workers.plan.subproblem_job.search_part"
MIN_TASKS = 600
"""A smaller problem is planned by one machine."""
MIN_SECONDS = 20.0
"""A shorter search is over before others could help."""
BESIDE_SEARCH_S = 60
_TRANSFER_S = 1.0
GRACE_S = 2.0
_KEEP_S = 120
_POLL_S = 1


def subproblem_queue(connection: Redis) -> Queue:
    """The queue of subproblems."""
    return Queue(QUEUE_NAME, connection=connection, serializer=JSONSerializer)


def helpers_for(connection: Redis, index: DayIndex, seconds: float) -> list[RemoteSearcher]:
    """One searcher per other worker that is idle now; none where the problem or the time is small."""
    if len(index.demanded) < MIN_TASKS or seconds < MIN_SECONDS:
        return []
    try:
        idle = [w for w in Worker.all(connection=connection) if w.get_state() == WorkerStatus.IDLE]
    except RedisError as error:
        log.warning("other workers cannot be asked for help now: %s", error)
        return []
    listening = [worker for worker in idle if QUEUE_NAME in worker.queue_names()]
    return [RemoteSearcher(number, connection, index) for number in range(len(listening))]


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of a remote searcher."""

    number: int
    task: EngineTask
    given_at: float
    subproblem: Subproblem


class RemoteSearcher:
    """Another worker as a `routing.parallel.pool.Searcher`."""

    searches_whole = False

    def __init__(self, number: int, redis: Redis, index: DayIndex) -> None:
        self.number = number
        self.is_busy = False
        self.is_lost = False
        self._redis = redis
        self._index = index
        self._runs = 0
        self._cancelled = threading.Event()
        self.connection: Connection
        self.connection, self._theirs = Pipe(duplex=False)
        self._thread: threading.Thread | None = None

    def begin(self, engine: str, task: EngineTask, subproblem: Subproblem | None = None) -> None:
        """Send a subproblem to be searched; the other worker chooses its engines itself."""
        assert not self.is_busy
        assert subproblem is not None
        self.is_busy = True
        self._runs += 1
        run = _Run(self._runs, task, time.monotonic(), subproblem)
        self._cancelled = threading.Event()
        self._thread = threading.Thread(
            target=self._follow, args=(run, self._cancelled), name=f"subproblem {self.number}", daemon=True
        )
        self._thread.start()

    def receive(self) -> Message:
        """The next message; blocks until there is one."""
        message: Message = self.connection.recv()
        self.is_lost = isinstance(message, Lost)
        if not isinstance(message, Found):
            self.is_busy = False
        return message

    def cancel(self) -> None:
        """Stop waiting for the run; the other worker notices within a second or two."""
        self._cancelled.set()

    def close(self, *, grace_s: float) -> None:
        """Remove what is left in the queue."""
        self.cancel()
        if self._thread is not None:
            self._thread.join(_POLL_S + grace_s)

    def _follow(self, run: _Run, cancelled: threading.Event) -> None:
        """In a thread: send the subproblem, wait for its plan, and pass that through the pipe."""
        exchange = exchange_of(self._redis, f"part-{secrets.token_hex(8)}")
        try:
            plan = self._search(exchange, run, cancelled)
            if plan is not None:
                self._theirs.send(Found(run.number, plan))
            self._theirs.send(Finished(run.number, None))
        except UnavailableError as error:
            self._theirs.send(Lost(error))
        except Exception as error:  # whatever ends the thread, the pool must hear of it
            self._theirs.send(Lost(_lost(str(error))))
        finally:
            self._drop(exchange)

    def _search(self, exchange: Exchange, run: _Run, cancelled: threading.Event) -> Plan | None:
        index = DayIndex(restrict(self._index.problem, run.subproblem), self._index.matrices)
        seconds = run.task.seconds - _TRANSFER_S
        if seconds <= 0 or run.task.warm is None:
            return None
        queue = subproblem_queue(self._redis)
        _enqueue(exchange, queue, index, run.task.warm, seconds=seconds, seed=run.task.seed + run.number)
        end = run.given_at + run.task.seconds + GRACE_S
        while time.monotonic() < end and not cancelled.is_set():
            exchange.stay()
            answer = exchange.receive(_POLL_S)
            if answer is not None:
                return reschedule(index, read_plan(answer))
        if cancelled.is_set():
            return None
        raise _lost("it sent no plan in time; see its log")

    def _drop(self, exchange: Exchange) -> None:
        try:
            exchange.drop(subproblem_queue(self._redis))
        except RedisError as error:
            log.warning("%s is left in the queue, where it expires: %s", exchange.identity, error)


def _lost(why: str) -> UnavailableError:
    return UnavailableError(
        Fault("W505", f"A helping worker was lost: {why}.", "Nothing is lost: others go on.")
    )


def reschedule(index: DayIndex, plan: Plan) -> Plan:
    """Schedule and price a plan from elsewhere with the matrices here."""
    routes = [
        schedule_route(index.problem, index.matrices, route.vehicle, route_steps(route))
        for route in plan.routes
    ]
    return assemble_plan(index, routes, engine=plan.engine)


def _enqueue(
    exchange: Exchange, queue: Queue, index: DayIndex, warm: Plan, *, seconds: float, seed: int
) -> None:
    problem, matrices = compact(index.problem, index.matrices)
    exchange.send(
        json.dumps(
            {
                "problem": write_problem(ProblemFile(problem=problem, matrices=matrices)),
                "warm": write_plan(warm),
            }
        )
    )
    queue.enqueue_call(
        FUNCTION,
        args=(exchange.identity, seconds, seed),
        job_id=exchange.identity,
        timeout=int(seconds) + BESIDE_SEARCH_S,
        ttl=int(seconds) + 1,
        result_ttl=0,
        failure_ttl=_KEEP_S,
        description="a subproblem of a plan",
    )


def exchange_of(redis: Redis, identity: str) -> Exchange:
    """The exchange of a subproblem and its plan."""
    return Exchange(redis, identity, keep_s=_KEEP_S, waiting_s=5 * _POLL_S)
