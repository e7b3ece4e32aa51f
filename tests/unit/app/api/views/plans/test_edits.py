"""A planned plan changed by hand through the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from data.settings import Settings
from data.store.engine import session
from data.store.plans.drafts import plan_json
from data.store.plans.matrices import unpack_matrices
from data.store.plans.tables import Plan, PlanDocument
from routing.check import violations
from routing.formats.native import read_plan, read_problem
from tests.factories.rows import World
from tests.factories.solved_days import orders
from tests.factories.store import Keys, make_day

Call = Callable[..., TestResponse]


@pytest.fixture
def world(settings: Settings) -> World:
    return make_day(settings, requests=6, vehicles=3)


@pytest.fixture
def road_of(call: Call, plan_id: str, keys: Keys) -> Callable[[int], TestResponse]:
    return lambda number: call(f"/api/v1/plans/{plan_id}/routes/{number}/geometry", key=keys.viewer)


@pytest.fixture
def shown(call: Call, plan_id: str) -> Callable[[], dict[str, Any]]:
    return lambda: call(f"/api/v1/plans/{plan_id}").json


def first_and_idle(plan: dict[str, Any]) -> tuple[str, str, str]:
    """A stop, its truck, and a truck that stays at home."""
    truck, tasks = next(iter(orders(plan).items()))
    idle = next(name for name in ("V-1", "V-2", "V-3") if name not in orders(plan))
    return tasks[0], truck, idle


def test_a_moved_stop_is_answered_and_kept(edit: Call, shown: Callable[[], dict[str, Any]]) -> None:
    task, truck, idle = first_and_idle(shown())
    answer = edit(0, "move", task=task, vehicle=idle)
    assert (answer.status_code, answer.json["revision"], answer.json["violations"]) == (200, 1, [])
    assert {route["vehicle"]["ref"] for route in answer.json["routes"]} == {truck, idle}
    after = shown()
    assert orders(after)[idle] == [task]
    assert task not in orders(after)[truck]
    assert after["figures"]["routes"] == len(after["routes"])
    assert (after["revision"], after["can_undo"], after["can_redo"]) == (1, True, False)


def test_rows_and_document_tell_the_same_plan(
    edit: Call, shown: Callable[[], dict[str, Any]], settings: Settings, plan_id: str
) -> None:
    task, _truck, idle = first_and_idle(shown())
    edit(0, "move", task=task, vehicle=idle)
    edit(1, "remove", task=task)
    with session(settings) as store:
        document, row = store.get_one(PlanDocument, plan_id), store.get_one(Plan, plan_id)
        plan = read_plan(plan_json(store, row))
    assert document.matrices is not None
    problem = read_problem(document.problem_snapshot).problem
    assert violations(problem, unpack_matrices(document.matrices), plan) == []
    assert {route.vehicle: list(route.tasks) for route in plan.routes} == orders(shown())
    assert row.cost == plan.cost
    assert [each["task"] for each in shown()["unassigned"]] == [task]
    assert shown()["unassigned"][0]["code"] == "R226"
    assert shown()["figures"]["unassigned"] == 1


def test_a_broken_rule_is_shown_and_cannot_be_published(
    edit: Call, call: Call, shown: Callable[[], dict[str, Any]], plan_id: str, settings: Settings
) -> None:
    """All stops on a truck whose capacity is not enough... a draft, visibly wrong, and never published."""
    with session(settings, write=True) as store:
        document = store.get_one(PlanDocument, plan_id)
        document.problem_snapshot = document.problem_snapshot.replace('"capacity":[1600,', '"capacity":[30,')
        store.add(document)
    task, _truck, idle = first_and_idle(shown())
    broken = edit(0, "move", task=task, vehicle=idle).json["violations"]
    assert ("R330", idle, 11.0, "kg") in [
        (each["code"], each["vehicle"], each["amount"], each["unit"]) for each in broken
    ]
    answer = call(f"/api/v1/plans/{plan_id}/publish", "POST")
    assert (answer.status_code, answer.json["faults"][0]["code"]) == (409, "S312")


def test_two_dispatchers_lose_no_edit_silently(edit: Call, shown: Callable[[], dict[str, Any]]) -> None:
    task, _truck, idle = first_and_idle(shown())
    assert edit(0, "move", task=task, vehicle=idle).status_code == 200
    late = edit(0, "remove", task=task)
    assert (late.status_code, late.json["faults"][0]["code"]) == (409, "S321")
    assert late.json["yours"] == {"revision": 0, "kind": "remove", "task": task}
    assert [step["edit"].get("kind") for step in late.json["since"]] == [None, "move"]
    assert late.json["current"]["revision"] == 1
    assert orders(shown())[idle] == [task]


def test_changes_are_taken_back_and_done_again(
    edit: Call, call: Call, shown: Callable[[], dict[str, Any]], plan_id: str
) -> None:
    before = orders(shown())
    task, _truck, idle = first_and_idle(shown())
    edit(0, "move", task=task, vehicle=idle)
    after = orders(shown())
    undone = call(f"/api/v1/plans/{plan_id}/undo", "POST", json={"revision": 1})
    assert (undone.status_code, undone.json["can_undo"], undone.json["can_redo"]) == (200, False, True)
    assert orders(shown()) == before
    assert call(f"/api/v1/plans/{plan_id}/redo", "POST", json={"revision": 2}).status_code == 200
    assert orders(shown()) == after
    nothing = call(f"/api/v1/plans/{plan_id}/redo", "POST", json={"revision": 3})
    assert (nothing.status_code, nothing.json["faults"][0]["code"]) == (409, "A252")


def test_an_edit_after_undoing_forgets_what_was_undone(
    edit: Call, call: Call, shown: Callable[[], dict[str, Any]], plan_id: str
) -> None:
    task, _truck, idle = first_and_idle(shown())
    edit(0, "move", task=task, vehicle=idle)
    call(f"/api/v1/plans/{plan_id}/undo", "POST", json={"revision": 1})
    assert edit(2, "remove", task=task).json["can_redo"] is False
    history = call(f"/api/v1/plans/{plan_id}/history").json
    assert [(step["number"], step["edit"].get("kind"), step["current"]) for step in history] == [
        (0, None, False),
        (1, "remove", True),
    ]


def test_a_locked_route_and_a_kept_stop_stay(edit: Call, shown: Callable[[], dict[str, Any]]) -> None:
    task, truck, idle = first_and_idle(shown())
    assert edit(0, "lock_route", vehicle=truck).json["locks"]["routes"] == [truck]
    refused = edit(1, "move", task=task, vehicle=idle)
    assert (refused.status_code, refused.json["faults"][0]["code"]) == (409, "A251")
    edit(1, "unlock_route", vehicle=truck)
    assert edit(2, "pin", task=task).json["locks"]["stops"] == {task: truck}
    assert edit(3, "move", task=task, vehicle=idle).status_code == 409
    assert edit(3, "move", task=task, vehicle=truck, position=0).status_code == 200
    edit(4, "unpin", task=task)
    assert edit(5, "move", task=task, vehicle=idle).status_code == 200


def test_a_request_is_excluded_and_taken_in_again(edit: Call, shown: Callable[[], dict[str, Any]]) -> None:
    task, truck, _idle = first_and_idle(shown())
    excluded = edit(0, "exclude", task=task).json
    assert excluded["locks"]["excluded"] == [task]
    assert [each["task"] for each in excluded["unassigned"]] == [task]
    back = edit(1, "insert", task=task, vehicle=truck).json
    assert (back["locks"]["excluded"], back["unassigned"]) == ([], [])
    assert edit(2, "force", task=task).json["locks"]["forced"] == [task]


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "move", "task": "R-1"},
        {"kind": "move", "task": "R-1", "vehicle": "V-1", "other": "V-2"},
        {"kind": "remove"},
        {"kind": "swap", "vehicle": "V-1"},
        {"kind": "fly", "task": "R-1"},
        {"kind": "move", "task": "R-1", "vehicle": "V-9"},
        {"kind": "move", "task": "R-9", "vehicle": "V-1"},
        {"kind": "move", "task": "R-1", "vehicle": "V-1", "position": -1},
        {"kind": "move", "task": "R-1", "vehicle": "V-1", "position": 99},
        {"kind": "pin", "task": "R-9"},
        {"kind": "exclude", "task": "R-9"},
        {"kind": "lock_route", "vehicle": "V-9"},
    ],
)
def test_an_edit_that_cannot_be_is_named_and_changes_nothing(
    call: Call, plan_id: str, body: dict[str, object], shown: Callable[[], dict[str, Any]]
) -> None:
    answer = call(f"/api/v1/plans/{plan_id}/edits", "POST", json={"revision": 0, **body})
    assert answer.status_code == 422
    assert answer.json["faults"]
    assert shown()["revision"] == 0


def test_a_published_plan_is_not_edited(edit: Call, call: Call, plan_id: str) -> None:
    assert call(f"/api/v1/plans/{plan_id}/publish", "POST").status_code == 200
    answer = edit(0, "remove", task="R-1")
    assert (answer.status_code, answer.json["faults"][0]["code"]) == (409, "S320")


def test_offers_say_what_a_stop_costs_here_and_elsewhere(
    call: Call, plan_id: str, shown: Callable[[], dict[str, Any]]
) -> None:
    task, truck, _idle = first_and_idle(shown())
    answer = call(f"/api/v1/plans/{plan_id}/offers/{task}").json
    assert answer["here"]["vehicle"] == truck
    assert answer["offers"][0]["violations"] == []
    assert call(f"/api/v1/plans/{plan_id}/offers/R-9").status_code == 422


def test_the_road_of_a_changed_route_is_found_when_asked_for(
    edit: Call, shown: Callable[[], dict[str, Any]], road_of: Call, toy_roads: object
) -> None:
    task, _truck, _idle = first_and_idle(shown())
    number = shown()["routes"][0]["number"]
    assert road_of(number).json["geometry"] == "straight"
    edit(0, "move", task=task, vehicle=shown()["routes"][0]["vehicle"]["ref"], position=1)
    assert shown()["routes"][0]["geometry"] == ""
    found = road_of(number)
    assert found.status_code == 200
    assert shown()["routes"][0]["geometry"] == found.json["geometry"]
