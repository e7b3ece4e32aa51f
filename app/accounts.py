"""Signing in: passwords, locked accounts, sessions that end with a password, and API keys."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from functools import cache
from math import ceil

from flask import Request, g, session
from flask_login import login_user, logout_user
from sqlmodel import Session, select

from app.access import Principal, key_of, login_manager
from app.errors import NotSignedInError
from app.services import services
from data.domain.errors import Fault
from data.store.accounts import ApiKey, User
from data.store.keys import api_key_of, note_use
from data.store.organisations import Organisation
from data.store.passwords import hash_password, needs_rehash, password_matches
from data.store.types import now

FAILURES_BEFORE_LOCK = 5
LOCK_FOR = timedelta(minutes=15)
KEY_USE_RESOLUTION = timedelta(minutes=1)
MOST_PASSWORD_LENGTH = 1024


class LockedError(NotSignedInError):
    """The account is locked after failed sign-ins; `minutes` until it opens."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(
            Fault("A105", "Too many failed sign-ins: the account is locked.", f"Try again in {minutes} min.")
        )


def sign_in(username: str, password: str) -> Principal:
    """Check a password and begin a session.

    Raises
    ------
    NotSignedInError
        A104: no such account, or a wrong password; the answer does not tell which.
    LockedError
        A105: the account is locked.
    """
    with services().reading() as store:
        user = store.exec(select(User).where(User.username == username, User.active)).first()
    if user is None:
        # The same time as for a real account, so that names cannot be found out by the clock.
        password_matches(_nobody(), password[:MOST_PASSWORD_LENGTH])
        raise _wrong()
    _refuse_locked(user, now())
    matches = len(password) <= MOST_PASSWORD_LENGTH and password_matches(user.password_hash, password)
    with services().writing() as store:
        user = store.get_one(User, user.id)
        # Counted again inside the writing transaction: parallel guesses must not outrun the lock.
        _refuse_locked(user, now())
        _note_attempt(user, matches=matches, password=password)
        store.add(user)
        found = _principal_of(store, user) if matches else None
    if found is None:
        raise _wrong()
    session.clear()
    session.permanent = True
    login_user(found)
    return found


def sign_out() -> None:
    """End the session of this browser."""
    logout_user()
    session.clear()


def _note_attempt(user: User, *, matches: bool, password: str) -> None:
    if matches:
        user.failed_logins, user.locked_until = 0, None
        if needs_rehash(user.password_hash):
            user.password_hash = hash_password(password)
        return
    user.failed_logins += 1
    if user.failed_logins >= FAILURES_BEFORE_LOCK:
        user.failed_logins, user.locked_until = 0, now() + LOCK_FOR


def _refuse_locked(user: User, moment: datetime) -> None:
    if user.locked_until is not None and user.locked_until > moment:
        raise LockedError(ceil((user.locked_until - moment) / timedelta(minutes=1)))


def _wrong() -> NotSignedInError:
    return NotSignedInError(
        Fault("A104", "The user name or password is not right.", "Check both and try again.")
    )


@cache
def _nobody() -> str:
    return hash_password("the password of nobody")


def _session_id(user: User) -> str:
    trace = hashlib.sha256(user.password_hash.encode()).hexdigest()[:16]
    return f"{user.id}.{trace}"


def _principal_of(store: Session, account: User | ApiKey) -> Principal:
    organisation = store.get_one(Organisation, account.organisation_id)
    return Principal(
        user_id=account.id if isinstance(account, User) else account.user_id,
        username=account.username if isinstance(account, User) else "",
        name=account.name,
        role=account.role.value,
        language=account.language if isinstance(account, User) else "",
        organisation_id=account.organisation_id,
        organisation_ref=organisation.ref,
        organisation_name_zh=organisation.name_zh,
        organisation_name_en=organisation.name_en,
        session_id=_session_id(account) if isinstance(account, User) else "",
    )


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _by_session(session_id: str) -> Principal | None:
    user_id, _, _trace = session_id.partition(".")
    with services().reading() as store:
        user = store.get(User, int(user_id)) if user_id.isdigit() else None
        if user is None or not user.active or _session_id(user) != session_id:
            return None
        return _principal_of(store, user)


@login_manager.request_loader  # type: ignore[untyped-decorator]
def _by_key(asked: Request) -> Principal | None:
    key = key_of(asked)
    if key is None:
        return None
    with services().reading() as store:
        row = api_key_of(store, key)
        if row is None or not _owner_active(store, row):
            return None
        found = _principal_of(store, row)
    g.by_key = True
    if row.last_used_at is None or now() - row.last_used_at > KEY_USE_RESOLUTION:
        with services().writing() as store:
            note_use(store, store.get_one(ApiKey, row.id))
    return found


def _owner_active(store: Session, row: ApiKey) -> bool:
    if row.user_id is None:
        return True
    owner = store.get(User, row.user_id)
    return owner is not None and owner.active
