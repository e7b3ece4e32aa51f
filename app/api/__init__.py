"""The HTTP API under ``/api/v1``.

`blueprint` is what the views add themselves to, `text_guard` runs before each of them, `documentation` makes
the OpenAPI document. A view parses, calls a service and answers.
"""
