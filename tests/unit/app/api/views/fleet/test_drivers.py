"""Working days and hours of drivers: entered by API and table, and counted when a day is planned."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlmodel import select
from werkzeug.test import TestResponse

from app.imports import cells
from data.settings import Settings
from data.store.engine import session
from data.store.network.days_off import DayOff
from data.store.network.fleet import Driver
from data.store.personal_data import erase_driver, export_driver_data
from tests.factories.rows import World, make_driver, make_vehicle
from tests.factories.solved_days import solved_plan
from tests.factories.store import make_plan

Call = Callable[..., TestResponse]
PATH = "/api/v1/drivers"
HOUR = 3600


def test_days_and_hours_are_entered_told_and_taken_back(call: Call) -> None:
    made = call(PATH, "POST", json={"ref": "D-7", "name": "张师傅"})
    assert (made.json["weekdays"], made.json["shift"]) == ([0, 1, 2, 3, 4, 5, 6], None)
    hours = {"weekdays": [5, 0, 0], "shift": [8 * HOUR, 12 * HOUR]}
    changed = call(f"{PATH}/D-7", "PUT", json={"ref": "D-7", "name": "张师傅", **hours})
    assert (changed.json["weekdays"], changed.json["shift"]) == ([0, 5], hours["shift"])
    back = call(f"{PATH}/D-7", "PUT", json=changed.json | {"shift": None, "weekdays": [0, 1, 2, 3, 4, 5, 6]})
    assert (back.json["weekdays"], back.json["shift"]) == ([0, 1, 2, 3, 4, 5, 6], None)


@pytest.mark.parametrize(
    ("hours", "word"),
    [
        ({"shift": [22 * HOUR, 6 * HOUR]}, "over midnight"),
        ({"shift": [8 * HOUR, 8 * HOUR]}, "ends before it starts"),
        ({"shift": [0, 25 * HOUR]}, "shift"),
        ({"weekdays": []}, "weekdays"),
        ({"weekdays": [7]}, "weekdays"),
    ],
)
def test_hours_that_cannot_be_are_named(call: Call, hours: dict[str, object], word: str) -> None:
    refused = call(PATH, "POST", json={"ref": "D-7", "name": "x", **hours})
    assert refused.status_code == 422
    assert word in refused.text


def test_a_table_brings_days_and_hours(call: Call) -> None:
    rows = (
        "编号,姓名,工作日,班次",
        "D-7,张师傅,周一至周五,08:00-12:00",
        "D-8,李师傅,,",
        "D-9,王师傅,没有,22:00-06:00",
    )
    table = "\n".join(rows)
    told = call(
        "/api/v1/imports/drivers", "POST", data={"file": (io.BytesIO(table.encode("gb18030")), "t.csv")}
    ).json
    assert told["imported"] == 2
    assert {(fault["row"], fault["column"]) for fault in told["faults"]} == {(4, "weekdays"), (4, "shift")}
    found = {row["ref"]: (row["weekdays"], row["shift"]) for row in call(PATH).json}
    assert found["D-7"] == ([0, 1, 2, 3, 4], [8 * HOUR, 12 * HOUR])
    assert found["D-8"] == ([0, 1, 2, 3, 4, 5, 6], None)


@pytest.mark.parametrize("table", ["编号,姓名,电话\nD-7,张师傅,138", "编号,姓名,工作日,班次\nD-7,张师傅,,"])
def test_a_table_that_does_not_say_days_and_hours_leaves_them(call: Call, table: str) -> None:
    """A list of telephone numbers used to put everybody on duty all week."""
    hours = {"weekdays": [0, 5], "shift": [8 * HOUR, 12 * HOUR]}
    call(PATH, "POST", json={"ref": "D-7", "name": "张师傅", **hours})
    call("/api/v1/imports/drivers", "POST", data={"file": (io.BytesIO(table.encode()), "t.csv")})
    [found] = [row for row in call(PATH).json if row["ref"] == "D-7"]
    assert (found["weekdays"], found["shift"]) == (hours["weekdays"], hours["shift"])


@pytest.mark.parametrize(
    ("cell", "days"),
    [
        ("1-5", [0, 1, 2, 3, 4]), ("１～６", [0, 1, 2, 3, 4, 5]), ("一三五", [0, 2, 4]),
        ("1,3，5", [0, 2, 4]),
        ("周一至周五;周日", [0, 1, 2, 3, 4, 6]), ("星期六 - 星期天", [5, 6]), ("周五至周一", [0, 4, 5, 6]),
    ],
)  # fmt: skip
def test_days_of_the_week_are_read_as_people_write_them(cell: str, days: list[int]) -> None:
    assert cells.weekdays(cell) == days


@pytest.mark.parametrize("cell", ["0", "8", "周", "Mon", "1-2-3", ";"])
def test_what_is_no_day_of_the_week_is_told(cell: str) -> None:
    with pytest.raises(ValueError, match="day of the week"):
        cells.weekdays(cell)


def away(settings: Settings, world: World, *refs: str) -> None:
    """They work on every day but the world's."""
    with session(settings, write=True) as store:
        for row in store.exec(select(Driver)):
            if row.ref in refs:
                row.weekdays = [day for day in range(7) if day != world.date.weekday()]
                store.add(row)


def test_today_tells_who_drives_instead_or_that_nobody_can(
    call: Call, settings: Settings, world: World
) -> None:
    def today() -> dict[str, Any]:
        return call(f"/api/v1/today?centre={world.centre}&date={world.date}").json

    assert "W305" not in [fault["code"] for fault in today()["notices"]]
    away(settings, world, "D-1")
    lacking = today()
    assert "A247" in [fault["code"] for fault in lacking["missing"]]
    with session(settings, write=True) as store:
        make_driver(store, world.organisation_id, "D-9")
    told = today()
    assert "A247" not in [fault["code"] for fault in told["missing"]]
    assert [fault["where"] for fault in told["notices"] if fault["code"] == "W305"] == ["vehicle V-1"]


def test_today_tells_that_the_published_plan_counts_on_a_truck_that_is_gone(
    call: Call, settings: Settings, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> list[str]:
        answer = call(f"/api/v1/today?centre={world.centre}&date={world.date}").json
        return [fault["cause"] for fault in answer["notices"] if fault["code"] == "A267"]

    make_plan(settings, world, "R-1", published=True)
    assert told() == []
    truck = {"ref": "V-1", "centre": world.centre, "class": "van", "driver": "D-1"}
    assert call("/api/v1/vehicles/V-1", "PUT", json=truck | {"retired": True}).status_code == 200
    assert told() == ["The published plan uses truck V-1, which is out of use."]
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=2)
    monkeypatch.setattr("app.services.day.notices.now", lambda: later)
    assert told() == []  # that day is over


def test_a_stop_moved_to_an_idle_truck_goes_with_its_driver_of_that_day(
    call: Call, settings: Settings, world: World
) -> None:
    """Not with the usual one, who was off when the day was planned."""
    with session(settings, write=True) as store:
        usual = make_driver(store, world.organisation_id, "D-2")
        make_vehicle(store, world.organisation_id, world.centre_id, "V-2", driver_id=usual.id)
        for ref in ("D-8", "D-9"):
            make_driver(store, world.organisation_id, ref)
    away(settings, world, "D-1", "D-2")
    plan_id = solved_plan(settings, world)
    shown = call(f"/api/v1/plans/{plan_id}").json
    [route] = shown["routes"]
    idle = "V-2" if route["vehicle"]["ref"] == "V-1" else "V-1"
    task = next(visit["task"] for visit in route["visits"] if visit["kind"] == "collect")
    body = {"revision": 0, "kind": "move", "task": task, "vehicle": idle}
    assert call(f"/api/v1/plans/{plan_id}/edits", "POST", json=body).status_code == 200
    drivers = {each["driver"]["name"] for each in call(f"/api/v1/plans/{plan_id}").json["routes"]}
    assert drivers == {"司机D-8", "司机D-9"}


def test_hours_and_days_off_are_told_on_request_and_go_with_the_person(
    settings: Settings, world: World
) -> None:
    with session(settings, write=True) as store:
        row = make_driver(
            store, world.organisation_id, "D-9", weekdays=[0], shift_start_s=0, shift_end_s=HOUR,
            valid_until={"lithium": "2027-01-01"},
        )  # fmt: skip
        store.add(
            DayOff(
                organisation_id=world.organisation_id, driver_id=row.id, first=world.date, last=world.date,
                note="病假",
            )
        )  # fmt: skip
        store.flush()
        told = export_driver_data(store, row)
        assert (told["driver"]["weekdays"], told["days_off"][0]["note"]) == ([0], "病假")
        erase_driver(store, row)
        assert (row.shift, row.valid_until, store.exec(select(DayOff)).all()) == (None, {}, [])
