"""``/plans/<id>/publish``: publish a plan to its drivers, and renew a route's link."""

from __future__ import annotations

from app.api.blueprint import api
from app.auth.access import DISPATCHERS, allowed, principal
from app.auth.driver_tokens import full_link, new_nonce
from app.context import installation
from app.schemas.drafts import PublishedOut
from app.services.plans import publication


@api.post("/plans/<plan_id>/publish")
@allowed(*DISPATCHERS)
@api.output(PublishedOut)
@api.doc(operation_id="publishPlan", responses={409: "What blocks it"})
def publish_plan(plan_id: str) -> PublishedOut:
    """Publish a finished plan and get its drivers' links, or 409 with all faults that prevent it.

    The plan published before for the same day is superseded; its links lead to the new routes of the same
    vehicles and drivers, whose pages show what changed (`changes` here). Once its drivers have begun, only a
    plan that keeps everything they have reported can replace it. Publishing a published plan changes nothing.
    """
    own = installation()
    with own.writing() as store:
        return publication.publish_plan(
            store, own.snapshots, principal().organisation_id, plan_id, link_of=full_link
        )


@api.post("/plans/<plan_id>/routes/<int:number>/link")
@allowed(*DISPATCHERS)
@api.output(PublishedOut)
@api.doc(operation_id="renewLink", responses={409: "The plan is not published"})
def renew_link(plan_id: str, number: int) -> PublishedOut:
    """Renew the link of one route, for a lost phone; the previous link becomes invalid at once."""
    with installation().writing() as store:
        return publication.renew_link(
            store, principal().organisation_id, plan_id, number, nonce=new_nonce(), link_of=full_link
        )
