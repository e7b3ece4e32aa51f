"""Write native problems and plans; keys that are null or equal to their defaults are omitted."""

from __future__ import annotations

import json
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any

from data.domain.matrix import DEFAULT_PROFILE, TravelMatrix
from data.domain.plan import Plan, Route, Visit
from routing.formats.native.read import ProblemFile
from routing.formats.validation import VERSION

_ALWAYS = {
    Route: frozenset({"distance_m", "duration_s", "driving_s", "waiting_s"}),
    Plan: frozenset({"unassigned", "seconds"}),
}
"""Keys that are written even where they equal their defaults."""


def write_problem(file: ProblemFile) -> str:
    """Write a problem so that `read_problem` returns an equal `ProblemFile` (with scale 1)."""
    document: dict[str, Any] = {"version": VERSION, **_as_json(file.problem)}
    if file.matrices is not None:
        if set(file.matrices) == {DEFAULT_PROFILE}:
            document["matrix"] = _matrix_as_json(file.matrices[DEFAULT_PROFILE])
        else:
            document["matrices"] = {name: _matrix_as_json(each) for name, each in file.matrices.items()}
    if file.places is not None:
        document["places"] = [list(place) for place in file.places]
    if file.network is not None:
        document["network"] = file.network
    return json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def write_plan(plan: Plan) -> str:
    """Write a plan so that `read_plan` returns an equal plan."""
    return json.dumps(plan_as_json(plan), ensure_ascii=False, allow_nan=False)


def plan_as_json(plan: Plan) -> dict[str, Any]:
    """Return a plan as the mapping that `write_plan` serializes, for use inside another document."""
    return {"version": VERSION, **_as_json(plan)}


@dataclass(frozen=True, slots=True)
class _Key:
    """How one field of a dataclass is written as a JSON key."""

    name: str
    default: Any
    is_number: bool


@cache
def _keys_of(cls: type[Any]) -> tuple[_Key, ...]:
    """Return the keys of a domain dataclass in the order in which they are written."""
    always = _ALWAYS.get(cls, frozenset())
    keys = []
    for each in fields(cls):
        default = each.default_factory() if each.default_factory is not MISSING else each.default
        if default is MISSING:
            default = None  # written unless it is null
        is_number = str(each.type).split(" ")[0] == "float"
        keys.append(_Key(each.name, MISSING if each.name in always else default, is_number))
    return tuple(keys)


def _as_json(value: Any) -> Any:
    """Convert a domain value to JSON."""
    if is_dataclass(value) and not isinstance(value, type):
        written = {
            key.name: float(entry) if key.is_number and entry is not None else _as_json(entry)
            for key in _keys_of(type(value))
            if (entry := getattr(value, key.name)) != key.default
        }
        if isinstance(value, Visit) and value.kind in ("rest", "break"):
            written.setdefault("place", None)  # taken on the road
        return written
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_as_json(entry) for entry in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return value


def _matrix_as_json(matrix: TravelMatrix) -> dict[str, Any]:
    return {"duration_s": matrix.duration_s.tolist(), "distance_m": matrix.distance_m.tolist()}
