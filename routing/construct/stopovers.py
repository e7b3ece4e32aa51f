"""Where a vehicle unloads: the best facilities, and moments, for a fixed order of tasks.

Orders with unloadings come from `routing.construct.stopover_orders`, which leaves rests and breaks to the
exact scheduler; that has the last word on the cheapest few.
"""

from __future__ import annotations

from collections.abc import Sequence

from data.domain.plan import Route
from data.domain.problem import Amounts, Facility, Vehicle
from routing.construct.charging import probe_charged
from routing.construct.cheapest_order import cheapest_route
from routing.construct.stopover_orders import IntakeLeft, cheapest_orders, takes
from routing.construct.trips import Trip
from routing.model.index import DayIndex
from routing.model.loads import Ledger
from routing.model.steps import Infeasible, Step


def place_unloads(
    index: DayIndex, vehicle: Vehicle, tasks: Sequence[Step], *, intake_left: IntakeLeft | None = None
) -> Route | Infeasible:
    """The cheapest route through `tasks` in this order, with unloadings added where needed.

    Parameters
    ----------
    tasks
        Collections, pickups and deliveries in order; no unloadings, no charges.
    intake_left
        What each facility with a limit can still take; by default all of its intake.

    Returns
    -------
    Route or Infeasible
        The cheapest of the few cheapest orders by the exact scheduler; or, where none can be driven,
        what is wrong with the best of them.
    """
    if not index.facilities:
        return probe_charged(index, vehicle, tasks)
    left = intake_left if intake_left is not None else full_intake(index)
    whole = _whole_trip(index, vehicle, tasks)
    if isinstance(whole, Trip):
        orders = _with_last_unloading(index, vehicle, tasks, whole, left)
        if orders:
            return cheapest_route(index, vehicle, orders)
    orders = cheapest_orders(index, vehicle, tasks, left)
    if orders:
        return cheapest_route(index, vehicle, orders)
    if isinstance(whole, Infeasible):
        return whole
    plain = probe_charged(index, vehicle, tasks)
    if isinstance(plain, Infeasible) and plain.rule != "end_empty":
        return plain
    return _no_facility(index, tasks, whole, left)


def _whole_trip(index: DayIndex, vehicle: Vehicle, tasks: Sequence[Step]) -> Trip | Infeasible:
    """All tasks as one trip, or the load rule that forbids it."""
    ledger = Ledger(index, vehicle, tasks)
    fault = ledger.open_trip(0)
    for number in range(len(tasks)):
        if fault is not None:
            return fault
        fault = ledger.take(number)
    if fault is not None:
        return fault
    return _trip(index, ledger, 0, len(tasks))


def _trip(index: DayIndex, ledger: Ledger, first: int, until: int) -> Trip:
    must_unload = index.problem.rules.end_empty and ledger.collected_any
    return Trip(first, until, tuple(ledger.collected), frozenset(ledger.types_collected), must_unload)


def _with_last_unloading(
    index: DayIndex, vehicle: Vehicle, tasks: Sequence[Step], trip: Trip, left: IntakeLeft
) -> list[tuple[Step, ...]]:
    """One trip needs one unloading at most: more of them only cost. Nearest facilities first."""
    if not trip.must_unload:
        return [tuple(tasks)]
    duration_s = index.duration_s(vehicle)
    last = index.halts[tasks[-1]].place

    def detour_s(facility: Facility) -> int:
        back_s = 0 if vehicle.end is None else duration_s.item(facility.place, vehicle.end)
        return duration_s.item(last, facility.place) + back_s + facility.unload_s

    takers = [facility for facility in index.facilities.values() if takes(facility, trip, left)]
    return [(*tasks, Step("unload", facility.id)) for facility in sorted(takers, key=detour_s)]


def _no_facility(index: DayIndex, tasks: Sequence[Step], trip: Trip, left: IntakeLeft) -> Infeasible:
    """Nobody takes what was collected: by its type, by what is left of an intake, or in time."""
    accepting = [
        facility
        for facility in index.facilities.values()
        if facility.accepts is None or trip.types <= facility.accepts
    ]
    if accepting:
        over = (
            min(
                (max(0, a - b), number)
                for facility in accepting
                for number, (a, b) in enumerate(
                    zip(trip.collected, left.get(facility.id, trip.collected), strict=True)
                )
            )
            if any(facility.id in left for facility in accepting) and index.dimensions
            else (0, 0)
        )
        if over[0] > 0:
            unit = index.dimensions[over[1]]
            return Infeasible(rule="intake", amount=over[0], unit=unit, subject=accepting[0].id)
        return Infeasible(rule="facility", amount=1, unit="facilities", subject=accepting[0].id)
    return Infeasible(
        rule="facility",
        amount=1,
        unit="facilities",
        subject=tasks[-1].id if tasks else "",
        details={"load_types": ", ".join(sorted(trip.types))},
    )


def full_intake(index: DayIndex) -> dict[str, Amounts]:
    """What each facility with a limit takes in an empty plan."""
    return {each.id: each.intake for each in index.facilities.values() if each.intake is not None}
