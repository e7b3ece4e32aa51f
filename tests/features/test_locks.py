"""Rule: locked parts of an earlier plan stay: a route, a vehicle, a beginning, a sequence."""

from __future__ import annotations

import pytest

from data.domain.problem import Lock
from tests.factories.routes import Do, drive, plan_of
from tests.factories.small_days import ROAD, day, planned, task, truck

TASKS = (task("a", 1), task("b", 2), task("c", 3, penalty=9.0))


def locked(kind: str, *tasks: str, vehicle: str | None = "v1"):
    lock = Lock(kind=kind, vehicle=vehicle, tasks=tasks)
    return day(*TASKS, vehicles=[truck("v1"), truck("v2")], locks=(lock,))


@pytest.mark.parametrize(
    ("kind", "tasks", "order", "holds"),
    [
        ("route", "ab", "ab", True),
        ("route", "ab", "ba", False),
        ("route", "ab", "abc", False),
        ("route", "abc", "ab", False),
        ("prefix", "ab", "abc", True),
        ("prefix", "ab", "acb", False),
        ("prefix", "ab", "a", False),
        ("vehicle", "ca", "abc", True),
        ("vehicle", "ca", "ab", True),
        ("sequence", "bc", "abc", True),
        ("sequence", "cb", "abc", False),
        ("sequence", "ac", "abc", False),
        ("sequence", "abc", "ab", True),
    ],
)
def test_locks_on_one_route(broken, kind, tasks, order, holds) -> None:
    problem = locked(kind, *tasks, vehicle=None if kind == "sequence" else "v1")
    code = {"route": "R341", "vehicle": "R342", "prefix": "R343", "sequence": "R344"}[kind]
    assert broken(problem, ROAD, planned(problem, *order)) == ({} if holds else {code: 1})


def test_a_task_on_another_vehicle_is_named(broken) -> None:
    problem = locked("vehicle", "b")
    routes = [
        drive(problem, ROAD, *each) for each in (("v1", [Do("collect", "a")]), ("v2", [Do("collect", "b")]))
    ]
    assert broken(problem, ROAD, plan_of(problem, routes)) == {"R342": 1}


def test_a_sequence_spread_over_two_vehicles_is_named(broken) -> None:
    problem = locked("sequence", "a", "b", vehicle=None)
    routes = [
        drive(problem, ROAD, *each) for each in (("v1", [Do("collect", "a")]), ("v2", [Do("collect", "b")]))
    ]
    assert broken(problem, ROAD, plan_of(problem, routes)) == {"R344": 1}
