"""Hypothesis strategies of well-shaped problems and plans: every optional key present or absent."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import numpy as np
from hypothesis import strategies as st

from data.domain.matrix import TravelMatrix
from data.domain.places import LonLat
from data.domain.plan import Plan, Route, Unassigned, Visit
from data.domain.problem import (
    Break,
    Facility,
    LoadCap,
    Lock,
    Objective,
    Problem,
    Rest,
    Rules,
    Shipment,
    ShipmentStop,
    Task,
    Vehicle,
    VehicleCost,
)
from routing.formats.native import ProblemFile

names = st.text(min_size=1, max_size=6)
name_sets = st.frozensets(names, max_size=2)
times_s = st.integers(0, 200_000)
amounts = st.lists(st.integers(0, 10**9), max_size=3).map(tuple)
prices = st.floats(0, 1e9, allow_nan=False)
places = st.integers(0, 9)
windows = st.tuples(times_s, times_s).map(lambda pair: (min(pair), max(pair)))
window_lists = st.lists(windows, max_size=3).map(tuple)
pairs = st.lists(st.tuples(names, names), max_size=2).map(tuple)


def maybe(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.none() | strategy


def many(strategy: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(strategy, max_size=3).map(tuple)


instants = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).flatmap(
    lambda moment: st.integers(-12, 14).map(
        lambda hours: moment.replace(tzinfo=timezone(timedelta(hours=hours)))
    )
)
tasks = st.builds(
    Task,
    id=names,
    place=places,
    demand=amounts,
    delivery=amounts,
    service_s=times_s,
    setup_s=times_s,
    windows=window_lists,
    skills=name_sets,
    load_type=maybe(names),
    penalty=maybe(prices),
    release_s=times_s,
)
shipment_stops = st.builds(
    ShipmentStop, place=places, service_s=times_s, setup_s=times_s, windows=window_lists
)
shipments = st.builds(
    Shipment,
    id=names,
    pickup=shipment_stops,
    delivery=shipment_stops,
    demand=amounts,
    skills=name_sets,
    load_type=maybe(names),
    penalty=maybe(prices),
)
vehicles = st.builds(
    Vehicle,
    id=names,
    start=maybe(places),
    end=maybe(places),
    shift=windows,
    overtime_s=times_s,
    capacity=amounts,
    skills=name_sets,
    cost=st.builds(VehicleCost, fixed=prices, per_km=prices, per_h=prices, per_overtime_h=prices),
    breaks=many(st.builds(Break, window=windows, duration_s=times_s)),
    max_distance_m=maybe(st.integers(0, 10**9)),
    max_duration_s=maybe(st.integers(0, 10**8)),
    profile=names,
)
facilities = st.builds(
    Facility,
    id=names,
    place=places,
    unload_s=times_s,
    windows=window_lists,
    accepts=maybe(name_sets),
    intake=maybe(amounts),
)
rules = st.builds(
    Rules,
    rest=maybe(st.builds(Rest, after_driving_s=st.integers(1, 10**6), duration_s=st.integers(1, 10**6))),
    incompatible=pairs,
    incompatible_day=pairs,
    load_caps=many(st.builds(LoadCap, load_type=names, dimension=names, max=st.integers(0, 10**9))),
    end_empty=st.booleans(),
)
weights = st.floats(0, 1e6)
problems = st.builds(
    Problem,
    vehicles=many(vehicles),
    tasks=many(tasks),
    shipments=many(shipments),
    facilities=many(facilities),
    rules=rules,
    locks=many(
        st.builds(
            Lock,
            kind=st.sampled_from(["route", "vehicle", "prefix", "sequence"]),
            vehicle=maybe(names),
            tasks=many(names),
        )
    ),
    objective=st.builds(Objective, balance=weights, compactness=weights, stability=weights),
    dimensions=many(names),
    start=maybe(instants),
)


@st.composite
def matrices(draw: st.DrawFn, size: int) -> TravelMatrix:
    cells = st.lists(st.integers(-1, 10**8), min_size=size * size, max_size=size * size)
    duration_s, distance_m = (np.array(draw(cells), np.int32).reshape(size, size) for _ in range(2))
    return TravelMatrix(duration_s=duration_s, distance_m=distance_m)


@st.composite
def problem_files(draw: st.DrawFn) -> ProblemFile:
    size = draw(st.integers(0, 3))
    profiles = draw(st.sets(st.sampled_from(["car", "truck", "van"]), max_size=2))
    positions = draw(
        maybe(many(st.builds(LonLat, lon=st.floats(-180, 180), lat=st.floats(-90, 90))))
        if profiles
        else many(st.builds(LonLat, lon=st.floats(-180, 180), lat=st.floats(-90, 90)))
    )
    return ProblemFile(
        problem=draw(problems),
        matrices={name: draw(matrices(size)) for name in profiles} or None,
        places=positions,
        network=draw(maybe(names)),
    )


moments_s = maybe(st.integers(-(10**6), 10**6))
counts = st.integers(0, 10**6)
visits = st.builds(
    Visit,
    kind=st.sampled_from(["depot", "collect", "pickup", "deliver", "unload", "rest", "break", "charge"]),
    arrival_s=moments_s,
    start_s=moments_s,
    departure_s=moments_s,
    place=maybe(places),
    task=maybe(names),
    facility=maybe(names),
    load=amounts,
)
figures = maybe(
    st.dictionaries(names, names | st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9), max_size=2)
)
plans = st.builds(
    Plan,
    cost=prices,
    routes=many(
        st.builds(
            Route,
            vehicle=names,
            cost=prices,
            tasks=many(names),
            visits=many(visits),
            distance_m=counts,
            duration_s=counts,
            driving_s=counts,
            waiting_s=counts,
        )
    ),
    unassigned=many(
        st.builds(Unassigned, task=names, code=names, reason=names, details=figures, relaxation=figures)
    ),
    seconds=st.floats(0, 1e6),
    engine=st.text(max_size=5),
)
