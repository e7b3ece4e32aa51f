"""Structure of a route: known ids, depots at its ends, all times and places present."""

from __future__ import annotations

from collections.abc import Iterator

from data.domain.plan import Route, Violation, Visit
from data.domain.problem import Vehicle
from routing.check.replay import PAUSES, SERVICES, Day, place_of
from routing.check.wording import violation


def structure(day: Day, route: Route) -> list[Violation]:
    """Find what keeps a route from being replayed; the other rules need an empty result."""
    vehicle = day.vehicles.get(route.vehicle)
    if vehicle is None:
        return [violation("R302", f"There is no vehicle {route.vehicle}.", vehicle=route.vehicle)]
    if vehicle.profile not in day.matrices:
        return [
            violation(
                "R302",
                f"{vehicle.id} drives by profile {vehicle.profile}, which has no matrix.",
                vehicle=vehicle.id,
            )
        ]
    if len(route.visits) < _fewest(vehicle):
        return [violation("R301", "The route has too few visits to be one.", vehicle=vehicle.id)]
    found = list(_references(day, route))
    if found:
        return found
    return [*_ends(day, route), *_times(route), *_places(day, route)]


def _fewest(vehicle: Vehicle) -> int:
    """Least number of visits: one per depot of the vehicle, and at least one."""
    return max(1, (vehicle.start is not None) + (vehicle.end is not None))


def _references(day: Day, route: Route) -> Iterator[Violation]:
    for number, visit in enumerate(route.visits):
        where = f"Visit {number} ({visit.kind})"
        if visit.kind == "charge" and visit.station not in day.stations:
            yield violation("R303", f"{where}: there is no station {visit.station}.", vehicle=route.vehicle)
        elif visit.kind == "charge" and not day.vehicles[route.vehicle].range_m:
            text = f"{where}: {route.vehicle} has no battery to charge."
            yield violation("R301", text, vehicle=route.vehicle)
        elif visit.kind == "unload" and visit.facility not in day.facilities:
            yield violation("R303", f"{where}: there is no facility {visit.facility}.", vehicle=route.vehicle)
        elif visit.kind in SERVICES:
            known = day.tasks if visit.kind == "collect" else day.shipments
            if visit.task not in known:
                what = "task" if visit.kind == "collect" else "shipment"
                yield violation(
                    "R303",
                    f"{where}: there is no {what} {visit.task}.",
                    vehicle=route.vehicle,
                    task=visit.task,
                )


def _ends(day: Day, route: Route) -> Iterator[Violation]:
    """Check that depots are first and last, exactly where the vehicle has them."""
    vehicle = day.vehicles[route.vehicle]
    last = len(route.visits) - 1
    kinds = [visit.kind for visit in route.visits]
    for place, number, end in ((vehicle.start, 0, "start"), (vehicle.end, last, "end")):
        if place is not None and kinds[number] != "depot":
            yield violation("R301", f"The route does not {end} at its depot.", vehicle=vehicle.id)
        if place is None and kinds[number] == "depot":
            yield violation("R301", f"{vehicle.id} has no depot to {end} at.", vehicle=vehicle.id)
        if kinds[number] in PAUSES:
            yield violation("R301", f"A route cannot {end} with a {kinds[number]}.", vehicle=vehicle.id)
    for number in range(1, last):
        if kinds[number] == "depot":
            yield violation("R301", f"Visit {number} is a depot inside the route.", vehicle=vehicle.id)


def _times(route: Route) -> Iterator[Violation]:
    """Check that arrivals and departures are given; not of the first and last depot, respectively."""
    last = len(route.visits) - 1
    for number, visit in enumerate(route.visits):
        needed = {"arrival_s": visit.arrival_s, "departure_s": visit.departure_s}
        if visit.kind == "depot" and number in (0, last):
            del needed["arrival_s" if number == 0 else "departure_s"]
        missing = [key for key, moment_s in needed.items() if moment_s is None]
        if missing:
            yield violation(
                "R301",
                f"Visit {number} ({visit.kind}) has no {' and no '.join(missing)}.",
                vehicle=route.vehicle,
                task=visit.task,
            )


def _places(day: Day, route: Route) -> Iterator[Violation]:
    """Check stated places against the problem; a pause is at the visit before it, or on the road."""
    vehicle = day.vehicles[route.vehicle]
    before: int | None = None
    for number, visit in enumerate(route.visits):
        place = place_of(day, vehicle, visit, first=number == 0)
        if visit.kind not in PAUSES:
            before = place
        if visit.place is not None and visit.place != before:
            yield _misplaced(route, number, visit, before)


def _misplaced(route: Route, number: int, visit: Visit, place: int | None) -> Violation:
    return violation(
        "R301",
        f"Visit {number} ({visit.kind}) is put at place {visit.place}; it belongs at {place}.",
        vehicle=route.vehicle,
        task=visit.task,
    )
