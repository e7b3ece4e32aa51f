"""What a day's plan lacks, with requests that weekly ones will become counted in."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlmodel import Session, select

from app.services.day.figures import load_day_figures
from app.services.day.first_steps import count_first_steps
from app.services.day.missing import find_missing
from data.settings import Settings
from data.store.column_types import now
from data.store.engine import session
from data.store.network.days_off import DayOff
from data.store.network.fleet import Vehicle
from data.store.network.sites import find_centre
from data.store.requests.recurring import RecurringRequest
from tests.factories.rows import World


def missing(
    settings: Settings, world: World, date: dt.date, networks: tuple[str, ...] = ("toy",)
) -> list[str]:
    with session(settings) as store:
        centre = find_centre(store, world.organisation_id, world.centre)
        found = find_missing(store, world.organisation_id, centre, date, networks)
    return [fault.code for fault in found]


def add_rule(store: Session, world: World, date: dt.date) -> None:
    store.add(
        RecurringRequest(
            organisation_id=world.organisation_id, ref="S-1", centre_id=world.centre_id, name="超市",
            lon=110.03, lat=27.53, weekdays=[date.weekday()], first=date,
            items=[{"material": "fridge", "quantity": 1, "condition": "intact", "kg": 40, "litres": 9}],
        )
    )  # fmt: skip


def test_a_day_with_requests_trucks_and_roads_lacks_nothing(settings: Settings, world: World) -> None:
    assert missing(settings, world, world.date) == []
    assert missing(settings, world, world.date, networks=()) == ["A214"]


def test_a_weekly_request_is_enough_to_plan_its_day(settings: Settings, world: World) -> None:
    empty = world.date + dt.timedelta(days=30)
    assert missing(settings, world, empty) == ["A211"]
    with session(settings, write=True) as store:
        add_rule(store, world, empty)
    assert missing(settings, world, empty) == []
    with session(settings) as store:
        figures = load_day_figures(store, world.organisation_id, world.centre, empty, ("toy",))
    assert (figures.requested, figures.next_action) == (1, "plan")


@pytest.mark.parametrize(("scope", "code"), [("centre", "A246"), ("vehicle", "A247"), ("retired", "A212")])
def test_a_day_on_which_nothing_goes_says_why(
    settings: Settings, world: World, scope: str, code: str
) -> None:
    with session(settings, write=True) as store:
        truck = store.exec(select(Vehicle)).one()
        if scope == "retired":
            truck.retired_at = now()
        else:
            off = DayOff(organisation_id=world.organisation_id, first=world.date, last=world.date)
            off.centre_id = world.centre_id if scope == "centre" else None
            off.vehicle_id = truck.id if scope == "vehicle" else None
            store.add(off)
    assert missing(settings, world, world.date) == [code]


def test_weekly_requests_count_as_requests_before_any_was_materialised(
    settings: Settings, world: World
) -> None:
    with session(settings, write=True) as store:
        assert count_first_steps(store, world.organisation_id).requests == 3
        assert count_first_steps(store, world.organisation_id + 1).requests == 0
