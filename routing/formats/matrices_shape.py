"""Travel matrices in JSON: millions of numbers, so types and bounds are checked by the row, not the cell."""

from __future__ import annotations

from typing import Any

import numpy as np

from data.domain.matrix import IntMatrix, TravelMatrix
from routing.formats.native_shapes import MAX_DISTANCE_M, MAX_PLACES, MAX_TIME_S
from routing.formats.reading import FaultList, shown
from routing.formats.scalar_shapes import Definitions, Schema, is_finite, wrong_type
from routing.formats.shapes import joined, unknown_keys

_BOUNDS = {"duration_s": MAX_TIME_S, "distance_m": MAX_DISTANCE_M}
_ROWS: Schema = {
    "type": "array",
    "maxItems": MAX_PLACES,
    "items": {"type": "array", "items": {"type": "integer", "minimum": -1}, "maxItems": MAX_PLACES},
}


class MatrixShape:
    """`{duration_s, distance_m}`: lists of rows of whole numbers, row = origin, -1 = unreachable."""

    def read(self, value: Any, path: str, faults: FaultList) -> TravelMatrix | None:
        if not isinstance(value, dict):
            wrong_type(value, "a mapping", path, faults)
            return None
        unknown_keys(value, _BOUNDS, path, faults)
        read: dict[str, IntMatrix | None] = {}
        for key, maximum in _BOUNDS.items():
            if key in value:
                read[key] = _square(value[key], joined(path, key), maximum, faults)
            else:
                faults.add("F104", joined(path, key), f"{key} is missing.", "Add it.")
        duration_s, distance_m = read.get("duration_s"), read.get("distance_m")
        if duration_s is None or distance_m is None:
            return None
        if duration_s.shape != distance_m.shape:
            faults.add(
                "F111",
                path,
                f"duration_s has {len(duration_s)} places, distance_m {len(distance_m)}.",
                "Give both for the same places.",
            )
            return None
        return TravelMatrix(duration_s=duration_s, distance_m=distance_m)

    def write(self, value: TravelMatrix) -> dict[str, Any]:
        return {"duration_s": value.duration_s.tolist(), "distance_m": value.distance_m.tolist()}

    def schema(self, definitions: Definitions) -> Schema:
        definitions["TravelMatrix"] = {
            "type": "object",
            "description": "Square, row = origin; -1 in both where there is no path.",
            "properties": dict.fromkeys(_BOUNDS, _ROWS),
            "required": list(_BOUNDS),
            "additionalProperties": False,
        }
        return {"$ref": "#/$defs/TravelMatrix"}


def _square(value: Any, path: str, maximum: int, faults: FaultList) -> IntMatrix | None:
    """An int32 square of rows, or None after naming each row that is not one."""
    if not isinstance(value, list):
        wrong_type(value, "a list of rows", path, faults)
        return None
    size = len(value)
    if size > MAX_PLACES:
        faults.add("F109", path, f"{size:,} places; at most {MAX_PLACES:,} are taken.", "Split the problem.")
        return None
    before = len(faults)
    matrix = np.zeros((size, size), dtype=np.int32)
    for i, row in enumerate(value):
        _read_row(row, f"{path}[{i}]", maximum, matrix[i], faults)
    return matrix if len(faults) == before else None


def _read_row(row: Any, path: str, maximum: int, into: IntMatrix, faults: FaultList) -> None:
    if not isinstance(row, list) or len(row) != len(into):
        wanted = f"a row of {len(into)} numbers"
        got = f"a row of {len(row)}" if isinstance(row, list) else shown(row)
        faults.add("F111", path, f"Found {got} where {wanted} belongs.", "Give as many columns as rows.")
        return
    if set(map(type, row)) <= {int} and min(row, default=0) >= -1 and max(row, default=0) <= maximum:
        into[:] = row
        return
    for j, cell in enumerate(row):
        where = f"{path}[{j}]"
        if not is_finite(cell):
            wrong_type(cell, "a whole number, or -1 where there is no path", where, faults)
        elif cell != int(cell):
            faults.add("F105", where, f"{shown(cell)} is no whole number.", "Round it.")
        elif not -1 <= cell <= maximum:
            faults.add("F106", where, f"{shown(cell)} is outside -1 … {maximum:,}.", "Correct it.")
        else:
            into[j] = int(cell)
