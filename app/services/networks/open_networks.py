"""Road graphs opened by this process, shared by map tiles and routing endpoints."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

from data.domain.errors import Fault, NotFoundError
from network.graph.road_graph import RoadGraph
from network.library import NetworkLibrary

_MOST_GRAPHS = 4


class OpenNetworks:
    """Cache of graphs by name; thread-safe.

    Graphs are cached by content hash: a network that was imported again is reopened, while running requests
    keep the old graph. Data prepared for a graph are cached with it.
    """

    def __init__(self, library: NetworkLibrary) -> None:
        self._library = library
        self._graphs: OrderedDict[str, RoadGraph] = OrderedDict()
        self._lock = Lock()

    def names(self) -> tuple[str, ...]:
        """Return the names of the imported networks."""
        return self._library.names()

    def version(self, name: str) -> str:
        """Return the content hash of a network.

        Raises
        ------
        NotFoundError
            A215: there is no such network.
        """
        if name not in self.names():
            raise NotFoundError(Fault("A215", f"There is no road network {name!r}.", "Check its name.", name))
        return self._library.info(name).graph

    def graph(self, name: str) -> RoadGraph:
        """Return the current graph of a network.

        Raises
        ------
        NotFoundError
            A215: there is no such network.
        InputError
            N108: its files are damaged.
        """
        version = self.version(name)
        with self._lock:
            if version not in self._graphs:
                self._graphs[version] = self._library.open(name)
                if len(self._graphs) > _MOST_GRAPHS:
                    self._graphs.popitem(last=False)
            self._graphs.move_to_end(version)
            return self._graphs[version]
