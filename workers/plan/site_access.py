"""Which vehicles get to a place: the largest mass and height there, as skills that smaller vehicles hold."""

from __future__ import annotations

from collections.abc import Iterable

from data.domain.errors import NotFoundError
from data.store.network.fleet import Vehicle
from data.store.requests.pickup_requests import PickupRequest
from network.profiles.profile import load_profile

Limit = tuple[str, float]
"""A figure of a road profile, and the most it may be."""


def limits_of(request: PickupRequest) -> frozenset[Limit]:
    """What limits the vehicles that get to a request."""
    figures = {"mass_t": request.max_mass_t, "height_m": request.max_height_m}
    return frozenset((figure, most) for figure, most in figures.items() if most is not None)


def skill(limit: Limit) -> str:
    """The skill that stands for being small enough, as people read it."""
    figure, most = limit
    return f"mass \u2264 {most:g} t" if figure == "mass_t" else f"height \u2264 {most:g} m"


def access_skills(row: Vehicle, limits: Iterable[Limit]) -> frozenset[str]:
    """Of these limits, those that a truck keeps by its own figures, or else by those of its road profile.

    None where its profile is unknown; such a truck is named when its roads are looked up.
    """
    try:
        figures = load_profile(row.profile)
    except NotFoundError:
        return frozenset()
    own = {"mass_t": row.mass_t, "height_m": row.height_m}

    def keeps(limit: Limit) -> bool:
        figure, most = limit
        size = own[figure]
        return (getattr(figures, figure) if size is None else size) <= most

    return frozenset(skill(limit) for limit in limits if keeps(limit))
