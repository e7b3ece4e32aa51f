"""Read VRPLIB: CVRPLIB's instances, and the extensions for windows, reloads, releases, fleets and prizes.

A task's id is its node number less one, as in `.sol` files. Demand is collected, unless the file
has linehauls, releases or reloads, which imply deliveries.

References
----------
Uchoa et al. (2017), New benchmark instances for the CVRP; the fields documented by PyVRP.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from data.domain.matrix import DEFAULT_PROFILE, TravelMatrix
from data.domain.problem import Facility, Problem, Shipment, ShipmentStop, Task, Vehicle, VehicleCost, Window
from routing.formats.documents import read_text
from routing.formats.native import ProblemFile
from routing.formats.planar import (
    Convention,
    Distance,
    check_fleet,
    convention,
    enough_vehicles,
    euclidean,
    horizon_s,
    refuse,
    travel,
    whole_number,
)
from routing.formats.vrplib_fields import Fields, parse

_DELIVERING = ("linehaul", "backhaul", "release_time", "vehicles_reload_depot")
_ROUNDINGS: dict[str, Callable[[NDArray[np.float64]], NDArray[np.float64]]] = {
    "FLOOR_2D": np.floor,
    "CEIL_2D": np.ceil,
    "EXACT_2D": lambda lengths: np.rint(1000 * lengths),
}
"""Weights that the file itself defines as whole numbers."""

_UNSUPPORTED = ("mutually_exclusive_group", "vehicles_max_reloads")
_WINDOWED = ("time_window", "pickup_and_delivery")


def read_problem(text: str | bytes, *, distance: Distance | None = None) -> ProblemFile:
    """Read a VRPLIB instance.

    Parameters
    ----------
    distance
        By default rounded to integers, and truncated to one decimal where there are time windows.

    Raises
    ------
    InputError
        F201: not this format; F202: an invalid section; F203: a constraint that is not supported.
    """
    fields = parse(read_text(text))
    for key in _UNSUPPORTED:
        if key in fields:
            refuse("F203", f"{key.upper()} is not supported.", key.upper(), "Remove it.")
    by = convention(distance, with_windows=any(key in fields for key in _WINDOWED))
    return _Builder(fields, by).build()


@dataclass(slots=True)
class _Builder:
    """Builds a problem from one instance; nodes are numbered from 0, depots first."""

    fields: Fields
    by: Convention

    def build(self) -> ProblemFile:
        matrix = self._matrix()
        windows = self._windows()
        service_s = self.by.whole(self.fields.per_node("service_time", 0))
        service_s[: self.fields.depots] = 0
        shipments = self._shipments()
        tasks = () if shipments else self._tasks(windows, service_s)
        work_s = int(service_s.sum()) + sum(s.pickup.service_s + s.delivery.service_s for s in shipments)
        vehicles = self._vehicles(matrix, windows, work_s, tasks, len(shipments))
        if "distance" in self.fields:
            vehicles = self._bounded(vehicles, with_service=work_s > 0)
        problem = Problem(
            vehicles=vehicles,
            tasks=tasks,
            shipments=shipments,
            facilities=self._facilities(windows),
            dimensions=self._dimensions(),
        )
        return ProblemFile(problem=problem, matrices={DEFAULT_PROFILE: matrix}, scale=self.by.scale)

    def _bounded(self, vehicles: tuple[Vehicle, ...], *, with_service: bool) -> tuple[Vehicle, ...]:
        """Apply DISTANCE, which bounds a route's length or, with service times, its duration."""
        most = int(self.by.whole(self.fields.number("distance")))
        if with_service:
            return tuple(replace(vehicle, max_duration_s=most) for vehicle in vehicles)
        return tuple(replace(vehicle, max_distance_m=most) for vehicle in vehicles)

    def _dimensions(self) -> tuple[str, ...]:
        size = self._amounts("linehaul" if "linehaul" in self.fields else "demand").shape[1]
        return ("kg",) if size == 1 else tuple(f"amount {number}" for number in range(1, size + 1))

    def _matrix(self) -> TravelMatrix:
        kind = self.fields.text("edge_weight_type")
        if kind == "EXPLICIT":
            weights = self.by.whole(self.fields.rows("edge_weight")).astype(np.int32)
            if weights.shape != (self.fields.nodes, self.fields.nodes):
                refuse("F202", "The explicit weights are not a square of all nodes.", "EDGE_WEIGHT_SECTION")
            return TravelMatrix(duration_s=weights, distance_m=weights)
        points = self.fields.rows("node_coord")
        if points.shape != (self.fields.nodes, 2):
            refuse("F202", "A node needs two coordinates.", "NODE_COORD_SECTION")
        if kind == "EUC_2D":
            return travel(points, self.by)
        if kind not in _ROUNDINGS:
            refuse("F203", f"EDGE_WEIGHT_TYPE {kind} is not supported.", "EDGE_WEIGHT_TYPE", "Use EUC_2D.")
        weights = self.by.whole(_ROUNDINGS[kind](euclidean(points))).astype(np.int32)
        return TravelMatrix(duration_s=weights, distance_m=weights)

    def _windows(self) -> list[Window] | None:
        """Return one window per node; None if the file has none."""
        if "pickup_and_delivery" in self.fields:
            given = self.fields.rows("pickup_and_delivery")[:, 1:3]
        elif "time_window" in self.fields:
            given = self.fields.rows("time_window")
        else:
            return None
        return [(int(low), int(high)) for low, high in self.by.whole(given)]

    def _amounts(self, key: str) -> NDArray[np.float64]:
        return self.fields.rows(key, np.zeros((self.fields.nodes, 1)))

    def _tasks(self, windows: list[Window] | None, service_s: NDArray[np.int64]) -> tuple[Task, ...]:
        delivers = any(key in self.fields for key in _DELIVERING)
        out = self._amounts("linehaul" if "linehaul" in self.fields else "demand")
        back = self._amounts("backhaul")
        release_s = self.by.whole(self.fields.per_node("release_time", 0))
        prizes = self.fields.per_node("prize", 0)
        skills = self._client_skills()
        tasks = []
        for node in range(self.fields.depots, self.fields.nodes):
            where = f"node {node + 1}"
            amounts = tuple(whole_number(value, "The demand", where) for value in out[node])
            returned = tuple(whole_number(value, "The backhaul", where) for value in back[node])
            tasks.append(
                Task(
                    id=str(node),
                    place=node,
                    demand=(returned if any(returned) else ()) if delivers else amounts,
                    delivery=amounts if delivers and any(amounts) else (),
                    service_s=int(service_s[node]),
                    windows=() if windows is None else (windows[node],),
                    skills=skills.get(node, frozenset()),
                    penalty=float(prizes[node]) if prizes[node] > 0 else None,
                    release_s=int(release_s[node]),
                )
            )
        return tuple(tasks)

    def _shipments(self) -> tuple[Shipment, ...]:
        if "pickup_and_delivery" not in self.fields:
            return ()
        rows = self.fields.rows("pickup_and_delivery")

        def stop(node: int) -> ShipmentStop:
            (low, high), service = self.by.whole(rows[node, 1:3]), self.by.whole(rows[node, 3])
            return ShipmentStop(place=node, service_s=int(service), windows=((int(low), int(high)),))

        shipments = []
        for node in range(self.fields.depots, self.fields.nodes):
            if rows[node, -2] == 0:
                delivery = int(rows[node, -1]) - 1
                if not self.fields.depots <= delivery < self.fields.nodes:
                    refuse("F202", f"Node {node + 1} has no delivery.", "PICKUP_AND_DELIVERY_SECTION")
                demand = whole_number(rows[node, 0], "The demand", f"node {node + 1}")
                shipments.append(
                    Shipment(id=str(node), pickup=stop(node), delivery=stop(delivery), demand=(demand,))
                )
        return tuple(shipments)

    def _facilities(self, windows: list[Window] | None) -> tuple[Facility, ...]:
        """Return the depots at which every vehicle may reload: facilities that begin a new trip."""
        if "vehicles_reload_depot" not in self.fields:
            return ()
        allowed = {frozenset(row) for row in self.fields.lists("vehicles_reload_depot")}
        if len(allowed) != 1:
            refuse("F203", "Vehicles differ in where they may reload.", "VEHICLES_RELOAD_DEPOT_SECTION")
        return tuple(
            Facility(
                id=f"depot {node}",
                place=node - 1,
                windows=() if windows is None else (windows[node - 1],),
            )
            for node in sorted(allowed.pop())
        )

    def _client_skills(self) -> dict[int, frozenset[str]]:
        """Name a skill for each set of vehicles that may serve the same clients."""
        return {node: frozenset({_skill(vehicles)}) for node, vehicles in self._vehicles_of_client().items()}

    def _vehicles_of_client(self) -> dict[int, frozenset[int]]:
        """Map clients that only some vehicles may serve to those vehicles."""
        if "vehicles_allowed_clients" not in self.fields:
            return {}
        allowed = [frozenset(row) for row in self.fields.lists("vehicles_allowed_clients")]
        serving = {
            node: frozenset(number for number, clients in enumerate(allowed) if node + 1 in clients)
            for node in range(self.fields.depots, self.fields.nodes)
        }
        return {node: vehicles for node, vehicles in serving.items() if len(vehicles) < len(allowed)}

    def _vehicles(
        self,
        matrix: TravelMatrix,
        windows: list[Window] | None,
        work_s: int,
        tasks: tuple[Task, ...],
        shipments: int,
    ) -> tuple[Vehicle, ...]:
        count = self._fleet_size(tasks, shipments, windowed=windows is not None)
        capacity = self._per_vehicle("capacity", count)
        fixed = self._per_vehicle("vehicles_fixed_cost", count)
        unit = self._per_vehicle("vehicles_unit_distance_cost", count)
        most_m = self._per_vehicle("vehicles_max_distance", count)
        most_s = self._per_vehicle("vehicles_max_duration", count)
        depot = self._per_vehicle("vehicles_depot", count)
        skills: dict[int, set[str]] = {}
        for serving in set(self._vehicles_of_client().values()):
            for number in serving:
                skills.setdefault(number, set()).add(_skill(serving))
        vehicles = []
        for number in range(count):
            start = 0 if depot is None else int(depot[number, 0]) - 1
            if not 0 <= start < self.fields.depots:
                refuse("F202", f"Vehicle {number + 1} has no depot {start + 1}.", "VEHICLES_DEPOT_SECTION")
            price = 1.0 if unit is None else float(unit[number, 0])
            cost = self.by.unit_cost(price)
            vehicles.append(
                Vehicle(
                    id=str(number + 1),
                    start=start,
                    end=start,
                    shift=windows[start] if windows else (0, horizon_s(matrix, work_s)),
                    capacity=()
                    if capacity is None
                    else tuple(whole_number(v, "The capacity", "CAPACITY") for v in capacity[number]),
                    skills=frozenset(skills.get(number, ())),
                    cost=VehicleCost(
                        fixed=0.0 if fixed is None else float(fixed[number, 0]), per_km=cost.per_km
                    ),
                    max_distance_m=None if most_m is None else int(self.by.whole(most_m[number, 0])),
                    max_duration_s=None if most_s is None else int(self.by.whole(most_s[number, 0])),
                )
            )
        return tuple(vehicles)

    def _fleet_size(self, tasks: tuple[Task, ...], shipments: int, *, windowed: bool) -> int:
        """Return the number of vehicles stated by the file, or else an upper bound of the number needed."""
        if "vehicles" in self.fields:
            check_fleet(count := self.fields.whole_number("vehicles"))
            return count
        capacity = self.fields.spec("capacity")
        if shipments or windowed or not isinstance(capacity, int) or len(self._dimensions()) > 1:
            return max(shipments, len(tasks))
        demands = [sum(task.demand) + sum(task.delivery) for task in tasks]
        return enough_vehicles(demands, capacity, with_windows=False)

    def _per_vehicle(self, key: str, count: int) -> NDArray[np.float64] | None:
        """Return one row per vehicle, from a section or from one value for all; None if the file has none."""
        if key not in self.fields:
            return None
        value = self.fields.spec(key)
        if value is not None:
            return np.full((count, 1), self.fields.number(key))
        return self.fields.rows(key, length=count)


def _skill(vehicles: frozenset[int]) -> str:
    """Return the name of the skill of a set of vehicles."""
    return "one of " + ",".join(str(number + 1) for number in sorted(vehicles))
