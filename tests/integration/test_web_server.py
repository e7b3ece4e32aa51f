"""The web server as a process of its own: it answers, streams beside other requests, and ends when told."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.client import IncompleteRead
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest
from redis import Redis

from app.services.queue import RedisPlanQueue
from data.settings import Settings
from data.store.engine import dispose, session
from data.store.migrate import upgrade
from data.store.network.sites import find_centre
from data.store.plans.lifecycle import create_plan
from data.store.plans.tables import Plan
from tests.factories.store import make_day, make_key, make_plan
from workers.queue.jobs import PLANS
from workers.queue.progress import publish

STARTS_WITHIN_S = 60.0


@dataclass
class Server:
    """A running ``huiliu serve``."""

    process: subprocess.Popen[bytes]
    url: str

    def get(self, path: str, key: str = "", timeout: float = 20.0):  # type: ignore[no-untyped-def]
        request = Request(self.url + path, headers={"Authorization": f"Bearer {key}"} if key else {})
        return urlopen(request, timeout=timeout)


@pytest.fixture
def settings(tmp_path: Path, valkey_url: str) -> Iterator[Settings]:
    own = Settings(home=tmp_path, redis_url=valkey_url)
    upgrade(own)
    yield own
    dispose(own)


@pytest.fixture
def server(settings: Settings) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("HUILIU_")}
    environment |= {
        "HUILIU_HOME": str(settings.home),
        "HUILIU_REDIS_URL": settings.redis_url,
        "HUILIU_WEB_PROCESSES": "1",
        "HUILIU_WEB_THREADS": "6",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "app.cli", "serve", "--port", str(port)],
        env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    made = Server(process, f"http://127.0.0.1:{port}")
    deadline = time.monotonic() + STARTS_WITHIN_S
    while True:
        try:
            made.get("/healthz", timeout=2).close()
            break
        except (URLError, OSError):
            assert process.poll() is None, "the server ended"
            assert time.monotonic() < deadline, "the server does not answer"
            time.sleep(0.1)
    yield made
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.wait(timeout=10)


def test_it_is_ready_and_refuses_strangers(server: Server) -> None:
    assert b'"queue":"ok"' in server.get("/readyz").read()
    with pytest.raises(HTTPError) as refused:
        server.get("/api/v1/me")
    assert refused.value.code == 401


def test_streams_run_beside_other_requests_and_end_with_the_server(
    server: Server, settings: Settings
) -> None:
    """Both slots of six threads stream; the rest still answers; SIGTERM does not wait for a stream."""
    world = make_day(settings)
    key = make_key(settings, world.organisation_id)
    plan_id = make_plan(settings, world, "R-1", published=True)
    streams = [server.get(f"/api/v1/plans/{plan_id}/stream", key) for _ in range(2)]
    assert all(b"retry" in stream.readline() for stream in streams)
    with pytest.raises(HTTPError) as full:
        server.get(f"/api/v1/plans/{plan_id}/stream", key)
    assert full.value.code == 503
    assert server.get("/api/v1/me", key).status == 200
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(timeout=60) == 0
    with pytest.raises(IncompleteRead):  # cut off rather than waited for
        streams[0].read()


def test_progress_crosses_from_the_worker_to_the_page(
    server: Server, settings: Settings, valkey: Redis
) -> None:
    world = make_day(settings)
    key = make_key(settings, world.organisation_id)
    plan = queued_plan(settings, world)
    publish(valkey, plan.id, "progress", {"phase": "first", "percent": 40, "at": 1.0})
    with server.get(f"/api/v1/plans/{plan.id}/stream", key) as stream:
        lines = [stream.readline().decode().strip() for _ in range(6)]
    assert "event: progress" in lines
    assert any('"phase":"first","percent":40' in line for line in lines)


def queued_plan(settings: Settings, world) -> Plan:  # type: ignore[no-untyped-def]
    with session(settings, write=True) as store:
        at = find_centre(store, world.organisation_id, world.centre)
        return create_plan(
            store, organisation_id=world.organisation_id, centre=at, date=world.date, seconds_limit=1
        )


def test_the_queue_takes_a_plan_and_finds_a_server_that_came_back(settings: Settings, valkey: Redis) -> None:
    plan = queued_plan(settings, make_day(settings))
    queue = RedisPlanQueue(settings)
    queue.ping()
    # What a restarted server does to the connections there were.
    valkey.execute_command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes")
    assert queue.enqueue(plan)
    job = PLANS.fetch_job(valkey, plan.id, plan.attempt)
    assert job is not None
    assert tuple(job.args) == (plan.id, plan.attempt)


def test_a_queue_that_is_not_there_takes_nothing_and_says_so(tmp_path: Path) -> None:
    away = Settings(home=tmp_path, redis_url="redis://127.0.0.1:1/0")
    assert RedisPlanQueue(away).enqueue(Plan(id="x", attempt=1, seconds_limit=1)) is False
