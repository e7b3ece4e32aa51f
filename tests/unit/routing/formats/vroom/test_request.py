"""VROOM's JSON: its documented example, what each key means, what is refused, and the answer's figures."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from data.domain.errors import HuiliuError, InputError
from data.domain.matrix import TravelMatrix
from data.domain.plan import Plan, Unassigned
from data.domain.problem import Break, Problem
from routing.check import violations
from routing.formats import vroom
from routing.formats.native import ProblemFile
from routing.validate import faults
from tests.factories.routes import Do, drive, plan_of

DURATIONS = [[0, 2104, 197, 1299], [2103, 0, 2255, 3152], [197, 2256, 0, 1102], [1299, 3153, 1102, 0]]
DISTANCES = [[10 * cell for cell in row] for row in DURATIONS]


def document(**changes: Any) -> dict[str, Any]:
    """Two jobs and a vehicle on a custom matrix; None removes a key."""
    whole: dict[str, Any] = {
        "vehicles": [{"id": 7, "start_index": 0, "end_index": 3}],
        "jobs": [{"id": 1414, "location_index": 1}, {"id": 1515, "location_index": 2}],
        "matrices": {"car": {"durations": DURATIONS}},
    }
    whole.update(changes)
    return {key: value for key, value in whole.items() if value is not None}


def vehicle(**more: Any) -> dict[str, Any]:
    return {"id": 7, "start_index": 0, "end_index": 3, **more}


def read(given: dict[str, Any]) -> tuple[vroom.Request, ProblemFile]:
    request = vroom.read_request(json.dumps(given))
    file = request.problem_file()
    assert file.matrices is not None
    assert faults(file.problem, file.matrices) == []
    return request, file


def problem_of(given: dict[str, Any]) -> Problem:
    return read(given)[1].problem


def answered(given: dict[str, Any], *steps: Do, leave_s: int = 0) -> dict[str, Any]:
    """The answer for a plan of these steps by the first vehicle, which must hold."""
    request, file = read(given)
    assert file.matrices is not None
    route = drive(file.problem, file.matrices, "0", steps, leave_s=leave_s)
    plan = plan_of(file.problem, [route])
    assert violations(file.problem, file.matrices, plan) == []
    return vroom.solution(request, plan, computing_ms=12)


def error_of(given: Any) -> HuiliuError:
    with pytest.raises(InputError) as caught:
        vroom.read_request(given if isinstance(given, str) else json.dumps(given)).problem_file()
    return caught.value


BOTH = (Do("collect", "job 1414"), Do("collect", "job 1515"))


def test_the_documented_example_with_a_custom_matrix() -> None:
    """Input and answer of example 2 in VROOM's documentation: costs, arrivals and durations."""
    answer = answered(document(), *BOTH)
    assert answer["code"] == 0
    assert answer["unassigned"] == []
    assert answer["summary"] == {
        "cost": 5461,
        "routes": 1,
        "unassigned": 0,
        "setup": 0,
        "service": 0,
        "duration": 5461,
        "waiting_time": 0,
        "priority": 0,
        "violations": [],
        "computing_times": {"loading": 0, "solving": 12, "routing": 0},
    }
    (route,) = answer["routes"]
    assert (route["vehicle"], route["cost"], route["duration"]) == (7, 5461, 5461)
    told = [(step["type"], step.get("id"), step["arrival"], step["duration"]) for step in route["steps"]]
    assert told == [
        ("start", None, 0, 0),
        ("job", 1414, 2104, 2104),
        ("job", 1515, 4359, 4359),
        ("end", None, 5461, 5461),
    ]


def test_the_older_matrix_key_is_the_cars() -> None:
    old = document(matrices=None, matrix=DURATIONS)
    assert answered(old, *BOTH)["summary"]["cost"] == 5461


def test_only_driving_is_paid_not_waiting_or_service() -> None:
    jobs = [
        {"id": 1, "location_index": 1, "service": 500, "setup": 100, "time_windows": [[9000, 9100]]},
    ]
    answer = answered(document(jobs=jobs), Do("collect", "job 1"))
    (route,) = answer["routes"]
    assert route["cost"] == 2104 + 3152
    assert (route["service"], route["setup"], route["waiting_time"]) == (
        500,
        100,
        route["steps"][1]["waiting_time"],
    )


def test_costs_per_hour_km_and_fixed() -> None:
    costs = {"fixed": 1000, "per_hour": 1800, "per_km": 5}
    given = document(
        vehicles=[vehicle(costs=costs)],
        matrices={"car": {"durations": DURATIONS, "distances": DISTANCES}},
    )
    answer = answered(given, *BOTH)
    assert answer["summary"]["cost"] == round(1000 + 5461 / 2 + 54610 / 1000 * 5)
    assert answer["summary"]["distance"] == 54610
    _, file = read(given)
    assert file.matrices is not None
    route = drive(file.problem, file.matrices, "0", BOTH)
    assert route.cost == pytest.approx(1000 + 5461 / 2 + 54610 / 1000 * 5, abs=0.05)


def test_custom_costs_are_what_is_paid() -> None:
    costs = [[1] * 4 for _ in range(4)]
    given = document(matrices={"car": {"durations": DURATIONS, "costs": costs}})
    assert answered(given, *BOTH)["summary"]["cost"] == 3
    assert error_of({**given, "vehicles": [vehicle(costs={"per_km": 3})]}).code == "F303"


def test_time_of_tasks_is_paid_where_asked() -> None:
    jobs = [{"id": 1, "location_index": 1, "service": 1800}]
    given = document(jobs=jobs, vehicles=[vehicle(costs={"per_task_hour": 100})])
    assert answered(given, Do("collect", "job 1"))["summary"]["cost"] == 2104 + 3152 + 50


def test_a_speed_factor_divides_travel_times() -> None:
    answer = answered(document(vehicles=[vehicle(speed_factor=2)]), *BOTH)
    assert answer["routes"][0]["steps"][1]["arrival"] == 1052
    assert answer["summary"]["cost"] == sum(round(cell / 2) for cell in (2104, 2255, 1102))


def test_limits_on_travel_time_and_distance_are_kept() -> None:
    for key, most in (("max_travel_time", 5461), ("max_distance", 54610)):
        matrices = {"car": {"durations": DURATIONS, "distances": DISTANCES}}
        for limit, held in ((most, True), (most - 1, False)):
            _, file = read(document(vehicles=[vehicle(**{key: limit})], matrices=matrices))
            assert file.matrices is not None
            plan = plan_of(file.problem, [drive(file.problem, file.matrices, "0", BOTH)])
            codes = {each.code for each in violations(file.problem, file.matrices, plan)}
            assert codes == (set() if held else {"R320"})


def test_a_limit_on_tasks_is_a_dimension_of_its_own() -> None:
    given = document(vehicles=[vehicle(max_tasks=1)])
    _, file = read(given)
    assert file.matrices is not None
    plan = plan_of(file.problem, [drive(file.problem, file.matrices, "0", BOTH)])
    assert {each.code for each in violations(file.problem, file.matrices, plan)} == {"R330"}
    answer = answered(given, BOTH[0])
    assert "load" not in answer["routes"][0]["steps"][0]
    assert [entry["id"] for entry in answer["unassigned"]] == [1515]


def test_amounts_are_delivered_and_picked_up() -> None:
    given = document(
        vehicles=[vehicle(capacity=[5, 9])],
        jobs=[
            {"id": 1414, "location_index": 1, "delivery": [3, 1]},
            {"id": 1515, "location_index": 2, "pickup": [4, 0]},
        ],
    )
    (route,) = answered(given, *BOTH)["routes"]
    assert (route["delivery"], route["pickup"]) == ([3, 1], [4, 0])
    assert [step["load"] for step in route["steps"]] == [[3, 1], [0, 0], [4, 0], [4, 0]]


def test_the_older_amount_of_a_job_is_delivered() -> None:
    given = document(vehicles=[vehicle(capacity=[5])], jobs=[{"id": 1, "location_index": 1, "amount": [3]}])
    (task,) = problem_of(given).tasks
    assert (task.delivery, task.demand) == ((3,), (0,))


def test_shipments_are_two_steps_of_one_task() -> None:
    shipment = {
        "amount": [2],
        "skills": [3],
        "priority": 5,
        "pickup": {"id": 4, "location_index": 1, "service": 30},
        "delivery": {"id": 4, "location_index": 2, "service": 60},
    }
    given = document(vehicles=[vehicle(capacity=[5], skills=[3])], jobs=None, shipments=[shipment])
    answer = answered(given, Do("pickup", "shipment 0"), Do("deliver", "shipment 0"))
    steps = answer["routes"][0]["steps"]
    assert [(step["type"], step.get("id"), step["load"]) for step in steps] == [
        ("start", None, [0]),
        ("pickup", 4, [2]),
        ("delivery", 4, [0]),
        ("end", None, [0]),
    ]
    assert (answer["summary"]["priority"], answer["summary"]["service"]) == (10, 90)
    assert answer["summary"]["delivery"] == answer["summary"]["pickup"] == [2]


def test_times_are_the_documents_own() -> None:
    """Timestamps go in and come out; inside, the day starts near zero."""
    base = 1_600_416_000
    given = document(
        vehicles=[vehicle(time_window=[base, base + 14_400])],
        jobs=[{"id": 1414, "location_index": 1, "time_windows": [[base + 3000, base + 4000]]}],
    )
    problem = problem_of(given)
    assert problem.vehicles[0].shift == (0, 14_400)
    assert problem.tasks[0].windows == ((3000, 4000),)
    steps = answered(given, BOTH[0], leave_s=100)["routes"][0]["steps"]
    assert [step["arrival"] for step in steps] == [base + 100, base + 2204, base + 6152]
    assert steps[1]["waiting_time"] == 796


def test_a_vehicle_without_hours_can_be_in_time_for_the_first_window() -> None:
    base = 1_600_416_000
    jobs = [{"id": 1414, "location_index": 1, "time_windows": [[base, base]]}]
    assert answered(document(jobs=jobs), BOTH[0])["routes"][0]["steps"][1]["arrival"] <= base


def test_breaks_are_told_by_their_ids() -> None:
    breaks = [
        {"id": 1, "service": 300, "time_windows": [[2000, 2500]], "description": "lunch"},
        {"id": 2, "service": 60, "time_windows": [[0, 10], [4000, 9000]]},
    ]
    given = document(vehicles=[vehicle(breaks=breaks, time_window=[0, 20_000])])
    assert problem_of(given).vehicles[0].breaks == (
        Break(window=(2000, 2500), duration_s=300),
        Break(window=(4000, 9000), duration_s=60),
    )
    answer = answered(
        given,
        BOTH[0],
        Do("break", lasts_s=300),
        BOTH[1],
        Do("break", drive_s=100, lasts_s=60),
    )
    pauses = [step for step in answer["routes"][0]["steps"] if step["type"] == "break"]
    assert [(p["id"], p["arrival"], p["duration"], p["service"]) for p in pauses] == [
        (1, 2104, 2104, 300),
        (2, 4759, 4459, 60),
    ]
    assert pauses[0]["description"] == "lunch"


def test_an_open_end_is_open_in_the_problem() -> None:
    problem = problem_of(document(vehicles=[{"id": 7, "start_index": 0}]))
    assert (problem.vehicles[0].start, problem.vehicles[0].end) == (0, None)


def test_what_was_given_is_echoed() -> None:
    jobs = [{"id": 1414, "location_index": 1, "location": [2.1, 48.5], "description": "a shop"}]
    answer = answered(
        document(jobs=jobs, vehicles=[vehicle(start=[2.3, 48.7], description="a van")]), BOTH[0]
    )
    (route,) = answer["routes"]
    assert route["description"] == "a van"
    assert (route["steps"][0]["location"], route["steps"][0]["location_index"]) == ([2.3, 48.7], 0)
    assert (route["steps"][1]["location"], route["steps"][1]["description"]) == ([2.1, 48.5], "a shop")


def test_unassigned_are_told_step_by_step() -> None:
    shipment = {"pickup": {"id": 4, "location_index": 1}, "delivery": {"id": 5, "location_index": 2}}
    request, _ = read(document(shipments=[shipment]))
    left = tuple(Unassigned(task=name, code="R200", reason="") for name in ("job 1414", "shipment 0"))
    answer = vroom.solution(request, Plan(cost=0, routes=(), unassigned=left))
    assert answer["unassigned"] == [
        {"id": 1414, "type": "job", "location_index": 1},
        {"id": 4, "type": "pickup", "location_index": 1},
        {"id": 5, "type": "delivery", "location_index": 2},
    ]
    assert answer["summary"]["unassigned"] == 3


def test_priority_outweighs_tasks_and_a_task_outweighs_any_cost() -> None:
    jobs = [{"id": n, "location_index": 1, "priority": 1 if n == 0 else 0} for n in range(50)]
    tasks = problem_of(document(jobs=jobs)).tasks
    preferred, *others = (task.penalty or 0 for task in tasks)
    assert preferred > sum(others)
    assert min(others) > 50 * max(max(row) for row in DURATIONS)


def test_roads_can_stand_in_for_custom_matrices() -> None:
    given = document(
        matrices=None,
        vehicles=[{"id": 7, "start": [2.0, 48.0], "end": [2.0, 48.0]}],
        jobs=[{"id": 1, "location": [2.1, 48.1]}, {"id": 2, "location": [2.1, 48.1]}],
    )
    request = vroom.read_request(json.dumps(given))
    assert request.places == ((2.0, 48.0), (2.1, 48.1))
    assert request.profiles == {"car"}
    road = TravelMatrix(
        duration_s=np.array([[0, 60], [70, 0]], np.int32), distance_m=np.array([[0, 900], [950, 0]], np.int32)
    )
    file = request.problem_file({"car": road})
    assert [task.place for task in file.problem.tasks] == [1, 1]
    assert file.matrices is not None
    plan = plan_of(
        file.problem,
        [drive(file.problem, file.matrices, "0", [Do("collect", "job 1"), Do("collect", "job 2")])],
    )
    answer = vroom.solution(request, plan, matrices={"car": road})
    assert (answer["summary"]["cost"], answer["summary"]["distance"]) == (130, 1850)
    with pytest.raises(InputError) as caught:
        request.problem_file()
    assert vroom.error_document(caught.value)[0] == 500
    assert vroom.error_document(caught.value)[1]["code"] == vroom.ROUTING


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "Invalid JSON object in request, please add vehicles and jobs or shipments to the object body"),
        (document(vehicles=None), "Invalid JSON object in request, please add vehicles"),
        (document(vehicles=[]), "No vehicle is defined."),
        (document(vehicles=[{"id": 7}]), "No start or end specified for vehicle 7."),
        (document(vehicles=[vehicle(), vehicle()]), "Duplicate vehicle id: 7."),
        (document(vehicles=[vehicle(profile="boat")]), "Invalid profile: boat."),
        (
            document(
                vehicles=[vehicle(capacity=[1])], jobs=[{"id": 1, "location_index": 1, "delivery": [1, 2]}]
            ),
            "Inconsistent delivery length: 2 instead of 1.",
        ),
        (document(jobs=[{"location_index": 1}]), "Invalid or missing id for job."),
        (document(jobs=[{"id": 1, "location_index": 1}] * 2), "Duplicate job id: 1."),
        (document(jobs=[{"id": 1, "location_index": 4}]), "location_index exceeding matrix size: 4."),
        (document(jobs=[{"id": 1}]), "Missing location_index for job 1."),
        (
            document(jobs=[{"id": 1, "location_index": 1, "time_windows": []}]),
            "Empty time windows for job 1.",
        ),
        (
            document(jobs=[{"id": 1, "location_index": 1, "time_windows": [[7200, 3600]]}]),
            "Invalid time window: [7200, 3600].",
        ),
        (
            document(jobs=[{"id": 1, "location_index": 1, "time_windows": [[5, 9], [0, 2]]}]),
            "Unsorted or overlapping time-windows for job 1.",
        ),
        (document(jobs=[{"id": 1, "location_index": 1, "priority": 101}]), "Invalid priority value: 101."),
        (document(jobs=[{"id": 1, "location_index": 1, "skills": ["x"]}]), "Invalid skills object."),
        (document(jobs=[{"id": 1, "location_index": 1, "service": -1}]), "Invalid service value: -1."),
        (document(jobs="many"), "Invalid jobs."),
        (document(shipments=[{"pickup": {"id": 1, "location_index": 1}}]), "Missing delivery in shipment."),
        (document(matrices={"car": {"durations": [[0, 1]]}}), "Unexpected matrix line length."),
        (document(matrices={"car": {"durations": [[0, -1], [1, 0]]}}), "Invalid matrix entry."),
        (document(vehicles=[vehicle(speed_factor=0)]), "Invalid speed_factor: 0."),
        (
            document(vehicles=[vehicle(costs={"per_km": 1})]),
            "Missing distances: per_km and max_distance need them.",
        ),
        (
            document(vehicles=[vehicle(max_travel_time=1, max_distance=1)]),
            "max_travel_time together with max_distance is not supported.",
        ),
        (
            document(
                vehicles=[vehicle(), {**vehicle(type="a"), "id": 8}],
                jobs=[{"id": 1, "location_index": 1, "service_per_type": {"a": 1}}],
            ),
            "service_per_type that differs between the vehicles is not supported.",
        ),
        (
            document(
                vehicles=[vehicle(capacity=[2], breaks=[{"id": 1, "max_load": [1]}])],
            ),
            "max_load below the vehicle's capacity is not supported.",
        ),
        ("[]", "The input is no mapping."),
    ],
)
def test_input_errors_are_told_as_vroom_express_does(given: Any, message: str) -> None:
    status, body = vroom.error_document(error_of(given))
    assert (status, body["code"]) == (400, vroom.INPUT)
    assert message in body["error"]


def test_all_errors_are_told_at_once_with_their_paths() -> None:
    error = error_of(document(vehicles=[{"id": -1}], jobs=[{"id": 1, "location_index": 9}, 5]))
    assert {fault.where for fault in error.faults} == {
        "vehicles[0].id",
        "vehicles[0]",
        "jobs[0].location_index",
        "jobs[1]",
    }


def test_no_json_is_an_input_error() -> None:
    assert vroom.error_document(error_of("{"))[0] == 400


def test_other_failures_are_internal_errors() -> None:
    fault = replace(error_of("{").faults[0], code="R403")
    assert vroom.error_document(HuiliuError(fault)) == (500, {"code": vroom.INTERNAL, "error": fault.cause})


def test_unknown_keys_are_ignored() -> None:
    assert len(problem_of(document(options={"g": True}, colour="red")).tasks) == 2


def test_a_vehicle_whose_break_cannot_be_taken_is_not_used() -> None:
    late = vehicle(time_window=[0, 100], breaks=[{"id": 1, "service": 5, "time_windows": [[900, 950]]}])
    other = {**vehicle(), "id": 8}
    assert [each.id for each in problem_of(document(vehicles=[late, other])).vehicles] == ["1"]
