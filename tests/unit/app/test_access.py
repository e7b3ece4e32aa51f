"""Who may call what: every view declares it, every role is held to it, no organisation sees another's."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.access import ANYONE, LINK, PROGRAM, READERS, allowed, audience_of
from data.domain.places import LonLat
from data.settings import Settings
from network.closures import Closure, ClosureBook
from tests.factories.rows import World
from tests.factories.store import Keys, csrf_of, make_plan

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
WRITE = [
    ("POST", "/api/v1/plans", {"centre": "C-1", "date": "{date}"}),
    ("POST", "/api/v1/plans/{plan}/cancel", {}),
    ("POST", "/api/v1/plans/{plan}/publish", {}),
    ("POST", "/api/v1/plans/{plan}/routes/1/link", {}),
    ("POST", "/api/v1/imports/sites", {}),
    ("POST", "/api/v1/networks/toy/closures", {"kind": "closed", "shape": "road", "at": [[110.0, 27.5]]}),
    ("DELETE", "/api/v1/networks/toy/closures/{closure}", {}),
]
OF_NOBODY = {"/api/v1/me", "/api/v1/centres", "/api/v1/materials"}
"""Reading views whose answer for a stranger is their own, empty or common."""


@pytest.fixture
def filled(settings: Settings, world: World, toy_roads: ClosureBook) -> Callable[[str], str]:
    plan_id = make_plan(settings, world, "R-1", published=True)
    kept, _change = toy_roads.close("toy", Closure(kind="road", points=(LonLat(110.0, 27.5),)))
    return lambda text: text.format(plan=plan_id, date=world.date.isoformat(), closure=kept.id)


def sent(body: dict[str, Any], filled: Callable[[str], str]) -> dict[str, Any]:
    return {key: filled(value) if isinstance(value, str) else value for key, value in body.items()}


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
        "web.login", "web.enter", "web.logout", "driver.service_worker", "tiles.tile",
    }  # fmt: skip
    by_link = {
        r.endpoint for r in app.url_map.iter_rules() if LINK in audience_of(app.view_functions[r.endpoint])
    }
    assert by_link == {"driver.page", "driver.day", "driver.report"}
    by_program = {
        r.endpoint for r in app.url_map.iter_rules() if PROGRAM in audience_of(app.view_functions[r.endpoint])
    }
    assert by_program == {"osrm.query", "osrm.query_at_root", "vroom.solve", "vroom.health"}


def test_every_api_view_is_in_the_tables_above(app: APIFlask) -> None:
    known = {path.partition("?")[0].replace("{plan}", "<plan_id>") for path in READ}
    known |= {
        path.replace("{plan}", "<plan_id>").replace("{closure}", "<closure_id>")
        for _method, path, _body in WRITE
    }
    parts = {"<int:number>": "1", "<kind>": "sites", "<name>": "toy"}
    rules = {
        reduce(lambda rule, part: rule.replace(part, parts[part]), parts, str(r))
        for r in app.url_map.iter_rules()
    }
    assert {rule for rule in rules if rule.startswith("/api/")} - {"/api/v1/openapi.json"} == known


@pytest.mark.parametrize("path", [path for path in READ if not path.endswith("/stream")])
def test_readers_of_both_roles_are_answered(
    path: str, call: Call, keys: Keys, filled: Callable[[str], str]
) -> None:
    assert call(filled(path)).status_code == 200
    assert call(filled(path), key=keys.viewer).status_code == 200


@pytest.mark.parametrize(("method", "path", "body"), WRITE)
def test_viewers_change_nothing(
    method: str, path: str, body: dict[str, Any], *, call: Call, keys: Keys, filled: Callable[[str], str]
) -> None:
    answer = call(filled(path), method, key=keys.viewer, json=sent(body, filled))
    assert answer.status_code == 403
    assert answer.json["faults"][0]["code"] == "A102"


@pytest.mark.parametrize("path", sorted(set(READ) - OF_NOBODY))
def test_strangers_find_nothing_to_read(
    path: str, call: Call, keys: Keys, filled: Callable[[str], str]
) -> None:
    assert call(filled(path), key=keys.stranger).status_code == 404


@pytest.mark.parametrize(("method", "path", "body"), [entry for entry in WRITE if "imports" not in entry[1]])
def test_strangers_find_nothing_to_change(
    method: str, path: str, body: dict[str, Any], *, call: Call, keys: Keys, filled: Callable[[str], str]
) -> None:
    answer = call(filled(path), method, key=keys.stranger, json=sent(body, filled))
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [*(("GET", path) for path in READ), *((method, path) for method, path, _body in WRITE)],
)
def test_nobody_is_answered_without_a_session_or_a_key(
    method: str, path: str, client: FlaskClient, filled: Callable[[str], str]
) -> None:
    for headers in ({}, {"Authorization": "Bearer hl_wrong"}, {"Authorization": "Basic eDp5"}):
        assert client.open(filled(path), method=method, headers=headers, json={}).status_code == 401


def test_a_stranger_sees_no_centre(call: Call, keys: Keys) -> None:
    assert [centre["ref"] for centre in call("/api/v1/centres").json] == ["C-1"]
    assert call("/api/v1/centres", key=keys.stranger).json == []


def test_a_key_may_come_in_the_query(client: FlaskClient, keys: Keys) -> None:
    assert client.get(f"/api/v1/me?key={keys.viewer}").json["role"] == "viewer"


def test_a_view_without_a_declaration_answers_nobody(app: APIFlask, keys: Keys) -> None:
    app.add_url_rule("/forgotten", view_func=lambda: "secret", endpoint="forgotten")
    headers = {"Authorization": f"Bearer {keys.dispatcher}"}
    assert app.test_client().get("/forgotten", headers=headers).status_code == 403


@pytest.mark.parametrize("audience", [(), ("administrator",), (ANYONE, "viewer"), (LINK, *READERS)])
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
