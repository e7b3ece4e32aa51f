"""Tables of vehicles: shifts, limits, prices, breaks, classes, and what lies behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from data.domain.problem import Problem, Vehicle
from routing.engines.lns.encoding.names import mask_of
from routing.engines.lns.encoding.stops import Stop
from routing.engines.lns.layout import rows, tables
from routing.engines.lns.layout.rows import ANY, FOREVER_S, NONE
from routing.engines.lns.layout.tables import Workspace
from routing.model.locks import LockLinks


def encode_vehicles(
    workspace: Workspace,
    vehicles: Sequence[Vehicle],
    depots: Mapping[int | None, int],
    skills: Mapping[str, int],
    profiles: Mapping[str, int],
    dims: int,
) -> None:
    """Put the tables of vehicles, capacities and breaks; `depots` gives the node of a place, or of None."""
    workspace.put_rows("vehicle", rows.Vehicle, len(vehicles))
    table = tables.vehicles(workspace.c)
    capacity = np.full((len(vehicles), dims), FOREVER_S, np.int64)
    class_of: dict[object, int] = {}
    breaks: list[tuple[int, int, int]] = []
    for k, vehicle in enumerate(vehicles):
        row = table[k]
        row.start, row.end = depots[vehicle.start], depots[vehicle.end]
        row.opens_s, row.closes_s = vehicle.shift
        row.overtime_s = vehicle.overtime_s
        row.skills = mask_of(vehicle.skills, skills)
        row.max_distance_m = -1 if vehicle.max_distance_m is None else vehicle.max_distance_m
        row.max_duration_s = -1 if vehicle.max_duration_s is None else vehicle.max_duration_s
        row.profile = profiles[vehicle.profile]
        row.range_m = -1 if vehicle.range_m is None else vehicle.range_m
        row.recharge_s, row.used_before_m = vehicle.recharge_s, vehicle.underway.used_m
        row.first_break = len(breaks)
        breaks += [(*each.window, each.duration_s) for each in sorted(vehicle.breaks, key=lambda b: b.window)]
        row.last_break = len(breaks)
        row.class_number = class_of.setdefault(replace(vehicle, id=""), k)
        cost = vehicle.cost
        row.fixed_cost, row.per_m = cost.fixed, cost.per_km / 1000
        row.per_s, row.per_overtime_s = cost.per_h / 3600, cost.per_overtime_h / 3600
        capacity[k, : len(vehicle.capacity)] = vehicle.capacity
    workspace.put("capacity", capacity)
    pause = workspace.put_rows("pause", rows.Break, len(breaks))
    for k, (opens_s, closes_s, duration_s) in enumerate(breaks):
        pause["opens_s"][k], pause["closes_s"][k], pause["duration_s"][k] = opens_s, closes_s, duration_s


def encode_beginnings(
    workspace: Workspace, locked: LockLinks, problem: Problem, stops: Sequence[Stop], types: Mapping[str, int]
) -> None:
    """Store what lies behind each vehicle, and the stop that its route must begin with."""
    table = tables.vehicles(workspace.c)
    at = {stop.id: j for j, stop in enumerate(stops) if not stop.delivers}
    for k, vehicle in enumerate(problem.vehicles):
        table[k].carried_types = mask_of(vehicle.underway.carried, types)
        if problem.rules.rest is not None:
            driven_s = min(vehicle.underway.driven_s, problem.rules.rest.after_driving_s)
            table[k].driven_before_s = driven_s
        first = locked.first.get(vehicle.id)
        table[k].first_stop = ANY if first is None else at.get(first, NONE)
        if problem.objective.stability:  # which vehicle it is then matters
            table[k].class_number = k


def classify(workspace: Workspace) -> None:
    """Put vehicles that differ in nothing, the stop they must begin with included, in classes."""
    table = tables.vehicles(workspace.c)
    alike = np.stack([table["class_number"], table["first_stop"]], axis=1)
    _, numbers, sizes = np.unique(alike, axis=0, return_inverse=True, return_counts=True)
    table["class_number"][:] = numbers.reshape(-1)
    members = np.argsort(table["class_number"], kind="stable")
    workspace.put_rows("vehicle_class", rows.VehicleClass, len(sizes))
    classes = tables.vehicle_classes(workspace.c)
    classes["first_member"][:] = np.cumsum(sizes) - sizes
    classes["members"][:] = sizes
    ranks = np.arange(len(members)) - classes["first_member"][table["class_number"][members]]
    table["rank"][members] = ranks
    workspace.put("class_member", members.astype(np.int32))
    workspace.c.classes = len(classes)
