"""The web server killed while a day is planned: the plan completes, and the pages come back."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests

from tests.fixtures.live import LiveServer, start_live

READY_S = 120.0


def serving(live: LiveServer) -> list[psutil.Process]:
    """The web server's processes."""
    children = psutil.Process(live.process.pid).children(recursive=True)
    return [child for child in children if "serve" in child.cmdline()]


def ask(live: LiveServer, path: str, **more: Any) -> requests.Response:
    method = "POST" if "json" in more else "GET"
    headers = {"Authorization": f"Bearer {live.api_key}"}
    return requests.request(method, live.planner_url + path, headers=headers, timeout=30, **more)


def wait_until_planned(live: LiveServer, plan_id: str) -> dict[str, Any]:
    deadline = time.monotonic() + READY_S
    while time.monotonic() < deadline:
        try:
            plan: dict[str, Any] = ask(live, f"/api/v1/plans/{plan_id}").json()
        except requests.RequestException:  # the server is being started again
            time.sleep(0.5)
            continue
        if plan["status"] not in {"queued", "running"}:
            return plan
        time.sleep(0.5)
    raise AssertionError(f"plan {plan_id} was not made within {READY_S} s")


@pytest.mark.slow
def test_a_plan_outlives_the_web_server_that_took_it(tmp_path: Path) -> None:
    live = start_live(tmp_path / "home", "--seconds", "2", "--requests", "30")
    try:
        first = ask(live, f"/api/v1/plans/{live.plan_id}").json()
        wanted = {"centre": first["centre"]["ref"], "date": first["date"], "seconds": 4}
        asked = ask(live, "/api/v1/plans", json=wanted)
        assert asked.status_code == 202
        killed = serving(live)
        assert killed
        for process in killed:
            process.kill()
        plan = wait_until_planned(live, asked.json()["id"])
        assert plan["status"] == "planned"
        assert plan["figures"]["violations"] == 0
        assert plan["figures"]["tasks"] == first["figures"]["tasks"]
        assert ask(live, f"/api/v1/plans/{live.plan_id}").json()["status"] == "published"
    finally:
        live.stop()
