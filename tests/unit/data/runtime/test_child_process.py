"""Calls answered by a spawned child, and how its end is reported."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from data.domain.errors import Fault, HuiliuError
from data.runtime.child_process import (
    Call,
    ChildProcess,
    Failed,
    Finished,
    Found,
    Lost,
    Overdue,
    TimeLimit,
    is_running,
    start_detached,
)

LIMIT = TimeLimit(seconds=30.0, grace_s=5.0, cancelled_s=5.0)


def answer(request: str, call: Call[int]) -> str:
    """What the child of these tests does with a request."""
    match request:
        case "count":
            for number in range(3):
                call.found(number)
        case "refuse":
            raise HuiliuError(Fault("X001", "It cannot be.", "Ask for something else."))
        case "break":
            raise ZeroDivisionError
        case "die":
            os.kill(os.getpid(), signal.SIGKILL)
        case "obey":
            call.found(1)
            while not call.is_cancelled():
                time.sleep(0.01)
        case "ignore":
            call.ready()
            time.sleep(600)
    return f"{request} in {os.getpid()}"


@pytest.fixture
def child() -> Any:
    def reported(code: str) -> Any:
        return lambda text: HuiliuError(Fault(code, text, "Report it."))

    process = ChildProcess(answer, name="huiliu test", lost=reported("X002"), failed=reported("X003"))
    yield process
    process.close()


def test_one_child_answers_one_call_after_another(child: ChildProcess[str, int, str]) -> None:
    seen: list[int] = []
    child.call("count")
    assert child.wait(LIMIT, on_found=seen.append) == (Finished(1, f"count in {child.pid}"), 2)
    assert seen == [0, 1, 2]
    assert child.call("again") == 2
    assert child.receive() == Finished(2, f"again in {child.pid}")


def test_a_call_that_raises_leaves_the_child_for_the_next(child: ChildProcess[str, int, str]) -> None:
    for request, code, text in (("refuse", "X001", "cannot be"), ("break", "X003", "ZeroDivisionError")):
        child.call(request)
        message = child.receive()
        assert isinstance(message, Failed)
        assert message.error.code == code
        assert text in str(message.error)
    child.call("go on")
    assert isinstance(child.receive(), Finished)


def test_the_end_of_a_child_is_a_fault_that_names_the_signal(child: ChildProcess[str, int, str]) -> None:
    child.call("die")
    message = child.receive()
    assert isinstance(message, Lost)
    assert message.error.code == "X002"
    assert "signal SIGKILL" in str(message.error)
    assert child.is_lost
    assert not child.is_alive()
    child.call("anything")
    assert isinstance(child.receive(), Lost)


def test_a_cancelled_call_sends_what_it_has(child: ChildProcess[str, int, str]) -> None:
    child.call("obey")
    end, best = child.wait(LIMIT, should_stop=lambda: True)
    assert isinstance(end, Finished)
    assert best == 1


def test_a_call_that_exceeds_its_time_is_overdue(child: ChildProcess[str, int, str]) -> None:
    child.call("ignore")
    end, best = child.wait(TimeLimit(seconds=0.1, grace_s=0.1, cancelled_s=0.1))
    assert (end, best) == (Overdue(), None)


def test_a_call_that_ignores_cancelling_is_overdue_soon(child: ChildProcess[str, int, str]) -> None:
    child.call("ignore")
    end, _best = child.wait(TimeLimit(seconds=None, grace_s=0.0, cancelled_s=0.1), should_stop=child.is_alive)
    assert end == Overdue()


def test_a_found_value_is_received_before_the_end(child: ChildProcess[str, int, str]) -> None:
    child.call("count")
    assert [child.receive() for _ in range(3)] == [Found(1, number) for number in range(3)]


PARENT = """
import time
from tests.unit.data.runtime.test_child_process import answer
from data.runtime.child_process import ChildProcess
if __name__ == "__main__":
    child = ChildProcess(answer, name="huiliu test", lost=RuntimeError, failed=RuntimeError)
    child.call("ignore")
    child.receive()
    print(child.pid, flush=True)
    time.sleep(600)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's parent-death signal is Linux's")
def test_a_child_does_not_outlive_a_killed_parent(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    parent = subprocess.Popen(
        [sys.executable, str(script)], stdout=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[4])},
    )  # fmt: skip
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert is_running(child)
    parent.kill()
    parent.wait(timeout=10)
    _until_ended(child)


def test_a_detached_process_runs_and_ends_by_itself() -> None:
    pid = start_detached("this")
    assert pid > 0
    _until_ended(pid)


def _until_ended(pid: int) -> None:
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and is_running(pid):
        time.sleep(0.05)
    assert not is_running(pid)
