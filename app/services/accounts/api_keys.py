"""API keys: created and revoked by administrators."""

from __future__ import annotations

from sqlmodel import Session, col, select

from data.domain.errors import Fault, InputError, NotFoundError
from data.store.accounts.api_keys import create_api_key
from data.store.accounts.audit import COMMAND_LINE, record
from data.store.accounts.organisations import Organisation
from data.store.accounts.users import ApiKey, Role
from data.store.column_types import now

KEY_ROLES = tuple(role for role in Role if role is not Role.DRIVER)
"""Roles that a program's key may have: a driver's routes belong to a person."""


def find_keys(session: Session, organisation_id: int) -> list[ApiKey]:
    """Return the organisation's keys, active ones first, then the newest first."""
    statement = select(ApiKey).where(ApiKey.organisation_id == organisation_id)
    rows = session.exec(statement.order_by(col(ApiKey.id).desc())).all()
    return sorted(rows, key=lambda row: row.revoked_at is not None)


def add_key(
    session: Session, owner: Organisation, *, name: str, role: Role, actor: str = COMMAND_LINE
) -> tuple[ApiKey, str]:
    """Create an API key; return its row and the key itself, which cannot be shown again.

    Raises
    ------
    InputError
        A125: API keys cannot have the role.
    """
    if role not in KEY_ROLES:
        cause = f"An API key cannot have the role {role.value}."
        raise InputError(Fault("A125", cause, "Choose another role.", "role"))
    assert owner.id is not None
    row, key = create_api_key(session, organisation_id=owner.id, name=name, role=role)
    record(session, owner.id, actor, "key.add", f"key:{row.id}", role=role.value, name=name)
    return row, key


def revoke_key(session: Session, organisation_id: int, key_id: int, actor: str = COMMAND_LINE) -> ApiKey:
    """Revoke a key at once; a revoked key is unchanged.

    Raises
    ------
    NotFoundError
        A130: the organisation has no such key.
    """
    row = session.get(ApiKey, key_id) if key_id < 2**31 else None
    if row is None or row.organisation_id != organisation_id:
        raise NotFoundError(
            Fault("A130", f"There is no key {key_id}.", "Find its number in the list of keys.", "key")
        )
    if row.revoked_at is None:
        row.revoked_at = now()
        session.add(row)
        record(session, organisation_id, actor, "key.revoke", f"key:{row.id}")
    return row
