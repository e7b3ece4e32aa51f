"""Documents of edits: the plan after an edit, its history, and insertion positions of a stop."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, col, select

from app.schemas.drafts import EditedOut, HistoryOut, OfferOut, OffersOut
from app.schemas.plans import ViolationOut
from app.services.drafts.plan_rows import Written, violation_json
from app.services.plans.document import (
    VisitContext,
    locks_document,
    route_document,
    unassigned_document,
    violation_documents,
)
from app.services.plans.snapshots import Snapshot
from data.domain.plan import Plan as NativePlan
from data.store.network.sites import Site
from data.store.plans import drafts
from data.store.plans.lookup import load_routes
from data.store.plans.tables import Plan, PlanUnassigned
from data.store.requests.pickup_requests import Material
from data.store.requests.summaries import load_brief_requests
from routing.edit import InsertionOffer, analyse_position, price_insertions


def edited_document(
    store: Session, row: Plan, written: Written, materials: Mapping[str, Material], *, language: str
) -> EditedOut:
    """Return the routes that an edit changed, and the plan's totals."""
    left_out = store.exec(
        select(PlanUnassigned).where(PlanUnassigned.plan_id == row.id).order_by(col(PlanUnassigned.id))
    ).all()
    details = load_routes(store, row.id, ids=set(written.routes))
    visits = [visit for detail in details for visit in detail.visits]
    request_ids = {visit.request_id for visit in visits if visit.request_id}
    requests = load_brief_requests(store, request_ids | {each.request_id for each in left_out})
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


def history_documents(store: Session, plan: Plan) -> list[HistoryOut]:
    """Return the stored states of a plan, the oldest first."""
    return [
        HistoryOut(
            number=step.number,
            edit=step.edit,
            by=step.name,
            at=step.created_at.isoformat(),
            current=step.number == plan.history_at,
        )
        for step in drafts.list_revisions(store, plan.id)
    ]


def offers_document(snapshot: Snapshot, plan: NativePlan, task: str) -> OffersOut:
    """Return the best position of a task on every vehicle, and the cost of its current one."""
    if any(task in route.tasks for route in plan.routes):
        why = analyse_position(snapshot.editor, plan, task)
        here = InsertionOffer(
            vehicle=why.vehicle,
            position=why.position,
            extra_cost=why.cost,
            extra_m=why.distance_m,
            extra_s=why.duration_s,
        )
        return OffersOut(task=task, here=_offer(here), offers=[_offer(each) for each in why.offers])
    offers = price_insertions(snapshot.editor, plan, task)
    return OffersOut(task=task, here=None, offers=[_offer(each) for each in offers])


def _offer(offer: InsertionOffer) -> OfferOut:
    return OfferOut(
        vehicle=offer.vehicle,
        position=offer.position,
        extra_cost=round(offer.extra_cost, 2),
        extra_m=offer.extra_m,
        extra_s=offer.extra_s,
        violations=[ViolationOut(**violation_json(each)) for each in offer.violations],
    )
