"""``/plans/<id>/stream``: how a plan goes, and once published what its drivers report, as it happens.

The queue's stream is for watching only; what counts is asked of the database: whether a plan has
ended, and what was reported. A queue that is away makes the page quieter, never wrong.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from flask import Response, request
from redis.exceptions import RedisError

from app.api.blueprint import api
from app.auth.access import READERS, allowed, principal
from app.context import installation
from app.services.installation import Installation
from app.services.plans.document import event_document
from app.services.queue import LOG
from app.streaming import HEARTBEAT, ServerEvent, event_stream
from data.domain.errors import Fault, UnavailableError
from data.store.column_types import now
from data.store.plans.lookup import find_plan, list_plan_events
from data.store.plans.tables import UNFINISHED, Plan, PlanStatus
from workers.queue.progress import Message

LONGEST_S = 600.0
POLL_S = 1.5
HEARTBEAT_EVERY_S = 10.0
REPLAY = timedelta(minutes=1)
_PROGRESS_KEYS = ("phase", "percent", "cost", "served", "tasks", "seconds_left", "at")
_REPORT_PREFIX = "report-"
# What a browser sends back is anybody's text: ASCII digits only, and no more than a column holds.
_REPORT_ID = re.compile(_REPORT_PREFIX + r"([0-9]{1,18})")
_MESSAGE_ID = re.compile(r"[0-9]{1,18}(-[0-9]{1,18})?")
STREAM: Any = {200: {"description": "Server-sent events", "content": {"text/event-stream": {}}}}


@api.get("/plans/<plan_id>/stream")
@allowed(*READERS)
@api.doc(operation_id="streamPlan", responses=STREAM)
def stream_plan(plan_id: str) -> Response:
    """Server-sent events ``progress``, ``end`` and, once published, ``event``.

    Resumes after ``Last-Event-ID``. The connection is closed after ten minutes; a browser then
    resumes by itself. 503 where the server holds as many streams as it can: ask again by GET.
    """
    organisation_id = principal().organisation_id
    own = installation()
    with own.reading() as store:
        plan = find_plan(store, organisation_id, plan_id)
    follower = _Follower(own, plan, request.headers.get("Last-Event-ID", ""))
    if not own.stream_slots.acquire(blocking=False):
        raise UnavailableError(
            Fault(
                "A232",
                "The server holds as many live connections as it can.",
                "Ask for the plan now and then.",
            )
        )
    response = event_stream(follower.events())
    response.call_on_close(own.stream_slots.release)
    return response


class _Follower:
    """One page that watches one plan."""

    def __init__(self, own: Installation, plan: Plan, last_event_id: str) -> None:
        self._own = own
        self._plan = plan
        self._until_s = time.monotonic() + LONGEST_S
        self._message_id = "0"
        self._report_id: int | None = None
        reported = _REPORT_ID.fullmatch(last_event_id)
        if reported:
            self._report_id = int(reported[1])
        elif _MESSAGE_ID.fullmatch(last_event_id):
            self._message_id = last_event_id

    def events(self) -> Iterator[ServerEvent | None]:
        """Until the plan has ended and, where it is published, for as long as the page listens."""
        while self._plan.status in UNFINISHED and not self._over():
            yield from self._progress()
        if self._plan.status in UNFINISHED:
            return
        yield ServerEvent(name="end", data={"status": self._plan.status.value})
        if self._plan.status is PlanStatus.PUBLISHED:
            yield from self._reports()

    def _progress(self) -> Iterator[ServerEvent | None]:
        """The queue's messages until the plan has ended; while it is away, only a look now and then."""
        try:
            for message in self._own.queue.follow(self._plan.id, self._message_id):
                if message is None:
                    yield HEARTBEAT
                elif message.kind == "progress":
                    self._message_id = message.id
                    yield _progress_event(message)
                if message is None or message.kind == "end":
                    self._look()
                if self._plan.status not in UNFINISHED or self._over():
                    return
                if message is not None and message.kind == "end":
                    # Told before it could be read, or left by an earlier attempt: read on after it.
                    self._message_id = message.id
        except (RedisError, UnavailableError) as error:
            LOG.warning("plan %s: its stream is away: %s", self._plan.id, error)
            yield HEARTBEAT
            time.sleep(POLL_S)
            self._look()

    def _reports(self) -> Iterator[ServerEvent | None]:
        quiet_since_s = time.monotonic()
        since = now() - REPLAY
        while not self._over() and self._plan.status is PlanStatus.PUBLISHED:
            with self._own.reading() as store:
                found = list_plan_events(
                    store, self._plan.organisation_id, self._plan.id, after_id=self._report_id or 0
                )
            fresh = found if self._report_id is not None else [e for e in found if e.received_at >= since]
            self._report_id = found[-1].id if found else (self._report_id or 0)
            for event in fresh:
                quiet_since_s = time.monotonic()
                yield ServerEvent(
                    name="event", data=event_document(event).model_dump(), id=f"{_REPORT_PREFIX}{event.id}"
                )
            if time.monotonic() - quiet_since_s >= HEARTBEAT_EVERY_S:
                quiet_since_s = time.monotonic()
                yield HEARTBEAT
                self._look()
            time.sleep(POLL_S)

    def _look(self) -> None:
        with self._own.reading() as store:
            self._plan = find_plan(store, self._plan.organisation_id, self._plan.id)

    def _over(self) -> bool:
        return time.monotonic() >= self._until_s


def _progress_event(message: Message) -> ServerEvent:
    data = {key: message.data.get(key) for key in _PROGRESS_KEYS}
    return ServerEvent(name="progress", data=data, id=message.id)
