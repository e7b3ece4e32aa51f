"""Convert the native problem and plan (JSON, version 1) to and from the domain types.

Read `fields` (single values and their bounds), `models` (the mappings), then `read`, `write` and `schema`.
`matrix` holds travel matrices, `stored` reads documents written by the service itself. Times are seconds
after `start`, places are rows of the matrix, amounts are whole numbers. Imports `data`, `routing.validate`.
"""

from __future__ import annotations

from routing.formats.native.read import ProblemFile, read_plan, read_problem
from routing.formats.native.schema import plan_schema, problem_schema
from routing.formats.native.write import plan_as_json, write_plan, write_problem

__all__ = [
    "ProblemFile",
    "plan_as_json",
    "plan_schema",
    "problem_schema",
    "read_plan",
    "read_problem",
    "write_plan",
    "write_problem",
]
