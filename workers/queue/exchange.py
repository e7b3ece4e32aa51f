"""Documents that cross Redis to a worker and back while their sender waits.

Unlike plans these are stored nowhere else: document and answer are compressed, and expire. The sender renews
a key as long as it waits; once that has expired, the worker drops what it is doing.
"""

from __future__ import annotations

import logging
import time
import zlib
from typing import cast

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue
from rq.job import Job

log = logging.getLogger(__name__)

_PARTS = ("document", "waiting", "taken", "answer")
_POLL_S = 0.5


class Exchange:
    """One document and its answer, under the id of the job that works on it.

    Parameters
    ----------
    keep_s
        After which the document expires.
    waiting_s
        After which a sender that has not called `stay` counts as gone.
    """

    def __init__(self, connection: Redis, identity: str, *, keep_s: int, waiting_s: int) -> None:
        self.identity = identity
        self._connection = connection
        self._keep_s = keep_s
        self._waiting_s = waiting_s
        self._polled_at = time.monotonic()
        self._is_abandoned = False

    # -- the sender's side -------------------------------------------------------------------------

    def send(self, document: str) -> None:
        """Leave a document for a worker."""
        self.stay()
        self._connection.set(self._key("document"), zlib.compress(document.encode(), 1), ex=self._keep_s)

    def stay(self) -> None:
        """Tell that the sender still waits."""
        self._connection.set(self._key("waiting"), 1, ex=self._waiting_s)

    def is_taken(self) -> bool:
        """Whether a worker has begun."""
        return bool(self._connection.exists(self._key("taken")))

    def receive(self, timeout_s: int) -> str | None:
        """The answer, None where there is none in the time."""
        found = self._connection.blpop([self._key("answer")], timeout_s)
        return None if found is None else zlib.decompress(cast("tuple[bytes, bytes]", found)[1]).decode()

    def drop(self, queue: Queue) -> None:
        """Leave nothing behind; a worker that has begun notices within a second or two."""
        self._connection.delete(*(self._key(part) for part in _PARTS))
        if queue.remove(self.identity):
            self._connection.delete(Job.key_for(self.identity))

    # -- the worker's side -------------------------------------------------------------------------

    def take(self) -> str | None:
        """The document; None where nobody waits for an answer any more."""
        packed = cast("bytes | None", self._connection.get(self._key("document")))
        if packed is None or not self._connection.exists(self._key("waiting")):
            log.info("%s: nobody waits for it any more", self.identity)
            return None
        self._connection.set(self._key("taken"), 1, ex=self._keep_s)
        return zlib.decompress(packed).decode()

    def is_abandoned(self) -> bool:
        """Whether the sender has gone; Redis is asked twice a second at most."""
        moment = time.monotonic()
        if not self._is_abandoned and moment - self._polled_at > _POLL_S:
            self._polled_at = moment
            try:
                self._is_abandoned = not self._connection.exists(self._key("waiting"))
            except RedisError as error:
                log.warning("%s: whether somebody waits cannot be read now: %s", self.identity, error)
        return self._is_abandoned

    def reply(self, answer: str) -> None:
        """Send the answer; it expires soon where nobody waits."""
        with self._connection.pipeline() as pipeline:
            pipeline.rpush(self._key("answer"), zlib.compress(answer.encode(), 1))
            pipeline.expire(self._key("answer"), 2 * self._waiting_s)
            pipeline.execute()

    def _key(self, part: str) -> str:
        return f"huiliu:{self.identity}:{part}"
