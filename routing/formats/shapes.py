"""Shapes of JSON values: one definition reads, writes and describes (JSON Schema 2020-12).

A shape's `read` returns what it could make of a value and adds a fault, with the JSON path, for
all that it could not; so one pass over a document names every fault, and reader, writer and
published schema cannot drift apart.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime
from typing import Any, Protocol

from routing.formats.reading import FaultList, shown

Schema = dict[str, Any]
Definitions = dict[str, Schema]


class Shape(Protocol):
    """How one kind of JSON value is read, written and described."""

    def read(self, value: Any, path: str, faults: FaultList) -> Any:
        """The domain value; after a fault whatever comes nearest, or None."""

    def write(self, value: Any) -> Any:
        """The JSON value."""

    def schema(self, definitions: Definitions) -> Schema:
        """JSON Schema; records add themselves to `definitions` and answer a reference."""


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


@dataclass(frozen=True, slots=True)
class Nullable:
    """A shape, or null."""

    shape: Shape

    def read(self, value: Any, path: str, faults: FaultList) -> Any:
        return None if value is None else self.shape.read(value, path, faults)

    def write(self, value: Any) -> Any:
        return None if value is None else self.shape.write(value)

    def schema(self, definitions: Definitions) -> Schema:
        return {"anyOf": [self.shape.schema(definitions), {"type": "null"}]}


@dataclass(frozen=True, slots=True)
class Either:
    """The first shape whose `accepts` says yes; for scalars of several types."""

    shapes: tuple[tuple[Callable[[Any], bool], Shape], ...]
    wanted: str

    def read(self, value: Any, path: str, faults: FaultList) -> Any:
        for accepts, shape in self.shapes:
            if accepts(value):
                return shape.read(value, path, faults)
        wrong_type(value, self.wanted, path, faults)
        return None

    def write(self, value: Any) -> Any:
        return value

    def schema(self, definitions: Definitions) -> Schema:
        return {"anyOf": [shape.schema(definitions) for _, shape in self.shapes]}


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of one shape, read as a tuple or a frozenset; entries with a fault of type are dropped."""

    shape: Shape
    into: Callable[[list[Any]], Any] = tuple
    max_items: int = 100_000

    def read(self, value: Any, path: str, faults: FaultList) -> Any:
        if not isinstance(value, list):
            wrong_type(value, "a list", path, faults)
            return self.into([])
        if len(value) > self.max_items:
            faults.add(
                "F109",
                path,
                f"{len(value):,} entries; at most {self.max_items:,} are taken.",
                "Split the problem.",
            )
            return self.into([])
        read = [self.shape.read(entry, f"{path}[{i}]", faults) for i, entry in enumerate(value)]
        kept = [position for position, entry in enumerate(read) if entry is not None]
        if len(kept) < len(read):
            faults.kept[path] = kept
        return self.into([read[position] for position in kept])

    def write(self, value: Any) -> list[Any]:
        ordered = sorted(value) if isinstance(value, frozenset) else value
        return [self.shape.write(entry) for entry in ordered]

    def schema(self, definitions: Definitions) -> Schema:
        return {"type": "array", "items": self.shape.schema(definitions), "maxItems": self.max_items}


@dataclass(frozen=True, slots=True)
class Row:
    """A list of a fixed length, one shape per entry, read as a tuple; with a fault inside, None."""

    shapes: tuple[Shape, ...]
    wanted: str
    build: Callable[..., Any] | None = None

    def read(self, value: Any, path: str, faults: FaultList) -> Any:
        if not isinstance(value, list) or len(value) != len(self.shapes):
            wrong_type(value, self.wanted, path, faults)
            return None
        pairs = enumerate(zip(self.shapes, value, strict=True))
        read = [shape.read(entry, f"{path}[{i}]", faults) for i, (shape, entry) in pairs]
        if any(entry is None for entry in read):
            return None
        return self.build(*read) if self.build else tuple(read)

    def write(self, value: Any) -> list[Any]:
        return [shape.write(entry) for shape, entry in zip(self.shapes, value, strict=True)]

    def schema(self, definitions: Definitions) -> Schema:
        prefix = [shape.schema(definitions) for shape in self.shapes]
        return {"type": "array", "prefixItems": prefix, "minItems": len(prefix), "maxItems": len(prefix)}


@dataclass(frozen=True, slots=True)
class MapOf:
    """A mapping from free names to one shape."""

    shape: Shape
    max_items: int = 1_000

    def read(self, value: Any, path: str, faults: FaultList) -> dict[str, Any]:
        if not isinstance(value, dict):
            wrong_type(value, "a mapping", path, faults)
            return {}
        if len(value) > self.max_items:
            faults.add("F109", path, f"{len(value):,} entries.", f"Give at most {self.max_items:,}.")
            return {}
        read = {key: self.shape.read(entry, joined(path, key), faults) for key, entry in value.items()}
        return {key: entry for key, entry in read.items() if entry is not None}

    def write(self, value: Mapping[str, Any]) -> dict[str, Any]:
        return {key: self.shape.write(entry) for key, entry in value.items()}

    def schema(self, definitions: Definitions) -> Schema:
        return {
            "type": "object",
            "additionalProperties": self.shape.schema(definitions),
            "maxProperties": self.max_items,
        }


@dataclass(frozen=True, slots=True)
class Record:
    """A mapping that mirrors a dataclass, key by field; defaults are the dataclass's own.

    Attributes
    ----------
    required
        Keys without which the record is not built; other keys fall back to their defaults.
    always
        Keys written even when they equal their defaults, as required ones are.
    """

    into: type[Any]
    shapes: Mapping[str, Shape]
    required: tuple[str, ...] = ()
    always: tuple[str, ...] = ()
    about: str = ""
    _defaults: dict[str, Any] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        names = {each.name for each in fields(self.into)}
        if set(self.shapes) != names:
            raise ValueError(f"{self.into.__name__}: shapes and fields differ: {set(self.shapes) ^ names}")
        for each in fields(self.into):
            default = each.default_factory() if each.default_factory is not MISSING else each.default
            self._defaults[each.name] = None if default is MISSING else default

    def read(self, value: Any, path: str, faults: FaultList) -> Any:
        if not isinstance(value, dict):
            wrong_type(value, "a mapping", path, faults)
            return None
        unknown_keys(value, self.shapes, path, faults)
        values: dict[str, Any] = {}
        for key, shape in self.shapes.items():
            if key in value:
                read = shape.read(value[key], joined(path, key), faults)
                values[key] = self._defaults[key] if read is None else read
            elif key in self.required:
                faults.add("F104", joined(path, key), f"{key} is missing.", "Add it.")
            else:
                values[key] = self._defaults[key]
        if any(values.get(key) is None for key in self.required):
            return None
        return self.into(**values)

    def write(self, value: Any) -> dict[str, Any]:
        """Keys that equal their defaults are left out."""
        written = {}
        for key, shape in self.shapes.items():
            entry = getattr(value, key)
            if key in self.required or key in self.always or entry != self._defaults[key]:
                written[key] = shape.write(entry)
        return written

    def schema(self, definitions: Definitions) -> Schema:
        name = self.into.__name__
        if name not in definitions:
            definitions[name] = {}  # reserves the name before the fields are described
            properties = {key: shape.schema(definitions) for key, shape in self.shapes.items()}
            definitions[name] = {
                "type": "object",
                "description": self.about or (self.into.__doc__ or "").split("\n\n")[0],
                "properties": properties,
                "required": list(self.required),
                "additionalProperties": False,
            }
        return {"$ref": f"#/$defs/{name}"}


def joined(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key


def unknown_keys(value: Mapping[str, Any], known: Mapping[str, Any], path: str, faults: FaultList) -> None:
    """Name each key that the format does not have: most are typing errors that would silently do nothing."""
    for key in value:
        if key not in known:
            faults.add(
                "F103", joined(path, key), f"{shown(key)} is no key here.", f"Known are {', '.join(known)}."
            )
