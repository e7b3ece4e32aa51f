"""Trips of an order, against the loads of each trip on its own."""

from __future__ import annotations

from routing.construct.stopover_orders import feasible_trips
from routing.model.index import DayIndex
from routing.model.loads import loads_along
from routing.model.steps import Infeasible, Step
from tests.factories.orders import PLACES, random_day


def test_feasible_trips_are_those_whose_loads_keep_the_rules() -> None:
    """Deliveries loaded in retrospect and deliveries loaded ahead give the same trips."""
    for seed in range(200):
        problem, order = random_day(seed)
        index = DayIndex(problem, PLACES)
        vehicle = problem.vehicles[0]
        for first in range(len(order)):
            found = {trip.until for trip in feasible_trips(index, vehicle, order, first)}
            expected = set()
            for until in range(first + 1, len(order) + 1):
                closing = (*order[first:until], Step("unload", "f1"))
                if not isinstance(loads_along(index, vehicle, closing), Infeasible):
                    expected.add(until)
            assert found == expected, (seed, first)
