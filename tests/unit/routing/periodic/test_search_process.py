"""A calendar search that people stop."""

from __future__ import annotations

import multiprocessing
import os
import signal

import pytest

from data.domain.periodic import Calendar
from routing.periodic import search_process
from routing.periodic.solve import CalendarOptions, CalendarProcess, solve
from tests.factories.calendars import made_up


def test_a_child_in_a_step_that_cannot_be_interrupted_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(search_process, "GRACE_S", 3600.0)  # whoever waits for it exceeds the test's time
    problem, matrices = made_up(3)
    found: list[Calendar] = []

    def hang(better: Calendar) -> None:
        found.append(better)
        for child in multiprocessing.active_children():
            if child.name == "huiliu calendar" and child.pid is not None:
                os.kill(child.pid, signal.SIGSTOP)

    with CalendarProcess() as process:
        calendar = solve(
            problem,
            matrices,
            CalendarOptions(seconds=60.0),
            on_incumbent=hang,
            should_stop=lambda: bool(found),
            process=process,
        )
    assert calendar.plans == found[0].plans, "the best it had reported"
