"""JSON Schema 2020-12 of native problems and plans, generated from the models that read them.

Published as ``docs/problem.schema.json`` and ``docs/plan.schema.json``.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from routing.formats.native import models
from routing.formats.native.read import PlanHead, ProblemHead
from routing.formats.validation import VERSION

Schema = dict[str, Any]


def problem_schema() -> Schema:
    """Return the JSON Schema of a problem document."""
    schema = _schema("problem", ProblemHead, models.Problem)
    return schema | {"anyOf": [{"required": [key]} for key in ("matrix", "matrices", "places")]}


def plan_schema() -> Schema:
    """Return the JSON Schema of a plan document."""
    return _schema("plan", PlanHead, models.Plan)


class _Generator(GenerateJsonSchema):
    """Schema generator without titles that repeat the keys; sets may be written with duplicates."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def frozenset_schema(self, schema: core_schema.FrozenSetSchema) -> JsonSchemaValue:
        described = super().frozenset_schema(schema)
        described.pop("uniqueItems", None)
        return described


def _schema(name: str, head: type[BaseModel], body: type[BaseModel]) -> Schema:
    """Merge the keys of both models into one schema."""
    tops = [model.model_json_schema(schema_generator=_Generator) for model in (head, body)]
    definitions = {key: value for top in tops for key, value in top.get("$defs", {}).items()}
    for definition in definitions.values():
        definition.pop("title", None)
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        "title": f"Huiliu {name}, version {VERSION}",
        "description": tops[1]["description"],
        "type": "object",
        "properties": tops[0]["properties"] | tops[1]["properties"],
        "required": [key for top in tops for key in top.get("required", ())],
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }
