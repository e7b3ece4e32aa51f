"""Intake of facilities: how much each can still take in, given the routes of a plan.

A facility without a limit has no entry.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from data.domain.plan import Route
from data.domain.problem import Amounts
from routing.model.index import DayIndex
from routing.model.loads import amounts_along
from routing.model.steps import route_steps

RemainingIntake = Mapping[str, Amounts]
"""Facility with a limit → amounts it can still take, one per dimension."""


def full_intake(index: DayIndex) -> dict[str, Amounts]:
    """Intake of every facility with a limit, before anything is unloaded."""
    return {each.id: each.intake for each in index.facilities.values() if each.intake is not None}


def subtract_intake(index: DayIndex, route: Route, left: dict[str, Amounts], *, sign: int = 1) -> None:
    """Subtract in place what a route unloads from `left`; `sign` -1 adds it back."""
    if not left:
        return
    steps = route_steps(route)
    unloaded = amounts_along(index, index.vehicles[route.vehicle], steps).unloaded
    for step, amounts in zip(steps, unloaded, strict=True):
        if step.kind == "unload" and step.id in left:
            left[step.id] = tuple(a - sign * b for a, b in zip(left[step.id], amounts, strict=True))


def remaining_intake(
    index: DayIndex, routes: Iterable[Route], *, without: Collection[str] = ()
) -> dict[str, Amounts]:
    """Intake left by `routes`, those of the vehicles `without` not counted."""
    left = full_intake(index)
    for route in routes:
        if route.vehicle not in without:
            subtract_intake(index, route, left)
    return left
