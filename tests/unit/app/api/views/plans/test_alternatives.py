"""Plans of a day beside each other: copied, compared, published one after another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select
from werkzeug.test import TestResponse

from data.settings import Settings
from data.store.engine import session
from data.store.plans.driver_events import Event
from data.store.plans.tables import Plan
from tests.factories.rows import World
from tests.factories.solved_days import orders
from tests.factories.store import FakeQueue, make_day

Call = Callable[..., TestResponse]


@pytest.fixture
def world(settings: Settings) -> World:
    return make_day(settings, requests=6, vehicles=3)


def publish(call: Call, plan_id: str) -> dict[str, Any]:
    answer = call(f"/api/v1/plans/{plan_id}/publish", "POST")
    assert answer.status_code == 200, answer.json
    return answer.json


def copied(call: Call, plan_id: str) -> str:
    answer = call(f"/api/v1/plans/{plan_id}/copy", "POST", json={"label": "B"})
    assert (answer.status_code, answer.json["status"]) == (201, "planned")
    return answer.json["id"]


def orders_of(call: Call, plan_id: str) -> dict[str, list[str]]:
    return orders(call(f"/api/v1/plans/{plan_id}").json)


def moved_away(call: Call, plan_id: str, task: str) -> str:
    """Move a stop to a truck that stays at home; the truck's reference."""
    idle = next(name for name in ("V-1", "V-2", "V-3") if name not in orders_of(call, plan_id))
    body = {"revision": 0, "kind": "move", "task": task, "vehicle": idle}
    assert call(f"/api/v1/plans/{plan_id}/edits", "POST", json=body).status_code == 200
    return idle


def test_a_copy_is_changed_while_the_plan_stays(call: Call, plan_id: str) -> None:
    before = orders_of(call, plan_id)
    truck, tasks = next(iter(before.items()))
    copy = copied(call, plan_id)
    assert orders_of(call, copy) == before
    idle = moved_away(call, copy, tasks[0])
    assert orders_of(call, plan_id) == before
    changes = call(f"/api/v1/plans/{copy}/changes?against={plan_id}").json
    found = {each["vehicle"]: each for each in changes["routes"]}
    moved = {"task": tasks[0], "request": tasks[0]}
    assert found[idle]["added"] == [{**moved, "vehicle": truck}]
    assert found[truck]["removed"] == [{**moved, "vehicle": idle}]
    assert (changes["served"], changes["left_out"]) == ([], [])
    assert changes["cost"][1] > changes["cost"][0]


def test_an_unfinished_plan_is_neither_copied_nor_compared(call: Call, plan_id: str, world: World) -> None:
    body = {"centre": world.centre, "date": world.date.isoformat()}
    queued = call("/api/v1/plans", "POST", json=body).json["id"]
    assert call(f"/api/v1/plans/{queued}/copy", "POST", json={}).json["faults"][0]["code"] == "S322"
    for path in (f"{queued}/changes?against={plan_id}", f"{queued}/offers/R-1"):
        assert call(f"/api/v1/plans/{path}").json["faults"][0]["code"] == "A253"
    assert call(f"/api/v1/plans/{queued}/again", "POST", json={}).status_code == 409


def test_planning_again_keeps_the_wishes(
    call: Call, plan_id: str, settings: Settings, queue: FakeQueue
) -> None:
    truck = next(iter(orders_of(call, plan_id)))
    body = {"revision": 0, "kind": "lock_route", "vehicle": truck}
    call(f"/api/v1/plans/{plan_id}/edits", "POST", json=body)
    answer = call(f"/api/v1/plans/{plan_id}/again", "POST", json={"seconds": 2, "label": "locked"})
    assert (answer.status_code, answer.json["status"]) == (202, "queued")
    assert queue.enqueued == [answer.json["id"]]
    with session(settings) as store:
        row = store.get_one(Plan, answer.json["id"])
    assert (row.based_on, row.wishes["routes"], row.seconds_limit, row.label) == (
        plan_id,
        [truck],
        2.0,
        "locked",
    )


def test_the_link_leads_on_and_the_driver_is_told(call: Call, plan_id: str) -> None:
    """The same link before and after, and what changed for this driver."""
    truck, tasks = next(iter(orders_of(call, plan_id).items()))
    first = publish(call, plan_id)
    assert first["changes"] is None
    link = first["links"][0]["url"].removeprefix("http://localhost")
    assert call(f"{link}/day.json").json["notice"] is None
    copy = copied(call, plan_id)
    idle = moved_away(call, copy, tasks[0])
    changes = publish(call, copy)["changes"]
    assert {each["vehicle"] for each in changes["routes"]} == {truck, idle}
    day = call(f"{link}/day.json").json
    assert day["plan"]["id"] == copy
    assert [each["request"] for each in day["notice"]["removed"]] == [tasks[0]]
    assert day["notice"]["since_version"] == 1


def test_going_back_to_the_earlier_plan_leads_its_links_back(call: Call, plan_id: str) -> None:
    links = [publish(call, plan_id)["links"][0]["url"]]
    copy = copied(call, plan_id)
    links.append(publish(call, copy)["links"][0]["url"])
    publish(call, plan_id)
    for link in links:
        assert call(link.removeprefix("http://localhost") + "/day.json").json["plan"]["id"] == plan_id


def test_reports_go_over_to_a_plan_that_keeps_them(call: Call, plan_id: str, settings: Settings) -> None:
    tasks = next(iter(orders_of(call, plan_id).values()))
    link = publish(call, plan_id)["links"][0]["url"].removeprefix("http://localhost")
    visits = call(f"{link}/day.json").json["route"]["visits"]
    done = next(visit for visit in visits if visit["task"] == tasks[0])
    later = next(visit for visit in visits if visit["task"] == tasks[1])
    at = call(f"{link}/day.json").json["start"]
    send = [{"id": "1", "visit": done["id"], "kind": "done", "at": at}]
    assert call(f"{link}/events", "POST", json=send).json["received"] == ["1"]

    broken = copied(call, plan_id)
    moved_away(call, broken, tasks[0])
    refused = call(f"/api/v1/plans/{broken}/publish", "POST")
    assert (refused.status_code, refused.json["faults"][0]["code"]) == (409, "S314")

    kept = copied(call, plan_id)
    moved_away(call, kept, tasks[-1])
    publish(call, kept)
    day = call(f"{link}/day.json").json
    assert day["plan"]["id"] == kept
    status = {visit["task"]: visit["status"] for visit in day["route"]["visits"] if visit["task"]}
    assert (status[tasks[0]], status[tasks[1]]) == ("done", "todo")
    # A phone without signal still knows the old visits: what it reports then is not lost, nor stored twice.
    late = [*send, {"id": "2", "visit": later["id"], "kind": "done", "at": at}]
    assert call(f"{link}/events", "POST", json=late).json["received"] == ["1", "2"]
    day = call(f"{link}/day.json").json
    status = {visit["task"]: visit["status"] for visit in day["route"]["visits"] if visit["task"]}
    assert status[tasks[1]] == "done"
    with session(settings) as store:
        assert len(store.exec(select(Event).where(Event.plan_id == kept)).all()) == 2


def test_a_visit_of_another_truck_is_still_refused(call: Call, plan_id: str) -> None:
    task = next(iter(orders_of(call, plan_id).values()))[0]
    moved = copied(call, plan_id)
    moved_away(call, moved, task)
    links = publish(call, moved)["links"]
    own, other = (link["url"].removeprefix("http://localhost") for link in links[:2])
    foreign = next(v["id"] for v in call(f"{other}/day.json").json["route"]["visits"] if v["task"])
    at = call(f"{own}/day.json").json["start"]
    for visit in (foreign, 2**40):
        answer = call(f"{own}/events", "POST", json=[{"id": "1", "visit": visit, "kind": "done", "at": at}])
        assert (answer.status_code, answer.json["faults"][0]["code"]) == (422, "A324")


def test_the_rest_of_a_published_day_is_queued_with_its_reasons(
    call: Call, plan_id: str, settings: Settings, queue: FakeQueue
) -> None:
    truck, *_ = orders_of(call, plan_id)
    body = {"reasons": ["truck_out"], "out": [truck], "most_moved": 3, "from_s": 36_000, "seconds": 2}
    refused = call(f"/api/v1/plans/{plan_id}/rest", "POST", json=body)
    assert (refused.status_code, refused.json["faults"][0]["code"]) == (409, "S330")
    publish(call, plan_id)
    answer = call(f"/api/v1/plans/{plan_id}/rest", "POST", json=body)
    assert (answer.status_code, answer.json["status"]) == (202, "queued")
    assert queue.enqueued == [answer.json["id"]]
    with session(settings) as store:
        row = store.get_one(Plan, answer.json["id"])
    assert row.based_on == plan_id
    assert row.continues == {"from_s": 36_000, "out": [truck], "reasons": ["truck_out"], "most_moved": 3}
    assert call(f"/api/v1/plans/{row.id}").json["continues"] == row.continues
    assert call(f"/api/v1/plans/{plan_id}/rest", "POST", json={"out": ["nobody"]}).status_code == 409
