"""The API reference: the OpenAPI document, rendered by a page that loads nothing from other hosts."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue

from app.auth.access import EVERYBODY, allowed
from app.web.bundle import REFERENCE
from app.web.views import shell, web


@web.get("/docs/api")
@allowed(*EVERYBODY)
def api_reference() -> ResponseReturnValue:
    """The reference of the HTTP API, with requests that can be tried in one's own name."""
    return shell(REFERENCE, "HTTP API", {"document": url_for("openapi.spec")}, with_csrf=True)
