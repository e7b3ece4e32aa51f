"""Steps: what a vehicle does, in order, before times are assigned; and why an order is infeasible."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from data.domain.plan import Route

StepKind = Literal["collect", "pickup", "deliver", "unload", "charge"]

Rule = Literal[
    "skills",
    "capacity",
    "window",
    "shift",
    "duration",
    "rest",
    "break",
    "segregation",
    "segregation_day",
    "load_cap",
    "unreachable",
    "distance",
    "range",
    "facility",
    "intake",
    "end_empty",
    "pairing",
    "lock",
]


class Step(NamedTuple):
    """One activity of an order, by reference: `id` names a task, a shipment, a facility or a station."""

    kind: StepKind
    id: str


def route_steps(route: Route) -> tuple[Step, ...]:
    """Steps of a route, stopovers (unloadings and charges) included, depots and pauses left out."""
    steps: list[Step] = []
    for visit in route.visits:
        if visit.kind == "unload":
            assert visit.facility is not None
            steps.append(Step("unload", visit.facility))
        elif visit.kind == "charge":
            assert visit.station is not None
            steps.append(Step("charge", visit.station))
        elif visit.kind in {"collect", "pickup", "deliver"}:
            assert visit.task is not None
            steps.append(Step(visit.kind, visit.task))
    return tuple(steps)


def service_steps(route: Route) -> tuple[Step, ...]:
    """Steps of a route that serve a task or a shipment, without stopovers and pauses."""
    return tuple(step for step in route_steps(route) if step.kind not in {"unload", "charge"})


def served_ids(steps: Sequence[Step]) -> tuple[str, ...]:
    """Tasks and shipments of an order, by first service."""
    return tuple(step.id for step in steps if step.kind in {"collect", "pickup"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Infeasible:
    """The first rule that an order of steps breaks.

    Attributes
    ----------
    amount, unit
        Excess over the limit: seconds, metres, or the unit of the dimension.
    step
        Position of the step at which the rule is broken; None for a rule of the whole route.
    subject
        The task, shipment, facility or break concerned; may be empty.
    details
        Figures for messages (dimension, load types, missing skills and so on).
    """

    rule: Rule
    amount: int
    unit: str
    step: int | None = None
    subject: str = ""
    details: Mapping[str, str | int | float] = field(default_factory=dict)


CLOSENESS: dict[Rule, int] = {
    "window": 0,
    "facility": 0,
    "shift": 0,
    "duration": 0,
    "rest": 0,
    "break": 0,
    "distance": 1,
    "range": 1,
    "capacity": 2,
    "load_cap": 2,
    "segregation": 2,
    "segregation_day": 2,
    "intake": 2,
    "end_empty": 2,
    "lock": 3,
    "pairing": 4,
    "unreachable": 5,
    "skills": 6,
}
"""Rank of a rule by how late it is checked: an order that fails a later check is closer to feasible."""


def closeness(fault: Infeasible) -> tuple[int, int]:
    """Sort key of infeasible orders: the least is closest to feasible."""
    return CLOSENESS[fault.rule], fault.amount
