"""Compute a travel matrix per road profile, and set aside what lies off the roads."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from data.domain.errors import Fault, HuiliuError, InputError
from data.domain.matrix import TravelMatrix
from data.domain.problem import Problem
from data.store.plans.tables import UnassignedGroup
from network.graph.road_graph import RoadGraph
from network.profiles.profile import Profile
from network.profiles.vehicle_limits import profile_for
from network.travel.matrices import PlacesMatrix
from network.travel.road_source import RoadSource
from workers.plan.problem import DayProblem
from workers.plan.tasks import SetAside

HOME = 0
"""Row of the sorting centre (`day_problem`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRoads:
    """A day's problem on its roads.

    Attributes
    ----------
    problem
        Without the tasks and facilities that lie off the roads, and without trucks that have no profile.
        Every truck has a profile of its own mass and size, shared by trucks that the same signs restrict.
    profiles
        Road profiles of the trucks, by name.
    matrices
        By name of the road profile, over `DayProblem.places`.
    set_aside
        Requests off the roads.
    faults
        Trucks and sites left out.
    """

    problem: Problem
    profiles: Mapping[str, Profile]
    matrices: Mapping[str, TravelMatrix]
    set_aside: tuple[SetAside, ...]
    faults: tuple[Fault, ...]


def day_roads(
    made: DayProblem,
    graph: RoadGraph,
    source: RoadSource,
    *,
    max_places: int,
    on_profile: Callable[[int, int], None] | None = None,
) -> DayRoads:
    """Compute travel matrices for every profile of the day's trucks.

    Parameters
    ----------
    graph
        Its signs decide which trucks may share a profile.
    source
        Where roads come from; an own network honours the closures in force during `working_hours`.
    max_places
        Largest matrix.
    on_profile
        Called with the number of matrices done, and of all.

    Raises
    ------
    InputError
        W203: too many places. W204: the sorting centre lies off the roads. W206: no truck is left.
    """
    if len(made.places) > max_places:
        cause = f"The day has {len(made.places)} places, over the {max_places} of HUILIU_MAX_MATRIX_PLACES."
        raise InputError(Fault("W203", cause, "Split the day, or raise the setting.", "requests"))
    faults: list[Fault] = []
    driven_by = _profiles(made, graph, faults)
    if not driven_by:
        raise InputError(faults or [no_trucks()])
    vehicles = tuple(
        replace(vehicle, profile=driven_by[vehicle.id].name)
        for vehicle in made.problem.vehicles
        if vehicle.id in driven_by
    )
    profiles = {profile.name: profile for profile in driven_by.values()}
    found: dict[str, PlacesMatrix] = {}
    for number, name in enumerate(sorted(profiles), start=1):
        found[name] = source.matrix(made.places, profile=profiles[name])
        if on_profile is not None:
            on_profile(number, len(profiles))
    on_road = _on_road(found, profiles)
    if not on_road[HOME]:
        raise InputError(_centre_off_road(_snap_m(found, HOME)))
    off_road = [task for task in made.problem.tasks if not on_road[task.place]]
    tasks = tuple(task for task in made.problem.tasks if on_road[task.place])
    facilities = []
    for facility in made.problem.facilities:
        if on_road[facility.place]:
            facilities.append(facility)
        else:
            faults.append(_site_off_road(facility.id, _snap_m(found, facility.place)))
    return DayRoads(
        problem=replace(made.problem, vehicles=vehicles, tasks=tasks, facilities=tuple(facilities)),
        profiles=profiles,
        matrices={name: places.matrix for name, places in found.items()},
        set_aside=tuple(_set_aside(made, task.id, _snap_m(found, task.place)) for task in off_road),
        faults=tuple(faults),
    )


def working_hours(problem: Problem) -> tuple[datetime, datetime]:
    """From the first truck's shift to the end of the last one's, overtime included."""
    assert problem.start is not None, "a day's problem has a date"
    begin_s = min(vehicle.shift[0] for vehicle in problem.vehicles)
    end_s = max(vehicle.shift[1] + vehicle.overtime_s for vehicle in problem.vehicles)
    return problem.start + timedelta(seconds=begin_s), problem.start + timedelta(seconds=end_s)


def _profiles(made: DayProblem, graph: RoadGraph, faults: list[Fault]) -> dict[str, Profile]:
    """The road profile of every truck; one whose profile or size is wrong is named and left out."""
    found: dict[str, Profile] = {}
    for ref, (row, _driver) in made.vehicles.items():
        try:
            found[ref] = profile_for(graph, row.profile, row.size)
        except HuiliuError as error:
            faults.extend(replace(fault, where=f"vehicle {ref}") for fault in error.faults)
    return found


def _on_road(found: Mapping[str, PlacesMatrix], profiles: Mapping[str, Profile]) -> NDArray[np.bool_]:
    """Whether some profile can snap each place to a road; shape (places,)."""
    on_road = [places.snap_m <= profiles[name].max_snap_m for name, places in found.items()]
    return np.asarray(np.logical_or.reduce(on_road))


def _snap_m(found: Mapping[str, PlacesMatrix], place: int) -> float:
    return float(min(places.snap_m[place] for places in found.values()))


def _set_aside(made: DayProblem, task: str, snap_m: float) -> SetAside:
    part = made.parts[task]
    lon, lat = part.request.request.lon, part.request.request.lat
    return SetAside(
        request_id=part.request_id,
        load_type=part.load_type,
        code="R253",
        reason=f"The place ({lon:.5f}, {lat:.5f}) lies {_far(snap_m)} from the nearest road a truck may use. "
        "Correct its coordinate and plan again.",
        group=UnassignedGroup.NEEDS_CORRECTING,
        details={"snap_m": round(snap_m)} if np.isfinite(snap_m) else {},
    )


def _far(snap_m: float) -> str:
    return f"{snap_m:.0f} m" if np.isfinite(snap_m) else "too far"


def _site_off_road(ref: str, snap_m: float) -> Fault:
    cause = (
        f"Site {ref} lies {_far(snap_m)} from the nearest road a truck may use; nothing is unloaded there."
    )
    return Fault("W303", cause, "Correct its coordinate and plan again.", f"site {ref}")


def _centre_off_road(snap_m: float) -> Fault:
    return Fault(
        "W204",
        f"The sorting centre lies {_far(snap_m)} from the nearest road a truck may use.",
        "Correct its coordinate, or choose the road network that covers it.",
        "centre",
    )


def no_trucks() -> Fault:
    """W206: the centre has no truck in service."""
    return Fault(
        "W206",
        "The sorting centre has no truck in service.",
        "Add a truck to the centre, or put one back in service, and plan again.",
        "vehicles",
    )
