"""Rule: a shipment is picked up, then delivered, by one vehicle."""

from __future__ import annotations

from data.domain.problem import Shipment, ShipmentStop
from tests.factories.routes import Do, drive, plan_of
from tests.factories.small_days import ROAD, day, planned, task, truck, yard

MOVE = Shipment(id="s", pickup=ShipmentStop(place=2), delivery=ShipmentStop(place=1), demand=(70,))
PICKUP, DELIVER = Do("pickup", "s"), Do("deliver", "s")


def moving(kg: int = 30, **more):
    return day(task("a", 1, kg=kg), shipments=(MOVE,), **more)


def test_pickup_before_delivery_holds(broken) -> None:
    assert broken(moving(), ROAD, planned(moving(), PICKUP, "a", DELIVER)) == {}


def test_it_weighs_from_pickup_to_delivery(broken) -> None:
    heavy = moving(kg=31)
    assert broken(heavy, ROAD, planned(heavy, PICKUP, "a", DELIVER)) == {"R330": 1}
    assert broken(heavy, ROAD, planned(heavy, PICKUP, DELIVER, "a")) == {}


def test_delivery_before_pickup_is_named(broken) -> None:
    assert "R306" in broken(moving(), ROAD, planned(moving(), DELIVER, PICKUP, "a"))


def test_a_pickup_without_delivery_is_named(broken) -> None:
    assert broken(moving(), ROAD, planned(moving(), PICKUP, "a")) == {"R306": 1}


def test_two_vehicles_cannot_share_a_shipment(broken) -> None:
    problem = moving(vehicles=[truck("v1"), truck("v2")])
    routes = [
        drive(problem, ROAD, "v1", [PICKUP, Do("collect", "a")]),
        drive(problem, ROAD, "v2", [DELIVER]),
    ]
    assert "R306" in broken(problem, ROAD, plan_of(problem, routes))


def test_it_may_not_be_aboard_at_an_unloading(broken) -> None:
    problem = moving(facilities=(yard(place=3),))
    between = (PICKUP, Do("collect", "a"), Do("unload", "yard"), DELIVER)
    assert "R306" in broken(problem, ROAD, planned(problem, *between))
    after = (PICKUP, DELIVER, Do("collect", "a"), Do("unload", "yard"))
    assert broken(problem, ROAD, planned(problem, *after)) == {}
