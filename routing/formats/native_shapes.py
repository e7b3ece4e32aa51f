"""The shapes of the native problem and plan, version 1: one table per dataclass of the domain."""

from __future__ import annotations

from typing import Any

from data.domain.places import LonLat
from data.domain.plan import Plan, Route, Unassigned, Visit
from data.domain.problem import (
    Break,
    Earlier,
    Facility,
    LoadCap,
    Lock,
    Objective,
    Problem,
    Rest,
    Rules,
    Shipment,
    ShipmentStop,
    Station,
    Task,
    Underway,
    Vehicle,
    VehicleCost,
)
from routing.formats.reading import FaultList
from routing.formats.scalar_shapes import Flag, Instant, Integer, Number, Schema, Text, is_number
from routing.formats.shapes import Either, ListOf, MapOf, Nullable, Record, Row, Shape

MAX_PLACES = 5_000
MAX_TIME_S = 100_000_000
"""About three years: longer than any plan, short enough that sums stay far inside 64 bits."""

MAX_AMOUNT = 1_000_000_000
MAX_DISTANCE_M = 1_000_000_000
MAX_PRICE = 1e12

ID = Text()
NAMES = ListOf(ID, frozenset)
PLACE = Integer(0, MAX_PLACES - 1)
TIME_S = Integer(0, MAX_TIME_S)
AMOUNTS = ListOf(Integer(0, MAX_AMOUNT), max_items=32)
PRICE = Number(0, MAX_PRICE)
WEIGHT = Number(0, 1e6)
FIGURES = MapOf(
    Either(
        (
            (lambda value: isinstance(value, str), Text(min_length=0, max_length=2_000)),
            (
                lambda value: isinstance(value, int) and not isinstance(value, bool),
                Integer(-(2**62), 2**62),
            ),
            (is_number, Number(-1e18, 1e18)),
        ),
        "text or a number",
    )
)


class WindowShape:
    """`[from, to]` in seconds, both ends inclusive, in this order."""

    _row = Row((TIME_S, TIME_S), "a pair [from, to] of whole seconds")

    def read(self, value: Any, path: str, faults: FaultList) -> tuple[int, int] | None:
        pair: tuple[int, int] | None = self._row.read(value, path, faults)
        if pair is not None and pair[0] > pair[1]:
            faults.add("F107", path, f"The window {list(pair)} ends before it begins.", "Swap its ends.")
            return None
        return pair

    def write(self, value: Any) -> Any:
        return list(value)

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        described = self._row.schema(definitions)
        described["description"] = "[from, to] in seconds after `start`, both inclusive, from ≤ to"
        return described


WINDOW = WindowShape()
WINDOWS = ListOf(WINDOW, max_items=100)
LONLAT = Row((Number(-180, 180), Number(-90, 90)), "a pair [lon, lat] in degrees", build=LonLat)
PAIRS = ListOf(Row((ID, ID), "a pair of load types"), max_items=10_000)

TASK = Record(
    Task,
    {
        "id": ID,
        "place": PLACE,
        "demand": AMOUNTS,
        "delivery": AMOUNTS,
        "service_s": TIME_S,
        "setup_s": TIME_S,
        "windows": WINDOWS,
        "skills": NAMES,
        "load_type": Nullable(ID),
        "penalty": Nullable(PRICE),
        "release_s": TIME_S,
        "due_s": Nullable(TIME_S),
        "late_per_h": PRICE,
    },
    required=("id", "place"),
)
SHIPMENT_STOP = Record(
    ShipmentStop,
    {
        "place": PLACE,
        "service_s": TIME_S,
        "setup_s": TIME_S,
        "windows": WINDOWS,
        "due_s": Nullable(TIME_S),
        "late_per_h": PRICE,
    },
    required=("place",),
)
SHIPMENT = Record(
    Shipment,
    {
        "id": ID,
        "pickup": SHIPMENT_STOP,
        "delivery": SHIPMENT_STOP,
        "demand": AMOUNTS,
        "skills": NAMES,
        "load_type": Nullable(ID),
        "penalty": Nullable(PRICE),
    },
    required=("id", "pickup", "delivery"),
)
VEHICLE_COST = Record(VehicleCost, {"fixed": PRICE, "per_km": PRICE, "per_h": PRICE, "per_overtime_h": PRICE})
BREAK = Record(Break, {"window": WINDOW, "duration_s": TIME_S}, required=("window", "duration_s"))
VEHICLE = Record(
    Vehicle,
    {
        "id": ID,
        "start": Nullable(PLACE),
        "end": Nullable(PLACE),
        "shift": WINDOW,
        "overtime_s": TIME_S,
        "capacity": AMOUNTS,
        "skills": NAMES,
        "cost": VEHICLE_COST,
        "breaks": ListOf(BREAK, max_items=20),
        "max_distance_m": Nullable(Integer(0, MAX_DISTANCE_M)),
        "max_duration_s": Nullable(TIME_S),
        "range_m": Nullable(Integer(1, MAX_DISTANCE_M)),
        "recharge_s": TIME_S,
        "profile": ID,
        "underway": Record(
            Underway, {"driven_s": TIME_S, "used_m": Integer(0, MAX_DISTANCE_M), "carried": NAMES}
        ),
    },
    required=("id", "shift"),
)
FACILITY = Record(
    Facility,
    {
        "id": ID,
        "place": PLACE,
        "unload_s": TIME_S,
        "windows": WINDOWS,
        "accepts": Nullable(NAMES),
        "intake": Nullable(AMOUNTS),
    },
    required=("id", "place"),
)
STATION = Record(
    Station,
    {"id": ID, "place": PLACE, "windows": WINDOWS, "connect_s": TIME_S},
    required=("id", "place"),
)
RULES = Record(
    Rules,
    {
        "rest": Nullable(
            Record(Rest, {"after_driving_s": Integer(1, MAX_TIME_S), "duration_s": Integer(1, MAX_TIME_S)})
        ),
        "incompatible": PAIRS,
        "incompatible_day": PAIRS,
        "load_caps": ListOf(
            Record(
                LoadCap,
                {"load_type": ID, "dimension": ID, "max": Integer(0, MAX_AMOUNT)},
                required=("load_type", "dimension", "max"),
            )
        ),
        "end_empty": Flag(),
    },
)
LOCK = Record(
    Lock,
    {
        "kind": Text(choices=("route", "vehicle", "prefix", "sequence")),
        "vehicle": Nullable(ID),
        "tasks": ListOf(ID),
    },
    required=("kind",),
)
PROBLEM = Record(
    Problem,
    {
        "start": Nullable(Instant()),
        "dimensions": ListOf(ID, max_items=32),
        "tasks": ListOf(TASK),
        "shipments": ListOf(SHIPMENT),
        "vehicles": ListOf(VEHICLE),
        "facilities": ListOf(FACILITY),
        "stations": ListOf(STATION, max_items=1_000),
        "rules": RULES,
        "locks": ListOf(LOCK),
        "objective": Record(Objective, {"balance": WEIGHT, "compactness": WEIGHT, "stability": WEIGHT}),
        "earlier": ListOf(
            Record(Earlier, {"vehicle": ID, "tasks": ListOf(ID)}, required=("vehicle", "tasks"))
        ),
    },
    required=("vehicles",),
    beside=("version", "matrix", "matrices", "places", "network"),
)

# A plan may be wrong in any way that the checker should name, so its shapes bound sizes only.
ANY_TIME_S = Integer(-MAX_TIME_S, 10 * MAX_TIME_S)
ANY_AMOUNTS = ListOf(Integer(-MAX_AMOUNT, 1_000 * MAX_AMOUNT), max_items=32)
ANY_COST = Number(-1e15, 1e15)
KINDS = ("depot", "collect", "pickup", "deliver", "unload", "rest", "break", "charge")

_VISIT = Record(
    Visit,
    {
        "kind": Text(choices=KINDS),
        "task": Nullable(ID),
        "facility": Nullable(ID),
        "station": Nullable(ID),
        "place": Nullable(PLACE),
        "arrival_s": Nullable(ANY_TIME_S),
        "start_s": Nullable(ANY_TIME_S),
        "departure_s": Nullable(ANY_TIME_S),
        "load": ANY_AMOUNTS,
    },
    required=("kind",),
)


class VisitShape:
    """A visit; a rest or break on the road says so by a null place."""

    def read(self, value: Any, path: str, faults: FaultList) -> Any:
        return _VISIT.read(value, path, faults)

    def write(self, value: Visit) -> Any:
        written = _VISIT.write(value)
        if value.kind in ("rest", "break"):
            written.setdefault("place", None)
        return written

    def schema(self, definitions: dict[str, Schema]) -> Schema:
        return _VISIT.schema(definitions)


ROUTE = Record(
    Route,
    {
        "vehicle": ID,
        "cost": ANY_COST,
        "distance_m": Integer(-MAX_DISTANCE_M, 1_000 * MAX_DISTANCE_M),
        "duration_s": ANY_TIME_S,
        "driving_s": ANY_TIME_S,
        "waiting_s": ANY_TIME_S,
        "tasks": ListOf(ID),
        "visits": ListOf(VisitShape()),
    },
    required=("vehicle", "cost", "tasks", "visits"),
    always=("distance_m", "duration_s", "driving_s", "waiting_s"),
)
UNASSIGNED = Record(
    Unassigned,
    {
        "task": ID,
        "code": ID,
        "reason": Text(min_length=0, max_length=2_000),
        "details": Nullable(FIGURES),
        "relaxation": Nullable(FIGURES),
    },
    required=("task", "code", "reason"),
)
PLAN = Record(
    Plan,
    {
        "cost": ANY_COST,
        "routes": ListOf(ROUTE),
        "unassigned": ListOf(UNASSIGNED),
        "seconds": Number(0, 1e9),
        "engine": Text(min_length=0),
        "weighed": MapOf(ANY_COST, max_items=10),
    },
    required=("cost", "routes"),
    always=("unassigned", "seconds"),
    beside=("version", "scale"),
)
SHAPES: dict[str, Shape] = {"problem": PROBLEM, "plan": PLAN}
