"""`huiliu demo` as people run it: a plan through the queue, pages that answer, nothing left behind."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import psutil
import pytest

from data.settings import Settings, child_environment
from tests.fixtures.live import start_live

SHARED = Path(__file__).parents[2].parent / "shared" / "osm"
COUNTS = ("tasks", "served", "unassigned", "routes", "distance_m", "duration_s", "violations")
KEYS = ("plan_id", "status", *COUNTS, "cost", "co2_kg", "roads", "seconds")


def _demo(home: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app.cli", "demo", "--home", str(home), *options],
        capture_output=True,
        text=True,
        timeout=240,
        env={k: v for k, v in child_environment(Settings(home=home)).items() if not k.startswith("HUILIU_")},
        check=False,
    )


def _once(home: Path, *options: str) -> dict[str, Any]:
    ended = _demo(home, "--once", "--json", "--seconds", "2", *options)
    assert ended.returncode == 0, ended.stderr
    found: dict[str, Any] = json.loads(ended.stdout)
    return found


def _answer(url: str, key: str = "") -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=10) as answer:
        return answer.status, answer.read().decode()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "home"


@pytest.fixture(scope="module")
def planned(home: Path) -> dict[str, Any]:
    return _once(home, "--requests", "24")


def test_once_prints_one_document_of_whole_counts(planned: dict[str, Any]) -> None:
    assert set(planned) == set(KEYS)
    assert all(type(planned[key]) is int for key in COUNTS)


def test_once_plans_most_of_the_day_without_a_violation(planned: dict[str, Any]) -> None:
    assert planned["status"] == "published"
    assert planned["served"] + planned["unassigned"] == planned["tasks"] == 24
    assert planned["served"] >= 20
    assert planned["violations"] == 0
    assert planned["roads"] == "sample"
    assert planned["cost"] > 0
    assert planned["co2_kg"] > 0


def test_once_leaves_no_process_and_no_secret_readable_to_others(home: Path, planned: dict[str, Any]) -> None:
    assert planned["plan_id"]
    assert not _processes_of(home)
    assert (home / "demo" / "login.json").stat().st_mode & 0o077 == 0


@pytest.mark.usefixtures("planned")
def test_pages_answer_until_it_is_told_to_end(home: Path) -> None:
    live = start_live(home, "--seconds", "1", "--requests", "24")
    try:
        key = live.api_key
        assert key == json.loads((home / "demo" / "login.json").read_text())["key"]
        assert live.login[0] == "demo"
        assert _answer(f"{live.planner_url}/healthz")[0] == 200
        assert _answer(live.driver_url)[0] == 200
        status, text = _answer(f"{live.planner_url}/api/v1/plans/{live.plan_id}", key)
        assert (status, json.loads(text)["status"]) == (200, "published")
        started = psutil.Process(live.process.pid).children(recursive=True)
        assert len(started) >= 3  # queue, worker, server
        live.process.send_signal(signal.SIGTERM)
        assert live.process.wait(timeout=30) == 0
        _, alive = psutil.wait_procs(started, timeout=10)
        assert not alive
        assert not _processes_of(home)
    finally:
        live.stop()


@pytest.mark.usefixtures("planned")
def test_a_killed_demo_takes_its_children_along(home: Path) -> None:
    live = start_live(home, "--seconds", "1", "--requests", "24")
    try:
        assert live.api_key
        started = psutil.Process(live.process.pid).children(recursive=True)
        live.process.kill()
        live.process.wait(timeout=10)
        _, alive = psutil.wait_procs(started, timeout=20)
        assert not alive
    finally:
        live.stop()


@pytest.mark.usefixtures("planned")
def test_a_signal_while_it_plans_ends_everything(home: Path) -> None:
    live = start_live(home, "--seconds", "60", "--requests", "24")
    try:
        deadline = time.monotonic() + 60
        while not any("through the queue" in line for line in live.lines):
            assert time.monotonic() < deadline, live.lines
            time.sleep(0.05)
        started = psutil.Process(live.process.pid).children(recursive=True)
        live.process.send_signal(signal.SIGINT)
        assert live.process.wait(timeout=30) != 0
        _, alive = psutil.wait_procs(started, timeout=10)
        assert not alive
        assert not any("Traceback" in line for line in live.lines)
    finally:
        live.stop()


def test_two_kinds_of_roads_are_bad_usage(tmp_path: Path) -> None:
    ended = _demo(tmp_path / "home", "--osm", "a.osm", "--place", "Huaihua")
    assert ended.returncode == 2
    assert "not both" in ended.stderr


def test_a_missing_road_file_is_one_clear_line_and_nothing_stays(tmp_path: Path) -> None:
    ended = _demo(tmp_path / "home", "--once", "--json", "--osm", str(tmp_path / "nowhere.osm.pbf"))
    assert ended.returncode == 2
    assert ended.stdout == ""
    last = ended.stderr.strip().splitlines()[-1]
    assert "nowhere.osm.pbf" in last
    assert "(N101)" in last
    assert not _processes_of(tmp_path / "home")


@pytest.mark.shared
@pytest.mark.slow
def test_a_day_is_planned_on_real_roads(tmp_path: Path) -> None:
    source = SHARED / "andorra-2024.osm.pbf"
    if not source.exists():
        pytest.skip(f"{source} is absent")
    found = _once(tmp_path / "home", "--osm", str(source))
    assert found["tasks"] == 120
    assert found["served"] >= 100
    assert found["violations"] == 0
    assert found["roads"] == "andorra-2024"


def _processes_of(home: Path) -> list[str]:
    """Processes that run on this home, by their environment or working folder; a moment to end is given."""
    deadline = time.monotonic() + 10
    while True:
        found = []
        for process in psutil.process_iter():
            try:
                ours = process.environ().get("HUILIU_HOME") == str(home) or str(home) in process.cwd()
            except (psutil.NoSuchProcess, psutil.AccessDenied, psutil.ZombieProcess):
                continue
            if ours:
                found.append(str(process))
        if not found or time.monotonic() > deadline:
            return found
        time.sleep(0.1)
