"""Codes and rule names of violations."""

from __future__ import annotations

from data.domain.plan import Violation

RULES = {
    "R301": "visit",
    "R302": "vehicle",
    "R303": "reference",
    "R304": "once",
    "R305": "accounted",
    "R306": "pairing",
    "R310": "travel",
    "R311": "path",
    "R312": "window",
    "R313": "service",
    "R314": "order",
    "R315": "release",
    "R316": "shift",
    "R317": "overtime",
    "R318": "break",
    "R319": "rest",
    "R320": "distance",
    "R321": "duration",
    "R322": "range",
    "R330": "capacity",
    "R331": "load",
    "R332": "incompatible",
    "R333": "incompatible_day",
    "R334": "load_cap",
    "R335": "accepts",
    "R336": "facility_hours",
    "R337": "intake",
    "R338": "end_empty",
    "R340": "skills",
    "R341": "lock_route",
    "R342": "lock_vehicle",
    "R343": "lock_prefix",
    "R344": "lock_sequence",
    "R350": "route_cost",
    "R351": "plan_cost",
    "R352": "figures",
    "R353": "weighed",
}
"""Code → rule of a plan; `docs/reference/errors.md` explains each."""

CALENDAR_RULES = {
    "R361": "frequency",
    "R362": "spacing",
    "R363": "weekday",
    "R364": "crew",
    "R365": "overflow",
    "R366": "calendar",
    "R367": "calendar_cost",
}
"""Code → rule of a calendar."""


def violation(
    code: str,
    message: str,
    *,
    vehicle: str | None = None,
    task: str | None = None,
    amount: float = 1,
    unit: str = "count",
) -> Violation:
    """Make a violation of the rule of `code`, by `amount` in `unit`."""
    return Violation(
        code=code,
        rule=RULES.get(code) or CALENDAR_RULES[code],
        vehicle=vehicle,
        task=task,
        amount=float(amount),
        unit=unit,
        message=message,
    )


def named(values: frozenset[str] | set[str]) -> str:
    """Join names, sorted."""
    return ", ".join(sorted(values))
