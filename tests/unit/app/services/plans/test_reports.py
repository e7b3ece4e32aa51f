"""Drivers' reports: stored once, folded in the order they happened, told to the planner."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from apiflask import APIFlask
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select
from werkzeug.test import TestResponse

from app.auth.driver_tokens import token_of
from data.settings import Settings
from data.store.column_types import now
from data.store.engine import session
from data.store.plans.driver_events import Event, EventKind
from data.store.plans.progress import fold_events
from data.store.plans.tables import Route, Visit
from data.store.requests.pickup_requests import Condition, PickupRequest
from tests.factories.rows import World, make_request
from tests.factories.store import make_plan

Send = Callable[..., TestResponse]


@pytest.fixture
def plan_id(settings: Settings, world: World) -> str:
    return make_plan(settings, world, "R-1", "R-2", published=True)


@pytest.fixture
def visits(settings: Settings, plan_id: str) -> dict[int, int]:
    """Visit id by position."""
    with session(settings) as store:
        return {
            v.position: v.id or 0
            for v in store.exec(select(Visit).join(Route).where(Route.plan_id == plan_id))
        }


@pytest.fixture
def link(app: APIFlask, settings: Settings, plan_id: str) -> str:
    with app.app_context(), session(settings) as store:
        return "/d/" + token_of(store.exec(select(Route).where(Route.plan_id == plan_id)).one())


@pytest.fixture
def send(app: APIFlask, link: str) -> Send:
    client = app.test_client()
    return lambda body: client.post(f"{link}/events", json=body)


def report(number: int, visit: int | None, kind: str, minute: int = 0, **values: Any) -> dict[str, Any]:
    at = f"2026-03-02T09:{minute:02}:00+08:00"
    return {"id": f"phone-{number}", "visit": visit, "kind": kind, "at": at, **values}


def stored(settings: Settings) -> int:
    with session(settings) as store:
        return len(store.exec(select(Event)).all())


def statuses(settings: Settings) -> dict[str, str]:
    with session(settings) as store:
        return {row.ref: row.status.value for row in store.exec(select(PickupRequest))}


@pytest.mark.parametrize("wrap", [lambda r: r, lambda r: [r], lambda r: {"events": [r]}])
def test_a_report_may_come_alone_or_in_a_list(
    send: Send, visits: dict[int, int], wrap: Callable[..., Any]
) -> None:
    answer = send(wrap(report(1, visits[1], "arrived")))
    assert answer.status_code == 200
    assert answer.json == {
        "received": ["phone-1"], "refused": [],
        "visits": [{"id": visits[1], "status": "arrived", "reason": None}],
    }  # fmt: skip


def test_a_report_sent_again_is_stored_once(send: Send, visits: dict[int, int], settings: Settings) -> None:
    for _ in range(3):
        assert send([report(1, visits[1], "done", kg=80)]).json["received"] == ["phone-1"]
    assert (
        send([report(2, visits[2], "done"), report(2, visits[2], "done")]).json["received"] == ["phone-2"] * 2
    )
    assert stored(settings) == 2


def test_bad_reports_are_refused_one_by_one_and_good_ones_kept(
    send: Send, visits: dict[int, int], settings: Settings
) -> None:
    bad: list[Any] = [
        report(2, 9999, "done"),
        report(3, visits[1], "stolen"),
        {**report(4, visits[1], "done"), "at": "2026-03-02T09:00:00"},
        report(5, visits[1], "done", kg=-1),
        report(6, visits[1], "done", weather="fine"),
        "text",
    ]
    answer = send([report(1, visits[1], "arrived"), *bad])
    assert answer.status_code == 200
    assert answer.json["received"] == ["phone-1"]
    assert [entry["id"] for entry in answer.json["refused"]] == [*(f"phone-{n}" for n in range(2, 7)), ""]
    assert [entry["faults"][0]["code"] for entry in answer.json["refused"]] == ["A324", *["A323"] * 5]
    assert stored(settings) == 1


def test_a_visit_of_another_route_is_refused(
    send: Send, settings: Settings, world: World, visits: dict[int, int]
) -> None:
    other = make_plan(settings, world, "R-3")
    with session(settings) as store:
        foreign = store.exec(
            select(Visit).join(Route).where(Route.plan_id == other, Visit.position == 1)
        ).one()
    answer = send([report(1, foreign.id, "done")])
    assert answer.status_code == 422
    assert answer.json["faults"][0]["code"] == "A324"


@pytest.mark.parametrize("body", [[], {"events": []}, "text", 7, {"events": "x"}])
def test_no_reports_at_all_is_said(send: Send, body: object) -> None:
    answer = send(body)
    assert (answer.status_code, answer.json["faults"][0]["code"]) == (422, "A321")


def test_what_is_no_json_is_said(app: APIFlask, link: str) -> None:
    answer = app.test_client().post(f"{link}/events", data=b"\xff{", content_type="application/json")
    assert (answer.status_code, answer.json["faults"][0]["code"]) == (422, "A321")


def test_too_many_at_once_are_refused(send: Send, visits: dict[int, int]) -> None:
    answer = send([report(n, visits[1], "arrived") for n in range(501)])
    assert answer.json["faults"][0]["code"] == "A322"


def test_the_planner_sees_it(
    send: Send, visits: dict[int, int], call: Callable[..., TestResponse], plan_id: str
) -> None:
    send([report(1, visits[1], "arrived", 1), report(2, visits[1], "failed", 2, reason="nobody_there")])
    visit = call(f"/api/v1/plans/{plan_id}").json["routes"][0]["visits"][1]
    assert (visit["status"], visit["reason"]) == ("failed", "nobody_there")
    events = call(f"/api/v1/plans/{plan_id}/events").json
    assert [(e["visit"], e["kind"], e["at"]) for e in events] == [
        (visits[1], "arrived", "2026-03-02T01:01:00+00:00"),
        (visits[1], "failed", "2026-03-02T01:02:00+00:00"),
    ]  # fmt: skip


def test_requests_follow_their_visits(send: Send, visits: dict[int, int], settings: Settings) -> None:
    assert statuses(settings) == {"R-1": "planned", "R-2": "planned", "R-3": "open"}
    send([report(1, visits[1], "done", 1), report(2, visits[2], "failed", 2, reason="closed")])
    assert statuses(settings) == {"R-1": "collected", "R-2": "failed", "R-3": "open"}
    send([report(3, visits[1], "undo", 3), report(4, visits[2], "undo", 4)])
    assert statuses(settings) == {"R-1": "planned", "R-2": "planned", "R-3": "open"}


def test_a_request_of_two_visits_is_collected_when_both_are(
    app: APIFlask, settings: Settings, world: World
) -> None:
    with session(settings, write=True) as store:
        make_request(store, world, "R-9", (("fridge", 1, Condition.INTACT), ("cell", 2, Condition.INTACT)))
    plan_id = make_plan(settings, world, "R-9", "R-9", published=True)
    with app.app_context(), session(settings) as store:
        route = store.exec(select(Route).where(Route.plan_id == plan_id)).one()
        first, second = store.exec(
            select(Visit.id).where(Visit.route_id == route.id, Visit.kind == "collect")
        )
        path = f"/d/{token_of(route)}/events"
    client = app.test_client()
    client.post(path, json=report(1, first, "done"))
    assert statuses(settings)["R-9"] == "planned"
    client.post(path, json=report(2, second, "done"))
    assert statuses(settings)["R-9"] == "collected"


def test_looking_at_the_page_is_no_visit(send: Send, visits: dict[int, int]) -> None:
    answer = send(report(1, None, "opened"))
    assert (answer.json["received"], answer.json["visits"]) == (["phone-1"], [])


def event(number: int, kind: EventKind, minute: int, visit: int = 1) -> Event:
    return Event(
        id=number, organisation_id=1, plan_id="p", route_id=1, visit_id=visit, client_id=str(number),
        kind=kind, at=now().replace(hour=9, minute=minute),
    )  # fmt: skip


def test_late_reports_are_folded_by_when_they_happened() -> None:
    """Done was reported at once; that the truck had arrived before came in afterwards."""
    states = fold_events([event(1, EventKind.DONE, 20), event(2, EventKind.ARRIVED, 5)])
    assert states[1].status == "done"
    assert states[1].first is not None
    assert states[1].first.id == 2


def test_undo_takes_back_one_report() -> None:
    done = [event(1, EventKind.ARRIVED, 1), event(2, EventKind.DONE, 2), event(3, EventKind.UNDO, 3)]
    assert fold_events(done)[1].status == "arrived"
    assert fold_events([*done, event(4, EventKind.UNDO, 4), event(5, EventKind.UNDO, 5)])[1].status == "todo"


@given(
    st.lists(
        st.sampled_from([EventKind.ARRIVED, EventKind.DONE, EventKind.FAILED, EventKind.UNDO]), max_size=5
    )
)
def test_the_order_of_receipt_does_not_matter(kinds: list[EventKind]) -> None:
    events = [event(minute, kind, minute) for minute, kind in enumerate(kinds, start=1)]
    expected = {visit: state.status for visit, state in fold_events(events).items()}
    for order in itertools.permutations(events):
        assert {visit: state.status for visit, state in fold_events(order).items()} == expected
