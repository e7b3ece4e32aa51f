"""Why one vehicle could never serve one task, even with nothing else to do that day.

Each rule is one function that answers an `Obstacle` or None. They leave out rests and breaks, so
with least travel an obstacle is a proof.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from data.domain.problem import Amounts, Facility, Problem, Shipment, Task, Vehicle, Window
from routing.validate.travel_bounds import NEVER, Travel


@dataclass(frozen=True, slots=True, kw_only=True)
class Obstacle:
    """One rule that keeps a vehicle from a task.

    Attributes
    ----------
    stage
        How far the vehicle got: the higher, the nearer it is to serving the task.
    shortfall, unit
        By how much the rule is missed.
    change, subject
        What the smallest relaxation changes by `shortfall`, and of whom: a task, vehicle, facility or
        load type.
    """

    code: str
    stage: int
    reason: str
    shortfall: int
    unit: str
    change: str
    subject: str
    details: dict[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Halt:
    """Where and when a task (one halt) or shipment (two) wants a vehicle."""

    place: int
    work_s: int
    windows: tuple[Window, ...]
    release_s: int = 0


@dataclass(frozen=True, slots=True)
class Wish:
    """A task or shipment in the words the rules below use.

    Attributes
    ----------
    aboard
        Amounts that are aboard together at some moment, whatever the route: demand, or delivery.
    collects
        Whether its goods must be unloaded at a facility.
    loaded_from_s
        The trip that brings it leaves no earlier.
    """

    id: str
    halts: tuple[Halt, ...]
    aboard: tuple[Amounts, ...]
    skills: frozenset[str]
    load_type: str | None
    collects: bool
    demand: Amounts
    loaded_from_s: int


def wish_of(demanded: Task | Shipment) -> Wish:
    """A task or shipment as a wish; set-up is left out where it might not be needed."""
    if isinstance(demanded, Shipment):
        ends = (demanded.pickup, demanded.delivery)
        halts = tuple(Halt(end.place, end.service_s, end.windows) for end in ends)
        return Wish(demanded.id, halts, (demanded.demand,), demanded.skills, demanded.load_type, False, (), 0)
    brings = any(demanded.delivery)
    return Wish(
        id=demanded.id,
        halts=(Halt(demanded.place, demanded.service_s, demanded.windows, demanded.release_s),),
        aboard=(demanded.demand, demanded.delivery),
        skills=demanded.skills,
        load_type=demanded.load_type,
        collects=any(demanded.demand) or (demanded.load_type is not None and not brings),
        demand=demanded.demand,
        loaded_from_s=demanded.release_s if brings else 0,
    )


def obstacle(problem: Problem, travel: Travel, wish: Wish, vehicle: Vehicle) -> Obstacle | None:
    """The first rule by which this vehicle could never serve this wish, or None."""
    found = _skills(wish, vehicle) or _capacity(problem, wish, vehicle) or _cap(problem, wish)
    if found is not None:
        return found
    usable: list[Facility | None] = [None]
    if wish.collects and problem.rules.end_empty:
        usable = [each for each in problem.facilities if _takes(each, wish)]
        if not usable:
            kind = wish.load_type or "what it gives"
            return Obstacle(
                code="R205",
                stage=3,
                reason=f"No facility takes {kind} of {wish.id}.",
                shortfall=1,
                unit="facility",
                change="facility_accepts",
                subject=wish.load_type or "",
                details={"load_type": wish.load_type or ""},
            )
    tries = [
        _path(travel, wish, vehicle, facility)
        or _distance(travel, wish, vehicle, facility)
        or _battery(problem, travel, wish, vehicle, facility)
        or _duration(travel, wish, vehicle, facility)
        or _times(travel, wish, vehicle, facility)
        for facility in usable
    ]
    if any(found is None for found in tries):
        return None
    return nearest(found for found in tries if found is not None)


def nearest(obstacles: Iterable[Obstacle]) -> Obstacle:
    """The obstacle of whoever came nearest: the last stage, then the smallest shortfall."""
    return min(obstacles, key=lambda each: (-each.stage, each.shortfall))


def _skills(wish: Wish, vehicle: Vehicle) -> Obstacle | None:
    missing = sorted(wish.skills - vehicle.skills)
    if not missing:
        return None
    names = ", ".join(missing)
    return Obstacle(
        code="R201",
        stage=0,
        reason=f"No vehicle may serve {wish.id}: the nearest to it lacks {names}.",
        shortfall=len(missing),
        unit="skill",
        change="skills",
        subject=vehicle.id,
        details={"missing": names},
    )


def _capacity(problem: Problem, wish: Wish, vehicle: Vehicle) -> Obstacle | None:
    for amounts in wish.aboard:
        for dimension, amount, capacity in zip(problem.dimensions, amounts, vehicle.capacity, strict=False):
            if amount > capacity:
                return Obstacle(
                    code="R202",
                    stage=1,
                    reason=f"{wish.id} has {amount} {dimension}; the largest vehicle that may serve it "
                    f"takes {capacity}.",
                    shortfall=amount - capacity,
                    unit=dimension,
                    change="capacity",
                    subject=vehicle.id,
                    details={"dimension": dimension, "amount": amount, "capacity": capacity},
                )
    return None


def _cap(problem: Problem, wish: Wish) -> Obstacle | None:
    for cap in problem.rules.load_caps:
        if cap.load_type != wish.load_type:
            continue
        position = problem.dimensions.index(cap.dimension)
        amount = max((vector[position] for vector in wish.aboard if vector), default=0)
        if amount > cap.max:
            return Obstacle(
                code="R203",
                stage=2,
                reason=f"{wish.id} has {amount} {cap.dimension} of {cap.load_type}; at most {cap.max} "
                "may be aboard.",
                shortfall=amount - cap.max,
                unit=cap.dimension,
                change="load_cap",
                subject=cap.load_type,
                details={"load_type": cap.load_type, "amount": amount, "max": cap.max},
            )
    return None


def _takes(facility: Facility, wish: Wish) -> bool:
    """Whether a facility accepts the load type, and all of the demand at once."""
    accepted = facility.accepts is None or wish.load_type is None or wish.load_type in facility.accepts
    room = facility.intake is None or all(
        amount <= most for amount, most in zip(wish.demand, facility.intake, strict=False)
    )
    return accepted and room


def _places(wish: Wish, vehicle: Vehicle, facility: Facility | None) -> list[int | None]:
    unload = [] if facility is None else [facility.place]
    return [vehicle.start, *(halt.place for halt in wish.halts), *unload, vehicle.end]


def _path(travel: Travel, wish: Wish, vehicle: Vehicle, facility: Facility | None) -> Obstacle | None:
    places = _places(wish, vehicle, facility)
    for origin, destination in pairwise(places):
        if travel.seconds(vehicle.profile, origin, destination) >= NEVER:
            return Obstacle(
                code="R204",
                stage=4,
                reason=f"{wish.id} cannot be reached and left again: there is no path from place {origin} "
                f"to place {destination}.",
                shortfall=1,
                unit="path",
                change="path",
                subject=wish.id,
                details={"from": origin or 0, "to": destination or 0, "profile": vehicle.profile},
            )
    return None


def _distance(travel: Travel, wish: Wish, vehicle: Vehicle, facility: Facility | None) -> Obstacle | None:
    if vehicle.max_distance_m is None:
        return None
    places = _places(wish, vehicle, facility)
    length_m = sum(travel.metres(vehicle.profile, a, b) for a, b in pairwise(places))
    if length_m <= vehicle.max_distance_m:
        return None
    return Obstacle(
        code="R206",
        stage=5,
        reason=f"Serving {wish.id} alone takes {length_m} m; the farthest-going vehicle that may serve it "
        f"goes {vehicle.max_distance_m} m.",
        shortfall=length_m - vehicle.max_distance_m,
        unit="m",
        change="max_distance_m",
        subject=vehicle.id,
        details={"distance_m": length_m, "max_distance_m": vehicle.max_distance_m},
    )


def _battery(
    problem: Problem, travel: Travel, wish: Wish, vehicle: Vehicle, facility: Facility | None
) -> Obstacle | None:
    """The battery, where there is nowhere to charge."""
    if vehicle.range_m is None or problem.stations:
        return None
    places = _places(wish, vehicle, facility)
    length_m = sum(travel.metres(vehicle.profile, a, b) for a, b in pairwise(places))
    left_m = vehicle.range_m - vehicle.underway.used_m
    if length_m <= left_m:
        return None
    return Obstacle(
        code="R206",
        stage=5,
        reason=f"Serving {wish.id} alone takes {length_m} m; the battery of the farthest-going vehicle that "
        f"may serve it lasts {left_m} m.",
        shortfall=length_m - left_m,
        unit="m",
        change="range_m",
        subject=vehicle.id,
        details={"distance_m": length_m, "range_m": left_m},
    )


def _duration(travel: Travel, wish: Wish, vehicle: Vehicle, facility: Facility | None) -> Obstacle | None:
    """The longest time away, against driving and work alone."""
    if vehicle.max_duration_s is None:
        return None
    places = _places(wish, vehicle, facility)
    away_s = sum(travel.seconds(vehicle.profile, a, b) for a, b in pairwise(places))
    away_s += sum(halt.work_s for halt in wish.halts) + (facility.unload_s if facility else 0)
    if away_s <= vehicle.max_duration_s:
        return None
    return Obstacle(
        code="R209",
        stage=5,
        reason=f"Serving {wish.id} alone takes {away_s} s; no vehicle that may serve it may be away for more "
        f"than {vehicle.max_duration_s} s.",
        shortfall=away_s - vehicle.max_duration_s,
        unit="s",
        change="max_duration_s",
        subject=vehicle.id,
        details={"duration_s": away_s, "max_duration_s": vehicle.max_duration_s},
    )


def _times(travel: Travel, wish: Wish, vehicle: Vehicle, facility: Facility | None) -> Obstacle | None:
    """The earliest possible course: windows on the way, the facility's hours, the end of the shift."""
    place = vehicle.start
    moment_s = max(vehicle.shift[0], wish.loaded_from_s)
    halts = list(wish.halts)
    if facility is not None:
        halts.append(Halt(facility.place, facility.unload_s, facility.windows))
    for number, halt in enumerate(halts):
        arrival_s = max(moment_s + travel.seconds(vehicle.profile, place, halt.place), halt.release_s)
        start_s = _opening(arrival_s, halt.windows)
        if start_s is None:
            late_s = arrival_s - halt.windows[-1][1]
            at_facility = number == len(wish.halts)
            where = f"{facility.id} after {wish.id}" if at_facility and facility else wish.id
            return Obstacle(
                code="R208" if at_facility else "R207",
                stage=6,
                reason=f"No vehicle that may serve {wish.id} can be at {where} before {arrival_s} s; "
                f"the last window closes at {halt.windows[-1][1]} s, {late_s} s earlier.",
                shortfall=late_s,
                unit="s",
                change="facility_window_end_s" if at_facility else "window_end_s",
                subject=facility.id if at_facility and facility else wish.id,
                details={"earliest_s": arrival_s, "window_end_s": halt.windows[-1][1]},
            )
        place, moment_s = halt.place, start_s + halt.work_s
    return _back(wish, vehicle, moment_s + travel.seconds(vehicle.profile, place, vehicle.end))


def _back(wish: Wish, vehicle: Vehicle, back_s: int) -> Obstacle | None:
    """The end of the shift, from the earliest moment a vehicle could be back."""
    ends_s = vehicle.shift[1] + vehicle.overtime_s
    if back_s <= ends_s:
        return None
    return Obstacle(
        code="R209",
        stage=7,
        reason=f"A vehicle that serves only {wish.id} is back at {back_s} s at the earliest; "
        f"the longest shift ends at {ends_s} s.",
        shortfall=back_s - ends_s,
        unit="s",
        change="shift_end_s",
        subject=vehicle.id,
        details={"back_s": back_s, "shift_end_s": ends_s},
    )


def _opening(moment_s: int, windows: tuple[Window, ...]) -> int | None:
    """The first moment from `moment_s` on at which service may start."""
    if not windows:
        return moment_s
    return min((max(moment_s, low) for low, high in windows if moment_s <= high), default=None)
