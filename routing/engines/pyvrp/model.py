"""A problem as PyVRP's data: clients, depots, vehicle types, matrices.

Unloading at the end of a route is part of the arcs to the end depot, through the facility of the least
cost; unloadings within a route are PyVRP's reloads. A task with several windows is a group of clients of
which one is visited.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.domain.problem import Task, Vehicle, Window
from routing.model.index import DayIndex
from routing.model.steps import Step

NEVER = 10**9
FINENESS = 1000.0
Longs = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Model:
    """PyVRP's data, and what is needed to read its solutions.

    Attributes
    ----------
    tasks
        Task of each client.
    vehicles
        Vehicles of each vehicle type.
    """

    index: DayIndex
    data: Any
    tasks: list[str]
    vehicles: list[list[str]]

    def orders(self, solution: Any) -> dict[str, tuple[Step, ...]]:
        """Vehicle in use → its steps without stopovers."""
        left = [list(reversed(ids)) for ids in self.vehicles]
        found: dict[str, tuple[Step, ...]] = {}
        shipments = list(self.index.shipments)
        for route in solution.routes():
            order: list[Step] = []
            for activity in route:
                if activity.is_client():
                    order.append(Step("collect", self.tasks[activity.idx]))
                elif activity.is_shipment():
                    kind = "pickup" if activity.is_pickup() else "deliver"
                    order.append(Step(kind, shipments[activity.idx]))  # type: ignore[arg-type]
            if order:
                found[left[route.vehicle_type()].pop()] = tuple(order)
        return found


def build(index: DayIndex) -> Model:
    """Build PyVRP's data of a problem that `unsupported.require_supported` admits."""
    import pyvrp

    problem = index.problem
    scale = _scale(problem.vehicles)
    places: list[int] = []
    locations: list[Any] = []

    def at(place: int) -> int:
        """Add a location for a place and return its index."""
        places.append(place)
        locations.append(pyvrp.Location(0, 0))
        return len(places) - 1

    clients, groups, tasks = _clients(index, scale, at)
    shipments = [_shipment(index, id_, scale, at) for id_ in index.shipments]
    kinds = _kinds(index)
    depots: list[Any] = []
    number: dict[tuple[str, int], int] = {}
    for kind in kinds:
        for role, place in (("start", kind[0].start), ("end", kind[0].end)):
            assert place is not None
            if (role, place) not in number:
                number[role, place] = len(depots)
                depots.append(pyvrp.Depot(at(place)))
    reloads = []
    for facility in problem.facilities:
        low, high = facility.windows[0] if facility.windows else (0, NEVER)
        reloads.append(len(depots))
        depots.append(pyvrp.Depot(at(facility.place), low, high, facility.unload_s))
    stops = {client.location for client in clients}
    ends = [depots[k].location for (role, _), k in number.items() if role == "end"]
    types: list[Any] = []
    distances: list[Longs] = []
    durations: list[Longs] = []
    for kind in kinds:
        distance, duration = _matrices(index, kind[0], np.array(places))
        _fold_unloading(index, kind[0], places, (distance, duration), stops=stops, ends=ends)
        lacking = [clients[k].location for k, id_ in enumerate(tasks) if not _able(index, kind[0], id_)]
        duration[:, lacking] = NEVER
        np.fill_diagonal(duration, 0)
        types.append(_vehicle_type(kind, scale, number, reloads, profile=len(types)))
        distances.append(distance)
        durations.append(duration)
    data = pyvrp.ProblemData(locations, clients, depots, types, distances, durations, groups, shipments)
    return Model(index, data, tasks, [[vehicle.id for vehicle in kind] for kind in kinds])


def _scale(vehicles: tuple[Vehicle, ...]) -> float:
    """PyVRP's units per unit of cost: exact with a single price, fine otherwise."""
    prices = {price for v in vehicles for price in (v.cost.per_km / 1000, v.cost.per_h / 3600) if price > 0}
    if len(prices) == 1:
        return 1.0 / prices.pop()
    return FINENESS / min(prices, default=1.0)


def _kinds(index: DayIndex) -> list[list[Vehicle]]:
    kinds: dict[int, list[Vehicle]] = {}
    for vehicle in index.problem.vehicles:
        kinds.setdefault(index.kinds[vehicle.id], []).append(vehicle)
    return list(kinds.values())


def _able(index: DayIndex, vehicle: Vehicle, id_: str) -> bool:
    return index.skills(id_) <= vehicle.skills


def _clients(index: DayIndex, scale: float, at: Any) -> tuple[list[Any], list[Any], list[str]]:
    import pyvrp

    clients: list[Any] = []
    groups: list[Any] = []
    tasks: list[str] = []
    for task in index.tasks.values():
        windows = _windows(task)
        group = len(groups) if len(windows) > 1 else None
        first = len(clients)
        location = at(task.place)
        for low, high in windows:
            tasks.append(task.id)
            clients.append(_client(index, task, (low, high), location=location, group=group, scale=scale))
        if group is not None:
            members = list(range(first, len(clients)))
            groups.append(pyvrp.ClientGroup(members, required=task.penalty is None))
    return clients, groups, tasks


def _client(
    index: DayIndex, task: Task, window: Window, *, location: int, group: int | None, scale: float
) -> Any:
    import pyvrp

    activity = index.activities[Step("collect", task.id)]
    return pyvrp.Client(
        location,
        delivery=list(activity.delivered),
        pickup=list(activity.loaded),
        service_duration=activity.work_s + activity.setup_s,
        tw_early=window[0],
        tw_late=window[1],
        release_time=task.release_s if any(activity.delivered) else 0,
        prize=0 if task.penalty is None else round(task.penalty * scale),
        required=task.penalty is None and group is None,
        group=group,
    )


def _windows(task: Task) -> list[Window]:
    """Windows shifted by the set-up, which PyVRP counts as part of the service."""
    windows = task.windows or ((0, NEVER),)
    if not any(task.delivery) and task.release_s:
        windows = tuple((max(low, task.release_s), high) for low, high in windows if high >= task.release_s)
    early = [(max(low - task.setup_s, 0), high - task.setup_s) for low, high in windows]
    return [(low, high) for low, high in early if high >= 0]


def _shipment(index: DayIndex, id_: str, scale: float, at: Any) -> Any:
    import pyvrp

    shipment = index.shipments[id_]
    amounts = list(index.activities[Step("pickup", id_)].loaded)
    pickup, delivery = shipment.pickup, shipment.delivery
    (p_low, p_high), (d_low, d_high) = (
        end.windows[0] if end.windows else (0, NEVER) for end in (pickup, delivery)
    )
    return pyvrp.Shipment(
        at(pickup.place), at(delivery.place), p_low, p_high, pickup.service_s + pickup.setup_s,
        d_low, d_high, delivery.service_s + delivery.setup_s, amounts,
        0 if shipment.penalty is None else round(shipment.penalty * scale), shipment.penalty is None,
    )  # fmt: skip


def _vehicle_type(
    kind: list[Vehicle], scale: float, number: dict[tuple[str, int], int], reloads: list[int], *, profile: int
) -> Any:
    import pyvrp

    vehicle = kind[0]
    assert vehicle.start is not None
    assert vehicle.end is not None
    longest: dict[str, int] = {}
    if vehicle.max_distance_m is not None:
        longest["max_distance"] = vehicle.max_distance_m
    if vehicle.max_duration_s is not None:
        longest["shift_duration"] = vehicle.max_duration_s
    return pyvrp.VehicleType(
        len(kind),
        list(vehicle.capacity),
        number["start", vehicle.start],
        number["end", vehicle.end],
        fixed_cost=round(vehicle.cost.fixed * scale),
        tw_early=vehicle.shift[0],
        tw_late=vehicle.shift[1],
        unit_distance_cost=round(vehicle.cost.per_km / 1000 * scale),
        unit_duration_cost=round(vehicle.cost.per_h / 3600 * scale),
        profile=profile,
        reload_depots=reloads,
        **longest,
    )


def _matrices(index: DayIndex, vehicle: Vehicle, rows: Longs) -> tuple[Longs, Longs]:
    grid = np.ix_(rows, rows)
    duration = index.duration_s(vehicle)[grid].astype(np.int64)
    distance = index.distance_m(vehicle)[grid].astype(np.int64)
    distance[duration < 0] = 0
    duration[duration < 0] = NEVER
    return distance, duration


def _fold_unloading(
    index: DayIndex,
    vehicle: Vehicle,
    places: list[int],
    tables: tuple[Longs, Longs],
    *,
    stops: set[int],
    ends: list[int],
) -> None:
    """Route the arcs from clients to end depots through the facility of the least cost."""
    if not index.problem.facilities:
        return
    distance, duration = tables
    metres, seconds, price = index.distance_m(vehicle), index.duration_s(vehicle), index.price(vehicle)
    via_places = [facility.place for facility in index.problem.facilities]
    for end in ends:
        for stop in stops:
            origin, target = places[stop], places[end]
            best = int(np.argmin(price[origin, via_places] + price[via_places, target]))
            via = index.problem.facilities[best]
            distance[stop, end] = metres[origin, via.place] + metres[via.place, target]
            duration[stop, end] = seconds[origin, via.place] + via.unload_s + seconds[via.place, target]
