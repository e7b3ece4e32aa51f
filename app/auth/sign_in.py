"""Signing in: passwords, lockout of names, sessions that can be ended, and API keys."""

from __future__ import annotations

from datetime import timedelta
from functools import cache

from flask import Request, g, request, session
from flask_login import current_user, login_user, logout_user
from sqlmodel import Session, select

from app.auth.access import Principal, key_of, login_manager
from app.context import installation
from app.errors import NotSignedInError
from app.services.accounts.users import set_password
from data.domain.errors import Fault
from data.store.accounts.api_keys import find_api_key, note_use
from data.store.accounts.failed_sign_ins import clear_failures, count_failure, lock_minutes
from data.store.accounts.organisations import Organisation
from data.store.accounts.passwords import MOST_PASSWORD_LENGTH, hash_password, needs_rehash, password_matches
from data.store.accounts.sessions import end_sessions, find_session, is_stale, note_seen, open_session
from data.store.accounts.users import ApiKey, User
from data.store.column_types import now

KEY_USE_RESOLUTION = timedelta(minutes=1)


class LockedError(NotSignedInError):
    """The account is locked after failed sign-ins, for `minutes` more."""

    def __init__(self, minutes: int) -> None:
        self.minutes = minutes
        super().__init__(
            Fault("A105", "Too many failed sign-ins: the account is locked.", f"Try again in {minutes} min.")
        )


def sign_in(username: str, password: str) -> Principal:
    """Check a password and start a session.

    An unknown name is counted, locked and answered like an existing one, in the same time.

    Raises
    ------
    NotSignedInError
        A104: no such account, or a wrong password; the answer does not distinguish them.
    LockedError
        A105: the name is locked.
    """
    with installation().reading() as store:
        _refuse_locked(store, username)
        user = store.exec(select(User).where(User.username == username, User.active)).first()
    stored_hash = _nobody() if user is None else user.password_hash
    right = password_matches(stored_hash, password[:MOST_PASSWORD_LENGTH])
    matches = right and user is not None and len(password) <= MOST_PASSWORD_LENGTH
    with installation().writing() as store:
        # Counted again inside the writing transaction: parallel guesses must not escape the lockout.
        _refuse_locked(store, username)
        found = _enter(store, username, password) if matches else None
        if found is None:
            count_failure(store, username)
    if found is None:
        raise _wrong()
    session.clear()
    session.permanent = True
    login_user(found)
    return found


def sign_out() -> None:
    """End the session of this browser."""
    if current_user.is_authenticated and current_user.session_id is not None:
        with installation().writing() as store:
            end_sessions(store, current_user.user_id, only=current_user.session_id)
    logout_user()
    session.clear()


def change_own_password(account: Principal, old: str, new: str) -> None:
    """Change the password of the signed-in account; all other sessions end.

    Raises
    ------
    NotSignedInError
        A104: the old password is wrong.
    LockedError
        A105: too many failed attempts.
    InputError
        A124: the new password is not acceptable.
    """
    with installation().writing() as store:
        _refuse_locked(store, account.username)
        user = store.get_one(User, account.user_id)
        right = len(old) <= MOST_PASSWORD_LENGTH and password_matches(user.password_hash, old)
        if right:
            set_password(store, user.username, new, keep_session=account.session_id, actor=account.actor)
        else:
            count_failure(store, account.username)
    if not right:
        raise _wrong()


def _enter(store: Session, username: str, password: str) -> Principal | None:
    """Start a session; None if the account has ended or its password has changed meanwhile."""
    user = store.exec(select(User).where(User.username == username, User.active)).first()
    if user is None:
        return None
    clear_failures(store, username)
    if needs_rehash(user.password_hash):
        user.password_hash = hash_password(password)
    token = open_session(store, user, request.headers.get("User-Agent", ""))
    return _principal_of(store, user, token=token)


def _refuse_locked(store: Session, username: str) -> None:
    minutes = lock_minutes(store, username, now())
    if minutes:
        raise LockedError(minutes)


def _wrong() -> NotSignedInError:
    return NotSignedInError(Fault("A104", "The user name or password is wrong.", "Check both and try again."))


@cache
def _nobody() -> str:
    return hash_password("the password of nobody")


def _principal_of(
    store: Session, account: User | ApiKey, *, token: str = "", session_id: int | None = None
) -> Principal:
    organisation = store.get_one(Organisation, account.organisation_id)
    is_person = isinstance(account, User)
    return Principal(
        user_id=account.id if isinstance(account, User) else account.user_id,
        key_id=None if is_person else account.id,
        username=account.username if isinstance(account, User) else "",
        name=account.name,
        role=account.role.value,
        language=account.language if isinstance(account, User) else "",
        organisation_id=account.organisation_id,
        organisation_ref=organisation.ref,
        organisation_name_zh=organisation.name_zh,
        organisation_name_en=organisation.name_en,
        utc_offset_min=organisation.utc_offset_min,
        session_token=token,
        session_id=session_id,
    )


@login_manager.user_loader  # type: ignore[untyped-decorator]
def _by_session(token: str) -> Principal | None:
    with installation().reading() as store:
        found = find_session(store, token)
        if found is None:
            return None
        row, user = found
        account = _principal_of(store, user, token=token, session_id=row.id)
    if is_stale(row):
        with installation().writing() as store:
            assert row.id is not None
            note_seen(store, row.id)
    return account


@login_manager.request_loader  # type: ignore[untyped-decorator]
def _by_key(incoming: Request) -> Principal | None:
    key = key_of(incoming)
    if key is None:
        return None
    with installation().reading() as store:
        row = find_api_key(store, key)
        if row is None or not _owner_active(store, row):
            return None
        found = _principal_of(store, row)
    g.by_key = True
    if row.last_used_at is None or now() - row.last_used_at > KEY_USE_RESOLUTION:
        with installation().writing() as store:
            note_use(store, store.get_one(ApiKey, row.id))
    return found


def _owner_active(store: Session, row: ApiKey) -> bool:
    if row.user_id is None:
        return True
    owner = store.get(User, row.user_id)
    return owner is not None and owner.active
