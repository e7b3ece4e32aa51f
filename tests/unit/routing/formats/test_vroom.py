"""What VROOM's own program says to documents of ours, one per field of its API: we say the same."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from benchmarks.peer_python import AbsentPeerError
from data.domain.errors import InputError
from routing import validate
from routing.check import violations
from routing.formats import vroom
from routing.solve import SolveOptions, solve
from tests.factories.vroom_documents import GIVEN, REFUSED, SOLVED, Given
from tests.factories.vroom_program import Answers, asked, kept

EXACT = SolveOptions(seconds=30, processes=1, engine="lns", iterations=60)


@pytest.fixture(scope="module")
def theirs() -> Answers:
    """VROOM's answers, as they are kept."""
    return kept()


def test_the_answers_kept_are_vrooms() -> None:
    try:
        answers = asked()
    except AbsentPeerError as absent:
        pytest.skip(f"VROOM cannot be asked here: {absent}")
    assert answers == kept()


def our_plan(document: Given) -> dict[str, Any]:
    request = vroom.read_request(json.dumps(document))
    file = request.problem_file()
    assert file.matrices is not None
    assert validate.faults(file.problem, file.matrices) == []
    options = replace(EXACT, warm=request.warm_plan(file))
    plan = solve(file.problem, file.matrices, options)
    assert violations(file.problem, file.matrices, plan) == []
    return vroom.solution(request, plan)


def shape(value: Any) -> Any:
    """The keys of an answer, whatever their values; lists of numbers by their length."""
    if isinstance(value, dict):
        return {key: shape(each) for key, each in value.items() if key != "computing_times"}
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [shape(each) for each in value]
    return len(value) if isinstance(value, list) else type(value).__name__


def figures(answer: dict[str, Any]) -> dict[str, Any]:
    """An answer without what depends on the clock or on an order that means nothing."""

    def plain(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {k: plain(v, k) for k, v in value.items() if k != "computing_times"}
        if isinstance(value, list):
            entries = [plain(each) for each in value]
            return sorted(entries, key=str) if key in ("violations", "unassigned") else entries
        return value

    return dict(plain(answer))


def without_times(answer: dict[str, Any]) -> dict[str, Any]:
    """Figures less the moments: a plan may leave later than another for the same price."""
    told = figures(answer)
    told["summary"].pop("waiting_time")
    for route in told["routes"]:
        route.pop("waiting_time")
        for step in route["steps"]:
            for key in ("arrival", "waiting_time"):
                step.pop(key)
    return told


@pytest.mark.parametrize("name", SOLVED)
def test_a_plan_is_told_as_vroom_tells_it(theirs: Answers, name: str) -> None:
    ours = our_plan(SOLVED[name])
    assert shape(figures(ours)) == shape(figures(theirs[f"solved {name}"]))
    assert without_times(ours) == without_times(theirs[f"solved {name}"])


@pytest.mark.parametrize("name", GIVEN)
def test_given_routes_have_vrooms_times_and_violations(theirs: Answers, name: str) -> None:
    ours = vroom.plan_mode_solution(vroom.read_request(json.dumps(GIVEN[name])))
    assert shape(figures(ours)) == shape(figures(theirs[f"given {name}"]))
    assert figures(ours) == figures(theirs[f"given {name}"])


@pytest.mark.parametrize("name", REFUSED)
def test_steps_that_vroom_refuses_are_refused(theirs: Answers, name: str) -> None:
    assert theirs[f"solved {name}"]["code"] == vroom.INPUT
    with pytest.raises(InputError) as caught:
        our_plan(REFUSED[name])
    assert vroom.error_document(caught.value)[1]["code"] == vroom.INPUT
    assert all(fault.where.startswith("vehicles[") for fault in caught.value.faults)
