"""The driver's link: what it opens, when it ends, and a day that is whole without signal."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlmodel import select

from app.auth.driver_tokens import expires_at, published_route, token_of
from app.errors import GoneError
from data.domain.errors import NotFoundError
from data.settings import Settings
from data.store.engine import session
from data.store.plans.tables import Plan, PlanStatus, Route
from tests.factories.rows import World
from tests.factories.store import make_plan


@pytest.fixture
def plan_id(settings: Settings, world: World) -> str:
    return make_plan(settings, world, "R-1", "R-2", published=True)


@pytest.fixture
def token(app: APIFlask, settings: Settings, plan_id: str) -> str:
    with app.app_context(), session(settings) as store:
        return token_of(store.exec(select(Route).where(Route.plan_id == plan_id)).one())


def test_the_page_needs_no_account(client: FlaskClient, token: str, built_bundle: Path) -> None:
    page = client.get(f"/d/{token}")
    assert page.status_code == 200
    assert f'"token": "{token}"' in page.text
    assert "driver-c3.js" in page.text


def test_the_day_is_whole(client: FlaskClient, token: str, world: World) -> None:
    day = client.get(f"/d/{token}/day.json").json
    assert (day["date"], day["start"]) == (world.date.isoformat(), f"{world.date.isoformat()}T00:00:00+08:00")
    assert (day["centre"]["ref"], day["network"], day["plan"]["version"]) == ("C-1", "toy", 1)
    assert day["bounds"] == [110.0, 27.5, 110.002, 27.51]
    route = day["route"]
    assert (route["vehicle"]["plate"], route["driver"]["name"]) == ("湘NV-1", "司机D-1")
    assert [visit["request"] for visit in route["visits"]] == [None, "R-1", "R-2"]
    assert all(set(v["navigation"]) == {"amap", "baidu", "tencent", "geo"} for v in route["visits"])


def test_the_day_tells_no_link_and_is_not_kept_by_caches(client: FlaskClient, token: str) -> None:
    answer = client.get(f"/d/{token}/day.json")
    assert answer.json["route"]["driver_url"] is None
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("change", [lambda t: t[:-1], lambda t: t[1:], lambda t: "x", lambda t: t.swapcase()])
def test_a_link_that_is_not_whole_is_said(client: FlaskClient, token: str, change: object) -> None:
    answer = client.get(f"/d/{change(token)}/day.json")  # type: ignore[operator]
    assert (answer.status_code, answer.json["faults"][0]["code"]) == (404, "A311")


def test_a_link_signed_with_another_key_is_refused(client: FlaskClient, token: str, app: APIFlask) -> None:
    app.secret_key = "another installation's signing key"
    assert client.get(f"/d/{token}/day.json").status_code == 404


def test_a_replaced_link_is_gone(client: FlaskClient, token: str, settings: Settings, plan_id: str) -> None:
    with session(settings, write=True) as store:
        route = store.exec(select(Route).where(Route.plan_id == plan_id)).one()
        route.token_nonce = "another"
        store.add(route)
    answer = client.get(f"/d/{token}", headers={"Accept": "text/html"})
    assert answer.status_code == 410
    assert "向调度员索取新链接" in answer.text


def test_a_withdrawn_plan_has_no_links(
    client: FlaskClient, token: str, settings: Settings, plan_id: str
) -> None:
    with session(settings, write=True) as store:
        plan = store.get_one(Plan, plan_id)
        plan.status = PlanStatus.PLANNED
        store.add(plan)
    assert client.get(f"/d/{token}/day.json").status_code == 410


def test_a_link_ends_two_days_after_the_plans_date(
    app: APIFlask, settings: Settings, token: str, plan_id: str
) -> None:
    with app.app_context(), session(settings) as store:
        plan = store.get_one(Plan, plan_id)
        ends = plan.start + timedelta(days=3)
        assert expires_at(plan) == ends
        assert published_route(store, token, ends - timedelta(seconds=1))[1].id == plan_id
        with pytest.raises(GoneError):
            published_route(store, token, ends)


def test_a_route_that_was_deleted_is_gone_not_an_error(app: APIFlask, settings: Settings) -> None:
    with app.app_context(), session(settings) as store:
        unknown = token_of(Route(id=999, token_nonce="n"))
        with pytest.raises(GoneError):
            published_route(store, unknown)
        with pytest.raises(NotFoundError):
            published_route(store, "")


def test_guessing_links_is_slowed_down_but_good_links_go_on(client: FlaskClient, token: str) -> None:
    statuses = [client.get(f"/d/guess{n}/day.json").status_code for n in range(31)]
    assert statuses[:30] == [404] * 30
    assert statuses[30] == 429
    assert client.get(f"/d/{token}/day.json").status_code == 200


def test_one_phone_is_not_slowed_down_by_another_behind_the_same_address(
    client: FlaskClient, token: str
) -> None:
    statuses = {client.get(f"/d/{token}/day.json").status_code for _ in range(40)}
    assert statuses == {200}


def test_the_service_worker_is_served_under_its_scope(client: FlaskClient, built_bundle: Path) -> None:
    answer = client.get("/d/sw.js")
    assert (answer.status_code, answer.mimetype) == (200, "text/javascript")
    assert answer.headers["Service-Worker-Allowed"] == "/d/"
    assert answer.headers["Cache-Control"] == "no-cache"
