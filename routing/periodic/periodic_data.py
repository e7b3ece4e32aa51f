"""Encode a periodic problem as arrays for the compiled search."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.domain.matrix import TravelMatrices
from data.domain.periodic import PeriodicProblem
from data.domain.problem import Vehicle
from routing.periodic.infeasibility import available_s
from routing.periodic.patterns import patterns, trucks_on, working_days

FAR = 1e9
FAR_S = 100_000_000
NO_LIMIT = 2_000_000_000

PLACES, FACILITIES, DAYS, END_EMPTY = range(4)
"""Indices of `PeriodicData.counts`."""
LEVELLING, UNSERVED = range(2)
"""Indices of `PeriodicData.prices`."""


class PeriodicData(NamedTuple):
    """The constants of a search. Nodes: places, then facilities, then start and end of each truck.

    Attributes
    ----------
    counts
        By `PLACES`, `FACILITIES`, `DAYS`: how many there are; by `END_EMPTY`: 1 where a truck must unload
        before it ends its route. An array, since plain numbers as fields made the kernels a tenth slower.
    prices
        By `LEVELLING`: of an hour between the longest and the shortest day; by `UNSERVED`: of a place left
        out.
    arc_price, arc_s, arc_m
        Shape (classes, nodes, nodes): price, seconds and metres from node to node. Trucks of one class
        drive at the same speeds and prices.
    truck_class, twin
        Of each truck: its class; the last truck before it with all the same properties, or -1.
    works
        Shape (days, trucks): who may go out.
    open_days
        Days on which any truck may go out.
    capacity_kg, max_s, max_m, fixed_price
        Of each truck; `max_s` counts driving and work.
    price_per_s
        Of each truck, for a second of work at a node.
    work_s
        At every node.
    amount_kg
        Shape (places, days + 1): what a visit collects so many days after the one before.
    first, gap
        Visit patterns of place p are rows first[p] to first[p + 1] of `gap`, shape (patterns, days), which
        holds the days since the visit before, and 0 where there is no visit.
    near
        Shape (places, k): the nearest other places.
    """

    arc_price: NDArray[np.float64]
    arc_s: NDArray[np.int32]
    arc_m: NDArray[np.int32]
    truck_class: NDArray[np.int64]
    twin: NDArray[np.int64]
    works: NDArray[np.bool_]
    open_days: NDArray[np.bool_]
    capacity_kg: NDArray[np.int64]
    max_s: NDArray[np.int64]
    max_m: NDArray[np.int64]
    fixed_price: NDArray[np.float64]
    price_per_s: NDArray[np.float64]
    work_s: NDArray[np.int64]
    amount_kg: NDArray[np.int64]
    first: NDArray[np.int64]
    gap: NDArray[np.int16]
    near: NDArray[np.int64]
    counts: NDArray[np.int64]
    prices: NDArray[np.float64]


class State(NamedTuple):
    """A calendar that the search changes in place.

    Attributes
    ----------
    nodes, length
        Nodes of every route without its depots, shape (days, trucks, nodes), and how many they are.
    price, time_s, road_m
        Of every route, shape (days, trucks).
    load_kg
        Shape (days, places): what a visit collects; 0 where there is none.
    truck
        Shape (days, places): the truck that visits, or -1.
    pattern
        By place, its row of `PeriodicData.gap`; -1 where the place is left out.
    """

    nodes: NDArray[np.int32]
    length: NDArray[np.int64]
    price: NDArray[np.float64]
    time_s: NDArray[np.int64]
    road_m: NDArray[np.int64]
    load_kg: NDArray[np.int64]
    truck: NDArray[np.int64]
    pattern: NDArray[np.int64]


MAX_NEAR = 25


def encode(problem: PeriodicProblem, matrices: TravelMatrices) -> PeriodicData:
    """Encode a problem that has no faults and no infeasible place."""
    working = working_days(problem)
    trucks = [each.vehicle for each in problem.vehicles]
    numbers: dict[Any, int] = {}
    classes = [
        numbers.setdefault((each.profile, each.cost.per_km, each.cost.per_h), len(numbers)) for each in trucks
    ]
    examples = [trucks[classes.index(number)] for number in range(len(numbers))]
    rows = _matrix_rows(problem)
    arcs = [_arcs(each, rows, matrices) for each in examples]
    works = np.zeros((problem.horizon_days, len(trucks)), np.bool_)
    for day in range(problem.horizon_days):
        works[day, trucks_on(problem, day)] = True
    first, gap = _patterns(problem, working)
    horizon, places = problem.horizon_days, len(problem.places)
    amounts = [[place.amount_kg(days) for days in range(horizon + 1)] for place in problem.places]
    work_s = [place.service_s for place in problem.places]
    work_s += [facility.unload_s for facility in problem.facilities] + [0] * (2 * len(trucks))
    arc_price = np.stack([each[0] for each in arcs])
    return PeriodicData(
        arc_price=arc_price,
        arc_s=np.stack([each[1] for each in arcs]),
        arc_m=np.stack([each[2] for each in arcs]),
        truck_class=np.array(classes),
        twin=np.array([_twin(problem, v) for v in range(len(trucks))]),
        works=works,
        open_days=np.array(working),
        capacity_kg=np.array([each.capacity[0] if each.capacity else NO_LIMIT for each in trucks]),
        max_s=np.array([_max_s(problem, each) for each in trucks]),
        max_m=np.array([NO_LIMIT if each.max_distance_m is None else each.max_distance_m for each in trucks]),
        fixed_price=np.array([each.cost.fixed for each in trucks]),
        price_per_s=np.array([each.cost.per_h / 3600 for each in trucks]),
        work_s=np.array(work_s),
        amount_kg=np.array(amounts, np.int64).reshape(places, horizon + 1),
        first=first,
        gap=gap,
        near=_nearest(arc_price[0][:places, :places]),
        counts=np.array([places, len(problem.facilities), horizon, int(problem.rules.end_empty)]),
        prices=np.array([problem.levelling, _unserved_price(arc_price, problem)]),
    )


def _matrix_rows(problem: PeriodicProblem) -> list[int]:
    """Matrix row of every node; -1 for a depot that a truck does not have."""
    rows = [place.place for place in problem.places]
    rows += [facility.place for facility in problem.facilities]
    for each in problem.vehicles:
        ends = (each.vehicle.start, each.vehicle.end)
        rows += [-1 if end is None else end for end in ends]
    return rows


def _arcs(
    truck: Vehicle, rows: list[int], matrices: TravelMatrices
) -> tuple[NDArray[np.float64], NDArray[np.int32], NDArray[np.int32]]:
    matrix = matrices[truck.profile]
    index = np.array(rows)
    nowhere = index < 0
    at = np.ix_(np.maximum(index, 0), np.maximum(index, 0))
    seconds, metres = matrix.duration_s[at].astype(np.int32), matrix.distance_m[at].astype(np.int32)
    closed = (seconds < 0) | (metres < 0)
    price = metres * (truck.cost.per_km / 1000) + seconds * (truck.cost.per_h / 3600)
    price[closed], seconds[closed], metres[closed] = FAR, FAR_S, 0
    for array in (price, seconds, metres):
        array[nowhere, :] = 0
        array[:, nowhere] = 0
    return price, seconds, metres


def _twin(problem: PeriodicProblem, v: int) -> int:
    """The last truck before this one that has all the same properties, or -1."""
    mine = problem.vehicles[v].vehicle

    def alike(other: Vehicle) -> bool:
        names = ("start", "end", "shift", "overtime_s", "capacity", "cost", "breaks", "profile")
        limits = ("max_distance_m", "max_duration_s")
        return all(getattr(mine, name) == getattr(other, name) for name in (*names, *limits))

    return next((w for w in range(v - 1, -1, -1) if alike(problem.vehicles[w].vehicle)), -1)


def _max_s(problem: PeriodicProblem, truck: Vehicle) -> int:
    """Seconds of driving and work that fit a day, less breaks and the rests of a day of driving."""
    max_s = available_s(truck.shift, 0, truck.max_duration_s)
    max_s -= sum(each.duration_s for each in truck.breaks)
    rest = problem.rules.rest
    if rest is not None:
        max_s -= max(0, (max_s - 1) // (rest.after_driving_s + rest.duration_s)) * rest.duration_s
    return max(max_s, 0)


def _patterns(problem: PeriodicProblem, working: list[bool]) -> tuple[NDArray[np.int64], NDArray[np.int16]]:
    first, rows = [0], []
    for place in problem.places:
        for days in patterns(problem, place, working):
            row = np.zeros(problem.horizon_days, np.int16)
            for number, day in enumerate(days):
                row[day] = (day - days[number - 1]) % problem.horizon_days or problem.horizon_days
            rows.append(row)
        first.append(len(rows))
    return np.array(first), np.array(rows, np.int16).reshape(len(rows), problem.horizon_days)


def _nearest(price: NDArray[np.float64]) -> NDArray[np.int64]:
    both = price + price.T
    np.fill_diagonal(both, np.inf)
    count = max(min(MAX_NEAR, len(both) - 1), 1)
    return np.argsort(both, axis=1, kind="stable")[:, :count].astype(np.int64)


def _unserved_price(arc_price: NDArray[np.float64], problem: PeriodicProblem) -> float:
    """An upper bound on the cost of serving one place."""
    dearest = float(arc_price[arc_price < FAR].max(initial=1.0))
    fixed = max((each.vehicle.cost.fixed for each in problem.vehicles), default=0.0)
    hours = sum(each.vehicle.cost.per_h for each in problem.vehicles)
    spread = problem.levelling * 24 * max(len(problem.vehicles), 1)
    return (4 * dearest + fixed + 24 * hours) * problem.horizon_days + spread + 1.0


def empty_state(data: PeriodicData) -> State:
    """A calendar without visits."""
    days, trucks = data.works.shape
    places = int(data.counts[PLACES])
    longest = places + 2 + (min(places, 400) + 2 if data.counts[FACILITIES] else 0)
    return State(
        nodes=np.zeros((days, trucks, longest), np.int32),
        length=np.zeros((days, trucks), np.int64),
        price=np.zeros((days, trucks)),
        time_s=np.zeros((days, trucks), np.int64),
        road_m=np.zeros((days, trucks), np.int64),
        load_kg=np.zeros((days, places), np.int64),
        truck=np.full((days, places), -1, np.int64),
        pattern=np.full(places, -1, np.int64),
    )
