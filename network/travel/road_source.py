"""Interface between planning and roads, and its implementation on an imported network.

Planning needs matrices between places and lines of legs, and knows no graph. Implementations for remote
servers are in `network.remote`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from data.domain.places import LonLat
from network.elevation.gradients import net_climb_m
from network.engine.selection import select_engine
from network.graph.road_graph import RoadGraph
from network.metric.overlay import NO_CHANGES, Overlay
from network.metric.road_metric import road_metric
from network.profiles.profile import Profile
from network.travel.geometry import leg_paths, path_shape
from network.travel.matrices import PlacesMatrix
from network.travel.matrix_cache import cached_travel_matrix


@dataclass(frozen=True, slots=True, kw_only=True)
class DrivenLeg:
    """A leg as driven on the road.

    Attributes
    ----------
    line
        Positions along it; empty where there is no path.
    net_climb_m
        Ascent less the recovered part of descents, in metres; 0 without elevation. See
        `network.elevation.gradients.net_climb_m`.
    """

    line: list[LonLat]
    net_climb_m: float = 0.0


class RoadSource(Protocol):
    """Travel between places under one set of road conditions."""

    @property
    def server(self) -> str:
        """Name of the remote server; empty for an imported network."""
        ...

    @property
    def has_elevation(self) -> bool:
        """Whether legs carry `DrivenLeg.net_climb_m`."""
        ...

    def matrix(self, places: Sequence[LonLat], *, profile: Profile | str) -> PlacesMatrix:
        """Durations and distances between all places; see `network.travel.matrices.travel_matrix`.

        Raises
        ------
        HuiliuError
            The matrix cannot be computed at all; a place off the roads raises nothing.
        """
        ...

    def legs(
        self, places: Sequence[LonLat], legs: Sequence[tuple[int, int]], *, profile: Profile | str
    ) -> list[DrivenLeg]:
        """The driven legs for pairs of rows of `places`.

        Raises
        ------
        HuiliuError
            The legs cannot be computed at all; a leg without a path has an empty line.
        """
        ...


@dataclass(frozen=True, slots=True)
class OwnRoads:
    """An imported network with the closures of a day.

    Attributes
    ----------
    cache_mb
        See `network.travel.matrix_cache`.
    """

    graph: RoadGraph
    overlay: Overlay = NO_CHANGES
    cache_mb: int = 0

    @property
    def server(self) -> str:
        """See `RoadSource.server`."""
        return ""

    @property
    def has_elevation(self) -> bool:
        """See `RoadSource.has_elevation`."""
        return self.graph.has_elevation

    def matrix(self, places: Sequence[LonLat], *, profile: Profile | str) -> PlacesMatrix:
        """See `RoadSource.matrix`."""
        return cached_travel_matrix(
            self.graph, places, profile=profile, overlay=self.overlay, max_mb=self.cache_mb
        )

    def legs(
        self, places: Sequence[LonLat], legs: Sequence[tuple[int, int]], *, profile: Profile | str
    ) -> list[DrivenLeg]:
        """See `RoadSource.legs`."""
        # As for matrices: while kernels are being compiled, the reference engine is faster.
        engine = select_engine(road_metric(self.graph, profile, self.overlay), sources=2 * len(legs))
        paths = leg_paths(self.graph, places, legs, profile=profile, overlay=self.overlay, engine=engine)
        climb_m = net_climb_m(self.graph)
        return [
            DrivenLeg(
                line=path_shape(self.graph, path),
                net_climb_m=float(climb_m[path.edges] @ path.shares()),
            )
            for path in paths
        ]
