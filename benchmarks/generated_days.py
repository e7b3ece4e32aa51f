"""Made-up recycling days with every rule switched on, for tests and benchmarks.

A town in the middle of a plane, villages around it, two facilities, three kinds of trucks. All
numbers come from one seed; nothing here describes a real place.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from data.domain.matrix import DEFAULT_PROFILE, TravelMatrices, TravelMatrix
from data.domain.problem import (
    Amounts,
    Break,
    Facility,
    LoadCap,
    Problem,
    Rest,
    Rules,
    Shipment,
    ShipmentStop,
    Task,
    Vehicle,
    VehicleCost,
    Window,
)

DETOUR = 1.3
SLOW_KPH, FAST_KPH = 28.0, 55.0
TOWN_KM = 6.0
HOUR_S = 3600
DAY_S = 10 * HOUR_S


@dataclass(frozen=True, slots=True, kw_only=True)
class RichDay:
    """What a made-up day contains.

    Attributes
    ----------
    tasks
        Collections; shipments come on top.
    radius_km
        Of the villages around the town.
    shipments_share, deliveries_share, mandatory_share
        Per collection.
    breaks, second_windows, overtime
        Whether such things occur.
    """

    tasks: int = 100
    radius_km: float = 45.0
    shipments_share: float = 0.04
    deliveries_share: float = 0.04
    mandatory_share: float = 0.1
    breaks: bool = True
    second_windows: bool = True
    overtime: bool = True


@dataclass(frozen=True, slots=True)
class _Kind:
    """A kind of truck; prices in yuan."""

    name: str
    capacity: Amounts
    skills: frozenset[str]
    cost: VehicleCost
    max_distance_m: int | None = None


KINDS = (
    _Kind("van", (1400, 9000), frozenset({"narrow"}), VehicleCost(fixed=60, per_km=0.55, per_h=24), 260_000),
    _Kind("truck", (4500, 22000), frozenset(), VehicleCost(fixed=120, per_km=1.1, per_h=28)),
    _Kind(
        "certified",
        (1800, 11000),
        frozenset({"narrow", "lithium"}),
        VehicleCost(fixed=80, per_km=0.6, per_h=27),
    ),
)


def rich_day(seed: int, day: RichDay | None = None) -> tuple[Problem, TravelMatrices]:
    """A problem with all rules on, and its matrices.

    Parameters
    ----------
    seed
        Same seed and day: same problem, on every machine.
    """
    chosen = day or RichDay()
    rng = np.random.default_rng(seed)
    shipments = round(chosen.tasks * chosen.shipments_share)
    places = _places(rng, 3 + chosen.tasks + 2 * shipments, chosen.radius_km)
    matrices = {DEFAULT_PROFILE: _matrix(rng, places)}
    problem = Problem(
        dimensions=("kg", "l"),
        vehicles=_vehicles(rng, chosen),
        tasks=tuple(_task(rng, number, 3 + number, chosen) for number in range(chosen.tasks)),
        shipments=tuple(_shipment(rng, number, 3 + chosen.tasks + 2 * number) for number in range(shipments)),
        facilities=_facilities(),
        rules=Rules(
            rest=Rest(after_driving_s=4 * HOUR_S, duration_s=1200),
            incompatible=(("appliance", "battery"), ("battery", "low_value")),
            load_caps=(LoadCap(load_type="battery", dimension="kg", max=333),),
            end_empty=True,
        ),
    )
    return problem, matrices


def pyvrp_day(problem: Problem, matrices: TravelMatrices) -> tuple[Problem, TravelMatrices]:
    """A day without the rules that PyVRP cannot model, for comparisons that are fair to it.

    Gone are rests, breaks, overtime, segregation, caps, shipments and deliveries; every facility takes
    everything; set-up is part of the service. Kept are windows, skills, two capacities, unloading, prices.
    """
    reduced = replace(
        problem,
        vehicles=tuple(replace(v, breaks=(), overtime_s=0) for v in problem.vehicles),
        tasks=tuple(
            replace(t, delivery=(), service_s=t.service_s + t.setup_s, setup_s=0) for t in problem.tasks
        ),
        shipments=(),
        facilities=tuple(replace(facility, accepts=None) for facility in problem.facilities),
        rules=Rules(end_empty=problem.rules.end_empty),
    )
    return reduced, matrices


def vroom_day(problem: Problem, matrices: TravelMatrices) -> tuple[Problem, TravelMatrices]:
    """A day without the rules that VROOM cannot model, for comparisons that are fair to it.

    As `pyvrp_day`, and without unloading (one trip per truck) and releases of deliveries; breaks, shipments
    and deliveries stay.
    """
    reduced, _ = pyvrp_day(problem, matrices)
    return replace(
        reduced,
        vehicles=tuple(replace(v, overtime_s=0) for v in problem.vehicles),
        tasks=tuple(
            replace(kept, delivery=given.delivery, release_s=0 if any(given.delivery) else given.release_s)
            for kept, given in zip(reduced.tasks, problem.tasks, strict=True)
        ),
        shipments=problem.shipments,
        facilities=(),
        rules=Rules(),
    ), matrices


def _places(rng: np.random.Generator, count: int, radius_km: float) -> NDArray[np.float64]:
    """Depot and first facility in the town, the second at its edge, then sites in town and villages."""
    villages = max(3, count // 12)
    angles = rng.uniform(0, 2 * math.pi, villages)
    distances = radius_km * np.sqrt(rng.uniform(0.05, 1.0, villages))
    centres = np.stack([distances * np.cos(angles), distances * np.sin(angles)], axis=1)
    in_town = rng.random(count) < 0.55
    spread = rng.normal(0, 1, (count, 2))
    places = np.where(
        in_town[:, None], spread * TOWN_KM / 2, centres[rng.integers(0, villages, count)] + spread
    )
    places[0], places[1], places[2] = (0.5, -1.0), (-2.0, 2.0), (14.0, 6.0)
    return places


def _matrix(rng: np.random.Generator, places: NDArray[np.float64]) -> TravelMatrix:
    """Longer trips are faster; no way is exactly as long as the way back; via points never save."""
    gap_km = np.hypot(*(places[:, None, :] - places[None, :, :]).transpose(2, 0, 1))
    road_km = gap_km * DETOUR
    kph = SLOW_KPH + (FAST_KPH - SLOW_KPH) * np.minimum(1.0, road_km / 30.0)
    bias = 1.0 + 0.04 * rng.random((len(places), len(places)))
    duration_s = road_km / kph * HOUR_S * bias + 25 * (gap_km > 0)
    distance_m = road_km * 1000
    return TravelMatrix(
        duration_s=_closed(duration_s).astype(np.int32), distance_m=np.rint(distance_m).astype(np.int32)
    )


def _closed(duration_s: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shortest ways, so that the triangle inequality holds as it does on roads."""
    closed = np.ceil(duration_s)
    for via in range(len(closed)):
        np.minimum(closed, closed[:, via, None] + closed[None, via, :], out=closed)
    return closed


def _vehicles(rng: np.random.Generator, day: RichDay) -> tuple[Vehicle, ...]:
    count = max(4, round(day.tasks / 9))
    vehicles = []
    for number in range(count):
        kind = KINDS[number % len(KINDS)]
        opens_s = int(rng.choice([0, 0, 1800]))
        lunch = Break(window=(opens_s + 12600, opens_s + 18000), duration_s=1800)
        overtime = day.overtime and number % 4 == 0
        vehicles.append(
            Vehicle(
                id=f"{kind.name}-{number + 1}",
                start=0,
                end=0,
                shift=(opens_s, opens_s + 9 * HOUR_S),
                overtime_s=HOUR_S if overtime else 0,
                capacity=kind.capacity,
                skills=kind.skills,
                cost=VehicleCost(
                    fixed=kind.cost.fixed,
                    per_km=kind.cost.per_km,
                    per_h=kind.cost.per_h,
                    per_overtime_h=36.0 if overtime else 0.0,
                ),
                breaks=(lunch,) if day.breaks and number % 3 == 1 else (),
                max_distance_m=kind.max_distance_m,
            )
        )
    return tuple(vehicles)


def _task(rng: np.random.Generator, number: int, place: int, day: RichDay) -> Task:
    load_type = str(rng.choice(["appliance", "battery", "low_value"], p=[0.5, 0.15, 0.35]))
    kg, litres = {
        "appliance": (int(rng.integers(40, 320)), int(rng.integers(300, 2400))),
        "battery": (int(rng.integers(10, 90)), int(rng.integers(10, 120))),
        "low_value": (int(rng.integers(30, 500)), int(rng.integers(400, 3000))),
    }[load_type]
    skills = frozenset({"lithium"} if load_type == "battery" else {"narrow"} if rng.random() < 0.1 else ())
    delivered = rng.random() < day.deliveries_share and load_type != "battery"
    return Task(
        id=f"t{number + 1}",
        place=place,
        demand=(kg, litres),
        delivery=(kg // 3, litres // 3) if delivered else (),
        service_s=int(rng.integers(4, 16)) * 60,
        setup_s=int(rng.choice([0, 0, 120])),
        windows=_windows(rng, day),
        skills=skills,
        load_type=load_type,
        penalty=None if rng.random() < day.mandatory_share else float(rng.integers(60, 400)),
        release_s=int(rng.choice([0] * 9 + [HOUR_S])),
    )


def _windows(rng: np.random.Generator, day: RichDay) -> tuple[Window, ...]:
    draw = rng.random()
    if draw < 0.5:
        return ()
    if draw < 0.65 and day.second_windows:
        return ((1800, 2 * HOUR_S), (6 * HOUR_S, 8 * HOUR_S))
    opens_s = int(rng.integers(0, 12)) * 1800
    return ((opens_s, opens_s + int(rng.integers(2, 7)) * 1800),)


def _shipment(rng: np.random.Generator, number: int, place: int) -> Shipment:
    amounts = (int(rng.integers(50, 300)), int(rng.integers(400, 2000)))
    return Shipment(
        id=f"s{number + 1}",
        pickup=ShipmentStop(place=place, service_s=300, windows=((0, 7 * HOUR_S),)),
        delivery=ShipmentStop(place=place + 1, service_s=300),
        demand=amounts,
        penalty=float(rng.integers(80, 300)),
    )


def _facilities() -> tuple[Facility, ...]:
    return (
        Facility(id="sorting", place=1, unload_s=900, windows=((0, DAY_S),)),
        Facility(
            id="yard",
            place=2,
            unload_s=600,
            windows=((HOUR_S, 9 * HOUR_S),),
            accepts=frozenset({"appliance", "low_value"}),
        ),
    )
