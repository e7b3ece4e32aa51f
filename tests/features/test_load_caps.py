"""Rule: no more than so much of one load type aboard at any moment."""

from __future__ import annotations

from data.domain.problem import LoadCap, Rules
from tests.factories.routes import Do
from tests.factories.small_days import ROAD, day, planned, task, yard

TASKS = (task("a", 1, kg=30, load_type="battery"), task("b", 2, kg=20, load_type="battery"))


def capped(kg: int):
    rules = Rules(load_caps=(LoadCap(load_type="battery", dimension="kg", max=kg),))
    return day(*TASKS, task("other", 3, kg=40, load_type="paper"), facilities=(yard(),), rules=rules)


def test_the_cap_itself_holds_and_one_less_does_not(broken) -> None:
    plan = planned(capped(50), "a", "b", "other")
    assert broken(capped(50), ROAD, plan) == {}
    assert broken(capped(49), ROAD, plan) == {"R334": 1}


def test_the_cap_is_per_trip(broken) -> None:
    plan = planned(capped(30), "a", Do("unload", "yard"), "b", "other")
    assert broken(capped(30), ROAD, plan) == {}
