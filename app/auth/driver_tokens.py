"""Driver links: a signed route id and nonce. Possession of the link permits reports for that route.

A link expires two days after the plan's date, or when it is renewed, which changes the nonce of the route.
After another plan of the day is published, it leads to the same driver's route in that plan.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hmac import compare_digest

from flask import current_app, url_for
from itsdangerous import BadData, URLSafeSerializer
from sqlmodel import Session

from app.services.plans.reports import link_ended
from data.domain.errors import Fault, NotFoundError
from data.store.column_types import now
from data.store.plans.succession import find_successor
from data.store.plans.tables import Plan, PlanStatus, Route

VALID_AFTER_DATE = timedelta(days=2)


def new_nonce() -> str:
    """Return a nonce for a route's link; storing it invalidates the previous link."""
    return secrets.token_urlsafe(12)


def token_of(route: Route) -> str:
    """Return the token of a published route's link."""
    if route.token_nonce is None:
        raise ValueError(f"route {route.id} is not published")
    return str(_serializer().dumps([route.id, route.token_nonce]))


def link_path(route: Route) -> str:
    """Return the path of a published route's page."""
    return url_for("driver.page", token=token_of(route))


def full_link(route: Route) -> str:
    """Return the full address of a published route's page."""
    return url_for("driver.page", token=token_of(route), _external=True)


def is_signed_here(token: str) -> bool:
    """Return whether a token was signed by this installation, valid or expired."""
    # Not loads_unsafe: it decompresses unsigned data, and a short address may expand to gigabytes.
    try:
        _serializer().loads(token)
    except (BadData, ValueError):
        return False
    return True


def published_route(session: Session, token: str, moment: datetime | None = None) -> tuple[Route, Plan]:
    """Return the route that a link opens.

    Raises
    ------
    NotFoundError
        A311: the token was not signed by this installation, or is incomplete.
    GoneError
        A312: the link has expired or been replaced.
    """
    try:
        route_id, nonce = _serializer().loads(token)
    except (BadData, ValueError, TypeError) as error:
        raise NotFoundError(
            Fault("A311", "This link is incomplete.", "Open the complete link from the message.")
        ) from error
    signed = session.get(Route, route_id)
    if signed is None or signed.token_nonce is None or not compare_digest(signed.token_nonce, str(nonce)):
        raise link_ended()
    route = find_successor(session, signed)
    plan = session.get(Plan, route.plan_id)
    if plan is None or plan.status is not PlanStatus.PUBLISHED:
        raise link_ended()
    if (moment or now()) >= expires_at(plan):
        raise link_ended()
    return route, plan


def expires_at(plan: Plan) -> datetime:
    """Return when a plan's links expire: local midnight after the second day following its date."""
    return plan.start + timedelta(days=1) + VALID_AFTER_DATE


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt="huiliu-driver-link")
