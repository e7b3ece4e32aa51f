"""Read the terms of collection from a question or a study file; all faults are reported at once."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from data.domain.errors import Fault, InputError
from data.domain.places import LonLat
from workers.siting.periodic_problem import CollectionTerms

DEFAULT_SECONDS = 20.0
MAX_SECONDS = 600.0
_WHOLE = ("trucks", "container_kg", "service_s", "unload_s", "weeks")
_KNOWN = frozenset((*_WHOLE, "vehicle_class", "weekdays", "shift", "levelling", "depot", "seconds"))


def collection_terms(given: Mapping[str, Any], depot: LonLat | None = None) -> tuple[CollectionTerms, float]:
    """Read the terms, and the seconds to search calendars; missing keys take their defaults.

    Parameters
    ----------
    given
        ``vehicle_class``, ``trucks``, ``weekdays`` (0 Monday), ``shift`` (seconds after midnight),
        ``container_kg``, ``service_s``, ``unload_s``, ``weeks``, ``levelling``, ``seconds``, and where
        `depot` is None ``depot`` as ``[lon, lat]``.

    Raises
    ------
    InputError
        S403, W601: every fault of the terms at once.
    """
    faults: list[Fault] = []
    for key in sorted(set(given) - _KNOWN):
        faults.append(Fault("W601", f"No terms have the key {key!r}.", "Leave it out.", f"collection.{key}"))
    values: dict[str, Any] = {}
    for key in _WHOLE:
        if key in given:
            values[key] = _number(given, key, faults, whole=True)
    if "levelling" in given:
        values["levelling"] = _number(given, "levelling", faults)
    seconds = _number(given, "seconds", faults) if "seconds" in given else DEFAULT_SECONDS
    if not 0 <= seconds <= MAX_SECONDS:
        faults.append(_wrong("seconds", given, f"Give 0 to {MAX_SECONDS:g}; 0 prices nothing."))
    if "vehicle_class" in given:
        values["vehicle_class"] = str(given["vehicle_class"])
    if "weekdays" in given:
        values["weekdays"] = _weekdays(given, faults)
    if "shift" in given:
        values["shift"] = _shift(given, faults)
    at = depot or _depot(given, faults)
    if faults:
        raise InputError(faults)
    terms = CollectionTerms(depot=at, **values)
    terms.known_class()
    return terms, float(seconds)


def terms_as_json(terms: CollectionTerms) -> dict[str, Any]:
    """The terms as a document, stored with the prices."""
    return {
        "vehicle_class": terms.vehicle_class,
        "trucks": terms.trucks,
        "weekdays": sorted(terms.weekdays),
        "shift": list(terms.shift),
        "container_kg": terms.container_kg,
        "service_s": terms.service_s,
        "unload_s": terms.unload_s,
        "weeks": terms.weeks,
        "levelling": terms.levelling,
        "depot": list(terms.depot),
    }


def _wrong(key: str, given: Mapping[str, Any], action: str) -> Fault:
    return Fault("W601", f"{key} is {given.get(key)!r}.", action, f"collection.{key}")


def _number(given: Mapping[str, Any], key: str, faults: list[Fault], *, whole: bool = False) -> Any:
    value = given[key]
    usable = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not usable or (whole and value != int(value)) or value < 0:
        faults.append(_wrong(key, given, "Give a whole number." if whole else "Give a number from 0."))
        return 1
    return int(value) if whole else value


def _weekdays(given: Mapping[str, Any], faults: list[Fault]) -> frozenset[int]:
    days = given["weekdays"]
    if not isinstance(days, list) or not days or not all(day in range(7) for day in days):
        faults.append(_wrong("weekdays", given, "Give numbers from 0 (Monday) to 6, one at least."))
        return frozenset({0})
    return frozenset(int(day) for day in days)


def _shift(given: Mapping[str, Any], faults: list[Fault]) -> tuple[int, int]:
    span = given["shift"]
    if (
        not isinstance(span, list | tuple)
        or len(span) != 2
        or not all(isinstance(each, int) and 0 <= each <= 86_400 for each in span)
        or span[0] >= span[1]
    ):
        faults.append(_wrong("shift", given, "Give [from, to] in seconds after midnight."))
        return 0, 86_400
    return span[0], span[1]


def _depot(given: Mapping[str, Any], faults: list[Fault]) -> LonLat:
    at = given.get("depot")
    numbers = isinstance(at, list | tuple) and len(at) == 2
    if not numbers or not all(isinstance(each, int | float) and math.isfinite(each) for each in at or ()):
        faults.append(_wrong("depot", given, "Give [lon, lat] of where trucks begin and unload."))
        return LonLat(0.0, 0.0)
    assert at is not None
    if not (-180 <= at[0] <= 180 and -90 <= at[1] <= 90):
        faults.append(_wrong("depot", given, "Give a longitude within 180° and a latitude within 90°."))
        return LonLat(0.0, 0.0)
    return LonLat(float(at[0]), float(at[1]))
