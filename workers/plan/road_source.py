"""Whom a plan asks for ways: the imported network, or the server that the settings name."""

from __future__ import annotations

from data.domain.errors import Fault
from data.settings import Settings
from network.graph.road_graph import RoadGraph
from network.metric.overlay import Overlay
from network.travel.road_source import OwnRoads, RoadSource


def roads_asked(settings: Settings, graph: RoadGraph, overlay: Overlay) -> RoadSource:
    """The roads of an installation, with the closures in force where they are our own."""
    if not settings.roads_url:
        return OwnRoads(graph, overlay, settings.matrix_cache_mb)
    from network.remote.factory import make_road_source

    return make_road_source(settings.roads_url, table_places=settings.roads_table_places)


def closures_left_out(source: RoadSource, overlay: Overlay) -> list[Fault]:
    """N334 where closures are in force and a server is asked, which knows nothing of them."""
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
