"""A plan's steps: each happens once, only the present attempt takes them, and each leads somewhere."""

from __future__ import annotations

import threading

import pytest
from sqlmodel import select

from data.domain.errors import Fault, InputError, NotFoundError
from data.settings import Settings
from data.store.engine import session
from data.store.network.sites import find_centre
from data.store.plans.lifecycle import (
    begin,
    cancelled,
    create_plan,
    fail,
    finish,
    must_stop,
    next_attempt,
    request_cancel,
    set_phase,
    unfinished,
)
from data.store.plans.tables import Plan, PlanDocument, PlanStatus, Route
from tests.factories.plans import outcome_serving
from tests.factories.rows import DATE, World, make_organisation, make_site, make_world


def queued(settings: Settings, world: World) -> str:
    with session(settings, write=True) as store:
        at = find_centre(store, world.organisation_id, world.centre)
        return create_plan(
            store, organisation_id=world.organisation_id, centre=at, date=DATE, seconds_limit=5.0
        ).id


def running(settings: Settings, world: World) -> str:
    plan_id = queued(settings, world)
    with session(settings, write=True) as store:
        assert begin(store, plan_id, 1) is not None
    return plan_id


def status(settings: Settings, plan_id: str) -> PlanStatus:
    with session(settings) as store:
        return store.get_one(Plan, plan_id).status


def test_plans_of_a_day_asked_for_at_once_get_different_versions(database_settings: Settings) -> None:
    world = make_world(database_settings)
    threads = [threading.Thread(target=queued, args=(database_settings, world)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with session(database_settings) as store:
        assert sorted(store.exec(select(Plan.version))) == [1, 2, 3, 4, 5, 6]


def test_a_centre_without_roads_gets_no_plan(database_settings: Settings) -> None:
    def ask() -> None:
        with session(database_settings, write=True) as store:
            organisation_id = make_organisation(store)
            bare = make_site(store, organisation_id, "C")
            create_plan(store, organisation_id=organisation_id, centre=bare, date=DATE, seconds_limit=1.0)

    with pytest.raises(InputError, match="S304"):
        ask()


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan"), 1e9])
def test_a_search_time_out_of_range_is_refused(sqlite_settings: Settings, seconds: float) -> None:
    world = make_world(sqlite_settings)

    def ask() -> None:
        with session(sqlite_settings, write=True) as store:
            at = find_centre(store, world.organisation_id, world.centre)
            create_plan(
                store, organisation_id=world.organisation_id, centre=at, date=DATE, seconds_limit=seconds
            )

    with pytest.raises(InputError, match="S305"):
        ask()


def test_an_attempt_begins_once(database_settings: Settings) -> None:
    plan_id = running(database_settings, make_world(database_settings))
    with session(database_settings, write=True) as store:
        assert begin(store, plan_id, 1) is None


def test_a_finished_plan_is_stored_whole(database_settings: Settings) -> None:
    world = make_world(database_settings)
    plan_id = running(database_settings, world)
    with session(database_settings, write=True) as store:
        assert finish(store, plan_id, 1, outcome_serving(store, world, "R-1", "R-2"))
    with session(database_settings) as store:
        row = store.get_one(Plan, plan_id)
        assert (row.status, row.phase, row.figures["served"]) == (PlanStatus.PLANNED, "done", 2)
        assert store.get_one(PlanDocument, plan_id).plan_json.startswith('{"version": 1, "cost": 100.0')
        assert len(store.exec(select(Route)).all()) == 1


def test_an_attempt_that_was_taken_over_changes_nothing(database_settings: Settings) -> None:
    """A worker that was only slow, not dead, must not overwrite the one that took its plan."""
    world = make_world(database_settings)
    plan_id = running(database_settings, world)
    with session(database_settings, write=True) as store:
        assert next_attempt(store, plan_id, 1, crashed=True) == 2
        assert begin(store, plan_id, 2) is not None
    with session(database_settings, write=True) as store:
        assert not finish(store, plan_id, 1, outcome_serving(store, world, "R-1"))
        assert not fail(store, plan_id, 1, Fault("W201", "x", "y"))
        assert not cancelled(store, plan_id, 1)
        set_phase(store, plan_id, 1, "matrix")
        assert must_stop(store, plan_id, 1)
        assert not must_stop(store, plan_id, 2)
    with session(database_settings) as store:
        row = store.get_one(Plan, plan_id)
        assert (row.status, row.phase, row.attempt, row.crashes) == (PlanStatus.RUNNING, "queued", 2, 1)
        assert store.exec(select(Route)).all() == []


def test_only_one_colleague_takes_a_lost_plan(database_settings: Settings) -> None:
    plan_id = running(database_settings, make_world(database_settings))
    taken: list[int | None] = []

    def take() -> None:
        with session(database_settings, write=True) as store:
            taken.append(next_attempt(store, plan_id, 1, crashed=True))

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken, key=str) == [2, None, None, None]


def test_cancelling_a_queued_plan_ends_it(database_settings: Settings) -> None:
    world = make_world(database_settings)
    plan_id = queued(database_settings, world)
    with session(database_settings, write=True) as store:
        request_cancel(store, world.organisation_id, plan_id)
    assert status(database_settings, plan_id) is PlanStatus.CANCELLED
    with session(database_settings, write=True) as store:
        assert begin(store, plan_id, 1) is None


def test_cancelling_a_running_plan_asks_it_to_stop_and_keeps_what_it_finds(
    database_settings: Settings,
) -> None:
    world = make_world(database_settings)
    plan_id = running(database_settings, world)
    with session(database_settings, write=True) as store:
        request_cancel(store, world.organisation_id, plan_id)
    with session(database_settings, write=True) as store:
        assert must_stop(store, plan_id, 1)
        assert finish(store, plan_id, 1, outcome_serving(store, world, "R-1"))
    assert status(database_settings, plan_id) is PlanStatus.PLANNED


def test_cancelling_a_finished_plan_changes_nothing(database_settings: Settings) -> None:
    world = make_world(database_settings)
    plan_id = running(database_settings, world)
    with session(database_settings, write=True) as store:
        finish(store, plan_id, 1, outcome_serving(store, world, "R-1"))
        request_cancel(store, world.organisation_id, plan_id)
    assert status(database_settings, plan_id) is PlanStatus.PLANNED


def test_nobody_cancels_the_plan_of_another_organisation(database_settings: Settings) -> None:
    world = make_world(database_settings)
    plan_id = running(database_settings, world)

    def cancel() -> None:
        with session(database_settings, write=True) as store:
            request_cancel(store, make_organisation(store, "stranger"), plan_id)

    with pytest.raises(NotFoundError, match="S302"):
        cancel()


def test_a_failed_plan_says_why(database_settings: Settings) -> None:
    plan_id = running(database_settings, make_world(database_settings))
    with session(database_settings, write=True) as store:
        assert fail(store, plan_id, 1, Fault("W201", "cause", "action", "plan"))
    with session(database_settings) as store:
        row = store.get_one(Plan, plan_id)
    assert row.fault == {"code": "W201", "cause": "cause", "action": "action", "where": "plan"}


def test_unfinished_plans_are_those_the_workers_answer_for(database_settings: Settings) -> None:
    world = make_world(database_settings)
    waiting, working, done = (
        queued(database_settings, world),
        running(database_settings, world),
        running(database_settings, world),
    )
    with session(database_settings, write=True) as store:
        fail(store, done, 1, Fault("W201", "x", "y"))
    with session(database_settings) as store:
        assert {row.id for row in unfinished(store)} == {waiting, working}
