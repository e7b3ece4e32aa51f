"""Periodic problems and calendars as JSON: read with every fault at once, answers written."""

from __future__ import annotations

from typing import Any

from data.domain.matrix import DEFAULT_PROFILE, TravelMatrices
from data.domain.periodic import Calendar, CalendarPlace, CalendarVehicle, PeriodicProblem
from routing.formats.matrices_shape import MatrixShape
from routing.formats.native import plan_as_json
from routing.formats.native_shapes import (
    FACILITY,
    ID,
    LONLAT,
    MAX_AMOUNT,
    MAX_PLACES,
    PLACE,
    PRICE,
    RULES,
    TIME_S,
    VEHICLE,
)
from routing.formats.pvrpif import PeriodicFile, is_pvrpif, read_pvrpif
from routing.formats.reading import FaultList, read_json, shown
from routing.formats.scalar_shapes import Integer, Number
from routing.formats.shapes import ListOf, MapOf, Nullable, Record

VERSION = 1
MOST_PLACES = 2_000
DAYS = Integer(1, 366)
WEEKDAYS = ListOf(Integer(0, 6), frozenset, max_items=7)
_MATRIX = MatrixShape()

CALENDAR_PLACE = Record(
    CalendarPlace,
    {
        "id": ID,
        "place": PLACE,
        "visits": Nullable(Integer(1, 366)),
        "period_days": Nullable(DAYS),
        "demand_kg": Integer(0, MAX_AMOUNT),
        "fill_kg_per_day": Number(0, MAX_AMOUNT),
        "container_kg": Nullable(Integer(0, MAX_AMOUNT)),
        "service_s": TIME_S,
        "least_gap_days": DAYS,
        "most_gap_days": Nullable(DAYS),
        "weekdays": WEEKDAYS,
    },
    required=("id", "place"),
)
CALENDAR_VEHICLE = Record(CalendarVehicle, {"vehicle": VEHICLE, "weekdays": WEEKDAYS}, required=("vehicle",))
PERIODIC = Record(
    PeriodicProblem,
    {
        "horizon_days": DAYS,
        "places": ListOf(CALENDAR_PLACE, max_items=MOST_PLACES),
        "vehicles": ListOf(CALENDAR_VEHICLE, max_items=500),
        "facilities": ListOf(FACILITY, max_items=100),
        "rules": RULES,
        "first_weekday": Integer(0, 6),
        "crews": ListOf(Integer(0, 1_000), max_items=366),
        "levelling": PRICE,
    },
    required=("horizon_days", "places", "vehicles"),
    beside=("version", "matrix", "matrices", "positions", "network"),
)
_BESIDE: dict[str, Any] = {
    "matrix": _MATRIX,
    "matrices": MapOf(_MATRIX, max_items=16),
    "positions": ListOf(LONLAT, max_items=MAX_PLACES),
    "network": Nullable(ID),
}


def read_periodic(text: str | bytes) -> PeriodicFile:
    """Read a periodic problem: ours (version 1), or an instance with intermediate facilities.

    Raises
    ------
    InputError
        F1xx: every fault of the document, each with its JSON path.
    """
    document = read_json(text)
    if is_pvrpif(document):
        return read_pvrpif(document)
    faults = FaultList()
    version = document.get("version") if isinstance(document, dict) else None
    if version != VERSION or isinstance(version, bool):
        faults.add("F108", "version", f"Version {shown(version)} is not read.", f"Write version {VERSION}.")
    problem = PERIODIC.read(document, "", faults)
    given = document if isinstance(document, dict) else {}
    beside = {key: shape.read(given[key], key, faults) for key, shape in _BESIDE.items() if key in given}
    matrices: TravelMatrices | None = beside.get("matrices")
    if beside.get("matrix") is not None:
        matrices = {DEFAULT_PROFILE: beside["matrix"], **(matrices or {})}
    if not matrices and not beside.get("positions"):
        cause = "There are neither travel matrices nor positions."
        faults.add("F112", "matrix", cause, "Add matrix, matrices, or positions with network.")
    faults.raise_if_any()
    return PeriodicFile(
        problem=problem,
        matrices=matrices or None,
        positions=tuple(beside.get("positions") or ()),
        network=beside.get("network"),
    )


def calendar_as_json(problem: PeriodicProblem, calendar: Calendar) -> dict[str, Any]:
    """A calendar: days by place, every day's plan, what was left out, and the figures."""
    return {
        "version": VERSION,
        "cost": calendar.cost,
        "spread_h": calendar.spread_h,
        "objective": calendar.objective,
        "distance_m": calendar.distance_m,
        "hours": list(calendar.hours),
        "visits": {name: list(days) for name, days in calendar.visits.items()},
        "unassigned": [
            {"place": each.task, "code": each.code, "reason": each.reason} for each in calendar.unassigned
        ],
        "days": [
            {"day": day, "weekday": problem.weekday(day), "plan": plan_as_json(plan)}
            for day, plan in enumerate(calendar.plans)
        ],
        "seconds": calendar.seconds,
    }
