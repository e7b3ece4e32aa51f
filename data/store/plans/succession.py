"""Replace a published plan: redirect drivers' links to the new routes, and carry reports over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from data.domain.errors import Fault
from data.store.plans.driver_events import Event, EventKind
from data.store.plans.progress import TODO, fold_events
from data.store.plans.tables import Plan, Route, Visit

Stop = tuple[int, int, str | None]
"""A stop, whichever plan it is in: the truck, the request, and the load type."""
Halt = tuple[int, str, int | None, int | None, int | None, int | None]
"""An unloading or depot: truck, kind, site, arrival, start, departure, in seconds after local midnight.

A plan that carries on another keeps those that lie behind as they were.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """Drivers' reports from a published plan.

    Attributes
    ----------
    stops
        Reported visit → its stop.
    vehicles
        Route → its vehicle, of all routes of the plan.
    """

    plan: Plan
    events: tuple[Event, ...]
    stops: dict[int, Stop]
    vehicles: dict[int, int]

    @classmethod
    def of(cls, session: Session, row: Plan) -> Reported:
        """Read the reports of a plan."""
        events = session.exec(select(Event).where(Event.plan_id == row.id).order_by(col(Event.id))).all()
        ids = {event.visit_id for event in events if event.visit_id is not None}
        found = session.exec(select(Visit, Route.vehicle_id).join(Route).where(col(Visit.id).in_(ids))).all()
        return cls(
            plan=row,
            events=tuple(events),
            stops={
                visit.id or 0: (vehicle, visit.request_id, visit.load_type)
                for visit, vehicle in found
                if visit.request_id is not None
            },
            vehicles={
                route.id or 0: route.vehicle_id
                for route in session.exec(select(Route).where(Route.plan_id == row.id))
            },
        )

    @property
    def requests(self) -> set[int]:
        """Requests with reports."""
        return {request for _vehicle, request, _load_type in self.stops.values()}

    def faults(self, session: Session, routes: Sequence[Route]) -> list[Fault]:
        """Return S314 if the routes do not continue what is reported."""
        stops = set(_stops(session, routes).values())
        vehicles = {route.vehicle_id for route in routes}
        standing = fold_events(self.events)  # a revoked report does not fix its stop
        lost = [
            stop
            for visit, stop in self.stops.items()
            if standing.get(visit, TODO).status != "todo" and stop not in stops
        ]
        at_work = (event for event in self.events if event.kind is not EventKind.OPENED)
        silent = {self.vehicles[event.route_id] for event in at_work} - vehicles
        if not lost and not silent:
            return []
        cause = (
            f"Drivers already work by version {self.plan.version} of this day ({len(self.events)} reports), "
            "and the plan does not keep what they have reported."
        )
        action = "Plan the rest of that plan, or finish its routes first."
        return [Fault("S314", cause, action, f"plan {self.plan.id}")]

    def hand_over(self, session: Session, routes: Sequence[Route]) -> None:
        """Copy the reports to the same stops of the new routes; the originals stay with the old plan."""
        old = session.exec(select(Route).where(Route.plan_id == self.plan.id)).all()
        old_places: dict[int, Stop | Halt] = {**_halts(session, old), **self.stops}
        new_places = {**_halts(session, routes), **_stops(session, routes)}
        visits = {place: visit for visit, place in new_places.items()}
        by_vehicle = {route.vehicle_id: route for route in routes}
        for event in self.events:
            route = by_vehicle.get(self.vehicles[event.route_id])
            if route is None:
                continue  # the driver only opened the page
            visit_id = None
            if event.visit_id is not None:
                place = old_places.get(event.visit_id)
                visit_id = visits.get(place) if place is not None else None
                if visit_id is None:
                    continue  # revoked and moved, or of an unloading that the new plan has at another time
            values = event.model_dump(exclude={"id", "plan_id", "route_id", "visit_id"})
            session.add(Event(plan_id=route.plan_id, route_id=route.id or 0, visit_id=visit_id, **values))


def redirect_links(session: Session, earlier: Plan, routes: Sequence[Route]) -> None:
    """Redirect the links of an earlier plan to the new routes of the same vehicle and driver; others end."""
    new = {(route.vehicle_id, route.driver_id): route for route in routes}
    for route in session.exec(select(Route).where(Route.plan_id == earlier.id)):
        find_successor = new.get((route.vehicle_id, route.driver_id))
        route.replaced_by = find_successor.id if find_successor is not None else None
        if find_successor is None:
            route.token_nonce = None
        session.add(route)


def find_successor(session: Session, route: Route) -> Route:
    """Return the current successor of a route; itself if it was not replaced."""
    seen = {route.id}
    while route.replaced_by is not None and route.replaced_by not in seen:
        following = session.get(Route, route.replaced_by)
        if following is None:
            break
        route = following
        seen.add(route.id)
    return route


def find_same_stop(session: Session, visit_id: int, route: Route) -> Visit | None:
    """Return the visit of `route` that serves the same stop as a visit of the plan it replaced."""
    old = session.get(Visit, visit_id)
    if old is None or old.request_id is None or old.route_id == route.id:
        return None
    if find_successor(session, session.get_one(Route, old.route_id)).id != route.id:
        return None
    found = (
        select(Visit)
        .join(Route)
        .where(
            Route.plan_id == route.plan_id,
            Visit.request_id == old.request_id,
            Visit.load_type == old.load_type,
        )
    )
    return session.exec(found).first()


def _halts(session: Session, routes: Sequence[Route]) -> dict[int, Halt]:
    """Return unloadings and depots by visit."""
    return {
        visit.id or 0: (
            vehicle,
            visit.kind,
            visit.facility_site_id,
            visit.arrival_s,
            visit.start_s,
            visit.departure_s,
        )
        for visit, vehicle in _visits(session, routes)
        if visit.request_id is None
    }


def _stops(session: Session, routes: Sequence[Route]) -> dict[int, Stop]:
    return {
        visit.id or 0: (vehicle, visit.request_id, visit.load_type)
        for visit, vehicle in _visits(session, routes)
        if visit.request_id is not None
    }


def _visits(session: Session, routes: Sequence[Route]) -> list[tuple[Visit, int]]:
    """Return each visit with its vehicle."""
    vehicles = {route.id: route.vehicle_id for route in routes}
    visits = session.exec(select(Visit).where(col(Visit.route_id).in_(list(vehicles)))).all()
    return [(visit, vehicles[visit.route_id]) for visit in visits]
