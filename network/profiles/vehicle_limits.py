"""A vehicle's own mass and size narrow, or widen, its profile: which signs on a network bind it.

Two vehicles that the same signs refuse drive the same, so they get one profile and share all that is
computed for it, its metric and matrices included. On a network with elevation the mass also decides how
fast a vehicle climbs, and only vehicles of one mass share.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from data.domain.vehicle_size import USUAL_SIZE, VehicleSize
from network.graph.road_graph import RoadGraph
from network.profiles.profile import Profile, exceeds_limit, load_profile, signed_limits

_UNITS = {
    "mass_t": "t",
    "height_m": "m high",
    "width_m": "m wide",
    "length_m": "m long",
    "axleload_t": "t axle",
}
"""Figures in the order of `signed_limits`, and how a name states them."""


def profile_for(graph: RoadGraph, profile: Profile | str, size: VehicleSize = USUAL_SIZE) -> Profile:
    """The profile by which a vehicle of some size drives on a network.

    Its name tells what differs from the profile it came from, such as ``truck_8t 6.2 t``; where nothing
    does on this network it is that profile itself.

    Raises
    ------
    NotFoundError
        N301: there is no profile of that name.
    """
    base = load_profile(profile) if isinstance(profile, str) else profile
    own = base.for_vehicle(**size.given())
    if own == base:
        return base
    unbound = base.for_vehicle(**dict.fromkeys(_UNITS, 0.0))
    limits = [limit for limit, _ in signed_limits(graph, unbound)]
    figures = {
        name: _standing_for(limit, getattr(own, name), getattr(base, name))
        for name, limit in zip(_UNITS, limits, strict=True)
    }
    if graph.has_elevation:
        figures["mass_t"] = own.mass_t
    different = {name: value for name, value in figures.items() if value != getattr(base, name)}
    name = " ".join([base.name, *(f"{value:g} {_UNITS[figure]}" for figure, value in different.items())])
    return replace(base.for_vehicle(**different), name=name)


def _standing_for(limit: NDArray[np.float32], own: float, usual: float) -> float:
    """The figure that stands for all which the same signs refuse; the usual one where it is among them.

    It is the tightest sign that is passed: only lower ones refuse.
    """
    signs = np.unique(limit[limit > 0])
    passed = int(exceeds_limit(signs, own).sum())
    if passed == int(exceeds_limit(signs, usual).sum()):
        return usual
    # Rounded by less than `exceeds_limit` forgives; beyond all signs anything above the last will do.
    return round(float(signs[passed]), 4) if passed < len(signs) else round(float(signs[-1]) + 0.1, 4)
