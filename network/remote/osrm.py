"""Road source of an OSRM server.

References
----------
Project OSRM, HTTP API version 5: table and route services.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from data.domain.errors import InputError
from data.domain.places import LonLat
from network.profiles.profile import Profile, load_profile
from network.remote.batching import (
    PlacesTable,
    chain_legs,
    decode_line,
    halve_block,
    parse_table,
    split_blocks,
)
from network.remote.http import RetryPolicy, RoadServer, strip_password
from network.travel.matrices import PlacesMatrix
from network.travel.road_source import DrivenLeg

TABLE_PLACES = 100
"""Places on a side of a table; osrm-routed's own ``--max-table-size``."""
ROUTE_LEGS = 90
"""Legs of one route: an address stays below 4 KB, and osrm-routed's ``--max-viaroute-size``."""

_NOWHERE = {"NoRoute", "NoSegment"}
_NUMBER = re.compile(r"coordinate (\d+)")


class OsrmRoads:
    """An OSRM server; see `network.travel.road_source.RoadSource`.

    An OSRM server has one profile. ``{profile}`` in its address is replaced by the name of our profile, so
    that a proxy can direct cars and trucks to separate servers.

    Parameters
    ----------
    table_places
        Places per side of a table; 0 for `TABLE_PLACES`. Halved where the server refuses.
    """

    server: str
    has_elevation = False

    def __init__(self, url: str, *, table_places: int = 0, retry: RetryPolicy = RetryPolicy()) -> None:  # noqa: B008
        self.server = f"OSRM ({strip_password(url)})"
        self._url = url
        self._retry = retry
        self._side = table_places or TABLE_PLACES
        self._servers: dict[str, RoadServer] = {}

    def matrix(self, places: Sequence[LonLat], *, profile: Profile | str) -> PlacesMatrix:
        """See `RoadSource.matrix`."""
        profile = load_profile(profile) if isinstance(profile, str) else profile
        server, table = self._server(profile), PlacesTable(places)
        absent: set[int] = set()
        for rows, columns in split_blocks(table.rows, self._side):
            self._block(server, table, (rows, columns), absent)
        return table.matrix(profile)

    def legs(
        self, places: Sequence[LonLat], legs: Sequence[tuple[int, int]], *, profile: Profile | str
    ) -> list[DrivenLeg]:
        """See `RoadSource.legs`."""
        server = self._server(load_profile(profile) if isinstance(profile, str) else profile)
        lines: dict[int, list[LonLat]] = {}
        for chain in chain_legs(legs, ROUTE_LEGS):
            waypoints = [places[legs[chain[0]][0]], *(places[legs[number][1]] for number in chain)]
            lines |= zip(chain, self._lines(server, waypoints), strict=True)
        return [DrivenLeg(line=lines[number]) for number in range(len(legs))]

    def _server(self, profile: Profile) -> RoadServer:
        # A narrowed profile is called after the one it came from and its figures.
        url = self._url.replace("{profile}", profile.name.split()[0])
        return self._servers.setdefault(url, RoadServer(url, self._retry))

    def _block(
        self, server: RoadServer, table: PlacesTable, block: tuple[list[int], list[int]], absent: set[int]
    ) -> None:
        rows, columns = ([row for row in side if row not in absent] for side in block)
        if not rows or not columns:
            return
        square = rows == columns
        asked = rows if square else rows + columns
        query = "annotations=duration,distance&generate_hints=false"
        if not square:
            parts = range(len(rows)), range(len(rows), len(asked))
            sources, targets = (";".join(map(str, part)) for part in parts)
            query += f"&sources={sources}&destinations={targets}"
        answer = self._request(server, "table", [LonLat(*table.lonlat[row]) for row in asked], query)
        code = answer.get("code")
        if code == "TooBig" and len(rows) + len(columns) > 2:
            self._side = max(1, max(len(rows), len(columns)) // 2)
            for half in halve_block(rows, columns):
                self._block(server, table, half, absent)
            return
        if code == "NoSegment":
            absent.add(asked[_off_road_number(server, answer, len(asked))])
            self._block(server, table, (rows, columns), absent)
            return
        _require_ok(server, answer)
        for name, side in (("sources", rows), ("destinations", columns)):
            _enter_snapped(server, table, side, answer.get(name))
        shape = (len(rows), len(columns))
        durations, distances = (
            parse_table(server, answer.get(name), shape, name) for name in ("durations", "distances")
        )
        table.fill(rows, columns, durations, distances)

    def _lines(self, server: RoadServer, waypoints: list[LonLat]) -> list[list[LonLat]]:
        """Lines of the legs between consecutive places; empty where there is no path."""
        query = "overview=false&steps=true&geometries=polyline6&continue_straight=false&generate_hints=false"
        answer = self._request(server, "route", waypoints, query)
        code = answer.get("code")
        if code in _NOWHERE | {"TooBig"} and len(waypoints) > 2:
            middle = len(waypoints) // 2
            return self._lines(server, waypoints[: middle + 1]) + self._lines(server, waypoints[middle:])
        if code in _NOWHERE:
            return [[]]
        _require_ok(server, answer)
        try:
            legs = answer["routes"][0]["legs"]
            parts = [[step["geometry"] for step in leg["steps"]] for leg in legs]
        except (KeyError, IndexError, TypeError):
            raise InputError(server.malformed_fault("a route without steps")) from None
        if len(parts) != len(waypoints) - 1:
            raise InputError(server.malformed_fault(f"{len(parts)} legs between {len(waypoints)} places"))
        return [decode_line(server, part) for part in parts]

    @staticmethod
    def _request(server: RoadServer, service: str, places: Sequence[LonLat], query: str) -> dict[str, Any]:
        at = ";".join(f"{place.lon:.6f},{place.lat:.6f}" for place in places)
        answer = server.get(f"/{service}/v1/driving/{at}?{query}")
        if not isinstance(answer, dict):
            raise InputError(server.malformed_fault("no object with a code"))
        return answer


def _require_ok(server: RoadServer, answer: dict[str, Any]) -> None:
    code = answer.get("code")
    if not isinstance(code, str):
        raise InputError(server.malformed_fault("no object with a code"))
    if code != "Ok":
        raise InputError(server.refusal_fault(f"{code}: {str(answer.get('message', ''))[:200]}"))


def _off_road_number(server: RoadServer, answer: dict[str, Any], asked: int) -> int:
    """Number of the coordinate that lies on no road."""
    number = _NUMBER.search(str(answer.get("message", "")))
    if number is None or int(number[1]) >= asked:
        raise InputError(server.malformed_fault("a place is on no road, and it does not say which"))
    return int(number[1])


def _enter_snapped(server: RoadServer, table: PlacesTable, side: list[int], waypoints: Any) -> None:
    """Enter the snapped positions of places."""
    try:
        for row, waypoint in zip(side, waypoints, strict=True):
            lon, lat = waypoint["location"]
            table.enter_snapped(row, float(lon), float(lat))
    except (KeyError, TypeError, ValueError):
        raise InputError(server.malformed_fault("waypoints without locations")) from None
