"""Nodes of the OR-Tools model, and the matrices over them.

A node is a depot, a task, one end of a shipment, or one of several optional copies of a facility for
unloading within a route. The last unloading is part of the arc from a task to the end depot. Set-up is
part of the arc from another place, so the time of a node is its start plus its set-up, and its windows
are shifted accordingly.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from data.domain.matrix import UNREACHABLE
from data.domain.problem import Facility, Problem, Vehicle
from routing.model.index import DayIndex
from routing.model.steps import Step

LongMatrix = NDArray[np.int64]
NOWHERE = -1
MAX_COPIES = 16


@dataclass(slots=True)
class Nodes:
    """Nodes of the model, by number.

    Attributes
    ----------
    places
        Row of the travel matrix per node; `NOWHERE` for the ends of open routes.
    steps
        Step that a visit of the node performs; None for depots.
    starts, ends
        Node per vehicle.
    """

    places: list[int] = field(default_factory=list)
    steps: list[Step | None] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def add(self, place: int, step: Step | None) -> int:
        """Add a node and return its number."""
        self.places.append(place)
        self.steps.append(step)
        return len(self.places) - 1

    @property
    def unloads(self) -> list[int]:
        """Nodes that are copies of facilities."""
        return [node for node, step in enumerate(self.steps) if step is not None and step.kind == "unload"]

    @property
    def demanded(self) -> list[int]:
        """Nodes that serve a task or an end of a shipment."""
        return [node for node, step in enumerate(self.steps) if step is not None and step.kind != "unload"]


def build_nodes(index: DayIndex) -> Nodes:
    """Build the nodes: depots, then tasks, shipments and copies of facilities."""
    nodes = Nodes()
    depots: dict[tuple[int, str], int] = {}
    for vehicle in index.problem.vehicles:
        for place, role, chosen in (
            (vehicle.start, "start", nodes.starts),
            (vehicle.end, "end", nodes.ends),
        ):
            key = (NOWHERE if place is None else place, role)
            if key not in depots:
                depots[key] = nodes.add(key[0], None)
            chosen.append(depots[key])
    for id_ in index.demanded:
        for step in index.steps_of(id_):
            nodes.add(index.activities[step].place, step)
    for facility in index.facilities.values():
        for _ in range(_count_copies(index.problem)):
            nodes.add(facility.place, Step("unload", facility.id))
    return nodes


def _count_copies(problem: Problem) -> int:
    """Copies per facility, from the number of trips that loads and segregation may require."""
    if not problem.facilities:
        return 0
    trips = len(problem.rules.incompatible)
    for number in range(len(problem.dimensions)):
        demand = sum(task.demand[number] for task in problem.tasks if task.demand)
        sizes = [vehicle.capacity[number] for vehicle in problem.vehicles if vehicle.capacity]
        if sizes and max(sizes) > 0:
            trips = max(trips, math.ceil(demand * len(sizes) / max(1, sum(sizes))))
    return min(MAX_COPIES, 2 + math.ceil(trips / len(problem.facilities)))


@dataclass(frozen=True, slots=True)
class Arcs:
    """Matrices between nodes for one profile, last unloadings included.

    Attributes
    ----------
    elapsed_s
        Work at the origin, driving, and set-up at the destination.
    driving_s, distance_m
        Of the drive alone.
    """

    elapsed_s: LongMatrix
    driving_s: LongMatrix
    distance_m: LongMatrix


def build_arcs(index: DayIndex, nodes: Nodes, profile: str, never_s: int) -> Arcs:
    """Build the arcs of one profile; `never_s` where there is no path."""
    matrix = index.matrices[profile]
    places = np.array(nodes.places)
    known = np.where(places == NOWHERE, 0, places)
    driving = matrix.duration_s[np.ix_(known, known)].astype(np.int64)
    metres = matrix.distance_m[np.ix_(known, known)].astype(np.int64)
    blocked = driving == UNREACHABLE
    driving[blocked] = never_s
    metres[blocked] = 0
    anywhere = places == NOWHERE
    for table in (driving, metres):
        table[anywhere, :] = 0
        table[:, anywhere] = 0
    work = np.array([0 if step is None else index.activities[step].work_s for step in nodes.steps])
    setup = np.array([0 if step is None else index.activities[step].setup_s for step in nodes.steps])
    elsewhere = places[:, None] != places[None, :]
    elapsed = driving + work[:, None] + setup[None, :] * elsewhere
    arcs = Arcs(elapsed, driving, metres)
    if index.problem.rules.end_empty and any(
        index.collects(step) for step in nodes.steps if step is not None
    ):
        _fold_last_unloading(index, nodes, profile, arcs, never_s)
    return arcs


def _fold_last_unloading(index: DayIndex, nodes: Nodes, profile: str, arcs: Arcs, never_s: int) -> None:
    """Route every arc from a task to an end depot through the facility of the least detour."""
    duration = index.matrices[profile].duration_s
    distance = index.matrices[profile].distance_m
    for end in set(nodes.ends):
        home = nodes.places[end]
        for node in nodes.demanded:
            step = nodes.steps[node]
            assert step is not None
            place = nodes.places[node]
            best = (never_s, never_s, 0)
            for facility in index.facilities.values():
                if not _accepts(facility, index.activities[step].load_type):
                    continue
                there_s = duration.item(place, facility.place)
                back_s = 0 if home == NOWHERE else duration.item(facility.place, home)
                if UNREACHABLE in {there_s, back_s}:
                    continue
                back_m = 0 if home == NOWHERE else distance.item(facility.place, home)
                metres = distance.item(place, facility.place) + back_m
                detour = (there_s + back_s + facility.unload_s, there_s + back_s, metres)
                best = min(best, detour)
            elapsed_s, driving_s, metres = best
            arcs.elapsed_s[node, end] = elapsed_s + index.activities[step].work_s
            arcs.driving_s[node, end] = driving_s
            arcs.distance_m[node, end] = metres


def latest_return_s(index: DayIndex, vehicle: Vehicle) -> int:
    """Latest end of a route that its shift and the opening hours of facilities allow."""
    latest_s = vehicle.shift[1] + vehicle.overtime_s
    facilities = index.facilities.values()
    if not index.problem.rules.end_empty or not facilities or not all(each.windows for each in facilities):
        return latest_s
    duration = index.duration_s(vehicle)
    return min(
        latest_s,
        max(
            each.windows[-1][1]
            + each.unload_s
            + (0 if vehicle.end is None else max(0, duration.item(each.place, vehicle.end)))
            for each in facilities
        ),
    )


def _accepts(facility: Facility, load_type: str | None) -> bool:
    return load_type is None or facility.accepts is None or load_type in facility.accepts
