"""Calls that were made to hurt: each is refused by name, costs little, and harms nobody else."""

from __future__ import annotations

import base64
import json
import stat
import tracemalloc
import zlib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from app.auth.access import audience_of
from app.auth.driver_tokens import is_signed_here, token_of
from app.auth.rate_limits import caller
from data.domain.errors import Fault, UnavailableError
from data.settings import Settings
from data.store.column_types import now
from data.store.engine import dispose, session
from data.store.migrate import upgrade
from data.store.plans.driver_events import Event
from data.store.plans.tables import Route, Visit
from tests.factories.rows import World
from tests.factories.store import PASSWORD, Keys, csrf_of, make_plan

Call = Callable[..., TestResponse]


@pytest.fixture
def plan_id(settings: Settings, world: World) -> str:
    return make_plan(settings, world, "R-1", "R-2", published=True)


@pytest.fixture
def visit(settings: Settings, plan_id: str) -> int:
    with session(settings) as store:
        found = store.exec(
            select(Visit).join(Route).where(Route.plan_id == plan_id, Visit.position == 1)
        ).one()
        return found.id or 0


@pytest.fixture
def send(app: APIFlask, settings: Settings, plan_id: str) -> Call:
    with app.app_context(), session(settings) as store:
        link = "/d/" + token_of(store.exec(select(Route).where(Route.plan_id == plan_id)).one())
    client = app.test_client()
    return lambda *reports: client.post(f"{link}/events", data=json.dumps(reports))


def done(number: int, visit: int, **values: object) -> dict[str, object]:
    return {
        "id": f"phone-{number}",
        "visit": visit,
        "kind": "done",
        "at": "2026-03-02T09:00:00+08:00",
        **values,
    }


def test_a_token_of_nobody_is_never_unpacked(app: APIFlask) -> None:
    """A signed payload may be compressed; one that is not signed here must not be inflated at all."""
    packed = base64.urlsafe_b64encode(zlib.compress(b'"' + b"x" * 32_000_000 + b'"', 9)).rstrip(b"=").decode()
    with app.test_request_context():
        is_signed_here("x")
        tracemalloc.start()
        assert not is_signed_here(f".{packed}.signature")
        _now, peak_bytes = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak_bytes < 4_000_000


@pytest.mark.parametrize(
    "last_id", ["report-\xb2", "report-" + "9" * 30, "report-" + "9" * 5000, "\xb2", "1-2-3"]
)
def test_a_made_up_resume_id_costs_no_place_among_the_streams(
    app: APIFlask, keys: Keys, settings: Settings, world: World, last_id: str
) -> None:
    plan = make_plan(settings, world, "R-1")
    slots = app.extensions["huiliu"].stream_slots
    before = slots._value
    headers = {"Authorization": f"Bearer {keys.viewer}", "Last-Event-ID": last_id}
    answer = app.test_client().get(f"/api/v1/plans/{plan}/stream", headers=headers)
    assert answer.status_code == 200
    assert "event: end" in answer.text
    answer.close()
    assert slots._value == before


@pytest.mark.parametrize("at", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"])
def test_an_instant_outside_the_calendar_costs_that_report_only(send: Call, visit: int, at: str) -> None:
    answer = send(done(1, visit, at=at), done(2, visit))
    assert answer.status_code == 200
    assert answer.json["received"] == ["phone-2"]
    assert [refused["id"] for refused in answer.json["refused"]] == ["phone-1"]


def test_a_phone_far_ahead_of_its_time_cannot_decide_the_future(
    send: Call, visit: int, settings: Settings
) -> None:
    """Its report counts from when it came; later ones of a phone put right are still the later ones."""
    send(done(1, visit, at="2999-01-01T00:00:00+08:00"))
    answer = send(done(2, visit, kind="undo", at=(now() + timedelta(seconds=1)).isoformat()))
    assert [entry["status"] for entry in answer.json["visits"]] == ["todo"]
    with session(settings) as store:
        assert all(event.at < now() + timedelta(minutes=1) for event in store.exec(select(Event)))


@pytest.mark.parametrize("note", ["cut \ud83d", "a\x00b"])
def test_broken_text_costs_no_report(send: Call, visit: int, settings: Settings, note: str) -> None:
    """Half of an emoji, or a character that PostgreSQL cannot keep."""
    assert send(done(1, visit, note=note)).json["received"] == ["phone-1"]
    with session(settings) as store:
        kept = store.exec(select(Event.note)).one()
    assert "\x00" not in kept
    assert kept.encode().decode() == kept


def test_an_id_of_broken_text_is_refused_and_answered(send: Call, visit: int) -> None:
    answer = send(done(1, visit), done(2, visit, id="\ud83d"))
    assert answer.status_code == 200
    assert answer.json["received"] == ["phone-1"]


@pytest.mark.parametrize(
    ("path", "body", "where"),
    [
        ("drivers", '{"ref": "D-8", "name": "a\\u0000b"}', "json.name"),
        ("drivers", '{"ref": "D\\ud83d", "name": "x"}', "json.ref"),
        ("drivers", b'{"ref": "D\xed\xa0\xbd", "name": "x"}', "json.ref"),
        ("drivers", '{"ref": "D-8", "name": "x", "skills": ["a", "\\u0000"]}', "json.skills.1"),
        ("drivers", '{"a\\u0000": 1}', "json.'a\\x00'"),
        ("drivers?x=%00", "{}", "query.x"),
        ("requests/%00", "{}", "path.ref"),
    ],
)
def test_text_that_no_database_keeps_is_refused_by_name(
    call: Call, path: str, body: str | bytes, where: str
) -> None:
    """NUL was kept by SQLite and broke the transaction on PostgreSQL; half a character broke both."""
    method = "PATCH" if path.startswith("requests") else "POST"
    answer = call(f"/api/v1/{path}", method, data=body, content_type="application/json")
    assert answer.status_code == 422, answer.text
    assert [fault["where"] for fault in answer.json["faults"]] == [where]
    assert call("/api/v1/drivers").status_code == 200


def test_whole_characters_are_kept_however_they_are_written(call: Call) -> None:
    body = '{"ref": "D-8", "name": "\\ud83d\\ude00 \\\\u0000"}'
    made = call("/api/v1/drivers", "POST", data=body, content_type="application/json")
    assert (made.status_code, made.json["name"]) == (201, "😀 \\u0000")


@pytest.mark.parametrize("wanted", ["//[", "/\t/[", "/\t/elsewhere.example", "/\\elsewhere.example"])
def test_no_wish_for_a_next_page_breaks_signing_in(client: FlaskClient, dispatcher: str, wanted: str) -> None:
    form = {"username": dispatcher, "password": PASSWORD, "csrf_token": csrf_of(client)}
    answer = client.post("/login", query_string={"next": wanted}, data=form)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")


@pytest.mark.parametrize("number", ["9" * 30, "9" * 5000])
def test_a_number_beyond_every_column_names_no_route(call: Call, plan_id: str, number: str) -> None:
    assert call(f"/api/v1/plans/{plan_id}/routes/{number}/link", "POST").status_code == 404


@pytest.mark.parametrize("x", ["9" * 30, "9" * 5000])
def test_a_tile_beyond_the_grid_is_no_tile(call: Call, x: str) -> None:
    assert call(f"/tiles/toy/1/{x}/0.mvt").status_code == 404


@pytest.mark.parametrize(
    ("peer", "forwarded", "counted"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("::1", "2001:db8::9", "2001:db8::9"),
        ("127.0.0.1", "rubbish", "127.0.0.1"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("203.0.113.7", "198.51.100.1", "203.0.113.7"),
    ],
)
def test_callers_behind_the_proxy_of_this_machine_are_told_apart(
    app: APIFlask, peer: str, forwarded: str, counted: str
) -> None:
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    with app.test_request_context(environ_base={"REMOTE_ADDR": peer}, headers=headers):
        assert caller() == counted


def test_a_driver_link_is_in_no_log(
    client: FlaskClient, app: APIFlask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_arguments: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("app.driver.views.published_route", broken)
    assert client.get("/d/a-secret-link/day.json").status_code == 500
    assert "a-secret-link" not in caplog.text
    assert "/d/" in caplog.text


def test_which_server_the_database_is_stays_inside(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def away(*_arguments: object) -> None:
        cause = "The database does not answer: no password for user huiliu at 10.0.0.5."
        raise UnavailableError(Fault("S201", cause, "Check it.", "database"))

    monkeypatch.setattr("app.driver.views.published_route", away)
    answer = client.get("/d/x/day.json")
    assert (answer.status_code, answer.json["faults"][0]["code"]) == (503, "S201")
    assert "10.0.0.5" not in answer.text
    assert "10.0.0.5" in caplog.text


def test_a_new_database_is_for_its_owner_only(tmp_path: Path) -> None:
    own = Settings(home=tmp_path / "new")
    upgrade(own)
    with session(own, write=True) as store:
        store.exec(select(Event)).all()
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in own.home.glob("huiliu.db*")}
    dispose(own)
    assert set(modes.values()) == {0o600}, modes


def test_every_view_says_who_may_call_it(app: APIFlask) -> None:
    undeclared = [name for name, view in app.view_functions.items() if not audience_of(view)]
    assert undeclared == []
