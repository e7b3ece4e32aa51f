"""Roads in the background of printed maps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from app.services.networks.open_networks import OpenNetworks
from data.domain.errors import NotFoundError
from network.tiles import find_road_lines

Box: TypeAlias = tuple[float, float, float, float]
"""West, south, east, north in Mercator metres."""
Background: TypeAlias = Callable[[Box, int], Sequence[tuple[str, NDArray[np.float64]]]]
"""Highway classes and lines of a rectangle at a zoom; see `network.tiles.find_road_lines`."""


def background_of(networks: OpenNetworks, network: str) -> Background:
    """Return the roads of a network; none if it has been removed, as maps are useful without them."""
    try:
        graph = networks.graph(network)
    except NotFoundError:
        return lambda _box, _zoom: []
    return lambda box, zoom: find_road_lines(graph, box, zoom)
