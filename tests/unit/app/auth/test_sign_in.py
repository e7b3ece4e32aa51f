"""Signing in and out: what is told, what is locked, and what ends a session."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from app.factory import create_app
from app.services.accounts.users import set_password
from data.settings import Settings
from data.store.accounts.api_keys import create_api_key
from data.store.accounts.failed_sign_ins import FAILURES_BEFORE_LOCK, count_failure
from data.store.accounts.sessions import IDLE
from data.store.accounts.users import ApiKey, FailedSignIn, User, UserSession
from data.store.column_types import now
from data.store.engine import session
from tests.factories.rows import World
from tests.factories.store import PASSWORD, FakeQueue, csrf_of, make_user

Enter = Callable[..., TestResponse]


@pytest.fixture
def enter(client: FlaskClient, dispatcher: str) -> Enter:
    def send(username: str = dispatcher, password: str = PASSWORD, **query: str) -> TestResponse:
        data = {"username": username, "password": password, "csrf_token": csrf_of(client)}
        return client.post("/login", data=data, query_string=query)

    return send


def change_user(settings: Settings, **values: object) -> None:
    with session(settings, write=True) as store:
        row = store.exec(select(User)).one()
        for key, value in values.items():
            setattr(row, key, value)
        store.add(row)


def test_the_right_password_opens_the_planner(enter: Enter, client: FlaskClient) -> None:
    answer = enter()
    assert (answer.status_code, answer.location) == (303, "/")
    assert client.get("/api/v1/me").json["user"] == "lin"


def test_a_wrong_name_and_a_wrong_password_are_answered_alike(enter: Enter) -> None:
    wrong_name, wrong_password = enter(username="nobody"), enter(password="guess")
    assert wrong_name.status_code == wrong_password.status_code == 401
    told = [re.search(r'role="alert".*?</p>', page.text) for page in (wrong_name, wrong_password)]
    assert told[0] is not None
    assert told[1] is not None
    assert told[0][0] == told[1][0]
    assert "用户名或密码不正确" in told[0][0]


def test_empty_fields_are_named_and_the_name_is_kept(enter: Enter) -> None:
    answer = enter(password="")
    assert answer.status_code == 422
    assert 'value="lin"' in answer.text


def test_an_account_is_locked_after_failures_even_for_the_right_password(enter: Enter) -> None:
    for _ in range(FAILURES_BEFORE_LOCK):
        assert enter(password="guess").status_code == 401
    locked = enter()
    assert locked.status_code == 429
    assert "15 分钟" in locked.text


def test_a_made_up_name_is_locked_as_a_real_one_is(enter: Enter) -> None:
    """The sixth try told them apart: 429 for an account that exists, 401 for one that does not."""
    told = {}
    for name in ("lin", "made-up"):
        answers = [enter(username=name, password="guess") for _ in range(FAILURES_BEFORE_LOCK + 2)]
        told[name] = [
            (answer.status_code, re.sub(r"lin|made-up|[\w.-]{40,}", "", answer.text)) for answer in answers
        ]
    assert told["lin"] == told["made-up"]
    assert [status for status, _text in told["lin"]] == [401] * FAILURES_BEFORE_LOCK + [429, 429]


def test_guesses_at_an_account_that_is_switched_off_look_the_same(enter: Enter, settings: Settings) -> None:
    change_user(settings, active=False)
    statuses = [enter().status_code for _ in range(FAILURES_BEFORE_LOCK + 1)]
    assert statuses == [401] * FAILURES_BEFORE_LOCK + [429]


def test_a_lock_ends_by_itself(enter: Enter, settings: Settings) -> None:
    with session(settings, write=True) as store:
        for _ in range(FAILURES_BEFORE_LOCK):
            count_failure(store, "lin")
        store.exec(select(FailedSignIn)).one().locked_until = now() - timedelta(seconds=1)
    assert enter().status_code == 303


def test_success_forgets_earlier_failures(enter: Enter, settings: Settings) -> None:
    for _ in range(FAILURES_BEFORE_LOCK - 1):
        enter(password="guess")
    assert enter().status_code == 303
    with session(settings) as store:
        assert store.exec(select(FailedSignIn)).all() == []


def test_many_tries_from_one_address_are_slowed_down(client: FlaskClient, dispatcher: str) -> None:
    token = csrf_of(client)
    data = {"password": "x", "csrf_token": token}
    statuses = [
        client.post("/login", data=data | {"username": f"nobody-{number}"}).status_code
        for number in range(21)
    ]
    assert statuses[-1] == 429
    assert set(statuses[:20]) == {401}


def test_one_signs_in_while_the_shared_counters_are_away(settings: Settings, dispatcher: str) -> None:
    client = create_app(settings, queue=FakeQueue(), counters_url="redis://127.0.0.1:1/0").test_client()
    data = {"username": dispatcher, "password": PASSWORD, "csrf_token": csrf_of(client)}
    assert client.post("/login", data=data).status_code == 303


def test_signing_in_without_the_pages_token_is_refused(client: FlaskClient, dispatcher: str) -> None:
    assert client.post("/login", data={"username": dispatcher, "password": PASSWORD}).status_code == 403


def test_a_switched_off_account_is_out_at_once(signed_in: FlaskClient, settings: Settings) -> None:
    change_user(settings, active=False)
    assert signed_in.get("/api/v1/me").status_code == 401


def test_another_password_ends_every_session(signed_in: FlaskClient, settings: Settings) -> None:
    with session(settings, write=True) as store:
        set_password(store, "lin", "another long password")
    assert signed_in.get("/api/v1/me").status_code == 401


def test_signing_out_ends_the_session(
    signed_in: FlaskClient, page_token: Callable[[FlaskClient], str]
) -> None:
    answer = signed_in.post("/logout", headers={"X-CSRF-Token": page_token(signed_in)})
    assert (answer.status_code, answer.location) == (303, "/login")
    assert signed_in.get("/api/v1/me").status_code == 401


def test_a_cookie_kept_from_before_signing_out_is_worthless(
    app: APIFlask, signed_in: FlaskClient, page_token: Callable[[FlaskClient], str]
) -> None:
    kept = signed_in.get_cookie("huiliu")
    assert kept is not None
    signed_in.post("/logout", headers={"X-CSRF-Token": page_token(signed_in)})
    thief = app.test_client()
    thief.set_cookie("huiliu", kept.value)
    assert thief.get("/api/v1/me").status_code == 401


def test_a_session_that_nobody_uses_ends(signed_in: FlaskClient, settings: Settings) -> None:
    with session(settings, write=True) as store:
        row = store.exec(select(UserSession)).one()
        row.last_seen_at = now() - IDLE - timedelta(minutes=1)
    assert signed_in.get("/api/v1/me").status_code == 401


def test_signing_out_needs_the_token(signed_in: FlaskClient) -> None:
    assert signed_in.post("/logout").status_code == 403


def test_a_forged_cookie_is_nobody(client: FlaskClient) -> None:
    client.set_cookie("huiliu", "eyJfdXNlcl9pZCI6IjEuYWJjIn0.aaaa.bbbb")
    assert client.get("/api/v1/me").status_code == 401


@pytest.mark.parametrize("wanted", ["/plans/abc?view=live", "/"])
def test_after_signing_in_one_is_where_one_wanted_to_go(enter: Enter, wanted: str) -> None:
    assert enter(next=wanted).location == wanted


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:x"]
)
def test_the_way_back_never_leads_to_another_site(enter: Enter, wanted: str) -> None:
    assert enter(next=wanted).location == "/"


def test_a_browser_without_a_session_is_sent_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/plans/abc?view=live", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.location) == (302, "/login?next=/plans/abc?view%3Dlive")


def test_a_revoked_key_is_refused(app: APIFlask, settings: Settings, world: World) -> None:
    with session(settings, write=True) as store:
        row, key = create_api_key(store, organisation_id=world.organisation_id, name="old", role="viewer")
        row.revoked_at = now()
    assert app.test_client().get("/api/v1/me", headers={"Authorization": f"Bearer {key}"}).status_code == 401


def test_a_key_ends_with_its_owner(app: APIFlask, settings: Settings, world: World) -> None:
    owner = make_user(settings, world.organisation_id, "gone")
    with session(settings, write=True) as store:
        _row, key = create_api_key(
            store, organisation_id=world.organisation_id, name="own", role="viewer", user_id=owner.id
        )
    headers = {"Authorization": f"Bearer {key}"}
    assert app.test_client().get("/api/v1/me", headers=headers).status_code == 200
    change_user(settings, active=False)
    assert app.test_client().get("/api/v1/me", headers=headers).status_code == 401


def test_use_of_a_key_is_noted(app: APIFlask, settings: Settings, world: World) -> None:
    with session(settings, write=True) as store:
        row, key = create_api_key(store, organisation_id=world.organisation_id, name="own", role="viewer")
    app.test_client().get(f"/api/v1/me?key={key}")
    with session(settings) as store:
        assert store.get_one(ApiKey, row.id).last_used_at is not None
