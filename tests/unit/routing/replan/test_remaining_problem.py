"""The rest of a day as a problem, with shipments among the executed visits."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.domain.errors import InputError
from data.domain.plan import Visit
from data.domain.problem import Problem, Rules, Shipment, ShipmentStop
from routing.construct.repair import PlanBuilder
from routing.model.index import DayIndex
from routing.replan import ExecutionState, build_remaining_problem
from tests.factories.small_days import ROAD, day, task, truck


def day_with_shipment() -> tuple[Problem, tuple[Visit, ...]]:
    """A truck that has done a shipment and then a task, both to be found in its visits."""
    shipment = Shipment(
        id="s", pickup=ShipmentStop(place=1), delivery=ShipmentStop(place=2), demand=(5,), load_type="paper"
    )
    problem = day(
        task("a", 3), vehicles=[truck("v1"), truck("v2")], shipments=(shipment,), rules=Rules(end_empty=False)
    )
    steps = [*DayIndex(problem, ROAD).steps_of("s"), *DayIndex(problem, ROAD).steps_of("a")]
    plan = PlanBuilder(DayIndex(problem, ROAD)).repair({"v1": steps})
    return problem, plan.routes[0].visits


def executed(visits: tuple[Visit, ...], until: str) -> ExecutionState:
    last = max(number for number, visit in enumerate(visits) if visit.kind == until)
    behind = visits[: last + 1]
    return ExecutionState(now_s=behind[-1].departure_s or 0, executed={"v1": behind})


def test_a_delivered_shipment_is_removed_and_its_load_type_remembered() -> None:
    problem, visits = day_with_shipment()
    rest = build_remaining_problem(problem, ROAD, executed(visits, "deliver"))
    assert rest.shipments == ()
    assert [each.id for each in rest.tasks] == ["a"]
    assert rest.vehicles[0].underway.carried == frozenset({"paper"})


def test_a_shipment_aboard_is_refused() -> None:
    problem, visits = day_with_shipment()
    with pytest.raises(InputError) as raised:
        build_remaining_problem(problem, ROAD, executed(visits, "pickup"))
    assert [(fault.code, fault.where) for fault in raised.value.faults] == [("R426", "vehicle v1")]


@pytest.mark.parametrize("change", [{"failed": frozenset({"s"})}, {"out": frozenset({"v1"})}])
def test_a_failed_pickup_or_a_withdrawn_vehicle_leaves_no_shipment_to_deliver(change: dict) -> None:
    problem, visits = day_with_shipment()
    rest = build_remaining_problem(problem, ROAD, replace(executed(visits, "pickup"), **change))
    assert rest.shipments == ()
