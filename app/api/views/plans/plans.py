"""``/plans``: create, read and cancel plans."""

from __future__ import annotations

from app.api.blueprint import api, many
from app.auth.access import DISPATCHERS, READERS, allowed, principal
from app.auth.driver_tokens import link_path
from app.context import installation
from app.language import language
from app.schemas.common import DayQuery
from app.schemas.plans import EventOut, PlanIn, PlanOut, PlanStarted, PlanSummary
from app.services.plans.create import plan_day
from app.services.plans.document import event_document, plan_document, summary
from data.store.network.sites import find_centre
from data.store.plans import lifecycle
from data.store.plans.lookup import find_plan, list_plan_events, list_plans_of_day, load_plan_detail
from data.store.requests.materials import load_materials


@api.post("/plans")
@allowed(*DISPATCHERS)
@api.input(PlanIn, arg_name="body")
@api.output(PlanStarted, status_code=202)
@api.doc(operation_id="createPlan", responses={409: "What the day lacks"})
def create_plan(body: PlanIn) -> PlanStarted:
    """Create a plan of a day. The answer is immediate; follow the plan's stream for progress.

    If something is missing that every plan needs (requests, vehicles, roads), the answer is 409 with a fault
    for each.
    """
    account, own = principal(), installation()
    with own.writing() as store:
        plan = plan_day(
            store,
            account.organisation_id,
            body.centre,
            body.date,
            networks=own.networks.names(),
            seconds=body.seconds or own.settings.solve_seconds,
            user_id=account.user_id,
        )
    own.queue.enqueue(plan)
    return PlanStarted.of(plan)


@api.get("/plans")
@allowed(*READERS)
@api.input(DayQuery, location="query", arg_name="query")
@api.output(many(PlanSummary))
@api.doc(operation_id="listPlans")
def list_plans(query: DayQuery) -> list[PlanSummary]:
    """List the plans of a centre and date, the newest version first."""
    organisation_id = principal().organisation_id
    with installation().reading() as store:
        centre = find_centre(store, organisation_id, query.centre)
        assert centre.id is not None
        return [summary(plan) for plan in list_plans_of_day(store, organisation_id, centre.id, query.date)]


@api.get("/plans/<plan_id>")
@allowed(*READERS)
@api.output(PlanOut)
@api.doc(operation_id="getPlan")
def get_plan(plan_id: str) -> PlanOut:
    """Get a plan: figures, routes, visits with the drivers' reports, and unassigned requests.

    Drivers' links are included for dispatchers and administrators only.
    """
    account = principal()
    with installation().reading() as store:
        detail = load_plan_detail(store, account.organisation_id, plan_id)
        materials = load_materials(store)
    return plan_document(
        detail,
        materials,
        language=language(),
        link_of=link_path if account.role in DISPATCHERS else None,
    )


@api.post("/plans/<plan_id>/cancel")
@allowed(*DISPATCHERS)
@api.output(PlanStarted)
@api.doc(operation_id="cancelPlan")
def cancel_plan(plan_id: str) -> PlanStarted:
    """Stop a plan's search; the best plan found is kept. A plan that has ended is unchanged."""
    with installation().writing() as store:
        plan = lifecycle.request_cancel(store, principal().organisation_id, plan_id)
        return PlanStarted.of(plan)


@api.get("/plans/<plan_id>/events")
@allowed(*READERS)
@api.output(many(EventOut))
@api.doc(operation_id="listEvents")
def list_events(plan_id: str) -> list[EventOut]:
    """List the drivers' reports of a plan in the order received."""
    organisation_id = principal().organisation_id
    with installation().reading() as store:
        find_plan(store, organisation_id, plan_id)
        return [event_document(event) for event in list_plan_events(store, organisation_id, plan_id)]
