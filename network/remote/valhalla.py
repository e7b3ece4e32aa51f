"""Road source of a Valhalla server, which takes the dimensions of a truck with every request.

References
----------
Valhalla's documentation: matrix, turn-by-turn and locate services; costing options of trucks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

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

TABLE_PLACES = 50
"""Places on a side of a table; Valhalla's own ``max_matrix_location_pairs`` is 2,500."""
ROUTE_LEGS = 19
"""Legs of one route; Valhalla's own ``max_locations`` is 20."""

_TOO_MANY = 150
_NO_PATH = {170, 171, 442}
"""Locations unconnected, no edge near one, no path."""


class ValhallaRoads:
    """A Valhalla server; see `network.travel.road_source.RoadSource`.

    Parameters
    ----------
    table_places
        Places per side of a table; 0 for `TABLE_PLACES`. Halved where the server refuses.
    """

    server: str
    has_elevation = False

    def __init__(self, url: str, *, table_places: int = 0, retry: RetryPolicy = RetryPolicy()) -> None:  # noqa: B008
        self.server = f"Valhalla ({strip_password(url)})"
        self._server = RoadServer(url, retry)
        self._side = table_places or TABLE_PLACES

    def matrix(self, places: Sequence[LonLat], *, profile: Profile | str) -> PlacesMatrix:
        """See `RoadSource.matrix`."""
        profile = load_profile(profile) if isinstance(profile, str) else profile
        table = PlacesTable(places)
        for low in range(0, len(table.rows), self._side):
            self._locate(table, table.rows[low : low + self._side], profile)
        known = [row for row in table.rows if np.isfinite(table.snap_m[row])]
        for rows, columns in split_blocks(known, self._side):
            self._block(table, rows, columns, profile)
        return table.matrix(profile)

    def legs(
        self, places: Sequence[LonLat], legs: Sequence[tuple[int, int]], *, profile: Profile | str
    ) -> list[DrivenLeg]:
        """See `RoadSource.legs`."""
        profile = load_profile(profile) if isinstance(profile, str) else profile
        lines: dict[int, list[LonLat]] = {}
        for chain in chain_legs(legs, ROUTE_LEGS):
            waypoints = [places[legs[chain[0]][0]], *(places[legs[number][1]] for number in chain)]
            lines |= zip(chain, self._lines(waypoints, profile), strict=True)
        return [DrivenLeg(line=lines[number]) for number in range(len(legs))]

    def _locate(self, table: PlacesTable, rows: list[int], profile: Profile) -> None:
        """Enter the snapped positions of places; those off the roads are left out."""
        question = {"locations": _locations(table, rows), "verbose": False, **costing(profile)}
        answer = self._server.post("/locate", question)
        self._refusal(answer)
        try:
            for row, found in zip(rows, answer, strict=True):
                if found.get("edges"):
                    edge = found["edges"][0]
                    table.enter_snapped(row, float(edge["correlated_lon"]), float(edge["correlated_lat"]))
        except (AttributeError, KeyError, IndexError, TypeError, ValueError):
            raise InputError(self._server.malformed_fault("places located without coordinates")) from None

    def _block(self, table: PlacesTable, rows: list[int], columns: list[int], profile: Profile) -> None:
        question = {
            "sources": _locations(table, rows),
            "targets": _locations(table, columns),
            "units": "kilometers",
            **costing(profile),
        }
        answer = self._server.post("/sources_to_targets", question)
        if self._refusal(answer, {_TOO_MANY}) == _TOO_MANY:
            if len(rows) + len(columns) <= 2:
                raise InputError(self._server.refusal_fault("one pair of places is too many"))
            self._side = max(1, max(len(rows), len(columns)) // 2)
            for half in halve_block(rows, columns):
                self._block(table, *half, profile)
            return
        try:
            cells = answer["sources_to_targets"]
            seconds = [[cell.get("time") for cell in row] for row in cells]
            kilometres = [[cell.get("distance") for cell in row] for row in cells]
        except (AttributeError, KeyError, TypeError):
            raise InputError(self._server.malformed_fault("no sources_to_targets")) from None
        shape = (len(rows), len(columns))
        duration_s = parse_table(self._server, seconds, shape, "times")
        distance_m = parse_table(self._server, kilometres, shape, "distances") * 1000.0
        distance_m[np.isnan(duration_s)] = np.nan
        table.fill(rows, columns, duration_s, distance_m)

    def _lines(self, waypoints: list[LonLat], profile: Profile) -> list[list[LonLat]]:
        question = {
            "locations": [{"lon": place.lon, "lat": place.lat, "type": "break"} for place in waypoints],
            "directions_type": "none",
            "units": "kilometers",
            **costing(profile),
        }
        answer = self._server.post("/route", question)
        refused = self._refusal(answer, _NO_PATH | {_TOO_MANY})
        if refused and len(waypoints) > 2:
            middle = len(waypoints) // 2
            return self._lines(waypoints[: middle + 1], profile) + self._lines(waypoints[middle:], profile)
        if refused in _NO_PATH:
            return [[]]
        if refused:
            raise InputError(self._server.refusal_fault("one leg is too many"))
        try:
            shapes = [leg["shape"] for leg in answer["trip"]["legs"]]
        except (KeyError, TypeError):
            raise InputError(self._server.malformed_fault("a trip without shapes")) from None
        if len(shapes) != len(waypoints) - 1:
            raise InputError(
                self._server.malformed_fault(f"{len(shapes)} legs between {len(waypoints)} places")
            )
        return [decode_line(self._server, [shape]) for shape in shapes]

    def _refusal(self, answer: Any, expected: set[int] = frozenset()) -> int:  # type: ignore[assignment]
        """Valhalla's error code if it is an expected one, 0 where there is none."""
        if not isinstance(answer, dict) or "error_code" not in answer:
            return 0
        code = answer["error_code"]
        if code in expected:
            return int(code)
        raise InputError(self._server.refusal_fault(f"{code}: {str(answer.get('error', ''))[:200]}"))


def costing(profile: Profile) -> dict[str, Any]:
    """Costing options of a profile: kind of vehicle, dimensions, top speed."""
    kind = "truck" if profile.hgv else "auto"
    options: dict[str, Any] = {"top_speed": round(profile.max_kph)}
    if profile.hgv:
        size = {
            "weight": profile.mass_t,
            "height": profile.height_m,
            "width": profile.width_m,
            "axle_load": profile.axleload_t,
        }
        options |= {name: value for name, value in size.items() if value > 0}
        options["hazmat"] = profile.hazmat
    return {"costing": kind, "costing_options": {kind: options}}


def _locations(table: PlacesTable, rows: list[int]) -> list[dict[str, float]]:
    return [{"lon": lon, "lat": lat} for lon, lat in table.lonlat[rows].tolist()]
