"""Read periodic instances with intermediate facilities (PVRP-IF) of iolab-uniud's waste benchmark.

A GeoJSON of one depot, customers with a frequency, a demand per visit and service minutes, and facilities;
`info` holds the fleet, the longest route in minutes, the capacity and the horizon in days; `duration` the
driving minutes between all of them. Customers are visited at even gaps (the authors' published solutions
list the choices: 2 in 6 days are days 0 3, 1 4 or 2 5), routes unload before they end, and the cost is the
minutes driven, service not counted. Source: github.com/iolab-uniud/pvrpif-instances.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from data.domain.fault_list import FaultList, excerpt
from data.domain.matrix import DEFAULT_PROFILE, TravelMatrices, TravelMatrix
from data.domain.periodic import CalendarPlace, CalendarVehicle, PeriodicProblem
from data.domain.places import LonLat
from data.domain.problem import Facility, Rules, Vehicle, VehicleCost
from routing.formats.documents import fault_list, is_finite

METRES = 1000
"""A minute driven counts as a kilometre, at a price of 1: so that costs are minutes, and service is free."""

_MOST = 2_000
_INFO = ("numVehicles", "maxDuration", "maxCapacity", "planningHorizon")


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodicFile:
    """A periodic problem as read from a file.

    Attributes
    ----------
    matrices
        None if positions and a network are given, from which travel is computed.
    positions
        Positions of the matrix rows, if known.
    """

    problem: PeriodicProblem
    matrices: TravelMatrices | None = None
    positions: tuple[LonLat, ...] = ()
    network: str | None = None


def is_pvrpif(document: Any) -> bool:
    """Return whether a JSON document is in this format."""
    return isinstance(document, dict) and document.get("type") == "FeatureCollection" and "info" in document


def read_pvrpif(document: dict[str, Any]) -> PeriodicFile:
    """Read an instance.

    Raises
    ------
    InputError
        F105: every key that is missing or of the wrong type.
    """
    faults = fault_list()
    info = document["info"] if isinstance(document["info"], dict) else {}
    figures = {key: _number(info, key, f"info.{key}", faults) for key in _INFO}
    features = document.get("features")
    if not isinstance(features, list) or not 2 <= len(features) <= _MOST:
        faults.add("F105", "features", f"{excerpt(features)} is not 2 to {_MOST} places.", "Give one.")
        features = []
    nodes = [_node(entry, number, faults) for number, entry in enumerate(features)]
    minutes = _minutes(document.get("duration"), len(features), faults)
    depots = [number for number, node in enumerate(nodes) if node.kind == "depot"]
    if features and len(depots) != 1:
        faults.add("F105", "features", f"There are {len(depots)} depots.", "Give one.")
    if not 0 <= figures["numVehicles"] <= 1_000:
        faults.add("F105", "info.numVehicles", "More than 1,000 or less than 0 trucks.", "Correct it.")
    faults.raise_if_any()
    matrix = TravelMatrix(
        duration_s=np.round(minutes * 60).astype(np.int32),
        distance_m=np.round(minutes * METRES).astype(np.int32),
    )
    return PeriodicFile(
        problem=_problem(figures, nodes, depots[0]),
        matrices={DEFAULT_PROFILE: matrix},
        positions=tuple(node.position for node in nodes),
    )


@dataclass(frozen=True, slots=True)
class _Node:
    id: str
    kind: str
    frequency: float
    demand: float
    service: float
    position: LonLat


def _number(mapping: dict[str, Any], key: str, where: str, faults: FaultList) -> float:
    value: Any = mapping.get(key)
    if not is_finite(value) or value < 0 or value > 1e6:
        faults.add("F105", where, f"{excerpt(value)} is not a number from 0 to 1,000,000.", "Write one.")
        return 0.0
    return float(value)


def _node(entry: Any, number: int, faults: FaultList) -> _Node:
    where = f"features[{number}]"
    feature = entry if isinstance(entry, dict) else {}
    raw = feature.get("properties")
    properties = raw if isinstance(raw, dict) else {}
    kind = properties.get("type")
    if kind not in ("depot", "customer", "intermediateFacility"):
        action = "Write depot, customer or intermediateFacility."
        faults.add("F105", f"{where}.properties.type", f"{excerpt(kind)} is not a kind of place.", action)
    values = [
        _number(properties, key, f"{where}.properties.{key}", faults)
        for key in ("frequency", "demand", "service")
    ]
    geometry = feature.get("geometry")
    at = geometry.get("coordinates") if isinstance(geometry, dict) else None
    known = (
        isinstance(at, list) and len(at) >= 2 and all(is_finite(each) and abs(each) <= 180 for each in at[:2])
    )
    if not known:
        faults.add("F105", f"{where}.geometry", f"{excerpt(at)} is not [lon, lat].", "Give two degrees.")
    position = LonLat(float(at[0]), float(at[1])) if known and isinstance(at, list) else LonLat(0.0, 0.0)
    return _Node(str(properties.get("id", number)), str(kind), values[0], values[1], values[2], position)


def _minutes(rows: Any, size: int, faults: FaultList) -> Any:
    good = isinstance(rows, list) and len(rows) == size
    good = good and all(
        isinstance(row, list)
        and len(row) == size
        and all(is_finite(each) and 0 <= each <= 1e5 for each in row)
        for row in rows
    )
    if not good:
        action = "Give a row of driving minutes per place, from 0 to 100,000."
        faults.add("F105", "duration", f"It is not a matrix of {size} × {size} minutes.", action)
        return np.zeros((size, size))
    return np.array(rows, np.float64).reshape(size, size)


def _problem(figures: dict[str, float], nodes: list[_Node], depot: int) -> PeriodicProblem:
    horizon = int(figures["planningHorizon"])
    longest_s = round(figures["maxDuration"] * 60)
    vehicles = tuple(
        CalendarVehicle(
            vehicle=Vehicle(
                id=f"vehicle-{number}",
                start=depot,
                end=depot,
                shift=(0, longest_s),
                capacity=(int(figures["maxCapacity"]),),
                cost=VehicleCost(per_km=1.0),
            )
        )
        for number in range(int(figures["numVehicles"]))
    )
    places = tuple(
        _place(node, number, horizon) for number, node in enumerate(nodes) if node.kind == "customer"
    )
    facilities = tuple(
        Facility(id=node.id, place=number, unload_s=round(node.service * 60))
        for number, node in enumerate(nodes)
        if node.kind == "intermediateFacility"
    )
    return PeriodicProblem(
        horizon_days=horizon,
        places=places,
        vehicles=vehicles,
        facilities=facilities,
        rules=Rules(end_empty=bool(facilities)),
    )


def _place(node: _Node, number: int, horizon: int) -> CalendarPlace:
    visits = max(round(node.frequency), 1)
    return CalendarPlace(
        id=node.id,
        place=number,
        visits=visits,
        demand_kg=round(node.demand),
        service_s=round(node.service * 60),
        least_gap_days=max(horizon // visits, 1),
        most_gap_days=-(-horizon // visits),
    )
