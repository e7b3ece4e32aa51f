"""Answers as text that can be compared: figures rounded, keys in order, short things on one line."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import math
from collections.abc import Mapping, Set
from typing import Any

import numpy as np

DECIMALS = 6
"""Kept of a figure: sums in another order differ further behind."""
WIDTH = 150


def plain(value: Any) -> Any:  # noqa: PLR0911 - a type a line
    """The value in JSON's types; sets sorted, dataclasses as mappings."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, Set):
        return sorted((plain(inner) for inner in value), key=str)
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(inner) for inner in value]
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, float | np.floating):
        return _rounded(float(value))
    return int(value) if isinstance(value, np.integer) else str(value)


def _rounded(value: float) -> float | int | str:
    if not math.isfinite(value):
        return str(value)
    return round(value, DECIMALS) + 0.0  # no minus zero


def without(document: Any, *keys: str) -> Any:
    """The document without some keys, at every depth."""
    if isinstance(document, dict):
        return {key: without(value, *keys) for key, value in document.items() if key not in keys}
    if isinstance(document, list | tuple):
        return [without(value, *keys) for value in document]
    return document


def hashed(content: bytes | np.ndarray) -> str:
    """SHA-256 of bytes, or of an array with its type and shape."""
    if isinstance(content, np.ndarray):
        head = f"{content.dtype.str}{content.shape}".encode()
        content = head + np.ascontiguousarray(content).tobytes()
    return hashlib.sha256(content).hexdigest()


def text_of(value: Any) -> str:
    """JSON whose small parts stand on one line; the same for equal values."""
    return _written(plain(value), 0) + "\n"


def _written(value: Any, depth: int) -> str:
    short = json.dumps(value, ensure_ascii=False, sort_keys=True)
    if not isinstance(value, list | dict) or len(short) + depth <= WIDTH:
        return short
    margin, inner = " " * depth, " " * (depth + 1)
    if isinstance(value, dict):
        parts = [
            f"{json.dumps(key, ensure_ascii=False)}: {_written(value[key], depth + 1)}"
            for key in sorted(value)
        ]
        begin, end = "{", "}"
    else:
        parts = [_written(each, depth + 1) for each in value]
        begin, end = "[", "]"
    return begin + "\n" + ",\n".join(inner + part for part in parts) + f"\n{margin}{end}"
