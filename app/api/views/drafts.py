"""``/plans/<id>/edits`` and what goes with it: a planned plan changed by hand, undone, copied, compared."""

from __future__ import annotations

from typing import Any

from flask import Response, jsonify
from sqlmodel import Session, select

from app.api.blueprint import api, many
from app.api.views.publication import MOST_NUMBER
from app.auth.access import DISPATCHERS, READERS, allowed, principal
from app.context import installation
from app.error_handlers import faults_json
from app.errors import ConflictError
from app.language import language
from app.schemas.drafts import EditedOut, EditIn, GeometryOut, HistoryOut, OfferOut, OffersOut, RevisionIn
from app.schemas.plans import ViolationOut
from app.services.drafts import apply_edit
from app.services.drafts.documents import edited_document
from app.services.drafts.geometry import route_on_road
from app.services.drafts.snapshots import Snapshot
from app.services.drafts.store import Change, Written, violation_json
from app.services.plans.document import plan_document
from data.domain.errors import Fault, InputError, NotFoundError
from data.domain.plan import Plan as NativePlan
from data.store.plans import drafts
from data.store.plans.drafts import StaleError
from data.store.plans.lookup import find_plan, load_plan_detail
from data.store.plans.tables import Plan, PlanStatus, Route
from data.store.requests.materials import load_materials
from routing.edit import Offer, offers_for, why_here

CONFLICT: Any = {409: "Changed meanwhile (`since` and `current` say how), locked, or not to be changed"}


@api.post("/plans/<plan_id>/edits")
@allowed(*DISPATCHERS)
@api.input(EditIn, arg_name="wanted")
@api.output(EditedOut)
@api.doc(operation_id="editPlan", responses=CONFLICT)
def edit_plan(plan_id: str, wanted: EditIn) -> EditedOut | Response:
    """Change a planned plan: what it does to times, loads, cost and rules is answered at once.

    A plan may break rules while it is changed; `violations` names each with its amount, and with any
    it cannot be published. Geometries of touched routes are empty: ask for them one by one.
    On another revision than the plan's the answer is 409 with both versions, and nothing is changed.
    """
    user_id = principal().user_id

    def do(store: Session, change: Change) -> Written:
        return apply_edit.edit(store, change, wanted, user_id)

    return _changed(plan_id, wanted, do)


@api.post("/plans/<plan_id>/undo")
@allowed(*DISPATCHERS)
@api.input(RevisionIn, arg_name="wanted")
@api.output(EditedOut)
@api.doc(operation_id="undoEdit", responses=CONFLICT)
def undo_edit(plan_id: str, wanted: RevisionIn) -> EditedOut | Response:
    """Take the last change back."""
    return _changed(plan_id, wanted, lambda store, held: apply_edit.step(store, held, -1))


@api.post("/plans/<plan_id>/redo")
@allowed(*DISPATCHERS)
@api.input(RevisionIn, arg_name="wanted")
@api.output(EditedOut)
@api.doc(operation_id="redoEdit", responses=CONFLICT)
def redo_edit(plan_id: str, wanted: RevisionIn) -> EditedOut | Response:
    """Do the change again that was taken back last."""
    return _changed(plan_id, wanted, lambda store, held: apply_edit.step(store, held, 1))


@api.get("/plans/<plan_id>/history")
@allowed(*READERS)
@api.output(many(HistoryOut))
@api.doc(operation_id="listEdits")
def list_edits(plan_id: str) -> list[HistoryOut]:
    """The states of a plan that are kept, the oldest first."""
    with installation().reading() as store:
        plan = find_plan(store, principal().organisation_id, plan_id)
        return _history(store, plan)


@api.get("/plans/<plan_id>/offers/<path:task>")
@allowed(*READERS)
@api.output(OffersOut)
@api.doc(operation_id="listOffers")
def list_offers(plan_id: str, task: str) -> OffersOut:
    """The best place for a stop on every truck, its price, and what it would break there.

    Of a stop that is served, `here` is what its route would save without it. Idle trucks that are
    alike are offered once.
    """
    with installation().reading() as store:
        plan, snapshot, native = _state(store, plan_id)
        _require_editable(plan)
    if any(task in route.tasks for route in native.routes):
        why = why_here(snapshot.editor, native, task)
        here = Offer(
            vehicle=why.vehicle,
            position=why.position,
            extra_cost=why.cost,
            extra_m=why.distance_m,
            extra_s=why.duration_s,
        )
        return OffersOut(task=task, here=_offer(here), offers=[_offer(each) for each in why.offers])
    return OffersOut(
        task=task, here=None, offers=[_offer(each) for each in offers_for(snapshot.editor, native, task)]
    )


@api.get("/plans/<plan_id>/routes/<int:number>/geometry")
@allowed(*READERS)
@api.output(GeometryOut)
@api.doc(operation_id="getGeometry")
def get_geometry(plan_id: str, number: int) -> GeometryOut:
    """The road of a route, found and kept where a change by hand left it out."""
    own = installation()
    with own.reading() as store:
        find_plan(store, principal().organisation_id, plan_id)
        route = _route(store, plan_id, number)
        if route.geometry:
            return GeometryOut(number=number, geometry=route.geometry)
        plan, snapshot, native = _state(store, plan_id)
    vehicle = next(name for name, row in snapshot.vehicles.items() if row.id == route.vehicle_id)
    line, co2_kg = route_on_road(
        plan, snapshot, native, vehicle, networks=own.networks, home=own.settings.home
    )
    with own.writing() as store:
        now = find_plan(store, principal().organisation_id, plan_id)
        if now.revision == plan.revision:
            kept = _route(store, plan_id, number)
            flat_kg, kept.geometry, kept.co2_kg = kept.co2_kg, line, round(co2_kg, 3)
            total_kg = float(now.figures.get("co2_kg", 0.0)) - flat_kg + kept.co2_kg
            now.figures = {**now.figures, "co2_kg": round(total_kg, 3)}
            store.add_all([kept, now])
    return GeometryOut(number=number, geometry=line)


def _changed(plan_id: str, wanted: RevisionIn, do: Any) -> EditedOut | Response:
    """One change in one transaction, or 409 with both versions where someone was sooner."""
    own, organisation_id = installation(), principal().organisation_id
    if own.snapshots.known(plan_id) is None:
        with own.reading() as store:
            # Unpacked before the plan is held: other writers do not wait for that.
            plan = find_plan(store, organisation_id, plan_id)
            if plan.status is PlanStatus.PLANNED:
                own.snapshots.snapshot(store, plan)
    try:
        with own.writing() as store:
            row = drafts.hold(store, organisation_id, plan_id, wanted.revision)
            snapshot = own.snapshots.snapshot(store, row)
            change = Change(row=row, snapshot=snapshot, plan=own.snapshots.plan(store, row))
            written = do(store, change)
            answer = edited_document(store, row, written, snapshot.materials, language=language())
    except StaleError as error:
        return _conflict(plan_id, wanted, error)
    except InputError as error:
        if error.faults[0].code == "S320":
            raise ConflictError(error.faults) from error
        raise
    # Not before it is kept: another process may do something else at this revision, were it not.
    own.snapshots.put(row, written.plan)
    return answer


def _conflict(plan_id: str, wanted: RevisionIn, error: StaleError) -> Response:
    """Both versions: what the caller wanted and on what, and what others did since and where that led."""
    organisation_id = principal().organisation_id
    with installation().reading() as store:
        detail = load_plan_detail(store, organisation_id, plan_id)
        since = _history(store, detail.plan)
        materials = load_materials(store)
    current = plan_document(detail, materials, language=language())
    body = {
        **faults_json(error.faults),
        "yours": wanted.model_dump(exclude_none=True),
        "since": [each.model_dump() for each in since],
        "current": current.model_dump(mode="json", by_alias=True),
    }
    response = jsonify(body)
    response.status_code = 409
    return response


def _history(store: Session, plan: Plan) -> list[HistoryOut]:
    return [
        HistoryOut(
            number=step.number,
            edit=step.edit,
            by=step.name,
            at=step.created_at.isoformat(),
            current=step.number == plan.history_at,
        )
        for step in drafts.history(store, plan.id)
    ]


def _state(store: Session, plan_id: str) -> tuple[Plan, Snapshot, NativePlan]:
    """A plan of this organisation with its problem and its state."""
    snapshots = installation().snapshots
    plan = find_plan(store, principal().organisation_id, plan_id)
    if plan.status not in {PlanStatus.PLANNED, PlanStatus.PUBLISHED}:
        cause = f"The plan is {plan.status.value}: there is nothing to look into yet."
        raise ConflictError(Fault("A253", cause, "Wait for it to finish.", f"plan {plan_id}"))
    return plan, snapshots.snapshot(store, plan), snapshots.plan(store, plan)


def _require_editable(plan: Plan) -> None:
    try:
        drafts.require_editable(plan)
    except InputError as error:
        raise ConflictError(error.faults) from error


def _route(store: Session, plan_id: str, number: int) -> Route:
    asked = min(number, MOST_NUMBER)
    route = store.exec(select(Route).where(Route.plan_id == plan_id, Route.number == asked)).first()
    if route is None:
        raise NotFoundError(
            Fault("A222", f"The plan has no route {number}.", "Open the plan anew.", f"routes/{number}")
        )
    return route


def _offer(offer: Offer) -> OfferOut:
    return OfferOut(
        vehicle=offer.vehicle,
        position=offer.position,
        extra_cost=round(offer.extra_cost, 2),
        extra_m=offer.extra_m,
        extra_s=offer.extra_s,
        violations=[ViolationOut(**violation_json(each)) for each in offer.violations],
    )
