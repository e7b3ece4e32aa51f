"""``/studies/<id>/scenarios/<id>/stream``: how a search goes, until it has ended.

As of plans, the queue's stream is for watching only; whether the search has ended is asked of the database.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator

from flask import Response, request
from redis.exceptions import RedisError

from app.api.blueprint import api
from app.api.views.stream import LONGEST_S, POLL_S, STREAM
from app.auth.access import READERS, allowed, principal
from app.context import installation
from app.services.installation import Installation
from app.services.queue import LOG
from app.streaming import HEARTBEAT, ServerEvent, event_stream
from data.domain.errors import Fault, UnavailableError
from data.store.studies import tables as kept
from data.store.studies.tables import UNFINISHED, Scenario

_KEYS = ("phase", "percent", "cost", "served", "seconds_left", "at")
_MESSAGE_ID = re.compile(r"[0-9]{1,18}(-[0-9]{1,18})?")


@api.get("/studies/<study_id>/scenarios/<scenario_id>/stream")
@allowed(*READERS)
@api.doc(operation_id="streamScenario", responses=STREAM)
def stream_scenario(study_id: str, scenario_id: str) -> Response:
    """Server-sent events ``progress`` (`cost`: the objective, `served`: open points) and ``end``.

    Resumes after ``Last-Event-ID``. 503 where the server holds as many streams as it can.
    """
    own, organisation_id = installation(), principal().organisation_id

    def look() -> Scenario:
        with own.reading() as store:
            return kept.scenario(store, organisation_id, study_id, scenario_id)

    look()
    last = request.headers.get("Last-Event-ID", "")
    if not own.stream_slots.acquire(blocking=False):
        cause = "The server holds as many live connections as it can."
        raise UnavailableError(Fault("A232", cause, "Ask for the scenario now and then."))
    response = event_stream(_events(own, look, scenario_id, last if _MESSAGE_ID.fullmatch(last) else "0"))
    response.call_on_close(own.stream_slots.release)
    return response


def _events(
    own: Installation, look: Callable[[], Scenario], scenario_id: str, after: str
) -> Iterator[ServerEvent | None]:
    until_s = time.monotonic() + LONGEST_S
    row = look()
    while row.status in UNFINISHED and time.monotonic() < until_s:
        try:
            for message in own.queue.follow(scenario_id, after):
                if message is None:
                    yield HEARTBEAT
                else:
                    after = message.id
                    if message.kind == "progress":
                        data = {key: message.data.get(key) for key in _KEYS}
                        yield ServerEvent(name="progress", data=data, id=message.id)
                        continue
                row = look()
                if row.status not in UNFINISHED or time.monotonic() >= until_s:
                    break
        except (RedisError, UnavailableError) as error:
            LOG.warning("scenario %s: its stream is away: %s", scenario_id, error)
            yield HEARTBEAT
            time.sleep(POLL_S)
        row = look()
    if row.status not in UNFINISHED:
        yield ServerEvent(name="end", data={"status": row.status.value})
