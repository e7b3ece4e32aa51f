"""Whatever is killed, in whatever order: no plan is lost, and each is finished once."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import psutil
from sqlmodel import func, select

from data.store.engine import session
from data.store.plans.tables import PlanStatus, Route
from tests.factories.installations import Installation, kill
from workers.queue.server import ensure_redis

TAKEOVER_S = 20.0


def queue_server_pid(installation: Installation) -> int:
    return int(json.loads((installation.settings.home / "queue" / "queue.json").read_text())["pid"])


def routes_stored(installation: Installation, plan_id: str) -> int:
    with session(installation.settings) as store:
        return store.exec(select(func.count()).select_from(Route).where(Route.plan_id == plan_id)).one()


def test_another_worker_takes_over_from_one_that_was_killed(installation: Installation) -> None:
    first = installation.start_worker("a")
    plan_id = installation.queue_plan(seconds=5.0)
    installation.wait_until_searching(plan_id)
    children = psutil.Process(first.pid).children(recursive=True)
    installation.start_worker("b")
    kill(first)
    row = installation.wait(plan_id, lambda plan: plan.attempt == 2, within_s=TAKEOVER_S)
    installation.wait(plan_id, lambda plan: plan.status is PlanStatus.RUNNING, within_s=90)
    _gone, alive = psutil.wait_procs(children, timeout=5)
    assert alive == [], "its children must not go on with a plan that another has"
    row = installation.wait_until_ended(plan_id, within_s=90)
    assert (row.status, row.crashes) == (PlanStatus.PLANNED, 1)
    assert routes_stored(installation, plan_id) == row.figures["routes"]


def test_a_killed_child_is_replaced_by_the_same_worker(installation: Installation) -> None:
    worker = installation.start_worker("a")
    plan_id = installation.queue_plan(seconds=3.0)
    installation.wait_until_searching(plan_id)
    [horse] = psutil.Process(worker.pid).children()
    horse.kill()
    row = installation.wait_until_ended(plan_id, within_s=90)
    assert (row.status, row.attempt, row.crashes) == (PlanStatus.PLANNED, 2, 1)
    assert worker.poll() is None


def test_a_killed_queue_server_is_revived_and_nothing_is_lost(installation: Installation) -> None:
    installation.start_worker("a")
    running = installation.queue_plan(seconds=3.0)
    installation.wait_until_searching(running)
    waiting = installation.queue_plan(seconds=1.0)
    os.kill(queue_server_pid(installation), signal.SIGKILL)
    for plan_id in (running, waiting):
        row = installation.wait_until_ended(plan_id, within_s=90)
        assert row.status is PlanStatus.PLANNED, installation.logs()


def test_after_everything_was_killed_the_plans_go_on_by_themselves(installation: Installation) -> None:
    worker = installation.start_worker("a")
    running = installation.queue_plan(seconds=3.0)
    installation.wait_until_searching(running)
    never_queued = installation.store_plan(seconds=1.0)
    os.kill(queue_server_pid(installation), signal.SIGKILL)
    kill(worker)
    ensure_redis(installation.settings, end_with_me=True)
    installation.start_worker("b")
    for plan_id in (running, never_queued):
        row = installation.wait_until_ended(plan_id, within_s=90)
        assert row.status is PlanStatus.PLANNED, installation.logs()


def test_a_wiped_queue_loses_no_plan(installation: Installation) -> None:
    waiting = installation.queue_plan(seconds=1.0)
    installation.connection().flushall()
    installation.start_worker("a")
    assert installation.wait_until_ended(waiting, within_s=90).status is PlanStatus.PLANNED


def test_a_worker_told_to_stop_hands_its_plan_back_at_once(installation: Installation) -> None:
    worker = installation.start_worker("a")
    plan_id = installation.queue_plan(seconds=300.0)
    installation.wait_until_searching(plan_id)
    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=30) == 0, installation.logs()
    row = installation.plan(plan_id)
    assert (row.status, row.attempt, row.crashes) == (PlanStatus.QUEUED, 2, 0)
    assert not Path(f"/proc/{worker.pid}").exists()


def test_an_idle_worker_stops_at_once(installation: Installation) -> None:
    worker = installation.start_worker("a")
    plan_id = installation.queue_plan(seconds=0.5)
    installation.wait_until_ended(plan_id, within_s=90)
    worker.send_signal(signal.SIGINT)
    assert worker.wait(timeout=30) == 0, installation.logs()
