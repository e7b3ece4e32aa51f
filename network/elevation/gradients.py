"""Effect of gradients on vehicles: speed of climbs and descents, and CO2 of climbing.

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

RECOVERED_DESCENT = 0.012
"""Gradient of a descent recovered by rolling and air resistance at some 50 km/h; the rest is braked."""

MAX_GRADIENT = 0.15
"""Largest gradient; steeper ones are artefacts of the terrain beside the road."""

CO2_KG_PER_MJ = 0.0741 / (0.40 * DRIVELINE)
"""Of diesel, per MJ of work at the wheels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClimbModel:
    """Parameters of the speed on climbs and descents.

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
        """Largest steady speed on gradients in km/h, by Newton's method; shape of `gradient`."""
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
    """Durations of all edges with gradients, in milliseconds, not rounded; float64 (m,).

    Parameters
    ----------
    flat_kph
        float64, (m,): speed on the level, 0 where closed.
    mass_t
        Mass of the vehicle with load; 0 (unknown) ignores climbs.
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
    """Ascent and descent of every edge in metres; float64 (m,) each, zeros without elevation."""
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
    """Ascent of every edge less its recovered descent, in metres; negative downhill; float64 (m,)."""
    if not graph.has_elevation:
        return np.zeros(graph.edges)
    edge, gradient, length_m = _steps(graph)
    net = np.where(gradient > 0, gradient, -np.minimum(-gradient, RECOVERED_DESCENT)) * length_m
    return np.asarray(np.bincount(edge, weights=net, minlength=graph.edges))


def climb_co2_kg(net_m: float, mass_kg: float) -> float:
    """CO2 in kilograms of a diesel vehicle for `net_m` metres of `net_climb_m` with a mass."""
    return net_m * mass_kg * GRAVITY / 1e6 * CO2_KG_PER_MJ


def _steps(graph: RoadGraph) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64]]:
    """Steps between heights along all edges: edge, gradient as driven, length in metres."""
    first = graph.first_elevation
    counts = np.diff(first) - 1
    rise = np.diff(graph.elevation_m.astype(np.float64))
    per_edge = counts[graph.edge_piece]
    edge = np.repeat(np.arange(graph.edges), per_edge)
    rows = ranges(first[:-1][graph.edge_piece], per_edge)
    length_m = (graph.piece_length_dm / 10 / counts)[graph.edge_piece][edge]
    sign = np.where(graph.edge_forward, 1.0, -1.0)[edge]
    gradient = np.clip(sign * rise[rows] / length_m, -MAX_GRADIENT, MAX_GRADIENT)
    return edge, gradient, length_m
