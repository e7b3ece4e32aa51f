"""The road networks of the installation, as the services compare places with them."""

from __future__ import annotations

from app.context import installation
from app.services.places import RoadContext, load_road_context
from network.library import NetworkLibrary


def road_context() -> RoadContext:
    """The networks of the installation that the current request belongs to."""
    return load_road_context(NetworkLibrary(installation().settings.home))
