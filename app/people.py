"""Accounts as an administrator makes them: people, keys of programs, and the organisation they belong to."""

from __future__ import annotations

import re
import secrets

from sqlmodel import Session, col, select

from app.accounts import MOST_PASSWORD_LENGTH
from data.domain.errors import Fault, InputError, NotFoundError
from data.store.accounts import Role, User
from data.store.keys import create_api_key
from data.store.organisations import Organisation, OrganisationKind
from data.store.passwords import hash_password

KEY_ROLES = tuple(role for role in Role if role is not Role.DRIVER)
"""Roles that a program's key may have: a driver's routes belong to a person."""
FIRST_REF = "main"
"""What an installation's first organisation is called where nobody names it."""
LEAST_PASSWORD_LENGTH = 10
_USERNAME = re.compile(r"^[\w.@-]{1,64}$")


def organisation(session: Session, ref: str | None) -> Organisation:
    """The organisation of that reference; without one, the only one there is.

    Raises
    ------
    NotFoundError
        A121: there is none, or none of that reference.
    InputError
        A122: there are several and none was named.
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


def organisation_to_use(session: Session, ref: str | None, name_if_new: str | None = None) -> Organisation:
    """The organisation as `organisation` finds it; the first one of an installation is made on the way.

    Parameters
    ----------
    name_if_new
        Also makes the organisation `ref`, with this name, where there is none of that reference.
    """
    if ref is not None and name_if_new is not None:
        return create_organisation(session, ref, name_if_new)
    if ref is None and session.exec(select(Organisation.id)).first() is None:
        return create_organisation(session, FIRST_REF, name_if_new or FIRST_REF)
    return organisation(session, ref)


def create_organisation(session: Session, ref: str, name: str) -> Organisation:
    """A sorting centre's organisation with that reference, or the one that has it already."""
    row = session.exec(select(Organisation).where(Organisation.ref == ref)).first()
    if row is None:
        row = Organisation(ref=ref, kind=OrganisationKind.SORTING_CENTRE, name_zh=name, name_en=name)
        session.add(row)
        session.flush()
    return row


def add_user(
    session: Session, owner: Organisation, *, username: str, role: Role, password: str, name: str = ""
) -> User:
    """A new person who may sign in.

    Raises
    ------
    InputError
        A123: the user name is taken or cannot be used. A124: the password is too short or too long.
    """
    faults = [*_username_faults(session, username), *_password_faults(password)]
    if faults:
        raise InputError(faults)
    assert owner.id is not None
    row = User(
        organisation_id=owner.id,
        username=username,
        name=name or username,
        role=role,
        password_hash=hash_password(password),
    )
    session.add(row)
    session.flush()
    return row


def set_password(session: Session, username: str, password: str) -> User:
    """Give a person another password; ends all of their sessions and unlocks the account.

    Raises
    ------
    NotFoundError
        A126: there is no such person.
    InputError
        A124: the password is too short or too long.
    """
    faults = _password_faults(password)
    if faults:
        raise InputError(faults)
    row = session.exec(select(User).where(User.username == username)).first()
    if row is None:
        raise NotFoundError(
            Fault("A126", f"There is no user {username!r}.", "Check the user name.", "username")
        )
    row.password_hash = hash_password(password)
    row.failed_logins, row.locked_until = 0, None
    session.add(row)
    return row


def add_key(session: Session, owner: Organisation, *, name: str, role: Role) -> str:
    """A new API key of a program; it cannot be shown again.

    Raises
    ------
    InputError
        A125: no program can have the role.
    """
    if role not in KEY_ROLES:
        cause = f"A program cannot have the role {role.value}."
        raise InputError(Fault("A125", cause, "Choose another role.", "role"))
    assert owner.id is not None
    _row, key = create_api_key(session, organisation_id=owner.id, name=name, role=role)
    return key


def make_password() -> str:
    """A random password that can be read aloud: four groups of four letters and digits, 79 bits."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def _username_faults(session: Session, username: str) -> list[Fault]:
    if not _USERNAME.match(username):
        action = "Use up to 64 letters, digits, dots, dashes, underscores and @."
        return [Fault("A123", f"{username!r} cannot be a user name.", action, "username")]
    if session.exec(select(User.id).where(User.username == username)).first() is not None:
        return [Fault("A123", f"The user name {username} is taken.", "Choose another.", "username")]
    return []


def _password_faults(password: str) -> list[Fault]:
    if LEAST_PASSWORD_LENGTH <= len(password) <= MOST_PASSWORD_LENGTH:
        return []
    cause = f"The password has {len(password)} characters."
    action = f"Use {LEAST_PASSWORD_LENGTH} to {MOST_PASSWORD_LENGTH}."
    return [Fault("A124", cause, action, "password")]
