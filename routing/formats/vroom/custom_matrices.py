"""Custom matrices of a VROOM document: non-negative whole numbers, row = origin, checked by row."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.domain.fault_list import FaultList
from data.domain.matrix import DEFAULT_PROFILE
from routing.formats.native.fields import MAX_PLACES
from routing.formats.vroom.types import CustomMatrix

MAX_CELL = 2**32 - 1
"""VROOM's matrices hold unsigned 32-bit numbers."""


def read_matrices(document: dict[str, Any], faults: FaultList) -> dict[str, CustomMatrix]:
    """Read the custom matrices by profile, without those that have a fault (F301)."""
    given = document.get("matrices")
    if given is None and "matrix" in document:
        given = {DEFAULT_PROFILE: {"durations": document["matrix"]}}
    if given is None:
        return {}
    if not isinstance(given, dict) or not given:
        faults.add("F301", "matrices", "Invalid matrices.", "Give a mapping from profile to matrices.")
        return {}
    read = {profile: _read_profile(tables, profile, faults) for profile, tables in given.items()}
    found = {profile: matrix for profile, matrix in read.items() if matrix is not None}
    if len({len(matrix.durations) for matrix in found.values()}) > 1:
        action = "Give all profiles the same places."
        faults.add("F301", "matrices", "Inconsistent matrix sizes.", action)
    return found


def _read_profile(tables: Any, profile: str, faults: FaultList) -> CustomMatrix | None:
    where = f"matrices.{profile}"
    if not isinstance(tables, dict) or "durations" not in tables:
        faults.add("F301", where, f"Missing durations for profile {profile}.", "Add durations.")
        return None
    keys = ("durations", "distances", "costs")
    read = {key: _read_table(tables[key], f"{where}.{key}", faults) for key in keys if key in tables}
    durations = read["durations"]
    if durations is None or any(table is None for table in read.values()):
        return None
    if any(table is not None and len(table) != len(durations) for table in read.values()):
        faults.add("F301", where, "Inconsistent matrix sizes.", "Give all for the same places.")
        return None
    return CustomMatrix(durations=durations, distances=read.get("distances"), costs=read.get("costs"))


def _read_table(value: Any, path: str, faults: FaultList) -> NDArray[np.int64] | None:
    rows = isinstance(value, list) and all(isinstance(row, list) for row in value) and value
    if not rows or any(len(row) != len(value) for row in value) or len(value) > MAX_PLACES:
        action = f"Give a square of at most {MAX_PLACES} places."
        faults.add("F301", path, "Unexpected matrix line length.", action)
        return None
    if any(set(map(type, row)) - {int} or min(row) < 0 or max(row) > MAX_CELL for row in value):
        faults.add("F301", path, "Invalid matrix entry.", "Give whole numbers, 0 or more.")
        return None
    return np.array(value, dtype=np.int64)
