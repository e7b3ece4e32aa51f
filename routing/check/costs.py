"""Costs and figures of a plan, recomputed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from data.domain.plan import Plan, Violation
from routing.check.replay import Day, Replay
from routing.check.weights import weights
from routing.check.wording import violation

TOLERANCE = 0.01
"""Tolerance of costs: a cent, far above the rounding of their sums."""


def route_cost(replay: Replay) -> float:
    """Cost of a route: fixed, distance, duration, overtime and late starts."""
    cost = replay.vehicle.cost
    distance_m = sum(leg.distance_m or 0 for leg in replay.legs)
    hours = (replay.back_s - replay.leaves_s) / 3600
    overtime_h = max(0, replay.back_s - replay.vehicle.shift[1]) / 3600
    late = sum(record.late for record in replay.records)
    away = cost.per_h * hours + cost.per_overtime_h * overtime_h
    return cost.fixed + cost.per_km * distance_m / 1000 + away + late


def costs(day: Day, plan: Plan, replays: Sequence[Replay]) -> Iterator[Violation]:
    """Check the cost of each route and of the plan, and the figures of each route."""
    total = 0.0
    for replay in replays:
        real = route_cost(replay)
        total += real
        off = abs(replay.route.cost - real)
        if not off <= _tolerance(real):
            text = f"{replay.vehicle.id} states a cost of {replay.route.cost:.2f}; it is {real:.2f}."
            yield violation("R350", text, vehicle=replay.vehicle.id, amount=off, unit="cost")
        yield from _figures(replay)
    if len(replays) < len(plan.routes):
        return  # a route without a valid structure has no cost
    served = {name for replay in replays for name in replay.served}
    total += sum(day.penalty(name) or 0.0 for name in (*day.tasks, *day.shipments) if name not in served)
    for name, part in weights(day, replays).items():
        total += part
        stated = plan.weighed.get(name, 0.0)
        if not abs(stated - part) <= _tolerance(part):
            text = f"The plan states {stated:.2f} for {name}; it is {part:.2f}."
            yield violation("R353", text, amount=abs(stated - part), unit="cost")
    off = abs(plan.cost - total)
    if not off <= _tolerance(total):
        text = f"The plan states a cost of {plan.cost:.2f}; it is {total:.2f}."
        yield violation("R351", text, amount=off, unit="cost")


def _tolerance(value: float) -> float:
    """`TOLERANCE`; for large sums the precision of a double."""
    return max(TOLERANCE, abs(value) * 1e-9)


def _figures(replay: Replay) -> Iterator[Violation]:
    """Check the figures that the route states; zero states nothing."""
    route = replay.route
    waits = (record.start_s - record.arrival_s for record in replay.records)
    real = {
        "distance_m": sum(leg.distance_m or 0 for leg in replay.legs),
        "duration_s": replay.back_s - replay.leaves_s,
        "driving_s": sum(leg.driving_s or 0 for leg in replay.legs),
        "waiting_s": sum(waits),
    }
    for name, value in real.items():
        stated = getattr(route, name)
        if stated and stated != value:
            yield violation(
                "R352",
                f"{route.vehicle} states {name} {stated}; it is {value}.",
                vehicle=route.vehicle,
                amount=abs(stated - value),
                unit=name[-1:],
            )
    if route.tasks != replay.served:
        text = f"{route.vehicle} lists other tasks, or another order, than its visits serve."
        yield violation("R352", text, vehicle=route.vehicle)
