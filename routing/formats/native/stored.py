"""Read and write stored native documents, which the service wrote itself and which need no fault list.

The domain's dataclasses are validated directly, which is several times faster than `read_plan`; every manual
edit reads a plan.
"""

from __future__ import annotations

import json

from pydantic import TypeAdapter

from data.domain.places import LonLat
from data.domain.plan import Plan
from data.domain.problem import Problem
from routing.formats.validation import VERSION

_PLANS = TypeAdapter(Plan)
_PROBLEMS = TypeAdapter(Problem)
_HEAD = f'{{"version":{VERSION},'.encode()


def write_stored_plan(plan: Plan) -> str:
    """Write a plan as a document that `native.read_plan` can read too."""
    return (_HEAD + _PLANS.dump_json(plan, exclude_none=True)[1:]).decode()


def read_stored_plan(text: str) -> Plan:
    """Read a document by `write_stored_plan` or `native.write_plan`."""
    return _PLANS.validate_json(text)


def read_stored_problem(text: str) -> tuple[Problem, tuple[LonLat, ...]]:
    """Read a document by `native.write_problem`: the problem, and its places in matrix order."""
    document = json.loads(text)
    places = tuple(LonLat(*place) for place in document.get("places", ()))
    return _PROBLEMS.validate_python(document), places
