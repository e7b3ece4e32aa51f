"""API keys: shown once when created, stored as a SHA-256 digest."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from data.store.accounts.users import ApiKey, Role
from data.store.column_types import now

KEY_PREFIX = "hl_"
_USE_RESOLUTION = timedelta(minutes=1)


def create_api_key(
    session: Session, *, organisation_id: int, name: str, role: Role, user_id: int | None = None
) -> tuple[ApiKey, str]:
    """Create a key; return its row and the key itself, which cannot be shown again."""
    key = KEY_PREFIX + secrets.token_urlsafe(32)
    row = ApiKey(
        organisation_id=organisation_id, user_id=user_id, name=name, role=role, digest=key_digest(key)
    )
    session.add(row)
    session.flush()
    return row, key


def key_digest(key: str) -> str:
    """Return the SHA-256 in hexadecimal; a random key of 256 bits needs no slow hash."""
    return hashlib.sha256(key.encode()).hexdigest()


def find_api_key(session: Session, key: str) -> ApiKey | None:
    """Return the row of a valid key; None if it is unknown or revoked."""
    statement = select(ApiKey).where(ApiKey.digest == key_digest(key), col(ApiKey.revoked_at).is_(None))
    return session.exec(statement).first()


def note_use(session: Session, row: ApiKey, at: datetime | None = None) -> bool:
    """Record the use of a key, at most once a minute to keep reads cheap; return whether it wrote."""
    moment = at or now()
    if row.last_used_at is not None and moment - row.last_used_at < _USE_RESOLUTION:
        return False
    row.last_used_at = moment
    session.add(row)
    return True
