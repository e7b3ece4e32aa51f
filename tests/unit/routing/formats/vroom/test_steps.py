"""A vehicle's steps: where the search starts, or the routes whose times and violations are asked for."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pytest

from data.domain.errors import Fault, InputError
from data.domain.plan import Plan
from routing.check import violations
from routing.formats import vroom
from routing.formats.vroom.times import NoTimesError, TimedStop, times_of
from routing.solve import SolveOptions, solve
from tests.factories.vroom_documents import GIVEN, REFUSED, Given, document, job, steps, van


def faults_of(given: Given) -> list[Fault]:
    try:
        warm(given)
    except InputError as error:
        return list(error.faults)
    return []


def warm(given: Given) -> Plan:
    request = vroom.read_request(json.dumps(given))
    file = request.problem_file()
    assert file.matrices is not None
    plan = request.warm_plan(file)
    assert plan is not None
    assert violations(file.problem, file.matrices, plan) == []
    return plan


def told(given: Given) -> dict[str, Any]:
    return vroom.plan_mode_solution(vroom.read_request(json.dumps(given)))


def test_steps_are_the_first_plan() -> None:
    given = document(van(steps=steps(("job", 3), ("job", 1))), jobs=[job(1), job(2), job(3)])
    plan = warm(given)
    assert [route.tasks for route in plan.routes] == [("job 3", "job 1")]
    assert [left.task for left in plan.unassigned] == ["job 2"]


def test_the_search_starts_from_steps() -> None:
    """The first plan it reports has the order of the steps, which is no good one."""
    given = document(van(steps=steps(("job", 1), ("job", 3), ("job", 2))), jobs=[job(1), job(2), job(3)])
    request = vroom.read_request(json.dumps(given))
    file = request.problem_file()
    assert file.matrices is not None
    options = SolveOptions(processes=1, engine="lns", iterations=20, warm=request.warm_plan(file))
    seen: list[Plan] = []
    best = solve(file.problem, file.matrices, options, on_incumbent=lambda each: seen.append(each.plan))
    assert seen[0].routes[0].tasks == ("job 1", "job 3", "job 2")
    assert best.cost < seen[0].cost


def test_forced_times_are_read_over_where_it_is_solved() -> None:
    late = document(van(time_window=[0, 100], steps=steps(("job", 1, {"service_at": 5000}))), jobs=[job(1)])
    assert warm(late).routes[0].tasks == ("job 1",)


def test_a_document_without_steps_gives_no_first_plan() -> None:
    request = vroom.read_request(json.dumps(document(jobs=[job(1)])))
    assert request.warm_plan(request.problem_file()) is None


@pytest.mark.parametrize(
    ("name", "path", "code"),
    [
        ("no such job", "vehicles[0].steps[1].id", "F301"),
        ("no such break", "vehicles[0].steps[1].id", "F301"),
        ("twice", "vehicles[1].steps[1].id", "F301"),
        ("no such type", "vehicles[0].steps[1].type", "F301"),
        ("no id", "vehicles[0].steps[0].id", "F301"),
        ("a start inside", "vehicles[0].steps[1]", "F301"),
        ("no list", "vehicles[0].steps", "F301"),
        ("no moment", "vehicles[0].steps[1].service_at", "F301"),
        ("over capacity", "vehicles[0].steps[1]", "F304"),
        ("no skill", "vehicles[0].steps[1]", "F304"),
        ("half a shipment", "vehicles[0].steps[1]", "F304"),
        ("backwards", "vehicles[0].steps[1]", "F304"),
    ],
)
def test_a_fault_of_steps_is_named_by_its_path(name: str, path: str, code: str) -> None:
    assert [(fault.code, fault.where) for fault in faults_of(REFUSED[name])] == [(code, path)]


def test_every_vehicle_whose_steps_break_a_rule_is_named_at_once() -> None:
    bad = [van(n, max_tasks=1, steps=steps(("job", n), ("job", n + 1))) for n in (1, 3)]
    jobs = [job(1), job(2), job(3), job(4, 1)]
    assert [fault.where.split(".")[0] for fault in faults_of(document(*bad, jobs=jobs))] == [
        "vehicles[0]",
        "vehicles[1]",
    ]


def test_plan_mode_tells_every_kind_of_violation() -> None:
    causes = {each["cause"] for given in GIVEN.values() for each in told(given)["summary"]["violations"]}
    assert causes == {
        "delay",
        "lead_time",
        "load",
        "max_tasks",
        "skills",
        "precedence",
        "missing_break",
        "max_travel_time",
        "max_distance",
        "max_load",
    }


def test_plan_mode_keeps_the_order_and_leaves_out_what_no_step_names() -> None:
    answer = told(document(van(steps=steps(("job", 3), ("job", 1))), jobs=[job(1), job(2), job(3)]))
    (route,) = answer["routes"]
    assert [step.get("id") for step in route["steps"]] == [None, 3, 1, None]
    assert [entry["id"] for entry in answer["unassigned"]] == [2]


def test_plan_mode_starts_early_enough_for_the_first_window() -> None:
    """VROOM itself may start at the first window and come late to it; its model does not ask for that."""
    given = document(van(steps=steps(("job", 2), ("job", 1))), jobs=[job(1), job(2, time_windows=[[30, 40]])])
    answer = told(given)
    assert answer["summary"]["violations"] == []
    assert answer["routes"][0]["steps"][1]["arrival"] == 30


def test_plan_mode_is_asked_for_by_the_documents_options() -> None:
    given = json.dumps(document(jobs=[job(1)], options={"c": True}))
    assert vroom.read_request(given).plan_mode
    assert not vroom.read_request(json.dumps(document(jobs=[job(1)]))).plan_mode


def test_forced_times_that_contradict_each_other_are_a_fault_of_the_vehicle() -> None:
    forced = {"service_after": 100, "service_before": 90}
    given = document(van(1), van(2, steps=steps(("job", 1, forced))), jobs=[job(1)])
    with pytest.raises(InputError) as caught:
        told(given)
    assert [(fault.code, fault.where) for fault in caught.value.faults] == [("F305", "vehicles[1].steps")]


def test_a_given_route_without_a_way_is_a_fault() -> None:
    matrices = {"car": {"durations": [[0, 100_000_000], [1, 0]]}}
    given = document(van(steps=steps(("job", 1))), jobs=[job(1)]) | {"matrices": matrices}
    with pytest.raises(InputError) as caught:
        told(given)
    assert [fault.where for fault in caught.value.faults] == ["vehicles[0].steps[1]"]


def test_times_of_a_long_route_of_timestamps_are_whole_and_in_order() -> None:
    base = 1_700_000_000
    windows = [((base + 600 * n, base + 600 * n + 300), (base + 90_000, base + 90_600)) for n in range(60)]
    halts = [
        TimedStop(),
        *(TimedStop(travel_s=301, work_s=307, windows=window) for window in windows),
        TimedStop(travel_s=9),
    ]
    times = times_of(halts)
    gaps = [later.start - earlier.start for earlier, later in itertools.pairwise(times[1:-1])]
    assert min(gaps) >= 608
    assert times[-1].start - times[-2].start == 307 + 9


def test_bounds_that_leave_no_time_are_told() -> None:
    with pytest.raises(NoTimesError):
        times_of([TimedStop(), TimedStop(travel_s=60, latest=10), TimedStop()])
