"""The set-up page: there while nobody has an account, closed to whoever does not know the code."""

from __future__ import annotations

import re

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from sqlmodel import select
from werkzeug.test import TestResponse

from app.auth.setup_code import setup_code
from data.settings import Settings
from data.store.accounts.audit import AuditEntry
from data.store.accounts.organisations import Organisation
from data.store.accounts.users import Role, User
from data.store.engine import session
from tests.factories.store import PASSWORD

CODE = setup_code("a signing key for tests, long enough")
FIELDS = {
    "code": CODE, "organisation": "鹤城分拣中心", "kind": "cooperative", "name": "陈女士", "username": "chen",
    "password": PASSWORD, "again": PASSWORD,
}  # fmt: skip


def send(client: FlaskClient, **fields: str) -> TestResponse:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get("/setup?lang=en").text)
    token = found[1] if found else ""
    return client.post("/setup", data={**FIELDS, "csrf_token": token, **fields})


def test_an_empty_installation_leads_to_the_set_up_page(client: FlaskClient) -> None:
    assert client.get("/login").location == "/setup"
    page = client.get("/setup?lang=en").text
    assert "First set-up" in page
    assert CODE not in page


def test_whoever_knows_the_code_becomes_the_administrator(client: FlaskClient, settings: Settings) -> None:
    assert send(client).location == "/"
    assert client.get("/api/v1/me").json["role"] == "administrator"
    with session(settings) as store:
        user, owner = store.exec(select(User)).one(), store.exec(select(Organisation)).one()
        assert (user.role, user.username, owner.name_zh, owner.kind) == (
            Role.ADMINISTRATOR, "chen", "鹤城分拣中心", "cooperative",
        )  # fmt: skip
        assert store.exec(select(AuditEntry.action)).all() == ["user.add"]


@pytest.mark.parametrize("code", ["", "xxxx-xxxx-xxxx-xxxx", "设置码", CODE[:-1]])
def test_a_stranger_without_the_code_gets_nothing(client: FlaskClient, settings: Settings, code: str) -> None:
    answer = send(client, code=code)
    assert (answer.status_code, "set-up code is not right" in answer.text) == (422, True)
    with session(settings) as store:
        assert store.exec(select(User)).all() == []


def test_the_code_may_be_typed_without_dashes_and_in_capitals(client: FlaskClient) -> None:
    assert send(client, code=CODE.replace("-", " ").upper()).status_code == 303


def test_once_there_is_an_account_the_page_is_gone(client: FlaskClient, dispatcher: str) -> None:
    assert client.get("/setup").status_code == 404
    assert client.get("/login").status_code == 200


def test_the_code_is_worth_nothing_later(app: APIFlask, client: FlaskClient, settings: Settings) -> None:
    late = app.test_client()
    page = late.get("/setup").text
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    send(client)
    answer = late.post("/setup", data={**FIELDS, "username": "eve", "csrf_token": token[1]})
    assert answer.status_code == 404
    with session(settings) as store:
        assert store.exec(select(User.username)).all() == ["chen"]


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        ({"again": "another long one"}, "two passwords differ"),
        ({"password": "short", "again": "short"}, "too short"),
        ({"username": "chen-lihua", "password": "chen-lihua-1", "again": "chen-lihua-1"}, "mostly the user"),
        ({"username": "a b"}, "user name cannot be used"),
        ({"organisation": " "}, "every field"),
    ],
)
def test_a_slip_is_said_and_the_rest_is_kept(client: FlaskClient, wrong: dict[str, str], word: str) -> None:
    answer = send(client, **wrong)
    assert answer.status_code == 422
    assert word in answer.text
    assert 'value="陈女士"' in answer.text
    assert PASSWORD not in answer.text


def test_guessing_is_slowed_down(client: FlaskClient) -> None:
    assert [send(client, code="guess").status_code for _ in range(11)] == [422] * 10 + [429]
