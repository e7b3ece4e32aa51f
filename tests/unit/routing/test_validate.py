"""Faults of a problem: each rule finds its own, with its path, and all are named at once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from data.domain.matrix import TravelMatrix
from data.domain.problem import (
    Break,
    Earlier,
    Facility,
    LoadCap,
    Lock,
    Objective,
    Problem,
    Rest,
    Rules,
    Shipment,
    ShipmentStop,
    Station,
    Underway,
    VehicleCost,
)
from routing.validate import faults
from tests.factories.planned_days import planned_day
from tests.factories.small_days import ROAD, day, task, truck, yard

A, B = task("a", 1), task("b", 2)
STOP = ShipmentStop(place=1)
POLE = Station(id="pole", place=1)


def found(problem: Problem, matrices: Any = ROAD) -> list[tuple[str, str]]:
    """(code, path) of every fault; each says what is wrong and what to do."""
    every = faults(problem, matrices)
    assert all(fault.cause.endswith(".") and fault.action.endswith(".") for fault in every)
    return [(fault.code, fault.where) for fault in every]


def with_locks(*locks: Lock) -> Problem:
    return day(A, B, task("c", 3), vehicles=[truck("v1"), truck("v2")], locks=locks)


def matrix_with(table: str, value: float) -> dict[str, TravelMatrix]:
    tables = {key: np.array(getattr(ROAD["car"], key), float) for key in ("duration_s", "distance_m")}
    tables[table][1, 2] = value
    return {"car": TravelMatrix(**tables)}


@pytest.mark.parametrize("seed", range(5))
def test_a_day_that_can_be_planned_has_none(seed: int) -> None:
    made = planned_day(seed)
    assert found(made.problem, made.matrices) == []


def test_no_tasks_and_a_task_at_the_depot_are_no_faults() -> None:
    assert found(replace(day(), tasks=())) == []
    assert found(day(task("home", 0))) == []


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (day(vehicles=[]), ("R106", "vehicles")),
        (day(vehicles=[truck(range_m=0)]), ("R116", "vehicles[0].range_m")),
        (
            day(vehicles=[truck(range_m=9, underway=Underway(used_m=10))]),
            ("R116", "vehicles[0].underway.used_m"),
        ),
        (day(vehicles=[truck(recharge_s=-1)]), ("R105", "vehicles[0].recharge_s")),
        (day(vehicles=[truck(underway=Underway(driven_s=-1))]), ("R105", "vehicles[0].underway.driven_s")),
        (day(replace(A, late_per_h=float("nan"))), ("R105", "tasks[0].late_per_h")),
        (day(stations=(POLE, POLE)), ("R101", "stations[1].id")),
        (day(stations=(replace(POLE, place=9),)), ("R102", "stations[0].place")),
        (day(stations=(replace(POLE, windows=((9, 3),)),)), ("R107", "stations[0].windows[0]")),
        (day(stations=(replace(POLE, connect_s=-1),)), ("R105", "stations[0].connect_s")),
        (day(earlier=(Earlier(vehicle="v9", tasks=("a",)),)), ("R103", "earlier[0].vehicle")),
        (day(earlier=(Earlier(vehicle="v1", tasks=("z",)),)), ("R103", "earlier[0].tasks[0]")),
        (day(earlier=(Earlier(vehicle="v1", tasks=("a", "a")),)), ("R101", "earlier[0].tasks[1]")),
        (day(A, task("a", 2)), ("R101", "tasks[1].id")),
        (day(A, shipments=(Shipment(id="a", pickup=STOP, delivery=STOP),)), ("R101", "shipments[0].id")),
        (day(vehicles=[truck("v"), truck("v")]), ("R101", "vehicles[1].id")),
        (day(facilities=(yard(), yard())), ("R101", "facilities[1].id")),
        (
            replace(day(vehicles=[truck(capacity=())]), dimensions=("kg", "kg"), tasks=()),
            ("R101", "dimensions[1]"),
        ),
        (day(task("", 1)), ("R101", "tasks[0].id")),
        (day(task("a", 4)), ("R102", "tasks[0].place")),
        (day(task("a", -1)), ("R102", "tasks[0].place")),
        (day(vehicles=[truck(start=9)]), ("R102", "vehicles[0].start")),
        (day(facilities=(yard(place=9),)), ("R102", "facilities[0].place")),
        (day(vehicles=[truck(profile="boat")]), ("R103", "vehicles[0].profile")),
        (
            day(rules=Rules(load_caps=(LoadCap(load_type="x", dimension="l", max=1),))),
            ("R103", "rules.load_caps[0].dimension"),
        ),
        (day(replace(A, demand=(1, 2))), ("R104", "tasks[0].demand")),
        (day(replace(A, delivery=(1, 2))), ("R104", "tasks[0].delivery")),
        (day(vehicles=[truck(capacity=(1, 2))]), ("R104", "vehicles[0].capacity")),
        (day(facilities=(yard(intake=(1, 2)),)), ("R104", "facilities[0].intake")),
        (day(replace(A, demand=(-1,))), ("R105", "tasks[0].demand[0]")),
        (day(replace(A, service_s=-1)), ("R105", "tasks[0].service_s")),
        (day(replace(A, penalty=float("nan"))), ("R105", "tasks[0].penalty")),
        (day(vehicles=[truck(cost=VehicleCost(per_km=1e13))]), ("R105", "vehicles[0].cost.per_km")),
        (day(objective=Objective(balance=-1)), ("R105", "objective.balance")),
        (day(replace(A, windows=((9, 3),))), ("R107", "tasks[0].windows[0]")),
        (day(replace(A, windows=((-5, 3),))), ("R107", "tasks[0].windows[0]")),
        (day(replace(A, windows=((50, 60), (0, 10)))), ("R107", "tasks[0].windows[1]")),
        (day(replace(A, windows=((0, 10), (10, 20)))), ("R107", "tasks[0].windows[1]")),
        (day(facilities=(yard(windows=((9, 3),)),)), ("R107", "facilities[0].windows[0]")),
        (day(vehicles=[truck(shift=(9, 3))]), ("R108", "vehicles[0].shift")),
        (
            day(vehicles=[truck(breaks=(Break(window=(40_000, 50_000), duration_s=60),))]),
            ("R108", "vehicles[0].breaks[0]"),
        ),
        (
            day(vehicles=[truck(breaks=(Break(window=(9, 3), duration_s=60),))]),
            ("R107", "vehicles[0].breaks[0].window"),
        ),
        (day(facilities=(yard(accepts=frozenset()),)), ("R110", "facilities[0].accepts")),
        (day(rules=Rules(end_empty=True)), ("R111", "facilities")),
        (day(rules=Rules(rest=Rest(after_driving_s=0))), ("R114", "rules.rest")),
        (day(rules=Rules(incompatible=(("x", "x"),))), ("R115", "rules.incompatible[0]")),
        (with_locks(Lock(kind="vehicle", vehicle="v9", tasks=("a",))), ("R103", "locks[0].vehicle")),
        (with_locks(Lock(kind="prefix", tasks=("a",))), ("R103", "locks[0].vehicle")),
        (with_locks(Lock(kind="sequence", tasks=("a", "z"))), ("R103", "locks[0].tasks[1]")),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, tuple) else "",
)
def test_one_fault_is_named_alone(problem: Problem, expected: tuple[str, str]) -> None:
    assert found(problem) == [expected]


@pytest.mark.parametrize(
    "locks",
    [
        [Lock(kind="vehicle", vehicle="v1", tasks=("a",)), Lock(kind="vehicle", vehicle="v2", tasks=("a",))],
        [Lock(kind="route", vehicle="v1", tasks=("a", "a"))],
        [Lock(kind="prefix", vehicle="v1", tasks=("a",)), Lock(kind="prefix", vehicle="v1", tasks=("b",))],
        [Lock(kind="sequence", tasks=("a", "b")), Lock(kind="sequence", tasks=("a", "c"))],
        [Lock(kind="sequence", tasks=("a", "b")), Lock(kind="sequence", tasks=("b", "a"))],
        [Lock(kind="sequence", tasks=("a", "b", "c")), Lock(kind="prefix", vehicle="v1", tasks=("c", "a"))],
        [Lock(kind="route", vehicle="v1", tasks=("a",)), Lock(kind="vehicle", vehicle="v1", tasks=("b",))],
        [Lock(kind="prefix", vehicle="v1", tasks=("a",)), Lock(kind="sequence", tasks=("b", "a"))],
        [Lock(kind="route", vehicle="v1", tasks=("a", "b")), Lock(kind="sequence", tasks=("b", "c"))],
        [
            Lock(kind="vehicle", vehicle="v1", tasks=("a",)),
            Lock(kind="vehicle", vehicle="v2", tasks=("b",)),
            Lock(kind="sequence", tasks=("a", "b")),
        ],
    ],
    ids=[
        "two vehicles",
        "twice in one",
        "two beginnings",
        "two neighbours",
        "a circle of two",
        "a circle of three",
        "not on the route",
        "ahead of the beginning",
        "behind the end",
        "torn sequence",
    ],
)
def test_contradictory_locks_are_named(locks: list[Lock]) -> None:
    assert {code for code, _ in found(with_locks(*locks))} == {"R109"}


def test_a_lock_to_a_vehicle_without_the_skills_is_named() -> None:
    needy = task("a", 1, skills=frozenset({"lithium"}))
    able, unable = truck("able", skills=frozenset({"lithium"})), truck("unable")
    for vehicle, expected in (("able", []), ("unable", [("R109", "locks[0]")])):
        lock = Lock(kind="vehicle", vehicle=vehicle, tasks=("a",))
        assert found(day(needy, vehicles=[able, unable], locks=(lock,))) == expected


def test_locks_that_agree_are_no_fault() -> None:
    agreeing = with_locks(
        Lock(kind="prefix", vehicle="v1", tasks=("a",)),
        Lock(kind="route", vehicle="v1", tasks=("a", "b")),
        Lock(kind="sequence", tasks=("a", "b")),
        Lock(kind="vehicle", vehicle="v1", tasks=("b",)),
    )
    assert found(agreeing) == []


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1.5, -2])
def test_bad_cells_are_named(value: float) -> None:
    assert ("R112", "matrices.car.duration_s[1][2]") in found(day(), matrix_with("duration_s", value))


def test_a_path_with_a_duration_and_no_distance_is_named() -> None:
    assert found(day(), matrix_with("distance_m", -1)) == [("R112", "matrices.car[1][2]")]


def test_matrices_must_agree_in_size_and_exist() -> None:
    small = TravelMatrix(duration_s=np.zeros((2, 2), np.int32), distance_m=np.zeros((2, 2), np.int32))
    assert ("R112", "matrices") in found(day(), {**ROAD, "van": small})
    assert ("R112", "matrix") in found(day(), {})


def test_many_bad_cells_are_counted() -> None:
    table = np.full((40, 40), -7, np.int32)
    every = faults(replace(day(), tasks=()), {"car": TravelMatrix(duration_s=table, distance_m=table)})
    assert len(every) == 12
    assert "1595 more" in every[5].cause


def test_every_fault_is_named_at_once() -> None:
    problem = Problem(
        vehicles=(truck(profile="boat", shift=(5, 1)),),
        tasks=(task("a", 9, windows=((3, 1),)), task("a", 1)),
        facilities=(Facility(id="f", place=0, accepts=frozenset()),),
        locks=(Lock(kind="route", vehicle="v7", tasks=("z",)),),
        dimensions=("kg",),
    )
    codes = {code for code, _ in found(problem)}
    assert codes == {"R101", "R102", "R103", "R107", "R108", "R110"}
