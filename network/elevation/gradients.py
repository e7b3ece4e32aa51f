"""What hills do to a vehicle: slower climbs and careful descents, and the fuel of what it climbs.

Uphill a vehicle drives at most as fast as its engine can carry its mass (the *crawl speed*), the speed v at
which ``η P = v (m g (c + sin θ) + ½ ρ A v²)``: engine power against rolling, climbing and air. Run-up before
a climb is left out, so short climbs are a little too slow. Downhill from `ClimbModel.steep_descent` on, a
truck keeps to the 30 km/h that the law sets for steep descents.

The energy of climbing ``m g h`` counts in full on the way up. On the way down it is given back as far as
the vehicle would need it to keep rolling, and braked away beyond: so mild hills cost nothing, steep ones do.

References
----------
Rakha, Lucic, Demarchi, Setti & Van Aerde (2001), Vehicle dynamics model for predicting maximum truck
acceleration levels, J. Transp. Eng. 127(5): resistances and driveline losses; 道路交通安全法实施条例 art. 46:
descents; IPCC (2006), Guidelines vol. 2, table 1.4: 74.1 kg CO2/GJ of diesel oil; Guzzella & Sciarretta
(2013), Vehicle Propulsion Systems: Willans lines, about 0.4 of the fuel's energy added comes out as work.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from network.graph.road_graph import RoadGraph
from network.graph.shapes import ranges

GRAVITY = 9.81
AIR_KG_PER_M3 = 1.2256
DRIVELINE = 0.89
"""Share of the engine's power that reaches the wheels (Rakha et al.: 0.88 to 0.94)."""

ROLLING = 0.008
"""Rolling resistance as a share of the weight: radial tyres on asphalt at some 50 km/h (Rakha et al.)."""

KEPT_ROLLING = 0.012
"""Descent that a vehicle uses up by itself at some 50 km/h, rolling and air together; the rest is braked."""

STEEPEST = 0.15
"""Roads are hardly steeper; what is read beyond is the ground beside them."""

CO2_KG_PER_MJ = 0.0741 / (0.40 * DRIVELINE)
"""Of diesel, per MJ of work at the wheels."""

METHOD_EN = (
    "climbs: mass x 9.81 x height, less what descents up to 1.2 % give back, at 0.208 kg CO2 per MJ "
    "(IPCC 2006: 74.1 kg/GJ of diesel; 40 % engine, 89 % driveline; heights: SRTM)"
)
METHOD_ZH = (
    "爬坡:质量 × 9.81 × 高差,减去 1.2 % 以内下坡回收的部分,按 0.208 kg CO2/MJ "
    "(IPCC 2006:柴油 74.1 kg/GJ;发动机 40 %,传动 89 %;高程:SRTM)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClimbModel:
    """What decides how fast a vehicle climbs and descends.

    Attributes
    ----------
    power_kw
        Rated power of the engine.
    drag_area_m2
        Drag coefficient times frontal area.
    steep_descent, steep_descent_kph
        Downhill gradient (0.07 is 7 %) from which the speed holds; 0 km/h for none.
    """

    power_kw: float
    drag_area_m2: float
    steep_descent: float
    steep_descent_kph: float

    def crawl_kph(self, gradient: NDArray[np.float64], mass_t: float) -> NDArray[np.float64]:
        """Fastest steady speed up gradients, by Newton's method from above."""
        mass_kg = mass_t * 1000.0
        slope = np.sin(np.arctan(np.maximum(gradient, 0.0)))
        push = mass_kg * GRAVITY * (ROLLING + slope)
        drag = 0.5 * AIR_KG_PER_M3 * self.drag_area_m2
        power = self.power_kw * 1000.0 * DRIVELINE
        # Without air the speed would be power / push: an upper bound, from which Newton falls to the root.
        speed = power / push
        for _ in range(12):
            speed = speed - (drag * speed**3 + push * speed - power) / (3 * drag * speed**2 + push)
        return np.asarray(speed * 3.6)


def hilly_duration_ms(
    graph: RoadGraph, flat_kph: NDArray[np.float64], model: ClimbModel, mass_t: float
) -> NDArray[np.float64]:
    """Milliseconds, not rounded, to drive every edge over its hills; shape (m,).

    Parameters
    ----------
    flat_kph
        float64, (m,): speed on the level, 0 where closed.
    mass_t
        Of the vehicle as it drives; 0, unknown, is driven as on the level.
    """
    edge, gradient, length_m = _steps(graph)
    flat = flat_kph[edge]
    speed = np.minimum(flat, model.crawl_kph(gradient, mass_t)) if mass_t > 0 else flat.copy()
    if model.steep_descent_kph > 0:
        steep = gradient <= -model.steep_descent
        speed[steep] = np.minimum(speed[steep], model.steep_descent_kph)
    with np.errstate(divide="ignore"):
        step_ms = length_m * 3600 / speed
    return np.asarray(np.bincount(edge, weights=step_ms, minlength=graph.edges))


def ascent_descent_m(graph: RoadGraph) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Metres up and metres down along every edge; shape (m,) each, zeros without elevation."""
    if not graph.has_elevation:
        return np.zeros(graph.edges), np.zeros(graph.edges)
    edge, gradient, length_m = _steps(graph)
    rise = gradient * length_m
    up, down = (
        np.bincount(edge, weights=np.maximum(sign * rise, 0.0), minlength=graph.edges).astype(np.float64)
        for sign in (1.0, -1.0)
    )
    return up, down


def net_climb_m(graph: RoadGraph) -> NDArray[np.float64]:
    """Metres of climbing that every edge costs, less what its descents give back; below 0 downhill; (m,)."""
    if not graph.has_elevation:
        return np.zeros(graph.edges)
    edge, gradient, length_m = _steps(graph)
    paid = np.where(gradient > 0, gradient, -np.minimum(-gradient, KEPT_ROLLING)) * length_m
    return np.asarray(np.bincount(edge, weights=paid, minlength=graph.edges))


def climb_co2_kg(paid_m: float, mass_kg: float) -> float:
    """Kilograms of CO2 of climbing `paid_m` (`net_climb_m` along a path) with a mass; diesel."""
    return paid_m * mass_kg * GRAVITY / 1e6 * CO2_KG_PER_MJ


def _steps(graph: RoadGraph) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Every edge's steps between heights: the edge, its gradient as driven, its length in metres."""
    first = graph.first_elevation
    counts = np.diff(first) - 1
    rise = np.diff(graph.elevation_m.astype(np.float64))
    per_edge = counts[graph.edge_piece]
    edge = np.repeat(np.arange(graph.edges), per_edge)
    rows = ranges(first[:-1][graph.edge_piece], per_edge)
    length_m = (graph.piece_length_dm / 10 / counts)[graph.edge_piece][edge]
    sign = np.where(graph.edge_forward, 1.0, -1.0)[edge]
    gradient = np.clip(sign * rise[rows] / length_m, -STEEPEST, STEEPEST)
    return edge, gradient, length_m
