"""Which plans are taken up again, and which are left to those who work on them."""

from __future__ import annotations

import pytest
from redis import Redis
from rq.job import JobStatus

from data.domain.errors import UnavailableError
from data.settings import Settings
from data.store.engine import session
from data.store.network.sites import find_centre
from data.store.plans.lifecycle import begin, create_plan, request_cancel
from data.store.plans.tables import Plan, PlanStatus
from tests.factories.rows import DATE, World, make_world
from workers.queue import recovery
from workers.queue.jobs import MAX_CRASHES, PLANS, attempt_of, enqueue_plan
from workers.queue.recovery import hand_back, requeue_lost
from workers.queue.server import client


@pytest.fixture
def world(sqlite_settings: Settings) -> World:
    return make_world(sqlite_settings)


def stored(settings: Settings, world: World) -> str:
    with session(settings, write=True) as store:
        at = find_centre(store, world.organisation_id, world.centre)
        return create_plan(
            store, organisation_id=world.organisation_id, centre=at, date=DATE, seconds_limit=5.0
        ).id


def row(settings: Settings, plan_id: str) -> Plan:
    with session(settings) as store:
        return store.get_one(Plan, plan_id)


def started(settings: Settings, connection: Redis, plan_id: str, attempt: int = 1) -> None:
    """As a worker that has taken the job and begun the plan."""
    job = PLANS.fetch_job(connection, plan_id, attempt)
    assert job is not None
    connection.lrem(PLANS.queue(connection).key, 0, job.id)
    job.set_status(JobStatus.STARTED)
    with session(settings, write=True) as store:
        assert begin(store, plan_id, attempt) is not None


def died(connection: Redis, plan_id: str, attempt: int = 1) -> None:
    """As RQ leaves a job whose worker fell silent."""
    job = PLANS.fetch_job(connection, plan_id, attempt)
    assert job is not None
    job.set_status(JobStatus.FAILED)


def queued_ids(connection: Redis) -> list[str]:
    return PLANS.queue(connection).get_job_ids()


def test_a_plan_that_was_stored_but_never_queued_is_queued(
    sqlite_settings: Settings, world: World, valkey: Redis
) -> None:
    plan_id = stored(sqlite_settings, world)
    assert requeue_lost(sqlite_settings, valkey, PLANS) == [plan_id]
    assert queued_ids(valkey) == [PLANS.job_id(plan_id, 1)]
    assert row(sqlite_settings, plan_id).crashes == 0


def test_a_waiting_plan_is_left_in_its_place(sqlite_settings: Settings, world: World, valkey: Redis) -> None:
    plan_id = stored(sqlite_settings, world)
    enqueue_plan(valkey, plan_id)
    assert requeue_lost(sqlite_settings, valkey, PLANS) == []


def test_a_plan_being_worked_on_is_left_alone(sqlite_settings: Settings, world: World, valkey: Redis) -> None:
    plan_id = stored(sqlite_settings, world)
    enqueue_plan(valkey, plan_id)
    started(sqlite_settings, valkey, plan_id)
    assert requeue_lost(sqlite_settings, valkey, PLANS) == []


def test_a_plan_whose_worker_died_gets_its_next_attempt_first_in_line(
    sqlite_settings: Settings, world: World, valkey: Redis
) -> None:
    plan_id, other = stored(sqlite_settings, world), stored(sqlite_settings, world)
    enqueue_plan(valkey, plan_id)
    started(sqlite_settings, valkey, plan_id)
    enqueue_plan(valkey, other)
    died(valkey, plan_id)
    assert requeue_lost(sqlite_settings, valkey, PLANS) == [plan_id]
    assert queued_ids(valkey) == [PLANS.job_id(plan_id, 2), PLANS.job_id(other, 1)]
    found = row(sqlite_settings, plan_id)
    assert (found.status, found.attempt, found.crashes) == (PlanStatus.QUEUED, 2, 1)


def test_a_wiped_redis_loses_no_plan(sqlite_settings: Settings, world: World, valkey: Redis) -> None:
    waiting, working = stored(sqlite_settings, world), stored(sqlite_settings, world)
    for plan_id in (waiting, working):
        enqueue_plan(valkey, plan_id)
    started(sqlite_settings, valkey, working)
    valkey.flushall()
    assert set(requeue_lost(sqlite_settings, valkey, PLANS)) == {waiting, working}
    assert set(queued_ids(valkey)) == {PLANS.job_id(waiting, 1), PLANS.job_id(working, 2)}


def test_a_plan_that_keeps_crashing_is_given_up_with_a_reason(
    sqlite_settings: Settings, world: World, valkey: Redis
) -> None:
    plan_id = stored(sqlite_settings, world)
    enqueue_plan(valkey, plan_id)
    for attempt in range(1, MAX_CRASHES + 1):
        started(sqlite_settings, valkey, plan_id, attempt)
        died(valkey, plan_id, attempt)
        requeue_lost(sqlite_settings, valkey, PLANS)
    found = row(sqlite_settings, plan_id)
    assert found.status is PlanStatus.FAILED
    assert found.fault is not None
    assert found.fault["code"] == "W201"
    assert queued_ids(valkey) == []


def test_a_job_taken_but_never_begun_is_noticed_after_a_moment(
    sqlite_settings: Settings, world: World, valkey: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker killed between taking a job and beginning it leaves it in no queue and no registry."""
    plan_id = stored(sqlite_settings, world)
    enqueue_plan(valkey, plan_id)
    valkey.lrem(PLANS.queue(valkey).key, 0, PLANS.job_id(plan_id, 1))
    assert requeue_lost(sqlite_settings, valkey, PLANS) == []
    monkeypatch.setattr(recovery, "STRAY_AFTER_S", 0.0)
    assert requeue_lost(sqlite_settings, valkey, PLANS) == [plan_id]


def test_an_interrupted_plan_is_handed_back_without_counting_a_crash(
    sqlite_settings: Settings, world: World, valkey: Redis
) -> None:
    plan_id = stored(sqlite_settings, world)
    enqueue_plan(valkey, plan_id)
    started(sqlite_settings, valkey, plan_id)
    hand_back(sqlite_settings, valkey, PLANS, PLANS.job_id(plan_id, 1))
    found = row(sqlite_settings, plan_id)
    assert (found.status, found.attempt, found.crashes) == (PlanStatus.QUEUED, 2, 0)
    assert queued_ids(valkey) == [PLANS.job_id(plan_id, 2)]


def test_a_cancelled_plan_is_not_taken_up_again(
    sqlite_settings: Settings, world: World, valkey: Redis
) -> None:
    plan_id = stored(sqlite_settings, world)
    with session(sqlite_settings, write=True) as store:
        request_cancel(store, world.organisation_id, plan_id)
    assert requeue_lost(sqlite_settings, valkey, PLANS) == []


def test_the_same_attempt_is_queued_once(valkey: Redis) -> None:
    assert enqueue_plan(valkey, "abc") == enqueue_plan(valkey, "abc")
    assert queued_ids(valkey) == ["plan-abc-1"]


def test_the_job_may_take_longer_than_the_search(valkey: Redis) -> None:
    enqueue_plan(valkey, "abc", seconds_limit=30.0)
    job = PLANS.fetch_job(valkey, "abc", 1)
    assert job is not None
    assert job.timeout is not None
    assert job.timeout > 30


def test_only_the_id_and_attempt_cross_redis_and_as_json(valkey: Redis) -> None:
    import json
    import zlib

    identity = enqueue_plan(valkey, "abc", 2)
    stored_data = valkey.hget(f"rq:job:{identity}", "data")
    assert isinstance(stored_data, bytes)
    assert json.loads(zlib.decompress(stored_data)) == ["workers.plan.job.plan_day", None, ["abc", 2], {}]


def test_a_queue_that_is_away_says_that_the_plan_is_kept() -> None:
    with pytest.raises(UnavailableError) as caught:
        enqueue_plan(client("redis://127.0.0.1:1/0"), "abc")
    assert caught.value.code == "W103"


def test_the_job_id_names_plan_and_attempt() -> None:
    assert attempt_of(PLANS.job_id("0123abcd", 7)) == ("0123abcd", 7)
