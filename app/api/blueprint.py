"""The blueprint that every resource of the API adds its views to, and two kinds of answers."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response
from pydantic import BaseModel

api = APIBlueprint("api", __name__, url_prefix="/api/v1", tag="Huiliu")


def many(model: type[BaseModel]) -> Any:
    """A list of a model as an output; APIFlask accepts it although its type hints do not."""
    return list[model]  # type: ignore[valid-type]


def file_answer(content: bytes, media: str, name: str, *, shown: bool = False) -> Response:
    """A file to be downloaded, or shown by the browser.

    Parameters
    ----------
    media
        Content type, with its charset where it is text.
    name
        Of ASCII letters, digits, dots and hyphens: it stands in a header.
    """
    answer = Response(content, content_type=media)
    answer.headers["Content-Disposition"] = f'{"inline" if shown else "attachment"}; filename="{name}"'
    return answer
