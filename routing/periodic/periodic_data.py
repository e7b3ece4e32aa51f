"""A periodic problem as arrays for the compiled search."""

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


class Ground(NamedTuple):
    """What does not change in a search. Nodes: places, then facilities, then start and end of each truck.

    Attributes
    ----------
    arc, arc_s, arc_m
        By kind of truck: price, seconds and metres from node to node.
    kind, twin
        Of each truck: its kind; the truck before it that is like it in everything, or -1.
    works
        (days, trucks): who may go out.
    second
        Price of one second of work at a stop, by truck.
    work_s
        At every node.
    amount
        (places, gap): kilograms at a visit so many days after the last one.
    first, gap
        Patterns of place p are rows first[p] to first[p + 1] of `gap` (patterns, days), which holds
        the days since the visit before, and 0 where there is no visit.
    near
        (places, k): the nearest other places.
    scalars
        Places, facilities, end_empty, days.
    prices
        Levelling, price of leaving a place out.
    """

    arc: NDArray[np.float64]
    arc_s: NDArray[np.int32]
    arc_m: NDArray[np.int32]
    kind: NDArray[np.int64]
    twin: NDArray[np.int64]
    works: NDArray[np.bool_]
    open_days: NDArray[np.bool_]
    capacity: NDArray[np.int64]
    most_s: NDArray[np.int64]
    most_m: NDArray[np.int64]
    fixed: NDArray[np.float64]
    second: NDArray[np.float64]
    work_s: NDArray[np.int64]
    amount: NDArray[np.int64]
    first: NDArray[np.int64]
    gap: NDArray[np.int16]
    near: NDArray[np.int64]
    scalars: NDArray[np.int64]
    prices: NDArray[np.float64]


class State(NamedTuple):
    """A calendar under way.

    Attributes
    ----------
    seq, length
        Nodes of every day's and truck's route, without depots.
    cost, time_s, road_m
        Of every route.
    carried
        (days, places): kilograms fetched; 0 where there is no visit.
    truck
        (days, places): who visits, or -1.
    chosen
        Row of `Ground.gap` by place; -1 where it is left out.
    """

    seq: NDArray[np.int32]
    length: NDArray[np.int64]
    cost: NDArray[np.float64]
    time_s: NDArray[np.int64]
    road_m: NDArray[np.int64]
    carried: NDArray[np.int64]
    truck: NDArray[np.int64]
    chosen: NDArray[np.int64]


NEAR = 25


def encode(problem: PeriodicProblem, matrices: TravelMatrices) -> Ground:
    """Arrays of a problem free of faults, of which no place need be set aside."""
    working = working_days(problem)
    trucks = [each.vehicle for each in problem.vehicles]
    kinds: dict[Any, int] = {}
    kind = [
        kinds.setdefault((each.profile, each.cost.per_km, each.cost.per_h), len(kinds)) for each in trucks
    ]
    sample = [trucks[kind.index(number)] for number in range(len(kinds))]
    rows = _rows(problem)
    arcs = [_arcs(each, rows, matrices) for each in sample]
    works = np.zeros((problem.horizon_days, len(trucks)), np.bool_)
    for day in range(problem.horizon_days):
        works[day, trucks_on(problem, day)] = True
    first, gap = _patterns(problem, working)
    horizon = problem.horizon_days
    amounts = [[place.amount_kg(days) for days in range(horizon + 1)] for place in problem.places]
    work_s = [place.service_s for place in problem.places]
    work_s += [facility.unload_s for facility in problem.facilities] + [0] * (2 * len(trucks))
    arc = np.stack([each[0] for each in arcs])
    places = len(problem.places)
    return Ground(
        arc=arc,
        arc_s=np.stack([each[1] for each in arcs]),
        arc_m=np.stack([each[2] for each in arcs]),
        kind=np.array(kind),
        twin=np.array([_twin(problem, v) for v in range(len(trucks))]),
        works=works,
        open_days=np.array(working),
        capacity=np.array([each.capacity[0] if each.capacity else NO_LIMIT for each in trucks]),
        most_s=np.array([_most_s(problem, each) for each in trucks]),
        most_m=np.array(
            [NO_LIMIT if each.max_distance_m is None else each.max_distance_m for each in trucks]
        ),
        fixed=np.array([each.cost.fixed for each in trucks]),
        second=np.array([each.cost.per_h / 3600 for each in trucks]),
        work_s=np.array(work_s),
        amount=np.array(amounts, np.int64).reshape(places, horizon + 1),
        first=first,
        gap=gap,
        near=_near(arc[0][:places, :places]),
        scalars=np.array([places, len(problem.facilities), int(problem.rules.end_empty), horizon]),
        prices=np.array([problem.levelling, _left_out_price(arc, problem)]),
    )


def _rows(problem: PeriodicProblem) -> list[int]:
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
    mine = problem.vehicles[v].vehicle

    def alike(other: Vehicle) -> bool:
        names = ("start", "end", "shift", "overtime_s", "capacity", "cost", "breaks", "profile")
        limits = ("max_distance_m", "max_duration_s")
        return all(getattr(mine, name) == getattr(other, name) for name in (*names, *limits))

    return next((w for w in range(v - 1, -1, -1) if alike(problem.vehicles[w].vehicle)), -1)


def _most_s(problem: PeriodicProblem, truck: Vehicle) -> int:
    """Seconds of driving and work in a day, breaks and the rests of a day of driving taken off."""
    most = available_s(truck.shift, 0, truck.max_duration_s)
    most -= sum(each.duration_s for each in truck.breaks)
    rest = problem.rules.rest
    if rest is not None:
        most -= max(0, (most - 1) // (rest.after_driving_s + rest.duration_s)) * rest.duration_s
    return max(most, 0)


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


def _near(price: NDArray[np.float64]) -> NDArray[np.int64]:
    both = price + price.T
    np.fill_diagonal(both, np.inf)
    count = max(min(NEAR, len(both) - 1), 1)
    return np.argsort(both, axis=1, kind="stable")[:, :count].astype(np.int64)


def _left_out_price(arc: NDArray[np.float64], problem: PeriodicProblem) -> float:
    """More than it can cost to serve any place."""
    dearest = float(arc[arc < FAR].max(initial=1.0))
    fixed = max((each.vehicle.cost.fixed for each in problem.vehicles), default=0.0)
    hours = sum(each.vehicle.cost.per_h for each in problem.vehicles)
    spread = problem.levelling * 24 * max(len(problem.vehicles), 1)
    return (4 * dearest + fixed + 24 * hours) * problem.horizon_days + spread + 1.0


def begin(ground: Ground) -> State:
    """A calendar without visits."""
    days, trucks = ground.works.shape
    places, facilities = int(ground.scalars[0]), int(ground.scalars[1])
    longest = places + 2 + (min(places, 400) + 2 if facilities else 0)
    return State(
        seq=np.zeros((days, trucks, longest), np.int32),
        length=np.zeros((days, trucks), np.int64),
        cost=np.zeros((days, trucks)),
        time_s=np.zeros((days, trucks), np.int64),
        road_m=np.zeros((days, trucks), np.int64),
        carried=np.zeros((days, places), np.int64),
        truck=np.full((days, places), -1, np.int64),
        chosen=np.full(places, -1, np.int64),
    )
