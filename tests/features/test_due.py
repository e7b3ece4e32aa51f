"""Rule: service that starts after its due time is allowed and priced by the hour."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.domain.problem import Problem, Shipment, ShipmentStop, VehicleCost
from tests.factories.routes import Do
from tests.factories.searching import ENGINES, found_by
from tests.factories.small_days import ROAD, day, planned, task, truck

FREE = truck(cost=VehicleCost(per_h=36.0))


def late_by(start_s: int, **more: object) -> tuple[Problem, float]:
    """One task ten minutes away, due `start_s` after the start, at 60 an hour; and its plan's cost."""
    problem = day(task("a", 1, due_s=start_s, late_per_h=60.0, **more), vehicles=[FREE])
    return problem, planned(replace(problem, tasks=(task("a", 1, **more),)), "a").cost


def repriced(problem: Problem, extra: float):
    plan = planned(replace(problem, tasks=(task("a", 1),)), "a")
    route = replace(plan.routes[0], cost=plan.routes[0].cost + extra)
    return replace(plan, routes=(route,), cost=plan.cost + extra)


@pytest.mark.parametrize(("due_s", "extra"), [(600, 0.0), (540, 1.0), (0, 10.0)])
def test_each_hour_late_has_its_price(broken, due_s: int, extra: float) -> None:
    problem, _ = late_by(due_s)
    assert broken(problem, ROAD, repriced(problem, extra)) == {}
    assert set(broken(problem, ROAD, repriced(problem, extra + 0.5))) == {"R350", "R351"}


def test_the_ends_of_a_shipment_have_due_times_of_their_own(broken) -> None:
    shipment = Shipment(
        id="s",
        pickup=ShipmentStop(place=1, due_s=600, late_per_h=60.0),
        delivery=ShipmentStop(place=2, due_s=600, late_per_h=60.0),
    )
    problem = day(task("a", 1), vehicles=[FREE], shipments=(shipment,))
    plan = planned(problem, Do("pickup", "s"), Do("deliver", "s"), "a")
    found = broken(problem, ROAD, plan)
    assert found["R350"] == pytest.approx(10.0)


@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_due_first_is_served_first(engine: str) -> None:
    near, far = task("a", 1), task("b", 3, due_s=1_800, late_per_h=600.0)
    assert found_by(engine, day(near, far, vehicles=[FREE])).routes[0].tasks == ("b", "a")
    easy = replace(far, due_s=9_000)
    plan = found_by(engine, day(near, easy, vehicles=[FREE]))
    assert plan.cost == pytest.approx(42.0)


@pytest.mark.parametrize("engine", ENGINES)
def test_leaving_late_makes_nothing_late(engine: str) -> None:
    """A wait for the second task would let the vehicle leave later than the first is due."""
    first = task("a", 1, due_s=900, late_per_h=60.0)
    second = task("b", 2, windows=((6_000, 7_000),))
    plan = found_by(engine, day(first, second, vehicles=[FREE]))
    visit = plan.routes[0].visits[1]
    assert visit.task == "a"
    assert visit.start_s is not None
    assert visit.start_s <= 900


@pytest.mark.parametrize("engine", ENGINES)
def test_lateness_may_outweigh_what_leaving_out_costs(engine: str) -> None:
    late = task("a", 3, due_s=0, late_per_h=600.0, penalty=200.0)
    assert [each.task for each in found_by(engine, day(late, vehicles=[FREE])).unassigned] == ["a"]
    early = replace(late, due_s=1_800)
    assert found_by(engine, day(early, vehicles=[FREE])).unassigned == ()
