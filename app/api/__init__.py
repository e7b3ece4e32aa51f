"""The HTTP API under ``/api/v1``.

`blueprint` registers the views, `text_guard` runs before each of them, `documentation` generates the OpenAPI
document. A view parses the request, calls a service and returns its result.
"""
