"""`huiliu user`: accounts and API keys."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager

import click
from sqlmodel import Session

from app.cli import print_json
from app.services.accounts.api_keys import KEY_ROLES, add_key, find_keys, revoke_key
from app.services.accounts.organisations import find_or_create_organisation, find_organisation
from app.services.accounts.users import (
    UserChange,
    add_user,
    change_user,
    find_user_by_name,
    generate_password,
    list_users,
    set_password,
)
from data.settings import Settings
from data.store.accounts.users import Role
from data.store.engine import session
from data.store.migrate import upgrade

ROLES = click.Choice([role.value for role in Role])
_KEY_ROLES = click.Choice([role.value for role in KEY_ROLES])
_organisation = click.option(
    "--organisation", help="Reference of the organisation; optional if there is only one."
)
_create = click.option(
    "--create", "name_if_new", help="Create the organisation with this name if it does not exist."
)
_from_stdin = click.option("--password-stdin", is_flag=True, help="Read the password from standard input.")
_generate = click.option("--generate", is_flag=True, help="Generate a random password and print it once.")
_driver = click.option("--driver", help="Reference of the driver whose routes a driver's account sees.")
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group()
def user() -> None:
    """Manage accounts and API keys."""


@user.command()
@click.argument("username")
@click.option("--role", type=ROLES, default=Role.DISPATCHER.value, show_default=True)
@click.option("--name", default="", help="Name of the person; by default the user name.")
@_driver
@_organisation
@_create
@_from_stdin
@_generate
@_json
def add(
    *,
    username: str,
    role: str,
    name: str,
    driver: str | None,
    organisation: str | None,
    name_if_new: str | None,
    password_stdin: bool,
    generate: bool,
    as_json: bool,
) -> None:
    """Add an account. The password is prompted for, read from standard input, or generated."""
    password = _password(password_stdin, generate)
    with _store() as store:
        owner = find_or_create_organisation(store, organisation, name_if_new)
        add_user(
            store, owner, username=username, role=Role(role), password=password, name=name, driver=driver
        )
    shown = {"username": username, "role": role, "organisation": owner.ref}
    _print(shown | ({"password": password} if generate else {}), as_json)


@user.command()
@click.argument("username")
@_from_stdin
@_generate
@_json
def password(username: str, password_stdin: bool, generate: bool, as_json: bool) -> None:
    """Set the password of an account; ends its sessions and unlocks it."""
    chosen = _password(password_stdin, generate)
    with _store() as store:
        set_password(store, username, chosen)
    _print({"username": username} | ({"password": chosen} if generate else {}), as_json)


@user.command("list")
@_organisation
@_json
def list_command(organisation: str | None, as_json: bool) -> None:
    """List the accounts of an organisation."""
    with _store() as store:
        owner = find_organisation(store, organisation)
        assert owner.id is not None
        rows = [
            {
                "username": row.username,
                "name": row.name,
                "role": row.role.value,
                "active": row.active,
                "driver": driver.ref if driver is not None else None,
                "last_sign_in_at": row.last_sign_in_at.isoformat() if row.last_sign_in_at else None,
            }
            for row, driver in list_users(store, owner.id)
        ]
    _print_rows(rows, as_json)


@user.command()
@click.argument("username")
@click.option("--role", type=ROLES, help="New role; ends the account's sessions.")
@click.option("--name", help="New name.")
@click.option("--active/--inactive", default=None, help="Reactivate the account, or deactivate it at once.")
@_driver
@_json
def change(
    *,
    username: str,
    role: str | None,
    name: str | None,
    active: bool | None,
    driver: str | None,
    as_json: bool,
) -> None:
    """Change an account's role or name, or deactivate or reactivate it."""
    changes = UserChange(role=Role(role) if role else None, name=name, active=active, driver=driver)
    with _store() as store:
        row = change_user(store, find_user_by_name(store, username), changes)
    _print({"username": row.username, "role": row.role.value, "active": str(row.active).lower()}, as_json)


@user.group()
def key() -> None:
    """Manage API keys."""


@key.command("add")
@click.argument("name")
@click.option("--role", type=_KEY_ROLES, default=Role.DISPATCHER.value, show_default=True)
@_organisation
@_json
def add_key_command(name: str, role: str, organisation: str | None, as_json: bool) -> None:
    """Create an API key and print it; it cannot be shown again."""
    with _store() as store:
        owner = find_or_create_organisation(store, organisation)
        _row, made = add_key(store, owner, name=name, role=Role(role))
    _print({"name": name, "role": role, "organisation": owner.ref, "key": made}, as_json)


@key.command("list")
@_organisation
@_json
def list_keys(organisation: str | None, as_json: bool) -> None:
    """List the API keys of an organisation with their numbers, without the secrets."""
    with _store() as store:
        owner = find_organisation(store, organisation)
        assert owner.id is not None
        rows = [
            {
                "id": row.id,
                "name": row.name,
                "role": row.role.value,
                "last_used_at": row.last_used_at.isoformat() if row.last_used_at else None,
                "revoked_at": row.revoked_at.isoformat() if row.revoked_at else None,
            }
            for row in find_keys(store, owner.id)
        ]
    _print_rows(rows, as_json)


@key.command("revoke")
@click.argument("number", type=click.IntRange(1))
@_organisation
@_json
def revoke(number: int, organisation: str | None, as_json: bool) -> None:
    """Revoke an API key at once, by its number in `huiliu user key list`."""
    with _store() as store:
        owner = find_organisation(store, organisation)
        assert owner.id is not None
        row = revoke_key(store, owner.id, number)
    _print({"id": str(row.id), "name": row.name, "revoked": "true"}, as_json)


def _store() -> AbstractContextManager[Session]:
    settings = Settings.from_environment()
    upgrade(settings)
    return session(settings, write=True)


def _password(from_stdin: bool, generate: bool) -> str:
    if from_stdin and generate:
        raise click.UsageError("--password-stdin and --generate exclude each other.")
    if generate:
        return generate_password()
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))


def _print(values: dict[str, str], as_json: bool) -> None:
    if as_json:
        print_json(values)
        return
    for name, value in values.items():
        click.echo(f"{name}: {value}")


def _print_rows(rows: Sequence[Mapping[str, object]], as_json: bool) -> None:
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo("  ".join("-" if value is None else str(value) for value in row.values()))
