"""VRPLIB's `.sol` files: orders of node numbers, read into plans.

`Route #k` belongs to the k-th vehicle; a 0 (or another depot's number) inside a route is a reload.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan, Unassigned
from data.domain.problem import Problem
from routing.formats.documents import fault_list, read_text
from routing.formats.earliest_times import Stop, earliest_route
from routing.formats.planar import refuse

_ROUTE = re.compile(r"^\s*Route\s*#?\s*(\d+)\s*:?\s*(.*)$", re.IGNORECASE)
_COST = re.compile(r"^\s*Cost\s*:?\s*([-+.\deE]+)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Orders:
    """Content of a `.sol` file: node numbers (as task ids) per route, and a cost."""

    routes: tuple[tuple[str, ...], ...]
    cost: float | None


def read_orders(text: str | bytes) -> Orders:
    """Read a `.sol` file.

    Raises
    ------
    InputError
        F201: there is no route; F202: a route is not a list of numbers.
    """
    faults = fault_list()
    routes: dict[int, tuple[str, ...]] = {}
    cost: float | None = None
    for number, line in enumerate(read_text(text).splitlines(), start=1):
        if (route := _ROUTE.match(line)) is not None:
            words = route[2].split()
            if not all(word.isdecimal() for word in words):
                faults.add("F202", f"line {number}", "The route is not a list of numbers.", "Correct it.")
            routes[int(route[1])] = tuple(str(int(word)) for word in words if word.isdecimal())
        elif (stated := _COST.match(line)) is not None:
            cost = float(stated[1])
    faults.raise_if_any()
    if not routes:
        refuse("F201", "There is no route in the file.", action="Give lines such as 'Route #1: 3 1 2'.")
    last = max(routes)
    if last > 100_000:
        refuse("F202", f"Route {last} is out of bounds.", action="Number routes from 1.")
    return Orders(tuple(routes.get(number, ()) for number in range(1, last + 1)), cost)


def plan_from_orders(problem: Problem, matrices: TravelMatrices, orders: Orders) -> Plan:
    """Build the plan of a `.sol` file, scheduled as early as its orders permit.

    Broken rules are left for the checker to report; only references to nodes or vehicles that do not
    exist are refused.

    Raises
    ------
    InputError
        F205: more routes than vehicles, or an unknown node.
    """
    if len(orders.routes) > len(problem.vehicles):
        refuse(
            "F205",
            f"There are {len(orders.routes)} routes and {len(problem.vehicles)} vehicles.",
            action="Use no more routes than the file has vehicles.",
        )
    used = [
        (vehicle, tuple(stops))
        for vehicle, order in zip(problem.vehicles, orders.routes, strict=False)
        if (stops := _stops(problem, order))
    ]
    routes = tuple(earliest_route(problem, matrices, vehicle, stops) for vehicle, stops in used)
    served = {stop.id for _, stops in used for stop in stops if stop.kind != "unload"}
    every = {task.id: task.penalty for task in problem.tasks}
    every |= {shipment.id: shipment.penalty for shipment in problem.shipments}
    left = [name for name in every if name not in served]
    return Plan(
        cost=sum(route.cost for route in routes) + sum(every[name] or 0.0 for name in left),
        routes=routes,
        unassigned=tuple(
            Unassigned(task=name, code="R200", reason="It is in no route of the file.") for name in left
        ),
    )


def _stops(problem: Problem, order: tuple[str, ...]) -> list[Stop]:
    tasks = {task.id for task in problem.tasks}
    pickups = {shipment.id for shipment in problem.shipments}
    deliveries = {str(shipment.delivery.place): shipment.id for shipment in problem.shipments}
    reloads = {str(facility.place): facility.id for facility in problem.facilities}
    stops = []
    for node in order:
        if node in tasks:
            stops.append(Stop("collect", node))
        elif node in pickups:
            stops.append(Stop("pickup", node))
        elif node in deliveries:
            stops.append(Stop("deliver", deliveries[node]))
        elif node in reloads:
            stops.append(Stop("unload", reloads[node]))
        else:
            refuse("F205", f"There is no node {node} to visit.", action="Use node numbers less one.")
    return stops
