"""What a change by hand is answered with: the routes it touched, and what is the plan's as a whole."""

from __future__ import annotations

from sqlmodel import Session, col, select

from app.api.draft_models import EditedOut
from app.api.plan_document import (
    VisitContext,
    locks_document,
    route_document,
    unassigned_document,
    violation_documents,
)
from app.api.plan_models import RouteOut
from app.drafts.storing import Written
from data.store import reading
from data.store.plans import Plan, PlanUnassigned
from data.store.requests import PickupRequest
from data.store.sites import Site


def edited_document(store: Session, row: Plan, written: Written) -> EditedOut:
    """The plan after a change."""
    undoable, redoable = reading.reachable(store, row)
    left_out = list(
        store.exec(
            select(PlanUnassigned).where(PlanUnassigned.plan_id == row.id).order_by(col(PlanUnassigned.id))
        )
    )
    ids = {each.request_id for each in left_out}
    rows = store.exec(select(PickupRequest).where(col(PickupRequest.id).in_(ids)))
    requests = {wanted.id: reading.RequestWithItems(wanted, ()) for wanted in rows}
    return EditedOut(
        id=row.id,
        revision=row.revision,
        can_undo=undoable,
        can_redo=redoable,
        figures=row.figures,
        violations=violation_documents(row),
        locks=locks_document(row),
        routes=_routes(store, row, set(written.routes)),
        dropped_routes=list(written.dropped),
        unassigned=[unassigned_document(each, requests[each.request_id]) for each in left_out],
    )


def _routes(store: Session, row: Plan, ids: set[int]) -> list[RouteOut]:
    details = reading.routes_of_plan(store, row.id, ids=ids)
    visits = [visit for detail in details for visit in detail.visits]
    site_ids = {visit.facility_site_id for visit in visits if visit.facility_site_id}
    sites = store.exec(select(Site).where(col(Site.id).in_(site_ids))).all()
    context = VisitContext(
        centre=store.get_one(Site, row.centre_id),
        sites={site.id or 0: site for site in sites},
        requests=_requests(store, {visit.request_id for visit in visits if visit.request_id}),
        materials=reading.materials(store),
        states={},
    )
    return [route_document(detail, context, with_links=False) for detail in details]


def _requests(store: Session, ids: set[int]) -> dict[int, reading.RequestWithItems]:
    rows = list(store.exec(select(PickupRequest).where(col(PickupRequest.id).in_(ids))))
    return {found.request.id or 0: found for found in reading.with_items(store, rows)}
