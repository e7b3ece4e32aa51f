"""`huiliu people`: export, erasure and retention of personal data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import click
from sqlmodel import Session

from app.cli import print_json
from app.services.accounts.organisations import find_organisation
from app.services.accounts.privacy import export_driver, export_user, forget_driver, forget_user
from app.services.accounts.users import find_user_by_name
from data.settings import Settings
from data.store.accounts.audit import COMMAND_LINE
from data.store.accounts.users import User
from data.store.engine import session
from data.store.migrate import upgrade
from data.store.network.fleet import Driver
from data.store.personal_data import find_driver
from data.store.personal_data import purge as purge_data

_organisation = click.option(
    "--organisation", help="Reference of the organisation; optional if there is only one."
)
_user = click.option("--user", "username", help="User name of a person with an account.")
_driver = click.option("--driver", "driver_ref", help="Reference of a driver.")
_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")


@click.group()
def people() -> None:
    """Export, erase or purge personal data (docs/how-to/privacy.md)."""


@people.command()
@_user
@_driver
@_organisation
def export(username: str | None, driver_ref: str | None, organisation: str | None) -> None:
    """Print all data of a person as one JSON document."""
    print_json(_with_person(username, driver_ref, organisation, export_user, export_driver))


@people.command()
@_user
@_driver
@_organisation
@_json
@click.confirmation_option("--yes", prompt="The person cannot be brought back. Go on?")
def erase(username: str | None, driver_ref: str | None, organisation: str | None, as_json: bool) -> None:
    """Erase a person from accounts, routes and reports; figures are kept."""
    _with_person(username, driver_ref, organisation, forget_user, forget_driver)
    if as_json:
        print_json({"erased": username or driver_ref})
    else:
        click.echo(f"erased: {username or driver_ref}")


@people.command()
@click.option(
    "--older-than-days",
    type=click.IntRange(1),
    help="Retention period; by default HUILIU_KEEP_PERSONAL_DAYS.",
)
@_organisation
@_json
def purge(older_than_days: int | None, organisation: str | None, as_json: bool) -> None:
    """Anonymize data older than the retention period; run it every night."""
    settings = Settings.from_environment()
    upgrade(settings)
    keep = dt.timedelta(days=older_than_days or settings.keep_personal_days)
    with session(settings, write=True) as store:
        owner = find_organisation(store, organisation)
        assert owner.id is not None
        done = purge_data(store, owner.id, keep).as_json()
    if as_json:
        print_json(done)
        return
    for name, count in done.items():
        click.echo(f"{name}: {count}")


def _with_person(
    username: str | None,
    driver_ref: str | None,
    organisation: str | None,
    for_user: Callable[[Session, User, str], Any],
    for_driver: Callable[[Session, Driver, str], Any],
) -> Any:
    if (username is None) == (driver_ref is None):
        raise click.UsageError("Name one person: --user NAME or --driver REF.")
    settings = Settings.from_environment()
    upgrade(settings)
    with session(settings, write=True) as store:
        if username is not None:
            return for_user(store, find_user_by_name(store, username), COMMAND_LINE)
        owner = find_organisation(store, organisation)
        assert owner.id is not None
        return for_driver(store, find_driver(store, owner.id, str(driver_ref)), COMMAND_LINE)
