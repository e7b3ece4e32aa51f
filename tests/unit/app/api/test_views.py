"""What the API tells of centres, vehicles, requests, the day and its plans."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlmodel import select
from werkzeug.test import TestResponse

from data.settings import Settings
from data.store.engine import session
from data.store.network.fleet import Vehicle
from data.store.network.sites import Site, SiteKind
from data.store.plans.driver_events import Event, EventKind
from data.store.plans.tables import Plan, Route, Visit
from data.store.requests.pickup_requests import Condition, PickupRequest, RequestItem
from tests.factories.rows import World, make_request, make_site
from tests.factories.store import Keys, make_plan

Call = Callable[..., TestResponse]


@pytest.fixture
def day(world: World) -> str:
    return f"centre={world.centre}&date={world.date.isoformat()}"


def report(
    settings: Settings, plan_id: str, position: int, kind: EventKind, at_s: int, *, kg: float | None = None
) -> None:
    """A driver's report, `at_s` seconds after the plan's start."""
    with session(settings, write=True) as store:
        plan = store.get_one(Plan, plan_id)
        route = store.exec(select(Route).where(Route.plan_id == plan_id)).one()
        visit = store.exec(select(Visit).where(Visit.route_id == route.id, Visit.position == position)).one()
        store.add(
            Event(
                organisation_id=plan.organisation_id, plan_id=plan_id, route_id=route.id, visit_id=visit.id,
                client_id=f"{position}-{kind}-{at_s}", kind=kind, kg=kg,
                at=plan.start + dt.timedelta(seconds=at_s),
            )
        )  # fmt: skip


def test_me(call: Call) -> None:
    answer = call("/api/v1/me").json
    assert answer["role"] == "dispatcher"
    assert answer["organisation"] == {"ref": "coop", "name_zh": "合作社", "name_en": "Cooperative"}
    assert answer["languages"] == ["zh", "en"]


def test_centres(call: Call) -> None:
    assert call("/api/v1/centres").json == [
        {"ref": "C-1", "name_zh": "站点C-1", "name_en": "Site C-1", "lon": 110.0, "lat": 27.5,
         "network": "toy", "accepts": None, "synthetic": False}
    ]  # fmt: skip


def test_sites_are_those_of_the_centre(call: Call, settings: Settings, world: World) -> None:
    with session(settings, write=True) as store:
        make_site(
            store, world.organisation_id, "P-1", kind=SiteKind.COLLECTION_POINT, centre_id=world.centre_id
        )
        make_site(store, world.organisation_id, "C-2")
    assert [(s["ref"], s["kind"]) for s in call("/api/v1/sites?centre=C-1").json] == [
        ("C-1", "sorting_centre"),
        ("P-1", "collection_point"),
    ]


def test_vehicles(call: Call) -> None:
    [truck] = call("/api/v1/vehicles?centre=C-1").json
    told = ("ref", "plate", "class", "capacity", "shift", "skills", "profile")
    assert {key: truck[key] for key in told} == {
        "ref": "V-1", "plate": "湘NV-1", "class": "truck_4t", "capacity": {"kg": 1600, "l": 14000},
        "shift": [28800, 64800], "skills": ["two_person"], "profile": "car",
    }  # fmt: skip
    assert (truck["driver"], truck["driver_ref"], truck["retired"]) == ({"name": "司机D-1"}, "D-1", False)


def test_requests_with_their_items(call: Call, day: str) -> None:
    first = call(f"/api/v1/requests?{day}").json[0]
    assert (first["ref"], first["name"], first["status"], first["load_type"]) == (
        "R-1",
        "住户R-1",
        "open",
        "appliance",
    )
    assert (first["kg"], first["litres"], first["windows"]) == (40.79, 1200.0, [[28800, 64800]])
    assert first["items"] == [
        {
            "material": "fridge",
            "name_zh": "冰箱",
            "name_en": "refrigerator",
            "quantity": 1,
            "condition": "intact",
            "kg": 40.79,
            "litres": 1200.0,
            "packing": "",
        }
    ]


def test_a_request_of_several_load_types_is_mixed(
    call: Call, settings: Settings, world: World, day: str
) -> None:
    with session(settings, write=True) as store:
        make_request(store, world, "R-9", (("fridge", 1, Condition.INTACT), ("cell", 2, Condition.DAMAGED)))
    assert call(f"/api/v1/requests?{day}").json[-1]["load_type"] == "mixed"


def test_the_catalogue_names_its_sources(call: Call) -> None:
    materials = call("/api/v1/materials").json
    assert all(entry["source"] and entry["name_zh"] and entry["unit_kg"] > 0 for entry in materials)
    assert "fridge" in {entry["ref"] for entry in materials}


@pytest.mark.parametrize("query", ["", "centre=C-1", "centre=C-1&date=tomorrow", "date=2026-03-02"])
def test_a_question_that_is_not_whole_is_named(call: Call, query: str) -> None:
    answer = call(f"/api/v1/requests?{query}")
    assert answer.status_code == 422
    assert {fault["code"] for fault in answer.json["faults"]} == {"A201"}
    assert all(fault["where"].startswith("query.") for fault in answer.json["faults"])


def test_an_unknown_centre_is_not_found(call: Call) -> None:
    answer = call("/api/v1/sites?centre=C-9")
    assert (answer.status_code, answer.json["faults"][0]["code"]) == (404, "S301")


def test_today_before_planning(call: Call, day: str) -> None:
    assert call(f"/api/v1/today?{day}").json == {
        "requested": 3, "planned": 0, "left_out": 0, "late": 0, "received_kg": 0.0, "plan_id": None,
        "next_action": "plan", "missing": [], "notices": [],
    }  # fmt: skip


def test_today_names_what_is_missing(call: Call, settings: Settings, world: World, day: str) -> None:
    with session(settings, write=True) as store:
        for item in store.exec(select(RequestItem)):
            store.delete(item)
        store.flush()
        for row in [*store.exec(select(PickupRequest)), *store.exec(select(Vehicle))]:
            store.delete(row)
        centre = store.exec(select(Site)).one()
        centre.network = "gone"
        store.add(centre)
    answer = call(f"/api/v1/today?{day}").json
    assert [fault["code"] for fault in answer["missing"]] == ["A211", "A212", "A214"]
    assert answer["next_action"] == "add_requests"


def test_today_of_a_planned_and_a_published_day(
    call: Call, settings: Settings, world: World, day: str
) -> None:
    plan_id = make_plan(settings, world, "R-1", "R-2")
    planned = call(f"/api/v1/today?{day}").json
    assert (planned["plan_id"], planned["planned"], planned["next_action"]) == (plan_id, 2, "publish")
    assert call(f"/api/v1/plans/{plan_id}/publish", "POST").status_code == 200
    assert call(f"/api/v1/today?{day}").json["next_action"] == "follow"


def test_received_counts_what_was_weighed_and_not_taken_back(
    call: Call, settings: Settings, world: World, day: str
) -> None:
    plan_id = make_plan(settings, world, "R-1", "R-2", "R-3", published=True)
    report(settings, plan_id, 1, EventKind.DONE, 30_000, kg=80.5)
    report(settings, plan_id, 2, EventKind.DONE, 31_000, kg=12.0)
    report(settings, plan_id, 2, EventKind.UNDO, 31_500)
    report(settings, plan_id, 3, EventKind.DONE, 32_000)
    assert call(f"/api/v1/today?{day}").json["received_kg"] == 80.5


def test_late_is_a_visit_begun_after_its_window(
    call: Call, settings: Settings, world: World, day: str
) -> None:
    """Windows close at 18:00; one was reached before and left after it, one only after it."""
    plan_id = make_plan(settings, world, "R-1", "R-2", published=True)
    report(settings, plan_id, 1, EventKind.ARRIVED, 64_700)
    report(settings, plan_id, 1, EventKind.DONE, 65_500)
    report(settings, plan_id, 2, EventKind.ARRIVED, 64_900)
    assert call(f"/api/v1/today?{day}").json["late"] == 1


def test_a_plan_whole(call: Call, settings: Settings, world: World) -> None:
    plan_id = make_plan(settings, world, "R-1", "R-2")
    plan = call(f"/api/v1/plans/{plan_id}").json
    assert (plan["status"], plan["phase"], plan["version"], plan["error"]) == ("planned", "done", 1, None)
    assert plan["start"] == f"{world.date.isoformat()}T00:00:00+08:00"
    assert (plan["figures"]["served"], plan["methods"]["distance_m"]) == (2, "road distance")
    route = plan["routes"][0]
    assert (route["number"], route["vehicle"]["plate"], route["shift"]) == (1, "湘NV-1", [28800, 64800])
    assert [(v["position"], v["kind"], v["request"]) for v in route["visits"]] == [
        (0, "depot", None), (1, "collect", "R-1"), (2, "collect", "R-2"),
    ]  # fmt: skip
    assert [(u["request"], u["code"], u["group"]) for u in plan["unassigned"]] == [
        ("R-3", "R204", "did_not_fit")
    ]


def test_a_visit_whole(call: Call, settings: Settings, world: World) -> None:
    plan_id = make_plan(settings, world, "R-1")
    depot, visit = call(f"/api/v1/plans/{plan_id}").json["routes"][0]["visits"]
    assert depot["name"] == "站点C-1"
    assert (visit["name"], visit["window"], visit["load"]) == (
        "住户R-1",
        [28800, 64800],
        {"kg": 41, "l": 1200},
    )
    assert (visit["kg"], visit["litres"], visit["status"], visit["hazard"]) == (40.79, 1200.0, "todo", None)
    assert visit["items"][0]["name_en"] == "refrigerator"


@pytest.mark.parametrize(
    ("condition", "hazard"),
    [("damaged", "damaged_battery"), ("undiagnosable", "undiagnosable_battery"), ("intact", None)],
)
def test_a_dangerous_battery_is_a_hazard(
    call: Call, settings: Settings, world: World, condition: str, hazard: str | None
) -> None:
    with session(settings, write=True) as store:
        make_request(store, world, "R-9", (("cell", 2, Condition(condition)),))
    plan_id = make_plan(settings, world, "R-9", load_type="battery")
    assert call(f"/api/v1/plans/{plan_id}").json["routes"][0]["visits"][1]["hazard"] == hazard


def test_a_visit_tells_the_items_of_its_own_load_type(call: Call, settings: Settings, world: World) -> None:
    """The truck that fetches the refrigerator is not told to load the battery."""
    with session(settings, write=True) as store:
        make_request(store, world, "R-9", (("fridge", 1, Condition.INTACT), ("cell", 2, Condition.DAMAGED)))
    plan_id = make_plan(settings, world, "R-9")
    visit = call(f"/api/v1/plans/{plan_id}").json["routes"][0]["visits"][1]
    assert [item["material"] for item in visit["items"]] == ["fridge"]
    assert (visit["load_type"], visit["hazard"], visit["kg"]) == ("appliance", None, 40.79)


def test_items_that_enter_no_route_are_in_no_visit(call: Call, settings: Settings, world: World) -> None:
    with session(settings, write=True) as store:
        make_request(store, world, "R-9", (("cell", 1, Condition.INTACT), ("cell", 2, Condition.CRITICAL)))
    plan_id = make_plan(settings, world, "R-9", load_type="battery")
    told = call(f"/api/v1/plans/{plan_id}").json["routes"][0]["visits"][1]
    assert [(item["quantity"], item["condition"]) for item in told["items"]] == [(1, "intact")]


def test_names_of_places_follow_the_language_asked_for(call: Call, settings: Settings, world: World) -> None:
    plan_id = make_plan(settings, world, "R-1")
    assert call(f"/api/v1/plans/{plan_id}?lang=en").json["routes"][0]["visits"][0]["name"] == "Site C-1"


def test_driver_links_are_told_to_dispatchers_of_published_plans(
    call: Call, keys: Keys, settings: Settings, world: World
) -> None:
    plan_id = make_plan(settings, world, "R-1")
    url = lambda **options: call(f"/api/v1/plans/{plan_id}", **options).json["routes"][0]["driver_url"]  # noqa: E731
    assert url() is None
    call(f"/api/v1/plans/{plan_id}/publish", "POST")
    assert url().startswith("/d/")
    assert url(key=keys.viewer) is None


def test_plans_of_a_day_newest_first(call: Call, settings: Settings, world: World, day: str) -> None:
    first, second = make_plan(settings, world, "R-1"), make_plan(settings, world, "R-2")
    assert [(plan["id"], plan["version"]) for plan in call(f"/api/v1/plans?{day}").json] == [
        (second, 2),
        (first, 1),
    ]
