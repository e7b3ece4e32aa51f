"""``GET /today``: the day of a centre in figures, and what to do next."""

from __future__ import annotations

from app.api.blueprint import api
from app.api.views.day import late_visits, next_action, notices, received_kg, what_is_missing
from app.auth.access import READERS, allowed, principal
from app.context import installation
from app.schemas.common import DayQuery, FaultOut, TodayOut
from app.services.recurring_day import keep_standing
from data.store.column_types import now
from data.store.network.sites import find_centre
from data.store.plans.lookup import find_current_plan, load_plan_detail
from data.store.requests.pickup_requests import RequestStatus, list_requests


@api.get("/today")
@allowed(*READERS)
@api.input(DayQuery, location="query", arg_name="asked")
@api.output(TodayOut)
@api.doc(operation_id="getToday")
def today(asked: DayQuery) -> TodayOut:
    """Requested, planned, left out, late and received, of the published plan or else the newest."""
    organisation_id = principal().organisation_id
    keep_standing(organisation_id, asked.centre, asked.date)
    with installation().reading() as store:
        centre = find_centre(store, organisation_id, asked.centre)
        assert centre.id is not None
        requests = list_requests(store, organisation_id, centre.id, asked.date)
        plan = find_current_plan(store, organisation_id, centre.id, asked.date)
        detail = load_plan_detail(store, organisation_id, plan.id) if plan is not None else None
        missing = what_is_missing(store, organisation_id, centre, asked.date, installation().networks.names())
        known = notices(store, organisation_id, centre, asked.date, requests)
    figures = plan.figures if plan is not None else {}
    return TodayOut(
        requested=sum(entry.request.status is not RequestStatus.CANCELLED for entry in requests),
        planned=int(figures.get("served", 0)),
        left_out=int(figures.get("unassigned", 0)),
        late=late_visits(detail, now()) if detail is not None else 0,
        received_kg=received_kg(detail) if detail is not None else 0.0,
        plan_id=plan.id if plan is not None else None,
        next_action=next_action(plan, missing),
        missing=[FaultOut.of(fault.as_json()) for fault in missing],
        notices=[FaultOut.of(fault.as_json()) for fault in known],
    )
