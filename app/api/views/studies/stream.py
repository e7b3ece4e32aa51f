"""``/studies/<id>/scenarios/<id>/stream``: live progress of a scenario."""

from __future__ import annotations

import time
from collections.abc import Iterator

from flask import Response

from app.api.blueprint import api
from app.auth.access import READERS, allowed, principal
from app.context import installation
from app.services.installation import Installation
from app.services.queue import follow_progress
from app.streaming import (
    DOCUMENTED,
    HEARTBEAT,
    LONGEST_S,
    ServerEvent,
    bounded_stream,
    last_message_id,
)
from data.store.studies import tables
from data.store.studies.tables import UNFINISHED, Scenario

_KEYS = ("phase", "percent", "cost", "served", "seconds_left", "at")


@api.get("/studies/<study_id>/scenarios/<scenario_id>/stream")
@allowed(*READERS)
@api.doc(operation_id="streamScenario", responses=DOCUMENTED)
def stream_scenario(study_id: str, scenario_id: str) -> Response:
    """Stream server-sent events ``progress`` (`cost`: the objective, `served`: open points) and ``end``.

    Resumes after ``Last-Event-ID``. 503 if the server has no free stream slot.
    """
    own = installation()
    with own.reading() as store:
        row = tables.find_scenario(store, principal().organisation_id, study_id, scenario_id)
    events = _events(own, row, principal().organisation_id, last_message_id())
    return bounded_stream(own.stream_slots, events, subject="scenario")


def _events(
    own: Installation, row: Scenario, organisation_id: int, after: str
) -> Iterator[ServerEvent | None]:
    def has_ended() -> bool:
        nonlocal row
        with own.reading() as store:
            row = tables.find_scenario(store, organisation_id, row.study_id, row.id)
        return row.status not in UNFINISHED

    if not has_ended():
        until_s = time.monotonic() + LONGEST_S
        for message in follow_progress(own.queue, row.id, after, has_ended=has_ended, until_s=until_s):
            if message is None:
                yield HEARTBEAT
            else:
                data = {key: message.data.get(key) for key in _KEYS}
                yield ServerEvent(name="progress", data=data, id=message.id)
    if row.status not in UNFINISHED:
        yield ServerEvent(name="end", data={"status": row.status.value})
