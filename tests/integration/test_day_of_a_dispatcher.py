"""A dispatcher's day over HTTP, on SQLite and on PostgreSQL: import, plan, publish, report, follow."""

from __future__ import annotations

import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.factory import create_app
from app.services.networks.tiles import RoadTiles
from data.settings import Settings
from network.library import NetworkLibrary
from tests.factories.store import PASSWORD, FakeQueue, csrf_of, make_day, make_key, make_plan, make_user

Call = Callable[..., TestResponse]


class ToyNetwork(NetworkLibrary):
    """Knows the sample centre's network by name."""

    def names(self) -> tuple[str, ...]:
        return ("toy",)


def test_a_dispatchers_day(database_settings: Settings) -> None:
    world = make_day(database_settings)
    make_user(database_settings, world.organisation_id, "lin")
    key = make_key(database_settings, world.organisation_id)
    queue = FakeQueue()
    app = create_app(
        database_settings,
        queue=queue,
        tiles=RoadTiles(ToyNetwork(database_settings.home), lambda _graph, _z, _x, _y: b""),
    )
    client = app.test_client()
    signed_in(client)
    day = f"centre={world.centre}&date={world.date.isoformat()}"

    def call(path: str, method: str = "GET", **options: object) -> TestResponse:
        return app.test_client().open(
            path, method=method, headers={"Authorization": f"Bearer {key}"}, **options
        )

    imported(call, world.date.isoformat())
    assert client.get(f"/api/v1/today?{day}").json["requested"] == 4
    asked = call("/api/v1/plans", "POST", json={"centre": world.centre, "date": world.date.isoformat()})
    assert (asked.status_code, queue.enqueued) == (202, [asked.json["id"]])
    assert call(f"/api/v1/plans/{asked.json['id']}/cancel", "POST").json["status"] == "cancelled"

    plan_id = make_plan(database_settings, world, "R-1", "R-2")
    link = (
        call(f"/api/v1/plans/{plan_id}/publish", "POST")
        .json["links"][0]["url"]
        .removeprefix("http://localhost")
    )
    visit = client.get(f"{link}/day.json").json["route"]["visits"][1]
    report = {
        "id": "one",
        "visit": visit["id"],
        "kind": "done",
        "kg": 42.5,
        "at": visit_time(world.date.isoformat()),
    }
    for _ in range(2):
        assert client.post(f"{link}/events", json=[report]).json["received"] == ["one"]
    assert client.get(f"/api/v1/plans/{plan_id}").json["routes"][0]["visits"][1]["status"] == "done"
    assert len(client.get(f"/api/v1/plans/{plan_id}/events").json) == 1
    assert client.get(f"/api/v1/today?{day}").json["received_kg"] == 42.5
    statuses = {row["ref"]: row["status"] for row in client.get(f"/api/v1/requests?{day}").json}
    assert statuses == {"R-1": "collected", "R-2": "planned", "R-3": "open", "R-9": "open"}
    assert client.get("/readyz").status_code == 200
    assert 'huiliu_plans{status="published"} 1' in client.get("/metrics").text


def signed_in(client: FlaskClient) -> None:
    wrong = {"username": "lin", "password": "guess", "csrf_token": csrf_of(client)}
    assert client.post("/login", data=wrong).status_code == 401
    assert client.post("/login", data={**wrong, "password": PASSWORD}).status_code == 303


def imported(call: Call, date: str) -> None:
    text = f"ref,date,lon,lat,material,quantity\nR-9,{date},110,27.5,washing_machine,1\n"
    for counted in ("imported", "unchanged"):
        file = {"file": (io.BytesIO(text.encode()), "requests.csv")}
        assert call("/api/v1/imports/requests", "POST", data=file).json[counted] == 1


def visit_time(date: str) -> str:
    return f"{date}T09:10:00+08:00"


def test_the_same_batch_from_two_calls_is_stored_once(database_settings: Settings) -> None:
    """A phone that lost the answer sends again while the first call is still being handled."""
    world = make_day(database_settings)
    plan_id = make_plan(database_settings, world, "R-1", published=True)
    app = create_app(database_settings, queue=FakeQueue())
    key = make_key(database_settings, world.organisation_id)
    headers = {"Authorization": f"Bearer {key}"}
    plan = app.test_client().get(f"/api/v1/plans/{plan_id}", headers=headers).json
    link, visit = plan["routes"][0]["driver_url"], plan["routes"][0]["visits"][1]["id"]
    batch = [
        {"id": f"r{n}", "visit": visit, "kind": "arrived", "at": visit_time(world.date.isoformat())}
        for n in range(20)
    ]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda _: app.test_client().post(f"{link}/events", json=batch), range(2)))
    assert [answer.status_code for answer in answers] == [200, 200]
    events = app.test_client().get(f"/api/v1/plans/{plan_id}/events", headers=headers).json
    assert len(events) == 20
