"""Placing unloadings, against every way to place them."""

from __future__ import annotations

import itertools
import random

import pytest

from data.domain.plan import Route
from data.domain.problem import Facility, LoadCap, Problem, Rules, Shipment, ShipmentStop, Task, Window
from routing.construct.stopover_orders import feasible_trips
from routing.construct.stopovers import place_stopovers
from routing.model.index import DayIndex
from routing.model.loads import loads_along
from routing.model.steps import Infeasible, Step
from routing.schedule import probe_route
from tests.factories.routes import line
from tests.factories.small_days import truck

PLACES = line(0, 3_000, 6_000, 9_000, 12_000, 15_000)
TYPES = ("appliance", "battery", "paper", None)


def random_day(seed: int, *, windows: bool = True) -> tuple[Problem, tuple[Step, ...]]:
    """Up to five tasks, perhaps a shipment, two facilities; and an order of all."""
    rng = random.Random(seed)
    tasks = tuple(
        Task(
            id=f"t{number}",
            place=rng.randint(1, 5),
            demand=(rng.randint(5, 60),),
            delivery=(rng.randint(1, 30),) if rng.random() < 0.2 else (),
            service_s=300,
            load_type=rng.choice(TYPES),
            windows=_windows(rng) if windows else (),
        )
        for number in range(rng.randint(1, 5))
    )
    shipments = ()
    if rng.random() < 0.3:
        stops = (ShipmentStop(place=rng.randint(1, 5)), ShipmentStop(place=rng.randint(1, 5)))
        shipments = (
            Shipment(id="s", pickup=stops[0], delivery=stops[1], demand=(20,), load_type=rng.choice(TYPES)),
        )
    problem = Problem(
        vehicles=(truck(capacity=(100,), shift=(0, rng.randint(9_000, 40_000))),),
        tasks=tasks,
        shipments=shipments,
        facilities=(
            Facility(id="f1", place=1, unload_s=300, windows=((0, rng.randint(8_000, 40_000)),)),
            Facility(
                id="f2",
                place=4,
                unload_s=200,
                accepts=frozenset({"battery", "paper"}),
                intake=(rng.randint(50, 200),),
            ),
        ),
        rules=Rules(
            end_empty=rng.random() < 0.8,
            incompatible=(("appliance", "battery"),),
            load_caps=(LoadCap(load_type="battery", dimension="kg", max=70),),
        ),
        dimensions=("kg",),
    )
    order = [Step("collect", each.id) for each in tasks]
    rng.shuffle(order)
    if shipments:
        first = rng.randint(0, len(order))
        order.insert(first, Step("pickup", "s"))
        order.insert(rng.randint(first + 1, len(order)), Step("deliver", "s"))
    return problem, tuple(order)


def _windows(rng: random.Random) -> tuple[Window, ...]:
    return ((rng.randint(0, 9_000), rng.randint(9_000, 20_000)),) if rng.random() < 0.3 else ()


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


def test_trips_are_those_that_the_ledger_allows() -> None:
    """Step by step, the fast scan of trips and the ledger of loads agree."""
    for seed in range(200):
        problem, order = random_day(seed)
        index = DayIndex(problem, PLACES)
        vehicle = problem.vehicles[0]
        for first in range(len(order)):
            found = {trip.until for trip in feasible_trips(index, vehicle, order, first)}
            expected = set()
            for until in range(first + 1, len(order) + 1):
                closing = (*order[first:until], Step("unload", "f1"))
                if not isinstance(loads_along(index, vehicle, closing), Infeasible):
                    expected.add(until)
            assert found == expected, (seed, first)
