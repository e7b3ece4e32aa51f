"""Rule: what a task has delivered is aboard from the start of its trip until its visit."""

from __future__ import annotations

from data.domain.problem import Task
from tests.factories.routes import Do
from tests.factories.small_days import ROAD, day, planned, task, truck, yard

BRING = Task(id="bring", place=2, delivery=(60,))


def test_a_delivery_fills_the_truck_from_the_start(broken) -> None:
    problem = day(task("a", 1, kg=40), BRING)
    assert broken(problem, ROAD, planned(problem, "a", "bring")) == {}
    fuller = day(task("a", 1, kg=41), BRING)
    assert broken(fuller, ROAD, planned(fuller, "a", "bring")) == {"R330": 1}
    assert broken(fuller, ROAD, planned(fuller, "bring", "a")) == {}


def test_a_trade_in_swaps_at_the_door(broken) -> None:
    problem = day(Task(id="swap", place=1, delivery=(100,), demand=(100,)))
    assert broken(problem, ROAD, planned(problem, "swap")) == {}


def test_the_next_trips_delivery_is_loaded_at_the_unloading(broken) -> None:
    problem = day(task("a", 1, kg=100), BRING, facilities=(yard(),))
    plan = planned(problem, "a", Do("unload", "yard"), "bring")
    assert plan.routes[0].visits[2].load == (60,)
    assert broken(problem, ROAD, plan) == {}


def test_too_much_to_deliver_in_one_trip_is_named(broken) -> None:
    problem = day(BRING, Task(id="more", place=1, delivery=(41,)), vehicles=[truck()])
    assert broken(problem, ROAD, planned(problem, "bring", "more")) == {"R330": 1}
