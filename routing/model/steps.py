"""What a vehicle does, in order, before times are put to it; and why an order cannot be driven."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

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
    """One halt of an order: `id` names a task, a shipment, a facility or a station."""

    kind: StepKind
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Infeasible:
    """The first rule that an order of steps breaks.

    Attributes
    ----------
    amount, unit
        By how much: seconds, metres, or the unit of the dimension.
    step
        Number of the step at which it shows; None where the whole route is meant.
    subject
        The task, shipment, facility or break concerned; may be empty.
    details
        Figures for the reader (dimension, load types, missing skills ...).
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
"""How far along the checks a rule stands: an order that fails late came nearer to fitting."""


def closeness(fault: Infeasible) -> tuple[int, int]:
    """A sort key: the least is nearest to fitting."""
    return CLOSENESS[fault.rule], fault.amount
