"""Progress of a plan or scenario as a Redis stream: written by the worker, followed by pages.

A stream is for display only; the database is the truth, which a reader consults that finds no stream, or
receives nothing for long.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal, cast

from redis import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

PHASES = ("queued", "roads", "matrix", "first", "improving", "checking", "done")
MessageKind = Literal["progress", "event", "end"]

KEEP_S = 24 * 3600
_LENGTH = 1000
_INTERVAL_S = 0.5
_BATCH = 100
_LONGEST_BLOCK_S = 20.0  # below the time-out of a client's socket


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Progress of an attempt.

    Attributes
    ----------
    percent
        Of the whole, 0..100.
    cost, served
        Of the incumbent; None before the first.
    tasks
        How many could be served; None until known.
    seconds_left
        Of the search; None outside it.
    at
        Seconds since the attempt began.
    """

    phase: str
    percent: int
    at: float
    cost: float | None = None
    served: int | None = None
    tasks: int | None = None
    seconds_left: float | None = None
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class Message:
    """An entry of a stream; following resumes after `id`."""

    id: str
    kind: MessageKind
    data: Mapping[str, Any]


def stream_key(plan_id: str) -> str:
    """The Redis key of a plan's stream."""
    return f"huiliu:plan:{plan_id}"


def publish(connection: Redis, plan_id: str, kind: MessageKind, data: Mapping[str, Any]) -> None:
    """Append to a stream, which expires a day later.

    Raises
    ------
    RedisError
        Redis does not take it.
    """
    key = stream_key(plan_id)
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    with connection.pipeline() as pipeline:
        pipeline.xadd(key, {"kind": kind, "data": text}, maxlen=_LENGTH, approximate=True)
        pipeline.expire(key, KEEP_S)
        pipeline.execute()


class Reporter:
    """Reports the progress of one attempt, at most twice a second except when the phase changes.

    Reports are best effort: a Redis that is away must not cost the plan, so its errors are logged and the
    work goes on.
    """

    def __init__(self, connection: Redis, plan_id: str) -> None:
        self._connection = connection
        self._plan_id = plan_id
        self._phase = ""
        self._sent_at = float("-inf")

    def report(self, progress: Progress) -> None:
        """Send a report, unless one of the same phase was sent less than half a second ago."""
        moment = time.monotonic()
        if progress.phase == self._phase and moment - self._sent_at < _INTERVAL_S:
            return
        self._phase, self._sent_at = progress.phase, moment
        self._send("progress", {key: value for key, value in asdict(progress).items() if value is not None})

    def end(self, status: str) -> None:
        """Send how the row has ended."""
        self._send("end", {"status": status})

    def _send(self, kind: MessageKind, data: Mapping[str, Any]) -> None:
        try:
            publish(self._connection, self._plan_id, kind, data)
        except RedisError as error:
            log.warning("plan %s: progress could not be sent: %s", self._plan_id, error)


def follow(
    connection: Redis, plan_id: str, last_id: str = "0", *, heartbeat_s: float = 10.0
) -> Iterator[Message | None]:
    """Yield the messages of a stream after `last_id` as they arrive, without end.

    Parameters
    ----------
    last_id
        `Message.id` of the last one seen; "0" for all in the stream, "$" for new ones only.
    heartbeat_s
        Longest silence (at most 20 s): then None is yielded, so that the reader can check whether the row has
        ended, or whether anyone still listens.

    Raises
    ------
    RedisError
        Redis is away; follow again from the last id when it is back.
    """
    key = stream_key(plan_id)
    block_ms = max(1, int(min(heartbeat_s, _LONGEST_BLOCK_S) * 1000))
    if last_id == "$":
        # Resolved now: "$" in every read would miss what is written between two reads.
        last_id = _newest_id(connection, key)
    while True:
        answer = connection.xread({key: last_id}, count=_BATCH, block=block_ms)
        if not answer:
            yield None
            continue
        for entry_id, fields in _entries(answer):
            last_id = entry_id
            yield Message(entry_id, cast(MessageKind, fields["kind"]), json.loads(fields["data"]))


def _newest_id(connection: Redis, key: str) -> str:
    newest = cast(list[tuple[bytes, Any]], connection.xrevrange(key, count=1))
    return newest[0][0].decode() if newest else "0"


def _entries(answer: Any) -> Iterator[tuple[str, dict[str, str]]]:
    """Entries of an XREAD answer of one stream: a list of pairs (RESP 2) or a dict (RESP 3)."""
    streams = answer.values() if isinstance(answer, dict) else [entries for _key, entries in answer]
    for entries in streams:
        flat = entries[0] if isinstance(answer, dict) else entries
        for entry_id, fields in flat:
            yield entry_id.decode(), {name.decode(): value.decode() for name, value in fields.items()}
