"""Who may call what: every view declares it, and how a caller proves who it is.

The table of roles, addresses and other organisations is in `tests/unit/app/test_auth.py`.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.auth.access import ANYONE, LINK, PROGRAM, READERS, allowed, audience_of
from data.domain.places import LonLat
from data.settings import Settings
from data.store.accounts.users import Role
from network.closures.closure import Closure
from network.closures.store import ClosureStore
from tests.factories.rows import World
from tests.factories.store import Keys, csrf_of, make_key, make_plan

Call = Callable[..., TestResponse]

READ = [
    "/api/v1/me",
    "/api/v1/centres",
    "/api/v1/sites?centre=C-1",
    "/api/v1/vehicles?centre=C-1",
    "/api/v1/requests?centre=C-1&date={date}",
    "/api/v1/today?centre=C-1&date={date}",
    "/api/v1/materials",
    "/api/v1/plans?centre=C-1&date={date}",
    "/api/v1/plans/{plan}",
    "/api/v1/plans/{plan}/stream",
    "/api/v1/plans/{plan}/events",
    "/api/v1/networks/toy/closures",
]


@pytest.fixture
def filled(settings: Settings, world: World, toy_roads: ClosureStore) -> Callable[[str], str]:
    plan_id = make_plan(settings, world, "R-1", published=True)
    kept, _change = toy_roads.add("toy", Closure(kind="road", points=(LonLat(110.0, 27.5),)))
    return lambda text: text.format(plan=plan_id, date=world.date.isoformat(), closure=kept.id)


def test_every_view_declares_its_audience(app: APIFlask) -> None:
    undeclared = [
        str(rule) for rule in app.url_map.iter_rules() if not audience_of(app.view_functions[rule.endpoint])
    ]
    assert undeclared == []


def test_public_views_are_these_and_no_more(app: APIFlask) -> None:
    """A view that becomes public by mistake has to be written down here first."""
    public = {
        r.endpoint for r in app.url_map.iter_rules() if ANYONE in audience_of(app.view_functions[r.endpoint])
    }
    assert public == {
        "static", "openapi.spec", "health.healthz", "health.readyz", "health.metrics",
        "web.login", "web.enter", "web.logout", "web.setup", "web.set_up", "driver.service_worker",
        "tiles.tile",
    }  # fmt: skip
    by_link = {
        r.endpoint for r in app.url_map.iter_rules() if LINK in audience_of(app.view_functions[r.endpoint])
    }
    assert by_link == {"driver.page", "driver.day", "driver.report"}
    by_program = {
        r.endpoint for r in app.url_map.iter_rules() if PROGRAM in audience_of(app.view_functions[r.endpoint])
    }
    assert by_program == {"osrm.query", "osrm.query_at_root", "vroom.solve", "vroom.health"}


@pytest.mark.parametrize("path", [path for path in READ if not path.endswith("/stream")])
def test_readers_of_every_role_are_answered(
    path: str, settings: Settings, world: World, *, call: Call, filled: Callable[[str], str]
) -> None:
    for role in READERS:
        key = make_key(settings, world.organisation_id, Role(role))
        assert call(filled(path), key=key).status_code == 200


def test_a_stranger_sees_no_centre(call: Call, keys: Keys) -> None:
    assert [centre["ref"] for centre in call("/api/v1/centres").json] == ["C-1"]
    assert call("/api/v1/centres", key=keys.stranger).json == []


def test_a_key_may_come_in_the_query(client: FlaskClient, keys: Keys) -> None:
    assert client.get(f"/api/v1/me?key={keys.viewer}").json["role"] == "viewer"


def test_a_view_without_a_declaration_answers_nobody(app: APIFlask, keys: Keys) -> None:
    app.add_url_rule("/forgotten", view_func=lambda: "secret", endpoint="forgotten")
    headers = {"Authorization": f"Bearer {keys.dispatcher}"}
    assert app.test_client().get("/forgotten", headers=headers).status_code == 403


@pytest.mark.parametrize("audience", [(), ("owner",), (ANYONE, "viewer"), (LINK, *READERS)])
def test_a_mistaken_declaration_is_refused(audience: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="audience"):
        allowed(*audience)


def test_a_session_needs_the_token_of_its_page_to_change_anything(
    signed_in: FlaskClient, world: World
) -> None:
    body = {"centre": world.centre, "date": world.date.isoformat()}
    refused = signed_in.post("/api/v1/plans", json=body)
    assert (refused.status_code, refused.json["faults"][0]["code"]) == (403, "A103")


def test_a_session_with_the_token_may(
    signed_in: FlaskClient, world: World, page_token: Callable[[FlaskClient], str]
) -> None:
    body = {"centre": world.centre, "date": world.date.isoformat()}
    headers = {"X-CSRF-Token": page_token(signed_in)}
    assert signed_in.post("/api/v1/plans", json=body, headers=headers).status_code == 202


def test_another_sessions_token_does_not_help(
    app: APIFlask, signed_in: FlaskClient, world: World, page_token: Callable[[FlaskClient], str]
) -> None:
    body = {"centre": world.centre, "date": world.date.isoformat()}
    foreign = csrf_of(app.test_client())
    answer = signed_in.post("/api/v1/plans", json=body, headers={"X-CSRF-Token": foreign})
    assert answer.status_code == 403
