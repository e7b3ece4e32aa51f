"""Server-sent events: framing and heartbeats (WHATWG HTML, section 9.2)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask import Response

RETRY_MS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerEvent:
    """One event of a stream; `id` lets a browser resume after it (``Last-Event-ID``)."""

    name: str
    data: Any
    id: str | None = None


HEARTBEAT = None
"""Yielded in place of an event: a comment that keeps proxies from closing the connection."""


def frame(event: ServerEvent | None) -> bytes:
    """Bytes of one event, or of a heartbeat."""
    if event is HEARTBEAT or event is None:
        return b": alive\n\n"
    lines = [f"event: {event.name}"]
    if event.id is not None:
        lines.insert(0, f"id: {event.id}")
    # JSON has no raw line breaks, so one data line is always enough.
    lines.append("data: " + json.dumps(event.data, ensure_ascii=False, separators=(",", ":")))
    return ("\n".join(lines) + "\n\n").encode()


def event_stream(events: Iterable[ServerEvent | None]) -> Response:
    """A response that sends each event as it comes, through proxies that would buffer it."""

    def body() -> Iterator[bytes]:
        yield f"retry: {RETRY_MS}\n\n".encode()
        for event in events:
            yield frame(event)

    response = Response(body(), mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-cache, no-transform"
    response.headers["X-Accel-Buffering"] = "no"
    return response
