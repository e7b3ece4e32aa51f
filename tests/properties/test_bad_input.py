"""Whatever a file says, a reader answers with a problem or with stated faults, never with a traceback.

Nor does it refuse what is well-formed: documents changed within the bounds of the format are read.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from data.domain.errors import InputError
from routing.check import violations
from routing.formats import detect, lilim, native, sol, solomon, vroom, vrplib
from routing.formats.native import ProblemFile, write_plan, write_problem
from routing.validate import faults, remove_unservable
from tests.factories.examples import examples
from tests.factories.planned_days import planned_day

NASTY: list[Any] = [
    None,
    True,
    False,
    -1,
    0,
    1,
    10**400,
    1e308,
    float("nan"),
    float("inf"),
    0.5,
    "",
    "a",
    "\ud800",
    "x" * 500,
    [],
    [[]],
    [None],
    [[1, 2]],
    [[2, 1]],
    {},
    {"id": 1},
    {"": {}},
    [0] * 40,
    "t1",
    "v0",
    8,
    99,
]
DAY = planned_day(3)
PROBLEM = json.loads(write_problem(ProblemFile(problem=DAY.problem, matrices=DAY.matrices)))
PLAN = json.loads(write_plan(DAY.plan))
VROOM = {
    "vehicles": [
        {
            "id": 1,
            "start_index": 0,
            "end_index": 2,
            "capacity": [4],
            "skills": [1],
            "time_window": [0, 9000],
            "breaks": [{"id": 1, "service": 3, "time_windows": [[5, 90]]}],
            "costs": {"fixed": 3, "per_hour": 60},
            "speed_factor": 1.5,
            "max_travel_time": 5000,
        },
        {"id": 2, "start_index": 1},
    ],
    "jobs": [
        {"id": 1, "location_index": 1, "delivery": [1], "time_windows": [[0, 50], [60, 90]], "priority": 3}
    ],
    "shipments": [
        {"amount": [1], "pickup": {"id": 1, "location_index": 2}, "delivery": {"id": 2, "location_index": 0}}
    ],
    "matrices": {
        "car": {
            "durations": [[0, 5, 9], [5, 0, 4], [9, 4, 0]],
            "distances": [[0, 5, 9], [5, 0, 4], [9, 4, 0]],
        }
    },
}
quick = examples(60)
seeds = st.integers(0, 10**9)


def mangled(document: Any, seed: int) -> str:
    """The document with one to three of its parts replaced, removed or doubled."""
    random = Random(seed)
    copy = json.loads(json.dumps(document))
    for _ in range(random.randrange(1, 4)):
        parent, key = copy, None
        for _ in range(random.randrange(1, 7)):
            inside = parent if key is None else parent[key]
            if not isinstance(inside, list | dict) or not inside:
                break
            keys = list(inside) if isinstance(inside, dict) else range(len(inside))
            parent, key = inside, random.choice(list(keys))
        if key is None:
            continue
        if random.random() < 0.8:
            parent[key] = deepcopy(random.choice(NASTY))
        elif isinstance(parent, dict):
            parent[f"{key}s"] = parent.pop(key)
        else:
            parent.append(deepcopy(parent[key]))
    return json.dumps(copy)


def varied(document: Any, seed: int) -> str:
    """The document with numbers, names and optional keys changed within the bounds of every format."""
    random = Random(seed)
    copy = json.loads(json.dumps(document))
    for key in ("tasks", "jobs"):
        for task in copy.get(key, []):
            task["service_s" if key == "tasks" else "service"] = random.randrange(3_600)
    for task in copy.get("tasks", []):
        task["penalty"] = random.choice([None, 0, 5, 12.5, 1e9])
        task["setup_s"] = random.choice([0, 60.0, 300])
        task["late_per_h"] = random.uniform(0, 100)
    if "matrices" not in copy and "matrix" not in copy:  # a plan
        copy["scale"] = random.choice([1, 10, 1000.0])
        copy["engine"] = random.choice(["", "lns", "x" * 200, "引擎"])
        copy["cost"] = random.uniform(-1e9, 1e9)
    elif "version" in copy:
        copy["start"] = random.choice([None, "2026-03-02T08:00:00+08:00", "2026-03-02T00:00:00Z"])
        copy["objective"] = {"balance": random.choice([0, 1, 2.5])}
        copy["network"] = random.choice([None, "a", "淮阴"])
    return json.dumps(copy)


def test_changes_within_the_format_are_read() -> None:
    for seed in range(60):
        examine(native.read_problem(varied(PROBLEM, seed)))
        violations(DAY.problem, DAY.matrices, native.read_plan(varied(PLAN, seed)))
        examine(vroom.read_request(varied(VROOM, seed)).problem_file())


def test_most_changes_of_one_part_are_refused_and_some_are_not() -> None:
    """A reader that took everything, or nothing, would pass the properties below."""

    def is_read(read: Callable[[str], Any], text: str) -> bool:
        try:
            read(text)
        except InputError:
            return False
        return True

    for read, document in (
        (native.read_problem, PROBLEM),
        (native.read_plan, PLAN),
        (vroom.read_request, VROOM),
    ):
        taken = sum(is_read(read, mangled(document, seed)) for seed in range(200))
        assert 5 <= taken <= 150


def test_whatever_is_read_satisfies_the_published_schema() -> None:
    validators = {
        native.read_problem: (PROBLEM, Draft202012Validator(native.problem_schema())),
        native.read_plan: (PLAN, Draft202012Validator(native.plan_schema())),
    }
    for read, (document, schema) in validators.items():
        for seed in range(150):
            text = mangled(document, seed)
            try:
                read(text)
            except InputError:
                continue
            schema.validate(json.loads(text))


def examine(file: ProblemFile) -> None:
    """What follows a reader must stand whatever it lets through."""
    if faults(file.problem, file.matrices) or file.matrices is None:
        return
    servable, _ = remove_unservable(file.problem, file.matrices)
    assert faults(servable, file.matrices) == []


@quick
@given(seeds)
def test_native_problems(seed: int) -> None:
    try:
        file = native.read_problem(mangled(PROBLEM, seed))
    except InputError:
        return
    examine(file)


@quick
@given(seeds)
def test_native_plans_are_read_or_refused_and_the_checker_stands_them(seed: int) -> None:
    try:
        plan = native.read_plan(mangled(PLAN, seed))
    except InputError:
        return
    violations(DAY.problem, DAY.matrices, plan)


@quick
@given(seeds)
def test_vroom_documents(seed: int) -> None:
    try:
        file = vroom.read_request(mangled(VROOM, seed)).problem_file()
    except InputError:
        return
    examine(file)


TEXTS: dict[str, tuple[Callable[..., Any], str]] = {
    "solomon": (
        solomon.read_problem,
        "S\nVEHICLE\nNUMBER CAPACITY\n2 200\nCUSTOMER\nCUST NO. X\n0 0 0 0 0 230 0\n1 3 4 10 0 171 10\n"
        "2 1 1 7 0 60 10\n",
    ),
    "lilim": (
        lilim.read_problem,
        "2 200 1\n0 0 0 0 0 1236 0 0 0\n1 3 4 -10 912 967 90 2 0\n2 1 1 10 825 870 90 0 1\n",
    ),
    "vrplib": (
        vrplib.read_problem,
        "NAME : t\nDIMENSION : 3\nVEHICLES : 2\nEDGE_WEIGHT_TYPE : EUC_2D\nCAPACITY : 9\nNODE_COORD_SECTION\n"
        "1 0 0\n2 3 4\n3 1 1\nDEMAND_SECTION\n1 0\n2 4\n3 5\nTIME_WINDOW_SECTION\n1 0 90\n2 0 80\n3 5 70\n"
        "VEHICLES_ALLOWED_CLIENTS_SECTION\n1 2 3\n2 3\nDEPOT_SECTION\n1\n-1\nEOF\n",
    ),
    "sol": (sol.read_orders, "Route #1: 1 2\nRoute #2: 3\nCost 12.5\n"),
    "detect": (detect.detect, "2 200 1\n0 0 0 0 0 1236 0 0 0\n"),
}
WORDS = ["-1", "nan", "inf", "1e400", "9" * 30, "x", "", ":", "_SECTION", "EOF", "0.5", "\n", "99999999", "#"]


@pytest.mark.parametrize("name", TEXTS)
def test_text_formats_are_read(name: str) -> None:
    read, text = TEXTS[name]
    assert read(text)
    assert read(text.replace("\n", "\r\n").encode())


@pytest.mark.parametrize("name", TEXTS)
def test_text_formats(name: str) -> None:
    read, text = TEXTS[name]
    for seed in range(250):
        random = Random(seed)
        words = text.replace("\n", " \n ").split(" ")
        for _ in range(random.randrange(1, 4)):
            words[random.randrange(len(words))] = random.choice(WORDS)
        content = " ".join(words)[: random.choice([10**6, 10**6, random.randrange(1, 300)])]
        try:
            found = read(content)
        except InputError:
            continue
        if isinstance(found, ProblemFile):
            examine(found)
