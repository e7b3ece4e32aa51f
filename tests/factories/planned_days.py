"""Random days with a plan that keeps every rule: the plan is driven first, the rules drawn around it.

Windows, capacities, shifts, caps, intakes and ranges are drawn close to what the plan needs, often
with nothing to spare, so that both an honest plan and the smallest breach are tried at the limit.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

import numpy as np

from data.domain.matrix import TravelMatrices, TravelMatrix
from data.domain.plan import Plan, Route
from data.domain.problem import (
    Facility,
    LoadCap,
    Lock,
    Problem,
    Rest,
    Rules,
    Shipment,
    ShipmentStop,
    Task,
    Vehicle,
    VehicleCost,
)
from tests.factories.routes import Do, drive, loads_after, plan_of

PLACES = 9
REST = Rest(after_driving_s=5_000, duration_s=900)
FACILITIES = (
    Facility(id="yard", place=0, unload_s=600, accepts=frozenset({"appliance", "paper"})),
    Facility(id="depot", place=8, unload_s=300),
)
TYPES = ("appliance", "battery", "paper", None)


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """A problem, its matrices, and a plan that holds."""

    problem: Problem
    matrices: TravelMatrices
    plan: Plan


def planned_day(seed: int, *, vehicles: int = 2, tasks: int = 8) -> PlannedDay:
    """A day of `tasks` tasks, a shipment per vehicle, and one optional task that nobody serves."""
    random = Random(seed)
    matrices = {name: _matrix(random) for name in ("car", "van")}
    demanded = [_task(random, f"t{number}") for number in range(tasks)]
    shipments = [_shipment(random, f"s{number}") for number in range(vehicles)]
    spare = Task(id="spare", place=1, demand=(1, 1), penalty=random.choice([0.0, 75.5]))
    trucks = [
        Vehicle(
            id=f"v{number}",
            start=0,
            end=random.choice([0, 8]),
            shift=(0, 10**6),
            profile=random.choice(["car", "van"]),
            cost=VehicleCost(fixed=_price(random), per_km=1.25, per_h=_price(random), per_overtime_h=9.0),
        )
        for number in range(vehicles)
    ]
    problem = Problem(
        vehicles=tuple(trucks),
        tasks=(*demanded, spare),
        shipments=tuple(shipments),
        facilities=FACILITIES,
        rules=Rules(rest=REST, end_empty=True),
        dimensions=("kg", "l"),
    )
    orders = {
        truck.id: _order(random, demanded[number::vehicles], shipments[number].id)
        for number, truck in enumerate(trucks)
    }
    for truck in trucks:
        orders[truck.id] = rested(problem, matrices, truck.id, orders[truck.id])
    leave_s = {truck.id: random.randrange(0, 4_000) for truck in trucks}
    routes = [drive(problem, matrices, name, order, leave_s=leave_s[name]) for name, order in orders.items()]
    problem = _ruled(random, problem, orders, routes)
    again = [drive(problem, matrices, name, order, leave_s=leave_s[name]) for name, order in orders.items()]
    return PlannedDay(problem, matrices, plan_of(problem, again))


def rested(problem: Problem, matrices: TravelMatrices, name: str, order: list[Do]) -> list[Do]:
    """The order with rests put in: inside a leg as late as allowed, a service's wait never counted on."""
    vehicle = next(each for each in problem.vehicles if each.id == name)
    duration_s = matrices[vehicle.profile].duration_s
    route = drive(problem, matrices, name, order)
    acts = [visit.place for visit in route.visits if visit.kind not in ("rest", "break")]
    done: list[Do] = []
    driven_s, here = 0, acts[0]
    for step, there in zip([*order, Do("depot")], acts[1:], strict=True):
        leg_s, at_s = int(duration_s[here, there]), 0
        while driven_s + leg_s - at_s > REST.after_driving_s:
            at_s += REST.after_driving_s - driven_s
            stands = at_s == 0
            done.append(Do("rest", drive_s=None if stands else at_s, lasts_s=REST.duration_s))
            driven_s = 0
        driven_s, here = driven_s + leg_s - at_s, there
        done.append(step)
    return done[:-1]


def _price(random: Random) -> float:
    return round(random.uniform(0, 90), 2)


def _matrix(random: Random) -> TravelMatrix:
    rows = [[0 if i == j else random.randrange(200, 3_500) for j in range(PLACES)] for i in range(PLACES)]
    duration_s = np.array(rows, np.int32)
    distance_m = np.where(duration_s > 0, duration_s * 12 + random.randrange(50), 0).astype(np.int32)
    return TravelMatrix(duration_s=duration_s, distance_m=distance_m)


def _task(random: Random, name: str) -> Task:
    return Task(
        id=name,
        place=random.randrange(1, PLACES - 1),
        demand=random.choice([(), (random.randrange(1, 50), random.randrange(200))]),
        delivery=random.choice([(), (), (random.randrange(1, 20), 10)]),
        service_s=random.randrange(0, 900),
        setup_s=random.choice([0, 120]),
        load_type=random.choice(TYPES),
    )


def _shipment(random: Random, name: str) -> Shipment:
    pickup, delivery = random.sample(range(1, PLACES), 2)
    return Shipment(
        id=name,
        pickup=ShipmentStop(place=pickup, service_s=60, setup_s=30),
        delivery=ShipmentStop(place=delivery, service_s=90),
        demand=(random.randrange(1, 40), 100),
        load_type=random.choice(TYPES),
    )


def _order(random: Random, tasks: list[Task], shipment: str) -> list[Do]:
    """Tasks in trips, a shipment inside the first trip, unloading where everything is accepted."""
    steps = [Do("collect", task.id, wait_s=random.choice([0, 0, 400, 1_200])) for task in tasks]
    cut = random.randrange(1, len(steps))
    first, second = steps[:cut], steps[cut:]
    at = random.randrange(len(first) + 1)
    first[at:at] = [Do("pickup", shipment)]
    first.insert(random.randrange(at + 1, len(first) + 1), Do("deliver", shipment))
    return [*first, Do("unload", "depot"), *second, Do("unload", _accepting(tasks[cut:]))]


def _accepting(tasks: list[Task]) -> str:
    types = {task.load_type for task in tasks if task.load_type}
    return "depot" if "battery" in types else "yard"


def _ruled(random: Random, problem: Problem, orders: dict[str, list[Do]], routes: list[Route]) -> Problem:
    """Rules drawn around the routes that were driven."""
    starts = {visit.task: visit for route in routes for visit in route.visits if visit.kind == "collect"}
    holder = {name: route.vehicle for route in routes for name in route.tasks}
    tasks = []
    for task in problem.tasks:
        if task.id not in starts:
            tasks.append(task)
            continue
        start_s = starts[task.id].start_s or 0
        late_s = start_s + random.choice([0, 0, 500])
        windows = random.choice([(), ((start_s, late_s),), ((0, 1), (start_s, late_s), (late_s + 9, 10**6))])
        release_s = 0 if any(task.delivery) else random.choice([0, start_s])
        skill = frozenset({f"only {holder[task.id]}"} if random.random() < 0.3 else ())
        tasks.append(replace(task, windows=windows, release_s=release_s, skills=skill))
    trucks = [
        replace(
            truck,
            shift=(random.choice([0, route.visits[0].departure_s]), _back(route) - random.choice([0, 600])),
            overtime_s=600,
            capacity=_most(problem, orders[truck.id], route),
            skills=frozenset({f"only {truck.id}"}),
            max_distance_m=random.choice([None, route.distance_m]),
            max_duration_s=random.choice([None, route.duration_s]),
        )
        for truck, route in zip(problem.vehicles, routes, strict=True)
    ]
    locks = (
        Lock(kind="prefix", vehicle=routes[0].vehicle, tasks=routes[0].tasks[:2]),
        Lock(kind="sequence", tasks=routes[-1].tasks[-2:]),
        Lock(kind="vehicle", vehicle=routes[0].vehicle, tasks=routes[0].tasks[-1:]),
    )
    caps = (LoadCap(load_type="battery", dimension="kg", max=200),)
    rules = replace(problem.rules, load_caps=caps, incompatible=(("battery", "asbestos"),))
    return replace(problem, tasks=tuple(tasks), vehicles=tuple(trucks), locks=locks, rules=rules)


def _back(route: Route) -> int:
    return route.visits[-1].arrival_s or 0


def _most(problem: Problem, order: list[Do], route: Route) -> tuple[int, ...]:
    """The largest load of the route in each dimension: a capacity with nothing to spare."""
    tasks = {task.id: task for task in problem.tasks}
    first = [0, 0]
    for step in order:
        if step.kind == "unload":
            break
        if step.kind == "collect" and tasks[step.id].delivery:
            first = [a + b for a, b in zip(first, tasks[step.id].delivery, strict=True)]
    loads = [tuple(first), *loads_after(problem, order)]
    return tuple(max(load[dimension] for load in loads) for dimension in range(2))
