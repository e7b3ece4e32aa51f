"""The blueprint that every resource of the API adds its views to."""

from __future__ import annotations

from typing import Any

from apiflask import APIBlueprint
from pydantic import BaseModel

api = APIBlueprint("api", __name__, url_prefix="/api/v1", tag="Huiliu")


def many(model: type[BaseModel]) -> Any:
    """A list of a model, as an answer; APIFlask takes it though its hints do not say so."""
    return list[model]  # type: ignore[valid-type]
