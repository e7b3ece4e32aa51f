"""``/plans/<id>/stream``: live progress of a plan and, once published, its drivers' reports."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from datetime import timedelta

from flask import Response

from app.api.blueprint import api
from app.auth.access import READERS, allowed, principal
from app.context import installation
from app.services.installation import Installation
from app.services.plans.document import event_document
from app.services.queue import POLL_S, follow_progress
from app.streaming import (
    DOCUMENTED,
    HEARTBEAT,
    LONGEST_S,
    ServerEvent,
    bounded_stream,
    last_event_id,
    last_message_id,
)
from data.store.column_types import now
from data.store.plans.lookup import find_plan, list_plan_events
from data.store.plans.tables import UNFINISHED, Plan, PlanStatus

HEARTBEAT_EVERY_S = 10.0
REPLAY = timedelta(minutes=1)
_PROGRESS_KEYS = ("phase", "percent", "cost", "served", "tasks", "seconds_left", "at")
_REPORT_PREFIX = "report-"
# `Last-Event-ID` is untrusted: ASCII digits only, no more than the column holds.
_REPORT_ID = re.compile(_REPORT_PREFIX + r"([0-9]{1,18})")


@api.get("/plans/<plan_id>/stream")
@allowed(*READERS)
@api.doc(operation_id="streamPlan", responses=DOCUMENTED)
def stream_plan(plan_id: str) -> Response:
    """Stream server-sent events ``progress``, ``end`` and, once published, ``event``.

    Resumes after ``Last-Event-ID``. The connection is closed after ten minutes; browsers reconnect by
    themselves. 503 if the server has no free stream slot: poll by GET instead.
    """
    own = installation()
    with own.reading() as store:
        plan = find_plan(store, principal().organisation_id, plan_id)
    follower = _PlanFollower(own, plan, last_message_id(), last_event_id())
    return bounded_stream(own.stream_slots, follower.events(), subject="plan")


class _PlanFollower:
    """Events of one plan for one client.

    Parameters
    ----------
    message_id, last_event_id
        Id of the queue's message, and of the report, after which to resume.
    """

    def __init__(self, own: Installation, plan: Plan, message_id: str, last_event_id: str) -> None:
        self._own = own
        self._plan = plan
        self._until_s = time.monotonic() + LONGEST_S
        self._message_id = message_id
        reported = _REPORT_ID.fullmatch(last_event_id)
        self._report_id = int(reported[1]) if reported else None

    def events(self) -> Iterator[ServerEvent | None]:
        """Yield events until the plan has ended and, if it is published, until the client disconnects."""
        if self._plan.status in UNFINISHED:
            yield from self._progress()
        if self._plan.status in UNFINISHED:
            return
        yield ServerEvent(name="end", data={"status": self._plan.status.value})
        if self._plan.status is PlanStatus.PUBLISHED:
            yield from self._reports()

    def _progress(self) -> Iterator[ServerEvent | None]:
        messages = follow_progress(
            self._own.queue,
            self._plan.id,
            self._message_id,
            has_ended=self._has_ended,
            until_s=self._until_s,
        )
        for message in messages:
            if message is None:
                yield HEARTBEAT
            else:
                data = {key: message.data.get(key) for key in _PROGRESS_KEYS}
                yield ServerEvent(name="progress", data=data, id=message.id)

    def _reports(self) -> Iterator[ServerEvent | None]:
        quiet_since_s = time.monotonic()
        since = now() - REPLAY
        while time.monotonic() < self._until_s and self._plan.status is PlanStatus.PUBLISHED:
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
                self._reload()
            time.sleep(POLL_S)

    def _has_ended(self) -> bool:
        self._reload()
        return self._plan.status not in UNFINISHED

    def _reload(self) -> None:
        with self._own.reading() as store:
            self._plan = find_plan(store, self._plan.organisation_id, self._plan.id)
