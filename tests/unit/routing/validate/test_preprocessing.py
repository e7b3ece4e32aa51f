"""What no vehicle could ever serve: set aside with its reason, and its smallest change is enough."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from data.domain.matrix import TravelMatrix
from data.domain.plan import Unassigned
from data.domain.problem import LoadCap, Lock, Problem, Rules, Shipment, ShipmentStop
from routing.explain.changes import apply_relaxation
from routing.validate import remove_unservable
from routing.validate.travel_bounds import NEVER, shortest_paths
from tests.factories.planned_days import planned_day
from tests.factories.small_days import ROAD, day, task, truck, yard

FAR = task("far", 3)  # 1,800 s and 18 km from the depot, 300 s of service


def only(problem: Problem, matrices=ROAD) -> Unassigned:
    """The one task set aside; the rest stays in the problem."""
    rest, aside = remove_unservable(problem, matrices)
    (reason,) = aside
    assert reason.reason.endswith(".")
    assert reason.task not in {each.id for each in (*rest.tasks, *rest.shipments)}
    assert len(rest.tasks) + len(rest.shipments) == len(problem.tasks) + len(problem.shipments) - 1
    return reason


@pytest.mark.parametrize("seed", range(20))
def test_nothing_that_some_plan_serves_is_set_aside(seed: int) -> None:
    made = planned_day(seed)
    assert remove_unservable(made.problem, made.matrices) == (made.problem, ())


@pytest.mark.parametrize(
    ("problem", "code", "by", "unit"),
    [
        (day(task("a", 1, skills=frozenset({"x", "y"})), task("b", 2)), "R201", 2, "skill"),
        (day(task("a", 1, kg=101), task("b", 2)), "R202", 1, "kg"),
        (
            day(
                task("a", 1, load_type="battery", kg=60),
                task("b", 2),
                rules=Rules(load_caps=(LoadCap(load_type="battery", dimension="kg", max=50),)),
            ),
            "R203",
            10,
            "kg",
        ),
        (
            day(
                task("a", 1, load_type="battery"),
                task("b", 2),
                rules=Rules(end_empty=True),
                facilities=(yard(accepts=frozenset({"paper"})),),
            ),
            "R205",
            1,
            "facility",
        ),
        (
            day(
                task("a", 1, kg=20),
                task("b", 2, kg=10),
                rules=Rules(end_empty=True),
                facilities=(yard(intake=(15,)),),
            ),
            "R205",
            1,
            "facility",
        ),
        (day(FAR, task("b", 2), vehicles=[truck(max_distance_m=35_000)]), "R206", 1_000, "m"),
        (day(task("a", 3, windows=((0, 10), (900, 1_799))), task("b", 2)), "R207", 1, "s"),
        (
            day(
                FAR,
                task("b", 2),
                rules=Rules(end_empty=True),
                facilities=(yard(windows=((0, 3_800),)),),
            ),
            "R208",
            100,
            "s",
        ),
        (day(FAR, task("b", 2), vehicles=[truck(max_duration_s=3_800)]), "R209", 100, "s"),
        (day(FAR, task("b", 2), vehicles=[truck(shift=(0, 3_600), overtime_s=299)]), "R209", 1, "s"),
    ],
    ids=[
        "skills",
        "capacity",
        "cap",
        "not accepted",
        "intake",
        "range",
        "window",
        "facility hours",
        "time away",
        "shift",
    ],
)
def test_reason_figures_and_relaxation(problem: Problem, code: str, by: int, unit: str) -> None:
    reason = only(problem)
    assert reason.code == code
    assert reason.relaxation is not None
    assert (reason.relaxation["by"], reason.relaxation["unit"]) == (by, unit)


def test_the_relaxation_is_the_smallest() -> None:
    for extra, aside in ((99, 1), (100, 0)):
        problem = day(FAR, rules=Rules(end_empty=True), facilities=(yard(windows=((0, 3_800 + extra),)),))
        assert len(remove_unservable(problem, ROAD)[1]) == aside


def test_one_vehicle_that_can_is_enough() -> None:
    heavy = task("a", 1, kg=500)
    assert (
        remove_unservable(day(heavy, vehicles=[truck("small"), truck("big", capacity=(500,))]), ROAD)[1] == ()
    )


def test_the_reason_is_that_of_the_vehicle_that_came_nearest() -> None:
    needy = task("a", 1, kg=500, skills=frozenset({"x"}))
    able = truck("able", skills=frozenset({"x"}), capacity=(400,))
    reason = only(day(needy, vehicles=[truck("unable", capacity=(900,)), able]))
    assert reason.code == "R202"
    assert reason.details is not None
    assert reason.details["vehicle"] == "able"


def cut(place: int, *, into: bool = True, out: bool = True) -> dict[str, TravelMatrix]:
    tables = [np.array(ROAD["car"].duration_s), np.array(ROAD["car"].distance_m)]
    for table in tables:
        if into:
            table[:, place] = -1
        if out:
            table[place, :] = -1
        table[place, place] = 0
    return {"car": TravelMatrix(duration_s=tables[0], distance_m=tables[1])}


@pytest.mark.parametrize(
    "ways", [{"into": False}, {"out": False}, {}], ids=["no way out", "no way in", "neither"]
)
def test_a_place_cut_off_is_named(ways) -> None:
    assert only(day(FAR, task("b", 2)), cut(3, **ways)).code == "R204"


def test_a_way_by_another_place_is_a_way() -> None:
    tables = [np.array(ROAD["car"].duration_s), np.array(ROAD["car"].distance_m)]
    for table in tables:
        table[0, 3] = -1
    matrices = {"car": TravelMatrix(duration_s=tables[0], distance_m=tables[1])}
    assert remove_unservable(day(FAR, task("b", 2)), matrices)[1] == ()


def test_shipments_are_bound_by_both_ends() -> None:
    late = Shipment(
        id="s",
        pickup=ShipmentStop(place=3, service_s=100),
        delivery=ShipmentStop(place=1, windows=((0, 3_000),)),
    )
    reason = only(day(task("b", 2), shipments=(late,)))
    assert (reason.code, reason.relaxation and reason.relaxation["by"]) == ("R207", 100)


def test_a_delivery_released_late_cannot_be_brought_in_time() -> None:
    late = replace(task("a", 1, windows=((0, 1_000),)), demand=(), delivery=(5,), release_s=500)
    assert only(day(late, task("b", 2))).code == "R207"
    assert remove_unservable(day(replace(late, release_s=400)), ROAD)[1] == ()


def test_locks_lose_what_is_set_aside_and_decided_tasks_stay() -> None:
    heavy, light = task("heavy", 1, kg=999), task("light", 2)
    loose = Lock(kind="sequence", tasks=("heavy", "light"))
    rest, aside = remove_unservable(day(heavy, light, locks=(loose,)), ROAD)
    assert [each.task for each in aside] == ["heavy"]
    assert rest.locks == (Lock(kind="sequence", tasks=("light",)),)
    decided = Lock(kind="prefix", vehicle="v1", tasks=("heavy",))
    problem = day(heavy, light, locks=(decided,))
    assert remove_unservable(problem, ROAD) == (problem, ())


def test_without_vehicles_nothing_can_be_said() -> None:
    problem = day(vehicles=[])
    assert remove_unservable(problem, ROAD) == (problem, ())


def test_least_travel_takes_the_best_detour() -> None:
    matrix = np.array([[0, 9, 2, -1], [1, 0, 1, -1], [1, 3, 0, -1], [1, 1, 1, 0]], np.int32)
    assert shortest_paths(matrix, 0).tolist() == [0, 5, 2, NEVER]
    assert shortest_paths(matrix.T, 0).tolist() == [0, 1, 1, 1]


@pytest.mark.parametrize(
    "problem",
    [
        day(task("a", 1, kg=101), task("b", 2)),
        day(
            task("a", 1, load_type="battery", kg=60),
            rules=Rules(load_caps=(LoadCap(load_type="battery", dimension="kg", max=50),)),
        ),
        day(FAR, vehicles=[truck(max_distance_m=35_000)]),
        day(task("a", 3, windows=((0, 10), (900, 1_799)))),
        day(FAR, rules=Rules(end_empty=True), facilities=(yard(windows=((0, 3_800),)),)),
        day(FAR, vehicles=[truck(shift=(0, 3_600), overtime_s=200)]),
    ],
    ids=["capacity", "cap", "range", "window", "facility hours", "shift"],
)
def test_the_named_change_is_enough_and_one_less_is_not(problem: Problem) -> None:
    reason = only(problem)
    assert reason.relaxation is not None
    by = int(reason.relaxation["by"])
    assert remove_unservable(apply_relaxation(problem, reason.task, reason.relaxation), ROAD)[1] == ()
    assert only(apply_relaxation(problem, reason.task, reason.relaxation, by=by - 1)).code == reason.code
