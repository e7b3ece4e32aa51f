"""Why a vehicle could never serve a task, even on a route of its own.

One function per rule returns an `UnservableReason` or None. Rests and breaks are left out, so with least
travel a reason is a proof.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from data.domain.problem import Amounts, Facility, Problem, Shipment, Task, Vehicle, Window
from routing.validate.travel_bounds import NEVER, Travel


@dataclass(frozen=True, slots=True, kw_only=True)
class UnservableReason:
    """A rule that no route of a vehicle with this task alone keeps.

    Attributes
    ----------
    stage
        Rank of the check: a vehicle that fails a later one is closer to serving the task.
    shortfall, unit
        Excess over the limit.
    change, subject
        What the smallest relaxation changes by `shortfall`, and of which task, vehicle, facility or load
        type.
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
class Service:
    """A service of a task (one) or shipment (two): place, duration, windows, release time."""

    place: int
    work_s: int
    windows: tuple[Window, ...]
    release_s: int = 0


@dataclass(frozen=True, slots=True)
class Demand:
    """What a task or shipment requires, as the rules below need it.

    Attributes
    ----------
    aboard
        Amount vectors each of which is aboard at some moment of every route: demand, delivery.
    collects
        Whether goods must be unloaded at a facility.
    loaded_from_s
        Earliest departure of the trip that delivers.
    """

    id: str
    services: tuple[Service, ...]
    aboard: tuple[Amounts, ...]
    skills: frozenset[str]
    load_type: str | None
    collects: bool
    to_collect: Amounts
    loaded_from_s: int


def to_demand(demanded: Task | Shipment) -> Demand:
    """Convert a task or shipment; set-up is left out, as it may not be needed."""
    if isinstance(demanded, Shipment):
        ends = (demanded.pickup, demanded.delivery)
        services = tuple(Service(end.place, end.service_s, end.windows) for end in ends)
        return Demand(
            demanded.id, services, (demanded.demand,), demanded.skills, demanded.load_type, False, (), 0
        )
    brings = any(demanded.delivery)
    return Demand(
        id=demanded.id,
        services=(Service(demanded.place, demanded.service_s, demanded.windows, demanded.release_s),),
        aboard=(demanded.demand, demanded.delivery),
        skills=demanded.skills,
        load_type=demanded.load_type,
        collects=any(demanded.demand) or (demanded.load_type is not None and not brings),
        to_collect=demanded.demand,
        loaded_from_s=demanded.release_s if brings else 0,
    )


def find_unservable_reason(
    problem: Problem, travel: Travel, demand: Demand, vehicle: Vehicle
) -> UnservableReason | None:
    """Return the first rule by which a vehicle could never serve a demand; None where it might."""
    found = _skills(demand, vehicle) or _capacity(problem, demand, vehicle) or _cap(problem, demand)
    if found is not None:
        return found
    usable: list[Facility | None] = [None]
    if demand.collects and problem.rules.end_empty:
        usable = [each for each in problem.facilities if _takes(each, demand)]
        if not usable:
            kind = demand.load_type or "the goods"
            return UnservableReason(
                code="R205",
                stage=3,
                reason=f"No facility takes {kind} of {demand.id}.",
                shortfall=1,
                unit="facility",
                change="facility_accepts",
                subject=demand.load_type or "",
                details={"load_type": demand.load_type or ""},
            )
    tries = [
        _path(travel, demand, vehicle, facility)
        or _distance(travel, demand, vehicle, facility)
        or _battery(problem, travel, demand, vehicle, facility)
        or _duration(travel, demand, vehicle, facility)
        or _times(travel, demand, vehicle, facility)
        for facility in usable
    ]
    if any(found is None for found in tries):
        return None
    return closest(found for found in tries if found is not None)


def closest(reasons: Iterable[UnservableReason]) -> UnservableReason:
    """The reason of the vehicle closest to serving: the last stage, then the smallest shortfall."""
    return min(reasons, key=lambda each: (-each.stage, each.shortfall))


def _skills(demand: Demand, vehicle: Vehicle) -> UnservableReason | None:
    missing = sorted(demand.skills - vehicle.skills)
    if not missing:
        return None
    names = ", ".join(missing)
    return UnservableReason(
        code="R201",
        stage=0,
        reason=f"No vehicle may serve {demand.id}: the nearest to it lacks {names}.",
        shortfall=len(missing),
        unit="skill",
        change="skills",
        subject=vehicle.id,
        details={"missing": names},
    )


def _capacity(problem: Problem, demand: Demand, vehicle: Vehicle) -> UnservableReason | None:
    for amounts in demand.aboard:
        for dimension, amount, capacity in zip(problem.dimensions, amounts, vehicle.capacity, strict=False):
            if amount > capacity:
                return UnservableReason(
                    code="R202",
                    stage=1,
                    reason=f"{demand.id} has {amount} {dimension}; the largest vehicle that may serve it "
                    f"takes {capacity}.",
                    shortfall=amount - capacity,
                    unit=dimension,
                    change="capacity",
                    subject=vehicle.id,
                    details={"dimension": dimension, "amount": amount, "capacity": capacity},
                )
    return None


def _cap(problem: Problem, demand: Demand) -> UnservableReason | None:
    for cap in problem.rules.load_caps:
        if cap.load_type != demand.load_type:
            continue
        position = problem.dimensions.index(cap.dimension)
        amount = max((vector[position] for vector in demand.aboard if vector), default=0)
        if amount > cap.max:
            return UnservableReason(
                code="R203",
                stage=2,
                reason=f"{demand.id} has {amount} {cap.dimension} of {cap.load_type}; at most {cap.max} "
                "may be aboard.",
                shortfall=amount - cap.max,
                unit=cap.dimension,
                change="load_cap",
                subject=cap.load_type,
                details={"load_type": cap.load_type, "amount": amount, "max": cap.max},
            )
    return None


def _takes(facility: Facility, demand: Demand) -> bool:
    """Whether a facility accepts the load type, and all of the demand at once."""
    accepted = facility.accepts is None or demand.load_type is None or demand.load_type in facility.accepts
    room = facility.intake is None or all(
        amount <= most for amount, most in zip(demand.to_collect, facility.intake, strict=False)
    )
    return accepted and room


def _places(demand: Demand, vehicle: Vehicle, facility: Facility | None) -> list[int | None]:
    unload = [] if facility is None else [facility.place]
    return [vehicle.start, *(service.place for service in demand.services), *unload, vehicle.end]


def _path(
    travel: Travel, demand: Demand, vehicle: Vehicle, facility: Facility | None
) -> UnservableReason | None:
    places = _places(demand, vehicle, facility)
    for origin, destination in pairwise(places):
        if travel.seconds(vehicle.profile, origin, destination) >= NEVER:
            return UnservableReason(
                code="R204",
                stage=4,
                reason=f"{demand.id} cannot be reached and left again: there is no path from place {origin} "
                f"to place {destination}.",
                shortfall=1,
                unit="path",
                change="path",
                subject=demand.id,
                details={"from": origin or 0, "to": destination or 0, "profile": vehicle.profile},
            )
    return None


def _distance(
    travel: Travel, demand: Demand, vehicle: Vehicle, facility: Facility | None
) -> UnservableReason | None:
    """Longest distance of a route, against the distance of serving the demand alone."""
    if vehicle.max_distance_m is None:
        return None
    length_m = _length_m(travel, demand, vehicle, facility)
    reason = (
        f"Serving {demand.id} alone takes {length_m} m; the farthest-going vehicle that may serve it "
        f"goes {vehicle.max_distance_m} m."
    )
    figures = {"distance_m": length_m, "max_distance_m": vehicle.max_distance_m}
    return _excess(vehicle, "R206", reason, figures)


def _battery(
    problem: Problem, travel: Travel, demand: Demand, vehicle: Vehicle, facility: Facility | None
) -> UnservableReason | None:
    """Range of the battery, where there is no station."""
    if vehicle.range_m is None or problem.stations:
        return None
    length_m = _length_m(travel, demand, vehicle, facility)
    left_m = vehicle.range_m - vehicle.underway.used_m
    reason = (
        f"Serving {demand.id} alone takes {length_m} m; the battery of the farthest-going vehicle "
        f"that may serve it lasts {left_m} m."
    )
    return _excess(vehicle, "R206", reason, {"distance_m": length_m, "range_m": left_m})


def _duration(
    travel: Travel, demand: Demand, vehicle: Vehicle, facility: Facility | None
) -> UnservableReason | None:
    """Longest duration of a route, against driving and work alone."""
    if vehicle.max_duration_s is None:
        return None
    places = _places(demand, vehicle, facility)
    away_s = sum(travel.seconds(vehicle.profile, a, b) for a, b in pairwise(places))
    away_s += sum(service.work_s for service in demand.services) + (facility.unload_s if facility else 0)
    reason = (
        f"Serving {demand.id} alone takes {away_s} s; no vehicle that may serve it may be away for "
        f"more than {vehicle.max_duration_s} s."
    )
    return _excess(vehicle, "R209", reason, {"duration_s": away_s, "max_duration_s": vehicle.max_duration_s})


def _length_m(travel: Travel, demand: Demand, vehicle: Vehicle, facility: Facility | None) -> int:
    places = _places(demand, vehicle, facility)
    return sum(travel.metres(vehicle.profile, a, b) for a, b in pairwise(places))


def _excess(vehicle: Vehicle, code: str, reason: str, figures: dict[str, int]) -> UnservableReason | None:
    """Reason where the first of two figures exceeds the second, a limit of the vehicle."""
    (figure, amount), (limit, most) = figures.items()
    if amount <= most:
        return None
    return UnservableReason(
        code=code,
        stage=5,
        reason=reason,
        shortfall=amount - most,
        unit=figure.rsplit("_", 1)[1],
        change=limit,
        subject=vehicle.id,
        details={**figures},
    )


def _times(
    travel: Travel, demand: Demand, vehicle: Vehicle, facility: Facility | None
) -> UnservableReason | None:
    """Windows, opening hours and the end of the shift, against the earliest possible schedule."""
    place = vehicle.start
    moment_s = max(vehicle.shift[0], demand.loaded_from_s)
    services = list(demand.services)
    if facility is not None:
        services.append(Service(facility.place, facility.unload_s, facility.windows))
    for number, service in enumerate(services):
        arrival_s = max(moment_s + travel.seconds(vehicle.profile, place, service.place), service.release_s)
        start_s = _earliest_start(arrival_s, service.windows)
        if start_s is None:
            late_s = arrival_s - service.windows[-1][1]
            at_facility = number == len(demand.services)
            where = f"{facility.id} after {demand.id}" if at_facility and facility else demand.id
            return UnservableReason(
                code="R208" if at_facility else "R207",
                stage=6,
                reason=f"No vehicle that may serve {demand.id} can be at {where} before {arrival_s} s; "
                f"the last window closes at {service.windows[-1][1]} s, {late_s} s earlier.",
                shortfall=late_s,
                unit="s",
                change="facility_window_end_s" if at_facility else "window_end_s",
                subject=facility.id if at_facility and facility else demand.id,
                details={"earliest_s": arrival_s, "window_end_s": service.windows[-1][1]},
            )
        place, moment_s = service.place, start_s + service.work_s
    return _return(demand, vehicle, moment_s + travel.seconds(vehicle.profile, place, vehicle.end))


def _return(demand: Demand, vehicle: Vehicle, back_s: int) -> UnservableReason | None:
    """End of the shift, against the earliest return."""
    ends_s = vehicle.shift[1] + vehicle.overtime_s
    if back_s <= ends_s:
        return None
    return UnservableReason(
        code="R209",
        stage=7,
        reason=f"A vehicle that serves only {demand.id} is back at {back_s} s at the earliest; "
        f"the longest shift ends at {ends_s} s.",
        shortfall=back_s - ends_s,
        unit="s",
        change="shift_end_s",
        subject=vehicle.id,
        details={"back_s": back_s, "shift_end_s": ends_s},
    )


def _earliest_start(moment_s: int, windows: tuple[Window, ...]) -> int | None:
    """Earliest start of service from `moment_s` on; None after the last window."""
    if not windows:
        return moment_s
    return min((max(moment_s, low) for low, high in windows if moment_s <= high), default=None)
