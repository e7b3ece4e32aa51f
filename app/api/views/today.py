"""``GET /today``: figures of a centre's day and the next action."""

from __future__ import annotations

from app.api.blueprint import api
from app.auth.access import READERS, allowed, principal
from app.context import installation
from app.schemas.common import DayQuery, FaultOut, TodayOut
from app.services.day.figures import load_day_figures


@api.get("/today")
@allowed(*READERS)
@api.input(DayQuery, location="query", arg_name="query")
@api.output(TodayOut)
@api.doc(operation_id="getToday")
def today(query: DayQuery) -> TodayOut:
    """Get the figures of the published plan, or else the newest, and the next action."""
    served = installation()
    with served.reading() as store:
        day = load_day_figures(
            store, principal().organisation_id, query.centre, query.date, served.networks.names()
        )
    return TodayOut(
        requested=day.requested,
        planned=day.planned,
        left_out=day.left_out,
        late=day.late,
        received_kg=day.received_kg,
        plan_id=day.plan_id,
        next_action=day.next_action,
        missing=[FaultOut.of(fault.as_json()) for fault in day.missing],
        notices=[FaultOut.of(fault.as_json()) for fault in day.notices],
    )
