"""A request that a published plan is about to serve is not changed behind the driver's back."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlmodel import select

from app.imports.result import ImportResult
from app.imports.run import import_table
from data.settings import Settings
from data.store.engine import session
from data.store.requests.pickup_requests import PickupRequest, RequestStatus
from tests.factories.rows import World
from tests.factories.store import make_plan

HEADER = "ref,date,lon,lat,material,quantity,note\n"


def send(settings: Settings, world: World, text: str) -> ImportResult:
    return import_table(settings, world.organisation_id, "requests", (HEADER + text).encode(), "t.csv")


@pytest.fixture
def row(settings: Settings, world: World) -> str:
    """The row of request R-9, which a published plan serves."""
    text = f"R-9,{world.date},110.0,27.5,fridge,1,\n"
    send(settings, world, text)
    make_plan(settings, world, "R-9", published=True)
    return text


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("{date}", "{tomorrow}"), ("110.0,", "110.2,"), ("fridge,1", "fridge,2"), (",\n", ",ring twice\n")],
)
def test_a_changed_row_is_refused_and_names_the_plan(
    settings: Settings, world: World, row: str, was: str, becomes: str
) -> None:
    names = {"date": str(world.date), "tomorrow": str(world.date + dt.timedelta(days=1))}
    done = send(settings, world, row.replace(was.format(**names), becomes.format(**names)))
    assert [(fault.code, fault.where) for fault in done.faults] == [("I213", "row 2")]
    assert f"{world.date} (version 1" in done.faults[0].cause
    with session(settings) as store:
        kept = store.exec(select(PickupRequest).where(PickupRequest.ref == "R-9")).one()
    assert (kept.date, kept.lon, kept.note) == (world.date, 110.0, "")


def test_the_same_row_again_is_no_change(settings: Settings, world: World, row: str) -> None:
    done = send(settings, world, row)
    assert (done.unchanged, done.faults) == (1, [])


def test_others_of_the_file_are_kept(settings: Settings, world: World, row: str) -> None:
    done = send(settings, world, row.replace("fridge,1", "fridge,2") + row.replace("R-9", "R-10"))
    assert (done.imported, len(done.faults)) == (1, 1)


def test_a_plan_that_is_not_published_holds_nothing(settings: Settings, world: World) -> None:
    text = f"R-9,{world.date},110.0,27.5,fridge,1,\n"
    send(settings, world, text)
    make_plan(settings, world, "R-9")
    assert send(settings, world, text.replace("fridge,1", "fridge,2")).updated == 1


def test_a_pickup_that_failed_may_be_given_another_day(settings: Settings, world: World, row: str) -> None:
    with session(settings, write=True) as store:
        kept = store.exec(select(PickupRequest).where(PickupRequest.ref == "R-9")).one()
        kept.status = RequestStatus.FAILED
    tomorrow = str(world.date + dt.timedelta(days=1))
    assert send(settings, world, row.replace(str(world.date), tomorrow)).updated == 1
