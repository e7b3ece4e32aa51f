"""Organisations of an installation: find, create and change."""

from __future__ import annotations

from sqlmodel import Session, col, select

from data.domain.errors import Fault, InputError, NotFoundError
from data.store.accounts.audit import record
from data.store.accounts.organisations import Organisation, OrganisationKind

FIRST_REF = "main"
"""What an installation's first organisation is called where nobody names it."""


_PERSONAL = ("contact", "phone")


def find_organisation(session: Session, ref: str | None) -> Organisation:
    """Return the organisation of a reference; without one, the only organisation.

    Raises
    ------
    NotFoundError
        A121: there is none, or none with that reference.
    InputError
        A122: there are several and no reference was given.
    """
    rows = session.exec(select(Organisation).order_by(col(Organisation.ref))).all()
    known = ", ".join(row.ref for row in rows) or "none yet"
    if ref is None and len(rows) > 1:
        raise InputError(
            Fault("A122", "There are several organisations.", f"Name one: {known}.", "organisation")
        )
    for row in rows:
        if ref in {None, row.ref}:
            return row
    raise NotFoundError(
        Fault(
            "A121",
            f"There is no organisation {ref or ''!r}.",
            f"Make it with `huiliu user add NAME --organisation REF --create TITLE`; known: {known}.",
            "organisation",
        )
    )


def find_or_create_organisation(
    session: Session, ref: str | None, name_if_new: str | None = None
) -> Organisation:
    """Find an organisation as `find_organisation` does; create the first one of an installation.

    Parameters
    ----------
    name_if_new
        Also create the organisation `ref`, with this name, if there is none with that reference.
    """
    if ref is not None and name_if_new is not None:
        return create_organisation(session, ref, name_if_new)
    if ref is None and session.exec(select(Organisation.id)).first() is None:
        return create_organisation(session, FIRST_REF, name_if_new or FIRST_REF)
    return find_organisation(session, ref)


def create_organisation(
    session: Session, ref: str, name: str, kind: OrganisationKind = OrganisationKind.SORTING_CENTRE
) -> Organisation:
    """Return the organisation with that reference; create it if there is none."""
    row = session.exec(select(Organisation).where(Organisation.ref == ref)).first()
    if row is None:
        row = Organisation(ref=ref, kind=kind, name_zh=name, name_en=name)
        session.add(row)
        session.flush()
    return row


def change_organisation(
    session: Session, organisation_id: int, actor: str, **changes: str | OrganisationKind | None
) -> Organisation:
    """Change `name_zh`, `name_en`, `kind`, `contact` or `phone`; None leaves a value as it is.

    The audit trail states that the contact changed but not its value, which names a person.
    """
    row = session.get_one(Organisation, organisation_id)
    changed = {
        key: value for key, value in changes.items() if value is not None and getattr(row, key) != value
    }
    if changed:
        was_and_is = {
            key: "changed" if key in _PERSONAL else [getattr(row, key), value]
            for key, value in changed.items()
        }
        for key, value in changed.items():
            setattr(row, key, value)
        session.add(row)
        record(session, organisation_id, actor, "organisation.change", "organisation", **was_and_is)
    return row
