"""The cheapest of a few orders: found with fewer schedules, and the same."""

from __future__ import annotations

import random

import pytest

from data.domain.plan import Route
from routing.construct import stopovers
from routing.construct.repair import PlanBuilder
from routing.construct.stopovers import cheapest_route
from routing.generated_days import RichDay, rich_day
from routing.model.index import DayIndex
from routing.model.steps import Infeasible, Step, route_steps
from routing.schedule.route import probe_route


@pytest.mark.parametrize("seed", range(3))
def test_it_is_the_cheapest_and_not_every_order_is_scheduled(
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
