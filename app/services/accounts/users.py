"""User accounts: created, changed and deactivated by administrators."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from app.errors import ConflictError
from data.domain.errors import Fault, InputError, NotFoundError
from data.store.accounts.audit import COMMAND_LINE, record
from data.store.accounts.failed_sign_ins import clear_failures
from data.store.accounts.organisations import Organisation
from data.store.accounts.passwords import MOST_PASSWORD_LENGTH, hash_password
from data.store.accounts.sessions import end_sessions
from data.store.accounts.users import DriverAccount, Role, User
from data.store.network.fleet import Driver

LEAST_PASSWORD_LENGTH = 10
LEAST_DIFFERENT = 4
_USERNAME = re.compile(r"^[\w.@-]{1,64}$")


def list_users(session: Session, organisation_id: int) -> list[tuple[User, Driver | None]]:
    """Return the organisation's accounts by user name, each with its driver; without erased ones."""
    statement = (
        select(User, Driver)
        .join(DriverAccount, col(DriverAccount.user_id) == User.id, isouter=True)
        .join(Driver, col(Driver.id) == DriverAccount.driver_id, isouter=True)
        .where(User.organisation_id == organisation_id, col(User.erased_at).is_(None))
        .order_by(col(User.username))
    )
    return [(user, driver) for user, driver in session.exec(statement)]


def find_user(session: Session, organisation_id: int, user_id: int) -> User:
    """Return an account of the organisation by its number.

    Raises
    ------
    NotFoundError
        A126: the organisation has no such account.
    """
    row = session.get(User, user_id) if user_id < 2**31 else None
    if row is None or row.organisation_id != organisation_id or row.erased_at is not None:
        raise _nobody(str(user_id))
    return row


def find_user_by_name(session: Session, username: str) -> User:
    """Return an account of the installation by its user name.

    Raises
    ------
    NotFoundError
        A126: there is no such account.
    """
    row = session.exec(select(User).where(User.username == username)).first()
    if row is None:
        raise _nobody(username)
    return row


def add_user(
    session: Session,
    owner: Organisation,
    *,
    username: str,
    role: Role,
    password: str,
    name: str = "",
    driver: str | None = None,
    actor: str = COMMAND_LINE,
) -> User:
    """Create an account.

    Parameters
    ----------
    driver
        Reference of the driver whose routes an account of the role driver sees.

    Raises
    ------
    InputError
        A123: the user name is taken or cannot be used. A124: the password cannot be used. A128: a
        driver's account names no driver of the organisation.
    """
    assert owner.id is not None
    found = _driver(session, owner.id, driver)
    faults = [
        *_username_faults(session, username),
        *password_faults(password, username),
        *_driver_faults(role, driver, found),
    ]
    if faults:
        raise InputError(faults)
    row = User(
        organisation_id=owner.id,
        username=username,
        name=name or username,
        role=role,
        password_hash=hash_password(password),
    )
    session.add(row)
    session.flush()
    _stand_for(session, row, found)
    record(session, owner.id, actor, "user.add", f"user:{row.id}", role=role.value)
    return row


@dataclass(frozen=True, slots=True, kw_only=True)
class UserChange:
    """Changes of an account; None leaves a value as it is."""

    name: str | None = None
    role: Role | None = None
    active: bool | None = None
    driver: str | None = None


def change_user(session: Session, row: User, change: UserChange, actor: str = COMMAND_LINE) -> User:
    """Change an account's name, role or driver, or deactivate or reactivate it.

    A change of role and deactivation end its sessions.

    Raises
    ------
    ConflictError
        A127: it is the last active administrator.
    InputError
        A128: a driver's account names no driver of the organisation.
    """
    assert row.id is not None
    role = row.role if change.role is None else change.role
    active = row.active if change.active is None else change.active
    if (role, active) != (Role.ADMINISTRATOR, True):
        require_another_administrator(session, row)
    stands_for = session.get(DriverAccount, row.id)
    found = _driver(session, row.organisation_id, change.driver)
    if stands_for is None or change.driver is not None:
        faults = _driver_faults(role, change.driver, found)
        if faults:
            raise InputError(faults)
    details: dict[str, object] = {}
    if change.name is not None and change.name != row.name:
        details["name"] = "changed"
        row.name = change.name
    if role is not row.role:
        details["role"] = [row.role.value, role.value]
    if active != row.active:
        details["active"] = [row.active, active]
    if {"role", "active"} & set(details):
        end_sessions(session, row.id)
    row.role, row.active = role, active
    session.add(row)
    if found is not None or role is not Role.DRIVER:
        _stand_for(session, row, found if role is Role.DRIVER else None)
    if details or found is not None:
        driver = {"driver": found.ref} if found is not None else {}
        record(session, row.organisation_id, actor, "user.change", f"user:{row.id}", **details, **driver)
    return row


def require_another_administrator(session: Session, row: User) -> None:
    """Raise A127 if this account is its organisation's only active administrator.

    The organisation's row stays locked until the transaction ends, so that two administrators who demote each
    other at once leave one.
    """
    if row.role is not Role.ADMINISTRATOR or not row.active:
        return
    held = select(Organisation).where(Organisation.id == row.organisation_id)
    session.exec(held.with_for_update(key_share=True)).one()
    others = select(func.count(col(User.id))).where(
        User.organisation_id == row.organisation_id,
        User.role == Role.ADMINISTRATOR,
        User.active,
        User.id != row.id,
    )
    if session.exec(others).one() == 0:
        raise ConflictError(
            Fault(
                "A127",
                f"{row.username} is the last administrator.",
                "Make another account an administrator first.",
                "role",
            )
        )


def set_password(
    session: Session,
    username: str,
    password: str,
    *,
    keep_session: int | None = None,
    actor: str = COMMAND_LINE,
) -> User:
    """Set the password of an account, end its sessions and unlock its name.

    Parameters
    ----------
    keep_session
        The session to keep: the one in which a person changes the own password.

        Raises
    ------
    NotFoundError
        A126: there is no such account.
    InputError
        A124: the password is not acceptable.
    """
    faults = password_faults(password, username)
    if faults:
        raise InputError(faults)
    row = find_user_by_name(session, username)
    assert row.id is not None
    row.password_hash = hash_password(password)
    clear_failures(session, username)
    end_sessions(session, row.id, but=keep_session)
    session.add(row)
    record(session, row.organisation_id, actor, "user.password", f"user:{row.id}")
    return row


def generate_password() -> str:
    """Generate a random password that is easy to read aloud: four groups of four characters, 79 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def password_faults(password: str, username: str) -> list[Fault]:
    """Return A124 for a password that is too short or long, too uniform, or mostly the user name."""
    if len(password) > MOST_PASSWORD_LENGTH or len(password) < LEAST_PASSWORD_LENGTH:
        cause = f"The password has {len(password)} characters."
        action = f"Use {LEAST_PASSWORD_LENGTH} to {MOST_PASSWORD_LENGTH}."
        return [Fault("A124", cause, action, "password")]
    without = password.casefold().replace(username.casefold(), "") if username else password
    if len(username) > 2 and len(without) < LEAST_PASSWORD_LENGTH and len(without) < len(password):
        action = f"Use {LEAST_PASSWORD_LENGTH} or more besides the user name."
        return [Fault("A124", "Most of the password is the user name.", action, "password")]
    if len(set(password)) < LEAST_DIFFERENT:
        return [
            Fault("A124", "The password repeats a few characters.", "Use more distinct ones.", "password")
        ]
    return []


def _username_faults(session: Session, username: str) -> list[Fault]:
    if not _USERNAME.match(username):
        action = "Use up to 64 letters, digits, dots, dashes, underscores and @."
        return [Fault("A123", f"{username!r} is not a valid user name.", action, "username")]
    if session.exec(select(User.id).where(User.username == username)).first() is not None:
        return [Fault("A123", f"The user name {username} is taken.", "Choose another.", "username")]
    return []


def _driver(session: Session, organisation_id: int, ref: str | None) -> Driver | None:
    if not ref:
        return None
    statement = select(Driver).where(Driver.organisation_id == organisation_id, Driver.ref == ref)
    return session.exec(statement.where(col(Driver.retired_at).is_(None))).first()


def _driver_faults(role: Role, ref: str | None, found: Driver | None) -> list[Fault]:
    if ref and found is None:
        return [
            Fault("A128", f"There is no driver {ref!r}.", "Give a driver of your organisation.", "driver")
        ]
    if role is Role.DRIVER and found is None:
        cause = "The account has no driver."
        return [Fault("A128", cause, "Give a driver of your organisation.", "driver")]
    return []


def _stand_for(session: Session, row: User, driver: Driver | None) -> None:
    assert row.id is not None
    known = session.get(DriverAccount, row.id)
    if driver is None or row.role is not Role.DRIVER:
        if known is not None:
            session.delete(known)
        return
    assert driver.id is not None
    if known is None:
        known = DriverAccount(user_id=row.id, driver_id=driver.id)
    known.driver_id = driver.id
    session.add(known)


def _nobody(who: str) -> NotFoundError:
    return NotFoundError(Fault("A126", f"There is no user {who!r}.", "Check the user name.", "username"))
