"""Plans of the rest of a published plan's day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from sqlmodel import Session, col, select

from data.domain.errors import Fault, InputError
from data.store.column_types import now
from data.store.network.fleet import Vehicle
from data.store.network.sites import Site
from data.store.plans.lifecycle import create_plan
from data.store.plans.lookup import find_plan
from data.store.plans.tables import Plan, PlanStatus, Route

DAY_S = 86_400
Reason = Literal["truck_out", "urgent_request", "road_closed", "late"]
"""Why the rest of a day is planned again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Continues:
    """Conditions under which a plan continues `Plan.based_on`.

    Attributes
    ----------
    from_s
        Seconds after midnight of the plan's date; the earliest time of new activities.
    out
        References of vehicles out of service.
    most_moved
        Maximum number of stops that change their vehicle, not counting those of vehicles out of service;
        None for any.
    """

    from_s: int
    out: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()
    most_moved: int | None = None

    @classmethod
    def of(cls, row: Plan) -> Continues | None:
        """Read from a plan; None for a plan of a whole day."""
        kept = row.continues
        if not kept:
            return None
        return cls(
            from_s=kept["from_s"],
            out=tuple(kept["out"]),
            reasons=tuple(kept["reasons"]),
            most_moved=kept["most_moved"],
        )

    def as_json(self) -> dict[str, Any]:
        """Return JSON as stored in `Plan.continues`."""
        return asdict(self)


def continue_plan(
    session: Session,
    organisation_id: int,
    plan_id: str,
    *,
    out: Sequence[str],
    reasons: Sequence[Reason],
    most_moved: int | None,
    from_s: int | None,
    seconds_limit: float,
    user_id: int | None,
    label: str = "",
) -> Plan:
    """Create a queued plan of the rest of a published plan's day; the caller commits, then enqueues its id.

    Parameters
    ----------
    out, reasons, most_moved
        See `Continues`.
    from_s
        Seconds after midnight of the plan's date; by default the current time plus the search time, or the
        start of a future day.
    seconds_limit
        Search time.

    Raises
    ------
    NotFoundError
        S302: the organisation has no such plan.
    InputError
        S330: the plan is not published. S331: the day is over. S332: vehicles without a route in
        the plan.
    """
    source = find_plan(session, organisation_id, plan_id)
    if source.status is not PlanStatus.PUBLISHED:
        cause = f"The plan is {source.status.value}; only the rest of a published plan can be planned again."
        raise InputError(Fault("S330", cause, "Publish it, or plan the day again.", f"plan {plan_id}"))
    if from_s is None:
        from_s = _beginning_s(source, seconds_limit)
    _require_driving(session, plan_id, out)
    how = Continues(from_s=from_s, out=tuple(out), reasons=tuple(reasons), most_moved=most_moved)
    return create_plan(
        session,
        organisation_id=organisation_id,
        centre=session.get_one(Site, source.centre_id),
        date=source.date,
        seconds_limit=seconds_limit,
        created_by=user_id,
        based_on=source,
        label=label,
        continues=how.as_json(),
    )


def _beginning_s(source: Plan, seconds_limit: float) -> int:
    """Return the start of the rest of the day in seconds after midnight: when the plan will be found."""
    gone_s = int((now() - source.start).total_seconds())
    if gone_s >= DAY_S:
        cause = f"The day of the plan, {source.date.isoformat()}, is over."
        raise InputError(Fault("S331", cause, "Plan another day.", f"plan {source.id}"))
    return max(0, gone_s + round(seconds_limit)) if gone_s > 0 else 0


def _require_driving(session: Session, plan_id: str, out: Sequence[str]) -> None:
    driving = (
        select(Vehicle.ref).join(Route, col(Route.vehicle_id) == Vehicle.id).where(Route.plan_id == plan_id)
    )
    known = set(session.exec(driving))
    faults = [
        Fault(
            "S332", f"Truck {ref} has no route in the plan.", "Choose trucks of the plan.", f"out[{position}]"
        )
        for position, ref in enumerate(out)
        if ref not in known
    ]
    if faults:
        raise InputError(faults)
