"""VROOM documents on their way to a worker and back, while the program that sent them waits."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from redis import Redis
from rq import Queue
from rq.serializers import JSONSerializer

from data.domain.errors import Fault, UnavailableError
from workers.queue.exchange import Exchange

QUEUE_NAME = "vroom"
FUNCTION = "workers.vroom.job.solve_vroom"
BESIDE_SEARCH_S = 120
"""What a document may take besides its search: opening roads, matrices, checking."""
TAKEN_WITHIN_S = 30.0
"""How long a document waits for a free worker."""
_WAITING_S = 10
_POLL_S = 1
_KEEP_S = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveRequest:
    """A document, and how to solve it.

    Attributes
    ----------
    network
        Name of the network for matrices and geometry; empty where neither is needed.
    processes
        0 for as many as there are cores.
    """

    text: str
    network: str
    seconds: float
    processes: int = 0
    geometry: bool = False


@dataclass(frozen=True, slots=True)
class SolveAnswer:
    """An HTTP status and VROOM's document."""

    status: int
    document: dict[str, Any]


def vroom_queue(connection: Redis) -> Queue:
    """The queue of documents."""
    return Queue(QUEUE_NAME, connection=connection, serializer=JSONSerializer)


def exchange_of(connection: Redis, identity: str) -> Exchange:
    """The exchange of a document."""
    return Exchange(connection, identity, keep_s=_KEEP_S, waiting_s=_WAITING_S)


def solve_remotely(
    connection: Redis, request: SolveRequest, *, still_wanted: Callable[[], bool]
) -> SolveAnswer:
    """Have a worker solve a document, and wait for it.

    Parameters
    ----------
    still_wanted
        Polled every second; once false, the document is dropped.

    Raises
    ------
    UnavailableError
        W501: no worker was free in time. W502: the worker was lost, or took far too long.
    RedisError
        The queue is away.
    """
    exchange = exchange_of(connection, f"vroom-{secrets.token_hex(8)}")
    exchange.send(request.text)
    queue = vroom_queue(connection)
    queue.enqueue_call(
        FUNCTION,
        args=(exchange.identity, request.network, request.seconds, request.processes, request.geometry),
        job_id=exchange.identity,
        timeout=int(request.seconds) + BESIDE_SEARCH_S,
        ttl=_KEEP_S,
        result_ttl=0,
        failure_ttl=_KEEP_S,
        description="a VROOM document",
    )
    try:
        return _wait(exchange, request, still_wanted)
    finally:
        exchange.drop(queue)


def _wait(exchange: Exchange, request: SolveRequest, still_wanted: Callable[[], bool]) -> SolveAnswer:
    give_up_at = time.monotonic() + TAKEN_WITHIN_S
    taken = False
    while still_wanted():
        answer = exchange.receive(_POLL_S)
        if answer is not None:
            status, document = json.loads(answer)
            return SolveAnswer(status, document)
        exchange.stay()
        if not taken and exchange.is_taken():
            taken, give_up_at = True, time.monotonic() + request.seconds + BESIDE_SEARCH_S
        if time.monotonic() > give_up_at:
            raise _lost() if taken else _nobody_free()
    return SolveAnswer(503, {"code": 1, "error": "Whoever asked has left."})


def reply(exchange: Exchange, answered: SolveAnswer) -> None:
    """Send an answer to the program that waits."""
    exchange.reply(json.dumps([answered.status, answered.document], ensure_ascii=False))


def reply_broken_off(connection: Redis, identity: str) -> None:
    """Tell the program that waits that the process working on its document has ended."""
    cause = "The solving process was ended before it had an answer."
    reply(exchange_of(connection, identity), SolveAnswer(503, {"code": 1, "error": cause}))


def _nobody_free() -> UnavailableError:
    cause = f"No worker was free within {TAKEN_WITHIN_S:.0f} s."
    return UnavailableError(Fault("W501", cause, "Try again later, or start more with `huiliu worker`."))


def _lost() -> UnavailableError:
    return UnavailableError(Fault("W502", "The worker with this document was lost.", "Send it again."))
