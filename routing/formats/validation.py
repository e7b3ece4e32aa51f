"""Convert pydantic's errors to faults with our codes, and recover the valid part of a document.

`check` validates a document against a model and adds one fault per error. `salvage` then removes the refused
values, so that the rules of the problem can be checked on the rest and all faults are reported together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar, get_args

from annotated_types import GroupedMetadata
from pydantic import BaseModel, BeforeValidator, Field, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from data.domain.fault_list import FaultList, excerpt, json_path, without_surrogates

ModelT = TypeVar("ModelT", bound=BaseModel)
Location = tuple[int | str, ...]

VERSION = 1
"""Of our documents: problems, plans, periodic problems."""

VERSION_KEY: Location = ("version",)
_EXPECTED = {
    "int_type": "a whole number",
    "float_type": "a finite number",
    "finite_number": "a finite number",
    "string_type": "text",
    "bool_type": "true or false",
    "tuple_type": "a list",
    "frozen_set_type": "a list",
    "list_type": "a list",
    "dict_type": "a mapping",
    "model_type": "a mapping",
}
_BOUNDS: dict[str, Literal["ge", "le"]] = {"greater_than_equal": "ge", "less_than_equal": "le"}


def refusal(code: str, cause: str, action: str) -> PydanticCustomError:
    """Return the error that one of our validators raises; it becomes a fault with this code."""
    cause = without_surrogates(cause)
    return PydanticCustomError("fault", "{cause}", {"code": code, "cause": cause, "action": action})


def wrong_type(value: object, expected: str) -> PydanticCustomError:
    """Return the error for a value whose type is not `expected` (F105)."""
    return refusal("F105", f"{excerpt(value)} is not {expected}.", f"Write {expected}.")


def mapping_of(document: object, faults: FaultList) -> dict[str, Any]:
    """Return the document as a mapping.

    Raises
    ------
    InputError
        F105: the document is not a mapping.
    """
    if isinstance(document, dict):
        return document
    faults.add("F105", "document", f"{excerpt(document)} is not a mapping.", "Write a mapping.")
    faults.raise_if_any()
    raise AssertionError


def split(document: Mapping[str, Any], head: type[BaseModel]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Split a document into the keys that belong to `head` and the others."""
    known = {key: document[key] for key in head.model_fields if key in document}
    return known, {key: value for key, value in document.items() if key not in known}


@dataclass(frozen=True, slots=True)
class AtMost(GroupedMetadata):
    """Bound on the entries of a list or mapping, checked before any of them is read (F109)."""

    most: int

    def __iter__(self) -> Iterator[Any]:
        yield Field(max_length=self.most)
        yield BeforeValidator(self._check)

    def _check(self, value: object) -> object:
        if isinstance(value, list | dict) and len(value) > self.most:
            cause = f"It has {len(value):,} entries; at most {self.most:,} are allowed."
            raise refusal("F109", cause, "Split the problem.")
        return value


def check(
    model: type[ModelT], document: object, faults: FaultList, *, also_known: Iterable[str] = ()
) -> ModelT | None:
    """Validate a document, adding a fault for every error.

    Parameters
    ----------
    also_known
        Keys of the same mapping that another model reads.

    Returns
    -------
    ModelT or None
        None after a fault.
    """
    try:
        return model.model_validate(document)
    except ValidationError as error:
        _add_faults(model, error, faults, tuple(also_known))
        return None


def salvage(
    model: type[ModelT],
    document: dict[str, Any],
    faults: FaultList,
    *,
    also_known: Iterable[str] = (),
    depth: int | None = None,
) -> tuple[ModelT | None, dict[str, list[int]]]:
    """Validate a document; after errors, validate what remains without the refused values.

    Parameters
    ----------
    document
        Changed in place: refused entries of lists, optional keys and incomplete mappings are removed,
        numbers out of bounds are moved to the nearest bound.
    also_known
        Keys of the same mapping that another model reads.
    depth
        An invalid value below this depth is removed together with its ancestor at this depth; None:
        removed by itself.

    Returns
    -------
    tuple
        The model, or None if nothing remains; and, for each top-level list from which entries were
        removed, the original positions of the remaining entries.
    """
    kept: dict[str, list[int]] = {}
    found: ModelT | None = None
    listed = False
    while found is None:
        try:
            found = model.model_validate(document)
        except ValidationError as error:
            if not listed:  # errors of later rounds only follow from what was removed
                _add_faults(model, error, faults, tuple(also_known))
                listed = True
            if not prune(document, error, kept, depth):
                return None, kept
    return found, kept


def _add_faults(
    model: type[BaseModel], error: ValidationError, faults: FaultList, also_known: tuple[str, ...]
) -> None:
    """Add a fault for each of pydantic's errors, unknown keys first within their mapping."""
    for each in _in_order(error.errors(include_url=False)):
        code, cause, action = _describe(model, each, also_known)
        faults.add(code, json_path(each["loc"]), cause, action)


def _in_order(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """Order errors by position; unknown keys, which pydantic reports last in a mapping, come first."""
    first: dict[Location, int] = {}
    for number, each in enumerate(errors):
        for length in range(len(each["loc"]) + 1):
            first.setdefault(each["loc"][:length], number)

    def position(number: int) -> tuple[int, bool, int]:
        place = errors[number]["loc"]
        if errors[number]["type"] != "extra_forbidden":
            return number, True, 0
        return first[place[:-1]], False, len(place)

    return [errors[number] for number in sorted(range(len(errors)), key=position)]


def _describe(
    model: type[BaseModel], error: ErrorDetails, also_known: tuple[str, ...]
) -> tuple[str, str, str]:
    """Return the code, cause and action of one error."""
    kind, value, place, context = error["type"], error["input"], error["loc"], error.get("ctx", {})
    if kind == "fault":
        return context["code"], context["cause"], context["action"]
    if place == VERSION_KEY:
        cause = "version is missing." if kind == "missing" else f"Version {excerpt(value)} is not read."
        return "F108", cause, f"Write version {VERSION}."
    if kind == "missing":
        return "F104", f"{place[-1]} is missing.", "Add it."
    if kind == "extra_forbidden":
        known = [*(also_known if len(place) == 1 else ()), *_model_at(model, place[:-1]).model_fields]
        return "F103", f"{excerpt(place[-1])} is not a key here.", f"Known keys are {', '.join(known)}."
    return _bad_value(kind, value, context)


def _bad_value(kind: str, value: object, context: Mapping[str, Any]) -> tuple[str, str, str]:
    """Return the code, cause and action for a value that its type does not accept."""
    if kind in _BOUNDS or (kind == "float_type" and type(value) is int):
        return "F106", _out_of_bounds(value, context), "Correct the number, or its unit."
    if isinstance(value, str) and (kind.startswith("string_") or kind == "literal_error"):
        return "F113", *_bad_text(kind, value, context)
    expected = _EXPECTED.get(kind) or f"one of {context['expected']}".replace("'", "")
    return "F105", f"{excerpt(value)} is not {expected}.", f"Write {expected}."


def _out_of_bounds(value: object, context: Mapping[str, Any]) -> str:
    for key, side in (("ge", "less than the minimum"), ("le", "more than the maximum")):
        if key in context:
            bound = context[key]
            return f"{excerpt(value)} is {side} of {int(bound) if bound == int(bound) else bound:,}."
    return f"{excerpt(value)} is beyond the range of numbers."


def _bad_text(kind: str, value: str, context: Mapping[str, Any]) -> tuple[str, str]:
    """Return the cause and action for text that is not accepted."""
    if kind == "literal_error":
        expected = context["expected"].replace("'", "")
        return f"{excerpt(value)} is not one of {expected}.", f"Write {expected}."
    if kind == "string_unicode":
        escaped = value.encode("ascii", "backslashreplace").decode()
        return f"{excerpt(escaped)} contains half a surrogate pair.", "Write whole characters."
    if kind == "string_too_short":
        return (
            f"The text has {len(value)} characters; at least {context['min_length']} is required.",
            "Fill it in.",
        )
    cause = f"The text has {len(value)} characters; at most {context['max_length']} are allowed."
    return cause, "Shorten it."


def _model_at(model: type[BaseModel], location: Location) -> type[BaseModel]:
    """Return the model of the mapping at a location."""
    for part in location:
        if part in model.model_fields:
            model = next(models_in(model.model_fields[str(part)].annotation), model)
    return model


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """Return the models in a type annotation, at any depth."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in get_args(annotation):
        yield from models_in(inner)


def prune(
    document: dict[str, Any], error: ValidationError, kept: dict[str, list[int]], depth: int | None
) -> bool:
    """Remove a refused value from a document; False if that is the whole document."""
    removed: set[Location] = set()
    for each in error.errors(include_url=False):
        place, kind, context = each["loc"], each["type"], each.get("ctx", {})
        if place == VERSION_KEY:
            document["version"] = VERSION
        elif kind in _BOUNDS:
            _replace(document, place, context[_BOUNDS[kind]])
        elif kind in ("string_too_short", "string_too_long"):
            _replace(document, place, (each["input"] or "-")[: context.get("max_length")])
        elif kind in ("tuple_type", "frozen_set_type") or context.get("code") == "F109":
            _replace(document, place, [])
        else:
            is_absent = kind == "missing" or (place and not _has(document, place))
            removed.add((place[:-1] if is_absent else place)[:depth])
    for place in sorted(removed, key=_last_first, reverse=True):
        if not place:
            return False
        parent, last = _value_at(document, place[:-1]), place[-1]
        if len(place) == 2 and isinstance(last, int):
            kept.setdefault(str(place[0]), list(range(len(parent)))).pop(last)
        del parent[last]
    return True


def _has(document: dict[str, Any], place: Location) -> bool:
    """Return whether a key is present; an error may also concern a default value."""
    parent, last = _value_at(document, place[:-1]), place[-1]
    return last in parent if isinstance(parent, dict) else isinstance(parent, list)


def _replace(document: dict[str, Any], place: Location, value: object) -> None:
    _value_at(document, place[:-1])[place[-1]] = value


def _last_first(place: Location) -> tuple[tuple[bool, int, str], ...]:
    """Sort key that puts nested locations before outer ones and list entries in descending order."""
    return tuple((isinstance(p, str), p, "") if isinstance(p, int) else (True, 0, p) for p in place)


def _value_at(document: Mapping[str, Any], place: Location) -> Any:
    value: Any = document
    for part in place:
        value = value[part]
    return value
