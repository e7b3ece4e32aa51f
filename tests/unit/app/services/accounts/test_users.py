"""People and keys as an administrator works with them, and the trail that this leaves."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from data.settings import Settings
from data.store.accounts.users import Role
from tests.factories.rows import World
from tests.factories.store import PASSWORD, csrf_of, make_key, make_user

Ask = Callable[..., TestResponse]
NEW = {"username": "wang", "name": "王师傅", "role": "dispatcher"}


@pytest.fixture
def ask(app: APIFlask, settings: Settings, world: World) -> Ask:
    """Calls the API with an administrator's key."""
    key = make_key(settings, world.organisation_id, Role.ADMINISTRATOR)

    def send(method: str, path: str, body: object = None) -> TestResponse:
        headers = {"Authorization": f"Bearer {key}"}
        return app.test_client().open("/api/v1" + path, method=method, json=body, headers=headers)

    return send


@pytest.fixture
def boss(settings: Settings, world: World) -> int:
    """The number of the only administrator."""
    row = make_user(settings, world.organisation_id, "boss", Role.ADMINISTRATOR)
    assert row.id is not None
    return row.id


def enter(app: APIFlask, username: str, password: str) -> FlaskClient:
    client = app.test_client()
    client.post("/login", data={"username": username, "password": password, "csrf_token": csrf_of(client)})
    return client


def codes(answer: TestResponse) -> list[str]:
    return [fault["code"] for fault in answer.json["faults"]]


def test_a_new_person_enters_with_the_password_told_once(app: APIFlask, ask: Ask) -> None:
    made = ask("POST", "/people", NEW).json
    assert enter(app, "wang", made["password"]).get("/api/v1/me").json["name"] == "王师傅"
    listed = ask("GET", "/people").json
    assert [(row["username"], row["role"], "password" in row) for row in listed] == [
        ("wang", "dispatcher", False)
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"username": "a b"}, "A123"),
        ({"username": "boss"}, "A123"),
        ({"role": "driver"}, "A128"),
        ({"role": "driver", "driver": "D-9"}, "A128"),
        ({"role": "owner"}, "A201"),
        ({"name": " "}, "A201"),
        ({"admin": True}, "A201"),
    ],
)
def test_a_person_who_cannot_be_added(ask: Ask, boss: int, change: dict[str, object], code: str) -> None:
    answer = ask("POST", "/people", NEW | change)
    assert (answer.status_code, codes(answer)) == (422, [code])


def test_another_role_ends_the_sessions_and_is_another_right(app: APIFlask, ask: Ask) -> None:
    made = ask("POST", "/people", NEW).json
    browser = enter(app, "wang", made["password"])
    assert ask("PATCH", f"/people/{made['id']}", {"role": "viewer"}).json["role"] == "viewer"
    assert browser.get("/api/v1/me").status_code == 401
    assert enter(app, "wang", made["password"]).get("/api/v1/me").json["role"] == "viewer"


def test_somebody_switched_off_is_out_and_back_when_switched_on(app: APIFlask, ask: Ask) -> None:
    made = ask("POST", "/people", NEW).json
    browser = enter(app, "wang", made["password"])
    ask("PATCH", f"/people/{made['id']}", {"active": False})
    assert browser.get("/api/v1/me").status_code == 401
    ask("PATCH", f"/people/{made['id']}", {"active": True})
    assert enter(app, "wang", made["password"]).get("/api/v1/me").status_code == 200


def test_a_reset_password_replaces_the_one_before(app: APIFlask, ask: Ask) -> None:
    made = ask("POST", "/people", NEW).json
    browser = enter(app, "wang", made["password"])
    fresh = ask("POST", f"/people/{made['id']}/password").json["password"]
    assert fresh != made["password"]
    assert browser.get("/api/v1/me").status_code == 401
    assert enter(app, "wang", made["password"]).get("/api/v1/me").status_code == 401
    assert enter(app, "wang", fresh).get("/api/v1/me").status_code == 200


def test_a_person_is_signed_out_everywhere(app: APIFlask, ask: Ask, boss: int) -> None:
    browsers = [enter(app, "boss", PASSWORD) for _ in range(2)]
    assert ask("DELETE", f"/people/{boss}/sessions").status_code == 204
    assert [browser.get("/api/v1/me").status_code for browser in browsers] == [401, 401]


@pytest.mark.parametrize("change", [{"role": "dispatcher"}, {"active": False}])
def test_the_last_administrator_stays(ask: Ask, boss: int, change: dict[str, object]) -> None:
    answer = ask("PATCH", f"/people/{boss}", change)
    assert (answer.status_code, codes(answer)) == (409, ["A127"])
    assert ask("DELETE", f"/people/{boss}/data").status_code == 409
    assert ask("GET", "/people").json[0]["role"] == "administrator"


def test_with_a_second_administrator_the_first_may_go(ask: Ask, boss: int) -> None:
    ask("POST", "/people", NEW | {"role": "administrator"})
    assert ask("PATCH", f"/people/{boss}", {"active": False}).status_code == 200


def test_an_administrator_who_is_switched_off_counts_for_nothing(ask: Ask, boss: int) -> None:
    other = ask("POST", "/people", NEW | {"role": "administrator"}).json
    ask("PATCH", f"/people/{other['id']}", {"active": False})
    assert codes(ask("PATCH", f"/people/{boss}", {"role": "viewer"})) == ["A127"]


def test_a_revoked_key_ends_at_once_and_stays_in_the_list(app: APIFlask, ask: Ask) -> None:
    made = ask("POST", "/keys", {"name": "地磅", "role": "viewer"}).json
    headers = {"Authorization": f"Bearer {made['key']}"}
    assert app.test_client().get("/api/v1/me", headers=headers).status_code == 200
    assert ask("DELETE", f"/keys/{made['id']}").status_code == 204
    assert app.test_client().get("/api/v1/me", headers=headers).status_code == 401
    row = next(row for row in ask("GET", "/keys").json if row["id"] == made["id"])
    assert (row["name"], row["revoked_at"] is None, row["last_used_at"] is None) == ("地磅", False, False)
    assert "key" not in row


def test_no_program_is_a_driver(ask: Ask) -> None:
    assert ask("POST", "/keys", {"name": "x", "role": "driver"}).status_code == 422


def test_the_trail_says_who_did_what(app: APIFlask, ask: Ask, boss: int) -> None:
    made = ask("POST", "/people", NEW).json
    ask("PATCH", f"/people/{made['id']}", {"role": "viewer", "name": "王先生"})
    ask("PATCH", "/organisation", {"name_en": "Hecheng"})
    trail = ask("GET", "/audit").json
    assert [(row["action"], row["actor"], row["subject"]) for row in trail] == [
        ("organisation.change", "test", "organisation"),
        ("user.change", "test", "wang"),
        ("user.add", "test", "wang"),
    ]
    assert trail[1]["details"] == {"name": "changed", "role": ["dispatcher", "viewer"]}
    assert [row["id"] for row in ask("GET", f"/audit?before={trail[1]['id']}").json] == [trail[2]["id"]]


def test_an_administrator_changes_the_organisation_and_its_contact_stays_out_of_the_trail(ask: Ask) -> None:
    wanted = {"name_zh": "鹤城分拣中心", "kind": "cooperative", "contact": "王主任", "phone": "0745-1234567"}
    changed = ask("PATCH", "/organisation", wanted)
    assert (changed.status_code, wanted.items() <= changed.json.items()) == (200, True)
    assert ask("GET", "/organisation").json == changed.json
    assert ask("PATCH", "/organisation", {"contact": ""}).json["contact"] == ""
    assert "王主任" not in ask("GET", "/audit").text


@pytest.mark.parametrize("wrong", [{"name_zh": ""}, {"kind": "ministry"}, {"contact": "a\nb"}, {"ref": "x"}])
def test_what_an_organisation_cannot_be_is_refused(ask: Ask, wrong: dict[str, str]) -> None:
    before = ask("GET", "/organisation").json
    assert ask("PATCH", "/organisation", wrong).status_code == 422
    assert ask("GET", "/organisation").json == before


def test_the_own_password_needs_the_old_one_and_ends_other_sessions(
    app: APIFlask, boss: int, page_token: Callable[[FlaskClient], str]
) -> None:
    here, there = enter(app, "boss", PASSWORD), enter(app, "boss", PASSWORD)
    headers = {"X-CSRF-Token": page_token(here)}
    wrong = here.post("/api/v1/me/password", json={"old": "x", "new": "a much better one"}, headers=headers)
    assert (wrong.status_code, codes(wrong)) == (401, ["A104"])
    body = {"old": PASSWORD, "new": "a much better one"}
    assert here.post("/api/v1/me/password", json=body, headers=headers).status_code == 204
    assert (here.get("/api/v1/me").status_code, there.get("/api/v1/me").status_code) == (200, 401)


def test_one_sees_and_ends_the_own_sessions(
    app: APIFlask, boss: int, page_token: Callable[[FlaskClient], str]
) -> None:
    here, there = enter(app, "boss", PASSWORD), enter(app, "boss", PASSWORD)
    rows = here.get("/api/v1/me/sessions").json
    assert sorted(row["current"] for row in rows) == [False, True]
    other = next(row["id"] for row in rows if not row["current"])
    headers = {"X-CSRF-Token": page_token(here)}
    assert here.delete(f"/api/v1/me/sessions/{other}", headers=headers).status_code == 204
    assert there.get("/api/v1/me").status_code == 401
    assert here.delete(f"/api/v1/me/sessions/{other}", headers=headers).status_code == 404


def test_a_key_has_no_password_to_change(ask: Ask) -> None:
    assert codes(ask("POST", "/me/password", {"old": "x", "new": "y"})) == ["A134"]


def test_health_tells_versions_and_that_the_queue_is_away(ask: Ask, queue: object) -> None:
    told = ask("GET", "/system").json
    assert (told["queue"], told["last_backup_at"], told["database"].split()[0]) == ("ok", None, "SQLite")
    queue.away = True  # type: ignore[attr-defined]
    assert ask("GET", "/system").json["queue"] == "down"
