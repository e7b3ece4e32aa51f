"""A person's data: told whole, erased without spoiling the figures, and purged by age."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from apiflask import APIFlask
from sqlmodel import select
from werkzeug.test import TestResponse

from data.settings import Settings
from data.store.accounts.users import Role, User
from data.store.column_types import now
from data.store.engine import session
from data.store.network.fleet import Driver
from data.store.personal_data import purge
from data.store.plans.driver_events import Event, EventKind
from data.store.plans.tables import Plan, Route
from data.store.requests.pickup_requests import PickupRequest
from tests.factories.rows import World
from tests.factories.store import PASSWORD, csrf_of, make_key, make_plan, make_user

Ask = Callable[..., TestResponse]


@pytest.fixture
def ask(app: APIFlask, settings: Settings, world: World) -> Ask:
    key = make_key(settings, world.organisation_id, Role.ADMINISTRATOR)

    def send(method: str, path: str) -> TestResponse:
        headers = {"Authorization": f"Bearer {key}"}
        return app.test_client().open("/api/v1" + path, method=method, headers=headers)

    return send


@pytest.fixture
def driven(settings: Settings, world: World) -> str:
    """The id of a published plan of last week whose driver reported from it."""
    plan_id = make_plan(settings, world, "R-1", published=True)
    with session(settings, write=True) as store:
        plan, driver = store.get_one(Plan, plan_id), store.exec(select(Driver)).one()
        plan.date -= dt.timedelta(days=7)
        driver.phone = "13800000000"
        route = store.exec(select(Route)).one()
        route.driver_id = driver.id
        store.add(
            Event(
                organisation_id=world.organisation_id,
                plan_id=plan_id,
                route_id=route.id or 0,
                client_id="1",
                kind=EventKind.OPENED,
                note="张师傅 waits",
                device="Zhang's phone",
                at=now(),
            )
        )
    return plan_id


def test_a_drivers_data_are_told_whole(ask: Ask, driven: str) -> None:
    told = ask("GET", "/drivers/D-1/data").json
    assert (told["driver"]["phone"], told["vehicles"]) == ("13800000000", ["V-1"])
    assert [route["plan"] for route in told["routes"]] == [driven]
    assert [report["note"] for report in told["reports"]] == ["张师傅 waits"]


def test_an_erased_driver_leaves_the_figures(ask: Ask, driven: str, settings: Settings) -> None:
    before = ask("GET", f"/plans/{driven}").json
    assert ask("DELETE", "/drivers/D-1/data").status_code == 204
    after = ask("GET", f"/plans/{driven}").json
    assert after["routes"][0]["driver"]["name"] == "—"
    assert {key: after[key] for key in ("figures", "unassigned")} == {
        key: before[key] for key in ("figures", "unassigned")
    }
    with session(settings) as store:
        event, driver = store.exec(select(Event)).one(), store.exec(select(Driver)).one()
    assert (event.note, event.device, event.kind) == ("", "", EventKind.OPENED)
    assert (driver.phone, driver.skills, driver.retired_at is None) == ("", [], False)
    assert ask("GET", "/drivers/D-1/data").status_code == 404


def test_a_driver_on_todays_plan_is_not_erased(ask: Ask, settings: Settings, world: World) -> None:
    make_plan(settings, world, "R-1", published=True)
    with session(settings, write=True) as store:
        store.exec(select(Route)).one().driver_id = store.exec(select(Driver)).one().id
    answer = ask("DELETE", "/drivers/D-1/data")
    assert (answer.status_code, answer.json["faults"][0]["code"]) == (409, "S352")


def test_an_accounts_data_hold_no_secret(ask: Ask, app: APIFlask, settings: Settings, world: World) -> None:
    user = make_user(settings, world.organisation_id, "lin")
    client = app.test_client()
    client.post("/login", data={"username": "lin", "password": PASSWORD, "csrf_token": csrf_of(client)})
    answer = ask("GET", f"/people/{user.id}/data")
    assert (answer.json["account"]["username"], len(answer.json["sessions"])) == ("lin", 1)
    assert "argon2" not in answer.text
    assert "digest" not in answer.text


def test_an_erased_person_is_nameless_everywhere(
    ask: Ask, app: APIFlask, settings: Settings, world: World
) -> None:
    user = make_user(settings, world.organisation_id, "lin")
    ask("GET", f"/people/{user.id}/data")
    assert ask("DELETE", f"/people/{user.id}/data").status_code == 204
    assert ask("GET", "/people").json == []
    assert {row["subject"] for row in ask("GET", "/audit").json} == {f"~{user.id}"}
    with session(settings) as store:
        row = store.exec(select(User)).one()
    assert (row.name, row.username, row.active, row.password_hash) == ("—", f"~{user.id}", False, "-")
    client = app.test_client()
    for name in ("lin", f"~{user.id}"):
        token = csrf_of(client)
        data = {"username": name, "password": PASSWORD, "csrf_token": token}
        assert client.post("/login", data=data).status_code == 401


def test_a_purge_takes_names_out_of_what_is_old_and_nothing_else(
    settings: Settings, world: World, driven: str
) -> None:
    with session(settings, write=True) as store:
        old = store.exec(select(PickupRequest).where(PickupRequest.ref == "R-1")).one()
        old.date, old.note, old.address = old.date - dt.timedelta(days=800), "ring twice", "3 Elm St"
        store.exec(select(Event)).one().received_at = now() - dt.timedelta(days=800)
    with session(settings, write=True) as store:
        done = purge(store, world.organisation_id, dt.timedelta(days=730))
    assert (done.requests, done.reports, done.drivers) == (1, 1, 0)
    with session(settings, write=True) as store:
        rows = {row.ref: row for row in store.exec(select(PickupRequest))}
        again = purge(store, world.organisation_id, dt.timedelta(days=730))
    assert (rows["R-1"].name, rows["R-1"].address, rows["R-1"].note) == ("—", "", "")
    assert rows["R-2"].name == "住户R-2"
    assert set(again.as_json().values()) == {0}


def test_a_purge_spares_other_organisations(settings: Settings, world: World, driven: str) -> None:
    with session(settings, write=True) as store:
        done = purge(store, world.organisation_id + 1, dt.timedelta(days=1))
    assert set(done.as_json().values()) == {0}
