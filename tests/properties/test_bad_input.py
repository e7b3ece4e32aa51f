"""Whatever a file says, a reader answers with a problem or with stated faults, never with a traceback."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.domain.errors import InputError
from routing.check import violations
from routing.formats import detect, lilim, native, sol, solomon, vroom, vrplib
from routing.formats.native import ProblemFile, write_plan, write_problem
from routing.validate import faults, remove_unservable
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
quick = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
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
