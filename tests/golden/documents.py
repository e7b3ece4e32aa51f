"""Sections on files: faults of bad ones, VROOM's requests and answers, benchmark formats."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from copy import deepcopy
from random import Random
from typing import Any

from tests.golden import project
from tests.golden.canonical import without

MANGLED = 120
"""Bad documents of each kind."""
NASTY: list[Any] = [
    None, True, -1, 0, 1e308, float("nan"), 0.5, "", "a", "x" * 200, [], [[]], [None], [[2, 1]], {},
    {"id": 1}, "t1", "v0", 99,
]  # fmt: skip
SOLOMON = """\
R9

VEHICLE
NUMBER     CAPACITY
  3         200

CUSTOMER
CUST NO.   XCOORD.   YCOORD.    DEMAND   READY TIME   DUE DATE   SERVICE TIME

    0      0      0         0          0       230          0
    1      3      4        10        161       171         10
    2      1      1         7         50        60         10
"""
LILIM = """\
2\t200\t1
0\t0\t0\t0\t0\t1236\t0\t0\t0
1\t3\t4\t-10\t912\t967\t90\t2\t0
2\t1\t1\t10\t825\t870\t90\t0\t1
"""
CVRP = """\
NAME : tiny
TYPE : CVRP
DIMENSION : 4
EDGE_WEIGHT_TYPE : EUC_2D
CAPACITY : 10
NODE_COORD_SECTION
1 0 0
2 3 4
3 1 1
4 0 2
DEMAND_SECTION
1 0
2 4
3 5
4 6
DEPOT_SECTION
1
-1
EOF
"""
SOL = "Route #1: 1 2\nRoute #2: 3\nCost 20\n"
STUDY_CHANGES: list[dict[str, Any]] = [
    {"model": "p_medial"}, {"model": None}, {"cost": None}, {"cost": []}, {"cost": [[0, 1], [0]]},
    {"cost": [[0, -2], [1, 0]]}, {"cost": [[0, "far"], [1, 0]]}, {"weights": None}, {"weights": [1, -1]},
    {"p": None}, {"p": 3}, {"p": 1.5}, {"existing": [2]}, {"capacity": [1, 2, 3]}, {"fixed": [1, None]},
    {"budget": 4}, {"model": "set_cover"}, {"model": "set_cover", "radius": -1}, {"one_of": [[]]},
    {"least_share": 0.5}, {"groups": ["a", "b"], "least_share": {"c": 0.5}}, {"cost": None, "network": "n"},
    {"cost": None, "network": "n", "places": [[200, 3], [1, 2]]}, {"stages": [2, 1]}, {"stages": "two"},
    {"collection": {"depot": [1, 2]}}, {"bands": [3, 1]}, {"stages": [1, 2], "stage_weights": [1]},
]  # fmt: skip


def fault_codes() -> Any:
    """Code and place of every fault of many bad documents."""
    return {
        name: [(fault.code, fault.where) for fault in faults] for name, faults in _refused().items() if faults
    }


def fault_texts() -> Any:
    """What the same faults say: cause and action, each sentence once per code."""
    texts: dict[str, set[str]] = {}
    for faults in _refused().values():
        for fault in faults:
            texts.setdefault(fault.code, set()).add(f"{fault.cause} | {fault.action}"[:400])
    return {code: sorted(said)[:25] for code, said in texts.items()}


def vroom() -> Any:
    """Requests and their answers: planned with a number of iterations, and in plan mode."""
    made, use, v = project.made_up_days(), project.planning(), project.formats().vroom
    found: dict[str, Any] = {}
    for name, document in made.SOLVED.items():
        request = v.read_request(json.dumps(document))
        file = request.problem_file()
        options = use.SolveOptions(
            seconds=3_600.0, processes=1, seed=1, iterations=150, engine="lns", warm=request.warm_plan(file)
        )
        plan = use.solve(file.problem, file.matrices, options)
        found[f"solved: {name}"] = {
            "problem": _problem(file),
            "answer": v.solution(request, plan, computing_ms=0),
        }
    for name, document in made.GIVEN.items():
        request = v.read_request(json.dumps(document))
        found[f"plan mode: {name}"] = without(v.plan_mode_solution(request), "computing_times")
    return found


def formats() -> Any:
    """Native documents that small benchmark files become, and native ones read and written again."""
    use, made, planning = project.formats(), project.made_up_days(), project.planning()
    found: dict[str, Any] = {}
    for name, module, text in (
        ("solomon", use.solomon, SOLOMON), ("lilim", use.lilim, LILIM), ("vrplib", use.vrplib, CVRP),
    ):  # fmt: skip
        for distance in (None, "rounded", "truncated", "exact"):
            file = module.read_problem(text, distance=distance)
            found[f"{name}, {distance}"] = {"scale": file.scale, "problem": _problem(file)}
        found[f"{name} is"] = use.detect.detect(text)
    file = use.vrplib.read_problem(CVRP)
    plan = use.sol.plan_from_orders(file.problem, file.matrices, use.sol.read_orders(SOL))
    broken = planning.violations(file.problem, file.matrices, plan)
    found["sol"] = {
        "plan": without(use.native.plan_as_json(plan), "seconds"),
        "violations": [(each.code, each.rule) for each in broken],
    }
    for name, (problem, matrices) in {
        "rich": planning.rich_day(1, planning.RichDay(tasks=5)),
        "full": made.full_day(2, tasks=5),
    }.items():
        text = use.native.write_problem(use.ProblemFile(problem=problem, matrices=matrices))
        again = use.native.read_problem(text)
        found[f"native, {name}"] = {
            "problem": _problem(again),
            "again the same": use.native.write_problem(again) == text,
            "is": use.detect.detect(text),
        }
    return found


def _problem(file: Any) -> Any:
    return json.loads(project.formats().native.write_problem(file))


def _refused() -> dict[str, list[Any]]:
    """Faults per bad document; none for one that mangling has left good."""
    use, made, planning = project.formats(), project.made_up_days(), project.planning()
    day = made.planned_day(3)
    problem = json.loads(
        use.native.write_problem(use.ProblemFile(problem=day.problem, matrices=day.matrices))
    )
    plan = json.loads(use.native.write_plan(day.plan))
    full, full_matrices = made.full_day(4, tasks=6)
    full_document = json.loads(
        use.native.write_problem(use.ProblemFile(problem=full, matrices=full_matrices))
    )
    request = {
        **made.SOLVED["setup once for a place"], **made.SOLVED["shipments"],
        "vehicles": [*made.SOLVED["working hours"]["vehicles"], {"id": 2, "start_index": 1, "capacity": [2]}],
    }  # fmt: skip

    def problem_of(text: str) -> list[Any]:
        file = use.native.read_problem(text)
        return list(planning.faults(file.problem, file.matrices))

    def request_of(text: str) -> None:
        use.vroom.read_request(text).problem_file()

    def warm_of(text: str) -> None:
        asked = use.vroom.read_request(text)
        asked.warm_plan(asked.problem_file())

    found: dict[str, list[Any]] = {}
    for kind, document, reader in (
        ("native problem", problem, problem_of), ("full problem", full_document, problem_of),
        ("native plan", plan, use.native.read_plan), ("vroom", request, request_of),
    ):  # fmt: skip
        for seed in range(MANGLED):
            found[f"{kind} {seed}"] = _faults(reader, _mangled(document, seed))
    for name, document in made.REFUSED.items():
        found[f"vroom steps: {name}"] = _faults(warm_of, json.dumps(document))
    for name, text in {
        "empty": "", "list": "[]", "open": "{", "deep": "[" * 100_000, "version": '{"version": 9}',
    }.items():  # fmt: skip
        for kind, reader in (
            ("native", problem_of), ("plan", use.native.read_plan), ("vroom", request_of), ("study", _study),
            ("periodic", project.calendars().read_periodic), ("solomon", use.solomon.read_problem),
            ("lilim", use.lilim.read_problem), ("vrplib", use.vrplib.read_problem),
        ):  # fmt: skip
            found[f"{kind}: {name}"] = _faults(reader, text)
    study = {"model": "p_median", "cost": [[0, 5], [5, 0]], "weights": [1, 2], "p": 1}
    for change in STUDY_CHANGES:
        text = json.dumps({**study, **change})
        found[f"study {json.dumps(change)[:120]}"] = _faults(_study, text)
    for old, new in (("161", "early"), (" 7 ", " -7 "), ("230", "1e30"), ("  3         200", "")):
        found[f"solomon {old.strip()} as {new}"] = _faults(
            use.solomon.read_problem, SOLOMON.replace(old, new)
        )
    for old, new in (
        ("EUC_2D", "XRAY"),
        ("4 6", "4 99"),
        ("DIMENSION : 4", "DIMENSION : 7"),
        ("CVRP", "TSP"),
    ):
        found[f"vrplib {old} as {new}"] = _faults(use.vrplib.read_problem, CVRP.replace(old, new))
    return found


def _study(text: str) -> None:
    project.siting().read_study(io.BytesIO(text.encode()))


def _faults(read: Callable[[str], Any], text: str) -> list[Any]:
    try:
        found = read(text)
    except project.domain().HuiliuError as error:
        return list(error.faults)
    return found if isinstance(found, list) else []


def _mangled(document: Any, seed: int) -> str:
    """The document with one or two of its parts replaced, removed or renamed."""
    random = Random(seed)
    copy = deepcopy(document)
    copy.pop("matrices", None) if seed % 7 == 0 else None
    for _ in range(random.randrange(1, 3)):
        parent, key = copy, None
        for _ in range(random.randrange(1, 6)):
            inside = parent if key is None else parent[key]
            if not isinstance(inside, list | dict) or not inside:
                break
            keys = sorted(inside) if isinstance(inside, dict) else range(len(inside))
            parent, key = inside, random.choice(list(keys))
        if key is None:
            continue
        draw = random.random()
        if draw < 0.7:
            parent[key] = deepcopy(random.choice(NASTY))
        elif isinstance(parent, dict) and draw < 0.9:
            parent[f"{key}s"] = parent.pop(key)
        elif isinstance(parent, dict):
            parent.pop(key)
        else:
            parent.append(deepcopy(parent[key]))
    return json.dumps(copy)
