"""Made-up instances of the families that benchmarks use, so that nothing is tuned on the shared ones.

Capacitated ones follow the description of Uchoa et al. (2017), New benchmark instances for the
capacitated vehicle routing problem, section 4; those with time windows that of Solomon (1987) and
Gehring & Homberger (1999). Only the recipes are theirs: every number comes from our seed.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from routing.formats import solomon, vrplib
from routing.formats.native import ProblemFile

GRID = 1000
DEMANDS = ((1, 1), (1, 10), (5, 10), (1, 100), (50, 100))
DECAY = 40.0


def capacitated(customers: int, route_size: float, seed: int) -> ProblemFile:
    """Customers on a grid, scattered, clustered or both; depot in the middle, a corner or anywhere.

    Parameters
    ----------
    route_size
        Customers that fit one route on average.
    """
    rng = np.random.default_rng(seed)
    depot = [(GRID // 2, GRID // 2), (0, 0), tuple(rng.integers(0, GRID + 1, 2))][seed % 3]
    clustered = (0, customers, customers // 2)[(seed // 3) % 3]
    points = rng.integers(0, GRID + 1, (customers - clustered, 2))
    if clustered:
        seeds = rng.integers(0, GRID + 1, (int(rng.integers(3, 9)), 2))
        points = np.concatenate([points, _around(rng, seeds, clustered)])
    low, high = DEMANDS[seed % len(DEMANDS)]
    demand = rng.integers(low, high + 1, customers)
    capacity = max(int(np.ceil(route_size * demand.sum() / customers)), high)
    rows = [f"{number + 1} {a} {b}" for number, (a, b) in enumerate([depot, *points])]
    amounts = ["1 0", *(f"{number + 2} {amount}" for number, amount in enumerate(demand))]
    return vrplib.read_problem(
        f"NAME : made\nTYPE : CVRP\nDIMENSION : {customers + 1}\nEDGE_WEIGHT_TYPE : EUC_2D\n"
        f"CAPACITY : {capacity}\nNODE_COORD_SECTION\n"
        + "\n".join(rows)
        + "\nDEMAND_SECTION\n"
        + "\n".join(amounts)
        + "\nDEPOT_SECTION\n1\n-1\nEOF\n"
    )


def _around(rng: np.random.Generator, seeds: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Points kept with a probability that decays exponentially with their distance from each seed."""
    kept: list[NDArray[np.int64]] = []
    while len(kept) < count:
        point = rng.integers(0, GRID + 1, 2)
        away = np.hypot(*(seeds - point).T)
        if rng.random() < np.exp(-away / DECAY).sum():
            kept.append(point)
    return np.array(kept)


def windowed(customers: int, kind: str, seed: int) -> ProblemFile:
    """Customers with time windows.

    Parameters
    ----------
    kind
        ``R``, ``C`` or ``RC`` (scattered, clustered, both) and ``1`` or ``2`` (small trucks in a short
        day, large ones in a long day).
    """
    rng = np.random.default_rng(seed)
    side = 100.0 * np.sqrt(customers / 100)
    clustered = {"R": 0, "C": customers, "RC": customers // 2}[kind[:-1]]
    scattered = rng.uniform(0, side, (customers - clustered, 2))
    centres = rng.uniform(0, side, (max(3, customers // 20), 2))
    bunched = centres[rng.integers(0, len(centres), clustered)] + rng.normal(0, 4, (clustered, 2))
    points = np.rint(np.clip(np.concatenate([scattered, bunched]), 0, side))
    depot = np.array([side / 2, side / 2])
    long_day = kind.endswith("2")
    work = 90 if clustered == customers else 10
    horizon = int((4 if long_day else 1) * (230 + 4 * work) * np.sqrt(customers / 100))
    away = np.hypot(*(points - depot).T)
    first, last = np.ceil(away), np.floor(horizon - away - work)
    share, width = (0.25, 0.5, 0.75, 1.0)[seed % 4], (0.05, 0.15, 0.4)[(seed // 4) % 3] * horizon
    middle = rng.uniform(first, last)
    half = np.maximum(rng.normal(width, width / 4, customers), 10) / 2
    has = rng.random(customers) < share
    opens = np.where(has, np.clip(middle - half, first, last), 0).astype(int)
    closes = np.where(has, np.clip(middle + half, first, last), last).astype(int)
    demand = rng.integers(1, 41, customers)
    rows = [f"0 {depot[0]:.0f} {depot[1]:.0f} 0 0 {horizon} 0"]
    rows += [
        f"{k + 1} {points[k, 0]:.0f} {points[k, 1]:.0f} {demand[k]} {opens[k]} {closes[k]} {work}"
        for k in range(customers)
    ]
    return solomon.read_problem(
        f"made\n\nVEHICLE\nNUMBER CAPACITY\n{customers} {1000 if long_day else 200}\n\nCUSTOMER\n\n"
        + "\n".join(rows)
        + "\n"
    )
