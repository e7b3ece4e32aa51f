"""Edits by hand: what they make of times, loads, cost and rules."""

from __future__ import annotations

import random
import subprocess
import sys

import pytest

from benchmarks.generated_days import RichDay, rich_day
from data.domain.errors import InputError
from data.domain.matrix import TravelMatrices
from data.domain.plan import Plan
from data.domain.problem import Problem, Rules, Shipment, ShipmentStop
from routing.check import violations
from routing.construct.repair import PlanBuilder
from routing.edit import (
    Edit,
    Editor,
    Insert,
    Move,
    Remove,
    Reorder,
    Reverse,
    Swap,
    analyse_position,
    price_insertions,
)
from routing.model.index import DayIndex
from tests.factories.routes import Do
from tests.factories.small_days import ROAD, day, planned, task, truck, yard

TWO = [truck("v1"), truck("v2")]
MISTAKES = {"R301", "R302", "R303", "R304", "R305", "R306", "R310", "R311", "R313", "R314", "R315", "R316"}
MISTAKES |= {"R331", "R350", "R351", "R352"}
"""What no edit, however wrong, may make: a plan that cannot be driven or misstates itself."""


def edited(problem: Problem, plan: Plan, edit: Edit) -> tuple[dict[str, tuple[str, ...]], list[str]]:
    """Tasks by vehicle, and the rules broken."""
    done = Editor(problem, ROAD).apply(plan, edit)
    assert sorted(done.violations, key=str) == sorted(violations(problem, ROAD, done.plan), key=str)
    return {route.vehicle: route.tasks for route in done.plan.routes}, [v.rule for v in done.violations]


def serving_a(problem: Problem, *more: Do) -> Plan:
    """A plan of one route that collects `a`."""
    return planned(problem, "a", *more, vehicle="v1")


@pytest.mark.parametrize(
    ("edit", "after"),
    [
        (Move(task="a", vehicle="v2"), {"v1": ("b",), "v2": ("a",)}),
        (Move(task="a", vehicle="v1", position=1), {"v1": ("b", "a")}),
        (Insert(task="x", vehicle="v1", position=2), {"v1": ("a", "b", "x")}),
        (Insert(task="x", vehicle="v2", position=0), {"v1": ("a", "b"), "v2": ("x",)}),
        (Remove(task="b"), {"v1": ("a",)}),
        (Reverse(vehicle="v1"), {"v1": ("b", "a")}),
        (Reverse(vehicle="v2"), {"v1": ("a", "b")}),
        (Swap(vehicle="v1", other="v2"), {"v2": ("a", "b")}),
        (Reorder(vehicle="v1", tasks=("b", "a")), {"v1": ("b", "a")}),
    ],
)
def test_an_edit_does_what_it_says(edit: Edit, after: dict[str, tuple[str, ...]]) -> None:
    problem = day(task("a", 1), task("b", 2), task("x", 3, penalty=500.0), vehicles=TWO)
    assert edited(problem, planned(problem, "a", "b"), edit) == (after, [])


@pytest.mark.parametrize(
    ("edit", "code"),
    [
        (Move(task="z", vehicle="v2"), "R420"),
        (Move(task="a", vehicle="v9"), "R421"),
        (Swap(vehicle="v1", other="v9"), "R421"),
        (Move(task="a", vehicle="v1", position=2), "R422"),
        (Move(task="x", vehicle="v1"), "R423"),
        (Insert(task="a", vehicle="v2"), "R423"),
        (Remove(task="x"), "R423"),
        (Reorder(vehicle="v1", tasks=("a",)), "R424"),
        (Reorder(vehicle="v1", tasks=("a", "b", "x")), "R424"),
    ],
)
def test_an_edit_that_does_not_fit_the_plan_is_named(edit: Edit, code: str) -> None:
    problem = day(task("a", 1), task("b", 2), task("x", 3, penalty=500.0), vehicles=TWO)
    with pytest.raises(InputError) as caught:
        Editor(problem, ROAD).apply(planned(problem, "a", "b"), edit)
    assert [fault.code for fault in caught.value.faults] == [code]


@pytest.mark.parametrize(
    ("problem", "rule", "amount"),
    [
        (day(task("a", 1), task("x", 3, penalty=9.0, windows=((0, 1_500),))), "window", 300),
        (day(task("a", 1), task("x", 3, penalty=9.0), vehicles=[truck(shift=(0, 4_000))]), "overtime", 200),
        (day(task("a", 1), task("x", 1, penalty=9.0, kg=120)), "capacity", 20),
        (day(task("a", 1), task("x", 1, penalty=9.0, skills=frozenset({"lithium"}))), "skills", 1),
        (
            day(task("a", 1), task("x", 3, penalty=9.0), vehicles=[truck(max_distance_m=30_000)]),
            "distance",
            6_000,
        ),
        (
            day(task("a", 1), task("x", 3, penalty=9.0), vehicles=[truck(max_duration_s=4_000)]),
            "duration",
            200,
        ),
        (
            day(
                task("a", 1, load_type="paper"),
                task("x", 2, penalty=9.0, load_type="battery"),
                rules=Rules(incompatible=(("battery", "paper"),)),
            ),
            "incompatible",
            1,
        ),
    ],
)
def test_a_draft_may_break_a_rule_and_says_by_how_much(problem: Problem, rule: str, amount: float) -> None:
    plan = serving_a(problem)
    done = Editor(problem, ROAD).apply(plan, Insert(task="x", vehicle="v1"))
    assert rule in [each.rule for each in done.violations]
    broken = next(each for each in done.violations if each.rule == rule)
    assert broken.amount >= amount
    assert not {each.code for each in done.violations} & MISTAKES


def test_lateness_is_no_more_than_it_must_be() -> None:
    """The first stop keeps its time; the second is late by the drive and the work before it."""
    late = day(task("a", 1, windows=((0, 900),)), task("x", 2, windows=((0, 1_000),), penalty=9.0))
    plan = serving_a(late)
    done = Editor(late, ROAD).apply(plan, Insert(task="x", vehicle="v1", position=1))
    assert [(each.task, each.amount) for each in done.violations] == [("x", 500.0)]


def test_a_full_truck_that_can_unload_on_the_way_is_not_overloaded() -> None:
    problem = day(
        task("a", 1, kg=60), task("x", 2, kg=60, penalty=9.0),
        facilities=(yard(place=1),), rules=Rules(end_empty=True),
    )  # fmt: skip
    first = serving_a(problem, Do("unload", "yard"))
    done = Editor(problem, ROAD).apply(first, Insert(task="x", vehicle="v1"))
    assert done.violations == ()
    assert [visit.kind for visit in done.plan.routes[0].visits].count("unload") == 2


def test_a_stop_without_a_road_is_refused() -> None:
    duration = ROAD["car"].duration_s.copy()
    duration[:, 3] = duration[3, :] = -1
    cut = {"car": type(ROAD["car"])(duration, ROAD["car"].distance_m)}
    problem = day(task("a", 1), task("x", 3, penalty=9.0))
    plan = serving_a(problem)
    with pytest.raises(InputError) as caught:
        Editor(problem, cut).apply(plan, Insert(task="x", vehicle="v1"))
    assert caught.value.faults[0].code == "R425"
    assert price_insertions(Editor(problem, cut), plan, "x") == []


def _random_edit(rng: random.Random, problem: Problem, plan: Plan) -> Edit:
    served = [id_ for route in plan.routes for id_ in route.tasks]
    vehicles = [vehicle.id for vehicle in problem.vehicles]
    one, other = rng.sample(vehicles, 2)
    choices: list[Edit] = [
        Move(task=rng.choice(served), vehicle=one, position=rng.choice([None, 0])),
        Remove(task=rng.choice(served)),
        Reverse(vehicle=rng.choice(plan.routes).vehicle),
        Swap(vehicle=one, other=other),
    ]
    if plan.unassigned:
        choices.append(Insert(task=rng.choice(plan.unassigned).task, vehicle=one))
    return rng.choice(choices)


def _constructed(seed: int, tasks: int) -> tuple[Problem, TravelMatrices, Plan]:
    problem, matrices = rich_day(seed, RichDay(tasks=tasks, shipments_share=0.1))
    return problem, matrices, PlanBuilder(DayIndex(problem, matrices)).construct()


@pytest.mark.parametrize("seed", range(3))
def test_any_edits_leave_a_plan_that_can_be_driven_and_tells_the_truth(seed: int) -> None:
    problem, matrices, plan = _constructed(seed, 40)
    editor, rng, known = Editor(problem, matrices), random.Random(seed), ()
    for _ in range(25):
        done = editor.apply(plan, _random_edit(rng, problem, plan), known=known)
        plan, known = done.plan, done.violations
        found = violations(problem, matrices, plan)
        assert sorted(found, key=str) == sorted(known, key=str)
        assert not {each.code for each in found} & MISTAKES, [each.message for each in found]


def test_the_price_of_a_stop_is_what_putting_it_there_costs() -> None:
    problem, matrices, plan = _constructed(4, 40)
    editor = Editor(problem, matrices)
    task_id = plan.routes[0].tasks[1]
    without = editor.apply(plan, Remove(task=task_id)).plan
    for state in (plan, without):
        offers = price_insertions(editor, state, task_id)
        assert len({offer.vehicle for offer in offers}) == len(offers) > len(plan.routes) - 1
        penalty = editor.index.penalty(task_id) or 0.0
        for offer in offers:
            put = Insert(task=task_id, vehicle=offer.vehicle, position=offer.position)
            done = editor.apply(without, put)
            if not offer.violations:
                assert done.violations == ()
                assert done.plan.cost - without.cost == pytest.approx(offer.extra_cost - penalty, abs=0.01)


def test_why_here_names_the_marginal_cost_and_the_next_best_place() -> None:
    problem = day(task("a", 1), task("b", 3), vehicles=TWO)
    why = analyse_position(Editor(problem, ROAD), planned(problem, "a", "b"), "b")
    # Two places farther and back, and its service: 24 km, 40 min of driving, 5 min of work.
    assert (why.vehicle, why.position, why.distance_m, why.duration_s) == ("v1", 1, 24_000, 2_700)
    assert why.cost == pytest.approx(24 + 27)
    assert why.next_best is not None
    assert (why.next_best.vehicle, why.next_best.extra_m) == ("v2", 36_000)


def test_a_shipment_moves_whole() -> None:
    shipment = Shipment(id="s", pickup=ShipmentStop(place=1), delivery=ShipmentStop(place=3), demand=(10,))
    problem = day(task("a", 2), vehicles=TWO, shipments=(shipment,))
    plan = PlanBuilder(DayIndex(problem, ROAD)).construct()
    holder = next(route.vehicle for route in plan.routes if "s" in route.tasks)
    other = "v2" if holder == "v1" else "v1"
    done = Editor(problem, ROAD).apply(plan, Move(task="s", vehicle=other))
    assert done.violations == ()
    moved = next(route for route in done.plan.routes if route.vehicle == other)
    assert [visit.kind for visit in moved.visits if visit.task == "s"] == ["pickup", "deliver"]


def test_edits_need_no_solver() -> None:
    code = "import routing.edit, sys; sys.exit(bool({'ortools', 'pyvrp', 'numba'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
