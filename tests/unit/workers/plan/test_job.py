"""Making a plan in this process: what is stored, and how each kind of failure ends."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta, timezone
from typing import Any

import pytest
import shapely
from redis import Redis
from rq.timeouts import JobTimeoutException
from sqlmodel import select

from data.catalogue.vehicle_classes import emission_factors
from data.domain.errors import Fault, HuiliuError, UnavailableError
from data.domain.matrix import TravelMatrices
from data.domain.places import LonLat
from data.domain.plan import Plan
from data.domain.problem import Problem
from data.settings import Settings
from data.store.engine import session
from data.store.network.fleet import Driver
from data.store.network.sites import Site, find_centre
from data.store.plans.lifecycle import create_plan, next_attempt, request_cancel
from data.store.plans.lookup import PlanDetail, load_plan_detail
from data.store.plans.tables import Plan as PlanRow
from data.store.plans.tables import PlanStatus, Route, UnassignedGroup, Visit
from network.closures.closure import Closure
from network.closures.store import ClosureStore
from network.geo.polyline import decode
from tests.factories.rows import DATE, World, make_driver
from tests.factories.searching import constructed
from tests.factories.towns import NETWORK, SOUTH, STEP_DEG, WEST, make_day, store_town
from workers.plan import job as plan_day
from workers.plan.job import make_plan
from workers.plan.result import unassigned_group
from workers.queue.progress import follow

Solver = Callable[..., Plan]


@pytest.fixture
def settings(sqlite_settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    store_town(sqlite_settings, tmp_path_factory.mktemp("osm"))
    return sqlite_settings


@pytest.fixture
def world(settings: Settings) -> World:
    return make_day(settings, requests=8)


@pytest.fixture
def solve_with(monkeypatch: pytest.MonkeyPatch) -> Callable[[Solver], None]:
    """Put a solver in the place of the search."""
    return lambda solver: monkeypatch.setattr(plan_day, "solve", solver)


@pytest.fixture(autouse=True)
def quick(solve_with: Callable[[Solver], None]) -> None:
    solve_with(constructed)


def queued(settings: Settings, world: World) -> str:
    with session(settings, write=True) as store:
        at = find_centre(store, world.organisation_id, world.centre)
        return create_plan(
            store, organisation_id=world.organisation_id, centre=at, date=DATE, seconds_limit=5.0
        ).id


def planned(settings: Settings, world: World, valkey: Redis) -> PlanDetail:
    plan_id = queued(settings, world)
    make_plan(settings, valkey, plan_id)
    with session(settings) as store:
        return load_plan_detail(store, world.organisation_id, plan_id)


def row(settings: Settings, plan_id: str) -> PlanRow:
    with session(settings) as store:
        return store.get_one(PlanRow, plan_id)


def last_message(connection: Redis, plan_id: str) -> object:
    last = None
    for message in follow(connection, plan_id, heartbeat_s=0.01):
        if message is None:
            return last
        last = message.data
    raise AssertionError


def test_figures_are_those_of_the_routes(settings: Settings, world: World, valkey: Redis) -> None:
    plan_id = queued(settings, world)
    make_plan(settings, valkey, plan_id)
    with session(settings) as store:
        detail = load_plan_detail(store, world.organisation_id, plan_id)
    routes = [found.route for found in detail.routes]
    figures = detail.plan.figures
    assert figures["tasks"] == figures["served"] == 8
    for key in ("distance_m", "duration_s"):
        assert figures[key] == sum(getattr(route, key) for route in routes) > 0
    assert figures["cost"] == pytest.approx(sum(route.cost for route in routes))
    assert figures["co2_kg"] == pytest.approx(sum(route.co2_kg for route in routes), abs=0.01)
    items = [item for found in detail.requests.values() for item in found.items]
    assert figures["kg"] == pytest.approx(sum(item.kg for item in items), abs=0.1)


def test_emissions_lie_between_those_of_an_empty_and_a_full_truck(
    settings: Settings, world: World, valkey: Redis
) -> None:
    plan_id = queued(settings, world)
    make_plan(settings, valkey, plan_id)
    factor = emission_factors()["rigid_3_5_to_7_5_t"]
    with session(settings) as store:
        routes = store.exec(select(Route)).all()
        methods = row(settings, plan_id).methods
    for route in routes:
        assert factor.co2_kg(route.distance_m, 0.0) < route.co2_kg < factor.co2_kg(route.distance_m, 1.0)
    assert all(factor.source in methods[language]["co2_kg"] for language in ("en", "zh"))


def test_a_route_is_drawn_from_the_centre_along_its_visits_and_back(
    settings: Settings, world: World, valkey: Redis
) -> None:
    plan_id = queued(settings, world)
    make_plan(settings, valkey, plan_id)
    with session(settings) as store:
        detail = load_plan_detail(store, world.organisation_id, plan_id)
    for found in detail.routes:
        line = decode(found.route.geometry, precision=6)
        assert abs(line[0].lon - line[-1].lon) < 1e-5
        assert abs(line[0].lat - line[-1].lat) < 1e-5
        assert all(WEST - 0.01 < point.lon < WEST + 0.05 for point in line)
        assert all(SOUTH - 0.01 < point.lat < SOUTH + 0.05 for point in line)
        kinds = [visit.kind for visit in found.visits]
        assert (kinds[0], kinds[-1], kinds[-2]) == ("depot", "depot", "unload")
        collected = [visit for visit in found.visits if visit.kind == "collect"]
        fullest = max(visit.load["kg"] / found.vehicle.capacity_kg for visit in collected)
        volume = max(visit.load["l"] / found.vehicle.capacity_l for visit in collected)
        assert found.route.load_percent == round(100 * max(fullest, volume))


def goes_through(detail: PlanDetail, corners: Sequence[tuple[float, float]]) -> bool:
    area = shapely.Polygon(corners)
    lines = [shapely.LineString(decode(found.route.geometry, precision=6)) for found in detail.routes]
    return any(line.intersects(area) for line in lines)


CORNERS = ((1.5, -0.0003), (12.5, -0.0003), (12.5, 0.0003), (1.5, 0.0003))
"""A strip across all streets that lead north below the centre: eastward steps, degrees north."""
NOON = datetime.combine(DATE, time(12), timezone(timedelta(hours=8)))


def test_a_plan_honours_and_records_the_closures_of_its_shift(
    settings: Settings, world: World, valkey: Redis
) -> None:
    """The same stops cost more time; the line drawn leaves the closed area out."""
    book, free = ClosureStore(settings.home), planned(settings, world, valkey)
    corners = [(WEST + east * STEP_DEG, SOUTH + 5.5 * STEP_DEG + north) for east, north in CORNERS]
    shut = Closure(kind="area", points=tuple(LonLat(*corner) for corner in corners), reason="Flood")
    tomorrow = replace(shut, since=NOON + timedelta(days=1), reason="Market")
    kept, _change = book.add(NETWORK, replace(shut, until=NOON))
    book.add(NETWORK, tomorrow)

    closed = planned(settings, world, valkey)
    assert closed.plan.figures["closures"] == 1
    assert [Closure.from_json(row) for row in closed.plan.figures["closures_used"]] == [kept]
    assert closed.plan.figures["served"] == free.plan.figures["served"]
    assert all("1" in closed.plan.methods[language]["closures"] for language in ("en", "zh"))
    assert closed.plan.figures["distance_m"] > free.plan.figures["distance_m"]
    assert (free.plan.figures["closures"], "closures" in free.plan.methods["en"]) == (0, False)

    assert (goes_through(free, corners), goes_through(closed, corners)) == (True, False)


def test_a_plan_that_breaks_a_rule_is_not_stored(
    settings: Settings, world: World, valkey: Redis, solve_with: Callable[[Solver], None]
) -> None:
    def late(problem: Problem, matrices: TravelMatrices, *args: Any, **kwargs: Any) -> Plan:
        plan = constructed(problem, matrices)
        first = plan.routes[0]
        visits = (replace(first.visits[0], departure_s=0), *first.visits[1:])
        return replace(plan, routes=(replace(first, visits=visits), *plan.routes[1:]))

    solve_with(late)
    plan_id = queued(settings, world)
    with pytest.raises(HuiliuError, match="W208"):
        make_plan(settings, valkey, plan_id)
    found = row(settings, plan_id)
    assert found.status is PlanStatus.FAILED
    assert found.fault is not None
    assert found.fault["code"] == "W208"
    with session(settings) as store:
        assert store.exec(select(Visit)).all() == []
    assert last_message(valkey, plan_id) == {"status": "failed"}


@pytest.mark.parametrize(
    "failure",
    [
        (MemoryError("no room"), "W209"),
        (JobTimeoutException("too long"), "W202"),
        (HuiliuError([Fault("R403", "One.", "Report."), Fault("R404", "Two.", "Again.")]), "R403"),
    ],
)
def test_a_failure_stands_in_the_plan_and_in_the_queue(
    settings: Settings,
    world: World,
    valkey: Redis,
    solve_with: Callable[[Solver], None],
    failure: tuple[Exception, str],
) -> None:
    error, code = failure

    def fail(*_args: Any, **_kwargs: Any) -> Plan:
        raise error

    solve_with(fail)
    plan_id = queued(settings, world)
    with pytest.raises(type(error)):
        make_plan(settings, valkey, plan_id)
    found = row(settings, plan_id)
    assert found.status is PlanStatus.FAILED
    assert found.fault is not None
    assert found.fault["code"] == code
    assert found.fault["action"]


def test_what_may_pass_by_itself_leaves_the_plan_to_be_tried_again(
    settings: Settings, world: World, valkey: Redis, solve_with: Callable[[Solver], None]
) -> None:
    def away(*_args: Any, **_kwargs: Any) -> Plan:
        raise UnavailableError(Fault("S201", "The database does not answer.", "Wait."))

    solve_with(away)
    plan_id = queued(settings, world)
    with pytest.raises(UnavailableError):
        make_plan(settings, valkey, plan_id)
    assert row(settings, plan_id).status is PlanStatus.RUNNING


def test_a_missing_network_fails_with_its_name(settings: Settings, world: World, valkey: Redis) -> None:
    with session(settings, write=True) as store:
        at = store.get_one(Site, world.centre_id)
        at.network = "gone"
        store.add(at)
    plan_id = queued(settings, world)
    with pytest.raises(HuiliuError):
        make_plan(settings, valkey, plan_id)
    fault = row(settings, plan_id).fault
    assert fault is not None
    assert (fault["code"], "gone" in fault["cause"]) == ("N109", True)


def test_a_plan_cancelled_before_its_search_ends_cancelled(
    settings: Settings, world: World, valkey: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan_id = queued(settings, world)

    def cancel_meanwhile(*args: Any, **kwargs: Any) -> Any:
        with session(settings, write=True) as store:
            request_cancel(store, world.organisation_id, plan_id)
        return original(*args, **kwargs)

    original = plan_day.day_roads
    monkeypatch.setattr(plan_day, "day_roads", cancel_meanwhile)
    monkeypatch.setattr(plan_day.Attempt, "should_stop", lambda self: True)
    make_plan(settings, valkey, plan_id)
    assert row(settings, plan_id).status is PlanStatus.CANCELLED
    assert last_message(valkey, plan_id) == {"status": "cancelled"}


def test_an_attempt_that_was_taken_over_stores_nothing(
    settings: Settings,
    world: World,
    valkey: Redis,
    solve_with: Callable[[Solver], None],
    caplog: pytest.LogCaptureFixture,
) -> None:
    plan_id = queued(settings, world)

    def taken_over(problem: Problem, matrices: TravelMatrices, *args: Any, **kwargs: Any) -> Plan:
        with session(settings, write=True) as store:
            next_attempt(store, plan_id, 1, crashed=True)
        return constructed(problem, matrices)

    solve_with(taken_over)
    with caplog.at_level(logging.WARNING):
        make_plan(settings, valkey, plan_id)
    assert "taken over" in caplog.text
    found = row(settings, plan_id)
    assert (found.status, found.attempt) == (PlanStatus.QUEUED, 2)
    with session(settings) as store:
        assert store.exec(select(Route)).all() == []


def test_a_finished_plan_is_not_made_again(settings: Settings, world: World, valkey: Redis) -> None:
    plan_id = queued(settings, world)
    make_plan(settings, valkey, plan_id)
    before = row(settings, plan_id).finished_at
    make_plan(settings, valkey, plan_id)
    assert row(settings, plan_id).finished_at == before


@pytest.mark.parametrize(
    ("code", "group"),
    [
        ("R202", UnassignedGroup.NO_TRUCK_CAN),
        ("R204", UnassignedGroup.NEEDS_CORRECTING),
        ("R212", UnassignedGroup.DID_NOT_FIT),
    ],
)
def test_what_is_left_out_is_grouped_by_what_to_do(code: str, group: UnassignedGroup) -> None:
    assert unassigned_group(code) is group


def test_a_stand_in_drives_the_route_and_the_plan_keeps_who_and_why(
    settings: Settings, world: World, valkey: Redis
) -> None:
    with session(settings, write=True) as store:
        for driver in store.exec(select(Driver)):
            driver.weekdays = [(DATE.weekday() + 1) % 7]
            store.add(driver)
        spare = make_driver(store, world.organisation_id, "D-9", skills=["two_person"])
        spare_id = spare.id
    detail = planned(settings, world, valkey)
    assert [route.driver.ref for route in detail.routes if route.driver] == ["D-9"]
    assert detail.plan.figures["crews"] == {detail.routes[0].vehicle.ref: spare_id}
    codes = [fault["code"] for fault in detail.plan.figures["faults"]]
    assert (codes[0], set(codes[1:])) == ("W305", {"W306"})
