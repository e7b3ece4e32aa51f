"""What the job makes of a VROOM document, whatever its options."""

from __future__ import annotations

import json
from pathlib import Path

from data.settings import Settings
from tests.factories.vroom_documents import GIVEN, REFUSED, Given
from workers.vroom.job import answer_to
from workers.vroom.queue import SolveAnswer, SolveRequest


def answered(tmp_path: Path, given: Given) -> SolveAnswer:
    asked = SolveRequest(text=json.dumps(given), network="", seconds=1.0)
    return answer_to(Settings(home=tmp_path), asked, should_stop=lambda: True)


def test_plan_mode_searches_nothing_and_tells_what_is_broken(tmp_path: Path) -> None:
    answer = answered(tmp_path, GIVEN["late"] | {"options": {"c": True}})
    assert answer.status == 200
    assert [each["cause"] for each in answer.document["summary"]["violations"]] == ["delay"]


def test_steps_that_cannot_be_driven_are_the_programs_fault(tmp_path: Path) -> None:
    answer = answered(tmp_path, REFUSED["over capacity"])
    assert (answer.status, answer.document["code"]) == (400, 2)
    assert answer.document["error"] == "Route over capacity for vehicle 1."
