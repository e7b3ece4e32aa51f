"""VROOM documents on their way to a worker and back, while the program that sent them waits.

Unlike plans these are kept nowhere else: the document and its answer cross Redis, compressed, and
expire. A document is worked on only as long as somebody waits: the waiter renews a key, and what
it leaves is dropped.
"""

from __future__ import annotations

import json
import secrets
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from redis import Redis
from rq import Queue
from rq.job import Job
from rq.serializers import JSONSerializer

from data.domain.errors import Fault, UnavailableError

QUEUE_NAME = "vroom"
FUNCTION = "workers.vroom.job.solve_vroom"
BESIDE_SEARCH_S = 120
"""What a document may take besides its search: opening roads, matrices, checking."""
TAKEN_WITHIN_S = 30.0
"""How long a document waits for a free worker."""
_ALIVE_S = 10
_LOOK_EVERY_S = 1
_KEEP_S = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A document and how to solve it.

    Attributes
    ----------
    network
        Roads for matrices and geometry; empty where neither is needed.
    processes
        0 for as many as there are cores.
    """

    text: str
    network: str
    seconds: float
    processes: int = 0
    geometry: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """An HTTP status and VROOM's document."""

    status: int
    document: dict[str, Any]


def vroom_queue(connection: Redis) -> Queue:
    """The queue of documents."""
    return Queue(QUEUE_NAME, connection=connection, serializer=JSONSerializer)


def solve_remotely(connection: Redis, asked: Asked, *, still_wanted: Callable[[], bool]) -> Answered:
    """Have a worker solve a document, and wait for it.

    Parameters
    ----------
    still_wanted
        Asked every second; once false, the work is dropped.

    Raises
    ------
    UnavailableError
        W501: no worker was free in time. W502: the worker was lost, or took far too long.
    RedisError
        The queue is away.
    """
    identity = _enqueue(connection, asked)
    try:
        return _await(connection, identity, asked, still_wanted)
    finally:
        _drop(connection, identity)


def _enqueue(connection: Redis, asked: Asked) -> str:
    identity = f"vroom-{secrets.token_hex(8)}"
    connection.set(_key(identity, "document"), zlib.compress(asked.text.encode()), ex=_KEEP_S)
    _stay(connection, identity)
    vroom_queue(connection).enqueue_call(
        FUNCTION,
        args=(identity, asked.network, asked.seconds, asked.processes, asked.geometry),
        job_id=identity,
        timeout=int(asked.seconds) + BESIDE_SEARCH_S,
        ttl=_KEEP_S,
        result_ttl=0,
        failure_ttl=_KEEP_S,
        description="a VROOM document",
    )
    return identity


def _await(connection: Redis, identity: str, asked: Asked, still_wanted: Callable[[], bool]) -> Answered:
    give_up_at = time.monotonic() + TAKEN_WITHIN_S
    taken = False
    while still_wanted():
        found = cast(
            "tuple[bytes, bytes] | None", connection.blpop([_key(identity, "answer")], _LOOK_EVERY_S)
        )
        if found is not None:
            status, document = json.loads(zlib.decompress(found[1]))
            return Answered(status, document)
        _stay(connection, identity)
        if not taken and connection.exists(_key(identity, "taken")):
            taken, give_up_at = True, time.monotonic() + asked.seconds + BESIDE_SEARCH_S
        if time.monotonic() > give_up_at:
            raise _lost() if taken else _nobody_free()
    return Answered(503, {"code": 1, "error": "Whoever asked has left."})


def _drop(connection: Redis, identity: str) -> None:
    """Leave nothing behind; a worker that has it notices within a second or two."""
    connection.delete(*(_key(identity, part) for part in ("document", "waiting", "taken", "answer")))
    if vroom_queue(connection).remove(identity):
        connection.delete(Job.key_for(identity))


def _stay(connection: Redis, identity: str) -> None:
    connection.set(_key(identity, "waiting"), 1, ex=_ALIVE_S)


# -- the worker's side ---------------------------------------------------------------------------


def take(connection: Redis, identity: str) -> str | None:
    """The text of a document, told to whoever waits as begun; None where nobody waits any more."""
    packed = cast("bytes | None", connection.get(_key(identity, "document")))
    if packed is None or not is_wanted(connection, identity):
        return None
    connection.set(_key(identity, "taken"), 1, ex=_KEEP_S)
    return zlib.decompress(packed).decode()


def is_wanted(connection: Redis, identity: str) -> bool:
    """Whether somebody still waits for the answer."""
    return bool(connection.exists(_key(identity, "waiting")))


def reply(connection: Redis, identity: str, answered: Answered) -> None:
    """Send an answer to whoever waits; it is gone soon where nobody does."""
    text = json.dumps([answered.status, answered.document], ensure_ascii=False)
    key = _key(identity, "answer")
    with connection.pipeline() as pipeline:
        pipeline.rpush(key, zlib.compress(text.encode()))
        pipeline.expire(key, 2 * _ALIVE_S)
        pipeline.execute()


def reply_broken_off(connection: Redis, identity: str) -> None:
    """Tell whoever waits that the process working on it has ended."""
    cause = "The solving process was ended before it had an answer."
    reply(connection, identity, Answered(503, {"code": 1, "error": cause}))


def _key(identity: str, part: str) -> str:
    return f"huiliu:{identity}:{part}"


def _nobody_free() -> UnavailableError:
    cause = f"No worker was free within {TAKEN_WITHIN_S:.0f} s."
    return UnavailableError(Fault("W501", cause, "Try again later, or start more with `huiliu worker`."))


def _lost() -> UnavailableError:
    return UnavailableError(Fault("W502", "The worker with this document was lost.", "Send it again."))
