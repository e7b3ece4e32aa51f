"""The blueprint of all API views, and two kinds of outputs."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from flask import Response
from pydantic import BaseModel

api = APIBlueprint("api", __name__, url_prefix="/api/v1", tag="Huiliu")


def many(model: type[BaseModel]) -> Any:
    """Declare a list of a model as an output; APIFlask accepts it although its type hints do not."""
    return list[model]  # type: ignore[valid-type]


def file_answer(content: bytes, media: str, name: str, *, shown: bool = False) -> Response:
    """Return a file as a response, to be downloaded or displayed by the browser.

    Parameters
    ----------
    media
        Content type, with the charset of text.
    name
        File name of ASCII letters, digits, dots and hyphens, as it is sent in a header.
    """
    answer = Response(content, content_type=media)
    answer.headers["Content-Disposition"] = f'{"inline" if shown else "attachment"}; filename="{name}"'
    return answer
