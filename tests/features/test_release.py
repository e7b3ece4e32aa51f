"""Rule: service starts no earlier than the release; a trip leaves no earlier with what it delivers."""

from __future__ import annotations

from data.domain.problem import Task
from tests.factories.routes import Do
from tests.factories.small_days import ROAD, day, planned, task, yard


def test_service_waits_for_the_release(broken) -> None:
    problem = day(task("a", 1, release_s=700))
    assert broken(problem, ROAD, planned(problem, "a")) == {}
    unreleased = planned(day(task("a", 1)), "a")
    assert broken(problem, ROAD, unreleased) == {"R315": 100}


def test_a_delivery_must_be_released_when_its_trip_leaves(broken) -> None:
    problem = day(Task(id="bring", place=2, delivery=(5,), release_s=500))
    assert broken(problem, ROAD, planned(problem, "bring", leave_s=500)) == {}
    assert broken(problem, ROAD, planned(problem, "bring", leave_s=499)) == {"R315": 1}


def test_a_later_trip_may_carry_what_is_released_later(broken) -> None:
    late = Task(id="late", place=2, delivery=(5,), release_s=2_100)
    problem = day(task("a", 1), late, facilities=(yard(),))
    # a is served at 600–900 s, the yard at 1,500–2,100 s
    assert broken(problem, ROAD, planned(problem, "a", Do("unload", "yard"), "late")) == {}
    assert broken(problem, ROAD, planned(problem, "a", "late")) == {"R315": 2_100}
