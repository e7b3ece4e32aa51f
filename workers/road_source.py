"""Select the road source of an installation, its own network or a remote server, and ask it for legs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from data.domain.errors import Fault
from data.domain.places import LonLat
from data.settings import Settings
from network.graph.road_graph import RoadGraph
from network.metric.overlay import Overlay
from network.profiles.profile import Profile
from network.travel.road_source import DrivenLeg, OwnRoads, RoadSource

Leg = tuple[int, int]
"""Rows of a list of places: from, to."""


def select_road_source(settings: Settings, graph: RoadGraph, overlay: Overlay) -> RoadSource:
    """Select the remote server that the settings name, or else the own network with its closures."""
    if not settings.roads_url:
        return OwnRoads(graph, overlay, settings.matrix_cache_mb)
    from network.remote.factory import make_road_source

    return make_road_source(settings.roads_url, table_places=settings.roads_table_places)


def closures_ignored_by(source: RoadSource, overlay: Overlay) -> list[Fault]:
    """N334 where closures are in force and the source is a server, which knows nothing of them."""
    count = len(overlay.changes)
    if not source.server or not count:
        return []
    return [
        Fault(
            "N334",
            f"{count} closures are in force, and {source.server} knows nothing of them.",
            "Look at the routes there, or empty HUILIU_ROADS_URL for as long as roads are closed.",
            "closures",
        )
    ]


def find_legs(
    source: RoadSource,
    places: Sequence[LonLat],
    legs_by_profile: Mapping[str, Iterable[Leg]],
    profiles: Mapping[str, Profile],
) -> dict[str, dict[Leg, DrivenLeg]]:
    """Find legs on the road, by name of profile; each leg is asked for once."""
    found = {}
    for name, legs in legs_by_profile.items():
        in_order = sorted(set(legs))
        driven = source.legs(places, in_order, profile=profiles[name])
        found[name] = dict(zip(in_order, driven, strict=True))
    return found
