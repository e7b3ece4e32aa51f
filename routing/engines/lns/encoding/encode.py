"""Encode a problem into the tables that kernels read and never change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.domain.matrix import TravelMatrices, TravelMatrix
from data.domain.problem import Facility, Problem
from routing.engines.lns.encoding import features
from routing.engines.lns.encoding.names import EVERY_TYPE, load_types, mask_of, number_names
from routing.engines.lns.encoding.nodes import encode_locks, encode_nodes, encode_objective
from routing.engines.lns.encoding.stops import stops_of
from routing.engines.lns.encoding.vehicles import classify, encode_beginnings, encode_vehicles
from routing.engines.lns.layout import rows, tables
from routing.engines.lns.layout.records import Int32Array, Table, dtype_of
from routing.engines.lns.layout.rows import FOREVER_S
from routing.engines.lns.layout.tables import Context, Workspace
from routing.model.locks import link_locks


def encode(
    problem: Problem,
    matrices: TravelMatrices,
    *,
    neighbours: int,
    insertion_neighbours: int,
    given_up: Collection[str] = (),
) -> Workspace:
    """Encode a validated problem into the read-only tables of a new workspace.

    Parameters
    ----------
    neighbours, insertion_neighbours
        How many nearest stops each stop knows, for removal and for insertion.
    given_up
        Vehicles whose locked beginning cannot be driven: its tasks are held to the vehicle only.

    Raises
    ------
    ValueError
        More than 62 load types, skills or profiles: a set of them is one word.
    """
    stops = stops_of(problem, matrices)
    facilities, stations, vehicles = problem.facilities, problem.stations, problem.vehicles
    depots = sorted({place for v in vehicles for place in (v.start, v.end) if place is not None})
    places = [stop.place for stop in stops] + [f.place for f in facilities]
    places += [s.place for s in stations] + depots
    types = load_types(problem, stops)
    skills = number_names({skill for stop in stops for skill in stop.skills})
    profiles = number_names({vehicle.profile for vehicle in vehicles})
    locked = link_locks(problem, given_up=given_up)
    workspace = Workspace()
    _encode_sizes(workspace.c, problem, len(stops))
    workspace.put("arc", np.stack([_arcs(matrices[profile], places) for profile in profiles]))
    encode_nodes(workspace, problem, stops, places, types, skills)
    encode_locks(workspace, locked, problem, stops)
    first_depot = len(stops) + len(facilities) + len(stations)
    depot_nodes: dict[int | None, int] = {place: first_depot + k for k, place in enumerate(depots)}
    depot_nodes[None] = len(places)
    encode_vehicles(workspace, vehicles, depot_nodes, skills, profiles, len(problem.dimensions))
    encode_beginnings(workspace, locked, problem, stops, types)
    classify(workspace)
    _encode_rules(workspace, problem, types)
    _encode_facilities(workspace, facilities, types, len(problem.dimensions))
    encode_objective(workspace, problem, stops)
    seconds = tables.arcs(workspace.c)["duration_s"][0]
    workspace.put("near_facility", _nearest(seconds, len(stops), len(facilities)))
    workspace.put("near_station", _nearest(seconds, len(stops) + len(facilities), len(stations)))
    workspace.put("neighbour", _neighbours(seconds, tables.nodes(workspace.c), len(stops), neighbours))
    workspace.c.insertion_neighbours = min(insertion_neighbours, max(len(stops) - 1, 0))
    features.detect(workspace, problem, stops, is_ordered=bool(locked.after or locked.first))
    return workspace


def _encode_sizes(c: Context, problem: Problem, stops: int) -> None:
    """Store sizes, and the rules of the whole day."""
    rules = problem.rules
    c.stops, c.facilities, c.vehicles = stops, len(problem.facilities), len(problem.vehicles)
    c.dims, c.caps = len(problem.dimensions), len(rules.load_caps)
    c.stations = len(problem.stations)
    c.rest_after_s = rules.rest.after_driving_s if rules.rest else 0
    c.rest_s = rules.rest.duration_s if rules.rest else 0
    c.end_empty = rules.end_empty


def _arcs(matrix: TravelMatrix, places: Sequence[int]) -> NDArray[Any]:
    at = np.ix_(np.asarray(places, np.int64), np.asarray(places, np.int64))
    arc = np.zeros((len(places) + 1, len(places) + 1), dtype_of(rows.Arc))
    arc["duration_s"][:-1, :-1] = matrix.duration_s[at]
    arc["distance_m"][:-1, :-1] = matrix.distance_m[at]
    return arc


def _encode_rules(workspace: Workspace, problem: Problem, types: Mapping[str, int]) -> None:
    rules = problem.rules
    conflict = workspace.put_rows("conflict", rows.Conflict, len(types))
    for field, pairs in (("aboard_types", rules.incompatible), ("day_types", rules.incompatible_day)):
        for a, b in pairs:
            conflict[field][types[a]] |= 1 << types[b]
            conflict[field][types[b]] |= 1 << types[a]
    cap = workspace.put_rows("cap", rows.LoadCap, len(rules.load_caps))
    for k, each in enumerate(rules.load_caps):
        cap["load_type"][k] = types[each.load_type]
        cap["dimension"][k] = problem.dimensions.index(each.dimension)
        cap["most"][k] = each.max


def _encode_facilities(
    workspace: Workspace, facilities: Sequence[Facility], types: Mapping[str, int], dims: int
) -> None:
    intake = np.full((len(facilities), dims), -1, np.int64)
    accepted = np.full(len(facilities), EVERY_TYPE, np.int64)
    for k, facility in enumerate(facilities):
        if facility.accepts is not None:
            accepted[k] = mask_of(facility.accepts, types)
        if facility.intake is not None:
            intake[k] = facility.intake
    workspace.put("accepted", accepted)
    workspace.put("intake", intake)


def _nearest(seconds: Int32Array, first: int, count: int) -> Int32Array:
    """(N, count) facilities or stations by driving time from each node, nearest first."""
    away_s = seconds[:, first : first + count].astype(np.int64)
    away_s[away_s < 0] = FOREVER_S
    return np.argsort(away_s, axis=1, kind="stable").astype(np.int32)


def _neighbours(away_s: Int32Array, node: Table[rows.Node], n: int, count: int) -> Int32Array:
    """(n, K) nearest stops by driving time either way, with part of the waiting that windows force."""
    if n < 2:
        return np.zeros((n, 0), np.int32)
    seconds = away_s[:n, :n].astype(np.float64)
    seconds[seconds < 0] = FOREVER_S
    service_s, latest_s = node["service_s"][:n], node["latest_s"][:n]
    earliest_s = node["earliest_s"][:n].astype(np.float64)
    done_s = (latest_s + service_s).astype(np.float64)
    wait_s = np.maximum(earliest_s[None, :] - done_s[:, None] - seconds, 0.0)
    late_s = np.maximum(earliest_s[:, None] + service_s[:, None] + seconds - latest_s[None, :], 0.0)
    nearness = seconds + 0.2 * wait_s + late_s
    nearness = np.minimum(nearness, nearness.T)
    np.fill_diagonal(nearness, np.inf)
    kept = min(count, n - 1)
    nearest = np.argpartition(nearness, kept - 1, axis=1)[:, :kept]
    order = np.argsort(np.take_along_axis(nearness, nearest, axis=1), axis=1, kind="stable")
    return np.take_along_axis(nearest, order, axis=1).astype(np.int32)
