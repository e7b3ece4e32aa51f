"""``/people``: the organisation's accounts, for its administrators."""

from __future__ import annotations

from sqlmodel import Session

from app.api.blueprint import api, many
from app.auth.access import ADMINISTRATORS, allowed, principal
from app.context import installation
from app.schemas.accounts import PersonChangeIn, PersonIn, PersonOut, PersonWithPassword
from app.services.accounts.users import (
    UserChange,
    add_user,
    change_user,
    find_user,
    generate_password,
    list_users,
    set_password,
)
from data.store.accounts.audit import record
from data.store.accounts.organisations import Organisation
from data.store.accounts.sessions import end_sessions
from data.store.accounts.users import DriverAccount, Role, User
from data.store.network.fleet import Driver


@api.get("/people")
@allowed(*ADMINISTRATORS)
@api.output(many(PersonOut))
@api.doc(operation_id="listPeople")
def list_people() -> list[PersonOut]:
    """List the organisation's accounts by user name."""
    with installation().reading() as store:
        found = list_users(store, principal().organisation_id)
    return [_document(row, driver) for row, driver in found]


@api.post("/people")
@allowed(*ADMINISTRATORS)
@api.input(PersonIn, arg_name="body")
@api.output(PersonWithPassword, status_code=201)
@api.doc(operation_id="addPerson")
def add_person(body: PersonIn) -> PersonWithPassword:
    """Create an account. A random password is generated and returned only once."""
    account, password = principal(), generate_password()
    with installation().writing() as store:
        row = add_user(
            store,
            store.get_one(Organisation, account.organisation_id),
            username=body.username.strip(),
            role=Role(body.role),
            password=password,
            name=body.name.strip(),
            driver=body.driver,
            actor=account.actor,
        )
        return PersonWithPassword(**_with_driver(store, row).model_dump(), password=password)


@api.patch("/people/<int:user_id>")
@allowed(*ADMINISTRATORS)
@api.input(PersonChangeIn, arg_name="body")
@api.output(PersonOut)
@api.doc(operation_id="changePerson", responses={409: "It is the last administrator"})
def edit_person(user_id: int, body: PersonChangeIn) -> PersonOut:
    """Change an account's name, role or driver, or deactivate or reactivate it.

    A change of role and deactivation end its sessions. The last administrator cannot lose the role.
    """
    account = principal()
    query = UserChange(
        name=body.name,
        role=Role(body.role) if body.role else None,
        active=body.active,
        driver=body.driver,
    )
    with installation().writing() as store:
        row = change_user(store, find_user(store, account.organisation_id, user_id), query, account.actor)
        store.flush()
        return _with_driver(store, row)


@api.post("/people/<int:user_id>/password")
@allowed(*ADMINISTRATORS)
@api.output(PersonWithPassword)
@api.doc(operation_id="resetPassword")
def reset_password(user_id: int) -> PersonWithPassword:
    """Set a random password, which is returned only once; the account's sessions end."""
    account, password = principal(), generate_password()
    with installation().writing() as store:
        row = find_user(store, account.organisation_id, user_id)
        set_password(store, row.username, password, actor=account.actor)
        return PersonWithPassword(**_with_driver(store, row).model_dump(), password=password)


@api.delete("/people/<int:user_id>/sessions")
@allowed(*ADMINISTRATORS)
@api.output({}, status_code=204)
@api.doc(operation_id="endSessions")
def end_all_sessions(user_id: int) -> str:
    """End all sessions of an account."""
    account = principal()
    with installation().writing() as store:
        row = find_user(store, account.organisation_id, user_id)
        assert row.id is not None
        end_sessions(store, row.id)
        record(store, account.organisation_id, account.actor, "user.sign_out", f"user:{row.id}")
    return ""


def _with_driver(store: Session, row: User) -> PersonOut:
    stands_for = store.get(DriverAccount, row.id)
    return _document(row, store.get(Driver, stands_for.driver_id) if stands_for is not None else None)


def _document(row: User, driver: Driver | None) -> PersonOut:
    assert row.id is not None
    return PersonOut(
        id=row.id,
        username=row.username,
        name=row.name,
        role=row.role.value,
        active=row.active,
        driver=driver.ref if driver is not None else None,
        created_at=row.created_at,
        last_sign_in_at=row.last_sign_in_at,
    )
