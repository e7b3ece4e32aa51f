"""Assign drivers to the vehicles of a date: the usual driver, else a free one, else the vehicle is idle.

Faults name drivers by reference, never by name, since they are stored with plans.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from data.domain.errors import Fault
from data.domain.problem import Window
from data.domain.rule_sets import RuleSet
from data.store.network.days_off import OffDuty, find_off_duty
from data.store.network.fleet import Driver, Vehicle, list_vehicles_in_use

WEEKDAYS = ("Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays")


@dataclass(frozen=True, slots=True)
class Crew:
    """A vehicle and its driver on a date.

    Attributes
    ----------
    driver
        None if the vehicle has no usual driver: dispatchers then decide manually.
    is_off
        Whether the vehicle is idle: its centre is closed, it is off, or no driver is available.
    fault
        W305 another than the usual driver drives, W306 no driver is available.
    """

    vehicle: Vehicle
    driver: Driver | None
    is_off: bool = False
    fault: Fault | None = None


def working_span(vehicle: Vehicle, driver: Driver | None) -> Window | None:
    """Return the span in which vehicle and driver both work, in seconds after midnight; None if empty."""
    span = (vehicle.shift_start_s, vehicle.shift_end_s)
    if driver is None or driver.shift is None:
        return span
    start_s, end_s = max(span[0], driver.shift[0]), min(span[1], driver.shift[1])
    return (start_s, end_s) if start_s < end_s else None


def planned_span(vehicle: Vehicle, driver: Driver | None) -> Window:
    """Return `working_span`, or the vehicle's shift if that is empty."""
    return working_span(vehicle, driver) or (vehicle.shift_start_s, vehicle.shift_end_s)


def certified_skills(
    vehicle: Vehicle, driver: Driver | None, rule_set: RuleSet, date: dt.date
) -> frozenset[str]:
    """Return the skills of vehicle and driver together on a date.

    A certificate counts only if both hold it and it has not expired.
    """
    truck, crew = vehicle.skills_on(date), driver.skills_on(date) if driver else frozenset()
    certificates = frozenset().union(*(rule.skills for rule in rule_set.certificates))
    return ((truck | crew) - certificates) | (truck & crew & certificates)


def crews_of_centre(
    session: Session,
    organisation_id: int,
    centre_id: int,
    date: dt.date,
    rule_set: RuleSet,
    *,
    under_way: Mapping[int, int | None] | None = None,
) -> list[Crew]:
    """Assign drivers to the active vehicles of a centre on a date; return them by reference.

    Vehicles of the whole organisation are considered, so that nobody drives for two centres at once: usual
    drivers first, then for each vehicle without one a free driver of its centre, or of no centre, who
    preserves most skills, then most hours.

    Parameters
    ----------
    under_way
        Vehicles already on their routes, with the driver: both as row ids.
    """
    out_ids = set(under_way or {})
    fleet = _with_gone(session, list_vehicles_in_use(session, organisation_id), out_ids)
    people = select(Driver).where(Driver.organisation_id == organisation_id, col(Driver.retired_at).is_(None))
    pairing = _Pairing(
        date=date,
        off=find_off_duty(session, organisation_id, centre_id, date),
        rule_set=rule_set,
        people=session.exec(people.order_by(col(Driver.ref))).all(),
    )
    out = {
        vehicle_id: session.get(Driver, driver_id) if driver_id is not None else None
        for vehicle_id, driver_id in (under_way or {}).items()
    }
    crews = pairing.pair(fleet, out)
    return [crew for crew in crews if crew.vehicle.centre_id == centre_id or crew.vehicle.id in out_ids]


def _with_gone(
    session: Session, fleet: Sequence[tuple[Vehicle, Driver | None]], out_ids: set[int]
) -> list[tuple[Vehicle, Driver | None]]:
    """Return the fleet, with vehicles on their routes that have been retired since."""
    missing = out_ids - {vehicle.id for vehicle, _usual in fleet}
    if not missing:
        return list(fleet)
    gone = session.exec(select(Vehicle).where(col(Vehicle.id).in_(missing))).all()
    return sorted([*fleet, *((vehicle, None) for vehicle in gone)], key=lambda each: each[0].ref)


@dataclass(slots=True, kw_only=True)
class _Pairing:
    """Assigns the drivers of an organisation to its vehicles for one date.

    Attributes
    ----------
    taken
        Driver id → vehicle and hours on that day.
    """

    date: dt.date
    off: OffDuty
    rule_set: RuleSet
    people: Sequence[Driver]
    taken: dict[int, list[tuple[Vehicle, Window]]] = field(default_factory=lambda: defaultdict(list))

    def pair(
        self, fleet: Sequence[tuple[Vehicle, Driver | None]], out: Mapping[int, Driver | None]
    ) -> list[Crew]:
        """Return crews in the order of the fleet."""
        crews: dict[int | None, Crew] = {
            vehicle.id: self._left(vehicle, out[vehicle.id])
            for vehicle, _usual in fleet
            if vehicle.id is not None and vehicle.id in out
        }
        for vehicle, usual in fleet:
            crew = self._usual(vehicle, usual) if vehicle.id not in crews else None
            if crew is not None:
                crews[vehicle.id] = crew
        at = _centres(fleet)
        for vehicle, usual in fleet:
            if vehicle.id not in crews and usual is not None:
                here = {vehicle.centre_id}
                people = [one for one in self.people if at.get(one.id, here) == here]
                crews[vehicle.id] = self._stand_in(vehicle, usual, people)
        return [crews[vehicle.id] for vehicle, _usual in fleet]

    def _left(self, vehicle: Vehicle, driver: Driver | None) -> Crew:
        """Keep the driver of a vehicle on its route; if one is absent, the vehicle takes no further work."""
        stays = vehicle.retired_at is not None or self._stays(vehicle)
        stays = stays or (driver is not None and self._why_away(vehicle, driver) is not None)
        self._take(vehicle, driver)
        return Crew(vehicle, driver, is_off=stays)

    def _usual(self, vehicle: Vehicle, driver: Driver | None) -> Crew | None:
        """Assign the usual driver; None if another one has to be found."""
        if self._stays(vehicle):
            return Crew(vehicle, driver, is_off=True)
        if driver is not None and self._why_away(vehicle, driver) is not None:
            return None
        self._take(vehicle, driver)
        return Crew(vehicle, driver)

    def _stand_in(self, vehicle: Vehicle, usual: Driver, people: Iterable[Driver]) -> Crew:
        why = f"its driver {usual.ref} {self._why_away(vehicle, usual)}"
        able = certified_skills(vehicle, usual, self.rule_set, self.date)
        free = [one for one in people if not self.taken.get(one.id or 0) and not self._why_away(vehicle, one)]

        def rank(one: Driver) -> tuple[int, int, int, str]:
            start_s, end_s = working_span(vehicle, one) or (0, 0)
            return len(able - self._able(vehicle, one)), start_s - end_s, len(one.skills), one.ref

        where = f"vehicle {vehicle.ref}"
        if not free:
            cause = f"Truck {vehicle.ref} is not used: {why}, and no other driver is available."
            action = "Assign another driver, or change the driver's hours and days off."
            return Crew(vehicle, usual, is_off=True, fault=Fault("W306", cause, action, where))
        found = min(free, key=rank)
        self._take(vehicle, found)
        lost = ", ".join(sorted(able - self._able(vehicle, found)))
        without = f" It goes without {lost}, which {found.ref} does not hold." if lost else ""
        cause = f"Truck {vehicle.ref} is driven by {found.ref}: {why}.{without}"
        action = "Assign another driver, or change the driver's hours, if necessary."
        return Crew(vehicle, found, fault=Fault("W305", cause, action, where))

    def _stays(self, vehicle: Vehicle) -> bool:
        return self.off.is_closed(vehicle.centre_id) or vehicle.id in self.off.vehicles

    def _able(self, vehicle: Vehicle, driver: Driver) -> frozenset[str]:
        return certified_skills(vehicle, driver, self.rule_set, self.date)

    def _take(self, vehicle: Vehicle, driver: Driver | None) -> None:
        if driver is not None and driver.id is not None:
            self.taken[driver.id].append((vehicle, planned_span(vehicle, driver)))

    def _why_away(self, vehicle: Vehicle, driver: Driver) -> str | None:
        """Return why a driver cannot drive a vehicle that day, as the end of a sentence; None if possible."""
        if driver.retired_at is not None:
            return "left"
        if driver.id in self.off.drivers:
            return f"is off on {self.date.isoformat()}"
        if self.date.weekday() not in driver.weekdays:
            return f"does not work on {WEEKDAYS[self.date.weekday()]}"
        span = working_span(vehicle, driver)
        if span is None:
            return "works at hours outside its shift"
        for other, (start_s, end_s) in self.taken.get(driver.id or 0, ()):
            if other.id != vehicle.id and start_s < span[1] and span[0] < end_s:
                return f"drives {other.ref} at that time"
        return None


def _centres(fleet: Iterable[tuple[Vehicle, Driver | None]]) -> dict[int | None, set[int]]:
    """Map driver ids to the centres of their usual vehicles."""
    found: dict[int | None, set[int]] = defaultdict(set)
    for vehicle, driver in fleet:
        if driver is not None:
            found[driver.id].add(vehicle.centre_id)
    return dict(found)
