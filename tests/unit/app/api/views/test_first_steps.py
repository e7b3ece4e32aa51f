"""What a first day still lacks: told on the way there, and on the day itself."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from app.auth.setup_code import setup_code
from data.settings import Settings
from data.store.column_types import now
from data.store.engine import session
from data.store.network.fleet import Vehicle
from data.store.network.sites import Site, SiteKind
from network.closures.store import ClosureStore
from tests.factories.rows import World, make_organisation, make_site
from tests.factories.store import Keys

Call = Callable[..., TestResponse]


def sent(call: Call, path: str, text: str) -> Any:
    return call(path, "POST", data={"file": (io.BytesIO(text.encode()), "t.csv")}).json


def today(call: Call, world: World) -> dict[str, dict[str, str]]:
    answer = call(f"/api/v1/today?centre={world.centre}&date={world.date}").json
    return {fault["code"]: fault for fault in answer["notices"]}


def test_everything_is_counted(call: Call, world: World, toy_roads: ClosureStore) -> None:
    assert call("/api/v1/first-steps").json == {
        "roads": 1, "centres": 1, "centres_without_roads": 0, "drivers": 1, "vehicles": 1, "requests": 3,
    }  # fmt: skip


def test_what_is_retired_or_another_organisations_does_not_count(
    call: Call, settings: Settings, world: World, keys: Keys
) -> None:
    with session(settings, write=True) as store:
        truck = store.exec(select(Vehicle)).one()
        truck.retired_at = now()
        centre = store.exec(select(Site).where(Site.ref == world.centre)).one()
        centre.network = None
        store.add_all([truck, centre])
    found = call("/api/v1/first-steps").json
    assert (found["vehicles"], found["centres_without_roads"]) == (0, 1)
    assert set(call("/api/v1/first-steps", key=keys.stranger).json.values()) <= {0, found["roads"]}


def test_a_fleet_without_drivers_is_told_and_may_drive(call: Call, settings: Settings, world: World) -> None:
    assert "A265" not in today(call, world)
    with session(settings, write=True) as store:
        truck = store.exec(select(Vehicle)).one()
        truck.driver_id = None
        store.add(truck)
    assert "A265" in today(call, world)


def test_what_requests_need_and_no_truck_can_do_is_told_before_planning(
    call: Call, settings: Settings, world: World
) -> None:
    with session(settings, write=True) as store:
        truck = store.exec(select(Vehicle)).one()
        truck.skills = []
        store.add(truck)
    fault = today(call, world)["A266"]
    assert fault["where"] == "two_person"
    assert fault["cause"].startswith("3 requests need two_person")
    with session(settings, write=True) as store:
        truck = store.exec(select(Vehicle)).one()
        truck.skills = ["two_person"]
        store.add(truck)
    assert "A266" not in today(call, world)


def test_a_certificate_that_ended_the_day_before_is_told(
    call: Call, settings: Settings, world: World
) -> None:
    def holds_until(day: dt.date) -> None:
        with session(settings, write=True) as store:
            truck = store.exec(select(Vehicle)).one()
            truck.skills = ["two_person", "lithium"]
            truck.valid_until = {"lithium": day.isoformat()}
            store.add(truck)

    holds_until(world.date)
    assert "A248" not in today(call, world)
    holds_until(world.date - dt.timedelta(days=1))
    fault = today(call, world)["A248"]
    assert fault["where"].startswith("vehicle ")
    assert "lithium" in fault["cause"]
    assert (world.date - dt.timedelta(days=1)).isoformat() in fault["cause"]


def test_roads_are_seen_before_the_first_centre_plans_on_them(
    signed_in: FlaskClient, settings: Settings, world: World, toy_roads: ClosureStore
) -> None:
    with session(settings, write=True) as store:
        centre = store.exec(select(Site).where(Site.ref == world.centre)).one()
        centre.network = None
        store.add(centre)
    assert signed_in.get("/tiles/toy/1/0/0.mvt").status_code == 204
    with session(settings, write=True) as store:
        other = make_organisation(store, "third")
        make_site(store, other, "X-1", kind=SiteKind.SORTING_CENTRE, network="toy")
    assert signed_in.get("/tiles/toy/1/0/0.mvt").status_code == 404


def test_the_printed_address_fills_in_the_code(client: FlaskClient) -> None:
    code = setup_code("a signing key for tests, long enough")
    assert f'value="{code}"' in client.get(f"/setup?code={code}").text
    assert "<script" not in client.get('/setup?code="><script>alert(1)</script>').text


def test_a_fault_names_its_column_and_what_stands_there(call: Call, world: World) -> None:
    head = "ref,centre,date,lon,lat,material,quantity,kg\n"
    rows = [
        "A,{c},{d},110,27.5,x-ray,1,", "B,{c},{d},110,27.5,fridge,1,9000", "C,{c},,110,27.5,fridge,1,",
        "D,no,{d},110,27.5,fridge,1,", "E,{c},{d},27.5,110,fridge,1,", "F,{c},{d},110,,fridge,1,",
    ]  # fmt: skip
    text = head + "\n".join(rows).format(c=world.centre, d=world.date)
    answer = sent(call, "/api/v1/imports/requests/preview", text)["result"]
    assert [(one["row"], one["column"], one["given"]) for one in answer["faults"]] == [
        (2, "material", "x-ray"), (3, "kg", "9000"), (4, "date", ""), (5, "centre", "no"), (6, "lon", "27.5"),
        (7, "lat", ""),
    ]  # fmt: skip


def test_the_days_of_what_was_imported_are_told(call: Call, world: World) -> None:
    text = (
        "ref,centre,date,lon,lat,material,quantity\n"
        f"A,{world.centre},2026-05-02,110,27.5,fridge,1\nB,{world.centre},2026-05-01,110,27.5,fridge,1\n"
    )
    assert sent(call, "/api/v1/imports/requests", text)["days"] == ["2026-05-01", "2026-05-02"]
