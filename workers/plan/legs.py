"""The legs of a solved day on the road: their lines, and what they climb."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from data.domain.places import LonLat
from network.profiles.profile import Profile
from network.travel.road_source import DrivenLeg, RoadSource

Leg = tuple[int, int]
"""Rows of the day's places: from, to."""


def driven_legs(
    source: RoadSource,
    places: Sequence[LonLat],
    wanted: Mapping[str, Iterable[Leg]],
    profiles: Mapping[str, Profile],
) -> dict[str, dict[Leg, DrivenLeg]]:
    """The road of legs, by name of profile; each leg is asked for once."""
    found = {}
    for name, legs in wanted.items():
        in_order = sorted(set(legs))
        driven = source.legs(places, in_order, profile=profiles[name])
        found[name] = dict(zip(in_order, driven, strict=True))
    return found
