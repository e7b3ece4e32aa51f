"""The roads of a day: a travel matrix per road profile, and what cannot be reached set aside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from data.domain.errors import Fault, HuiliuError, InputError
from data.domain.matrix import TravelMatrix
from data.domain.problem import Problem
from data.store.plans import UnassignedGroup
from network.graph import RoadGraph
from network.matrices import PlacesMatrix, travel_matrix
from network.overlays import NO_CHANGES, Overlay
from network.profiles import load_profile
from workers.day_problem import DayProblem
from workers.day_tasks import SetAside

HOME = 0
"""Row of the sorting centre (`day_problem`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRoads:
    """A day's problem on real roads.

    Attributes
    ----------
    problem
        Without the tasks and facilities that lie off the roads, and without trucks that have no profile.
    matrices
        By road profile, over `DayProblem.places`.
    set_aside
        Requests off the roads.
    faults
        Trucks and sites left out.
    """

    problem: Problem
    matrices: Mapping[str, TravelMatrix]
    set_aside: tuple[SetAside, ...]
    faults: tuple[Fault, ...]


def day_roads(
    made: DayProblem,
    graph: RoadGraph,
    *,
    max_places: int,
    overlay: Overlay = NO_CHANGES,
    on_profile: Callable[[int, int], None] | None = None,
) -> DayRoads:
    """Travel matrices for every profile of the day's trucks.

    Parameters
    ----------
    max_places
        Most places of a matrix.
    overlay
        Closures in force during the day's work (`working_hours`).
    on_profile
        Called with how many of how many matrices are done.

    Raises
    ------
    InputError
        W203: too many places. W204: the sorting centre lies off the roads. W206: no truck is left.
    """
    if len(made.places) > max_places:
        cause = f"The day has {len(made.places)} places, over the {max_places} of HUILIU_MAX_MATRIX_PLACES."
        raise InputError(Fault("W203", cause, "Split the day, or raise the setting.", "requests"))
    faults: list[Fault] = []
    found = _matrices(made, graph, overlay, faults, on_profile)
    vehicles = tuple(vehicle for vehicle in made.problem.vehicles if vehicle.profile in found)
    if not vehicles:
        raise InputError(faults or [no_trucks()])
    on_road = _on_road(found)
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


def _matrices(
    made: DayProblem,
    graph: RoadGraph,
    overlay: Overlay,
    faults: list[Fault],
    on_profile: Callable[[int, int], None] | None,
) -> dict[str, PlacesMatrix]:
    names = sorted({vehicle.profile for vehicle in made.problem.vehicles})
    found: dict[str, PlacesMatrix] = {}
    for number, name in enumerate(names, start=1):
        try:
            profile = load_profile(name)
        except HuiliuError as error:
            for vehicle in made.problem.vehicles:
                if vehicle.profile == name:
                    faults.append(replace(error.faults[0], where=f"vehicle {vehicle.id}"))
            continue
        found[name] = travel_matrix(graph, made.places, profile=profile, overlay=overlay)
        if on_profile is not None:
            on_profile(number, len(names))
    return found


def _on_road(found: Mapping[str, PlacesMatrix]) -> NDArray[np.bool_]:
    """Which places some profile can snap to a road."""
    on_road = [places.snap_m <= load_profile(name).max_snap_m for name, places in found.items()]
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
    """W206: nobody could drive."""
    return Fault(
        "W206",
        "The sorting centre has no truck in service.",
        "Add a truck to the centre, or put one back in service, and plan again.",
        "vehicles",
    )
