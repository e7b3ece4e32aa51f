"""Children of the demo: started, watched, ended with all they started."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from app.ops.demo.processes import Children
from data.domain.errors import UnavailableError
from data.settings import Settings, child_environment


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def children(tmp_path: Path, told: list[str]) -> Iterator[Children]:
    environment = child_environment(Settings(home=tmp_path))
    made = Children(environment, tmp_path, told.append)
    yield made
    made.stop()


def _until(true: Callable[[], bool], limit_s: float = 20.0) -> None:
    deadline = time.monotonic() + limit_s
    while not true():
        assert time.monotonic() < deadline, "it did not come to pass"
        time.sleep(0.05)


def _pids_below_this_process() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True)}


def test_a_child_that_is_killed_is_started_again_and_its_log_named(
    children: Children, told: list[str], tmp_path: Path
) -> None:
    before = _pids_below_this_process()
    children.start("server", "serve", "--port", "0")
    (pid,) = _pids_below_this_process() - before
    psutil.Process(pid).send_signal(signal.SIGKILL)
    _until(lambda: not children.alive("server"))
    children.watch()
    assert children.alive("server")
    assert str(tmp_path / "server.log") in told[0]


def test_a_child_that_dies_over_and_over_is_given_up(children: Children, tmp_path: Path) -> None:
    children.start("odd", "no-such-command")
    for _ in range(3):
        _until(lambda: not children.alive("odd"))
        children.watch()
    _until(lambda: not children.alive("odd"))
    with pytest.raises(UnavailableError, match="W401") as caught:
        children.watch()
    assert "exit code 2" in caught.value.faults[0].cause
    assert "No such command" in (tmp_path / "odd.log").read_text()


def test_stopping_ends_the_children_and_what_they_started(children: Children) -> None:
    before = _pids_below_this_process()
    children.start("server", "serve", "--port", "0")
    _until(lambda: len(_pids_below_this_process() - before) > 2)  # the server, its queue and workers
    started = _pids_below_this_process() - before
    children.stop()
    _until(lambda: not any(psutil.pid_exists(pid) for pid in started))
