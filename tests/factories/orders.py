"""Random orders of tasks with unloadings, small enough to enumerate."""

from __future__ import annotations

import random

from data.domain.problem import Facility, LoadCap, Problem, Rules, Shipment, ShipmentStop, Task, Window
from routing.model.steps import Step
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
