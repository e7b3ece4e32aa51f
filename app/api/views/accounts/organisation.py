"""``/organisation`` and ``/audit``: the organisation and the audit trail."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.api.blueprint import api, many
from app.auth.access import ADMINISTRATORS, allowed, principal
from app.context import installation
from app.schemas.accounts import AuditOut, AuditQuery, OrganisationIn, OrganisationSettings
from app.services.accounts.organisations import change_organisation
from data.store.accounts.audit import AuditEntry, list_entries
from data.store.accounts.organisations import Organisation, OrganisationKind
from data.store.accounts.users import ApiKey, User


@api.get("/organisation")
@allowed(*ADMINISTRATORS)
@api.output(OrganisationSettings)
@api.doc(operation_id="getOrganisation")
def get_organisation() -> OrganisationSettings:
    """Get the organisation of the caller's account."""
    with installation().reading() as store:
        return _document(store.get_one(Organisation, principal().organisation_id))


@api.patch("/organisation")
@allowed(*ADMINISTRATORS)
@api.input(OrganisationIn, arg_name="body")
@api.output(OrganisationSettings)
@api.doc(operation_id="changeOrganisation")
def edit_organisation(body: OrganisationIn) -> OrganisationSettings:
    """Change the organisation's name, kind or contact."""
    account = principal()
    with installation().writing() as store:
        row = change_organisation(
            store,
            account.organisation_id,
            account.actor,
            kind=OrganisationKind(body.kind) if body.kind else None,
            name_zh=body.name_zh,
            name_en=body.name_en,
            contact=body.contact,
            phone=body.phone,
        )
        return _document(row)


@api.get("/audit")
@allowed(*ADMINISTRATORS)
@api.input(AuditQuery, location="query", arg_name="query")
@api.output(many(AuditOut))
@api.doc(operation_id="listAudit")
def audit(query: AuditQuery) -> list[AuditOut]:
    """List changes of accounts, keys, organisation and closures: the newest 200, or those before an id."""
    organisation_id = principal().organisation_id
    with installation().reading() as store:
        found = list_entries(store, organisation_id, before_id=query.before)
        names = _names(store, organisation_id, found)
    return [
        AuditOut(
            id=row.id or 0,
            at=row.at,
            actor=names.get(row.actor, row.actor),
            action=row.action,
            subject=names.get(row.subject, row.subject),
            details=row.details,
        )
        for row in found
    ]


def _names(store: Session, organisation_id: int, found: Sequence[AuditEntry]) -> dict[str, str]:
    """Return the current names of the accounts and keys in these entries."""
    named = {name for row in found for name in (row.actor, row.subject)}
    users, keys = _numbers(named, "user:"), _numbers(named, "key:")
    people = store.exec(
        select(User).where(User.organisation_id == organisation_id, col(User.id).in_(users))
    ).all()
    programs = store.exec(
        select(ApiKey).where(ApiKey.organisation_id == organisation_id, col(ApiKey.id).in_(keys))
    ).all()
    return {f"user:{row.id}": row.username for row in people} | {
        f"key:{row.id}": row.name for row in programs
    }


def _numbers(names: set[str], prefix: str) -> list[int]:
    return [int(name.removeprefix(prefix)) for name in names if name.startswith(prefix)]


def _document(row: Organisation) -> OrganisationSettings:
    return OrganisationSettings(
        ref=row.ref, kind=row.kind.value, name_zh=row.name_zh, name_en=row.name_en, contact=row.contact,
        phone=row.phone,
    )  # fmt: skip
