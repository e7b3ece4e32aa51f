"""Plausibility checks of demand places: duplicates, outliers, missing demand, wrong datum, no road.

Findings are warnings with the row they concern; none of them stops a study.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from data.domain.datums import bd09_to_wgs84, gcj02_to_wgs84
from data.domain.errors import Fault
from data.domain.places import LonLat
from network.coverage.demand import StudyPlace
from network.geo.distance import short_distance_m

FAR_M = 60_000.0
FAR_TIMES = 3.0
"""A place is an outlier of its county if its distance from the county's median position exceeds this many
times the median distance, and `FAR_M` or twice the second largest distance."""
MIN_IN_GROUP = 4
_DATUMS: dict[str, Callable[[LonLat], LonLat]] = {"GCJ-02": gcj02_to_wgs84, "BD-09": bd09_to_wgs84}
SnapDistances = Callable[[Sequence[LonLat]], NDArray[np.float64]]


def find_suspicions(
    places: Sequence[StudyPlace], *, snap_m: SnapDistances | None = None, max_snap_m: float = np.inf
) -> list[Fault]:
    """Find implausible rows.

    Parameters
    ----------
    snap_m
        Function from positions to metres to the nearest road, float64 (n,); without it neither the datum
        nor the distance to roads is checked.
    max_snap_m
        Distance beyond which a place has no road.

    Returns
    -------
    list
        C201 duplicate coordinates, C202 duplicate name, C203 far from its county, C204 another datum,
        C205 no demand, C206 no road (unless another datum explains it).
    """
    found = [
        *_find_same_coordinates(places),
        *_find_same_names(places),
        *_find_outliers(places),
        *_find_without_demand(places),
    ]
    if snap_m is not None and places:
        found += _find_other_datum(places, snap_m) or _find_off_roads(places, snap_m, max_snap_m)
    return found


def _find_same_coordinates(places: Sequence[StudyPlace]) -> list[Fault]:
    """Rows of one role with the same coordinates; a site at a place is no duplicate."""
    seen: dict[tuple[str, int, int], StudyPlace] = {}
    found = []
    for place in places:
        grid = 1e5  # about a metre
        key = (place.role, round(place.at.lon * grid), round(place.at.lat * grid))
        first = seen.setdefault(key, place)
        if first is not place:
            cause = f"{_name(place)} has the coordinates of {_name(first)} ({first.where})."
            action = "Correct one of them, or leave one out: both count."
            found.append(Fault("C201", cause, action, place.where))
    return found


def _find_same_names(places: Sequence[StudyPlace]) -> list[Fault]:
    seen: dict[tuple[str, str, str, str], StudyPlace] = {}
    found = []
    for place in places:
        if not place.name:
            continue
        first = seen.setdefault((place.role, place.county, place.township, place.name), place)
        if first is not place:
            cause = f"{_name(place)} stands twice in {place.county or 'the list'} (first in {first.where})."
            found.append(Fault("C202", cause, "Leave one out if they are the same: both count.", place.where))
    return found


def _find_outliers(places: Sequence[StudyPlace]) -> list[Fault]:
    counties: dict[str, list[StudyPlace]] = {}
    for place in places:
        if place.county:
            counties.setdefault(place.county, []).append(place)
    found = []
    for county, members in counties.items():
        if len(members) < MIN_IN_GROUP:
            continue
        lon, lat = (np.array([place.at[axis] for place in members]) for axis in (0, 1))
        away_m = short_distance_m(lon, lat, float(np.median(lon)), float(np.median(lat)))
        usual_m = float(np.median(away_m))
        for place, far_m in zip(members, away_m.tolist(), strict=True):
            if far_m > FAR_TIMES * usual_m and (far_m > FAR_M or far_m >= 2 * _second_largest(away_m)):
                cause = (
                    f"{_name(place)} lies {far_m / 1000:.0f} km from the middle of {county}, "
                    f"the others {usual_m / 1000:.0f} km in the median."
                )
                found.append(Fault("C203", cause, "Look it up on a map, and correct it.", place.where))
    return found


def _second_largest(away_m: NDArray[np.float64]) -> float:
    return float(np.sort(away_m)[-2])


def _find_without_demand(places: Sequence[StudyPlace]) -> list[Fault]:
    asking = [place for place in places if place.role == "place"]
    found = []
    for place in asking:
        known = (place.kg_per_year, place.persons, place.households)
        if not any(known):
            cause = f"{_name(place)} has no demand: no persons, households or kilograms."
            found.append(
                Fault("C205", cause, "Fill one in; without it nobody needs to serve it.", place.where)
            )
    return found


def _find_other_datum(places: Sequence[StudyPlace], snap_m: SnapDistances) -> list[Fault]:
    """Check whether the places fit the roads much better when read as GCJ-02 or BD-09."""
    given = [place.at for place in places]
    as_given_m = float(np.nanmedian(snap_m(given)))
    for name, convert in _DATUMS.items():
        converted = [convert(at) for at in given]
        if converted == given:
            return []
        otherwise_m = float(np.nanmedian(snap_m(converted)))
        if as_given_m > 50.0 and otherwise_m < 0.5 * as_given_m:
            cause = (
                f"The places lie {as_given_m:.0f} m from a road in the median, and {otherwise_m:.0f} m "
                f"if their coordinates are {name}."
            )
            return [Fault("C204", cause, f"State the datum: a column datum with {name}.", "all rows")]
    return []


def _find_off_roads(places: Sequence[StudyPlace], snap_m: SnapDistances, max_snap_m: float) -> list[Fault]:
    found = []
    for place, away_m in zip(places, snap_m([place.at for place in places]).tolist(), strict=True):
        if not away_m <= max_snap_m:
            cause = f"{_name(place)} lies {away_m / 1000:.1f} km from the nearest road: nothing leads there."
            action = "Correct its coordinates, or leave it out: it can be reached from no point."
            found.append(Fault("C206", cause, action, place.where))
    return found


def _name(place: StudyPlace) -> str:
    return place.name or place.ref or "A place"
