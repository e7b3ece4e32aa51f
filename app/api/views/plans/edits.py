"""``/plans/<id>/edits`` and related calls: edit a planned plan, undo, redo, list insertion positions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, jsonify
from sqlmodel import Session

from app.api.blueprint import api, many
from app.auth.access import DISPATCHERS, READERS, allowed, principal
from app.context import installation
from app.error_handlers import faults_json
from app.language import language
from app.schemas.drafts import EditedOut, EditIn, GeometryOut, HistoryOut, OffersOut, RevisionIn
from app.services.drafts import edits
from app.services.drafts.documents import history_documents, offers_document
from app.services.drafts.geometry import route_geometry
from app.services.drafts.plan_rows import Change, Written
from app.services.plans.document import plan_document
from app.services.plans.snapshots import finished_plan
from data.store.plans.drafts import StaleError
from data.store.plans.lookup import find_plan, load_plan_detail
from data.store.requests.materials import load_materials

CONFLICT: Any = {409: "Changed meanwhile (`since` and `current` say how), locked, or not to be changed"}


@api.post("/plans/<plan_id>/edits")
@allowed(*DISPATCHERS)
@api.input(EditIn, arg_name="body")
@api.output(EditedOut)
@api.doc(operation_id="editPlan", responses=CONFLICT)
def edit_plan(plan_id: str, body: EditIn) -> EditedOut | Response:
    """Edit a planned plan; the answer holds the effect on times, loads, cost and rules.

    An edited plan may break rules; `violations` lists each with its amount, and a plan with any cannot be
    published. Geometries of changed routes are empty; request them one by one. If the revision is not the
    plan's current one, the answer is 409 with both versions, and nothing is changed.
    """
    user_id = principal().user_id
    return _changed(plan_id, body, lambda store, change: edits.edit(store, change, body, user_id))


@api.post("/plans/<plan_id>/undo")
@allowed(*DISPATCHERS)
@api.input(RevisionIn, arg_name="body")
@api.output(EditedOut)
@api.doc(operation_id="undoEdit", responses=CONFLICT)
def undo_edit(plan_id: str, body: RevisionIn) -> EditedOut | Response:
    """Undo the last edit."""
    return _changed(plan_id, body, lambda store, change: edits.step(store, change, -1))


@api.post("/plans/<plan_id>/redo")
@allowed(*DISPATCHERS)
@api.input(RevisionIn, arg_name="body")
@api.output(EditedOut)
@api.doc(operation_id="redoEdit", responses=CONFLICT)
def redo_edit(plan_id: str, body: RevisionIn) -> EditedOut | Response:
    """Redo the edit undone last."""
    return _changed(plan_id, body, lambda store, change: edits.step(store, change, 1))


@api.get("/plans/<plan_id>/history")
@allowed(*READERS)
@api.output(many(HistoryOut))
@api.doc(operation_id="listEdits")
def list_edits(plan_id: str) -> list[HistoryOut]:
    """List the stored states of a plan, the oldest first."""
    with installation().reading() as store:
        plan = find_plan(store, principal().organisation_id, plan_id)
        return history_documents(store, plan)


@api.get("/plans/<plan_id>/offers/<path:task>")
@allowed(*READERS)
@api.output(OffersOut)
@api.doc(operation_id="listOffers")
def list_offers(plan_id: str, task: str) -> OffersOut:
    """List the best position of a stop on every vehicle, its cost, and the rules it would break.

    For a served stop, `here` is what its route would save without it. Of identical idle vehicles only one is
    listed.
    """
    own = installation()
    with own.reading() as store:
        plan, snapshot, native = finished_plan(store, own.snapshots, principal().organisation_id, plan_id)
        edits.require_editable(plan)
    return offers_document(snapshot, native, task)


@api.get("/plans/<plan_id>/routes/<int:number>/geometry")
@allowed(*READERS)
@api.output(GeometryOut)
@api.doc(operation_id="getGeometry")
def get_geometry(plan_id: str, number: int) -> GeometryOut:
    """Get the geometry of a route, computed and stored if an edit left it out."""
    own = installation()
    line = route_geometry(
        own.settings, own.snapshots, own.networks, principal().organisation_id, plan_id, number=number
    )
    return GeometryOut(number=number, geometry=line)


def _changed(
    plan_id: str, body: RevisionIn, apply: Callable[[Session, Change], Written]
) -> EditedOut | Response:
    """Apply a change and return the plan, or 409 with both versions on an edit conflict."""
    own, organisation_id = installation(), principal().organisation_id
    try:
        return edits.change_plan(
            own.settings,
            own.snapshots,
            organisation_id,
            plan_id,
            body.revision,
            apply=apply,
            language=language(),
        )
    except StaleError as error:
        return _conflict(plan_id, body, error)


def _conflict(plan_id: str, body: RevisionIn, error: StaleError) -> Response:
    """Return both versions: the requested change with its revision, and the changes by others since then."""
    organisation_id = principal().organisation_id
    with installation().reading() as store:
        detail = load_plan_detail(store, organisation_id, plan_id)
        since = history_documents(store, detail.plan)
        materials = load_materials(store)
    current = plan_document(detail, materials, language=language())
    document = {
        **faults_json(error.faults),
        "yours": body.model_dump(exclude_none=True),
        "since": [each.model_dump() for each in since],
        "current": current.model_dump(mode="json", by_alias=True),
    }
    response = jsonify(document)
    response.status_code = 409
    return response
