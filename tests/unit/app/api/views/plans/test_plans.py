"""Asking for a plan, stopping it, publishing it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlmodel import select
from werkzeug.test import TestResponse

from data.settings import Settings
from data.store.engine import session
from data.store.plans.tables import Plan, PlanStatus
from data.store.requests.pickup_requests import PickupRequest, RequestStatus
from tests.factories.rows import World
from tests.factories.store import FakeQueue, make_plan

Call = Callable[..., TestResponse]


@pytest.fixture
def ask(call: Call, world: World) -> Callable[..., TestResponse]:
    def send(**changes: object) -> TestResponse:
        body = {"centre": world.centre, "date": world.date.isoformat(), **changes}
        return call("/api/v1/plans", "POST", json=body)

    return send


def test_a_plan_is_stored_and_queued(ask: Call, settings: Settings, queue: FakeQueue) -> None:
    answer = ask(seconds=2.5)
    assert (answer.status_code, answer.json["status"]) == (202, "queued")
    assert queue.enqueued == [answer.json["id"]]
    with session(settings) as store:
        plan = store.get_one(Plan, answer.json["id"])
    assert (plan.status, plan.seconds_limit, plan.network) == (PlanStatus.QUEUED, 2.5, "toy")


def test_search_time_is_the_installations_unless_said(ask: Call, settings: Settings) -> None:
    plan_id = ask().json["id"]
    with session(settings) as store:
        assert store.get_one(Plan, plan_id).seconds_limit == settings.solve_seconds


def test_a_queue_that_is_away_loses_no_plan(ask: Call, settings: Settings, queue: FakeQueue) -> None:
    queue.away = True
    answer = ask()
    assert answer.status_code == 202
    with session(settings) as store:
        assert store.get_one(Plan, answer.json["id"]).status is PlanStatus.QUEUED


def test_a_day_that_lacks_something_is_not_planned(ask: Call, settings: Settings, queue: FakeQueue) -> None:
    with session(settings, write=True) as store:
        for row in store.exec(select(PickupRequest)):
            row.status = RequestStatus.CANCELLED
            store.add(row)
    answer = ask()
    assert (answer.status_code, answer.json["faults"][0]["code"]) == (409, "A211")
    assert queue.enqueued == []


@pytest.mark.parametrize(
    "changes",
    [{"date": "soon"}, {"seconds": 0}, {"seconds": 4000}, {"seconds": "nan"}, {"centre": ""}, {"extra": 1}],
)
def test_a_wish_that_cannot_be_is_named(ask: Call, changes: dict[str, object], queue: FakeQueue) -> None:
    answer = ask(**changes)
    assert answer.status_code == 422
    assert answer.json["faults"][0]["where"] == f"json.{next(iter(changes))}"
    assert queue.enqueued == []


@pytest.mark.parametrize("body", ["{", "[1]", '"text"', ""])
def test_a_body_that_is_no_document_is_an_error_of_the_caller(call: Call, body: str) -> None:
    answer = call("/api/v1/plans", "POST", data=body, content_type="application/json")
    assert answer.status_code in {400, 422}
    assert answer.json["faults"]


def test_a_queued_plan_is_cancelled_at_once(ask: Call, call: Call) -> None:
    plan_id = ask().json["id"]
    assert call(f"/api/v1/plans/{plan_id}/cancel", "POST").json == {"id": plan_id, "status": "cancelled"}


def test_a_running_plan_is_asked_to_stop(ask: Call, call: Call, settings: Settings) -> None:
    plan_id = ask().json["id"]
    with session(settings, write=True) as store:
        plan = store.get_one(Plan, plan_id)
        plan.status = PlanStatus.RUNNING
        store.add(plan)
    assert call(f"/api/v1/plans/{plan_id}/cancel", "POST").json["status"] == "running"
    with session(settings) as store:
        assert store.get_one(Plan, plan_id).cancel_requested_at is not None


def test_a_failed_plan_says_why(ask: Call, call: Call, settings: Settings) -> None:
    plan_id = ask().json["id"]
    fault = {"code": "N201", "cause": "No road near.", "action": "Check it.", "where": "centre"}
    with session(settings, write=True) as store:
        plan = store.get_one(Plan, plan_id)
        plan.status, plan.fault = PlanStatus.FAILED, fault
        store.add(plan)
    assert call(f"/api/v1/plans/{plan_id}").json["error"] == fault


def test_publishing_answers_with_a_link_per_route(call: Call, settings: Settings, world: World) -> None:
    plan_id = make_plan(settings, world, "R-1")
    answer = call(f"/api/v1/plans/{plan_id}/publish", "POST")
    assert (answer.status_code, answer.json["status"]) == (200, "published")
    (link,) = answer.json["links"]
    assert (link["number"], link["plate"], link["driver"]) == (1, "湘NV-1", "司机D-1")
    assert link["url"].startswith("http://localhost/d/")


def test_publishing_again_changes_no_link(call: Call, settings: Settings, world: World) -> None:
    plan_id = make_plan(settings, world, "R-1")
    links = [call(f"/api/v1/plans/{plan_id}/publish", "POST").json["links"] for _ in range(2)]
    assert links[0] == links[1]


def test_a_plan_with_violations_is_not_published(call: Call, settings: Settings, world: World) -> None:
    plan_id = make_plan(settings, world, "R-1", violations=2)
    answer = call(f"/api/v1/plans/{plan_id}/publish", "POST")
    assert (answer.status_code, answer.json["faults"][0]["code"]) == (409, "S312")
    assert call(f"/api/v1/plans/{plan_id}").json["status"] == "planned"


def test_an_unfinished_plan_is_not_published(ask: Call, call: Call) -> None:
    answer = call(f"/api/v1/plans/{ask().json['id']}/publish", "POST")
    assert (answer.status_code, answer.json["faults"][0]["code"]) == (409, "S311")


def test_a_renewed_link_ends_the_one_before(call: Call, settings: Settings, world: World) -> None:
    plan_id = make_plan(settings, world, "R-1")
    before = call(f"/api/v1/plans/{plan_id}/publish", "POST").json["links"][0]["url"]
    after = call(f"/api/v1/plans/{plan_id}/routes/1/link", "POST").json["links"][0]["url"]
    statuses = [
        call(url.removeprefix("http://localhost") + "/day.json").status_code for url in (before, after)
    ]
    assert statuses == [410, 200]


def test_a_draft_has_no_link_to_renew(call: Call, settings: Settings, world: World) -> None:
    plan_id = make_plan(settings, world, "R-1")
    assert call(f"/api/v1/plans/{plan_id}/routes/1/link", "POST").status_code == 409


def test_a_route_that_is_not_there_has_no_link_to_renew(call: Call, settings: Settings, world: World) -> None:
    plan_id = make_plan(settings, world, "R-1", published=True)
    assert call(f"/api/v1/plans/{plan_id}/routes/7/link", "POST").status_code == 404
