"""The native problem and plan (JSON, version 1) to and from the domain types.

Times are seconds after `start`, places are rows of the matrix, amounts are whole numbers. Keys
that the format does not have are refused: a mistyped optional key would silently do nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from data.domain.errors import Fault
from data.domain.matrix import DEFAULT_PROFILE, TravelMatrices, TravelMatrix
from data.domain.places import LonLat
from data.domain.plan import Plan
from data.domain.problem import Problem
from routing import validate
from routing.formats.matrices_shape import MatrixShape
from routing.formats.native_shapes import ID, LONLAT, MAX_PLACES, PLAN, PROBLEM
from routing.formats.reading import FaultList, read_json, shown
from routing.formats.scalar_shapes import Definitions, Integer, Schema, wrong_type
from routing.formats.shapes import ListOf, MapOf, Nullable, Record, Shape

VERSION = 1
_TOP_ENTRY = re.compile(r"^(\w+)\[(\d+)\]")
_MATRIX = MatrixShape()
_SCALE = Integer(1, 1_000_000)
"""Of a plan for a benchmark file: times and lengths are in 1/scale of the file's unit."""

_BESIDE: dict[str, Shape] = {
    "version": Integer(VERSION, VERSION),
    "matrix": _MATRIX,
    "matrices": MapOf(_MATRIX, max_items=16),
    "places": ListOf(LONLAT, max_items=MAX_PLACES),
    "network": Nullable(ID),
}
"""Keys of a problem document that are not part of `Problem`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemFile:
    """What a problem document holds.

    Attributes
    ----------
    matrices
        Per vehicle profile; None where the document gives places and a network instead.
    places
        Positions in the order of the matrix rows, where given.
    scale
        Units of the matrices per unit of the file: 10 for a Solomon file read to one decimal, whose
        prices are set so that costs come out in the file's units. Always 1 for native problems.
    """

    problem: Problem
    matrices: TravelMatrices | None = None
    places: tuple[LonLat, ...] | None = None
    network: str | None = None
    scale: int = 1


def read_problem(text: str | bytes) -> ProblemFile:
    """Read a native problem; whether its parts fit together is `routing.validate`'s matter.

    Raises
    ------
    InputError
        F1xx: every fault of the document, each with its JSON path, and with them R1xx: the faults
        that validation finds in what could be read, so that nothing has to be mended twice.
    """
    faults = FaultList()
    document = _document(read_json(text), faults)
    beside = {
        key: shape.read(document[key], key, faults) for key, shape in _BESIDE.items() if key in document
    }
    problem = PROBLEM.read(document, "", faults)
    matrices = _matrices(document, beside, faults)
    places = tuple(beside["places"]) if "places" in beside else None
    if matrices is None and "places" not in document and "matrix" not in document:
        faults.add(
            "F112",
            "matrix",
            "There are neither travel matrices nor places.",
            "Add matrix, matrices, or places with network.",
        )
    if faults and problem is not None:
        faults.extend(_other_faults(problem, matrices, faults))
    faults.raise_if_any()
    return ProblemFile(problem=problem, matrices=matrices, places=places, network=beside.get("network"))


def read_plan(text: str | bytes) -> Plan:
    """Read a native plan.

    Raises
    ------
    InputError
        F1xx: every fault of the document at once, each with its JSON path.
    """
    faults = FaultList()
    document = _document(read_json(text), faults)
    if "scale" in document:
        _SCALE.read(document["scale"], "scale", faults)
    plan: Plan = PLAN.read(document, "", faults)
    faults.raise_if_any()
    return plan


def write_problem(file: ProblemFile) -> str:
    """The document that `read_problem` reads back to an equal `ProblemFile` (of scale 1)."""
    document: dict[str, Any] = {"version": VERSION, **PROBLEM.write(file.problem)}
    if file.matrices is not None:
        if set(file.matrices) == {DEFAULT_PROFILE}:
            document["matrix"] = _MATRIX.write(file.matrices[DEFAULT_PROFILE])
        else:
            document["matrices"] = _BESIDE["matrices"].write(file.matrices)
    if file.places is not None:
        document["places"] = _BESIDE["places"].write(file.places)
    if file.network is not None:
        document["network"] = file.network
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def write_plan(plan: Plan) -> str:
    """The document that `read_plan` reads back to an equal plan."""
    return json.dumps(plan_as_json(plan), ensure_ascii=False, allow_nan=False)


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """A plan as the mapping that `write_plan` prints, for callers that put it inside another document."""
    return {"version": VERSION, **PLAN.write(plan)}


def problem_schema() -> Schema:
    """JSON Schema 2020-12 of a problem document."""
    definitions: Definitions = {}
    PROBLEM.schema(definitions)
    beside = {key: shape.schema(definitions) for key, shape in _BESIDE.items()}
    return _schema("problem", PROBLEM, definitions, beside) | {
        "anyOf": [{"required": [key]} for key in ("matrix", "matrices", "places")]
    }


def plan_schema() -> Schema:
    """JSON Schema 2020-12 of a plan document."""
    definitions: Definitions = {}
    PLAN.schema(definitions)
    beside = {"version": _BESIDE["version"].schema(definitions), "scale": _SCALE.schema(definitions)}
    return _schema("plan", PLAN, definitions, beside)


def _schema(name: str, record: Record, definitions: Definitions, beside: Mapping[str, Schema]) -> Schema:
    """The record's own definition at the top, with the keys that stand beside its fields."""
    top = definitions.pop(record.into.__name__)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Huiliu {name}, version {VERSION}",
        "description": top["description"],
        "type": "object",
        "properties": {**beside, **top["properties"]},
        "required": ["version", *top["required"]],
        "additionalProperties": False,
        "$defs": dict(sorted(definitions.items())),
    }


def _document(value: Any, faults: FaultList) -> dict[str, Any]:
    """The document as a mapping of the version that is read here."""
    if not isinstance(value, dict):
        wrong_type(value, "a mapping", "document", faults)
        faults.raise_if_any()
    version = value.get("version")
    if version != VERSION or isinstance(version, bool):
        cause = f"Version {shown(version)} is not read." if "version" in value else "version is missing."
        faults.add("F108", "version", cause, f"Write version {VERSION}.")
    return {key: entry for key, entry in value.items() if key != "version"}


def _other_faults(problem: Problem, matrices: TravelMatrices | None, read: FaultList) -> Iterator[Fault]:
    """Faults of the problem as far as it was read, save those that only follow from a fault of reading."""
    bad = [fault.where for fault in read.faults]
    torn = any(path in read.kept for path in ("tasks", "shipments", "vehicles"))
    for fault in validate.faults(problem, matrices):
        where = _TOP_ENTRY.sub(lambda match: _original(match, read), fault.where)
        follows = any(where.startswith(path) or path.startswith(where) for path in bad)
        if not follows and not (torn and where.startswith("locks")):
            yield replace(fault, where=where)


def _original(match: re.Match[str], read: FaultList) -> str:
    """The position that an entry has in the document, where entries before it could not be read."""
    key, position = match[1], int(match[2])
    kept = read.kept.get(key)
    return f"{key}[{kept[position] if kept else position}]"


def _matrices(
    document: Mapping[str, Any], beside: Mapping[str, Any], faults: FaultList
) -> dict[str, TravelMatrix] | None:
    """One mapping of `matrix` (the `car` profile's) and `matrices`; None where neither is given."""
    if "matrix" not in document and "matrices" not in document:
        return None
    matrices: dict[str, TravelMatrix] = dict(beside.get("matrices") or {})
    if "matrix" in document:
        if DEFAULT_PROFILE in matrices:
            faults.add(
                "F110",
                f"matrices.{DEFAULT_PROFILE}",
                f"matrix is the {DEFAULT_PROFILE} profile's, which is also in matrices.",
                "Keep one of them.",
            )
        if beside["matrix"] is not None:
            matrices[DEFAULT_PROFILE] = beside["matrix"]
    return matrices
