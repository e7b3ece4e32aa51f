"""The legs of a solved day on the road: their lines, and what they climb."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from data.domain.places import LonLat
from network.geometry import leg_paths, path_shape
from network.gradients import paid_climb_m
from network.graph import RoadGraph
from network.matrices import default_engine
from network.overlays import Overlay
from network.prepared import prepare
from network.profiles import Profile

Leg = tuple[int, int]
"""Rows of the day's places: from, to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrivenLeg:
    """A leg on the road.

    Attributes
    ----------
    line
        Positions along it; empty where there is no path.
    paid_climb_m
        Metres of climbing that it costs, descents counted back; 0 without elevation. See
        `network.gradients.paid_climb_m`.
    """

    line: list[LonLat]
    paid_climb_m: float


def driven_legs(
    graph: RoadGraph,
    places: Sequence[LonLat],
    wanted: Mapping[str, Iterable[Leg]],
    profiles: Mapping[str, Profile],
    overlay: Overlay,
) -> dict[str, dict[Leg, DrivenLeg]]:
    """The road of legs, by name of profile; each leg is asked for once."""
    climb_m = paid_climb_m(graph)
    found = {}
    for name, legs in wanted.items():
        in_order = sorted(set(legs))
        profile = profiles[name]
        # As for the matrices: while kernels are being compiled, the plain engine is sooner done.
        engine = default_engine(prepare(graph, profile, overlay), sources=2 * len(in_order))
        paths = leg_paths(graph, places, in_order, profile=profile, overlay=overlay, engine=engine)
        found[name] = {
            leg: DrivenLeg(
                line=path_shape(graph, path), paid_climb_m=float(climb_m[path.edges] @ path.shares())
            )
            for leg, path in zip(in_order, paths, strict=True)
        }
    return found
