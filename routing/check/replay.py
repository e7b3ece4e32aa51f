"""Replay of a route: its visits, with what the problem requires of each, and the legs between them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from data.domain.matrix import UNREACHABLE, TravelMatrices, TravelMatrix
from data.domain.plan import Route, Visit, VisitKind
from data.domain.problem import (
    Amounts,
    Facility,
    Problem,
    Shipment,
    ShipmentStop,
    Station,
    Task,
    Vehicle,
    Window,
)

PAUSES: frozenset[VisitKind] = frozenset({"rest", "break"})
SERVICES: frozenset[VisitKind] = frozenset({"collect", "pickup", "deliver"})


class Day:
    """A problem by id.

    Of two entries with one id the first counts; `routing.validate` reports the second.
    """

    def __init__(self, problem: Problem, matrices: TravelMatrices) -> None:
        self.problem = problem
        self.matrices = matrices
        self.tasks: dict[str, Task] = {task.id: task for task in reversed(problem.tasks)}
        self.shipments: dict[str, Shipment] = {each.id: each for each in reversed(problem.shipments)}
        self.vehicles: dict[str, Vehicle] = {each.id: each for each in reversed(problem.vehicles)}
        self.facilities: dict[str, Facility] = {each.id: each for each in reversed(problem.facilities)}
        self.stations: dict[str, Station] = {each.id: each for each in reversed(problem.stations)}

    def amounts(self, given: Amounts) -> Amounts:
        """Amounts padded to one entry per dimension."""
        return tuple(given) + (0,) * (len(self.problem.dimensions) - len(given))

    def skills(self, name: str) -> frozenset[str]:
        """Skills that a task or shipment requires."""
        return self.tasks[name].skills if name in self.tasks else self.shipments[name].skills

    def load_type(self, name: str) -> str | None:
        """Load type of a task or shipment."""
        return self.tasks[name].load_type if name in self.tasks else self.shipments[name].load_type

    def penalty(self, name: str) -> float | None:
        """Penalty of a task or shipment; None where it is mandatory."""
        return self.tasks[name].penalty if name in self.tasks else self.shipments[name].penalty


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRecord:
    """A visit, and what the problem requires of it.

    Attributes
    ----------
    place
        Row of the matrices; None for a pause on the road.
    arrival_s, start_s, departure_s
        As stated in the plan; the first depot's arrival and the last one's departure equal its other time.
    work_s
        Required service, set-up and charging.
    used_m
        Metres driven since the last charge, on arrival.
    late
        Charge for a start after the due time.
    """

    number: int
    visit: Visit
    place: int | None
    arrival_s: int
    start_s: int
    departure_s: int
    work_s: int = 0
    used_m: int = 0
    windows: tuple[Window, ...] = ()
    release_s: int = 0
    late: float = 0.0

    @property
    def is_pause(self) -> bool:
        """Whether the visit is a rest or a break."""
        return self.visit.kind in PAUSES


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """From one visit that is no pause to the next, with the pauses between.

    Attributes
    ----------
    driving_s, distance_m
        By the matrices; None without a path.
    """

    origin: VisitRecord
    destination: VisitRecord
    pauses: tuple[VisitRecord, ...]
    driving_s: int | None
    distance_m: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """A route of well-formed visits.

    Attributes
    ----------
    records
        Every visit, in order.
    legs
        Between visits that are no pauses, in order.
    """

    vehicle: Vehicle
    route: Route
    records: tuple[VisitRecord, ...]
    legs: tuple[Leg, ...]

    @property
    def activities(self) -> tuple[VisitRecord, ...]:
        """Visits that are no pauses."""
        return tuple(record for record in self.records if not record.is_pause)

    @property
    def leaves_s(self) -> int:
        """Start of the route: departure from the depot, or arrival at the first visit."""
        first = self.records[0]
        return first.departure_s if first.visit.kind == "depot" else first.arrival_s

    @property
    def back_s(self) -> int:
        """End of the route: arrival at the depot, or departure from the last visit."""
        last = self.records[-1]
        return last.arrival_s if last.visit.kind == "depot" else last.departure_s

    @property
    def served(self) -> tuple[str, ...]:
        """Tasks and shipments, by first service."""
        names = (record.visit.task for record in self.records if record.visit.kind in SERVICES)
        return tuple(dict.fromkeys(name for name in names if name is not None))


def replay(day: Day, route: Route) -> Replay:
    """Replay a route whose structure is valid."""
    vehicle = day.vehicles[route.vehicle]
    matrix = day.matrices[vehicle.profile]
    records: list[VisitRecord] = []
    previous: int | None = None
    used_m = vehicle.underway.used_m
    for number, visit in enumerate(route.visits):
        record = _record(day, vehicle, number, visit, previous, last=number == len(route.visits) - 1)
        if not record.is_pause:
            if previous is not None and record.place is not None:
                used_m += max(0, int(matrix.distance_m[previous, record.place]))
            record = replace(
                record, used_m=used_m, work_s=record.work_s + _charging_s(vehicle, visit, used_m)
            )
            used_m = 0 if visit.kind == "charge" else used_m
            previous = record.place
        records.append(record)
    return Replay(vehicle=vehicle, route=route, records=tuple(records), legs=tuple(_legs(matrix, records)))


def _charging_s(vehicle: Vehicle, visit: Visit, used_m: int) -> int:
    """Seconds to charge to full, in proportion to the metres driven, rounded up."""
    if visit.kind != "charge" or not vehicle.range_m:
        return 0
    return -(-vehicle.recharge_s * used_m // vehicle.range_m)


def place_of(day: Day, vehicle: Vehicle, visit: Visit, *, first: bool) -> int | None:
    """Place of a visit by the problem; of a pause, by the plan."""
    if visit.kind in PAUSES:
        return visit.place
    if visit.kind == "depot":
        return vehicle.start if first else vehicle.end
    if visit.kind == "unload":
        return day.facilities[visit.facility or ""].place
    if visit.kind == "charge":
        return day.stations[visit.station or ""].place
    name = visit.task or ""
    if visit.kind == "collect":
        return day.tasks[name].place
    shipment = day.shipments[name]
    return shipment.pickup.place if visit.kind == "pickup" else shipment.delivery.place


def _record(
    day: Day, vehicle: Vehicle, number: int, visit: Visit, previous: int | None, *, last: bool
) -> VisitRecord:
    first = number == 0
    place = place_of(day, vehicle, visit, first=first)
    depot = visit.kind == "depot"
    arrival_s = visit.departure_s if first and depot else visit.arrival_s
    departure_s = visit.arrival_s if last and depot else visit.departure_s
    assert arrival_s is not None
    assert departure_s is not None
    start_s = arrival_s if visit.start_s is None else visit.start_s
    work_s, windows, release_s = _requirements(day, visit, elsewhere=place != previous)
    return VisitRecord(
        number=number,
        visit=visit,
        place=place,
        arrival_s=arrival_s,
        start_s=start_s,
        departure_s=departure_s,
        work_s=work_s,
        windows=windows,
        release_s=release_s,
        late=_lateness(day, visit, start_s),
    )


def _lateness(day: Day, visit: Visit, start_s: int) -> float:
    """Charge for a start after the due time of a task or of one end of a shipment."""
    stop: Task | ShipmentStop
    name = visit.task or ""
    if visit.kind == "collect":
        stop = day.tasks[name]
    elif visit.kind in SERVICES:
        stop = day.shipments[name].pickup if visit.kind == "pickup" else day.shipments[name].delivery
    else:
        return 0.0
    return 0.0 if stop.due_s is None else stop.late_per_h * max(0, start_s - stop.due_s) / 3600


def _requirements(day: Day, visit: Visit, *, elsewhere: bool) -> tuple[int, tuple[Window, ...], int]:
    """Seconds of work, windows and release time; set-up is needed after a visit elsewhere."""
    if visit.kind == "unload":
        facility = day.facilities[visit.facility or ""]
        return facility.unload_s, facility.windows, 0
    if visit.kind == "charge":
        station = day.stations[visit.station or ""]
        return station.connect_s, station.windows, 0
    if visit.kind == "collect":
        task = day.tasks[visit.task or ""]
        return task.service_s + task.setup_s * elsewhere, task.windows, task.release_s
    if visit.kind in SERVICES:
        shipment = day.shipments[visit.task or ""]
        stop = shipment.pickup if visit.kind == "pickup" else shipment.delivery
        return stop.service_s + stop.setup_s * elsewhere, stop.windows, 0
    return 0, (), 0


def _legs(matrix: TravelMatrix, records: list[VisitRecord]) -> list[Leg]:
    legs: list[Leg] = []
    visits = [index for index, record in enumerate(records) if not record.is_pause]
    for here, there in pairwise(visits):
        origin, destination = records[here], records[there]
        assert origin.place is not None
        assert destination.place is not None
        driving_s = int(matrix.duration_s[origin.place, destination.place])
        distance_m = int(matrix.distance_m[origin.place, destination.place])
        legs.append(
            Leg(
                origin=origin,
                destination=destination,
                pauses=tuple(records[here + 1 : there]),
                driving_s=None if driving_s == UNREACHABLE else driving_s,
                distance_m=None if distance_m == UNREACHABLE else distance_m,
            )
        )
    return legs
