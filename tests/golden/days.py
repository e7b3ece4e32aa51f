"""Sections on one day's routes: plans, verdicts, reasons, hand edits, the rest of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any

from tests.golden import project
from tests.golden.canonical import plain, without

Day = tuple[Any, Any]
"""A problem and its matrices."""
LNS_ITERATIONS, ORTOOLS_ITERATIONS = 1_500, 3
NEVER = 3_600.0
"""Seconds that no limited search comes near to."""


def plans() -> Any:
    """Ten days planned by each engine with a number of iterations; what the checker says of them."""
    use = project.planning()
    return {
        name: {
            "lns": _searched(use.lns, day, LNS_ITERATIONS, clock=lambda: 0.0),
            "ortools": _searched(use.ortools, day, ORTOOLS_ITERATIONS),
            "constructed": _told(day, use.PlanBuilder(use.DayIndex(*day)).construct()),
        }
        for name, day in _ten_days().items()
    }


def solves() -> Any:
    """Whole solves in this process: setting aside, search, explaining."""
    use, made = project.planning(), project.made_up_days()
    far = made.day(
        made.task("a", 1),
        made.task("x", 3, penalty=40.0, windows=((0, 100),)),
        made.task("heavy", 2, kg=900),
        made.task("skilled", 2, skills=frozenset({"lithium"})),
    )
    days = {
        "set aside": (far, made.ROAD),
        "rich": use.rich_day(21, use.RichDay(tasks=24)),
        "crowded": _with_trucks(use.rich_day(22, use.RichDay(tasks=24, mandatory_share=0.0)), 2),
    }
    found = {}
    for name, day in days.items():
        for engine in ("lns", "ortools"):
            count = LNS_ITERATIONS if engine == "lns" else ORTOOLS_ITERATIONS
            options = use.SolveOptions(seconds=NEVER, processes=1, seed=4, iterations=count, engine=engine)
            found[f"{name}, {engine}"] = _told(day, use.solve(*day, options))
    return found


def verdicts() -> Any:
    """What the checker finds in plans made wrong in every way it knows; codes and amounts."""
    return {
        name: [without(plain(each), "message") for each in broken] for name, broken in _broken_plans().items()
    }


def verdict_texts() -> Any:
    """The sentences of the verdicts."""
    return {name: [each.message for each in broken] for name, broken in _broken_plans().items()}


def explanations() -> Any:
    """Why tasks are left out of crowded days, and what would let them in."""
    use = project.planning()
    found = {}
    for seed in range(3):
        day = _with_trucks(use.rich_day(30 + seed, use.RichDay(tasks=22, mandatory_share=0.0)), 2)
        plan = use.PlanBuilder(use.DayIndex(*day)).construct()
        explained = use.explain(*day, plan, insert=True)
        found[f"day {seed}"] = {
            "cost": explained.cost,
            "unassigned": [plain(each) for each in explained.unassigned],
        }
    return found


def edits() -> Any:
    """Hand edits one after the other, prices of places, and refusals."""
    use = project.planning()
    found: dict[str, Any] = {}
    for name, day in {
        "rich": _with_trucks(use.rich_day(40, use.RichDay(tasks=16, mandatory_share=0.0)), 4),
        "full": project.made_up_days().full_day(41, tasks=16),
    }.items():
        editor = use.Editor(*day)
        plan = use.PlanBuilder(use.DayIndex(*day)).construct()
        asked = [route.tasks[0] for route in plan.routes][:2]
        left = [each.task for each in plan.unassigned][:2]
        prices = {
            "offers": {id_: plain(use.price_insertions(editor, plan, id_)) for id_ in [*asked, *left]},
            "why here": {id_: plain(use.analyse_position(editor, plan, id_)) for id_ in asked},
        }
        steps: list[Any] = [{"before": _plan(plan)}]
        for edit in _edits(day, plan):
            try:
                done = editor.apply(plan, edit)
            except project.domain().HuiliuError as error:
                steps.append({"edit": repr(edit), "refused": [(f.code, f.where) for f in error.faults]})
                continue
            plan = done.plan
            broken = [without(plain(each), "message") for each in done.violations]
            steps.append(
                {"edit": repr(edit), "touched": done.touched, "violations": broken, "plan": _plan(plan)}
            )
        found[name] = {"steps": steps, **prices}
    return found


def rest_of_day() -> Any:
    """The problem that remains when half of every route is driven, and how two plans differ."""
    use = project.planning()
    found = {}
    for seed in (50, 51):
        day = use.rich_day(seed, use.RichDay(tasks=18, shipments_share=0.0))
        plan = use.PlanBuilder(use.DayIndex(*day)).construct()
        now_s = 12_000
        executed = {}
        for route in plan.routes:
            past = [visit for visit in route.visits if (visit.departure_s or NEVER * 99) <= now_s]
            executed[route.vehicle] = tuple(past)
        failed = next(iter(sorted(t.task for v in executed.values() for t in v if t.kind == "collect")), None)
        happened = use.ExecutionState(
            now_s=now_s,
            executed=executed,
            failed=frozenset([failed] if failed else []),
            out=frozenset([plan.routes[0].vehicle]) if seed == 51 else frozenset(),
        )
        rest = use.build_remaining_problem(*day, happened)
        again = use.PlanBuilder(use.DayIndex(rest, day[1])).construct()
        found[f"day {seed}"] = {
            "remaining": plain(rest),
            "plan": _told((rest, day[1]), again),
            "difference": plain(use.compare_plans(plan, again)),
        }
    return found


def _ten_days() -> dict[str, Day]:
    use, made = project.planning(), project.made_up_days()
    p = project.domain().problem
    few = use.RichDay(tasks=30)

    def rich(seed: int, day: Any = few) -> Day:
        found: Day = use.rich_day(seed, day)
        return found

    plain_day, matrices = use.vroom_day(*rich(1))
    bare = replace(
        plain_day,
        tasks=tuple(
            replace(t, windows=(), skills=frozenset(), release_s=0, delivery=()) for t in plain_day.tasks
        ),
        vehicles=tuple(replace(v, breaks=()) for v in plain_day.vehicles),
        shipments=(),
    )
    windows = use.pyvrp_day(*rich(2))
    rests, rest_matrices = rich(7)
    lunch = (p.Break(window=(14_000, 18_000), duration_s=1_800),)
    rests = replace(
        rests,
        vehicles=tuple(replace(v, breaks=lunch) for v in rests.vehicles),
        rules=replace(rests.rules, rest=p.Rest(after_driving_s=5_400, duration_s=900)),
    )
    apart, apart_matrices = rich(8)
    apart = replace(
        apart,
        rules=replace(apart.rules, incompatible_day=(("battery", "appliance"),)),
        facilities=(apart.facilities[0], replace(apart.facilities[1], intake=(4_000, 20_000))),
    )
    depots, depot_matrices = rich(9)
    depots = replace(
        depots,
        vehicles=tuple(
            replace(
                v,
                start=number % 3,
                end=None if number == 3 else (number + 1) % 3,
                overtime_s=5_400,
                cost=replace(v.cost, per_overtime_h=50.0),
                shift=(v.shift[0], v.shift[0] + 14_400),
            )
            for number, v in enumerate(depots.vehicles)
        ),
    )
    objective = p.Objective(balance=8.0, compactness=0.5, stability=6.0)
    weighed, weighed_matrices = made.full_day(10, tasks=24, objective=objective)
    earlier = tuple(
        p.Earlier(vehicle=v.id, tasks=tuple(t.id for t in weighed.tasks[number::6]))
        for number, v in enumerate(weighed.vehicles[:3])
    )
    return {
        "1 plain": (bare, matrices),
        "2 time windows": (replace(windows[0], facilities=(), rules=p.Rules()), windows[1]),
        "3 every rule": rich(3),
        "4 shipments": use.vroom_day(*rich(4, use.RichDay(tasks=22, shipments_share=0.4))),
        "5 charging": made.full_day(5, tasks=24),
        "6 locks": _with_locks(rich(6)),
        "7 breaks and rests": (rests, rest_matrices),
        "8 unloading apart": (apart, apart_matrices),
        "9 depots and overtime": (depots, depot_matrices),
        "10 objective": (replace(weighed, earlier=earlier), weighed_matrices),
    }


def _with_locks(day: Day) -> Day:
    """Locks of three kinds out of a plan that keeps them."""
    use, p = project.planning(), project.domain().problem
    routes = [r for r in use.PlanBuilder(use.DayIndex(*day)).construct().routes if len(r.tasks) > 2]
    locks = [
        p.Lock(kind="prefix", vehicle=routes[0].vehicle, tasks=routes[0].tasks[:2]),
        p.Lock(kind="vehicle", vehicle=routes[1].vehicle, tasks=routes[1].tasks[-1:]),
        p.Lock(kind="sequence", tasks=routes[1].tasks[:2]),
    ]
    return replace(day[0], locks=tuple(locks)), day[1]


def _with_trucks(day: Day, count: int) -> Day:
    return replace(day[0], vehicles=day[0].vehicles[:count]), day[1]


def _searched(engine: Callable[..., None], day: Day, iterations: int, **options: Any) -> Any:
    use = project.planning()
    found: list[Any] = []
    task = use.EngineTask(seconds=NEVER, seed=3, iterations=iterations)
    engine(use.DayIndex(*day), task, found.append, lambda: False, **options)
    return _told(day, found[-1])


def _told(day: Day, plan: Any) -> Any:
    return {"plan": _plan(plan), "violations": plain(project.planning().violations(*day, plan))}


def _plan(plan: Any) -> Any:
    return without(project.formats().native.plan_as_json(plan), "seconds")


def _edits(day: Day, plan: Any) -> Iterator[Any]:
    """Edits that fit the first plan; some no longer fit when they come, and are refused."""
    use = project.planning()
    names = [vehicle.id for vehicle in day[0].vehicles]
    first, second = plan.routes[0], plan.routes[1]
    stops = [step.id for step in use.service_steps(second)]
    left = [each.task for each in plan.unassigned]
    yield use.Move(task=first.tasks[0], vehicle=second.vehicle)
    yield use.Move(task=second.tasks[-1], vehicle=first.vehicle, position=0)
    yield use.Remove(task=second.tasks[0])
    yield use.Insert(task=second.tasks[0], vehicle=first.vehicle)
    for task in left[:2]:
        yield use.Insert(task=task, vehicle=names[-1])
    yield use.Reverse(vehicle=first.vehicle)
    yield use.Swap(vehicle=first.vehicle, other=second.vehicle)
    yield use.Reorder(vehicle=second.vehicle, tasks=tuple(reversed(stops)))
    for shipment in day[0].shipments[:1]:
        yield use.Move(task=shipment.id, vehicle=names[0])
        yield use.Insert(task=shipment.id, vehicle=names[0])
    yield use.Move(task="ghost", vehicle=names[0])
    yield use.Move(task=first.tasks[0], vehicle="ghost")
    yield use.Insert(task=first.tasks[0], vehicle=names[0], position=99)


def _broken_plans() -> dict[str, list[Any]]:
    use, made = project.planning(), project.made_up_days()
    found = {}
    for seed in range(3):
        whole = made.planned_day(seed)
        found[f"{seed} whole"] = use.violations(whole.problem, whole.matrices, whole.plan)
        for name, (code, commit) in made.BREACHES.items():
            day = commit(whole, Random(seed))
            if day is not None:
                broken = use.violations(day.problem, day.matrices, day.plan)
                found[f"{seed} {code} {name}"] = broken
    return found
