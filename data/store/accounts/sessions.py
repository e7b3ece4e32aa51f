"""Browser sessions, stored so that they can be listed and ended remotely."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, delete, select

from data.store.accounts.users import User, UserSession
from data.store.column_types import now

IDLE = timedelta(hours=12)
"""A session that nobody has used for so long has ended."""
_SEEN_RESOLUTION = timedelta(minutes=5)


def open_session(session: Session, user: User, device: str) -> str:
    """Start a session and return its cookie token; ended sessions of the user are deleted."""
    assert user.id is not None
    idle = col(UserSession.last_seen_at) < now() - IDLE
    session.exec(delete(UserSession).where(col(UserSession.user_id) == user.id, idle))
    token = secrets.token_urlsafe(24)
    session.add(UserSession(user_id=user.id, digest=_digest(token), device=device[:200]))
    user.last_sign_in_at = now()
    session.add(user)
    return token


def find_session(session: Session, token: str) -> tuple[UserSession, User] | None:
    """Return the valid session of a token, with its user."""
    statement = (
        select(UserSession, User)
        .join(User, col(User.id) == UserSession.user_id)
        .where(UserSession.digest == _digest(token), User.active)
        .where(col(UserSession.last_seen_at) >= now() - IDLE)
    )
    found = session.exec(statement).first()
    return (found[0], found[1]) if found is not None else None


def list_sessions(session: Session, user_id: int) -> list[UserSession]:
    """Return the valid sessions of a user, the most recently used first."""
    statement = select(UserSession).where(
        UserSession.user_id == user_id, col(UserSession.last_seen_at) >= now() - IDLE
    )
    return list(session.exec(statement.order_by(col(UserSession.last_seen_at).desc())))


def is_stale(row: UserSession) -> bool:
    """Return whether the last recorded use is old enough to write a new one."""
    return now() - row.last_seen_at > _SEEN_RESOLUTION


def note_seen(session: Session, session_id: int, at: datetime | None = None) -> None:
    """Record the use of a session; ended sessions are not revived."""
    row = session.get(UserSession, session_id)
    if row is not None:
        row.last_seen_at = at or now()
        session.add(row)


def end_sessions(session: Session, user_id: int, *, only: int | None = None, but: int | None = None) -> int:
    """End all sessions of a user, one, or all but one; return their number."""
    statement = delete(UserSession).where(col(UserSession.user_id) == user_id)
    if only is not None:
        statement = statement.where(col(UserSession.id) == only)
    if but is not None:
        statement = statement.where(col(UserSession.id) != but)
    return int(session.exec(statement).rowcount)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
