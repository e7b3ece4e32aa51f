"""Types of single values in our JSON documents, with the bounds within which they are read.

Whole numbers may be written as 3 or 3.0, as in JSON Schema; true and false are not numbers, text is not
converted, NaN and Infinity are refused. Bounds keep sums of any plan far inside 64 bits.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, Strict, WithJsonSchema

from data.domain.fault_list import excerpt
from routing.formats.validation import VERSION, AtMost, refusal, wrong_type

MAX_PLACES = 5_000
MAX_ENTRIES = 100_000
MAX_TIME_S = 100_000_000
"""About three years: longer than any plan."""

MAX_AMOUNT = 1_000_000_000
MAX_DISTANCE_M = 1_000_000_000
MAX_PRICE = 1e12
MAX_PROFILES = 16


def _whole(value: object) -> object:
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _pair(expected: str) -> BeforeValidator:
    """Return a validator for lists of two entries, which faults describe as `expected`."""

    def check(value: object) -> object:
        if not isinstance(value, list) or len(value) != 2:
            raise wrong_type(value, expected)
        return value

    return BeforeValidator(check)


def _ascending(window: tuple[int, int]) -> tuple[int, int]:
    if window[0] > window[1]:
        raise refusal("F107", f"The window {list(window)} ends before it starts.", "Swap its ends.")
    return window


def _instant(value: object) -> datetime:
    try:
        instant = datetime.fromisoformat(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        instant = None
    if instant is None or instant.tzinfo is None:
        cause = f"{excerpt(value)} is not an instant with an offset from UTC."
        raise refusal("F114", cause, 'Write one such as "2026-03-02T08:00:00+08:00".')
    return instant


def _figure(value: object) -> str | int | float:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise wrong_type(value, "text or a number")
    if isinstance(value, str):
        if len(value) > 2_000 or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise refusal("F113", f"{excerpt(repr(value))} is not an accepted text.", "Shorten it.")
    elif not -1e18 <= value <= 1e18:
        raise refusal("F106", f"{excerpt(value)} is not within ±1e18.", "Correct it.")
    return value


Whole = BeforeValidator(_whole)
Finite = Field(strict=True, allow_inf_nan=False)

Flag = Annotated[bool, Strict()]
Name = Annotated[str, Field(min_length=1, max_length=200)]
Names = Annotated[tuple[Name, ...], AtMost(MAX_ENTRIES)]
NameSet = Annotated[frozenset[Name], AtMost(MAX_ENTRIES)]
Place = Annotated[int, Field(strict=True, ge=0, le=MAX_PLACES - 1), Whole]
Seconds = Annotated[int, Field(strict=True, ge=0, le=MAX_TIME_S), Whole]
Metres = Annotated[int, Field(strict=True, ge=0, le=MAX_DISTANCE_M), Whole]
PositiveSeconds = Annotated[int, Field(strict=True, ge=1, le=MAX_TIME_S), Whole]
PositiveMetres = Annotated[int, Field(strict=True, ge=1, le=MAX_DISTANCE_M), Whole]
Amount = Annotated[int, Field(strict=True, ge=0, le=MAX_AMOUNT), Whole]
Amounts = Annotated[tuple[Amount, ...], AtMost(32)]
Price = Annotated[float, Field(ge=0, le=MAX_PRICE), Finite]
Weight = Annotated[float, Field(ge=0, le=1e6), Finite]
Window = Annotated[
    tuple[Seconds, Seconds],
    _pair("a pair [from, to] of whole seconds"),
    AfterValidator(_ascending),
    Field(description="[from, to] in seconds after `start`, both inclusive, from ≤ to"),
]
Windows = Annotated[tuple[Window, ...], AtMost(100)]
NamePair = Annotated[tuple[Name, Name], _pair("a pair of load types")]
NamePairs = Annotated[tuple[NamePair, ...], AtMost(10_000)]
Position = Annotated[
    tuple[
        Annotated[float, Field(ge=-180, le=180), Finite],
        Annotated[float, Field(ge=-90, le=90), Finite],
    ],
    _pair("a pair [lon, lat] in degrees"),
    Field(description="[longitude, latitude] in WGS-84 degrees"),
]
Positions = Annotated[tuple[Position, ...], AtMost(MAX_PLACES)]
Instant = Annotated[
    datetime, PlainValidator(_instant), WithJsonSchema({"type": "string", "format": "date-time"})
]
Figure = Annotated[
    str | int | float,
    PlainValidator(_figure),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "maxLength": 2_000},
                {"type": "number", "minimum": -1e18, "maximum": 1e18},
            ]
        }
    ),
]
Figures = Annotated[dict[str, Figure], AtMost(1_000)]
Version = Annotated[int, Field(strict=True, ge=VERSION, le=VERSION), Whole]
