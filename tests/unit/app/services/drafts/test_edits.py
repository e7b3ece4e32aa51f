"""What an edit leaves alone is carried over, and comes out as if all had been done anew."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine
from werkzeug.test import TestResponse

from app.factory import create_app
from app.services.drafts import edits
from app.services.plans import snapshots as held
from app.services.plans.snapshots import Snapshots
from data.settings import Settings
from data.store.engine import session
from data.store.plans import drafts
from data.store.plans.drafts import plan_json
from data.store.plans.matrices import unpack_matrices
from data.store.plans.tables import Plan, PlanDocument
from routing.check import violations
from routing.edit import editor as editing
from routing.edit.reroute import reroute
from routing.formats.native import read_problem, write_problem
from routing.formats.native.stored import read_stored_plan, read_stored_problem
from routing.model.index import DayIndex
from routing.model.intake import full_intake
from routing.model.steps import service_steps
from tests.factories.rows import World
from tests.factories.solved_days import orders, solved_plan
from tests.factories.store import FakeQueue, Keys, make_day

Call = Callable[..., TestResponse]
MOST_STATEMENTS = 20
"""Of a moved stop, the three that find who asks included."""


@pytest.fixture
def world(settings: Settings) -> World:
    return make_day(settings, requests=9, vehicles=4)


@pytest.fixture
def another_process(settings: Settings, keys: Keys) -> Call:
    """As `call`, answered by an app that has nothing in hand."""
    made = create_app(settings, queue=FakeQueue())

    def send(path: str, method: str = "GET", **options: object) -> TestResponse:
        headers = {"Authorization": f"Bearer {keys.dispatcher}"}
        return made.test_client().open(path, method=method, headers=headers, **options)

    return send


def all_orders(plan: dict[str, Any]) -> dict[str, list[str]]:
    """Stops by truck, those of trucks at home too."""
    return {f"V-{number}": [] for number in range(1, 5)} | orders(plan)


def random_change(rng: random.Random, shown: dict[str, Any]) -> tuple[str, dict[str, object]]:
    """A path below the plan, and what is sent there."""
    stops, left_out = all_orders(shown), [each["task"] for each in shown["unassigned"]]
    one, other = rng.sample(sorted(stops), 2)
    task = rng.choice([task for held in stops.values() for task in held])
    choices: list[tuple[str, dict[str, object]]] = [
        ("edits", {"kind": "move", "task": task, "vehicle": one}),
        ("edits", {"kind": "remove", "task": task}),
        ("edits", {"kind": "reverse", "vehicle": one}),
        ("edits", {"kind": "swap", "vehicle": one, "other": other}),
    ]
    choices += [("undo", {})] * shown["can_undo"] + [("redo", {})] * shown["can_redo"]
    choices += [("edits", {"kind": "insert", "task": each, "vehicle": one}) for each in left_out]
    return rng.choice(choices)


def merged(shown: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """The plan as a page has it after an answer: what is not told anew stays."""
    gone = {route["id"] for route in answer["routes"]} | set(answer["dropped_routes"])
    routes = [route for route in shown["routes"] if route["id"] not in gone] + answer["routes"]
    rest = {key: value for key, value in answer.items() if key not in {"id", "routes", "dropped_routes"}}
    return {**shown, **rest, "routes": sorted(routes, key=lambda route: route["number"])}


def require_made_from_nothing(settings: Settings, shown: dict[str, Any]) -> None:
    """The plan kept, scheduled, checked and added up anew, is what is shown."""
    with session(settings) as store:
        row, document = store.get_one(Plan, shown["id"]), store.get_one(PlanDocument, shown["id"])
        plan = read_stored_plan(plan_json(store, row))
    assert document.matrices is not None
    problem, _places = read_stored_problem(document.problem_snapshot)
    index = DayIndex(problem, unpack_matrices(document.matrices))
    assert {route.vehicle: list(route.tasks) for route in plan.routes} == orders(shown)
    found = violations(problem, index.matrices, plan)
    assert {each.message for each in found} == {each["message"] for each in shown["violations"]}
    broken = {each.vehicle for each in found}
    for route in plan.routes:
        if route.vehicle not in broken:
            anew = reroute(index, route.vehicle, service_steps(route), full_intake(index))
            assert anew == route
    for figure in ("cost", "co2_kg", "distance_m", "duration_s"):
        total = sum(route[figure] for route in shown["routes"])
        assert shown["figures"][figure] == pytest.approx(total, abs=0.01), figure
    aboard_kg = sum(visit["kg"] or 0 for route in shown["routes"] for visit in route["visits"])
    assert shown["figures"]["kg"] == pytest.approx(aboard_kg, abs=0.051)


@pytest.mark.parametrize("seed", range(3))
def test_an_edited_document_equals_the_document_made_from_nothing(
    call: Call, another_process: Call, settings: Settings, plan_id: str, seed: int
) -> None:
    rng, shown = random.Random(seed), call(f"/api/v1/plans/{plan_id}").json
    for _ in range(10):
        path, what = random_change(rng, shown)
        by = rng.choice([call, another_process])
        answer = by(f"/api/v1/plans/{plan_id}/{path}", "POST", json={"revision": shown["revision"], **what})
        assert answer.status_code == 200, answer.json
        shown = merged(shown, answer.json)
        assert shown == another_process(f"/api/v1/plans/{plan_id}").json, what
    require_made_from_nothing(settings, shown)


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL that is sent meanwhile, without what begins a transaction."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith(("PRAGMA", "BEGIN")):
            seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def test_a_moved_stop_costs_the_two_routes_it_touches_and_no_more(
    call: Call, edit: Call, plan_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time of an answer, told without a clock: it grows with what is done here."""
    done: list[str] = []
    for name in ("reroute", "check_route"):
        true = getattr(editing, name)
        monkeypatch.setattr(editing, name, lambda *a, true=true, name=name: (done.append(name), true(*a))[1])
    shown = call(f"/api/v1/plans/{plan_id}").json
    held = next(tasks for tasks in all_orders(shown).values() if len(tasks) > 2)
    idle = next(truck for truck, tasks in all_orders(shown).items() if not tasks)
    edit(0, "move", task=held[0], vehicle=idle)
    done.clear()
    with statements() as sent:
        assert edit(1, "move", task=held[1], vehicle=idle).status_code == 200
    assert sorted(done) == ["check_route", "check_route", "reroute", "reroute"]
    assert len(sent) <= MOST_STATEMENTS, "\n".join(sent)
    assert not [each for each in sent if "plan_document" in each], "what is large is not touched"
    assert sum(each.startswith("INSERT INTO visit") for each in sent) == 1


def test_an_edit_that_was_not_kept_is_not_remembered(
    call: Call, edit: Call, plan_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It used to stand in the process for a revision that another edit then reached."""
    stops = all_orders(call(f"/api/v1/plans/{plan_id}").json)
    held = next(tasks for tasks in stops.values() if len(tasks) > 1)
    idle = next(truck for truck, tasks in stops.items() if not tasks)
    with monkeypatch.context() as broken:
        broken.setattr(edits, "edited_document", lambda *_all, **_more: 1 / 0)
        assert edit(0, "move", task=held[0], vehicle=idle).status_code == 500
    assert edit(0, "remove", task=held[1]).status_code == 200
    assert edit(1, "move", task=held[0], vehicle=idle).status_code == 200
    after = all_orders(call(f"/api/v1/plans/{plan_id}").json)
    assert after[idle] == [held[0]]
    assert all(held[1] not in tasks for tasks in after.values())


def test_a_plan_kept_with_its_matrices_inside_is_still_edited(
    call: Call, edit: Call, plan_id: str, settings: Settings
) -> None:
    """As plans were kept before the matrices had a column of their own."""
    with session(settings, write=True) as store:
        document = store.get_one(PlanDocument, plan_id)
        assert document.matrices is not None
        file = read_problem(document.problem_snapshot)
        document.problem_snapshot = write_problem(replace(file, matrices=unpack_matrices(document.matrices)))
        document.matrices = None
        store.add(document)
    task = next(tasks[0] for tasks in all_orders(call(f"/api/v1/plans/{plan_id}").json).values() if tasks)
    assert edit(0, "remove", task=task).status_code == 200


def test_a_copy_of_a_changed_plan_is_as_it_stands_and_shares_its_problem(
    call: Call, edit: Call, plan_id: str, settings: Settings
) -> None:
    stops = all_orders(call(f"/api/v1/plans/{plan_id}").json)
    held = next(tasks for tasks in stops.values() if len(tasks) > 1)
    edit(0, "remove", task=held[0])
    copy = call(f"/api/v1/plans/{plan_id}/copy", "POST", json={}).json["id"]
    back = edit(0, "insert", plan=copy, task=held[0], vehicle="V-1")
    assert (back.status_code, back.json["unassigned"]) == (200, [])
    undone = call(f"/api/v1/plans/{copy}/undo", "POST", json={"revision": 1}).json
    assert [each["task"] for each in undone["unassigned"]] == [held[0]]
    snapshots = Snapshots()
    with session(settings) as store:
        both = [snapshots.snapshot(store, store.get_one(Plan, each)) for each in (plan_id, copy)]
    assert both[0].editor is both[1].editor


def test_no_more_problems_are_held_than_plans(
    call: Call, plan_id: str, settings: Settings, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One looked at again and again was held, and its problem read anew for a copy: twice as many."""
    monkeypatch.setattr(held, "MOST_SNAPSHOTS", 2)
    ids = [plan_id, *(solved_plan(settings, world) for _ in range(2))]
    with session(settings, write=True) as store:
        for number, each in enumerate(ids):
            document = store.get_one(PlanDocument, each)
            document.problem_snapshot += " " * number  # another problem
            store.add(document)
    copy = call(f"/api/v1/plans/{plan_id}/copy", "POST", json={}).json["id"]
    snapshots = Snapshots()
    with session(settings) as store:
        rows = {each: store.get_one(Plan, each) for each in (*ids, copy)}
        first = snapshots.snapshot(store, rows[plan_id])
        for each in ids[1:]:
            snapshots.snapshot(store, rows[each])
            assert snapshots.snapshot(store, rows[plan_id]) is first
        assert snapshots.snapshot(store, rows[copy]).editor is first.editor


def test_states_out_of_reach_are_forgotten(
    call: Call, edit: Call, plan_id: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drafts, "MOST_KEPT", 2)
    task = next(tasks[0] for tasks in all_orders(call(f"/api/v1/plans/{plan_id}").json).values() if tasks)
    for revision in range(5):
        kind = "unpin" if revision % 2 else "pin"
        assert edit(revision, kind, task=task).status_code == 200
    numbers = [step["number"] for step in call(f"/api/v1/plans/{plan_id}/history").json]
    assert numbers == [0, 3, 4, 5]
