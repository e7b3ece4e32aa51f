"""The search runs in a process of its own, which ends with its work."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from data.domain.errors import HuiliuError
from data.domain.study import SitingAnswer, SitingStudy
from network.siting.search_process import Tell, run_in_child
from network.siting.solve import solve

STUDY = SitingStudy("p_center", np.array([[0.0, 2.0], [2.0, 0.0]]), p=1)


def fail(study: SitingStudy, seconds: float, tell: Tell) -> SitingAnswer:
    raise ValueError("broken")


def exhaust(study: SitingStudy, seconds: float, tell: Tell) -> SitingAnswer:
    raise MemoryError


def vanish(study: SitingStudy, seconds: float, tell: Tell) -> SitingAnswer:
    raise SystemExit(__import__("os")._exit(7))


def hang(study: SitingStudy, seconds: float, tell: Tell) -> SitingAnswer:
    tell(SitingAnswer("feasible", 5.0, 1.0, (0,), (0, 0)))
    __import__("time").sleep(600)
    raise AssertionError


def test_an_answer_comes_out_of_the_process() -> None:
    assert solve(STUDY).objective == 2


@pytest.mark.parametrize(("work", "code"), [(fail, "C302"), (exhaust, "C303"), (vanish, "C303")])
def test_a_search_that_ends_badly_says_how(work: object, code: str) -> None:
    with pytest.raises(HuiliuError) as caught:
        run_in_child(work, STUDY, 5.0)  # type: ignore[arg-type]
    assert caught.value.code == code


def test_a_search_that_is_stopped_leaves_its_best_choice() -> None:
    seen: list[SitingAnswer] = []
    found = run_in_child(hang, STUDY, 60.0, on_incumbent=seen.append, should_stop=lambda: bool(seen))
    assert (found.status, found.objective, found.bound) == ("feasible", 5.0, 1.0)


def test_the_calling_process_never_loads_the_solver() -> None:
    program = """
import sys
import numpy as np
from data.domain.study import SitingStudy
from network.siting.solve import solve
if __name__ == "__main__":
    assert solve(SitingStudy("p_center", np.ones((2, 2)), p=1)).status == "optimal"
    print([name for name in ("ortools", "highspy", "scipy.optimize") if name in sys.modules])
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True, text=True, timeout=120, check=False, cwd=Path(__file__).parents[4],
    )  # fmt: skip
    assert (done.stdout.strip(), done.stderr) == ("[]", "")
