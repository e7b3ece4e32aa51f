"""The API's OpenAPI document, and the registration of its views."""

from __future__ import annotations

import json
from importlib import import_module
from typing import Any

from apiflask import APIFlask

from app.access import ANYONE, allowed
from app.api.blueprint import api
from app.api.models import Faults

RESOURCES = (
    "me", "centres", "vehicles", "requests", "materials", "today", "plans", "publishing", "stream", "imports",
)  # fmt: skip
"""Modules of `app.api` whose views make up the API."""

_DESCRIPTION = (
    "Plans how a prefecture's recyclables flow back. Coordinates are WGS-84, longitude first; times of a "
    "plan are seconds after its `start`. An error is a list of faults, each with a code, a cause, an action "
    "and where it lies."
)


def describe(app: APIFlask) -> None:
    """Set what the OpenAPI document says; before any view is registered."""
    app.description = _DESCRIPTION
    app.config.update(
        AUTO_SERVERS=False,
        AUTO_VALIDATION_ERROR_RESPONSE=True,
        HTTP_ERROR_SCHEMA=Faults,
        VALIDATION_ERROR_SCHEMA=Faults,
        SECURITY_SCHEMES={
            "key": {"type": "http", "scheme": "bearer", "description": "An API key (`huiliu user key add`)."},
            "keyInQuery": {"type": "apiKey", "in": "query", "name": "key"},
            "session": {
                "type": "apiKey",
                "in": "cookie",
                "name": "huiliu",
                "description": "A browser's session; calls that change something also send X-CSRF-Token.",
            },
        },
    )
    app.spec_processor(_finish)


def register_api(app: APIFlask) -> None:
    """Import every resource, so that its views are on the blueprint, and register it."""
    for name in RESOURCES:
        import_module(f"app.api.{name}")
    app.register_blueprint(api)
    allowed(ANYONE)(app.view_functions["openapi.spec"])


def document_text(app: APIFlask) -> str:
    """The OpenAPI document as it is kept in ``docs/openapi.json``."""
    return json.dumps(app.spec, ensure_ascii=False, indent=1) + "\n"


def _finish(spec: Any) -> Any:
    """Name each model once, and say how a caller proves itself."""
    text = json.dumps(spec)
    schemas = spec["components"]["schemas"]
    # Nested models come as Parent.Model; the same model under two parents is the same model.
    for name in sorted(schemas, key=len, reverse=True):
        text = text.replace(f'"#/components/schemas/{name}"', f'"#/components/schemas/{name.split(".")[-1]}"')
    finished: dict[str, Any] = json.loads(text)
    own = json.loads(text)["components"]["schemas"]
    finished["components"]["schemas"] = {name.split(".")[-1]: own[name] for name in sorted(own)}
    finished["security"] = [{"key": []}, {"keyInQuery": []}, {"session": []}]
    return finished
