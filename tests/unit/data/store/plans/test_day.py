"""What a day's plan starts from."""

from __future__ import annotations

import datetime as dt

from data.settings import Settings
from data.store.column_types import now
from data.store.engine import session
from data.store.network.sites import SiteKind, find_centre
from data.store.plans.day import load_day
from data.store.requests.pickup_requests import RequestStatus
from tests.factories.rows import DATE, make_request, make_site, make_world
from tests.factories.statements import counted_statements


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
