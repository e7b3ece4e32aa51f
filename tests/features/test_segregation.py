"""Rule: some load types are never aboard together, some never share a vehicle in a day."""

from __future__ import annotations

from dataclasses import replace

from data.domain.problem import Rules, Shipment, ShipmentStop, Task
from tests.factories.routes import Do
from tests.factories.small_days import ROAD, day, planned, task, truck, yard

FRIDGE, BATTERY = task("a", 1, load_type="appliance"), task("b", 2, load_type="battery")
APART = Rules(incompatible=(("appliance", "battery"),))
UNLOAD = Do("unload", "yard")


def test_two_types_aboard_together_are_named(broken) -> None:
    problem = day(FRIDGE, BATTERY, facilities=(yard(),), rules=APART)
    assert broken(problem, ROAD, planned(problem, "a", "b", UNLOAD)) == {"R332": 1}
    assert broken(problem, ROAD, planned(problem, "a", UNLOAD, "b", UNLOAD)) == {}


def test_other_types_may_travel_together(broken) -> None:
    problem = day(FRIDGE, replace(BATTERY, load_type="paper"), rules=APART)
    assert broken(problem, ROAD, planned(problem, "a", "b")) == {}


def test_a_delivery_is_aboard_only_until_its_visit(broken) -> None:
    bring = Task(id="bring", place=2, delivery=(5,), load_type="battery")
    problem = day(FRIDGE, bring, rules=APART)
    assert broken(problem, ROAD, planned(problem, "a", "bring")) == {"R332": 1}
    assert broken(problem, ROAD, planned(problem, "bring", "a")) == {}


def test_a_shipment_is_aboard_from_pickup_to_delivery(broken) -> None:
    moved = Shipment(
        id="s", pickup=ShipmentStop(place=1), delivery=ShipmentStop(place=2), load_type="battery"
    )
    problem = day(FRIDGE, shipments=(moved,), rules=APART)
    apart = (Do("pickup", "s"), Do("deliver", "s"), Do("collect", "a"))
    together = (Do("pickup", "s"), Do("collect", "a"), Do("deliver", "s"))
    assert broken(problem, ROAD, planned(problem, *apart)) == {}
    assert broken(problem, ROAD, planned(problem, *together)) == {"R332": 1}


def test_over_a_day_unloading_between_does_not_help(broken) -> None:
    rules = Rules(incompatible_day=(("appliance", "battery"),))
    problem = day(FRIDGE, BATTERY, facilities=(yard(),), rules=rules, vehicles=[truck()])
    assert broken(problem, ROAD, planned(problem, "a", UNLOAD, "b", UNLOAD)) == {"R333": 1}
    one = replace(problem, tasks=(FRIDGE,))
    assert broken(one, ROAD, planned(one, "a", UNLOAD)) == {}
