"""OSRM's HTTP API v5: ``/osrm/{table,route,nearest}/v1/{profile}/{coordinates}``, and at the root too."""

from __future__ import annotations

import json
import logging

from flask import Blueprint, Response, request
from werkzeug.exceptions import HTTPException

from app.auth.access import PROGRAM, allowed
from app.compat.networks import chosen_network
from app.compat.osrm_answers import Roads, answer
from app.compat.osrm_query import SERVICES, OsrmError, read_query
from app.context import installation
from app.error_handlers import RETRY_AFTER_S
from app.errors import ForbiddenError, NotSignedInError
from app.services.networks.closures import current_overlay
from data.domain.errors import HuiliuError, InputError, NotFoundError, UnavailableError
from network.profiles.profile import resolve_profile_name

LOG = logging.getLogger("huiliu.app")
osrm = Blueprint("osrm", __name__)

_STATUSES: tuple[tuple[type[HuiliuError], str, int], ...] = (
    (InputError, "InvalidOptions", 400),
    (NotFoundError, "InvalidOptions", 400),
    (NotSignedInError, "Unauthorized", 401),
    (ForbiddenError, "Forbidden", 403),
    (UnavailableError, "Unavailable", 503),
)
"""OSRM has no words for keys and preparations; these keep its form of an answer."""


@osrm.get("/osrm/", defaults={"path": ""})
@osrm.get("/osrm/<path:path>")
@allowed(PROGRAM)
def query(path: str) -> Response:
    """Answer a query under the prefix."""
    return _answered(path)


@osrm.get(f"/<any({', '.join(SERVICES)}):service>/<path:path>")
@allowed(PROGRAM)
def query_at_root(service: str, path: str) -> Response:
    """Answer a query at the root, for clients that cannot configure a prefix."""
    return _answered(f"{service}/{path}")


@osrm.errorhandler(OsrmError)
def _refused(error: OsrmError) -> Response:
    return _response(json.dumps({"code": error.code, "message": error.message}), error.status)


@osrm.errorhandler(HuiliuError)
def _stated(error: HuiliuError) -> Response:
    code, status = next(
        ((code, status) for kind, code, status in _STATUSES if isinstance(error, kind)),
        ("InternalError", 500),
    )
    if status >= 500:
        LOG.error("%s %s: %s", request.method, request.path[:200], error)
    return _refused(OsrmError(code, str(error.faults[0]), status))


@osrm.errorhandler(HTTPException)
def _plain(error: HTTPException) -> Response:
    return _refused(OsrmError("InvalidUrl", error.description or "", error.code or 500))


@osrm.errorhandler(Exception)
def _unforeseen(error: Exception) -> Response:
    LOG.exception("%s %s", request.method, request.path[:200], exc_info=error)
    return _refused(OsrmError("InternalError", "Something went wrong on our side.", 500))


def _answered(path: str) -> Response:
    query = read_query(path, request.args.to_dict())
    profile = resolve_profile_name(query.profile)
    name = chosen_network()
    graph = installation().networks.graph(name)
    settings = installation().settings
    overlay = current_overlay(settings.home, name, graph)
    roads = Roads(graph, profile, overlay, settings.max_matrix_places)
    return _response(answer(query, roads))


def _response(text: str, status: int = 200) -> Response:
    response = Response(text, status=status, mimetype="application/json")
    # As OSRM's own server: web maps call it from pages of any origin. No cookie is accepted.
    response.headers["Access-Control-Allow-Origin"] = "*"
    if status == 503:
        response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response
