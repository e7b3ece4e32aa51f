"""Morning plans at their hour, and weekly requests on their date: once, however many workers there are."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor

import pytest
from redis import Redis
from sqlmodel import select

from data.settings import Settings
from data.store.engine import session
from data.store.network.sites import Site
from data.store.plans.scheduled import MorningPlan
from data.store.plans.tables import Plan
from data.store.requests.pickup_requests import PickupRequest
from data.store.requests.recurring import RecurringRequest
from tests.factories.rows import World, make_world
from workers.plan.scheduled import materialise_today, queue_morning_plans

CHINA = dt.timezone(dt.timedelta(hours=8))


@pytest.fixture
def centre(database_settings: Settings) -> World:
    """A centre that plans at half past five in the morning."""
    world = make_world(database_settings)
    set_hour(database_settings, world, 5 * 3600 + 1800)
    return world


def set_hour(settings: Settings, world: World, plan_at_s: int | None) -> None:
    with session(settings, write=True) as store:
        row = store.get_one(Site, world.centre_id)
        row.plan_at_s = plan_at_s
        store.add(row)


def at(world: World, hour: int, minute: int) -> dt.datetime:
    return dt.datetime.combine(world.date, dt.time(hour, minute), CHINA).astimezone(dt.UTC)


def test_a_plan_is_made_at_its_hour_and_once(
    database_settings: Settings, centre: World, valkey: Redis
) -> None:
    assert queue_morning_plans(database_settings, valkey, moment=at(centre, 5, 29)) == []
    (made,) = queue_morning_plans(database_settings, valkey, moment=at(centre, 5, 30))
    assert queue_morning_plans(database_settings, valkey, moment=at(centre, 5, 31)) == []
    with session(database_settings) as store:
        plan = store.exec(select(Plan)).one()
        assert (plan.id, plan.date, plan.created_by) == (made, centre.date, None)
        assert store.exec(select(MorningPlan)).one().plan_id == made


def test_many_machines_make_one_plan(database_settings: Settings, centre: World, valkey: Redis) -> None:
    with ThreadPoolExecutor(6) as machines:
        made = machines.map(
            lambda _: queue_morning_plans(database_settings, valkey, moment=at(centre, 5, 30)), range(6)
        )
        assert len([plan for plans in made for plan in plans]) == 1


@pytest.mark.parametrize("missing", ["requests", "vehicles"])
def test_without_requests_or_trucks_nothing_is_made(
    sqlite_settings: Settings, valkey: Redis, missing: str
) -> None:
    world = make_world(sqlite_settings, **{missing: 0})
    set_hour(sqlite_settings, world, 0)
    assert queue_morning_plans(sqlite_settings, valkey, moment=at(world, 0, 1)) == []


@pytest.mark.parametrize(("hour", "count"), [(7, 1), (8, 0)])
def test_a_worker_that_starts_late_makes_up_for_two_hours(
    sqlite_settings: Settings, valkey: Redis, hour: int, count: int
) -> None:
    world = make_world(sqlite_settings)
    set_hour(sqlite_settings, world, 5 * 3600 + 1800)
    assert len(queue_morning_plans(sqlite_settings, valkey, moment=at(world, hour, 0))) == count


def test_a_centre_without_an_hour_plans_by_hand(sqlite_settings: Settings, valkey: Redis) -> None:
    world = make_world(sqlite_settings)
    assert queue_morning_plans(sqlite_settings, valkey, moment=at(world, 5, 30)) == []


def add_rule(settings: Settings, world: World) -> None:
    with session(settings, write=True) as store:
        store.add(
            RecurringRequest(
                organisation_id=world.organisation_id, ref="S-1", centre_id=world.centre_id, name="超市",
                lon=110.03, lat=27.53, weekdays=[world.date.weekday()], first=world.date,
            )
        )  # fmt: skip


def test_weekly_requests_are_materialised_on_their_date_by_one_of_many_machines(
    database_settings: Settings,
) -> None:
    world = make_world(database_settings, requests=0)
    add_rule(database_settings, world)
    moment = at(world, 0, 1)
    assert materialise_today(database_settings, moment=moment - dt.timedelta(minutes=2)) == 0, "yesterday"
    with ThreadPoolExecutor(4) as machines:
        counts = machines.map(lambda _: materialise_today(database_settings, moment=moment), range(4))
        assert sum(counts) == 1
    with session(database_settings) as store:
        [request] = store.exec(select(PickupRequest))
    assert (request.ref, request.date) == (f"S-1@{world.date}", world.date)
