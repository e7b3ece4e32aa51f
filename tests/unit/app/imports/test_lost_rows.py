"""Slips of the finger that would lose a pickup or a driver without a word."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlmodel import select

from app.imports.result import ImportResult
from app.imports.run import import_table
from data.settings import Settings
from data.store.engine import session
from data.store.network.fleet import Vehicle
from data.store.requests.pickup_requests import PickupRequest, RequestStatus
from tests.factories.rows import World

Load = Callable[[str, str], ImportResult]
HEAD = "ref,centre,date,name,lon,lat,material,quantity\n"


@pytest.fixture
def load(settings: Settings, world: World) -> Load:
    return lambda kind, text: import_table(settings, world.organisation_id, kind, text.encode(), "t.csv")


def codes(result: ImportResult) -> list[tuple[str, str]]:
    return [(fault.where, fault.code) for fault in result.faults]


@pytest.mark.parametrize(
    "second", ["P-1,C-1,2026-03-03,,,,tv,1", "P-1,C-1,,别家,,,tv,1", "P-1,C-1,,,110.2,27.5,tv,1"]
)
def test_two_pickups_of_one_reference_are_not_made_one(load: Load, settings: Settings, second: str) -> None:
    material = "fridge"
    first = f"P-1,C-1,2026-03-02,张家,110.1,27.5,{material},1\n"
    result = load("requests", HEAD + first + second.replace("tv", material) + "\n")
    assert codes(result) == [("row 3", "I212")]
    with session(settings) as store:
        assert store.exec(select(PickupRequest).where(PickupRequest.ref == "P-1")).first() is None


def test_rows_below_may_repeat_or_leave_out_what_the_first_says(load: Load) -> None:
    row = "P-1,C-1,2026-03-02,张家,110.1,27.5,fridge,1\n"
    result = load("requests", HEAD + row + row + "P-1,,,,,,fridge,2\n")
    assert (result.imported, result.faults) == (1, [])


def test_a_failed_pickup_moved_to_another_day_is_open_again(load: Load, settings: Settings) -> None:
    row = "P-1,C-1,2026-03-02,张家,110.1,27.5,fridge,1\n"
    load("requests", HEAD + row)
    with session(settings, write=True) as store:
        kept = store.exec(select(PickupRequest).where(PickupRequest.ref == "P-1")).one()
        kept.status = RequestStatus.FAILED
        store.add(kept)
    assert load("requests", HEAD + row).unchanged == 1
    assert load("requests", HEAD + row.replace("03-02", "03-03")).updated == 1
    with session(settings) as store:
        moved = store.exec(select(PickupRequest).where(PickupRequest.ref == "P-1")).one()
    assert moved.status is RequestStatus.OPEN


def test_an_unknown_driver_is_named_and_the_truck_keeps_its_own(load: Load, settings: Settings) -> None:
    head = "ref,centre,class,driver_ref,driver\n"
    load("vehicles", head + "V-8,C-1,van,D-7,张三\n")
    assert codes(load("vehicles", head + "V-8,C-1,van,D-77,\n")) == [("row 2", "I206")]
    assert load("vehicles", head + "V-8,C-1,van,D-7,\n").unchanged == 1
    with session(settings) as store:
        assert store.exec(select(Vehicle).where(Vehicle.ref == "V-8")).one().driver_id is not None
