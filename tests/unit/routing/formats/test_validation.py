"""pydantic's errors as faults, and what remains of a document without the values that were refused."""

from __future__ import annotations

from typing import Any

from routing.formats.documents import fault_list
from routing.formats.native import models
from routing.formats.validation import check, salvage

VEHICLE = {"id": "v", "shift": [0, 9]}


def test_unknown_keys_come_before_the_other_faults_of_their_mapping() -> None:
    faults = fault_list()
    document = {"vehicles": [{"shift": "day", "id": "", "shfit": [0, 1]}], "tsaks": []}
    assert check(models.Problem, document, faults) is None
    assert [(fault.code, fault.where) for fault in faults.faults] == [
        ("F103", "tsaks"),
        ("F103", "vehicles[0].shfit"),
        ("F113", "vehicles[0].id"),
        ("F105", "vehicles[0].shift"),
    ]
    assert "capacity" in faults.faults[1].action


def salvaged(document: dict[str, Any]) -> tuple[Any, dict[str, list[int]]]:
    model, kept = salvage(models.Problem, document, fault_list())
    return model and model.into_domain(), kept


def test_entries_that_cannot_be_read_are_left_out_and_positions_of_the_others_kept() -> None:
    tasks = [{"id": "a"}, {"id": "b", "place": 1}, 7, {"id": "c", "place": 2, "demand": ["x", 5]}]
    problem, kept = salvaged({"vehicles": [VEHICLE], "tasks": tasks})
    assert [(task.id, task.demand) for task in problem.tasks] == [("b", ()), ("c", (5,))]
    assert kept == {"tasks": [1, 3]}


def test_numbers_out_of_bounds_stay_as_the_nearest_bound() -> None:
    problem, _ = salvaged({"vehicles": [VEHICLE], "tasks": [{"id": "a", "place": -5}]})
    assert problem.tasks[0].place == 0


def test_nothing_remains_without_a_required_key_at_the_top() -> None:
    assert salvaged({"tasks": []}) == (None, {})


def test_a_list_with_too_many_entries_is_refused_before_they_are_read() -> None:
    faults = fault_list()
    check(models.Problem, {"vehicles": [None] * 100_001}, faults)
    assert [(fault.code, fault.where) for fault in faults.faults] == [("F109", "vehicles")]
