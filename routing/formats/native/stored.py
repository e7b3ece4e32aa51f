"""Native problems and plans that the service itself wrote, read without a search for faults.

Dataclasses of the domain are validated directly, several times faster than `read_plan`; an edit by hand
waits for it.
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
    """A document that `native.read_plan` reads as well."""
    return (_HEAD + _PLANS.dump_json(plan, exclude_none=True)[1:]).decode()


def read_stored_plan(text: str) -> Plan:
    """The plan of a document by `write_stored_plan` or `native.write_plan`."""
    return _PLANS.validate_json(text)


def read_stored_problem(text: str) -> tuple[Problem, tuple[LonLat, ...]]:
    """The problem of a document by `native.write_problem`, and its places in the order of the matrix rows."""
    document = json.loads(text)
    places = tuple(LonLat(*place) for place in document.get("places", ()))
    return _PROBLEMS.validate_python(document), places
