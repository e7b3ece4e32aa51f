"""A driver with an account: signing in leads to today's route, and to nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from data.settings import Settings
from data.store.accounts.users import DriverAccount, Role
from data.store.engine import session
from data.store.network.fleet import Driver
from data.store.plans.tables import Plan, Route
from tests.factories.rows import World
from tests.factories.store import PASSWORD, csrf_of, make_plan, make_user


@pytest.fixture
def driver(client: FlaskClient, settings: Settings, world: World) -> FlaskClient:
    """A browser in which driver D-1 is signed in."""
    user = make_user(settings, world.organisation_id, "zhang", Role.DRIVER)
    with session(settings, write=True) as store:
        row = store.exec(select(Driver)).one()
        store.add(DriverAccount(user_id=user.id or 0, driver_id=row.id or 0))
    data = {"username": "zhang", "password": PASSWORD, "csrf_token": csrf_of(client)}
    assert client.post("/login", data=data).location == "/"
    assert client.get("/").location == "/d/"
    return client


def publish(settings: Settings, world: World, *, driven: bool = True, days_ago: int = 0) -> None:
    plan_id = make_plan(settings, world, "R-1", published=True)
    with session(settings, write=True) as store:
        store.get_one(Plan, plan_id).date = world.date - dt.timedelta(days=days_ago)
        route = store.exec(select(Route)).one()
        route.driver_id = store.exec(select(Driver.id)).one() if driven else None


def test_the_route_of_today_opens_by_its_own_link(
    driver: FlaskClient, settings: Settings, world: World
) -> None:
    publish(settings, world)
    answer = driver.get("/d/")
    assert answer.status_code == 302
    assert driver.get(f"{answer.location}/day.json").json["route"]["number"] == 1


@pytest.mark.parametrize(("driven", "days_ago"), [(False, 0), (True, 1)])
def test_routes_of_others_and_of_other_days_are_not_shown(
    driver: FlaskClient, settings: Settings, world: World, driven: bool, days_ago: int
) -> None:
    publish(settings, world, driven=driven, days_ago=days_ago)
    answer = driver.get("/d/?lang=en")
    assert (answer.status_code, "No route has been published for you" in answer.text) == (200, True)


def test_plans_are_not_for_drivers(driver: FlaskClient) -> None:
    assert driver.get("/api/v1/centres").status_code == 403
