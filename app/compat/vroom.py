"""``POST /vroom``: solve a VROOM document, with the statuses and options of vroom-express.

The document is validated here, so that faults are answered at once, and solved by a worker while the request
waits. The number of waiting requests is limited; others are told to retry.

References
----------
VROOM, docs/API.md; vroom-express, README: options ``c``, ``g``, ``l``, ``t``, ``x`` of the document.
"""

from __future__ import annotations

import logging
import math
import os
import select
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from flask import Blueprint, Response, jsonify, request
from redis.exceptions import RedisError
from werkzeug.exceptions import HTTPException

from app.auth.access import PROGRAM, allowed
from app.compat.networks import chosen_network
from app.context import installation
from app.error_handlers import RETRY_AFTER_S
from app.errors import ForbiddenError, NotSignedInError
from data.domain.errors import Fault, HuiliuError, InputError, NotFoundError, UnavailableError
from network.profiles.profile import resolve_profile_name
from routing.formats import vroom as format_
from routing.formats.documents import read_json
from workers.vroom.queue import SolveRequest

LOG = logging.getLogger("huiliu.app")
vroom = Blueprint("vroom", __name__, url_prefix="/vroom")

MOST_BYTES = 1024 * 1024
MOST_SECONDS = 300.0
LEAST_SECONDS = 0.5
MOST_EXPLORATION = 5
TOO_LARGE = 4
"""vroom-express' own code, beside VROOM's."""
_NO_DOCUMENT = "Invalid JSON object in request, please add vehicles and jobs or shipments to the object body"
_STATUSES: tuple[tuple[type[HuiliuError], int], ...] = (
    (NotSignedInError, 401),
    (ForbiddenError, 403),
    (NotFoundError, 400),
    (UnavailableError, 503),
)


class TooLargeError(HuiliuError):
    """The document is over a bound. Status 413."""


@vroom.post("", strict_slashes=False)
@allowed(PROGRAM)
def solve() -> Response:
    """Solve the document in the request body."""
    environ, settings = request.environ, installation().settings
    text = _body()
    options = _options(text)
    document = format_.read_request(text)
    _require_size(document, settings.max_matrix_places)
    _require_profiles(document)
    geometry = bool(options.get("g"))
    job = SolveRequest(
        text=text,
        network=chosen_network() if geometry or not document.given else "",
        seconds=search_seconds(options, settings.solve_seconds),
        processes=_processes(options, settings.solve_processes),
        geometry=geometry,
    )
    with _place_to_wait():
        answered = installation().solver.solve(job, still_wanted=lambda: is_connected(environ))
    return _response(answered.status, answered.document)


@vroom.get("/health")
@allowed(PROGRAM)
def health() -> Response:
    """Return 200 without a body if documents can be accepted, else 503."""
    installation().queue.ping()
    return Response(status=200)


@vroom.errorhandler(HuiliuError)
def _stated(error: HuiliuError) -> Response:
    status, document = format_.error_document(error)
    if isinstance(error, TooLargeError):
        status, document["code"] = 413, TOO_LARGE
    elif not isinstance(error, InputError):
        status = next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)
        document["code"] = format_.INPUT if status < 500 else format_.INTERNAL
    if status >= 500:
        LOG.error("%s %s: %s", request.method, request.path, error)
    return _response(status, document)


@vroom.errorhandler(RedisError)
def _queue_down(error: RedisError) -> Response:
    LOG.error("queue: %s", error)
    return _response(503, {"code": format_.INTERNAL, "error": "The queue cannot be reached."})


@vroom.errorhandler(HTTPException)
def _plain(error: HTTPException) -> Response:
    status = error.code or 500
    code = TOO_LARGE if status == 413 else format_.INPUT
    return _response(status, {"code": code, "error": error.description})


@vroom.errorhandler(Exception)
def _unforeseen(error: Exception) -> Response:
    LOG.exception("%s %s", request.method, request.path, exc_info=error)
    return _response(500, {"code": format_.INTERNAL, "error": "Internal error"})


def search_seconds(options: Mapping[str, Any], usual_s: float) -> float:
    """Return the search time: ``l`` seconds, or a share of the default by exploration level ``x``.

    Parameters
    ----------
    options
        Options of the document; values that are not numbers are ignored, as vroom-express does.
    usual_s
        Time of the highest level, 5, which is the default; level 0 takes a sixth of it.
    """
    limit, level = _number(options, "l"), _number(options, "x")
    if limit is not None and limit > 0:
        return min(max(limit, LEAST_SECONDS), MOST_SECONDS)
    explored = MOST_EXPLORATION if level is None else min(max(int(level), 0), MOST_EXPLORATION)
    return max(usual_s * (explored + 1) / (MOST_EXPLORATION + 1), LEAST_SECONDS)


def _processes(options: Mapping[str, Any], usual: int) -> int:
    """Return the number of search processes: ``t``, at most that of the installation."""
    threads = _number(options, "t")
    if threads is None or threads < 1:
        return usual
    most = usual or os.cpu_count() or 1
    return min(int(threads), most)


def _body() -> str:
    if not request.is_json:
        fault = Fault("F102", _NO_DOCUMENT + " (Content-Type: application/json).", "Send JSON.")
        raise InputError(fault)
    _require_bytes(request.content_length or 0)
    content = request.get_data(cache=False)
    _require_bytes(len(content))  # the length of the body need not have been declared
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(Fault("F102", "The document is not UTF-8.", "Save it as UTF-8.")) from error


def _require_bytes(count: int) -> None:
    if count > MOST_BYTES:
        cause = f"The document has {count} bytes, maximum is set to {MOST_BYTES}"
        action = "Send coordinates instead of matrices, or split the problem."
        raise TooLargeError(Fault("A242", cause, action))


def _options(text: str) -> Mapping[str, Any]:
    document = read_json(text)
    options = document.get("options") if isinstance(document, dict) else None
    return options if isinstance(options, dict) else {}


def _require_size(document: format_.Request, most: int) -> None:
    for what, count in (
        ("locations", len(document.jobs) + 2 * len(document.shipments)),
        ("vehicles", len(document.vehicles)),
    ):
        if count > most:
            cause = f"Too many {what} ({count}) in query, maximum is set to {most}"
            raise TooLargeError(Fault("A242", cause, "Split the problem.", what))


def _require_profiles(document: format_.Request) -> None:
    for name in () if document.given else sorted(document.profiles):
        try:
            resolve_profile_name(name)
        except NotFoundError as error:
            fault = Fault("F301", f"Invalid profile: {name}.", error.faults[0].action, "vehicles")
            raise InputError(fault) from error


@contextmanager
def _place_to_wait() -> Iterator[None]:
    """Reserve a thread of the server for waiting, if one is free.

    Raises
    ------
    UnavailableError
        A243: too many requests are waiting.
    """
    held = []
    try:
        for slots in (installation().solver_slots, installation().stream_slots):
            if not slots.acquire(blocking=False):
                raise UnavailableError(
                    Fault(
                        "A243",
                        "Too many documents are waiting.",
                        "Try again in a few seconds, or raise HUILIU_WEB_THREADS.",
                    )
                )
            held.append(slots)
        yield
    finally:
        for slots in held:
            slots.release()


def _response(status: int, document: Mapping[str, Any]) -> Response:
    response = jsonify(document)
    response.status_code = status
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response


def _number(options: Mapping[str, Any], key: str) -> float | None:
    value = options.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        return None
    return float(value)


def is_connected(environ: Mapping[str, Any]) -> bool:
    """Return whether the client of a request is still connected, as far as the server can tell."""
    connection = environ.get("gunicorn.socket") or environ.get("werkzeug.socket")
    if not isinstance(connection, socket.socket):
        return True
    try:
        # Not select(): it refuses descriptors from 1024 on, which a busy server has.
        readable = select.poll()
        readable.register(connection, select.POLLIN)
        # Readable and empty means closed; anything else is the client's next request.
        return not readable.poll(0) or connection.recv(1, socket.MSG_PEEK) != b""
    except (OSError, ValueError):
        return False
