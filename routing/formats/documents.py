"""Decode the text of a document: size bounds, JSON without duplicate keys, a list of faults."""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

from data.domain.errors import Fault, InputError
from data.domain.fault_list import FaultList, excerpt

MAX_BYTES = 90_000_000
"""Largest document read: 2,000 places with durations and distances fit, an accident of 100 MB does not."""

MAX_FAULTS = 500
"""Faults listed of one document; the rest is counted."""


def fault_list() -> FaultList:
    """Return an empty list for the faults of one document."""
    return FaultList(limit=MAX_FAULTS, overflow="F119")


def read_text(text: str | bytes) -> str:
    """Decode a document of bounded size.

    Raises
    ------
    InputError
        F101: over `MAX_BYTES`; F102: not UTF-8.
    """
    if len(text) > MAX_BYTES:
        cause = f"The document has {len(text):,} bytes; at most {MAX_BYTES:,} are allowed."
        action = "Split the day, or pass places and a network instead of matrices."
        raise InputError(Fault("F101", cause, action, "document"))
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        cause = f"The document is not UTF-8: byte {error.start} cannot be read."
        raise InputError(Fault("F102", cause, "Save it as UTF-8.", "document")) from error


def read_json(text: str | bytes) -> Any:
    """Parse a JSON document; NaN and Infinity stay floats, which the models refuse.

    Python's own parser, not pydantic's: it is as fast on large matrices and can name a duplicate key.

    Raises
    ------
    InputError
        F101, F102: too large, not UTF-8, not JSON, nested too deeply; F110: a key given twice.
    """
    try:
        return json.loads(read_text(text), object_pairs_hook=_unique_keys)
    except json.JSONDecodeError as error:
        _not_json(f"line {error.lineno}, column {error.colno}", f"{error.msg}.", error)
    except RecursionError as error:
        _not_json("document", "lists or mappings are nested too deeply.", error)
    except ValueError as error:  # an integer of more digits than Python converts
        _not_json("document", f"{error}.", error)


def _not_json(where: str, detail: str, error: Exception) -> NoReturn:
    fault = Fault("F102", f"The document is not JSON: {detail}", "Correct it and try again.", where)
    raise InputError(fault) from error


def _unique_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        seen: set[str] = set()
        twice = sorted({key for key, _ in pairs if key in seen or seen.add(key)})  # type: ignore[func-returns-value]
        where = f"mapping with {excerpt(pairs[0][0])} = {excerpt(pairs[0][1])}"
        cause = f"{', '.join(twice)}: duplicate key in a mapping."
        raise InputError(Fault("F110", cause, "Keep one of them.", where))
    return mapping


def is_finite(value: object) -> bool:
    """Return whether a JSON value is a finite number: not a Boolean; integers of any size are finite."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return isinstance(value, int) or math.isfinite(value)
