"""The native reader: what it takes, and how it names what it does not."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from data.domain.errors import Fault, InputError
from data.domain.plan import Plan, Route, Visit
from data.domain.problem import Problem, Task, Vehicle, VehicleCost
from routing.formats import documents, native
from routing.formats.native import plan_as_json, read_plan, read_problem, write_problem

DOCS = Path(__file__).parents[5] / "docs"


def document(**changes: Any) -> dict[str, Any]:
    """A small valid problem document with `changes` at its top; None removes a key."""
    whole = {
        "version": 1,
        "dimensions": ["kg"],
        "matrix": {"duration_s": [[0, 60], [70, 0]], "distance_m": [[0, 900], [950, 0]]},
        "tasks": [{"id": "t1", "place": 1, "demand": [5]}],
        "vehicles": [{"id": "v1", "start": 0, "end": 0, "shift": [0, 3600], "capacity": [10]}],
    }
    whole.update(changes)
    return {key: value for key, value in whole.items() if value is not None}


def faults_of(value: Any) -> dict[str, Fault]:
    """Faults by JSON path."""
    with pytest.raises(InputError) as caught:
        read_problem(value if isinstance(value, str | bytes) else json.dumps(value))
    return {fault.where: fault for fault in caught.value.faults}


def test_reads_what_the_design_describes() -> None:
    file = read_problem(json.dumps(document(start="2026-03-02T08:00:00+08:00")))
    assert file.problem.tasks == (Task(id="t1", place=1, demand=(5,)),)
    assert file.problem.vehicles == (Vehicle(id="v1", start=0, end=0, shift=(0, 3600), capacity=(10,)),)
    assert file.problem.start is not None
    assert file.problem.start.isoformat() == "2026-03-02T08:00:00+08:00"
    assert file.matrices is not None
    assert file.matrices["car"].distance_m.tolist() == [[0, 900], [950, 0]]


def test_takes_places_and_a_network_instead_of_a_matrix() -> None:
    file = read_problem(json.dumps(document(matrix=None, places=[[109.9, 27.5]], network="sample")))
    assert file.matrices is None
    assert file.places == ((109.9, 27.5),)
    assert file.network == "sample"


def test_takes_a_matrix_per_profile() -> None:
    matrix = {"duration_s": [[0]], "distance_m": [[0]]}
    file = read_problem(json.dumps(document(matrix=matrix, matrices={"truck": matrix})))
    assert file.matrices is not None
    assert set(file.matrices) == {"car", "truck"}


def test_keeps_minus_one_as_unreachable() -> None:
    matrix = {"duration_s": [[0, -1], [5, 0]], "distance_m": [[0, -1], [9, 0]]}
    matrices = read_problem(json.dumps(document(matrix=matrix))).matrices
    assert matrices is not None
    assert matrices["car"].duration_s[0, 1] == -1


def test_writes_only_what_differs_from_the_defaults() -> None:
    problem = Problem(
        vehicles=(Vehicle(id="v", start=0, end=None, shift=(0, 9), cost=VehicleCost(per_km=0.5)),)
    )
    written = json.loads(write_problem(native.ProblemFile(problem=problem)))
    assert written == {
        "version": 1,
        "vehicles": [{"id": "v", "start": 0, "shift": [0, 9], "cost": {"per_km": 0.5}}],
    }


def test_a_plan_omits_what_is_none_and_a_rest_names_its_null_place() -> None:
    visits = (
        Visit(kind="depot", departure_s=300),
        Visit(kind="rest", arrival_s=400, departure_s=1600),
        Visit(kind="depot", arrival_s=30100),
    )
    plan = Plan(cost=1.5, routes=(Route(vehicle="v", cost=1.5, tasks=(), visits=visits),))
    assert plan_as_json(plan)["routes"][0]["visits"] == [
        {"kind": "depot", "departure_s": 300},
        {"kind": "rest", "place": None, "arrival_s": 400, "departure_s": 1600},
        {"kind": "depot", "arrival_s": 30100},
    ]


def test_every_fault_is_named_at_once_with_its_path() -> None:
    task = {"id": 7, "place": True, "demand": [1.5], "windows": [[9, 3]], "widows": [], "penalty": -1}
    found = faults_of(document(version=2, tasks=[task, "x"], vehicles=None, tsaks=[]))
    assert {where: fault.code for where, fault in found.items()} == {
        "version": "F108",
        "tsaks": "F103",
        "tasks[0].id": "F105",
        "tasks[0].place": "F105",
        "tasks[0].demand[0]": "F105",
        "tasks[0].windows[0]": "F107",
        "tasks[0].widows": "F103",
        "tasks[0].penalty": "F106",
        "tasks[1]": "F105",
        "vehicles": "F104",
    }
    assert all(fault.cause.endswith(".") and fault.action.endswith(".") for fault in found.values())


@pytest.mark.parametrize(
    ("number", "code"),
    [("NaN", "F105"), ("Infinity", "F105"), ("-5", "F106"), ("1e300", "F106"), ("1" * 400, "F106")],
)
def test_absurd_numbers_are_named(number: str, code: str) -> None:
    text = json.dumps(document()).replace('"demand": [5]', f'"demand": [{number}]')
    assert faults_of(text)["tasks[0].demand[0]"].code == code


@pytest.mark.parametrize(
    ("rows", "where", "code"),
    [
        ([[0, 1], [2]], "matrix.duration_s[1]", "F111"),
        ([[0, 1], 5], "matrix.duration_s[1]", "F111"),
        ([[0, float("nan")], [1, 0]], "matrix.duration_s[0][1]", "F105"),
        ([[0, None], [1, 0]], "matrix.duration_s[0][1]", "F105"),
        ([[0, True], [1, 0]], "matrix.duration_s[0][1]", "F105"),
        ([[0, 1.5], [1, 0]], "matrix.duration_s[0][1]", "F105"),
        ([[0, -2], [1, 0]], "matrix.duration_s[0][1]", "F106"),
        ([[0, 10**12], [1, 0]], "matrix.duration_s[0][1]", "F106"),
        ([[0]], "matrix", "F111"),
        ("fast", "matrix.duration_s", "F105"),
    ],
)
def test_bad_matrices_are_named_by_cell(rows: Any, where: str, code: str) -> None:
    matrix = {"duration_s": rows, "distance_m": [[0, 9], [9, 0]]}
    assert faults_of(document(matrix=matrix))[where].code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "F102"),
        ("{", "F102"),
        (b"\xff\xfe", "F102"),
        ("[" * 200_000, "F102"),
        ('{"version": ' + "9" * 10_000 + "}", "F102"),
        ('{"version": 1, "version": 1}', "F110"),
        ("[]", "F105"),
    ],
)
def test_what_is_no_document_is_one_clear_fault(text: str | bytes, code: str) -> None:
    (fault,) = faults_of(text).values()
    assert fault.code == code


def test_a_document_of_100_mb_is_refused_before_it_is_parsed() -> None:
    (fault,) = faults_of(b" " * 100_000_000).values()
    assert fault.code == "F101"


def test_faults_of_reading_and_of_the_problem_are_named_together() -> None:
    tasks = [
        {"id": "a", "place": "far"},
        {"id": "b", "place": 7, "demand": [1, 2]},
        {"id": "b", "place": 1, "windows": [[5, 1]]},
    ]
    locks = [{"kind": "vehicle", "vehicle": "v1", "tasks": ["a"]}]
    found = faults_of(document(tasks=tasks, locks=locks, rules={"rest": {"after_driving_s": 0}}))
    assert {where: fault.code for where, fault in found.items()} == {
        "tasks[0].place": "F105",
        "tasks[1].place": "R102",
        "tasks[1].demand": "R104",
        "tasks[2].id": "R101",
        "tasks[2].windows[0]": "F107",
        "rules.rest.after_driving_s": "F106",
    }


def test_neither_matrix_nor_places_is_a_fault() -> None:
    assert faults_of(document(matrix=None))["matrix"].code == "F112"


def test_two_matrices_for_one_profile_are_a_fault() -> None:
    matrix = {"duration_s": [[0]], "distance_m": [[0]]}
    assert faults_of(document(matrices={"car": matrix}))["matrices.car"].code == "F110"


def test_a_start_without_offset_is_a_fault() -> None:
    assert faults_of(document(start="2026-03-02T08:00:00"))["start"].code == "F114"


def test_half_a_character_is_no_text() -> None:
    assert faults_of(document(tasks=[{"id": "\ud800", "place": 1}]))["tasks[0].id"].code == "F113"


def test_faults_are_counted_when_there_are_too_many_to_list() -> None:
    found = faults_of(document(tasks=[{}] * 1000))
    assert len(found) == documents.MAX_FAULTS + 1
    assert found[""].code == "F119"
    assert "1500" in found[""].cause


def test_a_plan_of_another_shape_is_named() -> None:
    with pytest.raises(InputError) as caught:
        read_plan('{"version": 1, "cost": "much", "routes": [{"vehicle": "v", "cost": 1, "visits": [{}]}]}')
    assert [fault.where for fault in caught.value.faults] == [
        "cost",
        "routes[0].tasks",
        "routes[0].visits[0].kind",
    ]


@pytest.mark.parametrize("name", ["problem", "plan"])
def test_the_published_schema_is_up_to_date(name: str) -> None:
    published = json.loads((DOCS / f"{name}.schema.json").read_text(encoding="utf-8"))
    assert published == getattr(native, f"{name}_schema")()
