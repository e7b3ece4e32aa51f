"""Stopovers, against every way to place unloadings; the cheapest of several orders."""

from __future__ import annotations

import itertools
import random

import pytest

from benchmarks.generated_days import RichDay, rich_day
from data.domain.plan import Route
from routing.construct import stopovers
from routing.construct.repair import PlanBuilder
from routing.construct.stopovers import cheapest_route, place_stopovers
from routing.model.index import DayIndex
from routing.model.loads import loads_along
from routing.model.steps import Infeasible, Step, route_steps
from routing.schedule.route import probe_route
from tests.factories.orders import PLACES, random_day


def every_placing(index: DayIndex, order: tuple[Step, ...]):
    """At most one unloading after each step, at each facility."""
    choices = [None, *(Step("unload", name) for name in index.facilities)]
    for chosen in itertools.product(choices, repeat=len(order)):
        steps = [
            (step,) if extra is None else (step, extra) for step, extra in zip(order, chosen, strict=True)
        ]
        yield tuple(itertools.chain.from_iterable(steps))


def within_intake(index: DayIndex, steps: tuple[Step, ...]) -> bool:
    loads = loads_along(index, index.problem.vehicles[0], steps)
    if isinstance(loads, Infeasible):
        return False
    taken = sum(
        amounts[0]
        for step, amounts in zip(steps, loads.unloaded, strict=True)
        if step == Step("unload", "f2")
    )
    intake = index.facilities["f2"].intake
    assert intake is not None
    return taken <= intake[0]


@pytest.mark.parametrize(("windows", "dearer"), [(False, 1.0), (True, 1.02)], ids=["no windows", "windows"])
def test_is_as_cheap_as_the_best_of_all_placings(*, windows: bool, dearer: float) -> None:
    """On random orders; where nothing fits, neither finds a route. Waiting may cost a little."""
    feasible = 0
    for seed in range(80):
        problem, order = random_day(seed, windows=windows)
        index = DayIndex(problem, PLACES)
        results = [
            probe_route(index, "v1", steps)
            for steps in every_placing(index, order)
            if within_intake(index, steps)
        ]
        costs = [result.cost for result in results if isinstance(result, Route)]
        found = place_stopovers(index, index.vehicles["v1"], order)
        if not costs:
            assert isinstance(found, Infeasible), seed
            continue
        feasible += 1
        assert isinstance(found, Route), (seed, found)
        assert min(costs) - 1e-6 <= found.cost <= min(costs) * dearer + 1e-6, seed
    assert feasible > 50


@pytest.mark.parametrize("seed", range(3))
def test_cheapest_route_schedules_fewer_orders_and_returns_the_cheapest(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng, probed = random.Random(seed), list[tuple[Step, ...]]()
    tried = 0
    index = DayIndex(*rich_day(seed, RichDay(tasks=40)))
    plan = PlanBuilder(index).construct()

    def probe(index: DayIndex, vehicle: str, order: tuple[Step, ...]) -> Route | Infeasible:
        probed.append(order)
        return probe_route(index, vehicle, order)

    monkeypatch.setattr(stopovers, "probe_route", probe)
    for route in plan.routes:
        steps = list(route_steps(route))
        orders = [tuple(steps), *(tuple(rng.sample(steps, len(steps))) for _ in range(12))]
        rng.shuffle(orders)
        tried += len(orders)
        each = [probe_route(index, route.vehicle, order) for order in orders]
        cheapest = min((found for found in each if isinstance(found, Route)), key=lambda found: found.cost)
        assert cheapest_route(index, index.vehicles[route.vehicle], orders) == cheapest
    assert len(probed) < tried
