"""Queries answer for one organisation only, and in a fixed number of statements."""

from __future__ import annotations

import pytest

from data.domain.errors import NotFoundError
from data.settings import Settings
from data.store.engine import session
from data.store.network.fleet import list_vehicles
from data.store.network.sites import find_centre, list_centres, list_sites
from data.store.plans.lifecycle import begin, create_plan, finish
from data.store.plans.lookup import find_current_plan, list_plans_of_day, load_plan_detail
from data.store.requests.pickup_requests import list_requests
from tests.factories.plans import outcome_serving
from tests.factories.rows import DATE, World, make_organisation, make_world
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
