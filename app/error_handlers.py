"""Return every error as faults: JSON for programs, a page for browsers, and never a traceback."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from typing import Any

from apiflask import APIFlask, HTTPError
from flask import Response, current_app, g, jsonify, redirect, render_template, request, url_for
from flask_limiter.errors import RateLimitExceeded
from redis.exceptions import RedisError
from werkzeug.exceptions import HTTPException

from app.errors import ConflictError, ForbiddenError, GoneError, NotSignedInError
from data.domain.errors import Fault, HuiliuError, InputError, NotFoundError, UnavailableError

LOG = logging.getLogger("huiliu.app")
RETRY_AFTER_S = 5
_DOCUMENT_PREFIXES = ("/api/", "/tiles/", "/metrics", "/readyz", "/healthz")

_PLAIN = {
    400: ("A400", "The request could not be understood.", "Correct it and send it again."),
    401: ("A401", "You are not signed in.", "Sign in, or send an API key."),
    403: ("A403", "Your role does not allow this.", "Ask an administrator of your organisation."),
    404: ("A404", "There is nothing at this address.", "Check the address, or start at the first page."),
    405: ("A405", "This address does not take that method.", "See /api/v1/openapi.json for what it takes."),
    413: ("A413", "What was sent is too large.", "Send it in smaller parts."),
    415: ("A415", "This kind of content is not taken here.", "See /api/v1/openapi.json for what is."),
    429: ("A429", "Too many requests in a short time.", "Wait a little, then try again."),
    500: (
        "A500",
        "Something went wrong on our side.",
        "Try again; if it stays, give this code and time to support.",
    ),
    503: ("A503", "A part of the system cannot serve now.", "Try again in a few seconds."),
}


_INSIDE = {
    "S201": "The database does not answer.",
    "W101": "The queue does not answer.",
    "W102": "The queue cannot be started.",
}


_STATUSES: tuple[tuple[type[HuiliuError], int], ...] = (
    (NotSignedInError, 401),
    (ForbiddenError, 403),
    (NotFoundError, 404),
    (ConflictError, 409),
    (GoneError, 410),
    (InputError, 422),
    (UnavailableError, 503),
)


def faults_json(faults: Iterable[Fault]) -> dict[str, list[dict[str, str]]]:
    """Return the body of an error answer."""
    return {"faults": [fault.as_json() for fault in faults]}


def register_errors(app: APIFlask) -> None:
    """Install the error handlers."""
    app.register_error_handler(HuiliuError, _stated)
    app.register_error_handler(HTTPError, _refused_input)
    app.register_error_handler(RateLimitExceeded, _too_many)
    app.register_error_handler(HTTPException, _plain_http)
    app.register_error_handler(RedisError, _queue_down)
    app.register_error_handler(Exception, _unforeseen)


def _stated(error: HuiliuError) -> Response:
    status = next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)
    if status >= 500:
        LOG.error("%s %s: %s", request.method, _path_to_log(), error)
    return _answer([_for_outside(fault) for fault in error.faults], status)


def _for_outside(fault: Fault) -> Fault:
    """Remove the server or file that failed, which only the log names."""
    if fault.code in _INSIDE:
        return Fault(fault.code, _INSIDE[fault.code], "Try again in a few seconds.")
    return fault


def _path_to_log() -> str:
    """Return the path without a driver's token, with which readers of the log could act as the driver."""
    parts = request.path.split("/")
    return "/".join(("", "d", "…", *parts[3:])) if parts[1:2] == ["d"] else request.path


def _refused_input(error: HTTPError) -> Response:
    faults = _input_faults(error.detail) if isinstance(error.detail, Mapping) else []
    return _answer(faults or [_plain_fault(error.status_code)], error.status_code)


def _input_faults(detail: Mapping[str, Any]) -> list[Fault]:
    """Return one fault per refused field from the ``{location: {field: [messages]}}`` of the input layer."""
    return [
        _input_fault(location, field, message)
        for location, fields in detail.items()
        if isinstance(fields, Mapping)
        for field, messages in fields.items()
        for message in messages
    ]


def _input_fault(location: str, field: str, message: str) -> Fault:
    """The message of a check across several fields names the fields itself."""
    message = message.removeprefix("Value error, ")
    if field == "_schema" and ": " in message:
        field, _, message = message.partition(": ")
    action = "Correct this field and send it again."
    return Fault("A201", f"{field}: {message}.", action, f"{location}.{field}")


def _too_many(error: RateLimitExceeded) -> Response:
    return _answer([_plain_fault(429)], 429, {"Retry-After": str(error.limit.limit.get_expiry())})


def _plain_http(error: HTTPException) -> Response:
    if error.response is not None or error.code is None or error.code < 400:
        return error.get_response()  # type: ignore[return-value]
    extra = {key: value for key, value in error.get_headers() if key in {"Allow", "Retry-After"}}
    fault = _too_large() if error.code == 413 else _plain_fault(error.code)
    return _answer([fault], error.code, extra)


def _too_large() -> Fault:
    most = current_app.config["MAX_CONTENT_LENGTH"] // 1024**2
    action = "Split it, remove pictures and empty sheets, or have HUILIU_MAX_UPLOAD_MB raised."
    return Fault("A413", f"The file is larger than {most} MB.", action)


def _queue_down(error: RedisError) -> Response:
    LOG.error("queue: %s", error)
    return _answer([Fault("A231", "The queue cannot be reached.", "Try again in a few seconds.")], 503)


def _unforeseen(error: Exception) -> Response:
    LOG.exception(
        "%s %s (request %s)", request.method, _path_to_log(), g.get("request_id", "?"), exc_info=error
    )
    return _answer([_plain_fault(500, where=f"request {g.get('request_id', '?')}")], 500)


def _plain_fault(status: int, where: str = "") -> Fault:
    fallback = _PLAIN[500] if status >= 500 else _PLAIN[400]
    code, cause, action = _PLAIN.get(status, fallback)
    return Fault(code, cause, action, where)


def _answer(faults: Iterable[Fault], status: int, headers: Mapping[str, str] | None = None) -> Response:
    faults = list(faults)
    if not wants_page():
        response = jsonify(faults_json(faults))
    elif status == 401 and request.method == "GET":
        response = redirect(url_for("web.login", next=request.full_path.rstrip("?")))  # type: ignore[assignment]
        status = 302
    else:
        response = Response(render_template("fault.html", faults=faults, status=status), mimetype="text/html")
    response.status_code = status
    response.headers.update(dict(headers or {}))
    if status == 503:
        response.headers.setdefault("Retry-After", str(RETRY_AFTER_S))
    return response


def wants_page() -> bool:
    """Return whether to answer with a page rather than JSON: for browsers and the planner's pages."""
    if request.path.startswith(_DOCUMENT_PREFIXES):
        return False
    if request.blueprint == "web":
        return request.accept_mimetypes.best_match(["text/html", "application/json"]) == "text/html"
    best = request.accept_mimetypes.best_match(["application/json", "text/html"])
    return best == "text/html" and "text/html" in request.headers.get("Accept", "")
