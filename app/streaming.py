"""Server-sent events: framing and heartbeats (WHATWG HTML, section 9.2)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from flask import Response, request

from data.domain.errors import Fault, UnavailableError

RETRY_MS = 2_000
LONGEST_S = 600.0
"""A stream is closed after this time; a browser then resumes by itself."""
DOCUMENTED: Any = {200: {"description": "Server-sent events", "content": {"text/event-stream": {}}}}
"""Answer of a stream in the OpenAPI document."""
_MESSAGE_ID = re.compile(r"[0-9]{1,18}(-[0-9]{1,18})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerEvent:
    """One event of a stream; `id` lets a browser resume after it (``Last-Event-ID``)."""

    name: str
    data: Any
    id: str | None = None


HEARTBEAT = None
"""Yielded in place of an event: a comment that keeps proxies from closing the connection."""


def frame(event: ServerEvent | None) -> bytes:
    """Return the bytes of one event, or of a heartbeat."""
    if event is HEARTBEAT or event is None:
        return b": alive\n\n"
    lines = [f"event: {event.name}"]
    if event.id is not None:
        lines.insert(0, f"id: {event.id}")
    # JSON has no raw line breaks, so that one data line is enough.
    lines.append("data: " + json.dumps(event.data, ensure_ascii=False, separators=(",", ":")))
    return ("\n".join(lines) + "\n\n").encode()


def last_event_id() -> str:
    """Return ``Last-Event-ID`` of the request, which browsers send to resume; untrusted."""
    return request.headers.get("Last-Event-ID", "")


def last_message_id() -> str:
    """Return the id of the queue's message after which to resume; ``0`` if there is none."""
    given = last_event_id()
    return given if _MESSAGE_ID.fullmatch(given) else "0"


def bounded_stream(
    slots: BoundedSemaphore, events: Iterable[ServerEvent | None], *, subject: str
) -> Response:
    """Stream events while holding one of the server's slots, until the connection closes.

    Parameters
    ----------
    subject
        What to poll instead if no slot is free; named in the fault.

    Raises
    ------
    UnavailableError
        A232: no slot is free.
    """
    if not slots.acquire(blocking=False):
        cause = "The server has no free connection for live updates."
        raise UnavailableError(Fault("A232", cause, f"Poll the {subject}."))
    response = event_stream(events)
    response.call_on_close(slots.release)
    return response


def event_stream(events: Iterable[ServerEvent | None]) -> Response:
    """Return a response that sends each event at once; proxies are told not to buffer it."""

    def body() -> Iterator[bytes]:
        yield f"retry: {RETRY_MS}\n\n".encode()
        for event in events:
            yield frame(event)

    response = Response(body(), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-cache, no-transform"
    response.headers["X-Accel-Buffering"] = "no"
    return response
