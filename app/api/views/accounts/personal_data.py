"""``/people/<id>/data`` and ``/drivers/<ref>/data``: export and erasure of personal data."""

from __future__ import annotations

from typing import Any

from app.api.blueprint import api
from app.auth.access import ADMINISTRATORS, allowed, principal
from app.context import installation
from app.schemas.accounts import PersonalData
from app.services.accounts.privacy import export_driver, export_user, forget_driver, forget_user
from app.services.accounts.users import find_user
from data.store.personal_data import find_driver


@api.get("/people/<int:user_id>/data")
@allowed(*ADMINISTRATORS)
@api.output(PersonalData)
@api.doc(operation_id="exportPerson")
def export_person(user_id: int) -> dict[str, Any]:
    """Export all data of a person with an account, without secrets."""
    account = principal()
    with installation().writing() as store:
        return export_user(store, find_user(store, account.organisation_id, user_id), account.actor)


@api.delete("/people/<int:user_id>/data")
@allowed(*ADMINISTRATORS)
@api.output({}, status_code=204)
@api.doc(operation_id="erasePerson", responses={409: "It is the last administrator"})
def erase_person(user_id: int) -> str:
    """Erase a person with an account; plans and the audit trail keep an anonymous number."""
    account = principal()
    with installation().writing() as store:
        forget_user(store, find_user(store, account.organisation_id, user_id), account.actor)
    return ""


@api.get("/drivers/<ref>/data")
@allowed(*ADMINISTRATORS)
@api.output(PersonalData)
@api.doc(operation_id="exportDriver")
def export_driver_data(ref: str) -> dict[str, Any]:
    """Export all data of a driver: routes, reports, telephone."""
    account = principal()
    with installation().writing() as store:
        return export_driver(store, find_driver(store, account.organisation_id, ref), account.actor)


@api.delete("/drivers/<ref>/data")
@allowed(*ADMINISTRATORS)
@api.output({}, status_code=204)
@api.doc(operation_id="eraseDriver", responses={409: "A published plan counts on the person"})
def erase_driver_data(ref: str) -> str:
    """Erase a driver's personal data; distances, times and weights of the routes are kept."""
    account = principal()
    with installation().writing() as store:
        forget_driver(store, find_driver(store, account.organisation_id, ref), account.actor)
    return ""
