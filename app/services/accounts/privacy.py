"""Export and erasure of a person's data on request, recorded in the audit trail."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from app.errors import ConflictError
from app.services.accounts.users import require_another_administrator
from data.domain.errors import InputError
from data.store.accounts.audit import record
from data.store.accounts.failed_sign_ins import clear_failures
from data.store.accounts.users import User
from data.store.network.fleet import Driver
from data.store.personal_data import erase_driver, erase_user, export_driver_data, export_user_data


def export_user(session: Session, row: User, actor: str) -> dict[str, Any]:
    """Return all stored data of a person with an account."""
    document = export_user_data(session, row)
    record(session, row.organisation_id, actor, "user.export", f"user:{row.id}")
    return document


def export_driver(session: Session, row: Driver, actor: str) -> dict[str, Any]:
    """Return all stored data of a driver."""
    document = export_driver_data(session, row)
    record(session, row.organisation_id, actor, "driver.export", f"driver:{row.id}")
    return document


def forget_user(session: Session, row: User, actor: str) -> None:
    """Erase a person with an account.

    Raises
    ------
    ConflictError
        A127: it is the last administrator.
    """
    require_another_administrator(session, row)
    clear_failures(session, row.username)
    erase_user(session, row)
    record(session, row.organisation_id, actor, "user.erase", f"user:{row.id}")


def forget_driver(session: Session, row: Driver, actor: str) -> None:
    """Erase a driver's personal data.

    Raises
    ------
    ConflictError
        S352: a published plan still assigns the driver.
    """
    try:
        erase_driver(session, row)
    except InputError as error:
        raise ConflictError(error.faults) from error
    record(session, row.organisation_id, actor, "driver.erase", f"driver:{row.id}")
