"""PyVRP as an engine: what it models it solves by our rules, the rest it refuses by name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.generated_days import RichDay, pyvrp_day, rich_day
from data.domain.errors import InputError, UnavailableError
from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan
from data.domain.problem import Break, Facility, Lock, Problem, Rest, Rules, Shipment, ShipmentStop
from routing.check import violations
from routing.engines.pyvrp import search
from routing.engines.registry import EngineTask
from routing.model.index import DayIndex
from tests.factories.small_days import ROAD, day, task, truck, yard


def solved(problem: Problem, matrices: TravelMatrices = ROAD, iterations: int = 200, **more: object) -> Plan:
    found: list[Plan] = []
    asked = EngineTask(seconds=60.0, iterations=iterations, **more)  # type: ignore[arg-type]
    search(DayIndex(problem, matrices), asked, found.append, lambda: False)
    assert violations(problem, matrices, found[-1]) == []
    return found[-1]


def refused(problem: Problem) -> set[str]:
    with pytest.raises(InputError) as caught:
        solved(problem)
    assert {fault.code for fault in caught.value.faults} == {"R405"}
    return {fault.where for fault in caught.value.faults}


def test_tasks_in_their_windows_by_a_vehicle_that_is_able() -> None:
    problem = day(
        task("a", 1, windows=((20_000, 21_000),)),
        task("b", 2, skills=frozenset({"lithium"})),
        task("c", 3),
        vehicles=[truck("plain"), truck("able", skills=frozenset({"lithium"}))],
    )
    plan = solved(problem)
    assert plan.unassigned == ()
    assert next(route.vehicle for route in plan.routes if "b" in route.tasks) == "able"


def test_one_of_several_windows_is_kept() -> None:
    plan = solved(day(task("a", 1, windows=((0, 100), (9_000, 9_100)))))
    [visit] = [visit for visit in plan.routes[0].visits if visit.task == "a"]
    assert visit.start_s is not None
    assert 9_000 <= visit.start_s <= 9_100


def test_what_costs_more_than_its_penalty_is_left_out() -> None:
    plan = solved(day(task("near", 1, penalty=500.0), task("far", 3, penalty=1.0)))
    assert [each.task for each in plan.unassigned] == ["far"]


def test_a_full_truck_unloads_on_the_way_and_before_it_ends() -> None:
    problem = day(
        task("a", 1, kg=80), task("b", 2, kg=80), facilities=(yard(place=3),), rules=Rules(end_empty=True)
    )
    plan = solved(problem)
    assert plan.unassigned == ()
    assert sum(visit.kind == "unload" for route in plan.routes for visit in route.visits) == 2


def test_shipments_are_picked_up_and_delivered() -> None:
    shipment = Shipment(id="s", pickup=ShipmentStop(place=1), delivery=ShipmentStop(place=3), demand=(50,))
    problem = replace(day(task("a", 2)), shipments=(shipment,))
    assert solved(problem).routes[0].tasks == ("s", "a")


def test_the_same_seed_and_iterations_give_the_same_plan() -> None:
    problem, matrices = pyvrp_day(*rich_day(3, RichDay(tasks=30)))
    assert solved(problem, matrices).routes == solved(problem, matrices).routes


def test_a_warm_plan_is_never_made_worse() -> None:
    problem, matrices = pyvrp_day(*rich_day(3, RichDay(tasks=30)))
    warm = solved(problem, matrices, 300)
    assert solved(problem, matrices, 1, warm=warm).cost <= warm.cost


def test_every_rule_that_is_not_modelled_is_named_at_once() -> None:
    problem = replace(
        day(vehicles=[truck(breaks=(Break(window=(0, 9), duration_s=5),), start=None, overtime_s=9)]),
        rules=Rules(rest=Rest(), incompatible=(("x", "y"),)),
        locks=(Lock(kind="vehicle", vehicle="v1", tasks=("a",)),),
    )
    expected = {"rules.rest", "rules.incompatible", "locks", "vehicles.breaks", "vehicles.overtime_s"}
    assert expected | {"vehicles.start"} == refused(problem)


def test_facilities_that_choose_or_fill_up_are_refused() -> None:
    sites = (
        Facility(id="choosy", place=1, accepts=frozenset({"battery"})),
        Facility(id="small", place=2, intake=(10,)),
    )
    problem = day(task("a", 1, load_type="appliance"), facilities=sites)
    assert refused(problem) == {"facilities.accepts", "facilities.intake", "rules.end_empty"}


def test_without_pyvrp_the_engine_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(UnavailableError, match="R406"):
        solved(day())
