"""Values of VROOM's input, one reader each: a fault for what is none, and something to go on with."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.domain.fault_list import excerpt
from data.domain.places import LonLat
from data.domain.problem import Window
from routing.formats.documents import fault_list, is_finite
from routing.formats.native.fields import MAX_AMOUNT, MAX_PLACES

MAX_TIMESTAMP = 2**40
MAX_CELL = 2**32 - 1
"""VROOM's matrices hold unsigned 32-bit numbers."""


class ValueReader:
    """Reads single values and collects their faults (F301) in `faults`."""

    def __init__(self) -> None:
        self.faults = fault_list()

    def fault(self, path: str, cause: str, action: str) -> None:
        self.faults.add("F301", path, cause, action)

    def lonlat(self, value: Any, path: str, name: str) -> LonLat | None:
        pair = isinstance(value, list) and len(value) >= 2 and all(is_finite(entry) for entry in value[:2])
        if not pair or not (-180 <= value[0] <= 180 and -90 <= value[1] <= 90):
            self.fault(path, f"Invalid {name} array: {excerpt(value)}.", "Give [lon, lat] in degrees.")
            return None
        return LonLat(float(value[0]), float(value[1]))

    def id_of(self, given: dict[str, Any], path: str, what: str) -> int | None:
        value = given.get("id")
        if not is_whole(value) or not 0 <= value < 2**64:  # type: ignore[operator]
            self.fault(f"{path}.id", f"Invalid or missing id for {what}.", "Give a whole number, 0 or more.")
            return None
        return int(value)  # type: ignore[arg-type]

    def whole(
        self, given: dict[str, Any], key: str, path: str, *, default: int = 0, high: int = MAX_AMOUNT
    ) -> int:
        value = given.get(key, default)
        if not is_whole(value) or not 0 <= value <= high:
            action = f"Give a whole number from 0 to {high}."
            self.fault(f"{path}.{key}", f"Invalid {key} value: {excerpt(value)}.", action)
            return default
        return int(value)

    def limit(self, given: dict[str, Any], key: str, path: str) -> int | None:
        return self.whole(given, key, path) if key in given else None

    def speed_factor(self, given: dict[str, Any], path: str) -> float:
        value = given.get("speed_factor", 1.0)
        if not is_finite(value) or not 0.01 <= value <= 5:
            cause = f"Invalid speed_factor: {excerpt(value)}."
            self.fault(f"{path}.speed_factor", cause, "Give a number from 0.01 to 5.")
            return 1.0
        return round(float(value), 2)

    def type_name(self, given: dict[str, Any], path: str) -> str:
        value = given.get("type", "")
        if not isinstance(value, str):
            self.fault(f"{path}.type", f"Invalid type value: {excerpt(value)}.", "Give a text.")
            return ""
        return value

    def per_type(self, given: dict[str, Any], key: str, path: str) -> dict[str, int]:
        value = given.get(key, {})
        if not isinstance(value, dict):
            self.fault(f"{path}.{key}", f"Invalid {key} object.", "Give seconds by type of vehicle.")
            return {}
        return {name: self.whole(value, name, f"{path}.{key}") for name in value}

    def skills(self, given: dict[str, Any], path: str) -> frozenset[str]:
        value = given.get("skills", [])
        if not isinstance(value, list) or not all(is_whole(entry) for entry in value):
            self.fault(f"{path}.skills", "Invalid skills object.", "Give a list of whole numbers.")
            return frozenset()
        return frozenset(str(entry) for entry in value)

    def windows(self, given: dict[str, Any], path: str, what: str) -> tuple[Window, ...]:
        if "time_windows" not in given:
            return ()
        where, value = f"{path}.time_windows", given["time_windows"]
        if not isinstance(value, list):
            self.fault(where, f"Invalid time_windows for {what}.", "Give a list of [start, end].")
            return ()
        if not value:
            self.fault(where, f"Empty time windows for {what}.", "Leave time_windows out, or give one.")
        found = [self.window(entry, f"{where}[{position}]") for position, entry in enumerate(value)]
        windows = tuple(window for window in found if window is not None)
        if any(later[0] <= earlier[1] for earlier, later in pairwise(windows)):
            self.fault(where, f"Unsorted or overlapping time-windows for {what}.", "Sort and join them.")
        return windows

    def window(self, value: Any, path: str) -> Window | None:
        if value is None:
            return None
        pair = isinstance(value, list) and len(value) == 2 and all(is_whole(entry) for entry in value)
        if not pair or not 0 <= value[0] <= value[1] <= MAX_TIMESTAMP:
            self.fault(path, f"Invalid time window: {excerpt(value)}.", "Give [start, end] in seconds.")
            return None
        return int(value[0]), int(value[1])

    def table(self, value: Any, path: str) -> NDArray[np.int64] | None:
        """A square of whole numbers, 0 or more."""
        rows = isinstance(value, list) and all(isinstance(row, list) for row in value) and value
        if not rows or any(len(row) != len(value) for row in value) or len(value) > MAX_PLACES:
            self.fault(
                path, "Unexpected matrix line length.", f"Give a square of at most {MAX_PLACES} places."
            )
            return None
        if any(set(map(type, row)) - {int} or min(row) < 0 or max(row) > MAX_CELL for row in value):
            self.fault(path, "Invalid matrix entry.", "Give whole numbers, 0 or more.")
            return None
        return np.array(value, dtype=np.int64)


def is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
