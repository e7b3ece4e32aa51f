"""Queries answer for one organisation only, and in a fixed number of statements."""

from __future__ import annotations

import datetime as dt

import pytest

from data.domain.errors import NotFoundError
from data.settings import Settings
from data.store.column_types import now
from data.store.engine import session
from data.store.network.fleet import list_vehicles
from data.store.network.sites import Site, SiteKind, find_centre, list_centres, list_sites
from data.store.plans.day import load_day
from data.store.plans.lifecycle import begin, create_plan, finish
from data.store.plans.lookup import find_current_plan, list_plans_of_day, load_plan_detail
from data.store.requests.pickup_requests import RequestStatus, list_requests
from tests.factories.plans import outcome_serving
from tests.factories.rows import DATE, World, make_organisation, make_request, make_site, make_world
from tests.factories.statements import counted_statements


def planned(settings: Settings, world: World, *refs: str) -> str:
    """A finished plan that serves the requests."""
    with session(settings, write=True) as store:
        at = find_centre(store, world.organisation_id, world.centre)
        row = create_plan(
            store, organisation_id=world.organisation_id, centre=at, date=DATE, seconds_limit=1.0
        )
        begin(store, row.id, 1)
        finish(store, row.id, 1, outcome_serving(store, world, *refs))
    return row.id


def test_another_organisation_sees_nothing(database_settings: Settings) -> None:
    world = make_world(database_settings)
    plan_id = planned(database_settings, world, "R-1")
    with session(database_settings, write=True) as store:
        stranger = make_organisation(store, "stranger")
    with session(database_settings) as store:
        assert list_centres(store, stranger) == []
        assert list_sites(store, stranger, world.centre_id) == []
        assert list_vehicles(store, stranger, world.centre_id) == []
        assert list_requests(store, stranger, world.centre_id, DATE) == []
        assert list_plans_of_day(store, stranger, world.centre_id, DATE) == []
        with pytest.raises(NotFoundError, match="S302"):
            load_plan_detail(store, stranger, plan_id)
        with pytest.raises(NotFoundError, match="S301"):
            find_centre(store, stranger, world.centre)


def test_requests_of_a_day_carry_their_items(database_settings: Settings) -> None:
    world = make_world(database_settings)
    with session(database_settings) as store:
        found = list_requests(store, world.organisation_id, world.centre_id, DATE)
    assert [row.request.ref for row in found] == ["R-1", "R-2", "R-3"]
    assert [item.material_ref for item in found[0].items] == ["fridge"]


def test_reading_a_day_takes_as_many_statements_for_fifty_requests_as_for_one(
    sqlite_settings: Settings,
) -> None:
    world = make_world(sqlite_settings, requests=1)
    counts = []
    for more in (0, 49):
        with session(sqlite_settings, write=True) as store:
            for number in range(more):
                make_request(store, world, f"M-{number}")
        with counted_statements(sqlite_settings) as seen, session(sqlite_settings) as store:
            load_day(
                store, world.organisation_id, find_centre(store, world.organisation_id, world.centre), DATE
            )
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_a_day_leaves_out_what_is_not_to_be_planned(database_settings: Settings) -> None:
    world = make_world(database_settings, requests=1)
    with session(database_settings, write=True) as store:
        make_request(store, world, "collected", status=RequestStatus.COLLECTED)
        make_request(store, world, "cancelled", status=RequestStatus.CANCELLED)
        make_request(store, world, "replanned", status=RequestStatus.PLANNED)
        make_request(store, world, "tomorrow", date=DATE + dt.timedelta(days=1))
    with session(database_settings) as store:
        at = find_centre(store, world.organisation_id, world.centre)
        day = load_day(store, world.organisation_id, at, DATE)
    assert [row.request.ref for row in day.requests] == ["R-1", "replanned"]


def test_a_day_unloads_at_the_centre_and_at_facilities_in_use(database_settings: Settings) -> None:
    world = make_world(database_settings)
    with session(database_settings, write=True) as store:
        organisation_id = world.organisation_id
        make_site(store, organisation_id, "own", kind=SiteKind.DISMANTLER, centre_id=world.centre_id)
        make_site(store, organisation_id, "shared", kind=SiteKind.FACILITY)
        make_site(store, organisation_id, "closed", kind=SiteKind.FACILITY, retired_at=now())
        make_site(store, organisation_id, "bin", kind=SiteKind.COLLECTION_POINT, centre_id=world.centre_id)
        other = make_site(store, organisation_id, "C-2", network="toy")
        make_site(store, organisation_id, "theirs", kind=SiteKind.FACILITY, centre_id=other.id)
    with session(database_settings) as store:
        day = load_day(store, organisation_id, find_centre(store, organisation_id, "C-1"), DATE)
    assert [site.ref for site in day.facilities] == ["C-1", "own", "shared"]


def test_a_retired_driver_no_longer_drives(database_settings: Settings) -> None:
    world = make_world(database_settings)
    with session(database_settings, write=True) as store:
        [(_vehicle, driver)] = list_vehicles(store, world.organisation_id, world.centre_id)
        assert driver is not None
        driver.retired_at = now()
        store.add(driver)
    with session(database_settings) as store:
        [(vehicle, driver)] = list_vehicles(store, world.organisation_id, world.centre_id)
    assert vehicle.ref == "V-1"
    assert driver is None


def test_a_plan_comes_whole_in_as_many_statements_whatever_its_size(sqlite_settings: Settings) -> None:
    world = make_world(sqlite_settings, requests=9)
    small = planned(sqlite_settings, world, "R-1")
    large = planned(sqlite_settings, world, *(f"R-{number}" for number in range(2, 10)))
    counts = []
    for plan_id in (small, large):
        with counted_statements(sqlite_settings) as seen, session(sqlite_settings) as store:
            detail = load_plan_detail(store, world.organisation_id, plan_id)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    served = {detail.requests[v.request_id].request.ref for v in detail.routes[0].visits if v.request_id}
    assert served == {f"R-{number}" for number in range(2, 10)}


def test_the_current_plan_is_the_newest_finished_one(database_settings: Settings) -> None:
    world = make_world(database_settings)
    planned(database_settings, world, "R-1")
    second = planned(database_settings, world, "R-2")
    with session(database_settings, write=True) as store:
        at = find_centre(store, world.organisation_id, world.centre)
        queued = create_plan(
            store, organisation_id=world.organisation_id, centre=at, date=DATE, seconds_limit=1.0
        )
    with session(database_settings) as store:
        found = find_current_plan(store, world.organisation_id, world.centre_id, DATE)
    assert queued.version == 3
    assert found is not None
    assert found.id == second


def test_sites_shared_by_all_centres_are_not_other_centres(database_settings: Settings) -> None:
    world = make_world(database_settings)
    with session(database_settings, write=True) as store:
        make_site(store, world.organisation_id, "C-2")
    with session(database_settings) as store:
        found: list[Site] = list_sites(store, world.organisation_id, world.centre_id)
    assert [site.ref for site in found] == ["C-1"]
