"""What a change by hand is answered with: the routes it touched, and what is the plan's as a whole."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, col, select

from app.schemas.drafts import EditedOut
from app.services.drafts.store import Written
from app.services.plans.document import (
    VisitContext,
    locks_document,
    route_document,
    unassigned_document,
    violation_documents,
)
from data.store.network.sites import Site
from data.store.plans.lookup import load_routes
from data.store.plans.tables import Plan, PlanUnassigned
from data.store.requests.pickup_requests import Material
from data.store.requests.summaries import brief_requests


def edited_document(
    store: Session, row: Plan, written: Written, materials: Mapping[str, Material], *, language: str
) -> EditedOut:
    """The plan after a change."""
    left_out = store.exec(
        select(PlanUnassigned).where(PlanUnassigned.plan_id == row.id).order_by(col(PlanUnassigned.id))
    ).all()
    details = load_routes(store, row.id, ids=set(written.routes))
    visits = [visit for detail in details for visit in detail.visits]
    wanted = {visit.request_id for visit in visits if visit.request_id}
    requests = brief_requests(store, wanted | {each.request_id for each in left_out})
    places = {visit.facility_site_id for visit in visits if visit.facility_site_id} | {row.centre_id}
    sites = {site.id or 0: site for site in store.exec(select(Site).where(col(Site.id).in_(places)))}
    context = VisitContext(
        language=language,
        centre=sites[row.centre_id],
        sites=sites,
        requests=requests,
        materials=materials,
        states={},
    )
    return EditedOut(
        id=row.id,
        revision=row.revision,
        can_undo=written.reach[0],
        can_redo=written.reach[1],
        figures=row.figures,
        violations=violation_documents(row),
        locks=locks_document(row),
        routes=[route_document(detail, context) for detail in details],
        dropped_routes=list(written.dropped),
        unassigned=[unassigned_document(each, requests[each.request_id]) for each in left_out],
    )
