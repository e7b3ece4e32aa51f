"""Shapes of single JSON values: whole numbers, numbers, text, flags, instants."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from routing.formats.reading import FaultList, shown

Schema = dict[str, Any]
Definitions = dict[str, Schema]


def wrong_type(value: Any, wanted: str, path: str, faults: FaultList) -> None:
    """Add the fault for a value of another type than `wanted`."""
    faults.add("F105", path, f"{shown(value)} is not {wanted}.", f"Write {wanted}.")


def is_number(value: Any) -> bool:
    """Whether a value is a number and no boolean; NaN and Infinity are numbers."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_finite(value: Any) -> bool:
    """Whether a value is a finite number; integers of any size are, also those no float can hold."""
    return is_number(value) and (isinstance(value, int) or math.isfinite(value))


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number within bounds; 3.0 counts as 3, as in JSON Schema."""

    minimum: int
    maximum: int

    def read(self, value: Any, path: str, faults: FaultList) -> int | None:
        if not is_finite(value) or value != int(value):
            wrong_type(value, "a whole number", path, faults)
            return None
        if not self.minimum <= value <= self.maximum:
            out_of_range(value, self.minimum, self.maximum, path, faults)
        return int(value)

    def write(self, value: int) -> int:
        return int(value)

    def schema(self, definitions: Definitions) -> Schema:
        return {"type": "integer", "minimum": self.minimum, "maximum": self.maximum}


@dataclass(frozen=True, slots=True)
class Number:
    """A finite number within bounds."""

    minimum: float
    maximum: float

    def read(self, value: Any, path: str, faults: FaultList) -> float | None:
        if not is_finite(value):
            wrong_type(value, "a finite number", path, faults)
            return None
        if not self.minimum <= value <= self.maximum:
            out_of_range(value, self.minimum, self.maximum, path, faults)
            return None
        return float(value)

    def write(self, value: float) -> float:
        return float(value)

    def schema(self, definitions: Definitions) -> Schema:
        return {"type": "number", "minimum": self.minimum, "maximum": self.maximum}


def out_of_range(value: float, low: float, high: float, path: str, faults: FaultList) -> None:
    faults.add(
        "F106",
        path,
        f"{shown(value)} is outside {low:,} … {high:,}.",
        "Correct the number, or its unit.",
    )


@dataclass(frozen=True, slots=True)
class Text:
    """Text of bounded length, or one of `choices`."""

    choices: tuple[str, ...] = ()
    min_length: int = 1
    max_length: int = 200

    def read(self, value: Any, path: str, faults: FaultList) -> str | None:
        if not isinstance(value, str):
            wrong_type(value, "text", path, faults)
            return None
        if self.choices and value not in self.choices:
            names = ", ".join(self.choices)
            faults.add("F113", path, f"{shown(value)} is not one of {names}.", f"Write one of {names}.")
            return None
        if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
            cause = f"{value.encode('ascii', 'backslashreplace').decode()[:60]} has half a character in it."
            faults.add("F113", path, cause, "Write whole characters.")
            return None
        if not self.min_length <= len(value) <= self.max_length:
            faults.add(
                "F113",
                path,
                f"The text has {len(value)} characters; {self.min_length} to {self.max_length} are taken.",
                "Shorten it, or fill it in.",
            )
        return value

    def write(self, value: str) -> str:
        return value

    def schema(self, definitions: Definitions) -> Schema:
        if self.choices:
            return {"enum": list(self.choices)}
        return {"type": "string", "minLength": self.min_length, "maxLength": self.max_length}


@dataclass(frozen=True, slots=True)
class Flag:
    """True or false."""

    def read(self, value: Any, path: str, faults: FaultList) -> bool | None:
        if not isinstance(value, bool):
            wrong_type(value, "true or false", path, faults)
            return None
        return value

    def write(self, value: bool) -> bool:
        return value

    def schema(self, definitions: Definitions) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True, slots=True)
class Instant:
    """An ISO 8601 instant with its offset from UTC."""

    def read(self, value: Any, path: str, faults: FaultList) -> datetime | None:
        try:
            instant = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            instant = None
        if instant is None or instant.tzinfo is None:
            faults.add(
                "F114",
                path,
                f"{shown(value)} is not an instant with an offset.",
                'Write one such as "2026-03-02T08:00:00+08:00".',
            )
            return None
        return instant

    def write(self, value: datetime) -> str:
        return value.isoformat()

    def schema(self, definitions: Definitions) -> Schema:
        return {"type": "string", "format": "date-time"}
