"""Coverage: each task served once or listed as unassigned, shipments complete, vehicles used once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from data.domain.plan import Plan, Route, Violation
from routing.check.replay import Day
from routing.check.wording import violation


def coverage(day: Day, plan: Plan) -> Iterator[Violation]:
    """Check which tasks and vehicles appear in a plan."""
    for vehicle, count in Counter(route.vehicle for route in plan.routes).items():
        if count > 1:
            text = f"{vehicle} has {count} routes."
            yield violation("R302", text, vehicle=vehicle, amount=count - 1)
    served: Counter[str] = Counter()
    for route in plan.routes:
        served.update(visit.task for visit in route.visits if visit.kind == "collect" and visit.task)
        served.update(visit.task for visit in route.visits if visit.kind == "pickup" and visit.task)
        yield from _pairs(route)
    yield from _accounts(day, plan, served)


def _accounts(day: Day, plan: Plan, served: Counter[str]) -> Iterator[Violation]:
    listed = Counter(left_out.task for left_out in plan.unassigned)
    for name in listed:
        if name not in day.tasks and name not in day.shipments:
            yield violation("R303", f"There is no task {name} to leave out.", task=name)
    for name in (*day.tasks, *day.shipments):
        if served[name] > 1:
            text = f"{name} is served {served[name]} times."
            yield violation("R304", text, task=name, amount=served[name] - 1)
        if served[name] and listed[name]:
            yield violation("R305", f"{name} is served and listed as left out.", task=name)
        elif listed[name] > 1:
            text = f"{name} is listed as left out {listed[name]} times."
            yield violation("R305", text, task=name, amount=listed[name] - 1)
        elif not served[name] and not listed[name]:
            yield violation("R305", f"{name} is neither served nor listed as left out.", task=name)


def _pairs(route: Route) -> Iterator[Violation]:
    """Check that each shipment of a route is picked up and then delivered."""
    aboard: set[str] = set()
    for number, visit in enumerate(route.visits):
        name = visit.task or ""
        if visit.kind == "pickup":
            aboard.add(name)
        elif visit.kind == "deliver":
            if name not in aboard:
                text = f"Visit {number} delivers {name}, which is not aboard."
                yield violation("R306", text, vehicle=route.vehicle, task=name)
            aboard.discard(name)
    for name in sorted(aboard):
        text = f"{name} is picked up and never delivered."
        yield violation("R306", text, vehicle=route.vehicle, task=name)
