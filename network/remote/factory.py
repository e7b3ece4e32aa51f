"""Which server the setting ``HUILIU_ROADS_URL`` names: ``osrm+http://HOST`` or ``valhalla+https://HOST``."""

from __future__ import annotations

from network.remote.osrm import OsrmRoads
from network.remote.valhalla import ValhallaRoads


def make_road_source(address: str, *, table_places: int = 0) -> OsrmRoads | ValhallaRoads:
    """The server of an address that `data.settings` has checked.

    Parameters
    ----------
    table_places
        Places on a side of the tables that it answers; 0 for what such servers allow by default.
    """
    kind, _, url = address.partition("+")
    if kind == "osrm":
        return OsrmRoads(url, table_places=table_places)
    return ValhallaRoads(url, table_places=table_places)
