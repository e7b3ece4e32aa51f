"""Publishing: what blocks it, and what it changes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from data.domain.errors import InputError
from data.settings import Settings
from data.store.column_types import now
from data.store.engine import session
from data.store.network.days_off import DayOff
from data.store.network.fleet import Driver, Vehicle
from data.store.network.sites import find_centre
from data.store.plans.absences import find_absences
from data.store.plans.driver_events import Event, EventKind
from data.store.plans.lifecycle import begin, create_plan, finish
from data.store.plans.publication import publish
from data.store.plans.succession import find_successor
from data.store.plans.tables import Plan, PlanStatus, Route, Visit
from data.store.requests.pickup_requests import PickupRequest, RequestStatus
from tests.factories.plans import outcome_serving
from tests.factories.rows import DATE, World, make_world


def planned(settings: Settings, world: World, *refs: str, violations: int = 0) -> str:
    with session(settings, write=True) as store:
        at = find_centre(store, world.organisation_id, world.centre)
        row = create_plan(
            store, organisation_id=world.organisation_id, centre=at, date=DATE, seconds_limit=1.0
        )
        begin(store, row.id, 1)
        finish(store, row.id, 1, outcome_serving(store, world, *refs, violations=violations))
    return row.id


def publish_it(settings: Settings, world: World, plan_id: str) -> list[Route]:
    with session(settings, write=True) as store:
        return publish(store, world.organisation_id, plan_id)


def request_statuses(settings: Settings) -> dict[str, str]:
    with session(settings) as store:
        return {row.ref: row.status.value for row in store.exec(select(PickupRequest))}


def set_status(settings: Settings, ref: str, status: RequestStatus) -> None:
    with session(settings, write=True) as store:
        row = store.exec(select(PickupRequest).where(PickupRequest.ref == ref)).one()
        row.status = status
        store.add(row)


def codes(settings: Settings, world: World, plan_id: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        publish_it(settings, world, plan_id)
    return [fault.code for fault in caught.value.faults]


def test_publishing_gives_each_route_a_link_and_plans_its_requests(database_settings: Settings) -> None:
    world = make_world(database_settings)
    plan_id = planned(database_settings, world, "R-1", "R-2")
    routes = publish_it(database_settings, world, plan_id)
    assert all(route.token_nonce for route in routes)
    assert request_statuses(database_settings) == {"R-1": "planned", "R-2": "planned", "R-3": "open"}


def test_publishing_again_changes_no_link(database_settings: Settings) -> None:
    world = make_world(database_settings)
    plan_id = planned(database_settings, world, "R-1")
    first = [route.token_nonce for route in publish_it(database_settings, world, plan_id)]
    assert [route.token_nonce for route in publish_it(database_settings, world, plan_id)] == first


def test_a_plan_with_violations_is_never_published(database_settings: Settings) -> None:
    world = make_world(database_settings)
    plan_id = planned(database_settings, world, "R-1", violations=1)
    assert codes(database_settings, world, plan_id) == ["S312"]
    with session(database_settings) as store:
        assert store.get_one(Plan, plan_id).status is PlanStatus.PLANNED


def test_an_unfinished_plan_cannot_be_published(database_settings: Settings) -> None:
    world = make_world(database_settings)
    with session(database_settings, write=True) as store:
        at = find_centre(store, world.organisation_id, world.centre)
        row = create_plan(
            store, organisation_id=world.organisation_id, centre=at, date=DATE, seconds_limit=1.0
        )
    assert codes(database_settings, world, row.id) == ["S311"]


def test_every_request_that_changed_since_is_named(database_settings: Settings) -> None:
    world = make_world(database_settings)
    plan_id = planned(database_settings, world, "R-1", "R-2")
    set_status(database_settings, "R-1", RequestStatus.CANCELLED)
    set_status(database_settings, "R-2", RequestStatus.COLLECTED)
    assert codes(database_settings, world, plan_id) == ["S313", "S313"]


def test_a_request_moved_to_another_day_since_is_not_sent_two_trucks(database_settings: Settings) -> None:
    world = make_world(database_settings)
    plan_id = planned(database_settings, world, "R-1", "R-2")
    with session(database_settings, write=True) as store:
        row = store.exec(select(PickupRequest).where(PickupRequest.ref == "R-1")).one()
        row.date += timedelta(days=1)
        store.add(row)
    assert codes(database_settings, world, plan_id) == ["S313"]
    assert request_statuses(database_settings)["R-1"] == "open"


def test_a_newer_plan_replaces_the_published_one_and_its_links_lead_on(database_settings: Settings) -> None:
    world = make_world(database_settings)
    first, second = (
        planned(database_settings, world, "R-1"),
        planned(database_settings, world, "R-2"),
    )
    publish_it(database_settings, world, first)
    publish_it(database_settings, world, second)
    with session(database_settings) as store:
        assert store.get_one(Plan, first).status is PlanStatus.PLANNED
        assert store.get_one(Plan, second).status is PlanStatus.PUBLISHED
        routes = {route.plan_id: route for route in store.exec(select(Route))}
        assert find_successor(store, routes[first]).plan_id == second
    assert routes[first].token_nonce != routes[second].token_nonce
    assert request_statuses(database_settings) == {"R-1": "open", "R-2": "planned", "R-3": "open"}


def report(settings: Settings, world: World, route: Route) -> None:
    """The driver has done the first stop."""
    with session(settings, write=True) as store:
        assert route.id is not None
        visit = store.exec(select(Visit).where(Visit.route_id == route.id, Visit.kind == "collect")).first()
        assert visit is not None
        store.add(
            Event(
                organisation_id=world.organisation_id, plan_id=route.plan_id, route_id=route.id,
                visit_id=visit.id, client_id="1", kind=EventKind.DONE, at=now(),
            )
        )  # fmt: skip


def test_a_plan_that_keeps_what_is_reported_takes_the_reports_over(database_settings: Settings) -> None:
    world = make_world(database_settings)
    first, second = (
        planned(database_settings, world, "R-1"),
        planned(database_settings, world, "R-1", "R-2"),
    )
    report(database_settings, world, publish_it(database_settings, world, first)[0])
    set_status(database_settings, "R-1", RequestStatus.COLLECTED)
    [route] = publish_it(database_settings, world, second)
    with session(database_settings) as store:
        [event] = store.exec(select(Event).where(Event.plan_id == second))
        visit = store.get_one(Visit, event.visit_id)
    assert (event.kind, event.route_id, visit.route_id) == (EventKind.DONE, route.id, route.id)
    assert request_statuses(database_settings) == {"R-1": "collected", "R-2": "planned", "R-3": "open"}


def test_a_plan_that_drivers_work_by_is_not_replaced(database_settings: Settings) -> None:
    world = make_world(database_settings)
    first, second = (
        planned(database_settings, world, "R-1"),
        planned(database_settings, world, "R-2"),
    )
    report(database_settings, world, publish_it(database_settings, world, first)[0])
    assert codes(database_settings, world, second) == ["S314"]


def _retire_truck(store: Session, vehicle: Vehicle, _driver: Driver) -> None:
    vehicle.retired_at = now()


def _retire_driver(store: Session, _vehicle: Vehicle, driver: Driver) -> None:
    driver.retired_at = now()


def _day_off(store: Session, vehicle: Vehicle, _driver: Driver) -> None:
    day = {"first": DATE, "last": DATE}
    store.add(DayOff(organisation_id=vehicle.organisation_id, vehicle_id=vehicle.id, **day))


def _centre_closed(store: Session, vehicle: Vehicle, _driver: Driver) -> None:
    day = {"first": DATE, "last": DATE}
    store.add(DayOff(organisation_id=vehicle.organisation_id, centre_id=vehicle.centre_id, **day))


def _another_weekday(store: Session, _vehicle: Vehicle, driver: Driver) -> None:
    driver.weekdays = [day for day in range(7) if day != DATE.weekday()]


def _other_hours(store: Session, vehicle: Vehicle, driver: Driver) -> None:
    driver.shift_start_s, driver.shift_end_s = vehicle.shift_end_s, 86_400


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_other_hours, "Truck V-1 has driver D-1, who works at other hours."),
        (_retire_truck, "Truck V-1 is out of use."),
        (_retire_driver, "Truck V-1 has driver D-1, who left."),
        (_day_off, "Truck V-1 is off that day."),
        (_centre_closed, "Truck V-1 is off that day."),
        (_another_weekday, "Truck V-1 has driver D-1, who is off that day."),
    ],
)
def test_a_plan_whose_truck_cannot_go_any_more_is_not_published(
    sqlite_settings: Settings, change: Callable[[Session, Vehicle, Driver], None], words: str
) -> None:
    world = make_world(sqlite_settings)
    plan_id = planned(sqlite_settings, world, "R-1")
    with session(sqlite_settings, write=True) as store:
        route = store.exec(select(Route).where(Route.plan_id == plan_id)).one()
        vehicle, driver = store.get_one(Vehicle, route.vehicle_id), store.exec(select(Driver)).one()
        route.driver_id = driver.id
        change(store, vehicle, driver)
        store.add_all([route, vehicle, driver])
    with pytest.raises(InputError) as caught:
        publish_it(sqlite_settings, world, plan_id)
    assert [(fault.code, fault.cause) for fault in caught.value.faults] == [("S315", words)]


def test_a_published_plan_keeps_a_truck_that_is_taken_out_of_use(sqlite_settings: Settings) -> None:
    world = make_world(sqlite_settings)
    plan_id = planned(sqlite_settings, world, "R-1")
    publish_it(sqlite_settings, world, plan_id)
    with session(sqlite_settings, write=True) as store:
        vehicle = store.exec(select(Vehicle)).one()
        vehicle.retired_at = now()
        store.add(vehicle)
        assert find_absences(store, store.get_one(Plan, plan_id)) == {"V-1": "is out of use"}
    assert len(publish_it(sqlite_settings, world, plan_id)) == 1
