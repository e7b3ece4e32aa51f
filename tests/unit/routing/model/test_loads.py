"""Loads along an order, and the load rules, by `LoadTracker`."""

from __future__ import annotations

import random

import pytest

from data.domain.problem import Facility, LoadCap, Problem, Rules
from routing.model.index import DayIndex
from routing.model.loads import Loads, LoadTracker, amounts_along, loads_along
from routing.model.steps import Infeasible, Step
from tests.factories.orders import PLACES, random_day
from tests.factories.small_days import ROAD, day, task, truck, yard


def collect(*ids: str) -> list[Step]:
    return [Step("collect", id_) for id_ in ids]


def along(problem: Problem, *steps: Step) -> Loads | Infeasible:
    return loads_along(DayIndex(problem, ROAD), problem.vehicles[0], steps)


def test_deliveries_are_aboard_from_the_start_of_their_trip() -> None:
    problem = day(task("a", 1, kg=20, delivery=(30,)), task("b", 2, kg=5))
    loads = along(problem, *collect("b", "a"))
    assert isinstance(loads, Loads)
    assert (loads.at_start, loads.after) == ((30,), ((35,), (25,)))


def test_unloading_takes_off_what_was_collected_and_loads_the_next_deliveries() -> None:
    problem = day(task("a", 1), task("b", 2, kg=0, delivery=(7,)), facilities=(yard(),))
    loads = along(problem, *collect("a"), Step("unload", "yard"), *collect("b"))
    assert isinstance(loads, Loads)
    assert (loads.after, loads.unloaded) == (((10,), (7,), (0,)), ((0,), (10,), (0,)))


@pytest.mark.parametrize(
    ("more", "rule", "step"),
    [
        ({"vehicles": (truck(capacity=(15,)),)}, "capacity", 1),
        ({"rules": Rules(incompatible=(("x", "y"),))}, "segregation", 1),
        ({"rules": Rules(incompatible_day=(("x", "y"),))}, "segregation_day", 1),
        ({"rules": Rules(load_caps=(LoadCap(load_type="y", dimension="kg", max=9),))}, "load_cap", 1),
        ({"rules": Rules(end_empty=True)}, "end_empty", 2),
    ],
)
def test_the_first_broken_rule_is_named_with_its_step(more: dict, rule: str, step: int) -> None:
    problem = day(task("a", 1, load_type="x"), task("b", 2, load_type="y"), **more)
    fault = along(problem, *collect("a", "b"))
    assert isinstance(fault, Infeasible)
    assert (fault.rule, fault.step) == (rule, step)


def test_a_facility_refuses_a_load_type_that_it_does_not_accept() -> None:
    refusing = Facility(id="yard", place=0, accepts=frozenset({"y"}))
    fault = along(
        day(task("a", 1, load_type="x"), facilities=(refusing,)), *collect("a"), Step("unload", "yard")
    )
    assert isinstance(fault, Infeasible)
    assert (fault.rule, fault.details["load_type"]) == ("facility", "x")


def test_amounts_do_not_depend_on_the_rules() -> None:
    problem = day(vehicles=(truck(capacity=(1,)),), rules=Rules(end_empty=True))
    index = DayIndex(problem, ROAD)
    assert amounts_along(index, problem.vehicles[0], collect("a", "b")).after == ((10,), (20,))


def test_a_trip_extended_step_by_step_has_the_loads_of_a_trip_known_from_the_start() -> None:
    for seed in range(100):
        problem, order = random_day(seed)
        index, vehicle = DayIndex(problem, PLACES), problem.vehicles[0]
        order = order[: random.Random(seed).randint(1, len(order))]
        ahead, extended = LoadTracker(index, vehicle, order), LoadTracker(index, vehicle, order)
        faults = [ahead.start_trip(0), *(ahead.perform(number) for number in range(len(order)))]
        later = [extended.append(number) for number in range(len(order))]
        assert any(faults) == any(later), seed
        if not any(faults):
            assert (ahead.aboard, ahead.peak) == (extended.aboard, extended.peak), seed
