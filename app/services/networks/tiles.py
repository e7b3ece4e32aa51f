"""Cache of vector tiles of the road networks."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from app.services.networks.open_networks import OpenNetworks
from data.domain.errors import Fault, NotFoundError
from network.graph.road_graph import RoadGraph
from network.library import NetworkLibrary

MOST_ZOOM = 22
_MOST_BYTES = 64 * 1024 * 1024


DrawTile = Callable[[RoadGraph, int, int, int], bytes]


class RoadTiles:
    """Tiles by network, zoom, column and row; thread-safe.

    A replaced network has another content hash, so that its old tiles are never served.

    Attributes
    ----------
    networks
        Graphs from which the tiles are drawn.
    """

    def __init__(self, library: NetworkLibrary, draw: DrawTile) -> None:
        self.networks = OpenNetworks(library)
        self._draw = draw
        self._tiles: OrderedDict[tuple[str, int, int, int], bytes] = OrderedDict()
        self._bytes = 0
        self._lock = Lock()

    def tile(self, name: str, z: int, x: int, y: int) -> bytes:
        """Return a tile, empty if there is nothing to draw.

        Raises
        ------
        NotFoundError
            A215: there is no such network. A216: the tile lies outside the grid of its zoom.
        """
        if not (0 <= z <= MOST_ZOOM and 0 <= x < 1 << z and 0 <= y < 1 << z):
            raise NotFoundError(
                Fault(
                    "A216",
                    f"There is no tile {z}/{x}/{y}.",
                    f"Zoom goes from 0 to {MOST_ZOOM}.",
                    f"{z}/{x}/{y}",
                )
            )
        version = self.networks.version(name)
        key = (version, z, x, y)
        with self._lock:
            if key in self._tiles:
                self._tiles.move_to_end(key)
                return self._tiles[key]
        made = self._draw(self.networks.graph(name), z, x, y)
        with self._lock:
            self._keep(key, made)
        return made

    def _keep(self, key: tuple[str, int, int, int], tile: bytes) -> None:
        if key in self._tiles:
            return
        self._tiles[key] = tile
        self._bytes += len(tile)
        while self._bytes > _MOST_BYTES:
            _key, dropped = self._tiles.popitem(last=False)
            self._bytes -= len(dropped)
