"""Tables of requests: served ones are held, slips of the finger are named, many rows cost few statements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from sqlmodel import func, select

from app.imports.result import ImportResult
from app.imports.run import import_table
from data.settings import Settings
from data.store.engine import session
from data.store.network.fleet import Vehicle
from data.store.requests.pickup_requests import PickupRequest, RequestItem, RequestStatus
from tests.factories.rows import World
from tests.factories.statements import counted_statements
from tests.factories.store import make_plan

Load = Callable[[str, str], ImportResult]
HEAD = "ref,centre,date,name,lon,lat,material,quantity\n"
SERVED_HEADER = "ref,date,lon,lat,material,quantity,note\n"
MOST_STATEMENTS = 25
ROWS = 1_000
BAD_EVERY = 50


def send(settings: Settings, world: World, text: str) -> ImportResult:
    return import_table(settings, world.organisation_id, "requests", (SERVED_HEADER + text).encode(), "t.csv")


@pytest.fixture
def served(settings: Settings, world: World) -> str:
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
    settings: Settings, world: World, served: str, was: str, becomes: str
) -> None:
    names = {"date": str(world.date), "tomorrow": str(world.date + dt.timedelta(days=1))}
    done = send(settings, world, served.replace(was.format(**names), becomes.format(**names)))
    assert [(fault.code, fault.where) for fault in done.faults] == [("I213", "row 2")]
    assert f"{world.date} (version 1" in done.faults[0].cause
    with session(settings) as store:
        kept = store.exec(select(PickupRequest).where(PickupRequest.ref == "R-9")).one()
    assert (kept.date, kept.lon, kept.note) == (world.date, 110.0, "")


def test_the_same_row_again_is_no_change(settings: Settings, world: World, served: str) -> None:
    done = send(settings, world, served)
    assert (done.unchanged, done.faults) == (1, [])


def test_others_of_the_file_are_kept(settings: Settings, world: World, served: str) -> None:
    done = send(settings, world, served.replace("fridge,1", "fridge,2") + served.replace("R-9", "R-10"))
    assert (done.imported, len(done.faults)) == (1, 1)


def test_a_plan_that_is_not_published_holds_nothing(settings: Settings, world: World) -> None:
    text = f"R-9,{world.date},110.0,27.5,fridge,1,\n"
    send(settings, world, text)
    make_plan(settings, world, "R-9")
    assert send(settings, world, text.replace("fridge,1", "fridge,2")).updated == 1


def test_a_pickup_that_failed_may_be_given_another_day(settings: Settings, world: World, served: str) -> None:
    with session(settings, write=True) as store:
        kept = store.exec(select(PickupRequest).where(PickupRequest.ref == "R-9")).one()
        kept.status = RequestStatus.FAILED
    tomorrow = str(world.date + dt.timedelta(days=1))
    assert send(settings, world, served.replace(str(world.date), tomorrow)).updated == 1


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


@pytest.fixture
def statements(settings: Settings, world: World) -> Iterator[list[str]]:
    with counted_statements(settings) as said:
        yield said


def table() -> bytes:
    lines = ["ref,date,name,lon,lat,material,quantity"]
    for number in range(ROWS):
        material = "nothing" if number % BAD_EVERY == 0 else "fridge"
        lines.append(f"M-{number},2026-03-02,customer {number},110,{27.5 + number / 100_000},{material},2")
    return "\n".join(lines).encode()


def test_statements_do_not_grow_with_the_rows(
    settings: Settings, world: World, statements: list[str]
) -> None:
    bad = ROWS // BAD_EVERY
    first = import_table(settings, world.organisation_id, "requests", table(), "t.csv")
    assert (first.imported, len(first.faults)) == (ROWS - bad, bad)
    assert len(statements) <= MOST_STATEMENTS
    with session(settings) as store:
        joined = select(func.count()).select_from(PickupRequest).join(RequestItem)
        assert store.exec(joined.where(PickupRequest.ref.startswith("M-"))).one() == ROWS - bad  # type: ignore[attr-defined]
    statements.clear()
    second = import_table(settings, world.organisation_id, "requests", table(), "t.csv")
    assert (second.imported, second.updated, second.unchanged) == (0, 0, ROWS - bad)
    assert len(statements) <= MOST_STATEMENTS
