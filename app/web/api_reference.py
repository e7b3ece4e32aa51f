"""The API reference: the OpenAPI document on a page that loads nothing from other hosts."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from app.auth.access import EVERYBODY, allowed
from app.web.bundle import REFERENCE
from app.web.views import shell, web


@web.get("/docs/api")
@allowed(*EVERYBODY)
def api_reference() -> ResponseReturnValue:
    """Render the reference of the HTTP API, whose requests can be tried with the caller's account."""
    return shell(REFERENCE, "HTTP API", {"document": url_for("openapi.spec")}, with_csrf=True)
