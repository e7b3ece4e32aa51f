"""A day planned by a real worker process through a real queue."""

from __future__ import annotations

import datetime as dt
import time

from sqlmodel import select

from data.store.column_types import now
from data.store.engine import session
from data.store.network.fleet import Vehicle
from data.store.plans.continuation import continue_plan
from data.store.plans.driver_events import Event, EventKind
from data.store.plans.lifecycle import request_cancel
from data.store.plans.lookup import load_plan_detail
from data.store.plans.matrices import unpack_matrices
from data.store.plans.publication import publish
from data.store.plans.tables import PlanDocument, PlanStatus
from data.store.requests.pickup_requests import Condition
from routing.check import violations
from routing.formats.native import read_plan, read_problem
from tests.factories.installations import Installation
from tests.factories.rows import make_request
from workers.queue.jobs import enqueue_plan
from workers.queue.progress import PHASES, Message, follow


def heard(installation: Installation, plan_id: str) -> list[Message]:
    """The plan's messages up to its end."""
    messages: list[Message] = []
    deadline = time.monotonic() + 90
    for message in follow(installation.connection(), plan_id, heartbeat_s=1.0):
        assert time.monotonic() < deadline, installation.logs()
        if message is None:
            continue
        messages.append(message)
        if message.kind == "end":
            return messages
    raise AssertionError


def add_difficult_requests(installation: Installation) -> None:
    """One of every kind that must be set aside while the rest is planned."""
    with session(installation.settings, write=True) as store:
        world = installation.world
        make_request(store, world, "far", lon=110.6)
        make_request(store, world, "critical", (("cell", 1, Condition.CRITICAL),))
        make_request(store, world, "heavy", (("fridge", 60, Condition.INTACT),))
        make_request(store, world, "night", windows=[[0, 3600]])
        make_request(store, world, "empty", ())


def test_a_day_is_planned_checked_and_stored_and_everyone_can_follow(installation: Installation) -> None:
    add_difficult_requests(installation)
    installation.start_worker("a")
    plan_id = installation.queue_plan(seconds=2.0)
    messages = heard(installation, plan_id)

    phases = [message.data["phase"] for message in messages if message.kind == "progress"]
    order = [PHASES.index(phase) for phase in phases]
    assert order == sorted(order)
    assert {"roads", "matrix", "first", "improving", "checking"} <= set(phases)
    percents = [message.data["percent"] for message in messages if message.kind == "progress"]
    assert percents == sorted(percents)
    assert messages[-1].data == {"status": "planned"}

    with session(installation.settings) as store:
        detail = load_plan_detail(store, installation.world.organisation_id, plan_id)
        document = store.get_one(PlanDocument, plan_id)
    assert detail.plan.status is PlanStatus.PLANNED
    figures = detail.plan.figures
    assert figures["served"] + figures["unassigned"] == figures["tasks"] == 30
    assert figures["violations"] == 0
    assert detail.plan.synthetic is False

    left_out = {detail.requests[row.request_id].request.ref: row for row in detail.unassigned}
    assert {"far", "critical", "heavy", "night", "empty"} <= set(left_out)
    assert left_out["far"].group.value == "needs_correcting"
    assert left_out["critical"].code == "R251"
    assert left_out["heavy"].group.value == "no_truck_can"

    served = [visit for route in detail.routes for visit in route.visits if visit.kind == "collect"]
    assert len(served) == figures["served"]
    assert figures["distance_m"] == sum(route.route.distance_m for route in detail.routes) > 0
    assert all(route.route.geometry for route in detail.routes)
    assert all(route.route.co2_kg > 0 for route in detail.routes)
    assert all("UK government" in said["co2_kg"] for said in detail.plan.methods.values())

    assert document.matrices is not None
    problem = read_problem(document.problem_snapshot).problem
    assert violations(problem, unpack_matrices(document.matrices), read_plan(document.plan_json)) == []


def test_cancelling_keeps_the_best_plan_found(installation: Installation) -> None:
    installation.start_worker("a")
    plan_id = installation.queue_plan(seconds=300.0)
    installation.wait_until_searching(plan_id)
    with session(installation.settings, write=True) as store:
        request_cancel(store, installation.world.organisation_id, plan_id)
    row = installation.wait_until_ended(plan_id, within_s=90)
    assert row.status is PlanStatus.PLANNED
    assert row.figures["served"] > 0


def test_a_day_that_cannot_be_planned_fails_with_cause_and_action(installation: Installation) -> None:
    with session(installation.settings, write=True) as store:
        for vehicle in store.exec(select(Vehicle)):
            vehicle.retired_at = now()
            store.add(vehicle)
    installation.start_worker("a")
    plan_id = installation.queue_plan(seconds=1.0)
    row = installation.wait_until_ended(plan_id, within_s=90)
    assert row.status is PlanStatus.FAILED
    assert row.fault is not None
    assert row.fault["code"] == "W206"
    assert row.fault["action"]


def test_the_rest_of_a_published_day_is_planned_again(installation: Installation) -> None:
    """A truck breaks down after its first stop: what it did stays, the others take over."""
    organisation_id = installation.world.organisation_id
    installation.start_worker("a")
    plan_id = installation.queue_plan(seconds=2.0)
    assert installation.wait_until_ended(plan_id, within_s=90).status is PlanStatus.PLANNED
    with session(installation.settings, write=True) as store:
        publish(store, organisation_id, plan_id)
        detail = load_plan_detail(store, organisation_id, plan_id)
        route = max(detail.routes, key=lambda each: len(each.visits))
        first = next(visit for visit in route.visits if visit.task is not None)
        at = detail.plan.start + dt.timedelta(seconds=first.departure_s or 0)
        store.add(
            Event(
                organisation_id=organisation_id, plan_id=plan_id, route_id=first.route_id, visit_id=first.id,
                client_id="1", kind=EventKind.DONE, at=at,
            )
        )  # fmt: skip
    with session(installation.settings, write=True) as store:
        rest = continue_plan(
            store, organisation_id, plan_id, out=(route.vehicle.ref,), reasons=("truck_out",),
            most_moved=None, from_s=(first.departure_s or 0) + 300, seconds_limit=2.0, user_id=None,
        )  # fmt: skip
    enqueue_plan(installation.connection(), rest.id)
    row = installation.wait_until_ended(rest.id, within_s=90)
    assert row.status is PlanStatus.PLANNED, row.fault
    with session(installation.settings, write=True) as store:
        publish(store, organisation_id, rest.id)
        made = load_plan_detail(store, organisation_id, rest.id)
        carried = store.exec(select(Event).where(Event.plan_id == rest.id)).all()
    broken = next(each for each in made.routes if each.vehicle.ref == route.vehicle.ref)
    assert [visit.task for visit in broken.visits if visit.task is not None] == [first.task]
    assert len(carried) == 1
    assert sum(len(each.visits) for each in made.routes) > len(broken.visits)
