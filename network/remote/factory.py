"""Create the road source of the setting ``HUILIU_ROADS_URL``, ``osrm+http://HOST`` or ``valhalla+https://HOST``."""

from __future__ import annotations

from network.remote.osrm import OsrmRoads
from network.remote.valhalla import ValhallaRoads


def make_road_source(address: str, *, table_places: int = 0) -> OsrmRoads | ValhallaRoads:
    """Create the road source of an address that `data.settings` has validated.

    Parameters
    ----------
    table_places
        Places per side of a table; 0 for the default limit of such servers.
    """
    kind, _, url = address.partition("+")
    if kind == "osrm":
        return OsrmRoads(url, table_places=table_places)
    return ValhallaRoads(url, table_places=table_places)
