"""Generate the API's OpenAPI document and register its views."""

from __future__ import annotations

import json
import re
from importlib import import_module
from pkgutil import walk_packages
from typing import Any

from apiflask import APIFlask

from app.api import views
from app.api.blueprint import api
from app.auth.access import ANYONE, allowed
from app.schemas.common import Faults

_DESCRIPTION = (
    "Plans how a prefecture's recyclables flow back. Coordinates are WGS-84, longitude first; times of a "
    "plan are seconds after its `start`. An error is a list of faults, each with a code, a cause, an action "
    "and where it lies."
)


def describe(app: APIFlask) -> None:
    """Set the metadata of the OpenAPI document, before any view is registered."""
    app.description = _DESCRIPTION
    app.config.update(
        AUTO_SERVERS=False,
        AUTO_VALIDATION_ERROR_RESPONSE=False,
        AUTO_404_RESPONSE=False,
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
    """Import all views, which add themselves to the blueprint, and register the blueprint."""
    import_module("app.api.text_guard")  # runs before every view
    for module in walk_packages(views.__path__, f"{views.__name__}."):
        import_module(module.name)
    app.register_blueprint(api)
    allowed(ANYONE)(app.view_functions["openapi.spec"])


def document_text(app: APIFlask) -> str:
    """Return the OpenAPI document as stored in ``docs/openapi.json``."""
    return json.dumps(app.spec, ensure_ascii=False, indent=1) + "\n"


def _finish(spec: Any) -> Any:
    """Name each model once; add authentication and the body of errors."""
    # Nested models are named Parent.Model; the same model under two parents is one model.
    text = re.sub(r'"#/components/schemas/[^"]*?([^."/]+)"', r'"#/components/schemas/\1"', json.dumps(spec))
    finished: dict[str, Any] = json.loads(text)
    models = finished["components"]["schemas"]
    faults = Faults.model_json_schema(ref_template="#/components/schemas/{model}")
    models = {name.split(".")[-1]: models[name] for name in sorted(models)}
    models.pop("HTTPError", None)  # APIFlask's own error model, which is never sent
    models |= faults.pop("$defs") | {"Faults": faults}
    finished["components"]["schemas"] = {name: models[name] for name in sorted(models)}
    # Sorted: views are registered in the order in which their modules were imported.
    finished["paths"] = {path: finished["paths"][path] for path in sorted(finished["paths"])}
    finished["security"] = [{"key": []}, {"keyInQuery": []}, {"session": []}]
    for path in finished["paths"].values():
        for method, operation in path.items():
            if method in _METHODS:
                if "x-file" in operation:
                    operation["requestBody"] = _file_body(operation.pop("x-file"))
                _add_errors(operation, method, has_body="requestBody" in operation)
    return finished


_METHODS = ("get", "post", "put", "patch", "delete")
_ERRORS = {
    "401": "No session and no key, or one that no longer holds.",
    "403": "The role does not allow it.",
    "404": "There is no such thing, or not in this organisation.",
    "422": "What was sent cannot be used; every fault is named.",
    "503": "A part of the system cannot serve now; see Retry-After.",
}


def _file_body(field: str) -> dict[str, Any]:
    """Return a multipart body of one file, which APIFlask cannot describe without its own form schemas."""
    schema = {
        "type": "object",
        "required": [field],
        "properties": {field: {"type": "string", "format": "binary"}},
    }
    return {"required": True, "content": {"multipart/form-data": {"schema": schema}}}


def _add_errors(operation: dict[str, Any], method: str, *, has_body: bool) -> None:
    """Add the error responses, which share one body."""
    expected = set(_ERRORS) - (set() if has_body or operation.get("parameters") else {"422"})
    expected -= {"403"} if method == "get" else set()
    responses = operation["responses"]
    for status in sorted(expected):
        responses.setdefault(status, {"description": _ERRORS[status]})
    for status, response in responses.items():
        if status[0] in "45":
            response["content"] = {"application/json": {"schema": {"$ref": "#/components/schemas/Faults"}}}
