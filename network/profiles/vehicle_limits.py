"""Profiles of single vehicles, by mass and size.

Vehicles bound by the same signs on a network get one profile and share its metric and matrices. On a
network with elevation the mass also determines the speed on climbs, so only vehicles of equal mass share a
profile.
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
"""Dimensions in the order of `signed_limits`, with their units in profile names."""


def profile_for(graph: RoadGraph, profile: Profile | str, size: VehicleSize = USUAL_SIZE) -> Profile:
    """Derive the profile of a vehicle of some size on a network.

    Its name states the difference to `profile`, such as ``truck_8t 6.2 t``; where there is none on this
    network, the result is `profile` itself.

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
        name: _representative(limit, getattr(own, name), getattr(base, name))
        for name, limit in zip(_UNITS, limits, strict=True)
    }
    if graph.has_elevation:
        figures["mass_t"] = own.mass_t
    different = {name: value for name, value in figures.items() if value != getattr(base, name)}
    name = " ".join([base.name, *(f"{value:g} {_UNITS[figure]}" for figure, value in different.items())])
    return replace(base.for_vehicle(**different), name=name)


def _representative(limit: NDArray[np.float32], own: float, usual: float) -> float:
    """A value that stands for all values that the same signs refuse; `usual` where it is one of them.

    It is the tightest limit that is passed: only lower ones refuse.
    """
    signs = np.unique(limit[limit > 0])
    passed = int(exceeds_limit(signs, own).sum())
    if passed == int(exceeds_limit(signs, usual).sum()):
        return usual
    # Rounded by less than the tolerance of `exceeds_limit`; beyond all signs any larger value serves.
    return round(float(signs[passed]), 4) if passed < len(signs) else round(float(signs[-1]) + 0.1, 4)
