"""Shapes of JSON values: one definition reads, writes and describes (JSON Schema 2020-12).

A shape's `read` returns what it could make of a value and adds a fault, with the JSON path, for
all that it could not; so one pass over a document names every fault, and reader, writer and
published schema cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, Protocol

from routing.formats.reading import FaultList, shown
from routing.formats.scalar_shapes import Definitions, Schema, wrong_type


class Shape(Protocol):
    """How one kind of JSON value is read, written and described."""

    def read(self, value: Any, path: str, faults: FaultList) -> Any:
        """The domain value; after a fault whatever comes nearest, or None."""

    def write(self, value: Any) -> Any:
        """The JSON value."""

    def schema(self, definitions: Definitions) -> Schema:
        """JSON Schema; records add themselves to `definitions` and answer a reference."""


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
    beside
        Keys of the same mapping that are read elsewhere.
    """

    into: type[Any]
    shapes: Mapping[str, Shape]
    required: tuple[str, ...] = ()
    always: tuple[str, ...] = ()
    about: str = ""
    beside: tuple[str, ...] = ()
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
        unknown_keys(value, self.shapes, path, faults, beside=self.beside)
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


def unknown_keys(
    value: Mapping[str, Any],
    known: Mapping[str, Any],
    path: str,
    faults: FaultList,
    *,
    beside: tuple[str, ...] = (),
) -> None:
    """Name each key that the format does not have: most are typing errors that would silently do nothing."""
    for key in value:
        if key not in known and key not in beside:
            names = ", ".join((*beside, *known))
            faults.add("F103", joined(path, key), f"{shown(key)} is no key here.", f"Known are {names}.")
