"""Closing roads through the API: what is kept, told and refused, and what the next plan makes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from redis import Redis
from sqlmodel import select
from werkzeug.test import TestResponse

from data.settings import Settings
from data.store.accounts.audit import AuditEntry
from data.store.engine import session
from network.closures.store import ClosureStore
from tests.factories.rows import World, make_organisation, make_request, make_site
from tests.factories.searching import constructed
from tests.factories.towns import SOUTH, STEP_DEG, WEST
from workers.plan import job as plan_day

Call = Callable[..., TestResponse]
PATH = "/api/v1/networks/toy/closures"
ROAD = {"kind": "closed", "shape": "road", "at": [[WEST + 2.5 * STEP_DEG, SOUTH + 2 * STEP_DEG]]}
STRETCH = [[WEST + 2.1 * STEP_DEG, SOUTH], [WEST + 4.9 * STEP_DEG, SOUTH]]

pytestmark = pytest.mark.usefixtures("toy_roads")


@pytest.fixture
def planned(
    call: Call, settings: Settings, world: World, valkey: Redis, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], dict[str, Any]]:
    """Asks for a plan, makes it here as a worker would, and reads its figures."""
    monkeypatch.setattr(plan_day, "solve", constructed)

    def ask() -> dict[str, Any]:
        started = call("/api/v1/plans", "POST", json={"centre": world.centre, "date": world.date.isoformat()})
        plan_day.make_plan(settings, valkey, started.json["id"])
        figures: dict[str, Any] = call(f"/api/v1/plans/{started.json['id']}").json["figures"]
        return figures

    return ask


def test_a_closure_is_kept_listed_with_its_line_and_taken_back(call: Call, toy_roads: ClosureStore) -> None:
    made = call(PATH, "POST", json=ROAD | {"note": "Landslide"})
    assert made.status_code == 201
    assert (made.json["kind"], made.json["shape"], made.json["note"]) == ("closed", "road", "Landslide")
    [line] = made.json["lines"]
    ends = sorted((round((lon - WEST) / STEP_DEG), round((lat - SOUTH) / STEP_DEG)) for lon, lat in line)
    assert (ends[0], ends[-1]) == ((2, 2), (3, 2))
    assert call(PATH).json == [made.json]
    assert [closure.id for closure in toy_roads.closures("toy")] == [made.json["id"]]

    assert call(f"{PATH}/{made.json['id']}", "DELETE").status_code == 204
    assert call(PATH).json == []
    gone = call(f"{PATH}/{made.json['id']}", "DELETE")
    assert (gone.status_code, gone.json["faults"][0]["code"]) == (404, "N326")


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ({"kind": "slowed", "factor": 0.5}, (0.5, None)),
        ({"kind": "limited", "limit_kph": 20}, (1.0, 20.0)),
        ({"kind": "closed"}, (0.0, None)),
    ],
)
def test_each_kind_is_kept_and_told_as_it_was_asked(
    call: Call, toy_roads: ClosureStore, asked: dict[str, Any], kept: tuple[float, float | None]
) -> None:
    spans = {"from": "2026-03-02T08:00:00+08:00", "to": "2026-03-02T12:00:00+08:00"}
    told = call(PATH, "POST", json={"shape": "stretch", "at": STRETCH} | asked | spans).json
    [closure] = toy_roads.closures("toy")
    assert (closure.speed_factor, closure.max_kph) == kept
    assert {key: told[key] for key in (*asked, *spans)} == asked | spans
    assert len(told["lines"]) == 3


@pytest.mark.parametrize(
    ("changed", "code", "words"),
    [
        ({"kind": "shut"}, "A201", "kind"),
        ({"kind": "slowed"}, "A201", "factor"),
        ({"factor": 0.5}, "A201", "factor"),
        ({"kind": "slowed", "factor": 1.5}, "A201", "factor"),
        ({"kind": "limited", "limit_kph": -1}, "A201", "limit_kph"),
        ({"at": []}, "A201", "at"),
        ({"at": [[110.0, 27.5], [110.0, 27.51]]}, "A201", "one point"),
        ({"shape": "area"}, "A201", "3 points"),
        ({"at": [[200.0, 27.5]]}, "A201", "at"),
        ({"from": "2026-03-02T08:00:00"}, "A201", "from"),
        ({"from": "2026-03-02T08:00:00Z", "to": "2026-03-01T08:00:00Z"}, "A201", "before it starts"),
        ({"at": [[100.0, 10.0]]}, "N201", ""),
        ({"shape": "area", "at": [[1, 1], [1, 2], [2, 2]]}, "N323", ""),
    ],
)
def test_what_cannot_be_closed_is_refused_with_the_reason(
    call: Call, toy_roads: ClosureStore, changed: dict[str, Any], code: str, words: str
) -> None:
    answer = call(PATH, "POST", json=ROAD | changed)
    assert answer.status_code == 422
    fault = answer.json["faults"][0]
    assert fault["code"] == code
    assert words in fault["cause"] + fault["where"]
    assert toy_roads.closures("toy") == ()


def test_a_network_of_no_own_centre_does_not_exist(call: Call, settings: Settings) -> None:
    for method, body in (("GET", None), ("POST", ROAD)):
        answer = call("/api/v1/networks/other/closures", method, json=body)
        assert (answer.status_code, answer.json["faults"][0]["code"]) == (404, "A215")


def test_the_next_plan_drives_round_what_was_closed(
    call: Call, settings: Settings, world: World, planned: Callable[[], dict[str, Any]]
) -> None:
    """A strip between the centre and a request, across all streets but the outermost."""
    with session(settings, write=True) as store:
        make_request(store, world, "east", lon=WEST + 11.4 * STEP_DEG, lat=SOUTH + 7 * STEP_DEG)
    free = planned()
    west, east = WEST + 9.5 * STEP_DEG, WEST + 9.6 * STEP_DEG
    south, north = SOUTH + 1.5 * STEP_DEG, SOUTH + 12.5 * STEP_DEG
    strip = [[west, south], [east, south], [east, north], [west, north]]
    closed = call(PATH, "POST", json={"kind": "closed", "shape": "area", "at": strip})
    assert len(closed.json["lines"]) == 11
    around = planned()
    call(f"{PATH}/{closed.json['id']}", "DELETE")
    again = planned()

    assert (free["closures"], around["closures"], again["closures"]) == (0, 1, 0)
    assert free["served"] == around["served"] == again["served"] == 4
    assert around["distance_m"] > free["distance_m"] == again["distance_m"]


def test_every_organisation_on_the_roads_finds_a_closure_in_its_trail(
    call: Call, settings: Settings, world: World, toy_roads: ClosureStore
) -> None:
    """Roads are shared; another organisation learns which one closed them, not who."""
    with session(settings, write=True) as store:
        other = make_organisation(store, "neighbour")
        make_site(store, other, "N-1", network="toy")
    made = call(
        "/api/v1/networks/toy/closures",
        "POST",
        json={"kind": "closed", "shape": "road", "at": [[110.0, 27.5]]},
    )
    assert made.status_code == 201
    with session(settings) as store:
        told = {
            row.organisation_id: (row.actor.partition(":")[0], row.action)
            for row in store.exec(select(AuditEntry))
        }
    assert told == {world.organisation_id: ("key", "road.close"), other: ("organisation", "road.close")}
