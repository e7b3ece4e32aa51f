"""Loads as dimensions of the OR-Tools model.

An unloading is a copy of a facility whose transit is minus the largest load; its slack makes up for what
was not aboard. Slack is zero everywhere else. Two incompatible load types are a dimension that is 0 at
tasks of the one and 1 at tasks of the other, and changes at unloadings only.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from data.domain.problem import Amounts
from routing.engines.ortools.nodes import Nodes
from routing.model.index import DayIndex

UNLIMITED = 1 << 40


def add_loads(index: DayIndex, nodes: Nodes, manager: Any, routing: Any) -> None:
    """Add capacities, caps per load type, segregation, and whole shipments between unloadings."""
    builder = _Loads(index, nodes, manager, routing)
    for number in range(len(index.dimensions)):
        builder.add_capacity(number)
    for number, (load_type, dimension, most) in enumerate(index.caps):
        builder.add_cap(f"cap {number}", load_type, dimension, most)
    for number, (one, others) in enumerate(_cover_by_stars(index.conflicts)):
        builder.add_segregation(f"apart {number}", one, others, lasts=False)
    for number, (one, others) in enumerate(_cover_by_stars(index.day_conflicts)):
        builder.add_segregation(f"apart all day {number}", one, others, lasts=True)
    if index.shipments and nodes.unloads:
        builder.add_shipments_whole()


def _cover_by_stars(conflicts: Mapping[str, frozenset[str]]) -> list[tuple[str, frozenset[str]]]:
    """Cover the conflict graph by few stars: a load type and all those it conflicts with."""
    left = {one: set(others) for one, others in conflicts.items()}
    stars: list[tuple[str, frozenset[str]]] = []
    while any(left.values()):
        centre = max(sorted(left), key=lambda one: len(left[one]))
        stars.append((centre, frozenset(left[centre])))
        for other in left.pop(centre):
            left[other].discard(centre)
    return stars


class _Loads:
    """Adds load dimensions to a model."""

    def __init__(self, index: DayIndex, nodes: Nodes, manager: Any, routing: Any) -> None:
        self.index = index
        self.nodes = nodes
        self.routing = routing
        self.position = {node: int(manager.NodeToIndex(node)) for node in (*nodes.demanded, *nodes.unloads)}
        self.activities = [None if step is None else index.activities[step] for step in nodes.steps]
        self.unloads = set(nodes.unloads)

    def add_capacity(self, number: int) -> None:
        """Add the load in one dimension; with deliveries, the collected load and the total are separate."""
        vehicles = self.index.problem.vehicles
        if not any(vehicle.capacity for vehicle in vehicles):
            return
        limits = [v.capacity[number] if v.capacity else UNLIMITED for v in vehicles]
        name = f"load {number}"
        collected = [0] * len(self.nodes.steps)
        delivered = [0] * len(self.nodes.steps)
        for node in self.nodes.demanded:
            activity, step = self.activities[node], self.nodes.steps[node]
            assert activity is not None
            assert step is not None
            collected[node] = _amount(activity.loaded, number)
            if step.kind == "deliver":
                collected[node] = -_amount(activity.delivered, number)
            else:
                delivered[node] = _amount(activity.delivered, number)
        if not any(collected) and not any(delivered):
            return
        self._add(name, collected, limits)
        if any(delivered):
            self._add_total(name, number, [a - b for a, b in zip(collected, delivered, strict=True)], limits)

    def _add_total(self, name: str, number: int, changes: list[int], limits: list[int]) -> None:
        """Add the total load: deliveries are aboard from the start of a trip, and none at its end."""
        total = f"total {number}"
        self._add(total, changes, limits, starts_empty=False)
        collected, whole = self.routing.GetDimensionOrDie(name), self.routing.GetDimensionOrDie(total)
        solver = self.routing.solver()
        ends = [self.routing.End(vehicle) for vehicle in range(self.routing.vehicles())]
        for position in (*ends, *(self.position[node] for node in self.nodes.unloads)):
            solver.Add(whole.CumulVar(position) == collected.CumulVar(position))

    def add_cap(self, name: str, load_type: str, dimension: int, most: int) -> None:
        """Limit the load of one type to `most`."""
        changes = [0] * len(self.nodes.steps)
        for node in self.nodes.demanded:
            activity = self.activities[node]
            assert activity is not None
            if activity.load_type == load_type:
                changes[node] = _amount(activity.loaded, dimension)
                step = self.nodes.steps[node]
                if step is not None and step.kind == "deliver":
                    changes[node] = -_amount(activity.delivered, dimension)
        if any(changes):
            self._add(name, changes, [most] * len(self.index.problem.vehicles))

    def add_segregation(self, name: str, one: str, others: frozenset[str], *, lasts: bool) -> None:
        """Add a dimension that is 0 where one type is loaded and 1 where a conflicting one is."""
        nothing = [0] * len(self.nodes.steps)
        limits = [1] * len(self.index.problem.vehicles)
        if lasts:
            unary = self.routing.RegisterUnaryTransitVector(nothing)
            self.routing.AddDimensionWithVehicleCapacity(unary, 0, limits, False, name)
        else:
            self._add(name, nothing, limits, starts_empty=False, taken_off=1)
        dimension = self.routing.GetDimensionOrDie(name)
        for node in self.nodes.demanded:
            activity = self.activities[node]
            assert activity is not None
            if activity.load_type == one:
                dimension.CumulVar(self.position[node]).SetValue(0)
            elif activity.load_type in others:
                dimension.CumulVar(self.position[node]).SetValue(1)

    def add_shipments_whole(self) -> None:
        """Forbid shipments aboard at unloadings."""
        changes = [0] * len(self.nodes.steps)
        for node in self.nodes.demanded:
            step = self.nodes.steps[node]
            assert step is not None
            changes[node] = {"pickup": 1, "deliver": -1}.get(step.kind, 0)
        unary = self.routing.RegisterUnaryTransitVector(changes)
        self.routing.AddDimension(unary, 0, len(self.index.shipments), True, "shipments aboard")
        dimension = self.routing.GetDimensionOrDie("shipments aboard")
        for node in self.nodes.unloads:
            dimension.CumulVar(self.position[node]).SetMax(0)

    def _add(
        self,
        name: str,
        changes: list[int],
        limits: list[int],
        *,
        starts_empty: bool = True,
        taken_off: int | None = None,
    ) -> None:
        """Add a dimension whose value drops, by any amount, at unloadings only."""
        most = max(limit for limit in limits) if taken_off is None else taken_off
        vector = list(changes)
        for node in self.unloads:
            vector[node] = -most
        unary = self.routing.RegisterUnaryTransitVector(vector)
        slack = 2 * most if self.unloads else 0
        self.routing.AddDimensionWithVehicleCapacity(unary, slack, limits, starts_empty, name)
        if not self.unloads:
            return
        dimension = self.routing.GetDimensionOrDie(name)
        for node in self.nodes.demanded:
            dimension.SlackVar(self.position[node]).SetValue(0)
        for vehicle in range(self.routing.vehicles()):
            dimension.SlackVar(self.routing.Start(vehicle)).SetValue(0)


def _amount(amounts: Amounts, number: int) -> int:
    return amounts[number] if amounts else 0
